//! Line breaks of the source (CSS Text 4, section 4.1.3, "Segment Break Transformation Rules").
use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

/// Makes of every line break of the source a space, or nothing between characters of scripts that
/// are written without spaces. `unspaced` says whether the text's language is such a one, where
/// marks of ambiguous width count as its own.
pub(crate) fn join_segments(text: &str, unspaced: bool) -> Cow<'_, str> {
    if !text.contains('\n') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    for segment in text.split('\n') {
        let before = out.chars().next_back();
        let after = segment.chars().next();
        let vanishes = match (before, after) {
            (Some(before), Some(after)) => vanishes(before, after, unspaced),
            _ => true,
        };
        if !vanishes {
            out.push(' ');
        }
        out.push_str(segment);
    }
    out.into()
}

fn vanishes(before: char, after: char, unspaced: bool) -> bool {
    match (is_square(before), is_square(after)) {
        (true, true) => true,
        (true, false) => is_mark(after),
        (false, true) => is_mark(before),
        (false, false) => unspaced && is_mark(before) && is_mark(after),
    }
}

/// Wide characters, but not Korean ones, which have spaces, nor emoji.
fn is_square(c: char) -> bool {
    let hangul =
        matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7af}');
    let emoji = matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}');
    let halfwidth = matches!(c, '\u{ff61}'..='\u{ff9f}');
    !hangul && !emoji && (c.width() == Some(2) || halfwidth)
}

/// Punctuation of ambiguous width.
fn is_mark(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '…' | '—' | '·')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_of_the_source_vanish_or_become_spaces() {
        for (text, joined) in [
            ("中文\n换行", "中文换行"),
            ("two\nwords", "two words"),
            ("中文\nEnglish", "中文 English"),
            ("한국\n어", "한국 어"),
            ("他说\n“好”\n了", "他说“好”了"),
            ("ｶﾅ\nかな", "ｶﾅかな"),
            ("🚄\n🚄", "🚄 🚄"),
        ] {
            assert_eq!(join_segments(text, false), joined);
        }
        assert_eq!(join_segments("“a”\n“b”", false), "“a” “b”");
        assert_eq!(join_segments("“甲”\n“乙”", true), "“甲”“乙”");
    }
}
