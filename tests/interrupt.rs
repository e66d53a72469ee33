//! The program is asked to end while it writes: nothing unfinished is left behind.
#![forbid(unsafe_code)]
#![cfg(unix)]

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

#[test]
fn a_request_to_end_leaves_no_unfinished_file() {
    let work = tempfile::tempdir().unwrap();
    let posts = work.path().join("posts");
    fs::create_dir(&posts).unwrap();
    let body = "<p>words and words</p>\n".repeat(400);
    for index in 0..4000 {
        let text = format!("---\ntitle: Post {index}\n---\n{body}");
        fs::write(posts.join(format!("{index}.md")), text).unwrap();
    }
    let out = work.path().join("out");
    fs::create_dir(&out).unwrap();
    let book = out.join("book.epub");
    fs::write(&book, "the old book").unwrap();
    for (signal, status) in [("INT", 130), ("TERM", 143)] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_bindery"))
            .args(["epub", "--quiet", "-o"])
            .arg(&book)
            .arg(&posts)
            .stderr(Stdio::null())
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
        let id = child.id().to_string();
        Command::new("kill")
            .args(["-s", signal, &id])
            .status()
            .unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(status), "{signal}");
        let left: Vec<_> = fs::read_dir(&out)
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(left, ["book.epub"], "{signal}");
        assert_eq!(fs::read(&book).unwrap(), b"the old book", "{signal}");
    }
}
