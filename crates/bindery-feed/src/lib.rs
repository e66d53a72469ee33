//! Writes posts as a feed: RSS 2.0, Atom 1.0 (RFC 4287) or JSON Feed 1.1.
//!
//! Entries have the ids, links, dates, titles and summaries that jekyll-feed gives them, so that a
//! subscriber sees no post twice; addresses in their content are absolute. A feed's dates are those
//! of its posts, never the clock's: the same posts give the same bytes.
//!
//! ```
//! use bindery_feed::Options;
//! use bindery_model::{Post, Posts, Site};
//!
//! let site = Site { url: Some("https://example.com".into()), ..Site::default() };
//! let mut post = Post::default();
//! post.meta.title = "Hello".into();
//! post.meta.url = "/hello.html".into();
//!
//! let mut feed = Vec::new();
//! let options = Options::for_site(&site);
//! bindery_feed::write(&Posts::new(site, vec![post]), &options, &mut feed, &())?;
//! assert!(String::from_utf8(feed).unwrap().contains("https://example.com/hello.html"));
//! # Ok::<(), bindery_feed::Error>(())
//! ```
#![forbid(unsafe_code)]

mod atom;
mod channel;
mod entry;
mod json_feed;
mod rss;
mod smartify;
mod targets;

use std::collections::HashSet;
use std::io::{self, Write};
use std::ops::ControlFlow;

use bindery_model::{
    Diagnostic, Entry, Location, Progress, Report, Site, Source, for_each_in_order,
};
use serde_json::Value;

use channel::Channel;
use entry::{EntryMaker, FeedEntry};

/// A format of feeds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    /// RSS 2.0, with the content, Dublin Core, Atom and Media RSS modules.
    Rss,
    /// Atom 1.0.
    #[default]
    Atom,
    /// JSON Feed 1.1.
    Json,
}

/// How a feed is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The format.
    pub format: Format,
    /// How many posts, the newest first; 0 for all.
    pub limit: usize,
    /// The site's address, such as `https://example.com`; `None` for what the site says.
    pub url: Option<String>,
    /// The feed's own path from the site's root: `/feed.xml`.
    pub path: String,
    /// Whether entries have summaries only.
    pub excerpt_only: bool,
    /// Threads to work with; 0 for one a core.
    pub jobs: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            format: Format::default(),
            limit: 10,
            url: None,
            path: "/feed.xml".to_owned(),
            excerpt_only: false,
            jobs: 0,
        }
    }
}

impl Options {
    /// What the site's configuration asks for: `posts_limit`, `path` and `excerpt_only` of `feed`.
    pub fn for_site(site: &Site) -> Options {
        let mut options = Options::default();
        let Some(Value::Object(feed)) = site.configuration.get("feed") else {
            return options;
        };
        if let Some(limit) = feed.get("posts_limit").and_then(Value::as_u64) {
            options.limit = usize::try_from(limit).unwrap_or(usize::MAX);
        }
        if let Some(path) = feed.get("path").and_then(Value::as_str) {
            options.path = format!("/{}", path.trim_start_matches('/'));
        }
        options.excerpt_only = feed.get("excerpt_only") == Some(&Value::Bool(true));
        options
    }
}

/// Why a feed cannot be written at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Feeds need absolute addresses, and the site does not say where it is.
    #[error(
        "the site does not say its address, and a feed needs it: add a line such as \
         `url: https://example.com` to _config.yml, or give --url"
    )]
    NoAddress,
    /// The address of the site is none.
    #[error("{0:?} is not the address of a site; it begins with https:// or http://")]
    Address(String),
    /// The output cannot be written.
    #[error("the feed cannot be written: {0}")]
    Write(#[from] io::Error),
}

/// Writes the newest posts of a source as a feed.
///
/// # Errors
///
/// Where the address of the site is missing or none, or writing fails. A post that cannot be read
/// is counted and explained in the report, and the feed goes on.
pub fn write(
    source: &dyn Source,
    options: &Options,
    out: impl Write,
    progress: &dyn Progress,
) -> Result<Report, Error> {
    let entries = newest(source.entries(), options.limit);
    let channel = Channel::new(source.site(), &entries, options)?;
    let mut out = Counted { out, bytes: 0 };
    progress.begin(entries.len() as u64);
    let report = write_entries(source, &channel, &entries, options, &mut out, progress);
    progress.end();
    let mut report = report?;
    out.flush()?;
    report.bytes = out.bytes;
    Ok(report)
}

/// By date, the newest first; posts of the same moment by path.
fn newest(entries: &[Entry], limit: usize) -> Vec<&Entry> {
    let mut newest: Vec<&Entry> = entries.iter().collect();
    newest.sort_by(|a, b| {
        let moment = |entry: &Entry| entry.meta.date.map(|date| date.timestamp);
        moment(b)
            .cmp(&moment(a))
            .then_with(|| a.meta.path.cmp(&b.meta.path))
    });
    if limit > 0 {
        newest.truncate(limit);
    }
    newest
}

/// Renders entries in parallel and writes them in order, between the head and the end.
fn write_entries(
    source: &dyn Source,
    channel: &Channel,
    entries: &[&Entry],
    options: &Options,
    out: &mut dyn Write,
    progress: &dyn Progress,
) -> Result<Report, Error> {
    let maker = EntryMaker {
        source,
        channel,
        excerpt_only: options.excerpt_only,
    };
    let render = |entry: &FeedEntry| match options.format {
        Format::Atom => atom::entry(entry),
        Format::Rss => rss::item(entry),
        Format::Json => json_feed::item(entry),
    };
    match options.format {
        Format::Atom => atom::write_head(channel, out)?,
        Format::Rss => rss::write_head(channel, out)?,
        Format::Json => json_feed::write_head(channel, out)?,
    }
    let mut report = Report::default();
    let ids = distinct_ids(channel, entries, &mut report.diagnostics);
    let numbered: Vec<(&Entry, &str)> = entries
        .iter()
        .copied()
        .zip(ids.iter().map(String::as_str))
        .collect();
    let mut failure = None;
    for_each_in_order(
        &numbered,
        options.jobs,
        |(entry, id)| {
            let (entry, diagnostics) = maker.make(entry, id)?;
            Ok((render(&entry)?, diagnostics))
        },
        |made: Result<_, EntryError>| {
            progress.advance(1);
            let result = match made {
                Ok((text, diagnostics)) => {
                    let separator = if report.posts > 0 {
                        separator(options.format)
                    } else {
                        ""
                    };
                    report.posts += 1;
                    report.diagnostics.extend(diagnostics);
                    out.write_all(separator.as_bytes())
                        .and_then(|()| out.write_all(&text))
                }
                Err(EntryError::Unreadable(diagnostic)) => {
                    report.failed += 1;
                    report.diagnostics.push(*diagnostic);
                    Ok(())
                }
                Err(EntryError::Write(error)) => Err(error),
            };
            match result {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    failure = Some(error);
                    ControlFlow::Break(())
                }
            }
        },
    );
    if let Some(error) = failure {
        return Err(error.into());
    }
    match options.format {
        Format::Atom => out.write_all(b"</feed>\n")?,
        Format::Rss => out.write_all(b"</channel>\n</rss>\n")?,
        Format::Json => out.write_all(b"\n]}\n")?,
    }
    Ok(report)
}

fn separator(format: Format) -> &'static str {
    if format == Format::Json { ",\n" } else { "" }
}

/// Why an entry is not there.
enum EntryError {
    Unreadable(Box<Diagnostic>),
    Write(io::Error),
}

impl From<Box<Diagnostic>> for EntryError {
    fn from(diagnostic: Box<Diagnostic>) -> Self {
        EntryError::Unreadable(diagnostic)
    }
}

impl From<io::Error> for EntryError {
    fn from(error: io::Error) -> Self {
        EntryError::Write(error)
    }
}

/// The id of each entry. Of two posts with one id the second gets its path added.
fn distinct_ids(
    channel: &Channel,
    entries: &[&Entry],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let mut seen = HashSet::with_capacity(entries.len());
    let mut ids = Vec::with_capacity(entries.len());
    for entry in entries {
        let mut id = channel.id(&entry.meta);
        if !seen.insert(id.clone()) {
            let message = format!("the id {id} is also that of another post");
            let hint = "give one of the two another file name";
            let place = Location::whole_file(&entry.meta.path);
            let diagnostic = Diagnostic::warning("feed.same-id", message);
            diagnostics.push(diagnostic.with_hint(hint).at(place));
            id = format!("{id}#{}", targets::encode(&entry.meta.path));
            seen.insert(id.clone());
        }
        ids.push(id);
    }
    ids
}

/// Counts what is written.
struct Counted<W> {
    out: W,
    bytes: u64,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
