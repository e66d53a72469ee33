//! Metadata as Nikola writes it: lines such as `.. title: A title`, in a comment or alone.
use bindery_model::{Diagnostic, remove_forbidden};
use serde_json::{Map, Value};

use super::FrontMatter;

/// What the lines of a file of metadata say that has no names in it, as the first versions had them.
const LINES: [&str; 7] = [
    "title",
    "slug",
    "date",
    "tags",
    "link",
    "description",
    "type",
];

/// Reads what Nikola keeps beside a post, in `post.meta`: lines such as `.. title: A title`, front
/// matter in YAML or TOML, or values alone, one a line. `path` names the file in diagnostics.
///
/// ```
/// let (values, _) = bindery_parse::front_matter::parse_beside(".. slug: a\n.. tags: x, y", "a.meta");
/// assert_eq!(values["tags"], serde_json::json!(["x", "y"]));
/// ```
pub fn parse_beside(text: &str, path: &str) -> (Map<String, Value>, Vec<Diagnostic>) {
    let start = text.trim_start_matches('\u{feff}').trim_ascii_start();
    let mut values = Map::new();
    if start.starts_with("---") || start.starts_with("+++") {
        let (found, diagnostics) = super::parse(text, path);
        return (as_nikola_means(found.values.into_inner()), diagnostics);
    }
    match start.starts_with("..") {
        true => start
            .lines()
            .filter_map(named_value)
            .for_each(|(key, value)| insert(&mut values, key, value)),
        false => LINES
            .iter()
            .zip(start.lines())
            .for_each(|(key, value)| insert(&mut values, key, value.trim())),
    }
    (values, Vec::new())
}

/// Front matter of a post of Nikola, whatever it is written in, in the words of others: `tags` is a
/// list, `status` may say that it is a draft.
pub fn as_nikola_means(values: Map<String, Value>) -> Map<String, Value> {
    let mut meant = Map::new();
    for (key, value) in values {
        match value {
            Value::String(text) => insert(&mut meant, &key, &text),
            value => {
                meant.insert(key, value);
            }
        }
    }
    meant
}

/// The name and the value in `.. name: value`.
fn named_value(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.trim().strip_prefix(".. ")?.split_once(':')?;
    Some((key.trim(), value.trim()))
}

/// Reads such lines at the beginning of a text; `None` where there are none.
pub(super) fn parse(text: &str) -> Option<FrontMatter> {
    let start = text.trim_start_matches('\u{feff}').trim_ascii_start();
    let inner = start.strip_prefix("<!--");
    let lines = inner.unwrap_or(start).trim_ascii_start();
    if !lines.starts_with(".. ") {
        return None;
    }
    let mut values = Map::new();
    let mut body = text.len() - lines.len();
    for line in lines.split_inclusive('\n') {
        let shown = line.trim();
        if shown == "-->" {
            body += line.len();
            break;
        }
        match named_value(line) {
            Some((key, value)) => insert(&mut values, key, value),
            None if shown.is_empty() && inner.is_some() => {}
            None => break,
        }
        body += line.len();
    }
    values.contains_key("title").then(|| FrontMatter {
        values: values.into(),
        present: true,
        body,
    })
}

fn insert(values: &mut Map<String, Value>, key: &str, value: &str) {
    if value.is_empty() {
        return;
    }
    let value = remove_forbidden(value);
    match key {
        "tags" => {
            let tags = value
                .split(',')
                .map(str::trim)
                .filter(|tag| !tag.is_empty());
            let tags: Vec<&str> = tags.collect();
            // What older posts say by tags.
            if tags.contains(&"draft") {
                values.insert("draft".to_owned(), true.into());
            }
            values.insert(key.to_owned(), tags.into());
        }
        "status" if value == "draft" || value == "private" => {
            values.insert("draft".to_owned(), true.into());
        }
        // `2015-04-01 12:34:56 UTC-05:00`
        "date" | "updated" => {
            let written = value.replace("UTC+", "+").replace("UTC-", "-");
            values.insert(key.to_owned(), written.into());
        }
        "previewimage" => {
            values.insert("image".to_owned(), value.into_owned().into());
        }
        _ => {
            values.insert(key.to_owned(), value.into_owned().into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    #[test]
    fn lines_in_a_comment_or_alone_are_front_matter() {
        for text in [
            "<!--\n.. title: A: b\n.. date: 2015-04-01 12:34:56 UTC-05:00\n.. tags: x, y z\n.. link: \n-->\n\nText.\n",
            ".. title: A: b\n.. date: 2015-04-01 12:34:56 UTC-05:00\n.. tags: x, y z\n.. link: \n\nText.\n",
        ] {
            let (found, diagnostics) = parse(text, "a.md");
            assert_eq!(found.values["title"], "A: b");
            assert_eq!(found.values["date"], "2015-04-01 12:34:56 -05:00");
            assert_eq!(found.values["tags"], serde_json::json!(["x", "y z"]));
            assert!(!found.values.contains_key("link") && diagnostics.is_empty());
            assert_eq!(text[found.body..].trim(), "Text.");
        }
        for text in [
            "<!-- a comment -->\n",
            ".. note:: x\n",
            "... and so on\n",
            "<!--\ntext\n-->",
        ] {
            assert!(!parse(text, "a.md").0.present, "{text}");
        }
    }
}
