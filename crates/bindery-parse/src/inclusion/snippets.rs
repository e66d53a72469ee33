//! Snippets, as PyMdown takes them in: `--8<-- "file"` on a line, or names of files between two lines of
//! `--8<--`.
use super::part::Part;
use super::{Inclusion, part};

/// Where files are looked for, and which all posts take in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snippets {
    /// Folders from the root of the archive, or files, which are meant by their names.
    pub places: Vec<String>,
    /// Files that stand at the end of every post.
    pub appended: Vec<String>,
}

/// A line that takes something in.
enum Mark<'t> {
    /// A file.
    One(&'t str),
    /// The files in the lines that follow, up to another such mark.
    Many,
    /// The line itself, with one `;` less.
    Escaped,
}

/// The text with what it takes in; `None` if it takes in nothing.
pub(super) fn taken_in(
    text: &str,
    snippets: &Snippets,
    inclusion: &mut Inclusion<'_>,
) -> Option<String> {
    let is_mark = |line: &str| mark(line).is_some();
    if snippets.appended.is_empty() && (!text.contains("8<-") || !text.lines().any(is_mark)) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    push(text, snippets, inclusion, "", &mut out);
    for file in &snippets.appended {
        let mut appended = String::new();
        push_file(file, snippets, inclusion, "", &mut appended);
        out.push_str(&format!("\n\n{appended}"));
    }
    Some(out)
}

fn push(
    text: &str,
    snippets: &Snippets,
    inclusion: &mut Inclusion<'_>,
    indent: &str,
    out: &mut String,
) {
    let is_edge = |line: &&str| matches!(mark(line), Some(Mark::Many));
    let mut edges = text.lines().filter(is_edge).count();
    let mut in_block = false;
    for line in text.split_inclusive('\n') {
        let own = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        match mark(line) {
            Some(Mark::Many) if in_block || edges > 1 => {
                in_block = !in_block;
                edges -= 1;
            }
            _ if in_block && line.trim().is_empty() => out.push('\n'),
            _ if in_block => {
                let file = line.trim();
                if !file.starts_with(';') {
                    push_file(file, snippets, inclusion, &format!("{indent}{own}"), out);
                }
            }
            Some(Mark::One(file)) if !file.trim_start().starts_with(';') => {
                push_file(file, snippets, inclusion, &format!("{indent}{own}"), out);
            }
            Some(Mark::One(_)) => {}
            Some(Mark::Escaped) => out.push_str(&format!("{indent}{}", line.replacen(';', "", 1))),
            Some(Mark::Many) | None => {
                if !line.trim().is_empty() {
                    out.push_str(indent);
                }
                out.push_str(line);
            }
        }
    }
}

/// Takes in a file, whose lines are indented as the mark is.
fn push_file(
    named: &str,
    snippets: &Snippets,
    inclusion: &mut Inclusion<'_>,
    indent: &str,
    out: &mut String,
) {
    let (file, wanted) = part_of(named);
    let paths: Vec<String> = (snippets.places.iter())
        .filter_map(|place| {
            let is_it = place.rsplit('/').next() == Some(file) && !file.is_empty();
            let path = if is_it {
                place.clone()
            } else {
                format!("{place}/{file}")
            };
            inclusion.path_of(&format!("/{path}"))
        })
        .collect();
    let Some(text) = inclusion.open(named, &paths) else {
        return;
    };
    match wanted.of(&text, &["--8<-- [start:", "--8<-- [end:"]) {
        Some(text) => push(&text, snippets, inclusion, indent, out),
        None => inclusion.refuse(named, part::MISSING),
    }
    if !out.ends_with('\n') {
        out.push('\n');
    }
    inclusion.close();
}

/// The file that is named, and what of it: `file.md:3:5`, `file.md:name`.
fn part_of(named: &str) -> (&str, Part<'_>) {
    let Some((file, part)) = named.split_once(':') else {
        return (named, Part::All);
    };
    let (first, last) = part.split_once(':').unwrap_or((part, ""));
    let number = |text: &str| match text {
        "" => Some(None),
        text => text.parse::<usize>().ok().map(Some),
    };
    match (number(first), number(last)) {
        (Some(first), Some(last)) => (file, Part::Lines(first.unwrap_or(1), last)),
        _ => (file, Part::Named(part)),
    }
}

/// What a line takes in.
fn mark(line: &str) -> Option<Mark<'_>> {
    let inner = line.trim();
    let rest = inner.trim_start_matches(';');
    let after = rest
        .trim_start_matches('-')
        .strip_prefix("8<-")?
        .trim_start_matches('-');
    if !rest.starts_with('-') {
        return None;
    }
    let file = after.trim();
    let quote = file.chars().next().filter(|c| matches!(c, '"' | '\''));
    let file = quote.and_then(|quote| file.strip_prefix(quote)?.strip_suffix(quote));
    let found = match file {
        Some(file) if after.starts_with([' ', '\t']) && !file.is_empty() => Mark::One(file),
        _ if after.is_empty() => Mark::Many,
        _ => return None,
    };
    Some(if rest.len() < inner.len() {
        Mark::Escaped
    } else {
        found
    })
}
