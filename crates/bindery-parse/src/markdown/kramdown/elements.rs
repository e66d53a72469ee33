//! HTML elements as kramdown sorts them.
use super::tree::ContentModel;

const SPAN: &[&str] = &[
    "a", "abbr", "acronym", "b", "big", "bdo", "br", "button", "cite", "code", "del", "dfn", "em",
    "i", "img", "input", "ins", "kbd", "label", "mark", "option", "q", "rb", "rbc", "rp", "rt",
    "rtc", "ruby", "samp", "select", "small", "span", "strong", "sub", "sup", "tt", "u", "var",
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

const WITHOUT_BODY: &[&str] = &[
    "area", "base", "br", "col", "command", "embed", "hr", "img", "input", "keygen", "link",
    "meta", "param", "source", "track", "wbr",
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

pub(super) fn is_span(name: &str) -> bool {
    SPAN.contains(&name)
}

pub(super) fn is_block(name: &str) -> bool {
    BLOCK.contains(&name)
}

pub(super) fn has_no_body(name: &str) -> bool {
    WITHOUT_BODY.contains(&name)
}

/// Whether it is an element of HTML: then capitals make no difference.
pub(super) fn is_known(name: &str) -> bool {
    is_span(name)
        || is_block(name)
        || has_no_body(name)
        || content_model(name) != ContentModel::Raw
        || RAW_CONTENT.contains(&name)
}

/// Whether a line that begins with it goes on with a paragraph.
pub(super) fn continues_paragraph(name: &str) -> bool {
    is_span(name) || name == "script"
}

/// How Markdown is read in it, where it is.
pub(super) fn content_model(name: &str) -> ContentModel {
    if BLOCK_CONTENT.contains(&name) {
        ContentModel::Block
    } else if SPAN_CONTENT.contains(&name) {
        ContentModel::Span
    } else {
        ContentModel::Raw
    }
}
