//! Text as feeds may hold it: no character that XML forbids, that HTML calls an error, or that
//! validators warn of.
use std::borrow::Cow;
use std::ops::Range;

use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;

/// What windows-1252 has at 0x80 to 0x9F, where Unicode has control characters that nobody means;
/// `\0` where it has nothing.
const WINDOWS_1252: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘',
    '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

/// What stands for a character that is lost or means nothing.
const UNKNOWN: char = '□';

/// The text with every such character mended: controls of windows-1252 become what they were
/// meant to be, what Unicode has not assigned becomes a white square, other controls are left out.
/// Borrowed where there is nothing to mend.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    let text = undo_double_encoding(text);
    if !has_bad(&text) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !is_bad(c) {
            out.push(c);
            continue;
        }
        match c {
            '\u{80}'..='\u{9f}' => {
                let meant = WINDOWS_1252[c as usize - 0x80];
                if meant != '\0' {
                    out.push(meant);
                }
            }
            '\0'..='\u{7f}' => {}
            _ => out.push(UNKNOWN),
        }
    }
    out.into()
}

/// A line of text: clean, and with one space between words. A no-break space is no white space.
pub(crate) fn clean_line(text: &str) -> String {
    let text = clean(text);
    let mut line = String::with_capacity(text.len());
    for word in text.split_ascii_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Places that are looked at together.
const WIDTH: usize = 16;

fn has_bad(text: &str) -> bool {
    let mut start = 0;
    while let Some(window) = text.as_bytes()[start..].first_chunk::<{ WIDTH + 2 }>() {
        let triples = window.iter().zip(&window[1..]).zip(&window[2..]);
        let may_be_bad = triples.fold(false, |any, ((&byte, &next), &third)| {
            any | may_begin_bad(byte, next, third)
        });
        if may_be_bad && begins_bad(text, start..start + WIDTH) {
            return true;
        }
        start += WIDTH;
    }
    begins_bad(text, start..text.len())
}

/// Whether a bad character begins with these three bytes; `true` also for some good ones that are
/// rare. Bytes that go on with a character begin none, and leads from C3 to CC (to U+033F) and from
/// E4 to E9 (U+4000 to U+9FFF, ideographs) begin only what is assigned; so do U+A0 to U+BF, the
/// punctuation from U+2000 and from U+3000, and the wide letters from U+FF01. There is no branch in
/// it, so that processors look at many places at once.
fn may_begin_bad(byte: u8, next: u8, third: u8) -> bool {
    let is_ascii =
        (b' '..=b'~').contains(&byte) | (byte == b'\t') | (byte == b'\n') | (byte == b'\r');
    let goes_on = (0x80..=0xbf).contains(&byte);
    let leads_to_good = (0xc3..=0xcc).contains(&byte) | (0xe4..=0xe9).contains(&byte);
    let is_latin = (byte == 0xc2) & (next >= 0xa0);
    let is_punctuation = ((byte == 0xe2) | (byte == 0xe3)) & (next == 0x80);
    let is_wide = (byte == 0xef) & (next == 0xbc) & (third != 0x80);
    !(is_ascii | goes_on | leads_to_good | is_latin | is_punctuation | is_wide)
}

/// Whether a bad character begins at one of these places.
fn begins_bad(text: &str, places: Range<usize>) -> bool {
    let start = text.ceil_char_boundary(places.start);
    text[start..]
        .char_indices()
        .take_while(|(at, _)| start + at < places.end)
        .any(|(_, c)| is_bad(c))
}

fn is_bad(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' | ' '..='~' | '\u{a0}'..='\u{377}' => false,
        // Most of what is written in Chinese, Japanese and Korean.
        '\u{3000}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{30a0}'..='\u{30ff}' => false,
        '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{ff01}'..='\u{ffbe}' => false,
        '\0'..='\u{9f}' => true,
        // It tells that something could not be read, though the W3C's validator warns of it.
        '\u{fffd}' => false,
        c => CodePointMapData::<GeneralCategory>::new().get(c) == GeneralCategory::Unassigned,
    }
}

/// UTF-8 that was once read as Latin-1 and written as UTF-8 again: `Ã©` for `é`. Only where all of
/// the text is so.
fn undo_double_encoding(text: &str) -> Cow<'_, str> {
    let is_pair = |pair: &[u8]| matches!(pair, [0xc3, 0x82 | 0x83, 0xc2, 0x80..=0xbf]);
    let suspicious = memchr::memchr_iter(0xc3, text.as_bytes())
        .any(|at| text.as_bytes().get(at..at + 4).is_some_and(is_pair));
    if !suspicious {
        return Cow::Borrowed(text);
    }
    let latin: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(c).ok()).collect();
    match latin.map(String::from_utf8) {
        Some(Ok(meant)) => Cow::Owned(meant),
        _ => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_bad_character_is_passed_by() {
        for c in '\0'..=char::MAX {
            let text = format!("中{c} x");
            assert_eq!(has_bad(&text), is_bad(c), "{c:?}");
            let text = format!("a line of text, 和{c}更多的文字，and more text");
            assert_eq!(has_bad(&text), is_bad(c), "{c:?}");
        }
    }

    #[test]
    fn a_bad_character_is_found_wherever_it_stands() {
        for before in 0..40 {
            for (filler, bad) in [("a", '\u{7f}'), ("中", '\u{378}'), ("，", '\u{ff00}')] {
                let text = filler.repeat(before);
                assert!(!has_bad(&text));
                for after in 0..20 {
                    let text = format!("{text}{bad}{}", filler.repeat(after));
                    assert!(has_bad(&text), "{text:?}");
                }
            }
        }
    }

    #[test]
    fn bad_characters_are_mended() {
        for (text, cleaned) in [
            ("a\u{85}\u{92}b\u{81}", "a…’b"),
            ("a\u{7f}\u{1}b\tc\n", "ab\tc\n"),
            ("\u{fffd}\u{fdd0}\u{1fffe}\u{378}", "\u{fffd}□□□"),
            ("😀 中文，é “x”\u{e000}", "😀 中文，é “x”\u{e000}"),
            ("CafÃ© Â«xÂ»", "Café «x»"),
            ("«Â»", "«Â»"),
            ("中Ã©", "中Ã©"),
        ] {
            assert_eq!(clean(text), cleaned, "{text:?}");
        }
        assert!(matches!(clean("中文 text"), Cow::Borrowed(_)));
        assert_eq!(clean_line(" a\n b\u{a0}c "), "a b\u{a0}c");
    }
}
