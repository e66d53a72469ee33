//! The tokenizer (WHATWG HTML, section 13.2.5).
//!
//! The input is whole, so the standard's states become productions: one reads a tag, one a
//! comment, one a run of text. The tree builder says how to read on by setting [`Content`].
mod char_ref;
mod comment;
mod doctype;
mod duplicates;
mod raw_text;
mod script;
mod tag_token;

use std::ops::Range;

use bindery_model::{Diagnostic, Location};
use memchr::{memchr, memchr2, memchr3};

use super::contents::Contents;
use super::strings::Str;
use super::token::{TagToken, Token};
use super::{MAX_INPUT, TooLarge};
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

impl ParseError {
    /// The error as something to tell a user; it is a note, for the standard says how each is
    /// repaired.
    pub fn diagnostic(&self) -> Diagnostic {
        let message = format!(
            "the HTML has a parse error: {}",
            self.code.replace('-', " ")
        );
        Diagnostic::note(self.code, message)
    }

    /// The same with file, line and column. `text` is the parsed text. The cost is linear in the
    /// bytes before the error.
    ///
    /// ```
    /// use bindery_parse::html;
    ///
    /// let text = "<p>\n<a b b>";
    /// let options = html::Options::default();
    /// let (_, errors) = html::parse_fragment_with_errors(text, "body", &options)?;
    /// let line = errors[0].diagnostic_in("a.html", text).to_string();
    /// assert!(line.starts_with("a.html:2:7: note: ") && line.ends_with("[duplicate-attribute]"));
    /// # Ok::<(), html::TooLarge>(())
    /// ```
    pub fn diagnostic_in(&self, file: &str, text: &str) -> Diagnostic {
        let place = Location::in_text(file, text, self.offset..self.offset);
        self.diagnostic().at(place)
    }
}

/// Reads tokens from text whose line ends are already `\n`.
///
/// ```
/// use bindery_parse::html::{Token, Tokenizer};
///
/// let mut tokenizer = Tokenizer::new("<a href=/x&amp;y>", false)?;
/// let Token::StartTag(tag) = tokenizer.next_token() else { panic!() };
/// assert_eq!(tokenizer.text(tag.name), "a");
/// assert_eq!(tokenizer.attributes(&tag).collect::<Vec<_>>(), [("href", "/x&y")]);
/// # Ok::<(), bindery_parse::html::TooLarge>(())
/// ```
#[derive(Debug)]
pub struct Tokenizer<'a> {
    input: &'a str,
    position: usize,
    /// How text is read from here on.
    pub content: Content,
    /// The name of the last start tag: what an appropriate end tag must have.
    last_start_tag: Str,
    /// Whether `<![CDATA[` begins a section: in foreign content.
    pub cdata_allowed: bool,
    pub(super) contents: Contents<'a>,
    /// Whether the attributes of all tags are kept, or only those of the last.
    keeps_attributes: bool,
    errors: Option<Vec<ParseError>>,
    /// Where the names of the current tag's attributes end, if errors are collected.
    name_ends: Vec<usize>,
    at_end: bool,
}

impl<'a> Tokenizer<'a> {
    /// A tokenizer at the start of the input, in the data state.
    ///
    /// # Errors
    /// The input is larger than [`MAX_INPUT`].
    pub fn new(input: &'a str, collect_errors: bool) -> Result<Tokenizer<'a>, TooLarge> {
        TooLarge::check(input, MAX_INPUT)?;
        Ok(Tokenizer {
            input,
            position: 0,
            content: Content::Data,
            last_start_tag: Str::EMPTY,
            cdata_allowed: false,
            contents: Contents::new(input),
            keeps_attributes: false,
            errors: collect_errors.then(|| input_stream_errors(input)),
            name_ends: Vec::new(),
            at_end: false,
        })
    }

    /// The characters of a token's string.
    pub fn text(&self, string: Str) -> &str {
        self.contents.text(string)
    }

    /// The attributes of the tag that was read last, without repetitions: names and values.
    pub fn attributes(&self, tag: &TagToken) -> impl ExactSizeIterator<Item = (&str, &str)> {
        let attributes = self.contents.attributes(tag.attributes).iter();
        attributes.map(|attribute| (self.text(attribute.name), self.text(attribute.value)))
    }

    /// Says after which start tag reading begins: what an appropriate end tag must have.
    pub fn set_last_start_tag(&mut self, name: &str) {
        self.last_start_tag = self.contents.strings.push(name);
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
    pub fn next_token(&mut self) -> Token {
        if !self.keeps_attributes {
            self.contents.attributes.clear();
        }
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
                Content::Plaintext => self.next_in_plaintext(),
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

    pub(super) fn input_len(&self) -> usize {
        self.input.len()
    }

    pub(super) fn keep_attributes(self) -> Tokenizer<'a> {
        Tokenizer {
            keeps_attributes: true,
            ..self
        }
    }

    pub(super) fn collects_errors(&self) -> bool {
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
    fn next_in_data(&mut self) -> Option<Token> {
        let rest = &self.input.as_bytes()[self.position..];
        if rest.first() == Some(&b'<') {
            return self.next_markup();
        }
        let length = memchr3(b'<', b'&', 0, rest).unwrap_or(rest.len());
        match rest.get(length) {
            Some(b'&') => Some(self.take_decoded_text(length)),
            _ if length > 0 => Some(self.take_text(length)),
            _ => Some(self.take_null()),
        }
    }

    /// Text whose first reference stands `length` bytes ahead.
    fn take_decoded_text(&mut self, length: usize) -> Token {
        let start = self.contents.strings.buffer().len();
        let mut length = length;
        loop {
            let piece = &self.input[self.position..self.position + length];
            self.contents.strings.buffer().push_str(piece);
            self.position += length;
            if self.byte(0) != Some(b'&') {
                return Token::Text(self.contents.strings.decoded_since(start));
            }
            self.push_character_reference(Place::Text);
            let rest = &self.input.as_bytes()[self.position..];
            length = memchr3(b'<', b'&', 0, rest).unwrap_or(rest.len());
        }
    }

    /// The next `length` bytes as text.
    fn take_text(&mut self, length: usize) -> Token {
        let start = self.position;
        self.position += length;
        Token::Text(self.contents.strings.piece(start..self.position))
    }

    /// The NUL at the cursor.
    fn take_null(&mut self) -> Token {
        self.error(self.position, "unexpected-null-character");
        self.position += 1;
        Token::Null
    }

    /// The next `length` bytes as text, with U+FFFD for every NUL.
    fn take_replaced_text(&mut self, length: usize) -> Token {
        self.report_nulls(length, "unexpected-null-character");
        let start = self.position;
        self.position += length;
        Token::Text(self.without_nulls(start..self.position))
    }

    /// A piece of the input with U+FFFD for every NUL.
    fn without_nulls(&mut self, range: Range<usize>) -> Str {
        let text = &self.input[range.clone()];
        if memchr(0, text.as_bytes()).is_some() {
            self.contents.strings.push(&text.replace('\0', "\u{fffd}"))
        } else {
            self.contents.strings.piece(range)
        }
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
    fn next_markup(&mut self) -> Option<Token> {
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
                Some(self.take_text(1))
            }
        }
    }

    /// End tag open state: the cursor stands on `</`.
    fn next_end_tag(&mut self) -> Option<Token> {
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
                Some(self.take_text(2))
            }
        }
    }

    fn check_end_tag(&mut self, tag: &TagToken) {
        let at = self.position.saturating_sub(1);
        if !tag.attributes.is_empty() {
            self.error(at, "end-tag-with-attributes");
        }
        if tag.self_closing {
            self.error(at, "end-tag-with-trailing-solidus");
        }
    }

    /// Markup declaration open state: the cursor stands on `<!`.
    fn next_declaration(&mut self) -> Option<Token> {
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
    fn next_in_plaintext(&mut self) -> Option<Token> {
        let length = self.rest().len();
        Some(self.take_replaced_text(length))
    }

    /// CDATA section state. A NUL is no error here.
    fn next_in_cdata_section(&mut self) -> Option<Token> {
        let rest = self.rest().as_bytes();
        let length = memchr2(b']', 0, rest).unwrap_or(rest.len());
        if rest[length..].starts_with(b"]]>") {
            if length == 0 {
                self.position += 3;
                self.content = Content::Data;
                return None;
            }
            return Some(self.take_text(length));
        }
        if rest.first() == Some(&0) {
            self.position += 1;
            return Some(Token::Null);
        }
        let bracket = usize::from(rest.get(length) == Some(&b']'));
        Some(self.take_text(length + bracket))
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

/// Tab, line feed, form feed or space; a carriage return cannot occur any more.
const fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\x0c' | b' ' | b'\r')
}
