//! Blocks as lines.
use std::collections::HashMap;

use bindery_model::{Block, BlockKind, DefinitionItem, Inline, Post, Site};

use crate::labels::Labels;
use crate::sanitize::sanitize;
use crate::wrap::{HARD_BREAK, display_width, wrap};
use crate::{Links, Options};

/// Below it lines are not made narrower, however deep a text is nested.
const LEAST_WIDTH: usize = 16;

/// Sets one post.
pub(crate) struct Setter<'a> {
    pub(crate) post: &'a Post,
    pub(crate) site: &'a Site,
    pub(crate) options: &'a Options,
    pub(crate) labels: &'static Labels,
    /// The addresses that numbers stand for, and the number of each.
    pub(crate) addresses: Vec<String>,
    pub(crate) numbers: HashMap<String, usize>,
}

impl<'a> Setter<'a> {
    pub(crate) fn new(post: &'a Post, site: &'a Site, options: &'a Options) -> Setter<'a> {
        let labels = Labels::of(post, site);
        Setter {
            post,
            site,
            options,
            labels,
            addresses: Vec::new(),
            numbers: HashMap::new(),
        }
    }

    /// The text, its footnotes and its addresses.
    pub(crate) fn post(&mut self) -> Vec<String> {
        let width = self.options.width;
        let post = self.post;
        let mut lines = self.blocks(&post.blocks, width);
        for (index, footnote) in post.footnotes.iter().enumerate() {
            let inner = self.blocks(&footnote.blocks, narrow(width, 6));
            lines.push(String::new());
            lines.extend(hang(&format!("[^{}] ", index + 1), inner));
        }
        if self.options.links == Links::Footnote && !self.addresses.is_empty() {
            lines.push(String::new());
            for (index, address) in self.addresses.iter().enumerate() {
                lines.push(format!("[{}] {address}", index + 1));
            }
        }
        lines
    }

    /// Blocks with blank lines between them.
    pub(crate) fn blocks(&mut self, blocks: &[Block], width: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for block in blocks {
            let block_lines = self.block(block, width);
            if block_lines.is_empty() {
                continue;
            }
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.extend(block_lines);
        }
        lines
    }

    fn block(&mut self, block: &Block, width: usize) -> Vec<String> {
        match &block.kind {
            BlockKind::Paragraph { content } | BlockKind::Plain { content } => {
                self.paragraph(content, width)
            }
            BlockKind::Heading { level, content } => self.heading(*level, content, width),
            BlockKind::List { kind, items } => self.list(*kind, items, width),
            BlockKind::DefinitionList { items } => self.definitions(items, width),
            BlockKind::Quote { blocks } => {
                let inner = self.blocks(blocks, narrow(width, 2));
                inner
                    .into_iter()
                    .map(|line| format!("> {line}").trim_end().to_owned())
                    .collect()
            }
            BlockKind::Code { content, .. } => self.code(content),
            BlockKind::Table(table) => self.table(table, width),
            BlockKind::Figure { blocks, caption } => {
                let mut lines = self.blocks(blocks, width);
                lines.extend(self.blocks(caption, width));
                lines
            }
            BlockKind::Rule => vec!["* * *".to_owned()],
            BlockKind::Division { blocks, .. } => self.blocks(blocks, width),
            BlockKind::Details { summary, blocks } => {
                let mut lines = self.paragraph(summary, width);
                let inner = self.blocks(blocks, width);
                if !inner.is_empty() {
                    lines.push(String::new());
                    lines.extend(inner);
                }
                lines
            }
            BlockKind::Math { source } => sanitize(source)
                .lines()
                .map(|line| format!("    {line}"))
                .collect(),
        }
    }

    pub(crate) fn paragraph(&mut self, content: &[Inline], width: usize) -> Vec<String> {
        let text = self.inlines(content);
        if text
            .trim_matches(|c: char| c.is_whitespace() || c == HARD_BREAK)
            .is_empty()
        {
            return Vec::new();
        }
        wrap(&text, width)
    }

    /// The first two levels are underlined, the others stand alone.
    fn heading(&mut self, level: u8, content: &[Inline], width: usize) -> Vec<String> {
        let mut lines = self.paragraph(content, width);
        let longest = lines
            .iter()
            .map(|line| display_width(line))
            .max()
            .unwrap_or(0);
        if level <= 2 && longest > 0 {
            lines.push("-".repeat(longest));
        }
        lines
    }

    fn definitions(&mut self, items: &[DefinitionItem], width: usize) -> Vec<String> {
        let mut lines = Vec::new();
        for item in items {
            for term in &item.terms {
                lines.extend(self.paragraph(term, width));
            }
            for definition in &item.definitions {
                let inner = self.blocks(definition, narrow(width, 4));
                lines.extend(hang("    ", inner));
            }
        }
        lines
    }

    fn code(&mut self, content: &[Inline]) -> Vec<String> {
        let text = self
            .inlines(content)
            .replace(HARD_BREAK, "\n")
            .replace('\t', "    ");
        text.trim_matches('\n')
            .split('\n')
            .map(|line| format!("    {line}").trim_end().to_owned())
            .collect()
    }
}

/// A width less an indent.
pub(crate) fn narrow(width: usize, indent: usize) -> usize {
    if width == 0 {
        0
    } else {
        width.saturating_sub(indent).max(LEAST_WIDTH.min(width))
    }
}

/// Lines behind a mark, the others indented as far.
pub(crate) fn hang(mark: &str, lines: Vec<String>) -> Vec<String> {
    let indent = " ".repeat(display_width(mark));
    if lines.is_empty() {
        return vec![mark.trim_end().to_owned()];
    }
    let hung = |(index, line): (usize, String)| match (index, line.is_empty()) {
        (0, _) => format!("{mark}{line}").trim_end().to_owned(),
        (_, true) => String::new(),
        (_, false) => format!("{indent}{line}"),
    };
    lines.into_iter().enumerate().map(hung).collect()
}
