//! Posts to models, beside Ruby's kramdown on the same Markdown.
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::Context;
use bindery_parse::markdown::kramdown;
use bindery_parse::{ParseOptions, parse_post};

use crate::news;

/// Each program runs until this much time has passed; the fastest run counts.
const TIME: Duration = Duration::from_millis(1500);

/// How Ruby reads the files of a folder, and how long its fastest run of three takes.
const RUBY: &str = "require 'kramdown'; require 'kramdown-parser-gfm'
texts = Dir[ARGV[0] + '/*.{md,markdown}'].map { |f| File.read(f).sub(/\\A---\\n.*?\\n---\\n/m, '') }
puts Array.new(3) {
  start = Process.clock_gettime(Process::CLOCK_MONOTONIC)
  texts.each { |t| Kramdown::Document.new(t, input: 'GFM', hard_wrap: false, syntax_highlighter: nil).to_html }
  Process.clock_gettime(Process::CLOCK_MONOTONIC) - start
}.min";

/// Prints the table.
pub(crate) fn run() -> anyhow::Result<()> {
    println!("MB/s of one core           HTML  models");
    let news: Vec<(String, String)> = (0..4000)
        .map(news::Post::new)
        .map(|post| (post.file_name.clone(), post.source()))
        .collect();
    print_row("news posts", &news);
    let weblog = Path::new("../shared/archives/rails-weblog/_posts");
    let (rails, markdown) = match read(weblog) {
        Ok(posts) => posts,
        Err(error) => {
            println!("Rails weblog: not run: {error:#}");
            return Ok(());
        }
    };
    print_row("Rails weblog", &rails);
    let ours = print_row("Rails weblog, Markdown", &markdown);
    match ruby(weblog) {
        Some(theirs) => println!(
            "Ruby's kramdown on that Markdown: {:.2} s, {:.0} times ours",
            theirs,
            theirs / ours
        ),
        None => println!("Ruby's kramdown: not run: install Debian's ruby-kramdown"),
    }
    Ok(())
}

/// All posts of a folder, and those in Markdown: names and sources.
type Posts = Vec<(String, String)>;

fn read(folder: &Path) -> anyhow::Result<(Posts, Posts)> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut posts = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let text = String::from_utf8_lossy(&fs::read(&path)?).into_owned();
        posts.push((path.to_string_lossy().into_owned(), text));
    }
    let is_markdown = |name: &str| name.ends_with(".md") || name.ends_with(".markdown");
    let markdown = posts
        .iter()
        .filter(|(name, _)| is_markdown(name))
        .cloned()
        .collect();
    Ok((posts, markdown))
}

/// Seconds that the Markdown takes to become HTML.
fn print_row(name: &str, posts: &[(String, String)]) -> f64 {
    let bytes: usize = posts.iter().map(|(_, text)| text.len()).sum();
    let options = kramdown::Options::jekyll();
    let html = fastest(|| {
        for (_, text) in posts {
            let body = text.splitn(3, "---\n").last().unwrap_or_default();
            black_box(kramdown::to_html(body, &options));
        }
    });
    let models = fastest(|| {
        for (path, text) in posts {
            let options = ParseOptions {
                path,
                ..ParseOptions::default()
            };
            black_box(parse_post(text.as_bytes(), &options));
        }
    });
    let speed = |seconds: f64| bytes as f64 / 1e6 / seconds;
    println!("{name:24} {:6.0}  {:6.0}", speed(html), speed(models));
    html
}

fn fastest(mut run: impl FnMut()) -> f64 {
    let begun = Instant::now();
    let mut best = f64::INFINITY;
    while begun.elapsed() < TIME {
        let start = Instant::now();
        run();
        best = best.min(start.elapsed().as_secs_f64());
    }
    best
}

fn ruby(folder: &Path) -> Option<f64> {
    let output = Command::new("ruby")
        .args(["-e", RUBY])
        .arg(folder)
        .output()
        .ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}
