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

/// Prints what feedparser sees of each feed, as a line of JSON: ids and links.
const FEEDPARSER: &str = "import sys, json, feedparser\n\
    for path in sys.argv[1:]:\n\
    \x20 feed = feedparser.parse(open(path, 'rb').read())\n\
    \x20 assert not feed.bozo, (path, feed.get('bozo_exception'))\n\
    \x20 print(json.dumps([[e.id, e.link] for e in feed.entries]))";

/// The same of newsboat, which keeps what it has read in a data base of SQLite.
const NEWSBOAT: &str = "import sys, json, sqlite3, subprocess, pathlib\n\
    for path in sys.argv[1:]:\n\
    \x20 pathlib.Path(path + '.urls').write_text(pathlib.Path(path).as_uri())\n\
    \x20 pathlib.Path(path + '.config').touch()\n\
    \x20 files = ['-u', path + '.urls', '-c', path + '.db', '-C', path + '.config']\n\
    \x20 subprocess.run(['newsboat', *files, '-x', 'reload'], check=True, stdout=sys.stderr)\n\
    \x20 rows = sqlite3.connect(path + '.db').execute('select guid, url from rss_item')\n\
    \x20 print(json.dumps(list(rows)))";

#[test]
fn other_readers_see_the_same_entries() {
    let work = tempfile::tempdir().expect("a temporary folder can be made");
    let (mut paths, mut ours) = (Vec::new(), Vec::new());
    for (number, archive) in archives().iter().enumerate() {
        for format in ["rss", "atom"] {
            let feed = write_feed(archive, format);
            let entries = read(&feed).entries.into_iter();
            let seen: Vec<[String; 2]> = entries
                .map(|entry| [entry.id, entry.links[0].href.clone()])
                .collect();
            ours.push(seen);
            let path = work.path().join(format!("{number}.{format}"));
            std::fs::write(&path, feed).unwrap();
            paths.push(path.to_string_lossy().into_owned());
        }
    }
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let seen = |packages: &[&str], script: &str| {
        let said = python::run(packages, script, &paths).expect("the reader reads the feeds");
        let lines = said.lines().map(|line| serde_json::from_str(line).unwrap());
        lines.collect::<Vec<Vec<[String; 2]>>>()
    };
    let packages = ["feedparser==6.0.11", "sgmllib3k==1.0.0"];
    assert_eq!(seen(&packages, FEEDPARSER), ours, "feedparser");
    if bindery_tests::has_newsboat() {
        let sorted = |mut feeds: Vec<Vec<[String; 2]>>| {
            feeds.iter_mut().for_each(|feed| feed.sort());
            feeds
        };
        assert_eq!(sorted(seen(&[], NEWSBOAT)), sorted(ours), "newsboat");
    }
}
