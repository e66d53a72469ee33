//! Lines that all end at one edge.
use crate::width::Ruler;

/// Makes a line as long as it may be: wider spaces between words, and where there is Chinese or
/// Japanese, spaces between it and Latin and behind its commas. A line without enough places for
/// that stays as it is.
pub(crate) fn justify(line: &str, width: usize, ruler: Ruler) -> String {
    let missing = width.saturating_sub(ruler.width(line));
    let places = places(line);
    if missing == 0 || places.is_empty() || missing > 4 * places.len() {
        return line.to_owned();
    }
    let mut out = String::with_capacity(line.len() + missing);
    let mut from = 0;
    for (index, &at) in places.iter().enumerate() {
        out.push_str(&line[from..at]);
        // Spread evenly from left to right.
        let before = missing * index / places.len();
        let after = missing * (index + 1) / places.len();
        out.push_str(&" ".repeat(after - before));
        from = at;
    }
    out + &line[from..]
}

/// Where a space may become wider or be put: byte offsets between two characters.
fn places(line: &str) -> Vec<usize> {
    let han = |c: char| matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}');
    let latin = |c: char| c.is_ascii_alphanumeric();
    let comma = |c: char| matches!(c, '，' | '。' | '、' | '；' | '：' | '！' | '？');
    let may = |before: char, after: char| {
        before != ' ' && after == ' '
            || han(before) && latin(after)
            || latin(before) && han(after)
            || comma(before) && han(after)
    };
    let pairs = line.char_indices().zip(line.char_indices().skip(1));
    pairs
        .filter(|((_, before), (_, after))| may(*before, *after))
        .map(|(_, (at, _))| at)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_grow_and_chinese_gets_some() {
        let set = |line, width| justify(line, width, Ruler { wide: true });
        assert_eq!(set("a b c", 8), "a  b   c");
        assert_eq!(set("共有2143人，昨天来", 21), "共有 2143 人， 昨天来");
        assert_eq!(set("汉字", 10), "汉字");
        assert_eq!(set("a b", 3), "a b");
    }
}
