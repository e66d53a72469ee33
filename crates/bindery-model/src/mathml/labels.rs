//! Labels of the rows of a table (MathML 3, section 3.5.3), said in the words of MathML Core: a table
//! as wide as the page, with an empty column at each side of what it holds and the labels behind.
use std::collections::BTreeMap;

use super::{MathElement, MathName};

/// How many cells such a table has at most.
const MOST_CELLS: usize = 5000;

/// The rows of a table of which some, told by their places, end with a label.
pub(super) fn with_column_of_labels(
    mut rows: Vec<MathElement>,
    labelled: &[usize],
    attributes: &mut BTreeMap<&'static str, String>,
) -> Vec<MathElement> {
    let is_labelled = |at: usize| labelled.contains(&at);
    let columns = rows.iter().enumerate();
    let columns = columns.map(|(at, row)| {
        let labels = usize::from(is_labelled(at));
        row.content.len().saturating_sub(labels)
    });
    let columns = columns.max().unwrap_or_default();
    if (columns + 3).saturating_mul(rows.len()) > MOST_CELLS {
        return rows;
    }
    let empty = || MathElement::layout(MathName::Mtd, Vec::new());
    for (at, row) in rows.iter_mut().enumerate() {
        let label = is_labelled(at).then(|| row.content.pop()).flatten();
        row.content.resize_with(columns, empty);
        row.content.insert(0, empty());
        row.content.push(empty());
        row.content.push(label.unwrap_or_else(empty));
    }
    // What is said of columns does not count labels.
    if let Some(sides) = attributes.get_mut("columnalign") {
        let mut words: Vec<&str> = sides.split(' ').collect();
        words.resize(columns, words.last().copied().unwrap_or("center"));
        *sides = format!("center {} center right", words.join(" "));
    }
    attributes.remove("columnspacing");
    attributes.remove("columnlines");
    attributes.insert("width", "100%".to_owned());
    rows
}
