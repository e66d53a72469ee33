//! Every file that `bindery feed` can write of every archive is clean.
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use bindery_tests::{feed_rules, python};

use super::sites::{see_that_all_are_clean, written};
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

/// The JSON feeds of a run follow the schema.
fn see_that_json_is_valid(files: &BTreeMap<String, Vec<u8>>) {
    let Some(schemas) = bindery_tests::suite("FEED_SCHEMAS", "feed") else {
        return;
    };
    let work = tempfile::tempdir().expect("a temporary folder can be made");
    let schema = schemas.join("jsonfeed-schema-v1.1.json");
    let mut arguments = vec![schema.to_string_lossy().into_owned()];
    let feeds = files.iter().filter(|(name, _)| name.ends_with(".json"));
    for (number, (_, bytes)) in feeds.enumerate() {
        let feed = work.path().join(format!("{number}.json"));
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

/// No sample is taken: the largest archive has 314 files of 23 MB.
#[test]
fn every_feed_of_every_archive_is_clean() {
    for archive in archives() {
        for flags in runs() {
            let files = written(&archive, &flags);
            println!("{}: {} files", archive.display(), files.len());
            assert!(files.len() > 3, "{}", archive.display());
            see_that_all_are_clean(&files);
            see_that_json_is_valid(&files);
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
    run_well(feed, &["--quiet", "--format", format, "-o", &output]);
}
