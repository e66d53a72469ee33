//! Feeds through the command: against the schemas of Atom and JSON Feed, against the rules of the
//! W3C's validator, and against what jekyll-feed writes for the same sites.
#![forbid(unsafe_code)]

#[path = "feeds/document.rs"]
mod document;
#[path = "feeds/every_output.rs"]
mod every_output;
#[path = "feeds/options.rs"]
mod options;
#[path = "feeds/parity.rs"]
mod parity;
#[path = "feeds/readers.rs"]
mod readers;
#[path = "feeds/sites.rs"]
mod sites;
#[path = "feeds/validity.rs"]
mod validity;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

/// Runs `bindery feed` with an archive and flags.
fn run(archive: &Path, flags: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bindery"))
        .arg("feed")
        .arg(archive)
        .args(flags)
        .output()
        .expect("the command runs")
}

/// The same, and what it says; it must write something.
fn run_well(archive: &Path, flags: &[&str]) -> String {
    let output = run(archive, flags);
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(matches!(output.status.code(), Some(0 | 1)), "{message}");
    message
}

/// Every post of an archive as one feed. Tests share them: a large archive takes seconds.
fn write_feed(archive: &Path, format: &str) -> Vec<u8> {
    type Shared = Mutex<HashMap<(PathBuf, String), Arc<OnceLock<Vec<u8>>>>>;
    static WRITTEN: LazyLock<Shared> = LazyLock::new(Shared::default);
    let key = (archive.to_owned(), format.to_owned());
    let mut written = WRITTEN.lock().unwrap_or_else(PoisonError::into_inner);
    let feed = Arc::clone(written.entry(key).or_default());
    drop(written);
    feed.get_or_init(|| write_new_feed(archive, format)).clone()
}

fn write_new_feed(archive: &Path, format: &str) -> Vec<u8> {
    let work = tempfile::tempdir().expect("a temporary folder can be made");
    let feed = work.path().join("feed");
    let output = feed.to_string_lossy();
    let flags = [
        "--quiet", "--limit", "0", "--future", "--format", format, "-o", &*output,
    ];
    run_well(archive, &flags);
    fs::read(feed).expect("the feed is there")
}

/// The samples, and the real archives that are kept outside of the repository.
fn archives() -> Vec<PathBuf> {
    let samples = bindery_tests::repository().join("samples");
    let mut archives: Vec<_> = ["chinese-news", "dirty", "english-blog"]
        .iter()
        .map(|name| samples.join(name))
        .collect();
    if let Some(real) = bindery_tests::suite("ARCHIVES", "archives") {
        archives.extend(["jekyll-news", "rails-weblog"].map(|name| real.join(name)));
    }
    archives
}

/// A site made of files: paths and contents.
fn site(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Reads a feed with feed-rs.
fn read(feed: &[u8]) -> feed_rs::model::Feed {
    feed_rs::parser::parse(feed).expect("feed-rs reads the feed")
}
