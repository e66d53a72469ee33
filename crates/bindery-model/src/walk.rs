use crate::{Block, BlockKind, Inline, Post};

impl Post {
    /// Calls `found` for every inline of the text and its footnotes, those inside others after
    /// them.
    ///
    /// ```
    /// use bindery_model::{Block, Inline, Post};
    ///
    /// let mut post = Post::default();
    /// post.blocks.push(Block::paragraph(vec![Inline::strong("loud")]));
    /// let mut count = 0;
    /// post.for_each_inline(&mut |_| count += 1);
    /// assert_eq!(count, 2);
    /// ```
    pub fn for_each_inline<'p>(&'p self, found: &mut dyn FnMut(&'p Inline)) {
        blocks(&self.blocks, found);
        for footnote in &self.footnotes {
            blocks(&footnote.blocks, found);
        }
    }
}

fn blocks<'p>(list: &'p [Block], found: &mut dyn FnMut(&'p Inline)) {
    for block in list {
        match &block.kind {
            BlockKind::Paragraph { content }
            | BlockKind::Plain { content }
            | BlockKind::Heading { content, .. }
            | BlockKind::Code { content, .. } => inlines(content, found),
            BlockKind::List { items, .. } => {
                items.iter().for_each(|item| blocks(&item.blocks, found));
            }
            BlockKind::DefinitionList { items } => {
                for item in items {
                    item.terms.iter().for_each(|term| inlines(term, found));
                    item.definitions.iter().for_each(|one| blocks(one, found));
                }
            }
            BlockKind::Quote { blocks: inner } | BlockKind::Division { blocks: inner, .. } => {
                blocks(inner, found);
            }
            BlockKind::Table(table) => {
                blocks(&table.caption, found);
                let cells = table.rows().flat_map(|row| &row.cells);
                cells.for_each(|cell| blocks(&cell.blocks, found));
            }
            BlockKind::Figure {
                blocks: inner,
                caption,
                ..
            } => {
                blocks(inner, found);
                blocks(caption, found);
            }
            BlockKind::Details {
                summary,
                blocks: inner,
            } => {
                inlines(summary, found);
                blocks(inner, found);
            }
            BlockKind::Rule | BlockKind::Math(_) => {}
        }
    }
}

fn inlines<'p>(list: &'p [Inline], found: &mut dyn FnMut(&'p Inline)) {
    for inline in list {
        found(inline);
        match inline {
            Inline::Styled { content, .. } | Inline::Link { content, .. } => {
                inlines(content, found);
            }
            Inline::Media(media) => inlines(&media.fallback, found),
            Inline::Ruby { segments } => {
                for segment in segments {
                    inlines(&segment.base, found);
                    inlines(&segment.annotation, found);
                }
            }
            Inline::Text { .. }
            | Inline::Image(_)
            | Inline::LineBreak
            | Inline::WordBreak
            | Inline::Math(_)
            | Inline::FootnoteReference { .. } => {}
        }
    }
}
