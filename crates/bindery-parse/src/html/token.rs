//! What the tokenizer hands to the tree builder.
use std::borrow::Cow;

use super::tag::Tag;

/// A token (WHATWG HTML, section 13.2.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token<'a> {
    /// `<!DOCTYPE …>`.
    Doctype(Doctype<'a>),
    /// `<p …>`.
    StartTag(TagToken<'a>),
    /// `</p>`.
    EndTag(TagToken<'a>),
    /// `<!--…-->`, and what the standard turns into a comment.
    Comment(Cow<'a, str>),
    /// Characters; a run of text may come in several tokens.
    Text(Cow<'a, str>),
    /// The end of the input.
    End,
}

/// A document type declaration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Doctype<'a> {
    /// The name in lower case.
    pub name: Option<Cow<'a, str>>,
    /// The public identifier.
    pub public_id: Option<Cow<'a, str>>,
    /// The system identifier.
    pub system_id: Option<Cow<'a, str>>,
    /// Whether the document is to be read in quirks mode.
    pub force_quirks: bool,
}

/// A start tag or an end tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagToken<'a> {
    /// The name as a number.
    pub tag: Tag,
    /// The name in lower case.
    pub name: Cow<'a, str>,
    /// The attributes in source order, without repetitions.
    pub attributes: Vec<Attribute<'a>>,
    /// Whether it ends in `/>`.
    pub self_closing: bool,
    /// Where its `<` stands, in bytes.
    pub offset: usize,
}

/// An attribute as written, its name in lower case and its value decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute<'a> {
    /// The name.
    pub name: Cow<'a, str>,
    /// The value.
    pub value: Cow<'a, str>,
}
