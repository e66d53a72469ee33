//! Times of change that no two entries share: readers that sort or compare by them, and validators,
//! want it so, and the posts of an archive often have nothing but a day.
use std::collections::HashMap;

use bindery_model::{DateTime, Entry};

use crate::channel::{earliest, is_plausible};

/// The text forms of entries' last changes. Equal moments are written differently, by digits of a
/// fraction that change nothing; the older entry keeps its form when newer ones come.
pub(crate) struct Stamps {
    /// How many older entries changed at the same moment, for each entry.
    counts: Vec<u32>,
}

impl Stamps {
    /// `entries` are the newest first.
    pub(crate) fn new(entries: &[&Entry]) -> Stamps {
        let mut seen: HashMap<DateTime, u32> = HashMap::new();
        let mut counts = vec![0; entries.len()];
        for (at, entry) in entries.iter().enumerate().rev() {
            let count = seen.entry(moment(entry)).or_default();
            counts[at] = *count;
            *count += 1;
        }
        Stamps { counts }
    }

    /// The form of an entry's last change; `at` is its place among the entries.
    pub(crate) fn of(&self, at: usize, entry: &Entry) -> String {
        with_fraction(&moment(entry).to_string(), self.counts[at])
    }
}

fn moment(entry: &Entry) -> DateTime {
    let changed = entry.meta.details.updated.or(entry.meta.date);
    changed
        .filter(|date| is_plausible(*date))
        .unwrap_or_else(earliest)
}

/// `2024-05-01T00:00:00.00+08:00`: up to nine zeros, then a number behind them that is below the
/// billionth of a second.
fn with_fraction(text: &str, number: u32) -> String {
    const SECONDS: usize = "2024-05-01T00:00:00".len();
    let (Some(moment), Some(rest)) = (text.get(..SECONDS), text.get(SECONDS..)) else {
        return text.to_owned();
    };
    // A moment with a fraction of its own is shown without: what is below a second tells nothing.
    let rest = rest.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
    match number {
        0 => format!("{moment}{rest}"),
        1..=9 => format!("{moment}.{}{rest}", "0".repeat(number as usize)),
        number => format!("{moment}.000000000{number}{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_differ_and_moments_do_not() {
        let text = "2024-05-01T08:30:00+08:00";
        let forms: Vec<String> = (0..200).map(|number| with_fraction(text, number)).collect();
        let moment: DateTime = text.parse().unwrap();
        for (at, form) in forms.iter().enumerate() {
            assert!(!forms[..at].contains(form), "{form}");
        }
        assert_eq!(forms[0], text);
        assert_eq!(forms[2], "2024-05-01T08:30:00.00+08:00");
        assert_eq!(forms[9].parse::<DateTime>().unwrap(), moment);
    }
}
