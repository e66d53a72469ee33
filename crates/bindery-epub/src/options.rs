//! How a book is made.
use bindery_model::Author;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::cover::Cover;
use crate::images::ImageOptions;

/// How a book is made.
#[derive(Debug, Clone)]
pub struct Options {
    /// What the book says about itself, where that is not what the source says.
    pub metadata: BookMetadata,
    /// What becomes of pictures.
    pub images: ImageOptions,
    /// The cover.
    pub cover: Cover,
    /// Fonts for the text, the most important first; of each the characters of the book are
    /// embedded.
    #[cfg(feature = "fonts")]
    pub fonts: Vec<crate::fonts::BookFont>,
    /// Whether there is a page with the title, the authors and the imprint.
    pub title_page: bool,
    /// CSS to follow the book's own.
    pub css: String,
    /// Whether the book's own style sheet is left out, so that `css` is all there is.
    pub css_only: bool,
    /// Whether lines run from top to bottom, as in traditional Chinese and Japanese books.
    pub vertical: bool,
    /// Whether code has colours; needs the feature `highlight`.
    pub highlight: bool,
    /// How the posts are ordered, and grouped in the table of contents.
    pub group_by: GroupBy,
    /// How many levels of the headings of posts stand below their titles in the contents, where those
    /// list posts themselves; `None` for two in a book of one post, and for none in others.
    pub section_levels: Option<u8>,
    /// Whether the book ends with pages that list its posts by category and by tag.
    pub indexes: bool,
    /// Whether the book ends with a page for each author.
    pub author_pages: bool,
    /// Bytes of XHTML above which a text is split into several documents.
    pub max_document_size: usize,
    /// Threads to work with; 0 for one a core, and eight where they wait for a disk.
    pub jobs: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            metadata: BookMetadata::default(),
            images: ImageOptions::default(),
            cover: Cover::None,
            #[cfg(feature = "fonts")]
            fonts: Vec::new(),
            title_page: true,
            css: String::new(),
            css_only: false,
            vertical: false,
            highlight: true,
            group_by: GroupBy::default(),
            section_levels: None,
            indexes: true,
            author_pages: false,
            max_document_size: 250_000,
            jobs: 0,
        }
    }
}

impl Options {
    /// How many levels of headings the contents of a book of so many posts list.
    pub(crate) fn section_levels_of(&self, posts: usize) -> u8 {
        let usual = if posts == 1 { 2 } else { 0 };
        self.section_levels.unwrap_or(usual)
    }
}

/// What a book says about itself. What is `None` or empty is taken from the source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BookMetadata {
    /// The title; else the site's, else that of the only post.
    pub title: Option<String>,
    /// The subtitle; else what the site's configuration has as such.
    pub subtitle: Option<String>,
    /// Who made the book; else the site's authors.
    pub creators: Vec<Creator>,
    /// The publisher.
    pub publisher: Option<String>,
    /// The language as a BCP 47 tag; else the site's, else that of most posts, else the one that
    /// their text seems to be in.
    pub language: Option<String>,
    /// What it is about; else the site's description.
    pub description: Option<String>,
    /// What it is about, in single words; else the categories and tags that most posts have.
    pub subjects: Vec<String>,
    /// Who may do what with it: a licence, a copyright line.
    pub rights: Option<String>,
    /// What it was made from; else the site's address.
    pub source: Option<String>,
    /// The series that it is part of.
    pub series: Option<Series>,
    /// When it was published; else the day of its newest post.
    pub published: Option<Date>,
    /// When it was last changed; else the moment of the newest post or change of one.
    pub modified: Option<Timestamp>,
    /// The identifier, such as `urn:isbn:…`; else a UUID made from the site's address, the title
    /// and the volume.
    pub identifier: Option<String>,
}

/// A person or an organisation, and their part in a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Creator {
    /// The name.
    pub name: String,
    /// The part: three letters of the
    /// [MARC relators](https://id.loc.gov/vocabulary/relators.html), such as `aut`, `trl`, `edt`.
    pub role: String,
}

impl Creator {
    /// An author.
    pub fn author(name: impl Into<String>) -> Creator {
        Creator {
            name: name.into(),
            role: "aut".to_owned(),
        }
    }
}

impl From<&Author> for Creator {
    fn from(author: &Author) -> Creator {
        Creator::author(author.name.as_str())
    }
}

/// A series of books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// The place of the book in it, such as `2` or `2.1`.
    pub position: Option<String>,
}

/// How posts are ordered and grouped. A post that has several categories, tags or authors stands
/// in the group of the first; within a group the oldest is first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum GroupBy {
    /// By year above 30 posts, by year and month above 300, else not at all.
    #[default]
    Size,
    /// By year.
    Year,
    /// By year and month.
    Month,
    /// By category.
    Category,
    /// By tag.
    Tag,
    /// Not at all.
    None,
}
