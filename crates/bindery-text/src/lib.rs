//! Writes posts as plain text for reading: wrapped by the rules of Unicode (UAX #14, UAX #11), so
//! that no line begins with a Chinese full stop; with lists, tables, quotes and footnotes set.
//! Posts become Markdown, too, which is text that others read.
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
mod encode;
mod folder;
mod header;
mod inlines;
mod json_lines;
mod justify;
mod kinsoku;
mod labels;
mod layout;
mod lines;
mod list;
mod markdown;
mod pieces;
mod sanitize;
mod scripts;
mod segment_breaks;
mod table;
mod width;
mod wrap;

use std::io::{self, Write};
use std::ops::ControlFlow;

use bindery_model::{
    Diagnostic, Entry, Kept, Post, Progress, Report, Site, Source, for_each_in_order,
};

pub use encoding_rs::Encoding;
pub use folder::write_folder;
pub use json_lines::post_to_json_line;
pub use markdown::post_to_markdown;
pub use width::Ambiguous;

/// How text is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Columns of a line; 0 for one line a paragraph.
    pub width: usize,
    /// How wide characters are that Latin fonts and Chinese fonts draw differently.
    pub ambiguous: Ambiguous,
    /// Whether all lines but the last of a paragraph are made equally long.
    pub justified: bool,
    /// What stands above each text.
    pub header: Header,
    /// What becomes of the addresses of links.
    pub links: Links,
    /// Whether control characters, overrides of direction and characters that nobody sees are
    /// written as they are.
    pub raw_controls: bool,
    /// The encoding of the output. Files in UTF-16 begin with a byte order mark. JSON lines are
    /// UTF-8 whatever it is.
    pub encoding: &'static Encoding,
    /// What stands for a character that the encoding lacks; `?` if the encoding lacks this too.
    pub substitute: String,
    /// What is written of each post.
    pub format: Format,
    /// Threads to work with; 0 for one a core, and eight where they wait for a disk.
    pub jobs: usize,
}

impl Options {
    fn output_encoding(&self) -> &'static Encoding {
        match self.format {
            Format::JsonLines => encoding_rs::UTF_8,
            Format::Text | Format::Markdown => self.encoding,
        }
    }
}

/// What is written of each post.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    /// Text for reading.
    #[default]
    Text,
    /// Markdown with front matter: see [`post_to_markdown`].
    Markdown,
    /// A line of JSON: see [`post_to_json_line`].
    JsonLines,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            width: 72,
            ambiguous: Ambiguous::default(),
            justified: false,
            header: Header::default(),
            links: Links::default(),
            raw_controls: false,
            encoding: encoding_rs::UTF_8,
            substitute: "?".to_owned(),
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

/// What stands above each text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Header {
    /// The title; date and authors; categories and tags; the address.
    #[default]
    Full,
    /// The title and the date.
    Short,
    /// Nothing.
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
        let before = match options.format {
            _ if first => encode::byte_order_mark(options.output_encoding()).into(),
            Format::Text | Format::Markdown => {
                encode::encode(SEPARATOR, options.output_encoding(), "").bytes
            }
            Format::JsonLines => [].as_slice().into(),
        };
        out.write_all(&before)?;
        out.write_all(text)?;
        Ok((before.len() + text.len()) as u64)
    })?;
    out.flush()?;
    report.resources = 0;
    Ok(report)
}

/// One post as text.
pub fn post_to_string(post: &Post, site: &Site, options: &Options) -> String {
    let mut setter = blocks::Setter::new(post, site, options);
    setter.header();
    setter.body();
    setter.finish()
}

/// Sets posts in parallel and hands them over in order: the index of the entry, the text, and
/// whether it is the first. `write` says how many bytes it wrote.
fn write_each(
    source: &dyn Source,
    options: &Options,
    progress: &dyn Progress,
    mut write: impl FnMut(usize, &[u8], bool) -> io::Result<u64>,
) -> Result<Report, Error> {
    let mut report = Report::default();
    let mut failure = None;
    let setter = PostSetter {
        source,
        options,
        kept: Kept::new(
            source,
            "text.post",
            &(env!("CARGO_PKG_VERSION"), without_jobs(options)),
        ),
    };
    let numbered: Vec<_> = source.entries().iter().enumerate().collect();
    progress.begin(numbered.len() as u64);
    for_each_in_order(
        &numbered,
        options.jobs,
        |(index, entry)| Ok((*index, setter.text(entry)?)),
        |made: Result<(usize, Text), Box<Diagnostic>>| {
            progress.advance(1);
            match made {
                Ok((index, (text, diagnostics))) => match write(index, &text, report.posts == 0) {
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

/// The text of a post, encoded, and what was wrong with it.
type Text = (Vec<u8>, Vec<Diagnostic>);

/// Makes the texts of posts, or takes what is kept of them.
struct PostSetter<'a> {
    source: &'a dyn Source,
    options: &'a Options,
    kept: Option<Kept<'a>>,
}

impl PostSetter<'_> {
    fn text(&self, entry: &Entry) -> Result<Text, Box<Diagnostic>> {
        let known = self.kept.and_then(|kept| {
            kept.recall(entry, &(), |unpacker| {
                Some((unpacker.bytes()?.to_vec(), unpacker.diagnostics()?))
            })
        });
        if let Some(known) = known {
            return Ok(known);
        }
        let (source, options) = (self.source, self.options);
        let parsed = source.read(entry)?;
        let text = match options.format {
            Format::Text => post_to_string(&parsed.post, source.site(), options),
            Format::Markdown => post_to_markdown(&parsed.post, source.site()),
            Format::JsonLines => post_to_json_line(&parsed.post, source.site()),
        };
        let encoding = options.output_encoding();
        let encoded = encode::encode(&text, encoding, &options.substitute);
        let file = &entry.meta.path;
        let mut diagnostics = parsed.diagnostics;
        diagnostics.extend(encoded.diagnostic(file, encoding, &options.substitute));
        let bytes = encoded.bytes.into_owned();
        if let Some((kept, basis)) = self.kept.zip(parsed.basis.as_ref()) {
            kept.keep(entry, &(), basis, |packer| {
                packer.bytes(&bytes);
                packer.diagnostics(&diagnostics);
            });
        }
        Ok((bytes, diagnostics))
    }
}

/// The options as far as the result depends on them.
fn without_jobs(options: &Options) -> Options {
    Options {
        jobs: 0,
        ..options.clone()
    }
}
