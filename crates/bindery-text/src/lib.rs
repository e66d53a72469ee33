//! Writes posts as plain text for reading: wrapped by the rules of Unicode (UAX #14, UAX #11), so
//! that no line begins with a Chinese full stop; with lists, tables, quotes and footnotes set.
//!
//! ```
//! use bindery_model::{Block, Inline, Post, Site};
//! use bindery_text::{Options, post_to_string};
//!
//! let mut post = Post::default();
//! post.meta.title = "A walk".into();
//! post.blocks.push(Block::paragraph(vec![Inline::text("Along the river and back.")]));
//! let options = Options { width: 16, ..Options::default() };
//! assert_eq!(
//!     post_to_string(&post, &Site::default(), &options),
//!     "A walk\n======\n\nAlong the river\nand back.\n",
//! );
//! ```
#![forbid(unsafe_code)]

mod blocks;
mod folder;
mod header;
mod inlines;
mod json_lines;
mod labels;
mod list;
mod sanitize;
mod table;
mod wrap;

use std::io::{self, Write};
use std::ops::ControlFlow;

use bindery_model::{Post, Progress, Report, Site, Source, for_each_in_order};

pub use folder::write_folder;
pub use json_lines::post_to_json_line;

/// How text is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Columns of a line; 0 for one line a paragraph.
    pub width: usize,
    /// What becomes of the addresses of links.
    pub links: Links,
    /// What is written of each post.
    pub format: Format,
    /// Threads to work with; 0 for one a core.
    pub jobs: usize,
}

/// What is written of each post.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    /// Text for reading.
    #[default]
    Text,
    /// A line of JSON: see [`post_to_json_line`].
    JsonLines,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            width: 72,
            links: Links::default(),
            format: Format::default(),
            jobs: 0,
        }
    }
}

/// What becomes of the addresses of links.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Links {
    /// A number behind the link, the addresses at the end of the post.
    #[default]
    Footnote,
    /// The address behind the link, in parentheses.
    Inline,
    /// They are left out.
    None,
}

/// Why text cannot be written at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The output cannot be written.
    #[error("the text cannot be written: {0}")]
    Write(#[from] io::Error),
}

/// What stands between two posts in one text.
const SEPARATOR: &str = "\n\n\n";

/// Writes all posts of a source as one text, oldest first.
///
/// # Errors
///
/// Where writing fails. A post that cannot be read is counted and explained in the report, and the
/// text goes on.
pub fn write(
    source: &dyn Source,
    options: &Options,
    mut out: impl Write,
    progress: &dyn Progress,
) -> Result<Report, Error> {
    let mut report = write_each(source, options, progress, |_, text, first| {
        let separator = match options.format {
            Format::Text if !first => SEPARATOR,
            _ => "",
        };
        out.write_all(separator.as_bytes())?;
        out.write_all(text.as_bytes())?;
        Ok((separator.len() + text.len()) as u64)
    })?;
    out.flush()?;
    report.resources = 0;
    Ok(report)
}

/// One post as text.
pub fn post_to_string(post: &Post, site: &Site, options: &Options) -> String {
    let mut setter = blocks::Setter::new(post, site, options);
    let mut lines = header::header(post, options.width, labels::Labels::of(post, site));
    lines.extend(setter.post());
    let mut text = lines.join("\n");
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// Sets posts in parallel and hands them over in order: the index of the entry, the text, and
/// whether it is the first. `write` says how many bytes it wrote.
fn write_each(
    source: &dyn Source,
    options: &Options,
    progress: &dyn Progress,
    mut write: impl FnMut(usize, &str, bool) -> io::Result<u64>,
) -> Result<Report, Error> {
    let mut report = Report::default();
    let mut failure = None;
    let numbered: Vec<_> = source.entries().iter().enumerate().collect();
    progress.begin(numbered.len() as u64);
    for_each_in_order(
        &numbered,
        options.jobs,
        |(index, entry)| {
            let parsed = source.read(entry)?;
            let text = match options.format {
                Format::Text => post_to_string(&parsed.post, source.site(), options),
                Format::JsonLines => post_to_json_line(&parsed.post, source.site()),
            };
            Ok((*index, text, parsed.diagnostics))
        },
        |made: Result<_, Box<bindery_model::Diagnostic>>| {
            progress.advance(1);
            match made {
                Ok((index, text, diagnostics)) => match write(index, &text, report.posts == 0) {
                    Ok(bytes) => {
                        report.bytes += bytes;
                        report.posts += 1;
                        report.diagnostics.extend(diagnostics);
                    }
                    Err(error) => {
                        failure = Some(error);
                        return ControlFlow::Break(());
                    }
                },
                Err(diagnostic) => {
                    report.failed += 1;
                    report.diagnostics.push(*diagnostic);
                }
            }
            ControlFlow::Continue(())
        },
    );
    progress.end();
    failure.map_or(Ok(report), |error| Err(error.into()))
}
