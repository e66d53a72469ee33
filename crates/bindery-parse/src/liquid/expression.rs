//! Expressions: names, literals, filters and comparisons.
use std::collections::HashMap;

use serde_json::Value;

use super::Context;
use super::filters;

/// The names that a template has set, over those of its context.
pub(super) struct Scope<'a> {
    pub(super) context: &'a dyn Context,
    pub(super) names: HashMap<String, Value>,
}

impl Scope<'_> {
    /// The value of an expression with its filters: `page.title | upcase`.
    pub(super) fn evaluate(&self, expression: &str) -> Value {
        let mut parts = split_outside_quotes(expression, '|').into_iter();
        let first = parts.next().unwrap_or_default();
        let mut value = self.operand(first.trim());
        for filter in parts {
            let (name, arguments) = filter.split_once(':').unwrap_or((filter, ""));
            let arguments: Vec<Value> = split_outside_quotes(arguments, ',')
                .into_iter()
                .map(|argument| self.operand(argument.trim()))
                .filter(|argument| !argument.is_null())
                .collect();
            value = filters::apply(name.trim(), value, &arguments, self);
        }
        value
    }

    /// A literal, or the value of a name.
    pub(super) fn operand(&self, text: &str) -> Value {
        if let Some(inner) = quoted(text) {
            return Value::String(inner.to_owned());
        }
        match text {
            "" | "nil" | "null" => Value::Null,
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "empty" | "blank" => Value::String(String::new()),
            _ => number(text).unwrap_or_else(|| self.name(text)),
        }
    }

    /// The value of `a.b[0].c`; nil where there is none.
    fn name(&self, path: &str) -> Value {
        let parts: Vec<&str> = path
            .split(['.', '['])
            .map(|p| p.trim_end_matches(']'))
            .collect();
        let Some((first, rest)) = parts.split_first() else {
            return Value::Null;
        };
        let root = self
            .names
            .get(*first)
            .or_else(|| self.context.variable(first));
        let Some(mut value) = root else {
            return Value::Null;
        };
        for part in rest {
            let key = quoted(part).unwrap_or(part);
            let found = match value {
                Value::Object(map) => map.get(key),
                Value::Array(items) => match key {
                    "first" => items.first(),
                    "last" => items.last(),
                    "size" => return Value::from(items.len()),
                    index => index
                        .parse::<usize>()
                        .ok()
                        .and_then(|index| items.get(index)),
                },
                Value::String(text) if key == "size" => return Value::from(text.chars().count()),
                _ => None,
            };
            match found {
                Some(found) => value = found,
                None => return Value::Null,
            }
        }
        value.clone()
    }

    /// Whether a condition holds: comparisons joined by `and` and `or`, read from the right.
    pub(super) fn holds(&self, condition: &str) -> bool {
        let words = split_words(condition);
        if let Some(at) = words.iter().position(|word| matches!(*word, "and" | "or")) {
            let left = self.compares(&words[..at]);
            let right = self.holds(&words[at + 1..].join(" "));
            return if words[at] == "and" {
                left && right
            } else {
                left || right
            };
        }
        self.compares(&words)
    }

    fn compares(&self, words: &[&str]) -> bool {
        match words {
            [value] => is_true(&self.operand(value)),
            [left, operator, right] => {
                let (left, right) = (self.operand(left), self.operand(right));
                compare(&left, operator, &right)
            }
            _ => false,
        }
    }
}

fn compare(left: &Value, operator: &str, right: &Value) -> bool {
    let order = match (left.as_f64(), right.as_f64()) {
        (Some(left), Some(right)) => left.partial_cmp(&right),
        _ => Some(filters::text(left).cmp(&filters::text(right))),
    };
    match operator {
        "==" => filters::text(left) == filters::text(right),
        "!=" | "<>" => filters::text(left) != filters::text(right),
        "<" => order.is_some_and(std::cmp::Ordering::is_lt),
        ">" => order.is_some_and(std::cmp::Ordering::is_gt),
        "<=" => order.is_some_and(std::cmp::Ordering::is_le),
        ">=" => order.is_some_and(std::cmp::Ordering::is_ge),
        "contains" => match left {
            Value::Array(items) => items.contains(right),
            left => filters::text(left).contains(&filters::text(right)),
        },
        _ => false,
    }
}

/// Everything but nil and false.
pub(super) fn is_true(value: &Value) -> bool {
    !matches!(value, Value::Null | Value::Bool(false))
}

fn number(text: &str) -> Option<Value> {
    if !text.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        return None;
    }
    text.parse::<i64>()
        .map(Value::from)
        .or_else(|_| text.parse::<f64>().map(Value::from))
        .ok()
}

/// What is between quotes.
pub(super) fn quoted(text: &str) -> Option<&str> {
    ['"', '\'']
        .into_iter()
        .find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote))
}

/// The parts of a text between separators that are not in quotes.
pub(super) fn split_outside_quotes(text: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut start, mut quote) = (Vec::new(), 0, None);
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c == separator => {
                parts.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            None => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

/// The words of a condition; what is in quotes is one word.
fn split_words(text: &str) -> Vec<&str> {
    split_outside_quotes(text, ' ')
        .into_iter()
        .filter(|word| !word.is_empty())
        .collect()
}
