use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::Serialize;

/// Something that a user should know about an input or an output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// A stable name for the kind of fault, such as `front-matter.unclosed`.
    pub code: Cow<'static, str>,
    /// What was found, in one sentence without a full stop.
    pub message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
}

/// How bad a [`Diagnostic`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is lost; it is said for completeness (a parse error that the standard repairs).
    Note,
    /// Something was repaired, guessed or left out.
    Warning,
    /// A post or a resource could not be used.
    Error,
}

/// A place in a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Location {
    /// The file's path, from the source's root.
    pub file: String,
    /// Bytes of the decoded text (UTF-8, without byte order mark).
    pub span: Range<usize>,
    /// Line, counted from 1; 0 where only the file is known.
    pub line: u32,
    /// Column in characters, counted from 1; 0 where only the file is known.
    pub column: u32,
    /// The line itself, shortened around the place if it is long.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub source_line: String,
    /// How many characters of `source_line` come before the place.
    #[serde(skip)]
    pub mark: u32,
}

/// How many characters of a long line are shown on either side of the place.
const CONTEXT: usize = 60;

impl Location {
    /// A place in `text`, the whole decoded text of `file`.
    ///
    /// The cost is linear in the bytes before the place.
    pub fn in_text(file: &str, text: &str, span: Range<usize>) -> Location {
        let start = text.floor_char_boundary(span.start);
        let before = &text[..start];
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        let line_end = text[start..]
            .find(['\n', '\r'])
            .map_or(text.len(), |i| start + i);
        let line = before.bytes().filter(|&b| b == b'\n').count() + 1;
        let column = text[line_start..start].chars().count();
        let shown_from = column.saturating_sub(CONTEXT);
        let source_line = text[line_start..line_end]
            .chars()
            .skip(shown_from)
            .take(2 * CONTEXT)
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        Location {
            file: file.to_owned(),
            span,
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column + 1).unwrap_or(u32::MAX),
            source_line,
            mark: (column - shown_from) as u32,
        }
    }

    /// A file as a whole.
    pub fn whole_file(file: &str) -> Location {
        Location {
            file: file.to_owned(),
            ..Location::default()
        }
    }
}

impl Diagnostic {
    /// A warning without hint and place.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Warning, code, message)
    }

    /// An error without hint and place.
    pub fn error(code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Error, code, message)
    }

    /// A note without hint and place.
    pub fn note(code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Note, code, message)
    }

    fn new(severity: Severity, code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            severity,
            code: code.into(),
            message: message.into(),
            hint: None,
            location: None,
        }
    }

    /// The same with advice.
    pub fn with_hint(mut self, hint: impl Into<String>) -> Diagnostic {
        self.hint = Some(hint.into());
        self
    }

    /// The same with a place.
    pub fn at(mut self, location: Location) -> Diagnostic {
        self.location = Some(location);
        self
    }
}

/// One line: `file:line:column: severity: message [code]`.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.location {
            f.write_str(&place.file)?;
            if place.line > 0 {
                write!(f, ":{}:{}", place.line, place.column)?;
            }
            f.write_str(": ")?;
        }
        write!(f, "{}: {} [{}]", self.severity, self.message, self.code)
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one_in_characters() {
        let text = "甲乙\n丙丁戊\n";
        let place = Location::in_text("a.md", text, text.find('戊').unwrap()..text.len());
        assert_eq!(
            (place.line, place.column, place.source_line.as_str()),
            (2, 3, "丙丁戊")
        );
        assert_eq!(Location::in_text("a.md", "", 0..0).line, 1);
        assert_eq!(Location::in_text("a.md", "é", 1..1).column, 1);
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let text = "x".repeat(5000);
        let place = Location::in_text("a.md", &text, 3000..3001);
        assert_eq!(
            (place.column, place.mark, place.source_line.len()),
            (3001, 60, 120)
        );
    }
}
