//! Filters: those of Liquid 4, and those that Jekyll adds. Each file holds one kind; a filter that
//! none of them knows leaves the value as it is.
use serde_json::Value;

use super::expression::{Arguments, Scope};
use super::value::{self, is_empty, is_true, weight};
use super::{address_filters, date_filters, list_filters, number_filters, text_filters};

/// The longest text, and the longest list, that a filter makes.
pub(super) const MAX_LENGTH: usize = 4 << 20;

/// What a filter makes of a value; `None` leaves it as it is.
pub(super) fn apply(
    name: &str,
    value: &Value,
    arguments: &Arguments,
    scope: &Scope<'_>,
) -> Option<Value> {
    match name {
        "default" => {
            let allows_false = arguments
                .named
                .iter()
                .any(|(name, value)| name == "allow_false" && is_true(value));
            let is_kept =
                is_true(value) && !is_empty(value) || allows_false && *value == Value::Bool(false);
            return (!is_kept).then(|| arguments.get(0).cloned().unwrap_or_default());
        }
        "size" => return Some(size(value)),
        "jsonify" => return Some(value.to_string().into()),
        "inspect" => {
            let shown = value::inspected(value);
            return Some(text_filters::escape_xml(&shown).into());
        }
        _ => {}
    }
    let is_many = matches!(value, Value::Array(_) | Value::Object(_));
    let of_list = || list_filters::apply(name, value, arguments, scope);
    // To show a list as text costs more than to look through it.
    if let Some(made) = is_many.then(of_list).flatten() {
        return Some(made);
    }
    if !scope.spend(weight(value)) {
        return Some(Value::Null);
    }
    text_filters::apply(name, value, arguments, scope)
        .or_else(|| number_filters::apply(name, value, arguments))
        .or_else(|| date_filters::apply(name, value, arguments, scope))
        .or_else(|| address_filters::apply(name, value, scope))
        .or_else(|| (!is_many).then(of_list).flatten())
}

fn size(value: &Value) -> Value {
    Value::from(match value {
        Value::Array(items) => items.len(),
        Value::Object(map) => map.len(),
        Value::String(text) => text.chars().count(),
        // Ruby counts the bytes of a whole number.
        Value::Number(number) if number.is_i64() => size_of::<i64>(),
        _ => 0,
    })
}
