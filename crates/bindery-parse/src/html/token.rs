//! What the tokenizer hands to the tree builder.
use std::ops::Range;

use super::strings::Str;
use super::tag::Tag;

/// A token (WHATWG HTML, section 13.2.5). Its strings stand in the tokenizer that made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    /// `<!DOCTYPE …>`.
    Doctype(Doctype),
    /// `<p …>`.
    StartTag(TagToken),
    /// `</p>`.
    EndTag(TagToken),
    /// `<!--…-->`, and what the standard turns into a comment.
    Comment(Str),
    /// Characters; a run of text may come in several tokens. There is no NUL in it.
    Text(Str),
    /// A NUL that is for the tree builder to drop or to replace.
    Null,
    /// The end of the input.
    End,
}

/// A document type declaration.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Doctype {
    /// The name in lower case.
    pub name: Option<Str>,
    /// The public identifier.
    pub public_id: Option<Str>,
    /// The system identifier.
    pub system_id: Option<Str>,
    /// Whether the document is to be read in quirks mode.
    pub force_quirks: bool,
}

/// A start tag or an end tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TagToken {
    /// The name as a number.
    pub tag: Tag,
    /// Whether it ends in `/>`.
    pub self_closing: bool,
    /// The name in lower case.
    pub name: Str,
    /// Where its `<` stands, in bytes.
    pub offset: u32,
    pub(super) attributes: AttributeRange,
}

/// The attributes of one tag among all, in source order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct AttributeRange {
    pub(super) start: u32,
    pub(super) end: u32,
}

impl AttributeRange {
    pub(super) fn is_empty(self) -> bool {
        self.start == self.end
    }

    pub(super) fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// An attribute, its name in lower case and its value decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AttributeStrs {
    pub(super) name: Str,
    pub(super) value: Str,
}
