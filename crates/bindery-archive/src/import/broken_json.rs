//! JSON that is none: what can be read of it all the same (RFC 8259).
use super::json::Fault;
use super::split::Piece;

/// Why a file is no JSON.
pub(crate) struct Broken {
    pub(crate) reason: String,
    /// Where, in bytes.
    pub(crate) place: usize,
    /// Whether what follows was not read, or else only control characters in texts were forgiven.
    pub(crate) is_cut: bool,
}

/// Splits a file into its pieces; of one that is broken, what can be read. An error where that is nothing.
pub(crate) fn split<T>(
    json: &str,
    split: impl Fn(&str) -> Result<T, Fault>,
    pieces: impl Fn(&T) -> &[Piece],
) -> Result<(T, Option<Broken>), Broken> {
    let broken = |fault: Fault, json: &str, is_cut: bool| Broken {
        place: fault.offset(json),
        reason: fault.reason,
        is_cut,
    };
    let first = match split(json) {
        Ok(parts) => return Ok((parts, None)),
        Err(fault) => broken(fault, json, false),
    };
    let plain = without_controls(json);
    let cut = match split(&plain) {
        Ok(parts) => return Ok((parts, Some(first))),
        Err(fault) => broken(fault, &plain, true),
    };
    let whole = before(&plain, cut.place).and_then(|json| split(&json).ok());
    match whole.filter(|parts| !pieces(parts).is_empty()) {
        Some(parts) => Ok((parts, Some(cut))),
        None => Err(cut),
    }
}

/// The same with a space for each control character in a text, where JSON forbids them: as long as it was.
fn without_controls(json: &str) -> String {
    replace_controls(json, |out, _| out.push(' '))
}

/// The same with such characters as JSON writes them.
pub(crate) fn with_controls_escaped(json: &str) -> String {
    replace_controls(json, |out, control| {
        out.push_str(&format!("\\u{:04x}", u32::from(control)));
    })
}

fn replace_controls(json: &str, put: impl Fn(&mut String, char)) -> String {
    let mut out = String::with_capacity(json.len());
    let mut texts = Texts::default();
    for character in json.chars() {
        let is_control = character < ' ' && texts.is_in;
        // No other than ASCII begins or ends a text.
        texts.pass(u8::try_from(character).unwrap_or_default());
        match is_control {
            true => put(&mut out, character),
            false => out.push(character),
        }
    }
    out
}

/// What stands before a fault, as valid JSON: it ends behind the last object of the outermost list that has
/// any whole ones, or of the whole. `None` where nothing is whole.
fn before(json: &str, fault: usize) -> Option<String> {
    let mut texts = Texts::default();
    let mut open = Vec::new();
    let mut last: Option<(usize, Vec<u8>)> = None;
    for (at, &byte) in json.as_bytes()[..fault].iter().enumerate() {
        if texts.pass(byte) {
            continue;
        }
        match byte {
            b'{' => open.push(b'}'),
            b'[' => open.push(b']'),
            b'}' | b']' => {
                open.pop();
            }
            _ => {}
        }
        let is_in_list = open.last().is_none_or(|&end| end == b']');
        if byte == b'}' && is_in_list && last.as_ref().is_none_or(|(_, of)| of.len() >= open.len())
        {
            last = Some((at + 1, open.clone()));
        }
    }
    let (end, open) = last?;
    let ends = open.iter().rev().map(|&end| char::from(end));
    Some(json[..end].chars().chain(ends).collect())
}

/// Where texts begin and end.
#[derive(Default)]
struct Texts {
    is_in: bool,
    is_escaped: bool,
}

impl Texts {
    /// Goes on by a byte; whether that is part of a text.
    fn pass(&mut self, byte: u8) -> bool {
        let was_in = self.is_in;
        if byte == b'"' && !self.is_escaped {
            self.is_in = !was_in;
        }
        self.is_escaped = was_in && byte == b'\\' && !self.is_escaped;
        was_in || self.is_in
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_before_a_fault_is_whole() {
        for (json, expected) in [
            (
                r#"{"items": [{"id": 1}, {"id": 2"#,
                Some(r#"{"items": [{"id": 1}]}"#),
            ),
            (
                r#"{"items": [{"id": 1, "authors": [{"name": "A}]"}]}, {"authors": [{}"#,
                Some(r#"{"items": [{"id": 1, "authors": [{"name": "A}]"}]}]}"#),
            ),
            (r#"{"a": "\"}\\"} more"#, Some(r#"{"a": "\"}\\"}"#)),
            (
                r#"{"db": [{"data": {"posts": [{"id": 1}], "tags": [{"id": 2}, {"#,
                Some(r#"{"db": [{"data": {"posts": [{"id": 1}], "tags": [{"id": 2}]}}]}"#),
            ),
            (r#"{"items": [{"id": 1"#, None),
            ("", None),
        ] {
            assert_eq!(before(json, json.len()).as_deref(), expected, "{json}");
        }
        assert_eq!(before("[{}, {}, {}]", 6).as_deref(), Some("[{}]"));
    }

    #[test]
    fn controls_in_texts_are_replaced_and_others_are_not() {
        let json = "{\n\t\"a\": \"é\n\\\"\tb\",\n\"c\": \"\\\\\"\n}";
        let spaced = "{\n\t\"a\": \"é \\\" b\",\n\"c\": \"\\\\\"\n}";
        assert_eq!(without_controls(json), spaced);
        let value: serde_json::Value = serde_json::from_str(&with_controls_escaped(json)).unwrap();
        assert_eq!(value, serde_json::json!({"a": "é\n\"\tb", "c": "\\"}));
    }
}
