//! The tree: an arena of nodes.
use std::collections::HashMap;

use super::contents::Contents;
use super::foreign_names::with_namespace;
use super::strings::{Str, Strings};
use super::tag::Tag;
use super::token::{AttributeRange, AttributeStrs};

/// A node of one [`Tree`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(u32);

/// No node.
const NONE: u32 = u32::MAX;

impl NodeId {
    fn new(number: u32) -> Option<NodeId> {
        (number != NONE).then_some(NodeId(number))
    }

    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// The namespace of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Namespace {
    /// HTML.
    Html,
    /// SVG.
    Svg,
    /// MathML.
    MathMl,
}

/// The quirks mode of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum QuirksMode {
    /// As the standards say.
    #[default]
    NoQuirks,
    /// Almost.
    LimitedQuirks,
    /// As browsers of the nineties did.
    Quirks,
}

/// A parsed document or fragment. Nodes are numbered in the order in which they were made.
#[derive(Debug, Clone)]
pub struct Tree<'a> {
    nodes: Vec<Links>,
    /// Set when the tree is complete; the tokenizer has it until then.
    pub(super) contents: Contents<'a>,
    doctype: [Str; 3],
    templates: HashMap<u32, NodeId>,
    /// The document's quirks mode.
    pub quirks_mode: QuirksMode,
}

#[derive(Debug, Clone)]
struct Links {
    parent: u32,
    first_child: u32,
    last_child: u32,
    previous: u32,
    next: u32,
    data: Data,
}

#[derive(Debug, Clone, Copy)]
enum Data {
    Document,
    Doctype,
    Element(ElementData),
    Text(Str),
    Comment(Str),
}

/// What an element is.
#[derive(Debug, Clone, Copy)]
pub(super) struct ElementData {
    pub(super) tag: Tag,
    pub(super) namespace: Namespace,
    /// Read only where the tag does not say it.
    pub(super) name: Str,
    pub(super) attributes: AttributeRange,
    pub(super) offset: u32,
}

/// A node seen from outside.
#[derive(Debug, Clone, Copy)]
pub enum Node<'t> {
    /// The document, or the root of a fragment.
    Document,
    /// A document type: name, public and system identifier, empty where missing.
    Doctype(&'t str, &'t str, &'t str),
    /// An element.
    Element(Element<'t>),
    /// Text; never empty, and never beside other text.
    Text(&'t str),
    /// A comment.
    Comment(&'t str),
}

/// An element.
#[derive(Debug, Clone, Copy)]
pub struct Element<'t> {
    data: &'t ElementData,
    contents: &'t Contents<'t>,
}

/// An attribute of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attribute<'t> {
    /// `xlink`, `xml` or `xmlns` where a foreign element's attribute has that namespace; else
    /// empty.
    pub prefix: &'static str,
    /// The local name.
    pub name: &'t str,
    /// The value.
    pub value: &'t str,
}

impl<'t> Element<'t> {
    /// The local name: lower case for HTML, as SVG and MathML spell it for theirs.
    pub fn name(&self) -> &'t str {
        match self.data.tag {
            Tag::OTHER => self.contents.text(self.data.name),
            tag => tag.name(),
        }
    }

    /// The name as a number; [`Tag::OTHER`] for elements that are not HTML's.
    pub fn tag(&self) -> Tag {
        if self.data.namespace == Namespace::Html {
            self.data.tag
        } else {
            Tag::OTHER
        }
    }

    /// The namespace.
    pub fn namespace(&self) -> Namespace {
        self.data.namespace
    }

    /// Where its start tag begins in the input, in bytes; 0 for an element that has none.
    pub fn offset(&self) -> usize {
        self.data.offset as usize
    }

    /// Whether it has any attribute.
    pub fn has_attributes(&self) -> bool {
        !self.data.attributes.is_empty()
    }

    /// The attributes in source order.
    pub fn attributes(&self) -> impl ExactSizeIterator<Item = Attribute<'t>> + use<'t> {
        let (contents, namespace) = (self.contents, self.data.namespace);
        let attributes = contents.attributes(self.data.attributes).iter();
        attributes.map(move |AttributeStrs { name, value }| {
            let (prefix, name) = match (namespace, contents.text(*name)) {
                (Namespace::Html, name) => ("", name),
                (_, name) => with_namespace(name),
            };
            let value = contents.text(*value);
            Attribute {
                prefix,
                name,
                value,
            }
        })
    }

    /// The value of the attribute with this name and no namespace.
    pub fn attribute(&self, name: &str) -> Option<&'t str> {
        if self.data.namespace == Namespace::Html {
            return self.contents.attribute(self.data.attributes, name);
        }
        self.attributes()
            .find(|attribute| attribute.prefix.is_empty() && attribute.name == name)
            .map(|attribute| attribute.value)
    }
}

impl<'a> Tree<'a> {
    pub(super) fn with_capacity(bytes: usize) -> Tree<'a> {
        let mut tree = Tree {
            nodes: Vec::with_capacity(bytes / 32 + 8),
            contents: Contents::default(),
            doctype: [Str::EMPTY; 3],
            templates: HashMap::new(),
            quirks_mode: QuirksMode::NoQuirks,
        };
        tree.push(Data::Document);
        tree
    }

    /// The document, or the root of a fragment.
    pub fn root(&self) -> NodeId {
        NodeId(0)
    }

    /// How many nodes were made, those that are no longer in the tree included.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is nothing but the root.
    pub fn is_empty(&self) -> bool {
        self.nodes.len() == 1
    }

    /// What a node is.
    #[inline]
    pub fn node(&self, id: NodeId) -> Node<'_> {
        match &self.nodes[id.index()].data {
            Data::Document => Node::Document,
            Data::Doctype => {
                let [name, public, system] = self.doctype.map(|part| self.contents.text(part));
                Node::Doctype(name, public, system)
            }
            Data::Element(data) => Node::Element(Element {
                data,
                contents: &self.contents,
            }),
            Data::Text(text) => Node::Text(self.contents.text(*text)),
            Data::Comment(text) => Node::Comment(self.contents.text(*text)),
        }
    }

    /// The node as an element, if it is one.
    pub fn element(&self, id: NodeId) -> Option<Element<'_>> {
        match &self.nodes[id.index()].data {
            Data::Element(data) => Some(Element {
                data,
                contents: &self.contents,
            }),
            _ => None,
        }
    }

    /// The node above.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        NodeId::new(self.nodes[id.index()].parent)
    }

    /// The first node below.
    pub fn first_child(&self, id: NodeId) -> Option<NodeId> {
        NodeId::new(self.nodes[id.index()].first_child)
    }

    /// The last node below.
    pub fn last_child(&self, id: NodeId) -> Option<NodeId> {
        NodeId::new(self.nodes[id.index()].last_child)
    }

    /// The next node with the same parent.
    pub fn next_sibling(&self, id: NodeId) -> Option<NodeId> {
        NodeId::new(self.nodes[id.index()].next)
    }

    /// The previous node with the same parent.
    pub fn previous_sibling(&self, id: NodeId) -> Option<NodeId> {
        NodeId::new(self.nodes[id.index()].previous)
    }

    /// The nodes directly below, in order.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.first_child(id), |&child| self.next_sibling(child))
    }

    /// The root of a `template`'s contents.
    pub fn template_contents(&self, id: NodeId) -> Option<NodeId> {
        self.templates.get(&id.0).copied()
    }

    /// The next node in document order below `root`, `id` itself being one of them.
    pub fn next_in_order(&self, id: NodeId, root: NodeId) -> Option<NodeId> {
        self.first_child(id).or_else(|| self.next_after(id, root))
    }

    /// The next node in document order that is not below `id`.
    pub fn next_after(&self, id: NodeId, root: NodeId) -> Option<NodeId> {
        let mut id = id;
        while id != root {
            if let Some(next) = self.next_sibling(id) {
                return Some(next);
            }
            id = self.parent(id)?;
        }
        None
    }
}

/// What the tree builder does to the tree.
impl<'a> Tree<'a> {
    fn push(&mut self, data: Data) -> NodeId {
        let id = self.nodes.len() as u32;
        self.nodes.push(Links {
            parent: NONE,
            first_child: NONE,
            last_child: NONE,
            previous: NONE,
            next: NONE,
            data,
        });
        NodeId(id)
    }

    pub(super) fn new_fragment(&mut self) -> NodeId {
        self.push(Data::Document)
    }

    pub(super) fn new_comment(&mut self, text: Str) -> NodeId {
        self.push(Data::Comment(text))
    }

    pub(super) fn new_doctype(&mut self, parts: [Str; 3]) -> NodeId {
        self.doctype = parts;
        self.push(Data::Doctype)
    }

    pub(super) fn new_element(&mut self, data: ElementData) -> NodeId {
        self.push(Data::Element(data))
    }

    pub(super) fn set_template_contents(&mut self, id: NodeId, contents: NodeId) {
        self.templates.insert(id.0, contents);
    }

    /// What an element is; `None` for other nodes.
    pub(super) fn element_data(&self, id: NodeId) -> Option<&ElementData> {
        match &self.nodes[id.index()].data {
            Data::Element(data) => Some(data),
            _ => None,
        }
    }

    /// A copy of the element without children.
    pub(super) fn clone_element(&mut self, id: NodeId) -> NodeId {
        let data = self.nodes[id.index()].data;
        self.push(data)
    }

    pub(super) fn set_attributes(&mut self, id: NodeId, attributes: AttributeRange) {
        if let Data::Element(data) = &mut self.nodes[id.index()].data {
            data.attributes = attributes;
        }
    }

    pub(super) fn append(&mut self, parent: NodeId, child: NodeId) {
        self.insert_before(parent, child, None);
    }

    /// Puts `child`, which must have no parent, below `parent`, before `reference` or at the end.
    pub(super) fn insert_before(
        &mut self,
        parent: NodeId,
        child: NodeId,
        reference: Option<NodeId>,
    ) {
        let previous = match reference {
            Some(reference) => self.nodes[reference.index()].previous,
            None => self.nodes[parent.index()].last_child,
        };
        let next = reference.map_or(NONE, |reference| reference.0);
        let links = &mut self.nodes[child.index()];
        (links.parent, links.previous, links.next) = (parent.0, previous, next);
        match NodeId::new(previous) {
            Some(previous) => self.nodes[previous.index()].next = child.0,
            None => self.nodes[parent.index()].first_child = child.0,
        }
        match NodeId::new(next) {
            Some(next) => self.nodes[next.index()].previous = child.0,
            None => self.nodes[parent.index()].last_child = child.0,
        }
    }

    /// Takes a node out of its parent, with all that is below it.
    pub(super) fn detach(&mut self, id: NodeId) {
        let Links {
            parent,
            previous,
            next,
            ..
        } = self.nodes[id.index()];
        let Some(parent) = NodeId::new(parent) else {
            return;
        };
        match NodeId::new(previous) {
            Some(previous) => self.nodes[previous.index()].next = next,
            None => self.nodes[parent.index()].first_child = next,
        }
        match NodeId::new(next) {
            Some(next) => self.nodes[next.index()].previous = previous,
            None => self.nodes[parent.index()].last_child = previous,
        }
        let links = &mut self.nodes[id.index()];
        (links.parent, links.previous, links.next) = (NONE, NONE, NONE);
    }

    /// Moves all children of one node to the end of another.
    pub(super) fn move_children(&mut self, from: NodeId, to: NodeId) {
        while let Some(child) = self.first_child(from) {
            self.detach(child);
            self.append(to, child);
        }
    }

    /// Inserts text, joining it to text that stands right before the place.
    pub(super) fn insert_text(
        &mut self,
        parent: NodeId,
        reference: Option<NodeId>,
        text: Str,
        strings: &mut Strings<'a>,
    ) {
        let previous = match reference {
            Some(reference) => self.previous_sibling(reference),
            None => self.last_child(parent),
        };
        if let Some(previous) = previous
            && let Data::Text(existing) = &mut self.nodes[previous.index()].data
        {
            *existing = strings.join(*existing, text);
            return;
        }
        let id = self.push(Data::Text(text));
        self.insert_before(parent, id, reference);
    }
}
