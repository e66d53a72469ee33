//! Front matter that is no valid YAML, read entry by entry: one broken line costs only itself.
use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use bindery_model::{Diagnostic, remove_forbidden};
use serde_json::{Map, Value};

use super::findings::Findings;
use super::{lines, yaml};

/// How deep broken entries may hold others.
const DEPTH: usize = 4;

/// One `key: …` at the margin, with the lines that belong to it.
struct Entry<'a> {
    key: &'a str,
    /// Where its value begins.
    value: usize,
    lines: Range<usize>,
}

/// Reads the entries of `text[head]`. Of two with one key the last wins, as in Ruby.
pub(super) fn read(
    text: &str,
    head: Range<usize>,
    findings: &mut Findings<'_>,
) -> Map<String, Value> {
    read_nested(text, head, 0, findings)
}

fn read_nested(
    text: &str,
    head: Range<usize>,
    depth: usize,
    findings: &mut Findings<'_>,
) -> Map<String, Value> {
    let entries = split(text, head, findings);
    report_repeated(text, &entries, findings);
    let mut values = Map::new();
    for entry in entries {
        if let Some(read) = read_entry(text, &entry, depth, findings) {
            values.extend(read);
        }
    }
    values
}

fn split<'a>(text: &'a str, head: Range<usize>, findings: &mut Findings<'_>) -> Vec<Entry<'a>> {
    let mut entries: Vec<Entry<'a>> = Vec::new();
    for (place, line) in lines::with_places(&text[head.clone()]) {
        let place = head.start + place;
        let end = place + line.len();
        if let Some(pair) = lines::pair(line).or_else(|| lines::tight_pair(line)) {
            entries.push(Entry {
                key: pair.key,
                value: place + pair.value,
                lines: place..end,
            });
            continue;
        }
        let harmless = line.trim().is_empty() || line.starts_with('#');
        match entries.last_mut() {
            Some(entry) if harmless || lines::continues(line) => entry.lines.end = end,
            _ if harmless => {}
            _ => {
                let fault = Diagnostic::warning(
                    "front-matter.stray-line",
                    "this line of the front matter has no key and was left out",
                )
                .with_hint("write it as `key: value`, or indent it to continue the line above");
                findings.add(fault, place..place + line.trim_end().len());
            }
        }
    }
    entries
}

fn read_entry(
    text: &str,
    entry: &Entry<'_>,
    depth: usize,
    findings: &mut Findings<'_>,
) -> Option<Map<String, Value>> {
    let source = remove_forbidden(&text[entry.lines.clone()]);
    if let Ok(values) = yaml::parse(&source) {
        return values;
    }
    if let Cow::Owned(spaced) = without_tabs(&source)
        && let Ok(Some(values)) = yaml::parse(&spaced)
    {
        let at = entry.lines.start + text[entry.lines.clone()].find('\t').unwrap_or(0);
        let fault = Diagnostic::warning(
            "front-matter.tab",
            "a tab indents a line of the front matter, which YAML does not allow",
        )
        .with_hint("it was read as two spaces; write spaces");
        findings.add(fault, at..at + 1);
        return Some(values);
    }
    if let Some(values) = read_tight(text, entry, findings) {
        return Some(values);
    }
    if let Some(values) = read_indented(text, entry, depth, findings) {
        return Some(values);
    }
    let value = mend(text, entry, depth, findings)?;
    Some(Map::from_iter([(entry.key.to_owned(), value)]))
}

/// An entry whose colon has no space after it, or is a wide one, read as if it had.
fn read_tight(
    text: &str,
    entry: &Entry<'_>,
    findings: &mut Findings<'_>,
) -> Option<Map<String, Value>> {
    let value = &text[entry.value..entry.lines.end];
    let colon = text[..entry.value].chars().next_back()?;
    if colon == ':' && value.starts_with(char::is_whitespace) {
        return None;
    }
    let values = yaml::parse(&remove_forbidden(&format!("{}: {value}", entry.key))).ok()??;
    let fault = Diagnostic::warning(
        "front-matter.space",
        format!("there is no colon and space after `{}`", entry.key),
    )
    .with_hint("write it as `key: value`");
    findings.add(fault, entry.value - colon.len_utf8()..entry.value);
    Some(values)
}

/// An entry that is whole on its first line, with lines below it that are entries too, but for the
/// space before them.
fn read_indented(
    text: &str,
    entry: &Entry<'_>,
    depth: usize,
    findings: &mut Findings<'_>,
) -> Option<Map<String, Value>> {
    let source = &text[entry.lines.clone()];
    let (first, rest) = source.split_at(source.find('\n')? + 1);
    let is_entry = |line: &str| {
        let key = lines::key(line.trim_start());
        key.is_some_and(|key| {
            key.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        })
    };
    let mut lines = rest.lines().filter(|line| !line.trim().is_empty());
    let is_empty = first[entry.value - entry.lines.start..].trim().is_empty();
    if is_empty || depth >= DEPTH || !lines.all(is_entry) {
        return None;
    }
    let mut values = yaml::parse(&remove_forbidden(first)).ok()??;
    let start = entry.lines.start + first.len();
    let indent = rest.len() - rest.trim_start().len();
    let fault = Diagnostic::warning(
        "front-matter.indent",
        format!(
            "`{}` has a value, and this line is indented as a part of it",
            entry.key
        ),
    )
    .with_hint("it was read as an entry of its own; take the space before it away");
    findings.add(fault, start..start + indent);
    match mend_nested(text, start..entry.lines.end, depth, findings) {
        Value::Object(others) => values.extend(others),
        _ => return None,
    }
    Some(values)
}

/// The text with the tabs that begin its lines replaced by two spaces each.
fn without_tabs(text: &str) -> Cow<'_, str> {
    if !text.contains('\t') {
        return Cow::Borrowed(text);
    }
    let mut spaced = String::with_capacity(text.len() + 16);
    for line in text.split_inclusive('\n') {
        let body = line.trim_start_matches([' ', '\t']);
        for c in line[..line.len() - body.len()].chars() {
            spaced.push_str(if c == '\t' { "  " } else { " " });
        }
        spaced.push_str(body);
    }
    Cow::Owned(spaced)
}

/// What a broken entry was meant to say.
fn mend(text: &str, entry: &Entry<'_>, depth: usize, findings: &mut Findings<'_>) -> Option<Value> {
    let source = &text[entry.lines.clone()];
    let first_end = source.find('\n').map_or(source.len(), |at| at + 1);
    let colon = entry.value - entry.lines.start;
    let written = source[colon..first_end].trim();
    let rest = entry.lines.start + first_end..entry.lines.end;
    let is_blank = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    if text[rest.clone()].lines().all(is_blank) {
        let at =
            entry.lines.start + colon + source[colon..].len() - source[colon..].trim_start().len();
        return Some(mend_scalar(entry.key, written, at, findings));
    }
    if written.is_empty() && depth < DEPTH {
        return Some(mend_nested(text, rest, depth, findings));
    }
    let fault = Diagnostic::warning(
        "front-matter.value",
        format!(
            "the value of `{}` cannot be read and was left out",
            entry.key
        ),
    );
    findings.add(
        fault,
        entry.lines.start..entry.lines.start + entry.key.len(),
    );
    None
}

/// A value on one line: what is written, without the quotation marks around it.
fn mend_scalar(key: &str, written: &str, at: usize, findings: &mut Findings<'_>) -> Value {
    let span = at..at + written.len();
    let quote = written.chars().next().filter(|c| matches!(c, '"' | '\''));
    let (code, message, hint) = match quote {
        Some('"') => (
            "front-matter.quotes",
            format!("the quotation marks in `{key}` do not pair"),
            "write \\\" for a quotation mark inside quotation marks",
        ),
        Some(_) => (
            "front-matter.quotes",
            format!("the quotation marks in `{key}` do not pair"),
            "write '' for a quotation mark inside quotation marks",
        ),
        None if written.contains(": ") || written.ends_with(':') => (
            "front-matter.colon",
            format!("the value of `{key}` holds a colon"),
            "put the value in quotation marks",
        ),
        None => (
            "front-matter.value",
            format!("the value of `{key}` is not valid YAML"),
            "it was taken as plain text; put it in quotation marks",
        ),
    };
    findings.add(Diagnostic::warning(code, message).with_hint(hint), span);
    let bare = lines::unquoted(written).unwrap_or_else(|| {
        // One that has no partner anywhere was left open.
        quote
            .and_then(|quote| {
                written
                    .strip_prefix(quote)
                    .filter(|rest| !rest.contains(quote))
            })
            .unwrap_or(written)
    });
    let bare = remove_forbidden(bare);
    Value::String(match quote {
        Some('"') => bare.replace("\\\"", "\"").replace("\\\\", "\\"),
        Some(_) => bare.replace("''", "'"),
        None => bare.into_owned(),
    })
}

/// A list or a map on lines of its own, some of which are broken.
fn mend_nested(text: &str, rest: Range<usize>, depth: usize, findings: &mut Findings<'_>) -> Value {
    let source = &text[rest.clone()];
    let is_list = source.lines().all(|line| {
        let line = line.trim();
        line.is_empty() || line.starts_with('-') || line.starts_with('#')
    });
    if is_list {
        return Value::Array(mend_items(source, rest.start, findings));
    }
    // The entries of a map stand at a margin of their own: read each line from there on.
    let mut values = Map::new();
    for (place, line) in lines::with_places(source) {
        let indent = line.len() - line.trim_start().len();
        let start = rest.start + place + indent;
        let end = rest.start + place + line.len();
        if start < end && !text[start..end].starts_with('#') {
            values.extend(read_nested(text, start..end, depth + 1, findings));
        }
    }
    Value::Object(values)
}

fn mend_items(source: &str, start: usize, findings: &mut Findings<'_>) -> Vec<Value> {
    let mut items = Vec::new();
    for (place, line) in lines::with_places(source) {
        let Some(item) = line.trim().strip_prefix('-').map(str::trim) else {
            continue;
        };
        let read = yaml::parse(&format!("item: {}", remove_forbidden(item)));
        items.push(match read {
            Ok(Some(mut values)) => values.remove("item").unwrap_or_default(),
            _ => {
                let at = start + place + (line.len() - line.trim_start().len());
                mend_scalar("item", item, at, findings)
            }
        });
    }
    items
}

/// Says which keys of valid YAML stand twice; `count` is how many values were read. A key at the
/// margin is always an entry, so where there are no more of them than values nothing is looked at.
pub(super) fn report_duplicates(
    text: &str,
    head: Range<usize>,
    count: usize,
    findings: &mut Findings<'_>,
) {
    let entries: Vec<Entry<'_>> = lines::with_places(&text[head.clone()])
        .filter_map(|(place, line)| {
            let place = head.start + place;
            let lines = place..place + line.len();
            lines::pair(line).map(|pair| Entry {
                key: pair.key,
                value: place + pair.value,
                lines,
            })
        })
        .collect();
    if entries.len() > count {
        report_repeated(text, &entries, findings);
    }
}

fn report_repeated(text: &str, entries: &[Entry<'_>], findings: &mut Findings<'_>) {
    let mut seen = HashSet::new();
    for entry in entries {
        if !seen.insert(entry.key) {
            let start = entry.lines.start;
            let end = start + text[entry.lines.clone()].trim_end().len();
            let fault = Diagnostic::warning(
                "front-matter.duplicate-key",
                format!("`{}` stands here a second time", entry.key),
            )
            .with_hint("the last one counts; remove the others");
            findings.add(fault, start..end);
        }
    }
}
