//! Tables that do not fit: `header: value` for each cell, a blank line between the rows.
use super::grid::{Grid, Placed};
use crate::blocks::Setter;
use crate::lines::{Kind, Line};

/// Rows of the header that names are made of.
const NAMING_ROWS: usize = 3;
/// Columns of a name before each value.
const LONGEST_NAME: usize = 40;

/// A cell of the header, and what it names.
struct Name {
    column: usize,
    end: usize,
    text: String,
    /// Whether the name says all that the cell says.
    whole: bool,
    used: bool,
}

impl Setter<'_> {
    pub(crate) fn records(&mut self, grid: Grid) {
        let naming = grid.header.min(NAMING_ROWS);
        let mut names: Vec<Vec<Name>> = (0..naming).map(|_| Vec::new()).collect();
        let (head, body): (Vec<Placed>, Vec<Placed>) =
            grid.cells.into_iter().partition(|cell| cell.row < naming);
        for cell in &head {
            names[cell.row].push(self.name(cell));
        }
        let body: Vec<(String, Placed)> = body
            .into_iter()
            .map(|cell| (name_of(&mut names, cell.column), cell))
            .collect();
        // What no name says is said first.
        let names = names.into_iter().flatten();
        let unsaid = head
            .into_iter()
            .zip(names)
            .filter(|(_, name)| !name.used || !name.whole);
        for (cell, _) in unsaid {
            self.record_line("", cell.lines);
        }
        let mut row = None;
        for (name, cell) in body {
            if row != Some(cell.row) {
                self.lines.gap();
            }
            if !cell.lines.is_empty() {
                row = Some(cell.row);
            }
            self.record_line(&name, cell.lines);
        }
    }

    fn record_line(&mut self, name: &str, mut lines: Vec<Line>) {
        if let Some(line) = lines.first_mut().filter(|_| !name.is_empty()) {
            if line.first.is_empty() && line.kind == Kind::Flowing {
                line.text
                    .insert_str(0, &format!("{name}{}", self.labels.colon()));
            } else {
                let colon = self.labels.colon().trim_end();
                self.lines.push(format!("{name}{colon}"), Kind::Flowing);
            }
        }
        self.lines.append(lines);
    }

    fn name(&self, cell: &Placed) -> Name {
        let mut text = String::new();
        let mut whole = true;
        for line in &cell.lines {
            if !text.is_empty() {
                text.push(' ');
            }
            for c in line.text.trim().chars() {
                whole &= text.len() < LONGEST_NAME * 2;
                if !whole {
                    break;
                }
                text.push(if c == crate::wrap::HARD_BREAK { ' ' } else { c });
            }
        }
        if !whole {
            text.push('…');
        }
        Name {
            column: cell.column,
            end: cell.column + cell.column_span,
            text,
            whole,
            used: false,
        }
    }
}

/// What the header says above a column.
fn name_of(names: &mut [Vec<Name>], column: usize) -> String {
    let mut parts = Vec::new();
    for row in names {
        let at = row.partition_point(|name| name.end <= column);
        if let Some(name) = row.get_mut(at).filter(|name| name.column <= column) {
            name.used = true;
            if !name.text.is_empty() {
                parts.push(name.text.clone());
            }
        }
    }
    parts.join(" ")
}
