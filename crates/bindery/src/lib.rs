//! Bindery turns archives of posts (a Jekyll site, a folder of HTML and Markdown, a `.zip` of
//! either) into books, feeds and plain text.
//!
//! This crate gathers the parts under one name, and has a function for each thing that is usually
//! wanted whole. Each part is a crate of its own and can be used alone.
//!
//! ```
//! # fn main() -> Result<(), bindery::Error> {
//! # let site = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples/english-blog");
//! let mut book = Vec::new();
//! let report = bindery::epub(site, &mut book)?;
//! println!("{} posts, {} bytes", report.posts, report.bytes);
//! for diagnostic in &report.diagnostics {
//!     eprintln!("{diagnostic}");
//! }
//! # assert_eq!(report.posts, 4);
//! # Ok(())
//! # }
//! ```
#![forbid(unsafe_code)]

use std::io::Write;
use std::path::Path;

pub use bindery_archive as archive;
pub use bindery_epub as epub_format;
pub use bindery_feed as feed_format;
#[cfg(feature = "fetch")]
pub use bindery_fetch as fetch;
pub use bindery_html as html;
pub use bindery_model as model;
pub use bindery_parse as parse;
pub use bindery_text as text_format;

pub use bindery_archive::Archive;
pub use bindery_model::{Diagnostic, Post, Report, Source};
pub use bindery_parse::parse_post;

/// Why an archive could not be converted at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The archive cannot be opened.
    #[error(transparent)]
    Archive(#[from] bindery_archive::Error),
    /// The book cannot be written.
    #[error(transparent)]
    Epub(#[from] bindery_epub::Error),
    /// The feed cannot be written.
    #[error(transparent)]
    Feed(#[from] bindery_feed::Error),
    /// The text cannot be written.
    #[error(transparent)]
    Text(#[from] bindery_text::Error),
}

/// Writes the posts at `path` as an EPUB 3 book, with default options.
///
/// # Errors
///
/// Where the archive cannot be opened or the book cannot be written. A post that cannot be read is
/// no error; it is counted and explained in the report.
pub fn epub(path: impl AsRef<Path>, out: impl Write) -> Result<Report, Error> {
    let options = bindery_archive::Options {
        excerpts: false,
        ..bindery_archive::Options::default()
    };
    let archive = bindery_archive::open(path.as_ref(), &options)?;
    Ok(bindery_epub::write(
        &archive,
        &bindery_epub::Options::default(),
        out,
        &(),
    )?)
}

/// Writes the newest posts at `path` as a feed, with the site's own settings.
///
/// # Errors
///
/// Where the archive cannot be opened, the site does not say its address, or the feed cannot be
/// written.
pub fn feed(path: impl AsRef<Path>, out: impl Write) -> Result<Report, Error> {
    let archive = bindery_archive::open(path.as_ref(), &bindery_archive::Options::default())?;
    let options = bindery_feed::Options::for_site(archive.site());
    Ok(bindery_feed::write(&archive, &options, out, &())?)
}

/// Writes the posts at `path` as plain text, with default options.
///
/// # Errors
///
/// Where the archive cannot be opened or the text cannot be written.
pub fn text(path: impl AsRef<Path>, out: impl Write) -> Result<Report, Error> {
    let options = bindery_archive::Options {
        excerpts: false,
        ..bindery_archive::Options::default()
    };
    let archive = bindery_archive::open(path.as_ref(), &options)?;
    Ok(bindery_text::write(
        &archive,
        &bindery_text::Options::default(),
        out,
        &(),
    )?)
}
