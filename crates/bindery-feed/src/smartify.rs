//! Typographic quotes, dashes and dots, as jekyll-feed makes them in titles.

/// `"a" -- b's...` as “a” – b’s….
pub(crate) fn smartify(text: &str) -> String {
    if !text.contains(['"', '\'', '-', '.']) {
        return text.to_owned();
    }
    let text = text
        .replace("---", "—")
        .replace("--", "–")
        .replace("...", "…");
    let mut out = String::with_capacity(text.len() + 8);
    let mut before: Option<char> = None;
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        let rest = characters.as_str();
        let opens = before.is_none_or(|b| b.is_whitespace() || "([{–—“‘\\".contains(b));
        let ends_word = rest.chars().next().is_none_or(char::is_whitespace);
        let smart = match c {
            '"' if opens && !ends_word => '“',
            '"' => '”',
            '\'' if opens && !ends_word && !is_decade(rest) && !is_genitive(rest) => '‘',
            '\'' => '’',
            c => c,
        };
        out.push(smart);
        before = Some(smart);
    }
    out
}

/// `90s`: the apostrophe before it opens nothing. (One before `99` alone does, in kramdown.)
fn is_decade(text: &str) -> bool {
    matches!(text.as_bytes(), [a, b, b's', ..] if a.is_ascii_digit() && b.is_ascii_digit())
}

/// `s` alone: what stands before it belongs to it.
fn is_genitive(text: &str) -> bool {
    text.strip_prefix('s')
        .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::smartify;

    #[test]
    fn quotes_turn_to_the_right_side() {
        for (plain, smart) in [
            ("It's \"fine\"", "It’s “fine”"),
            ("'a' -- b --- c...", "‘a’ – b — c…"),
            ("The '90s", "The ’90s"),
            ("Conf '08", "Conf ‘08"),
            ("(\"x\")", "(“x”)"),
            ("纯文本", "纯文本"),
            ("3-4", "3-4"),
        ] {
            assert_eq!(smartify(plain), smart);
        }
    }
}
