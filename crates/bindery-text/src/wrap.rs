//! Breaking lines (UAX #14) by display width (UAX #11).
use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Stands for a line break that the author put there.
pub(crate) const HARD_BREAK: char = '\u{2028}';
/// Stands for a place where a word may be broken.
pub(crate) const SOFT_BREAK: char = '\u{200b}';

/// How many columns a line takes.
pub(crate) fn display_width(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.width()
    }
}

/// Breaks a text into lines of at most `width` columns (0: without bound). Only what cannot be
/// broken is longer. White space is collapsed before; a break of the source is a space, or nothing
/// between Chinese or Japanese characters (CSS Text 4, section 4.1.3).
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let text = join_segments(text);
    text.split(HARD_BREAK)
        .flat_map(|line| wrap_line(line.trim(), width))
        .collect()
}

fn wrap_line(text: &str, width: usize) -> Vec<String> {
    if width == 0 || display_width(text) <= width {
        return vec![without_marks(text)];
    }
    let mut lines = Vec::new();
    let (mut line, mut columns) = (String::new(), 0);
    let mut start = 0;
    for (end, opportunity) in linebreaks(text) {
        let (before, after) = text.split_at(end);
        let bound = before.trim_end().ends_with(is_opener) || after.starts_with(is_closer);
        if bound && opportunity != BreakOpportunity::Mandatory {
            continue;
        }
        let piece = &text[start..end];
        start = end;
        let full = display_width(piece);
        let visible = display_width(piece.trim_end());
        if columns > 0 && columns + visible > width {
            lines.push(finish(&mut line));
            columns = 0;
        }
        line.push_str(piece);
        columns += full;
        if opportunity == BreakOpportunity::Mandatory && end < text.len() {
            lines.push(finish(&mut line));
            columns = 0;
        }
    }
    if !line.trim().is_empty() || lines.is_empty() {
        lines.push(finish(&mut line));
    }
    lines
}

/// What ends no line, even where the source has a space behind it.
fn is_opener(c: char) -> bool {
    "“‘（【《〈「『［｛".contains(c)
}

/// What begins no line, even where the source has a space before it.
fn is_closer(c: char) -> bool {
    "。，、；：！？”’）】》〉」』］｝".contains(c)
}

fn finish(line: &mut String) -> String {
    let text = std::mem::take(line);
    without_marks(text.trim_end())
}

fn without_marks(text: &str) -> String {
    if text.contains(SOFT_BREAK) {
        text.replace(SOFT_BREAK, "")
    } else {
        text.to_owned()
    }
}

/// Makes of every break of the source a space or nothing.
fn join_segments(text: &str) -> String {
    if !text.contains('\n') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for segment in text.split('\n') {
        let before = out.chars().next_back();
        let after = segment.chars().next();
        let joined = match (before, after) {
            (Some(before), Some(after)) => is_spaceless(before) && is_spaceless(after),
            _ => true,
        };
        if !joined {
            out.push(' ');
        }
        out.push_str(segment);
    }
    out
}

/// Characters of scripts that are written without spaces: wide ones, but not Korean.
fn is_spaceless(c: char) -> bool {
    let hangul =
        matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7af}');
    let emoji = matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}');
    !hangul && !emoji && (c.width() == Some(2) || matches!(c, '“' | '”' | '‘' | '’' | '…' | '—'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_lines_keep_their_punctuation() {
        let text = "昨天上午，市里召开会议。他强调，“ 要加快建设 （一期） ” ，确保完成。";
        for width in 4..40 {
            for line in wrap(text, width) {
                assert!(display_width(&line) <= width.max(12), "{width}: {line}");
                let first = line.chars().next().unwrap();
                let last = line.chars().next_back().unwrap();
                assert!(!"。，”）】".contains(first), "{width}: {line}");
                assert!(!"“（【".contains(last), "{width}: {line}");
            }
        }
    }

    #[test]
    fn breaks_of_the_source_vanish_or_become_spaces() {
        assert_eq!(wrap("中文\n换行", 0), ["中文换行"]);
        assert_eq!(wrap("two\nwords", 0), ["two words"]);
        assert_eq!(wrap("中文\nEnglish", 0), ["中文 English"]);
        assert_eq!(wrap("한국\n어", 0), ["한국 어"]);
    }

    #[test]
    fn nothing_is_lost_or_too_long() {
        let text = "The quick brown fox jumps over the lazy dog, twice.";
        let lines = wrap(text, 20);
        assert_eq!(lines.join(" "), text);
        assert!(lines.iter().all(|line| display_width(line) <= 20));
        assert_eq!(wrap("a\u{2028}b", 20), ["a", "b"]);
    }
}
