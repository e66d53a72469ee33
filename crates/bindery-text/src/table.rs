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
    /// Whether a cell begins here, or one that spans from elsewhere fills the place.
    own: bool,
    text: String,
    alignment: Option<Alignment>,
}

impl Setter<'_> {
    pub(crate) fn table(&mut self, table: &Table, width: usize) -> Vec<String> {
        let mut lines = self.blocks(&table.caption, width);
        let header = header_rows(table);
        // A table that is too wide for columns needs no places, which may be very many.
        let rows = self
            .place(table, true)
            .or_else(|| self.place(table, false))
            .unwrap_or_default();
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        match column_widths(&rows, columns, width) {
            Some(widths) => lines.extend(draw(&rows, header, &widths)),
            None => lines.extend(records(&rows, header, width)),
        }
        lines
    }

    /// The cells by row and column, spans filled with nothing; or `None` if there are more columns
    /// than `spans` can be drawn with. Without `spans` cells simply follow each other.
    fn place(&mut self, table: &Table, spans: bool) -> Option<Vec<Vec<Placed>>> {
        let mut rows: Vec<Vec<Placed>> = Vec::new();
        // How many more rows each column is taken by a cell from above.
        let mut taken: Vec<u16> = Vec::new();
        for row in table.rows() {
            let mut placed: Vec<Placed> = Vec::new();
            for cell in &row.cells {
                skip_taken(&mut placed, &mut taken);
                let width = if spans {
                    usize::from(cell.column_span.max(1))
                } else {
                    1
                };
                if spans && placed.len() + width > MOST_COLUMNS {
                    return None;
                }
                let text = self.blocks(&cell.blocks, 0).join("\n");
                let alignment = cell.alignment;
                let start = placed.len();
                placed.push(Placed {
                    own: true,
                    text,
                    alignment,
                });
                placed.resize(start + width, Placed::default());
                if spans {
                    taken.resize(taken.len().max(placed.len()), 0);
                    taken[start..start + width].fill(cell.row_span.saturating_sub(1));
                }
            }
            skip_taken(&mut placed, &mut taken);
            rows.push(placed);
        }
        Some(rows)
    }
}

/// How many rows are the header; none where there is nothing below it.
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
    let numeric = |column: usize| {
        let cells = rows[header..].iter().filter_map(|row| row.get(column));
        cells
            .filter(|cell| !cell.text.is_empty())
            .all(|cell| is_number(&cell.text))
    };
    let numeric: Vec<bool> = (0..widths.len()).map(numeric).collect();
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
                .enumerate()
                .map(|(column, (lines, cell))| {
                    let right = is_number(&cell.text) || index < header && numeric[column];
                    let alignment = cell.alignment.or(right.then_some(Alignment::Right));
                    pad(
                        lines.get(at).map_or("", String::as_str),
                        widths[column],
                        alignment,
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

/// Whether a cell holds nothing but a number.
fn is_number(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || "+-−.,% ".contains(c))
}

fn pad(text: &str, width: usize, alignment: Option<Alignment>) -> String {
    let room = width.saturating_sub(display_width(text));
    match alignment {
        Some(Alignment::Right) => format!("{}{text}", " ".repeat(room)),
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

/// `header: value` for each cell, a blank line between the rows. The first row names the columns.
fn records(rows: &[Vec<Placed>], header: usize, width: usize) -> Vec<String> {
    let names = rows.first().filter(|_| header > 0);
    let mut lines: Vec<String> = Vec::new();
    for row in rows.iter().skip(header.min(1)) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        for (column, cell) in row.iter().enumerate().filter(|(_, cell)| cell.own) {
            let name = names
                .and_then(|names| names.get(column))
                .map_or("", |cell| &cell.text);
            let text = match (name, cell.text.as_str()) {
                ("", text) => text.to_owned(),
                (name, text) => format!("{name}: {text}"),
            };
            if !text.is_empty() {
                lines.extend(wrap(text.replace('\n', " ").trim(), width));
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use bindery_model::{Block, BlockKind, Cell, Inline, Post, Site};

    use super::*;
    use crate::{Options, post_to_string};

    fn table(rows: &[&[&str]], header: usize) -> Table {
        let row = |(index, cells): (usize, &&[&str])| Row {
            attributes: None,
            cells: cells
                .iter()
                .map(|text| Cell {
                    header: index < header,
                    blocks: vec![Block::plain(vec![Inline::text(*text)])],
                    ..Cell::default()
                })
                .collect(),
        };
        let rows = rows.iter().enumerate().map(row).collect();
        Table {
            bodies: vec![rows],
            ..Table::default()
        }
    }

    fn set(table: Table, width: usize) -> String {
        let block = BlockKind::Table(Box::new(table)).into();
        let post = Post {
            blocks: vec![block],
            ..Post::default()
        };
        post_to_string(
            &post,
            &Site::default(),
            &Options {
                width,
                ..Options::default()
            },
        )
    }

    #[test]
    fn columns_are_aligned_and_numbers_set_right() {
        assert_eq!(
            set(
                table(&[&["name", "sum"], &["a", "5"], &["长名", "1,000"]], 1),
                40
            ),
            "name    sum\n----  -----\na         5\n长名  1,000\n"
        );
    }

    #[test]
    fn what_does_not_fit_becomes_records_and_nothing_is_lost() {
        let row = ["alphabetical", "geographical", "historical"];
        assert_eq!(
            set(table(&[&["one", "two", "three"], &row], 1), 12),
            "one:\nalphabetical\ntwo:\ngeographical\nthree:\nhistorical\n"
        );
        for header in 0..=2 {
            let text = set(table(&[&row, &row], header), 12);
            assert!(
                text.matches("geographical").count() == 2,
                "{header}: {text}"
            );
        }
    }

    #[test]
    fn hostile_spans_cost_no_more_than_their_cells() {
        let cell = |column_span, row_span| Cell {
            column_span,
            row_span,
            ..Cell::default()
        };
        let row = |cells| Row {
            attributes: None,
            cells,
        };
        let mut rows = vec![row(vec![cell(1, 65_534); 10_000])];
        rows.extend((0..10_000).map(|_| row(vec![cell(1000, 1)])));
        set(
            Table {
                bodies: vec![rows],
                ..Table::default()
            },
            40,
        );
    }
}
