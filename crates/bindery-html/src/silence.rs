//! Whether there is anything in a text that can be read out. Headings, header cells and links
//! without it are traps for those who listen to a book.
use bindery_model::{Block, BlockKind, Inline, Table};

/// Whether inlines have no text, not even the description of an image.
pub fn are_silent(inlines: &[Inline]) -> bool {
    inlines.iter().all(|inline| match inline {
        Inline::Text { text } => text.trim().is_empty(),
        Inline::Styled { content, .. } | Inline::Link { content, .. } => are_silent(content),
        Inline::Image(image) => {
            let alt = image.alt.as_deref().unwrap_or_default();
            alt.trim().is_empty()
        }
        Inline::LineBreak | Inline::WordBreak => true,
        Inline::Ruby { segments } => segments.iter().all(|segment| are_silent(&segment.base)),
        Inline::Media(_) | Inline::Math(_) | Inline::FootnoteReference { .. } => false,
    })
}

/// Whether an inline is an element without content that nothing leads to.
pub(crate) fn leaves_no_trace(inline: &Inline) -> bool {
    match inline {
        Inline::Styled {
            attributes: None,
            content,
            ..
        } => content.iter().all(leaves_no_trace),
        _ => false,
    }
}

/// Whether there is nothing in a block at all, which a book has no use for.
pub(crate) fn is_hollow(block: &BlockKind) -> bool {
    match block {
        BlockKind::Plain { content } => content.iter().all(leaves_no_trace),
        BlockKind::Quote { blocks } => blocks.is_empty(),
        BlockKind::List { items, .. } => items.is_empty(),
        BlockKind::DefinitionList { items } => items.is_empty(),
        BlockKind::Table(table) => table.rows().next().is_none() && table.caption.is_empty(),
        _ => false,
    }
}

/// Whether all of this holds for blocks.
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
        | BlockKind::Math(_) => false,
    })
}

#[cfg(test)]
mod tests {
    use bindery_model::{Image, ListItem, ListKind, Style, Target};

    use super::*;
    use crate::{ImageOutput, Options, Syntax, Targets, to_html};

    struct Nowhere;

    impl Targets for Nowhere {
        fn href(&self, _: &Target) -> Option<String> {
            None
        }

        fn image(&self, _: &Image) -> ImageOutput {
            ImageOutput::Text
        }
    }

    #[test]
    fn what_is_hollow_is_left_out_of_books_alone() {
        let list = |items| BlockKind::List {
            kind: ListKind::Bullet,
            items,
        };
        let first = ListItem {
            unmarked: true,
            blocks: vec![Block::plain(vec![Inline::text("a")])],
            ..ListItem::default()
        };
        let blocks: [Block; 5] = [
            BlockKind::Quote { blocks: Vec::new() }.into(),
            list(Vec::new()).into(),
            Block::plain(vec![Inline::styled(Style::Bold, Vec::new())]),
            BlockKind::Table(Box::default()).into(),
            list(vec![first]).into(),
        ];
        let write = |syntax| {
            let options = Options {
                syntax,
                ..Options::default()
            };
            to_html(&blocks, &[], &options, &Nowhere)
        };
        assert_eq!(
            write(Syntax::Html).replace('\n', ""),
            "<blockquote></blockquote><ul></ul><b></b><table></table><ul>a</ul>"
        );
        assert_eq!(write(Syntax::Xhtml), "<ul>\n<li>a</li>\n</ul>\n");
    }
}
