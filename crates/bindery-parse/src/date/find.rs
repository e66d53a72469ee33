//! Dates within a text.
use bindery_model::DateTime;
use jiff::tz::TimeZone;

use super::{leading_digits, month_named, parse_in};

/// The first date in a text and where it begins, in any shape that pages write: `2022-03-01 10:00`,
/// `2023年3月5日`, `2023/03/05`, `March 5, 2023`. It is of `zone` unless it has an offset.
///
/// ```
/// let zone = jiff::tz::TimeZone::UTC;
/// let (_, date) = bindery_parse::date::find("2011年4月29日6時02分", &zone).unwrap();
/// assert_eq!(date.to_string(), "2011-04-29T06:02:00+00:00");
/// let (_, date) = bindery_parse::date::find("2009년 11월 15일 3시 12분", &zone).unwrap();
/// assert_eq!(date.to_string(), "2009-11-15T03:12:00+00:00");
/// let (_, date) = bindery_parse::date::find("2023年3月5日下午3时来源", &zone).unwrap();
/// assert_eq!(date.to_string(), "2023-03-05T15:00:00+00:00");
/// let (at, date) = bindery_parse::date::find("发布于2023年3月5日 09:30 来源", &zone).unwrap();
/// assert_eq!((at, date.to_string().as_str()), (9, "2023-03-05T09:30:00+00:00"));
/// ```
pub fn find(text: &str, zone: &TimeZone) -> Option<(usize, DateTime)> {
    find_numeric(text, zone).or_else(|| find_worded(text, zone))
}

fn find_numeric(text: &str, zone: &TimeZone) -> Option<(usize, DateTime)> {
    let bytes = text.as_bytes();
    for at in memchr::memchr2_iter(b'1', b'2', bytes) {
        let before = at.checked_sub(1).map(|before| bytes[before]);
        if before.is_some_and(|byte| byte.is_ascii_digit())
            || leading_digits(&text[at..]).len() != 4
        {
            continue;
        }
        let candidate: String = text[at..]
            .chars()
            .take_while(|c| {
                c.is_ascii_digit()
                    || "-/.年月日时時分秒년월일시분초上下午: T+Z\u{a0}\u{3000}".contains(*c)
            })
            .take(32)
            .collect();
        let candidate = candidate
            .replace(['\u{a0}', '\u{3000}'], " ")
            .replace(['时', '時', '시', '分', '분'], ":")
            .replace(['초'], "秒")
            .replace(": ", ":")
            .replace("년", "年")
            .replace("월", "月")
            .replace("年 ", "年")
            .replace("月 ", "月")
            .replace(['日', '일'], "日 ");
        let mut end = candidate.len();
        // What follows the date may look like more of it.
        for _ in 0..8 {
            let shown = candidate[..end].trim_end_matches([' ', ':', '-', '.', '/', '秒', 'T']);
            if let Some(date) = parse_in(shown, zone) {
                return Some((at, date));
            }
            let Some(shorter) = shown.rfind([' ', ':', '-', '+', 'T', '日']) else {
                break;
            };
            end = shorter;
        }
    }
    None
}

/// `5 March 2023` and `March 5, 2023` in a text.
fn find_worded(text: &str, zone: &TimeZone) -> Option<(usize, DateTime)> {
    let words: Vec<&str> = text.split_whitespace().take(400).collect();
    for (at, word) in words.iter().enumerate() {
        if month_named(word.trim_matches(|c: char| !c.is_alphanumeric())).is_none() {
            continue;
        }
        for from in [at.checked_sub(1), Some(at)].into_iter().flatten() {
            let three = words
                .get(from..(from + 3).min(words.len()))
                .unwrap_or_default();
            let trimmed: Vec<&str> = three
                .iter()
                .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
                .collect();
            let has_year = trimmed
                .iter()
                .any(|word| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()));
            if let Some(date) = parse_in(&trimmed.join(" "), zone).filter(|_| has_year) {
                let place = three[0].as_ptr() as usize - text.as_ptr() as usize;
                return Some((place, date));
            }
        }
    }
    None
}
