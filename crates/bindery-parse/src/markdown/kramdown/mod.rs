//! kramdown, as Ruby's kramdown 2 reads it, with the additions of its parser for GitHub's Markdown.
//!
//! Reading takes two passes, because a definition may stand after what refers to it: `block`
//! makes a tree of blocks whose text is unread, then `write` writes HTML, in which `span` reads the
//! text as it is written. The grammar is that of kramdown's syntax page; where it says nothing, what kramdown 2.4
//! does.
mod abbreviation;
mod attribute_list;
mod block;
mod code_block;
mod definition;
mod elements;
mod emphasis;
mod escape;
mod footnote;
mod header_id;
mod html_block;
mod link;
mod list;
mod options;
mod quotes;
mod scan;
mod span;
mod span_html;
mod span_text;
mod table;
mod table_pipes;
mod toc;
mod tree;
mod write;

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};

pub(crate) use definition::is_footnote_name;
pub use options::{Math, Options};

use tree::{AttributeList, Element, Kind};

/// How deep blocks nest; what is deeper is text.
const MAX_DEPTH: usize = 64;

/// How many bytes of definitions any text may have copied to where they are referred to; longer texts
/// may have more.
const MAX_COPIED: usize = 1 << 20;

/// Turns kramdown into HTML.
///
/// ```
/// use bindery_parse::markdown::kramdown::{Options, to_html};
/// let html = to_html("*a*\n{: .b}\n", &Options::default());
/// assert_eq!(html, "<p class=\"b\"><em>a</em></p>\n");
/// ```
pub fn to_html(text: &str, options: &Options) -> String {
    let mut parser = Parser::new(options.clone());
    let mut root = Element::new(Kind::Root);
    let mut text = crate::html::normalize_newlines(text);
    parser.copies = Cell::new(MAX_COPIED + 16 * text.len());
    if !text.ends_with('\n') {
        text = [&*text, "\n"].concat().into();
    }
    parser.parse_blocks(&mut root, &mut Source::new(&text));
    parser.finish(&mut root);
    parser.write(&root, text.len())
}

/// A text that is being read.
struct Source<'t> {
    text: &'t str,
    position: usize,
    /// How many bytes may still be searched in vain for the end of something.
    fuel: usize,
}

impl<'t> Source<'t> {
    fn new(text: &'t str) -> Source<'t> {
        Source {
            text,
            position: 0,
            fuel: 4096 + 16 * text.len(),
        }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.position..]
    }

    /// What a function finds that searches the whole rest, if the rest begins with `start`.
    fn try_to_end<T>(&mut self, start: &str, find: impl Fn(&'t str) -> Option<T>) -> Option<T> {
        let rest = self.rest();
        if self.fuel == 0 || !rest.starts_with(start) {
            return None;
        }
        let found = find(rest);
        if found.is_none() {
            self.fuel = self.fuel.saturating_sub(rest.len());
        }
        found
    }

    fn at_end(&self) -> bool {
        self.position >= self.text.len()
    }

    /// Goes on at `rest`, an end of the text.
    fn go_on_at(&mut self, rest: &str) {
        self.position = self.text.len() - rest.len();
    }

    /// The first line, which is passed.
    fn take_line(&mut self) -> &'t str {
        let line = scan::split_line(self.rest()).0;
        self.position += line.len();
        line
    }
}

/// Where a link leads.
struct LinkDefinition {
    address: String,
    title: Option<String>,
    list: AttributeList,
}

impl LinkDefinition {
    fn bytes(&self) -> usize {
        self.address.len() + self.title.as_ref().map_or(0, String::len)
    }
}

/// A footnote's text.
struct Footnote {
    name: String,
    content: Element,
    /// Its place among those that were referred to, if `marks` is not 0.
    place: usize,
    /// How many marks were written.
    marks: usize,
}

/// An abbreviation: what it stands for.
struct Abbreviation {
    short: String,
    full: String,
    list: AttributeList,
}

/// What is known of a document while it is read.
struct Parser {
    options: Options,
    attribute_definitions: HashMap<String, AttributeList>,
    links: HashMap<String, LinkDefinition>,
    footnotes: Vec<Footnote>,
    footnote_names: HashMap<String, usize>,
    abbreviations: Vec<Abbreviation>,
    /// The attribute list for the next block.
    next_list: Option<Box<AttributeList>>,
    depth: usize,
    /// The shortest fence of each kind that is known not to be closed, and from where on.
    open_fences: block::OpenFences,
    header_ids: BTreeMap<String, usize>,
    /// The raw HTML elements that are open.
    open_raw: Vec<String>,
    /// How many faults of HTML were met that a browser would repair.
    repairs: usize,
    /// Whether a list asks for a table of contents.
    wants_contents: bool,
    /// How many bytes of definitions may still be copied.
    copies: Cell<usize>,
}

impl Parser {
    fn new(options: Options) -> Parser {
        let links = options.link_defs.iter().map(|(name, address, title)| {
            let definition = LinkDefinition {
                address: address.clone(),
                title: title.clone(),
                list: AttributeList::default(),
            };
            (link::normalised_name(name), definition)
        });
        Parser {
            links: links.collect(),
            options,
            attribute_definitions: HashMap::new(),
            footnotes: Vec::new(),
            footnote_names: HashMap::new(),
            abbreviations: Vec::new(),
            next_list: None,
            depth: 0,
            open_fences: block::OpenFences::default(),
            header_ids: BTreeMap::new(),
            open_raw: Vec::new(),
            repairs: 0,
            wants_contents: false,
            copies: Cell::new(MAX_COPIED),
        }
    }

    /// Whether so many bytes of a definition may be copied: a short text may refer to a long one often.
    fn may_copy(&self, bytes: usize) -> bool {
        let left = self.copies.get().checked_sub(bytes);
        self.copies.set(left.unwrap_or(0));
        left.is_some()
    }

    /// Applies attribute lists, now that all definitions are known, and takes out marks.
    fn finish(&mut self, root: &mut Element) {
        self.settle(root);
        let mut footnotes = std::mem::take(&mut self.footnotes);
        for footnote in &mut footnotes {
            self.settle(&mut footnote.content);
        }
        self.footnotes = footnotes;
    }

    fn settle(&mut self, element: &mut Element) {
        element
            .children
            .retain(|child| !matches!(child.kind, Kind::Mark(_)));
        for child in &mut element.children {
            self.settle(child);
            if let Some(list) = &child.list {
                self.wants_contents |= list.refers_to("toc");
                self.apply(list, &mut child.attributes);
            }
        }
    }
}

#[cfg(test)]
mod tests;
