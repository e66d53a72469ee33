//! The tree of a document, between reading blocks, reading spans and writing HTML.

use std::borrow::Cow;

/// Attributes in source order: names and values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Attributes(pub(super) Vec<(Name, String)>);

/// The name of an attribute; those that are made here need no memory.
pub(super) type Name = Cow<'static, str>;

impl Attributes {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    pub(super) fn set(&mut self, name: impl Into<Name>, value: impl Into<String>) {
        let name = name.into();
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value.into(),
            None => self.0.push((name, value.into())),
        }
    }

    /// Adds a class after those that are there.
    pub(super) fn add_class(&mut self, class: &str) {
        let mut others = self.0.iter_mut().filter(|(name, _)| name == "class");
        match others.next() {
            Some((_, classes)) if !classes.is_empty() => {
                classes.push(' ');
                classes.push_str(class);
            }
            _ => self.set("class", class),
        }
    }

    pub(super) fn remove(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(known, _)| known == name)?;
        Some(self.0.remove(at).1)
    }
}

/// An attribute list, `{: #id .class key="value" reference}`.
#[derive(Debug, Clone, Default)]
pub(super) struct AttributeList {
    /// Names of attribute definitions, and words with a meaning, such as `toc`.
    pub(super) references: Vec<String>,
    pub(super) attributes: Attributes,
}

impl AttributeList {
    /// How long it is, about.
    pub(super) fn bytes(&self) -> usize {
        let values = self.attributes.0.iter().map(|(_, value)| value.len());
        1 + self.references.len() + values.sum::<usize>()
    }

    pub(super) fn refers_to(&self, name: &str) -> bool {
        self.references.iter().any(|reference| reference == name)
    }

    /// Adds what another list says; its classes come after those of this one.
    pub(super) fn merge(&mut self, other: AttributeList) {
        self.references.extend(other.references);
        for (name, value) in other.attributes.0 {
            if name == "class" {
                self.attributes.add_class(&value);
            } else {
                self.attributes.set(name, value);
            }
        }
    }
}

/// An element of the tree.
#[derive(Debug, Clone)]
pub(super) struct Element {
    pub(super) kind: Kind,
    pub(super) attributes: Attributes,
    pub(super) list: Option<Box<AttributeList>>,
    pub(super) children: Vec<Element>,
    /// Text, code, the name of an HTML element: what the kind says. The text of a paragraph, a
    /// header, a term or a cell comes before its children; its spans are read when it is written.
    pub(super) value: String,
}

/// How Markdown is read within an HTML element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ContentModel {
    Raw,
    Block,
    Span,
}

/// What a block that is no content stands for: an attribute list after it is for that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    /// `^`, which parts blocks.
    Boundary,
    AttributeList,
    AttributeDefinition,
    Extension,
    LinkDefinition(String),
    Abbreviation(String),
    Footnote(String),
}

/// How the cells of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alignment {
    Default,
    Left,
    Center,
    Right,
}

/// Kinds of elements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Root,
    /// Blank lines.
    Blank {
        /// Whether they are one line end.
        single: bool,
    },
    Mark(Mark),
    /// A paragraph; a transparent one is written without its tags.
    Paragraph {
        transparent: bool,
    },
    /// A header.
    Header {
        level: u8,
    },
    Quote,
    /// Code; the language stands in the class.
    CodeBlock,
    Rule,
    BulletList,
    OrderedList,
    Item,
    DefinitionList,
    /// A term of a definition list.
    Term,
    /// A definition; whether it begins with a paragraph of its own.
    Definition {
        first_as_paragraph: bool,
    },
    Table(Vec<Alignment>),
    TableHead,
    TableBody,
    TableFoot,
    Row,
    Cell,
    Math,
    Html {
        closed: bool,
        model: ContentModel,
    },
    /// `<!-- -->` or `<? ?>`.
    HtmlComment,
    /// What is written as it is.
    Raw {
        block: bool,
    },
    Comment {
        block: bool,
    },
    /// Text in an HTML element, whose spans are read when it is written.
    Spans,
    /// Text.
    Text,
}

impl Element {
    pub(super) fn new(kind: Kind) -> Element {
        Element {
            kind,
            attributes: Attributes::default(),
            list: None,
            children: Vec::new(),
            value: String::new(),
        }
    }

    pub(super) fn with_value(kind: Kind, value: impl Into<String>) -> Element {
        Element {
            value: value.into(),
            ..Element::new(kind)
        }
    }

    pub(super) fn with_children(kind: Kind, children: Vec<Element>) -> Element {
        Element {
            children,
            ..Element::new(kind)
        }
    }

    pub(super) fn is_paragraph(&self) -> bool {
        matches!(self.kind, Kind::Paragraph { .. })
    }

    pub(super) fn is_blank(&self) -> bool {
        matches!(self.kind, Kind::Blank { .. })
    }

    pub(super) fn refers_to(&self, name: &str) -> bool {
        self.list.as_ref().is_some_and(|list| list.refers_to(name))
    }

    /// The attribute list, made if there is none.
    pub(super) fn list_mut(&mut self) -> &mut AttributeList {
        self.list.get_or_insert_default()
    }

    /// Whether Markdown is not read in it.
    pub(super) fn is_raw_html(&self) -> bool {
        matches!(
            self.kind,
            Kind::Html {
                model: ContentModel::Raw,
                ..
            }
        )
    }

    pub(super) fn push_text(&mut self, kind: Kind, text: &str) {
        if text.is_empty() {
            return;
        }
        match self.children.last_mut() {
            Some(last) if last.kind == kind => last.value.push_str(text),
            _ => self.children.push(Element::with_value(kind, text)),
        }
    }
}
