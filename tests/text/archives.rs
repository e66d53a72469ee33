//! Where posts to judge come from.
use std::path::PathBuf;

use bindery_model::{Post, Site, Source};
use bindery_tests::newsgen;

/// Made-up Chinese news posts, as many as are wanted; `None` where there is no generator.
pub(crate) fn news(posts: usize) -> Option<(tempfile::TempDir, bindery_archive::Archive)> {
    let folder = newsgen::archive(&["--posts", &posts.to_string(), "--every-defect"])?;
    let archive = open(folder.path().to_owned());
    Some((folder, archive))
}

/// The real archives; none where they are missing.
pub(crate) fn real() -> Vec<bindery_archive::Archive> {
    let Some(folder) = bindery_tests::suite("ARCHIVES", "archives") else {
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
