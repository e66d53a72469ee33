//! Creating and inserting nodes (section 13.2.6.1).
use std::borrow::Cow;

use super::TreeBuilder;
use super::open_elements::Open;
use super::tag_sets::{IMPLIED_END_BITS, IMPLIED_END_THOROUGHLY, TABLE_PARTS};
use crate::html::tag::Tag;
use crate::html::token::TagToken;
use crate::html::tree::{Namespace, NodeId};

/// Where a node goes: below a parent, before a child of it or at the end.
pub(super) type Place = (NodeId, Option<NodeId>);

impl<'a> TreeBuilder<'a> {
    /// "The appropriate place for inserting a node".
    pub(super) fn appropriate_place(&self, target: Option<Open>) -> Place {
        let Some(target) = target.or_else(|| self.open.current()) else {
            return (self.tree.root(), None);
        };
        if self.foster_parenting && target.is_one_of(TABLE_PARTS) && !target.is(Tag::TEMPLATE) {
            return self.foster_place();
        }
        (self.contents_of(target), None)
    }

    /// A template's contents stand for the template.
    fn contents_of(&self, open: Open) -> NodeId {
        self.tree.template_contents(open.id).unwrap_or(open.id)
    }

    fn foster_place(&self) -> Place {
        let table = self.open.last_with(Tag::TABLE);
        let template = self.open.last_with(Tag::TEMPLATE);
        match (table, template) {
            (table, Some(template)) if table.is_none_or(|table| template > table) => {
                (self.contents_of(self.open.at(template)), None)
            }
            (Some(table), _) => {
                let table_id = self.open.at(table).id;
                match self.tree.parent(table_id) {
                    Some(parent) => (parent, Some(table_id)),
                    None => (self.contents_of(self.open.at(table - 1)), None),
                }
            }
            (None, _) => (self.contents_of(self.open.at(0)), None),
        }
    }

    fn new_html_element(&mut self, tag: TagToken<'a>) -> NodeId {
        let attributes = tag
            .attributes
            .into_iter()
            .map(|attribute| ("", attribute.name, attribute.value));
        let name = (tag.name, tag.tag, Namespace::Html);
        let id = self.tree.new_element(name, attributes, tag.offset);
        if tag.tag == Tag::TEMPLATE {
            let contents = self.tree.new_fragment();
            self.tree.set_template_contents(id, contents);
        }
        id
    }

    /// "Insert an HTML element for the token".
    pub(super) fn insert_element(&mut self, tag: TagToken<'a>) -> NodeId {
        let (parent, before) = self.appropriate_place(None);
        let kind = tag.tag;
        let id = self.new_html_element(tag);
        self.tree.insert_before(parent, id, before);
        self.open.push(id, kind, Namespace::Html);
        id
    }

    /// Inserts an element that never stays open.
    pub(super) fn insert_void(&mut self, tag: TagToken<'a>) {
        self.insert_element(tag);
        self.open.pop();
    }

    /// Inserts an element for a tag that the source does not have.
    pub(super) fn insert_implied(&mut self, tag: Tag) -> NodeId {
        self.insert_element(implied(tag))
    }

    /// The `html` element goes straight into the document.
    pub(super) fn insert_root(&mut self, tag: TagToken<'a>) {
        let id = self.new_html_element(tag);
        let document = self.tree.root();
        self.tree.append(document, id);
        self.open.push(id, Tag::HTML, Namespace::Html);
    }

    pub(super) fn insert_text(&mut self, text: Cow<'a, str>) {
        if text.is_empty() {
            return;
        }
        let (parent, before) = self.appropriate_place(None);
        if parent != self.tree.root() {
            self.tree.insert_text(parent, before, text);
        }
    }

    pub(super) fn insert_comment(&mut self, text: Cow<'a, str>) {
        let (parent, before) = self.appropriate_place(None);
        let id = self.tree.new_comment(text);
        self.tree.insert_before(parent, id, before);
    }

    /// A comment as the last child of the document, or of the `html` element.
    pub(super) fn append_comment(&mut self, parent: NodeId, text: Cow<'a, str>) {
        let id = self.tree.new_comment(text);
        self.tree.append(parent, id);
    }

    /// "Generate implied end tags", except for one tag.
    pub(super) fn generate_implied_end_tags(&mut self, except: Tag) {
        while self.open.current().is_some_and(|open| {
            open.namespace == Namespace::Html
                && open.tag != except
                && IMPLIED_END_BITS.contains(open.tag)
        }) {
            self.open.pop();
        }
    }

    /// "Generate all implied end tags thoroughly".
    pub(super) fn generate_implied_end_tags_thoroughly(&mut self) {
        while self.open.current().is_some_and(|open| {
            open.namespace == Namespace::Html
                && (IMPLIED_END_BITS.contains(open.tag)
                    || IMPLIED_END_THOROUGHLY.contains(&open.tag))
        }) {
            self.open.pop();
        }
    }

    /// "Close a p element", if one is in button scope.
    pub(super) fn close_paragraph(&mut self) {
        if self.open.in_button_scope(Tag::P) {
            self.generate_implied_end_tags(Tag::P);
            if !self.open.current_is(Tag::P) {
                self.error("unclosed-element-in-paragraph");
            }
            self.open.pop_until(Tag::P);
        }
    }
}

/// A start tag without attributes.
pub(super) fn implied<'a>(tag: Tag) -> TagToken<'a> {
    TagToken {
        tag,
        name: Cow::Borrowed(tag.name()),
        attributes: Vec::new(),
        self_closing: false,
        offset: 0,
    }
}
