//! The list of active formatting elements (section 13.2.4.3).
use super::{MAX_OPEN, TreeBuilder};
use crate::html::tag::Tag;
use crate::html::tree::{Namespace, NodeId};

/// An entry of the list.
#[derive(Debug, Clone, Copy)]
pub(super) enum Entry {
    Marker,
    Element(FormattingElement),
}

/// A formatting element. Its node has the attributes of the token that it was made from.
#[derive(Debug, Clone, Copy)]
pub(super) struct FormattingElement {
    pub(super) id: NodeId,
    pub(super) tag: Tag,
}

/// The list.
#[derive(Debug, Default)]
pub(super) struct Formatting {
    pub(super) entries: Vec<Entry>,
}

impl Formatting {
    pub(super) fn push_marker(&mut self) {
        self.entries.push(Entry::Marker);
    }

    pub(super) fn clear_to_marker(&mut self) {
        while !matches!(self.entries.pop(), None | Some(Entry::Marker)) {}
    }

    fn since_marker(&self) -> impl Iterator<Item = (usize, FormattingElement)> {
        self.entries
            .iter()
            .enumerate()
            .rev()
            .map_while(|(index, entry)| match entry {
                Entry::Marker => None,
                Entry::Element(element) => Some((index, *element)),
            })
    }

    /// The last element with this tag after the last marker.
    pub(super) fn last_with(&self, tag: Tag) -> Option<NodeId> {
        self.since_marker()
            .find(|(_, element)| element.tag == tag)
            .map(|(_, element)| element.id)
    }

    pub(super) fn position(&self, id: NodeId) -> Option<usize> {
        self.entries
            .iter()
            .rposition(|entry| matches!(entry, Entry::Element(element) if element.id == id))
    }

    pub(super) fn remove(&mut self, id: NodeId) {
        if let Some(index) = self.position(id) {
            self.entries.remove(index);
        }
    }
}

impl TreeBuilder<'_> {
    /// "Push onto the list of active formatting elements"; of four equal ones the earliest goes
    /// (the "Noah's Ark clause").
    pub(super) fn list_formatting(&mut self, id: NodeId, tag: Tag) {
        let attributes = |id| {
            self.tree
                .element_data(id)
                .map(|data| data.attributes)
                .unwrap_or_default()
        };
        let contents = &self.tokenizer.contents;
        let equal = |other: &FormattingElement| {
            other.tag == tag && contents.same_attributes(attributes(other.id), attributes(id))
        };
        let earliest = self
            .formatting
            .since_marker()
            .filter(|(_, other)| equal(other))
            .nth(2);
        if let Some((index, _)) = earliest {
            self.formatting.entries.remove(index);
        }
        let element = FormattingElement { id, tag };
        self.formatting.entries.push(Entry::Element(element));
    }

    /// "Reconstruct the active formatting elements".
    pub(super) fn reconstruct_formatting(&mut self) {
        let mut start = self.formatting.entries.len();
        while start > 0 {
            match self.formatting.entries[start - 1] {
                Entry::Marker => break,
                Entry::Element(element) if self.open.is_open(element.id) => break,
                Entry::Element(_) => start -= 1,
            }
        }
        for index in start..self.formatting.entries.len() {
            if self.open.len() >= MAX_OPEN || !self.may_copy() {
                // What cannot be opened again is forgotten, so that it is not tried again.
                self.formatting.entries.truncate(index);
                return;
            }
            if let Entry::Element(element) = self.formatting.entries[index] {
                let (parent, before) = self.appropriate_place(None);
                let id = self.tree.clone_element(element.id);
                self.tree.insert_before(parent, id, before);
                self.open.push(id, element.tag, Namespace::Html);
                self.formatting.entries[index] =
                    Entry::Element(FormattingElement { id, ..element });
            }
        }
    }

    /// Whether an element may be copied, which counts as a copy.
    fn may_copy(&mut self) -> bool {
        match self.copies_left.checked_sub(1) {
            Some(left) => {
                self.copies_left = left;
                true
            }
            None => {
                self.error("too-many-formatting-elements");
                false
            }
        }
    }
}
