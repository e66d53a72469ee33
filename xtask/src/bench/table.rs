//! Results for people, as a table that Markdown reads too.
use std::fmt::Write as _;

use super::task::{Measured, Row, Spread};

/// The table of one task.
pub(crate) fn of(measured: &Measured) -> String {
    let mut out = format!(
        "\n### {}\n\n| program | seconds | processor | peak memory | × bindery, by the post | bar |\n\
         | --- | --- | --- | --- | --- | --- |\n",
        measured.task
    );
    for row in &measured.rows {
        let _ = writeln!(out, "| {} |", cells(row).join(" | "));
    }
    out
}

fn cells(row: &Row) -> [String; 6] {
    // A pipe would end the cell.
    let program = row.program.replace('|', "\\|");
    if let Some(how) = row.not_run {
        let [a, b, c, d] = [const { String::new() }; 4];
        return [program, format!("not run: {how}"), a, b, c, d];
    }
    let memory = row.peak_memory.filter(|&bytes| bytes > 0);
    let told = |is_met: bool| if is_met { "met" } else { "missed" };
    let time_bar = row.bar.map(|bar| {
        let is_met = row.ratio.is_some_and(|ratio| ratio.median >= bar);
        format!("≥ {}: {}", number(bar), told(is_met))
    });
    let memory_bar = row.memory_bar.map(|bar| {
        let is_met = memory.is_some_and(|memory| memory <= bar);
        format!("≤ {} MB: {}", bar / 1_000_000, told(is_met))
    });
    let bars: Vec<String> = time_bar.into_iter().chain(memory_bar).collect();
    [
        program,
        row.time.map(shown).unwrap_or_default(),
        row.processor_time
            .filter(|time| time.most > 0.0)
            .map(|time| number(time.median))
            .unwrap_or_default(),
        memory
            .map(|bytes| format!("{} MB", bytes / 1_000_000))
            .unwrap_or_default(),
        row.ratio.map(shown).unwrap_or_default(),
        bars.join(", "),
    ]
}

/// `1.50 (1.45–1.60)`
fn shown(spread: Spread) -> String {
    let Spread {
        least,
        median,
        most,
    } = spread;
    if number(least) == number(most) {
        return number(median);
    }
    format!("{} ({}–{})", number(median), number(least), number(most))
}

/// Three digits that say something.
fn number(value: f64) -> String {
    match value {
        100.0.. => format!("{value:.0}"),
        10.0.. => format!("{value:.1}"),
        1.0.. => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}
