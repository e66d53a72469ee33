//! Categories and tags, as Jekyll gathers them.
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
        all.extend(plural(value(values, "categories")));
    }
    all.extend(singular(value(merged, "category")));
    unique(all)
}

/// The tags of a document: `tag`, or else `tags`.
pub(crate) fn tags(values: &Map<String, Value>) -> Vec<String> {
    let one = singular(value(values, "tag"));
    unique(if one.is_empty() {
        plural(value(values, "tags"))
    } else {
        one
    })
}

/// One term, or a list of terms.
fn singular(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Array(list)) => terms(list),
        Some(Value::Bool(false)) => Vec::new(),
        value => value.and_then(text).into_iter().collect(),
    }
}

/// Words between white space (of ASCII, as Ruby has it), or a list of terms. A number or a truth
/// is neither.
fn plural(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(words)) => {
            let words = words.split_ascii_whitespace();
            words.filter_map(|word| text(&word.into())).collect()
        }
        Some(Value::Array(list)) => terms(list),
        _ => Vec::new(),
    }
}

fn terms(list: &[Value]) -> Vec<String> {
    let terms = list.iter().flat_map(|item| match item {
        Value::Array(inner) => terms(inner),
        item => text(item).into_iter().collect(),
    });
    terms.collect()
}

/// A term as it is written, with the spaces around it.
fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => bindery_model::remove_forbidden(text).into_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        _ => return None,
    };
    (!text.trim().is_empty()).then_some(text)
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
