//! What `bindery build` and `bindery watch` take.
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct WatchArguments {
    #[command(flatten)]
    pub(crate) build: BuildArguments,
    /// Look at all files every so many seconds, instead of being told of changes by the system, which
    /// does not tell of those that other machines make in network storage. Without it that is done
    /// every 2 seconds where it is seen to be needed
    #[arg(long, value_name = "SECONDS", help_heading = "Settings",
        value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) poll: Option<u64>,
}

use super::ReadingArguments;

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
    pub(crate) reading: ReadingArguments,
    #[cfg(feature = "fetch")]
    #[command(flatten)]
    pub(crate) fetch: super::FetchArguments,
}
