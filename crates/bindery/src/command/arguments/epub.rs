//! What `bindery epub` takes.
use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::CommonArguments;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  bindery epub my-site                      ./TITLE.epub
  bindery epub my-site -o book.epub --since 2024-01-01 --category news
  bindery epub posts.zip --title \"My posts\" --author \"Jo Doe\"")]
pub(crate) struct EpubArguments {
    #[command(flatten)]
    pub(crate) common: CommonArguments,
    /// The file to write [default: the title, with .epub]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
    /// The title of the book [default: the site's]
    #[arg(long, value_name = "TEXT")]
    pub(crate) title: Option<String>,
    /// An author of the book; may be given several times [default: the site's]
    #[arg(long, value_name = "NAME")]
    pub(crate) author: Vec<String>,
    /// The language of the book, such as zh-CN [default: the site's]
    #[arg(long, value_name = "TAG")]
    pub(crate) language: Option<String>,
    /// A picture for the cover: JPEG, PNG or GIF
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) cover: Option<PathBuf>,
    /// A style sheet to add to the book's own
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) css: Option<PathBuf>,
    /// The book's identifier [default: made from the site's address and title]
    #[arg(long, value_name = "URI")]
    pub(crate) identifier: Option<String>,
}
