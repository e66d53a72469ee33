//! Made-up Chinese news posts, with the faults that real ones have.
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// An archive of them as a site of Jekyll, made with these flags: `--posts N`, `--dirt SHARE`,
/// `--every-defect`. `None` where there is no generator, which the run says.
///
/// # Panics
///
/// Where the generator fails: it is written in Python 3. Where it is demanded and missing.
pub fn archive(flags: &[&str]) -> Option<TempDir> {
    let generator = crate::suite("NEWSGEN", "corpus")?.join("newsgen.py");
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let status = Command::new("python3")
        .arg(generator)
        .arg(folder.path())
        .args(flags)
        .stdout(Stdio::null())
        .status()
        .expect("the generator of news needs Python: install it and see that `python3` runs");
    assert!(status.success(), "the generator of news failed");
    Some(folder)
}
