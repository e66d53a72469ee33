//! Obsidian's Markdown: links between notes, embeds, names of blocks.
use comrak::nodes::{AstNode, NodeValue};
use comrak::{Anchorizer, Arena, Options};
use percent_encoding::percent_decode_str;

use crate::liquid::escape;

/// The endings of files that an embed shows as a picture.
const PICTURES: [&str; 8] = ["png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp"];

/// What Obsidian reads: links between notes, callouts, marks, comments, formulas.
pub(super) fn extend(options: &mut Options<'_>) {
    let extension = &mut options.extension;
    extension.wikilinks_title_after_pipe = true;
    extension.ofm_callouts = true;
    extension.ofm_comments = true;
    extension.highlight = true;
    extension.math_dollars = true;
    extension.inline_footnotes = true;
}

/// HTML of a text of Obsidian.
pub(super) fn to_html(markdown: &str, options: &Options<'_>, language: Option<&str>) -> String {
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, &with_pictures(markdown), options);
    super::callouts::name_callouts(&arena, root, language);
    for node in root.descendants() {
        name_link(node);
        if let Some(name) = take_name(node) {
            let anchor = format!("<a id=\"^{name}\"></a>");
            node.prepend(arena.alloc(AstNode::from(NodeValue::HtmlInline(anchor))));
        }
    }
    let is_picture = |node: &&AstNode<'_>| matches!(node.data.borrow().value, NodeValue::Image(_));
    let pictures: Vec<_> = root.descendants().filter(is_picture).collect();
    pictures.into_iter().for_each(size_picture);
    let mut html = String::with_capacity(markdown.len() * 5 / 4);
    // Writing to a string does not fail.
    let _ = comrak::format_html(root, options, &mut html);
    html
}

/// A link to a heading names it by its text, which is no id; its own text shows the way there.
fn name_link<'a>(node: &'a AstNode<'a>) {
    let text = match &mut node.data.borrow_mut().value {
        NodeValue::WikiLink(link) => {
            let Some((note, path)) = link.url.split_once('#') else {
                return;
            };
            let decoded = percent_decode_str(path).decode_utf8_lossy().into_owned();
            let last = decoded.rsplit('#').next().unwrap_or_default();
            let id = match last.starts_with('^') {
                true => last.to_owned(),
                false => Anchorizer::new().anchorize(last),
            };
            let url = format!("{note}#{id}");
            let note = percent_decode_str(note).decode_utf8_lossy().into_owned();
            link.url = url;
            format!("{note}#{decoded}")
        }
        _ => return,
    };
    let Some(child) = node.first_child() else {
        return;
    };
    if let NodeValue::Text(shown) = &mut child.data.borrow_mut().value
        && **shown == text
    {
        let parts: Vec<&str> = text.split('#').filter(|part| !part.is_empty()).collect();
        *shown = parts.join(" > ").into();
    }
}

/// A picture whose description ends with its size, `![a|300](b.png)` or `![a|300x200](b.png)`, has
/// that size.
fn size_picture<'a>(node: &'a AstNode<'a>) {
    let (address, title) = match &node.data.borrow().value {
        NodeValue::Image(link) => (link.url.replace(' ', "%20"), link.title.clone()),
        _ => return,
    };
    let mut alt = String::new();
    for part in node.descendants() {
        if let NodeValue::Text(text) = &part.data.borrow().value {
            alt.push_str(text);
        }
    }
    let Some((alt, (width, height))) = alt
        .rsplit_once('|')
        .and_then(|(alt, size)| Some((alt, size_of(size)?)))
    else {
        return;
    };
    let mut html = format!(
        "<img src=\"{}\" alt=\"{}\" width=\"{width}\"",
        escape(&address),
        escape(alt)
    );
    if !title.is_empty() {
        html += &format!(" title=\"{}\"", escape(&title));
    }
    if let Some(height) = height {
        html += &format!(" height=\"{height}\"");
    }
    html.push('>');
    node.children().for_each(|child| child.detach());
    node.data.borrow_mut().value = NodeValue::HtmlInline(html);
}

/// `300` or `300x200`.
fn size_of(text: &str) -> Option<(&str, Option<&str>)> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match text.trim().split_once('x') {
        Some((width, height)) if is_number(width) && is_number(height) => {
            Some((width, Some(height)))
        }
        None if is_number(text.trim()) => Some((text.trim(), None)),
        _ => None,
    }
}

/// Takes the name of a block from its end: `text ^name`.
fn take_name<'a>(node: &'a AstNode<'a>) -> Option<String> {
    let is_text = matches!(
        node.data.borrow().value,
        NodeValue::Paragraph | NodeValue::Heading(_)
    );
    let last = node.last_child().filter(|_| is_text)?;
    let mut data = last.data.borrow_mut();
    let NodeValue::Text(text) = &mut data.value else {
        return None;
    };
    let (before, name) = text.rsplit_once('^')?;
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let is_apart = before.is_empty() || before.ends_with(' ');
    if !is_name || !is_apart {
        return None;
    }
    let (before, name) = (before.trim_end().to_owned(), name.to_owned());
    *text = before.into();
    Some(name)
}

/// A text of Obsidian in which embedded pictures (`![[a.png|alt]]`) are CommonMark's; other embeds
/// become links.
pub(super) fn with_pictures(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some(at) = rest.find("![[") {
        out.push_str(&rest[..at]);
        let inner = &rest[at + 3..];
        let end = memchr::memchr2_iter(b'\n', b']', inner.as_bytes())
            .find(|&at| !inner[at..].starts_with(']') || inner[at..].starts_with("]]"))
            .unwrap_or(inner.len());
        let target = &inner[..end];
        if !inner[end..].starts_with("]]") {
            // Nor does any other end on this line.
            out.push_str(&rest[at..at + 3 + end]);
            rest = &inner[end..];
            continue;
        }
        let (file, alt) = target.split_once('|').unwrap_or((target, ""));
        // In tables the line is escaped.
        let (file, pipe) = match file.strip_suffix('\\') {
            Some(file) => (file, "\\|"),
            None => (file, "|"),
        };
        let ending = file
            .rsplit_once('.')
            .map_or("", |(_, ending)| ending)
            .to_ascii_lowercase();
        // A number is the width.
        let alt = match size_of(alt) {
            Some(_) => format!("{pipe}{alt}"),
            None => alt.to_owned(),
        };
        if PICTURES.contains(&ending.as_str()) {
            out.push_str(&format!("![{alt}](<{}>)", file.replace(['<', '>'], "")));
        } else {
            out.push_str(&format!("[[{target}]]"));
        }
        rest = &inner[end + 2..];
    }
    out + rest
}
