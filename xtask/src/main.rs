//! Chores of the repository. `cargo xtask help` lists them.
#![forbid(unsafe_code)]

mod books;
mod html;
mod news;
mod posts;
mod process;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// Chores of the repository.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Debug, Subcommand)]
enum Chore {
    /// Measure, beside peers, in one run
    #[command(subcommand)]
    Bench(Bench),
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
    /// Archives to books: beside pandoc and pigz
    Epub {
        /// Posts for the comparison with pandoc
        #[arg(long, default_value_t = 2000)]
        pandoc_posts: usize,
        /// Posts for the comparison with pigz, and for peak memory
        #[arg(long, default_value_t = 20_000)]
        posts: usize,
    },
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().chore {
        Chore::Bench(Bench::Html) => html::run(),
        Chore::Bench(Bench::Posts) => posts::run(),
        Chore::Bench(Bench::Epub {
            pandoc_posts,
            posts,
        }) => books::run(pandoc_posts, posts),
        Chore::News { folder, posts } => news::write_archive(&folder, posts),
    }
}
