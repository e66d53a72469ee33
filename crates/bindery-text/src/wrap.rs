//! Fills lines with the pieces of a text.
use crate::pieces::for_each_piece;
use crate::width::Ruler;

/// Stands for a line break that the author put there.
pub(crate) const HARD_BREAK: char = '\u{2028}';
/// Stands for a place where a word may be broken.
pub(crate) const SOFT_BREAK: char = '\u{200b}';
/// Stands for a place where nothing may be broken.
pub(crate) const NO_BREAK: char = '\u{2060}';

/// How many columns lines may have; 0 for any number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Room {
    pub(crate) first: usize,
    pub(crate) rest: usize,
}

/// Breaks a text without line breaks into lines that have room. Only what cannot be broken is
/// longer. `take` gets each line, and whether it is the last.
pub(crate) fn wrap<'t>(
    text: &'t str,
    room: Room,
    ruler: Ruler,
    mut take: impl FnMut(&'t str, bool),
) {
    let text = text.trim();
    let bytes_fit = text.len() <= room.first;
    if room.first == 0 || bytes_fit || ruler.width(text) <= room.first {
        return take(text, true);
    }
    let mut width = room.first;
    let (mut start, mut end, mut columns) = (0, 0, 0);
    for_each_piece(text, |piece| {
        let full = ruler.width(piece);
        let visible = match piece.trim_end() {
            shown if shown.len() == piece.len() => full,
            shown => ruler.width(shown),
        };
        if columns > 0 && columns + visible > width {
            take(text[start..end].trim_end(), false);
            start = end;
            columns = 0;
            width = room.rest;
        }
        end += piece.len();
        columns += full;
    });
    take(text[start..].trim_end(), true);
}

/// The columns of the widest piece of a text: what no line can be narrower than.
pub(crate) fn widest_piece(text: &str, ruler: Ruler) -> usize {
    let mut widest = 0;
    for_each_piece(text, |piece| {
        widest = widest.max(ruler.width(piece.trim_end()));
    });
    widest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, width: usize) -> Vec<&str> {
        let room = Room {
            first: width,
            rest: width,
        };
        let mut lines = Vec::new();
        wrap(text, room, Ruler { wide: true }, |line, _| lines.push(line));
        lines
    }

    #[test]
    fn chinese_lines_keep_their_punctuation() {
        let text = "昨天上午，市里召开会议。他强调，“ 要加快建设 （一期） ” ，确保完成——如期……";
        for width in 4..40 {
            for line in lines(text, width) {
                let columns = Ruler { wide: true }.width(line);
                assert!(columns <= width.max(18), "{width}: {line}");
                let first = line.chars().next().unwrap();
                let last = line.chars().next_back().unwrap();
                assert!(!"。，”）】…".contains(first), "{width}: {line}");
                assert!(!"“（【".contains(last), "{width}: {line}");
            }
        }
    }

    #[test]
    fn nothing_is_lost_or_too_long() {
        let text = "The quick brown fox jumps over the lazy dog, twice.";
        let lines = lines(text, 20);
        assert_eq!(lines.join(" "), text);
        assert!(lines.iter().all(|line| line.len() <= 20));
    }
}
