//! The program is asked to end while it writes: nothing unfinished is left behind.
#![forbid(unsafe_code)]
#![cfg(unix)]

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How many posts there are: enough to be writing for a while.
const POSTS: usize = 4000;

/// A folder with the posts in `posts`.
fn work_with_posts() -> tempfile::TempDir {
    let work = tempfile::tempdir().unwrap();
    let posts = work.path().join("posts");
    fs::create_dir(&posts).unwrap();
    let body = "<p>words and words</p>\n".repeat(400);
    for index in 0..POSTS {
        let text = format!("---\ntitle: Post {index}\n---\n{body}");
        fs::write(posts.join(format!("{index}.md")), text).unwrap();
    }
    work
}

fn ask_to_end(child: &Child, signal: &str) {
    let id = child.id().to_string();
    let kill = Command::new("kill").args(["-s", signal, &id]).status();
    assert!(kill.unwrap().success());
}

#[test]
fn a_request_to_end_leaves_no_unfinished_file() {
    let work = work_with_posts();
    let posts = work.path().join("posts");
    let out = work.path().join("out");
    fs::create_dir(&out).unwrap();
    let book = out.join("book.epub");
    fs::write(&book, "the old book").unwrap();
    for (signal, status) in [("INT", 130), ("TERM", 143)] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_bindery"))
            .args(["epub", "--quiet", "-o"])
            .arg(&book)
            .arg(&posts)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // The signal comes while the new book is being written.
        let start = Instant::now();
        while fs::read_dir(&out).unwrap().count() < 2 {
            assert!(
                start.elapsed() < Duration::from_secs(60),
                "no book is being written"
            );
            assert!(
                child.try_wait().unwrap().is_none(),
                "the book was too quick"
            );
            std::thread::sleep(Duration::from_millis(1));
        }
        ask_to_end(&child, signal);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(status), "{signal}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let expected = format!("bindery: stopped; {} is as it was before\n", book.display());
        assert!(said.ends_with(&expected), "{said}");
        let left: Vec<_> = fs::read_dir(&out)
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(left, ["book.epub"], "{signal}");
        assert_eq!(fs::read(&book).unwrap(), b"the old book", "{signal}");
    }
}

/// Of several files those that are finished stay, and are counted.
#[test]
fn a_request_to_end_tells_how_many_files_are_written() {
    let work = work_with_posts();
    let mut child = Command::new(env!("CARGO_BIN_EXE_bindery"))
        .args(["text", "--quiet", "-o", "out/", "posts"])
        .current_dir(work.path())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let out = work.path().join("out");
    let written = || {
        let files = fs::read_dir(&out).into_iter().flatten().flatten();
        let names = files.map(|file| file.file_name().to_string_lossy().into_owned());
        names.collect::<Vec<_>>()
    };
    let start = Instant::now();
    while written().len() < 20 {
        assert!(
            start.elapsed() < Duration::from_secs(60),
            "nothing is written"
        );
        assert!(child.try_wait().unwrap().is_none(), "it was too quick");
        std::thread::sleep(Duration::from_millis(1));
    }
    ask_to_end(&child, "INT");
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let files = written();
    assert!(files.iter().all(|name| name.ends_with(".txt")), "{files:?}");
    let count = said
        .split("stopped; ")
        .nth(1)
        .and_then(|rest| rest.split(' ').next());
    let count: usize = count
        .and_then(|count| count.parse().ok())
        .unwrap_or_default();
    // One may have been put into its place, and not yet been counted.
    assert!(
        files.len() - count <= 2 && files.len() < POSTS,
        "{said}: {} files",
        files.len()
    );
}
