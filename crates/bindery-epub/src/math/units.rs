//! Quantities: what `\pu{…}` of mhchem (version 4) means, in commands that KaTeX knows: numbers with powers of
//! ten, units with exponents, fractions of units.

/// A quantity, such as `1.2e3 kJ mol-1` or `5 m//s`.
pub(super) fn meaning(source: &str) -> String {
    let source = source.trim();
    let (number, rest) = number(source);
    let units = match rest.trim().split_once("//") {
        Some((above, below)) => format!("\\frac{{{}}}{{{}}}", units(above), units(below)),
        None => units(rest),
    };
    let space =
        match number.is_empty() || units.is_empty() || rest.trim_start().starts_with(['/', '*']) {
            true => "",
            false => "~",
        };
    format!("{number}{space}{units}")
}

/// The number at the beginning, and what stands behind it. `e` multiplies with a dot, `E` with a cross.
fn number(source: &str) -> (String, &str) {
    let is_part =
        |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '+' | '-' | '±' | '(' | ')');
    let end = source.find(|c: char| !is_part(c)).unwrap_or(source.len());
    let (digits, rest) = source.split_at(end);
    if !digits.contains(|c: char| c.is_ascii_digit()) {
        return (String::new(), source);
    }
    let digits = digits
        .replace("+-", "\\pm ")
        .replace('±', "\\pm ")
        .replace(',', "{,}");
    let power = rest.strip_prefix('e').map(|rest| ("\\cdot", rest));
    let power = power.or_else(|| rest.strip_prefix('E').map(|rest| ("\\times", rest)));
    if let Some((sign, after)) = power {
        let exponent = exponent(after);
        if exponent > 0 {
            let (exponent, rest) = after.split_at(exponent);
            return (format!("{digits}{sign} 10^{{{exponent}}}"), rest);
        }
    }
    (digits, rest)
}

/// How long a whole number with a sign is that a text begins with; 0 for none.
fn exponent(text: &str) -> usize {
    let sign = usize::from(text.starts_with(['-', '+']));
    let digits = text[sign..].bytes().take_while(u8::is_ascii_digit).count();
    match digits {
        0 => 0,
        digits => sign + digits,
    }
}

fn units(source: &str) -> String {
    let mut out = String::new();
    let mut rest = source.trim();
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '\\' => 1 + command_length(&rest[1..]),
            c if c.is_alphabetic() => rest
                .find(|c: char| !c.is_alphabetic())
                .unwrap_or(rest.len()),
            _ => c.len_utf8(),
        };
        let (piece, after) = rest.split_at(length);
        rest = after;
        match c {
            '\\' => out.push_str(piece),
            '^' => out.push('^'),
            ' ' => {
                let is_apart = !rest.trim_start().starts_with(['/', '*', '^']);
                out.push_str(if is_apart { "\\," } else { "" });
                rest = rest.trim_start();
            }
            '*' | '.' | '·' => out.push_str("\\cdot "),
            '%' => out.push_str("\\%"),
            '°' => out.push_str("{}^{\\circ}"),
            c if c.is_alphabetic() => {
                let piece = piece
                    .replace(['µ', 'μ'], "}\\mu\\mathrm{")
                    .replace('Ω', "}\\Omega\\mathrm{");
                out.push_str(&format!("\\mathrm{{{piece}}}"));
                let length = exponent(rest);
                if length > 0 {
                    out.push_str(&format!("^{{{}}}", &rest[..length]));
                    rest = &rest[length..];
                }
            }
            _ => out.push_str(piece),
        }
    }
    out
}

/// The name of a command behind its backslash: letters, or one other character.
fn command_length(text: &str) -> usize {
    match text.bytes().take_while(u8::is_ascii_alphabetic).count() {
        0 => text.chars().next().map_or(0, char::len_utf8),
        letters => letters,
    }
}

#[cfg(test)]
mod tests {
    use super::meaning;

    #[test]
    fn numbers_and_units_are_told_apart() {
        for (source, expected) in [
            ("123 kJ", r"123~\mathrm{kJ}"),
            ("123 kJ mol-1", r"123~\mathrm{kJ}\,\mathrm{mol}^{-1}"),
            ("1.2e3 kJ", r"1.2\cdot 10^{3}~\mathrm{kJ}"),
            ("1.2E-3 m2", r"1.2\times 10^{-3}~\mathrm{m}^{2}"),
            ("5 m//s", r"5~\frac{\mathrm{m}}{\mathrm{s}}"),
            ("5 km/h", r"5~\mathrm{km}/\mathrm{h}"),
            ("25 °C", r"25~{}^{\circ}\mathrm{C}"),
            ("5 %", r"5~\%"),
            ("1 N*m", r"1~\mathrm{N}\cdot \mathrm{m}"),
            ("3 µm", r"3~\mathrm{}\mu\mathrm{m}"),
            (r"3 \mu m", r"3~\mu\,\mathrm{m}"),
            ("+-2 eV", r"\pm 2~\mathrm{eV}"),
            ("", ""),
        ] {
            assert_eq!(meaning(source), expected, "{source}");
        }
    }
}
