//! Cells in their places.
use bindery_model::{Alignment, Cell, Row, Table};

use crate::blocks::Setter;
use crate::lines::{Line, Lines};

/// More columns than this are always set as records.
const MOST_COLUMNS: usize = 40;

/// A cell in its place.
#[derive(Debug)]
pub(crate) struct Placed {
    pub(crate) row: usize,
    pub(crate) column: usize,
    pub(crate) column_span: usize,
    /// How many rows it fills; spans end with their section.
    pub(crate) row_span: usize,
    pub(crate) header: bool,
    pub(crate) alignment: Option<Alignment>,
    pub(crate) lines: Vec<Line>,
}

/// A table's cells, in document order.
#[derive(Debug, Default)]
pub(crate) struct Grid {
    pub(crate) cells: Vec<Placed>,
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    /// How many rows name the columns; none where there is nothing below them.
    pub(crate) header: usize,
    /// Where the foot begins; the number of rows where there is none.
    pub(crate) foot: usize,
}

impl Grid {
    /// Whether it has more columns than can be drawn. Their places then do not heed row spans.
    pub(crate) fn is_too_wide(&self) -> bool {
        self.columns > MOST_COLUMNS
    }

    fn place(&mut self, row: &Row, lines: &mut dyn FnMut(&Cell) -> Vec<Line>, taken: &mut Taken) {
        let mut column = 0;
        for cell in &row.cells {
            column = taken.next_free(column);
            let column_span = taken.free_from(column, usize::from(cell.column_span.max(1)));
            let row_span = match cell.row_span {
                0 => usize::MAX,
                rows => usize::from(rows),
            };
            taken.take(column, column_span, row_span);
            self.cells.push(Placed {
                row: self.rows,
                column,
                column_span,
                row_span,
                header: cell.header,
                alignment: cell.alignment,
                lines: lines(cell),
            });
            column += column_span;
            self.columns = self.columns.max(column);
        }
        taken.end_row();
        self.rows += 1;
    }

    /// Ends the spans that reach over the end of a section.
    fn end_section(&mut self, first_cell: usize) {
        let rows = self.rows;
        for cell in &mut self.cells[first_cell..] {
            cell.row_span = cell.row_span.clamp(1, rows - cell.row);
        }
    }
}

/// How many more rows each column is taken by cells from above. Columns that are never drawn are
/// not remembered.
#[derive(Default)]
struct Taken(Vec<usize>);

impl Taken {
    fn next_free(&self, mut column: usize) -> usize {
        while self.0.get(column).is_some_and(|&rows| rows > 0) {
            column += 1;
        }
        column
    }

    /// How many of the columns from `column` on are free.
    fn free_from(&self, column: usize, columns: usize) -> usize {
        let is_free = |at: &usize| self.0.get(*at).is_none_or(|&rows| rows == 0);
        let end = (column..column + columns).take_while(is_free).count();
        end.max(1)
    }

    fn take(&mut self, column: usize, columns: usize, rows: usize) {
        let end = (column + columns).min(MOST_COLUMNS);
        if end > column {
            self.0.resize(self.0.len().max(end), 0);
            self.0[column..end].fill(rows);
        }
    }

    fn end_row(&mut self) {
        for rows in &mut self.0 {
            *rows = rows.saturating_sub(1);
        }
    }
}

impl Setter<'_> {
    pub(crate) fn grid(&mut self, table: &Table) -> Grid {
        let mut grid = Grid::default();
        let mut set = |cell: &Cell| self.cell_lines(cell);
        let sections = [&table.head]
            .into_iter()
            .chain(&table.bodies)
            .chain([&table.foot]);
        for rows in sections {
            let mut taken = Taken::default();
            let first_cell = grid.cells.len();
            for row in rows {
                grid.place(row, &mut set, &mut taken);
            }
            grid.end_section(first_cell);
        }
        grid.header = header_rows(table);
        grid.foot = grid.rows - table.foot.len();
        grid
    }

    fn cell_lines(&mut self, cell: &Cell) -> Vec<Line> {
        let inside = Lines::new(self.lines.room());
        let outside = std::mem::replace(&mut self.lines, inside);
        self.blocks(&cell.blocks);
        std::mem::replace(&mut self.lines, outside).into_lines()
    }
}

fn header_rows(table: &Table) -> usize {
    let is_header = |row: &&Row| !row.cells.is_empty() && row.cells.iter().all(|cell| cell.header);
    let count = match table.head.len() {
        0 => table.rows().take_while(is_header).count(),
        count => count,
    };
    if count < table.rows().count() {
        count
    } else {
        0
    }
}
