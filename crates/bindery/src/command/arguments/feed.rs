//! What `bindery feed` takes.
use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use super::ReadingArguments;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  bindery feed my-site -o feed.xml          the newest posts, as many as the site itself says
  bindery feed my-site --format json --limit 0
  bindery feed my-site -o _site/            all the feeds that the site's _config.yml asks for
  bindery feed my-site -o _site/ --format rss,atom,json --per category,tag --archive 100")]
pub(crate) struct FeedArguments {
    #[command(flatten)]
    pub(crate) reading: ReadingArguments,
    /// The file to write, or a folder (with a slash at the end), usually that of the site, for all
    /// its feeds [default: standard output]
    #[arg(short, long, value_name = "FILE|DIR/", value_hint = ValueHint::AnyPath)]
    pub(crate) output: Option<PathBuf>,
    /// The format; several, with commas, for a folder [default: by the ending of FILE, else atom]
    #[arg(long, value_enum, value_delimiter = ',')]
    pub(crate) format: Vec<FeedFormat>,
    /// How many posts, the newest first; 0 is every post [default: the site's own limit, else 10]
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
    /// The site's address, such as https://example.com; for a feed made of feeds, where it will
    /// lie, or its folder [default: the site's own; for a feed made of feeds none]
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,
    /// A feed for each category, tag, author or language too, with a page and an OPML file that
    /// list them (feeds.html, feeds.opml)
    #[arg(long, value_enum, value_delimiter = ',', value_name = "WHAT")]
    pub(crate) per: Vec<FeedSubject>,
    /// All posts too, N on each page, as archive documents (RFC 5005) that the feed leads to; new
    /// posts change the last one only
    #[arg(long, value_name = "N", conflicts_with = "complete")]
    pub(crate) archive: Option<usize>,
    /// Every post, and a mark that says so (RFC 5005): readers may forget what is not in it
    #[arg(long, conflicts_with = "limit")]
    pub(crate) complete: bool,
    /// Summaries without the text
    #[arg(long)]
    pub(crate) excerpt_only: bool,
    /// How ids are made for posts that have no `id` of their own [default: redirect; address for
    /// sites that name jekyll-feed]
    #[arg(long, value_enum, value_name = "WAY")]
    pub(crate) ids: Option<FeedIds>,
    /// A WebSub hub, which tells subscribers of what is new
    #[arg(long, value_name = "URL")]
    pub(crate) hub: Option<String>,
    /// Write style sheets too, so that a browser shows the feeds as pages
    #[arg(long)]
    pub(crate) style: bool,
    /// Elements on lines of their own, for people to read
    #[arg(long)]
    pub(crate) pretty: bool,
    /// Write each file compressed too, with .gz at its end
    #[arg(long)]
    pub(crate) gzip: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FeedFormat {
    Rss,
    Atom,
    Json,
}

/// What there is a feed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FeedSubject {
    Category,
    Tag,
    Author,
    Language,
}

/// How ids are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FeedIds {
    /// From the present address, as jekyll-feed makes them
    Address,
    /// From the first address in `redirect_from`, else the present one
    Redirect,
    /// Tag URIs of the host, the date and the short name (RFC 4151)
    Tag,
}
