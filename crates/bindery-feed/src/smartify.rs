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
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let opens = before.is_none_or(|b| b.is_whitespace() || "([{–—“‘".contains(b));
        let after = characters.peek().copied();
        let ends_word = after.is_none_or(char::is_whitespace);
        let smart = match c {
            '"' if opens && !ends_word => '“',
            '"' => '”',
            // An apostrophe before a year, as in ’99, opens nothing.
            '\'' if opens && !ends_word && !after.is_some_and(|c| c.is_ascii_digit()) => '‘',
            '\'' => '’',
            c => c,
        };
        out.push(smart);
        before = Some(smart);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::smartify;

    #[test]
    fn quotes_turn_to_the_right_side() {
        for (plain, smart) in [
            ("It's \"fine\"", "It’s “fine”"),
            ("'a' -- b --- c...", "‘a’ – b — c…"),
            ("Summer of '99", "Summer of ’99"),
            ("(\"x\")", "(“x”)"),
            ("纯文本", "纯文本"),
            ("3-4", "3-4"),
        ] {
            assert_eq!(smartify(plain), smart);
        }
    }
}
