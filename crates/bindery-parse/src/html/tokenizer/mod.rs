//! The tokenizer (WHATWG HTML, section 13.2.5).
//!
//! The input is whole, so the standard's states become productions: one reads a tag, one a
//! comment, one a run of text. The tree builder says how to read on by setting [`Content`].
mod char_ref;
mod comment;
mod doctype;
mod raw_text;
mod script;
mod tag_token;

use std::borrow::Cow;

use memchr::{memchr, memchr2};

use super::token::{TagToken, Token};
use char_ref::Place;

/// How text is read: which of its characters begin something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Content {
    /// Tags and character references.
    #[default]
    Data,
    /// Character references, and the end tag of the element (`title`, `textarea`).
    Rcdata,
    /// The end tag of the element (`style`, …).
    Rawtext,
    /// The end tag, with the escapes of scripts.
    ScriptData,
    /// Nothing.
    Plaintext,
    /// Inside `<![CDATA[`.
    CdataSection,
}

/// A parse error with the standard's name for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseError {
    /// The name (WHATWG HTML, section 13.2.2), or the tree builder's own.
    pub code: &'static str,
    /// Where, in bytes of the input after its line ends are normalised.
    pub offset: usize,
}

/// Reads tokens from text whose line ends are already `\n`.
#[derive(Debug)]
pub struct Tokenizer<'a> {
    input: &'a str,
    position: usize,
    /// How text is read from here on.
    pub content: Content,
    /// The name of the last start tag: what an appropriate end tag must have.
    pub last_start_tag: Cow<'a, str>,
    /// Whether `<![CDATA[` begins a section: in foreign content.
    pub cdata_allowed: bool,
    errors: Option<Vec<ParseError>>,
    at_end: bool,
}

impl<'a> Tokenizer<'a> {
    /// A tokenizer at the start of the input, in the data state.
    pub fn new(input: &'a str, collect_errors: bool) -> Tokenizer<'a> {
        Tokenizer {
            input,
            position: 0,
            content: Content::Data,
            last_start_tag: Cow::Borrowed(""),
            cdata_allowed: false,
            errors: collect_errors.then(|| input_stream_errors(input)),
            at_end: false,
        }
    }

    /// The errors found so far, which are then forgotten.
    pub fn take_errors(&mut self) -> Vec<ParseError> {
        self.errors.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// Where reading goes on, in bytes.
    pub fn position(&self) -> usize {
        self.position
    }

    /// The next token; [`Token::End`] at the end, and for ever after.
    pub fn next_token(&mut self) -> Token<'a> {
        loop {
            if self.position >= self.input.len() {
                if self.content == Content::CdataSection && !self.at_end {
                    self.error(self.input.len(), "eof-in-cdata");
                }
                self.at_end = true;
                return Token::End;
            }
            let token = match self.content {
                Content::Data => self.next_in_data(),
                Content::Rcdata | Content::Rawtext => self.next_in_raw_text(),
                Content::ScriptData => self.next_in_script(),
                Content::Plaintext => Some(self.next_in_plaintext()),
                Content::CdataSection => self.next_in_cdata_section(),
            };
            if let Some(token) = token {
                return token;
            }
        }
    }

    fn error(&mut self, offset: usize, code: &'static str) {
        if let Some(errors) = &mut self.errors {
            errors.push(ParseError { code, offset });
        }
    }

    fn collects_errors(&self) -> bool {
        self.errors.is_some()
    }

    fn rest(&self) -> &'a str {
        &self.input[self.position..]
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.input.as_bytes().get(self.position + ahead).copied()
    }

    /// Data state. Text with references in it is decoded up to the next tag, so that it is one
    /// token.
    fn next_in_data(&mut self) -> Option<Token<'a>> {
        let rest = self.rest();
        let length = memchr2(b'<', b'&', rest.as_bytes()).unwrap_or(rest.len());
        match rest.as_bytes().get(length) {
            Some(b'&') => Some(self.take_decoded_text()),
            _ if length > 0 => Some(self.take_text(length, "unexpected-null-character")),
            _ => self.next_markup(),
        }
    }

    fn take_decoded_text(&mut self) -> Token<'a> {
        let rest = self.rest();
        let end = memchr(b'<', rest.as_bytes()).unwrap_or(rest.len()) + self.position;
        let mut text = String::with_capacity(end - self.position);
        while self.position < end {
            let rest = &self.input[self.position..end];
            let length = memchr(b'&', rest.as_bytes()).unwrap_or(rest.len());
            if length > 0 {
                self.report_nulls(length, "unexpected-null-character");
                text.push_str(&rest[..length]);
                self.position += length;
            } else {
                self.push_character_reference(Place::Text, &mut text);
            }
        }
        Token::Text(Cow::Owned(text))
    }

    /// The next `length` bytes as text. A NUL is an error that the tree builder deals with.
    fn take_text(&mut self, length: usize, null_code: &'static str) -> Token<'a> {
        self.report_nulls(length, null_code);
        let text = &self.input[self.position..self.position + length];
        self.position += length;
        Token::Text(Cow::Borrowed(text))
    }

    fn report_nulls(&mut self, length: usize, code: &'static str) {
        if self.collects_errors() {
            let start = self.position;
            for (at, _) in self.input[start..start + length].match_indices('\0') {
                self.error(start + at, code);
            }
        }
    }

    /// Tag open state: the cursor stands on `<`.
    fn next_markup(&mut self) -> Option<Token<'a>> {
        match self.byte(1) {
            Some(byte) if byte.is_ascii_alphabetic() => self.next_tag(1).map(Token::StartTag),
            Some(b'/') => self.next_end_tag(),
            Some(b'!') => self.next_declaration(),
            Some(b'?') => {
                self.error(
                    self.position + 1,
                    "unexpected-question-mark-instead-of-tag-name",
                );
                Some(self.take_bogus_comment(1))
            }
            following => {
                let code = match following {
                    None => "eof-before-tag-name",
                    Some(_) => "invalid-first-character-of-tag-name",
                };
                self.error(self.position + 1, code);
                self.position += 1;
                Some(Token::Text(Cow::Borrowed("<")))
            }
        }
    }

    /// End tag open state: the cursor stands on `</`.
    fn next_end_tag(&mut self) -> Option<Token<'a>> {
        match self.byte(2) {
            Some(byte) if byte.is_ascii_alphabetic() => {
                let tag = self.next_tag(2)?;
                self.check_end_tag(&tag);
                Some(Token::EndTag(tag))
            }
            Some(b'>') => {
                self.error(self.position + 2, "missing-end-tag-name");
                self.position += 3;
                None
            }
            Some(_) => {
                self.error(self.position + 2, "invalid-first-character-of-tag-name");
                Some(self.take_bogus_comment(2))
            }
            None => {
                self.error(self.position + 2, "eof-before-tag-name");
                self.position += 2;
                Some(Token::Text(Cow::Borrowed("</")))
            }
        }
    }

    fn check_end_tag(&mut self, tag: &TagToken<'a>) {
        let at = self.position.saturating_sub(1);
        if !tag.attributes.is_empty() {
            self.error(at, "end-tag-with-attributes");
        }
        if tag.self_closing {
            self.error(at, "end-tag-with-trailing-solidus");
        }
    }

    /// Markup declaration open state: the cursor stands on `<!`.
    fn next_declaration(&mut self) -> Option<Token<'a>> {
        let rest = &self.rest()[2..];
        if rest.starts_with("--") {
            return Some(self.take_comment());
        }
        if rest
            .get(..7)
            .is_some_and(|word| word.eq_ignore_ascii_case("doctype"))
        {
            return Some(self.take_doctype());
        }
        if rest.starts_with("[CDATA[") {
            if self.cdata_allowed {
                self.position += 9;
                self.content = Content::CdataSection;
                return None;
            }
            self.error(self.position + 8, "cdata-in-html-content");
        } else {
            self.error(self.position + 2, "incorrectly-opened-comment");
        }
        Some(self.take_bogus_comment(2))
    }

    /// PLAINTEXT state.
    fn next_in_plaintext(&mut self) -> Token<'a> {
        let length = self.rest().len();
        replace_nulls(self.take_text(length, "unexpected-null-character"))
    }

    /// CDATA section state. A NUL stays as it is.
    fn next_in_cdata_section(&mut self) -> Option<Token<'a>> {
        let rest = self.rest();
        let end = memchr::memmem::find(rest.as_bytes(), b"]]>");
        let text = &rest[..end.unwrap_or(rest.len())];
        self.position += text.len();
        if end.is_some() {
            self.position += 3;
            self.content = Content::Data;
        }
        (!text.is_empty()).then_some(Token::Text(Cow::Borrowed(text)))
    }
}

/// What is wrong with single characters (section 13.2.3.5, "preprocessing the input stream").
fn input_stream_errors(input: &str) -> Vec<ParseError> {
    let code = |c: char| match c {
        '\0' | '\t' | '\n' | '\x0c' | '\r' => None,
        c if c.is_control() => Some("control-character-in-input-stream"),
        c if char_ref::is_noncharacter(u32::from(c)) => Some("noncharacter-in-input-stream"),
        _ => None,
    };
    let place = |(offset, c)| {
        Some(ParseError {
            code: code(c)?,
            offset,
        })
    };
    input.char_indices().filter_map(place).collect()
}

/// U+FFFD for every NUL.
fn replace_nulls(token: Token<'_>) -> Token<'_> {
    match token {
        Token::Text(text) if memchr(0, text.as_bytes()).is_some() => {
            Token::Text(Cow::Owned(text.replace('\0', "\u{fffd}")))
        }
        token => token,
    }
}

/// Tab, line feed, form feed or space; a carriage return cannot occur any more.
fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\x0c' | b' ' | b'\r')
}
