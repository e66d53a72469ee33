//! Writes posts as feeds: RSS 2.0, Atom 1.0 (RFC 4287) and JSON Feed 1.1.
//!
//! Entries have the ids, links, dates, titles and summaries that jekyll-feed gives them, so that a
//! subscriber sees no post twice; addresses in their content are absolute. A feed's dates are those
//! of its posts, never the clock's: the same posts give the same bytes.
//!
//! [`write()`] writes one feed. [`plan()`] says which feeds a site has (for its categories, tags,
//! authors, languages, in several formats, with archive documents by RFC 5005), and [`write_feeds`]
//! writes them in one pass over the posts.
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
mod category;
mod channel;
mod clean;
mod enclosure;
mod entry;
mod escape;
mod feed;
mod file_name;
mod ids;
mod jekyll;
mod json_feed;
mod kept;
mod language;
mod listing;
mod origin;
mod plan;
mod podcast;
mod press;
mod rss;
mod smartify;
mod spool;
mod stamps;
mod style;
mod targets;
mod xml;

use std::io::{self, Write};

use bindery_model::{Entry, Progress, Report, Site, Source};
use serde_json::Value;

pub use feed::{Feed, History, newest_first};
pub use ids::Ids;
pub use plan::{Plan, Subject, Topic, Wanted, plan};
pub use press::{Open, Output, write_feeds};
pub use style::style_sheets;

/// A format of feeds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// RSS 2.0, with the content, Dublin Core, Atom and Media RSS modules.
    Rss,
    /// Atom 1.0.
    #[default]
    Atom,
    /// JSON Feed 1.1.
    Json,
}

impl Format {
    /// The name, for people.
    pub fn name(self) -> &'static str {
        match self {
            Format::Rss => "RSS",
            Format::Atom => "Atom",
            Format::Json => "JSON Feed",
        }
    }
}

/// How feeds are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The format of [`write()`].
    pub format: Format,
    /// How many posts a feed has, the newest first; 0 for all.
    pub limit: usize,
    /// The site's address, such as `https://example.com`; `None` for what the site says. For a feed
    /// that is made of feeds, where it will lie itself; without it the feed names no address of its
    /// own, and keeps the id of the feed that it is made of.
    pub url: Option<String>,
    /// The path of the site's feed, from the site's root: `/feed.xml`.
    pub path: String,
    /// Whether entries have summaries only.
    pub excerpt_only: bool,
    /// Whether posts that call themselves drafts (`draft: true`) are in feeds. Jekyll has them on
    /// the site all the same, jekyll-feed leaves them out unless `show_drafts` is set.
    pub drafts: bool,
    /// How ids are made.
    pub ids: Ids,
    /// A WebSub hub, which tells subscribers of what is new.
    pub hub: Option<String>,
    /// Whether feeds name the style sheets of [`style_sheets`]. Where the site has a
    /// `feed.xslt.xml` of its own, they name that otherwise.
    pub style: bool,
    /// Whether elements stand on lines of their own, for people to read.
    pub pretty: bool,
    /// Threads to work with; 0 for one a core, and eight where they wait for a disk.
    pub jobs: usize,
    /// Whether the oldest posts are read first, in step with something else that reads them so.
    /// Entries then wait in a temporary file, since the newest are the first of a feed.
    pub oldest_first: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            format: Format::default(),
            limit: 10,
            url: None,
            path: "/feed.xml".to_owned(),
            excerpt_only: false,
            drafts: false,
            ids: Ids::default(),
            hub: None,
            style: false,
            pretty: false,
            jobs: 0,
            oldest_first: false,
        }
    }
}

impl Options {
    /// What the site's configuration asks for: `posts_limit`, `path`, `excerpt_only` and `hub` of
    /// `feed`. Ids are made from the first address of a post, but for sites that name jekyll-feed:
    /// their subscribers know the ids that it makes.
    pub fn for_site(site: &Site) -> Options {
        let mut options = Options::default();
        if !has_jekyll_feed(site) {
            options.ids = Ids::FirstAddress;
        }
        let drafts = site.configuration.get("show_drafts");
        options.drafts =
            drafts.is_some_and(|value| !matches!(value, Value::Null | Value::Bool(false)));
        let Some(Value::Object(feed)) = site.configuration.get("feed") else {
            return options;
        };
        let limit = feed.get("posts_limit");
        if let Some(limit) = limit.and_then(|limit| {
            limit
                .as_u64()
                .or_else(|| limit.as_str()?.trim().parse().ok())
        }) {
            options.limit = usize::try_from(limit).unwrap_or(usize::MAX);
        }
        if let Some(path) = jekyll::own_path(feed) {
            options.path = plan::safe_path(&path);
        }
        options.excerpt_only = feed.get("excerpt_only") == Some(&Value::Bool(true));
        options.hub = feed.get("hub").and_then(Value::as_str).map(str::to_owned);
        options
    }
}

/// Whether the site's plugins include jekyll-feed.
fn has_jekyll_feed(site: &Site) -> bool {
    ["plugins", "gems", "whitelist"].iter().any(|key| {
        plan::names(site.configuration.get(*key))
            .iter()
            .any(|name| name == "jekyll-feed")
    })
}

/// Why a feed cannot be written at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Feeds need absolute addresses, and the site does not say where it is.
    #[error("the site does not say its address, and a feed needs it: {hint}, or give --url")]
    NoAddress {
        /// Which line is missing in which file.
        hint: &'static str,
    },
    /// The address of the site is none.
    #[error("{0:?} is not the address of a site; it begins with https:// or http://")]
    Address(String),
    /// A feed that is made of feeds leads to files whose addresses nobody knows.
    #[error(
        "{0} need to know where the feeds will lie; give --url with the address of their folder"
    )]
    NoPlace(&'static str),
    /// The output cannot be written.
    #[error("the feed cannot be written: {0}")]
    Write(#[from] io::Error),
}

impl Error {
    fn no_address(site: &Site) -> Error {
        let hint = match site.kind.as_str() {
            "jekyll" => "add a line `url: https://example.com` to _config.yml",
            "hugo" => "add a line `baseURL = \"https://example.com\"` to hugo.toml",
            "zola" => "add a line `base_url = \"https://example.com\"` to config.toml",
            "feed" => {
                "none of its entries has one either; add that of its page to the feed that is read"
            }
            _ => "add a line `url = \"https://example.com\"` to bindery.toml",
        };
        Error::NoAddress { hint }
    }
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
    mut out: impl Write,
    progress: &dyn Progress,
) -> Result<Report, Error> {
    let is_shown = |entry: &&Entry| plan::is_shown(source.site(), options, entry);
    let mut entries = newest_first(source.site(), source.entries().iter().filter(is_shown));
    if options.limit > 0 {
        entries.truncate(options.limit);
    }
    let feed = Feed {
        path: options.path.clone(),
        format: options.format,
        title: String::new(),
        entries,
        alternates: Vec::new(),
        history: History::None,
    };
    write_feed(source, &feed, options, &mut out, progress)
}

/// Writes one feed.
///
/// # Errors
///
/// As [`write()`].
pub fn write_feed(
    source: &dyn Source,
    feed: &Feed<'_>,
    options: &Options,
    out: &mut dyn Write,
    progress: &dyn Progress,
) -> Result<Report, Error> {
    press::write_one(source, feed, options, out, progress)
}
