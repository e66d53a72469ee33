//! Expressions: names, literals, filters and comparisons.
use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;

use serde_json::{Value, json};

use super::value::{equal, is_empty, is_true, literal, text, to_text, weight};
use super::{Context, filters};

/// The names that a template has set, over those of its context.
pub(super) struct Scope<'a> {
    pub(super) context: &'a dyn Context,
    pub(super) names: HashMap<String, Value>,
    /// The counters of `increment` and `decrement`; names and the context come first.
    pub(super) counters: HashMap<String, i64>,
    outer: Option<&'a Scope<'a>>,
    /// The name that this scope adds to the outer one, and what it stands for.
    item: Option<(&'a str, &'a Value)>,
    /// Of how many bytes values may still be looked at, copied or made.
    budget: Cell<usize>,
}

/// The arguments of a filter.
pub(super) struct Arguments {
    pub(super) list: Vec<Value>,
    /// Those with a name, as in `allow_false: true`.
    pub(super) named: Vec<(String, Value)>,
}

impl Arguments {
    pub(super) fn get(&self, at: usize) -> Option<&Value> {
        self.list.get(at)
    }

    /// An argument as text; empty where there is none.
    pub(super) fn text(&self, at: usize) -> String {
        self.get(at).map(to_text).unwrap_or_default()
    }
}

impl<'a> Scope<'a> {
    pub(super) fn new(context: &'a dyn Context, budget: usize) -> Scope<'a> {
        Scope {
            context,
            names: HashMap::new(),
            counters: HashMap::new(),
            outer: None,
            item: None,
            budget: Cell::new(budget),
        }
    }

    /// A scope within this one, in which a name stands for an item.
    fn with<'s>(&'s self, name: &'s str, item: &'s Value) -> Scope<'s> {
        Scope {
            context: self.context,
            names: HashMap::new(),
            counters: HashMap::new(),
            outer: Some(self),
            item: Some((name, item)),
            budget: Cell::new(0),
        }
    }

    /// Takes from the budget; whether there is enough.
    pub(super) fn spend(&self, bytes: usize) -> bool {
        if let Some(outer) = self.outer {
            return outer.spend(bytes);
        }
        let left = self.budget.get().checked_sub(bytes);
        self.budget.set(left.unwrap_or(0));
        left.is_some()
    }

    /// Whether the budget is spent.
    pub(super) fn is_spent(&self) -> bool {
        self.budget.get() == 0
    }

    /// A value of its own, which is paid for; nil where that is too much.
    pub(super) fn owned(&self, value: Cow<'_, Value>) -> Value {
        match value {
            Cow::Owned(value) => value,
            Cow::Borrowed(value) if self.spend(weight(value)) => value.clone(),
            Cow::Borrowed(_) => Value::Null,
        }
    }

    /// The value of an expression with its filters: `page.title | upcase`.
    pub(super) fn evaluate(&self, expression: &str) -> Cow<'_, Value> {
        // Marks before the first operand are passed over.
        let is_mark = |c: char| c.is_whitespace() || c == '|' || c == ',';
        let expression = expression.trim_start_matches(is_mark);
        self.spend(expression.len());
        let mut parts = split_outside_quotes(expression, '|').into_iter();
        let first = parts.next().unwrap_or_default();
        let mut value = self.operand(first_operand(first.trim()));
        for filter in parts {
            let arguments = filter
                .split_once(':')
                .map_or("", |(_, arguments)| arguments);
            let arguments = self.arguments(arguments);
            // Of what stands before the arguments the first word counts.
            let name = filter.trim_start();
            let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
            let name = &name[..name.find(|c| !is_word(c)).unwrap_or(name.len())];
            if let Some(filtered) = filters::apply(name, &value, &arguments, self) {
                if !self.spend(weight(&filtered)) {
                    return Cow::Owned(Value::Null);
                }
                value = Cow::Owned(filtered);
            }
        }
        value
    }

    fn arguments(&self, text: &str) -> Arguments {
        let mut arguments = Arguments {
            list: Vec::new(),
            named: Vec::new(),
        };
        for argument in split_outside_quotes(text, ',') {
            let argument = argument.trim();
            match argument.split_once(':').filter(|(name, _)| is_name(name)) {
                Some((name, value)) => {
                    let value = self.owned(self.operand(value.trim()));
                    arguments.named.push((name.trim().to_owned(), value));
                }
                None if argument.is_empty() => {}
                None => arguments.list.push(self.owned(self.operand(argument))),
            }
        }
        arguments
    }

    /// A literal, or the value of a name.
    pub(super) fn operand(&self, text: &str) -> Cow<'_, Value> {
        if let Some(inner) = quoted(text) {
            return Cow::Owned(inner.into());
        }
        match text {
            "" | "nil" | "null" => return Cow::Owned(Value::Null),
            "true" => return Cow::Owned(true.into()),
            "false" => return Cow::Owned(false.into()),
            "empty" | "blank" => return Cow::Owned("".into()),
            _ => {}
        }
        if let Some(number) = literal(text) {
            return Cow::Owned(Value::Number(number));
        }
        match range(text) {
            Some((from, to)) => Cow::Owned(self.range(from, to)),
            None => self.name(text),
        }
    }

    /// The numbers of `(1..5)`.
    fn range(&self, from: &str, to: &str) -> Value {
        let bound = |text| super::value::decimal(&self.operand(text)) as i64;
        let from = bound(from);
        let to = bound(to).min(from.saturating_add(100_000));
        (from..=to).map(Value::from).collect()
    }

    fn root(&self, name: &str) -> Option<Cow<'_, Value>> {
        if let Some(value) = self.names.get(name) {
            return Some(Cow::Borrowed(value));
        }
        if let Some((_, item)) = self.item.filter(|(known, _)| *known == name) {
            return Some(Cow::Borrowed(item));
        }
        if let Some(outer) = self.outer {
            return outer.root(name);
        }
        let known = self.context.variable(name).map(Cow::Borrowed);
        known.or_else(|| Some(Cow::Owned((*self.counters.get(name)?).into())))
    }

    /// The value of `a.b[0].c["d"][e]`; nil where there is none.
    fn name(&self, path: &str) -> Cow<'_, Value> {
        let nil = Cow::Owned(Value::Null);
        let mut parts = Parts { rest: path };
        let root = match parts.next() {
            Some(Part::Word(name)) => self.root(name),
            Some(Part::Bracket(inner)) => self.root(&text(&self.operand(inner))),
            None => None,
        };
        let Some(mut value) = root else { return nil };
        for part in parts {
            let key = match part {
                Part::Word(word) => word.into(),
                Part::Bracket(inner) => self.owned(self.operand(inner)),
            };
            let is_word = matches!(part, Part::Word(_));
            let found = match value {
                Cow::Borrowed(value) => field(value, &key, is_word),
                Cow::Owned(value) => {
                    field(&value, &key, is_word).map(|found| Cow::Owned(found.into_owned()))
                }
            };
            match found {
                Some(found) => value = found,
                None => return nil,
            }
        }
        value
    }

    /// Whether a condition holds with a name set, as `where_exp` sets it.
    pub(super) fn holds_for(&self, name: &str, item: &Value, condition: &str) -> bool {
        self.with(name, item).holds(condition)
    }

    /// The value of an expression with a name set.
    pub(super) fn evaluate_for(&self, name: &str, item: &Value, expression: &str) -> Value {
        self.owned(self.with(name, item).evaluate(expression))
    }

    /// Whether a condition holds: comparisons joined by `and` and `or`, read from the right.
    pub(super) fn holds(&self, condition: &str) -> bool {
        self.spend(condition.len());
        let words = split_words(condition);
        let mut comparisons = words.split(|word| matches!(*word, "and" | "or")).rev();
        let mut joined = words
            .iter()
            .filter(|word| matches!(**word, "and" | "or"))
            .rev();
        let mut holds = comparisons.next().is_some_and(|words| self.compares(words));
        for (words, join) in comparisons.zip(&mut joined) {
            holds = match *join {
                "and" => self.compares(words) && holds,
                _ => self.compares(words) || holds,
            };
        }
        holds
    }

    fn compares(&self, words: &[&str]) -> bool {
        match words {
            [value] => is_true(&self.operand(value)),
            [left, "==", "empty"] => is_empty(&self.operand(left)),
            [left, "!=" | "<>", "empty"] => !is_empty(&self.operand(left)),
            // Plain Ruby has no blank values.
            [_, "==", "blank"] => false,
            [_, "!=" | "<>", "blank"] => true,
            [left, operator, right] => {
                let (left, right) = (self.operand(left), self.operand(right));
                self.spend(weight(&left)) && compare(&left, operator, &right)
            }
            _ => false,
        }
    }
}

fn compare(left: &Value, operator: &str, right: &Value) -> bool {
    match operator {
        "==" => return equal(left, right),
        "!=" | "<>" => return !equal(left, right),
        "contains" => return contains(left, right),
        _ => {}
    }
    let order = match (left, right) {
        (Value::Number(left), Value::Number(right)) => left
            .as_f64()
            .zip(right.as_f64())
            .and_then(|(left, right)| left.partial_cmp(&right)),
        (Value::String(left), Value::String(right)) => Some(left.cmp(right)),
        _ => None,
    };
    match operator {
        "<" => order.is_some_and(std::cmp::Ordering::is_lt),
        ">" => order.is_some_and(std::cmp::Ordering::is_gt),
        "<=" => order.is_some_and(std::cmp::Ordering::is_le),
        ">=" => order.is_some_and(std::cmp::Ordering::is_ge),
        _ => false,
    }
}

fn contains(left: &Value, right: &Value) -> bool {
    match left {
        _ if right.is_null() => false,
        Value::Array(items) => items.iter().any(|item| equal(item, right)),
        Value::String(left) => left.contains(&text(right)),
        Value::Object(map) => map.contains_key(&text(right)),
        _ => false,
    }
}

/// What a part of a path names in a value. Lists and maps have `first`, `last` and `size`.
fn field<'v>(value: &'v Value, key: &Value, is_word: bool) -> Option<Cow<'v, Value>> {
    let word = key.as_str().unwrap_or_default();
    match value {
        Value::Object(map) => match map.get(text(key).as_str()) {
            Some(found) => Some(Cow::Borrowed(found)),
            None if is_word && word == "size" => Some(Cow::Owned(map.len().into())),
            None if is_word && word == "first" => {
                let (key, value) = map.iter().next()?;
                Some(Cow::Owned(json!([key, value])))
            }
            None => None,
        },
        Value::Array(items) => match word {
            "first" if is_word => items.first().map(Cow::Borrowed),
            "last" if is_word => items.last().map(Cow::Borrowed),
            "size" if is_word => Some(Cow::Owned(items.len().into())),
            _ => {
                let index = key.as_i64()?;
                let from_end = if index < 0 { items.len() as i64 } else { 0 };
                let index = usize::try_from(index + from_end).ok()?;
                items.get(index).map(Cow::Borrowed)
            }
        },
        Value::String(text) if is_word && word == "size" => {
            Some(Cow::Owned(text.chars().count().into()))
        }
        _ => None,
    }
}

/// The parts of a path.
struct Parts<'t> {
    rest: &'t str,
}

#[derive(Clone, Copy)]
enum Part<'t> {
    Word(&'t str),
    /// What stands in brackets.
    Bracket(&'t str),
}

impl<'t> Iterator for Parts<'t> {
    type Item = Part<'t>;

    fn next(&mut self) -> Option<Part<'t>> {
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '?');
        let mut start = self.rest.find(|c| is_word(c) || c == '[')?;
        if let Some(inner) = self.rest[start..].strip_prefix('[') {
            if let Some(end) = closing_bracket(inner) {
                self.rest = &inner[end + 1..];
                return Some(Part::Bracket(inner[..end].trim()));
            }
            // One that is not closed says nothing.
            start += self.rest[start..].find(is_word)?;
        }
        let rest = &self.rest[start..];
        let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        self.rest = &rest[end..];
        Some(Part::Word(&rest[..end]))
    }
}

/// Whether a text can be the name of an argument.
fn is_name(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// The bounds of `(1..5)`.
fn range(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('(')?.strip_suffix(')')?;
    let (from, to) = inner.split_once("..")?;
    Some((from.trim(), to.trim()))
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

/// The first operand of a text; Liquid passes over what follows it.
fn first_operand(text: &str) -> &str {
    if text.starts_with('(') {
        return text;
    }
    let mut quote = None;
    let end = text.char_indices().find_map(|(at, c)| match quote {
        Some(open) if c == open => {
            quote = None;
            // What begins with a quotation mark ends with it.
            text.starts_with(open).then_some(at + 1)
        }
        Some(_) => None,
        None if c == '"' || c == '\'' => {
            quote = Some(c);
            None
        }
        None => (c.is_whitespace() || c == ',').then_some(at),
    });
    &text[..end.unwrap_or(text.len())]
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
pub(super) fn split_words(text: &str) -> Vec<&str> {
    const OPERATORS: [&str; 7] = ["==", "!=", "<>", "<=", ">=", "<", ">"];
    let mut words = Vec::new();
    let lines = split_outside_quotes(text, '\n').into_iter();
    for word in lines.flat_map(|line| split_outside_quotes(line, ' ')) {
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
