//! One file for each post.
use std::collections::{HashMap, HashSet};
use std::io;

use bindery_model::{Entry, Progress, Report, Source};

use crate::encode::{byte_order_mark, encode};
use crate::{Error, Format, Options};

/// The file that lists the others.
const INDEX: &str = "index.txt";
/// Longest name of a file or folder, in bytes.
const LONGEST_NAME: usize = 120;
/// Longest path, in bytes: some systems take 260 characters with the folder it lies in.
const LONGEST_PATH: usize = 200;
/// Marks of direction and their like, which make a name look like another.
const INVISIBLE: [char; 13] = [
    '\u{ad}', '\u{200b}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}',
    '\u{202e}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}',
];

/// Hands over one file for each post, its path mirroring the post's address, and at the end of texts
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
    let ending = match options.format {
        Format::Text => ".txt",
        Format::Markdown => ".md",
        Format::JsonLines => ".jsonl",
    };
    let paths = paths(source.entries(), ending);
    let encoding = options.output_encoding();
    let mark = byte_order_mark(encoding);
    let mut index = String::new();
    let report = crate::write_each(source, options, progress, |at, text, _| {
        let title = crate::sanitize::clean(&source.entries()[at].meta.title);
        index.push_str(&format!("{}  {title}\n", paths[at]));
        let file = [mark, text].concat();
        write_file(&paths[at], &file)?;
        Ok(file.len() as u64)
    })?;
    // A folder of Markdown is the source of another tool, which would take a list for a post.
    if options.format == Format::Text {
        let index = encode(&index, encoding, &options.substitute);
        write_file(INDEX, &[mark, &index.bytes].concat())?;
    }
    Ok(report)
}

/// A path for each entry, all of them distinct.
fn paths(entries: &[Entry], ending: &str) -> Vec<String> {
    let mut taken = HashSet::from([INDEX.to_owned()]);
    // How often a stem was wanted: counting on from there finds a free name at once.
    let mut wanted: HashMap<String, usize> = HashMap::new();
    let mut path_of = |entry: &Entry| {
        let meta = &entry.meta;
        let from = match &*meta.url {
            "" => &meta.path,
            url => url,
        };
        let stem = safe_stem(from, ending);
        let count = wanted.entry(stem.to_lowercase()).or_insert(0);
        loop {
            *count += 1;
            let path = match *count {
                1 => format!("{stem}{ending}"),
                count => format!("{stem}-{count}{ending}"),
            };
            if taken.insert(path.to_lowercase()) {
                return path;
            }
        }
    };
    entries.iter().map(&mut path_of).collect()
}

/// An address or a path without ending, each part a name that any file system takes.
fn safe_stem(address: &str, ending: &str) -> String {
    let decoded = percent_decode(address);
    let stem = decoded.trim_matches('/');
    let stem = stem
        .strip_suffix(".html")
        .or_else(|| stem.strip_suffix(".md"))
        .unwrap_or(stem);
    let mut parts: Vec<String> = stem.split('/').map(safe_name).collect();
    // Files have the ending, so that no folder does keeps every path from being both.
    let folders = parts.len() - 1;
    for folder in &mut parts[..folders] {
        if folder.to_ascii_lowercase().ends_with(ending) {
            folder.push('_');
        }
    }
    // Where the path is too long, folders in the middle give way.
    let mut length: usize = parts.iter().map(|part| part.len() + 1).sum();
    while parts.len() > 1 && length > LONGEST_PATH {
        length -= parts.remove(parts.len() - 2).len() + 1;
    }
    parts.join("/")
}

fn safe_name(name: &str) -> String {
    let is_unsafe = |c: char| c.is_control() || INVISIBLE.contains(&c) || r#"\:*?"<>|"#.contains(c);
    let safe = name.replace(is_unsafe, "_");
    let safe = safe[..safe.floor_char_boundary(LONGEST_NAME)].trim_matches(['.', ' ']);
    let stem = safe.split('.').next().unwrap_or_default();
    if safe.is_empty() || is_reserved(stem.trim_end()) {
        format!("_{safe}")
    } else {
        safe.to_owned()
    }
}

/// Names that Windows keeps for devices, whatever their ending.
fn is_reserved(stem: &str) -> bool {
    let stem = stem.to_ascii_lowercase();
    let device = stem
        .strip_prefix("com")
        .or_else(|| stem.strip_prefix("lpt"));
    let is_port = |rest: &str| "0123456789¹²³".contains(rest) && rest.chars().count() == 1;
    device.is_some_and(is_port)
        || matches!(
            &*stem,
            "con" | "prn" | "aux" | "nul" | "conin$" | "conout$" | "clock$"
        )
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
            entry.meta.url = url.into();
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
            "/A/b-2/",
            "/LPT¹.x/a%E2%80%AEb",
        ];
        let paths = paths(&entries.map(entry), ".txt");
        assert_eq!(
            paths,
            [
                "a/B.txt",
                "a/b-2.txt",
                "_/x.txt",
                "_con/标__.txt",
                "index-2.txt",
                "_.txt",
                "a.txt_/c.txt",
                "A/b-2-2.txt",
                "_LPT¹.x/a_b.txt",
            ]
        );
    }

    #[test]
    fn long_paths_are_cut_and_many_of_one_name_cost_little() {
        let mut entry = Entry::default();
        entry.meta.url = format!("/{}/长", "x".repeat(300).repeat(3)).into();
        let long = vec![entry.clone(); 3];
        assert!(paths(&long, ".txt").iter().all(|path| path.len() < 230));
        entry.meta.url = "/x".repeat(500_000).into();
        assert!(paths(&[entry.clone()], ".txt")[0].len() < 230);
        entry.meta.url = "/a".into();
        let paths = paths(&vec![entry; 50_000], ".txt");
        assert_eq!(paths[49_999], "a-50000.txt");
    }
}
