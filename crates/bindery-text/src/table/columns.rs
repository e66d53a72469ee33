//! How wide each column is.
use super::grid::{Grid, Placed};
use super::number::{self, Number};
use crate::lines::{Kind, Line};
use crate::width::Ruler;
use crate::wrap::{HARD_BREAK, widest_piece};

/// Columns of text that a column needs to be readable.
const LEAST_COLUMN: usize = 6;
/// What stands between two columns.
pub(crate) const GAP: usize = 2;
/// A cell of more lines is easier to read in a record.
const MOST_LINES: usize = 60;

/// The columns of a table that fits.
#[derive(Debug)]
pub(crate) struct Columns {
    pub(crate) widths: Vec<usize>,
    /// For columns of numbers, the longest parts before and behind the decimal points.
    pub(crate) numbers: Vec<Option<Number>>,
}

impl Columns {
    /// Shares out `width` (0: any), or says that the table does not fit.
    pub(crate) fn fit(grid: &Grid, width: usize, ruler: Ruler) -> Option<Columns> {
        if grid.is_too_wide() {
            return None;
        }
        let numbers = numeric_columns(grid, ruler);
        let natural = |cell: &Placed| {
            let lines = cell.lines.iter();
            lines
                .map(|line| natural_width(line, ruler))
                .max()
                .unwrap_or(0)
        };
        let mut widths = share(grid, natural);
        for (width, number) in widths.iter_mut().zip(&numbers) {
            let wanted = number.map_or(0, |number| number.whole + number.fraction);
            *width = (*width).max(wanted);
        }
        let gaps = GAP * grid.columns.saturating_sub(1);
        if width > 0 && widths.iter().sum::<usize>() + gaps > width {
            let least = |cell: &Placed| {
                let lines = cell.lines.iter();
                lines
                    .map(|line| least_width(line, ruler))
                    .max()
                    .unwrap_or(0)
            };
            let mut floors = share(grid, least);
            for ((floor, natural), number) in floors.iter_mut().zip(&widths).zip(&numbers) {
                *floor = match number {
                    Some(_) => *natural,
                    None => (*floor).max(LEAST_COLUMN.min(*natural)).min(*natural),
                };
            }
            shrink(&mut widths, &floors, width.checked_sub(gaps)?)?;
        }
        let columns = Columns { widths, numbers };
        columns.is_readable(grid, ruler).then_some(columns)
    }

    /// The width of a cell: of all the columns that it spans.
    pub(crate) fn width_of(&self, cell: &Placed) -> usize {
        let end = (cell.column + cell.column_span).min(self.widths.len());
        let spanned = &self.widths[cell.column..end];
        spanned.iter().sum::<usize>() + GAP * spanned.len().saturating_sub(1)
    }

    fn is_readable(&self, grid: &Grid, ruler: Ruler) -> bool {
        grid.cells.iter().all(|cell| {
            let width = self.width_of(cell).max(1);
            let height = |line: &Line| natural_width(line, ruler).div_ceil(width).max(1);
            let mut lines = cell.lines.iter();
            // Long cells are no trouble where they fill the table alone.
            cell.column_span == grid.columns
                || lines
                    .try_fold(0, |sum, line| {
                        let sum = sum + height(line);
                        (sum <= MOST_LINES).then_some(sum)
                    })
                    .is_some()
        })
    }
}

/// The text of a cell that has one line and nothing but text in it.
pub(crate) fn plain_text(cell: &Placed) -> Option<&str> {
    match cell.lines.as_slice() {
        [] => Some(""),
        [line] if line.first.is_empty() && !line.text.contains(HARD_BREAK) => {
            Some(line.text.trim())
        }
        _ => None,
    }
}

/// A width for each column that holds what each cell measures.
fn share(grid: &Grid, measure: impl Fn(&Placed) -> usize) -> Vec<usize> {
    let mut widths = vec![1; grid.columns];
    let mut spanning = Vec::new();
    for cell in &grid.cells {
        match cell.column_span {
            1 => widths[cell.column] = widths[cell.column].max(measure(cell)),
            _ => spanning.push(cell),
        }
    }
    for cell in spanning {
        let spanned = &mut widths[cell.column..cell.column + cell.column_span];
        let has = spanned.iter().sum::<usize>() + GAP * (spanned.len() - 1);
        let missing = measure(cell).saturating_sub(has);
        let count = spanned.len();
        for (index, width) in spanned.iter_mut().enumerate() {
            *width += missing * (index + 1) / count - missing * index / count;
        }
    }
    widths
}

/// Lets the widest columns give way until all fit, none below its floor.
fn shrink(widths: &mut [usize], floors: &[usize], room: usize) -> Option<()> {
    if floors.iter().sum::<usize>() > room {
        return None;
    }
    loop {
        let excess = widths.iter().sum::<usize>().saturating_sub(room);
        if excess == 0 {
            return Some(());
        }
        let gives = |(&width, &floor): (&usize, &usize)| width > floor;
        let pairs = || widths.iter().zip(floors).filter(|&pair| gives(pair));
        let widest = pairs().map(|(width, _)| *width).max()?;
        let count = pairs().filter(|(width, _)| **width == widest).count();
        let next = pairs()
            .map(|(width, floor)| if *width < widest { *width } else { *floor })
            .max()
            .unwrap_or(0);
        let cut = excess.div_ceil(count).min(widest - next).max(1);
        let mut left = excess;
        for (width, floor) in widths.iter_mut().zip(floors) {
            if *width == widest && *width > *floor {
                let own = cut.min(*width - floor).min(left);
                *width -= own;
                left -= own;
            }
        }
    }
}

fn natural_width(line: &Line, ruler: Ruler) -> usize {
    let parts = line
        .text
        .split(HARD_BREAK)
        .map(|part| ruler.width(part.trim()));
    ruler.width(&line.first) + parts.max().unwrap_or(0)
}

/// The columns below which something in a line would stick out.
fn least_width(line: &Line, ruler: Ruler) -> usize {
    match line.kind {
        Kind::Verbatim => natural_width(line, ruler),
        _ => ruler.width(&line.first) + widest_piece(&line.text, ruler),
    }
}

/// Columns that hold numbers, and nothing else below the header.
fn numeric_columns(grid: &Grid, ruler: Ruler) -> Vec<Option<Number>> {
    let mut numbers = vec![Some(Number::default()); grid.columns];
    let body = grid.cells.iter().filter(|cell| cell.row >= grid.header);
    for cell in body.filter(|cell| cell.column_span == 1) {
        let column = &mut numbers[cell.column];
        let text = plain_text(cell);
        let is_gap = text.is_some_and(|text| text.is_empty() || number::is_missing(text));
        let number = text.and_then(|text| number::parse(text, ruler));
        *column = match (*column, number) {
            (Some(longest), Some(number)) => Some(Number {
                whole: longest.whole.max(number.whole),
                fraction: longest.fraction.max(number.fraction),
            }),
            (longest, None) if is_gap => longest,
            _ => None,
        };
    }
    let is_filled = |number: &Number| number.whole > 0;
    numbers
        .into_iter()
        .map(|number| number.filter(is_filled))
        .collect()
}
