use bindery_model::{Entry, Post, Source as _};

use crate::{Archive, Options, from_bytes};

fn open(name: &str, bytes: &[u8]) -> Archive {
    from_bytes(name, bytes.to_vec(), &Options::default()).unwrap()
}

fn posts(archive: &Archive) -> Vec<Post> {
    let read = |entry: &Entry| archive.read(entry).unwrap().post;
    archive.entries().iter().map(read).collect()
}

fn text(post: &Post) -> String {
    bindery_model::Block::text_of(&post.blocks)
        .trim()
        .to_owned()
}

const RSS: &str = r#"<?xml version="1.0"?>
<rss version="2.0" xmlns:c="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>News &amp; more</title><link>https://example.com/blog/</link><language>zh-cn</language>
<item><title>Second</title><link>https://example.com/blog/2.html</link><guid isPermaLink="false">n-2</guid>
<pubDate>Wed, 01 May 2024 08:30:00 +0800</pubDate><dc:creator>Jo</dc:creator><dc:creator>Bo</dc:creator>
<category>a b</category><category><![CDATA[R&amp;D]]></category>
<description>A summary</description><c:encoded><![CDATA[<p>See <a href="1.html">the first</a>, <a href="/about">us</a>.</p>]]></c:encoded></item>
<item><title>First</title><guid>https://example.com/blog/1.html</guid><pubDate>Tue, 30 Apr 2024 00:00:00 GMT</pubDate>
<description>Only &lt;b&gt;this&lt;/b&gt;</description><enclosure url="/a.mp3" length="0" type="audio/mpeg"/></item>
</channel></rss>"#;

#[test]
fn an_rss_feed_is_a_site_with_posts() {
    let archive = open("feed.xml", RSS.as_bytes());
    let site = archive.site();
    assert_eq!(
        (site.kind.as_str(), site.title.as_str()),
        ("feed", "News & more")
    );
    assert_eq!(site.url.as_deref(), Some("https://example.com"));
    assert_eq!(
        (site.base_path.as_str(), site.language.as_deref()),
        ("/blog", Some("zh-CN"))
    );
    let [first, second] = &posts(&archive)[..] else {
        panic!("two posts")
    };
    assert_eq!(
        (&*first.meta.url, text(first).as_str()),
        ("/1.html", "Only this")
    );
    let meta = &second.meta;
    assert_eq!(meta.date.unwrap().to_string(), "2024-05-01T08:30:00+08:00");
    assert_eq!(*meta.categories, ["a b", "R&D"]);
    assert_eq!(meta.details.description.as_deref(), Some("A summary"));
    let names: Vec<_> = meta
        .authors
        .iter()
        .map(|author| author.name.as_str())
        .collect();
    assert_eq!(names, ["Jo", "Bo"]);
    assert_eq!(meta.extra["id"], "n-2");
    let links = format!("{:?}", second.blocks);
    assert!(
        links.contains("Post { path: \"feed.xml/1.html\""),
        "{links}"
    );
    assert!(
        links.contains("WebAddress(\"https://example.com/about\")"),
        "{links}"
    );
}

#[test]
fn rss_1_and_0_9_are_read_too() {
    let one = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>One</title><link>https://example.com/</link>
        <items><rdf:Seq><rdf:li rdf:resource="https://example.com/a"/></rdf:Seq></items></channel>
        <item rdf:about="https://example.com/a"><title>A</title><dc:date>2004-05-01T00:00:00+02:00</dc:date>
        <dc:subject>x</dc:subject><link>https://example.com/a</link></item></rdf:RDF>"#;
    let archive = open("one.rdf", one.as_bytes());
    let post = &posts(&archive)[0];
    assert_eq!(
        (archive.site().title.as_str(), post.meta.title.as_str()),
        ("One", "A")
    );
    assert_eq!(post.meta.extra["id"], "https://example.com/a");
    assert_eq!(
        (&*post.meta.url, &post.meta.categories[..]),
        ("/a", &["x".to_owned()][..])
    );
    let old = "<rss version='0.94'><channel><title>Old</title><item><title>B</title>\
               <description>b <i>c</i><br>d</description></item></channel></rss>";
    let archive = open("old.xml", old.as_bytes());
    assert_eq!(text(&posts(&archive)[0]), "b c\nd");
}

#[test]
fn an_atom_feed_keeps_what_it_says_of_texts() {
    let atom = r#"<a:feed xmlns:a="http://www.w3.org/2005/Atom" xml:base="https://example.com/x/" xml:lang="en">
        <a:title>Atom</a:title><a:link href="/"/><a:author><a:name>Of the feed</a:name></a:author>
        <a:entry xml:base="deep/"><a:id>tag:example.com,2024:1</a:id><a:title>Use &lt;b&gt; &amp;amp; Vec</a:title>
        <a:updated>2024-05-02T00:00:00Z</a:updated><a:published>2024-05-01T00:00:00+01:00</a:published>
        <a:link rel="self" href="self"/><a:link href="page"/><a:category term="t" label="L"/>
        <a:content type="xhtml" xml:lang="zh_cn"><h:div xmlns:h="http://www.w3.org/1999/xhtml"><h:p>一 <h:a id="x"/><h:img src="i.png" alt="i"/></h:p>
        <h:script>alert(1)</h:script></h:div></a:content></a:entry>
        <a:entry><a:id>urn:2</a:id><a:title type="html">&lt;i>two&lt;/i></a:title><a:content/><a:summary>a &lt; b</a:summary>
        <a:updated>2024-05-03T00:00:00Z</a:updated><a:source><a:author><a:name>Of the source</a:name></a:author></a:source></a:entry>
        </a:feed>"#;
    let archive = open("feed.atom", atom.as_bytes());
    let [one, two] = &posts(&archive)[..] else {
        panic!("two posts")
    };
    assert_eq!(one.meta.title, "Use <b> &amp; Vec");
    assert_eq!(
        (&*one.meta.url, one.meta.language.as_deref()),
        ("/x/deep/page", Some("zh-CN"))
    );
    assert_eq!(
        one.meta.details.updated.unwrap().to_string(),
        "2024-05-02T00:00:00+00:00"
    );
    assert_eq!(
        (
            one.meta.authors[0].name.as_str(),
            one.meta.categories[0].as_str()
        ),
        ("Of the feed", "t")
    );
    let blocks = format!("{:?}", one.blocks);
    assert!(
        blocks.contains("https://example.com/x/deep/i.png"),
        "{blocks}"
    );
    assert!(!blocks.contains("alert"), "{blocks}");
    assert_eq!(
        (two.meta.title.as_str(), text(two).as_str()),
        ("two", "a < b")
    );
    assert_eq!(two.meta.authors[0].name, "Of the source");
    assert_eq!(
        two.meta.date.unwrap().to_string(),
        "2024-05-03T00:00:00+00:00"
    );
}

#[test]
fn a_json_feed_is_read_whatever_the_order_of_its_parts() {
    let json = r#"{"items": [
        {"id": 7, "url": "https://example.com/7", "title": "A <b> & c", "content_text": "one\n\ntwo & three",
         "date_published": "2024-05-01T08:00:00+09:00", "authors": [{"name": "Jo", "url": "https://jo.example"}],
         "tags": ["x", "y"], "attachments": [{"url": "https://example.com/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 5}]},
        {"id": "8", "content_html": "<p>eight</p>", "image": "https://example.com/8.png"}
      ], "author": {"name": "Bo"}, "title": "JSON", "home_page_url": "https://example.com/", "version": "https:\/\/jsonfeed.org\/version\/1"}"#;
    let archive = open("feed.json", json.as_bytes());
    let [eight, seven] = &posts(&archive)[..] else {
        panic!("two posts")
    };
    assert_eq!(
        (seven.meta.title.as_str(), &seven.meta.tags[..]),
        ("A <b> & c", &["x".to_owned(), "y".to_owned()][..])
    );
    assert_eq!(seven.meta.extra["id"], "7");
    assert_eq!(
        seven.meta.authors[0].uri.as_deref(),
        Some("https://jo.example")
    );
    assert_eq!(seven.meta.extra["enclosure"]["length"], 5);
    assert!(
        text(seven).starts_with("one\ntwo & three"),
        "{}",
        text(seven)
    );
    assert_eq!(
        (text(eight).as_str(), eight.meta.authors[0].name.as_str()),
        ("eight", "Bo")
    );
}

#[test]
fn a_broken_feed_loses_only_what_is_broken() {
    let broken = "<rss version='2.0'><channel><title>T</title>\n\
                  <item><title>One & \u{1}more<link>https://example.com/1</link>\n\
                  <item><title>Two</title><description>x &nbsp; y < z</description></wrong></item>\n\
                  <item><title>Three";
    let archive = open("feed.xml", broken.as_bytes());
    let titles: Vec<_> = archive
        .entries()
        .iter()
        .map(|entry| entry.meta.title.as_str())
        .collect();
    assert_eq!(titles, ["Three", "Two", "One & more"]);
    let found = archive.read(&archive.entries()[2]).unwrap().diagnostics;
    let found: Vec<_> = found.iter().map(ToString::to_string).collect();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found[0].starts_with("feed.xml:2:1: warning: the entry has no end tag"),
        "{found:?}"
    );
    assert!(
        found[1].starts_with("feed.xml:2:20: warning: the entry holds U+0001"),
        "{found:?}"
    );
    assert_eq!(text(&posts(&archive)[1]), "x \u{a0} y < z");
}

#[test]
fn feeds_are_read_in_their_own_encoding_whatever_they_declare() {
    let feed = RSS.replace(
        "<?xml version=\"1.0\"?>",
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
    );
    let feed = feed.replace(
        "Only",
        "昨天上午，市领导到城市副中心调查研究，并主持召开会议，强调要",
    );
    let encoded = [
        encoding_rs::GBK.encode(&feed).0.into_owned(),
        feed.encode_utf16()
            .fold(vec![0xff, 0xfe], |mut bytes, unit| {
                bytes.extend(unit.to_le_bytes());
                bytes
            }),
        feed.replace("utf-8", "iso-8859-1").into_bytes(),
    ];
    for bytes in encoded {
        let archive = open("feed.xml", &bytes);
        let text = text(&posts(&archive)[0]);
        assert!(text.starts_with("昨天上午，市领导"), "{text}");
    }
}

#[test]
fn of_entries_that_are_there_twice_the_newest_is_kept() {
    let item = |id: &str, title: &str, updated: &str| {
        format!("<entry><id>{id}</id><title>{title}</title><updated>{updated}</updated></entry>")
    };
    let feed = format!(
        "<feed>{}{}{}</feed>",
        item("a", "old", "2024-01-01T00:00:00Z"),
        item("a", "new", "2024-02-01T00:00:00Z"),
        item("b", "other", "2024-01-15T00:00:00Z"),
    );
    let archive = open("feed.xml", feed.as_bytes());
    let titles: Vec<_> = archive
        .entries()
        .iter()
        .map(|entry| entry.meta.title.as_str())
        .collect();
    assert_eq!(titles, ["other", "new"]);
    assert_eq!(archive.diagnostics()[0].code, "feed.same-entry");
}

#[test]
fn a_json_feed_that_is_none_says_where() {
    let none = br#"{"version": "https://jsonfeed.org/version/1.1",
 "items": [{"id": "1""#;
    let cut = br#"{"version": "https://jsonfeed.org/version/1.1", "title": "Cut",
 "items": [{"id": "1", "title": "first"}, {"id": "2", "authors": [{"name": "B"}], "ti"#;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("none.json"), none).unwrap();
    std::fs::write(folder.path().join("cut.json"), cut).unwrap();
    std::fs::write(folder.path().join("whole.xml"), RSS).unwrap();
    let archive = crate::open(folder.path(), &Options::default()).unwrap();
    let titles = archive
        .entries()
        .iter()
        .map(|entry| entry.meta.title.as_str());
    assert_eq!(titles.filter(|title| *title == "first").count(), 1);
    assert_eq!(archive.entries().len(), 3);
    let [cut, none] = [0, 1].map(|number| archive.diagnostics()[number].to_string());
    let is_told = cut.starts_with("cut.json:2:85: warning: the feed is not valid JSON")
        && cut.contains("only what stands before that was read, 1 item ");
    assert!(is_told, "{cut}");
    assert!(
        none.starts_with("none.json:2:21: error: the feed is not valid JSON"),
        "{none}"
    );
}

#[test]
fn line_breaks_in_texts_of_a_json_feed_are_read_and_told() {
    let feed = "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"A\tB\",
 \"items\": [
  {\"id\": \"1\", \"content_html\": \"<pre>a\nb</pre>\"},
  {\"id\": \"2\", \"content_html\": \"<p>c</p>\"}]}";
    let archive = open("feed.json", feed.as_bytes());
    let mut posts = archive.entries().iter().map(|entry| {
        let parsed = archive.read(entry).unwrap();
        format!("{:?}", parsed.post.blocks)
    });
    assert!(posts.any(|blocks| blocks.contains("a\\nb")));
    assert_eq!(archive.site().title, "A B");
    let told: Vec<String> = archive
        .diagnostics()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(told.len(), 1);
    assert!(
        told[0].contains("feed.json:1:59: warning: texts of the feed have line breaks"),
        "{told:?}"
    );
}

#[test]
fn nothing_that_is_found_in_feeds_panics() {
    for (path, seed) in [
        ("feed.xml", RSS),
        ("feed.json", JSON),
        ("ghost.json", GHOST),
    ] {
        let seed = seed.as_bytes();
        for length in (0..seed.len()).step_by(7) {
            let mut cut = seed[..length].to_vec();
            cut.extend(&seed[(length * 13) % seed.len()..]);
            for bytes in [cut, seed[..length].to_vec()] {
                if let Ok(archive) = from_bytes(path, bytes, &Options::default()) {
                    posts(&archive);
                }
            }
        }
    }
}

const JSON: &str = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "新闻",
 "items": [{"id": "一", "content_html": "<p>第一\n篇</p>", "authors": [{"name": "某"}]},
 {"id": "二", "content_text": "第二篇", "tags": ["财经", "国际"]}]}"#;

const GHOST: &str = r#"{"db": [{"meta": {"exported_on": 1, "version": "5.0"}, "data": {"posts": [
 {"id": 1, "title": "第一篇", "slug": "a", "html": "<p>某</p>", "status": "published"},
 {"id": 2, "title": "第二篇", "slug": "b", "html": "<p>某</p>", "status": "draft"}],
 "tags": [{"id": 3, "name": "财经"}], "posts_tags": [{"post_id": 1, "tag_id": 3}]}}]}"#;

/// A feed of RSS that declares an encoding.
fn declaring(encoding: &str, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\"{encoding}?>\n<rss version=\"2.0\"><channel><title>新闻</title>\n\
         <item><title>第一篇</title><guid>1</guid><description>{body}</description></item></channel></rss>"
    )
}

#[test]
fn chinese_feeds_are_read_whether_they_tell_their_encoding_or_not() {
    let body = "昨天上午，市领导到城市副中心调查研究，并主持召开会议。";
    let gbk = |encoding: &str| {
        encoding_rs::GBK
            .encode(&declaring(encoding, body))
            .0
            .into_owned()
    };
    let utf16 = |to_bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let text = declaring(" encoding=\"utf-16\"", body);
        text.encode_utf16().flat_map(to_bytes).collect()
    };
    let cases = [
        ("gb18030", gbk(" encoding=\"gb2312\"")),
        ("gb18030", gbk("")),
        ("UTF-16LE", utf16(u16::to_le_bytes)),
        ("UTF-16BE", utf16(u16::to_be_bytes)),
    ];
    for (encoding, bytes) in cases {
        let archive = open("feed.xml", &bytes);
        assert_eq!(archive.site().title, "新闻", "{encoding}");
        assert_eq!(text(&posts(&archive)[0]), body, "{encoding}");
        let note = archive.diagnostics()[0].to_string();
        assert!(
            note.contains(&format!("it was read as {encoding}")),
            "{note}"
        );
    }
}

#[test]
fn entities_that_are_not_declared_are_html_s_or_stay() {
    let feed = declaring("", "a&nbsp;b &eacute; &amp;eacute; &bogus; &amp;amp; &")
        .replace("第一篇", "T&nbsp;&copy; &no;");
    let post = &posts(&open("feed.xml", feed.as_bytes()))[0];
    assert_eq!(post.meta.title, "T\u{a0}\u{a9} &no;");
    assert_eq!(text(post), "a\u{a0}b \u{e9} \u{e9} &bogus; & &");
}

#[test]
fn entities_of_other_files_and_long_ones_are_told() {
    let mut declared =
        "<!DOCTYPE rss [<!ENTITY a \"aaaaaaaaaa\">\n<!ENTITY x SYSTEM \"file:///etc/passwd\">"
            .to_owned();
    for (name, inner) in [('b', 'a'), ('c', 'b'), ('d', 'c')] {
        declared += &format!("<!ENTITY {name} \"{}\">", format!("&{inner};").repeat(1000));
    }
    let feed = declaring("", "[&d;] [&x;] &a;").replace("?>\n", &format!("?>{declared}]>\n"));
    let archive = open("feed.xml", feed.as_bytes());
    assert_eq!(text(&posts(&archive)[0]), "[&d;] [&x;] aaaaaaaaaa");
    let told = archive.diagnostics()[0].to_string();
    assert!(
        told.starts_with("feed.xml:1:1: warning: the feed declares the entity x and 2 more"),
        "{told}"
    );
}

#[test]
fn a_mark_and_white_space_may_stand_before_a_feed() {
    let feed = declaring(" encoding=\"utf-8\"", "x");
    for before in ["\u{feff}", "\n \n", "\u{feff}\r\n", "\u{feff}\u{feff}\n"] {
        let archive = open("feed.xml", format!("{before}{feed}").as_bytes());
        assert_eq!(posts(&archive)[0].meta.title, "第一篇", "{before:?}");
        assert_eq!(archive.diagnostics(), [], "{before:?}");
    }
}

#[test]
fn a_message_before_a_feed_is_passed_and_told() {
    let feed = declaring("", "x");
    let feed = format!("<br />\n<b>Warning</b>: x in <b>/a.php</b><br />\n{feed}");
    let archive = open("feed.xml", feed.as_bytes());
    assert_eq!(
        (archive.site().title.as_str(), archive.entries().len()),
        ("新闻", 1)
    );
    let told = archive.diagnostics()[0].to_string();
    assert!(
        told.starts_with("feed.xml:4:1: warning: something stands before the feed"),
        "{told}"
    );
}

#[test]
fn a_feed_that_is_cut_off_is_told_wherever_that_is() {
    let feed = declaring("", "<![CDATA[<p>one</p>]]>");
    let whole = posts(&open("feed.xml", feed.as_bytes())).len();
    let first_item = feed.find("<title>第").unwrap();
    for (at, _) in feed.char_indices().filter(|(at, _)| *at > first_item) {
        let archive = open("feed.xml", &feed.as_bytes()[..at]);
        assert_eq!(archive.entries().len(), whole, "cut at {at}");
        let mut told = archive.diagnostics().to_vec();
        told.extend(archive.read(&archive.entries()[0]).unwrap().diagnostics);
        let cut = |found: &bindery_model::Diagnostic| {
            matches!(&*found.code, "feed.cut" | "feed.unclosed")
        };
        let cuts: Vec<_> = told.iter().filter(|found| cut(found)).collect();
        assert_eq!(cuts.len(), 1, "cut at {at}: {told:?}");
        let place = cuts[0].location.as_ref().unwrap();
        assert_eq!((place.file.as_str(), place.line), ("feed.xml", 3));
    }
}

#[test]
fn a_feed_without_entries_says_so() {
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title></feed>";
    let rss = "<rss version='2.0'><channel><title>x</title></channel></rss>";
    let json = "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[]}";
    for feed in [atom, rss, json] {
        let error = from_bytes("feed.xml", feed.as_bytes().to_vec(), &Options::default());
        let message = error.err().unwrap().to_string();
        assert_eq!(
            message,
            "feed.xml: no post is in it; the feed has no entries"
        );
    }
}

#[test]
fn parts_of_json_feed_that_have_another_type_are_told() {
    let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": 7, "items": [
        {"id": [1], "title": {"a": 1}, "content_html": 5, "tags": "x", "authors": "Jo", "attachments": [3]},
 "text", null,
        {"id": true, "content_text": "ok", "tags": ["y", 2, {}]}]}"#;
    let archive = open("feed.json", json.as_bytes());
    assert_eq!(archive.site().title, "7");
    let told: Vec<_> = archive
        .diagnostics()
        .iter()
        .map(ToString::to_string)
        .collect();
    let left_out = "warning: an item that is no object was left out [feed.json-type]";
    assert_eq!(
        told,
        [
            format!("feed.json:3:2: {left_out}"),
            format!("feed.json:3:10: {left_out}")
        ]
    );
    let first = archive
        .entries()
        .iter()
        .find(|entry| *entry.meta.tags == ["x"])
        .unwrap();
    let parsed = archive.read(first).unwrap();
    assert_eq!(
        (
            text(&parsed.post).as_str(),
            parsed.post.meta.authors[0].name.as_str()
        ),
        ("5", "Jo")
    );
    let told: Vec<_> = parsed
        .diagnostics
        .iter()
        .map(|found| found.message.as_str())
        .collect();
    assert_eq!(
        told,
        [
            "`id` is a list, where JSON Feed has text; it was left out",
            "`title` is an object, where JSON Feed has text; it was left out",
            "`authors` is text, where JSON Feed has a list; it was read as a list of one",
            "`tags` is text, where JSON Feed has a list; it was read as a list of one",
        ]
    );
    let second = archive
        .entries()
        .iter()
        .find(|entry| *entry.meta.tags == ["y", "2"]);
    assert!(second.is_some());
    let json = "{\"version\": \"https://jsonfeed.org/version/1.1\",\n \"items\": {}}";
    let error = from_bytes("feed.json", json.as_bytes().to_vec(), &Options::default());
    let message = error.err().unwrap().to_string();
    assert!(
        message.contains("feed.json:2:11: error: the feed is not valid JSON: `items` is no list"),
        "{message}"
    );
}

#[test]
fn bodies_of_xhtml_and_base64_are_texts() {
    let items = [
        "<body xmlns='http://www.w3.org/1999/xhtml'><p>Leeks &amp; beans</p></body>",
        "<fullitem>&lt;p>Leeks &amp;amp; beans&lt;/p></fullitem>",
    ];
    for item in items {
        let rss = format!(
            "<rss version='2.0'><channel><title>Soil</title><item><title>One</title>\
             <description>Short</description>{item}</item></channel></rss>"
        );
        assert_eq!(
            text(&posts(&open("a.xml", rss.as_bytes()))[0]),
            "Leeks & beans"
        );
    }
    // `<p>Leeks & beans</p>`, broken over two lines and without padding; then bytes that are no text.
    for (attributes, content, expected) in [
        (
            "type='text/html' mode='base64'",
            "PHA+TGVla3MgJiBi\nZWFuczwvcD4",
            "Leeks & beans",
        ),
        (
            "type='application/octet-stream'",
            "PHA+TGVla3MgJiBiZWFuczwvcD4=",
            "Leeks & beans",
        ),
        ("type='image/gif'", "//79", "//79"),
    ] {
        let atom = format!(
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>Soil</title><entry><title>One</title>\
             <content {attributes}>{content}</content></entry></feed>"
        );
        assert_eq!(text(&posts(&open("a.xml", atom.as_bytes()))[0]), expected);
    }
}

/// Entries of a feed of Blogger.
fn blogger(entries: &str) -> Archive {
    let feed = format!(
        r#"<feed xmlns="http://www.w3.org/2005/Atom" xmlns:app="http://purl.org/atom/app#"
xmlns:b="http://schemas.google.com/blogger/2018"><id>tag:blogger.com,1999:blog-5.archive</id>
<title>Ferns</title>{entries}</feed>"#
    );
    open("blog.xml", feed.as_bytes())
}

#[test]
fn exports_of_blogger_are_their_posts() {
    let entry = |id: usize, kind: &str, more: &str| {
        format!(
            r#"<entry><id>tag:blogger.com,1999:blog-5.{id}</id><title>{kind} {id}</title>{more}
<published>2012-03-0{id}T08:00:00.000-08:00</published><content type="html">Text</content>
<category scheme="http://schemas.google.com/g/2005#kind"
 term="http://schemas.google.com/blogger/2008/kind#{kind}"/></entry>"#
        )
    };
    let draft = "<app:control><app:draft>yes</app:draft></app:control>";
    let kinds = [
        entry(1, "settings", ""),
        entry(2, "template", ""),
        entry(3, "post", ""),
        entry(4, "post", draft),
        entry(5, "page", ""),
        entry(6, "comment", ""),
    ];
    let archive = blogger(&kinds.concat());
    let titles = |archive: &Archive| -> Vec<String> {
        let entries = archive.entries().iter();
        entries.map(|entry| entry.meta.title.to_string()).collect()
    };
    assert_eq!(titles(&archive), ["post 3"]);
    let told: Vec<_> = archive
        .diagnostics()
        .iter()
        .map(|it| it.to_string())
        .collect();
    assert_eq!(
        told,
        ["note: left out of the export: 1 comment, 2 settings and templates [blogger.left-out]"]
    );
    // A feed of comments alone is what was asked for.
    assert_eq!(titles(&blogger(&kinds[5])), ["comment 6"]);
    // As it is exported since 2024.
    let entry = |id: usize, kind: &str, status: &str| {
        format!(
            "<entry><id>tag:blogger.com,1999:blog-5.{id}</id><b:type>{kind}</b:type>\
             <b:status>{status}</b:status><title>{kind} {id}</title><link/><enclosure/>\
             <content type='html'>Text</content><published>2012-03-0{id}T08:00:00Z</published>\
             <b:filename>/2012/03/{id}.html</b:filename></entry>"
        )
    };
    let kinds = [
        entry(1, "POST", "LIVE"),
        entry(2, "POST", "DRAFT"),
        entry(3, "POST", "SOFT_TRASHED"),
        entry(4, "COMMENT", "LIVE"),
        entry(5, "PAGE", "LIVE"),
    ];
    assert_eq!(titles(&blogger(&kinds.concat())), ["POST 1"]);
}

#[test]
fn what_a_feed_is_filed_under_is_what_the_site_is_about() {
    let rss = r#"<rss xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>T</title>
        <link>https://a.example/</link><category domain="https://d.example/">News</category><category>R&amp;amp;D</category>
        <category>News</category><rating>(PICS-1.1 "https://x.example" l r (n 0))</rating>
        <itunes:category text="Society &amp; Culture"><itunes:category text="Travel"/></itunes:category>
        <item><title>One</title><description>x</description></item></channel></rss>"#;
    let site = open("a.xml", rss.as_bytes()).site().clone();
    let names = ["News", "R&D", "Society & Culture", "Travel"];
    assert_eq!(site.categories, names);
    assert_eq!(
        site.configuration["terms"][0]["scheme"],
        "https://d.example/"
    );
    assert_eq!(
        site.configuration["rating"],
        "(PICS-1.1 \"https://x.example\" l r (n 0))"
    );
    let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><id>urn:a:1</id>
        <category term="a" scheme="https://d.example/" label="An A"/><category label="b"/>
        <entry><id>urn:a:2</id><title>One</title><category term="c"/><content>x</content></entry></feed>"#;
    let archive = open("a.atom", atom.as_bytes());
    assert_eq!(archive.site().categories, ["a", "b"]);
    assert_eq!(*archive.entries()[0].meta.categories, ["c"]);
}

#[test]
fn texts_that_were_encoded_twice_are_decoded_twice() {
    let rss = "<rss><channel><title>CafÃ© 中</title><link>https://a.example/</link>\
        <item><title>æ–°é—»</title><dc:creator xmlns:dc='http://purl.org/dc/elements/1.1/'>JosÃ©</dc:creator>\
        <category>thÃ©</category><description>&lt;p&gt;Itâ€™s a cafÃ©.&lt;/p&gt;</description></item>\
        <item><title>Ã© and é</title><description>x</description></item></channel></rss>";
    let archive = open("a.xml", rss.as_bytes());
    assert_eq!(archive.site().title, "CafÃ© 中");
    let [kept, mended] = &posts(&archive)[..] else {
        panic!("two posts")
    };
    let meta = &mended.meta;
    assert_eq!(
        (&*meta.title, text(mended).as_str()),
        ("新闻", "It’s a café.")
    );
    assert_eq!(
        (&*meta.authors[0].name, &*meta.categories[0]),
        ("José", "thé")
    );
    assert_eq!(kept.meta.title, "Ã© and é");
    let told = archive.read(&archive.entries()[1]).unwrap().diagnostics;
    assert_eq!(told[0].code, "feed.encoded-twice");
}

#[test]
fn a_language_that_is_none_is_told_and_the_others_have_one_form() {
    let rss = "<rss xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>T</title><link>https://a.example/</link>\
        <language>utf-8</language><item><title>a</title><dc:language>zh_cn</dc:language></item>\
        <item><title>b</title><dc:language>iso-8859-1</dc:language></item><item><title>c</title></item></channel></rss>";
    let archive = open("a.xml", rss.as_bytes());
    let languages = archive
        .entries()
        .iter()
        .map(|entry| entry.meta.language.as_deref());
    assert_eq!(languages.collect::<Vec<_>>(), [None, None, Some("zh-CN")]);
    assert_eq!(archive.site().language, None);
    assert_eq!(archive.diagnostics()[0].code, "config.language");
    let told = |at: usize| archive.read(&archive.entries()[at]).unwrap().diagnostics;
    assert!(told(0).is_empty() && told(2).is_empty());
    assert_eq!(told(1)[0].code, "front-matter.language");
}
