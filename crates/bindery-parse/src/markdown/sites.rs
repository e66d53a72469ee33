//! CommonMark as site generators and note takers extend it, on comrak.
use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options};

use super::{Dialect, Goldmark, Hexo, OMITTED, Zola, callouts, code_titles};

/// What goldmark reads, as Hugo sets it up.
pub(super) fn goldmark(options: &mut Options<'_>, goldmark: Goldmark) {
    options.parse.smart = goldmark.smart;
    let extension = &mut options.extension;
    extension.description_lists = true;
    extension.shortcodes = goldmark.emoji;
    extension.insert = goldmark.insert;
    extension.highlight = goldmark.mark;
    extension.subscript = goldmark.subscript;
    extension.superscript = goldmark.superscript;
    // Templates of the site make something of them.
    extension.ofm_callouts = true;
}

/// What the renderer of a site of Hexo reads.
pub(super) fn hexo(options: &mut Options<'_>, hexo: Hexo) {
    options.render.hardbreaks = hexo.line_breaks;
    let extension = &mut options.extension;
    extension.description_lists = hexo.definition_lists;
    extension.insert = hexo.insert;
    extension.highlight = hexo.mark;
    extension.subscript = hexo.subscript;
    extension.superscript = hexo.superscript;
    extension.ofm_callouts = true;
}

/// What Zola reads: addresses in the text are no links.
pub(super) fn zola(options: &mut Options<'_>, zola: Zola) {
    options.parse.smart = zola.smart;
    let extension = &mut options.extension;
    extension.autolink = false;
    extension.shortcodes = zola.emoji;
    extension.description_lists = zola.definition_lists;
    extension.alerts = zola.alerts;
}

/// Whether quotations stand in one another so deep that to look for an alert in each, which goes
/// through the marks of all, would cost the square of the text.
pub(super) fn nests_too_deep(markdown: &str) -> bool {
    memchr::memmem::find(markdown.as_bytes(), &[b'>'; 256]).is_some()
}

/// HTML of a text whose headings may have their own ids: `## Heading {#id .class}`, and whose
/// blocks may have attributes, if the dialect knows these.
pub(super) fn with_attributes(
    markdown: &str,
    options: &Options<'_>,
    dialect: Dialect<'_>,
    language: Option<&str>,
) -> String {
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, markdown, options);
    callouts::name_callouts(&arena, root, language);
    if matches!(dialect, Dialect::Goldmark(goldmark) if !goldmark.raw_html) {
        leave_out_html(root);
    }
    give_headings_their_ids(&arena, root);
    loosen_definitions(root);
    if matches!(dialect, Dialect::Goldmark(_)) {
        code_titles::show(&arena, root);
    }
    if matches!(dialect, Dialect::Goldmark(goldmark) if goldmark.block_attributes) {
        leave_out_attributes(root);
    }
    if matches!(dialect, Dialect::Zola(_)) {
        root.descendants().for_each(as_zola_shows_it);
    }
    let mut html = String::with_capacity(markdown.len() * 5 / 4);
    // Writing to a string does not fail.
    let _ = comrak::format_html(root, options, &mut html);
    html
}

/// Takes the attributes off the ends of headings; an id among them is that of the heading.
pub(super) fn give_headings_their_ids<'a>(arena: &'a Arena<'a>, root: &'a AstNode<'a>) {
    for node in root.descendants() {
        let is_heading = matches!(node.data.borrow().value, NodeValue::Heading(_));
        if let Some(id) = is_heading.then(|| take_id(node)).flatten() {
            let anchor = format!("<a id=\"{}\"></a>", crate::liquid::escape(&id));
            let anchor = arena.alloc(AstNode::from(NodeValue::HtmlInline(anchor)));
            node.prepend(anchor);
        }
    }
}

/// A definition of several paragraphs shows them as such.
pub(super) fn loosen_definitions<'a>(root: &'a AstNode<'a>) {
    for node in root.descendants() {
        let has_several = node.children().any(|details| {
            let is_details = matches!(details.data.borrow().value, NodeValue::DescriptionDetails);
            let is_paragraph =
                |node: &&AstNode<'_>| matches!(node.data.borrow().value, NodeValue::Paragraph);
            is_details && details.children().filter(is_paragraph).count() > 1
        });
        if has_several && let NodeValue::DescriptionItem(item) = &mut node.data.borrow_mut().value {
            item.tight = false;
        }
    }
}

/// An alert has no title; lines of code may be hidden.
fn as_zola_shows_it<'a>(node: &'a AstNode<'a>) {
    let mut data = node.data.borrow_mut();
    match &mut data.value {
        NodeValue::Alert(_) => data.value = NodeValue::BlockQuote,
        NodeValue::CodeBlock(code) => {
            if let Some((_, list)) = code.info.split_once("hide_lines=") {
                code.literal = without_lines(&code.literal, list);
            }
        }
        _ => {}
    }
}

/// Code without the lines that a list such as `1-2 5, linenos` names, counted from 1.
fn without_lines(code: &str, list: &str) -> String {
    let lines: Vec<&str> = code.split_inclusive('\n').collect();
    // How many ranges begin and end before each line.
    let mut edges = vec![(0usize, 0usize); lines.len() + 1];
    let list = list.split(',').next().unwrap_or_default();
    for range in list.split_whitespace() {
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        let (Ok(first), Ok(last)) = (first.parse::<usize>(), last.parse::<usize>()) else {
            continue;
        };
        if (1..=lines.len()).contains(&first) && first <= last {
            edges[first - 1].0 += 1;
            edges[last.min(lines.len())].1 += 1;
        }
    }
    let mut open = 0;
    let shown = lines.into_iter().zip(edges).filter(|(_, (begun, ended))| {
        open = open + begun - ended;
        open == 0
    });
    shown.map(|(line, _)| line).collect()
}

/// Takes out HTML; comments show nothing anyway.
fn leave_out_html<'a>(root: &'a AstNode<'a>) {
    for node in root.descendants() {
        let mut data = node.data.borrow_mut();
        let html = match &mut data.value {
            NodeValue::HtmlBlock(block) => &mut block.literal,
            NodeValue::HtmlInline(html) => html,
            _ => continue,
        };
        let comment = html.trim().strip_prefix("<!--");
        let comment = comment.and_then(|inner| inner.strip_suffix("-->"));
        if comment.is_none_or(|inner| inner.contains("-->")) {
            OMITTED.clone_into(html);
        }
    }
}

/// Takes out the lines of attributes that stand below blocks: the model has no place for them.
fn leave_out_attributes<'a>(root: &'a AstNode<'a>) {
    let nodes: Vec<&AstNode<'a>> = root.descendants().collect();
    for paragraph in nodes {
        if matches!(paragraph.data.borrow().value, NodeValue::Table(_)) {
            leave_out_attributes_of_table(paragraph);
        }
        if !matches!(paragraph.data.borrow().value, NodeValue::Paragraph) {
            continue;
        }
        let Some(last) = paragraph.last_child().filter(|last| is_attributes(last)) else {
            continue;
        };
        match last.previous_sibling() {
            None if paragraph.previous_sibling().is_some() => paragraph.detach(),
            Some(before) if matches!(before.data.borrow().value, NodeValue::SoftBreak) => {
                last.detach();
                before.detach();
            }
            _ => {}
        }
    }
}

/// The line below a table is its last row to a reader of tables.
fn leave_out_attributes_of_table<'a>(table: &'a AstNode<'a>) {
    let Some(row) = table
        .last_child()
        .filter(|row| row.previous_sibling().is_some())
    else {
        return;
    };
    let mut cells = row.children();
    let first = cells.next().and_then(|cell| cell.first_child());
    let is_alone = cells.all(|cell| cell.first_child().is_none());
    if is_alone && first.is_some_and(|text| text.next_sibling().is_none() && is_attributes(text)) {
        row.detach();
    }
}

fn is_attributes<'a>(node: &'a AstNode<'a>) -> bool {
    let NodeValue::Text(text) = &node.data.borrow().value else {
        return false;
    };
    let inner = text.trim().strip_prefix('{');
    let inner = inner.and_then(|inner| inner.strip_suffix('}'));
    inner.is_some_and(|inner| attributes(inner).is_some())
}

/// The words of an attribute list, if it is one. Python-Markdown has it begin with a colon; values
/// in quotation marks may hold spaces.
pub(super) fn attributes(inner: &str) -> Option<Vec<&str>> {
    let inner = inner.strip_prefix(':').unwrap_or(inner);
    let mut in_quotes = false;
    let words: Vec<&str> = inner
        .split(|c: char| {
            in_quotes ^= c == '"';
            c.is_whitespace() && !in_quotes
        })
        .filter(|word| !word.is_empty())
        .collect();
    let is_attribute = |word: &&str| word.starts_with(['#', '.']) || word.contains('=');
    (!words.is_empty() && words.iter().all(is_attribute)).then_some(words)
}

/// Takes the attributes off the end of a heading, and gives the id that is among them.
fn take_id<'a>(heading: &'a AstNode<'a>) -> Option<String> {
    let last = heading.last_child()?;
    let mut data = last.data.borrow_mut();
    let NodeValue::Text(text) = &mut data.value else {
        return None;
    };
    let inner = text.trim_end().strip_suffix('}')?;
    let open = inner.rfind('{')?;
    let words = attributes(&inner[open + 1..])?;
    let id = words.iter().find_map(|word| word.strip_prefix('#'));
    let id = id.filter(|id| !id.is_empty()).map(str::to_owned);
    let title = text[..open].trim_end().to_owned();
    *text = title.into();
    id
}

#[cfg(test)]
mod tests {
    use super::without_lines;
    use crate::markdown::{Dialect, Goldmark, Zola, to_html};

    #[test]
    fn lines_of_code_are_hidden() {
        let code = "1\n2\n3\n4\n";
        for (list, shown) in [
            ("1 3", "2\n4\n"),
            ("2-3 1-2, 4", "4\n"),
            ("3-99", "1\n2\n"),
            ("0 9 3-2 x", code),
        ] {
            assert_eq!(without_lines(code, list), shown, "{list}");
        }
    }

    #[test]
    fn sites_extend_commonmark() {
        let goldmark = Dialect::Goldmark(Goldmark {
            smart: true,
            superscript: true,
            block_attributes: true,
            raw_html: true,
            ..Goldmark::default()
        });
        let without_html = Dialect::Goldmark(Goldmark::default());
        let zola = Dialect::Zola(Zola::default());
        let all_of_zola = Dialect::Zola(Zola {
            smart: true,
            emoji: true,
            definition_lists: true,
            alerts: true,
        });
        for (dialect, markdown, expected) in [
            (goldmark, "\"a\" -- b\n", "“a” – b"),
            (goldmark, "## A b {#own .c}\n", "<a id=\"own\"></a>A b<"),
            (goldmark, "## A {b}\n", "A {b}"),
            (goldmark, "a x^2^\n{.b c=d}\n", "<p>a x<sup>2</sup></p>"),
            (goldmark, "- a\n{#b}\n", "<li>a</li>"),
            (
                goldmark,
                "|a|b|\n|-|-|\n|c||\n{.d #e}\n",
                "<td>c</td>\n<td></td>\n</tr>\n</tbody>",
            ),
            (goldmark, "<b>*x*</b>\n", "<p><b><em>x</em></b></p>"),
            (
                without_html,
                "<b>*x*</b><!--y-->\n\n<div>\nz\n</div>\n",
                "omitted --><em>x</em><!-- raw HTML omitted --><!--y--></p>\n<!-- raw HTML omitted -->",
            ),
            (
                goldmark,
                "https://a.example\n",
                "<a href=\"https://a.example\">",
            ),
            (
                zola,
                "\"a\" https://a.example\n",
                "<p>&quot;a&quot; https://a.example</p>",
            ),
            (zola, "# A {#own}\n", "id=\"own\""),
            (zola, "> [!NOTE]\n> a :tada:\n", "[!NOTE]\na :tada:"),
            (
                all_of_zola,
                "> [!NOTE]\n> a :tada:\n",
                "<blockquote>\n<p>a 🎉</p>",
            ),
            (all_of_zola, "a\n\n: b\n", "<dd>"),
            (
                zola,
                "```rust,linenos, hide_lines=1 3-4, name=a\n1\n2\n3\n4\n5\n```\n",
                ">2\n5\n</code>",
            ),
            (
                Dialect::Obsidian,
                "[[Note#Part|text]]\n",
                "<a href=\"Note#part\" data-wikilink=\"true\">text</a>",
            ),
            (
                Dialect::Obsidian,
                "![[a b.png|300]]\n",
                "<img src=\"a%20b.png\" alt=\"\" width=\"300\">",
            ),
            (
                Dialect::Obsidian,
                "![a \"b\"|30x20](c.png \"t\")\n",
                "<img src=\"c.png\" alt=\"a &quot;b&quot;\" width=\"30\" title=\"t\" height=\"20\">",
            ),
            (
                Dialect::Obsidian,
                "![[c.png|a|b]] ![a|x2](c.png)\n",
                "<img src=\"c.png\" alt=\"a|b\" /> <img src=\"c.png\" alt=\"a|x2\" />",
            ),
            (
                Dialect::Obsidian,
                "[[Note B#One#A part!]] [[#^x-1]]\n",
                "<a href=\"Note%20B#a-part\" data-wikilink=\"true\">Note B &gt; One &gt; A part!</a> \
                 <a href=\"#%5Ex-1\" data-wikilink=\"true\">^x-1</a>",
            ),
            (
                Dialect::Obsidian,
                "text ^x-1\n\n- item ^y\n\na^2\n",
                "<p><a id=\"^x-1\"></a>text</p>\n<ul>\n<li><a id=\"^y\"></a>item</li>\n</ul>\n<p>a^2</p>",
            ),
            (Dialect::Obsidian, "a ==b== %%c%% d\n", "<mark>b</mark>"),
            (
                Dialect::Obsidian,
                "|a|\n|-|\n|![[c.png\\|30]]|\n",
                "<td><img src=\"c.png\" alt=\"\" width=\"30\"></td>",
            ),
            (Dialect::Obsidian, "a^[note *b*]\n", "<em>b</em>"),
            (Dialect::Obsidian, "> [!note] Title\n> text\n", "callout"),
        ] {
            let html = to_html(markdown, dialect);
            assert!(html.contains(expected), "{markdown}: {html}");
        }
        assert!(!to_html("a %%c%% d\n", Dialect::Obsidian).contains('c'));
    }
}
