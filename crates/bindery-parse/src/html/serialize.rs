//! Writing a tree as HTML (WHATWG HTML, section 13.3).
use super::tag::Tag;
use super::tree::{Element, Namespace, Node, NodeId, Tree};

/// Elements whose text is written as it is.
const RAW_TEXT: &[Tag] = &[
    Tag::STYLE,
    Tag::SCRIPT,
    Tag::XMP,
    Tag::IFRAME,
    Tag::NOEMBED,
    Tag::NOFRAMES,
    Tag::PLAINTEXT,
];

/// Elements without end tag.
const VOID: &[Tag] = &[
    Tag::AREA,
    Tag::BASE,
    Tag::BASEFONT,
    Tag::BGSOUND,
    Tag::BR,
    Tag::COL,
    Tag::EMBED,
    Tag::FRAME,
    Tag::HR,
    Tag::IMG,
    Tag::INPUT,
    Tag::KEYGEN,
    Tag::LINK,
    Tag::META,
    Tag::PARAM,
    Tag::SOURCE,
    Tag::TRACK,
    Tag::WBR,
];

/// The HTML of what is below a node, by the fragment serialising algorithm.
pub fn serialize(tree: &Tree<'_>, root: NodeId) -> String {
    let mut out = String::new();
    // What is still to be written, the next at the end: nodes to open, elements to close.
    let mut work: Vec<Work> = Vec::new();
    push_children(tree, root, &mut work);
    while let Some(item) = work.pop() {
        match item {
            Work::Close(id) => {
                if let Some(element) = tree.element(id) {
                    out.push_str("</");
                    out.push_str(element.name());
                    out.push('>');
                }
            }
            Work::Open(id) => match tree.node(id) {
                Node::Element(element) => {
                    write_start_tag(&element, &mut out);
                    if !VOID.contains(&element.tag()) {
                        work.push(Work::Close(id));
                        push_children(tree, tree.template_contents(id).unwrap_or(id), &mut work);
                    }
                }
                Node::Text(text) => {
                    let raw = tree
                        .parent(id)
                        .and_then(|parent| tree.element(parent))
                        .is_some_and(|parent| RAW_TEXT.contains(&parent.tag()));
                    if raw {
                        out.push_str(text);
                    } else {
                        escape(text, false, &mut out);
                    }
                }
                Node::Comment(text) => {
                    out.push_str("<!--");
                    out.push_str(text);
                    out.push_str("-->");
                }
                Node::Doctype(name, ..) => {
                    out.push_str("<!DOCTYPE ");
                    out.push_str(name);
                    out.push('>');
                }
                Node::Document => {}
            },
        }
    }
    out
}

enum Work {
    Open(NodeId),
    Close(NodeId),
}

fn push_children(tree: &Tree<'_>, parent: NodeId, work: &mut Vec<Work>) {
    let mut child = tree.last_child(parent);
    while let Some(id) = child {
        work.push(Work::Open(id));
        child = tree.previous_sibling(id);
    }
}

fn write_start_tag(element: &Element<'_>, out: &mut String) {
    out.push('<');
    out.push_str(element.name());
    for attribute in element.attributes() {
        out.push(' ');
        if !attribute.prefix.is_empty() && attribute.name != "xmlns" {
            out.push_str(attribute.prefix);
            out.push(':');
        }
        out.push_str(attribute.name);
        out.push_str("=\"");
        escape(attribute.value, true, out);
        out.push('"');
    }
    out.push('>');
    debug_assert!(matches!(
        element.namespace(),
        Namespace::Html | Namespace::Svg | Namespace::MathMl
    ));
}

/// "Escaping a string" (section 13.3).
fn escape(text: &str, attribute: bool, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '\u{a0}' => out.push_str("&nbsp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}
