//! A part of a file: lines by their numbers, or what stands between two marks.

/// Why a part is not taken in.
pub(super) const MISSING: &str = "there is no such part of the file";

/// What of a file is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part<'t> {
    All,
    /// From a line up to another, or to the end, counted from 1.
    Lines(usize, Option<usize>),
    /// What stands between marks of this name.
    Named(&'t str),
}

impl Part<'_> {
    /// The lines of a text that are wanted, without marks of parts. A line is a mark if it has one of
    /// `marks`; the first begins a part, the second ends it.
    pub(super) fn of(&self, text: &str, marks: &[&str; 2]) -> Option<String> {
        let lines = text.split_inclusive('\n');
        match self {
            Part::Lines(first, last) => {
                let last = last.unwrap_or(usize::MAX);
                let wanted = lines
                    .zip(1..)
                    .filter(|(_, at)| (first..=&last).contains(&at));
                Some(wanted.map(|(line, _)| line).collect())
            }
            Part::All => Some(lines.filter(|line| !is_mark(line, marks)).collect()),
            Part::Named(name) => {
                let [begins, ends] = marks;
                let mut lines = lines.skip_while(|line| !names(line, begins, name));
                lines.next()?;
                let inner = lines.take_while(|line| !names(line, ends, name));
                Some(inner.filter(|line| !is_mark(line, marks)).collect())
            }
        }
    }
}

fn is_mark(line: &str, marks: &[&str; 2]) -> bool {
    marks.iter().any(|mark| line.contains(mark))
}

/// Whether a line has a mark with this name.
fn names(line: &str, mark: &str, name: &str) -> bool {
    let Some((_, rest)) = line.split_once(mark) else {
        return false;
    };
    let rest = rest.trim_start().strip_prefix(name);
    // What follows may end the comment that the mark stands in.
    rest.is_some_and(|rest| {
        !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_'))
    })
}

/// Without the white space that all lines begin with.
pub(super) fn dedented(text: &str) -> String {
    let indent_of = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let lines = || text.split_inclusive('\n');
    let filled = lines().filter(|line| !line.trim().is_empty());
    let indent = filled.map(indent_of).min().unwrap_or(0);
    let cut = |line: &'_ str| {
        line.get(indent.min(indent_of(line))..)
            .unwrap_or_default()
            .to_owned()
    };
    lines().map(cut).collect()
}
