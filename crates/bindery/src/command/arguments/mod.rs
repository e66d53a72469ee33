//! What can be typed.
mod build;
mod check;
mod convert;
mod epub;
mod feed;
#[cfg(feature = "fetch")]
mod fetching;
mod inspect;
mod pictures;
mod reading;
mod text;

use clap::{Parser, Subcommand};

pub(crate) use build::{BuildArguments, WatchArguments};
pub(crate) use check::CheckArguments;
pub(crate) use convert::{ConvertArguments, ConvertFormat};
pub(crate) use epub::{BookArguments, CreatorArgument, EpubArguments, GroupName, SplitArgument};
pub(crate) use feed::{FeedArguments, FeedFormat, FeedIds, FeedSubject};
#[cfg(feature = "fetch")]
pub(crate) use fetching::FetchArguments;
pub(crate) use inspect::InspectArguments;
pub(crate) use pictures::{ImageChoice, PictureArguments};
pub(crate) use reading::{MarkdownDialect, ReadingArguments, SiteName};
pub(crate) use text::{TextAmbiguous, TextArguments, TextFormat, TextHeader, TextLinks, encoding};

/// Turn archives of posts into EPUB books, feeds and plain text.
#[derive(Debug, Parser)]
#[command(
    name = "bindery",
    version,
    max_term_width = 100,
    arg_required_else_help = true
)]
#[command(after_help = "\
SOURCE is a Jekyll site, a folder of posts, a .zip or .tar (.gz, .bz2, .xz, .zst) of either, posts by their \
names, or - for standard input.

Examples:
  bindery epub my-site                      write the book, named after the site's title
  bindery feed my-site --format rss -o feed.xml
  bindery text my-site.zip --width 40 | less
  bindery check my-site                     say what is wrong with the posts

Exit status: 0 all is well; 1 some posts had errors and the rest is written; 2 nothing is written.")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write a book (EPUB 3)
    Epub(Box<EpubArguments>),
    /// Write a feed (RSS 2.0, Atom 1.0 or JSON Feed 1.1)
    Feed(FeedArguments),
    /// Write plain text
    Text(TextArguments),
    /// Make all that bindery.toml names, from one reading of the archive
    Build(BuildArguments),
    /// Make all that bindery.toml names, again whenever a file changes
    Watch(WatchArguments),
    /// Convert one post
    Convert(Box<ConvertArguments>),
    /// Read everything, write nothing, and say what is wrong
    Check(CheckArguments),
    /// Say what is in an archive, and where each setting comes from
    Inspect(InspectArguments),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_consistent() {
        super::Arguments::command().debug_assert();
    }
}
