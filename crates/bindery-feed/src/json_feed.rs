//! JSON Feed 1.1.
use std::io;

use bindery_model::Author;
use serde::Serialize;

use crate::Format;
use crate::channel::Channel;
use crate::entry::FeedEntry;

/// Everything behind the last item.
pub(crate) const END: &str = "\n]}\n";

#[derive(Serialize)]
struct Head<'a> {
    version: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    home_page_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    feed_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    icon: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    favicon: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<JsonAuthor<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hubs: Vec<Hub<'a>>,
}

#[derive(Serialize)]
struct Hub<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    url: &'a str,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_url: Option<&'a str>,
    title: &'a str,
    // An item must have content, be it empty.
    content_html: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<JsonAuthor<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<Attachment<'a>>,
    // JSON Feed has no name for it; what begins with `_` is an extension.
    #[serde(skip_serializing_if = "Option::is_none", rename = "_source")]
    source: Option<Source<'a>>,
}

/// The feed that an item comes from, in the terms of JSON Feed.
#[derive(Serialize)]
struct Source<'a> {
    id: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    feed_url: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonAuthor<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct Attachment<'a> {
    url: &'a str,
    mime_type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    size_in_bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_in_seconds: Option<u64>,
}

fn authors(authors: &[Author]) -> Vec<JsonAuthor<'_>> {
    authors
        .iter()
        .map(|a| JsonAuthor {
            name: &a.name,
            url: a.uri.as_deref(),
        })
        .collect()
}

/// Everything before the first item: the object is left open in its list of items.
pub(crate) fn head(channel: &Channel<'_>, pretty: bool) -> io::Result<Vec<u8>> {
    let site = channel.site;
    let older = channel
        .history
        .iter()
        .find(|(relation, _)| *relation == "prev-archive");
    let head = Head {
        version: "https://jsonfeed.org/version/1.1",
        title: &channel.title,
        home_page_url: site.has_home().then_some(&site.home),
        feed_url: channel.own.as_deref(),
        description: site.description.as_deref(),
        next_url: older.map(|(_, address)| address.as_str()),
        icon: site.logo.as_deref().or(site.icon.as_deref()),
        favicon: site.icon.as_deref(),
        language: site.language.as_deref(),
        authors: authors(&site.authors),
        hubs: site
            .hub
            .iter()
            .map(|url| Hub {
                kind: "WebSub",
                url,
            })
            .collect(),
    };
    let mut bytes = to_vec(&head, pretty)?;
    bytes.pop();
    let bytes = bytes.trim_ascii_end();
    Ok([bytes, b",\"items\":[\n"].concat())
}

/// An item.
pub(crate) fn item(entry: &FeedEntry, pretty: bool) -> io::Result<Vec<u8>> {
    let changed = entry.updated.filter(|_| entry.updated != entry.published);
    let attachment = entry.enclosures.iter().map(|enclosure| Attachment {
        url: &enclosure.url,
        mime_type: &enclosure.media_type,
        title: enclosure.title.as_deref(),
        size_in_bytes: enclosure.length,
        duration_in_seconds: enclosure.duration.as_deref().map(seconds),
    });
    let item = Item {
        id: entry.id.as_known(),
        url: &entry.link,
        external_url: entry.about.as_deref(),
        title: &entry.title,
        content_html: entry.content.as_deref().unwrap_or_default(),
        summary: entry.summary.as_deref(),
        image: entry.image.as_deref(),
        date_published: entry.published.map(|date| date.to_string()),
        date_modified: changed.map(|date| date.to_string()),
        authors: authors(&entry.authors),
        tags: entry
            .categories
            .iter()
            .map(|category| category.term.as_str())
            .collect(),
        language: entry.language.as_deref(),
        attachments: attachment.collect(),
        source: entry.origin.as_ref().map(|origin| Source {
            id: &origin.id,
            title: &origin.title,
            updated: origin.updated.map(|date| date.to_string()),
            url: origin.home.as_deref(),
            feed_url: origin.own.as_deref(),
        }),
    };
    to_vec(&item, pretty)
}

fn to_vec(value: &impl Serialize, pretty: bool) -> io::Result<Vec<u8>> {
    Ok(if pretty {
        serde_json::to_vec_pretty(value)?
    } else {
        serde_json::to_vec(value)?
    })
}

/// `1:02:03` in seconds.
fn seconds(duration: &str) -> u64 {
    let parts = duration
        .split(':')
        .map(|part| part.parse::<u64>().unwrap_or(0));
    parts.fold(0, |sum, part| sum.saturating_mul(60).saturating_add(part))
}

impl Format {
    /// The media type that servers give documents of this format.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Rss => "application/rss+xml",
            Format::Atom => "application/atom+xml",
            Format::Json => "application/feed+json",
        }
    }
}
