//! Script data and its escapes (WHATWG HTML, sections 13.2.5.4 and 13.2.5.15 to 13.2.5.31).
use memchr::memchr2;

use super::{Tokenizer, is_space};
use crate::html::token::Token;

/// How deep in escapes a script is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Escape {
    None,
    Escaped,
    DoubleEscaped,
}

impl Tokenizer<'_> {
    /// The text up to the script's end tag, or that end tag.
    pub(super) fn next_in_script(&mut self) -> Option<Token> {
        if self.at_appropriate_end_tag() {
            return self.take_appropriate_end_tag();
        }
        let length = self.script_text_length();
        Some(self.take_replaced_text(length))
    }

    /// How many bytes from the cursor are text. The escape states only decide whether an end tag
    /// counts, so one walk over `<` and `-` finds the end.
    fn script_text_length(&mut self) -> usize {
        let start = self.position;
        let bytes = self.input.as_bytes();
        let mut escape = Escape::None;
        let mut at = start;
        while let Some(found) = memchr2(b'<', b'-', &bytes[at..]) {
            at += found;
            let rest = &bytes[at..];
            match (rest[0], escape) {
                (b'<', Escape::None) if rest.starts_with(b"<!--") => {
                    escape = Escape::Escaped;
                    // The two dashes may already be those of `-->`.
                    at += 2;
                    continue;
                }
                (b'<', Escape::Escaped) if is_script_tag(&rest[1..]) => {
                    escape = Escape::DoubleEscaped;
                    at += 7;
                    continue;
                }
                (b'<', Escape::DoubleEscaped)
                    if rest.get(1) == Some(&b'/') && is_script_tag(&rest[2..]) =>
                {
                    escape = Escape::Escaped;
                    at += 8;
                    continue;
                }
                (b'<', Escape::None | Escape::Escaped) => {
                    self.position = at;
                    let ends = self.at_appropriate_end_tag();
                    self.position = start;
                    if ends && at > start {
                        return at - start;
                    }
                }
                (b'-', Escape::Escaped | Escape::DoubleEscaped) if rest.starts_with(b"-->") => {
                    escape = Escape::None;
                    at += 3;
                    continue;
                }
                _ => {}
            }
            at += 1;
        }
        if escape != Escape::None {
            self.error(bytes.len(), "eof-in-script-html-comment-like-text");
        }
        bytes.len() - start
    }
}

/// Whether the bytes begin with `script` and what may follow a name.
fn is_script_tag(bytes: &[u8]) -> bool {
    bytes.len() > 6
        && bytes[..6].eq_ignore_ascii_case(b"script")
        && (is_space(bytes[6]) || matches!(bytes[6], b'/' | b'>'))
}
