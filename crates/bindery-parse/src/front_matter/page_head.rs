//! What the head of a page says, as Pelican reads posts in HTML.
use bindery_model::remove_forbidden;
use serde_json::{Map, Value};

use super::FrontMatter;
use crate::html::{self, Node};

/// Reads `<title>` and every `<meta name="…" content="…">` before `<body>`, where the text of the
/// post begins. `None` where a text has no body, or its head says nothing.
///
/// ```
/// let page = "<html><head><title>A</title><meta name='Tags' content='x, y'></head><body>Text";
/// let found = bindery_parse::front_matter::parse_html_head(page).unwrap();
/// assert_eq!((&found.values["title"], &found.values["Tags"]), (&"A".into(), &"x, y".into()));
/// assert_eq!(&page[found.body..], "Text");
/// ```
pub fn parse_html_head(text: &str) -> Option<FrontMatter> {
    let bytes = text.as_bytes();
    let is_body = |at: &usize| {
        let name = text.get(at + 1..at + 5);
        let end = bytes.get(at + 5);
        name.is_some_and(|name| name.eq_ignore_ascii_case("body"))
            && end.is_some_and(|end| *end == b'>' || end.is_ascii_whitespace())
    };
    let start = memchr::memchr_iter(b'<', bytes).find(is_body)?;
    let body = start + memchr::memchr(b'>', &bytes[start..])? + 1;
    let tree = html::parse_document(&text[..start], &html::Options::default()).ok()?;
    let mut values = Map::new();
    let mut next = tree.next_in_order(tree.root(), tree.root());
    while let Some(id) = next {
        if let Some(element) = tree.element(id) {
            let pair = match element.name() {
                "meta" => element.attribute("name").zip(element.attribute("content")),
                "title" => match tree.first_child(id).map(|text| tree.node(text)) {
                    Some(Node::Text(text)) => Some(("title", text)),
                    _ => None,
                },
                _ => None,
            };
            values.extend(pair.map(|(name, value)| {
                let value = remove_forbidden(value.trim());
                (name.to_owned(), Value::from(value.into_owned()))
            }));
        }
        next = tree.next_in_order(id, tree.root());
    }
    let present = !values.is_empty();
    present.then(|| FrontMatter {
        values: values.into(),
        present,
        body,
    })
}
