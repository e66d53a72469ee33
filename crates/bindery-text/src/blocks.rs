//! Blocks as lines.
use std::collections::HashMap;

use bindery_model::{Block, BlockKind, DefinitionItem, Inline, Post, Role, Site};

use crate::labels::Labels;
use crate::layout::Layout;
use crate::lines::{Kind, Lines};
use crate::sanitize::push_clean;
use crate::segment_breaks::join_segments;
use crate::width::{Ambiguous, Ruler};
use crate::wrap::{HARD_BREAK, NO_BREAK, SOFT_BREAK};
use crate::{Header, Links, Options};

/// Columns between the tab stops of code.
const TAB: usize = 4;

/// Sets one post.
pub(crate) struct Setter<'a> {
    pub(crate) post: &'a Post,
    pub(crate) site: &'a Site,
    pub(crate) options: &'a Options,
    pub(crate) labels: &'static Labels,
    pub(crate) ruler: Ruler,
    pub(crate) lines: Lines,
    /// The addresses that numbers stand for, and the number of each.
    pub(crate) addresses: Vec<String>,
    pub(crate) numbers: HashMap<String, usize>,
}

impl<'a> Setter<'a> {
    pub(crate) fn new(post: &'a Post, site: &'a Site, options: &'a Options) -> Setter<'a> {
        let labels = Labels::of(post, site);
        let wide = match options.ambiguous {
            Ambiguous::ByLanguage => labels.is_square(),
            Ambiguous::Narrow => false,
            Ambiguous::Wide => true,
        };
        Setter {
            post,
            site,
            options,
            labels,
            ruler: Ruler { wide },
            lines: Lines::new(options.width),
            addresses: Vec::new(),
            numbers: HashMap::new(),
        }
    }

    /// All that was set, as text.
    pub(crate) fn finish(self) -> String {
        let layout = self.layout(self.options.width);
        let mut text = String::new();
        layout.set(&self.lines.into_lines(), &mut text);
        text
    }

    pub(crate) fn layout(&self, width: usize) -> Layout {
        Layout {
            width,
            ruler: self.ruler,
            justified: self.options.justified,
            raw: self.options.raw_controls,
        }
    }

    /// The text, its footnotes and its addresses.
    pub(crate) fn body(&mut self) {
        let post = self.post;
        // The header says the title.
        let is_said = self.options.header != Header::None && post.begins_with_title();
        self.blocks(&post.blocks[usize::from(is_said)..]);
        for (index, footnote) in post.footnotes.iter().enumerate() {
            self.lines.gap();
            let mark = format!("{} ", self.note_mark(index));
            self.hung(&mark, |setter| setter.blocks(&footnote.blocks));
        }
        if self.options.links == Links::Footnote && !self.addresses.is_empty() {
            self.lines.gap();
            for (index, address) in std::mem::take(&mut self.addresses).into_iter().enumerate() {
                self.lines
                    .push(format!("[{}] {address}", index + 1), Kind::Verbatim);
            }
        }
    }

    /// Blocks with blank lines between them.
    pub(crate) fn blocks(&mut self, blocks: &[Block]) {
        let start = self.lines.len();
        for block in blocks {
            let (before, gap) = (self.lines.len(), self.lines.wanted_gap());
            if before > start {
                self.lines.gap();
            }
            self.block(block);
            if self.lines.len() == before {
                self.lines.set_wanted_gap(gap);
            }
        }
    }

    pub(crate) fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Paragraph { content } | BlockKind::Plain { content } => {
                self.paragraph(content, Kind::Flowing);
            }
            BlockKind::Heading { level, content } => {
                let rule = if *level <= 2 { '-' } else { '.' };
                self.paragraph(content, Kind::Underlined(rule));
            }
            BlockKind::List { kind, items } => self.items(*kind, items),
            BlockKind::DefinitionList { items } => self.definitions(items),
            BlockKind::Quote { blocks } => self.quote(blocks),
            BlockKind::Code { content, .. } => self.code(content),
            BlockKind::Table(table) => self.table(table),
            BlockKind::Figure {
                blocks,
                caption,
                caption_above: true,
            } => {
                self.blocks(caption);
                self.blocks(blocks);
            }
            BlockKind::Figure {
                blocks, caption, ..
            } => {
                self.blocks(blocks);
                self.blocks(caption);
            }
            BlockKind::Rule => self.lines.push("* * *".to_owned(), Kind::Centred),
            BlockKind::Division {
                role: Role::Verse,
                blocks,
            } => self.verse(blocks),
            BlockKind::Division { blocks, .. } if is_callout(block) => self.quote(blocks),
            BlockKind::Division { blocks, .. } => self.blocks(blocks),
            BlockKind::Details { summary, blocks } => {
                self.paragraph(summary, Kind::Flowing);
                self.lines.gap();
                self.blocks(blocks);
            }
            BlockKind::Math(formula) => {
                let text = formula.text();
                let text = self.clean(&text);
                self.verbatim(&text);
            }
        }
    }

    /// Lets what `set` sets hang behind a mark.
    pub(crate) fn hung(&mut self, mark: &str, set: impl FnOnce(&mut Self)) {
        let indent = " ".repeat(self.ruler.width(mark));
        let open = self.lines.open(mark, &indent);
        set(self);
        self.lines.close(open);
    }

    pub(crate) fn paragraph(&mut self, content: &[Inline], kind: Kind) {
        let text = self.inlines(content);
        let is_shown = |c: char| !c.is_whitespace() && ![HARD_BREAK, SOFT_BREAK].contains(&c);
        if text.contains(is_shown) {
            self.lines.push(self.joined(text), kind);
        }
    }

    fn joined(&self, text: String) -> String {
        match join_segments(&text, self.labels.is_unspaced()) {
            std::borrow::Cow::Owned(joined) => joined,
            std::borrow::Cow::Borrowed(_) => text,
        }
    }

    fn quote(&mut self, blocks: &[Block]) {
        let before = self.lines.len();
        let open = self.lines.open("> ", "> ");
        self.blocks(blocks);
        if self.lines.len() > before {
            self.lines.close(open);
        } else {
            self.lines.cancel(open);
        }
    }

    /// Lines of verse stay what they are; what is too long hangs.
    fn verse(&mut self, blocks: &[Block]) {
        for (index, block) in blocks.iter().enumerate() {
            if index > 0 {
                self.lines.gap();
            }
            match &block.kind {
                BlockKind::Paragraph { content } | BlockKind::Plain { content } => {
                    let text = self.inlines(content);
                    let text = self.joined(text);
                    for line in text.trim_matches(HARD_BREAK).split(HARD_BREAK) {
                        let line = line.trim_end().to_owned();
                        self.lines.push_hanging(line, Kind::Flowing, "    ");
                    }
                }
                _ => self.block(block),
            }
        }
    }

    fn definitions(&mut self, items: &[DefinitionItem]) {
        for item in items {
            for term in &item.terms {
                self.paragraph(term, Kind::Flowing);
            }
            for definition in &item.definitions {
                let open = self.lines.open("    ", "    ");
                self.blocks(definition);
                self.lines.close(open);
            }
        }
    }

    fn code(&mut self, content: &[Inline]) {
        let text = self.inlines(content).replace(HARD_BREAK, "\n");
        self.verbatim(text.trim_matches('\n'));
    }

    fn verbatim(&mut self, text: &str) {
        for line in text.split('\n') {
            let line = self.expand_tabs(&line.replace(NO_BREAK, ""));
            self.lines.push(format!("    {line}"), Kind::Verbatim);
        }
    }

    fn expand_tabs(&self, line: &str) -> String {
        let mut out = String::with_capacity(line.len());
        let mut columns = 0;
        for (index, part) in line.split('\t').enumerate() {
            if index > 0 {
                let stop = TAB - columns % TAB;
                out.push_str(&" ".repeat(stop));
                columns += stop;
            }
            out.push_str(part);
            columns += self.ruler.width(part);
        }
        out
    }

    /// Appends text of the source, without what must not reach a terminal.
    pub(crate) fn push_text(&self, text: &str, out: &mut String) {
        if self.options.raw_controls {
            out.push_str(text);
        } else {
            push_clean(text, out);
        }
    }

    /// The same as a new string.
    pub(crate) fn clean(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        self.push_text(text, &mut out);
        out
    }

    /// What stands for a footnote.
    pub(crate) fn note_mark(&self, footnote: usize) -> String {
        format!("[{}{}]", self.labels.note, footnote + 1)
    }
}

/// Whether it is a quotation of a kind of its own, as Obsidian and GitHub have it (`> [!NOTE]`).
fn is_callout(block: &Block) -> bool {
    block.attributes.as_ref().is_some_and(|attributes| {
        let mut classes = attributes.classes.iter();
        classes.any(|class| matches!(class.as_str(), "callout" | "markdown-alert"))
    })
}
