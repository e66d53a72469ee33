//! JSON Feed 1.0 and 1.1.
use std::collections::HashMap;

use serde_json::Value;
use serde_json::value::RawValue;
use url::Url;

use super::entry::{Enclosure, Fields, Head, authors_or, escape, paragraphs, person};
use super::rss::{base, language};
use super::split::Piece;

/// Why a JSON feed cannot be read.
pub(crate) struct Fault {
    pub(crate) reason: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// Reads what is said of the feed as a whole, and finds its items.
pub(crate) fn split(text: &str) -> Result<(Head, Vec<Piece>), Fault> {
    let fault = |error: serde_json::Error| Fault {
        reason: error.to_string(),
        line: error.line(),
        column: error.column(),
    };
    let parts: HashMap<String, &RawValue> = serde_json::from_str(text).map_err(fault)?;
    let value = |key: &str| -> Value {
        parts
            .get(key)
            .and_then(|raw| serde_json::from_str(raw.get()).ok())
            .unwrap_or_default()
    };
    let string = |key: &str| value(key).as_str().unwrap_or_default().trim().to_owned();
    let mut head = Head {
        title: escape(&string("title")),
        description: escape(&string("description")),
        link: string("home_page_url"),
        language: language(&string("language")),
        ..Head::default()
    };
    head.authors = authors(&value("authors"), &value("author"));
    let own = Url::parse(&string("feed_url")).ok();
    head.base = Url::parse(&head.link).ok().or(own);
    let items: Vec<&RawValue> = match parts.get("items") {
        Some(raw) => serde_json::from_str(raw.get()).map_err(fault)?,
        None => Vec::new(),
    };
    let (mut line, mut line_start, mut counted) = (1, 0, 0);
    let mut pieces = Vec::with_capacity(items.len());
    for item in items {
        let start = item.get().as_ptr() as usize - text.as_ptr() as usize;
        let passed = &text.as_bytes()[counted..start];
        line += memchr::memchr_iter(b'\n', passed).count();
        if let Some(at) = memchr::memrchr(b'\n', passed) {
            line_start = counted + at + 1;
        }
        counted = start;
        pieces.push(Piece {
            start: start as u64,
            end: (start + item.get().len()) as u64,
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(start - line_start + 1).unwrap_or(u32::MAX),
            is_unclosed: false,
        });
    }
    Ok((head, pieces))
}

/// Reads an item.
pub(crate) fn entry(text: &str, head: &Head) -> Fields {
    let item: Value = serde_json::from_str(text).unwrap_or_default();
    let string = |key: &str| match item.get(key) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let first = |keys: [&str; 2]| {
        let [first, second] = keys.map(string);
        if first.is_empty() { second } else { first }
    };
    let mut fields = Fields {
        id: string("id"),
        title: escape(&string("title")),
        summary: escape(&string("summary")),
        link: first(["url", "external_url"]),
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
    let null = Value::Null;
    let own = authors(
        item.get("authors").unwrap_or(&null),
        item.get("author").unwrap_or(&null),
    );
    fields.authors = authors_or(own, &head.authors);
    let tags = item.get("tags").and_then(Value::as_array);
    fields.tags = tags
        .into_iter()
        .flatten()
        .filter_map(|tag| Some(escape(tag.as_str()?)))
        .collect();
    for attachment in item
        .get("attachments")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let string = |key: &str| {
            let value = attachment.get(key).and_then(Value::as_str);
            value.unwrap_or_default().to_owned()
        };
        fields.enclose(Enclosure {
            url: string("url"),
            kind: string("mime_type"),
            length: attachment.get("size_in_bytes").and_then(Value::as_u64),
            title: string("title"),
        });
    }
    fields.base = base(None, &fields.link, head.base.as_ref());
    fields
}

fn authors(list: &Value, one: &Value) -> Vec<Value> {
    let list = list.as_array().map(Vec::as_slice).unwrap_or_default();
    let people = if list.is_empty() {
        std::slice::from_ref(one)
    } else {
        list
    };
    let text = |value: &Value, key: &str| {
        let text = value.get(key).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    people
        .iter()
        .filter_map(|one| person(&escape(&text(one, "name")), "", &text(one, "url")))
        .collect()
}
