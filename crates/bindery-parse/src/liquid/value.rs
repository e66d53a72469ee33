//! Values as Liquid, in Ruby, shows, compares and counts them.
use serde_json::{Number, Value};

/// How deep lists nest; what is deeper is too much to copy.
const MAX_DEPTH: usize = 64;

/// How many bytes a value takes, about; of one that nests too deep, more than there may be.
pub(super) fn weight(value: &Value) -> usize {
    weight_within(value, MAX_DEPTH)
}

/// The same of several.
pub(super) fn weight_of_all(items: &[Value]) -> usize {
    let weights = items.iter().map(weight);
    weights.fold(0, usize::saturating_add)
}

fn weight_within(value: &Value, depth: usize) -> usize {
    let Some(depth) = depth.checked_sub(1) else {
        return usize::MAX;
    };
    let content = match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().fold(0, |sum: usize, item| {
            sum.saturating_add(weight_within(item, depth))
        }),
        Value::Object(map) => map.iter().fold(0, |sum: usize, (name, value)| {
            sum.saturating_add(name.len())
                .saturating_add(weight_within(value, depth))
        }),
        _ => 0,
    };
    content.saturating_add(size_of::<Value>())
}

/// A value as it stands in the output.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text).collect(),
        Value::Object(_) => inspected(value),
        value => value.to_string(),
    }
}

/// A value as a filter of texts takes it: of a list, what Ruby writes in a program.
pub(super) fn to_text(value: &Value) -> String {
    match value {
        Value::Array(_) => inspected(value),
        value => text(value),
    }
}

/// A value as Ruby writes it in a program.
pub(super) fn inspected(value: &Value) -> String {
    match value {
        Value::Null => "nil".to_owned(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(inspected).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(map) => {
            let pairs: Vec<String> = map
                .iter()
                .map(|(key, value)| format!("{:?}=>{}", key, inspected(value)))
                .collect();
            format!("{{{}}}", pairs.join(", "))
        }
        value => value.to_string(),
    }
}

/// Everything but nil and false.
pub(super) fn is_true(value: &Value) -> bool {
    !matches!(value, Value::Null | Value::Bool(false))
}

/// Whether two values are equal: numbers by what they count, others if they are of one kind.
pub(super) fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.as_f64() == right.as_f64(),
        (left, right) => left == right,
    }
}

/// Whether there is nothing in a value, as `empty` asks; nil is not empty.
pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(map) => map.is_empty(),
        _ => false,
    }
}

/// What a value counts: numbers, and texts that begin with one; 0 for anything else.
pub(super) fn number(value: &Value) -> Number {
    match value {
        Value::Number(number) => number.clone(),
        Value::String(text) => leading_number(text.trim()),
        _ => Number::from(0),
    }
}

fn leading_number(text: &str) -> Number {
    if let Some(number) = literal(text) {
        return number;
    }
    let digits = text.trim_start_matches('-');
    let end = digits.find(|c: char| !c.is_ascii_digit());
    let length = text.len() - digits.len() + end.unwrap_or(digits.len());
    let whole: Option<i64> = text[..length].parse().ok();
    Number::from(whole.unwrap_or(0))
}

/// A number as it may stand in a template: `5`, `-5`, `2.5`.
pub(super) fn literal(text: &str) -> Option<Number> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let ends = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit());
    if !plain || !ends {
        return None;
    }
    match text.parse::<i64>() {
        Ok(whole) => Some(whole.into()),
        Err(_) => Number::from_f64(text.parse().ok()?),
    }
}

/// The number as a decimal.
pub(super) fn decimal(value: &Value) -> f64 {
    number(value).as_f64().unwrap_or(0.0)
}

/// A decimal without the dust of binary fractions: Liquid calculates with decimal ones. A number
/// that is long without dust, as a third is, stays as it is.
pub(super) fn from_decimal(number: f64) -> Value {
    let rounded = format!("{number:.14e}");
    let digits = rounded.split('e').next().unwrap_or_default();
    let is_short = digits.trim_end_matches('0').len() < 14;
    Value::from(match is_short {
        true => rounded.parse().unwrap_or(number),
        false => number,
    })
}

/// A decimal that is whole as a whole number.
pub(super) fn whole(number: f64) -> Value {
    Value::from(number as i64)
}

/// The items of a list that filters work on: lists in it are taken apart; anything else is one item.
pub(super) fn items(value: &Value) -> Vec<&Value> {
    let mut found = Vec::new();
    collect(value, &mut found, 0);
    found
}

fn collect<'v>(value: &'v Value, found: &mut Vec<&'v Value>, depth: usize) {
    match value {
        Value::Null if depth == 0 => {}
        Value::Array(items) if depth < 16 => {
            items
                .iter()
                .for_each(|item| collect(item, found, depth + 1));
        }
        value => found.push(value),
    }
}
