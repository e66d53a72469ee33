//! Archives to plain text, beside pandoc on the same posts, and beside browsers for terminals on all
//! posts as one page.
use std::path::PathBuf;
use std::process::Command;

use super::input::grouped;
use super::peers::is_installed;
use super::{BenchArguments, Input, Program, Task, peers};
use crate::news;

/// Columns of a line, for all.
const WIDTH: &str = "40";

/// Text of archives of three sizes.
pub(crate) fn tasks(arguments: &BenchArguments, input: &Input) -> anyhow::Result<Vec<Task>> {
    let (large, middle) = (arguments.posts, arguments.posts / 5);
    let small = (large / 100).max(1);
    let text = |posts: usize| -> anyhow::Result<Program> {
        let flags = ["text", "--quiet", "--width", WIDTH];
        let command = input.bindery(&flags, &input.news(posts)?, Some("text.txt"));
        Ok(Program::command("bindery", posts, command))
    };
    let markdown = input.bindery(
        &["text", "--quiet", "--format", "markdown"],
        &input.news(middle)?,
        Some("text.md"),
    );
    let page = page(input, middle)?;
    let browser = |program: &'static str, how: &'static str, flags: &[&str]| {
        if !is_installed(program) {
            return Program::missing(program, how);
        }
        let mut command = Command::new(program);
        command.args(flags).arg(&page);
        Program::command(program, middle, command)
    };
    let w3m = ["-dump", "-T", "text/html", "-I", "UTF-8", "-cols", WIDTH];
    let width = format!("-width={WIDTH}");
    let lynx = ["-dump", "-force_html", "-assume_charset=utf-8", &width];
    let columns = format!("--columns={WIDTH}");
    Ok(vec![
        Task {
            name: format!("text of {} posts", grouped(middle)),
            reads: vec![input.news(middle)?],
            programs: vec![
                text(middle)?,
                browser("w3m", "install Debian's w3m", &w3m).at_least(1.0),
                browser("lynx", "install Debian's lynx", &lynx).at_least(1.0),
                peers::pandoc(
                    "pandoc -t plain",
                    small,
                    &input.output(""),
                    &["--to", "plain", &columns],
                )?
                .at_least(100.0),
                Program::command("bindery, Markdown", middle, markdown),
            ],
        },
        Task {
            name: format!(
                "text of {} posts, by the post of {}",
                grouped(large),
                grouped(small)
            ),
            reads: vec![input.news(large)?, input.news(small)?],
            programs: vec![text(large)?, text(small)?.at_least(0.85)],
        },
    ])
}

/// The posts as one page, since browsers do not read archives.
fn page(input: &Input, posts: usize) -> anyhow::Result<PathBuf> {
    let path = input.output(&format!("page-{posts}.html"));
    let mut text = String::from("<!DOCTYPE html>\n<meta charset=\"utf-8\">\n");
    for post in (0..posts).map(news::Post::new) {
        text.push_str(&format!("<h1>{}</h1>\n{}\n", post.title, post.body));
    }
    std::fs::write(&path, text)?;
    Ok(path)
}
