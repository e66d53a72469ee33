//! Tables that only lay out a page: one cell to a row, and more in it than a line of text.
use bindery_model::{Block, BlockKind, Cell, Inline, Row, Table};

/// Whether a table is one of those. What has a header or a caption is a table whatever it holds.
pub(super) fn is_one(table: &Table) -> bool {
    let has_parts = !table.caption.is_empty() || !table.head.is_empty() || !table.foot.is_empty();
    let is_column = |row: &Row| row.cells.len() <= 1 && row.cells.iter().all(|cell| !cell.header);
    let mut rows = table.bodies.iter().flatten();
    !has_parts
        && rows.clone().all(is_column)
        && rows.any(|row| row.cells.iter().any(is_part_of_page))
}

/// The cells of a table, in order.
pub(super) fn cells(table: Table) -> impl Iterator<Item = Cell> {
    table.bodies.into_iter().flatten().flat_map(|row| row.cells)
}

/// Whether a cell holds blocks, pictures or lines.
fn is_part_of_page(cell: &Cell) -> bool {
    match cell.blocks.as_slice() {
        [] => false,
        [
            Block {
                kind: BlockKind::Plain { content },
                ..
            },
        ] => content.iter().any(is_more_than_text),
        _ => true,
    }
}

fn is_more_than_text(inline: &Inline) -> bool {
    match inline {
        Inline::Image(_) | Inline::Media(_) | Inline::LineBreak => true,
        Inline::Styled { content, .. } | Inline::Link { content, .. } => {
            content.iter().any(is_more_than_text)
        }
        _ => false,
    }
}
