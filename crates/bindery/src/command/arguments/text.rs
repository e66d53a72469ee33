//! What `bindery text` takes.
use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use super::CommonArguments;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  bindery text my-site | less
  bindery text my-site -o all.txt --width 40
  bindery text my-site -o texts/            one file for each post
  bindery text my-site --format jsonl       one JSON object a line")]
pub(crate) struct TextArguments {
    #[command(flatten)]
    pub(crate) common: CommonArguments,
    /// The file to write, or a folder (with a slash at the end) for one file a post
    /// [default: standard output]
    #[arg(short, long, value_name = "FILE|DIR/", value_hint = ValueHint::AnyPath)]
    pub(crate) output: Option<PathBuf>,
    /// Columns of a line; 0 for one line a paragraph
    /// [default: the terminal's width, else 72]
    #[arg(long, value_name = "N")]
    pub(crate) width: Option<usize>,
    /// What becomes of the addresses of links
    #[arg(long, value_enum, default_value = "footnote")]
    pub(crate) links: TextLinks,
    /// Text for reading, or a JSON object a line for search engines
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: TextFormat,
}

/// What becomes of the addresses of links in text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextLinks {
    /// A number behind the link, the addresses at the end of the post
    Footnote,
    /// The address behind the link
    Inline,
    /// They are left out
    None,
}

/// What `text` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextFormat {
    /// Text for reading
    Text,
    /// A JSON object a line: id, url, title, date, authors, categories, tags, lang, text, words,
    /// characters
    Jsonl,
}
