//! Texts of footnotes that readers of Markdown leave out: those that nothing refers to, and in kramdown
//! those whose name is given again, or is none.
use std::collections::HashMap;

use bindery_model::Diagnostic;
use memchr::memmem::find_iter;
use percent_encoding::percent_decode_str;

use super::{Dialect, kramdown};

/// How the definition of a footnote begins.
const MARK: &str = "[^";

/// Bytes; what is longer is no label.
const LONGEST_LABEL: usize = 1000;

/// How many are told of one by one.
const MOST: usize = 100;

/// The text of a footnote that is not in the HTML.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct LostNote<'t> {
    label: &'t str,
    /// Where its definition stands in the Markdown.
    pub(crate) offset: usize,
    reason: Reason,
    /// How many are left out behind it that are not told of.
    more: usize,
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
        let mut message = format!("the footnote `{label}` is left out, since {reason}");
        if self.more > 0 {
            message += &format!("; so are {} others", self.more);
        }
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
    for (label, offset) in definitions(markdown) {
        let same = written.entry(label.to_lowercase()).or_default();
        same.push((label, offset));
    }
    if written.is_empty() {
        return Vec::new();
    }
    let mut shown: HashMap<String, usize> = HashMap::new();
    // What is no definition to the reader, code above all, is in the HTML as it is written.
    let as_written = find_iter(html.as_bytes(), MARK)
        .filter_map(|at| label_of(&html[at..]))
        .map(str::to_lowercase);
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
                more: 0,
            })
        })
        .collect();
    lost.sort_by_key(|note| note.offset);
    let more = lost.len().saturating_sub(MOST);
    lost.truncate(MOST);
    if let Some(last) = lost.last_mut() {
        last.more = more;
    }
    lost
}

/// Every `[^label]:` that begins a line, or a quotation in it, and where it stands.
fn definitions(markdown: &str) -> impl Iterator<Item = (&str, usize)> {
    let may_be_there = memchr::memmem::find(markdown.as_bytes(), MARK.as_bytes()).is_some();
    let lines = may_be_there.then(|| markdown.split_inclusive('\n'));
    let mut next = 0;
    lines.into_iter().flatten().filter_map(move |line| {
        let start = next;
        next += line.len();
        let text = line.trim_start_matches([' ', '>']);
        let is_code = line.starts_with("    ");
        let label = label_of(text).filter(|_| !is_code)?;
        Some((label, start + line.len() - text.len()))
    })
}

/// The label of what begins with `[^label]:`.
fn label_of(text: &str) -> Option<&str> {
    let after = text.strip_prefix(MARK)?;
    let near = &after[..after.floor_char_boundary(LONGEST_LABEL)];
    let end = near.find(['[', ']', '\n']).filter(|&end| end > 0)?;
    after[end..].starts_with("]:").then(|| &after[..end])
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
    fn what_is_repeated_takes_no_longer() {
        for (unit, least) in [
            ("[^", 0),
            ("[^a]:", 1),
            ("[^a] ", 0),
            ("[^a]: b\n", 100),
            ("> [^", 0),
        ] {
            let text = unit.repeat(100_000);
            assert_eq!(lost_notes(&text, "", Dialect::Gfm).len(), least, "{unit:?}");
            assert_eq!(lost_notes(&text, &text, Dialect::Gfm), [], "{unit:?}");
        }
        let many = "[^a]: b\n".repeat(1000);
        let lost = lost_notes(&many, "", Dialect::Gfm);
        let message = lost.last().unwrap().diagnostic().message;
        assert!(message.ends_with("; so are 900 others"), "{message}");
    }

    #[test]
    fn kramdown_takes_the_last_note_of_a_name_and_plain_names_alone() {
        for (markdown, label, offset, reason) in [
            (
                "a[^1]\n\n[^1]: b\n\n[^1]: c\n",
                "1",
                7,
                Reason::DefinedAgain,
            ),
            ("a[^注]\n\n[^注]: b\n", "注", 9, Reason::Name),
        ] {
            let expected = [(label.to_owned(), offset, reason)];
            assert_eq!(lost(markdown, Dialect::default()), expected);
            for dialect in [Dialect::Gfm, Dialect::CommonMark] {
                assert_eq!(lost(markdown, dialect), [], "{markdown:?}");
            }
        }
    }
}
