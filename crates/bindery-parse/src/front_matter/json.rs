//! A JSON object at the head of a file.
use bindery_model::Diagnostic;
use serde_json::{Deserializer, Map, Value};

use super::FrontMatter;
use super::delimiters::{self, Opening};
use super::findings::Findings;

/// Reads the object and finds its end. A broken one is an error, and the file is read as text.
pub(super) fn parse(
    text: &str,
    opening: &Opening,
    findings: &mut Findings<'_>,
) -> Option<FrontMatter> {
    let source = &text[opening.values..];
    let mut objects = Deserializer::from_str(source).into_iter::<Map<String, Value>>();
    match objects.next()? {
        Ok(values) => {
            let end = opening.values + objects.byte_offset();
            let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
            let body = if text[end..line_end].trim().is_empty() {
                line_end
            } else {
                end
            };
            Some(FrontMatter {
                values: values.into(),
                present: true,
                body: text.len() - delimiters::after_json(&text[body..], opening).len(),
            })
        }
        Err(error) => {
            let line_start = source
                .split_inclusive('\n')
                .take(error.line().saturating_sub(1))
                .map(str::len)
                .sum::<usize>();
            let at = (line_start + error.column().saturating_sub(1)).min(source.len());
            let at = opening.values + source.floor_char_boundary(at);
            let fault = Diagnostic::error(
                "front-matter.json",
                format!("the front matter is not valid JSON: {error}"),
            )
            .with_hint("the file was read as text");
            findings.add(fault, at..at);
            None
        }
    }
}
