//! Where it is measured, and with what.
use std::fs;
use std::process::Command;

use super::peers::find_pandoc;

/// The machine, its load, and the versions of all programs, a line each, as a list of Markdown.
pub(crate) fn described() -> String {
    let mut lines = vec![format!(
        "{}, {} cores",
        processor().unwrap_or_else(|| "an unknown processor".to_owned()),
        std::thread::available_parallelism().map_or(1, usize::from),
    )];
    lines.extend(load().map(|load| format!("load average at the start: {load}")));
    lines.push(format!("bindery {}", env!("CARGO_PKG_VERSION")));
    let pandoc = find_pandoc().map(|path| path.to_string_lossy().into_owned());
    let programs = [
        (pandoc.as_deref().unwrap_or("pandoc"), "--version"),
        ("jekyll", "--version"),
        ("hugo", "version"),
        ("pigz", "--version"),
        ("w3m", "-version"),
        ("lynx", "-version"),
    ];
    let versions = programs
        .iter()
        .filter_map(|(name, flag)| version(name, flag));
    lines.extend(versions);
    lines.iter().map(|line| format!("- {line}\n")).collect()
}

/// The load averages of the last one, five and fifteen minutes, where the system tells.
pub(crate) fn load() -> Option<String> {
    let text = fs::read_to_string("/proc/loadavg").ok()?;
    let numbers: Vec<&str> = text.split(' ').take(3).collect();
    Some(numbers.join(" "))
}

fn processor() -> Option<String> {
    let text = fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = text.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(": ")?.1.to_owned())
}

/// The first line that a program says of itself.
fn version(program: &str, flag: &str) -> Option<String> {
    let output = Command::new(program).arg(flag).output().ok()?;
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    let line = said.lines().map(str::trim).find(|line| !line.is_empty())?;
    output.status.success().then(|| line.to_owned())
}
