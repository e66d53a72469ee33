//! Feeds of whole archives, beside Jekyll with jekyll-feed.
use std::process::Command;

use super::input::grouped;
use super::peers::{self, is_installed};
use super::reading::{read_and_parse, read_heads};
use super::{BenchArguments, Input, Program, Task};

/// What Jekyll is told besides the archive's own configuration.
const WITH_FEED: &str = "plugins: [jekyll-feed]\nfeed: {posts_limit: 1000000}\n";

/// A feed of every post, in one format and in three, of a middle and a large archive.
pub(crate) fn tasks(arguments: &BenchArguments, input: &Input) -> anyhow::Result<Vec<Task>> {
    let (large, middle) = (arguments.posts, arguments.posts / 5);
    let small = (large / 100).max(1);
    let feed = |name: &str, posts: usize| -> anyhow::Result<Program> {
        let flags = ["feed", "--quiet", "--limit", "0"];
        let command = input.bindery(&flags, &input.news(posts)?, Some("feed.xml"));
        Ok(Program::command(name, posts, command))
    };
    let of_export = |posts: usize| -> anyhow::Result<Program> {
        let flags = ["feed", "--quiet", "--limit", "0"];
        let command = input.bindery(&flags, &input.export(posts)?, Some("export.xml"));
        let name = format!("bindery, {} from WordPress", grouped(posts));
        Ok(Program::command(&name, posts, command))
    };
    let folder = input.output("feeds");
    std::fs::create_dir_all(&folder)?;
    let flags = [
        "feed",
        "--quiet",
        "--limit",
        "0",
        "--format",
        "rss,atom,json",
        "--per",
        "tag",
    ];
    let many = input.bindery(&flags, &input.news(middle)?, Some("feeds/"));
    let archive = input.news(large)?;
    let newest = input.bindery(
        &["feed", "--quiet", "--limit", "20"],
        &archive,
        Some("newest.xml"),
    );
    Ok(vec![
        Task {
            name: format!("feed of the newest 20 of {} posts", grouped(large)),
            reads: vec![archive.clone()],
            programs: vec![
                Program::command("bindery", large, newest),
                read_heads(&archive, large).at_least(0.5),
            ],
        },
        Task {
            name: format!("feed of all {} posts", grouped(middle)),
            reads: vec![input.news(middle)?],
            programs: vec![
                feed("bindery", middle)?,
                read_and_parse(&input.news(middle)?, middle).at_least(1.0 / 3.0),
                peers::hugo("hugo, that feed alone", input, middle)?,
                jekyll(input, small)?.at_least(50.0),
                Program::command("bindery, six feeds in three formats", middle, many),
            ],
        },
        Task {
            name: format!("feed of all {} posts", grouped(large)),
            reads: vec![
                input.news(large)?,
                input.news(middle)?,
                input.export(large)?,
                input.export(middle)?,
            ],
            programs: vec![
                feed("bindery", large)?,
                feed("bindery, a fifth of them", middle)?,
                of_export(large)?,
                of_export(middle)?,
            ],
        },
    ])
}

/// `jekyll build` with jekyll-feed: it writes the site too, without layouts.
fn jekyll(input: &Input, posts: usize) -> anyhow::Result<Program> {
    let name = "jekyll build with jekyll-feed";
    if !is_installed("jekyll") {
        return Ok(Program::missing(
            name,
            "install Debian's jekyll and ruby-jekyll-feed",
        ));
    }
    let archive = input.news(posts)?;
    let configuration = input.output("jekyll-feed.yml");
    std::fs::write(&configuration, WITH_FEED)?;
    let both = format!(
        "{},{}",
        archive.join("_config.yml").display(),
        configuration.display()
    );
    let mut command = Command::new("jekyll");
    command
        .args([
            "build",
            "--quiet",
            "--disable-disk-cache",
            "--config",
            &both,
            "--source",
        ])
        .arg(&archive)
        .arg("--destination")
        .arg(input.output("jekyll-site"));
    Ok(Program::command(name, posts, command))
}
