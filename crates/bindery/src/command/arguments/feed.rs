//! What `bindery feed` takes.
use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use super::CommonArguments;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  bindery feed my-site -o feed.xml          the newest posts, as many as the site itself says
  bindery feed my-site --format json --limit 0
  bindery feed my-site --category news --url https://example.com")]
pub(crate) struct FeedArguments {
    #[command(flatten)]
    pub(crate) common: CommonArguments,
    /// The file to write [default: standard output]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
    /// The format [default: by the ending of FILE, else atom]
    #[arg(long, value_enum)]
    pub(crate) format: Option<FeedFormat>,
    /// How many posts, the newest first; 0 is every post [default: the site's own limit, else 10]
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
    /// The site's address, such as https://example.com [default: the site's own]
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FeedFormat {
    Rss,
    Atom,
    Json,
}
