//! Characters above and below the line.
use crate::wrap::NO_BREAK;

const PLAIN: &str = "0123456789+-−=()abcdefghijklmnoprstuvwxyz";
const SUPERSCRIPTS: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ";
const PLAIN_BELOW: &str = "0123456789+-−=()aehijklmnoprstuvx";
const SUBSCRIPTS: &str = "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ";

/// A text above the line: `ⁿ⁺¹`, or `^(N+1)` where Unicode lacks one of the characters.
pub(crate) fn superscript(text: &str) -> String {
    translate(text, PLAIN, SUPERSCRIPTS).unwrap_or_else(|| marked(text, '^'))
}

/// A text below the line: `₂`, or `_(β)`.
pub(crate) fn subscript(text: &str) -> String {
    translate(text, PLAIN_BELOW, SUBSCRIPTS).unwrap_or_else(|| marked(text, '_'))
}

fn translate(text: &str, from: &str, to: &str) -> Option<String> {
    let one = |c: char| to.chars().nth(from.chars().position(|known| known == c)?);
    text.chars().map(one).collect()
}

/// The mark of a note or a link stands as it is.
fn marked(text: &str, mark: char) -> String {
    if text.trim().is_empty() || text.trim_start_matches(NO_BREAK).starts_with('[') {
        text.to_owned()
    } else {
        format!("{mark}({text})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_unicode_has_is_used_whole_or_not_at_all() {
        assert_eq!(superscript("n+1"), "ⁿ⁺¹");
        assert_eq!(superscript("th"), "ᵗʰ");
        assert_eq!(superscript("TM"), "^(TM)");
        assert_eq!(subscript("2"), "₂");
        assert_eq!(subscript("2β"), "_(2β)");
        assert_eq!(superscript("[1]"), "[1]");
        assert_eq!(PLAIN.chars().count(), SUPERSCRIPTS.chars().count());
        assert_eq!(PLAIN_BELOW.chars().count(), SUBSCRIPTS.chars().count());
    }
}
