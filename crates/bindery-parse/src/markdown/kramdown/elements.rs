//! HTML elements as kramdown sorts them.
use std::sync::LazyLock;

use super::tree::ContentModel;
use crate::html::Tag;

const SPAN: &[&str] = &[
    "a", "abbr", "acronym", "b", "big", "bdo", "br", "button", "cite", "code", "del", "dfn", "em",
    "i", "img", "input", "ins", "kbd", "label", "mark", "option", "q", "rb", "rbc", "rp", "rt",
    "rtc", "ruby", "samp", "select", "small", "span", "strong", "sub", "sup", "time", "tt", "u",
    "var",
];

const BLOCK: &[&str] = &[
    "address",
    "article",
    "aside",
    "applet",
    "body",
    "blockquote",
    "caption",
    "col",
    "colgroup",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "head",
    "iframe",
    "legend",
    "menu",
    "li",
    "main",
    "map",
    "nav",
    "ol",
    "optgroup",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tfoot",
    "tr",
    "ul",
];

const BLOCK_CONTENT: &[&str] = &[
    "address",
    "applet",
    "article",
    "aside",
    "blockquote",
    "body",
    "dd",
    "details",
    "div",
    "dl",
    "fieldset",
    "figure",
    "figcaption",
    "footer",
    "form",
    "header",
    "hgroup",
    "iframe",
    "li",
    "main",
    "map",
    "menu",
    "nav",
    "noscript",
    "object",
    "section",
    "summary",
    "td",
];
const SPAN_CONTENT: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdo", "big", "button", "cite", "caption", "del", "dfn", "dt",
    "em", "h1", "h2", "h3", "h4", "h5", "h6", "i", "ins", "label", "legend", "optgroup", "p", "q",
    "rb", "rbc", "rp", "rt", "rtc", "ruby", "select", "small", "span", "strong", "sub", "sup",
    "th", "tt",
];
/// Raw ones that are in no other list.
const RAW_CONTENT: &[&str] = &["script", "style", "math", "textarea", "noscript"];

/// The lists above, in this order, as bits.
const LISTS: [&[&str]; 5] = [SPAN, BLOCK, BLOCK_CONTENT, SPAN_CONTENT, RAW_CONTENT];

/// Which lists a tag is in: asked for every tag of a text.
static MEMBERSHIP: LazyLock<[u8; 256]> = LazyLock::new(|| {
    let mut lists_of = [0; 256];
    for (bit, list) in LISTS.iter().enumerate() {
        for name in list.iter() {
            lists_of[Tag::from_name(name).number()] |= 1 << bit;
        }
    }
    // Other names have one number; the one of them that is in a list is not kept in the table.
    lists_of[Tag::OTHER.number()] = 0;
    lists_of
});

fn is_in(list: u8, name: &str) -> bool {
    match name {
        "rbc" => LISTS[usize::from(list)].contains(&name),
        _ => MEMBERSHIP[Tag::from_name(name).number()] & (1 << list) != 0,
    }
}

pub(super) fn is_span(name: &str) -> bool {
    is_in(0, name)
}

pub(super) fn is_block(name: &str) -> bool {
    is_in(1, name)
}

pub(super) fn has_no_body(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "command"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "keygen"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Whether it is an element of HTML: then capitals make no difference.
pub(super) fn is_known(name: &str) -> bool {
    name == "rbc" || MEMBERSHIP[Tag::from_name(name).number()] != 0 || has_no_body(name)
}

/// Whether a line that begins with it goes on with a paragraph.
pub(super) fn continues_paragraph(name: &str) -> bool {
    is_span(name) || name == "script"
}

/// How Markdown is read in it, where it is.
pub(super) fn content_model(name: &str) -> ContentModel {
    if is_in(2, name) {
        ContentModel::Block
    } else if is_in(3, name) {
        ContentModel::Span
    } else {
        ContentModel::Raw
    }
}
