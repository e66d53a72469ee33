//! Whether there is anything in a text that can be read out. Headings, header cells and links
//! without it are traps for those who listen to a book.
use bindery_model::{Block, BlockKind, Inline, Table};

/// Whether inlines have no text, not even the description of an image.
pub fn are_silent(inlines: &[Inline]) -> bool {
    say_nothing(inlines, false)
}

/// Whether there is nothing but formulas in inlines, of which checkers of accessibility know no text.
pub(crate) fn say_formulas_only(inlines: &[Inline]) -> bool {
    say_nothing(inlines, true) && !are_silent(inlines)
}

/// The same of blocks.
pub(crate) fn blocks_say_formulas_only(blocks: &[Block]) -> bool {
    blocks_say_nothing(blocks, true) && !blocks_are_silent(blocks)
}

/// Whether there is nothing to read out, formulas left aside or not.
fn say_nothing(inlines: &[Inline], but_formulas: bool) -> bool {
    inlines.iter().all(|inline| match inline {
        Inline::Text { text } => text.trim().is_empty(),
        Inline::Styled { content, .. } | Inline::Link { content, .. } => {
            say_nothing(content, but_formulas)
        }
        Inline::Image(image) => {
            let alt = image.alt.as_deref().unwrap_or_default();
            alt.trim().is_empty()
        }
        Inline::LineBreak | Inline::WordBreak => true,
        Inline::Ruby { segments } => {
            let mut bases = segments.iter().map(|segment| &segment.base);
            bases.all(|base| say_nothing(base, but_formulas))
        }
        Inline::Math(_) => but_formulas,
        Inline::Media(_) | Inline::FootnoteReference { .. } => false,
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
        BlockKind::Table(table) => {
            let mut cells = table.rows().flat_map(|row| &row.cells);
            cells.all(|cell| cell.blocks.is_empty()) && table.caption.is_empty()
        }
        _ => false,
    }
}

/// Whether a block is a line with nothing on it, to which nothing leads.
pub(crate) fn is_blank(block: &Block) -> bool {
    let is_target = block
        .attributes
        .as_ref()
        .is_some_and(|own| own.id.is_some());
    match &block.kind {
        BlockKind::Paragraph { content } => !is_target && content.iter().all(is_space),
        _ => false,
    }
}

fn is_space(inline: &Inline) -> bool {
    match inline {
        Inline::Text { text } => text.trim().is_empty(),
        Inline::LineBreak => true,
        Inline::Styled {
            attributes,
            content,
            ..
        } => attributes.as_ref().is_none_or(|own| own.id.is_none()) && content.iter().all(is_space),
        _ => false,
    }
}

/// Whether all of this holds for blocks.
pub(crate) fn blocks_are_silent(blocks: &[Block]) -> bool {
    blocks_say_nothing(blocks, false)
}

fn blocks_say_nothing(blocks: &[Block], but_formulas: bool) -> bool {
    blocks.iter().all(|block| match &block.kind {
        BlockKind::Paragraph { content }
        | BlockKind::Plain { content }
        | BlockKind::Heading { content, .. }
        | BlockKind::Code { content, .. } => say_nothing(content, but_formulas),
        BlockKind::Quote { blocks } | BlockKind::Division { blocks, .. } => {
            blocks_say_nothing(blocks, but_formulas)
        }
        BlockKind::Rule => true,
        BlockKind::Table(table) => **table == Table::default(),
        BlockKind::List { .. }
        | BlockKind::DefinitionList { .. }
        | BlockKind::Figure { .. }
        | BlockKind::Details { .. } => false,
        BlockKind::Math(_) => but_formulas,
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

    #[test]
    fn empty_lines_stand_once_in_books() {
        let line = |text: &str| Block::paragraph(vec![Inline::text(text)]);
        let cell = bindery_model::Cell::default();
        let row = bindery_model::Row {
            cells: vec![cell],
            ..Default::default()
        };
        let table = Table {
            bodies: vec![vec![row]],
            ..Table::default()
        };
        let blocks = [
            line("a"),
            line("\u{a0}"),
            line("\u{3000}"),
            BlockKind::Table(Box::new(table)).into(),
            line("b"),
        ];
        let write = |syntax| {
            let options = Options {
                syntax,
                ..Options::default()
            };
            to_html(&blocks, &[], &options, &Nowhere)
        };
        let book = write(Syntax::Xhtml);
        assert_eq!(book.matches("<p>").count(), 3, "{book}");
        assert!(!book.contains("table"), "{book}");
        assert_eq!(write(Syntax::Html).matches("<p>").count(), 4);
    }
}
