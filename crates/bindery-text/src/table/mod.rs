//! Tables: aligned columns, or records where the width cannot hold them.
mod columns;
mod draw;
mod grid;
mod number;
mod records;

use bindery_model::Table;

use crate::blocks::Setter;
use columns::Columns;
use grid::Grid;

impl Setter<'_> {
    pub(crate) fn table(&mut self, table: &Table) {
        if !table.caption.is_empty() {
            self.blocks(&table.caption);
            self.lines.gap();
        }
        let grid = self.grid(table);
        if grid.columns == 1 && grid.header == 0 {
            return self.stack(grid);
        }
        match Columns::fit(&grid, self.lines.room(), self.ruler) {
            Some(columns) => self.draw(&grid, &columns),
            None => self.records(grid),
        }
    }

    /// A single column without a header: a table that only lays out a page.
    fn stack(&mut self, grid: Grid) {
        let is_tight = grid.cells.iter().all(|cell| cell.lines.len() < 2);
        for (index, cell) in grid.cells.into_iter().enumerate() {
            if index > 0 && !is_tight {
                self.lines.gap();
            }
            self.lines.append(cell.lines);
        }
    }
}

#[cfg(test)]
mod tests;
