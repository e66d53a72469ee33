//! The metadata at the head of a file: YAML between `---`, TOML between `+++`, or a JSON object.
//!
//! ```
//! let (front_matter, diagnostics) =
//!     bindery_parse::front_matter::parse("---\ntitle: \"a \"b\" c\"\n---\ntext", "a.md");
//! assert_eq!(front_matter.values["title"], "a \"b\" c");
//! assert_eq!(diagnostics[0].code, "front-matter.quotes");
//! ```
mod delimiters;
mod entries;
mod findings;
mod json;
mod lines;
mod nikola;
mod page_head;
mod plain;
mod scalar;
mod toml;
mod yaml;

use bindery_model::{Diagnostic, Seldom, remove_forbidden};
use serde_json::{Map, Value};

use delimiters::{Format, Opening};
use findings::Findings;
pub use nikola::{as_nikola_means, parse_beside};
pub use page_head::parse_html_head;
pub use yaml::parse_document as parse_yaml_document;

/// The metadata at the head of a file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FrontMatter {
    /// The values. Dates are strings, as the source writes them.
    pub values: Seldom<Map<String, Value>>,
    /// Whether there is any front matter, be it empty.
    pub present: bool,
    /// Where the body begins, in bytes.
    pub body: usize,
}

/// The value of a key. There are few, so going through them costs less than the hash of the key.
pub fn value<'a>(values: &'a Map<String, Value>, key: &str) -> Option<&'a Value> {
    let pair = values.iter().find(|(name, _)| *name == key);
    pair.map(|(_, value)| value)
}

/// Splits a text into front matter and body and reads the front matter, mending what can be mended.
/// `path` names the file in diagnostics. Only as much of `text` as holds the front matter is read,
/// so `text` may be the head of a file: where that cuts the front matter, there is a diagnostic
/// `front-matter.unclosed` (or `front-matter.json`).
///
/// Front matter that is never closed reaches as far as its lines look like front matter.
pub fn parse(text: &str, path: &str) -> (FrontMatter, Vec<Diagnostic>) {
    if let Some(found) = nikola::parse(text) {
        return (found, Vec::new());
    }
    let mut findings = Findings::new(text, path);
    let front_matter = delimiters::find_opening(text)
        .and_then(|opening| parse_after(text, &opening, &mut findings))
        .unwrap_or_default();
    (front_matter, findings.into_diagnostics())
}

/// Reads lines such as `Title: A title` at the very beginning of a text, up to the first blank one,
/// as Pelican has them; a line that is indented goes on with the one before. `None` where the text
/// does not begin so.
///
/// ```
/// let text = "Title: A: b\nTags: x,\n  y\n\nText.";
/// let found = bindery_parse::front_matter::parse_lines(text).unwrap();
/// assert_eq!((&found.values["Title"], &found.values["Tags"]), (&"A: b".into(), &"x, y".into()));
/// assert_eq!(&text[found.body..], "Text.");
/// ```
pub fn parse_lines(text: &str) -> Option<FrontMatter> {
    let mut values: Map<String, Value> = Map::new();
    let mut body = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut last: Option<(String, String)> = None;
    for line in text[body..].split_inclusive('\n') {
        let shown = line.trim();
        if shown.is_empty() {
            body += line.len();
            break;
        }
        if line.starts_with([' ', '\t']) {
            let (_, value) = last.as_mut()?;
            *value = format!("{value} {shown}");
        } else {
            let Some((key, value)) = shown.split_once(':') else {
                break;
            };
            let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
            if key.is_empty() || !key.chars().all(is_name) || value.starts_with("//") {
                break;
            }
            values.extend(last.take().map(|(key, value)| (key, Value::from(value))));
            last = Some((key.to_owned(), remove_forbidden(value.trim()).into_owned()));
        }
        body += line.len();
    }
    values.extend(last.map(|(key, value)| (key, Value::from(value))));
    let present = !values.is_empty();
    present.then(|| FrontMatter {
        values: values.into(),
        present,
        body,
    })
}

/// Reads front matter that nothing opens, as older posts of Hexo have it: lines of YAML up to a line
/// of hyphens, or of JSON without braces up to one of semicolons, which may stand above too. `None`
/// where the text does not begin so.
///
/// ```
/// let text = "title: A\ndate: 2013-05-01\n---\nText.";
/// let (found, _) = bindery_parse::front_matter::parse_up_to_rule(text, "a.md").unwrap();
/// assert_eq!((&found.values["title"], &text[found.body..]), (&"A".into(), "Text."));
/// ```
pub fn parse_up_to_rule(text: &str, path: &str) -> Option<(FrontMatter, Vec<Diagnostic>)> {
    let is_rule = |line: &str, mark: char| {
        let line = line.trim_end();
        line.len() >= 3 && line.chars().all(|c| c == mark)
    };
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut lines = text[start..].split_inclusive('\n').peekable();
    let opening = lines.next_if(|line| is_rule(line, ';')).unwrap_or_default();
    let first = lines.peek()?;
    let (key, _) = first.split_once(':')?;
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '"');
    if key.is_empty() || !key.chars().all(is_name) {
        return None;
    }
    let values_at = start + opening.len();
    let mut end = values_at;
    let closing = lines.find(|line| {
        let closes = is_rule(line, ';') || opening.is_empty() && is_rule(line, '-');
        end += if closes { 0 } else { line.len() };
        closes
    })?;
    let head = &text[values_at..end];
    let (mut found, diagnostics) = match closing.starts_with(';') {
        true => parse(
            &format!("{{{}}}\n", head.trim_end().trim_end_matches(',')),
            path,
        ),
        false => parse(&format!("---\n{head}---\n"), path),
    };
    found.body = end + closing.len();
    found.present.then_some((found, diagnostics))
}

fn parse_after(text: &str, opening: &Opening, findings: &mut Findings<'_>) -> Option<FrontMatter> {
    if opening.format == Format::Json {
        return json::parse(text, opening, findings);
    }
    let (end, body) = match delimiters::find_closing(text, opening) {
        Some(found) => found,
        None => end_of_unclosed(text, opening, findings)?,
    };
    let values = if opening.format == Format::Toml {
        toml::parse(text, opening.values..end, findings)
    } else {
        parse_yaml(text, opening, end, findings)?
    };
    Some(FrontMatter {
        values: values.into(),
        present: true,
        body,
    })
}

/// `None` where what stands between the delimiters is plain text: two rules of Markdown.
fn parse_yaml(
    text: &str,
    opening: &Opening,
    end: usize,
    findings: &mut Findings<'_>,
) -> Option<Map<String, Value>> {
    let head = &text[opening.values..end];
    let source = remove_forbidden(head);
    if let Some(values) = plain::parse(&source) {
        return Some(values);
    }
    match yaml::parse(&source) {
        Ok(values) => {
            let values = values.unwrap_or_default();
            entries::report_duplicates(text, opening.values..end, values.len(), findings);
            Some(values)
        }
        Err(_) if lines::begins_with_key(head) => {
            Some(entries::read(text, opening.values..end, findings))
        }
        Err(_) => {
            let fault = Diagnostic::warning(
                "front-matter.no-values",
                "what stands between these lines is no front matter and is read as text",
            )
            .with_hint("front matter is made of lines such as `title: A title`");
            findings.add(fault, opening.delimiter..opening.delimiter + 3);
            None
        }
    }
}

/// Where front matter without closing delimiter ends: after its last line that looks like front
/// matter. `None` if not even the first does, so that the opening is a rule of Markdown.
fn end_of_unclosed(
    text: &str,
    opening: &Opening,
    findings: &mut Findings<'_>,
) -> Option<(usize, usize)> {
    let length = lines::length_of_head(&text[opening.values..], opening.format);
    if length == 0 {
        return None;
    }
    let end = opening.values + length;
    let delimiter = &text[opening.delimiter..opening.delimiter + 3];
    let last = text[opening.values..end].trim_end();
    let last = &last[last.rfind('\n').map_or(0, |at| at + 1)..];
    let last: String = last.chars().take(40).collect();
    let fault = Diagnostic::error(
        "front-matter.unclosed",
        "the front matter that opens here is never closed",
    )
    .with_hint(format!(
        "write a line `{delimiter}` where it ends; it was taken to end after `{last}`"
    ));
    findings.add(fault, opening.delimiter..opening.delimiter + 3);
    Some((end, end))
}

#[cfg(test)]
mod tests;
