//! Readers see the same entries in every format.
use bindery_tests::python;

use super::{archives, read, write_feed};

type Seen = (String, Option<String>, Option<String>, Option<String>);

#[test]
fn three_formats_say_the_same() {
    for archive in archives() {
        let feeds = ["atom", "rss", "json"].map(|format| read(&write_feed(&archive, format)));
        let said = feeds.map(|feed| {
            let entries = feed.entries.iter().map(|entry| {
                let title = entry.title.as_ref().map(|title| plain(&title.content));
                let link = entry.links.first().map(|link| link.href.clone());
                let published = entry
                    .published
                    .filter(|date| date.to_rfc3339().as_str() >= "1990");
                (
                    entry.id.clone(),
                    title,
                    link,
                    published.map(|date| date.to_rfc3339()),
                )
            });
            entries.collect::<Vec<Seen>>()
        });
        let name = archive.display();
        assert!(!said[0].is_empty());
        for (other, format) in [(1, "RSS"), (2, "JSON Feed")] {
            for (atom, other) in said[0].iter().zip(&said[other]) {
                let without_date = (&atom.0, &atom.1, &atom.2);
                assert_eq!(
                    without_date,
                    (&other.0, &other.1, &other.2),
                    "{name}: Atom and {format}"
                );
                assert!(
                    other.3.is_none() || atom.3.is_none() || atom.3 == other.3,
                    "{name}: {other:?}"
                );
            }
            assert_eq!(
                said[0].len(),
                said[other].len(),
                "{name}: Atom and {format}"
            );
        }
    }
}

/// Atom's titles are HTML, RSS's and JSON Feed's are text.
fn plain(title: &str) -> String {
    let title = title.replace('\u{2060}', "");
    title
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

#[test]
fn feedparser_sees_the_same_entries() {
    let script = "import sys, json, feedparser\n\
        for path in sys.argv[1:]:\n\
        \x20 feed = feedparser.parse(open(path, 'rb').read())\n\
        \x20 assert not feed.bozo, (path, feed.get('bozo_exception'))\n\
        \x20 print(json.dumps([[e.id, e.link] for e in feed.entries]))";
    let work = tempfile::tempdir().expect("a temporary folder can be made");
    for archive in archives() {
        let mut paths = Vec::new();
        let mut ours = Vec::new();
        for format in ["rss", "atom"] {
            let feed = write_feed(&archive, format);
            let entries = read(&feed).entries;
            let seen: Vec<[String; 2]> = entries
                .iter()
                .map(|entry| [entry.id.clone(), entry.links[0].href.clone()])
                .collect();
            ours.push(serde_json::to_value(seen).unwrap());
            let path = work.path().join(format);
            std::fs::write(&path, feed).unwrap();
            paths.push(path.to_string_lossy().into_owned());
        }
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        let packages = ["feedparser==6.0.11", "sgmllib3k==1.0.0"];
        let said = python::run(&packages, script, &paths).expect("feedparser reads the feeds");
        for (line, ours) in said.lines().zip(&ours) {
            let theirs: serde_json::Value = serde_json::from_str(line).unwrap();
            assert_eq!(&theirs, ours, "{}", archive.display());
        }
    }
}
