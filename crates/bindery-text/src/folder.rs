//! One file for each post.
use std::collections::HashSet;
use std::io;

use bindery_model::{Entry, Progress, Report, Source};

use crate::{Error, Options};

/// Longest name of a file or folder, in bytes.
const LONGEST_NAME: usize = 120;

/// Hands over one file for each post, its path mirroring the post's address, and at the end
/// `index.txt`, which lists them all. Paths have `/`, no name that any file system minds, and
/// differ in more than case.
///
/// # Errors
///
/// What `write_file` returns.
pub fn write_folder(
    source: &dyn Source,
    options: &Options,
    write_file: &mut dyn FnMut(&str, &[u8]) -> io::Result<()>,
    progress: &dyn Progress,
) -> Result<Report, Error> {
    let paths = paths(source.entries());
    let mut index = String::new();
    let report = crate::write_each(source, options, progress, |at, text, _| {
        let title = crate::sanitize::sanitize(&source.entries()[at].meta.title);
        index.push_str(&format!("{}  {title}\n", paths[at]));
        write_file(&paths[at], text.as_bytes())?;
        Ok(text.len() as u64)
    })?;
    write_file("index.txt", index.as_bytes())?;
    Ok(report)
}

/// A path for each entry, all of them distinct.
fn paths(entries: &[Entry]) -> Vec<String> {
    let mut taken = HashSet::from(["index.txt".to_owned()]);
    entries
        .iter()
        .map(|entry| {
            let meta = &entry.meta;
            let from = if meta.url.is_empty() {
                &meta.path
            } else {
                &meta.url
            };
            let stem = safe_stem(from);
            let mut path = format!("{stem}.txt");
            let mut number = 2;
            while !taken.insert(path.to_lowercase()) {
                path = format!("{stem}-{number}.txt");
                number += 1;
            }
            path
        })
        .collect()
}

/// An address or a path without ending, each part a name that any file system takes.
fn safe_stem(address: &str) -> String {
    let decoded = percent_decode(address);
    let stem = decoded.trim_matches('/');
    let stem = stem
        .strip_suffix(".html")
        .or_else(|| stem.strip_suffix(".md"))
        .unwrap_or(stem);
    let mut parts: Vec<String> = stem.split('/').map(safe_name).collect();
    // Files end in .txt, so that no folder does keeps every path from being both.
    let folders = parts.len() - 1;
    for folder in &mut parts[..folders] {
        if folder.to_ascii_lowercase().ends_with(".txt") {
            folder.push('_');
        }
    }
    parts.join("/")
}

fn safe_name(name: &str) -> String {
    let mut safe: String = name
        .chars()
        .map(|c| {
            if c.is_control() || r#"\:*?"<>|"#.contains(c) {
                '_'
            } else {
                c
            }
        })
        .collect();
    safe.truncate(safe.floor_char_boundary(LONGEST_NAME));
    let safe = safe.trim_matches(['.', ' ']);
    let reserved = [
        "con", "prn", "aux", "nul", "com1", "com2", "com3", "lpt1", "lpt2", "lpt3",
    ];
    let stem = safe
        .split('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    if safe.is_empty() || reserved.contains(&stem.as_str()) {
        format!("_{safe}")
    } else {
        safe.to_owned()
    }
}

fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = text
            .get(at + 1..at + 3)
            .and_then(|code| u8::from_str_radix(code, 16).ok());
        match (bytes[at], code) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 3;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_and_distinct() {
        let entry = |url: &str| {
            let mut entry = Entry::default();
            entry.meta.url = url.to_owned();
            entry
        };
        let entries = [
            "/a/B.html",
            "/a/b/",
            "/../x",
            "/con/%E6%A0%87:%3F",
            "/index.html",
            "/",
            "/a.txt/c/",
        ];
        let paths = paths(&entries.map(entry));
        assert_eq!(
            paths,
            [
                "a/B.txt",
                "a/b-2.txt",
                "_/x.txt",
                "_con/标__.txt",
                "index-2.txt",
                "_.txt",
                "a.txt_/c.txt"
            ]
        );
    }
}
