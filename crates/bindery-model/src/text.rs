use crate::{Block, BlockKind, Inline, Post};

impl Post {
    /// The text alone: blocks end lines, everything that marks text is left out. For searching,
    /// counting and comparing; `bindery-text` writes text for reading.
    pub fn text(&self) -> String {
        let mut out = String::new();
        push_blocks(&self.blocks, &mut out);
        for footnote in &self.footnotes {
            end_line(&mut out);
            push_blocks(&footnote.blocks, &mut out);
        }
        out.truncate(out.trim_end().len());
        out
    }

    /// Whether it begins with a heading that says its title again, and nothing but words.
    pub fn begins_with_title(&self) -> bool {
        let Some(BlockKind::Heading { content, .. }) = self.blocks.first().map(|it| &it.kind)
        else {
            return false;
        };
        let heading = Inline::text_of(content);
        let is_title = heading
            .split_whitespace()
            .eq(self.meta.title.split_whitespace());
        is_title && !self.meta.title.is_empty() && content.iter().all(is_words)
    }
}

/// Whether there is nothing in an inline but words, so that nothing is lost with it.
fn is_words(inline: &Inline) -> bool {
    match inline {
        Inline::Text { .. } | Inline::WordBreak => true,
        Inline::Styled {
            content,
            attributes,
            ..
        } => {
            let is_place = attributes.as_ref().is_some_and(|it| it.id.is_some());
            !is_place && content.iter().all(is_words)
        }
        _ => false,
    }
}

impl Block {
    /// The text of some blocks alone, a line for each.
    pub fn text_of(blocks: &[Block]) -> String {
        let mut out = String::new();
        push_blocks(blocks, &mut out);
        out.truncate(out.trim_end().len());
        out
    }
}

impl Inline {
    /// The text of some inlines alone. An image has none; its alternative text describes it.
    pub fn text_of(inlines: &[Inline]) -> String {
        let mut out = String::new();
        push_inlines(inlines, &mut out);
        out
    }
}

fn end_line(out: &mut String) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

fn push_blocks(blocks: &[Block], out: &mut String) {
    for block in blocks {
        end_line(out);
        push_block(&block.kind, out);
    }
}

fn push_block(block: &BlockKind, out: &mut String) {
    match block {
        BlockKind::Paragraph { content }
        | BlockKind::Plain { content }
        | BlockKind::Heading { content, .. }
        | BlockKind::Code { content, .. } => push_inlines(content, out),
        BlockKind::List { items, .. } => {
            items.iter().for_each(|item| {
                end_line(out);
                push_blocks(&item.blocks, out);
            });
        }
        BlockKind::DefinitionList { items } => {
            for item in items {
                for term in &item.terms {
                    end_line(out);
                    push_inlines(term, out);
                }
                item.definitions
                    .iter()
                    .for_each(|blocks| push_blocks(blocks, out));
            }
        }
        BlockKind::Quote { blocks } | BlockKind::Division { blocks, .. } => {
            push_blocks(blocks, out);
        }
        BlockKind::Table(table) => {
            push_blocks(&table.caption, out);
            for row in table.rows() {
                row.cells
                    .iter()
                    .for_each(|cell| push_blocks(&cell.blocks, out));
            }
        }
        BlockKind::Figure {
            blocks,
            caption,
            caption_above: true,
        } => {
            push_blocks(caption, out);
            push_blocks(blocks, out);
        }
        BlockKind::Figure {
            blocks, caption, ..
        } => {
            push_blocks(blocks, out);
            push_blocks(caption, out);
        }
        BlockKind::Rule => {}
        BlockKind::Details { summary, blocks } => {
            push_inlines(summary, out);
            push_blocks(blocks, out);
        }
        BlockKind::Math(formula) => out.push_str(&formula.text()),
    }
}

fn push_inlines(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text { text } => out.push_str(text),
            Inline::Math(formula) => out.push_str(&formula.text()),
            Inline::Styled { content, .. } | Inline::Link { content, .. } => {
                push_inlines(content, out);
            }
            Inline::Media(media) => push_inlines(media.shown_fallback(), out),
            Inline::LineBreak => out.push('\n'),
            // What stands for a picture is not part of the text.
            Inline::Image(_) | Inline::WordBreak | Inline::FootnoteReference { .. } => {}
            Inline::Ruby { segments } => {
                segments
                    .iter()
                    .for_each(|segment| push_inlines(&segment.base, out));
            }
        }
    }
}
