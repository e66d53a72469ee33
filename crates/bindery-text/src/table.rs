//! Tables: aligned columns, or records where the width cannot hold them.
use bindery_model::{Alignment, Row, Table};

use crate::blocks::Setter;
use crate::wrap::{display_width, wrap};

/// Columns that a column needs to be readable.
const LEAST_COLUMN: usize = 6;
/// What stands between two columns.
const GAP: usize = 2;
/// More columns than this are always set as records.
const MOST_COLUMNS: usize = 40;

/// A cell in its place.
#[derive(Debug, Clone, Default)]
struct Placed {
    text: String,
    alignment: Option<Alignment>,
}

impl Setter<'_> {
    pub(crate) fn table(&mut self, table: &Table, width: usize) -> Vec<String> {
        let mut lines = self.blocks(&table.caption, width);
        let (rows, header) = self.place(table);
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        match column_widths(&rows, columns, width) {
            Some(widths) => lines.extend(draw(&rows, header, &widths)),
            None => lines.extend(records(&rows, header, width)),
        }
        lines
    }

    /// The cells by row and column, spans filled with nothing; how many rows are the header.
    fn place(&mut self, table: &Table) -> (Vec<Vec<Placed>>, usize) {
        let is_header =
            |row: &&Row| !row.cells.is_empty() && row.cells.iter().all(|cell| cell.header);
        let header = match table.head.len() {
            0 => table.rows().take_while(is_header).count(),
            count => count,
        };
        let mut rows: Vec<Vec<Placed>> = Vec::new();
        // How many more rows each column is taken by a cell from above.
        let mut taken: Vec<u16> = Vec::new();
        for row in table.rows() {
            let mut placed: Vec<Placed> = Vec::new();
            for cell in &row.cells {
                skip_taken(&mut placed, &mut taken);
                let text = self.blocks(&cell.blocks, 0).join("\n");
                let rest = cell.row_span.saturating_sub(1);
                for column in 0..usize::from(cell.column_span.max(1)) {
                    let text = if column == 0 {
                        text.clone()
                    } else {
                        String::new()
                    };
                    let at = placed.len();
                    placed.push(Placed {
                        text,
                        alignment: cell.alignment,
                    });
                    if taken.len() <= at {
                        taken.resize(at + 1, 0);
                    }
                    taken[at] = rest;
                }
            }
            skip_taken(&mut placed, &mut taken);
            rows.push(placed);
        }
        (rows, header)
    }
}

fn skip_taken(placed: &mut Vec<Placed>, taken: &mut [u16]) {
    while taken.get(placed.len()).is_some_and(|&rows| rows > 0) {
        taken[placed.len()] -= 1;
        placed.push(Placed::default());
    }
}

/// How wide each column is, or `None` if the table does not fit.
fn column_widths(rows: &[Vec<Placed>], columns: usize, width: usize) -> Option<Vec<usize>> {
    if columns > MOST_COLUMNS {
        return None;
    }
    let mut widths = vec![1; columns];
    for row in rows {
        for (column, cell) in row.iter().enumerate() {
            let longest = cell.text.lines().map(display_width).max().unwrap_or(0);
            widths[column] = widths[column].max(longest);
        }
    }
    if width == 0 {
        return Some(widths);
    }
    let gaps = GAP * columns.saturating_sub(1);
    let total = |widths: &[usize]| widths.iter().sum::<usize>() + gaps;
    while total(&widths) > width {
        // The widest gives way, down to the next.
        let excess = total(&widths) - width;
        let widest = widths.iter().copied().max()?;
        if widest <= LEAST_COLUMN {
            return None;
        }
        let next = widths
            .iter()
            .copied()
            .filter(|&w| w < widest)
            .max()
            .unwrap_or(0);
        let count = widths.iter().filter(|&&w| w == widest).count();
        let cut = excess
            .div_ceil(count)
            .min(widest - next.max(LEAST_COLUMN))
            .max(1);
        widths
            .iter_mut()
            .filter(|w| **w == widest)
            .for_each(|w| *w -= cut);
    }
    Some(widths)
}

fn draw(rows: &[Vec<Placed>], header: usize, widths: &[usize]) -> Vec<String> {
    let mut lines = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let cells: Vec<Vec<String>> = row
            .iter()
            .zip(widths)
            .map(|(cell, &width)| {
                cell.text
                    .lines()
                    .flat_map(|line| wrap(line, width))
                    .collect()
            })
            .collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
        for at in 0..height {
            let parts: Vec<String> = cells
                .iter()
                .zip(row)
                .zip(widths)
                .map(|((lines, cell), &width)| {
                    pad(
                        lines.get(at).map_or("", String::as_str),
                        width,
                        cell.alignment,
                    )
                })
                .collect();
            lines.push(parts.join(&" ".repeat(GAP)).trim_end().to_owned());
        }
        if index + 1 == header && rows.len() > header {
            let rule: Vec<String> = widths.iter().map(|&width| "-".repeat(width)).collect();
            lines.push(rule.join(&" ".repeat(GAP)));
        }
    }
    lines
}

fn pad(text: &str, width: usize, alignment: Option<Alignment>) -> String {
    let room = width.saturating_sub(display_width(text));
    let numeric = !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || "+-−.,% ".contains(c))
        && text.contains(|c: char| c.is_ascii_digit());
    match alignment {
        Some(Alignment::Right) => format!("{}{text}", " ".repeat(room)),
        None if numeric => format!("{}{text}", " ".repeat(room)),
        Some(Alignment::Center) => {
            format!(
                "{}{text}{}",
                " ".repeat(room / 2),
                " ".repeat(room - room / 2)
            )
        }
        _ => format!("{text}{}", " ".repeat(room)),
    }
}

/// `header: value` for each cell, a blank line between the rows.
fn records(rows: &[Vec<Placed>], header: usize, width: usize) -> Vec<String> {
    let names = rows.first().filter(|_| header > 0);
    let mut lines: Vec<String> = Vec::new();
    for row in rows.iter().skip(header) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        for (column, cell) in row
            .iter()
            .enumerate()
            .filter(|(_, cell)| !cell.text.is_empty())
        {
            let name = names
                .and_then(|names| names.get(column))
                .map(|cell| cell.text.as_str());
            let text = match name {
                Some(name) if !name.is_empty() => format!("{name}: {}", cell.text),
                _ => cell.text.clone(),
            };
            lines.extend(wrap(&text.replace('\n', " "), width));
        }
    }
    lines
}
