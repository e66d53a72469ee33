//! RCDATA and RAWTEXT (WHATWG HTML, sections 13.2.5.2, 13.2.5.3 and 13.2.5.9 to 13.2.5.14).
use memchr::{memchr, memchr2};

use super::char_ref::Place;
use super::{Content, Tokenizer, is_space};
use crate::html::token::Token;

impl Tokenizer<'_> {
    pub(super) fn next_in_raw_text(&mut self) -> Option<Token> {
        let rest = self.rest().as_bytes();
        let found = match self.content {
            Content::Rcdata => memchr2(b'<', b'&', rest),
            _ => memchr(b'<', rest),
        };
        let length = found.unwrap_or(rest.len());
        if length > 0 {
            return Some(self.take_replaced_text(length));
        }
        if rest.starts_with(b"&") {
            let start = self.contents.strings.buffer().len();
            self.push_character_reference(Place::Text);
            return Some(Token::Text(self.contents.strings.decoded_since(start)));
        }
        if self.at_appropriate_end_tag() {
            return self.take_appropriate_end_tag();
        }
        Some(self.take_text(1))
    }

    /// Whether the cursor stands on the end tag of the last start tag.
    pub(super) fn at_appropriate_end_tag(&self) -> bool {
        let name = self.text(self.last_start_tag).as_bytes();
        let Some(rest) = self.rest().as_bytes().strip_prefix(b"</") else {
            return false;
        };
        !name.is_empty()
            && rest.len() > name.len()
            && rest[..name.len()].eq_ignore_ascii_case(name)
            && (is_space(rest[name.len()]) || matches!(rest[name.len()], b'/' | b'>'))
    }

    pub(super) fn take_appropriate_end_tag(&mut self) -> Option<Token> {
        let tag = self.next_tag(2)?;
        self.check_end_tag(&tag);
        self.content = Content::Data;
        Some(Token::EndTag(tag))
    }
}
