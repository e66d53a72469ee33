//! The `id`s of a text.
use bindery_html::reference_id;
use bindery_model::{Attributes, Block, BlockKind, Inline};

/// Calls `found` for every `id` that the blocks have in XHTML, references to footnotes included.
pub(crate) fn for_each_id(blocks: &[Block], found: &mut dyn FnMut(&str)) {
    for block in blocks {
        attributes(block.attributes.as_deref(), found);
        match &block.kind {
            BlockKind::Paragraph { content }
            | BlockKind::Plain { content }
            | BlockKind::Heading { content, .. }
            | BlockKind::Code { content, .. } => inlines(content, found),
            BlockKind::List { items, .. } => {
                for item in items {
                    attributes(item.attributes.as_deref(), found);
                    for_each_id(&item.blocks, found);
                }
            }
            BlockKind::DefinitionList { items } => {
                for item in items {
                    item.terms.iter().for_each(|term| inlines(term, found));
                    item.definitions
                        .iter()
                        .for_each(|blocks| for_each_id(blocks, found));
                }
            }
            BlockKind::Quote { blocks } | BlockKind::Division { blocks, .. } => {
                for_each_id(blocks, found);
            }
            BlockKind::Table(table) => {
                for_each_id(&table.caption, found);
                for row in table.rows() {
                    attributes(row.attributes.as_deref(), found);
                    for cell in &row.cells {
                        attributes(cell.attributes.as_deref(), found);
                        for_each_id(&cell.blocks, found);
                    }
                }
            }
            BlockKind::Figure {
                blocks, caption, ..
            } => {
                for_each_id(blocks, found);
                for_each_id(caption, found);
            }
            BlockKind::Details { summary, blocks } => {
                inlines(summary, found);
                for_each_id(blocks, found);
            }
            BlockKind::Rule | BlockKind::Math(_) => {}
        }
    }
}

fn attributes(attributes: Option<&Attributes>, found: &mut dyn FnMut(&str)) {
    if let Some(id) = attributes.and_then(|attributes| attributes.id.as_deref()) {
        found(id);
    }
}

fn inlines(content: &[Inline], found: &mut dyn FnMut(&str)) {
    for inline in content {
        match inline {
            Inline::Styled {
                attributes: own,
                content,
                ..
            }
            | Inline::Link {
                attributes: own,
                content,
                ..
            } => {
                attributes(own.as_deref(), found);
                inlines(content, found);
            }
            Inline::Image(image) => attributes(image.attributes.as_deref(), found),
            Inline::Media(media) => {
                attributes(media.attributes.as_deref(), found);
                inlines(&media.fallback, found);
            }
            Inline::Ruby { segments } => {
                for segment in segments {
                    inlines(&segment.base, found);
                    inlines(&segment.annotation, found);
                }
            }
            Inline::FootnoteReference { footnote } => found(&reference_id(*footnote)),
            Inline::Text { .. } | Inline::LineBreak | Inline::WordBreak | Inline::Math(_) => {}
        }
    }
}
