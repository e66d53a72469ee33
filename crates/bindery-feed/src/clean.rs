//! Text as feeds may hold it: no character that XML forbids, that HTML calls an error, or that
//! validators warn of.
use std::borrow::Cow;

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

/// For each byte, whether no bad character begins with it: bytes that go on with a character do not
/// begin one, and leads from C3 to CC (to U+033F) and from E4 to E9 (U+4000 to U+9FFF, ideographs)
/// begin only what is assigned.
const GOOD: [bool; 256] = {
    let mut good = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        good[byte] = matches!(
            byte as u8,
            b'\t' | b'\n' | b'\r' | b' '..=b'~' | 0x80..=0xbf | 0xc3..=0xcc | 0xe4..=0xe9
        );
        byte += 1;
    }
    good
};

fn has_bad(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !GOOD[usize::from(byte)]) {
        let mut characters = rest[at..].chars();
        if characters.next().is_some_and(is_bad) {
            return true;
        }
        rest = characters.as_str();
    }
    false
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
            assert_eq!(has_bad(&text), text.chars().any(is_bad), "{c:?}");
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
