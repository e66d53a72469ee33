//! Where the lines of a title break, and how large it is.
use icu_segmenter::WordSegmenter;
use icu_segmenter::options::WordBreakInvariantOptions;
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

/// How much worse a line is that ends within a clause, where one that is empty is 1.
const WITHIN_CLAUSE: f32 = 0.2;
/// The same where the next line begins with a single character, which mostly belongs to the word
/// before (dictionaries know 民法 and 典, but not 民法典), or with an ending of Japanese.
const WITHIN_WORD: f32 = 0.5;
/// The same within a number.
const WITHIN_NUMBER: f32 = 0.8;

/// Words of one character that may well begin a line.
const SHORT_WORDS: &str = "与與和及或而在从從到对對为為是以把被由向给給让讓将將不";
const DIGITS: &str = "〇零一二三四五六七八九十百千万萬亿億";

/// A part of a text that stays on one line.
#[derive(Debug, Clone, Copy)]
struct Piece<'t> {
    text: &'t str,
    /// Its width with the spaces after it, and without.
    width: f32,
    ink: f32,
    /// How much worse a line is that ends with it, for what it parts.
    parts: f32,
}

/// Breaks a text into lines that are not wider than `width` at the first size at which it needs no
/// more lines than there may be, and no break within a word. Where no size is small enough for that,
/// words are broken, in as few lines as can be, and what is too much is cut.
pub(super) fn fit(
    text: &str,
    width: f32,
    fits: &[Fit],
    measure: impl Fn(&str) -> f32,
) -> (f32, Vec<String>) {
    let pieces = measured(&pieces(text), text, &measure);
    for fit in fits {
        let limit = width / fit.size;
        if pieces.iter().all(|piece| piece.ink <= limit) {
            let lines = break_lines(&pieces, limit);
            if lines.len() <= fit.lines {
                return (fit.size, lines);
            }
        }
    }
    let broken = |fit: &Fit| {
        let limit = width / fit.size;
        break_lines(&shorter(&pieces, limit, &measure), limit)
    };
    let Some(last) = fits.last() else {
        return (0.0, Vec::new());
    };
    let mut lines = broken(last);
    let fewest = lines.len();
    for fit in fits.iter().filter(|fit| fit.lines >= fewest) {
        let lines = broken(fit);
        if lines.len() == fewest {
            return (fit.size, lines);
        }
    }
    lines.truncate(last.lines);
    if let Some(line) = lines.last_mut() {
        while measure(&format!("{line}…")) * last.size > width && line.pop().is_some() {}
        *line = format!("{}…", line.trim_end());
    }
    (last.size, lines)
}

/// The parts of a text that stay on one line, with the spaces after them: where lines may break
/// (UAX #14), Korean at spaces, Chinese, Japanese and scripts without spaces at words.
fn pieces(text: &str) -> Vec<&str> {
    let words: Vec<usize> = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default())
        .segment_str(text)
        .collect();
    let mut ends: Vec<usize> = linebreaks(text)
        .map(|(end, _)| end)
        .filter(|&end| joint(text, end) != Some(false) || words.binary_search(&end).is_ok())
        .collect();
    ends.extend(words.iter().filter(|&&end| joint(text, end) == Some(true)));
    ends.sort_unstable();
    ends.dedup();
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let pieces = starts.zip(&ends).map(|(start, &end)| &text[start..end]);
    pieces.filter(|piece| !piece.is_empty()).collect()
}

/// Whether a place is between two letters of a script that is written without spaces: `true` where
/// lines break at words only, and UAX #14 knows of none.
fn joint(text: &str, at: usize) -> Option<bool> {
    let before = text[..at].chars().next_back()?;
    let after = text[at..].chars().next()?;
    let both = |test: fn(char) -> bool| test(before) && test(after);
    if both(|c| {
        matches!(
            script_of(c),
            Script::Other("thai" | "lao" | "khmer" | "myanmar")
        )
    }) {
        return Some(true);
    }
    let east_asian = |c: char| script_of(c) == Script::EastAsian && c.is_alphanumeric();
    (east_asian(before) && east_asian(after)).then_some(false)
}

/// The pieces of a text, measured. Clauses end at punctuation or a space, and before a bracket.
fn measured<'t>(pieces: &[&'t str], text: &str, measure: &impl Fn(&str) -> f32) -> Vec<Piece<'t>> {
    // The width of a text leaves out spaces at its end.
    let space = measure("n n") - measure("nn");
    let mut end = 0;
    let piece = |(at, piece): (usize, &&'t str)| {
        end += piece.len();
        let ink = measure(piece);
        let spaces = piece[piece.trim_end().len()..].chars().count();
        Piece {
            text: piece,
            width: ink + space * spaces as f32,
            ink,
            parts: cost_of_break(text, end, pieces.get(at + 1).copied()),
        }
    };
    pieces.iter().enumerate().map(piece).collect()
}

/// How bad it is if a line ends at a place of a text, before that piece.
fn cost_of_break(text: &str, at: usize, next: Option<&str>) -> f32 {
    let (before, after) = text.split_at(at);
    if !before.ends_with(char::is_alphanumeric) || !after.starts_with(char::is_alphanumeric) {
        return 0.0;
    }
    let is_digit = |c: char| DIGITS.contains(c);
    let mut next = next.unwrap_or_default().chars();
    match (next.next(), next.next()) {
        (Some(c), _) if is_digit(c) && before.ends_with(is_digit) => WITHIN_NUMBER,
        (Some('\u{3041}'..='\u{309f}'), _) => WITHIN_WORD,
        (Some(c), None) if joint(text, at) == Some(false) && !SHORT_WORDS.contains(c) => {
            WITHIN_WORD
        }
        _ => WITHIN_CLAUSE,
    }
}

/// Pieces none of which is wider than the limit, if need be broken between characters.
fn shorter<'t>(pieces: &[Piece<'t>], limit: f32, measure: &impl Fn(&str) -> f32) -> Vec<Piece<'t>> {
    let mut all = Vec::new();
    for piece in pieces {
        let mut rest = *piece;
        while rest.ink > limit {
            let ends = rest.text.char_indices().skip(1);
            let ends = ends.filter(|&(_, c)| !is_mark(c)).map(|(end, _)| end);
            let mut taken: Option<Piece<'_>> = None;
            for end in ends {
                let text = &rest.text[..end];
                let ink = measure(text);
                if taken.is_some() && ink > limit {
                    break;
                }
                taken = Some(Piece {
                    text,
                    width: ink,
                    ink,
                    parts: WITHIN_CLAUSE,
                });
            }
            let Some(taken) = taken else {
                break;
            };
            all.push(taken);
            rest.text = &rest.text[taken.text.len()..];
            rest.ink = measure(rest.text);
            rest.width -= taken.width;
        }
        all.push(rest);
    }
    all
}

/// As few lines as there can be, of about the same width, that end where clauses do.
fn break_lines(pieces: &[Piece<'_>], limit: f32) -> Vec<String> {
    /// The best lines that end before a piece: where the last of them begins, how many there are,
    /// and how bad.
    #[derive(Clone, Copy)]
    struct Best {
        start: usize,
        lines: usize,
        cost: f32,
    }
    let nothing = Best {
        start: 0,
        lines: 0,
        cost: 0.0,
    };
    let mut best = vec![nothing];
    for end in 1..=pieces.len() {
        let last = &pieces[end - 1];
        let parts = if end < pieces.len() { last.parts } else { 0.0 };
        let mut width = last.ink;
        let mut found: Option<Best> = None;
        for start in (0..end).rev() {
            if start < end - 1 {
                width += pieces[start].width;
                if width > limit {
                    break;
                }
            }
            let slack = 1.0 - width / limit;
            let line = slack * slack + parts;
            let lines = best[start].lines + 1;
            let cost = best[start].cost + line;
            let better = |other: &Best| (lines, cost) < (other.lines, other.cost);
            if found.as_ref().is_none_or(better) {
                found = Some(Best { start, lines, cost });
            }
        }
        best.push(found.unwrap_or(nothing));
    }
    let mut lines = Vec::new();
    let mut end = pieces.len();
    while end > 0 {
        let start = best[end].start;
        let line: String = pieces[start..end].iter().map(|piece| piece.text).collect();
        lines.push(line.trim_end().to_owned());
        end = start;
    }
    lines.retain(|line| !line.is_empty());
    lines.reverse();
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
            "100 一二三四五/六七八九十。"
        );
        assert_eq!(
            lines("《一二三四五六七八九十》"),
            "100 《一二三四五/六七八九十》"
        );
    }

    #[test]
    fn lines_end_with_words_and_had_better_with_clauses() {
        assert_eq!(
            lines("加强新时代网络文明建设的意见"),
            "100 加强新时代网络/文明建设的意见"
        );
        assert_eq!(
            lines("臺灣的故事「一」：島嶼與海洋"),
            "100 臺灣的故事「一」：/島嶼與海洋"
        );
        assert_eq!(
            lines("เรื่องเล่าจากกรุงเทพมหานครในวันที่ฝนตก"),
            "100 เรื่องเล่าจาก/กรุงเทพมหานคร/ในวันที่ฝนตก"
        );
    }

    #[test]
    fn no_line_begins_with_the_rest_of_a_word_or_of_a_number() {
        assert_eq!(
            lines("中华人民共和国民法典释义与适用"),
            "100 中华人民共和国/民法典释义与适用"
        );
        assert_eq!(
            lines("青川晚报二零二三年新闻选编"),
            "100 青川晚报二零二三年/新闻选编"
        );
        assert_eq!(
            lines("霧の少女と忘れられた図書館の物語"),
            "100 霧の少女と忘れられた/図書館の物語"
        );
        assert_eq!(
            lines("北方一个程序员的自我修养读书笔记"),
            "100 北方一个程序员的/自我修养读书笔记"
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
