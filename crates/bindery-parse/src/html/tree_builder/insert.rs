//! Creating and inserting nodes (section 13.2.6.1).
use super::open_elements::Open;
use super::tag_sets::{IMPLIED_END_BITS, IMPLIED_END_THOROUGHLY, TABLE_PARTS};
use super::{MAX_OPEN, TreeBuilder};
use crate::html::strings::Str;
use crate::html::tag::Tag;
use crate::html::token::{AttributeRange, TagToken};
use crate::html::tree::{ElementData, Namespace, NodeId};

/// Where a node goes: below a parent, before a child of it or at the end.
pub(super) type Place = (NodeId, Option<NodeId>);

impl TreeBuilder<'_> {
    /// "The appropriate place for inserting a node".
    #[inline]
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
        if open.tag != Tag::TEMPLATE {
            return open.id;
        }
        self.tree.template_contents(open.id).unwrap_or(open.id)
    }

    fn foster_place(&self) -> Place {
        match self.open.last_table_or_template() {
            Some(at) if self.open.at(at).tag == Tag::TEMPLATE => {
                (self.contents_of(self.open.at(at)), None)
            }
            Some(at) => {
                let table = self.open.at(at).id;
                match self.tree.parent(table) {
                    Some(parent) => (parent, Some(table)),
                    None => (self.contents_of(self.open.at(at - 1)), None),
                }
            }
            None => (self.contents_of(self.open.at(0)), None),
        }
    }

    fn new_html_element(&mut self, tag: TagToken) -> NodeId {
        let id = self.tree.new_element(ElementData {
            tag: tag.tag,
            namespace: Namespace::Html,
            name: tag.name,
            attributes: tag.attributes,
            offset: tag.offset,
        });
        if tag.tag == Tag::TEMPLATE {
            let contents = self.tree.new_fragment();
            self.tree.set_template_contents(id, contents);
        }
        id
    }

    /// "Insert an HTML element for the token".
    pub(super) fn insert_element(&mut self, tag: TagToken) -> NodeId {
        let id = self.insert_closed(tag);
        self.open.push(id, tag.tag, Namespace::Html);
        id
    }

    /// The same, for an element that can hold its like without end: [`MAX_OPEN`] bounds it. `None`
    /// if it was not opened.
    pub(super) fn insert_nested(&mut self, tag: TagToken) -> Option<NodeId> {
        let id = self.insert_closed(tag);
        if self.open.len() >= MAX_OPEN {
            self.error("too-many-open-elements");
            return None;
        }
        self.open.push(id, tag.tag, Namespace::Html);
        Some(id)
    }

    fn insert_closed(&mut self, tag: TagToken) -> NodeId {
        let (parent, before) = self.appropriate_place(None);
        let id = self.new_html_element(tag);
        self.tree.insert_before(parent, id, before);
        id
    }

    /// Inserts an element that never stays open.
    pub(super) fn insert_void(&mut self, tag: TagToken) {
        self.insert_closed(tag);
    }

    /// Inserts an element for a tag that the source does not have.
    pub(super) fn insert_implied(&mut self, tag: Tag) -> NodeId {
        self.insert_element(implied(tag))
    }

    /// The `html` element goes straight into the document.
    pub(super) fn insert_root(&mut self, tag: TagToken) {
        let id = self.new_html_element(tag);
        let document = self.tree.root();
        self.tree.append(document, id);
        self.open.push(id, Tag::HTML, Namespace::Html);
    }

    pub(super) fn insert_text(&mut self, text: Str) {
        if text.is_empty() {
            return;
        }
        let (parent, before) = self.appropriate_place(None);
        if parent != self.tree.root() {
            let strings = &mut self.tokenizer.contents.strings;
            self.tree.insert_text(parent, before, text, strings);
        }
    }

    pub(super) fn insert_comment(&mut self, text: Str) {
        let (parent, before) = self.appropriate_place(None);
        let id = self.tree.new_comment(text);
        self.tree.insert_before(parent, id, before);
    }

    /// Gives an element the attributes of the tag that it lacks.
    pub(super) fn add_missing_attributes(&mut self, id: NodeId, tag: &TagToken) {
        if let Some(data) = self.tree.element_data(id) {
            let old = data.attributes;
            let merged = self.tokenizer.contents.merge(old, tag.attributes);
            self.tree.set_attributes(id, merged);
        }
    }

    /// The value of a tag's attribute.
    pub(super) fn attribute(&self, tag: &TagToken, name: &str) -> Option<&str> {
        self.tokenizer.contents.attribute(tag.attributes, name)
    }

    /// A comment as the last child of the document, or of the `html` element.
    pub(super) fn append_comment(&mut self, parent: NodeId, text: Str) {
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

/// A start tag that the source does not have.
pub(super) fn implied(tag: Tag) -> TagToken {
    TagToken {
        tag,
        self_closing: false,
        name: Str::EMPTY,
        offset: 0,
        attributes: AttributeRange::default(),
    }
}

impl ElementData {
    /// An HTML element that the source does not have.
    pub(super) fn html(tag: Tag) -> ElementData {
        ElementData {
            tag,
            namespace: Namespace::Html,
            name: Str::EMPTY,
            attributes: AttributeRange::default(),
            offset: 0,
        }
    }
}
