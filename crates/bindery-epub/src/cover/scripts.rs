//! Which script a character is of, as far as the choice of a font asks for it.

/// A script, or a group of scripts that fonts have together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Script {
    /// Chinese characters, kana, hangul, and the punctuation between them.
    EastAsian,
    /// Latin, Greek and Cyrillic.
    European,
    Arabic,
    Hebrew,
    /// Another, by the word that fonts for it have in their names; empty if it is not known.
    Other(&'static str),
    /// Signs and pictures, which belong to no script.
    Symbol,
    /// Spaces, digits and punctuation, which every font has.
    Common,
}

/// First and last characters, in order.
const RANGES: [(u32, u32, Script); 39] = [
    (0x00, 0x40, Script::Common),
    (0x41, 0x5a, Script::European),
    (0x5b, 0x60, Script::Common),
    (0x61, 0x7a, Script::European),
    (0x7b, 0xbf, Script::Common),
    (0xc0, 0x2af, Script::European),
    (0x2b0, 0x36f, Script::Common),
    (0x370, 0x52f, Script::European),
    (0x530, 0x58f, Script::Other("armenian")),
    (0x590, 0x5ff, Script::Hebrew),
    (0x600, 0x6ff, Script::Arabic),
    (0x700, 0x74f, Script::Other("syriac")),
    (0x750, 0x77f, Script::Arabic),
    (0x780, 0x7bf, Script::Other("thaana")),
    (0x8a0, 0x8ff, Script::Arabic),
    (0x900, 0x97f, Script::Other("devanagari")),
    (0x980, 0x9ff, Script::Other("bengali")),
    (0xa00, 0xa7f, Script::Other("gurmukhi")),
    (0xa80, 0xaff, Script::Other("gujarati")),
    (0xb80, 0xbff, Script::Other("tamil")),
    (0xc00, 0xc7f, Script::Other("telugu")),
    (0xc80, 0xcff, Script::Other("kannada")),
    (0xd00, 0xd7f, Script::Other("malayalam")),
    (0xd80, 0xdff, Script::Other("sinhala")),
    (0xe00, 0xe7f, Script::Other("thai")),
    (0xe80, 0xeff, Script::Other("lao")),
    (0xf00, 0xfff, Script::Other("tibetan")),
    (0x1000, 0x109f, Script::Other("myanmar")),
    (0x10a0, 0x10ff, Script::Other("georgian")),
    (0x1100, 0x11ff, Script::EastAsian),
    (0x1780, 0x17ff, Script::Other("khmer")),
    (0x1e00, 0x1fff, Script::European),
    (0x2000, 0x206f, Script::Common),
    (0x2070, 0x218f, Script::Common),
    (0x2190, 0x2bff, Script::Symbol),
    (0x2e80, 0xd7ff, Script::EastAsian),
    (0xf900, 0xfaff, Script::EastAsian),
    (0xfb1d, 0xfb4f, Script::Hebrew),
    (0xfb50, 0xfdff, Script::Arabic),
];

/// The script of a character.
pub(super) fn script_of(c: char) -> Script {
    let code = u32::from(c);
    let place = RANGES.partition_point(|&(_, last, _)| last < code);
    match RANGES.get(place) {
        Some(&(first, _, script)) if first <= code => script,
        _ => match code {
            0xfe30..=0xfe4f | 0xff00..=0xffef | 0x20000..=0x3ffff => Script::EastAsian,
            0xfe70..=0xfeff => Script::Arabic,
            0x1f000..=0x1faff => Script::Symbol,
            _ => Script::Other(""),
        },
    }
}

/// Whether a character changes others and is not seen itself: joiners, marks of direction,
/// selectors of variants.
pub(super) fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
                | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}'
        )
}

/// Whether a character stands on the one before it.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{3099}' | '\u{309a}' | '\u{20d0}'..='\u{20ff}'
        | '\u{1f3fb}'..='\u{1f3ff}')
        || is_invisible(c) && !c.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_of_their_script() {
        assert!(RANGES.windows(2).all(|pair| pair[0].1 < pair[1].0));
        for (c, script) in [
            ('a', Script::European),
            ('é', Script::European),
            ('Ж', Script::European),
            ('。', Script::EastAsian),
            ('川', Script::EastAsian),
            ('𠮷', Script::EastAsian),
            ('한', Script::EastAsian),
            ('！', Script::EastAsian),
            ('س', Script::Arabic),
            ('ש', Script::Hebrew),
            ('ก', Script::Other("thai")),
            ('1', Script::Common),
            ('—', Script::Common),
            ('🎉', Script::Symbol),
            ('→', Script::Symbol),
        ] {
            assert_eq!(script_of(c), script, "{c}");
        }
    }
}
