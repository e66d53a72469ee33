//! Tables in columns.
use bindery_model::Alignment;

use super::columns::{Columns, GAP, plain_text};
use super::grid::{Grid, Placed};
use super::number;
use crate::blocks::Setter;
use crate::lines::Kind;
use crate::width::Ruler;

/// A cell whose text is wrapped and aligned.
struct Drawn {
    column_span: usize,
    row: usize,
    width: usize,
    lines: Vec<String>,
}

impl Setter<'_> {
    pub(crate) fn draw(&mut self, grid: &Grid, columns: &Columns) {
        let cells: Vec<Drawn> = grid
            .cells
            .iter()
            .map(|cell| self.drawn(cell, grid, columns))
            .collect();
        let covering = covering(grid);
        let heights = heights(grid, &cells);
        let mut tops = vec![0; grid.rows + 1];
        for (row, height) in heights.iter().enumerate() {
            tops[row + 1] = tops[row] + height;
        }
        for row in 0..grid.rows {
            if row > 0 && (row == grid.header || row == grid.foot) {
                self.lines.push(rule(columns), Kind::Verbatim);
            }
            for at in 0..heights[row] {
                let line_of = |cell: &Drawn| tops[row] - tops[cell.row] + at;
                let line = compose(&covering[row], &cells, columns, line_of);
                self.lines.push(line, Kind::Verbatim);
            }
        }
    }

    fn drawn(&self, cell: &Placed, grid: &Grid, columns: &Columns) -> Drawn {
        let width = columns.width_of(cell);
        let mut text = String::new();
        self.layout(width).set(&cell.lines, &mut text);
        let align = Align::of(cell, grid, columns, self.ruler);
        let lines = text.lines().map(|line| align.set(line, width, self.ruler));
        Drawn {
            column_span: cell.column_span,
            row: cell.row,
            width,
            lines: lines.collect(),
        }
    }
}

/// For each place of each row, the cell that begins or lies there.
fn covering(grid: &Grid) -> Vec<Vec<Option<usize>>> {
    let mut places = vec![vec![None; grid.columns]; grid.rows];
    for (index, cell) in grid.cells.iter().enumerate() {
        for row in &mut places[cell.row..cell.row + cell.row_span] {
            for place in &mut row[cell.column..cell.column + cell.column_span] {
                place.get_or_insert(index);
            }
        }
    }
    places
}

/// How many lines each row has, the blank line that parts it from the next among them.
fn heights(grid: &Grid, cells: &[Drawn]) -> Vec<usize> {
    let mut heights = vec![1; grid.rows];
    let placed = || grid.cells.iter().zip(cells);
    for (cell, drawn) in placed().filter(|(cell, _)| cell.row_span == 1) {
        heights[cell.row] = heights[cell.row].max(drawn.lines.len());
    }
    let parts = |row: usize| row + 1 != grid.header && row + 1 != grid.foot && row + 1 < grid.rows;
    if heights[grid.header..].iter().any(|&height| height > 1) {
        let body = heights.iter_mut().enumerate().skip(grid.header);
        body.filter(|(row, _)| parts(*row))
            .for_each(|(_, height)| *height += 1);
    }
    for (cell, drawn) in placed().filter(|(cell, _)| cell.row_span > 1) {
        let rows = cell.row..cell.row + cell.row_span;
        let has: usize = heights[rows.clone()].iter().sum();
        heights[rows.end - 1] += drawn.lines.len().saturating_sub(has);
    }
    heights
}

fn compose(
    places: &[Option<usize>],
    cells: &[Drawn],
    columns: &Columns,
    line_of: impl Fn(&Drawn) -> usize,
) -> String {
    let mut out = String::new();
    let mut column = 0;
    while column < places.len() {
        if column > 0 {
            out.push_str(&" ".repeat(GAP));
        }
        let cell = places[column].map(|index| &cells[index]);
        let line = cell.and_then(|cell| cell.lines.get(line_of(cell)));
        match (line, cell) {
            (Some(line), _) => out.push_str(line),
            (None, Some(cell)) => out.push_str(&" ".repeat(cell.width)),
            (None, None) => out.push_str(&" ".repeat(columns.widths[column])),
        }
        column += cell.map_or(1, |cell| cell.column_span);
    }
    out
}

fn rule(columns: &Columns) -> String {
    let parts: Vec<String> = columns
        .widths
        .iter()
        .map(|&width| "-".repeat(width))
        .collect();
    parts.join(&" ".repeat(GAP))
}

/// How the lines of a cell are aligned.
struct Align {
    alignment: Alignment,
    /// Columns that follow a number so that its point stands below the others.
    behind: usize,
}

impl Align {
    fn of(cell: &Placed, grid: &Grid, columns: &Columns, ruler: Ruler) -> Align {
        let numeric = (cell.column_span == 1)
            .then(|| columns.numbers[cell.column])
            .flatten();
        let number = numeric
            .filter(|_| cell.row >= grid.header)
            .and_then(|_| number::parse(plain_text(cell)?, ruler));
        let behind = match (numeric, number) {
            (Some(longest), Some(number)) => longest.fraction - number.fraction,
            _ => 0,
        };
        let natural = if numeric.is_some() {
            Alignment::Right
        } else if cell.header && cell.column_span > 1 {
            Alignment::Center
        } else {
            Alignment::Left
        };
        Align {
            alignment: cell.alignment.unwrap_or(natural),
            behind,
        }
    }

    fn set(&self, line: &str, width: usize, ruler: Ruler) -> String {
        let room = width.saturating_sub(ruler.width(line));
        let behind = self.behind.min(room);
        let before = match self.alignment {
            Alignment::Left => 0,
            Alignment::Center => room / 2,
            Alignment::Right => room - behind,
        };
        format!("{}{line}{}", " ".repeat(before), " ".repeat(room - before))
    }
}
