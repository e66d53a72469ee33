//! Categories and tags, as Jekyll gathers them.
use bindery_model::remove_forbidden;
use bindery_parse::front_matter::value;
use serde_json::{Map, Value};

/// The categories of a document: the folders above `_posts`, then `categories` of the defaults and
/// of the front matter, then `category`.
pub(crate) fn categories(
    folders: &[&str],
    defaults: &Map<String, Value>,
    own: &Map<String, Value>,
    merged: &Map<String, Value>,
) -> Vec<String> {
    let mut all: Vec<String> = folders.iter().map(|&folder| folder.to_owned()).collect();
    for values in [defaults, own] {
        add_plural(&mut all, value(values, "categories"));
    }
    add_singular(&mut all, value(merged, "category"));
    unique(all)
}

/// The tags of a document: `tag`, or else `tags`.
pub(crate) fn tags(values: &Map<String, Value>) -> Vec<String> {
    let mut all = Vec::new();
    add_singular(&mut all, value(values, "tag"));
    if all.is_empty() {
        add_plural(&mut all, value(values, "tags"));
    }
    unique(all)
}

/// One term, or a list of terms.
fn add_singular(all: &mut Vec<String>, value: Option<&Value>) {
    match value {
        Some(Value::Bool(false)) | None => {}
        Some(value) => add(all, value),
    }
}

/// Words between white space (of ASCII, as Ruby has it), or a list of terms. A number or a truth
/// is neither.
fn add_plural(all: &mut Vec<String>, value: Option<&Value>) {
    match value {
        Some(Value::String(words)) => {
            let words = words.split_ascii_whitespace();
            words.for_each(|word| add_text(all, word));
        }
        Some(list @ Value::Array(_)) => add(all, list),
        _ => {}
    }
}

fn add(all: &mut Vec<String>, value: &Value) {
    match value {
        Value::String(text) => add_text(all, text),
        Value::Number(number) => all.push(number.to_string()),
        Value::Bool(truth) => all.push(truth.to_string()),
        Value::Array(list) => list.iter().for_each(|item| add(all, item)),
        Value::Null | Value::Object(_) => {}
    }
}

/// A term as it is written, with the spaces around it.
fn add_text(all: &mut Vec<String>, text: &str) {
    let text = remove_forbidden(text);
    if !text.trim().is_empty() {
        all.push(text.into_owned());
    }
}

fn unique(mut terms: Vec<String>) -> Vec<String> {
    match terms.len() {
        0 | 1 => {}
        2 => terms.dedup(),
        _ => {
            let mut seen = std::collections::HashSet::new();
            terms.retain(|term| seen.insert(term.clone()));
        }
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn terms_come_from_folders_defaults_and_the_post() {
        let map = |value: Value| value.as_object().unwrap().clone();
        let defaults = map(json!({"categories": ["d"], "tags": ["x"]}));
        let own = map(json!({"categories": "a b", "category": "c d", "tags": "y  z y"}));
        let found = categories(&["en", "news"], &defaults, &own, &own);
        assert_eq!(found, ["en", "news", "d", "a", "b", "c d"]);
        assert_eq!(tags(&own), ["y", "z"]);
        assert_eq!(
            tags(&map(json!({"tag": "one two", "tags": ["x"]}))),
            ["one two"]
        );
        assert_eq!(
            tags(&map(json!({"tags": [["x"], null, 2020, false, " y "]}))),
            ["x", "2020", "false", " y "]
        );
        assert_eq!(tags(&map(json!({"tags": "甲　乙 丙"}))), ["甲　乙", "丙"]);
        assert!(tags(&map(json!({"tags": 2020}))).is_empty());
    }
}
