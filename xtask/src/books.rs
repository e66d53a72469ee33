//! Archives to books, beside pandoc on the same posts and beside packing the sources with pigz.
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};

use crate::news;
use crate::process::{Cost, measure};

/// Runs of each program; the fastest counts.
const RUNS: usize = 3;

/// Prints the table.
pub(crate) fn run(pandoc_posts: usize, posts: usize) -> anyhow::Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["build", "--release", "--package", "bindery"])
        .status()?;
    ensure!(status.success(), "the command does not build");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or("target".into(), PathBuf::from);
    let bench = Bench {
        bindery: target.join("release/bindery"),
        folder: target.join("bench"),
    };
    bench.beside_pandoc(pandoc_posts)?;
    bench.beside_pigz(posts)
}

struct Bench {
    bindery: PathBuf,
    folder: PathBuf,
}

impl Bench {
    fn archive(&self, posts: usize) -> anyhow::Result<PathBuf> {
        let folder = self.folder.join(format!("news-{posts}"));
        if !folder.is_dir() {
            news::write_archive(&folder, posts)?;
        }
        Ok(folder)
    }

    fn bindery_epub(&self, posts: usize) -> anyhow::Result<Cost> {
        let archive = self.archive(posts)?;
        let book = self.folder.join("book.epub");
        let mut command = Command::new(&self.bindery);
        command
            .args(["epub", "--quiet"])
            .arg(&archive)
            .arg("-o")
            .arg(&book);
        fastest(&mut command)
    }

    fn beside_pandoc(&self, posts: usize) -> anyhow::Result<()> {
        let ours = self.bindery_epub(posts)?;
        println!("{posts} posts to EPUB");
        print_row("bindery", ours, ours);
        match find_pandoc() {
            Some(pandoc) => {
                let input = self.pandoc_input(posts)?;
                let mut command = Command::new(pandoc);
                command.args([
                    "--from",
                    "markdown-yaml_metadata_block",
                    "--metadata",
                    "title=x",
                ]);
                command
                    .arg("--output")
                    .arg(self.folder.join("pandoc.epub"))
                    .arg(input);
                print_row("pandoc", measure(&mut command)?, ours);
            }
            None => println!("  pandoc   not run: install it, or `pip install pypandoc_binary`"),
        }
        Ok(())
    }

    /// The posts as one Markdown file with headings, since pandoc cannot read an archive.
    fn pandoc_input(&self, posts: usize) -> anyhow::Result<PathBuf> {
        let path = self.folder.join(format!("pandoc-{posts}.md"));
        let text: String = (0..posts)
            .map(news::Post::new)
            .map(|post| format!("# {}\n\n{}\n\n", post.title, post.body))
            .collect();
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(path)
    }

    fn beside_pigz(&self, posts: usize) -> anyhow::Result<()> {
        let ours = self.bindery_epub(posts)?;
        let sources = self.archive(posts)?.join("_posts");
        println!(
            "{posts} posts to EPUB, {} MB of source",
            size_of(&sources)? >> 20
        );
        print_row("bindery", ours, ours);
        let mut command = Command::new("sh");
        command
            .arg("-c")
            .arg("find . -name '*.md' -exec cat {} + | pigz -6 -p 2");
        command.current_dir(&sources);
        if Command::new("pigz").arg("--version").output().is_ok() {
            print_row("pigz", fastest(&mut command)?, ours);
        } else {
            println!("  pigz     not run: install Debian's pigz");
        }
        Ok(())
    }
}

fn fastest(command: &mut Command) -> anyhow::Result<Cost> {
    let mut best = measure(command)?;
    for _ in 1..RUNS {
        let cost = measure(command)?;
        best.time = best.time.min(cost.time);
        best.memory = best.memory.max(cost.memory);
    }
    Ok(best)
}

fn print_row(name: &str, cost: Cost, ours: Cost) {
    println!(
        "  {name:8} {:8.2} s  {:5} MB  {:7.1} x bindery's time",
        cost.time.as_secs_f64(),
        cost.memory >> 20,
        cost.time.as_secs_f64() / ours.time.as_secs_f64()
    );
}

fn size_of(folder: &Path) -> anyhow::Result<u64> {
    fs::read_dir(folder)?.try_fold(0, |sum, entry| Ok(sum + entry?.metadata()?.len()))
}

/// pandoc on the path, or the one that a Python package carries.
fn find_pandoc() -> Option<PathBuf> {
    if Command::new("pandoc").arg("--version").output().is_ok() {
        return Some("pandoc".into());
    }
    let script = "import pypandoc; print(pypandoc.get_pandoc_path())";
    let output = Command::new("python3").args(["-c", script]).output().ok()?;
    let path = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| PathBuf::from(path.trim()))
}
