//! What holds for every input.
use bindery_model::{Block, BlockKind, Inline, Post};
use proptest::prelude::*;

use super::lowered;
use crate::html::{self, Node, NodeId, Tree};
use crate::{ParseOptions, parse_post};

/// All text of a post in the order of the document, white space apart.
fn text_of(post: &Post) -> String {
    let mut text = String::new();
    push_blocks(&post.blocks, &mut text);
    text
}

fn push_blocks(blocks: &[Block], text: &mut String) {
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph { content }
            | BlockKind::Plain { content }
            | BlockKind::Heading { content, .. }
            | BlockKind::Code { content, .. } => push_inlines(content, text),
            BlockKind::List { items, .. } => {
                items
                    .iter()
                    .for_each(|item| push_blocks(&item.blocks, text));
            }
            BlockKind::DefinitionList { items } => {
                for item in items {
                    item.terms.iter().for_each(|term| push_inlines(term, text));
                    item.definitions
                        .iter()
                        .for_each(|list| push_blocks(list, text));
                }
            }
            BlockKind::Quote { blocks } | BlockKind::Division { blocks, .. } => {
                push_blocks(blocks, text);
            }
            BlockKind::Table(table) => {
                push_blocks(&table.caption, text);
                for cell in table.rows().flat_map(|row| &row.cells) {
                    push_blocks(&cell.blocks, text);
                }
            }
            BlockKind::Figure {
                blocks,
                caption,
                caption_above,
            } => {
                let parts = [blocks, caption];
                let order = if *caption_above { [1, 0] } else { [0, 1] };
                order
                    .into_iter()
                    .for_each(|at| push_blocks(parts[at], text));
            }
            BlockKind::Details { summary, blocks } => {
                push_inlines(summary, text);
                push_blocks(blocks, text);
            }
            BlockKind::Math(formula) => text.push_str(&formula.text()),
            BlockKind::Rule => {}
        }
    }
}

fn push_inlines(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text { text: piece } => text.extend(piece.chars().filter(|c| !is_space(*c))),
            Inline::Styled { content, .. } | Inline::Link { content, .. } => {
                push_inlines(content, text);
            }
            Inline::Ruby { segments } => {
                for segment in segments {
                    push_inlines(&segment.base, text);
                    push_inlines(&segment.annotation, text);
                }
            }
            _ => {}
        }
    }
}

fn is_space(c: char) -> bool {
    c.is_ascii_whitespace()
}

/// The text of a tree in its order, without hidden elements, white space and forbidden characters.
fn text_in(tree: &Tree<'_>) -> String {
    const HIDDEN: [&str; 7] = [
        "script", "style", "template", "noscript", "title", "rp", "video",
    ];
    let mut text = String::new();
    let root = tree.root();
    let mut next = tree.first_child(root);
    while let Some(node) = next {
        next = match tree.node(node) {
            Node::Element(element)
                if HIDDEN.contains(&element.name()) && !is_shown(tree, node)
                    || element.attribute("hidden").is_some() =>
            {
                tree.next_after(node, root)
            }
            Node::Text(piece) => {
                let shown =
                    |c: &char| !is_space(*c) && *c != '\u{feff}' && bindery_model::is_xml_char(*c);
                text.extend(piece.chars().filter(shown));
                tree.next_in_order(node, root)
            }
            _ => tree.next_in_order(node, root),
        };
    }
    text
}

/// Whether it is a film without an address, in which a link leads somewhere.
fn is_shown(tree: &Tree<'_>, node: NodeId) -> bool {
    let is_film = tree.element(node).is_some_and(|it| it.name() == "video");
    let end = tree.next_after(node, tree.root());
    let mut links = false;
    let mut next = tree.next_in_order(node, tree.root());
    while let Some(at) = next.filter(|at| Some(*at) != end) {
        let is_kept = |c: char| !is_space(c) && bindery_model::is_xml_char(c);
        let is_text = matches!(tree.node(at), Node::Text(text) if text.contains(is_kept));
        let mut above = tree.parent(at);
        while let Some(link) = above.filter(|_| is_text).filter(|link| *link != node) {
            let address = tree.element(link).and_then(|it| it.attribute("href"));
            links |= address == Some("/x");
            above = tree.parent(link);
        }
        next = tree.next_in_order(at, tree.root());
    }
    is_film && links
}

/// Tags in any order, closed or not, and text. (`rb` is missing: with it the source has all bases
/// before all readings, the model each reading beside its base.)
fn markup() -> impl Strategy<Value = String> {
    let elements = [
        "p",
        "div",
        "b",
        "i",
        "a href=/x",
        "a href=javascript:x",
        "span class=s",
        "span id=d",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "h2",
        "pre",
        "code",
        "table",
        "tr",
        "td",
        "th",
        "ruby",
        "rt",
        "rp",
        "center",
        "font",
        "section",
        "details",
        "button",
        "em",
        "sup",
        "div class=highlight",
        "p hidden",
        "video",
        "script",
        "q",
        "ins",
        "nobr",
        "figure",
        "br",
        "hr",
        "form",
        "select",
        "option",
        "x-custom",
        "article",
        "fieldset",
        "legend",
    ];
    let piece = prop_oneof![
        4 => prop::sample::select(elements.to_vec()).prop_map(|name| format!("<{name}>")),
        3 => prop::sample::select(elements.to_vec())
            .prop_map(|name| format!("</{}>", name.split(' ').next().unwrap_or(name))),
        4 => "[a-z0-9 \n一-七&;\u{a0}\u{1}\u{feff}\u{fffe}（）]{1,6}",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn every_shown_character_is_kept_in_order(source in markup()) {
        let tree = html::parse_fragment(&source, "body", &html::Options::default()).unwrap();
        let (post, _) = lowered(&source);
        prop_assert_eq!(text_of(&post), text_in(&tree));
    }

    #[test]
    fn white_space_is_collapsed(source in markup()) {
        // The reading of ruby may stand between a space and the end.
        prop_assume!(!source.contains("<rt"));
        let (post, _) = lowered(&source);
        let mut faults = Vec::new();
        look_for_space(&post.blocks, &mut faults);
        prop_assert!(faults.is_empty(), "{:?}", faults);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn any_bytes_make_a_post(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        html in any::<bool>(),
    ) {
        let path = if html { "a.html" } else { "a.md" };
        let options = ParseOptions { path, excerpt_separator: Some("\n"), ..ParseOptions::default() };
        let parsed = parse_post(&bytes, &options);
        prop_assert!(bindery_model::check(&parsed.post).is_ok());
    }

    #[test]
    fn any_head_makes_a_post(head in "(---|\\+\\+\\+|\\{)\n([a-z\"':#\\[{ \t-]{0,12}\n){0,6}(---|\\+\\+\\+|\\}|)\n[a-z<>]{0,9}") {
        let options = ParseOptions { path: "a.html", ..ParseOptions::default() };
        let parsed = parse_post(head.as_bytes(), &options);
        prop_assert!(bindery_model::check(&parsed.post).is_ok());
    }
}

/// Blocks whose text begins or ends with a space, or has two side by side.
fn look_for_space(blocks: &[Block], faults: &mut Vec<String>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph { content } | BlockKind::Plain { content } => {
                let text = Inline::text_of(content);
                let text = text.replace('\u{a0}', "x");
                let has_two = text.split('\n').any(|line| line.contains("  "));
                let has_edge = text.starts_with(' ') || text.ends_with([' ', '\n']);
                // An empty line between two.
                let is_gap = content.as_slice() == [Inline::LineBreak];
                if has_two || has_edge && !is_gap {
                    faults.push(text);
                }
            }
            BlockKind::List { items, .. } => {
                items
                    .iter()
                    .for_each(|item| look_for_space(&item.blocks, faults));
            }
            BlockKind::Quote { blocks } | BlockKind::Division { blocks, .. } => {
                look_for_space(blocks, faults);
            }
            _ => {}
        }
    }
}

/// Pages of marks, notes and links back in any order, in anything, with words that stand once each.
fn pages() -> impl Strategy<Value = String> {
    let elements = [
        "<p>",
        "</p>",
        "<p id=n1>",
        "<p id=n2 class=note>",
        "<div>",
        "</div>",
        "<div id=n2>",
        "<div class=footnotes>",
        "<ol>",
        "</ol>",
        "<li>",
        "<li id=n1>",
        "<li id=n3>",
        "<sup>",
        "</sup>",
        "<sup id=r2>",
        "<b>",
        "</b>",
        "<span class=label>",
        "</span>",
        "<dl>",
        "<dt id=n2>",
        "<dd>",
        "</dl>",
        "<table>",
        "<tr>",
        "<td>",
        "<td id=n3>",
        "</table>",
        "<h2>",
        "</h2>",
        "<h5>",
        "<hr>",
        "<br>",
        "<pre>",
        "</pre>",
        "<blockquote>",
        "<a name=n1></a>",
        "<a name=r3></a>",
        "<section>",
        "</section>",
        "<summary>",
        "[",
        "]",
        " ",
        ". ",
        "1 ",
        "(2)",
    ];
    let links = [
        "<a id=r1 href='#n1'>1</a>",
        "<a id=r1 href='#n1'>[1]</a>",
        "<sup><a id=r1 href='#n1'>1</a></sup>",
        "<a id=r2 href='#n2'>*</a>",
        "<sup>[<a id=r3 href='#n3'>note 3</a>]</sup>",
        "<a href='#n2'>2</a>",
        "<a id=n1 href='#r1'>1</a>",
        "<a id=n1 href='#r1'>[1]</a>",
        "<a href='#r1'>↩</a>",
        "<a href='#r2'>(2)</a>",
        "<a id=n2 href='#r2'>2</a>",
        "<a href='#r3'>^</a>",
        "<a href='#r3'><b></b></a>",
        "<a id=n3 href='#r3'>3</a>",
    ];
    let piece = prop_oneof![
        3 => prop::sample::select(elements.to_vec()).prop_map(str::to_owned),
        3 => prop::sample::select(links.to_vec()).prop_map(str::to_owned),
        4 => Just("W".to_owned()),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| {
        let mut words = ('\u{5100}'..).map(|word| format!("{word} "));
        let pieces = pieces.iter().map(|piece| match piece.as_str() {
            "W" => words.next().unwrap_or_default(),
            other => other.to_owned(),
        });
        pieces.collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn every_word_is_in_the_text_or_in_a_note_once(source in pages()) {
        let is_word = |c: &char| *c >= '\u{5100}' && *c < '\u{5200}';
        let tree = html::parse_fragment(&source, "body", &html::Options::default()).unwrap();
        let mut wanted: Vec<char> = text_in(&tree).chars().filter(is_word).collect();
        let (post, _) = lowered(&source);
        let texts = post.footnotes.iter().map(|note| note.blocks.as_slice());
        let mut found = Vec::new();
        for blocks in texts.chain([post.blocks.as_slice()]) {
            let mut text = String::new();
            push_blocks(blocks, &mut text);
            let words: Vec<char> = text.chars().filter(is_word).collect();
            // Tables move what does not belong in them.
            prop_assert!(words.is_sorted() || source.contains("<table>"), "{}", text);
            found.extend(words);
        }
        wanted.sort_unstable();
        found.sort_unstable();
        prop_assert_eq!(found, wanted);
        // A list of notes may have empty ones.
        let has_text = |note: &bindery_model::Footnote| !note.blocks.is_empty();
        let is_list = source.contains("class=footnotes");
        prop_assert!(is_list || post.footnotes.iter().all(has_text), "{:?}", post);
    }
}
