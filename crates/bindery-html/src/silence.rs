//! Whether there is anything in a text that can be read out. Headings, header cells and links
//! without it are traps for those who listen to a book.
use bindery_model::{Block, BlockKind, Inline, Table};

/// Whether inlines have no text, not even the description of an image.
pub(crate) fn are_silent(inlines: &[Inline]) -> bool {
    inlines.iter().all(|inline| match inline {
        Inline::Text { text } => text.trim().is_empty(),
        Inline::Styled { content, .. } | Inline::Link { content, .. } => are_silent(content),
        Inline::Image(image) => {
            let alt = image.alt.as_deref().unwrap_or_default();
            alt.trim().is_empty()
        }
        Inline::LineBreak | Inline::WordBreak => true,
        Inline::Ruby { segments } => segments.iter().all(|segment| are_silent(&segment.base)),
        Inline::Media(_) | Inline::Math { .. } | Inline::FootnoteReference { .. } => false,
    })
}

/// The same for blocks.
pub(crate) fn blocks_are_silent(blocks: &[Block]) -> bool {
    blocks.iter().all(|block| match &block.kind {
        BlockKind::Paragraph { content }
        | BlockKind::Plain { content }
        | BlockKind::Heading { content, .. }
        | BlockKind::Code { content, .. } => are_silent(content),
        BlockKind::Quote { blocks } | BlockKind::Division { blocks, .. } => {
            blocks_are_silent(blocks)
        }
        BlockKind::Rule => true,
        BlockKind::Table(table) => **table == Table::default(),
        BlockKind::List { .. }
        | BlockKind::DefinitionList { .. }
        | BlockKind::Figure { .. }
        | BlockKind::Details { .. }
        | BlockKind::Math { .. } => false,
    })
}
