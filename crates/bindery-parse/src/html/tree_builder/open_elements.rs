//! The stack of open elements (section 13.2.4.2).
use super::tag_sets::{
    BUTTON_SCOPE, LIST_ITEM_SCOPE, SCOPE_BITS, TABLE_SCOPE, TagBits, TagSet, is_foreign_scope,
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
    /// A bit for every node, set while it is open.
    open: Vec<u64>,
}

impl Default for OpenElements {
    fn default() -> Self {
        OpenElements {
            stack: Vec::with_capacity(32),
            counts: [0; 256],
            open: Vec::new(),
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
        self.set_open(open.id);
        self.stack.insert(index, open);
    }

    pub(super) fn replace(&mut self, index: usize, id: NodeId) {
        self.set_closed(self.stack[index].id);
        self.set_open(id);
        self.stack[index].id = id;
    }

    fn set_open(&mut self, id: NodeId) {
        let word = id.index() / 64;
        if word >= self.open.len() {
            self.open.resize(word + 1, 0);
        }
        self.open[word] |= 1 << (id.index() % 64);
    }

    fn set_closed(&mut self, id: NodeId) {
        self.open[id.index() / 64] &= !(1 << (id.index() % 64));
    }

    /// Whether this very element is open.
    pub(super) fn is_open(&self, id: NodeId) -> bool {
        let word = self.open.get(id.index() / 64);
        word.is_some_and(|word| word & (1 << (id.index() % 64)) != 0)
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
        self.set_closed(open.id);
        if open.namespace == Namespace::Html {
            self.counts[open.tag.number()] -= 1;
        }
    }

    /// Where an element stands, counted from the bottom.
    pub(super) fn position(&self, id: NodeId) -> Option<usize> {
        if !self.is_open(id) {
            return None;
        }
        self.stack.iter().rposition(|open| open.id == id)
    }

    /// Whether an HTML element with this tag is open, in whatever scope.
    pub(super) fn contains(&self, tag: Tag) -> bool {
        self.counts[tag.number()] > 0
    }

    /// The topmost `table` or `template`.
    pub(super) fn last_table_or_template(&self) -> Option<usize> {
        if !self.contains(Tag::TABLE) && !self.contains(Tag::TEMPLATE) {
            return None;
        }
        let either = |open: &Open| open.is_one_of(&[Tag::TABLE, Tag::TEMPLATE]);
        self.stack.iter().rposition(either)
    }

    pub(super) fn in_scope(&self, tag: Tag) -> bool {
        self.has_in(&[tag], &SCOPE_BITS, &[])
    }

    pub(super) fn any_in_scope(&self, tags: &TagSet) -> bool {
        self.has_in(tags, &SCOPE_BITS, &[])
    }

    pub(super) fn in_list_item_scope(&self, tag: Tag) -> bool {
        self.has_in(&[tag], &SCOPE_BITS, LIST_ITEM_SCOPE)
    }

    pub(super) fn in_button_scope(&self, tag: Tag) -> bool {
        self.has_in(&[tag], &SCOPE_BITS, BUTTON_SCOPE)
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
        let bound = |open: &&Open| open.id == id || is_bound(open, &SCOPE_BITS, &[]);
        self.stack
            .iter()
            .rev()
            .find(bound)
            .is_some_and(|open| open.id == id)
    }

    fn has_in(&self, tags: &TagSet, bounds: &TagBits, more: &TagSet) -> bool {
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

fn is_bound(open: &Open, bounds: &TagBits, more: &TagSet) -> bool {
    match open.namespace {
        Namespace::Html => bounds.contains(open.tag) || more.contains(&open.tag),
        namespace => is_foreign_scope(open.tag, namespace),
    }
}
