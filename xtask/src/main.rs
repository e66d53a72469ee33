//! Chores of the repository. `cargo xtask help` lists them.
#![forbid(unsafe_code)]

mod bench;
mod html;
mod news;
mod posts;
mod process;

use std::path::PathBuf;

use bench::BenchArguments;
use clap::{Parser, Subcommand};

/// The allocator of the command, so that what is measured here is what it does.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Chores of the repository.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Debug, Subcommand)]
enum Chore {
    /// Measure, beside peers, in one run; without a name, the command on all its tasks
    Bench {
        #[command(subcommand)]
        benchmark: Option<Bench>,
        #[command(flatten)]
        arguments: BenchArguments,
    },
    /// Write a Jekyll archive of made-up Chinese news posts
    News {
        /// The folder to write
        folder: PathBuf,
        /// How many posts
        #[arg(long, default_value_t = 1000)]
        posts: usize,
    },
}

#[derive(Debug, Subcommand)]
enum Bench {
    /// HTML to trees and tokens: beside html5ever and lol_html
    Html,
    /// Posts to models: beside Ruby's kramdown
    Posts,
    /// Opening archives: beside reading the heads of their files
    Reading(BenchArguments),
    /// Archives to books: beside pandoc and pigz
    Epub(BenchArguments),
    /// A second run with a cache: beside one without
    Cache(BenchArguments),
    /// Archives to plain text: beside w3m, lynx and pandoc
    Text(BenchArguments),
    /// Archives to feeds: beside Jekyll with jekyll-feed
    Feed(BenchArguments),
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().chore {
        Chore::Bench {
            benchmark,
            arguments,
        } => match benchmark {
            None => bench::run(&bench::ALL, &arguments),
            Some(Bench::Html) => html::run(),
            Some(Bench::Posts) => posts::run(),
            Some(Bench::Reading(arguments)) => bench::run(&[bench::READING], &arguments),
            Some(Bench::Cache(arguments)) => bench::run(&[bench::CACHE], &arguments),
            Some(Bench::Text(arguments)) => bench::run(&[bench::TEXT], &arguments),
            Some(Bench::Epub(arguments)) => bench::run(&[bench::EPUB], &arguments),
            Some(Bench::Feed(arguments)) => bench::run(&[bench::FEED], &arguments),
        },
        Chore::News { folder, posts } => news::write_archive(&folder, posts),
    }
}
