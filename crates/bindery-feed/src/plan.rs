//! Which feeds a site has: those that its configuration asks for, and those that were asked for
//! besides.
use std::collections::{HashMap, HashSet};

use bindery_model::{Entry, Site};
use serde_json::Value;

use crate::feed::{Feed, History, newest_first};
use crate::file_name::FileNames;
use crate::{Format, Options, jekyll};

/// What feeds are made for, besides the site as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The site.
    Site,
    /// A collection of the site.
    Collection,
    /// A category.
    Category,
    /// A tag.
    Tag,
    /// An author.
    Author,
    /// A language.
    Language,
}

/// Which feeds are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// In which formats.
    pub formats: Vec<Format>,
    /// For each category, tag, author, language.
    pub per: Vec<Subject>,
    /// How many posts an archive document holds (RFC 5005, section 4); 0 for no such documents.
    pub archive: usize,
    /// Whether the site's feed holds every post and says so (RFC 5005, section 2).
    pub complete: bool,
}

impl Default for Wanted {
    fn default() -> Self {
        Wanted {
            formats: vec![Format::Atom],
            per: Vec::new(),
            archive: 0,
            complete: false,
        }
    }
}

/// Something that has a feed, in one or more formats.
#[derive(Debug, Clone)]
pub struct Topic<'a> {
    /// What kind of thing it is.
    pub subject: Subject,
    /// Its name; empty for the site.
    pub name: String,
    /// The title of its feed; empty for that of the site.
    pub title: String,
    /// The path of its feed in Atom, as [`Feed::path`].
    pub path: String,
    /// All its posts, the newest first.
    pub entries: Vec<&'a Entry>,
}

/// The feeds of a site.
#[derive(Debug, Clone)]
pub struct Plan<'a> {
    /// What there are feeds for, the site first.
    pub topics: Vec<Topic<'a>>,
    /// The feeds, for [`write_feeds`](crate::write_feeds).
    pub feeds: Vec<Feed<'a>>,
    /// Their formats.
    pub formats: Vec<Format>,
}

/// Plans the feeds of a site: those that the configuration of jekyll-feed asks for (`feed.path`,
/// `categories`, `tags`, `collections`), and those that are wanted besides. `posts` are the entries
/// of the source, `others` the documents of its other collections.
pub fn plan<'a>(
    site: &Site,
    posts: &'a [Entry],
    others: &'a [Entry],
    options: &Options,
    wanted: &Wanted,
) -> Plan<'a> {
    let is_shown = |entry: &&Entry| is_shown(site, options, entry);
    let posts: Vec<&Entry> = posts.iter().filter(is_shown).collect();
    let others: Vec<&Entry> = others.iter().filter(is_shown).collect();
    let mut topics = jekyll::topics(site, &posts, &others, options);
    for subject in &wanted.per {
        add_topics(*subject, site, &posts, &mut topics);
    }
    let mut paths = HashSet::new();
    topics.retain(|topic| paths.insert(topic.path.clone()));
    let mut feeds = Vec::new();
    for topic in &topics {
        add_feeds(topic, options, wanted, &mut feeds);
    }
    Plan {
        topics,
        feeds,
        formats: wanted.formats.clone(),
    }
}

/// Whether a post is in feeds at all: what calls itself a draft is on a site of Jekyll, but not in
/// its feeds.
pub(crate) fn is_shown(site: &Site, options: &Options, entry: &Entry) -> bool {
    options.drafts || !entry.meta.draft || site.kind != "jekyll"
}

/// The path of a feed in a format: Atom has the site's own path, RSS too where there is no Atom.
pub(crate) fn path_in(path: &str, format: Format, formats: &[Format]) -> String {
    let stem = match path.rsplit_once('.') {
        Some((stem, ending)) if !stem.ends_with('/') && !ending.contains('/') => stem,
        _ => path,
    };
    match format {
        Format::Atom => path.to_owned(),
        Format::Rss if !formats.contains(&Format::Atom) => path.to_owned(),
        Format::Rss => format!("{stem}.rss"),
        Format::Json => format!("{stem}.json"),
    }
}

fn add_feeds<'a>(topic: &Topic<'a>, options: &Options, wanted: &Wanted, feeds: &mut Vec<Feed<'a>>) {
    let is_site = topic.subject == Subject::Site;
    let complete = is_site && wanted.complete;
    let mut entries = topic.entries.clone();
    if options.limit > 0 && !complete {
        entries.truncate(options.limit);
    }
    for &format in &wanted.formats {
        let in_format = |path: &str| path_in(path, format, &wanted.formats);
        let pages = match wanted.archive {
            size if is_site && size > 0 => topic.entries.len().div_ceil(size),
            _ => 0,
        };
        let page_path = |page: usize| in_format(&format!("/feed/archive/{page}.xml"));
        let alternates = wanted.formats.iter().filter(|other| **other != format);
        feeds.push(Feed {
            path: in_format(&topic.path),
            format,
            title: topic.title.clone(),
            entries: entries.clone(),
            alternates: alternates
                .map(|other| (*other, path_in(&topic.path, *other, &wanted.formats)))
                .collect(),
            history: if complete {
                History::Complete
            } else if pages > 0 {
                History::Current {
                    previous: Some(page_path(pages)),
                }
            } else {
                History::None
            },
        });
        // The oldest posts are on the first page, so that new posts change the last one only.
        let oldest: Vec<&Entry> = topic.entries.iter().rev().copied().collect();
        for (index, chunk) in oldest.chunks(wanted.archive.max(1)).take(pages).enumerate() {
            let page = index + 1;
            feeds.push(Feed {
                path: page_path(page),
                format,
                title: topic.title.clone(),
                entries: chunk.iter().rev().copied().collect(),
                alternates: Vec::new(),
                history: History::Archive {
                    current: in_format(&topic.path),
                    previous: (page > 1).then(|| page_path(page - 1)),
                    next: (page < pages).then(|| page_path(page + 1)),
                },
            });
        }
    }
}

/// Adds a topic for each name of a subject, but for those that are there.
fn add_topics<'a>(subject: Subject, site: &Site, posts: &[&'a Entry], topics: &mut Vec<Topic<'a>>) {
    let folder = match subject {
        Subject::Category => "/feed/",
        Subject::Tag => "/feed/by_tag/",
        Subject::Author => "/feed/by_author/",
        Subject::Language => "/feed/by_language/",
        Subject::Site | Subject::Collection => return,
    };
    let mut names: Vec<String> = Vec::new();
    let mut by_name: HashMap<String, Vec<&Entry>> = HashMap::new();
    // By first use: what comes later does not change the files of what was there.
    for &entry in posts {
        for name in names_of(subject, site, entry) {
            let entries = by_name.entry(name.clone()).or_default();
            if entries.is_empty() {
                names.push(name);
            }
            if entries
                .last()
                .is_none_or(|last| last.meta.path != entry.meta.path)
            {
                entries.push(entry);
            }
        }
    }
    let mut files = FileNames::new();
    for name in names {
        let file = files.make(&name);
        let known = topics
            .iter()
            .any(|topic| topic.subject == subject && topic.name == name);
        if known {
            continue;
        }
        let mut path = format!("{folder}{file}.xml");
        while topics.iter().any(|topic| topic.path == path) {
            path = format!("{folder}{}.xml", files.make(&name));
        }
        let entries = by_name.remove(&name).unwrap_or_default();
        topics.push(Topic {
            subject,
            title: format!("{} | {name}", site.title),
            name,
            path,
            entries: newest_first(site, entries),
        });
    }
}

fn names_of(subject: Subject, site: &Site, entry: &Entry) -> Vec<String> {
    let meta = &entry.meta;
    match subject {
        Subject::Category => meta.categories.to_vec(),
        Subject::Tag => meta.tags.to_vec(),
        Subject::Author => {
            let authors = match meta.authors.as_slice() {
                [] => &site.authors,
                own => own,
            };
            authors.iter().map(|author| author.name.clone()).collect()
        }
        Subject::Language => {
            let language = meta.language.as_deref().or(site.language.as_deref());
            language.map(str::to_owned).into_iter().collect()
        }
        Subject::Site | Subject::Collection => Vec::new(),
    }
}

/// A path from the site's root, without anything that leads out of it.
pub(crate) fn safe_path(path: &str) -> String {
    let parts: Vec<&str> = path
        .split(['/', '\\'])
        .filter(|part| !matches!(*part, "" | "." | ".."))
        .collect();
    format!("/{}", parts.join("/"))
}

/// A list of names, or one name.
pub(crate) fn names(value: Option<&Value>) -> Vec<String> {
    let name = |value: &Value| match value {
        Value::String(name) => Some(name.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    match value {
        Some(Value::Array(list)) => list.iter().filter_map(name).collect(),
        Some(value) => name(value).into_iter().collect(),
        None => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_have_paths_of_their_own() {
        let all = [Format::Atom, Format::Rss, Format::Json];
        for (path, format, formats, expected) in [
            ("/feed.xml", Format::Atom, &all[..], "/feed.xml"),
            ("/feed.xml", Format::Rss, &all[..], "/feed.rss"),
            ("/feed.xml", Format::Rss, &all[1..], "/feed.xml"),
            ("/feed.xml", Format::Json, &all[2..], "/feed.json"),
            ("/a.b/feed", Format::Json, &all[..], "/a.b/feed.json"),
        ] {
            assert_eq!(path_in(path, format, formats), expected);
        }
        assert_eq!(safe_path("../a//./b.xml"), "/a/b.xml");
    }
}
