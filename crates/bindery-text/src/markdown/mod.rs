//! Posts as Markdown, for moving an archive elsewhere: CommonMark with GitHub's tables, task lists,
//! strikethrough and footnotes, and YAML front matter.
//!
//! Read as GitHub's Markdown it gives the same blocks again. What Markdown cannot say (attributes,
//! spans in tables, definition lists, figures) is written as HTML in it. Only the ids of headings
//! are left to the reader of the Markdown, unless something in the post links to one.
mod blocks;
mod escape;
mod formulas;
mod front_matter;
mod html_blocks;
mod inlines;
mod lists;
mod tables;

use std::collections::HashSet;

use bindery_model::{Block, BlockKind, Inline, Post, Site, Target};

/// A post as Markdown.
///
/// ```
/// use bindery_model::{Block, Inline, Post, Site};
///
/// let mut post = Post::default();
/// post.meta.title = "A walk".into();
/// post.blocks.push(Block::heading(2, vec![Inline::text("Along the river")]));
/// post.blocks.push(Block::paragraph(vec![Inline::text("2 * 3, "), Inline::emphasis("really")]));
/// assert_eq!(
///     bindery_text::post_to_markdown(&post, &Site::default()),
///     "---\ntitle: \"A walk\"\n---\n\n## Along the river\n\n2 \\* 3, *really*\n",
/// );
/// ```
pub fn post_to_markdown(post: &Post, site: &Site) -> String {
    let mut out = front_matter::front_matter(post, site);
    let text = body(post);
    if !text.is_empty() {
        out.push('\n');
        out.push_str(&text);
    }
    out
}

/// Footnotes are written in Markdown where all marks of them can be, else in HTML.
fn body(post: &Post) -> String {
    let mut writer = Writer::new(post);
    if let Some(text) = writer.body_with_markdown_notes() {
        return text;
    }
    writer.markdown_notes = false;
    let mut text = writer.blocks(&post.blocks);
    let notes = writer.html_notes();
    if !text.is_empty() && !notes.is_empty() {
        text.push('\n');
    }
    text + &notes
}

/// Stands before the mark of a footnote until all is written: no text of a post holds it.
const NOTE_MARK: char = '\u{1}';

/// Where inlines stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In a paragraph, which may have several lines.
    Paragraph,
    /// In a heading.
    Heading,
    /// In a cell of a table.
    Cell,
    /// In HTML, where Markdown means nothing.
    Html,
    /// In HTML that must stay on one line.
    HtmlLine,
}

/// Writes one post.
struct Writer<'a> {
    post: &'a Post,
    /// The ids that links of the post lead to.
    wanted_ids: HashSet<&'a str>,
    /// Whether footnotes are written as Markdown.
    markdown_notes: bool,
}

impl<'a> Writer<'a> {
    fn new(post: &'a Post) -> Writer<'a> {
        let mut wanted_ids = HashSet::new();
        find_fragments(&post.blocks, &mut wanted_ids);
        for footnote in &post.footnotes {
            find_fragments(&footnote.blocks, &mut wanted_ids);
        }
        Writer {
            post,
            wanted_ids,
            markdown_notes: true,
        }
    }

    /// The body, or `None` if a footnote cannot be written as Markdown.
    fn body_with_markdown_notes(&mut self) -> Option<String> {
        let is_simple = |label: &str| {
            !label.is_empty()
                && label
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        let footnotes = &self.post.footnotes;
        if !footnotes.iter().all(|footnote| is_simple(&footnote.label)) {
            return None;
        }
        let mut text = self.blocks(&self.post.blocks);
        let mut last = None;
        for footnote in footnotes {
            let reference = text.find(&format!("{NOTE_MARK}[^{}]", footnote.label))?;
            // Their numbers follow the order of their marks.
            if last.is_some_and(|last| last > reference) {
                return None;
            }
            last = Some(reference);
        }
        for footnote in footnotes {
            let note = self.blocks(&footnote.blocks);
            if note.is_empty() || note.starts_with(['<', '`']) || note.contains(NOTE_MARK) {
                return None;
            }
            let mark = format!("[^{}]: ", footnote.label);
            text.push('\n');
            text.push_str(&blocks::indented(&note, &mark, "    "));
        }
        (!text.contains(inlines::HTML_REFERENCE)).then(|| text.replace(NOTE_MARK, ""))
    }
}

fn find_fragments<'a>(blocks: &'a [Block], found: &mut HashSet<&'a str>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph { content }
            | BlockKind::Plain { content }
            | BlockKind::Code { content, .. }
            | BlockKind::Heading { content, .. } => find_in_inlines(content, found),
            BlockKind::List { items, .. } => {
                items
                    .iter()
                    .for_each(|item| find_fragments(&item.blocks, found));
            }
            BlockKind::DefinitionList { items } => {
                for item in items {
                    item.terms
                        .iter()
                        .for_each(|term| find_in_inlines(term, found));
                    let definitions = item.definitions.iter();
                    definitions.for_each(|blocks| find_fragments(blocks, found));
                }
            }
            BlockKind::Quote { blocks } | BlockKind::Division { blocks, .. } => {
                find_fragments(blocks, found);
            }
            BlockKind::Details { summary, blocks } => {
                find_in_inlines(summary, found);
                find_fragments(blocks, found);
            }
            BlockKind::Table(table) => {
                find_fragments(&table.caption, found);
                let cells = table.rows().flat_map(|row| &row.cells);
                cells.for_each(|cell| find_fragments(&cell.blocks, found));
            }
            BlockKind::Figure {
                blocks, caption, ..
            } => {
                find_fragments(blocks, found);
                find_fragments(caption, found);
            }
            BlockKind::Rule | BlockKind::Math(_) => {}
        }
    }
}

fn find_in_inlines<'a>(inlines: &'a [Inline], found: &mut HashSet<&'a str>) {
    for inline in inlines {
        match inline {
            Inline::Link {
                target, content, ..
            } => {
                if let Target::Fragment { fragment } = target {
                    found.insert(fragment);
                }
                find_in_inlines(content, found);
            }
            Inline::Styled { content, .. } => find_in_inlines(content, found),
            _ => {}
        }
    }
}
