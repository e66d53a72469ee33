//! Tags and attributes (WHATWG HTML, sections 13.2.5.8 and 13.2.5.32 to 13.2.5.40).
use std::ops::Range;

use memchr::memchr3;

use super::char_ref::Place;
use super::{Tokenizer, is_space};
use crate::html::strings::Str;
use crate::html::tag::Tag;
use crate::html::token::{AttributeRange, AttributeStrs, TagToken};

impl Tokenizer<'_> {
    /// Reads the tag whose name begins `skip` bytes after the cursor; `None`, with the cursor at
    /// the end, where the input ends within it.
    pub(super) fn next_tag(&mut self, skip: usize) -> Option<TagToken> {
        let offset = self.position;
        self.position += skip;
        let name = self.take_tag_name();
        let first = self.contents.attributes.len();
        self.name_ends.clear();
        let Some(self_closing) = self.take_attributes() else {
            self.drop_duplicates(first);
            self.contents.attributes.truncate(first);
            self.position = self.input.len();
            self.error(self.position, "eof-in-tag");
            return None;
        };
        if self.contents.attributes.len() > first + 1 {
            self.drop_duplicates(first);
        }
        if skip == 1 {
            self.last_start_tag = name;
        }
        Some(TagToken {
            tag: Tag::from_bytes(self.contents.strings.bytes(name)),
            self_closing,
            name,
            offset: offset as u32,
            attributes: AttributeRange {
                start: first as u32,
                end: self.contents.attributes.len() as u32,
            },
        })
    }

    /// Tag name state.
    fn take_tag_name(&mut self) -> Str {
        let start = self.position;
        let name = self.take_until(ENDS_TAG_NAME);
        self.report_all(start, |byte| {
            (byte == 0).then_some("unexpected-null-character")
        });
        self.name(name, start)
    }

    /// Moves the cursor to the first byte of one of the kinds, or to the end. Gives the kinds of
    /// all bytes passed, together.
    fn take_until(&mut self, stops: u8) -> u8 {
        let mut passed = 0;
        let rest = &self.input.as_bytes()[self.position..];
        let stop = rest.iter().position(|&byte| {
            let kind = KINDS[byte as usize];
            passed |= kind;
            kind & stops != 0
        });
        self.position += stop.unwrap_or(rest.len());
        passed
    }

    fn skip_space(&mut self) {
        while self.byte(0).is_some_and(is_space) {
            self.position += 1;
        }
    }

    /// Before attribute name state and what follows, to the `>`. Whether the tag closes itself;
    /// `None` where the input ends before the `>`.
    fn take_attributes(&mut self) -> Option<bool> {
        loop {
            self.skip_space();
            match self.byte(0)? {
                b'>' => {
                    self.position += 1;
                    return Some(false);
                }
                b'/' => {
                    if self.byte(1)? == b'>' {
                        self.position += 2;
                        return Some(true);
                    }
                    self.position += 1;
                    self.error(self.position, "unexpected-solidus-in-tag");
                }
                _ => self.take_attribute()?,
            }
        }
    }

    /// Reads one attribute; `None` where the input ends within it.
    fn take_attribute(&mut self) -> Option<()> {
        let name = self.take_attribute_name();
        let value = Str::EMPTY;
        self.contents.attributes.push(AttributeStrs { name, value });
        self.skip_space();
        if self.byte(0)? != b'=' {
            return Some(());
        }
        self.position += 1;
        self.skip_space();
        let value = match self.byte(0)? {
            b'>' => {
                self.error(self.position, "missing-attribute-value");
                return Some(());
            }
            quote @ (b'"' | b'\'') => {
                self.position += 1;
                let value = self.take_quoted(quote)?;
                // After attribute value (quoted) state.
                let next = self.byte(0)?;
                if !is_space(next) && !matches!(next, b'/' | b'>') {
                    self.error(self.position, "missing-whitespace-between-attributes");
                }
                value
            }
            _ => self.take_unquoted()?,
        };
        self.contents.attributes.last_mut()?.value = value;
        Some(())
    }

    /// Attribute name state.
    fn take_attribute_name(&mut self) -> Str {
        let start = self.position;
        if self.byte(0) == Some(b'=') {
            self.error(start, "unexpected-equals-sign-before-attribute-name");
            self.position += 1;
        }
        let kinds = self.take_until(ENDS_ATTRIBUTE_NAME);
        self.report_all(start, |byte| match byte {
            0 => Some("unexpected-null-character"),
            b'"' | b'\'' | b'<' => Some("unexpected-character-in-attribute-name"),
            _ => None,
        });
        if self.collects_errors() {
            self.name_ends.push(self.position);
        }
        self.name(kinds, start)
    }

    fn take_quoted(&mut self, quote: u8) -> Option<Str> {
        self.take_value(|tokenizer| {
            let rest = &tokenizer.input.as_bytes()[tokenizer.position..];
            tokenizer.position += memchr3(quote, b'&', 0, rest)?;
            let ended = tokenizer.byte(0)? == quote;
            Some(ended)
        })
        .inspect(|_| self.position += 1)
    }

    fn take_unquoted(&mut self) -> Option<Str> {
        self.take_value(|tokenizer| {
            let start = tokenizer.position;
            tokenizer.take_until(ENDS_UNQUOTED);
            tokenizer.report_all(start, |byte| match byte {
                b'"' | b'\'' | b'<' | b'=' | b'`' => {
                    Some("unexpected-character-in-unquoted-attribute-value")
                }
                _ => None,
            });
            Some(!matches!(tokenizer.byte(0)?, b'&' | 0))
        })
    }

    /// Reads a value piece by piece. `advance` moves the cursor to the end of a piece and says
    /// whether the value ends there too; if not, the cursor stands on `&` or NUL.
    fn take_value(&mut self, advance: impl Fn(&mut Self) -> Option<bool>) -> Option<Str> {
        let mut start = self.position;
        let mut decoded_from = None;
        loop {
            let ended = advance(self)?;
            if ended && decoded_from.is_none() {
                return Some(self.contents.strings.piece(start..self.position));
            }
            let buffer = self.contents.strings.buffer();
            let decoded_from = *decoded_from.get_or_insert(buffer.len());
            buffer.push_str(&self.input[start..self.position]);
            if ended {
                return Some(self.contents.strings.decoded_since(decoded_from));
            }
            if self.byte(0)? == b'&' {
                self.push_character_reference(Place::Attribute);
            } else {
                self.error(self.position, "unexpected-null-character");
                self.position += 1;
                self.contents.strings.buffer().push('\u{fffd}');
            }
            start = self.position;
        }
    }

    /// Reports on the bytes from `start` to the cursor.
    fn report_all(&mut self, start: usize, code: impl Fn(u8) -> Option<&'static str>) {
        if self.collects_errors() {
            for (at, byte) in self.input[start..self.position].bytes().enumerate() {
                if let Some(code) = code(byte) {
                    self.error(start + at, code);
                }
            }
        }
    }

    /// A name that ends at the cursor: lower case, and U+FFFD for NUL.
    fn name(&mut self, kinds: u8, start: usize) -> Str {
        if kinds & CHANGES == 0 {
            return self.contents.strings.piece(start..self.position);
        }
        self.normalised_name(start..self.position)
    }

    /// A name in lower case, with U+FFFD for NUL.
    pub(super) fn normalised_name(&mut self, range: Range<usize>) -> Str {
        let name = self.input[range].to_ascii_lowercase();
        self.contents.strings.push(&name.replace('\0', "\u{fffd}"))
    }
}

/// Bytes that end a tag's name: white space, `/`, `>`.
const ENDS_TAG_NAME: u8 = 1;
/// Bytes that end an attribute's name: these and `=`.
const ENDS_ATTRIBUTE_NAME: u8 = 2;
/// Bytes that end a piece of an unquoted value: white space, `>`, `&`, NUL.
const ENDS_UNQUOTED: u8 = 4;
/// Bytes that a name does not keep: capitals, NUL.
const CHANGES: u8 = 8;

/// What each byte is in a tag.
static KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let (space, solidus, end) = (is_space(byte as u8), byte == 0x2f, byte == 0x3e);
        if space || solidus || end {
            kinds[byte] |= ENDS_TAG_NAME | ENDS_ATTRIBUTE_NAME;
        }
        if byte == 0x3d {
            kinds[byte] |= ENDS_ATTRIBUTE_NAME;
        }
        if space || end || byte == 0x26 || byte == 0 {
            kinds[byte] |= ENDS_UNQUOTED;
        }
        if byte == 0 || (byte as u8).is_ascii_uppercase() {
            kinds[byte] |= CHANGES;
        }
        byte += 1;
    }
    kinds
};
