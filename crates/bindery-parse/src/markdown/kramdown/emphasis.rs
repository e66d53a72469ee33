//! `*emphasis*` and `**strong**`.
use super::scan;
use super::span::{Open, Spans, Stop};
use super::tree::{Element, Kind};

impl Spans<'_, '_> {
    pub(super) fn parse_emphasis(&mut self, tree: &mut Element) -> bool {
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
        if in_word
            || after.starts_with(scan::is_space)
            || self.open.contains(&open)
            || self.fuel == 0
        {
            tree.push_text(Kind::Text, delimiter);
            self.position += length;
            return true;
        }
        let start = self.position;
        let mut found = self.emphasised(delimiter, open);
        if found.is_none() && open == Open::Strong && self.open.last() != Some(&Open::Emphasis) {
            self.position = start;
            found = self.emphasised(mark, Open::Emphasis);
        }
        match found {
            Some(element) => tree.children.push(element),
            None => {
                tree.push_text(Kind::Text, delimiter);
                self.position = start + length;
            }
        }
        true
    }

    /// The element whose delimiter stands here, if it ends.
    fn emphasised(&mut self, delimiter: &str, open: Open) -> Option<Element> {
        self.position += delimiter.len();
        let kind = match open {
            Open::Strong => Kind::Strong,
            _ => Kind::Emphasis,
        };
        let mut element = Element::new(kind);
        self.open.push(open);
        let found = self.parse(&mut element, Some(Stop::Delimiter(delimiter)), false);
        self.open.pop();
        self.position += if found { delimiter.len() } else { 0 };
        found.then_some(element)
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
