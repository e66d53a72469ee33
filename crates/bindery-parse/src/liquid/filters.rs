//! The filters that posts use: Liquid's, and Jekyll's for addresses, dates and texts.
use jiff::tz::TimeZone;
use serde_json::Value;

use super::expression::Scope;
use super::list_filters;

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
        "remove_last" => string(&|t| replace_last(t, &argument(0), "")),
        "replace_last" => string(&|t| replace_last(t, &argument(0), &argument(1))),
        "truncatewords" => string(&|t| truncate_words(t, arguments)),
        "url_decode" => string(&|t| {
            let text = t.replace('+', " ");
            percent_encoding::percent_decode_str(&text)
                .decode_utf8_lossy()
                .into_owned()
        }),
        "strip_index" => string(&|t| t.strip_suffix("index.html").unwrap_or(t).to_owned()),
        "markdownify" => string(&|t| crate::markdown::to_html(t, Default::default())),
        "smartify" => string(&smartify),
        "inspect" => Value::String(value.to_string()),
        "to_integer" => Value::from(number(&value) as i64),
        "abs" | "ceil" | "floor" | "round" | "at_least" | "at_most" => {
            round(name, &value, arguments)
        }
        "uri_escape" | "cgi_escape" | "url_encode" => string(&|t| percent_encode(t, name)),
        "number_of_words" => Value::from(number_of_words(&text(&value), &argument(0))),
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
            Value::Object(map) => Value::from(map.len()),
            Value::Null => Value::from(0),
            value => Value::from(text(value).chars().count()),
        },
        "plus" | "minus" | "times" | "divided_by" | "modulo" => calculate(name, &value, arguments),
        _ => list_filters::apply(name, value, arguments, scope),
    }
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
pub(crate) fn escape(text: &str) -> String {
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
    from_number(result)
}

/// `round: 2` and the like.
fn round(name: &str, value: &Value, arguments: &[Value]) -> Value {
    let (left, right) = (number(value), arguments.first().map_or(0.0, number));
    from_number(match name {
        "abs" => left.abs(),
        "ceil" => left.ceil(),
        "floor" => left.floor(),
        "at_least" => left.max(right),
        "at_most" => left.min(right),
        _ => {
            let scale = 10f64.powi(right.clamp(0.0, 15.0) as i32);
            (left * scale).round() / scale
        }
    })
}

/// A number, or what a text says as one; 0 for anything else.
pub(super) fn number(value: &Value) -> f64 {
    let number = value.as_f64().or_else(|| text(value).trim().parse().ok());
    number.unwrap_or(0.0)
}

/// A whole number where it is one.
pub(super) fn from_number(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        Value::from(number as i64)
    } else {
        Value::from(number)
    }
}

/// Words; with the mode `cjk` or `auto` every Chinese, Japanese or Korean character is one.
fn number_of_words(text: &str, mode: &str) -> usize {
    if mode.is_empty() {
        return text.split_whitespace().count();
    }
    let is_cjk = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}');
    let others = text.replace(is_cjk, " ");
    text.chars().filter(|&c| is_cjk(c)).count() + others.split_whitespace().count()
}

fn replace_last(text: &str, old: &str, new: &str) -> String {
    match text.rsplit_once(old).filter(|_| !old.is_empty()) {
        Some((before, after)) => format!("{before}{new}{after}"),
        None => text.to_owned(),
    }
}

fn truncate_words(text: &str, arguments: &[Value]) -> String {
    let limit = arguments
        .first()
        .and_then(Value::as_u64)
        .unwrap_or(15)
        .max(1) as usize;
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.get(..limit).filter(|kept| kept.len() < words.len()) {
        Some(kept) => format!("{}...", kept.join(" ")),
        None => text.to_owned(),
    }
}

/// Quotation marks and dashes as kramdown makes them of a line.
fn smartify(text: &str) -> String {
    let html = crate::markdown::to_html(text, Default::default());
    let inner = html.trim_end().strip_prefix("<p>");
    let inner = inner.and_then(|inner| inner.strip_suffix("</p>"));
    inner.unwrap_or(text).to_owned()
}
