//! `*emphasis*` and `**strong**`.
use super::scan;
use super::span::{Open, Spans, Stop};
use super::tree::Attributes;

impl Spans<'_, '_, '_> {
    pub(super) fn parse_emphasis(&mut self) -> bool {
        let rest = self.rest();
        let mark = if rest.starts_with('*') { "*" } else { "_" };
        let length = scan::run(rest, if mark == "*" { '*' } else { '_' }).min(2);
        let (delimiter, after) = rest.split_at(length);
        let open = if length == 2 {
            Open::Strong
        } else {
            Open::Emphasis
        };
        let in_word = mark == "_" && self.is_in_word();
        let plain = in_word
            || after.starts_with(scan::is_space)
            || self.open.contains(&open)
            || self.fuel == 0;
        let is_read = !plain
            && (self.may_end(delimiter) && self.read_emphasised(delimiter, open)
                || open == Open::Strong
                    && self.open.last() != Some(&Open::Emphasis)
                    && self.may_end(mark)
                    && self.read_emphasised(mark, Open::Emphasis));
        if !is_read {
            self.push_text(delimiter);
            self.position += length;
        }
        true
    }

    /// The element whose delimiter stands here, if it ends.
    fn read_emphasised(&mut self, delimiter: &str, open: Open) -> bool {
        let checkpoint = self.checkpoint();
        self.position += delimiter.len();
        let name = if open == Open::Strong { "strong" } else { "em" };
        let written = self.open_tag(name, Attributes::default(), ">");
        let (found, _) = self.parse_within(open, Stop::Delimiter(delimiter), false);
        if !found {
            self.take_back(&checkpoint);
            return false;
        }
        self.writer.close(name);
        self.close_element(written);
        self.position += delimiter.len();
        true
    }

    /// Whether what ends with this delimiter may end behind this place.
    fn may_end(&mut self, delimiter: &str) -> bool {
        let slot = usize::from(delimiter.starts_with('_')) * 2 + delimiter.len() - 1;
        let last = self.last_ends[slot].unwrap_or_else(|| last_end(self.text, delimiter));
        self.last_ends[slot] = Some(last);
        last > self.position
    }

    /// Whether letters stand before, with at most a hyphen, or underscores, after them.
    fn is_in_word(&self) -> bool {
        let before = self.text[..self.position].trim_end_matches('_');
        let mut before = before.chars().rev();
        match before.next() {
            Some('-') => before.next().is_some_and(char::is_alphabetic),
            Some(c) => c.is_alphabetic(),
            None => false,
        }
    }
}

/// Where the last marks stand that a delimiter may end with: no space stands before them, and they are
/// not the other delimiter. Of three or more some may be passed over as text.
fn last_end(text: &str, delimiter: &str) -> usize {
    let mark = delimiter.as_bytes()[0];
    let mut rest = text;
    while let Some(at) = memchr::memrchr(mark, rest.as_bytes()) {
        let before = rest[..at].trim_end_matches(char::from(mark));
        let count = at + 1 - before.len();
        let fits = count == delimiter.len() || before.ends_with('\\');
        if count > 2 || fits && !before.ends_with(scan::is_space) {
            return at;
        }
        rest = before;
    }
    0
}
