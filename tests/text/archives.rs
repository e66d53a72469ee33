//! Where posts to judge come from.
use std::path::PathBuf;
use std::process::Command;

use bindery_model::{Post, Site, Source};

/// Made-up Chinese news posts, as many as are wanted; `None` where there is no generator.
pub(crate) fn news(posts: usize) -> Option<(tempfile::TempDir, bindery_archive::Archive)> {
    let generator = bindery_tests::suite("BINDERY_CORPUS", "corpus")?.join("newsgen.py");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let status = Command::new("python3")
        .arg(generator)
        .arg(folder.path())
        .args(["--posts", &posts.to_string(), "--every-defect"])
        .stdout(std::process::Stdio::null())
        .status()
        .expect("the generator is written in Python 3");
    assert!(status.success(), "the generator failed");
    let archive = open(folder.path().to_owned());
    Some((folder, archive))
}

/// The real archives; none where they are missing.
pub(crate) fn real() -> Vec<bindery_archive::Archive> {
    let Some(folder) = bindery_tests::suite("BINDERY_ARCHIVES", "archives") else {
        return Vec::new();
    };
    let folders = std::fs::read_dir(folder).expect("the archives can be read");
    let mut folders: Vec<PathBuf> = folders.map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    folders.into_iter().map(open).collect()
}

fn open(folder: PathBuf) -> bindery_archive::Archive {
    let options = bindery_archive::Options {
        future: Some(true),
        ..Default::default()
    };
    bindery_archive::open(&folder, &options).expect("the archive opens")
}

/// Every `step`th post of an archive.
pub(crate) fn for_each_post(
    archive: &bindery_archive::Archive,
    step: usize,
    mut look: impl FnMut(&Post, &Site),
) {
    for entry in archive.entries().iter().step_by(step) {
        let parsed = archive.read(entry).expect("the post can be read");
        look(&parsed.post, archive.site());
    }
}
