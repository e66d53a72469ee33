//! The command line, case by case: each file in `tests/command` is a transcript of commands, what
//! they print and how they end.
#![forbid(unsafe_code)]

use std::process::{Command, Stdio};

#[test]
fn transcripts() {
    trycmd::TestCases::new().case("../../tests/command/*.trycmd");
}

/// What a terminal of 40 columns is shown while a book is made, by `script` of util-linux.
#[test]
fn the_line_of_progress_fits_into_a_narrow_terminal() {
    let work = tempfile::tempdir().unwrap();
    let body = "<p>words and words</p>\n".repeat(400);
    for index in 0..1500 {
        let text = format!("---\ntitle: Post {index}\n---\n{body}");
        std::fs::write(work.path().join(format!("{index}.md")), text).unwrap();
    }
    let command = format!(
        "stty cols 40 rows 24 <&2; exec '{}' epub --no-cover -o book.epub .",
        env!("CARGO_BIN_EXE_bindery")
    );
    let shown = Command::new("script")
        .args(["-qec", &command, "typescript"])
        .current_dir(work.path())
        .stdin(Stdio::null())
        .output();
    let is_made = shown.is_ok_and(|output| output.status.success());
    if !is_made {
        return bindery_tests::not_run("a narrow terminal", "install script, of util-linux");
    }
    let shown = std::fs::read_to_string(work.path().join("typescript")).unwrap();
    // Each line is drawn in the place of the one before.
    let lines: Vec<&str> = shown
        .split(['\r', '\n', '\u{1b}'])
        .map(|line| line.trim_start_matches("[2K"))
        .filter(|line| line.contains("/1,500 posts"))
        .collect();
    assert!(!lines.is_empty(), "{shown}");
    for line in lines {
        assert!(line.trim_end().chars().count() < 40, "{line:?}");
    }
    let summary = shown
        .lines()
        .find(|line| line.contains("wrote book.epub: 1500 posts"));
    let summary = summary.expect("the last line tells what was done");
    assert!(
        summary.contains(" in ") && summary.contains(" posts/s)"),
        "{summary}"
    );
}
