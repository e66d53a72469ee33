//! Offsets from UTC, and the names of zones.
use jiff::tz::Offset;

use super::leading_digits;

/// The offset in what follows a time. A stray word or number before it (`18:30:22 2023 -0800`) is
/// passed over.
pub(super) fn offset_in(rest: &str) -> Option<Offset> {
    rest.split_ascii_whitespace().find_map(zone)
}

/// `Z`, `+08`, `-4`, `+0800`, `+08:00`, `+05:30:00`, `UTC+8`, or a name that Ruby's `Time.parse` knows.
pub(super) fn zone(text: &str) -> Option<Offset> {
    let text = text.trim_matches(['(', ')']);
    let text = ["UTC", "GMT"]
        .iter()
        .find_map(|name| text.strip_prefix(name).filter(|rest| !rest.is_empty()))
        .unwrap_or(text);
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return named_zone(text),
    };
    let mut rest = &text[1..];
    let digits = leading_digits(rest);
    let (hours, minutes) = match digits.len() {
        1 | 2 => {
            rest = &rest[digits.len()..];
            let minutes = rest.strip_prefix(':').map_or("", leading_digits);
            if digits.len() == 1 && !minutes.is_empty() {
                return None;
            }
            (digits, minutes)
        }
        4 | 6 => (&digits[..2], &digits[2..4]),
        _ => return None,
    };
    let hours: i32 = hours.parse().ok()?;
    let minutes: i32 = if minutes.is_empty() {
        0
    } else {
        minutes.parse().ok()?
    };
    (minutes < 60)
        .then(|| Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok())
        .flatten()
}

/// The names of zones that Ruby's `Time.parse` knows, with hours from UTC.
const ZONES: [(&str, i32); 12] = [
    ("Z", 0),
    ("UTC", 0),
    ("UT", 0),
    ("GMT", 0),
    ("EST", -5),
    ("EDT", -4),
    ("CST", -6),
    ("CDT", -5),
    ("MST", -7),
    ("MDT", -6),
    ("PST", -8),
    ("PDT", -7),
];

fn named_zone(name: &str) -> Option<Offset> {
    ZONES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .and_then(|(_, hours)| Offset::from_seconds(hours * 3600).ok())
}
