//! Characters that must not reach a terminal.

/// Appends text without control characters, without characters that change the direction of what
/// follows, and without those that nobody sees. Those that emoji and scripts need stay where they
/// mean something, one at a time.
pub(crate) fn push_clean(text: &str, out: &mut String) {
    if !text.chars().any(is_suspect) {
        return out.push_str(text);
    }
    let mut before = out.chars().next_back();
    for c in text.chars() {
        if !is_suspect(c) || before.is_some_and(|before| belongs_behind(c, before)) {
            out.push(c);
            before = Some(c);
        }
    }
}

/// The same as a new string.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_clean(text, &mut out);
    out
}

/// Whether a character does something that nobody sees.
fn is_suspect(c: char) -> bool {
    match c {
        ' '..='~' | '\n' | '\t' | '\u{3000}'..='\u{3163}' | '\u{3165}'..='\u{fdff}' => false,
        // Soft hyphen, combining grapheme joiner, Arabic letter mark, Hangul fillers, vowel
        // separator, joiners, marks and overrides of direction, invisible operators.
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' => true,
        c => c.is_control(),
    }
}

/// Whether a character that nobody sees has a meaning behind another.
fn belongs_behind(c: char, before: char) -> bool {
    match c {
        '\u{200c}' => is_joining(before),
        '\u{200d}' => is_joining(before) || is_pictographic(before),
        '\u{fe00}'..='\u{fe0f}' => {
            !before.is_whitespace() && !is_suspect(before) && (before > '~' || is_keycap(before))
        }
        '\u{e0100}'..='\u{e01ef}' => matches!(before, '\u{2e80}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}'),
        // A flag of a region is a black flag with letters that are tags.
        '\u{e0020}'..='\u{e007f}' => matches!(before, '\u{1f3f4}' | '\u{e0020}'..='\u{e007e}'),
        _ => false,
    }
}

/// Digits that a variation selector turns into keys.
fn is_keycap(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '#' | '*')
}

/// Scripts whose letters change with a joiner: from Arabic to Sinhala, Mongolian, Khmer, Burmese.
fn is_joining(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{18af}' | '\u{1900}'..='\u{1cff}' | '\u{a8e0}'..='\u{aaff}'
        | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{11000}'..='\u{11fff}')
}

fn is_pictographic(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' | '\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn nothing_harmful_passes() {
        assert_eq!(clean("a\u{1b}[31m\u{202e}b\u{200b}\u{7}\u{9b}"), "a[31mb");
        assert_eq!(clean("敏\u{200c}感\u{200d}\u{ad}词"), "敏感词");
        assert_eq!(clean("a\u{e0041}\u{fe0f}b\u{3164}"), "ab");
    }

    #[test]
    fn joiners_stay_where_they_mean_something() {
        for text in [
            "👩\u{200d}🚀",
            "❤\u{fe0f}\u{200d}🔥",
            "1\u{fe0f}\u{20e3}",
            "می\u{200c}خواهم",
            "क्\u{200d}ष",
            "葛\u{e0100}城",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
        ] {
            assert_eq!(clean(text), text);
        }
        assert_eq!(clean("می\u{200c}\u{200c}\u{200d}خ"), "می\u{200c}خ");
    }
}
