//! Where a line may be broken: the rules of UAX #14, kinsoku, and addresses kept whole.
use std::ops::Range;

use unicode_linebreak::linebreaks;

use crate::kinsoku::{begins_with_closer, is_opener, parts_at_quotation_mark};

/// Hands over the pieces of a text, between which lines may be broken. Together they are the text.
pub(crate) fn for_each_piece<'t>(text: &'t str, mut take: impl FnMut(&'t str)) {
    let mut cutter = Cutter::new(text);
    if has_complex_script(text) {
        for end in complex_breaks(text) {
            cutter.reach(end, &mut take);
        }
    } else {
        for (end, _) in linebreaks(text) {
            cutter.reach(end, &mut take);
        }
    }
}

/// Goes through the opportunities of UAX #14 and leaves out, or adds, where other rules say so.
struct Cutter<'t> {
    text: &'t str,
    /// Whether there may be opportunities that UAX #14 does not know.
    has_more: bool,
    addresses: Vec<Range<usize>>,
    next_address: usize,
    /// Where the piece in the making begins.
    start: usize,
    /// How far the text was looked at.
    seen: usize,
    /// The last character that is no space.
    visible: char,
}

impl<'t> Cutter<'t> {
    fn new(text: &'t str) -> Cutter<'t> {
        Cutter {
            text,
            has_more: text.contains(['“', '”', '‘', '’']) || has_spaced_mark(text),
            addresses: addresses(text),
            next_address: 0,
            start: 0,
            seen: 0,
            visible: ' ',
        }
    }

    /// UAX #14 has an opportunity at `end`.
    fn reach(&mut self, end: usize, take: &mut impl FnMut(&'t str)) {
        let segment = &self.text[self.seen..end];
        if self.has_more {
            self.part_segment(segment, take);
        }
        if let Some(last) = segment.chars().rev().find(|c| !c.is_whitespace()) {
            self.visible = last;
        }
        self.seen = end;
        let bound = begins_with_closer(&self.text[end..])
            || is_opener(self.visible) && end < self.text.len();
        if !bound && !self.is_in_address(end) {
            self.cut(end, take);
        }
    }

    /// Cuts between Chinese and quotation marks, and before a word that begins with a mark.
    fn part_segment(&mut self, segment: &'t str, take: &mut impl FnMut(&'t str)) {
        let from = self.seen;
        let mut before = None;
        for (at, c) in segment.char_indices() {
            let parts = match before {
                Some(' ') => is_mark(c) && !begins_with_closer(&segment[at..]),
                Some(before) => parts_at_quotation_mark(before, c),
                None => false,
            };
            if parts {
                self.cut(from + at, take);
            }
            before = Some(c);
        }
    }

    fn cut(&mut self, end: usize, take: &mut impl FnMut(&'t str)) {
        if end > self.start {
            take(&self.text[self.start..end]);
            self.start = end;
        }
    }

    fn is_in_address(&mut self, at: usize) -> bool {
        while let Some(address) = self.addresses.get(self.next_address) {
            if address.end > at {
                return address.start < at;
            }
            self.next_address += 1;
        }
        false
    }
}

/// Whether a space stands before a mark: UAX #14 keeps `:name:` and `.net` with what is before.
fn has_spaced_mark(text: &str) -> bool {
    let pairs = text.as_bytes().windows(2);
    pairs
        .into_iter()
        .any(|pair| pair[0] == b' ' && is_mark(char::from(pair[1])))
}

fn is_mark(c: char) -> bool {
    matches!(c, '!' | ',' | '.' | '/' | ':' | ';' | '?')
}

/// Where addresses stand (`https://…`), which nobody can follow once they are broken.
fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), "://") {
        if at < from {
            continue;
        }
        let scheme = text[from..at]
            .bytes()
            .rev()
            .take_while(u8::is_ascii_alphanumeric)
            .count();
        let ends = |c: char| !c.is_ascii_graphic() || "<>\"".contains(c);
        let end = text[at..]
            .find(ends)
            .map_or(text.len(), |length| at + length);
        if scheme > 0 {
            found.push(at - scheme..end);
        }
        from = end;
    }
    found
}

/// Whether a text has characters of Thai, Lao, Burmese or Khmer, which have no spaces between words.
fn has_complex_script(text: &str) -> bool {
    // Their bytes in UTF-8 begin with E0 B8 to BB, E1 80 to 82, or E1 9E to 9F; E0 and E1 begin
    // no Chinese or Latin character.
    let bytes = text.as_bytes();
    cfg!(feature = "words")
        && memchr::memchr2_iter(0xe0, 0xe1, bytes).any(|at| {
            let pair = (bytes[at], bytes.get(at + 1).copied().unwrap_or(0));
            matches!(pair, (0xe0, 0xb8..=0xbb) | (0xe1, 0x80..=0x82 | 0x9e..=0x9f))
        })
}

/// The opportunities of a text with such characters.
#[cfg(feature = "words")]
fn complex_breaks(text: &str) -> Vec<usize> {
    let segmenter = icu_segmenter::LineSegmenter::new_auto(Default::default());
    segmenter.segment_str(text).filter(|&at| at > 0).collect()
}

#[cfg(not(feature = "words"))]
fn complex_breaks(_: &str) -> Vec<usize> {
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<&str> {
        let mut pieces = Vec::new();
        for_each_piece(text, |piece| pieces.push(piece));
        assert_eq!(pieces.concat(), text);
        pieces
    }

    #[test]
    fn chinese_quotation_marks_belong_to_what_they_quote() {
        assert_eq!(pieces("他说“好。”然后"), ["他", "说", "“好。”", "然", "后"]);
        assert_eq!(pieces("甲（ 乙 ），丙"), ["甲", "（ 乙 ），", "丙"]);
        assert_eq!(
            pieces("so! :name: a .net b :"),
            ["so! ", ":name: ", "a ", ".net ", "b :"]
        );
        assert_eq!(pieces("John’s “own” ‘x’"), ["John’s ", "“own” ", "‘x’"]);
    }

    #[test]
    fn addresses_are_kept_whole() {
        assert_eq!(
            pieces("见https://a.example/b-c/?d=e。也"),
            ["见", "https://a.example/b-c/?d=e。", "也"]
        );
        assert_eq!(pieces("either/or"), ["either/", "or"]);
    }

    #[cfg(feature = "words")]
    #[test]
    fn scripts_without_spaces_are_broken_at_words() {
        assert_eq!(pieces("ภาษาไทย"), ["ภาษา", "ไทย"]);
        assert!(pieces("ພາສາລາວແມ່ນພາສາທາງການ").len() > 2);
        assert!(pieces("ភាសាខ្មែរជាភាសាផ្លូវការ").len() > 2);
        assert!(pieces("မြန်မာဘာသာစကားသည်").len() > 2);
    }
}
