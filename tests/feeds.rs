//! Feeds through the command: against the schema of Atom, and against what jekyll-feed writes for
//! the same site.
#![forbid(unsafe_code)]

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use bindery_tests::jing;

fn write_feed(archive: &Path, format: &str) -> Vec<u8> {
    let work = tempfile::tempdir().expect("a temporary folder can be made");
    let feed = work.path().join("feed");
    let output = Command::new(env!("CARGO_BIN_EXE_bindery"))
        .args([
            "feed", "--quiet", "--limit", "0", "--future", "--format", format, "-o",
        ])
        .arg(&feed)
        .arg(archive)
        .output()
        .expect("the command runs");
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{message}");
    fs::read(feed).expect("the feed is there")
}

#[test]
fn atom_follows_its_schema() {
    let Some(schemas) = bindery_tests::suite("FEED_SCHEMAS", "feed") else {
        return;
    };
    let work = tempfile::tempdir().expect("a temporary folder can be made");
    let samples = bindery_tests::repository().join("samples");
    let mut archives: Vec<_> = ["chinese-news", "dirty", "english-blog"]
        .iter()
        .map(|name| samples.join(name))
        .collect();
    if let Some(real) = bindery_tests::suite("ARCHIVES", "archives") {
        archives.extend(
            ["jekyll-news", "rails-weblog"]
                .iter()
                .map(|name| real.join(name)),
        );
    }
    for archive in archives {
        let feed = work.path().join("feed.xml");
        fs::write(&feed, write_feed(&archive, "atom")).unwrap();
        if let Err(said) = jing::check(&schemas.join("atom-rfc4287.rnc"), &feed) {
            panic!("{}: {said}", archive.display());
        }
    }
}

#[test]
fn three_formats_say_the_same() {
    for name in ["chinese-news", "dirty", "english-blog"] {
        let archive = bindery_tests::repository().join("samples").join(name);
        let feeds = ["atom", "rss", "json"].map(|format| {
            let bytes = write_feed(&archive, format);
            feed_rs::parser::parse(&bytes[..]).unwrap_or_else(|error| panic!("{format}: {error}"))
        });
        let said = feeds.map(|feed| {
            let entries = feed.entries.iter().map(|entry| {
                let title = entry.title.as_ref().map(|title| title.content.clone());
                let link = entry.links.first().map(|link| link.href.clone());
                (entry.id.clone(), title, link, entry.published)
            });
            entries.collect::<Vec<_>>()
        });
        assert!(!said[0].is_empty());
        assert_eq!(said[0], said[1], "{name}: Atom and RSS");
        assert_eq!(said[0], said[2], "{name}: Atom and JSON Feed");
    }
}

/// A subscriber of jekyll-feed's feed must see no post twice.
#[test]
fn entries_are_those_of_jekyll_feed() {
    let Some(reference) = bindery_tests::suite("FEED_SCHEMAS", "feed") else {
        return;
    };
    let Some(archives) = bindery_tests::suite("ARCHIVES", "archives") else {
        return;
    };
    let theirs = fs::read(reference.join("rails-weblog-all.atom.xml")).unwrap();
    let theirs = feed_rs::parser::parse(&theirs[..]).expect("jekyll-feed's feed is read");
    let ours = write_feed(&archives.join("rails-weblog"), "atom");
    let ours = feed_rs::parser::parse(&ours[..]).expect("our feed is read");
    assert_eq!(ours.entries.len(), theirs.entries.len());
    let by_id: HashMap<_, _> = ours
        .entries
        .iter()
        .map(|entry| (&entry.id, entry))
        .collect();
    let mut different: HashMap<&str, Vec<&str>> = HashMap::new();
    for their in &theirs.entries {
        let our = by_id
            .get(&their.id)
            .unwrap_or_else(|| panic!("no entry has the id {}", their.id));
        let text = |text: &Option<feed_rs::model::Text>| {
            text.as_ref()
                .map(|text| text.content.clone())
                .unwrap_or_default()
        };
        let link =
            |entry: &feed_rs::model::Entry| entry.links.first().map(|link| link.href.clone());
        let people = |entry: &feed_rs::model::Entry| {
            entry
                .authors
                .iter()
                .map(|author| author.name.clone())
                .collect::<Vec<_>>()
        };
        let terms = |entry: &feed_rs::model::Entry| {
            entry
                .categories
                .iter()
                .map(|category| category.term.clone())
                .collect::<Vec<_>>()
        };
        for (what, equal) in [
            ("link", link(our) == link(their)),
            ("published", our.published == their.published),
            ("updated", our.updated == their.updated),
            ("title", text(&our.title) == text(&their.title)),
            ("authors", people(our) == people(their)),
            ("categories", terms(our) == terms(their)),
        ] {
            if !equal {
                different.entry(what).or_default().push(&their.id);
            }
        }
    }
    let total = theirs.entries.len();
    for (what, ids) in &different {
        println!("{what}: {} of {total} differ: {:?}", ids.len(), ids);
    }
    assert!(different.is_empty(), "entries differ from jekyll-feed's");
}
