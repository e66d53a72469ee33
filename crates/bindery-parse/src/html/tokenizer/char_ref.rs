//! Character references (WHATWG HTML, section 13.2.5.72 onwards).
use nom::IResult;
use nom::Parser;
use nom::bytes::complete::{tag, take_while, take_while1};
use nom::character::complete::one_of;
use nom::combinator::opt;
use nom::sequence::preceded;

use super::Tokenizer;
use crate::html::named_references::NAMED_REFERENCES;

/// The longest name, with its semicolon.
const LONGEST_NAME: usize = 32;

/// What the numbers 0x80 to 0x9F stand for, as in windows-1252.
const WINDOWS_1252: [char; 32] = [
    '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}',
    '\u{2c6}', '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{8d}', '\u{17d}', '\u{8f}',
    '\u{90}', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}',
    '\u{2dc}', '\u{2122}', '\u{161}', '\u{203a}', '\u{153}', '\u{9d}', '\u{17e}', '\u{178}',
];

/// Where a reference stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Text,
    Attribute,
}

impl Tokenizer<'_> {
    /// Reads the reference at the cursor, which stands on `&`, and appends what it stands for to
    /// the buffer: the characters, or the `&` itself.
    pub(super) fn push_character_reference(&mut self, place: Place) {
        match self.byte(1) {
            Some(b'#') => self.push_numeric(),
            Some(byte) if byte.is_ascii_alphanumeric() => self.push_named(place),
            _ => self.push_literal(1),
        }
    }

    /// Appends the next `length` bytes as they are.
    fn push_literal(&mut self, length: usize) {
        let literal = &self.input[self.position..self.position + length];
        self.contents.strings.buffer().push_str(literal);
        self.position += length;
    }

    fn push_named(&mut self, place: Place) {
        let rest = &self.input[self.position + 1..];
        if let Some((name, value)) = longest_name(rest) {
            let after = rest.as_bytes().get(name.len()).copied();
            let complete = name.ends_with(';');
            let literal = place == Place::Attribute
                && !complete
                && after.is_some_and(|byte| byte == b'=' || byte.is_ascii_alphanumeric());
            if literal {
                self.push_literal(1 + name.len());
                return;
            }
            self.position += 1 + name.len();
            if !complete {
                self.error(self.position, "missing-semicolon-after-character-reference");
            }
            self.contents.strings.buffer().push_str(value);
            return;
        }
        // Ambiguous ampersand state.
        let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        self.push_literal(1 + length);
        if self.byte(0) == Some(b';') {
            self.error(self.position, "unknown-named-character-reference");
        }
    }

    fn push_numeric(&mut self) {
        let rest = &self.input[self.position + 1..];
        let Ok((after, (hexadecimal, digits))) = numeric(rest) else {
            let marker = if matches!(rest.as_bytes().get(1), Some(b'x' | b'X')) {
                3
            } else {
                2
            };
            self.push_literal(marker);
            self.error(
                self.position,
                "absence-of-digits-in-numeric-character-reference",
            );
            return;
        };
        self.position = self.input.len() - after.len();
        if after.starts_with(';') {
            self.position += 1;
        } else {
            self.error(self.position, "missing-semicolon-after-character-reference");
        }
        let value = self.numeric_value(hexadecimal, digits);
        self.contents.strings.buffer().push(value);
    }

    /// The numeric character reference end state.
    fn numeric_value(&mut self, hexadecimal: bool, digits: &str) -> char {
        let radix = if hexadecimal { 16 } else { 10 };
        let digits = digits.trim_start_matches('0');
        let number = match digits.len() {
            0 => 0,
            1..=8 => u32::from_str_radix(digits, radix).unwrap_or(u32::MAX),
            _ => u32::MAX,
        };
        // The error belongs to the character after the reference.
        let at = self.position;
        match number {
            0 => self.replaced(at, "null-character-reference"),
            0x11_0000.. => self.replaced(at, "character-reference-outside-unicode-range"),
            0xd800..=0xdfff => self.replaced(at, "surrogate-character-reference"),
            0x80..=0x9f => {
                self.error(at, "control-character-reference");
                WINDOWS_1252[number as usize - 0x80]
            }
            number => {
                let character = char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER);
                if is_noncharacter(number) {
                    self.error(at, "noncharacter-character-reference");
                } else if number == 0xd
                    || (number < 0x20 && !matches!(number, 0x9 | 0xa | 0xc))
                    || number == 0x7f
                {
                    self.error(at, "control-character-reference");
                }
                character
            }
        }
    }

    fn replaced(&mut self, at: usize, code: &'static str) -> char {
        self.error(at, code);
        char::REPLACEMENT_CHARACTER
    }
}

/// `#x1F600` or `#128512`: whether it is hexadecimal, and the digits.
fn numeric(input: &str) -> IResult<&str, (bool, &str)> {
    let (rest, marker) = preceded(tag("#"), opt(one_of("xX"))).parse(input)?;
    let hexadecimal = marker.is_some();
    let (rest, digits) = take_while1(|c: char| {
        if hexadecimal {
            c.is_ascii_hexdigit()
        } else {
            c.is_ascii_digit()
        }
    })
    .parse(rest)?;
    Ok((rest, (hexadecimal, digits)))
}

/// The longest named reference that the input begins with, and what it stands for.
fn longest_name(input: &str) -> Option<(&'static str, &'static str)> {
    let (rest, letters) = name_characters(input).ok()?;
    // The names of most texts.
    match (letters, rest.starts_with(';')) {
        ("nbsp", true) => return Some(("nbsp;", "\u{a0}")),
        ("amp", true) => return Some(("amp;", "&")),
        ("lt", true) => return Some(("lt;", "<")),
        ("gt", true) => return Some(("gt;", ">")),
        ("quot", true) => return Some(("quot;", "\"")),
        _ => {}
    }
    let end = (letters.len() + usize::from(rest.starts_with(';'))).min(LONGEST_NAME);
    (2..=end)
        .rev()
        .find_map(|length| lookup(input.get(..length)?))
}

fn lookup(name: &str) -> Option<(&'static str, &'static str)> {
    let found = NAMED_REFERENCES
        .binary_search_by(|(known, _)| (*known).cmp(name))
        .ok()?;
    Some(NAMED_REFERENCES[found])
}

fn name_characters(input: &str) -> IResult<&str, &str> {
    take_while(|c: char| c.is_ascii_alphanumeric()).parse(input)
}

/// Infra standard, "noncharacter".
pub(super) fn is_noncharacter(number: u32) -> bool {
    matches!(number, 0xfdd0..=0xfdef) || number & 0xfffe == 0xfffe
}
