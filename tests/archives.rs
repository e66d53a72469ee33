//! Whole archives through the command: the samples, and the real ones that are kept outside of the
//! repository. EPUBCheck must have nothing to say about any book, and every post must be in it.
#![forbid(unsafe_code)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use bindery_tests::{epubcheck, newsgen};
use serde_json::Value;

/// Runs a command of `bindery` with `--json` and returns its report.
fn bindery(arguments: &[&str], archive: &Path) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_bindery"))
        .args(arguments)
        .arg("--json")
        .arg(archive)
        .output()
        .expect("the command runs");
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(
        matches!(output.status.code(), Some(0 | 1)),
        "{arguments:?}: {message}"
    );
    serde_json::from_slice(&output.stdout).expect("the report is JSON")
}

/// How many files below `_posts` are posts.
fn count_posts(folder: &Path) -> u64 {
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            count += count_posts(&path);
        } else {
            let ending = path.extension().unwrap_or_default();
            count += u64::from(
                ["md", "markdown", "html"]
                    .iter()
                    .any(|known| ending == *known),
            );
        }
    }
    count
}

/// Makes a book of the archive and lets EPUBCheck read it.
fn check_book(archive: &Path, posts: u64) {
    let work = tempfile::tempdir().expect("a temporary folder can be made");
    let book = work.path().join("book.epub");
    let report = bindery(
        &["epub", "--future", "-o", &book.to_string_lossy()],
        archive,
    );
    assert_eq!(
        report["posts"],
        posts,
        "every post of {} is in the book",
        archive.display()
    );
    if let Err(messages) = epubcheck::check(&book) {
        panic!("{}:\n{messages}", archive.display());
    }
}

/// The JSON form of every feed must read back, hold every post, and have distinct ids.
fn check_feed(archive: &Path, posts: u64) {
    let work = tempfile::tempdir().expect("a temporary folder can be made");
    let feed = work.path().join("feed.json");
    let output = feed.to_string_lossy();
    bindery(
        &[
            "feed", "--future", "--limit", "0", "--format", "json", "-o", &output,
        ],
        archive,
    );
    let feed: Value = serde_json::from_slice(&fs::read(&feed).unwrap()).unwrap();
    let items = feed["items"].as_array().expect("a feed has items");
    assert_eq!(
        items.len() as u64,
        posts,
        "every post of {} is in the feed",
        archive.display()
    );
    let ids: std::collections::HashSet<_> = items.iter().map(|item| &item["id"]).collect();
    assert_eq!(ids.len(), items.len(), "ids are distinct");
}

fn samples() -> [(PathBuf, u64); 3] {
    ["chinese-news", "dirty", "english-blog"].map(|name| {
        let archive = bindery_tests::repository().join("samples").join(name);
        let posts = count_posts(&archive.join("_posts"));
        (archive, posts)
    })
}

#[test]
fn samples_make_books_without_a_fault() {
    for (archive, posts) in samples() {
        check_book(&archive, posts);
    }
}

#[test]
fn samples_make_feeds_with_every_post() {
    for (archive, posts) in samples() {
        check_feed(&archive, posts);
    }
}

#[test]
fn the_same_archive_gives_the_same_bytes_with_any_number_of_threads() {
    let work = tempfile::tempdir().expect("a temporary folder can be made");
    for (archive, _) in samples() {
        for (command, ending) in [("epub", "epub"), ("feed", "xml"), ("text", "txt")] {
            let bytes = ["1", "2", "5"].map(|jobs| {
                let output = work.path().join(format!("{jobs}.{ending}"));
                bindery(
                    &[command, "--jobs", jobs, "-o", &output.to_string_lossy()],
                    &archive,
                );
                fs::read(&output).unwrap()
            });
            assert!(bytes[0] == bytes[1] && bytes[1] == bytes[2], "{command}");
        }
    }
}

#[test]
fn real_archives_make_books_without_a_fault() {
    let Some(folder) = bindery_tests::suite("ARCHIVES", "archives") else {
        return;
    };
    for entry in fs::read_dir(folder).unwrap() {
        let archive = entry.unwrap().path();
        if archive.is_dir() {
            let site = archive.join("_posts");
            let posts = count_posts(if site.is_dir() { &site } else { &archive });
            check_book(&archive, posts);
            if site.is_dir() {
                check_feed(&archive, posts);
            }
        }
    }
}

#[test]
fn dirty_news_makes_a_book_without_a_fault() {
    let flags = ["--posts", "400", "--dirt", "0.2", "--every-defect"];
    let Some(work) = newsgen::archive(&flags) else {
        return;
    };
    check_book(work.path(), 400);
    check_feed(work.path(), 400);
}
