//! Where the lines of a title break, and how large it is.
use unicode_linebreak::linebreaks;

use super::scripts::{Script, is_mark, script_of};

/// How large a text may be: the first that fits is taken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fit {
    /// The size of the type.
    pub(super) size: f32,
    /// How many lines there may be.
    pub(super) lines: usize,
}

/// Breaks a text into lines that are not wider than `width` at the first size at which it needs no
/// more lines than there may be, and no break within a word. At the last size words are broken, and
/// what is too much is cut.
pub(super) fn fit(
    text: &str,
    width: f32,
    fits: &[Fit],
    measure: impl Fn(&str) -> f32,
) -> (f32, Vec<String>) {
    let pieces = pieces(text);
    let clauses = clauses(text, &pieces);
    for fit in fits {
        let limit = width / fit.size;
        for pieces in [&clauses, &pieces] {
            if pieces.iter().all(|piece| measure(piece) <= limit) {
                let lines = balance(pieces, limit, &measure);
                if lines.len() <= fit.lines {
                    return (fit.size, lines);
                }
            }
        }
    }
    let Some(last) = fits.last() else {
        return (0.0, Vec::new());
    };
    let limit = width / last.size;
    let mut lines = fill(&shorter(&pieces, limit, &measure), limit, &measure);
    if lines.len() > last.lines {
        lines.truncate(last.lines);
        if let Some(line) = lines.last_mut() {
            while measure(&format!("{line}…")) > limit && line.pop().is_some() {}
            *line = format!("{}…", line.trim_end());
        }
    }
    (last.size, lines)
}

/// The parts of a text that stay on one line, with the spaces after them.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (end, _) in linebreaks(text) {
        let before = text[..end].chars().next_back();
        let within_korean = |c| ('\u{ac00}'..='\u{d7a3}').contains(&c);
        // Korean breaks at spaces.
        if before.is_some_and(within_korean) && text[end..].starts_with(within_korean) {
            continue;
        }
        pieces.push(&text[start..end]);
        start = end;
    }
    pieces
}

/// Pieces that end at punctuation or a space, where Chinese and Japanese had better break; others
/// do so anyway.
fn clauses<'t>(text: &'t str, pieces: &[&'t str]) -> Vec<&'t str> {
    let mut clauses = Vec::new();
    let (mut start, mut end) = (0, 0);
    for piece in pieces {
        end += piece.len();
        if !piece.ends_with(char::is_alphanumeric) || end == text.len() {
            clauses.push(&text[start..end]);
            start = end;
        }
    }
    clauses
}

/// Pieces none of which is wider than the limit, if need be broken between characters.
fn shorter<'t>(pieces: &[&'t str], limit: f32, measure: &impl Fn(&str) -> f32) -> Vec<&'t str> {
    let mut all = Vec::new();
    for piece in pieces {
        let mut rest = *piece;
        while measure(rest) > limit {
            let ends = rest.char_indices().skip(1).filter(|&(_, c)| !is_mark(c));
            let ends = ends.map(|(end, _)| end);
            let mut taken = None;
            for end in ends {
                if taken.is_some() && measure(&rest[..end]) > limit {
                    break;
                }
                taken = Some(end);
            }
            let Some(end) = taken else {
                break;
            };
            all.push(&rest[..end]);
            rest = &rest[end..];
        }
        all.push(rest);
    }
    all
}

/// As few lines as there can be, of about the same width.
fn balance(pieces: &[&str], limit: f32, measure: &impl Fn(&str) -> f32) -> Vec<String> {
    let lines = fill(pieces, limit, measure);
    let (mut low, mut high) = (0.0, limit);
    let mut best = lines;
    for _ in 0..8 {
        let middle = (low + high) / 2.0;
        let narrower = fill(pieces, middle, measure);
        let too_wide = narrower.iter().any(|line| measure(line) > middle);
        if narrower.len() > best.len() || too_wide {
            low = middle;
        } else {
            high = middle;
            best = narrower;
        }
    }
    best
}

/// As much on each line as there is room for.
fn fill(pieces: &[&str], limit: f32, measure: &impl Fn(&str) -> f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for piece in pieces {
        let longer = format!("{line}{piece}");
        if !line.is_empty() && measure(&longer) > limit {
            lines.push(line.trim_end().to_owned());
            line = (*piece).to_owned();
        } else {
            line = longer;
        }
    }
    if !line.trim_end().is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// Whether most characters of a text are Chinese, Japanese or Korean.
pub(super) fn is_east_asian(text: &str) -> bool {
    let count = text
        .chars()
        .filter(|&c| script_of(c) == Script::EastAsian)
        .count();
    count * 2 > text.chars().filter(|c| !c.is_whitespace()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Chinese characters are as wide as high, others half as wide.
    fn width(text: &str) -> f32 {
        let width = |c| match script_of(c) {
            Script::EastAsian => 1.0,
            _ => 0.5,
        };
        text.trim_end().chars().map(width).sum()
    }

    const FITS: [Fit; 3] = [
        Fit {
            size: 200.0,
            lines: 1,
        },
        Fit {
            size: 100.0,
            lines: 3,
        },
        Fit {
            size: 50.0,
            lines: 4,
        },
    ];

    fn lines(text: &str) -> String {
        let (size, lines) = fit(text, 1000.0, &FITS, width);
        format!("{size} {}", lines.join("/"))
    }

    #[test]
    fn the_longer_a_title_the_smaller_it_is() {
        assert_eq!(lines("日报"), "200 日报");
        assert_eq!(lines("青川晚报存稿合订本"), "100 青川晚报存稿合订本");
        assert_eq!(
            lines("Notes from the Potting Shed"),
            "100 Notes from the/Potting Shed"
        );
    }

    #[test]
    fn lines_are_even_and_begin_with_no_punctuation() {
        assert_eq!(
            lines("老粮站变身图书馆，开馆首日迎客"),
            "100 老粮站变身图书馆，/开馆首日迎客"
        );
        assert_eq!(
            lines("一二三四五六七八九十。"),
            "100 一二三四五六/七八九十。"
        );
        assert_eq!(
            lines("《一二三四五六七八九十》"),
            "100 《一二三四五/六七八九十》"
        );
    }

    #[test]
    fn korean_breaks_at_spaces() {
        assert_eq!(
            lines("가나다라 마바사아자차 카타"),
            "100 가나다라/마바사아자차 카타"
        );
    }

    #[test]
    fn a_word_is_broken_only_where_it_fits_in_no_size() {
        assert_eq!(lines("Donaudampfschifffahrts"), "50 Donaudampfschifffahrts");
        assert_eq!(
            lines(&"a".repeat(50)),
            format!("50 {}/{}", "a".repeat(40), "a".repeat(10))
        );
    }

    #[test]
    fn what_is_too_long_is_cut() {
        let text = "一".repeat(100);
        let (_, lines) = fit(&text, 1000.0, &FITS, width);
        assert_eq!(lines.len(), 4);
        assert_eq!(lines[3], format!("{}…", "一".repeat(19)));
    }

    #[test]
    fn nothing_is_no_line() {
        assert_eq!(lines(""), "200 ");
    }
}
