//! Diagnostics for people.
use std::collections::HashMap;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use bindery_model::{Diagnostic, Location, Severity};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How many diagnostics with one code are printed before the rest is only counted.
const FOLD_AFTER: usize = 3;
/// How many forms of what has one code are counted one by one.
const MOST_FORMS: usize = 40;

/// Prints diagnostics to standard error, in colour where that is wanted. Notes are left out, and
/// what has one code is folded, unless `all` is set.
pub(crate) fn print(diagnostics: &[Diagnostic], all: bool) {
    let mut out = anstream::stderr().lock();
    // A closed standard error is no reason to stop the work.
    let _ = write_diagnostics(&mut out, diagnostics, all);
}

fn write_diagnostics(out: &mut dyn Write, diagnostics: &[Diagnostic], all: bool) -> io::Result<()> {
    let shown = |diagnostic: &&Diagnostic| all || diagnostic.severity > Severity::Note;
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for diagnostic in diagnostics.iter().filter(shown) {
        let count = seen.entry(&diagnostic.code).or_default();
        *count += 1;
        if all || *count <= FOLD_AFTER {
            write_diagnostic(out, diagnostic)?;
        }
    }
    let mut folded: Vec<_> = seen
        .into_iter()
        .filter(|&(_, count)| !all && count > FOLD_AFTER)
        .collect();
    folded.sort_unstable();
    for (code, count) in folded {
        writeln!(out, "… and {} more like these [{code}]", count - FOLD_AFTER)?;
        let of_code = diagnostics.iter().filter(shown);
        write_counts(out, of_code.filter(|diagnostic| diagnostic.code == code))?;
    }
    Ok(())
}

/// What is told again and again in a few forms, such as names that are not known: each form once,
/// with its number.
fn write_counts<'d>(
    out: &mut dyn Write,
    diagnostics: impl Iterator<Item = &'d Diagnostic>,
) -> io::Result<()> {
    let (mut counts, mut all) = (HashMap::<&str, usize>::new(), 0);
    for diagnostic in diagnostics {
        *counts.entry(&diagnostic.message).or_default() += 1;
        all += 1;
    }
    if counts.len() < 2 || counts.len() > MOST_FORMS || all < FOLD_AFTER * counts.len() {
        return Ok(());
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_unstable_by_key(|&(message, count)| (std::cmp::Reverse(count), message));
    for (message, count) in counts {
        writeln!(out, "  {count} × {}", printable(message))?;
    }
    Ok(())
}

fn write_diagnostic(out: &mut dyn Write, diagnostic: &Diagnostic) -> io::Result<()> {
    let bold = Style::new().bold();
    let colour = severity_style(diagnostic.severity);
    if let Some(place) = &diagnostic.location {
        write!(out, "{bold}{}", printable(&place.file))?;
        if place.line > 0 {
            write!(out, ":{}:{}", place.line, place.column)?;
        }
        write!(out, ":{bold:#} ")?;
    }
    let Diagnostic {
        severity,
        message,
        code,
        ..
    } = diagnostic;
    writeln!(
        out,
        "{colour}{severity}{colour:#}: {} [{code}]",
        printable(message)
    )?;
    if let Some(place) = diagnostic
        .location
        .as_ref()
        .filter(|place| !place.source_line.is_empty())
    {
        write_source_line(out, place, colour)?;
    }
    if let Some(hint) = &diagnostic.hint {
        writeln!(out, "  = {}", printable(hint))?;
    }
    Ok(())
}

fn write_source_line(out: &mut dyn Write, place: &Location, colour: Style) -> io::Result<()> {
    let number = place.line.to_string();
    let margin = " ".repeat(number.len());
    let dim = Style::new().dimmed();
    let line = printable(&place.source_line);
    let before: usize = line
        .chars()
        .take(place.mark as usize)
        .map(|c| c.width().unwrap_or(0))
        .sum();
    let marked = line
        .chars()
        .nth(place.mark as usize)
        .and_then(|c| c.width())
        .unwrap_or(1);
    let room = line.width().saturating_sub(before).max(1);
    let mark = "^".repeat(marked.clamp(1, room));
    writeln!(out, "{dim} {number} |{dim:#} {line}")?;
    writeln!(
        out,
        "{dim} {margin} |{dim:#} {}{colour}{mark}{colour:#}",
        " ".repeat(before)
    )
}

/// Text from a file as a terminal may show it: no control or direction-changing characters.
fn printable(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\t' => ' ',
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect()
}

fn severity_style(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Note => AnsiColor::Cyan,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Error => AnsiColor::Red,
    };
    colour.on_default().bold()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(diagnostics: &[Diagnostic], all: bool) -> String {
        let mut out = Vec::new();
        write_diagnostics(&mut out, diagnostics, all).unwrap();
        anstream::adapter::strip_str(std::str::from_utf8(&out).unwrap()).to_string()
    }

    #[test]
    fn the_place_is_marked_under_wide_characters() {
        let text = "title: 标题\"引\"\n";
        let at = text.find('"').unwrap();
        let diagnostic = Diagnostic::warning("front-matter.quote", "a quote within quotes")
            .with_hint("write \\\" for it")
            .at(Location::in_text("_posts/a.md", text, at..at + 1));
        assert_eq!(
            printed(&[diagnostic], false),
            "_posts/a.md:1:10: warning: a quote within quotes [front-matter.quote]\n \
             1 | title: 标题\"引\"\n   |            ^\n  = write \\\" for it\n"
        );
    }

    #[test]
    fn repeated_ones_fold_and_notes_wait_to_be_asked_for() {
        let many = vec![Diagnostic::warning("image.missing", "no such file"); 10];
        assert_eq!(printed(&many, false).lines().count(), FOLD_AFTER + 1);
        assert!(printed(&many, false).ends_with("… and 7 more like these [image.missing]\n"));
        assert_eq!(printed(&many, true).lines().count(), 10);
        let named = |name: &str| Diagnostic::warning("shortcode.unknown", format!("no {name}"));
        let mut several = vec![named("a"); 2];
        several.extend(vec![named("b"); 7]);
        let expected = "… and 6 more like these [shortcode.unknown]\n  7 × no b\n  2 × no a\n";
        assert!(printed(&several, false).ends_with(expected));
        let note = [Diagnostic::note("html.script", "a script was left out")];
        assert_eq!(printed(&note, false), "");
        assert_ne!(printed(&note, true), "");
    }

    #[test]
    fn control_characters_of_a_file_never_reach_the_terminal() {
        let diagnostic = Diagnostic::warning("x", "found \u{1b}[31m\u{202e}");
        assert!(!printed(&[diagnostic], false).contains(['\u{1b}', '\u{202e}']));
    }
}
