//! What every command that reads a source takes.
use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

/// A kind of site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SiteName {
    /// Jekyll: _config.yml, _posts
    Jekyll,
    /// Hugo: hugo.toml, content
    Hugo,
    /// Zola: config.toml, content
    Zola,
    /// Hexo: source/_posts
    Hexo,
    /// Pelican: pelicanconf.py, content
    Pelican,
    /// Eleventy: eleventy.config.js, .eleventy.js
    Eleventy,
    /// Lektor: *.lektorproject, content
    Lektor,
    /// Notes of Obsidian
    Obsidian,
    /// Any folder of posts
    Folder,
    /// RSS, Atom or JSON Feed: the feeds of a folder
    Feed,
    /// What WordPress exports: the exports of a folder
    Wordpress,
    /// What Ghost exports: the exports of a folder
    Ghost,
    /// What Movable Type, TypePad, Hatena and others export: the exports of a folder
    MovableType,
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

/// What every command that reads a source takes.
#[derive(Debug, Clone, Args)]
pub(crate) struct ReadingArguments {
    /// A site, a folder, an archive file, a feed, an export of a site or a post; - is standard
    /// input. Several posts, several feeds, or several exports, are read as one
    #[arg(value_name = "SOURCE", required = true, value_hint = ValueHint::AnyPath)]
    pub(crate) sources: Vec<PathBuf>,
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
    #[arg(long, value_name = "DATE", value_parser = day, help_heading = "Selection")]
    pub(crate) since: Option<jiff::civil::Date>,
    /// Only posts of this day or earlier
    #[arg(long, value_name = "DATE", value_parser = day, help_heading = "Selection")]
    pub(crate) until: Option<jiff::civil::Date>,
    /// Only posts of this category; may be given several times
    #[arg(long, value_name = "NAME", help_heading = "Selection")]
    pub(crate) category: Vec<String>,
    /// Only posts with this tag; may be given several times
    #[arg(long, value_name = "NAME", help_heading = "Selection")]
    pub(crate) tag: Vec<String>,
    /// Only posts by this author; may be given several times
    #[arg(long, value_name = "NAME", help_heading = "Selection")]
    pub(crate) by: Vec<String>,
    /// Only posts in this language; zh takes zh-CN too; may be given several times
    #[arg(long, value_name = "TAG", help_heading = "Selection")]
    pub(crate) in_language: Vec<String>,
    /// Only posts whose files match, such as 2024/** or notes; may be given several times
    #[arg(long, value_name = "GLOB", help_heading = "Selection")]
    pub(crate) path: Vec<String>,
    /// Take the documents of this collection of the site, not its posts; may be given several times
    #[arg(long, value_name = "NAME", help_heading = "Selection")]
    pub(crate) collection: Vec<String>,
    /// Threads to work with; 0 is one for each core, and eight at least where they wait for a disk
    #[arg(long, value_name = "N", help_heading = "Settings")]
    pub(crate) jobs: Option<usize>,
    /// A folder in which to keep what is made of posts: the next run makes only those anew that
    /// changed
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, help_heading = "Settings")]
    pub(crate) cache: Option<PathBuf>,
    /// The kind of site [default: what its files tell]
    #[arg(long, value_enum, value_name = "KIND", help_heading = "Settings")]
    pub(crate) site: Option<SiteName>,
    /// The dialect of Markdown [default: the one that the site's generator reads]
    #[arg(long, value_enum, value_name = "DIALECT", help_heading = "Settings")]
    pub(crate) markdown: Option<MarkdownDialect>,
    /// The largest file that is read, in megabytes [default: 268]
    #[arg(long, value_name = "MB", help_heading = "Settings")]
    pub(crate) max_file_size: Option<u64>,
    /// The most files that an archive may hold [default: 5000000]
    #[arg(long, value_name = "N", help_heading = "Settings")]
    pub(crate) max_files: Option<u64>,
    /// The most that a compressed archive may unpack to, in megabytes [default: 68719]
    #[arg(long, value_name = "MB", help_heading = "Settings")]
    pub(crate) max_unpacked_size: Option<u64>,
    /// A settings file: .toml to use instead of the archive's bindery.toml, .yml instead of its
    /// _config.yml
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Settings")]
    pub(crate) config: Option<PathBuf>,
}

/// A day on the command line.
pub(crate) fn day(text: &str) -> Result<jiff::civil::Date, &'static str> {
    text.parse().map_err(|_| "write a day as 2024-01-31")
}
