//! Goes through the formulas of a post.
use bindery_model::{Block, BlockKind, Inline, Post};

/// What is done with the formulas of a post.
pub(super) trait Visitor {
    /// A formula on lines of its own; whether there is anything left of its block.
    fn visit_block(&mut self, block: &mut Block) -> bool;

    /// A formula within a line, perhaps of a link; whether there is anything left of it.
    fn visit_inline(&mut self, inline: &mut Inline, in_link: bool) -> bool;
}

/// Visits all formulas of a post, in the order in which they stand, those of footnotes last.
pub(super) fn visit_formulas(post: &mut Post, visitor: &mut dyn Visitor) {
    let mut walk = Walk {
        visitor,
        in_link: false,
    };
    walk.blocks(&mut post.blocks);
    for footnote in &mut post.footnotes {
        walk.blocks(&mut footnote.blocks);
    }
}

struct Walk<'v> {
    visitor: &'v mut dyn Visitor,
    in_link: bool,
}

impl Walk<'_> {
    fn blocks(&mut self, blocks: &mut Vec<Block>) {
        blocks.retain_mut(|block| self.block(block));
    }

    /// Whether there is anything left of a block.
    fn block(&mut self, block: &mut Block) -> bool {
        match &mut block.kind {
            BlockKind::Math(_) => return self.visitor.visit_block(block),
            BlockKind::Paragraph { content }
            | BlockKind::Plain { content }
            | BlockKind::Heading { content, .. }
            | BlockKind::Code { content, .. } => self.inlines(content),
            BlockKind::List { items, .. } => {
                for item in items {
                    self.blocks(&mut item.blocks);
                }
            }
            BlockKind::DefinitionList { items } => {
                for item in items {
                    item.terms.iter_mut().for_each(|term| self.inlines(term));
                    item.definitions.iter_mut().for_each(|one| self.blocks(one));
                }
            }
            BlockKind::Quote { blocks } | BlockKind::Division { blocks, .. } => {
                self.blocks(blocks);
            }
            BlockKind::Details { summary, blocks } => {
                self.inlines(summary);
                self.blocks(blocks);
            }
            BlockKind::Figure {
                blocks, caption, ..
            } => {
                self.blocks(blocks);
                self.blocks(caption);
            }
            BlockKind::Table(table) => {
                self.blocks(&mut table.caption);
                let bodies = table.bodies.iter_mut().flatten();
                let rows = table.head.iter_mut().chain(bodies).chain(&mut table.foot);
                for cell in rows.flat_map(|row| &mut row.cells) {
                    self.blocks(&mut cell.blocks);
                }
            }
            BlockKind::Rule => {}
        }
        true
    }

    fn inlines(&mut self, inlines: &mut Vec<Inline>) {
        inlines.retain_mut(|inline| {
            match inline {
                Inline::Math(_) => return self.visitor.visit_inline(inline, self.in_link),
                Inline::Styled { content, .. } => self.inlines(content),
                Inline::Link { content, .. } => {
                    let outside = std::mem::replace(&mut self.in_link, true);
                    self.inlines(content);
                    self.in_link = outside;
                }
                Inline::Media(media) => self.inlines(&mut media.fallback),
                Inline::Ruby { segments } => {
                    for segment in segments {
                        self.inlines(&mut segment.base);
                        self.inlines(&mut segment.annotation);
                    }
                }
                Inline::Text { .. }
                | Inline::Image(_)
                | Inline::LineBreak
                | Inline::WordBreak
                | Inline::FootnoteReference { .. } => {}
            }
            true
        });
    }
}
