//! What nodes and tokens consist of: strings and attributes.
use super::strings::{Str, Strings};
use super::token::{AttributeRange, AttributeStrs};

/// The strings and the attributes of one parse.
#[derive(Debug, Clone, Default)]
pub(super) struct Contents<'a> {
    pub(super) strings: Strings<'a>,
    pub(super) attributes: Vec<AttributeStrs>,
}

impl<'a> Contents<'a> {
    pub(super) fn new(input: &'a str) -> Contents<'a> {
        Contents {
            strings: Strings::new(input),
            attributes: Vec::with_capacity(input.len() / 128),
        }
    }

    pub(super) fn text(&self, string: Str) -> &str {
        self.strings.get(string)
    }

    pub(super) fn attributes(&self, range: AttributeRange) -> &[AttributeStrs] {
        &self.attributes[range.range()]
    }

    /// The value of the attribute with this name as it is written.
    #[inline]
    pub(super) fn attribute(&self, range: AttributeRange, name: &str) -> Option<&str> {
        self.attributes(range)
            .iter()
            .find(|attribute| {
                attribute.name.len() as usize == name.len()
                    && self.strings.bytes(attribute.name) == name.as_bytes()
            })
            .map(|attribute| self.text(attribute.value))
    }

    /// Whether two elements have the same attributes, in whatever order.
    pub(super) fn same_attributes(&self, a: AttributeRange, b: AttributeRange) -> bool {
        if a == b {
            return true;
        }
        let (a, b) = (self.attributes(a), self.attributes(b));
        let same = |x: &AttributeStrs, y: &AttributeStrs| {
            self.strings.same(x.name, y.name) && self.strings.same(x.value, y.value)
        };
        a.len() == b.len() && a.iter().all(|x| b.iter().any(|y| same(x, y)))
    }

    /// The attributes of `old`, and those of `added` that it lacks.
    pub(super) fn merge(&mut self, old: AttributeRange, added: AttributeRange) -> AttributeRange {
        let missing: Vec<AttributeStrs> = self
            .attributes(added)
            .iter()
            .filter(|attribute| self.attribute(old, self.text(attribute.name)).is_none())
            .copied()
            .collect();
        if missing.is_empty() {
            return old;
        }
        let start = self.attributes.len() as u32;
        self.attributes.extend_from_within(old.range());
        self.attributes.extend(missing);
        AttributeRange {
            start,
            end: self.attributes.len() as u32,
        }
    }
}
