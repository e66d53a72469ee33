//! The metadata at the head of a file: YAML between `---`, TOML between `+++`, or a JSON object.
use bindery_model::Diagnostic;
use serde_json::{Map, Value};

/// The metadata at the head of a file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FrontMatter {
    /// The values. Dates are strings, as the source writes them.
    pub values: Map<String, Value>,
    /// Whether there is any front matter, be it empty.
    pub present: bool,
    /// Where the body begins, in bytes.
    pub body: usize,
}

/// Splits a text into front matter and body and reads the front matter, mending what can be mended.
/// `path` names the file in diagnostics. Only as much of `text` as holds the front matter is read,
/// so `text` may be the head of a file.
pub fn parse(_text: &str, _path: &str) -> (FrontMatter, Vec<Diagnostic>) {
    (FrontMatter::default(), Vec::new())
}
