//! Tables.
use bindery_model::{Alignment, Attributes, Block, BlockKind, Cell, Row, Table};

use crate::Writer;
use crate::silence::{blocks_are_silent, blocks_say_formulas_only};

impl Writer<'_> {
    /// A table without rows is only its caption, as text, where HTML must be valid.
    pub(crate) fn write_table(&mut self, attributes: Option<&Attributes>, table: &Table) {
        if table.rows().next().is_none() && self.xhtml() {
            self.write_blocks(&table.caption);
            return;
        }
        // No table is in a caption (HTML, section 4.9.2): such a caption stands above the table.
        let apart = self.xhtml() && hold_table(&table.caption);
        if apart {
            self.write_container("div", None, &table.caption);
        }
        // A table too wide for the page scrolls in this, with the keyboard too.
        if self.xhtml() {
            self.out.push_str("<div class=\"table\" tabindex=\"0\">");
        }
        self.open("table", attributes);
        self.out.push('\n');
        if !table.caption.is_empty() && !apart {
            self.write_container("caption", None, &table.caption);
        }
        self.write_section("thead", &table.head);
        for body in &table.bodies {
            self.write_section("tbody", body);
        }
        self.write_section("tfoot", &table.foot);
        self.close("table");
        if self.xhtml() {
            self.close("div");
        }
    }

    fn write_section(&mut self, name: &str, rows: &[Row]) {
        if rows.is_empty() {
            return;
        }
        self.open(name, None);
        self.out.push('\n');
        for row in rows {
            self.open("tr", row.attributes.as_deref());
            for cell in &row.cells {
                self.write_cell(cell);
            }
            self.close("tr");
        }
        self.close(name);
    }

    fn write_cell(&mut self, cell: &Cell) {
        // A header that says nothing is none, to those who listen.
        let header = cell.header && !(self.xhtml() && blocks_are_silent(&cell.blocks));
        let name = if header { "th" } else { "td" };
        self.out.push('<');
        self.out.push_str(name);
        self.attributes(cell.attributes.as_deref());
        if cell.column_span > 1 {
            self.attribute("colspan", &cell.column_span.to_string());
        }
        if cell.row_span != 1 {
            self.attribute("rowspan", &cell.row_span.to_string());
        }
        if let Some(alignment) = cell.alignment {
            let value = match alignment {
                Alignment::Left => "text-align: left",
                Alignment::Center => "text-align: center",
                Alignment::Right => "text-align: right",
            };
            self.attribute("style", value);
        }
        self.out.push('>');
        self.named(header && blocks_say_formulas_only(&cell.blocks), |writer| {
            writer.write_blocks(&cell.blocks);
        });
        self.close_inline(name);
    }
}

/// Whether there is a table somewhere in blocks.
fn hold_table(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| match &block.kind {
        BlockKind::Table(_) => true,
        BlockKind::Quote { blocks }
        | BlockKind::Division { blocks, .. }
        | BlockKind::Details { blocks, .. } => hold_table(blocks),
        BlockKind::Figure {
            blocks, caption, ..
        } => hold_table(blocks) || hold_table(caption),
        BlockKind::List { items, .. } => items.iter().any(|item| hold_table(&item.blocks)),
        BlockKind::DefinitionList { items } => {
            let mut definitions = items.iter().flat_map(|item| &item.definitions);
            definitions.any(|definition| hold_table(definition))
        }
        _ => false,
    })
}
