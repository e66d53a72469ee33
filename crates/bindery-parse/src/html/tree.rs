//! The tree: an arena of nodes.
use std::borrow::Cow;

use super::tag::Tag;

/// A node of one [`Tree`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(u32);

/// No node.
const NONE: u32 = u32::MAX;

impl NodeId {
    fn new(number: u32) -> Option<NodeId> {
        (number != NONE).then_some(NodeId(number))
    }

    fn index(self) -> usize {
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
    nodes: Vec<Links<'a>>,
    attributes: Vec<AttributeData<'a>>,
    /// The document's quirks mode.
    pub quirks_mode: QuirksMode,
}

#[derive(Debug, Clone)]
struct Links<'a> {
    parent: u32,
    first_child: u32,
    last_child: u32,
    previous: u32,
    next: u32,
    data: Data<'a>,
}

#[derive(Debug, Clone)]
enum Data<'a> {
    Document,
    Doctype(Box<[Cow<'a, str>; 3]>),
    Element(ElementData<'a>),
    Text(Cow<'a, str>),
    Comment(Cow<'a, str>),
}

#[derive(Debug, Clone)]
struct ElementData<'a> {
    name: Cow<'a, str>,
    tag: Tag,
    namespace: Namespace,
    attributes_start: u32,
    attributes_end: u32,
    offset: u32,
    contents: u32,
}

#[derive(Debug, Clone)]
struct AttributeData<'a> {
    prefix: &'static str,
    name: Cow<'a, str>,
    value: Cow<'a, str>,
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
    data: &'t ElementData<'t>,
    attributes: &'t [AttributeData<'t>],
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
        &self.data.name
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

    /// The attributes in source order.
    pub fn attributes(&self) -> impl ExactSizeIterator<Item = Attribute<'t>> + use<'t> {
        self.attributes.iter().map(|attribute| Attribute {
            prefix: attribute.prefix,
            name: &attribute.name,
            value: &attribute.value,
        })
    }

    /// The value of the attribute with this name and no namespace.
    pub fn attribute(&self, name: &str) -> Option<&'t str> {
        self.attributes
            .iter()
            .find(|attribute| attribute.prefix.is_empty() && attribute.name == name)
            .map(|attribute| &*attribute.value)
    }
}

impl<'a> Tree<'a> {
    pub(super) fn with_capacity(bytes: usize) -> Tree<'a> {
        let mut tree = Tree {
            nodes: Vec::with_capacity(bytes / 64 + 8),
            attributes: Vec::with_capacity(bytes / 256),
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
    pub fn node(&self, id: NodeId) -> Node<'_> {
        match &self.nodes[id.index()].data {
            Data::Document => Node::Document,
            Data::Doctype(parts) => Node::Doctype(&parts[0], &parts[1], &parts[2]),
            Data::Element(data) => Node::Element(Element {
                data,
                attributes: &self.attributes
                    [data.attributes_start as usize..data.attributes_end as usize],
            }),
            Data::Text(text) => Node::Text(text),
            Data::Comment(text) => Node::Comment(text),
        }
    }

    /// The node as an element, if it is one.
    pub fn element(&self, id: NodeId) -> Option<Element<'_>> {
        match self.node(id) {
            Node::Element(element) => Some(element),
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
        match &self.nodes[id.index()].data {
            Data::Element(data) => NodeId::new(data.contents),
            _ => None,
        }
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
    fn push(&mut self, data: Data<'a>) -> NodeId {
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

    pub(super) fn new_comment(&mut self, text: Cow<'a, str>) -> NodeId {
        self.push(Data::Comment(text))
    }

    pub(super) fn new_doctype(&mut self, parts: [Cow<'a, str>; 3]) -> NodeId {
        self.push(Data::Doctype(Box::new(parts)))
    }

    pub(super) fn new_element(
        &mut self,
        (name, tag, namespace): (Cow<'a, str>, Tag, Namespace),
        attributes: impl IntoIterator<Item = (&'static str, Cow<'a, str>, Cow<'a, str>)>,
        offset: usize,
    ) -> NodeId {
        let attributes_start = self.attributes.len() as u32;
        let rows = attributes.into_iter();
        self.attributes
            .extend(rows.map(|(prefix, name, value)| AttributeData {
                prefix,
                name,
                value,
            }));
        self.push(Data::Element(ElementData {
            name,
            tag,
            namespace,
            attributes_start,
            attributes_end: self.attributes.len() as u32,
            offset: u32::try_from(offset).unwrap_or(u32::MAX),
            contents: NONE,
        }))
    }

    pub(super) fn set_template_contents(&mut self, id: NodeId, contents: NodeId) {
        if let Data::Element(data) = &mut self.nodes[id.index()].data {
            data.contents = contents.0;
        }
    }

    /// A copy of the element without children.
    pub(super) fn clone_element(&mut self, id: NodeId) -> NodeId {
        let data = self.nodes[id.index()].data.clone();
        self.push(data)
    }

    /// Adds the attributes that the element lacks.
    pub(super) fn add_missing_attributes(
        &mut self,
        id: NodeId,
        added: impl IntoIterator<Item = (Cow<'a, str>, Cow<'a, str>)>,
    ) {
        let Data::Element(data) = &self.nodes[id.index()].data else {
            return;
        };
        let old = data.attributes_start as usize..data.attributes_end as usize;
        let missing: Vec<AttributeData<'a>> = added
            .into_iter()
            .filter(|(name, _)| self.attributes[old.clone()].iter().all(|a| a.name != *name))
            .map(|(name, value)| AttributeData {
                prefix: "",
                name,
                value,
            })
            .collect();
        if missing.is_empty() {
            return;
        }
        let start = self.attributes.len() as u32;
        self.attributes.extend_from_within(old);
        self.attributes.extend(missing);
        let end = self.attributes.len() as u32;
        if let Data::Element(data) = &mut self.nodes[id.index()].data {
            (data.attributes_start, data.attributes_end) = (start, end);
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
        text: Cow<'a, str>,
    ) {
        let previous = match reference {
            Some(reference) => self.previous_sibling(reference),
            None => self.last_child(parent),
        };
        if let Some(previous) = previous
            && let Data::Text(existing) = &mut self.nodes[previous.index()].data
        {
            existing.to_mut().push_str(&text);
            return;
        }
        let id = self.push(Data::Text(text));
        self.insert_before(parent, id, reference);
    }
}
