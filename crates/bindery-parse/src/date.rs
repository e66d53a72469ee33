//! The shapes that dates have in front matter and file names.
//!
//! Jekyll reads dates with Ruby: first as a YAML timestamp, then with `Time.parse`, which finds a
//! date in nearly anything. This module reads the shapes that real posts have, with Ruby's result:
//!
//! | shape | meaning |
//! | --- | --- |
//! | `2024-05-01` | midnight in the site's zone |
//! | `2024-05-01 8:30:00`, `2024-05-01T08:30:00Z` | UTC |
//! | `2024-05-01 08:30:00 +0800`, `… +08:00`, `… +08`, `… -4`, `… EST` | that offset |
//! | `2024-05-01 08:30`, `2024/05/01 08:30`, `01.05.2024 08:30` | the site's zone |
//! | `20240501`, `202405010830`, `20240501083000` | the site's zone |
//! | `1714552200`, `1714552200000` | seconds, or milliseconds, since 1970 |
//! | `Wed, 01 May 2024 08:30:00 GMT` (RFC 2822), `Wed May 1 08:30:00 CEST 2024` | as they say; a zone that Ruby does not know is the site's |
mod find;
mod offset;

use bindery_model::DateTime;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Span, civil};

pub use find::find;
use offset::{offset_in, zone};

/// Reads a date as Jekyll does; the result is shown in `zone`. `None` if it is no date, or one
/// that the calendar does not have.
///
/// ```
/// use jiff::tz::TimeZone;
/// let date = bindery_parse::date::parse("2013-05-1 16:30:00 -06:00", &TimeZone::UTC).unwrap();
/// assert_eq!(date.to_string(), "2013-05-01T22:30:00+00:00");
/// ```
pub fn parse(text: &str, zone: &TimeZone) -> Option<DateTime> {
    parse_scalar(text, zone, || false)
}

/// Reads a date as Jekyll does. `is_text` says whether it is a text to YAML and no timestamp: then it
/// is of `zone` where it has no offset. It is asked only where that makes a difference.
pub(crate) fn parse_scalar(
    text: &str,
    zone: &TimeZone,
    is_text: impl FnOnce() -> bool,
) -> Option<DateTime> {
    let text = text.trim();
    let shape = numeric(text).or_else(|| worded(text))?;
    let civil = shape.moment;
    let timestamp = match shape.zone {
        Zone::Offset(offset) => offset.to_timestamp(civil).ok()?,
        Zone::Utc if !is_text() => Offset::UTC.to_timestamp(civil).ok()?,
        Zone::Utc | Zone::Site => zone.to_timestamp(civil).ok()?,
    };
    Some(DateTime::new(timestamp, zone.to_offset(timestamp)))
}

/// Reads a date and shows it at the offset that it is written with; without one it is UTC.
///
/// ```
/// let date = bindery_parse::date::parse_as_written("2024-05-01 08:30:00 +0800").unwrap();
/// assert_eq!(date.to_string(), "2024-05-01T08:30:00+08:00");
/// ```
pub fn parse_as_written(text: &str) -> Option<DateTime> {
    parse_in(text, &TimeZone::UTC)
}

/// Reads a date and shows it at the offset that it is written with; without one it is of `zone`.
///
/// ```
/// use bindery_parse::date::parse_in;
/// let zone = jiff::tz::TimeZone::get("Asia/Shanghai").unwrap();
/// assert_eq!(parse_in("2024-05-01 08:30:00", &zone).unwrap().to_string(), "2024-05-01T08:30:00+08:00");
/// assert_eq!(parse_in("2024-05-01T08:30:00Z", &zone).unwrap().to_string(), "2024-05-01T08:30:00+00:00");
/// ```
pub fn parse_in(text: &str, zone: &TimeZone) -> Option<DateTime> {
    let text = text.trim();
    let shape = numeric(text).or_else(|| worded(text))?;
    let civil = shape.moment;
    let (timestamp, offset) = match shape.zone {
        Zone::Offset(offset) => (offset.to_timestamp(civil).ok()?, offset),
        Zone::Utc | Zone::Site => {
            let timestamp = zone.to_timestamp(civil).ok()?;
            (timestamp, zone.to_offset(timestamp))
        }
    };
    Some(DateTime::new(timestamp, offset))
}

/// Reads a date that is a text and no timestamp of YAML: one without an offset is of `zone`, in
/// which the result is shown too.
pub fn parse_text(text: &str, zone: &TimeZone) -> Option<DateTime> {
    parse_scalar(text, zone, || true)
}

/// What was read.
#[derive(Debug, PartialEq)]
struct Shape {
    moment: civil::DateTime,
    zone: Zone,
}

impl Shape {
    /// A time on a day, which may be the end of it.
    fn of(date: civil::Date, time: SignedDuration, zone: Zone) -> Option<Shape> {
        let midnight = date.to_datetime(civil::Time::midnight());
        let moment = midnight.checked_add(time).ok()?;
        Some(Shape { moment, zone })
    }
}

#[derive(Debug, PartialEq)]
enum Zone {
    /// The source says so.
    Offset(Offset),
    /// The source says nothing, which YAML takes for UTC.
    Utc,
    /// The source says nothing, or something unknown.
    Site,
}

/// `2024-05-01 08:30:00 +0800` and `2024-05-01 08:30:00`, as most generators write them: what
/// [`loose`] would say, in a quarter of the time.
fn timestamp(text: &str) -> Option<Shape> {
    let (moment, rest) = text.split_at_checked("2024-05-01 08:30:00".len())?;
    let moment = moment.as_bytes();
    let is_separated = [(4, b'-'), (7, b'-'), (10, b' '), (13, b':'), (16, b':')]
        .map(|(at, byte)| moment[at] == byte);
    let two = |at: usize| {
        let digits = [
            moment[at].wrapping_sub(b'0'),
            moment[at + 1].wrapping_sub(b'0'),
        ];
        (digits[0] < 10 && digits[1] < 10).then(|| (digits[0] * 10 + digits[1]) as i8)
    };
    if is_separated != [true; 5] {
        return None;
    }
    let year = i16::from(two(0)?) * 100 + i16::from(two(2)?);
    let date = civil::Date::new(year, two(5)?, two(8)?).ok()?;
    let time = civil::Time::new(two(11)?, two(14)?, two(17)?, 0).ok()?;
    let zone = match rest {
        "" => Zone::Utc,
        _ if rest.len() == " +0800".len() && rest.starts_with(' ') && !rest[1..].contains(' ') => {
            Zone::Offset(zone(&rest[1..])?)
        }
        _ => return None,
    };
    Some(Shape {
        moment: date.to_datetime(time),
        zone,
    })
}

/// Dates of numbers alone: YAML, RFC 3339, and loose forms of both.
fn numeric(text: &str) -> Option<Shape> {
    timestamp(text).or_else(|| loose(text))
}

fn loose(text: &str) -> Option<Shape> {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return compact(text).or_else(|| since_1970(text));
    }
    if let Some((date, time)) = text.split_once('T')
        && let Some(shape) = compact(&format!("{date}{time}"))
    {
        return Some(shape);
    }
    // `Sun, 2022-02-13`.
    let text = match text.split_once(',') {
        Some((day, date)) if day.bytes().all(|b| b.is_ascii_alphabetic()) => date.trim_start(),
        _ => text,
    };
    if let Some((digits, rest)) = text.split_at_checked("20240501".len())
        && let Some(day) = compact(digits)
    {
        return at_time(day.moment.date(), rest, false);
    }
    let mut rest = text;
    let first = number(&mut rest, 1, 4)?;
    let day_first = text.len() - rest.len() <= 2;
    let separator = rest.chars().next()?;
    let close = match separator {
        '-' | '/' | '.' => separator,
        '年' if !day_first => '月',
        _ => return None,
    };
    rest = &rest[separator.len_utf8()..];
    let month = number(&mut rest, 1, 2)?;
    rest = rest.strip_prefix(close)?;
    let (least, most) = if day_first { (4, 4) } else { (1, 2) };
    let last = number(&mut rest, least, most)?;
    let (year, month, day) = match day_first {
        // As Americans write it, where it can be nothing else.
        true if separator == '/' && month > 12 => (last, first, month),
        true => (last, month, first),
        false => (first, month, last),
    };
    let strict_date = separator == '-' && !day_first;
    rest = rest.strip_prefix('日').unwrap_or(rest);
    at_time(civil_date(year, month, day)?, rest, strict_date)
}

/// A day with the time that follows it, if one does; `strict_date` says whether the day is written
/// as YAML has it.
fn at_time(date: civil::Date, rest: &str, strict_date: bool) -> Option<Shape> {
    if rest.is_empty() {
        return Shape::of(date, SignedDuration::ZERO, Zone::Site);
    }
    if !rest.starts_with(['T', 't', ' ', '\t', ',', '-', '_']) {
        return None;
    }
    let after_date = rest[1..].trim_start();
    let strict_date = strict_date && !rest.starts_with([',', '-', '_']);
    let (rest, word) = after_words(after_date);
    let strict_date = strict_date && rest.len() == after_date.len();
    if let Some((time, rest)) = hour(rest) {
        let zone = offset_in(rest).map_or(Zone::Site, Zone::Offset);
        return Shape::of(date, by_half(word, time), zone);
    }
    let Some((time, seconds, rest)) = clock(rest) else {
        // A date and a zone without a time between them.
        let zone = zone(rest).map_or(Zone::Site, Zone::Offset);
        // What is no time at all tells nothing; an impossible one is a fault.
        let is_known = rest.starts_with(['+', '-', 'Z']) || !rest.contains(':');
        return is_known.then(|| Shape::of(date, SignedDuration::ZERO, zone))?;
    };
    let rest = rest.trim_start();
    let zone = if rest.is_empty() {
        // Only a full YAML timestamp is UTC without saying so.
        if strict_date && seconds {
            Zone::Utc
        } else {
            Zone::Site
        }
    } else {
        offset_in(rest).map_or(Zone::Site, Zone::Offset)
    };
    Shape::of(date, by_half(word, time), zone)
}

/// Without a word before a time, and the word: `at 10:00`, `下午3:00`.
fn after_words(text: &str) -> (&str, &str) {
    let rest = text.trim_start_matches(|c: char| c.is_alphabetic() || c == ' ');
    let is_time = rest.len() < text.len() && (clock(rest).is_some() || hour(rest).is_some());
    match is_time {
        true => (rest, text[..text.len() - rest.len()].trim_end()),
        false => (text, ""),
    }
}

/// A time by the half of the day that stands before it.
fn by_half(word: &str, time: SignedDuration) -> SignedDuration {
    let half = SignedDuration::from_hours(12);
    match word {
        "上午" | "凌晨" | "早上" | "午前" | "오전" if time >= half => time - half,
        "下午" | "晚上" | "午後" | "오후" if time < half => time + half,
        _ => time,
    }
}

/// An hour alone, `07`, or one with its half of the day, `7pm`, and what follows that.
fn hour(text: &str) -> Option<(SignedDuration, &str)> {
    let mut after = text;
    let hour = number(&mut after, 1, 2)?;
    let (hour, rest) = with_half(hour, after);
    let is_hour = hour <= 24 && (rest.is_empty() || rest.len() < after.len());
    is_hour.then(|| (SignedDuration::from_hours(hour.into()), rest))
}

/// The hour by `am`, `pm`, `a.m.` or `p.m.` after it, and what follows that.
fn with_half(hour: i32, rest: &str) -> (i32, &str) {
    let spaced = rest.trim_start();
    let halves = [("am", 0), ("pm", 12), ("a.m.", 0), ("p.m.", 12)];
    let found = halves.iter().find_map(|&(name, added)| {
        let (half, after) = spaced.split_at_checked(name.len())?;
        let is_word = !after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        let is_half = half.eq_ignore_ascii_case(name) && (is_word || name.ends_with('.'));
        is_half.then_some((added, after))
    });
    match found.filter(|_| (1..=12).contains(&hour)) {
        Some((added, after)) => (hour % 12 + added, after),
        None => (hour, rest),
    }
}

/// A date without separators, with a time or without.
fn compact(digits: &str) -> Option<Shape> {
    let part = |from: usize, length: usize| match digits.get(from..from + length) {
        Some(part) => part.parse::<i32>().ok(),
        None => Some(0),
    };
    let is_compact = matches!(digits.len(), 8 | 12 | 14) && leading_digits(digits) == digits;
    is_compact.then_some(())?;
    Shape::of(
        civil_date(part(0, 4)?, part(4, 2)?, part(6, 2)?)?,
        civil_time(part(8, 2)?, part(10, 2)?, part(12, 2)?, 0)?,
        Zone::Site,
    )
}

/// Seconds since 1970 as they are from 2001 to 2033, or milliseconds.
fn since_1970(digits: &str) -> Option<Shape> {
    let seconds = match digits.len() {
        10 => digits.parse().ok()?,
        13 => digits.parse::<i64>().ok()? / 1000,
        _ => return None,
    };
    let is_known = digits.starts_with('1');
    let timestamp = jiff::Timestamp::from_second(seconds).ok()?;
    is_known.then(|| Shape {
        moment: Offset::UTC.to_datetime(timestamp),
        zone: Zone::Offset(Offset::UTC),
    })
}

/// A clock time, whether it has seconds, and the rest of the text.
fn clock(text: &str) -> Option<(SignedDuration, bool, &str)> {
    let mut rest = text;
    let hour = number(&mut rest, 1, 2)?;
    rest = rest.strip_prefix([':', 'h'])?;
    let from = rest.len();
    let minute = number(&mut rest, 1, 2)?;
    let (mut second, mut nanosecond, mut seconds) = (0, 0, false);
    if let Some(mut after) = rest.strip_prefix(':') {
        // `00:10::00` is read as far as it makes sense: what follows the minutes is no offset.
        let Some(value) = number(&mut after, 1, 2) else {
            let time = civil_time(hour, minute, 0, 0)?;
            return Some((time, false, ""));
        };
        // A timestamp of YAML has two digits of each.
        seconds = from - after.len() == "00:00".len();
        (second, rest) = (value, after);
        if let Some(fraction) = rest.strip_prefix(['.', ',']) {
            let digits = leading_digits(fraction);
            nanosecond = digits
                .bytes()
                .chain(std::iter::repeat(b'0'))
                .take(9)
                .fold(0, |sum, digit| sum * 10 + i32::from(digit - b'0'));
            rest = &fraction[digits.len()..];
        }
    }
    let (hour, after) = with_half(hour, rest);
    let is_whole = seconds && after.len() == rest.len();
    Some((
        civil_time(hour, minute, second, nanosecond)?,
        is_whole,
        after,
    ))
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Dates whose month is a word: RFC 2822, `ctime`, `May 1, 2024`, `1-May-2024`.
fn worded(text: &str) -> Option<Shape> {
    let (mut day, mut month, mut year) = (None, None, None);
    let mut time = SignedDuration::ZERO;
    let mut offset = None;
    let (mut before, mut after) = (text, "");
    if let Some(start) = time_in(text) {
        let (found, rest) = match clock(&text[start..]) {
            Some((found, _, rest)) => (found, rest),
            None => hour(&text[start..])?,
        };
        (time, before, after) = (found, &text[..start], rest);
    }
    let words = [before, after].into_iter().flat_map(words);
    let mut count = 0;
    for word in words.take(8) {
        count += 1;
        let numeral = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        if let Some(found) = month_named(word) {
            month = month.or(Some(found));
        } else if !numeral.is_empty() && numeral.bytes().all(|b| b.is_ascii_digit()) {
            let value: i32 = numeral.parse().ok()?;
            match numeral.len() {
                1 | 2 if day.is_none() => day = Some(value),
                4 if year.is_none() => year = Some(value),
                _ => {}
            }
        } else {
            offset = offset.or_else(|| zone(word));
        }
    }
    // `May 2024`.
    let day = day.or((count == 2).then_some(1));
    let date = civil_date(year?, month?, day?)?;
    Shape::of(date, time, offset.map_or(Zone::Site, Zone::Offset))
}

/// Where a time begins in a text: `8:30`, or `8 pm`. What stands behind a sign is an offset.
fn time_in(text: &str) -> Option<usize> {
    let mut begins = true;
    let mut hours = None;
    for (at, c) in text.char_indices() {
        if begins && c.is_ascii_digit() {
            let rest = &text[at..];
            let digits = leading_digits(rest);
            if digits.len() <= 2 && rest[digits.len()..].starts_with(':') {
                return Some(at);
            }
            let is_hour =
                || hour(rest).is_some_and(|(_, after)| after.len() + digits.len() < rest.len());
            if hours.is_none() && is_hour() {
                hours = Some(at);
            }
        }
        begins = !c.is_ascii_digit() && !matches!(c, '+' | '-' | ':' | '.');
    }
    hours
}

/// The words of a date; those of `1-May-2024` are three.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| c == ',' || c.is_whitespace());
    let parts = words.flat_map(|word| {
        let is_joined = word.split('-').any(|part| month_named(part).is_some());
        word.split(move |c| is_joined && c == '-')
    });
    parts.filter(|word| !word.is_empty())
}

fn month_named(word: &str) -> Option<i32> {
    let start = word.get(..3)?;
    let index = MONTHS
        .iter()
        .position(|month| month.eq_ignore_ascii_case(start))?;
    word.bytes()
        .all(|b| b.is_ascii_alphabetic() || b == b'.')
        .then_some(index as i32 + 1)
}

/// Takes a number of `least` to `most` digits from the front of the text.
fn number(text: &mut &str, least: usize, most: usize) -> Option<i32> {
    let digits = leading_digits(text);
    if !(least..=most).contains(&digits.len()) {
        return None;
    }
    *text = &text[digits.len()..];
    digits.parse().ok()
}

fn leading_digits(text: &str) -> &str {
    let end = text.bytes().position(|b| !b.is_ascii_digit());
    &text[..end.unwrap_or(text.len())]
}

/// Days up to the 31st that a month does not have are those of the next, as Ruby has it.
fn civil_date(year: i32, month: i32, day: i32) -> Option<civil::Date> {
    let (year, month) = (i16::try_from(year).ok()?, i8::try_from(month).ok()?);
    let day = i8::try_from(day)
        .ok()
        .filter(|day| (1..=31).contains(day))?;
    civil::Date::new(year, month, day).ok().or_else(|| {
        let first = civil::Date::new(year, month, 1).ok()?;
        first.checked_add(Span::new().days(day - 1)).ok()
    })
}

/// The time since midnight; the end of a day is the next midnight.
fn civil_time(hour: i32, minute: i32, second: i32, nanosecond: i32) -> Option<SignedDuration> {
    let is_time =
        (0..24).contains(&hour) && (0..60).contains(&minute) && (0..=60).contains(&second);
    let is_end = hour == 24 && minute == 0 && second == 0;
    let seconds = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
    (is_time || is_end).then(|| SignedDuration::new(seconds, nanosecond))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_usual_shape_is_read_as_the_loose_ones_are(
            text in "(20[0-9]{2}|[0-9]{4})-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-6][0-9]:[0-6][0-9]( [-+][0-2][0-9][0-6][0-9]| [-+][0-9:]{4}| [A-Z]{5}|)"
        ) {
            if let Some(shape) = timestamp(&text) {
                prop_assert_eq!(Some(shape), loose(&text));
            }
        }
    }

    #[test]
    fn the_usual_shape_is_known() {
        for text in ["2022-02-13 14:07:55 +0800", "2022-02-13 14:07:55"] {
            assert!(timestamp(text).is_some(), "{text}");
        }
        for text in [
            "2022-02-30 14:07:55",
            "2022-02-13 24:00:00",
            "2022-02-13T14:07:55Z",
        ] {
            assert!(timestamp(text).is_none(), "{text}");
        }
    }

    fn show(text: &str, zone: &TimeZone) -> String {
        parse(text, zone).map_or("none".to_owned(), |date| date.to_string())
    }

    #[test]
    fn each_shape_is_read() {
        let cases = [
            ("2017-02-10 00:10::00 -03:00", "2017-02-10T00:10:00+00:00"),
            ("Fri Sep  3 11:21:31 CEST 2021", "2021-09-03T11:21:31+00:00"),
            ("2013-05-1 16:30:00 -06:00", "2013-05-01T22:30:00+00:00"),
            ("2017-03-20 15:00 -04:00", "2017-03-20T19:00:00+00:00"),
            (
                "2006-01-02 18:19:00.000000000 +00:00",
                "2006-01-02T18:19:00+00:00",
            ),
            (
                "2023-01-29 18:30:22 2023 -0800",
                "2023-01-30T02:30:22+00:00",
            ),
            ("2022-02-13 14:07:55 +0800", "2022-02-13T06:07:55+00:00"),
            ("2022-02-13 14:07:55 -4", "2022-02-13T18:07:55+00:00"),
            ("2022-02-13 14:07:55+08", "2022-02-13T06:07:55+00:00"),
            ("2022-02-13 14:07:55 EST", "2022-02-13T19:07:55+00:00"),
            ("2022-02-13 4:07:55", "2022-02-13T04:07:55+00:00"),
            ("2022-02-13 2:07 PM", "2022-02-13T14:07:00+00:00"),
            ("2022-02-13T14:07:55.25Z", "2022-02-13T14:07:55.25+00:00"),
            ("2022-02-13T14:07:55+05:30", "2022-02-13T08:37:55+00:00"),
            ("2022-02-13", "2022-02-13T00:00:00+00:00"),
            ("2022-02-13 +0800", "2022-02-12T16:00:00+00:00"),
            ("2022/2/3 08:00", "2022-02-03T08:00:00+00:00"),
            ("2022年2月3日", "2022-02-03T00:00:00+00:00"),
            (
                "Wed, 01 May 2024 08:30:00 +0200",
                "2024-05-01T06:30:00+00:00",
            ),
            ("May 1st, 2024", "2024-05-01T00:00:00+00:00"),
            ("1 May 2024", "2024-05-01T00:00:00+00:00"),
            ("+0800", "none"),
            ("", "none"),
            ("2022-13-45 99:99:99 +0800", "none"),
            ("2022-02-30", "2022-03-02T00:00:00+00:00"),
            ("2022-02-32", "none"),
            ("2022-02-13 24:00:00", "2022-02-14T00:00:00+00:00"),
            ("2022-02-13 23:59:60", "2022-02-14T00:00:00+00:00"),
            ("2022-02-13 07", "2022-02-13T07:00:00+00:00"),
            ("2022-02-13 7pm", "2022-02-13T19:00:00+00:00"),
            ("2022-02-13 12:08 am", "2022-02-13T00:08:00+00:00"),
            ("2022-02-13, 07:08", "2022-02-13T07:08:00+00:00"),
            ("2022-02-13-07:08", "2022-02-13T07:08:00+00:00"),
            ("2022-02-13 at 7:08", "2022-02-13T07:08:00+00:00"),
            ("2022-02-13 at 7 pm", "2022-02-13T19:00:00+00:00"),
            ("2022-02-13 7:08 -4:30", "2022-02-13T07:08:00+00:00"),
            ("2022-02-13 上午10:00", "2022-02-13T10:00:00+00:00"),
            ("2022-02-13 上午12:30", "2022-02-13T00:30:00+00:00"),
            ("2022-02-13 下午2:07:55", "2022-02-13T14:07:55+00:00"),
            ("2022年2月13日 下午 12:07", "2022-02-13T12:07:00+00:00"),
            ("2022-02-13 下午14:07", "2022-02-13T14:07:00+00:00"),
            ("2022-02-13 오후 2", "2022-02-13T14:00:00+00:00"),
            ("1644761275", "2022-02-13T14:07:55+00:00"),
            ("1644761275123", "2022-02-13T14:07:55+00:00"),
            ("2644761275", "none"),
            ("2022-02-13 10h30", "2022-02-13T10:30:00+00:00"),
            ("20220213T070809", "2022-02-13T07:08:09+00:00"),
            ("Sun, 2022-02-13 07:08", "2022-02-13T07:08:00+00:00"),
            ("May 2022", "2022-05-01T00:00:00+00:00"),
            ("2022-02-13 2:07 p.m. EST", "2022-02-13T19:07:00+00:00"),
            ("2022-02-13 7pm +0100", "2022-02-13T18:00:00+00:00"),
            ("20220213 07:08+0100", "2022-02-13T06:08:00+00:00"),
            ("May 1, 2024 3:30 PM EST", "2024-05-01T20:30:00+00:00"),
            ("May 1, 2024 at 3pm", "2024-05-01T15:00:00+00:00"),
            ("1 May 2024 12:30:00-01:00", "2024-05-01T13:30:00+00:00"),
            ("01-May-2024 08:30", "2024-05-01T08:30:00+00:00"),
            ("2024-May-01", "2024-05-01T00:00:00+00:00"),
            ("May 2024 08:30", "2024-05-01T08:30:00+00:00"),
            ("2022-02-13 25:00:00", "none"),
            ("today", "none"),
            ("20220213", "2022-02-13T00:00:00+00:00"),
            ("20220213140755", "2022-02-13T14:07:55+00:00"),
            ("2022021", "none"),
            ("13.02.2022 14:07", "2022-02-13T14:07:00+00:00"),
            ("13-2-2022", "2022-02-13T00:00:00+00:00"),
            ("02/13/2022 14:07", "2022-02-13T14:07:00+00:00"),
            ("13-13-2022", "none"),
            ("123-2-2022", "none"),
        ];
        for (text, expected) in cases {
            assert_eq!(show(text, &TimeZone::UTC), expected, "{text:?}");
        }
    }

    #[test]
    fn without_an_offset_only_full_timestamps_are_utc() {
        let zone = TimeZone::fixed(Offset::constant(8));
        let cases = [
            ("2022-02-13 14:07:55", "2022-02-13T22:07:55+08:00"),
            ("2022-2-13 4:7:5", "2022-02-13T04:07:05+08:00"),
            ("2022-02-13", "2022-02-13T00:00:00+08:00"),
            ("2022-02-13 14:07", "2022-02-13T14:07:00+08:00"),
            ("13-02-2022 14:07:55", "2022-02-13T14:07:55+08:00"),
            ("20220213", "2022-02-13T00:00:00+08:00"),
            ("2022-02-13 at 14:07:55", "2022-02-13T14:07:55+08:00"),
            ("2022-02-13 02:07:55 PM", "2022-02-13T14:07:55+08:00"),
            ("2022-02-13 14:07:55 -0400", "2022-02-14T02:07:55+08:00"),
        ];
        for (text, expected) in cases {
            assert_eq!(show(text, &zone), expected, "{text:?}");
        }
    }
}
