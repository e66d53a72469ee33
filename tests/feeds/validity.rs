//! Every feed of every archive is clean.
use std::fs;
use std::path::Path;

use bindery_tests::{feed_rules, jing, newsgen, python};

use super::{archives, site, write_feed};

#[test]
fn atom_follows_its_schema() {
    let Some(schemas) = bindery_tests::suite("FEED_SCHEMAS", "feed") else {
        return;
    };
    let work = tempfile::tempdir().expect("a temporary folder can be made");
    for archive in archives() {
        let feed = work.path().join("feed.xml");
        fs::write(&feed, write_feed(&archive, "atom")).unwrap();
        if let Err(said) = jing::check(&schemas.join("atom-rfc4287.rnc"), &feed) {
            panic!("{}: {said}", archive.display());
        }
    }
}

#[test]
fn json_feed_follows_its_schema() {
    let feeds: Vec<Vec<u8>> = archives()
        .iter()
        .map(|archive| write_feed(archive, "json"))
        .collect();
    see_that_json_is_valid(feeds.iter().map(Vec::as_slice));
}

/// JSON feeds follow the schema.
pub(super) fn see_that_json_is_valid<'f>(feeds: impl Iterator<Item = &'f [u8]>) {
    let Some(schemas) = bindery_tests::suite("FEED_SCHEMAS", "feed") else {
        return;
    };
    let schema = schemas.join("jsonfeed-schema-v1.1.json");
    let work = tempfile::tempdir().expect("a temporary folder can be made");
    let mut arguments = vec![schema.to_string_lossy().into_owned()];
    for (index, bytes) in feeds.enumerate() {
        let feed = work.path().join(format!("{index}.json"));
        fs::write(&feed, bytes).unwrap();
        arguments.push(feed.to_string_lossy().into_owned());
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let script = "import sys, json, fastjsonschema\n\
                  check = fastjsonschema.compile(json.load(open(sys.argv[1])), formats={}, use_formats=False)\n\
                  for feed in sys.argv[2:]: check(json.load(open(feed)))";
    python::run(&["fastjsonschema==2.21.1"], script, &arguments)
        .expect("the feeds follow the schema");
}

fn see_that_it_is_clean(archive: &Path) {
    for format in ["rss", "atom"] {
        let feed = String::from_utf8(write_feed(archive, format)).expect("a feed is UTF-8");
        let faults = feed_rules::faults(&feed);
        let some: Vec<&String> = faults.iter().take(20).collect();
        assert!(
            faults.is_empty(),
            "{} as {format}: {some:#?}",
            archive.display()
        );
    }
}

#[test]
fn archives_give_feeds_without_a_fault() {
    for archive in archives() {
        see_that_it_is_clean(&archive);
    }
}

#[test]
fn dirty_news_give_feeds_without_a_fault() {
    let flags = ["--posts", "300", "--dirt", "0.3", "--every-defect"];
    let Some(news) = newsgen::archive(&flags) else {
        return;
    };
    see_that_it_is_clean(news.path());
}

/// Everything that validators have a word for, in one site.
pub(super) fn hostile_site() -> tempfile::TempDir {
    let post = "---\ntitle: \"<b>A</b> &amp; B </p> \\u0085 \\uFFFD &lt;i&gt;\"\nauthor: {name: '', email: 'no mail', uri: 'javascript:x'}\n\
        tags: ['', '<x>', 'a & b']\nlang: xx_YY\nimage: 'pictures/a b.png'\n---\n\
        <p>a]]>b &#xD800; \u{fffd}\u{85}\u{7f} \u{378} <a href='../../../../x y?q=é#f'>up</a> <a href='#here'>here</a>\n\
        <a href='javascript:alert(1)'>no</a> <img src='/i.png' srcset='a.png 2x' onerror='x' style='position:fixed'>\n\
        <iframe src='https://films.example.com/1'></iframe><script>alert(1)</script><svg><a href='x'/></svg>\n\
        <my-tag role='x'>custom</my-tag> <b><i>crossed</b></i> <table><p>out</p><td>in</table> <video src='v.mp4' poster='p.png'></video>\n\n\
        Text[^1].\n\n[^1]: A note.\n";
    let huge = "长 & <标题> ".repeat(2000);
    let huge = format!(
        "---\ntitle: '{huge}'\nauthors: ['{huge}', Ann]\ntags: ['{huge}', a/b, ..]\n---\nx\n"
    );
    let other = "---\ntitle: \"\u{0627}\u{0644}\u{0633}\u{0644}\u{0627}\u{0645} \u{202e}abc\"\nlang: ar\nauthor: \u{05d3}\u{05df}\nid: 'two words <x> &'\nlast_modified_at: 2038-01-19\n\
        contributors: [Ed, {name: '<i>', url: 'javascript:x', email: nobody}]\nrights: '© </b> & co'\ncomments: 'https://é.example/ä b#c'\n\
        external_url: 'javascript:x'\naudio: {url: 'http://a.example/ü b.mp3', length: -1}\nenclosures: [{url: /x y.pdf}, 'javascript:x.mp3', {url: 'a.pdf', type: 'a b'}]\n\
        terms: [{term: a, scheme: 'no scheme', label: '<b>'}]\ntags: [a]\ncategories: [a, ' ', \"\\a\"]\n---\n\u{0007}\u{fdd0} \u{200f}\u{0634} <a href='HTTP://EXAMPLE.com:80/a b'>x</a> <a href='//[bad'>y</a> <img src='http://'> <a href='tel:1 2'>z</a>\n";
    site(&[
        ("_posts/2024-05-04-huge.md", &huge),
        ("_posts/2024-05-05-other.md", other),
        ("_posts/2024-05-05-other2.md", other),
        ("_posts/no-date.md", "no front matter"),
        ("_drafts/later.md", "---\ntitle: Later\n---\nx\n"),
        ("_posts/9999-12-31-end.md", "---\ntitle: End\n---\nx\n"),
        (
            "_posts/2024-02-30-no-day.md",
            "---\ntitle: No day\ndate: 2024-13-45 99:99\n---\nx\n",
        ),
        (
            "_config.yml",
            "title: \"S & <T>\"\nurl: https://example.com/\nbaseurl: blog\nlang: yue\ndescription: \"<p>D &amp; d</p>\"\n\
             author: {name: Jo, email: 'not an address', uri: 'nowhere'}\nlogo: /l.png\nfeed: {icon: /i.svg}\n",
        ),
        ("_posts/2024-05-01-a.md", post),
        ("_posts/2024-05-01-b.html", &post.replace("title:", "x:")),
        ("_posts/1969-12-31-old.md", "---\ntitle: Old\n---\nx\n"),
        ("_posts/1970-01-01-old.md", "---\ntitle: ''\n---\n"),
        (
            "_posts/2024-05-01-标题.md",
            "---\ntitle: 标题\npermalink: /中文/100%/[x]\n---\n文\n",
        ),
        (
            "_posts/2024-05-02-empty.md",
            "---\ntitle: Empty\nexcerpt: ''\n---\n",
        ),
        (
            "_posts/2024-05-03-id.md",
            "---\ntitle: Id\nid: tag:example.com,2024:ü\n---\n\nx\n",
        ),
        (
            "_posts/2024-05-03-id2.md",
            "---\ntitle: Id\nid: tag:example.com,2024:ü\n---\n\nx\n",
        ),
    ])
}

#[test]
fn a_hostile_site_gives_feeds_without_a_fault() {
    let site = hostile_site();
    see_that_it_is_clean(site.path());
    let feed = String::from_utf8(write_feed(site.path(), "rss")).unwrap();
    for (_, html) in feed_rules::contents(&feed) {
        assert!(
            !html.contains("javascript:") && !html.contains("alert("),
            "{html}"
        );
    }
}
