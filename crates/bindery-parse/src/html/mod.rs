//! HTML by the WHATWG standard: tokens, trees and back.
//!
//! ```
//! use bindery_parse::html;
//!
//! let tree = html::parse_fragment("<p>one<p>two", "body", &html::Options::default())?;
//! assert_eq!(html::serialize(&tree, tree.root()), "<p>one</p><p>two</p>");
//! # Ok::<(), html::TooLarge>(())
//! ```
mod contents;
mod foreign_names;
mod named_references;
mod serialize;
mod strings;
mod tag;
#[cfg(test)]
mod tests;
mod token;
pub mod tokenizer;
mod tree;
mod tree_builder;

use std::borrow::Cow;

pub use serialize::serialize;
pub use strings::Str;
pub use tag::Tag;
pub use token::{Doctype, TagToken, Token};
pub use tokenizer::{Content, ParseError, Tokenizer};
pub use tree::{Attribute, Element, Namespace, Node, NodeId, QuirksMode, Tree};
use tree_builder::{Built, Context, TreeBuilder};

/// No input may have so many bytes or more: places in it, and in what is decoded from it, are
/// counted in 32 bits.
pub const MAX_INPUT: usize = 1 << 30;

/// How HTML is parsed.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Whether scripting is enabled: then the content of `noscript` is text.
    pub scripting: bool,
    /// Input of more bytes is refused; at most [`MAX_INPUT`] counts.
    pub max_bytes: usize,
}

impl Default for Options {
    /// No scripting, 256 MiB.
    fn default() -> Options {
        Options {
            scripting: false,
            max_bytes: 256 << 20,
        }
    }
}

/// The input is larger than it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the input has {bytes} bytes, and at most {limit} are read")]
pub struct TooLarge {
    /// The input's size.
    pub bytes: usize,
    /// The size that is still read.
    pub limit: usize,
}

impl TooLarge {
    fn check(input: &str, max_bytes: usize) -> Result<(), TooLarge> {
        let (bytes, limit) = (input.len(), max_bytes.min(MAX_INPUT - 1));
        if bytes > limit {
            return Err(TooLarge { bytes, limit });
        }
        Ok(())
    }
}

/// Parses a document (section 13.2). Line ends must be `\n`: see [`normalize_newlines`].
///
/// # Errors
/// The input is larger than the options allow; no other input is refused.
pub fn parse_document<'a>(input: &'a str, options: &Options) -> Result<Tree<'a>, TooLarge> {
    Ok(builder(input, options, false)?.run().tree)
}

/// Parses a document and says what is wrong with it: the standard's parse errors by its names, and
/// the tree builder's own where the standard has none, in the order of their places.
///
/// # Errors
/// The input is larger than the options allow.
pub fn parse_document_with_errors<'a>(
    input: &'a str,
    options: &Options,
) -> Result<(Tree<'a>, Vec<ParseError>), TooLarge> {
    let built = builder(input, options, true)?.run();
    Ok((built.tree, built.errors))
}

/// Parses a fragment (section 13.4) for an element with this name: `body`, `td`, `svg path`,
/// `math mi`. The fragment's nodes stand below [`Tree::root`]. Line ends must be `\n`: see
/// [`normalize_newlines`].
///
/// # Errors
/// The input is larger than the options allow.
pub fn parse_fragment<'a>(
    input: &'a str,
    context: &str,
    options: &Options,
) -> Result<Tree<'a>, TooLarge> {
    Ok(fragment(builder(input, options, false)?, context).tree)
}

/// Parses a fragment for `body`, and says whether its first `mark` bytes are a fragment by
/// themselves: no element of theirs is still open there.
pub(crate) fn parse_fragment_with_mark<'a>(
    input: &'a str,
    mark: usize,
    options: &Options,
) -> Result<(Tree<'a>, bool), TooLarge> {
    let mut builder = builder(input, options, false)?;
    builder.set_mark(mark);
    let built = fragment(builder, "body");
    Ok((built.tree, built.is_closed_at_mark))
}

/// Parses a fragment and says what is wrong with it, as [`parse_document_with_errors`] does.
///
/// # Errors
/// The input is larger than the options allow.
pub fn parse_fragment_with_errors<'a>(
    input: &'a str,
    context: &str,
    options: &Options,
) -> Result<(Tree<'a>, Vec<ParseError>), TooLarge> {
    let built = fragment(builder(input, options, true)?, context);
    Ok((built.tree, built.errors))
}

fn builder<'a>(
    input: &'a str,
    options: &Options,
    collect_errors: bool,
) -> Result<TreeBuilder<'a>, TooLarge> {
    TooLarge::check(input, options.max_bytes)?;
    let tokenizer = Tokenizer::new(input, collect_errors)?;
    Ok(TreeBuilder::new(tokenizer, options.scripting))
}

fn fragment<'a>(mut builder: TreeBuilder<'a>, context: &str) -> Built<'a> {
    let (name, namespace) = match context.split_once(' ') {
        Some(("svg", name)) => (name, Namespace::Svg),
        Some(("math", name)) => (name, Namespace::MathMl),
        _ => (context, Namespace::Html),
    };
    builder.set_context(Context { name, namespace });
    let mut built = builder.run();
    let tree = &mut built.tree;
    let root = tree.root();
    if let Some(html) = tree.first_child(root) {
        tree.detach(html);
        tree.move_children(html, root);
    }
    built
}

/// `\n` for every `\r\n` and `\r` (section 13.2.3.5); borrowed where there is none.
pub fn normalize_newlines(input: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\r', input.as_bytes()).is_none() {
        return Cow::Borrowed(input);
    }
    Cow::Owned(input.replace("\r\n", "\n").replace('\r', "\n"))
}

/// Whether a name with its semicolon, such as `amp;`, is that of a character reference (section
/// 13.5).
pub(crate) fn is_named_reference(name: &str) -> bool {
    let rows = &named_references::NAMED_REFERENCES;
    rows.binary_search_by(|(known, _)| (*known).cmp(name))
        .is_ok()
}
