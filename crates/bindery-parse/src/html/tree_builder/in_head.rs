//! The modes of the head, and of text within an element.
use super::insert::implied;
use super::{Mode, Rest, TreeBuilder};
use crate::html::tag::Tag;
use crate::html::token::{TagToken, Token};
use crate::html::tokenizer::Content;

impl TreeBuilder<'_> {
    /// Section 13.2.6.4.4.
    pub(super) fn in_head(&mut self, token: Token) -> Rest {
        let token = match token {
            Token::Text(text) => {
                let (space, rest) = self.split_space(text);
                self.insert_text(space);
                if rest.is_empty() {
                    return None;
                }
                Token::Text(rest)
            }
            Token::Comment(text) => {
                self.insert_comment(text);
                return None;
            }
            Token::Doctype(_) => {
                self.error("unexpected-doctype");
                return None;
            }
            Token::StartTag(tag) => match self.in_head_start_tag(tag) {
                Ok(rest) => return rest,
                Err(tag) => Token::StartTag(tag),
            },
            Token::EndTag(tag) => match tag.tag {
                Tag::HEAD => {
                    self.open.pop();
                    self.mode = Mode::AfterHead;
                    return None;
                }
                Tag::TEMPLATE => {
                    self.end_template();
                    return None;
                }
                Tag::BODY | Tag::HTML | Tag::BR => Token::EndTag(tag),
                _ => {
                    self.error("unexpected-end-tag");
                    return None;
                }
            },
            Token::Null | Token::End => token,
        };
        self.open.pop();
        self.mode = Mode::AfterHead;
        Some(token)
    }

    /// A start tag in the head, or the tag itself if it does not belong there.
    fn in_head_start_tag(&mut self, tag: TagToken) -> Result<Rest, TagToken> {
        match tag.tag {
            Tag::HTML => return Ok(self.in_body(Token::StartTag(tag))),
            Tag::BASE | Tag::BASEFONT | Tag::BGSOUND | Tag::LINK | Tag::META => {
                self.insert_void(tag);
            }
            Tag::TITLE => self.insert_with_text(tag, Content::Rcdata),
            Tag::NOSCRIPT if !self.scripting => {
                self.insert_element(tag);
                self.mode = Mode::InHeadNoscript;
            }
            Tag::NOSCRIPT | Tag::NOFRAMES | Tag::STYLE => {
                self.insert_with_text(tag, Content::Rawtext);
            }
            Tag::SCRIPT => self.insert_with_text(tag, Content::ScriptData),
            Tag::TEMPLATE => {
                self.insert_element(tag);
                self.formatting.push_marker();
                self.frameset_ok = false;
                self.mode = Mode::InTemplate;
                self.template_modes.push(Mode::InTemplate);
            }
            Tag::HEAD => self.error("unexpected-start-tag"),
            _ => return Err(tag),
        }
        Ok(None)
    }

    /// The generic raw text and RCDATA element parsing algorithms (section 13.2.6.2).
    pub(super) fn insert_with_text(&mut self, tag: TagToken, content: Content) {
        self.insert_element(tag);
        self.tokenizer.content = content;
        self.original_mode = self.mode;
        self.mode = Mode::Text;
    }

    fn end_template(&mut self) {
        if !self.open.contains(Tag::TEMPLATE) {
            self.error("unexpected-end-tag");
            return;
        }
        self.close_template();
    }

    pub(super) fn close_template(&mut self) {
        self.generate_implied_end_tags_thoroughly();
        if !self.open.current_is(Tag::TEMPLATE) {
            self.error("unclosed-elements-in-template");
        }
        self.open.pop_until(Tag::TEMPLATE);
        self.formatting.clear_to_marker();
        self.template_modes.pop();
        self.reset_insertion_mode();
    }

    /// Section 13.2.6.4.5.
    pub(super) fn in_head_noscript(&mut self, token: Token) -> Rest {
        match &token {
            Token::Doctype(_) => {
                self.error("unexpected-doctype");
                return None;
            }
            Token::Text(text) if self.is_all_space(*text) => return self.in_head(token),
            Token::Comment(_) => return self.in_head(token),
            Token::StartTag(tag) => match tag.tag {
                Tag::HTML => return self.in_body(token),
                Tag::BASEFONT
                | Tag::BGSOUND
                | Tag::LINK
                | Tag::META
                | Tag::NOFRAMES
                | Tag::STYLE => return self.in_head(token),
                Tag::HEAD | Tag::NOSCRIPT => {
                    self.error("unexpected-start-tag");
                    return None;
                }
                _ => {}
            },
            Token::EndTag(tag) if tag.tag == Tag::NOSCRIPT => {
                self.open.pop();
                self.mode = Mode::InHead;
                return None;
            }
            Token::EndTag(tag) if tag.tag != Tag::BR => {
                self.error("unexpected-end-tag");
                return None;
            }
            _ => {}
        }
        if let Token::Text(text) = token {
            let (space, rest) = self.split_space(text);
            self.insert_text(space);
            self.leave_noscript();
            return Some(Token::Text(rest));
        }
        self.leave_noscript();
        Some(token)
    }

    fn leave_noscript(&mut self) {
        self.error("unexpected-content-in-noscript");
        self.open.pop();
        self.mode = Mode::InHead;
    }

    /// Section 13.2.6.4.8.
    pub(super) fn in_text(&mut self, token: Token) -> Rest {
        match token {
            Token::Text(text) => {
                self.insert_text(text);
                None
            }
            Token::End => {
                self.error("eof-in-text");
                self.open.pop();
                self.mode = self.original_mode;
                Some(Token::End)
            }
            _ => {
                self.open.pop();
                self.mode = self.original_mode;
                None
            }
        }
    }

    /// Makes a tag that the source does not have and deals with it in the body.
    pub(super) fn in_body_implied(&mut self, tag: Tag) -> Rest {
        self.in_body(Token::StartTag(implied(tag)))
    }
}
