//! Letters of mathematics in Unicode: MathML Core has no `mathvariant` but `normal`.

/// The first of the capital letters of a style, of its small ones, and of its digits.
const STYLES: [(&str, u32, Option<u32>); 10] = [
    ("bold", 0x1D400, Some(0x1D7CE)),
    ("italic", 0x1D434, None),
    ("bold-italic", 0x1D468, None),
    ("script", 0x1D49C, None),
    ("bold-script", 0x1D4D0, None),
    ("fraktur", 0x1D504, None),
    ("double-struck", 0x1D538, Some(0x1D7D8)),
    ("bold-fraktur", 0x1D56C, None),
    ("sans-serif", 0x1D5A0, Some(0x1D7E2)),
    ("monospace", 0x1D670, Some(0x1D7F6)),
];

/// Those that Unicode had before.
const EARLIER: [(u32, char); 24] = [
    (0x1D455, 'ℎ'),
    (0x1D49D, 'ℬ'),
    (0x1D4A0, 'ℰ'),
    (0x1D4A1, 'ℱ'),
    (0x1D4A3, 'ℋ'),
    (0x1D4A4, 'ℐ'),
    (0x1D4A7, 'ℒ'),
    (0x1D4A8, 'ℳ'),
    (0x1D4AD, 'ℛ'),
    (0x1D4BA, 'ℯ'),
    (0x1D4BC, 'ℊ'),
    (0x1D4C4, 'ℴ'),
    (0x1D506, 'ℭ'),
    (0x1D50B, 'ℌ'),
    (0x1D50C, 'ℑ'),
    (0x1D515, 'ℜ'),
    (0x1D51D, 'ℨ'),
    (0x1D53A, 'ℂ'),
    (0x1D53F, 'ℍ'),
    (0x1D545, 'ℕ'),
    (0x1D547, 'ℙ'),
    (0x1D548, 'ℚ'),
    (0x1D549, 'ℝ'),
    (0x1D551, 'ℤ'),
];

/// The Greek alphabets: capital letters from U+0391, small ones from U+03B1.
const GREEK: [(&str, u32); 3] = [
    ("bold", 0x1D6A8),
    ("italic", 0x1D6E2),
    ("bold-italic", 0x1D71C),
];

/// A character in a style; itself, where the style has none of it.
pub(super) fn styled(style: &str, c: char) -> char {
    let place = |first: u32, of: char| first + (u32::from(c) - u32::from(of));
    let greek = GREEK.iter().find(|(name, _)| *name == style);
    let latin = STYLES.iter().find(|(name, ..)| *name == style);
    let code = match (c, latin, greek) {
        ('A'..='Z', Some((_, first, _)), _) => place(*first, 'A'),
        ('a'..='z', Some((_, first, _)), _) => place(*first + 26, 'a'),
        ('0'..='9', Some((_, _, Some(digits))), _) => place(*digits, '0'),
        ('Α'..='Ω', _, Some((_, first))) => place(*first, 'Α'),
        ('α'..='ω', _, Some((_, first))) => place(*first + 26, 'α'),
        _ => return c,
    };
    let earlier = EARLIER.iter().find(|(hole, _)| *hole == code);
    earlier.map_or_else(
        || char::from_u32(code).unwrap_or(c),
        |(_, earlier)| *earlier,
    )
}
