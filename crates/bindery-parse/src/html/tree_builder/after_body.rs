//! The modes after the body, and those of framesets (sections 13.2.6.4.19 to 13.2.6.4.24).
use super::{Mode, Rest, TreeBuilder, is_space};
use crate::html::strings::Str;
use crate::html::tag::Tag;
use crate::html::token::Token;

impl TreeBuilder<'_> {
    pub(super) fn after_body(&mut self, token: Token) -> Rest {
        match &token {
            Token::Text(text) if self.is_all_space(*text) => self.in_body(token),
            Token::Comment(_) => {
                if let Token::Comment(text) = token {
                    let html = self.open.at(0).id;
                    self.append_comment(html, text);
                }
                None
            }
            Token::Doctype(_) => {
                self.error("unexpected-doctype");
                None
            }
            Token::StartTag(tag) if tag.tag == Tag::HTML => self.in_body(token),
            Token::EndTag(tag) if tag.tag == Tag::HTML => {
                if self.context.is_some() {
                    self.error("unexpected-end-tag");
                } else {
                    self.mode = Mode::AfterAfterBody;
                }
                None
            }
            Token::End => None,
            _ => {
                self.error("unexpected-content-after-body");
                self.mode = Mode::InBody;
                Some(token)
            }
        }
    }

    pub(super) fn after_after_body(&mut self, token: Token) -> Rest {
        match &token {
            Token::Comment(_) => {
                if let Token::Comment(text) = token {
                    let document = self.tree.root();
                    self.append_comment(document, text);
                }
                None
            }
            Token::Doctype(_) => self.in_body(token),
            Token::Text(text) if self.is_all_space(*text) => self.in_body(token),
            Token::StartTag(tag) if tag.tag == Tag::HTML => self.in_body(token),
            Token::End => None,
            _ => {
                self.error("unexpected-content-after-body");
                self.mode = Mode::InBody;
                Some(token)
            }
        }
    }

    pub(super) fn in_frameset(&mut self, token: Token) -> Rest {
        match token {
            Token::Text(text) => self.insert_space_only(text, "unexpected-text-in-frameset"),
            Token::Null => self.error("unexpected-text-in-frameset"),
            Token::Comment(text) => self.insert_comment(text),
            Token::Doctype(_) => self.error("unexpected-doctype"),
            Token::StartTag(tag) => match tag.tag {
                Tag::HTML => return self.in_body(Token::StartTag(tag)),
                Tag::FRAMESET => {
                    self.insert_element(tag);
                }
                Tag::FRAME => self.insert_void(tag),
                Tag::NOFRAMES => return self.in_head(Token::StartTag(tag)),
                _ => self.error("unexpected-start-tag"),
            },
            Token::EndTag(tag) if tag.tag == Tag::FRAMESET => {
                if self.open.len() == 1 {
                    self.error("unexpected-end-tag");
                    return None;
                }
                self.open.pop();
                if self.context.is_none() && !self.open.current_is(Tag::FRAMESET) {
                    self.mode = Mode::AfterFrameset;
                }
            }
            Token::EndTag(_) => self.error("unexpected-end-tag"),
            Token::End => {
                if self.open.len() > 1 {
                    self.error("eof-in-frameset");
                }
            }
        }
        None
    }

    pub(super) fn after_frameset(&mut self, token: Token) -> Rest {
        match token {
            Token::Text(text) => self.insert_space_only(text, "unexpected-text-in-frameset"),
            Token::Null => self.error("unexpected-text-in-frameset"),
            Token::Comment(text) => self.insert_comment(text),
            Token::Doctype(_) => self.error("unexpected-doctype"),
            Token::StartTag(tag) => match tag.tag {
                Tag::HTML => return self.in_body(Token::StartTag(tag)),
                Tag::NOFRAMES => return self.in_head(Token::StartTag(tag)),
                _ => self.error("unexpected-start-tag"),
            },
            Token::EndTag(tag) if tag.tag == Tag::HTML => self.mode = Mode::AfterAfterFrameset,
            Token::EndTag(_) => self.error("unexpected-end-tag"),
            Token::End => {}
        }
        None
    }

    pub(super) fn after_after_frameset(&mut self, token: Token) -> Rest {
        match token {
            Token::Comment(text) => {
                let document = self.tree.root();
                self.append_comment(document, text);
            }
            Token::Doctype(_) => self.error("unexpected-doctype"),
            Token::Text(text) => self.insert_space_only(text, "unexpected-text-in-frameset"),
            Token::Null => self.error("unexpected-text-in-frameset"),
            Token::StartTag(tag) => match tag.tag {
                Tag::HTML => return self.in_body(Token::StartTag(tag)),
                Tag::NOFRAMES => return self.in_head(Token::StartTag(tag)),
                _ => self.error("unexpected-start-tag"),
            },
            Token::EndTag(_) => self.error("unexpected-end-tag"),
            Token::End => {}
        }
        None
    }

    /// Of text among frames or columns only the white space is kept; other text is a fault.
    pub(super) fn insert_space_only(&mut self, text: Str, fault: &'static str) {
        let text = self.text(text);
        let space: String = text
            .chars()
            .filter(|&c| c.is_ascii() && is_space(c as u8))
            .collect();
        if space.len() < text.len() {
            self.error(fault);
        }
        let space = self.tokenizer.contents.strings.push(&space);
        self.insert_text(space);
    }
}
