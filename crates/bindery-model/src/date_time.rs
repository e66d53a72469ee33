use std::fmt;
use std::num::NonZero;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};

/// A moment, and the offset from UTC in which it is shown.
///
/// Its text form is RFC 3339 with a numeric offset: `2024-05-01T08:30:00+08:00`. Order and
/// equality are those of the moment, then of the offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DateTime {
    /// The moment, in seconds since 1970 in UTC and nanoseconds of the same sign.
    second: i64,
    nanosecond: i32,
    /// Seconds east of UTC, between -93,599 and 93,599, and [`SHIFT`]: never zero, so that an
    /// `Option` takes no more room.
    offset: NonZero<i32>,
}

const SHIFT: NonZero<i32> = NonZero::new(100_000).unwrap();

impl DateTime {
    /// A moment as seen at an offset from UTC.
    pub fn new(timestamp: Timestamp, offset: Offset) -> DateTime {
        DateTime {
            second: timestamp.as_second(),
            nanosecond: timestamp.subsec_nanosecond(),
            offset: NonZero::new(offset.seconds() + SHIFT.get()).unwrap_or(SHIFT),
        }
    }

    /// The moment.
    pub fn timestamp(&self) -> Timestamp {
        // It was one.
        Timestamp::new(self.second, self.nanosecond).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// The offset from UTC.
    pub fn offset(&self) -> Offset {
        Offset::from_seconds(self.offset.get() - SHIFT.get()).unwrap_or(Offset::UTC)
    }

    /// What a calendar and a clock at that offset show.
    pub fn civil(&self) -> jiff::civil::DateTime {
        self.offset().to_datetime(self.timestamp())
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.timestamp().display_with_offset(self.offset()))
    }
}

impl FromStr for DateTime {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<DateTime, jiff::Error> {
        let pieces = jiff::fmt::temporal::Pieces::parse(text)?;
        let timestamp: Timestamp = text.parse()?;
        Ok(DateTime::new(
            timestamp,
            pieces.to_numeric_offset().unwrap_or(Offset::UTC),
        ))
    }
}

impl TryFrom<String> for DateTime {
    type Error = jiff::Error;

    fn try_from(text: String) -> Result<DateTime, jiff::Error> {
        text.parse()
    }
}

impl From<DateTime> for String {
    fn from(date: DateTime) -> String {
        date.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_form_keeps_the_offset() {
        for text in ["2024-05-01T08:30:00+08:00", "2024-05-01T00:30:00+00:00"] {
            assert_eq!(text.parse::<DateTime>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn order_is_that_of_moments() {
        let texts = [
            "1969-12-31T23:59:58.9+00:00",
            "1969-12-31T23:59:59.1+00:00",
            "1970-01-01T08:00:00.1+08:00",
            "1970-01-01T00:00:00.9+00:00",
        ];
        let dates = texts.map(|text| text.parse::<DateTime>().unwrap());
        assert!(dates.is_sorted());
        assert_eq!(dates.map(|date| date.to_string()), texts);
        assert_eq!(size_of::<Option<DateTime>>(), 16);
    }

    #[test]
    fn z_means_utc() {
        let date: DateTime = "2024-05-01T00:30:00Z".parse().unwrap();
        assert_eq!(date.to_string(), "2024-05-01T00:30:00+00:00");
    }
}
