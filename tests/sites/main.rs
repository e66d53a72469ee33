//! Whole sites, written for these tests: how each kind is recognised, and where its posts are,
//! beside what its generator makes of it where that is to be had.
#![forbid(unsafe_code)]

mod hugo;
mod jekyll;
mod kinds;
mod pages;

use std::path::Path;

/// Writes files below a folder.
fn write(folder: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}
