//! GitHub's Markdown, with what the generators add to it whose sites are read as folders.
use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options};

use super::{callouts, code_titles, python, sites};

/// Where the contents of a page are to stand, in small letters.
const MARKS_OF_CONTENTS: [&str; 3] = ["[toc]", "[[toc]]", "[[_toc_]]"];

/// HTML of a text: ids of headings (`## A {#id}`) and attributes behind pictures and links are taken,
/// code has its title, and the mark for the contents of the page goes.
pub(super) fn to_html(markdown: &str, options: &Options<'_>, language: Option<&str>) -> String {
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, markdown, options);
    callouts::name_callouts(&arena, root, language);
    sites::give_headings_their_ids(&arena, root);
    code_titles::show(&arena, root);
    let nodes: Vec<&AstNode<'_>> = root.descendants().collect();
    for node in nodes {
        if let NodeValue::CodeBlock(code) = &mut node.data.borrow_mut().value {
            let plain = code_titles::without_marks_of_lines(&code.literal);
            code.literal = plain.unwrap_or(std::mem::take(&mut code.literal));
        }
        python::leave_out_attributes(node);
        leave_out_mark_of_contents(node);
    }
    let mut html = String::with_capacity(markdown.len() * 5 / 4);
    // Writing to a string does not fail.
    let _ = comrak::format_html(root, options, &mut html);
    html
}

/// Takes out a paragraph that only says where the contents of the page stand.
pub(super) fn leave_out_mark_of_contents<'a>(node: &'a AstNode<'a>) {
    if !matches!(node.data.borrow().value, NodeValue::Paragraph) {
        return;
    }
    let mut text = String::new();
    for child in node.children() {
        match &child.data.borrow().value {
            NodeValue::Text(part) if text.len() < 10 => text.push_str(part),
            _ => return,
        }
    }
    let text = text.trim().to_ascii_lowercase();
    if MARKS_OF_CONTENTS.contains(&text.as_str()) {
        node.detach();
    }
}

#[cfg(test)]
mod tests {
    use crate::markdown::{Dialect, to_html};

    #[test]
    fn marks_of_generators_are_taken() {
        for (markdown, expected) in [
            ("[[toc]]\n\na\n", "<p>a</p>\n"),
            ("[TOC]\n", ""),
            ("[TOC] b\n", "<p>[TOC] b</p>\n"),
            (
                "```js\na // [!code ++]\n// highlight-next-line\nb /* [!code focus:2] */\n# c [!code d\n```\n",
                "<pre><code class=\"language-js\">a\nb\n# c [!code d\n</code></pre>\n",
            ),
            (
                "![a](b.png){width=100}\n",
                "<p><img src=\"b.png\" alt=\"a\" /></p>\n",
            ),
            (
                "[a](b){target=\"_self\"} {c}\n",
                "<p><a href=\"b\">a</a> {c}</p>\n",
            ),
        ] {
            assert_eq!(to_html(markdown, Dialect::Gfm), expected, "{markdown}");
        }
        let html = to_html("## A b {#own .c}\n", Dialect::Gfm);
        assert!(html.contains("<a id=\"own\"></a>A b<"), "{html}");
    }
}
