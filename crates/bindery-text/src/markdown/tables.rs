//! GitHub's tables.
use bindery_model::{Alignment, BlockKind, Cell, Row, Table};

use super::{Place, Writer};

impl Writer<'_> {
    /// A table; `None` if it is more than a header and rows of as many cells.
    pub(super) fn table(&self, table: &Table) -> Option<String> {
        let [head] = table.head.as_slice() else {
            return None;
        };
        let rows: &[Row] = match table.bodies.as_slice() {
            [] => &[],
            [rows] => rows,
            _ => return None,
        };
        let columns: Vec<Option<Alignment>> =
            head.cells.iter().map(|cell| cell.alignment).collect();
        if columns.is_empty() || !table.caption.is_empty() || !table.foot.is_empty() {
            return None;
        }
        let mut out = self.row(head, true, &columns)?;
        for alignment in &columns {
            out.push_str(match alignment {
                None => "| --- ",
                Some(Alignment::Left) => "| :-- ",
                Some(Alignment::Center) => "| :-: ",
                Some(Alignment::Right) => "| --: ",
            });
        }
        out.push_str("|\n");
        for row in rows {
            out.push_str(&self.row(row, false, &columns)?);
        }
        Some(out)
    }

    fn row(&self, row: &Row, header: bool, columns: &[Option<Alignment>]) -> Option<String> {
        if row.attributes.is_some() || row.cells.len() != columns.len() {
            return None;
        }
        let mut out = String::new();
        for (cell, alignment) in row.cells.iter().zip(columns) {
            if cell.header != header || cell.alignment != *alignment {
                return None;
            }
            let text = self.cell(cell)?;
            out.push_str(if text.is_empty() { "|" } else { "| " });
            out.push_str(&text);
            out.push(' ');
        }
        out.push_str("|\n");
        Some(out)
    }

    fn cell(&self, cell: &Cell) -> Option<String> {
        let plain = cell.attributes.is_none() && cell.column_span == 1 && cell.row_span == 1;
        let text = match cell.blocks.as_slice() {
            [] => String::new(),
            [block] if block.attributes.is_none() => match &block.kind {
                BlockKind::Plain { content } => self.inlines(content, Place::Cell),
                _ => return None,
            },
            _ => return None,
        };
        (plain && text == text.trim()).then_some(text)
    }
}
