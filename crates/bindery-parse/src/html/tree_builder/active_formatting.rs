//! The list of active formatting elements (section 13.2.4.3).
use super::TreeBuilder;
use crate::html::tag::Tag;
use crate::html::token::Attribute;
use crate::html::tree::{Namespace, NodeId};

/// An entry of the list.
#[derive(Debug, Clone)]
pub(super) enum Entry<'a> {
    Marker,
    Element(FormattingElement<'a>),
}

/// A formatting element, and what it was made from.
#[derive(Debug, Clone)]
pub(super) struct FormattingElement<'a> {
    pub(super) id: NodeId,
    pub(super) tag: Tag,
    pub(super) attributes: Vec<Attribute<'a>>,
}

/// The list.
#[derive(Debug, Default)]
pub(super) struct Formatting<'a> {
    pub(super) entries: Vec<Entry<'a>>,
}

impl<'a> Formatting<'a> {
    pub(super) fn push_marker(&mut self) {
        self.entries.push(Entry::Marker);
    }

    pub(super) fn clear_to_marker(&mut self) {
        while !matches!(self.entries.pop(), None | Some(Entry::Marker)) {}
    }

    fn since_marker(&self) -> impl Iterator<Item = (usize, &FormattingElement<'a>)> {
        self.entries
            .iter()
            .enumerate()
            .rev()
            .map_while(|(index, entry)| match entry {
                Entry::Marker => None,
                Entry::Element(element) => Some((index, element)),
            })
    }

    /// Adds an element; of four equal ones the earliest goes (the "Noah's Ark clause").
    pub(super) fn push(&mut self, element: FormattingElement<'a>) {
        let equal: Vec<usize> = self
            .since_marker()
            .filter(|(_, other)| {
                other.tag == element.tag && same_attributes(&other.attributes, &element.attributes)
            })
            .map(|(index, _)| index)
            .take(3)
            .collect();
        if let [_, _, earliest] = equal[..] {
            self.entries.remove(earliest);
        }
        self.entries.push(Entry::Element(element));
    }

    /// The last element with this tag after the last marker.
    pub(super) fn last_with(&self, tag: Tag) -> Option<(usize, NodeId)> {
        self.since_marker()
            .find(|(_, element)| element.tag == tag)
            .map(|(index, element)| (index, element.id))
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

fn same_attributes(a: &[Attribute<'_>], b: &[Attribute<'_>]) -> bool {
    a.len() == b.len() && a.iter().all(|attribute| b.contains(attribute))
}

impl<'a> TreeBuilder<'a> {
    /// "Reconstruct the active formatting elements".
    pub(super) fn reconstruct_formatting(&mut self) {
        let mut start = self.formatting.entries.len();
        while start > 0 {
            match &self.formatting.entries[start - 1] {
                Entry::Marker => break,
                Entry::Element(element) if self.open.position(element.id).is_some() => break,
                Entry::Element(_) => start -= 1,
            }
        }
        for index in start..self.formatting.entries.len() {
            let Entry::Element(element) = &self.formatting.entries[index] else {
                continue;
            };
            let (old, tag) = (element.id, element.tag);
            let (parent, before) = self.appropriate_place(None);
            let id = self.tree.clone_element(old);
            self.tree.insert_before(parent, id, before);
            self.open.push(id, tag, Namespace::Html);
            if let Entry::Element(element) = &mut self.formatting.entries[index] {
                element.id = id;
            }
        }
    }
}
