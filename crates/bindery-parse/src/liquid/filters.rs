//! The filters that posts use: Liquid's, and Jekyll's for addresses, dates and texts.
use jiff::tz::TimeZone;
use serde_json::Value;

use super::expression::Scope;

/// Applies a filter. An unknown one leaves the value as it is.
pub(super) fn apply(name: &str, value: Value, arguments: &[Value], scope: &Scope<'_>) -> Value {
    let argument = |at: usize| arguments.get(at).map(text).unwrap_or_default();
    let string = |make: &dyn Fn(&str) -> String| Value::String(make(&text(&value)));
    match name {
        "upcase" => string(&|t| t.to_uppercase()),
        "downcase" => string(&|t| t.to_lowercase()),
        "capitalize" => string(&capitalize),
        "strip" => string(&|t| t.trim().to_owned()),
        "lstrip" => string(&|t| t.trim_start().to_owned()),
        "rstrip" => string(&|t| t.trim_end().to_owned()),
        "strip_newlines" => string(&|t| t.replace(['\n', '\r'], "")),
        "newline_to_br" => string(&|t| t.replace('\n', "<br />\n")),
        "normalize_whitespace" => string(&|t| t.split_whitespace().collect::<Vec<_>>().join(" ")),
        "strip_html" => string(&strip_html),
        "escape" | "xml_escape" | "escape_once" => string(&escape),
        "append" => string(&|t| format!("{t}{}", argument(0))),
        "prepend" => string(&|t| format!("{}{t}", argument(0))),
        "replace" => string(&|t| t.replace(&argument(0), &argument(1))),
        "replace_first" => string(&|t| t.replacen(&argument(0), &argument(1), 1)),
        "remove" => string(&|t| t.replace(&argument(0), "")),
        "remove_first" => string(&|t| t.replacen(&argument(0), "", 1)),
        "truncate" => string(&|t| truncate(t, arguments)),
        "slugify" => string(&slugify),
        "relative_url" => string(&|t| relative_url(t, scope)),
        "absolute_url" => string(&|t| absolute_url(t, scope)),
        "uri_escape" | "cgi_escape" | "url_encode" => string(&|t| percent_encode(t, name)),
        "number_of_words" => Value::from(text(&value).split_whitespace().count()),
        "jsonify" => Value::String(value.to_string()),
        "date" => date(&value, &argument(0)),
        "date_to_xmlschema" => date(&value, "%Y-%m-%dT%H:%M:%S%:z"),
        "date_to_rfc822" => date(&value, "%a, %d %b %Y %H:%M:%S %z"),
        "date_to_string" => date(&value, "%d %b %Y"),
        "date_to_long_string" => date(&value, "%d %B %Y"),
        "default" => match &value {
            Value::Null | Value::Bool(false) => arguments.first().cloned().unwrap_or_default(),
            Value::String(text) if text.is_empty() => {
                arguments.first().cloned().unwrap_or_default()
            }
            _ => value,
        },
        "size" => match &value {
            Value::Array(items) => Value::from(items.len()),
            value => Value::from(text(value).chars().count()),
        },
        "plus" | "minus" | "times" | "divided_by" | "modulo" => calculate(name, &value, arguments),
        _ => apply_to_list(name, value, arguments),
    }
}

fn apply_to_list(name: &str, value: Value, arguments: &[Value]) -> Value {
    let argument = |at: usize| arguments.get(at).map(text).unwrap_or_default();
    match (name, value) {
        ("split", value) => {
            let (text, separator) = (text(&value), argument(0));
            text.split(separator.as_str())
                .filter(|part| !part.is_empty())
                .map(Value::from)
                .collect::<Vec<_>>()
                .into()
        }
        ("first", Value::Array(items)) => items.into_iter().next().unwrap_or_default(),
        ("last", Value::Array(items)) => items.into_iter().next_back().unwrap_or_default(),
        ("join", Value::Array(items)) => {
            let separator = if arguments.is_empty() {
                " ".to_owned()
            } else {
                argument(0)
            };
            items
                .iter()
                .map(text)
                .collect::<Vec<_>>()
                .join(&separator)
                .into()
        }
        ("reverse", Value::Array(mut items)) => {
            items.reverse();
            items.into()
        }
        ("compact", Value::Array(mut items)) => {
            items.retain(|item| !item.is_null());
            items.into()
        }
        ("sort", Value::Array(mut items)) => {
            let key = argument(0);
            items.sort_by_cached_key(|item| text(field(item, &key)));
            items.into()
        }
        ("uniq", Value::Array(items)) => {
            let mut seen = std::collections::HashSet::new();
            items
                .into_iter()
                .filter(|item| seen.insert(item.to_string()))
                .collect::<Vec<_>>()
                .into()
        }
        ("map", Value::Array(items)) => {
            let key = argument(0);
            items
                .iter()
                .map(|item| field(item, &key).clone())
                .collect::<Vec<_>>()
                .into()
        }
        ("where", Value::Array(mut items)) => {
            let (key, wanted) = (argument(0), argument(1));
            items.retain(|item| match field(item, &key) {
                Value::Array(values) => values.iter().any(|value| text(value) == wanted),
                value => text(value) == wanted,
            });
            items.into()
        }
        ("limit" | "slice", Value::Array(mut items)) => {
            items.truncate(arguments.last().and_then(Value::as_u64).unwrap_or(1) as usize);
            items.into()
        }
        ("array_to_sentence_string", Value::Array(items)) => {
            let words: Vec<String> = items.iter().map(text).collect();
            match &words[..] {
                [] => String::new().into(),
                [one] => one.clone().into(),
                [one, two] => format!("{one} and {two}").into(),
                [before @ .., last] => format!("{}, and {last}", before.join(", ")).into(),
            }
        }
        (_, value) => value,
    }
}

fn field<'v>(item: &'v Value, key: &str) -> &'v Value {
    if key.is_empty() { item } else { &item[key] }
}

/// A value as it stands in the output.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text).collect(),
        value => value.to_string(),
    }
}

fn capitalize(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters
        .next()
        .map(|c| c.to_uppercase().to_string())
        .unwrap_or_default();
    first + characters.as_str()
}

fn strip_html(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        rest = rest[start..]
            .find('>')
            .map_or("", |end| &rest[start + end + 1..]);
    }
    out + rest
}

/// Text as it may stand in HTML.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn truncate(text: &str, arguments: &[Value]) -> String {
    let limit = arguments.first().and_then(Value::as_u64).unwrap_or(50) as usize;
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let kept: String = text.chars().take(limit.saturating_sub(3)).collect();
    kept + "..."
}

fn slugify(text: &str) -> String {
    let words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

fn relative_url(path: &str, scope: &Scope<'_>) -> String {
    if path.contains("://") {
        return path.to_owned();
    }
    let base = text(&scope.operand("site.baseurl"));
    let base = base.trim_end_matches('/');
    let slash = if path.starts_with('/') { "" } else { "/" };
    format!("{base}{slash}{path}")
}

fn absolute_url(path: &str, scope: &Scope<'_>) -> String {
    if path.contains("://") {
        return path.to_owned();
    }
    let url = text(&scope.operand("site.url"));
    format!("{}{}", url.trim_end_matches('/'), relative_url(path, scope))
}

fn percent_encode(text: &str, filter: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        let plain = byte.is_ascii_alphanumeric()
            || b"-_.~".contains(&byte)
            || filter == "uri_escape" && b"!#$&'()*+,/:;=?@[]".contains(&byte);
        match byte {
            b' ' if filter != "uri_escape" => out.push('+'),
            byte if plain => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn date(value: &Value, format: &str) -> Value {
    let Some(date) = crate::date::parse(&text(value), &TimeZone::UTC) else {
        return value.clone();
    };
    let zone = TimeZone::fixed(date.offset());
    let zoned = jiff::ZonedDateTime::new(date.timestamp, zone);
    jiff::fmt::strtime::format(format, &zoned).map_or_else(|_| value.clone(), Value::from)
}

fn calculate(name: &str, value: &Value, arguments: &[Value]) -> Value {
    let number = |value: &Value| {
        value
            .as_f64()
            .or_else(|| text(value).parse().ok())
            .unwrap_or(0.0)
    };
    let (left, right) = (number(value), arguments.first().map_or(0.0, number));
    let result = match name {
        "plus" => left + right,
        "minus" => left - right,
        "times" => left * right,
        "divided_by" if right == 0.0 => return Value::Null,
        "modulo" if right == 0.0 => return Value::Null,
        "divided_by" if left.fract() == 0.0 && right.fract() == 0.0 => (left / right).floor(),
        "divided_by" => left / right,
        _ => left.rem_euclid(right),
    };
    if result.fract() == 0.0 && result.abs() < 1e15 {
        Value::from(result as i64)
    } else {
        Value::from(result)
    }
}
