//! Every file that `bindery feed` can write of every archive is clean.
use std::fs;
use std::path::Path;

use bindery_tests::{feed_rules, newsgen};

use super::sites::{see_that_all_are_clean, written};
use super::validity::{hostile_site, see_that_json_is_valid};
use super::{archives, run_well, write_feed};

const SUBJECTS: [&str; 2] = ["--per", "category,tag,author,language"];
const FORMATS: [&str; 2] = ["--format", "atom,rss,json"];

/// All kinds of feeds at once, with what else may be in them; excerpts, other ids and whole feeds in
/// a second run, because these change every entry.
fn runs() -> [Vec<&'static str>; 2] {
    let hub = ["--hub", "https://hub.example.com/", "--style"];
    [
        [&FORMATS[..], &SUBJECTS, &["--archive", "100"], &hub].concat(),
        [
            &FORMATS[..],
            &SUBJECTS,
            &["--complete", "--excerpt-only", "--pretty", "--ids", "tag"],
        ]
        .concat(),
    ]
}

/// No sample is taken: the largest archive has 314 files of 23 MB.
#[test]
fn every_feed_of_every_archive_is_clean() {
    for archive in archives() {
        for flags in runs() {
            let files = written(&archive, &flags);
            println!("{}: {} files", archive.display(), files.len());
            assert!(files.len() > 3, "{}", archive.display());
            see_that_all_are_clean(&files);
            let feeds = files.iter().filter(|(name, _)| name.ends_with(".json"));
            see_that_json_is_valid(feeds.map(|(_, bytes)| bytes.as_slice()));
        }
    }
}

/// The same of posts that have every fault, and of a podcast with them.
#[test]
fn every_feed_of_hostile_sites_is_clean() {
    let hostile = hostile_site();
    let mut sites = vec![hostile.path().to_owned()];
    let podcast = hostile_site();
    let configuration = podcast.path().join("_config.yml");
    let text = fs::read_to_string(&configuration)
        .unwrap()
        .replace("lang: yue", "lang: zh_CN");
    let podcast_of = "podcast: {category: Arts, email: jo@example.com, owner: {name: '<Jo> & co'}, image: 'a b.png', type: x, guid: '<x>'}\n";
    fs::write(configuration, text + podcast_of).unwrap();
    sites.push(podcast.path().to_owned());
    let news = newsgen::archive(&["--posts", "120", "--dirt", "0.3", "--every-defect"]);
    sites.extend(news.iter().map(|news| news.path().to_owned()));
    for site in sites {
        for flags in runs() {
            let files = written(&site, &[&flags[..], &["--future", "--drafts"]].concat());
            assert!(files.len() > 3, "{}", site.display());
            see_that_all_are_clean(&files);
            let feeds = files.iter().filter(|(name, _)| name.ends_with(".json"));
            see_that_json_is_valid(feeds.map(|(_, bytes)| bytes.as_slice()));
        }
    }
}

/// A feed of all posts that was read and is written again.
#[test]
fn feeds_that_are_converted_are_clean() {
    let work = tempfile::tempdir().expect("a temporary folder can be made");
    for archive in archives() {
        for (from, to) in [
            ("atom", "rss"),
            ("rss", "atom"),
            ("json", "rss"),
            ("json", "atom"),
        ] {
            let (first, second) = (work.path().join("first"), work.path().join("second"));
            fs::write(&first, write_feed(&archive, from)).unwrap();
            convert(&first, to, &second);
            let feed = fs::read_to_string(&second).unwrap();
            let name = archive.display();
            assert_eq!(feed_rules::faults(&feed), [""; 0], "{name}: {from} as {to}");
        }
    }
}

fn convert(feed: &Path, format: &str, output: &Path) {
    let output = output.to_string_lossy();
    let url = ["--url", "https://feeds.example"];
    let flags = ["--quiet", "--format", format, "-o", &output];
    run_well(feed, &[&url[..], &flags].concat());
}
