//! What stands above, below and at the corners of a base, on one line.
use super::{Extent, MathElement, MathName, Piece, Row, Seen, side};

/// Signs above one letter, and the characters that put them there.
const ACCENTS: [(&str, char); 10] = [
    ("¯‾―−_", '\u{304}'),
    ("^ˆ", '\u{302}'),
    ("~˜∼", '\u{303}'),
    (".˙", '\u{307}'),
    ("¨", '\u{308}'),
    ("→⃗", '\u{20d7}'),
    ("ˇ", '\u{30c}'),
    ("˘", '\u{306}'),
    ("´", '\u{301}'),
    ("`", '\u{300}'),
];

/// A base with what is below or above it.
pub(super) fn scripts(base: Row, below: Option<Row>, above: Option<Row>) -> Seen {
    let piece = match base.extent {
        Extent::One(_, piece) => piece,
        _ => Piece::Operand,
    };
    let mut text = script_base(base);
    let end = text.len();
    push_script(&mut text, '_', below.as_ref());
    push_script(&mut text, '^', above.as_ref());
    let is_scripted = text.len() > end;
    (if is_scripted { Piece::Scripted } else { piece }, text)
}

/// What scripts belong to, in brackets if they would not be seen to.
fn script_base(base: Row) -> String {
    use MathName::{Mover, Mroot, Msqrt, Msub, Munder};
    let text = base.text.trim();
    match base.extent {
        Extent::Nothing => String::new(),
        Extent::Bracketed => text.to_owned(),
        Extent::One(name, _)
            if name.is_token() || matches!(name, Msub | Munder | Mover | Msqrt | Mroot) =>
        {
            text.to_owned()
        }
        _ => format!("({text})"),
    }
}

fn push_script(text: &mut String, mark: char, script: Option<&Row>) {
    let Some(script) = script else { return };
    let inner = script.text.trim();
    let is_sign = |c: char| {
        matches!(
            c,
            '′' | '″' | '‴' | '⁗' | '\'' | '°' | '⏟' | '⏞' | '⎵' | '⎴'
        )
    };
    if inner.is_empty() {
        return;
    }
    if inner.chars().all(is_sign) {
        text.push_str(inner);
    } else if mark == '^' && inner == "∘" {
        text.push('°');
    } else if matches!(script.extent, Extent::One(name, _) if name.is_token()) {
        text.push(mark);
        text.push_str(inner);
    } else {
        text.push(mark);
        text.push_str(&format!("({inner})"));
    }
}

/// A base with something above it, which may be its accent.
pub(super) fn accented(base: Row, above: Row) -> Seen {
    let sign = above.text.trim();
    let mut accents = ACCENTS.iter();
    let accent = accents.find(|(signs, _)| !sign.is_empty() && signs.contains(sign));
    let is_sign = base.text.chars().all(|c| !c.is_alphanumeric());
    match accent {
        Some((_, accent)) if base.text.chars().count() == 1 => {
            (Piece::Operand, format!("{}{accent}", base.text))
        }
        Some(_) if !is_sign => (Piece::Operand, format!("{sign}({})", base.text)),
        _ => scripts(base, None, Some(above)),
    }
}

/// Scripts in pairs, those before the base behind a mark.
pub(super) fn many_scripts(base: Row, all: &[MathElement]) -> Seen {
    let before = all.iter().position(|one| one.name == MathName::Mprescripts);
    let (behind, before) = all.split_at(before.unwrap_or(all.len()));
    let pairs = |scripts: &[MathElement]| {
        let mut text = String::new();
        for pair in scripts.chunks(2) {
            push_script(&mut text, '_', pair.first().map(side).as_ref());
            push_script(&mut text, '^', pair.get(1).map(side).as_ref());
        }
        text
    };
    let before = pairs(before.get(1..).unwrap_or_default());
    let text = format!("{before} {}{}", script_base(base), pairs(behind));
    (Piece::Scripted, text.trim_start().to_owned())
}

/// The degree of a root: in raised digits where it is a number, else in brackets.
pub(super) fn raised(index: &str) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let raised = index.chars().map(|c| match c {
        'n' => Some('ⁿ'),
        _ => DIGITS.get(c.to_digit(10)? as usize).copied(),
    });
    let raised: Option<String> = raised.collect();
    raised.unwrap_or_else(|| format!("({index})"))
}
