//! A feed to be written: which posts, in which format, where.
use std::cmp::Ordering;

use bindery_model::{Entry, Site};

use crate::Format;

/// A feed to be written.
#[derive(Debug, Clone)]
pub struct Feed<'a> {
    /// Where it lies, from the site's root, not encoded: `/feed.xml`.
    pub path: String,
    /// The format.
    pub format: Format,
    /// Its title, as plain text; where it is empty, the site's.
    pub title: String,
    /// Its entries, the newest first. They come from one source.
    pub entries: Vec<&'a Entry>,
    /// The same feed in other formats: the paths of those.
    pub alternates: Vec<(Format, String)>,
    /// Its place in the history of the archive.
    pub history: History,
}

/// A feed's place in the history of an archive (RFC 5005). Paths are as [`Feed::path`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum History {
    /// It has none.
    #[default]
    None,
    /// It holds all there is: what is not in it is gone (section 2).
    Complete,
    /// It is the feed to subscribe to; older posts are in archive documents (section 4).
    Current {
        /// The newest of those.
        previous: Option<String>,
    },
    /// It is an archive document, which changes no more once the next has begun.
    Archive {
        /// The feed to subscribe to.
        current: String,
        /// The archive document with older posts.
        previous: Option<String>,
        /// The archive document with newer posts.
        next: Option<String>,
    },
}

/// Entries of a site by date, the newest first; those of the same moment by path. A feed that is made
/// of feeds keeps the order of theirs, whose entries are counted from the oldest.
pub fn newest_first<'a>(
    site: &Site,
    entries: impl IntoIterator<Item = &'a Entry>,
) -> Vec<&'a Entry> {
    let mut newest: Vec<&Entry> = entries.into_iter().collect();
    // Mostly they come the oldest first.
    newest.reverse();
    newest.sort_by(|a, b| compare(site, a, b));
    newest
}

/// The order of entries in every feed.
pub(crate) fn compare(site: &Site, a: &Entry, b: &Entry) -> Ordering {
    let moment = |entry: &Entry| entry.meta.date.map(|date| date.timestamp());
    moment(b).cmp(&moment(a)).then_with(|| {
        let by_path = a.meta.path.cmp(&b.meta.path);
        match site.kind.as_str() {
            "feed" => by_path.reverse(),
            _ => by_path,
        }
    })
}
