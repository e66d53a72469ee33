//! Feeds and exports as archives, through the command.
#![forbid(unsafe_code)]

#[path = "feeds/faulty.rs"]
mod faulty;
#[path = "feeds/hostile.rs"]
mod hostile;
#[path = "feeds/origins.rs"]
mod origins;
#[path = "feeds/round_trip.rs"]
mod round_trip;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn bindery(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bindery"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("the command runs")
}

fn sample(name: &str) -> String {
    let path = bindery_tests::repository().join("samples").join(name);
    path.to_string_lossy().into_owned()
}

/// What feed-rs sees of each entry: id, links, dates, title, authors, categories.
fn entries(path: &Path) -> BTreeSet<String> {
    let bytes = fs::read(path).expect("the feed is there");
    let feed = feed_rs::parser::parse(&bytes[..]).expect("the feed is valid");
    let entries = feed.entries.into_iter().map(|entry| {
        let links: Vec<_> = entry.links.into_iter().map(|link| link.href).collect();
        let people: Vec<_> = entry
            .authors
            .into_iter()
            .map(|person| person.name)
            .collect();
        let terms: Vec<_> = entry.categories.into_iter().map(|term| term.term).collect();
        let title = entry.title.map(|title| title.content);
        format!(
            "{} {links:?} {title:?} {:?} {people:?} {terms:?}",
            entry.id, entry.published
        )
    });
    entries.collect()
}

#[test]
fn a_feed_that_is_converted_keeps_its_entries() {
    let work = tempfile::tempdir().unwrap();
    let sample = sample("english-blog");
    for format in ["atom", "rss", "json"] {
        let first = format!("first.{format}");
        let arguments = [
            "feed", &sample, "--limit", "0", "--format", format, "-o", &first,
        ];
        assert!(bindery(work.path(), &arguments).status.success());
        for other in ["atom", "rss", "json"] {
            let arguments = ["feed", &first, "--format", other, "-o", "other"];
            assert!(bindery(work.path(), &arguments).status.success());
            let arguments = ["feed", "other", "--format", format, "-o", "back"];
            assert!(bindery(work.path(), &arguments).status.success());
            let (written, back) = (work.path().join(&first), work.path().join("back"));
            assert_eq!(entries(&written), entries(&back), "{format} by {other}");
        }
    }
}

#[test]
fn ids_that_are_no_addresses_are_kept() {
    let work = tempfile::tempdir().unwrap();
    let items = [
        "17",
        "n 2 <é>",
        "HTTP://Shed.example/?p=3",
        "yt:video:x-Y_z",
    ];
    let items = items.map(|id| {
        let id = id.replace('<', "&lt;");
        format!(
            "<item><title>T</title><link>https://shed.example/{}</link><description>x</description>\
             <guid isPermaLink=\"false\">{id}</guid></item>",
            id.len()
        )
    });
    let feed = format!(
        "<rss version=\"2.0\"><channel><title>T</title><link>https://shed.example/</link>\
         <description>d</description>{}</channel></rss>",
        items.concat()
    );
    fs::write(work.path().join("feed.xml"), feed).unwrap();
    let ids = |format: &str| {
        let arguments = ["feed", "feed.xml", "-v", "--format", format, "-o", "out"];
        let output = bindery(work.path(), &arguments);
        assert!(output.status.success(), "{output:?}");
        let bytes = fs::read(work.path().join("out")).unwrap();
        let feed = feed_rs::parser::parse(&bytes[..]).unwrap();
        let ids: BTreeSet<String> = feed.entries.into_iter().map(|entry| entry.id).collect();
        (ids, String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let known = [
        "17",
        "HTTP://Shed.example/?p=3",
        "n 2 <é>",
        "yt:video:x-Y_z",
    ];
    assert_eq!(ids("rss").0, known.map(str::to_owned).into());
    assert_eq!(ids("json").0, known.map(str::to_owned).into());
    let (addresses, said) = ids("atom");
    let expected = [
        "http://shed.example/?p=3",
        "tag:shed.example,2005:17",
        "tag:shed.example,2005:n%202%20%3C%C3%A9%3E",
        "yt:video:x-Y_z",
    ];
    assert_eq!(addresses, expected.map(str::to_owned).into());
    assert!(
        said.contains("\"17\" is no address; in Atom it is tag:"),
        "{said}"
    );
}

#[test]
fn feeds_are_merged_and_each_entry_is_there_once() {
    let work = tempfile::tempdir().unwrap();
    for (name, archive) in [("a.xml", "english-blog"), ("b.json", "chinese-news")] {
        let archive = sample(archive);
        let arguments = [
            "feed",
            &archive,
            "--limit",
            "0",
            "--url",
            "https://example.com",
            "-o",
            name,
        ];
        let format = if name == "a.xml" { "rss" } else { "json" };
        let output = bindery(
            work.path(),
            &[&arguments[..], &["--format", format]].concat(),
        );
        assert!(output.status.success());
    }
    let arguments = ["feed", "a.xml", "b.json", "a.xml", "-o", "merged.xml"];
    let output = bindery(work.path(), &arguments);
    assert!(output.status.success(), "{output:?}");
    let merged = fs::read(work.path().join("merged.xml")).unwrap();
    let feed = feed_rs::parser::parse(&merged[..]).unwrap();
    assert_eq!(feed.entries.len(), 8);
    // The file that is named first speaks for all, whatever its name.
    for (first, second) in [("a.xml", "b.json"), ("b.json", "a.xml")] {
        let output = bindery(work.path(), &["inspect", first, second, "--json"]);
        let alone = bindery(work.path(), &["inspect", first, "--json"]);
        let title = |output: &Output| -> String {
            let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
            report["findings"]["title"].as_str().unwrap().to_owned()
        };
        let (both, alone) = (title(&output), title(&alone));
        assert!(both.starts_with(&format!("{alone}, ")), "{both}");
    }
    let output = bindery(
        work.path(),
        &["text", "a.xml", "b.json", "--since", "2024-09-01"],
    );
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with("What the bell taught us"), "{text}");
    let output = bindery(work.path(), &["epub", "a.xml", &sample("english-blog")]);
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        message.contains("cannot be read with the others"),
        "{message}"
    );
}

/// What a podcast says of itself and of its episodes; an episode often has no page.
#[test]
fn a_podcast_stays_one_when_it_is_converted() {
    let work = tempfile::tempdir().unwrap();
    let feed = r#"<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0">
        <channel><title>Pod</title><link>https://p.example/</link><description>d</description><language>en</language>
        <itunes:author>Jo &amp; co</itunes:author><itunes:image href="https://p.example/c.jpg"/><itunes:explicit>yes</itunes:explicit>
        <itunes:category text="Society &amp; Culture"><itunes:category text="Documentary"/></itunes:category><itunes:type>serial</itunes:type>
        <itunes:owner><itunes:name>Jo</itunes:name><itunes:email>jo@p.example</itunes:email></itunes:owner>
        <item><title>One</title><guid isPermaLink="false">tag:p.example,2024:1</guid><pubDate>Wed, 01 May 2024 08:30:00 +0800</pubDate><description>Hi</description>
        <enclosure url="https://p.example/1.mp3" length="1234" type="audio/mpeg"/><itunes:duration>10:00</itunes:duration>
        <itunes:episode>7</itunes:episode><itunes:season>2</itunes:season><itunes:episodeType>bonus</itunes:episodeType></item></channel></rss>"#;
    fs::write(work.path().join("pod.xml"), feed).unwrap();
    let output = bindery(
        work.path(),
        &[
            "feed",
            "pod.xml",
            "--format",
            "rss",
            "--url",
            "https://p.example",
            "-o",
            "out.xml",
        ],
    );
    assert!(output.status.success(), "{output:?}");
    let made = fs::read_to_string(work.path().join("out.xml")).unwrap();
    assert_eq!(bindery_tests::feed_rules::faults(&made), [""; 0], "{made}");
    for part in [
        "<itunes:category text=\"Society &amp; Culture\"><itunes:category text=\"Documentary\"/>",
        "<category>Documentary</category>",
        "<itunes:author>Jo &#x26; co</itunes:author>",
        "<itunes:email>jo@p.example</itunes:email>",
        "<itunes:image href=\"https://p.example/c.jpg\"/>",
        "<itunes:explicit>true</itunes:explicit>",
        "<itunes:type>serial</itunes:type>",
        "<itunes:episode>7</itunes:episode>",
        "<itunes:season>2</itunes:season>",
        "<itunes:episodeType>bonus</itunes:episodeType>",
        "<itunes:duration>10:00</itunes:duration>",
        "<enclosure url=\"https://p.example/1.mp3\" length=\"1234\" type=\"audio/mpeg\"/>",
    ] {
        assert!(made.contains(part), "{part}: {made}");
    }
    // What players would refuse is a plain feed, and that is told.
    let silent = feed.replace("<language>en</language>", "");
    fs::write(work.path().join("silent.xml"), silent).unwrap();
    let output = bindery(work.path(), &["feed", "silent.xml", "--format", "rss"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("the podcast lacks a language"), "{said}");
    assert!(!String::from_utf8_lossy(&output.stdout).contains("itunes:"));
    // The page that the feed is of, not one that nobody has.
    assert_eq!(
        made.matches("<link>https://p.example/</link>").count(),
        2,
        "{made}"
    );
}

/// What a feed is filed under, and for whom it is fit, is in every feed and book that is made of it.
#[test]
fn categories_of_a_feed_are_those_of_what_is_made_of_it() {
    let work = tempfile::tempdir().unwrap();
    let feed = r#"<rss version="2.0"><channel><title>T</title><link>https://a.example/</link><description>d</description>
        <category domain="https://d.example/">News</category><category>R &amp;amp; D</category><rating>(PICS-1.1 l r (n 0))</rating>
        <item><title>One</title><guid isPermaLink="false">17</guid><link>https://a.example/1</link>
        <pubDate>Wed, 01 May 2024 08:30:00 +0800</pubDate><category>Own</category>
        <description>A page begins with &lt;!DOCTYPE html>, it’s said.</description></item></channel></rss>"#;
    fs::write(work.path().join("a.xml"), feed).unwrap();
    let parts: [(&str, &[&str]); 3] = [
        (
            "rss",
            &[
                "<rating>(PICS-1.1 l r (n 0))</rating>",
                "<category domain=\"https://d.example/\">News</category><category>R &#x26; D</category>",
                "<guid isPermaLink=\"false\">17</guid>",
                "<content:encoded>A page begins with &amp;lt;!DOCTYPE html&amp;gt;, it’s said.</content:encoded>",
            ],
        ),
        (
            "atom",
            &[
                "<category term=\"News\" scheme=\"https://d.example/\"/><category term=\"R &amp; D\"/>",
                "<id>tag:a.example,2005:17</id>",
            ],
        ),
        ("json", &["\"id\":\"17\""]),
    ];
    for (format, parts) in parts {
        let arguments = [
            "feed",
            "a.xml",
            "--format",
            format,
            "--url",
            "https://a.example",
            "-o",
            "out",
        ];
        let output = bindery(work.path(), &arguments);
        assert!(output.status.success(), "{output:?}");
        let made = fs::read_to_string(work.path().join("out")).unwrap();
        if format != "json" {
            let mut faults = bindery_tests::feed_rules::faults(&made);
            // Subscribers know the entry by this number.
            faults.retain(|fault| fault != "the guid 17 is not sufficiently unique");
            assert_eq!(faults, [""; 0], "{made}");
        }
        for part in parts {
            assert!(made.contains(part), "{part}: {made}");
        }
    }
    let output = bindery(work.path(), &["epub", "a.xml", "-o", "a.epub"]);
    assert!(output.status.success(), "{output:?}");
    let book = fs::File::open(work.path().join("a.epub")).unwrap();
    let mut book = zip::ZipArchive::new(book).unwrap();
    let mut package = String::new();
    std::io::Read::read_to_string(&mut book.by_name("EPUB/package.opf").unwrap(), &mut package)
        .unwrap();
    let subjects =
        ["News", "R &amp; D", "Own"].map(|name| format!("<dc:subject>{name}</dc:subject>"));
    let places: Vec<_> = subjects
        .iter()
        .map(|subject| package.find(subject))
        .collect();
    assert!(places.is_sorted() && places[0].is_some(), "{package}");
}

/// A feed whose entries have no pages lies where its recordings, or it itself, lie.
#[test]
fn a_feed_without_a_page_is_made_from_what_addresses_there_are() {
    let work = tempfile::tempdir().unwrap();
    let item = |inside: &str| {
        format!(
            "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel><title>T</title>{inside}</channel></rss>"
        )
    };
    for (feed, id) in [
        (item("<item><title>One</title><enclosure url=\"https://p.example/1.mp3\" length=\"1\" type=\"audio/mpeg\"/></item>"), "https://p.example/1.mp3"),
        (item("<item><title>One</title><guid>https://p.example/1</guid></item>"), "https://p.example/1"),
        (item("<atom:link rel=\"self\" href=\"https://p.example/feed\"/><item><title>One</title><guid isPermaLink=\"false\">a b</guid></item>"), "tag:p.example,2005:a%20b"),
        ("{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"T\",\"feed_url\":\"https://p.example/f.json\",\"items\":[{\"id\":\"x\",\"content_text\":\"x\"}]}".to_owned(), "tag:p.example,2005:x"),
    ] {
        fs::write(work.path().join("in.xml"), &feed).unwrap();
        let output = bindery(work.path(), &["feed", "in.xml", "--format", "atom"]);
        let made = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(made.contains(&format!("<id>{id}</id>")), "{feed}: {made} {output:?}");
    }
    let nothing = item("<item><title>One</title></item>");
    fs::write(work.path().join("in.xml"), nothing).unwrap();
    let output = bindery(work.path(), &["feed", "in.xml"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        said.contains("add that of its page to the feed") && said.contains("--url"),
        "{said}"
    );
}

/// Readers that show summaries have no use for the whole text twice.
#[test]
fn a_long_entry_without_a_summary_is_summed_up_by_its_first_words() {
    let work = tempfile::tempdir().unwrap();
    let (latin, chinese) = (
        "words and more ".repeat(400),
        "昨天上午，会议开始。".repeat(400),
    );
    let item = |number: usize, text: &str| {
        format!(
            "<item><title>T</title><guid>{number}</guid><link>https://shed.example/{number}</link>\
             <pubDate>Wed, 0{number} May 2024 08:30:00 +0800</pubDate><description>{text}</description></item>"
        )
    };
    let items = [&latin, &chinese, &"short".to_owned()];
    let items: Vec<String> = (1..)
        .zip(items)
        .map(|(number, text)| item(number, text))
        .collect();
    let feed = format!(
        "<rss version=\"2.0\"><channel><title>T</title><link>https://shed.example/</link>{}</channel></rss>",
        items.concat()
    );
    fs::write(work.path().join("feed.xml"), feed).unwrap();
    let output = bindery(
        work.path(),
        &["feed", "feed.xml", "--format", "rss", "-o", "out.xml"],
    );
    assert!(output.status.success(), "{output:?}");
    let bytes = fs::read(work.path().join("out.xml")).unwrap();
    let feed = feed_rs::parser::parse(&bytes[..]).unwrap();
    let said: Vec<(String, usize)> = feed
        .entries
        .into_iter()
        .map(|entry| {
            let content = entry.content.and_then(|content| content.body).unwrap();
            (entry.summary.unwrap().content, content.chars().count())
        })
        .collect();
    assert_eq!(said[0].0, "short");
    assert!(
        said[1].0.ends_with("。…") || said[1].0.chars().count() == 301,
        "{}",
        said[1].0
    );
    assert!(said[1].1 >= 4000);
    assert!(
        said[2].0.ends_with("words…") || said[2].0.ends_with("more…"),
        "{}",
        said[2].0
    );
    assert!(said[2].0.chars().count() <= 301 && said[2].1 > 5000);
}
