//! What feeds that are made of feeds say of themselves, and of where their entries come from.
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use bindery_tests::{feed_rules, python};

use super::bindery;

const RSS: &str = r#"<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>A &amp; co</title>
    <link>https://a.example/page.html</link><description>d</description><language>en</language>
    <atom:link rel="self" href="https://a.example/feeds/rss"/><lastBuildDate>Wed, 01 May 2024 08:30:00 +0800</lastBuildDate>
    <item><title>One</title><guid isPermaLink="false">17</guid><link>https://a.example/1</link><description>x</description></item>
    <item><title>Two</title><link>https://a.example/all</link><description>x</description></item>
    <item><title>Three</title><link>https://a.example/all</link><description>x</description></item>
    <item><description>Nothing else.</description></item></channel></rss>"#;
const ATOM: &str = r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN"><title>乙</title><id>tag:b.example,2024:feed</id>
    <updated>2024-06-01T00:00:00Z</updated><link href="https://b.example/"/><link rel="self" href="https://b.example/atom"/>
    <author><name>Bo</name></author>
    <entry><id>17</id><title>另一个</title><link href="https://b.example/1"/><updated>2024-06-01T00:00:00Z</updated><content>x</content></entry>
    <entry><id>urn:test:3</id><title>Quoted</title><link href="https://c.example/3"/><updated>2024-06-01T00:00:00Z</updated><content>x</content>
    <source><id>urn:test:feed</id><title>C</title><updated>2024-02-01T00:00:00Z</updated><link href="https://c.example/"/></source></entry></feed>"#;

/// Prints what feedparser sees: of the feed its id and links, of each entry its id, language,
/// author, and the id, title, date and links of its source.
const FEEDPARSER: &str = "import sys, json, feedparser\n\
    f = feedparser.parse(open(sys.argv[1], 'rb').read())\n\
    assert not f.bozo, f.get('bozo_exception')\n\
    links = lambda of: {l.rel: l.href for l in of.get('links', [])}\n\
    entry = lambda e: [e.id, e.title, e.title_detail.language, e.get('author'), \
        [e.source.get(k) for k in ('id', 'title', 'updated', 'href')], links(e.source)] \
        if 'source' in e else [e.id, e.title, e.title_detail.language, e.get('author')]\n\
    print(json.dumps([f.feed.get('id'), links(f.feed), f.feed.get('link'), [entry(e) for e in f.entries]]))";

fn seen(feed: &Path) -> serde_json::Value {
    let packages = ["feedparser==6.0.11", "sgmllib3k==1.0.0"];
    let said = python::run(&packages, FEEDPARSER, &[&feed.to_string_lossy()]);
    serde_json::from_str(&said.expect("feedparser reads the feed")).unwrap()
}

fn work() -> tempfile::TempDir {
    let work = tempfile::tempdir().unwrap();
    fs::write(work.path().join("a.xml"), RSS).unwrap();
    fs::write(work.path().join("b.xml"), ATOM).unwrap();
    work
}

/// Writes a feed of some feeds; what it says, and what the command says of it.
fn made(work: &Path, feeds: &[&str], flags: &[&str], name: &str) -> (serde_json::Value, String) {
    let arguments = [&["feed"], feeds, flags, &["-o", name]].concat();
    let output = bindery(work, &arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    (seen(&work.join(name)), said)
}

fn ids(seen: &serde_json::Value) -> BTreeSet<String> {
    let entries = seen[3].as_array().unwrap().iter();
    entries
        .map(|entry| entry[0].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_converted_feed_is_the_same_feed_and_claims_no_address() {
    let work = work();
    for (feed, id, home) in [
        (
            "a.xml",
            "https://a.example/feeds/rss",
            "https://a.example/page.html",
        ),
        ("b.xml", "tag:b.example,2024:feed", "https://b.example/"),
    ] {
        for format in ["atom", "rss"] {
            let flags = ["--format", format];
            let (seen, said) = made(work.path(), &[feed], &flags, "out.xml");
            assert_eq!((&seen[0], &seen[2]), (&id.into(), &home.into()), "{seen}");
            assert!(seen[1].get("self").is_none(), "{seen}");
            assert!(
                said.contains("feed.no-address") && said.contains("--url"),
                "{said}"
            );
            let flags = ["--format", format, "--url", "https://me.example/feeds/"];
            let (seen, said) = made(work.path(), &[feed], &flags, "own.xml");
            assert_eq!((&seen[0], &seen[2]), (&id.into(), &home.into()), "{seen}");
            assert_eq!(seen[1]["self"], "https://me.example/feeds/own.xml");
            assert!(!said.contains("feed.no-address"), "{said}");
            // Converted once more, it is still that feed.
            let (again, _) = made(work.path(), &["own.xml"], &flags[..2], "again.xml");
            assert_eq!((&again[0], ids(&again)), (&id.into(), ids(&seen)));
        }
    }
    let flags = ["--format", "json"];
    assert!(
        bindery(
            work.path(),
            &[&["feed", "a.xml", "-o", "a.json"][..], &flags].concat()
        )
        .status
        .success()
    );
    let json = fs::read_to_string(work.path().join("a.json")).unwrap();
    assert!(
        !json.contains("feed_url") && json.contains("https://a.example/page.html"),
        "{json}"
    );
}

#[test]
fn entries_without_dates_stay_in_their_order() {
    let work = work();
    for format in ["atom", "rss"] {
        let (seen, _) = made(work.path(), &["a.xml"], &["--format", format], "out.xml");
        let titles = seen[3].as_array().unwrap().iter().map(|entry| &entry[1]);
        let titles: Vec<_> = titles.filter_map(|title| title.as_str()).collect();
        assert_eq!(titles, ["One", "Two", "Three", "Nothing else"]);
    }
}

#[test]
fn the_address_of_a_feed_is_that_of_its_folder_or_its_own() {
    let work = work();
    for (url, own) in [
        ("https://me.example", "https://me.example/out.xml"),
        (
            "https://me.example/feeds/",
            "https://me.example/feeds/out.xml",
        ),
        (
            "https://me.example/planet.rss",
            "https://me.example/planet.rss",
        ),
        (
            "https://me.example/x/out.xml",
            "https://me.example/x/out.xml",
        ),
    ] {
        let (seen, _) = made(work.path(), &["a.xml"], &["--url", url], "out.xml");
        assert_eq!(seen[1]["self"], own, "{url}");
    }
}

#[test]
fn a_merged_feed_is_a_feed_of_its_own_and_its_entries_say_where_they_come_from() {
    let work = work();
    let flags = ["--format", "atom"];
    let (seen, _) = made(work.path(), &["a.xml", "b.xml"], &flags, "ab.xml");
    if let Some(schemas) = bindery_tests::suite("FEED_SCHEMAS", "feed") {
        let schema = schemas.join("atom-rfc4287.rnc");
        bindery_tests::jing::check(&schema, &work.path().join("ab.xml")).unwrap();
    }
    let (turned, _) = made(work.path(), &["b.xml", "a.xml"], &flags, "ba.xml");
    assert_eq!(seen[0], turned[0]);
    assert!(seen[0].as_str().unwrap().starts_with("urn:uuid:"), "{seen}");
    assert_eq!(seen[1], serde_json::json!({}));
    let find = |title: &str| -> serde_json::Value {
        let entries = seen[3].as_array().unwrap();
        let found = entries.iter().find(|entry| entry[1] == title);
        found.unwrap_or_else(|| panic!("{title}: {seen}")).clone()
    };
    let expected = serde_json::json!([
        "tag:a.example,2005:17", "One", "en", null,
        ["https://a.example/feeds/rss", "A &amp; co", "2024-05-01T08:30:00+08:00", null],
        {"self": "https://a.example/feeds/rss", "alternate": "https://a.example/page.html"}
    ]);
    assert_eq!(find("One"), expected);
    let expected = serde_json::json!([
        "tag:b.example,2005:17", "另一个", "zh-CN", "Bo",
        ["tag:b.example,2024:feed", "乙", "2024-06-01T00:00:00+00:00", null],
        {"self": "https://b.example/atom", "alternate": "https://b.example/"}
    ]);
    assert_eq!(find("另一个"), expected);
    // An entry that was in a third feed before still says so.
    assert_eq!(find("Quoted")[4][0], "urn:test:feed");
    // Entries without an id, and entries that lead to one page, are all there.
    assert_eq!(ids(&seen).len(), 6, "{seen}");

    let url = ["--url", "https://me.example", "--format"];
    let (rss, _) = made(
        work.path(),
        &["a.xml", "b.xml"],
        &[&url[..], &["rss"]].concat(),
        "ab.rss",
    );
    // RSS has no id but the address, which it has here.
    assert!(rss[0].is_null());
    assert_eq!(rss[1]["self"], "https://me.example/ab.rss");
    let sources = rss[3]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| (entry[4][1].to_string(), entry[4][3].to_string()));
    let sources: Vec<_> = sources.collect::<BTreeSet<_>>().into_iter().collect();
    let expected = [
        ("\"A & co\"", "\"https://a.example/feeds/rss\""),
        ("\"C\"", "\"https://c.example/\""),
        ("\"乙\"", "\"https://b.example/atom\""),
    ];
    assert_eq!(
        sources,
        expected.map(|(title, url)| (title.to_owned(), url.to_owned()))
    );
    let known = ids(&rss);
    assert!(
        known.contains("17") && known.contains("urn:test:3") && known.len() == 6,
        "{rss}"
    );
    let made_rss = fs::read_to_string(work.path().join("ab.rss")).unwrap();
    // The one fault is the id that an entry has always had.
    let fault = "the guid 17 is not sufficiently unique";
    assert_eq!(feed_rules::faults(&made_rss), [fault], "{made_rss}");

    // Through JSON Feed, which has no place for it, the source is not lost.
    made_json(work.path());
    let (back, _) = made(work.path(), &["ab.json"], &flags, "back.xml");
    let entries = back[3].as_array().unwrap();
    let one = entries.iter().find(|entry| entry[1] == "One").unwrap();
    assert_eq!(one[4], find("One")[4]);
}

fn made_json(work: &Path) {
    let arguments = [
        "feed", "a.xml", "b.xml", "--format", "json", "-o", "ab.json",
    ];
    assert!(bindery(work, &arguments).status.success());
}

#[test]
fn feeds_of_feeds_need_an_address_where_one_leads_to_another() {
    let work = work();
    for (flags, what) in [
        (["--archive", "2"], "archive documents"),
        (["--per", "language"], "lists of feeds"),
    ] {
        let arguments = [&["feed", "a.xml", "b.xml", "-o", "out/"], &flags[..]].concat();
        let output = bindery(work.path(), &arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(what) && said.contains("--url"), "{said}");
        assert!(!work.path().join("out/feed.xml").exists());
        let url = ["--url", "https://me.example"];
        let output = bindery(work.path(), &[&arguments[..], &url].concat());
        assert!(output.status.success(), "{output:?}");
        let feed = fs::read_to_string(work.path().join("out/feed.xml")).unwrap();
        assert_eq!(feed_rules::faults(&feed), [""; 0], "{feed}");
        fs::remove_dir_all(work.path().join("out")).unwrap();
    }
}
