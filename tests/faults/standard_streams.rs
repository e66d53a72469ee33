//! Standard output and standard error that nobody reads, or that are full.
use std::fs::{self, File};
use std::io::Read;
use std::process::{Command, Stdio};

use super::{Work, bindery, stderr};

/// Commands that write to standard output, for the archive in `posts`.
const COMMANDS: [&str; 11] = [
    "text posts",
    "text posts --format jsonl",
    "feed posts --limit 0 --url https://example.com",
    "epub posts --no-cover -o -",
    "inspect posts",
    "inspect posts --json",
    "check posts --json",
    "build posts --config settings.toml --json",
    "convert posts/00000.md --to html",
    "completions bash",
    "man",
];

fn work() -> Work {
    let work = Work::new(200);
    let settings = "[text]\noutput = \"out/all.txt\"\n";
    fs::write(work.path().join("settings.toml"), settings).unwrap();
    work
}

fn command(work: &Work, arguments: &str) -> Command {
    let mut command = bindery();
    command.args(arguments.split(' ')).current_dir(work.path());
    command
}

fn full() -> Stdio {
    File::options()
        .write(true)
        .open("/dev/full")
        .unwrap()
        .into()
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let work = work();
    for arguments in COMMANDS {
        for read in [0, 100] {
            let mut child = command(&work, arguments)
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            let mut stdout = child.stdout.take().unwrap();
            stdout.read_exact(&mut vec![0; read]).unwrap();
            drop(stdout);
            let output = child.wait_with_output().unwrap();
            let said = stderr(&output);
            assert_eq!(output.status.code(), Some(0), "{arguments}: {said}");
            assert!(!said.contains("bindery:"), "{arguments}: {said}");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full_behind_standard_output_is_told() {
    let work = work();
    for arguments in COMMANDS {
        let output = command(&work, arguments).stdout(full()).output().unwrap();
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{arguments}: {said}");
        let told = ["cannot write to standard output", "cannot be written"];
        assert!(
            told.iter().any(|told| said.contains(told)),
            "{arguments}: {said}"
        );
        assert!(said.contains("No space left"), "{arguments}: {said}");
    }
}

/// What is said is lost; what is written is not, and the status is the same.
#[cfg(target_os = "linux")]
#[test]
fn standard_error_that_takes_nothing_changes_nothing() {
    let work = work();
    fs::write(
        work.posts().join("faulty.md"),
        "---\ntitle: a \"b\" c: d\n---\n\ntext\n",
    )
    .unwrap();
    let made = work.out().join("all.txt");
    for arguments in [
        "text posts -o out/all.txt",
        "check posts",
        "check posts --strict",
        "build posts --config settings.toml",
        "text nowhere",
    ] {
        let usual = command(&work, arguments).output().unwrap();
        let text = fs::read(&made).ok();
        let _ = fs::remove_file(&made);
        let (reader, gone) = std::io::pipe().unwrap();
        drop(reader);
        for unheard in [full(), gone.into()] {
            let output = command(&work, arguments).stderr(unheard).output().unwrap();
            assert_eq!(output.status, usual.status, "{arguments}");
            assert_eq!(fs::read(&made).ok(), text, "{arguments}");
            let _ = fs::remove_file(&made);
        }
    }
}
