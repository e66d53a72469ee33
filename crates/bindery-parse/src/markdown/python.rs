//! Markdown as Pelican reads it: Python-Markdown with its "extra" and CodeHilite, on comrak.
//!
//! What that writes in lines of its own is turned into CommonMark before it is read ([`prepared`]);
//! the rest is found among what was read.
use std::collections::HashMap;

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options};

use super::{PythonMarkdown, callouts, code_titles, gfm, pymdown, sites};
use crate::fenced_code::FencedCode;
use crate::liquid::escape;

/// What abbreviations stand for.
type Abbreviations<'t> = HashMap<&'t str, &'t str>;

/// HTML of a text.
pub(super) fn to_html(
    markdown: &str,
    options: &Options<'_>,
    python: PythonMarkdown,
    language: Option<&str>,
) -> String {
    let tagged = pymdown::with_tags(markdown, python);
    let (text, abbreviations) = prepared(&tagged);
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, &text, options);
    callouts::name_callouts(&arena, root, language);
    sites::give_headings_their_ids(&arena, root);
    sites::loosen_definitions(root);
    code_titles::show(&arena, root);
    let nodes: Vec<&AstNode<'_>> = root.descendants().collect();
    for node in nodes {
        name_language(node);
        leave_out_attributes(node);
        pymdown::mend(&arena, node, python);
        gfm::leave_out_mark_of_contents(node);
        if !abbreviations.is_empty() {
            mark_abbreviations(&arena, node, &abbreviations);
        }
    }
    let mut html = String::with_capacity(markdown.len() * 5 / 4);
    // Writing to a string does not fail.
    let _ = comrak::format_html(root, options, &mut html);
    html
}

/// The text as CommonMark, and the abbreviations that it defines: `#Heading` has its space, blocks of
/// HTML in which Markdown is read (`markdown="1"`) have empty lines within, and a `|` in the code of
/// a table is escaped.
fn prepared(markdown: &str) -> (String, Abbreviations<'_>) {
    let mut out = String::with_capacity(markdown.len() + markdown.len() / 16);
    let mut abbreviations = Abbreviations::new();
    let mut fenced = FencedCode::default();
    // The elements that are open in which Markdown is read.
    let mut open: Vec<&str> = Vec::new();
    let mut in_table = false;
    let mut lines = markdown.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let inner = line.trim();
        in_table &= !inner.is_empty();
        if fenced.takes(line) {
            out.push_str(line);
            continue;
        }
        if let Some((short, full)) = abbreviation(line) {
            abbreviations.insert(short, full);
            out.push('\n');
            continue;
        } else if inner.starts_with("</") && is_end_of(inner, open.last()) {
            open.pop();
            out.push('\n');
        } else if let Some(name) = markdown_in(inner) {
            open.push(name);
            out.push_str(line);
            out.push('\n');
            continue;
        } else if let Some(title) = tight_heading(line) {
            out.push_str(&line[..line.len() - title.len()]);
            out.push(' ');
            out.push_str(title);
            continue;
        }
        in_table |= line.contains('|') && lines.peek().is_some_and(|next| is_rule(next));
        match in_table {
            true => push_row(line, &mut out),
            false => out.push_str(line),
        }
    }
    (out, abbreviations)
}

/// `*[HTML]: HyperText`, of one word.
fn abbreviation(line: &str) -> Option<(&str, &str)> {
    let (short, full) = line.strip_prefix("*[")?.split_once("]:")?;
    let is_word = !short.is_empty() && short.chars().all(is_of_word);
    is_word.then(|| (short, full.trim()))
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The element that a line opens in which Markdown is read.
fn markdown_in(line: &str) -> Option<&str> {
    let inner = line.strip_prefix('<')?.strip_suffix('>')?;
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric())?;
    let (name, attributes) = inner.split_at(end);
    let reads = |attribute: &str| {
        let value = attribute.strip_prefix("markdown=");
        value.is_some_and(|value| matches!(value.trim_matches(['"', '\'']), "1" | "block"))
    };
    let opens = !name.is_empty() && attributes.split_whitespace().any(reads);
    (opens && !inner.contains('<')).then_some(name)
}

fn is_end_of(line: &str, open: Option<&&str>) -> bool {
    let name = line.trim_start_matches("</").trim_end_matches('>').trim();
    open.is_some_and(|open| open.eq_ignore_ascii_case(name))
}

/// The text of a heading without a space before it.
fn tight_heading(line: &str) -> Option<&str> {
    let title = line.trim_start_matches('#');
    let level = line.len() - title.len();
    let is_tight = (1..=6).contains(&level) && !title.starts_with(char::is_whitespace);
    is_tight.then_some(title)
}

/// Whether a line parts the head of a table from its body.
fn is_rule(line: &str) -> bool {
    let is_of_rule = |c: char| matches!(c, '-' | ':' | '|' | ' ');
    line.contains('-') && line.contains('|') && line.trim().chars().all(is_of_rule)
}

/// A row of a table, with the pipes in its code escaped.
fn push_row(line: &str, out: &mut String) {
    let mut parts = line.split('`').peekable();
    let mut in_code = false;
    while let Some(part) = parts.next() {
        let is_closed = parts.peek().is_some();
        match in_code && is_closed {
            true => out.push_str(&part.replace("\\|", "|").replace('|', "\\|")),
            false => out.push_str(part),
        }
        if is_closed {
            out.push('`');
        }
        in_code = !in_code;
    }
}

/// Code may name its language in its first line: `:::python`, or `#!python` (CodeHilite).
fn name_language<'a>(node: &'a AstNode<'a>) {
    if let NodeValue::CodeBlock(code) = &mut node.data.borrow_mut().value
        && !code.fenced
        && let Some((first, rest)) = code.literal.split_once('\n')
        && let Some(name) = first
            .strip_prefix(":::")
            .or_else(|| first.strip_prefix("#!"))
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-'))
        && !name.is_empty()
    {
        code.info = name.to_owned();
        code.literal = rest.to_owned();
    }
}

/// Takes out lists of attributes, `{: .class }`, which stand behind a span, in a last line of a
/// paragraph, or at the end of an item or a cell.
pub(super) fn leave_out_attributes<'a>(node: &'a AstNode<'a>) {
    let mut data = node.data.borrow_mut();
    let NodeValue::Text(text) = &mut data.value else {
        return;
    };
    let before = node.previous_sibling();
    let is_span = before.is_some_and(|before| {
        let value = &before.data.borrow().value;
        let is_code = matches!(value, NodeValue::Code(_) | NodeValue::Image(_));
        is_code
            || matches!(
                value,
                NodeValue::Emph | NodeValue::Strong | NodeValue::Link(_)
            )
    });
    if is_span && let Some(length) = length_of_attributes(text) {
        let rest = text[length..].to_owned();
        *text = rest.into();
    }
    let is_break = before.is_some_and(|before| {
        matches!(
            before.data.borrow().value,
            NodeValue::SoftBreak | NodeValue::LineBreak
        )
    });
    if node.next_sibling().is_some() {
        return;
    }
    if is_break && length_of_attributes(text) == Some(text.trim_end().len()) {
        drop(data);
        before.into_iter().for_each(|before| before.detach());
        return node.detach();
    }
    let ends_block = node.parent().is_some_and(|parent| {
        let is_item = |node: &AstNode<'_>| matches!(node.data.borrow().value, NodeValue::Item(_));
        match parent.data.borrow().value {
            NodeValue::TableCell => true,
            NodeValue::Paragraph => parent.parent().is_some_and(is_item),
            _ => false,
        }
    });
    if let Some(at) = text.rfind('{').filter(|_| ends_block)
        && length_of_attributes(&text[at..]) == Some(text.trim_end().len() - at)
    {
        let rest = text[..at].trim_end().to_owned();
        *text = rest.into();
    }
}

/// The length of the list of attributes at the start.
fn length_of_attributes(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('{')?;
    let end = inner.find('}')?;
    sites::attributes(&inner[..end]).map(|_| end + 2)
}

/// Says what the abbreviations in a text stand for.
fn mark_abbreviations<'a>(
    arena: &'a Arena<'a>,
    node: &'a AstNode<'a>,
    abbreviations: &Abbreviations<'_>,
) {
    let mut data = node.data.borrow_mut();
    let NodeValue::Text(text) = &mut data.value else {
        return;
    };
    let mut parts = Vec::new();
    let mut written = 0;
    let mut start = 0;
    for word in text.split(|c| !is_of_word(c)) {
        if let Some(full) = abbreviations.get(word) {
            parts.push(NodeValue::Text(text[written..start].to_owned().into()));
            let html = format!("<abbr title=\"{}\">{word}</abbr>", escape(full));
            parts.push(NodeValue::HtmlInline(html));
            written = start + word.len();
        }
        start += word.len();
        start += text[start..].chars().next().map_or(0, char::len_utf8);
    }
    let rest = text[written..].to_owned();
    *text = rest.into();
    drop(data);
    for part in parts {
        node.insert_before(arena.alloc(AstNode::from(part)));
    }
}

#[cfg(test)]
mod tests {
    use crate::markdown::{Dialect, PythonMarkdown, to_html};

    #[test]
    fn extras_of_python_markdown_are_read() {
        for (markdown, expected) in [
            ("#A\n\n## B {: #own .c }\n", "</h1>\n<h2"),
            ("## B {: #own .c }\n", "<a id=\"own\"></a>B<"),
            ("a *b*{: .c} d\n{: #e }\n", "<p>a <em>b</em> d</p>"),
            ("- a {: .c }\n- {b}\n", "<li>a</li>\n<li>{b}</li>"),
            ("![a](b.png){: width=\"30 %\" } c\n", "/> c</p>"),
            (
                "*[ab]: A & b\n\nab abc ab_\n",
                "<abbr title=\"A &amp; b\">ab</abbr> abc ab_",
            ),
            (
                "<div markdown=\"1\">\n*a*\n</div>\n",
                "<p><em>a</em></p>\n</div>",
            ),
            (
                "|a|b|\n|-|-|\n|`x|y`|z|\n",
                "<td><code>x|y</code></td>\n<td>z</td>",
            ),
            ("`a|b`\n", "<code>a|b</code>"),
            ("```\n#a\n*[b]: c\n```\n", "<code>#a\n*[b]: c\n"),
            ("a\n: b\n\n    c\n", "<p>b</p>\n<p>c</p>"),
            (
                "    :::python\n    a\n",
                "<code class=\"language-python\">a",
            ),
        ] {
            let html = to_html(markdown, Dialect::PythonMarkdown(PythonMarkdown::default()));
            assert!(html.contains(expected), "{markdown}: {html}");
        }
    }
}
