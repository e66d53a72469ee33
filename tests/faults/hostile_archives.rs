//! Archive files that lie, or want to write elsewhere: what every command that reads them tells, what it
//! makes of the rest, and that it writes nowhere but where it was told to.
use std::fs::{self, File};
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use zip::CompressionMethod::{Deflated, Stored};
use zip::write::SimpleFileOptions;

use super::{Work, bindery, stderr};

/// Paths that lead out of a folder, on some system.
const LEADING_OUT: [&str; 8] = [
    "../out.md",
    "a/../../out.md",
    "/etc/out.md",
    r"..\out.md",
    r"C:\out.md",
    "C:/out.md",
    "c:out.md",
    r"\\server\share\out.md",
];

/// The first and the last post of each archive, which are read whatever lies between them.
const WHOLE: [&str; 2] = ["first.md", "last.md"];

/// A post between them.
const BETWEEN: &str = "between.md";

/// An archive file.
struct Case {
    file: &'static str,
    bytes: Vec<u8>,
    /// What is told of the archive when it is opened.
    opening: Vec<String>,
    /// What is told by those commands that read posts whole.
    reading: Vec<String>,
    /// Whether what is told are errors.
    is_error: bool,
    /// The posts that are read, and those that are not.
    read: Vec<String>,
    lost: Vec<String>,
}

impl Case {
    fn new(file: &'static str, bytes: Vec<u8>) -> Case {
        Case {
            file,
            bytes,
            opening: Vec::new(),
            reading: Vec::new(),
            is_error: false,
            read: WHOLE.map(str::to_owned).to_vec(),
            lost: vec![BETWEEN.to_owned()],
        }
    }
}

fn text_of(name: &str) -> String {
    format!(
        "---\ntitle: Title\ndate: 2024-05-01\n---\n<p>text of {name}</p>\n{}",
        "words ".repeat(90)
    )
}

/// A zip file with these posts between the first and the last.
fn zip_of(names: &[&str], method: zip::CompressionMethod) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for name in [&WHOLE[..1], names, &WHOLE[1..]].concat() {
        zip.start_file(name, options).unwrap();
        zip.write_all(text_of(name).as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn tar_of(names: &[&str]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    let mut add = |name: &str, kind: tar::EntryType, text: &str| {
        let mut header = tar::Header::new_ustar();
        // The library refuses such names, so that they are written as bytes.
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_entry_type(kind);
        if kind != tar::EntryType::Regular {
            header.as_mut_bytes()[157..][..10].copy_from_slice(b"../outside");
        }
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        tar.append(&header, text.as_bytes()).unwrap();
    };
    for name in [&WHOLE[..1], names, &WHOLE[1..]].concat() {
        add(name, tar::EntryType::Regular, &text_of(name));
    }
    add("symbolic.md", tar::EntryType::Symlink, "");
    add("hard.md", tar::EntryType::Link, "");
    tar.into_inner().unwrap()
}

/// Where in an archive the headers with a signature begin.
fn headers(bytes: &[u8], signature: &[u8; 4]) -> Vec<usize> {
    let windows = bytes.windows(4).enumerate();
    let found = windows.filter(|(_, window)| *window == signature);
    found.map(|(at, _)| at).collect()
}

/// Where the packed size is in a file's header, and in the directory (APPNOTE, sections 4.3.7, 4.3.12); the size
/// follows.
const SIZES: [(&[u8; 4], usize); 2] = [(b"PK\x03\x04", 18), (b"PK\x01\x02", 20)];

/// Zips that tell wrong sizes of their files: of each in one header, of one size, too small or too large.
fn zip_that_lies(method: zip::CompressionMethod) -> Case {
    let mut lies = Vec::new();
    for (header, (signature, at)) in SIZES.into_iter().enumerate() {
        for (field, size) in [(0, 5), (0, 0x7fff_ff00), (4, 5), (4, 0x7fff_ff00_u32)] {
            let name = format!("lie-{header}-{field}-{size}.md");
            // Only the packed size that the directory tells is used: as in every program that unpacks. What
            // is compressed ends where it ends.
            let is_used = header == 1 && field == 0;
            let is_lost = is_used && (method == Stored || size == 5);
            lies.push((name, signature, at + field, size, is_lost));
        }
    }
    let names: Vec<&str> = lies.iter().map(|(name, ..)| name.as_str()).collect();
    let mut case = Case::new("posts.zip", zip_of(&names, method));
    case.is_error = true;
    case.lost.clear();
    for (number, (name, signature, at, size, is_lost)) in lies.into_iter().enumerate() {
        let at = headers(&case.bytes, signature)[number + 1] + at;
        case.bytes[at..at + 4].copy_from_slice(&size.to_le_bytes());
        if is_lost {
            let told = format!("{name}: error: the post cannot be read: ");
            case.reading.push(told);
            case.lost.push(name);
        } else {
            case.read.push(name);
        }
    }
    let advice = "posts.zip is damaged, get it once more [archive.unreadable]";
    case.reading.push(advice.to_owned());
    case
}

/// A file that unpacks to a thousand times its size.
fn bomb() -> Case {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(Deflated);
    let long = text_of(BETWEEN) + &"0".repeat(3_000_000);
    for (name, text) in [
        (WHOLE[0], text_of(WHOLE[0])),
        (BETWEEN, long),
        (WHOLE[1], text_of(WHOLE[1])),
    ] {
        zip.start_file(name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    let told = "between.md: error: the post cannot be read: it is longer than 1000000 bytes; \
                --max-file-size lifts that limit";
    Case {
        reading: vec![told.to_owned()],
        is_error: true,
        ..Case::new("posts.zip", zip.finish().unwrap().into_inner())
    }
}

fn cases() -> Vec<Case> {
    let left_out = |file: &str, name: &str, reason: &str| {
        format!("{file}: warning: {name:?} is left out: {reason} [archive.skipped]\n  = ")
    };
    let all_left_out = |file: &'static str| {
        let reason = "its path leads out of the archive";
        LEADING_OUT
            .map(|name| left_out(file, name, reason))
            .to_vec()
    };
    let links = ["symbolic.md", "hard.md"];
    let links = links.map(|name| left_out("posts.tar", name, "it is no plain file"));
    let mut encrypted = zip_of(&[BETWEEN], Stored);
    for (signature, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = headers(&encrypted, signature)[1];
        encrypted[at + flags] |= 1;
    }
    let mut cut = zip_of(&[BETWEEN], Stored);
    let directory = headers(&cut, b"PK\x01\x02")[0];
    cut.truncate(directory + 7);
    let place =
        format!("posts.zip: error: the archive is damaged behind entry 3, at byte {directory}: ");
    let mut cases = vec![
        Case {
            lost: LEADING_OUT.map(str::to_owned).to_vec(),
            opening: all_left_out("posts.zip"),
            ..Case::new("posts.zip", zip_of(&LEADING_OUT, Stored))
        },
        Case {
            lost: LEADING_OUT.map(str::to_owned).to_vec(),
            opening: [all_left_out("posts.tar"), links.to_vec()].concat(),
            ..Case::new("posts.tar", tar_of(&LEADING_OUT))
        },
        Case {
            opening: vec![left_out("posts.zip", BETWEEN, "it is encrypted")],
            ..Case::new("posts.zip", encrypted)
        },
        Case {
            opening: vec![place, "get the archive once more".to_owned()],
            is_error: true,
            read: [WHOLE[0], BETWEEN, WHOLE[1]].map(str::to_owned).to_vec(),
            lost: Vec::new(),
            ..Case::new("posts.zip", cut)
        },
        bomb(),
    ];
    cases.extend([Stored, Deflated].map(zip_that_lies));
    cases
}

/// The commands that read an archive, each with what it makes.
const COMMANDS: [(&str, &[&str]); 6] = [
    ("inspect", &[]),
    ("check", &[]),
    ("text -o out/all.txt", &["all.txt"]),
    (
        "feed --limit 0 --url https://example.com -o out/feed.xml",
        &["feed.xml"],
    ),
    ("epub --no-cover -o out/book.epub", &["book.epub"]),
    (
        "build --config settings.toml",
        &["all.txt", "feed.xml", "book.epub"],
    ),
];

const SETTINGS: &str = r#"url = "https://example.com"
[epub]
output = "out/book.epub"
[feed]
output = "out/feed.xml"
limit = 0
[text]
output = "out/all.txt"
"#;

/// The text of a file, and of all files of a book.
fn text_in(path: &Path) -> String {
    let Ok(mut book) = zip::ZipArchive::new(File::open(path).unwrap()) else {
        return fs::read_to_string(path).unwrap();
    };
    let mut text = String::new();
    for index in 0..book.len() {
        let mut bytes = Vec::new();
        book.by_index(index)
            .unwrap()
            .read_to_end(&mut bytes)
            .unwrap();
        text += &String::from_utf8_lossy(&bytes);
    }
    text
}

/// All files below a folder.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files.extend(files_below(&path)),
            false => files.push(path),
        }
    }
    files
}

#[test]
fn hostile_archives_cost_what_is_wrong_in_them_and_are_told() {
    let work = Work::new(0);
    // What leads out of the archive would find a place here.
    let inside = work.path().join("a/b");
    fs::create_dir_all(inside.join("out")).unwrap();
    fs::write(inside.join("settings.toml"), SETTINGS).unwrap();
    for case in cases() {
        fs::write(inside.join(case.file), &case.bytes).unwrap();
        let before = files_below(work.path()).len();
        for (arguments, outputs) in COMMANDS {
            let mut command = bindery();
            command.args(arguments.split(' ')).current_dir(&inside);
            command.args([case.file, "--verbose", "--max-file-size", "1"]);
            check(&case, &mut command, &inside.join("out"), outputs);
            assert_eq!(files_below(work.path()).len(), before, "{command:?}");
        }
        fs::remove_file(inside.join(case.file)).unwrap();
    }
}

/// Runs a command on an archive, and takes away what it makes.
fn check(case: &Case, command: &mut Command, out: &Path, outputs: &[&str]) {
    let output = command.output().unwrap();
    let said = stderr(&output);
    let only_looks = command.get_args().next() == Some("inspect".as_ref());
    let reading = if only_looks { &[][..] } else { &case.reading };
    for told in case.opening.iter().chain(reading) {
        assert!(said.contains(told), "{command:?}: {told}\n{said}");
    }
    // `inspect` reads heads of posts, which may be whole or not.
    let is_error = case.is_error && !(only_looks && case.opening.is_empty());
    let status = output.status.code();
    assert!(
        status == Some(is_error.into()) || only_looks && status == Some(1),
        "{command:?}: {status:?} {said}"
    );
    for name in outputs {
        let text = text_in(&out.join(name));
        for (names, is_read) in [(&case.read, true), (&case.lost, false)] {
            for name in names {
                let found = text.contains(&format!("text of {name}"));
                assert_eq!(found, is_read, "{command:?}: {name} in {text}");
            }
        }
        fs::remove_file(out.join(name)).unwrap();
    }
}

/// Whoever made an archive does not say which of the user's files are written and read.
#[test]
fn settings_in_an_archive_name_no_file_elsewhere() {
    let work = Work::new(0);
    let inside = work.path().join("a/b");
    fs::create_dir_all(&inside).unwrap();
    let absolute = work.path().join("out.txt");
    let absolute = absolute.to_str().unwrap();
    let settings = |path: &str| {
        let text = format!("[text]\noutput = {path:?}\n");
        [text, "[epub]\noutput = \"book.epub\"\n".to_owned()].concat()
    };
    let css = "[epub]\ncss = \"/etc/hostname\"\n[text]\noutput = \"all.txt\"\n".to_owned();
    for (settings, named) in [
        (settings(absolute), absolute),
        (settings("../out.txt"), "../out.txt"),
        (settings("sub/../../out.txt"), "sub/../../out.txt"),
        (settings(".profile"), ".profile"),
        (settings(".ssh/out"), ".ssh/out"),
        (css, "/etc/hostname"),
    ] {
        let mut zip = zip::ZipWriter::new(File::create(inside.join("posts.zip")).unwrap());
        for (name, text) in [("bindery.toml", settings.as_str()), ("a.md", "text")] {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap();
        let before = files_below(work.path());
        for arguments in ["text", "epub", "build"] {
            let mut command = bindery();
            command.args([arguments, "posts.zip"]).current_dir(&inside);
            let output = command.output().unwrap();
            let said = stderr(&output);
            assert_eq!(output.status.code(), Some(2), "{named}: {said}");
            let told = format!("bindery.toml in posts.zip names {named}, which is not in");
            assert!(said.contains(&told), "{said}");
            assert_eq!(files_below(work.path()), before, "{command:?}");
        }
        // Who unpacks it, or gives settings, has seen them.
        fs::write(inside.join("own.toml"), "[text]\noutput = \"own.txt\"\n").unwrap();
        let mut command = bindery();
        command.args(["build", "posts.zip", "--config", "own.toml"]);
        assert!(
            command
                .current_dir(&inside)
                .output()
                .unwrap()
                .status
                .success()
        );
        assert!(inside.join("own.txt").exists());
    }
}
