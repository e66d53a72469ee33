//! Characters that must not reach a terminal.

/// Text without control characters, without characters that change the direction of what follows,
/// and without those that nobody sees. Joiners that emoji and scripts need stay.
pub(crate) fn sanitize(text: &str) -> String {
    if !text.chars().any(is_harmful) {
        return text.to_owned();
    }
    text.chars().filter(|&c| !is_harmful(c)).collect()
}

fn is_harmful(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' => true,
        c => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::sanitize;

    #[test]
    fn nothing_harmful_passes() {
        assert_eq!(sanitize("a\u{1b}[31m\u{202e}b\u{200b}\u{7}"), "a[31mb");
        assert_eq!(sanitize("👩\u{200d}🚀"), "👩\u{200d}🚀");
    }
}
