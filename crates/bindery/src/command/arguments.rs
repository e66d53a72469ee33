//! What can be typed.
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};

/// Turn archives of posts into EPUB books, feeds and plain text.
#[derive(Debug, Parser)]
#[command(
    name = "bindery",
    version,
    max_term_width = 100,
    arg_required_else_help = true
)]
#[command(after_help = "\
SOURCE is a Jekyll site, a folder of posts, a .zip, .tar, .tar.gz or .tar.zst of either, one post, \
or - for standard input.

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
    Epub(EpubArguments),
    /// Write a feed (RSS 2.0, Atom 1.0 or JSON Feed 1.1)
    Feed(FeedArguments),
    /// Write plain text
    Text(TextArguments),
    /// Convert one post
    Convert(ConvertArguments),
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

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  bindery convert post.md --to html
  bindery convert post.html --to epub -o post.epub
  bindery convert - --to text < post.md")]
pub(crate) struct ConvertArguments {
    #[command(flatten)]
    pub(crate) common: CommonArguments,
    /// What to make of it
    #[arg(long, value_enum)]
    pub(crate) to: ConvertFormat,
    /// The file to write [default: standard output; for epub the title, with .epub]
    #[arg(short, long, value_name = "OUT", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ConvertFormat {
    Epub,
    Html,
    Json,
    Text,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    #[command(flatten)]
    pub(crate) common: CommonArguments,
    /// Tell the parse errors of HTML too, as notes: the standard says how each is repaired
    #[arg(long, conflicts_with = "quiet", help_heading = "Reporting")]
    pub(crate) html: bool,
}

#[derive(Debug, Args)]
pub(crate) struct InspectArguments {
    #[command(flatten)]
    pub(crate) common: CommonArguments,
}

/// A kind of site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SiteName {
    /// Jekyll: _config.yml, _posts
    Jekyll,
    /// Hugo: hugo.toml, content
    Hugo,
    /// Zola: config.toml, content
    Zola,
    /// Any folder of posts
    Folder,
}

/// A dialect of Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MarkdownDialect {
    /// kramdown, as Jekyll reads it
    Kramdown,
    /// CommonMark with GitHub's extensions
    Gfm,
    /// CommonMark
    Commonmark,
}

/// What every command takes.
#[derive(Debug, Args)]
pub(crate) struct CommonArguments {
    /// A site, a folder, an archive file or a post; - is standard input
    #[arg(value_name = "SOURCE", value_hint = ValueHint::AnyPath)]
    pub(crate) source: PathBuf,
    /// Print nothing but errors that stop the work
    #[arg(short, long, help_heading = "Reporting")]
    pub(crate) quiet: bool,
    /// Print every diagnostic, notes included, and fold none
    #[arg(short, long, conflicts_with = "quiet", help_heading = "Reporting")]
    pub(crate) verbose: bool,
    /// Print a report as JSON to standard output
    #[arg(long, help_heading = "Reporting")]
    pub(crate) json: bool,
    /// Let warnings count as errors
    #[arg(long, help_heading = "Reporting")]
    pub(crate) strict: bool,
    /// Take drafts too
    #[arg(long, help_heading = "Selection")]
    pub(crate) drafts: bool,
    /// Take posts with a date in the future too
    #[arg(long, help_heading = "Selection")]
    pub(crate) future: bool,
    /// Only posts of this day (2024-01-31) or later
    #[arg(long, value_name = "DATE", help_heading = "Selection")]
    pub(crate) since: Option<jiff::civil::Date>,
    /// Only posts of this day or earlier
    #[arg(long, value_name = "DATE", help_heading = "Selection")]
    pub(crate) until: Option<jiff::civil::Date>,
    /// Only posts of this category; may be given several times
    #[arg(long, value_name = "NAME", help_heading = "Selection")]
    pub(crate) category: Vec<String>,
    /// Only posts with this tag; may be given several times
    #[arg(long, value_name = "NAME", help_heading = "Selection")]
    pub(crate) tag: Vec<String>,
    /// Take the documents of this collection of the site, not its posts; may be given several times
    #[arg(long, value_name = "NAME", help_heading = "Selection")]
    pub(crate) collection: Vec<String>,
    /// Threads to work with; 0 is one for each core
    #[arg(long, value_name = "N", help_heading = "Settings")]
    pub(crate) jobs: Option<usize>,
    /// The kind of site [default: what its files tell]
    #[arg(long, value_enum, value_name = "KIND", help_heading = "Settings")]
    pub(crate) site: Option<SiteName>,
    /// The dialect of Markdown [default: the one that the site's generator reads]
    #[arg(long, value_enum, value_name = "DIALECT", help_heading = "Settings")]
    pub(crate) markdown: Option<MarkdownDialect>,
    /// The largest file that is read, in megabytes [default: 268]
    #[arg(long, value_name = "MB", help_heading = "Settings")]
    pub(crate) max_file_size: Option<u64>,
    /// A settings file: .toml to use instead of the archive's bindery.toml, .yml instead of its
    /// _config.yml
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Settings")]
    pub(crate) config: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_consistent() {
        super::Arguments::command().debug_assert();
    }
}
