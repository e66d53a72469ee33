//! The filters of texts.
use base64::Engine;
use base64::prelude::{BASE64_STANDARD as STANDARD, BASE64_URL_SAFE as URL_SAFE};
use serde_json::Value;

use super::expression::{Arguments, Scope};
use super::filters::MAX_LENGTH;
use super::latin::transliterated;
use super::value::{decimal, text, to_text};
use crate::markdown::{Dialect, to_html};

/// What a filter makes of a text.
pub(super) fn apply(
    name: &str,
    value: &Value,
    arguments: &Arguments,
    scope: &Scope<'_>,
) -> Option<Value> {
    if matches!(value, Value::Array(_)) && name == "slice" {
        return None;
    }
    let t = &to_text(value);
    let made = case_or_space(name, t)
        .or_else(|| edited(name, t, arguments))
        .or_else(|| markup(name, t, scope))
        .or_else(|| shortened(name, t, arguments));
    if let Some(made) = made {
        return Some(made.into());
    }
    match name {
        "number_of_words" => Some(number_of_words(t, &arguments.text(0)).into()),
        "split" => Some(split(t, &arguments.text(0))),
        _ => None,
    }
}

fn case_or_space(name: &str, t: &str) -> Option<String> {
    Some(match name {
        "upcase" => t.to_uppercase(),
        "downcase" => t.to_lowercase(),
        "capitalize" => capitalize(t),
        "strip" => t.trim().to_owned(),
        "lstrip" => t.trim_start().to_owned(),
        "rstrip" => t.trim_end().to_owned(),
        "strip_newlines" => t.replace(['\n', '\r'], ""),
        "newline_to_br" => t.replace('\n', "<br />\n"),
        "normalize_whitespace" => t.split_whitespace().collect::<Vec<_>>().join(" "),
        _ => return None,
    })
}

fn edited(name: &str, t: &str, arguments: &Arguments) -> Option<String> {
    let argument = arguments.text(0);
    Some(match name {
        "append" if t.len() + argument.len() <= MAX_LENGTH => format!("{t}{argument}"),
        "prepend" if t.len() + argument.len() <= MAX_LENGTH => format!("{argument}{t}"),
        "replace" => replace(t, &argument, &arguments.text(1)),
        "replace_first" => t.replacen(&argument, &arguments.text(1), 1),
        "replace_last" => replace_last(t, &argument, &arguments.text(1)),
        "remove" => t.replace(&argument, ""),
        "remove_first" => t.replacen(&argument, "", 1),
        "remove_last" => replace_last(t, &argument, ""),
        _ => return None,
    })
}

fn markup(name: &str, t: &str, scope: &Scope<'_>) -> Option<String> {
    Some(match name {
        "escape" => escape(t),
        "escape_once" => escape_once(t),
        "xml_escape" => escape_xml(t),
        "strip_html" => strip_html(t),
        "base64_encode" => STANDARD.encode(t),
        "base64_url_safe_encode" => URL_SAFE.encode(t),
        "base64_decode" => decoded(STANDARD.decode(t)),
        "base64_url_safe_decode" => decoded(URL_SAFE.decode(t)),
        "markdownify" => to_html(t, scope.context.dialect()),
        "smartify" => smartify(t, scope.context.dialect()),
        _ => return None,
    })
}

fn shortened(name: &str, t: &str, arguments: &Arguments) -> Option<String> {
    let count = |default: i64| {
        let count = arguments
            .get(0)
            .map_or(default, |first| decimal(first) as i64);
        count.max(0) as usize
    };
    let ellipsis = match arguments.get(1) {
        Some(ellipsis) => text(ellipsis),
        None => "...".to_owned(),
    };
    Some(match name {
        "truncate" => {
            let limit = count(50);
            if t.chars().count() <= limit {
                return Some(t.to_owned());
            }
            let kept = limit.saturating_sub(ellipsis.chars().count());
            t.chars().take(kept).collect::<String>() + &ellipsis
        }
        "truncatewords" => {
            let limit = count(15).max(1);
            let mut words = t.split_whitespace();
            let kept: Vec<&str> = words.by_ref().take(limit).collect();
            match words.next() {
                Some(_) => kept.join(" ") + &ellipsis,
                None => t.to_owned(),
            }
        }
        "slice" => {
            let (start, length) = bounds(arguments, t.chars().count());
            t.chars().skip(start).take(length).collect()
        }
        "slugify" => slugify(t, &arguments.text(0)),
        _ => return None,
    })
}

/// Where `slice: -3, 2` begins, and how much it takes.
pub(super) fn bounds(arguments: &Arguments, count: usize) -> (usize, usize) {
    let start = arguments.get(0).map_or(0, |first| decimal(first) as i64);
    let length = arguments.get(1).map_or(1, |length| decimal(length) as i64);
    let from_end = if start < 0 { count as i64 } else { 0 };
    match usize::try_from(start + from_end) {
        Ok(start) => (start, length.max(0) as usize),
        Err(_) => (0, 0),
    }
}

fn capitalize(text: &str) -> String {
    let mut characters = text.chars();
    let first: String = characters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    first + &characters.as_str().to_lowercase()
}

/// Text as it may stand in HTML.
pub(crate) fn escape(text: &str) -> String {
    escape_xml(text).replace("&apos;", "&#39;")
}

/// The same, as it may stand in XML.
pub(super) fn escape_xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            c => out.push(c),
        }
    }
    out
}

/// The same; character references stay.
fn escape_once(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&escape(&rest[..at]));
        rest = &rest[at + 1..];
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '#');
        let is_reference =
            length.is_some_and(|length| length > 0 && rest[length..].starts_with(';'));
        out.push_str(if is_reference { "&" } else { "&amp;" });
    }
    out + &escape(rest)
}

/// What was read of Base64; nothing if it was none.
fn decoded(bytes: Result<Vec<u8>, base64::DecodeError>) -> String {
    String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned()
}

/// Without tags, comments, scripts and styles.
fn strip_html(text: &str) -> String {
    const WHOLE: [(&str, &str); 3] = [
        ("<script", "</script>"),
        ("<style", "</style>"),
        ("<!--", "-->"),
    ];
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        let tag = &rest[start..];
        let end = WHOLE
            .iter()
            .find(|(opening, _)| tag.starts_with(opening))
            .and_then(|(_, closing)| Some(tag.find(closing)? + closing.len()))
            .or_else(|| tag.find('>').map(|end| end + 1));
        let Some(end) = end else {
            return out + tag;
        };
        rest = &tag[end..];
    }
    out + rest
}

fn replace(text: &str, old: &str, new: &str) -> String {
    let added = text.matches(old).count().saturating_mul(new.len());
    match text.len().saturating_add(added) <= MAX_LENGTH {
        true => text.replace(old, new),
        false => text.to_owned(),
    }
}

fn replace_last(text: &str, old: &str, new: &str) -> String {
    match text.rsplit_once(old).filter(|_| !old.is_empty()) {
        Some((before, after)) => format!("{before}{new}{after}"),
        None => text.to_owned(),
    }
}

/// Jekyll's slugs; the mode says which characters stay.
fn slugify(text: &str, mode: &str) -> String {
    let latin = (mode == "latin").then(|| transliterated(text));
    let text = latin.as_deref().unwrap_or(text);
    let stays = |c: char| match mode {
        "none" => true,
        "raw" => !c.is_whitespace(),
        "pretty" => c.is_alphanumeric() || "._~!$&'()+,;=@".contains(c),
        "ascii" => c.is_ascii_alphanumeric(),
        _ => c.is_alphanumeric(),
    };
    let words = text.split(|c| !stays(c)).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
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

/// Quotation marks and dashes as kramdown makes them of a line; nothing else is Markdown there.
fn smartify(text: &str, dialect: Dialect<'_>) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(
            c,
            '*' | '_' | '`' | '[' | ']' | '{' | '#' | '\\' | '|' | '$' | '~'
        ) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    let html = to_html(&escaped, dialect);
    let inner = html.trim_end().strip_prefix("<p>");
    let inner = inner.and_then(|inner| inner.strip_suffix("</p>"));
    inner.unwrap_or(text).to_owned()
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
