//! The line that tells how far the work is: as much of it as the terminal has room for.
use std::time::Duration;

/// Columns of a bar that says something.
const SHORTEST_BAR: usize = 6;

/// How far the work is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Advance {
    pub(crate) done: u64,
    /// All there is to do; 0 where that is not known yet.
    pub(crate) all: u64,
    /// What is counted: `posts`.
    pub(crate) things: &'static str,
    /// Bytes read so far, where they are counted.
    pub(crate) bytes: Option<u64>,
    /// Things in a second.
    pub(crate) rate: f64,
    /// Time left; `None` where nothing tells.
    pub(crate) left: Option<Duration>,
}

impl Advance {
    /// One line in ASCII that is shorter than `width` columns, so that no terminal breaks it.
    pub(crate) fn to_line(self, width: usize) -> String {
        let room = width.saturating_sub(1);
        let (done, all) = (grouped(self.done), grouped(self.all));
        let count = format!("{done}/{all} {}", self.things);
        let mut line = [count, format!("{done}/{all}"), self.percent()]
            .into_iter()
            .find(|count| count.len() <= room)
            .unwrap_or_default();
        // In the order in which people want them.
        let left = self.left.map(|left| format!("{} left", duration(left)));
        let bytes = self.bytes.map(super::outcome::size);
        let rate = (self.rate >= 1.0).then(|| format!("{}/s", grouped(self.rate as u64)));
        for part in [left, bytes, rate].into_iter().flatten() {
            if line.len() + 2 + part.len() <= room {
                line = format!("{line}  {part}");
            }
        }
        match room.checked_sub(line.len() + 3) {
            Some(columns) if columns >= SHORTEST_BAR => format!("{} {line}", self.bar(columns)),
            _ => line,
        }
    }

    /// What is done of a whole: 0 to 1.
    fn share(&self) -> f64 {
        match self.all {
            0 => 0.0,
            all => (self.done as f64 / all as f64).min(1.0),
        }
    }

    fn percent(&self) -> String {
        format!("{:.0}%", (self.share() * 100.0).floor())
    }

    /// A bar with that many columns between its ends.
    fn bar(&self, columns: usize) -> String {
        let full = (self.share() * columns as f64) as usize;
        format!("[{}{}]", "#".repeat(full), "-".repeat(columns - full))
    }
}

/// A number with commas: `12,345`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A time for people: `0.04 s`, `1.2 s`, `42 s`, `3 min 5 s`, `2 h 10 min`.
pub(crate) fn duration(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0 if time.as_millis() < 995 => format!("{:.2} s", time.as_secs_f64()),
        0..10 => format!("{:.1} s", time.as_secs_f64()),
        10..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALF: Advance = Advance {
        done: 12_345,
        all: 24_690,
        things: "posts",
        bytes: Some(52_700_000),
        rate: 16_543.2,
        left: Some(Duration::from_millis(1234)),
    };

    #[test]
    fn a_line_has_what_there_is_room_for() {
        let cases = [
            (1, ""),
            (4, "50%"),
            (14, "12,345/24,690"),
            (20, "12,345/24,690 posts"),
            (40, "12,345/24,690 posts  1.2 s left"),
            (44, "12,345/24,690 posts  1.2 s left  52.7 MB"),
            (
                80,
                "[#########---------] 12,345/24,690 posts  1.2 s left  52.7 MB  16,543/s",
            ),
        ];
        for (width, line) in cases {
            let made = HALF.to_line(width);
            if width == 80 {
                assert!(made.ends_with(line.split_once("] ").unwrap().1), "{made}");
                continue;
            }
            assert_eq!(made, line, "{width}");
        }
    }

    #[test]
    fn no_line_is_as_wide_as_its_terminal() {
        let long = Duration::from_secs(1_000_000);
        for width in 1..=200 {
            for done in [0, 1, 999, 1000, 1_000_000, u64::MAX] {
                for all in [0, 1, 5000, 1_000_000, u64::MAX] {
                    let advance = Advance {
                        done,
                        all,
                        rate: done as f64,
                        left: Some(long),
                        ..HALF
                    };
                    let line = advance.to_line(width);
                    assert!(line.is_ascii() && line.len() < width, "{width}: {line}");
                }
            }
        }
    }

    #[test]
    fn a_bar_takes_the_columns_that_are_left() {
        let line = HALF.to_line(100);
        assert_eq!(line.len(), 99);
        let bar = line.split_once(']').unwrap().0;
        let (full, empty) = (bar.matches('#').count(), bar.matches('-').count());
        assert!(full.abs_diff(empty) <= 1, "{line}");
    }

    #[test]
    fn times_are_for_people() {
        for (milliseconds, text) in [
            (4, "0.00 s"),
            (40, "0.04 s"),
            (996, "1.0 s"),
            (1234, "1.2 s"),
            (42_900, "42 s"),
            (185_000, "3 min 5 s"),
            (7_800_000, "2 h 10 min"),
        ] {
            assert_eq!(duration(Duration::from_millis(milliseconds)), text);
        }
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}
