//! The filters of lists.
use std::collections::HashSet;

use serde_json::{Value, json};

use super::expression::{Arguments, Scope};
use super::filters::MAX_LENGTH;
use super::text_filters::bounds;
use super::value::{decimal, from_decimal, is_true, items, literal, text, whole};

/// What it costs to look at an item, in bytes that are copied.
const ITEM: usize = 64;

/// What a filter makes of a list; of a map, of its values or of it as the only item.
pub(super) fn apply(
    name: &str,
    value: &Value,
    arguments: &Arguments,
    scope: &Scope<'_>,
) -> Option<Value> {
    if !scope.spend(value.as_array().map_or(1, Vec::len) * ITEM) {
        return Some(Value::Null);
    }
    ends(name, value)
        .or_else(|| chosen(name, value, arguments, scope))
        .or_else(|| made(name, value, arguments))
        .or_else(|| grouped(name, value, arguments, scope))
        .or_else(|| sorted(name, value, arguments))
        .or_else(|| changed(name, value, arguments))
}

fn ends(name: &str, value: &Value) -> Option<Value> {
    match (name, value) {
        // Any item will do, and the first is the same in every run.
        ("first" | "sample", Value::Array(items)) => {
            Some(items.first().cloned().unwrap_or_default())
        }
        ("last", Value::Array(items)) => Some(items.last().cloned().unwrap_or_default()),
        ("first", Value::Object(map)) => map.iter().next().map(|(key, value)| json!([key, value])),
        ("first" | "last", _) => Some(Value::Null),
        _ => None,
    }
}

/// Items by what they hold.
fn chosen(name: &str, value: &Value, arguments: &Arguments, scope: &Scope<'_>) -> Option<Value> {
    let (key, wanted) = (arguments.text(0), arguments.get(1));
    let condition = arguments.text(1);
    let is_chosen: &dyn Fn(&Value) -> bool = match name {
        "where" | "find" => &|item| has(item, &key, wanted),
        "where_exp" | "find_exp" => &|item| scope.holds_for(&key, item, &condition),
        _ => return None,
    };
    let all: Vec<&Value> = match value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(map) => map.values().collect(),
        _ => return None,
    };
    let mut found = all.into_iter().filter(|item| is_chosen(item)).cloned();
    Some(match name {
        "find" | "find_exp" => found.next().unwrap_or_default(),
        _ => found.collect(),
    })
}

/// Whether an item's field is, or holds, a value; without one, whether it is true.
fn has(item: &Value, key: &str, wanted: Option<&Value>) -> bool {
    let found = field(item, key);
    match (found, wanted) {
        (found, None) => is_true(found),
        (found, Some(Value::Null)) => found.is_null(),
        (Value::Array(values), Some(wanted)) => {
            let wanted = text(wanted);
            values.iter().any(|value| text(value) == wanted)
        }
        (Value::Null, Some(_)) => false,
        (found, Some(wanted)) => text(found) == text(wanted),
    }
}

/// One value of all items.
fn made(name: &str, value: &Value, arguments: &Arguments) -> Option<Value> {
    let words = || items(value).into_iter().map(text).collect::<Vec<String>>();
    match name {
        "join" => {
            let separator = arguments.get(0).map_or(" ".to_owned(), text);
            let words = words();
            let length: usize = words.iter().map(|word| word.len() + separator.len()).sum();
            Some(match length <= MAX_LENGTH {
                true => words.join(&separator).into(),
                false => Value::Null,
            })
        }
        "array_to_sentence_string" => {
            let connector = arguments.get(0).map_or("and".to_owned(), text);
            let words = words();
            let sentence = match &words[..] {
                [] => String::new(),
                [one] => one.clone(),
                [one, two] => format!("{one} {connector} {two}"),
                [before @ .., last] => format!("{}, {connector} {last}", before.join(", ")),
            };
            Some(sentence.into())
        }
        "sum" => {
            let key = arguments.text(0);
            let values = items(value)
                .into_iter()
                .map(|item| decimal(field(item, &key)));
            let sum: f64 = values.sum();
            Some(match sum.fract() == 0.0 {
                true => whole(sum),
                false => from_decimal(sum),
            })
        }
        _ => None,
    }
}

/// Groups with their `name`, `items` and `size`, in the order of their first items.
fn grouped(name: &str, value: &Value, arguments: &Arguments, scope: &Scope<'_>) -> Option<Value> {
    if !matches!(value, Value::Array(_) | Value::Object(_)) {
        return None;
    }
    let (first, second) = (arguments.text(0), arguments.text(1));
    let key: &dyn Fn(&Value) -> Value = match name {
        "group_by" => &|item| field(item, &first).clone(),
        "group_by_exp" => &|item| scope.evaluate_for(&first, item, &second),
        _ => return None,
    };
    let mut places = std::collections::HashMap::new();
    let mut groups: Vec<(Value, Vec<Value>)> = Vec::new();
    for item in items(value) {
        let key = key(item);
        let name = match name {
            "group_by" => text(&key).into(),
            _ => key,
        };
        let at = *places.entry(name.to_string()).or_insert(groups.len());
        match groups.get_mut(at) {
            Some((_, group)) => group.push(item.clone()),
            None => groups.push((name, vec![item.clone()])),
        }
    }
    let groups = groups
        .into_iter()
        .map(|(name, items)| json!({"name": name, "items": items, "size": items.len()}));
    Some(groups.collect())
}

fn sorted(name: &str, value: &Value, arguments: &Arguments) -> Option<Value> {
    let key = arguments.text(0);
    let mut sorted = items(value);
    match name {
        "sort" => sort(&mut sorted, &key, arguments.text(1) == "last"),
        "sort_natural" => {
            sorted.sort_by_cached_key(|item| text(own_field(item, &key)).to_lowercase());
        }
        "reverse" => sorted.reverse(),
        "uniq" => {
            let mut seen = HashSet::new();
            sorted.retain(|item| seen.insert(own_field(item, &key).to_string()));
        }
        "compact" => sorted.retain(|item| !own_field(item, &key).is_null()),
        "map" => {
            sorted = sorted
                .into_iter()
                .map(|item| own_field(item, &key))
                .collect()
        }
        _ => return None,
    }
    Some(sorted.into_iter().cloned().collect())
}

/// Items added or taken away.
fn changed(name: &str, value: &Value, arguments: &Arguments) -> Option<Value> {
    let first = arguments.get(0);
    if name == "concat" {
        let mut items: Vec<Value> = items(value).into_iter().cloned().collect();
        let others = first.and_then(Value::as_array);
        let others = others.filter(|others| others.len() + items.len() <= MAX_LENGTH / 64);
        items.extend(others.into_iter().flatten().cloned());
        return Some(items.into());
    }
    let known = match name {
        "push" | "unshift" | "pop" | "shift" | "slice" => value.as_array()?,
        _ => return None,
    };
    let mut items = known.clone();
    match name {
        "push" => items.extend(first.cloned()),
        "unshift" => items.splice(..0, first.cloned()).for_each(drop),
        "pop" => drop(items.pop()),
        "shift" => drop(items.drain(..1.min(items.len()))),
        "slice" => {
            let (start, length) = bounds(arguments, items.len());
            items = items.into_iter().skip(start).take(length).collect();
        }
        _ => {}
    }
    Some(items.into())
}

/// By numbers, or by the texts of all where one of them is no number; what has nothing to sort by
/// comes first, or last. A field that looks like a number is one.
fn sort(items: &mut [&Value], key: &str, nothing_last: bool) {
    let number = |item: &&Value| match field(item, key) {
        Value::String(text) if !key.is_empty() => literal(text.trim())?.as_f64(),
        value => value.as_f64(),
    };
    let is_nothing = |item: &&Value| field(item, key).is_null();
    let part = |item: &&Value| is_nothing(item) == nothing_last;
    if items
        .iter()
        .all(|item| is_nothing(item) || number(item).is_some())
    {
        items.sort_by(|a, b| {
            let [left, right] = [a, b].map(|item| number(item).unwrap_or_default());
            part(a).cmp(&part(b)).then(left.total_cmp(&right))
        });
    } else {
        items.sort_by_cached_key(|item| (part(item), text(field(item, key))));
    }
}

/// The item itself, or its field with this very name.
fn own_field<'v>(item: &'v Value, key: &str) -> &'v Value {
    if key.is_empty() { item } else { &item[key] }
}

/// The item itself, or its field `a.b`, as Jekyll's filters find it.
fn field<'v>(item: &'v Value, key: &str) -> &'v Value {
    if key.is_empty() {
        return item;
    }
    match item.get(key) {
        Some(value) => value,
        None => key.split('.').fold(item, |value, part| &value[part]),
    }
}
