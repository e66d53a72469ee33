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

mod anchors;
mod book;
mod chapter;
mod characters;
mod colophon;
mod contents;
mod cover;
mod decimal;
mod deflate;
mod document;
#[cfg(feature = "epub-builder")]
mod epub_builder;
#[cfg(any(feature = "cover", feature = "fonts"))]
mod faces;
#[cfg(feature = "fonts")]
mod fonts;
mod header;
mod headings;
mod highlight;
mod href;
mod ids;
mod images;
mod index;
mod item;
mod kept;
mod labels;
mod language;
mod lists;
#[cfg(feature = "math")]
mod math;
mod metadata;
mod navigation;
mod options;
mod own_style;
mod package_document;
mod packed;
mod pieces;
mod plan;
mod sections;
mod split;
mod targets;
mod title_page;
mod volumes;
mod zip_writer;

pub use cover::Cover;
#[cfg(feature = "cover")]
pub use cover::CoverFonts;
#[cfg(feature = "epub-builder")]
pub use epub_builder::{AddError, add_to_builder};
#[cfg(feature = "fonts")]
pub use fonts::{BookFont, FontError};
pub use images::{ImageMode, ImageOptions, is_picture};
pub use options::{BookMetadata, Creator, GroupBy, Options, Series};
pub use volumes::{SplitBy, Volume, volumes, write_volume};

use std::io::{self, Write};

use bindery_model::{Progress, Report, Source};

/// Why a book cannot be written at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The source has no posts.
    #[error("there are no posts to make a book of")]
    Empty,
    /// The cover is no picture that readers show.
    #[error("the cover is no picture that can be shown")]
    Cover,
    /// A font for the cover is none.
    #[cfg(feature = "cover")]
    #[error("the font for the cover is no font that can be read: TrueType and OpenType can be")]
    CoverFont,
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
    let metadata = metadata::Metadata::new(source, options);
    book::write(source, &metadata, options, out, progress)
}
