//! JSON Feed 1.0 and 1.1.
use std::collections::HashMap;

use serde_json::Value;
use serde_json::value::RawValue;
use url::Url;

use super::broken_json::with_controls_escaped;
use super::entry::{Enclosure, Fields, Head, escape, paragraphs, person};
use super::rss::{base, language};
use super::split::Piece;

/// Why a JSON feed cannot be read.
pub(crate) struct Fault {
    pub(crate) reason: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl Fault {
    /// What is wrong with a value that was read from this text.
    pub(crate) fn at(text: &str, value: &RawValue, reason: &str) -> Fault {
        let before = &text[..place(text, value)];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Fault {
            reason: reason.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before.len() - line_start + 1,
        }
    }

    /// Its place in the text.
    pub(crate) fn offset(&self, text: &str) -> usize {
        let lines = text.split_inclusive('\n').take(self.line.saturating_sub(1));
        let line_start: usize = lines.map(str::len).sum();
        (line_start + self.column.saturating_sub(1)).min(text.len())
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Fault {
        Fault {
            reason: error.to_string(),
            line: error.line(),
            column: error.column(),
        }
    }
}

/// Reads what is said of the feed as a whole, and finds its items.
pub(crate) fn split(text: &str) -> Result<(Head, Vec<Piece>), Fault> {
    let parts: HashMap<String, &RawValue> = serde_json::from_str(text)?;
    let value = |key: &str| -> Value {
        parts
            .get(key)
            .and_then(|raw| serde_json::from_str(raw.get()).ok())
            .unwrap_or_default()
    };
    let string = |key: &str| text_of(&value(key));
    let mut head = Head {
        own: string("feed_url"),
        title: escape(&string("title")),
        description: escape(&string("description")),
        link: string("home_page_url"),
        language: language(&string("language")),
        icon: string("favicon"),
        logo: string("icon"),
        ..Head::default()
    };
    head.authors = authors(&value("authors"), &value("author"));
    let own = Url::parse(&head.own).ok();
    head.base = Url::parse(&head.link).ok().or(own);
    let items: Vec<&RawValue> = match parts.get("items") {
        Some(raw) => serde_json::from_str(raw.get())
            .map_err(|_| Fault::at(text, raw, "`items` is no list"))?,
        None => Vec::new(),
    };
    let pieces = pieces(text, &items);
    Ok((head, pieces))
}

/// Where a value begins in the text that it was read from.
fn place(text: &str, value: &RawValue) -> usize {
    value.get().as_ptr() as usize - text.as_ptr() as usize
}

/// The places of values that were read from this text, in its order.
pub(crate) fn pieces(text: &str, values: &[&RawValue]) -> Vec<Piece> {
    let (mut line, mut line_start, mut counted) = (1, 0, 0);
    let mut pieces = Vec::with_capacity(values.len());
    for value in values {
        let start = place(text, value);
        let passed = &text.as_bytes()[counted..start];
        line += memchr::memchr_iter(b'\n', passed).count();
        if let Some(at) = memchr::memrchr(b'\n', passed) {
            line_start = counted + at + 1;
        }
        counted = start;
        pieces.push(Piece {
            start: start as u64,
            end: (start + value.get().len()) as u64,
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(start - line_start + 1).unwrap_or(u32::MAX),
            is_unclosed: false,
        });
    }
    pieces
}

/// An item by its text, for [`entry`] and [`faults`].
pub(crate) fn item(text: &str) -> Value {
    serde_json::from_str(text)
        .or_else(|_| serde_json::from_str(&with_controls_escaped(text)))
        .unwrap_or_default()
}

/// Reads an item.
pub(crate) fn entry(item: &Value, head: &Head) -> Fields {
    let string = |key: &str| text_of(&item[key]);
    let first = |keys: [&str; 2]| {
        let [first, second] = keys.map(string);
        if first.is_empty() { second } else { first }
    };
    let mut fields = Fields {
        id: string("id"),
        title: escape(&string("title")),
        summary: escape(&string("summary")),
        link: first(["url", "external_url"]),
        about: string("external_url"),
        published: first(["date_published", "date_modified"]),
        updated: string("date_modified"),
        language: language(&string("language")),
        image: first(["image", "banner_image"]),
        ..Fields::default()
    };
    fields.body = match string("content_html") {
        html if html.is_empty() => paragraphs(&string("content_text")),
        html => html,
    };
    if fields.body.is_empty() {
        fields.body = paragraphs(&string("summary"));
        fields.summary.clear();
    }
    fields.authors = authors(&item["authors"], &item["author"]);
    let tags = list(&item["tags"]).iter().map(text_of);
    fields.tags = tags
        .filter(|tag| !tag.is_empty())
        .map(|tag| escape(&tag))
        .collect();
    let duration = text_of(&item["attachments"][0]["duration_in_seconds"]);
    if !duration.is_empty() {
        fields.extra.insert("duration".to_owned(), duration.into());
    }
    for attachment in list(&item["attachments"]) {
        let string = |key: &str| text_of(&attachment[key]);
        fields.enclose(Enclosure {
            url: string("url"),
            kind: string("mime_type"),
            length: attachment.get("size_in_bytes").and_then(Value::as_u64),
            title: string("title"),
        });
    }
    let source = |key: &str| text_of(&item["_source"][key]);
    fields.come_from(&Head {
        id: source("id"),
        own: source("feed_url"),
        updated: source("updated"),
        title: escape(&source("title")),
        link: source("url"),
        ..Head::default()
    });
    fields.base = base(None, &fields.link, head.base.as_ref());
    fields
}

/// What is wrong with the types of an item's parts.
pub(crate) fn faults(item: &Value) -> Vec<String> {
    let texts = TEXTS.iter().filter(|key| !is_text(&item[**key]));
    let texts = texts.map(|key| {
        let kind = kind_of(&item[*key]);
        format!("`{key}` is {kind}, where JSON Feed has text; it was left out")
    });
    let lists = LISTS
        .iter()
        .filter(|key| !item[**key].is_array() && !item[**key].is_null());
    let lists = lists.map(|key| {
        let kind = kind_of(&item[*key]);
        format!("`{key}` is {kind}, where JSON Feed has a list; it was read as a list of one")
    });
    texts.chain(lists).collect()
}

/// The parts of an item that are text; numbers are taken for text.
const TEXTS: [&str; 11] = [
    "id",
    "url",
    "external_url",
    "title",
    "content_html",
    "content_text",
    "summary",
    "image",
    "date_published",
    "date_modified",
    "language",
];
/// Those that are lists.
const LISTS: [&str; 3] = ["authors", "tags", "attachments"];

fn is_text(value: &Value) -> bool {
    matches!(value, Value::String(_) | Value::Number(_) | Value::Null)
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Text, or a number as text; empty for anything else.
pub(crate) fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// A list; what is none is a list of one.
fn list(value: &Value) -> &[Value] {
    match value {
        Value::Array(list) => list,
        Value::Null => &[],
        one => std::slice::from_ref(one),
    }
}

fn authors(several: &Value, one: &Value) -> Vec<Value> {
    let people = match list(several) {
        [] => list(one),
        people => people,
    };
    let name = |person: &Value| match person {
        Value::Object(person) => person.get("name").map(text_of).unwrap_or_default(),
        name => text_of(name),
    };
    people
        .iter()
        .filter_map(|one| person(&escape(&name(one)), "", &text_of(&one["url"])))
        .collect()
}
