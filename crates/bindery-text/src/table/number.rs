//! Numbers in cells.
use crate::width::Ruler;

/// A number's columns before its decimal point, and from there to its end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Number {
    pub(crate) whole: usize,
    pub(crate) fraction: usize,
}

/// What stands for a number that is missing.
const MISSING: [&str; 9] = ["-", "–", "—", "--", "——", "/", "N/A", "n/a", "…"];
/// What may follow a number: a unit, a percent sign.
const LONGEST_UNIT: usize = 2;

/// Reads a cell as a number: a sign, a currency, digits in groups, a fraction, a short unit.
pub(crate) fn parse(text: &str, ruler: Ruler) -> Option<Number> {
    let sign_or_currency = |c: char| "+-−±¥￥$€£₩₹".contains(c);
    let body = text.trim_start_matches(sign_or_currency).trim_start();
    let digits = body
        .find(|c: char| !c.is_ascii_digit() && c != ',')
        .unwrap_or(body.len());
    if !body.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut rest = &body[digits..];
    if let Some(fraction) = rest.strip_prefix('.') {
        rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    let unit = rest.trim_start();
    let is_unit = unit.chars().count() <= LONGEST_UNIT
        && !unit.contains(|c: char| c.is_ascii_digit() || c.is_ascii_punctuation() && c != '%');
    let whole = text.len() - body.len() + digits;
    is_unit.then(|| Number {
        whole: ruler.width(&text[..whole]),
        fraction: ruler.width(&text[whole..]),
    })
}

/// Whether a text stands for a number that is missing.
pub(crate) fn is_missing(text: &str) -> bool {
    MISSING.contains(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_other_text() {
        let whole_and_fraction =
            |text| parse(text, Ruler::default()).map(|number| (number.whole, number.fraction));
        for (text, found) in [
            ("12", Some((2, 0))),
            ("-1,234.50", Some((6, 3))),
            ("3.5%", Some((1, 3))),
            ("¥ 8万", Some((3, 2))),
            ("2024-05-01", None),
            ("1.2.3", None),
            ("12:30", None),
            ("第3", None),
            ("3 Stück", None),
            ("", None),
        ] {
            assert_eq!(whole_and_fraction(text), found, "{text}");
        }
    }
}
