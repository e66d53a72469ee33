//! What `bindery epub` takes.
use std::path::PathBuf;
use std::str::FromStr;

use bindery_epub::{Creator, GroupBy, SplitBy};
use clap::{Args, ValueEnum, ValueHint};

use super::reading::day;
use super::{PictureArguments, ReadingArguments};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  bindery epub my-site                      ./TITLE.epub
  bindery epub my-site/_posts/2024-*.md     only these posts
  bindery epub my-site -o book.epub --since 2024-01-01 --category news
  bindery epub posts.zip --title \"My posts\" --author \"Jo Doe\" --creator \"trl:Ann Lee\"
  bindery epub my-site --group-by category --author-pages
  bindery epub my-site --split-by year -o books/
  bindery epub my-site --images fetch --fetch-max-size 5")]
pub(crate) struct EpubArguments {
    #[command(flatten)]
    pub(crate) reading: ReadingArguments,
    /// The file to write, or the folder for it [default: the title, with .epub, here]; with
    /// --split-by a folder, or the beginning of the names
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) book: BookArguments,
    /// Write several books: year, month, category, tag, posts:N or size:MB. A post with several
    /// categories or tags goes with the first
    #[arg(long, value_name = "PARTS", help_heading = "Contents")]
    pub(crate) split_by: Option<SplitArgument>,
    /// How posts are ordered and grouped in the contents [default: by year above 30 posts, by year
    /// and month above 300]
    #[arg(long, value_enum, value_name = "GROUP", help_heading = "Contents")]
    pub(crate) group_by: Option<GroupName>,
    /// Leave out the pages that list posts by category and by tag
    #[arg(long, help_heading = "Contents")]
    pub(crate) no_index: bool,
    /// Add a page for each author
    #[arg(long, help_heading = "Contents")]
    pub(crate) author_pages: bool,
}

/// What any book takes, be it of one post or of many.
#[derive(Debug, Default, PartialEq, Args)]
pub(crate) struct BookArguments {
    /// The title of the book [default: the site's]
    #[arg(long, value_name = "TEXT", help_heading = "About the book")]
    pub(crate) title: Option<String>,
    /// The subtitle
    #[arg(long, value_name = "TEXT", help_heading = "About the book")]
    pub(crate) subtitle: Option<String>,
    /// An author of the book; may be given several times [default: the site's]
    #[arg(long, value_name = "NAME", help_heading = "About the book")]
    pub(crate) author: Vec<String>,
    /// Someone else who made it, after the three letters of their MARC relator (trl translator, edt
    /// editor, ill illustrator, …); may be given several times
    #[arg(long, value_name = "ROLE:NAME", help_heading = "About the book")]
    pub(crate) creator: Vec<CreatorArgument>,
    /// The publisher
    #[arg(long, value_name = "NAME", help_heading = "About the book")]
    pub(crate) publisher: Option<String>,
    /// The language of the book, such as zh-CN [default: the site's, else that of the text]
    #[arg(long, value_name = "TAG", help_heading = "About the book")]
    pub(crate) language: Option<String>,
    /// What it is about [default: the site's description]
    #[arg(long, value_name = "TEXT", help_heading = "About the book")]
    pub(crate) description: Option<String>,
    /// What it is about, in a word; may be given several times [default: the most frequent
    /// categories and tags]
    #[arg(long, value_name = "WORD", help_heading = "About the book")]
    pub(crate) subject: Vec<String>,
    /// A licence or a copyright line
    #[arg(long, value_name = "TEXT", help_heading = "About the book")]
    pub(crate) rights: Option<String>,
    /// What it was made from [default: the site's address]
    #[arg(
        long = "made-from",
        value_name = "TEXT",
        help_heading = "About the book"
    )]
    pub(crate) source_of_book: Option<String>,
    /// The series that it is part of
    #[arg(long, value_name = "NAME", help_heading = "About the book")]
    pub(crate) series: Option<String>,
    /// Its number in the series
    #[arg(
        long,
        value_name = "N",
        requires = "series",
        help_heading = "About the book"
    )]
    pub(crate) series_number: Option<String>,
    /// The day when it was published [default: that of the newest post]
    #[arg(long, value_name = "DATE", value_parser = day, help_heading = "About the book")]
    pub(crate) published: Option<jiff::civil::Date>,
    /// The day when it was last changed [default: that of the newest post or change]
    #[arg(long, value_name = "DATE", value_parser = day, help_heading = "About the book")]
    pub(crate) modified: Option<jiff::civil::Date>,
    /// The book's identifier [default: made from the site's address, the title and the volume]
    #[arg(long, value_name = "URI", help_heading = "About the book")]
    pub(crate) identifier: Option<String>,
    #[command(flatten)]
    pub(crate) pictures: PictureArguments,
    /// A picture for the cover [default: one with the title, the authors and the years is drawn]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Looks")]
    pub(crate) cover: Option<PathBuf>,
    /// A font for the cover that is drawn [default: one of this machine that suits the language]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "cover", help_heading = "Looks")]
    pub(crate) cover_font: Option<PathBuf>,
    /// Make a book without a cover
    #[arg(long, conflicts_with_all = ["cover", "cover_font"], help_heading = "Looks")]
    pub(crate) no_cover: bool,
    /// A font to embed and set the text in (TTF, OTF, TTC), with the characters of the book; may be
    /// given several times: bold and italic ones, others for what the first lacks
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Looks")]
    pub(crate) font: Vec<PathBuf>,
    /// Leave out the page with the title, the authors and the imprint
    #[arg(long, help_heading = "Looks")]
    pub(crate) no_title_page: bool,
    /// A style sheet to add to the book's own
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Looks")]
    pub(crate) css: Option<PathBuf>,
    /// Leave out the book's own style sheet
    #[arg(long, help_heading = "Looks")]
    pub(crate) css_only: bool,
    /// Leave code without colours
    #[arg(long, help_heading = "Looks")]
    pub(crate) no_highlight: bool,
    /// Let lines run from top to bottom, as in traditional Chinese and Japanese books
    #[arg(long, help_heading = "Looks")]
    pub(crate) vertical: bool,
    /// How many levels of the headings in posts the contents list, 0 for none [default: 2 in a book of
    /// one post, else 0]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=6), help_heading = "Contents")]
    pub(crate) section_levels: Option<u8>,
}

/// How posts are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum GroupName {
    /// By year
    Year,
    /// By year and month
    Month,
    /// By the first category of each
    Category,
    /// By the first tag of each
    Tag,
    /// Not at all
    None,
}

impl From<GroupName> for GroupBy {
    fn from(name: GroupName) -> GroupBy {
        match name {
            GroupName::Year => GroupBy::Year,
            GroupName::Month => GroupBy::Month,
            GroupName::Category => GroupBy::Category,
            GroupName::Tag => GroupBy::Tag,
            GroupName::None => GroupBy::None,
        }
    }
}

/// How an archive is split: `year`, `posts:500`, `size:50`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct SplitArgument(pub(crate) SplitBy);

impl FromStr for SplitArgument {
    type Err = String;

    fn from_str(text: &str) -> Result<SplitArgument, String> {
        let parsed = match text.split_once(':') {
            None => match text {
                "year" => Some(SplitBy::Year),
                "month" => Some(SplitBy::Month),
                "category" => Some(SplitBy::Category),
                "tag" => Some(SplitBy::Tag),
                _ => None,
            },
            Some(("posts", count)) => count.parse().ok().map(SplitBy::Posts),
            Some(("size", megabytes)) => megabytes
                .parse()
                .ok()
                .filter(|&size: &f64| size > 0.0 && size.is_finite())
                .map(|size| SplitBy::Size((size * 1e6) as u64)),
            Some(_) => None,
        };
        parsed.map(SplitArgument).ok_or_else(|| {
            format!("{text:?} is not year, month, category, tag, posts:N or size:MB")
        })
    }
}

impl TryFrom<String> for SplitArgument {
    type Error = String;

    fn try_from(text: String) -> Result<SplitArgument, String> {
        text.parse()
    }
}

/// A role and a name: `trl:Jo Doe`.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct CreatorArgument(pub(crate) Creator);

impl FromStr for CreatorArgument {
    type Err = String;

    fn from_str(text: &str) -> Result<CreatorArgument, String> {
        let (role, name) = text.split_once(':').unwrap_or_default();
        let (role, name) = (role.trim(), name.trim());
        let valid = role.len() == 3 && role.bytes().all(|byte| byte.is_ascii_lowercase());
        if !valid || name.is_empty() {
            return Err(format!(
                "{text:?} is not a role of three letters, a colon and a name, such as \"trl:Jo Doe\""
            ));
        }
        Ok(CreatorArgument(Creator {
            name: name.to_owned(),
            role: role.to_owned(),
        }))
    }
}

impl TryFrom<String> for CreatorArgument {
    type Error = String;

    fn try_from(text: String) -> Result<CreatorArgument, String> {
        text.parse()
    }
}
