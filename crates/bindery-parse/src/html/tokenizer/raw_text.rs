//! RCDATA and RAWTEXT (WHATWG HTML, sections 13.2.5.2, 13.2.5.3 and 13.2.5.9 to 13.2.5.14).
use std::borrow::Cow;

use memchr::memchr;

use super::char_ref::Place;
use super::tag_token::until;
use super::{Content, Tokenizer, is_space, replace_nulls};
use crate::html::token::Token;

impl<'a> Tokenizer<'a> {
    pub(super) fn next_in_raw_text(&mut self) -> Option<Token<'a>> {
        let rest = self.rest();
        let length = match self.content {
            Content::Rcdata => until(b'<', b'&', rest),
            _ => memchr(b'<', rest.as_bytes()).unwrap_or(rest.len()),
        };
        if length > 0 {
            return Some(replace_nulls(
                self.take_text(length, "unexpected-null-character"),
            ));
        }
        if rest.starts_with('&') {
            let mut text = String::new();
            self.push_character_reference(Place::Text, &mut text);
            return Some(Token::Text(Cow::Owned(text)));
        }
        if self.at_appropriate_end_tag() {
            return self.take_appropriate_end_tag();
        }
        self.position += 1;
        Some(Token::Text(Cow::Borrowed("<")))
    }

    /// Whether the cursor stands on the end tag of the last start tag.
    pub(super) fn at_appropriate_end_tag(&self) -> bool {
        let name = self.last_start_tag.as_bytes();
        let Some(rest) = self.rest().as_bytes().strip_prefix(b"</") else {
            return false;
        };
        !name.is_empty()
            && rest.len() > name.len()
            && rest[..name.len()].eq_ignore_ascii_case(name)
            && (is_space(rest[name.len()]) || matches!(rest[name.len()], b'/' | b'>'))
    }

    pub(super) fn take_appropriate_end_tag(&mut self) -> Option<Token<'a>> {
        let tag = self.next_tag(2)?;
        self.check_end_tag(&tag);
        self.content = Content::Data;
        Some(Token::EndTag(tag))
    }
}
