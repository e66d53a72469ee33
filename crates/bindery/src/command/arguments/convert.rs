//! What `bindery convert` takes.
use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use super::{BookArguments, ReadingArguments};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  bindery convert post.md --to html
  bindery convert post.html --to epub -o post.epub
  bindery convert post.md --to epub --author \"Jo Doe\" --no-title-page --images fetch
  bindery convert - --to text < post.md")]
pub(crate) struct ConvertArguments {
    #[command(flatten)]
    pub(crate) reading: ReadingArguments,
    /// What to make of it
    #[arg(long, value_enum)]
    pub(crate) to: ConvertFormat,
    /// The file to write [default: standard output; for epub the title, with .epub, in the folder
    /// that is named, or here]
    #[arg(short, long, value_name = "OUT", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) book: BookArguments,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ConvertFormat {
    Epub,
    Html,
    Json,
    #[value(alias = "txt")]
    Text,
    #[value(alias = "md")]
    Markdown,
}
