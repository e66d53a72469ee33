//! Tags and attributes (WHATWG HTML, sections 13.2.5.8 and 13.2.5.32 to 13.2.5.40).
use std::borrow::Cow;
use std::collections::HashSet;

use memchr::{memchr2, memchr3};
use nom::IResult;

use super::char_ref::Place;
use super::{Tokenizer, is_space};
use crate::html::tag::Tag;
use crate::html::token::{Attribute, TagToken};

/// From this many attributes on, repetitions are looked up in a set.
const MANY_ATTRIBUTES: usize = 16;

impl<'a> Tokenizer<'a> {
    /// Reads the tag whose name begins `skip` bytes after the cursor; `None`, with the cursor at
    /// the end, where the input ends within it.
    pub(super) fn next_tag(&mut self, skip: usize) -> Option<TagToken<'a>> {
        let offset = self.position;
        self.position += skip;
        let name = self.take_tag_name();
        let mut tag = TagToken {
            tag: Tag::from_name(&name),
            name,
            attributes: Vec::new(),
            self_closing: false,
            offset,
        };
        let complete = self.take_attributes(&mut tag);
        if !complete {
            self.position = self.input.len();
            self.error(self.position, "eof-in-tag");
            return None;
        }
        if skip == 1 {
            self.last_start_tag.clone_from(&tag.name);
        }
        Some(tag)
    }

    fn take_tag_name(&mut self) -> Cow<'a, str> {
        let start = self.position;
        let name = self.take(tag_name);
        self.report_all(name, start, |byte| {
            (byte == 0).then_some("unexpected-null-character")
        });
        normalise_name(name)
    }

    /// Reads what one lexical production reads.
    fn take(&mut self, production: impl Fn(&'a str) -> IResult<&'a str, &'a str>) -> &'a str {
        let (rest, taken) = production(self.rest()).unwrap_or((self.rest(), ""));
        self.position = self.input.len() - rest.len();
        taken
    }

    fn skip_space(&mut self) {
        self.take(space);
    }

    /// Before attribute name state and what follows, to the `>`. Whether there was one.
    fn take_attributes(&mut self, tag: &mut TagToken<'a>) -> bool {
        let mut seen: Option<HashSet<Cow<'a, str>>> = None;
        loop {
            self.skip_space();
            match self.byte(0) {
                None => return false,
                Some(b'>') => {
                    self.position += 1;
                    return true;
                }
                Some(b'/') => match self.byte(1) {
                    Some(b'>') => {
                        self.position += 2;
                        tag.self_closing = true;
                        return true;
                    }
                    Some(_) => {
                        self.position += 1;
                        self.error(self.position, "unexpected-solidus-in-tag");
                    }
                    None => return false,
                },
                Some(_) => {
                    let Some(complete) = self.take_attribute(tag, &mut seen) else {
                        return false;
                    };
                    if complete {
                        return true;
                    }
                }
            }
        }
    }

    /// Reads one attribute. `None` where the input ends within it; otherwise whether the tag ended
    /// with it (`<a b=>`).
    fn take_attribute(
        &mut self,
        tag: &mut TagToken<'a>,
        seen: &mut Option<HashSet<Cow<'a, str>>>,
    ) -> Option<bool> {
        let name = self.take_attribute_name();
        let repeated = is_repeated(tag, seen, &name);
        if repeated {
            self.error(self.position, "duplicate-attribute");
        }
        self.skip_space();
        let mut ended = false;
        let value = if self.byte(0)? == b'=' {
            self.position += 1;
            self.skip_space();
            if self.byte(0)? == b'>' {
                self.error(self.position, "missing-attribute-value");
                self.position += 1;
                ended = true;
                Cow::Borrowed("")
            } else {
                self.take_attribute_value()?
            }
        } else {
            Cow::Borrowed("")
        };
        if !repeated {
            tag.attributes.push(Attribute { name, value });
        }
        Some(ended)
    }

    /// Attribute name state.
    fn take_attribute_name(&mut self) -> Cow<'a, str> {
        let start = self.position;
        if self.byte(0) == Some(b'=') {
            self.error(start, "unexpected-equals-sign-before-attribute-name");
            self.position += 1;
        }
        self.take(attribute_name);
        let name = &self.input[start..self.position];
        self.report_all(name, start, |byte| match byte {
            0 => Some("unexpected-null-character"),
            b'"' | b'\'' | b'<' => Some("unexpected-character-in-attribute-name"),
            _ => None,
        });
        normalise_name(name)
    }

    /// The cursor stands on the first character of the value. `None` where the input ends in it.
    fn take_attribute_value(&mut self) -> Option<Cow<'a, str>> {
        match self.byte(0)? {
            quote @ (b'"' | b'\'') => {
                self.position += 1;
                let value = self.take_quoted(quote)?;
                // After attribute value (quoted) state.
                let next = self.byte(0)?;
                if !is_space(next) && !matches!(next, b'/' | b'>') {
                    self.error(self.position, "missing-whitespace-between-attributes");
                }
                Some(value)
            }
            _ => self.take_unquoted(),
        }
    }

    fn take_quoted(&mut self, quote: u8) -> Option<Cow<'a, str>> {
        let start = self.position;
        let mut decoded: Option<String> = None;
        loop {
            let rest = self.rest();
            let found = memchr3(quote, b'&', 0, rest.as_bytes())?;
            if let Some(value) = &mut decoded {
                value.push_str(&rest[..found]);
            }
            self.position += found;
            let byte = rest.as_bytes()[found];
            if byte == quote {
                self.position += 1;
                return Some(match decoded {
                    Some(value) => Cow::Owned(value),
                    None => Cow::Borrowed(&self.input[start..self.position - 1]),
                });
            }
            let value = decoded.get_or_insert_with(|| self.input[start..self.position].to_owned());
            self.push_special(byte, value);
        }
    }

    fn take_unquoted(&mut self) -> Option<Cow<'a, str>> {
        let start = self.position;
        let mut decoded: Option<String> = None;
        loop {
            let piece_start = self.position;
            let piece = self.take(unquoted_value);
            self.report_all(piece, piece_start, |byte| match byte {
                b'"' | b'\'' | b'<' | b'=' | b'`' => {
                    Some("unexpected-character-in-unquoted-attribute-value")
                }
                _ => None,
            });
            if let Some(value) = &mut decoded {
                value.push_str(piece);
            }
            let byte = self.byte(0)?;
            if !matches!(byte, b'&' | 0) {
                return Some(match decoded {
                    Some(value) => Cow::Owned(value),
                    None => Cow::Borrowed(&self.input[start..self.position]),
                });
            }
            let value = decoded.get_or_insert_with(|| self.input[start..self.position].to_owned());
            self.push_special(byte, value);
        }
    }

    /// A `&` or a NUL within an attribute's value.
    fn push_special(&mut self, byte: u8, value: &mut String) {
        if byte == b'&' {
            self.push_character_reference(Place::Attribute, value);
        } else {
            self.error(self.position, "unexpected-null-character");
            self.position += 1;
            value.push(char::REPLACEMENT_CHARACTER);
        }
    }

    fn report_all(&mut self, text: &str, start: usize, code: impl Fn(u8) -> Option<&'static str>) {
        if self.collects_errors() {
            for (at, byte) in text.bytes().enumerate() {
                if let Some(code) = code(byte) {
                    self.error(start + at, code);
                }
            }
        }
    }
}

#[expect(
    clippy::ptr_arg,
    reason = "the set keeps the name, borrowed where it can"
)]
fn is_repeated<'a>(
    tag: &TagToken<'a>,
    seen: &mut Option<HashSet<Cow<'a, str>>>,
    name: &Cow<'a, str>,
) -> bool {
    if tag.attributes.len() < MANY_ATTRIBUTES {
        return tag
            .attributes
            .iter()
            .any(|attribute| attribute.name == *name);
    }
    let names = || {
        tag.attributes
            .iter()
            .map(|attribute| attribute.name.clone())
            .collect()
    };
    !seen.get_or_insert_with(names).insert(name.clone())
}

fn space(input: &str) -> IResult<&str, &str> {
    take_bytes(input, |byte| !is_space(byte))
}

fn tag_name(input: &str) -> IResult<&str, &str> {
    take_bytes(input, |byte| is_space(byte) || matches!(byte, b'/' | b'>'))
}

fn attribute_name(input: &str) -> IResult<&str, &str> {
    take_bytes(input, |byte| {
        is_space(byte) || matches!(byte, b'/' | b'>' | b'=')
    })
}

fn unquoted_value(input: &str) -> IResult<&str, &str> {
    take_bytes(input, |byte| {
        is_space(byte) || matches!(byte, b'>' | b'&' | 0)
    })
}

/// What nom's `take_till` does, byte by byte: all of HTML's delimiters are ASCII, so no character
/// need be decoded.
fn take_bytes(input: &str, stops: impl Fn(u8) -> bool) -> IResult<&str, &str> {
    let length = input.bytes().position(stops).unwrap_or(input.len());
    let (taken, rest) = input.split_at(length);
    Ok((rest, taken))
}

/// Lower case, and U+FFFD for NUL; borrowed where nothing changes.
pub(super) fn normalise_name(name: &str) -> Cow<'_, str> {
    if name
        .bytes()
        .any(|byte| byte.is_ascii_uppercase() || byte == 0)
    {
        Cow::Owned(name.to_ascii_lowercase().replace('\0', "\u{fffd}"))
    } else {
        Cow::Borrowed(name)
    }
}

/// The length up to the first of two bytes.
pub(super) fn until(first: u8, second: u8, text: &str) -> usize {
    memchr2(first, second, text.as_bytes()).unwrap_or(text.len())
}
