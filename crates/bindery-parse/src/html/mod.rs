//! HTML by the WHATWG standard: tokens, trees and back.
//!
//! ```
//! use bindery_parse::html;
//!
//! let tree = html::parse_fragment("<p>one<p>two", "body", &html::Options::default());
//! assert_eq!(html::serialize(&tree, tree.root()), "<p>one</p><p>two</p>");
//! ```
mod named_references;
mod serialize;
mod tag;
#[cfg(test)]
mod tests;
mod token;
pub mod tokenizer;
mod tree;
mod tree_builder;

use std::borrow::Cow;

pub use serialize::serialize;
pub use tag::Tag;
pub use token::{Attribute as TokenAttribute, Doctype, TagToken, Token};
pub use tokenizer::{Content, ParseError, Tokenizer};
pub use tree::{Attribute, Element, Namespace, Node, NodeId, QuirksMode, Tree};
use tree_builder::{Context, TreeBuilder};

/// How HTML is parsed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Whether scripting is enabled: then the content of `noscript` is text.
    pub scripting: bool,
}

/// Parses a document (section 13.2).
pub fn parse_document<'a>(input: &'a str, options: &Options) -> Tree<'a> {
    let mut builder = TreeBuilder::new(input, options.scripting, false);
    builder.run();
    builder.tree
}

/// Parses a document and says what is wrong with it: the standard's parse errors by its names, and
/// the tree builder's own where the standard has none, in the order of their places.
pub fn parse_document_with_errors<'a>(
    input: &'a str,
    options: &Options,
) -> (Tree<'a>, Vec<ParseError>) {
    let mut builder = TreeBuilder::new(input, options.scripting, true);
    builder.run();
    let errors = builder.take_errors();
    (builder.tree, errors)
}

/// Parses a fragment (section 13.4) for an element with this name: `body`, `td`, `svg path`,
/// `math mi`. The fragment's nodes stand below [`Tree::root`]. Line ends must be `\n`: see
/// [`normalize_newlines`].
pub fn parse_fragment<'a>(input: &'a str, context: &str, options: &Options) -> Tree<'a> {
    let (name, namespace) = match context.split_once(' ') {
        Some(("svg", name)) => (name, Namespace::Svg),
        Some(("math", name)) => (name, Namespace::MathMl),
        _ => (context, Namespace::Html),
    };
    let mut builder = TreeBuilder::new(input, options.scripting, false);
    builder.set_context(Context { name, namespace });
    builder.run();
    let mut tree = builder.tree;
    let root = tree.root();
    if let Some(html) = tree.first_child(root) {
        tree.detach(html);
        tree.move_children(html, root);
    }
    tree
}

/// `\n` for every `\r\n` and `\r` (section 13.2.3.5); borrowed where there is none.
pub fn normalize_newlines(input: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\r', input.as_bytes()).is_none() {
        return Cow::Borrowed(input);
    }
    Cow::Owned(input.replace("\r\n", "\n").replace('\r', "\n"))
}
