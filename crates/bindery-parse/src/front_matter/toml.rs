//! TOML to JSON values.
use std::ops::Range;

use bindery_model::Diagnostic;
use serde_json::{Map, Number, Value};

use super::findings::Findings;

/// How many broken lines are mended or left out before the rest is given up.
const ATTEMPTS: usize = 16;

/// Reads `text[head]`. A broken line is taken as plain text if it is `key = text`, else left out.
pub(super) fn parse(
    text: &str,
    head: Range<usize>,
    findings: &mut Findings<'_>,
) -> Map<String, Value> {
    let mut source = text[head.clone()].to_owned();
    // Lines keep their number while they are mended, so places are found by line.
    let lines: Vec<Range<usize>> = super::lines::with_places(&text[head.clone()])
        .map(|(place, line)| head.start + place..head.start + place + line.trim_end().len())
        .collect();
    let mut last = None;
    for _ in 0..ATTEMPTS {
        let error = match toml::from_str::<toml::Table>(&source) {
            Ok(table) => return table.into_iter().map(|(k, v)| (k, to_json(v))).collect(),
            Err(error) => error,
        };
        let at = error.span().map_or(0, |span| span.start.min(source.len()));
        let number = source.as_bytes()[..at]
            .iter()
            .filter(|&&b| b == b'\n')
            .count();
        let Some(place) = lines.get(number) else {
            break;
        };
        // A line that is still broken after mending is left out.
        let mended = (last != Some(number))
            .then(|| as_text(&text[place.clone()]))
            .flatten();
        let message = match mended {
            Some(_) => format!("this line is not valid TOML: {}", error.message()),
            None => format!(
                "this line is not valid TOML and was left out: {}",
                error.message()
            ),
        };
        if last != Some(number) {
            findings.add(
                Diagnostic::warning("front-matter.value", message),
                place.clone(),
            );
        }
        source = replace_line(&source, number, mended.as_deref().unwrap_or(""));
        last = Some(number);
    }
    let fault = Diagnostic::error("front-matter.toml", "the front matter is not valid TOML");
    findings.add(fault, head.start..head.start);
    Map::new()
}

/// `key = anything` as `key = "anything"`.
fn as_text(line: &str) -> Option<String> {
    let (key, value) = line.split_once('=')?;
    let value = value.trim();
    let value = super::lines::unquoted(value).unwrap_or(value);
    let value = value.replace('\\', "\\\\").replace('"', "\\\"");
    Some(format!("{key}= \"{value}\""))
}

fn replace_line(source: &str, number: usize, line: &str) -> String {
    let mut lines: Vec<&str> = source.split('\n').collect();
    if let Some(old) = lines.get_mut(number) {
        *old = line;
    }
    lines.join("\n")
}

fn to_json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::Number(number.into()),
        toml::Value::Float(number) => Number::from_f64(number).map_or(Value::Null, Value::Number),
        toml::Value::Boolean(truth) => Value::Bool(truth),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Array(values) => values.into_iter().map(to_json).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(k, v)| (k, to_json(v))).collect())
        }
    }
}
