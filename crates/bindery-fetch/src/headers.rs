//! What the head of an answer says about keeping it and about asking again.
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ureq::http::{HeaderMap, HeaderName, header};

/// How long an answer is good for, and by what a newer one is told (RFC 9111).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Validity {
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
    /// When it was answered, in seconds since 1970.
    pub(crate) answered: i64,
    /// How many seconds from then it needs no asking.
    pub(crate) seconds: i64,
    /// Whether it may not be kept for another run.
    pub(crate) passing: bool,
}

impl Validity {
    pub(crate) fn of(headers: &HeaderMap, now: Timestamp) -> Validity {
        let text = |name: HeaderName| text(headers, &name).map(str::to_owned);
        let mut validity = Validity {
            etag: text(header::ETAG),
            last_modified: text(header::LAST_MODIFIED),
            answered: now.as_second(),
            ..Validity::default()
        };
        let mut is_to_be_asked = false;
        let mut max_age = None;
        for directive in headers
            .get_all(header::CACHE_CONTROL)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
        {
            let (name, value) = directive.split_once('=').unwrap_or((directive, ""));
            match name.trim().to_ascii_lowercase().as_str() {
                "no-store" => validity.passing = true,
                "no-cache" => is_to_be_asked = true,
                "max-age" => {
                    max_age = Some(value.trim().trim_matches('"').parse().unwrap_or(0));
                }
                _ => {}
            }
        }
        // `max-age` counts more than a date (section 5.3), which counts from the server's own clock.
        validity.seconds = max_age.unwrap_or_else(|| {
            let date = |name| Some(date(text(name)?.trim())?.as_second());
            let answered = date(header::DATE).unwrap_or(now.as_second());
            date(header::EXPIRES).map_or(0, |end| end.saturating_sub(answered))
        });
        let age = text(header::AGE).and_then(|age| age.trim().parse::<i64>().ok());
        validity.seconds -= age.unwrap_or(0).max(0);
        if is_to_be_asked {
            validity.seconds = 0;
        }
        validity
    }

    /// The same after the server has said that nothing changed; it need not repeat what tells
    /// versions apart.
    pub(crate) fn renewed(&self, headers: &HeaderMap, now: Timestamp) -> Validity {
        let new = Validity::of(headers, now);
        Validity {
            etag: new.etag.or_else(|| self.etag.clone()),
            last_modified: new.last_modified.or_else(|| self.last_modified.clone()),
            ..new
        }
    }

    pub(crate) fn is_fresh(&self, now: Timestamp) -> bool {
        let age = now.as_second().saturating_sub(self.answered);
        age >= 0 && age < self.seconds && !self.passing
    }
}

/// How long a server asks to wait: seconds, or until a date (RFC 9110, section 10.2.3).
pub(crate) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let value = text(headers, &header::RETRY_AFTER)?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let seconds = date(value)?.as_second().saturating_sub(now.as_second());
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
}

/// A date as servers write it.
fn date(text: &str) -> Option<Timestamp> {
    Some(jiff::fmt::rfc2822::parse(text).ok()?.timestamp())
}

/// A header's value, if it is text.
pub(crate) fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(list: &[(HeaderName, &str)]) -> HeaderMap {
        let pairs = list.iter();
        pairs
            .map(|(name, value)| (name.clone(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn answers_are_fresh_as_long_as_they_say() {
        let now = Timestamp::from_second(1_000_000).unwrap();
        let later = |seconds: i64| Timestamp::from_second(1_000_000 + seconds).unwrap();
        for (value, age, fresh_for) in [
            ("public, max-age=60", None, 60),
            ("MAX-AGE=\"60\"", None, 60),
            ("max-age=60", Some("50"), 10),
            ("no-cache, max-age=60", None, 0),
            ("max-age=60, no-store", None, 0),
            ("max-age=soon", None, 0),
            ("private", None, 0),
        ] {
            let mut list = vec![(header::CACHE_CONTROL, value)];
            list.extend(age.map(|age| (header::AGE, age)));
            let validity = Validity::of(&headers(&list), now);
            assert_eq!(validity.is_fresh(now), fresh_for > 0, "{value}");
            if fresh_for > 0 {
                assert!(validity.is_fresh(later(fresh_for - 1)), "{value}");
            }
            assert!(!validity.is_fresh(later(fresh_for)), "{value}");
            // A clock that was put back says nothing.
            assert!(!validity.is_fresh(later(-1)), "{value}");
        }
    }

    #[test]
    fn dates_count_where_there_is_no_age() {
        let now: Timestamp = "2015-10-21T07:28:00Z".parse().unwrap();
        let expires = "Wed, 21 Oct 2015 07:29:00 GMT";
        for (list, seconds) in [
            (&[(header::EXPIRES, expires)][..], 60),
            // The server's clock is half a minute slow.
            (
                &[
                    (header::EXPIRES, expires),
                    (header::DATE, "Wed, 21 Oct 2015 07:27:30 GMT"),
                ],
                90,
            ),
            (
                &[
                    (header::EXPIRES, expires),
                    (header::CACHE_CONTROL, "max-age=5"),
                ],
                5,
            ),
            (
                &[
                    (header::EXPIRES, expires),
                    (header::CACHE_CONTROL, "no-cache"),
                ],
                0,
            ),
            (&[(header::EXPIRES, "0")], 0),
            (&[(header::EXPIRES, "Wed, 21 Oct 2015 07:00:00 GMT")], -1680),
        ] {
            assert_eq!(
                Validity::of(&headers(list), now).seconds,
                seconds,
                "{list:?}"
            );
        }
    }

    #[test]
    fn pauses_are_seconds_or_dates() {
        let now = "2015-10-21T07:28:00Z".parse().unwrap();
        for (value, seconds) in [
            ("120", Some(120)),
            ("Wed, 21 Oct 2015 07:28:30 GMT", Some(30)),
            ("Wed, 21 Oct 2015 07:00:00 GMT", Some(0)),
            ("-5", None),
            ("soon", None),
        ] {
            let found = retry_after(&headers(&[(header::RETRY_AFTER, value)]), now);
            assert_eq!(found, seconds.map(Duration::from_secs), "{value}");
        }
    }
}
