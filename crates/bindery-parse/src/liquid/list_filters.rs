//! The filters of lists.
use std::collections::HashSet;

use serde_json::{Value, json};

use super::expression::Scope;
use super::filters::{from_number, number, text};

/// Applies a filter of lists. An unknown one, or one for another kind of value, leaves the value.
pub(super) fn apply(name: &str, value: Value, arguments: &[Value], scope: &Scope<'_>) -> Value {
    let argument = |at: usize| arguments.get(at).map(text).unwrap_or_default();
    match (name, value) {
        ("split", value) => split(&text(&value), &argument(0)),
        ("slice", Value::String(text)) => slice_text(&text, arguments).into(),
        (_, Value::Array(items)) => apply_to_items(name, items, arguments, scope),
        ("where" | "where_exp" | "group_by" | "sort" | "map" | "first", Value::Object(map)) => {
            let values = map.into_iter().map(|(_, value)| value).collect();
            apply_to_items(name, values, arguments, scope)
        }
        (_, value) => value,
    }
}

fn split(text: &str, separator: &str) -> Value {
    let mut parts: Vec<Value> = match separator {
        "" => text.chars().map(|c| c.to_string().into()).collect(),
        " " => text.split_whitespace().map(Value::from).collect(),
        separator => text.split(separator).map(Value::from).collect(),
    };
    // As in Ruby, empty parts at the end do not count.
    while parts.last().is_some_and(|part| *part == "") {
        parts.pop();
    }
    parts.into()
}

/// `slice: -3, 2`.
fn slice_text(text: &str, arguments: &[Value]) -> String {
    let count = text.chars().count();
    let (start, length) = bounds(arguments, count);
    text.chars().skip(start).take(length).collect()
}

fn bounds(arguments: &[Value], count: usize) -> (usize, usize) {
    let start = arguments.first().map_or(0, |first| number(first) as i64);
    let start = if start < 0 {
        start + count as i64
    } else {
        start
    };
    let length = arguments.get(1).map_or(1, |length| number(length) as i64);
    (start.max(0) as usize, length.max(0) as usize)
}

fn apply_to_items(
    name: &str,
    mut items: Vec<Value>,
    arguments: &[Value],
    scope: &Scope<'_>,
) -> Value {
    let argument = |at: usize| arguments.get(at).map(text).unwrap_or_default();
    let first = arguments.first().cloned();
    match name {
        "first" => return items.into_iter().next().unwrap_or_default(),
        "last" => return items.pop().unwrap_or_default(),
        "join" => {
            let separator = first.map_or(" ".to_owned(), |first| text(&first));
            return items
                .iter()
                .map(text)
                .collect::<Vec<_>>()
                .join(&separator)
                .into();
        }
        "reverse" => items.reverse(),
        "compact" => items.retain(|item| !item.is_null()),
        "concat" => items.extend(
            first
                .and_then(|list| list.as_array().cloned())
                .unwrap_or_default(),
        ),
        "push" => items.extend(first),
        "unshift" => items.splice(..0, first).for_each(drop),
        "pop" => drop(items.pop()),
        "shift" => drop(items.drain(..1.min(items.len()))),
        "slice" => {
            let (start, length) = bounds(arguments, items.len());
            items = items.into_iter().skip(start).take(length).collect();
        }
        "sum" => {
            let key = argument(0);
            return from_number(items.iter().map(|item| number(field(item, &key))).sum());
        }
        "sort" => {
            let key = argument(0);
            items.sort_by(|a, b| order(field(a, &key), field(b, &key)));
        }
        "sort_natural" => {
            let key = argument(0);
            items.sort_by_cached_key(|item| text(field(item, &key)).to_lowercase());
        }
        "uniq" => {
            let mut seen = HashSet::new();
            items.retain(|item| seen.insert(item.to_string()));
        }
        "map" => {
            let key = argument(0);
            items = items.iter().map(|item| field(item, &key).clone()).collect();
        }
        "where" => items.retain(|item| has(item, &argument(0), arguments.get(1))),
        "find" => {
            let found = items
                .into_iter()
                .find(|item| has(item, &argument(0), arguments.get(1)));
            return found.unwrap_or_default();
        }
        "where_exp" => items.retain(|item| scope.holds_for(&argument(0), item, &argument(1))),
        "find_exp" => {
            let found = items
                .into_iter()
                .find(|item| scope.holds_for(&argument(0), item, &argument(1)));
            return found.unwrap_or_default();
        }
        "group_by" => {
            let key = argument(0);
            return grouped(items, |item| field(item, &key).clone());
        }
        "group_by_exp" => {
            return grouped(items, |item| {
                scope.evaluate_for(&argument(0), item, &argument(1))
            });
        }
        "array_to_sentence_string" => {
            let words: Vec<String> = items.iter().map(text).collect();
            let connector = first.map_or("and".to_owned(), |first| text(&first));
            return match &words[..] {
                [] => String::new().into(),
                [one] => one.clone().into(),
                [one, two] => format!("{one} {connector} {two}").into(),
                [before @ .., last] => format!("{}, {connector} {last}", before.join(", ")).into(),
            };
        }
        _ => {}
    }
    items.into()
}

/// Whether an item's field is, or holds, a value; without one, whether it is true.
fn has(item: &Value, key: &str, wanted: Option<&Value>) -> bool {
    let found = field(item, key);
    let Some(wanted) = wanted else {
        return !matches!(found, Value::Null | Value::Bool(false));
    };
    let wanted = text(wanted);
    match found {
        Value::Array(values) => values.iter().any(|value| text(value) == wanted),
        value => text(value) == wanted,
    }
}

/// Groups with their `name`, `items` and `size`, in the order of their first items.
fn grouped(items: Vec<Value>, key: impl Fn(&Value) -> Value) -> Value {
    let mut groups: Vec<(Value, Vec<Value>)> = Vec::new();
    for item in items {
        let name = key(&item);
        match groups.iter_mut().find(|(known, _)| *known == name) {
            Some((_, group)) => group.push(item),
            None => groups.push((name, vec![item])),
        }
    }
    let groups = groups
        .into_iter()
        .map(|(name, items)| json!({"name": text(&name), "size": items.len(), "items": items}));
    groups.collect::<Vec<_>>().into()
}

/// Numbers before texts, nothing at the end.
fn order(a: &Value, b: &Value) -> std::cmp::Ordering {
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        _ => a
            .is_null()
            .cmp(&b.is_null())
            .then_with(|| text(a).cmp(&text(b))),
    }
}

/// The item itself, or its field `a.b`.
fn field<'v>(item: &'v Value, key: &str) -> &'v Value {
    if key.is_empty() {
        return item;
    }
    match item.get(key) {
        Some(value) => value,
        None => key.split('.').fold(item, |value, part| &value[part]),
    }
}
