//! What `bindery build` and `bindery watch` take.
use clap::Args;

use super::CommonArguments;

#[derive(Debug, Args)]
#[command(
    mut_arg("sources", |argument| argument.required(false)),
    after_help = "\
bindery.toml names what is made: a table [epub], [feed] or [text] for each output, or several as
[[epub]]. Each takes what the command of that name takes, and since, until, categories, tags and
collections of its own. Paths in it lead from the folder that it lies in.

  [[epub]]
  output = \"all.epub\"
  [[epub]]
  output = \"news.epub\"
  categories = [\"news\"]
  [feed]
  output = \"feed.xml\"

Examples:
  bindery build                             what bindery.toml in this folder names
  bindery build my-site --config books.toml
  bindery watch my-site                     the same, again whenever a file changes"
)]
pub(crate) struct BuildArguments {
    #[command(flatten)]
    pub(crate) common: CommonArguments,
    #[cfg(feature = "fetch")]
    #[command(flatten)]
    pub(crate) fetch: super::FetchArguments,
}
