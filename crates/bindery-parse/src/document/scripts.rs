//! The date that a page's scripts know and nobody else: `var ct = "1581517074"`,
//! `"publishTime": "2019-09-07 19:02:26"`. Scripts are not run; what stands behind such a name as a
//! plain value is read, where all places with that name agree on the day.
use bindery_model::DateTime;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{descendants, raw_text};
use crate::date;
use crate::html::{Node, Tree};

/// Names of what is a date of publication, the strongest first.
const NAMES: [&str; 16] = [
    "datePublished",
    "publish_time",
    "publishTime",
    "publish_date",
    "publishDate",
    "published_at",
    "publishedAt",
    "pubtime",
    "pubTime",
    "pub_time",
    "pubDate",
    "pub_date",
    "createTime",
    "create_time",
    "createtime",
    "ct",
];

/// How much of the scripts of a page is read, in bytes.
const MAX_SCRIPTS: usize = 2 << 20;
/// How many places with one name are looked at.
const MAX_PLACES: usize = 200;

pub(super) fn date(tree: &Tree<'_>, zone: &TimeZone) -> Option<DateTime> {
    let mut scripts = String::new();
    for node in descendants(tree, tree.root()) {
        if let Node::Element(element) = tree.node(node)
            && element.name() == "script"
            && scripts.len() < MAX_SCRIPTS
        {
            scripts.push_str(&raw_text(tree, node));
            scripts.push('\n');
        }
    }
    NAMES.iter().find_map(|name| agreed(&scripts, name, zone))
}

/// The date that all places with a name have; the first where times of one day differ.
fn agreed(scripts: &str, name: &str, zone: &TimeZone) -> Option<DateTime> {
    let places = memchr::memmem::find_iter(scripts.as_bytes(), name);
    let values = places.filter_map(|at| value_of(scripts, at, name));
    let mut found: Option<DateTime> = None;
    for value in values.take(MAX_PLACES) {
        let date = moment(value, zone)?;
        match found {
            Some(first) if first.civil().date() != date.civil().date() => return None,
            Some(_) => {}
            None => found = Some(date),
        }
    }
    found
}

/// The value that is given to a name which stands at a place as a whole word: text in quotation
/// marks, or a number.
fn value_of<'s>(scripts: &'s str, at: usize, name: &str) -> Option<&'s str> {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let before = at.checked_sub(1).map(|before| scripts.as_bytes()[before]);
    let rest = &scripts[at + name.len()..];
    if before.is_some_and(is_word) {
        return None;
    }
    let rest = rest.strip_prefix(['"', '\'']).unwrap_or(rest).trim_start();
    let rest = rest.strip_prefix([':', '='])?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let (value, length) = match quote {
        Some(quote) => (
            &rest[1..],
            rest[1..]
                .bytes()
                .take(40)
                .position(|byte| byte == quote as u8)?,
        ),
        None => (
            rest,
            rest.bytes().take(20).take_while(u8::is_ascii_digit).count(),
        ),
    };
    let value = value.get(..length)?.trim();
    (!value.is_empty()).then_some(value)
}

/// A date, or seconds or milliseconds since 1970.
fn moment(value: &str, zone: &TimeZone) -> Option<DateTime> {
    let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
    if is_number && matches!(value.len(), 10 | 13) {
        let seconds: i64 = value[..10].parse().ok()?;
        let timestamp = Timestamp::from_second(seconds).ok()?;
        return Some(DateTime::new(timestamp, zone.to_offset(timestamp)));
    }
    let year = value.get(..4)?;
    let is_dated = year.starts_with(['1', '2']) && year.bytes().all(|byte| byte.is_ascii_digit());
    let parts = value[4..].starts_with(['-', '/', '.']) || value[4..].starts_with('年');
    date::parse_in(value, zone).filter(|_| is_dated && parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html;

    #[test]
    fn plain_values_that_agree_are_dates() {
        for (script, expected) in [
            (
                "var ct = \"1581517074\";",
                Some("2020-02-12T22:17:54+08:00"),
            ),
            (
                "var a={\"publishTime\":1581517074000}",
                Some("2020-02-12T22:17:54+08:00"),
            ),
            ("x.pubtime='2019-09-23 07:48'", None),
            (
                "{pubtime:'2019-09-23 07:48', b: 1}",
                Some("2019-09-23T07:48:00+08:00"),
            ),
            (
                "createTime = '2024-01-01'",
                Some("2024-01-01T00:00:00+08:00"),
            ),
            (
                "[{\"publishDate\":\"2019-09-07T05:51:23Z\"},{\"publishDate\":\"2019-09-08T05:51:23Z\"}]",
                None,
            ),
            ("{\"ct\":\"12\",\"publish_time\":getTime()}", None),
            ("direct = \"1581517074\"; ct_x = 1581517074", None),
            ("{\"publish_time\":\"前天\"}", None),
            (
                "{\"datePublished\":\"2023-11-07T02:00:00-05:00\",\"createTime\":\"2020-01-01\"}",
                Some("2023-11-07T02:00:00-05:00"),
            ),
        ] {
            let page = format!("<!doctype html><script>{script}</script><p>text");
            let tree = html::parse_document(&page, &html::Options::default()).unwrap();
            let zone = TimeZone::get("Asia/Shanghai").unwrap();
            let found = date(&tree, &zone).map(|date| date.to_string());
            assert_eq!(found.as_deref(), expected, "{script}");
        }
    }
}
