//! All the feeds of a site: in a folder, in one run.
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use bindery_tests::feed_rules;

use super::{read, run, run_well, site};

const CONFIG: &str = "title: Site\nurl: https://example.com\nlang: en\nauthor: Jo\n";

/// A post with a date, a category and tags.
fn post(title: &str, more: &str) -> String {
    format!("---\ntitle: {title}\n{more}---\n\nText of {title}, with [a link](other.html).\n")
}

fn numbered(count: usize) -> tempfile::TempDir {
    let posts: Vec<(String, String)> = (1..=count)
        .map(|day| {
            let name = format!("_posts/2024-01-{day:02}-p{day}.md");
            (name, post(&format!("P{day}"), ""))
        })
        .collect();
    let mut files = vec![("_config.yml", CONFIG)];
    files.extend(
        posts
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str())),
    );
    site(&files)
}

/// The files of a folder by their paths.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap();
                found.insert(
                    name.to_string_lossy().into_owned(),
                    fs::read(&path).unwrap(),
                );
            }
        }
    }
    found
}

/// Writes the feeds of a site into a folder of their own.
pub(super) fn written(site: &Path, flags: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let out = tempfile::tempdir().expect("a temporary folder can be made");
    let path = format!("{}/", out.path().display());
    run_well(site, &[&["--quiet", "-o", &path], flags].concat());
    files(out.path())
}

/// Every file is a feed without a fault that reads back, or a list of them.
pub(super) fn see_that_all_are_clean(files: &BTreeMap<String, Vec<u8>>) {
    for (name, bytes) in files {
        if name.ends_with(".xml") || name.ends_with(".rss") {
            let text = String::from_utf8(bytes.clone()).unwrap();
            assert_eq!(feed_rules::faults(&text), Vec::<String>::new(), "{name}");
        }
        let is_feed = [".xml", ".rss", ".json"]
            .iter()
            .any(|ending| name.ends_with(ending));
        if is_feed {
            read(bytes);
        }
    }
}

fn ids(feed: &[u8]) -> Vec<String> {
    read(feed)
        .entries
        .into_iter()
        .map(|entry| entry.id)
        .collect()
}

#[test]
fn names_of_every_kind_have_feeds_and_a_list() {
    let site = site(&[
        ("_config.yml", CONFIG),
        (
            "_posts/2024-05-01-a.md",
            &post("A", "tags: [财经, C]\ncategory: News\n"),
        ),
        (
            "_posts/2024-05-02-b.md",
            &post("B", "tags: [C++, c]\nauthor: 王芳\nlang: zh-CN\n"),
        ),
        (
            "_posts/2024-05-03-c.md",
            &post("C", "tags: ['C#', '../../up']\ncategory: news\n"),
        ),
    ]);
    let flags = [
        "--format",
        "rss,atom,json",
        "--per",
        "tag,category,author,language",
    ];
    let found = written(site.path(), &flags);
    see_that_all_are_clean(&found);
    let by_tag: Vec<&String> = found
        .keys()
        .filter(|name| name.starts_with("feed/by_tag/"))
        .collect();
    assert_eq!(by_tag.len(), 6 * 3, "{by_tag:?}");
    let mut lower: Vec<String> = found.keys().map(|name| name.to_lowercase()).collect();
    lower.dedup();
    assert_eq!(lower.len(), found.len());
    assert!(
        found
            .keys()
            .all(|name| name.is_ascii() && !name.contains(".."))
    );
    assert_eq!(
        ids(&found["feed/by_tag/xn--4n0a760a.xml"]),
        ["https://example.com/news/2024/05/01/a"]
    );
    let authors = found
        .keys()
        .filter(|name| name.starts_with("feed/by_author/"))
        .count();
    let languages = found
        .keys()
        .filter(|name| name.starts_with("feed/by_language/"))
        .count();
    assert_eq!((authors, languages), (2 * 3, 2 * 3));
    let page = String::from_utf8(found["feeds.html"].clone()).unwrap();
    let opml = String::from_utf8(found["feeds.opml"].clone()).unwrap();
    for name in found.keys().filter(|name| name.ends_with(".xml")) {
        let address = format!("https://example.com/{name}");
        assert!(page.contains(&address) && opml.contains(&address), "{name}");
    }
    assert!(page.contains("财经") && page.contains("王芳"));
}

#[test]
fn a_new_post_changes_the_last_archive_page_only() {
    let flags = ["--format", "atom,rss", "--archive", "4", "--limit", "3"];
    let seven = written(numbered(7).path(), &flags);
    let eight = written(numbered(8).path(), &flags);
    let nine = written(numbered(9).path(), &flags);
    see_that_all_are_clean(&nine);
    let changed = |old: &BTreeMap<String, Vec<u8>>, new: &BTreeMap<String, Vec<u8>>| {
        let pages = old
            .iter()
            .filter(|(name, _)| name.starts_with("feed/archive/"));
        let changed = pages.filter(|(name, bytes)| new[*name] != **bytes);
        changed.map(|(name, _)| name.clone()).collect::<Vec<_>>()
    };
    let last = ["feed/archive/2.rss", "feed/archive/2.xml"];
    assert_eq!(changed(&seven, &eight), last);
    assert_eq!(changed(&eight, &nine), last);
    // Following the links from the feed gives every post once.
    let mut seen = Vec::new();
    let mut next = Some("feed.xml".to_owned());
    while let Some(name) = next {
        let feed = read(&nine[&name]);
        seen.extend(feed.entries.iter().map(|entry| entry.id.clone()));
        let older = feed
            .links
            .iter()
            .find(|link| link.rel.as_deref() == Some("prev-archive"));
        next = older.map(|link| link.href.replace("https://example.com/", ""));
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 9);
    let first = String::from_utf8(nine["feed/archive/1.xml"].clone()).unwrap();
    for part in ["<fh:archive/>", "rel=\"current\"", "rel=\"next-archive\""] {
        assert!(first.contains(part), "{part}");
    }
    assert!(!first.contains("prev-archive"));
}

#[test]
fn a_complete_feed_says_so() {
    let site = numbered(12);
    for format in ["rss", "atom"] {
        let found = written(site.path(), &["--complete", "--format", format]);
        let feed = String::from_utf8(found["feed.xml"].clone()).unwrap();
        assert_eq!(feed_rules::faults(&feed), Vec::<String>::new());
        assert!(feed.contains("<fh:complete/>"));
        assert_eq!(ids(feed.as_bytes()).len(), 12);
    }
}

#[test]
fn files_that_are_already_so_keep_their_times() {
    let site = numbered(5);
    let out = tempfile::tempdir().unwrap();
    let path = format!("{}/", out.path().display());
    let flags = [
        "-q",
        "-o",
        &path,
        "--format",
        "rss,atom,json",
        "--archive",
        "2",
        "--gzip",
        "--style",
    ];
    run_well(site.path(), &flags);
    let before = files(out.path());
    assert!(before.contains_key("feed.xml.gz") && before.contains_key("feed.css"));
    for name in before.keys() {
        let file = fs::File::options()
            .write(true)
            .open(out.path().join(name))
            .unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
    }
    run_well(site.path(), &flags);
    for name in before.keys() {
        let modified = fs::metadata(out.path().join(name))
            .unwrap()
            .modified()
            .unwrap();
        assert_eq!(modified, SystemTime::UNIX_EPOCH, "{name}");
    }
    fs::write(
        site.path().join("_posts/2024-02-01-new.md"),
        post("New", ""),
    )
    .unwrap();
    run_well(site.path(), &flags);
    let time = |name: &str| {
        fs::metadata(out.path().join(name))
            .unwrap()
            .modified()
            .unwrap()
    };
    assert_ne!(time("feed.xml"), SystemTime::UNIX_EPOCH);
    assert_eq!(time("feed/archive/1.xml"), SystemTime::UNIX_EPOCH);
}

#[test]
fn ids_stay_when_permalinks_change() {
    let files = |permalink: &str| {
        site(&[
            ("_config.yml", &format!("{CONFIG}permalink: {permalink}\n")),
            (
                "_posts/2024-05-01-a.md",
                &post("A", "id: tag:example.com,2024:a\n"),
            ),
            (
                "_posts/2024-05-02-b.md",
                &post("B", "redirect_from: /old/b.html\n"),
            ),
        ])
    };
    let of =
        |permalink: &str, flags: &[&str]| ids(&written(files(permalink).path(), flags)["feed.xml"]);
    let before = of("/:year/:title.html", &[]);
    assert_eq!(
        before,
        ["https://example.com/old/b", "tag:example.com,2024:a"]
    );
    assert_eq!(of("/new/:title/", &[]), before);
    let tags = of("/:year/:title.html", &["--ids", "tag"]);
    assert_eq!(tags[0], "tag:example.com,2024-05-02:b");
    assert_eq!(of("/new/:title/", &["--ids", "tag"]), tags);
    assert_eq!(
        of("/new/:title/", &["--ids", "address"])[0],
        "https://example.com/new/b"
    );
}

#[test]
fn recordings_are_enclosures_with_their_lengths() {
    let config = format!(
        "{CONFIG}podcast: {{category: Technology, email: jo@example.com, image: /cover.png}}\n"
    );
    let site = site(&[
        ("_config.yml", &config),
        ("talk.mp3", "0123456789"),
        (
            "_posts/2024-05-01-a.md",
            &post("A", "audio: /talk.mp3\nduration: '1:02'\nepisode: 3\n"),
        ),
        (
            "_posts/2024-05-02-b.md",
            &post(
                "B",
                "enclosure: {url: 'https://cdn.example.com/b.m4a', length: 77}\n",
            ),
        ),
        (
            "_posts/2024-05-03-c.md",
            &post("C", "audio: https://cdn.example.com/c.ogg\n"),
        ),
    ]);
    let found = written(site.path(), &["--format", "rss,atom,json"]);
    see_that_all_are_clean(&found);
    let rss = String::from_utf8(found["feed.rss"].clone()).unwrap();
    for part in [
        "<enclosure url=\"https://example.com/talk.mp3\" length=\"10\" type=\"audio/mpeg\"/>",
        "<enclosure url=\"https://cdn.example.com/b.m4a\" length=\"77\" type=\"audio/mp4\"/>",
        "<media:content url=\"https://cdn.example.com/c.ogg\" type=\"audio/ogg\"/>",
        "<itunes:duration>1:02</itunes:duration><itunes:episode>3</itunes:episode>",
        "<itunes:email>jo@example.com</itunes:email>",
    ] {
        assert!(rss.contains(part), "{part}\n{rss}");
    }
    let json: serde_json::Value = serde_json::from_slice(&found["feed.json"]).unwrap();
    let attachment = &json["items"][2]["attachments"][0];
    assert_eq!(
        (
            &attachment["size_in_bytes"],
            &attachment["duration_in_seconds"]
        ),
        (&10.into(), &62.into())
    );
    let message = run_well(site.path(), &["-o", "/dev/null"]);
    assert!(message.contains("feed.enclosure-length"), "{message}");
}

#[test]
fn filters_and_collections_choose_the_posts() {
    let site = site(&[
        (
            "_config.yml",
            &format!("{CONFIG}feed: {{collections: {{talks: {{path: talks.xml}}}}}}\n"),
        ),
        ("_posts/2024-05-01-a.md", &post("A", "author: Ann\n")),
        ("_posts/en/2024-05-02-b.md", &post("B", "lang: en-GB\n")),
        ("_posts/2024-05-03-c.md", &post("C", "lang: zh\n")),
        ("_talks/t.md", &post("T", "date: 2024-01-01\n")),
    ]);
    let titles = |flags: &[&str]| {
        let feed = read(&written(site.path(), flags)["feed.xml"]);
        let titles = feed
            .entries
            .into_iter()
            .map(|entry| entry.title.unwrap().content);
        titles.collect::<Vec<_>>()
    };
    assert_eq!(titles(&["--by", "Ann"]), ["A"]);
    assert_eq!(titles(&["--in-language", "en"]), ["B", "A"]);
    assert_eq!(titles(&["--path", "_posts/en"]), ["B"]);
    assert_eq!(titles(&["--since", "2024-05-03"]), ["C"]);
    assert_eq!(
        ids(&written(site.path(), &[])["talks.xml"]),
        ["https://example.com/talks/t"]
    );
}

#[test]
fn every_address_in_content_is_absolute() {
    let post = "---\ntitle: A\n---\n<p><a href='b.html?x=1#y'>b</a> <img src='/i.png' srcset='i2.png 2x, ../i,3.png 3x'></p>\n\
        <video src='v.mp4' poster='p.png' onplay='x'>No film</video>\n\n\
        <audio><source src='a.ogg'><source src='/a.mp3'></audio>\n\n\
        <object data='o.swf'></object>\n\n<blockquote cite='//other.example/q'><p>Q</p></blockquote>\n";
    let site = site(&[("_config.yml", CONFIG), ("_posts/2024-05-01-a.html", post)]);
    let found = written(site.path(), &["--format", "atom,rss,json"]);
    see_that_all_are_clean(&found);
    let json: serde_json::Value = serde_json::from_slice(&found["feed.json"]).unwrap();
    let content = json["items"][0]["content_html"].as_str().unwrap();
    let (site, folder) = ("https://example.com", "https://example.com/2024/05/01");
    for part in [
        format!("href=\"{folder}/b.html?x=1#y\""),
        format!("src=\"{site}/i.png\""),
        format!("srcset=\"{folder}/i2.png 2x, {site}/2024/05/i%2C3.png 3x\""),
        format!("<video controls=\"\" src=\"{folder}/v.mp4\" poster=\"{folder}/p.png\">"),
        format!("<a href=\"{folder}/v.mp4\">v.mp4</a></video>"),
        format!("<source src=\"{folder}/a.ogg\"><source src=\"{site}/a.mp3\">"),
        format!("<a href=\"{folder}/o.swf\">"),
        "<blockquote cite=\"https://other.example/q\">".to_owned(),
    ] {
        assert!(content.contains(&part), "{part}\n{content}");
    }
}

#[test]
fn podcasts_say_what_players_ask_for() {
    let config = format!(
        "{CONFIG}podcast: {{category: TV & Film, subcategory: After Shows, email: jo@example.com, owner: {{name: Jo D.}}, \
         type: serial, guid: 917393e3-1b1e-5cef-ace4-edaa54e1f810, explicit: true}}\n"
    );
    let full = "audio: {url: /talk.mp3, duration: 62}\nseason: 2\nepisode: 3\nepisode_type: bonus\nexplicit: false\n\
                transcript: https://example.com/t.vtt\nchapters: https://example.com/c 1.json\npeople: [Ann, 'Bo <b>']\n";
    let strange = "audio: /talk.mp3\nepisode: -1\nseason: many\nepisode_type: odd\ntranscript: 'javascript:x'\npeople: {a: b}\n";
    let site = site(&[
        ("_config.yml", &config),
        ("talk.mp3", "0123456789"),
        ("_posts/2024-05-01-full.md", &post("Full", full)),
        ("_posts/2024-05-02-strange.md", &post("Strange", strange)),
    ]);
    let found = written(site.path(), &["--format", "rss,atom,json"]);
    let rss = String::from_utf8(found["feed.rss"].clone()).unwrap();
    let podcast = "xmlns:podcast=\"https://podcastindex.org/namespace/1.0\"";
    for part in [
        "<itunes:category text=\"TV &amp; Film\"><itunes:category text=\"After Shows\"/></itunes:category>",
        "<itunes:explicit>true</itunes:explicit><itunes:owner><itunes:name>Jo D.</itunes:name>",
        "<itunes:type>serial</itunes:type>",
        &format!("<podcast:guid {podcast}>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>"),
        "<itunes:duration>62</itunes:duration><itunes:episode>3</itunes:episode><itunes:season>2</itunes:season>",
        "<itunes:episodeType>bonus</itunes:episodeType><itunes:explicit>false</itunes:explicit>",
        &format!(
            "<podcast:transcript {podcast} url=\"https://example.com/t.vtt\" type=\"text/vtt\"/>"
        ),
        &format!(
            "<podcast:chapters {podcast} url=\"https://example.com/c%201.json\" type=\"application/json+chapters\"/>"
        ),
        &format!("<podcast:person {podcast}>Ann</podcast:person>"),
    ] {
        assert!(rss.contains(part), "{part}\n{rss}");
    }
    assert_eq!(rss.matches("<podcast:person").count(), 2);
    let strange = rss
        .split("<item>")
        .find(|item| item.contains("Strange"))
        .unwrap();
    assert!(strange.contains("<enclosure "), "{strange}");
    for part in [
        "<podcast:",
        "<itunes:episode",
        "<itunes:season",
        "javascript",
    ] {
        assert!(!strange.contains(part), "{part}\n{strange}");
    }
    // Validators do not know this namespace; they find no other fault.
    let faults = feed_rules::faults(&rss);
    assert!(
        faults
            .iter()
            .all(|fault| fault.contains("podcastindex.org")),
        "{faults:?}"
    );
}

/// What is in the post, what is in the feed, and the code of what is said about it.
#[test]
fn bad_input_has_a_defined_result_and_is_told() {
    let result = |file: &str, text: &str| {
        let site = site(&[("_config.yml", CONFIG), (file, text)]);
        let out = tempfile::tempdir().unwrap();
        let path = format!("{}/", out.path().display());
        let message = run_well(
            site.path(),
            &["-v", "--format", "rss,atom,json", "-o", &path],
        );
        let found = files(out.path());
        see_that_all_are_clean(&found);
        let json: serde_json::Value = serde_json::from_slice(&found["feed.json"]).unwrap();
        (json["items"][0].clone(), message)
    };
    let name = "_posts/2024-05-01-a.md";
    for (text, key, expected, code) in [
        (
            "---\ntitle: A\n---\na\u{1}b\u{7}c\n",
            "content_html",
            "<p>abc</p>",
            "text.forbidden",
        ),
        (
            "---\ntitle: A\n---\na ]]> b\n",
            "content_html",
            "<p>a ]]&gt; b</p>",
            "",
        ),
        (
            "---\ntitle: A\n---\n<p>a&#xD800;b</p>\n",
            "content_html",
            "<p>a\u{fffd}b</p>",
            "feed.unreadable-character",
        ),
        (
            "---\ntitle: \"A\\uD800B\"\n---\nx\n",
            "title",
            "A\\uD800B",
            "front-matter.quotes",
        ),
        (
            "---\ntitle: A\ndate: 2024-13-45\n---\nx\n",
            "date_published",
            "2024-05-01T00:00:00+00:00",
            "front-matter.date",
        ),
        (
            "---\n---\nFirst words. More.\n",
            "title",
            "A",
            "feed.no-title",
        ),
        (
            "---\ntitle: ''\n---\nFirst words. More.\n",
            "title",
            "First words",
            "feed.no-title",
        ),
        (
            "---\ntitle: A\ndate: 1969-12-31\n---\nx\n",
            "title",
            "A",
            "feed.implausible-date",
        ),
        (
            "---\ntitle: A\n---\n<a href='../../../../../x.html'>up</a>\n",
            "content_html",
            "<p><a href=\"https://example.com/x.html\">up</a></p>",
            "link.above-root",
        ),
        (
            "---\ntitle: A\n---\n<a href='javascript:alert(1)' onclick='x'>no</a><script>y</script>\n",
            "content_html",
            "<p>no</p>",
            "link.forbidden",
        ),
    ] {
        let (item, message) = result(name, text);
        println!("{text:?}: {item}\n{message}");
        assert_eq!(item[key], expected, "{text:?}");
        assert!(message.contains(code), "{text:?}: {message}");
    }
}

#[test]
fn bad_input_has_a_defined_result() {
    let bad = site(&[
        ("_config.yml", CONFIG),
        ("_posts/2024-05-01-a.md", &post("A", "id: urn:isbn:1\n")),
        (
            "_posts/2024-05-02-b.md",
            &post("B", "id: urn:isbn:1\ndate: 2024-13-45\n"),
        ),
        (
            "_posts/2024-05-03-c.md",
            "---\n---\n[up](../../../../../x.html) ]]> &#xD800; \u{7}\n",
        ),
    ]);
    let out = tempfile::tempdir().unwrap();
    let feed = out.path().join("feed.xml");
    let message = run_well(bad.path(), &["-v", "-o", &feed.to_string_lossy()]);
    for part in ["feed.same-id", "front-matter.date"] {
        assert!(message.contains(part), "{part}: {message}");
    }
    let text = fs::read_to_string(&feed).unwrap();
    assert_eq!(feed_rules::faults(&text), Vec::<String>::new());
    assert!(text.contains("https://example.com/x.html"), "{text}");
    let ids = ids(text.as_bytes());
    assert!(
        ids.contains(&"urn:isbn:1".into())
            && ids.contains(&"urn:isbn:1#_posts/2024-05-02-b.md".into()),
        "{ids:?}"
    );
    for (file, text, hint) in [
        (
            "_config.yml",
            "title: X\n",
            "`url: https://example.com` to _config.yml",
        ),
        (
            "hugo.toml",
            "title = \"X\"\n",
            "`baseURL = \"https://example.com\"` to hugo.toml",
        ),
    ] {
        let post = if file == "_config.yml" {
            "_posts/2024-05-01-a.md"
        } else {
            "content/a.md"
        };
        let without = site(&[(file, text), (post, "---\ntitle: A\n---\nx\n")]);
        let output = run(without.path(), &[]);
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2));
        assert!(message.contains(hint), "{message}");
    }
    for flags in [
        &["--format", "rss,atom"][..],
        &["--per", "tag"],
        &["--archive", "2"],
        &["--style"],
    ] {
        let output = run(bad.path(), flags);
        assert_eq!(output.status.code(), Some(2), "{flags:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("give -o DIR/"));
    }
}

#[test]
fn feeds_name_hubs_and_style_sheets() {
    let site = numbered(2);
    let flags = [
        "--format",
        "rss,atom,json",
        "--hub",
        "https://hub.example.com/",
        "--style",
        "--pretty",
    ];
    let found = written(site.path(), &flags);
    see_that_all_are_clean(&found);
    let text = |name: &str| String::from_utf8(found[name].clone()).unwrap();
    assert!(text("feed.xml").contains("<link href=\"https://hub.example.com/\" rel=\"hub\"/>"));
    assert!(
        text("feed.rss").contains("<atom:link href=\"https://hub.example.com/\" rel=\"hub\"/>")
    );
    assert!(text("feed.json").contains("\"WebSub\""));
    assert!(
        text("feed.xml")
            .contains("<?xml-stylesheet type=\"text/css\" href=\"https://example.com/feed.css\"?>")
    );
    assert!(found.contains_key("feed.css") && found.contains_key("feed.xsl"));
    assert!(
        text("feed.xml").contains("\n  <title type=\"html\">P2</title>"),
        "{}",
        text("feed.xml")
    );
}
