//! Java, as checkers want it that run for seconds.
use std::path::Path;
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
