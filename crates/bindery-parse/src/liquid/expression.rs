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

    /// The value of `a.b[0].c["d"][e]`; nil where there is none.
    fn name(&self, path: &str) -> Value {
        let end = path.find(['.', '[']).unwrap_or(path.len());
        let (first, mut rest) = path.split_at(end);
        let root = self.names.get(first);
        let Some(mut value) = root.or_else(|| self.context.variable(first)) else {
            return Value::Null;
        };
        while !rest.is_empty() {
            let key;
            if let Some(inner) = rest.strip_prefix('[') {
                let Some(end) = closing_bracket(inner) else {
                    return Value::Null;
                };
                key = filters::text(&self.operand(inner[..end].trim()));
                rest = &inner[end + 1..];
            } else {
                let inner = rest.strip_prefix('.').unwrap_or(rest);
                let end = inner.find(['.', '[']).unwrap_or(inner.len());
                key = inner[..end].trim().to_owned();
                rest = &inner[end..];
            }
            let found = match value {
                Value::Object(map) => match map.get(&key) {
                    None if key == "size" => return Value::from(map.len()),
                    found => found,
                },
                Value::Array(items) => match key.as_str() {
                    "first" => items.first(),
                    "last" => items.last(),
                    "size" => return Value::from(items.len()),
                    index => index.parse::<i64>().ok().and_then(|index| {
                        let index = if index < 0 {
                            index + items.len() as i64
                        } else {
                            index
                        };
                        items.get(usize::try_from(index).ok()?)
                    }),
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

    /// Whether a condition holds with a name set, as `where_exp` sets it.
    pub(super) fn holds_for(&self, name: &str, item: &Value, condition: &str) -> bool {
        self.with(name, item).holds(condition)
    }

    /// The value of an expression with a name set.
    pub(super) fn evaluate_for(&self, name: &str, item: &Value, expression: &str) -> Value {
        self.with(name, item).evaluate(expression)
    }

    fn with(&self, name: &str, item: &Value) -> Scope<'_> {
        let mut names = self.names.clone();
        names.insert(name.to_owned(), item.clone());
        Scope {
            context: self.context,
            names,
        }
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
            [left, operator @ ("==" | "!="), "empty" | "blank"] => {
                let left = self.operand(left);
                let is_empty = match &left {
                    Value::Null => words[2] == "blank",
                    Value::Array(items) => items.is_empty(),
                    Value::Object(map) => map.is_empty(),
                    left => filters::text(left).trim().is_empty(),
                };
                is_empty == (*operator == "==")
            }
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

/// Where the `]` stands that pairs with a `[` before the text.
fn closing_bracket(text: &str) -> Option<usize> {
    let mut open = 0;
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '[') => open += 1,
            (None, ']') if open == 0 => return Some(at),
            (None, ']') => open -= 1,
            _ => {}
        }
    }
    None
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

/// The words of a condition; what is in quotes is one word, and operators part words.
fn split_words(text: &str) -> Vec<&str> {
    const OPERATORS: [&str; 7] = ["==", "!=", "<>", "<=", ">=", "<", ">"];
    let mut words = Vec::new();
    for word in split_outside_quotes(text, ' ') {
        let mut rest = word.trim();
        while let Some((at, operator)) = first_operator(rest, &OPERATORS) {
            words.push(&rest[..at]);
            words.push(operator);
            rest = &rest[at + operator.len()..];
        }
        words.push(rest);
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The first operator that is not in quotes.
fn first_operator<'t>(text: &'t str, operators: &[&str]) -> Option<(usize, &'t str)> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            _ => {
                let rest = &text[at..];
                if let Some(operator) = operators
                    .iter()
                    .find(|operator| rest.starts_with(**operator))
                {
                    return Some((at, &rest[..operator.len()]));
                }
            }
        }
    }
    None
}
