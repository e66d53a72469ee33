//! Letters of mathematics in Unicode: MathML Core has no `mathvariant` but `normal`.

/// A style of letters: the names are MathML's (MathML 3, section 3.2.2).
struct Style {
    name: &'static str,
    /// The first of its capital Latin letters; the small ones follow.
    latin: u32,
    /// The first of its digits.
    digits: Option<u32>,
    /// The first of its capital Greek letters; the small ones follow.
    greek: Option<u32>,
}

const fn style(name: &'static str, latin: u32, digits: Option<u32>, greek: Option<u32>) -> Style {
    Style {
        name,
        latin,
        digits,
        greek,
    }
}

const STYLES: [Style; 13] = [
    style("bold", 0x1D400, Some(0x1D7CE), Some(0x1D6A8)),
    style("italic", 0x1D434, None, Some(0x1D6E2)),
    style("bold-italic", 0x1D468, Some(0x1D7CE), Some(0x1D71C)),
    style("script", 0x1D49C, None, None),
    style("bold-script", 0x1D4D0, None, None),
    style("fraktur", 0x1D504, None, None),
    style("double-struck", 0x1D538, Some(0x1D7D8), None),
    style("bold-fraktur", 0x1D56C, None, None),
    style("sans-serif", 0x1D5A0, Some(0x1D7E2), None),
    style("bold-sans-serif", 0x1D5D4, Some(0x1D7EC), Some(0x1D756)),
    style("sans-serif-italic", 0x1D608, Some(0x1D7E2), None),
    style(
        "sans-serif-bold-italic",
        0x1D63C,
        Some(0x1D7EC),
        Some(0x1D790),
    ),
    style("monospace", 0x1D670, Some(0x1D7F6), None),
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

/// Greek that stands behind the letters in each alphabet, by its place from the first capital.
const GREEK_SIGNS: [(char, u32); 9] = [
    ('ϴ', 17),
    ('∇', 25),
    ('∂', 51),
    ('ϵ', 52),
    ('ϑ', 53),
    ('ϰ', 54),
    ('ϕ', 55),
    ('ϱ', 56),
    ('ϖ', 57),
];

/// The name of a style of letters as it is listed, or `normal`.
pub(super) fn variant(name: &str) -> Option<&'static str> {
    if name == "normal" {
        return Some("normal");
    }
    let style = STYLES.iter().find(|style| style.name == name);
    style.map(|style| style.name)
}

/// A character in a style; itself, where the style has none of it.
pub(super) fn styled(name: &str, c: char) -> char {
    let Some(style) = STYLES.iter().find(|style| style.name == name) else {
        return c;
    };
    let from = |first: u32, of: char| first + (u32::from(c) - u32::from(of));
    let sign = GREEK_SIGNS.iter().find(|(sign, _)| *sign == c);
    let code = match (c, style.digits, style.greek) {
        ('A'..='Z', ..) => from(style.latin, 'A'),
        ('a'..='z', ..) => from(style.latin + 26, 'a'),
        ('0'..='9', Some(first), _) => from(first, '0'),
        ('Α'..='Ω', _, Some(first)) => from(first, 'Α'),
        ('α'..='ω', _, Some(first)) => from(first + 26, 'α'),
        (_, _, Some(first)) if sign.is_some() => first + sign.map_or(0, |(_, place)| *place),
        _ => return c,
    };
    let earlier = EARLIER.iter().find(|(hole, _)| *hole == code);
    earlier.map_or_else(
        || char::from_u32(code).unwrap_or(c),
        |(_, earlier)| *earlier,
    )
}

#[cfg(test)]
mod tests {
    use super::styled;

    #[test]
    fn letters_are_those_of_their_style() {
        for (style, plain, expected) in [
            ("bold", "Aa0Ωω∇∂ϖ", "𝐀𝐚𝟎𝛀𝛚𝛁𝛛𝛡"),
            ("italic", "Ahzα1", "𝐴ℎ𝑧𝛼1"),
            ("bold-italic", "Az", "𝑨𝒛"),
            ("sans-serif", "Az0", "𝖠𝗓𝟢"),
            ("bold-sans-serif", "Az0Ωϵ", "𝗔𝘇𝟬𝝮𝞊"),
            ("sans-serif-italic", "Az", "𝘈𝘻"),
            ("sans-serif-bold-italic", "Azω", "𝘼𝙯𝟂"),
            ("double-struck", "Rk1", "ℝ𝕜𝟙"),
            ("monospace", "Az9", "𝙰𝚣𝟿"),
            ("normal", "Az9", "Az9"),
            ("bold", "中+", "中+"),
        ] {
            let set: String = plain.chars().map(|c| styled(style, c)).collect();
            assert_eq!(set, expected, "{style}");
        }
    }
}
