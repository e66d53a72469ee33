//! The filters of dates.
use jiff::ZonedDateTime;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::expression::{Arguments, Scope};
use super::value::text;

/// What a filter makes of a date; something that is no date stays as it is.
pub(super) fn apply(
    name: &str,
    value: &Value,
    arguments: &Arguments,
    scope: &Scope<'_>,
) -> Option<Value> {
    let style = arguments.text(0);
    let is_american = arguments.text(1) == "US";
    let format = match (name, style.as_str()) {
        ("date", "") => return Some(value.clone()),
        ("date", format) => format,
        ("date_to_xmlschema", _) => "%Y-%m-%dT%H:%M:%S%:z",
        ("date_to_rfc822", _) => "%a, %d %b %Y %H:%M:%S %z",
        ("date_to_string", "ordinal") if is_american => "%b {ordinal}, %Y",
        ("date_to_string", "ordinal") => "{ordinal} %b %Y",
        ("date_to_string", _) => "%d %b %Y",
        ("date_to_long_string", "ordinal") if is_american => "%B {ordinal}, %Y",
        ("date_to_long_string", "ordinal") => "{ordinal} %B %Y",
        ("date_to_long_string", _) => "%d %B %Y",
        _ => return None,
    };
    let zone = scope.context.zone();
    let Some(mut date) = date(value, &zone, scope) else {
        return Some(value.clone());
    };
    if name != "date" {
        date = date.with_time_zone(zone);
    }
    let format = format.replace("{ordinal}", &ordinal(date.day()));
    Some(shown(&format, &date).into())
}

/// The date in a format of Ruby's `strftime`. What is no part of a date there stays as it is.
fn shown(format: &str, date: &ZonedDateTime) -> String {
    let mut out = String::new();
    let mut rest = format;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let is_flag = |c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '^' | '#' | ':');
        let letter = after.trim_start_matches(is_flag);
        let end = after.len() - letter.len() + letter.chars().next().map_or(0, char::len_utf8);
        let (directive, after) = after.split_at(end);
        rest = after;
        // Those that a language or a program has its own way with are Ruby's.
        let format = match directive {
            "c" => "%a %b %e %H:%M:%S %Y",
            "x" => "%m/%d/%y",
            "X" => "%H:%M:%S",
            "r" => "%I:%M:%S %p",
            "v" => "%e-%^b-%Y",
            "L" | "3N" => "%3f",
            "N" => "%9f",
            "n" => "\n",
            "t" => "\t",
            _ => &format!("%{directive}"),
        };
        // A moment that says its own offset is in no zone with a name.
        let is_nameless =
            date.time_zone().to_fixed_offset().is_ok() && date.offset().seconds() != 0;
        let part = match directive {
            "Z" if is_nameless => Some(String::new()),
            "+" | "E" | "i" | "f" | "Q" | "q" | "J" => None,
            _ => jiff::fmt::strtime::format(format, date).ok(),
        };
        match part {
            Some(part) => out.push_str(&part),
            None => out.extend(["%", directive]),
        }
    }
    out + rest
}

/// The date that a value says, of a zone unless it says its own; `now` is when the site was made.
fn date(value: &Value, zone: &TimeZone, scope: &Scope<'_>) -> Option<ZonedDateTime> {
    let digits = value
        .as_str()
        .filter(|text| text.bytes().all(|b| b.is_ascii_digit()));
    let seconds = value.as_i64().or_else(|| digits?.parse().ok());
    if let Some(seconds) = seconds {
        let timestamp = jiff::Timestamp::from_second(seconds).ok()?;
        return Some(ZonedDateTime::new(timestamp, zone.clone()));
    }
    let text = match text(value).as_str() {
        "now" | "today" => super::value::text(&scope.operand("site.time")),
        text => text.to_owned(),
    };
    let date = crate::date::parse_in(&text, zone)?;
    let shown = match zone.to_offset(date.timestamp()) == date.offset() {
        // It knows the zone's name.
        true => zone.clone(),
        false => TimeZone::fixed(date.offset()),
    };
    Some(ZonedDateTime::new(date.timestamp(), shown))
}

/// `1st`.
fn ordinal(day: i8) -> String {
    let ending = match (day % 10, day) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{day}{ending}")
}
