//! Characters that must not reach a terminal.

/// Text without control characters, without characters that change the direction of what follows,
/// and without those that nobody sees. Joiners that emoji and scripts need stay, one at a time.
pub(crate) fn sanitize(text: &str) -> String {
    if !text.chars().any(|c| is_harmful(c) || is_joiner(c)) {
        return text.to_owned();
    }
    let mut before = None;
    let mut stays = |c: char| {
        let spam = is_joiner(c) && before.is_none_or(is_joiner);
        before = Some(c);
        !is_harmful(c) && !spam
    };
    text.chars().filter(|&c| stays(c)).collect()
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
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
        assert_eq!(sanitize("a\u{200d}\u{200d}\u{200c}b"), "a\u{200d}b");
        assert_eq!(sanitize("👩\u{200d}🚀"), "👩\u{200d}🚀");
    }
}
