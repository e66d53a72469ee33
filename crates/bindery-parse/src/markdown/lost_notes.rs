//! Texts of footnotes that readers of Markdown leave out: those that nothing refers to, and in kramdown
//! those whose name is given again.
use std::collections::HashMap;

use bindery_model::Diagnostic;
use memchr::memmem::find_iter;
use percent_encoding::percent_decode_str;

use super::{Dialect, kramdown};

/// The text of a footnote that is not in the HTML.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct LostNote<'t> {
    label: &'t str,
    /// Where its definition stands in the Markdown.
    pub(crate) offset: usize,
    reason: Reason,
}

/// Why a text of a footnote is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reason {
    /// Nothing refers to it.
    Unused,
    /// Another text of that name is shown.
    DefinedAgain,
    /// To kramdown, it is the address of a link.
    Name,
}

impl LostNote<'_> {
    /// How its definition begins.
    pub(crate) fn written(&self) -> String {
        format!("[^{}]:", self.label)
    }

    pub(crate) fn diagnostic(&self) -> Diagnostic {
        let LostNote { label, .. } = self;
        let (code, reason, hint) = match self.reason {
            Reason::Unused => (
                "markdown.footnote-unused",
                "nothing refers to it",
                "refer to it in the text, or make a paragraph of it",
            ),
            Reason::DefinedAgain => (
                "markdown.footnote-twice",
                "another one of that name follows",
                "give one of the two another name",
            ),
            Reason::Name => (
                "markdown.footnote-name",
                "kramdown takes it for the address of a link",
                "give it a name of ASCII letters and digits",
            ),
        };
        let message = format!("the footnote `{label}` is left out, since {reason}");
        Diagnostic::warning(code, message).with_hint(hint)
    }
}

/// The texts of footnotes that stand in Markdown, and not in the HTML that was made of it.
pub(crate) fn lost_notes<'t>(
    markdown: &'t str,
    html: &str,
    dialect: Dialect<'_>,
) -> Vec<LostNote<'t>> {
    if matches!(dialect, Dialect::CommonMark) {
        return Vec::new();
    }
    let may_be_name = |label: &str| match dialect {
        Dialect::Kramdown(_) => kramdown::is_footnote_name(label),
        _ => true,
    };
    let mut written: HashMap<String, Vec<(&str, usize)>> = HashMap::new();
    for (label, offset) in labels(markdown) {
        if begins_line(&markdown[..offset]) {
            let same = written.entry(label.to_lowercase()).or_default();
            same.push((label, offset));
        }
    }
    if written.is_empty() {
        return Vec::new();
    }
    let mut shown: HashMap<String, usize> = HashMap::new();
    // What is no definition to the reader, code above all, is in the HTML as it is written.
    let as_written = labels(html).map(|(label, _)| label.to_lowercase());
    for label in as_written.chain(note_names(html, dialect)) {
        *shown.entry(label).or_default() += 1;
    }
    let mut lost: Vec<LostNote<'_>> = written
        .into_iter()
        .flat_map(|(name, definitions)| {
            let shown = shown.get(&name).copied().unwrap_or(0);
            let count = definitions.len().saturating_sub(shown);
            let lost = definitions.into_iter().take(count);
            lost.map(move |(label, offset)| LostNote {
                label,
                offset,
                reason: match shown {
                    _ if !may_be_name(label) => Reason::Name,
                    0 => Reason::Unused,
                    _ => Reason::DefinedAgain,
                },
            })
        })
        .collect();
    lost.sort_by_key(|note| note.offset);
    lost
}

/// Every `[^label]:`, and where it begins.
fn labels(text: &str) -> impl Iterator<Item = (&str, usize)> {
    find_iter(text.as_bytes(), "[^").filter_map(|at| {
        let after = &text[at + 2..];
        let end = after.find([']', '\n'])?;
        let is_label = end > 0 && after[end..].starts_with("]:");
        is_label.then(|| (&after[..end], at))
    })
}

/// Whether what follows begins a line, or a quotation in it.
fn begins_line(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or(before);
    !line.starts_with("    ") && line.bytes().all(|byte| matches!(byte, b' ' | b'>'))
}

/// The names of the notes in HTML, as ids have them.
fn note_names(html: &str, dialect: Dialect<'_>) -> impl Iterator<Item = String> {
    let start = match dialect {
        Dialect::Kramdown(options) => format!("<li id=\"fn:{}", options.footnote_prefix),
        _ => "<li id=\"fn-".to_owned(),
    };
    let mut rest = html;
    std::iter::from_fn(move || {
        let (_, after) = rest.split_once(&start)?;
        let (name, after) = after.split_once('"')?;
        rest = after;
        Some(percent_decode_str(name).decode_utf8_lossy().to_lowercase())
    })
}

#[cfg(test)]
mod tests {
    use super::super::to_html;
    use super::*;

    fn lost(markdown: &str, dialect: Dialect<'_>) -> Vec<(String, usize, Reason)> {
        let html = to_html(markdown, dialect);
        let found = lost_notes(markdown, &html, dialect);
        let told = |note: &LostNote<'_>| (note.label.into(), note.offset, note.reason);
        found.iter().map(told).collect()
    }

    #[test]
    fn notes_that_nothing_refers_to_are_lost() {
        let prefixed = kramdown::Options {
            footnote_prefix: "p".to_owned(),
            ..kramdown::Options::default()
        };
        for dialect in [
            Dialect::default(),
            Dialect::Kramdown(&prefixed),
            Dialect::Gfm,
        ] {
            for (markdown, expected) in [
                ("a[^1]\n\n[^1]: b\n", None),
                ("a[^1]\n\n[^2]: b\n\n[^1]: c\n", Some(("2", 7))),
                ("a\n\n> [^n]: b\n", Some(("n", 5))),
                ("a\n\n[^n-1]: b\n", Some(("n-1", 3))),
                ("a[^1][^2]\n\n[^1]: b\n[^2]: c\n", None),
                ("```\n[^1]: b\n```\n", None),
                ("a\n\n    [^1]: b\n", None),
                ("a [^1]: b\n", None),
                ("[^]: b\n", None),
            ] {
                let expected =
                    expected.map(|(label, at): (&str, _)| (label.into(), at, Reason::Unused));
                assert_eq!(
                    lost(markdown, dialect),
                    Vec::from_iter(expected),
                    "{markdown:?} {dialect:?}"
                );
            }
        }
    }

    #[test]
    fn of_two_notes_of_one_name_kramdown_takes_the_second() {
        let twice = "a[^1]\n\n[^1]: b\n\n[^1]: c\n";
        assert_eq!(
            lost(twice, Dialect::default()),
            [("1".to_owned(), 7, Reason::DefinedAgain)]
        );
        assert_eq!(lost(twice, Dialect::Gfm), []);
        assert_eq!(lost(twice, Dialect::CommonMark), []);
    }

    #[test]
    fn names_of_footnotes_are_plain_in_kramdown() {
        let named = "a[^注]\n\n[^注]: b\n";
        assert_eq!(
            lost(named, Dialect::default()),
            [("注".to_owned(), 9, Reason::Name)]
        );
        assert_eq!(lost(named, Dialect::Gfm), []);
    }
}
