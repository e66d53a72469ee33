//! YAML to JSON values, bounded against hostile documents.
use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle, Tag};
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use super::scalar;

/// How deep lists and maps nest.
const MAX_DEPTH: usize = 64;
/// How many values aliases may add; those that are written out are bounded by the text.
const MAX_ALIASED: usize = 10_000;

/// Reads one document. `Ok(None)` if it is empty; an error if it is no map.
pub(super) fn parse(text: &str) -> Result<Option<Map<String, Value>>, String> {
    match parse_document(text, None)? {
        Value::Null => Ok(None),
        Value::Object(map) => Ok(Some(map)),
        _ => Err("it is no map".to_owned()),
    }
}

/// Reads the first document of a text, with scalars as Ruby reads them: `yes` and `off` are truth
/// values, `y` is a text. With a zone, moments are written as Ruby shows them there
/// (`2024-05-01 08:30:00 +0200`); else they stay as they are.
///
/// # Errors
///
/// What is wrong with the text, and where.
pub fn parse_document(text: &str, zone: Option<&TimeZone>) -> Result<Value, String> {
    let mut builder = Builder {
        zone,
        open: Vec::new(),
        anchors: HashMap::new(),
        aliased: 0,
        done: None,
    };
    for next in Parser::new_from_str(text) {
        let (event, span) = next.map_err(|error| error.to_string())?;
        let place = |fault: String| format!("line {}: {fault}", span.start.line());
        builder.take(event).map_err(place)?;
        if let Some(value) = builder.done.take() {
            return Ok(value);
        }
    }
    Ok(Value::Null)
}

/// A list or a map whose end is not reached.
struct Open {
    anchor: usize,
    items: Items,
}

enum Items {
    List(Vec<Value>),
    /// The entries, those that `<<` brings, and the key whose value comes next.
    Map {
        entries: Map<String, Value>,
        merged: Vec<Value>,
        key: Option<String>,
    },
}

struct Builder<'z> {
    zone: Option<&'z TimeZone>,
    open: Vec<Open>,
    anchors: HashMap<usize, Value>,
    aliased: usize,
    done: Option<Value>,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>) -> Result<(), String> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let value = self.scalar(&text, style, tag.as_deref());
                self.add(value, anchor)
            }
            Event::SequenceStart(_, anchor, _) => self.begin(anchor, Items::List(Vec::new())),
            Event::MappingStart(_, anchor, _) => {
                let (entries, merged, key) = (Map::new(), Vec::new(), None);
                let items = Items::Map {
                    entries,
                    merged,
                    key,
                };
                self.begin(anchor, items)
            }
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(open) => self.add(open.items.into_value(), open.anchor),
                None => Ok(()),
            },
            Event::Alias(id) => {
                let value = self.anchors.get(&id).cloned();
                let value = value.ok_or("an alias stands inside of what it means")?;
                self.aliased += count(&value);
                if self.aliased > MAX_ALIASED {
                    return Err("aliases make too much of it".to_owned());
                }
                self.add(value, 0)
            }
            Event::DocumentEnd => {
                self.done.get_or_insert(Value::Null);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn scalar(&self, text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Value {
        // `!` and `!!str` say that it is a text.
        let is_text = tag.is_some_and(|tag| matches!(tag.suffix(), "" | "str"));
        if style != ScalarStyle::Plain || is_text {
            return text.into();
        }
        scalar::resolve(text, self.zone)
    }

    fn begin(&mut self, anchor: usize, items: Items) -> Result<(), String> {
        if self.open.len() >= MAX_DEPTH {
            return Err(format!("it nests more than {MAX_DEPTH} deep"));
        }
        self.open.push(Open { anchor, items });
        Ok(())
    }

    fn add(&mut self, value: Value, anchor: usize) -> Result<(), String> {
        if anchor > 0 {
            self.anchors.insert(anchor, value.clone());
        }
        match self.open.last_mut().map(|open| &mut open.items) {
            None => self.done = Some(value),
            Some(Items::List(items)) => items.push(value),
            Some(Items::Map {
                entries,
                merged,
                key,
            }) => match key.take() {
                None => *key = Some(as_key(value)),
                Some(key) if key == "<<" && is_mergeable(&value) => merged.push(value),
                Some(key) => {
                    entries.insert(key, value);
                }
            },
        }
        Ok(())
    }
}

impl Items {
    fn into_value(self) -> Value {
        match self {
            Items::List(items) => Value::Array(items),
            Items::Map {
                mut entries,
                merged,
                ..
            } => {
                for value in merged {
                    merge(&mut entries, value);
                }
                Value::Object(entries)
            }
        }
    }
}

/// Whether it is a map, or a list of maps.
fn is_mergeable(value: &Value) -> bool {
    let is_list = |items: &Vec<Value>| items.iter().all(Value::is_object);
    value.is_object() || value.as_array().is_some_and(is_list)
}

/// Adds the entries of a map, or of several, that are not there.
fn merge(entries: &mut Map<String, Value>, value: Value) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                entries.entry(key).or_insert(value);
            }
        }
        Value::Array(maps) => maps.into_iter().for_each(|map| merge(entries, map)),
        _ => {}
    }
}

/// A key, without white space that YAML does not know, such as U+3000 before it.
fn as_key(value: Value) -> String {
    match value {
        Value::String(key) if key.trim().len() < key.len() => key.trim().to_owned(),
        Value::String(key) => key,
        Value::Null => String::new(),
        value => value.to_string(),
    }
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(map) => map.values().map(count).sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_are_those_of_yaml() {
        let text = "a: 1\nb: [x, 'y']\nc: 2024-05-01 08:30:00 +0800\nd: 007\ne: ~\na: 2\n2022: year\nf: yes\n\
            g: &g {x: 1, y: 2}\nh: {<<: *g, y: 3}\ni: !!str 1\nj: |\n  one\n  two\n<<: k\n";
        let expected = json!({
            "a": 2, "b": ["x", "y"], "c": "2024-05-01 08:30:00 +0800", "d": "007", "e": null,
            "2022": "year", "f": true, "g": {"x": 1, "y": 2}, "h": {"x": 1, "y": 3}, "i": "1",
            "j": "one\ntwo\n", "<<": "k"
        });
        assert_eq!(Value::Object(parse(text).unwrap().unwrap()), expected);
        assert!(parse("").unwrap().is_none());
        assert!(parse("just words").is_err());
        assert_eq!(
            parse_document("- 1\n- a\n---\nb", None),
            Ok(json!([1, "a"]))
        );
    }

    #[test]
    fn long_documents_are_read_whole() {
        let text = "- {a: 1, b: {c: 2, d: [x, y]}}\n".repeat(20_000);
        let value = parse_document(&text, None).unwrap();
        assert_eq!(value.as_array().map(Vec::len), Some(20_000));
    }

    #[test]
    fn aliases_do_not_multiply() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..9 {
            let last = format!("*a{}", level - 1);
            text += &format!("a{level}: &a{level} [{}]\n", [last.as_str(); 10].join(", "));
        }
        assert!(parse(&text).is_err());
        assert!(parse(&format!("a: {}", "[".repeat(5000))).is_err());
        assert!(parse("a: &a [*a]").is_err());
    }
}
