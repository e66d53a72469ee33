//! What the attributes of a formula may say (MathML 3, sections 2.1.5 and 3; MathML Core).
use super::MathName;
use super::MathName::*;

/// What a value is.
#[derive(Clone, Copy)]
enum Kind {
    Boolean,
    /// A number with a unit of CSS.
    Length,
    /// Several of them, for one column or row each.
    Lengths,
    Integer,
    /// How many columns or rows, 1 to 1,000.
    Span,
    /// One of these words.
    Word(&'static [&'static str]),
    /// One or more of these words.
    Words(&'static [&'static str]),
}

type Row = (&'static str, Kind, &'static [MathName]);

const ALIGNMENTS: &[&str] = &["left", "center", "right"];
const LINES: &[&str] = &["none", "solid", "dashed"];
const NOTATIONS: &[&str] = &[
    "longdiv",
    "actuarial",
    "radical",
    "box",
    "roundedbox",
    "circle",
    "left",
    "right",
    "top",
    "bottom",
    "updiagonalstrike",
    "downdiagonalstrike",
    "verticalstrike",
    "horizontalstrike",
    "madruwb",
    "phasorangle",
];

const ROWS: [Row; 33] = [
    ("accent", Kind::Boolean, &[Mo, Mover, Munderover]),
    ("accentunder", Kind::Boolean, &[Munder, Munderover]),
    ("columnalign", Kind::Words(ALIGNMENTS), &[Mtable, Mtr]),
    ("columnalign", Kind::Word(ALIGNMENTS), &[Mtd]),
    ("columnlines", Kind::Words(LINES), &[Mtable]),
    ("columnspacing", Kind::Lengths, &[Mtable]),
    ("columnspan", Kind::Span, &[Mtd]),
    ("depth", Kind::Length, &[Mpadded, Mspace]),
    (
        "dir",
        Kind::Word(&["ltr", "rtl"]),
        &[Mi, Mn, Mo, Mtext, Mrow, Mstyle],
    ),
    ("displaystyle", Kind::Boolean, &[Mstyle, Mtable]),
    ("fence", Kind::Boolean, &[Mo]),
    ("form", Kind::Word(&["prefix", "infix", "postfix"]), &[Mo]),
    ("frame", Kind::Word(LINES), &[Mtable]),
    ("height", Kind::Length, &[Mpadded, Mspace]),
    ("largeop", Kind::Boolean, &[Mo]),
    ("linethickness", Kind::Length, &[Mfrac]),
    ("lspace", Kind::Length, &[Mo, Mpadded]),
    ("mathvariant", Kind::Word(&["normal"]), &[Mi]),
    ("maxsize", Kind::Length, &[Mo]),
    ("minsize", Kind::Length, &[Mo]),
    ("movablelimits", Kind::Boolean, &[Mo]),
    ("notation", Kind::Words(NOTATIONS), &[Menclose]),
    ("rowlines", Kind::Words(LINES), &[Mtable]),
    ("rowspacing", Kind::Lengths, &[Mtable]),
    ("rowspan", Kind::Span, &[Mtd]),
    ("rspace", Kind::Length, &[Mo]),
    ("scriptlevel", Kind::Integer, &[Mstyle]),
    ("separator", Kind::Boolean, &[Mo]),
    ("stretchy", Kind::Boolean, &[Mo]),
    ("symmetric", Kind::Boolean, &[Mo]),
    ("voffset", Kind::Length, &[Mpadded]),
    ("width", Kind::Length, &[Mpadded, Mspace, Mtable]),
    ("linebreak", Kind::Word(&["newline"]), &[Mspace]),
];

/// Units of lengths, of which MathML 3 and CSS know the same.
const UNITS: [&str; 9] = ["em", "ex", "px", "in", "cm", "mm", "pt", "pc", "%"];

/// Names of widths, in eighteenths of an em; MathML Core does not know them.
const SPACES: [(&str, u8); 7] = [
    ("veryverythinmathspace", 1),
    ("verythinmathspace", 2),
    ("thinmathspace", 3),
    ("mediummathspace", 4),
    ("thickmathspace", 5),
    ("verythickmathspace", 6),
    ("veryverythickmathspace", 7),
];

/// The longest value.
const MAX_LENGTH: usize = 200;

/// An attribute of an element as it may be written; `None` if it has none of that name and kind.
pub(super) fn clean(name: MathName, key: &str, value: &str) -> Option<(&'static str, String)> {
    let mut rows = ROWS.iter();
    let (key, kind, _) = rows.find(|(known, _, of)| *known == key && of.contains(&name))?;
    let value = value.trim();
    if value.len() > MAX_LENGTH {
        return None;
    }
    let words = || value.split_ascii_whitespace();
    let value = match kind {
        Kind::Boolean => matches!(value, "true" | "false").then(|| value.to_owned()),
        Kind::Length => length(value),
        Kind::Lengths => words()
            .map(length)
            .collect::<Option<Vec<_>>>()
            .map(|all| all.join(" ")),
        Kind::Integer => is_integer(value).then(|| value.to_owned()),
        Kind::Span => value
            .parse()
            .ok()
            .filter(|span| (1..=1000).contains(span))
            .map(|span: u16| span.to_string()),
        Kind::Word(known) => known.contains(&value).then(|| value.to_owned()),
        Kind::Words(known) => words()
            .all(|word| known.contains(&word))
            .then(|| words().collect::<Vec<_>>().join(" ")),
    };
    value
        .filter(|value| !value.is_empty())
        .map(|value| (*key, value))
}

/// A length as both MathML 3 and CSS write it.
pub(super) fn length(value: &str) -> Option<String> {
    let (sign, name) = match value.strip_prefix("negative") {
        Some(name) => ("-", name),
        None => ("", value),
    };
    if let Some((_, eighteenths)) = SPACES.iter().find(|(known, _)| *known == name) {
        return Some(format!("{sign}{:.4}em", f64::from(*eighteenths) / 18.0));
    }
    let end = value.find(|c: char| c.is_ascii_alphabetic() || c == '%');
    let (number, unit) = value.split_at(end.unwrap_or(value.len()));
    let (sign, digits) = match number.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", number),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(whole) || !all_digits(part) || (whole.is_empty() && part.is_empty()) {
        return None;
    }
    let is_zero = digits.bytes().all(|b| matches!(b, b'0' | b'.'));
    if is_zero && unit.is_empty() {
        return Some("0".to_owned());
    }
    let whole = if whole.is_empty() { "0" } else { whole };
    let part = part.trim_end_matches('0');
    let point = if part.is_empty() { "" } else { "." };
    let is_known = UNITS.contains(&unit);
    is_known.then(|| format!("{sign}{whole}{point}{part}{unit}"))
}

fn is_integer(value: &str) -> bool {
    let digits = value.strip_prefix(['+', '-']).unwrap_or(value);
    (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}
