//! Writes posts as an EPUB 3.3 book.
//!
//! The book is streamed: posts are read, rendered and deflated in parallel and written in order,
//! so memory does not grow with the archive, and the same input gives the same bytes with any
//! number of threads. No clock is read: the book's dates are those of its posts.
//!
//! ```
//! use bindery_model::{Block, Inline, Post, Posts, Site};
//!
//! let mut post = Post::default();
//! post.meta.title = "Hello".into();
//! post.blocks.push(Block::paragraph(vec![Inline::text("A short text.")]));
//! let source = Posts::new(Site::default(), vec![post]);
//!
//! let mut book = Vec::new();
//! let report = bindery_epub::write(&source, &Default::default(), &mut book, &())?;
//! assert_eq!(report.posts, 1);
//! assert!(book.starts_with(b"PK"));
//! # Ok::<(), bindery_epub::Error>(())
//! ```
#![forbid(unsafe_code)]

mod book;
mod chapter;
mod colophon;
mod document;
#[cfg(feature = "epub-builder")]
mod epub_builder;
mod href;
mod ids;
mod images;
mod labels;
mod metadata;
mod navigation;
mod package_document;
mod split;
mod targets;
mod title_page;
mod zip_writer;

#[cfg(feature = "epub-builder")]
pub use epub_builder::{AddError, add_to_builder};

use std::io::{self, Write};

use bindery_model::{Author, Progress, Report, Source};

/// How a book is made.
#[derive(Debug, Clone)]
pub struct Options {
    /// The title; `None` for the site's, else that of the only post.
    pub title: Option<String>,
    /// The authors; empty for the site's.
    pub authors: Vec<Author>,
    /// The language as a BCP 47 tag; `None` for the site's, else that of most posts.
    pub language: Option<String>,
    /// The identifier, such as `urn:isbn:…`; `None` for a UUID made from the site's address and
    /// the title.
    pub identifier: Option<String>,
    /// A picture for the cover: JPEG, PNG, GIF or WebP.
    pub cover: Option<Vec<u8>>,
    /// CSS to follow the book's own.
    pub css: String,
    /// How the table of contents is grouped.
    pub group_by: GroupBy,
    /// Bytes of XHTML above which a post is split at the borders of its blocks.
    pub max_document_size: usize,
    /// Threads to work with; 0 for one a core.
    pub jobs: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            title: None,
            authors: Vec::new(),
            language: None,
            identifier: None,
            cover: None,
            css: String::new(),
            group_by: GroupBy::default(),
            max_document_size: 250_000,
            jobs: 0,
        }
    }
}

/// How a table of contents is grouped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum GroupBy {
    /// By year above 30 posts, by year and month above 300, else not at all.
    #[default]
    Size,
    /// By year.
    Year,
    /// By year and month.
    Month,
    /// Not at all.
    None,
}

/// Why a book cannot be written at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The source has no posts.
    #[error("there are no posts to make a book of")]
    Empty,
    /// The cover is no picture that readers show.
    #[error("the cover is not a JPEG, PNG, GIF or WebP picture")]
    Cover,
    /// The output cannot be written.
    #[error("the book cannot be written: {0}")]
    Write(#[from] io::Error),
}

/// Writes the posts of a source as a book, oldest first.
///
/// # Errors
///
/// Where there is no post, the cover cannot be used, or writing fails. A post that cannot be read
/// is counted and explained in the report, and the book goes on.
pub fn write(
    source: &dyn Source,
    options: &Options,
    out: impl Write,
    progress: &dyn Progress,
) -> Result<Report, Error> {
    book::write(source, options, out, progress)
}
