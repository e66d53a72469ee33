//! Dates of numbers whose year stands last, where it is certain which number is the day.
use bindery_model::DateTime;
use jiff::tz::TimeZone;

use super::months;
use crate::date;

/// The first date in a text and where it begins, as [`date::find`] has it, also `29/10/2012`,
/// `11/18/2011` and `1.2.2024`. `1/2/2024` is the first of February or the second of January, and
/// not read.
pub(super) fn find(text: &str, zone: &TimeZone) -> Option<(usize, DateTime)> {
    date::find(text, zone)
        .or_else(|| months::find(text, zone))
        .or_else(|| {
            let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
            let bytes = text.as_bytes();
            let starts = (0..bytes.len())
                .filter(|&at| is_digit(bytes.get(at)) && (at == 0 || !is_digit(bytes.get(at - 1))));
            let mut dates = starts.filter_map(|at| Some((at, year_last(&text[at..], zone)?)));
            dates.next()
        })
}

/// A date at the beginning of a text.
fn year_last(text: &str, zone: &TimeZone) -> Option<DateTime> {
    let length = text
        .bytes()
        .take_while(|byte| byte.is_ascii_digit() || b"/.-".contains(byte))
        .take(11)
        .count();
    let written = text[..length].trim_end_matches(['/', '.', '-']);
    let separator = written.chars().find(|c| !c.is_ascii_digit())?;
    let mut parts = written.split(separator);
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    let is_year = year.len() == 4 && (year.starts_with("19") || year.starts_with("20"));
    if parts.next().is_some() || !is_year || first.len() > 2 || second.len() > 2 {
        return None;
    }
    let (first, second): (u8, u8) = (first.parse().ok()?, second.parse().ok()?);
    let (month, day) = match (first, second) {
        // What is written with full stops has its day first everywhere.
        _ if separator == '.' => (second, first),
        (13.., ..=12) => (second, first),
        (..=12, 13..) => (first, second),
        (a, b) if a == b => (a, b),
        _ => return None,
    };
    date::parse_in(&format!("{year}-{month:02}-{day:02}"), zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_told_from_the_month_or_nothing_is_read() {
        for (text, expected) in [
            ("Publié le 29/10/2012 à 14h", Some((11, "2012-10-29"))),
            ("Posted 11/18/2011 2:27 AM", Some((7, "2011-11-18"))),
            ("Stand: 1.2.2024.", Some((7, "2024-02-01"))),
            ("05/05/2024", Some((0, "2024-05-05"))),
            ("2024-05-01", Some((0, "2024-05-01"))),
            ("1/2/2024", None),
            ("version 3.4.40", None),
            ("192.168.10.2012", None),
            ("18-03-0823:16", None),
            ("31/31/2012", None),
        ] {
            let found = find(text, &TimeZone::UTC);
            let found = found.map(|(at, date)| (at, date.civil().date().to_string()));
            let expected = expected.map(|(at, date)| (at, date.to_owned()));
            assert_eq!(found, expected, "{text}");
        }
    }
}
