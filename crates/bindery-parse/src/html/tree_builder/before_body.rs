//! The modes before the body.
use super::insert::implied;
use super::quirks::quirks_mode;
use super::{Mode, Rest, TreeBuilder};
use crate::html::strings::Str;
use crate::html::tag::Tag;
use crate::html::token::Token;
use crate::html::tree::QuirksMode;

impl TreeBuilder<'_> {
    /// Section 13.2.6.4.1.
    pub(super) fn initial(&mut self, token: Token) -> Rest {
        match token {
            Token::Text(text) => {
                let (_, rest) = self.split_space(text);
                if rest.is_empty() {
                    return None;
                }
                self.without_doctype(Token::Text(rest))
            }
            Token::Comment(text) => {
                let document = self.tree.root();
                self.append_comment(document, text);
                None
            }
            Token::Doctype(doctype) => {
                let parts = [doctype.name, doctype.public_id, doctype.system_id];
                let [name, public, system] = parts.map(|part| part.map(|part| self.text(part)));
                let known = name == Some("html")
                    && public.is_none()
                    && system.is_none_or(|id| id == "about:legacy-compat");
                let quirks = quirks_mode(name, public, system, doctype.force_quirks);
                if !known {
                    self.error("unknown-doctype");
                }
                self.tree.quirks_mode = quirks;
                let parts = parts.map(|part| part.unwrap_or(Str::EMPTY));
                let id = self.tree.new_doctype(parts);
                let document = self.tree.root();
                self.tree.append(document, id);
                self.mode = Mode::BeforeHtml;
                None
            }
            token => self.without_doctype(token),
        }
    }

    fn without_doctype(&mut self, token: Token) -> Rest {
        self.error("expected-doctype");
        self.tree.quirks_mode = QuirksMode::Quirks;
        self.mode = Mode::BeforeHtml;
        Some(token)
    }

    /// Section 13.2.6.4.2.
    pub(super) fn before_html(&mut self, token: Token) -> Rest {
        let token = match token {
            Token::Doctype(_) => {
                self.error("unexpected-doctype");
                return None;
            }
            Token::Comment(text) => {
                let document = self.tree.root();
                self.append_comment(document, text);
                return None;
            }
            Token::Text(text) => {
                let (_, rest) = self.split_space(text);
                if rest.is_empty() {
                    return None;
                }
                Token::Text(rest)
            }
            Token::StartTag(tag) if tag.tag == Tag::HTML => {
                self.insert_root(tag);
                self.mode = Mode::BeforeHead;
                return None;
            }
            Token::EndTag(tag)
                if !matches!(tag.tag, Tag::HEAD | Tag::BODY | Tag::HTML | Tag::BR) =>
            {
                self.error("unexpected-end-tag");
                return None;
            }
            token => token,
        };
        self.insert_root(implied(Tag::HTML));
        self.mode = Mode::BeforeHead;
        Some(token)
    }

    /// Section 13.2.6.4.3.
    pub(super) fn before_head(&mut self, token: Token) -> Rest {
        let token = match token {
            Token::Text(text) => {
                let (_, rest) = self.split_space(text);
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
            Token::StartTag(tag) if tag.tag == Tag::HTML => {
                return self.in_body(Token::StartTag(tag));
            }
            Token::StartTag(tag) if tag.tag == Tag::HEAD => {
                self.head = Some(self.insert_element(tag));
                self.mode = Mode::InHead;
                return None;
            }
            Token::EndTag(tag)
                if !matches!(tag.tag, Tag::HEAD | Tag::BODY | Tag::HTML | Tag::BR) =>
            {
                self.error("unexpected-end-tag");
                return None;
            }
            token => token,
        };
        self.head = Some(self.insert_implied(Tag::HEAD));
        self.mode = Mode::InHead;
        Some(token)
    }

    /// Section 13.2.6.4.6.
    pub(super) fn after_head(&mut self, token: Token) -> Rest {
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
            Token::StartTag(tag) => match tag.tag {
                Tag::HTML => return self.in_body(Token::StartTag(tag)),
                Tag::BODY => {
                    self.insert_element(tag);
                    self.frameset_ok = false;
                    self.mode = Mode::InBody;
                    return None;
                }
                Tag::FRAMESET => {
                    self.insert_element(tag);
                    self.mode = Mode::InFrameset;
                    return None;
                }
                Tag::BASE
                | Tag::BASEFONT
                | Tag::BGSOUND
                | Tag::LINK
                | Tag::META
                | Tag::NOFRAMES
                | Tag::SCRIPT
                | Tag::STYLE
                | Tag::TEMPLATE
                | Tag::TITLE => {
                    self.error("unexpected-start-tag-after-head");
                    return self.in_head_again(Token::StartTag(tag));
                }
                Tag::HEAD => {
                    self.error("unexpected-start-tag");
                    return None;
                }
                _ => Token::StartTag(tag),
            },
            Token::EndTag(tag) => match tag.tag {
                Tag::TEMPLATE => return self.in_head(Token::EndTag(tag)),
                Tag::BODY | Tag::HTML | Tag::BR => Token::EndTag(tag),
                _ => {
                    self.error("unexpected-end-tag");
                    return None;
                }
            },
            Token::Null | Token::End => token,
        };
        self.insert_implied(Tag::BODY);
        self.mode = Mode::InBody;
        Some(token)
    }

    /// Content of the head that comes after it still goes into it.
    fn in_head_again(&mut self, token: Token) -> Rest {
        let head = self.head?;
        self.open
            .push(head, Tag::HEAD, crate::html::tree::Namespace::Html);
        let rest = self.in_head(token);
        self.open.remove(head);
        rest
    }
}
