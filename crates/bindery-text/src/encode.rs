//! Text in other encodings than UTF-8.
use std::borrow::Cow;

use bindery_model::{Diagnostic, Location};
use encoding_rs::{Encoder, EncoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How many of the characters that an encoding lacks are named.
const MOST_NAMED: usize = 5;

/// Text as bytes.
pub(crate) struct Encoded<'t> {
    pub(crate) bytes: Cow<'t, [u8]>,
    /// How many characters the encoding lacks, and some of them.
    lacking: usize,
    named: Vec<char>,
}

impl Encoded<'_> {
    /// What to tell of the characters that were replaced.
    pub(crate) fn diagnostic(
        &self,
        file: &str,
        encoding: &'static Encoding,
        substitute: &str,
    ) -> Option<Diagnostic> {
        if self.lacking == 0 {
            return None;
        }
        let named: String = self.named.iter().map(|c| format!(" {c}")).collect();
        let more = if self.lacking > self.named.len() {
            ", …"
        } else {
            ""
        };
        let (noun, verb) = match self.lacking {
            1 => ("character", "is"),
            _ => ("characters", "are"),
        };
        let message = format!(
            "{} {noun} that {} lacks {verb} written as {substitute:?}:{named}{more}",
            self.lacking,
            encoding.name(),
        );
        let diagnostic = Diagnostic::warning("text.unmappable", message)
            .with_hint("choose gb18030, utf-8 or utf-16le, which have every character");
        Some(diagnostic.at(Location::whole_file(file)))
    }
}

/// The mark that a file in UTF-16 begins with; nothing for other encodings.
pub(crate) fn byte_order_mark(encoding: &'static Encoding) -> &'static [u8] {
    if encoding == UTF_16LE {
        &[0xff, 0xfe]
    } else if encoding == UTF_16BE {
        &[0xfe, 0xff]
    } else {
        &[]
    }
}

/// Encodes a text; `substitute` stands for each character that the encoding lacks.
pub(crate) fn encode<'t>(
    text: &'t str,
    encoding: &'static Encoding,
    substitute: &str,
) -> Encoded<'t> {
    let bytes = if encoding == UTF_8 {
        text.as_bytes().into()
    } else if encoding == UTF_16LE {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    } else if encoding == UTF_16BE {
        text.encode_utf16().flat_map(u16::to_be_bytes).collect()
    } else {
        return encode_legacy(text, encoding, substitute);
    };
    Encoded {
        bytes,
        lacking: 0,
        named: Vec::new(),
    }
}

fn encode_legacy(text: &str, encoding: &'static Encoding, substitute: &str) -> Encoded<'static> {
    // What cannot be written itself cannot stand for others.
    let (_, _, unwritable) = encoding.encode(substitute);
    let substitute = if unwritable { "?" } else { substitute };
    let mut encoder = encoding.new_encoder();
    let mut bytes = Vec::with_capacity(text.len());
    let mut lacking = 0;
    let mut named = Vec::new();
    let mut rest = text;
    while let Some(c) = push(&mut encoder, &mut rest, true, &mut bytes) {
        lacking += 1;
        if named.len() < MOST_NAMED && !named.contains(&c) {
            named.push(c);
        }
        push(&mut encoder, &mut &*substitute, false, &mut bytes);
    }
    Encoded {
        bytes: bytes.into(),
        lacking,
        named,
    }
}

/// Appends text up to its end, or through the first character that the encoding lacks.
fn push(
    encoder: &mut Encoder,
    rest: &mut &str,
    is_last: bool,
    bytes: &mut Vec<u8>,
) -> Option<char> {
    loop {
        let wanted = encoder.max_buffer_length_from_utf8_without_replacement(rest.len());
        bytes.reserve(wanted.unwrap_or(rest.len() + 16).clamp(16, 1 << 16));
        let (result, read) =
            encoder.encode_from_utf8_to_vec_without_replacement(rest, bytes, is_last);
        *rest = &rest[read..];
        match result {
            EncoderResult::InputEmpty => return None,
            EncoderResult::OutputFull => {}
            EncoderResult::Unmappable(c) => return Some(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(label: &str, text: &str, substitute: &str) -> (Vec<u8>, usize) {
        let encoding = Encoding::for_label(label.as_bytes()).unwrap();
        let encoded = encode(text, encoding, substitute);
        (encoded.bytes.into_owned(), encoded.lacking)
    }

    #[test]
    fn every_encoding_gives_its_own_bytes() {
        assert_eq!(with("gbk", "好", "?"), (vec![0xba, 0xc3], 0));
        assert_eq!(
            with("utf-16le", "a𠮷", "?").0,
            [0x61, 0, 0x42, 0xd8, 0xb7, 0xdf]
        );
        assert_eq!(with("utf-16be", "好", "?").0, [0x59, 0x7d]);
        // ISO-2022-JP ends each text in ASCII.
        assert_eq!(with("iso-2022-jp", "亜", "?").0, b"\x1b$B0!\x1b(B");
    }

    #[test]
    fn what_an_encoding_lacks_is_replaced_and_counted() {
        assert_eq!(with("gbk", "a🚄b🚄", "[?]"), (b"a[?]b[?]".to_vec(), 2));
        assert_eq!(with("windows-1252", "好", "〓"), (b"?".to_vec(), 1));
        let long = "好🚄".repeat(10_000);
        assert_eq!(with("gbk", &long, "?").1, 10_000);
    }
}
