//! JSON Feed 1.1.
use std::io::{self, Write};

use bindery_model::Author;
use serde::Serialize;

use crate::channel::Channel;
use crate::entry::FeedEntry;

#[derive(Serialize)]
struct Head<'a> {
    version: &'a str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<JsonAuthor<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    url: &'a str,
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
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonAuthor<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
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
pub(crate) fn write_head(channel: &Channel, out: &mut dyn Write) -> io::Result<()> {
    let head = Head {
        version: "https://jsonfeed.org/version/1.1",
        title: &channel.title,
        home_page_url: &channel.home,
        feed_url: &channel.own,
        description: channel.description.as_deref(),
        language: channel.language.as_deref(),
        authors: authors(&channel.authors),
    };
    let mut bytes = serde_json::to_vec(&head)?;
    bytes.pop();
    out.write_all(&bytes)?;
    out.write_all(b",\"items\":[\n")
}

/// An item.
pub(crate) fn item(entry: &FeedEntry) -> io::Result<Vec<u8>> {
    let changed = entry.updated.filter(|_| entry.updated != entry.published);
    let item = Item {
        id: &entry.id,
        url: &entry.link,
        title: &entry.title,
        content_html: entry.content.as_deref().unwrap_or_default(),
        summary: entry.summary.as_deref(),
        image: entry.image.as_deref(),
        date_published: entry.published.map(|date| date.to_string()),
        date_modified: changed.map(|date| date.to_string()),
        authors: authors(&entry.authors),
        tags: &entry.categories,
        language: entry.language.as_deref(),
    };
    Ok(serde_json::to_vec(&item)?)
}
