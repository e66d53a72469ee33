//! The stack of open elements (section 13.2.4.2).
use super::tag_sets::{
    BUTTON_SCOPE, LIST_ITEM_SCOPE, SCOPE, TABLE_SCOPE, TagSet, is_foreign_scope,
};
use crate::html::tag::Tag;
use crate::html::tree::{Namespace, NodeId};

/// An open element.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open {
    pub(super) id: NodeId,
    pub(super) tag: Tag,
    pub(super) namespace: Namespace,
}

impl Open {
    pub(super) fn is(&self, tag: Tag) -> bool {
        self.tag == tag && self.namespace == Namespace::Html
    }

    pub(super) fn is_one_of(&self, tags: &TagSet) -> bool {
        self.namespace == Namespace::Html && tags.contains(&self.tag)
    }
}

/// The stack. It counts its HTML elements by tag, so that a search for one that is not there costs
/// nothing however deep the stack is.
#[derive(Debug)]
pub(super) struct OpenElements {
    stack: Vec<Open>,
    counts: [u32; 256],
}

impl Default for OpenElements {
    fn default() -> Self {
        OpenElements {
            stack: Vec::with_capacity(32),
            counts: [0; 256],
        }
    }
}

impl OpenElements {
    pub(super) fn len(&self) -> usize {
        self.stack.len()
    }

    pub(super) fn at(&self, index: usize) -> Open {
        self.stack[index]
    }

    pub(super) fn current(&self) -> Option<Open> {
        self.stack.last().copied()
    }

    pub(super) fn current_is(&self, tag: Tag) -> bool {
        self.current().is_some_and(|open| open.is(tag))
    }

    pub(super) fn push(&mut self, id: NodeId, tag: Tag, namespace: Namespace) {
        self.insert(self.stack.len(), Open { id, tag, namespace });
    }

    pub(super) fn insert(&mut self, index: usize, open: Open) {
        if open.namespace == Namespace::Html {
            self.counts[open.tag.number()] += 1;
        }
        self.stack.insert(index, open);
    }

    pub(super) fn replace(&mut self, index: usize, id: NodeId) {
        self.stack[index].id = id;
    }

    pub(super) fn pop(&mut self) -> Option<Open> {
        let open = self.stack.pop()?;
        self.uncount(open);
        Some(open)
    }

    pub(super) fn remove_at(&mut self, index: usize) {
        let open = self.stack.remove(index);
        self.uncount(open);
    }

    pub(super) fn remove(&mut self, id: NodeId) {
        if let Some(index) = self.position(id) {
            self.remove_at(index);
        }
    }

    fn uncount(&mut self, open: Open) {
        if open.namespace == Namespace::Html {
            self.counts[open.tag.number()] -= 1;
        }
    }

    /// Where an element stands, counted from the bottom.
    pub(super) fn position(&self, id: NodeId) -> Option<usize> {
        self.stack.iter().rposition(|open| open.id == id)
    }

    /// Whether an HTML element with this tag is open, in whatever scope.
    pub(super) fn contains(&self, tag: Tag) -> bool {
        self.counts[tag.number()] > 0
    }

    /// The topmost HTML element with this tag.
    pub(super) fn last_with(&self, tag: Tag) -> Option<usize> {
        if !self.contains(tag) {
            return None;
        }
        self.stack.iter().rposition(|open| open.is(tag))
    }

    pub(super) fn in_scope(&self, tag: Tag) -> bool {
        self.has_in(&[tag], SCOPE, &[])
    }

    pub(super) fn any_in_scope(&self, tags: &TagSet) -> bool {
        self.has_in(tags, SCOPE, &[])
    }

    pub(super) fn in_list_item_scope(&self, tag: Tag) -> bool {
        self.has_in(&[tag], SCOPE, LIST_ITEM_SCOPE)
    }

    pub(super) fn in_button_scope(&self, tag: Tag) -> bool {
        self.has_in(&[tag], SCOPE, BUTTON_SCOPE)
    }

    pub(super) fn in_table_scope(&self, tag: Tag) -> bool {
        self.any_in_table_scope(&[tag])
    }

    pub(super) fn any_in_table_scope(&self, tags: &TagSet) -> bool {
        if !tags.iter().any(|&tag| self.contains(tag)) {
            return false;
        }
        let bounded = |open: &&Open| open.is_one_of(tags) || open.is_one_of(TABLE_SCOPE);
        self.stack
            .iter()
            .rev()
            .find(bounded)
            .is_some_and(|open| open.is_one_of(tags))
    }

    /// Whether this very element is in scope.
    pub(super) fn element_in_scope(&self, id: NodeId) -> bool {
        let bound = |open: &&Open| open.id == id || is_bound(open, SCOPE, &[]);
        self.stack
            .iter()
            .rev()
            .find(bound)
            .is_some_and(|open| open.id == id)
    }

    fn has_in(&self, tags: &TagSet, bounds: &TagSet, more: &TagSet) -> bool {
        if !tags.iter().any(|&tag| self.contains(tag)) {
            return false;
        }
        let stop = |open: &&Open| open.is_one_of(tags) || is_bound(open, bounds, more);
        self.stack
            .iter()
            .rev()
            .find(stop)
            .is_some_and(|open| open.is_one_of(tags))
    }

    /// Pops until an element with this tag is popped.
    pub(super) fn pop_until(&mut self, tag: Tag) {
        self.pop_until_one_of(&[tag]);
    }

    /// Pops until an element with one of these tags is popped.
    pub(super) fn pop_until_one_of(&mut self, tags: &TagSet) {
        while self.pop().is_some_and(|open| !open.is_one_of(tags)) {}
    }

    /// Pops until the current element has one of these tags.
    pub(super) fn pop_to(&mut self, tags: &TagSet) {
        while self.current().is_some_and(|open| !open.is_one_of(tags)) {
            self.pop();
        }
    }

    /// Pops until `len` elements are left.
    pub(super) fn truncate(&mut self, len: usize) {
        while self.stack.len() > len {
            self.pop();
        }
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &Open> {
        self.stack.iter()
    }
}

fn is_bound(open: &Open, bounds: &TagSet, more: &TagSet) -> bool {
    open.is_one_of(bounds) || open.is_one_of(more) || is_foreign_scope(open.tag, open.namespace)
}
