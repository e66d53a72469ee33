//! HTML files that are whole documents, such as pages saved from a site: what their heads say of
//! the post, and which part of them is the post.
mod byline;
mod day_month;
mod head;
mod json_ld;
mod main_content;
mod months;
mod names;
mod page;
mod scripts;
mod tail;
mod words;
mod written;

use bindery_model::{Block, BlockKind, Inline, Meta, Post};
use jiff::tz::TimeZone;

use crate::html::{self, Node, NodeId, Tree};

pub(crate) use head::unknown_language;
pub(crate) use main_content::Part;
pub use page::{Page, PageKind};

/// Whether the source is a document of its own, not the content of a page that a generator makes.
pub fn is_one(source: &str) -> bool {
    let mut source = source.trim_start_matches('\u{feff}').trim_start();
    while let Some(comment) = source.strip_prefix("<!--") {
        let Some(end) = comment.find("-->") else {
            return false;
        };
        source = comment[end + 3..].trim_start();
    }
    ["<!doctype", "<html", "<?xml"].iter().any(|start| {
        source
            .get(..start.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(start))
    })
}

/// Fills in what a document says of itself and `meta` does not know yet: title, dates, authors,
/// language, description, categories, tags, picture. It is looked for in `<meta>` (names of HTML,
/// Dublin Core, Open Graph and of the sites of Chinese authorities), JSON-LD, `<time>`, lines such
/// as `发布时间：2022-03-01　来源：…`, and the text itself. A date without an offset is of `zone`.
/// What is returned is what the page says of itself as a whole; nothing where it cannot be parsed.
///
/// ```
/// use bindery_parse::{Meta, describe_document};
/// let page = "<!doctype html><title>A - Site</title><meta property='og:title' content='A'>";
/// let mut meta = Meta::default();
/// let page = describe_document(page, &mut meta, &jiff::tz::TimeZone::UTC);
/// assert_eq!(meta.title, "A");
/// assert_eq!(page.site, None);
/// ```
pub fn describe_document(source: &str, meta: &mut Meta, zone: &TimeZone) -> Page {
    let source = html::normalize_newlines(source);
    let options = html::Options {
        max_bytes: html::MAX_INPUT,
        ..html::Options::default()
    };
    let Ok(tree) = html::parse_document(&source, &options) else {
        return Page::default();
    };
    let part = Part::of(&tree);
    describe(&tree, &part, meta, zone)
}

/// The same, of a tree.
pub(crate) fn describe(tree: &Tree<'_>, part: &Part, meta: &mut Meta, zone: &TimeZone) -> Page {
    let page = head::read(tree, meta, zone);
    byline::read(tree, part, meta, zone);
    if meta.date.is_none() {
        let own = head::date_in_address(tree, zone);
        // What says only when it changed was there by then.
        meta.date = own.or(meta.details.updated);
    }
    if meta.language.is_none() {
        meta.language = words::language_of(&part.text(tree, 4000)).map(Box::from);
    }
    page
}

/// How many blocks may stand before the line that is the title: a path, a logo, a date, a picture.
const BEFORE_TITLE: usize = 12;

/// Takes away the heading, or the line of large letters, at the beginning of a text that is its title.
pub(crate) fn drop_title(post: &mut Post) {
    let mut budget = BEFORE_TITLE;
    if !post.meta.title.is_empty() {
        take_title(&mut post.blocks, &post.meta.title, &mut budget);
    }
}

/// Takes away the first paragraph of a plain text, one line, after which it is called.
pub(crate) fn drop_first_line(post: &mut Post) {
    if let [first, _, ..] = post.blocks.as_mut_slice()
        && let BlockKind::Paragraph { content } = &first.kind
        && is_title(content, &post.meta.title)
        && !Inline::text_of(content).contains('\n')
    {
        post.blocks.remove(0);
    }
}

fn is_title(content: &[Inline], title: &str) -> bool {
    let text = Inline::text_of(content);
    text.split_whitespace().eq(title.split_whitespace())
}

/// Whether there is nothing left to look for.
fn take_title(blocks: &mut Vec<Block>, title: &str, budget: &mut usize) -> bool {
    for at in 0..blocks.len() {
        let Some(rest) = budget.checked_sub(1) else {
            return true;
        };
        *budget = rest;
        let is_found = match &mut blocks[at].kind {
            BlockKind::Heading { content, .. } => {
                let is_title = is_title(content, title);
                if is_title {
                    blocks.remove(at);
                }
                is_title
            }
            BlockKind::Paragraph { content } | BlockKind::Plain { content } => {
                let is_break = |inline: &Inline| matches!(inline, Inline::LineBreak);
                let end = content.iter().position(is_break).unwrap_or(content.len());
                let is_title = is_title(&content[..end], title);
                if is_title && end < content.len() {
                    content.drain(..=end);
                } else if is_title {
                    blocks.remove(at);
                }
                is_title
            }
            BlockKind::Division { blocks: inner, .. } => {
                let is_found = take_title(inner, title, budget);
                if inner.is_empty() {
                    blocks.remove(at);
                }
                is_found
            }
            _ => false,
        };
        if is_found {
            return true;
        }
    }
    false
}

/// The nodes below a node, in order.
fn descendants<'t>(tree: &'t Tree<'t>, parent: NodeId) -> impl Iterator<Item = NodeId> + 't {
    std::iter::successors(tree.first_child(parent), move |&node| {
        tree.next_in_order(node, parent)
    })
}

/// How much of a script is read.
const MAX_SCRIPT: usize = 1 << 20;

/// The text of a script.
fn raw_text(tree: &Tree<'_>, node: NodeId) -> String {
    let mut text = String::new();
    for child in tree.children(node) {
        if let Node::Text(piece) = tree.node(child)
            && text.len() < MAX_SCRIPT
        {
            text.push_str(piece);
        }
    }
    text
}

/// The text of a node with single spaces, up to about a number of bytes. Scripts are no text.
fn text_of(tree: &Tree<'_>, parent: NodeId, limit: usize) -> String {
    let mut text = String::new();
    let mut budget = limit;
    let mut next = tree.first_child(parent);
    while let Some(node) = next {
        let mut skip = false;
        match tree.node(node) {
            Node::Text(piece) => text.push_str(&bindery_model::remove_forbidden(piece)),
            Node::Element(element) => {
                skip = matches!(element.name(), "script" | "style" | "noscript" | "template");
                if !words::INLINE.contains(&element.name()) {
                    text.push(' ');
                }
            }
            _ => {}
        }
        budget = budget.saturating_sub(1);
        if text.len() > limit || budget == 0 {
            break;
        }
        next = match skip {
            true => tree.next_after(node, parent),
            false => tree.next_in_order(node, parent),
        };
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
