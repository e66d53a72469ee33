//! The mode "in body": text, comments and start tags (section 13.2.6.4.7).
use super::tag_sets::{BLOCK_START_BITS, FORMATTING_BITS, HEADINGS, is_special};
use super::{Mode, Rest, TreeBuilder};
use crate::html::strings::Str;
use crate::html::tag::Tag;
use crate::html::token::{TagToken, Token};
use crate::html::tokenizer::Content;
use crate::html::tree::{Namespace, QuirksMode};

impl TreeBuilder<'_> {
    pub(super) fn in_body(&mut self, token: Token) -> Rest {
        match token {
            Token::Text(text) => {
                self.in_body_text(text);
                None
            }
            Token::Null => {
                self.error("unexpected-null-character");
                None
            }
            Token::Comment(text) => {
                self.insert_comment(text);
                None
            }
            Token::Doctype(_) => {
                self.error("unexpected-doctype");
                None
            }
            Token::StartTag(tag) => self.in_body_start_tag(tag),
            Token::EndTag(tag) => self.in_body_end_tag(tag),
            Token::End => {
                if self.template_modes.is_empty() {
                    self.check_open_at_end();
                    None
                } else {
                    self.in_template(Token::End)
                }
            }
        }
    }

    fn in_body_text(&mut self, text: Str) {
        self.reconstruct_formatting();
        if self.frameset_ok && !self.is_all_space(text) {
            self.frameset_ok = false;
        }
        self.insert_text(text);
    }

    fn in_body_start_tag(&mut self, tag: TagToken) -> Rest {
        let kind = tag.tag;
        if BLOCK_START_BITS.contains(kind) {
            self.close_paragraph();
            self.insert_nested(tag);
            return None;
        }
        if FORMATTING_BITS.contains(kind) {
            self.reconstruct_formatting();
            self.insert_formatting(tag);
            return None;
        }
        match kind {
            Tag::HTML => self.merge_html(tag),
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
                return self.in_head(Token::StartTag(tag));
            }
            Tag::BODY => self.merge_body(tag),
            Tag::FRAMESET => self.replace_body_by_frameset(tag),
            Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => {
                self.close_paragraph();
                if self
                    .open
                    .current()
                    .is_some_and(|open| open.is_one_of(HEADINGS))
                {
                    self.error("heading-in-heading");
                    self.open.pop();
                }
                self.insert_nested(tag);
            }
            Tag::PRE | Tag::LISTING => {
                self.close_paragraph();
                self.insert_nested(tag);
                self.ignore_line_feed = true;
                self.frameset_ok = false;
            }
            Tag::FORM => self.start_form(tag),
            Tag::LI => self.start_item(tag, &[Tag::LI]),
            Tag::DD | Tag::DT => self.start_item(tag, &[Tag::DD, Tag::DT]),
            Tag::PLAINTEXT => {
                self.close_paragraph();
                self.insert_element(tag);
                self.tokenizer.content = Content::Plaintext;
            }
            Tag::BUTTON => {
                if self.open.in_scope(Tag::BUTTON) {
                    self.error("button-in-button");
                    self.generate_implied_end_tags(Tag::OTHER);
                    self.open.pop_until(Tag::BUTTON);
                }
                self.reconstruct_formatting();
                self.insert_nested(tag);
                self.frameset_ok = false;
            }
            Tag::A => self.start_anchor(tag),
            Tag::NOBR => {
                self.reconstruct_formatting();
                if self.open.in_scope(Tag::NOBR) {
                    self.error("nobr-in-nobr");
                    self.adopt_or_close(Tag::NOBR);
                    self.reconstruct_formatting();
                }
                self.insert_formatting(tag);
            }
            Tag::APPLET | Tag::MARQUEE | Tag::OBJECT => {
                self.reconstruct_formatting();
                self.insert_element(tag);
                self.formatting.push_marker();
                self.frameset_ok = false;
            }
            Tag::TABLE => {
                if self.tree.quirks_mode != QuirksMode::Quirks {
                    self.close_paragraph();
                }
                self.insert_element(tag);
                self.frameset_ok = false;
                self.mode = Mode::InTable;
            }
            Tag::AREA | Tag::BR | Tag::EMBED | Tag::IMG | Tag::KEYGEN | Tag::WBR => {
                self.reconstruct_formatting();
                self.insert_void(tag);
                self.frameset_ok = false;
            }
            Tag::INPUT => self.start_input(tag),
            Tag::PARAM | Tag::SOURCE | Tag::TRACK => self.insert_void(tag),
            Tag::HR => {
                self.close_paragraph();
                if self.open.in_scope(Tag::SELECT) {
                    self.generate_implied_end_tags(Tag::OTHER);
                }
                self.insert_void(tag);
                self.frameset_ok = false;
            }
            Tag::IMAGE => {
                self.error("image-start-tag");
                let tag = TagToken {
                    tag: Tag::IMG,
                    ..tag
                };
                return Some(Token::StartTag(tag));
            }
            Tag::TEXTAREA => {
                self.insert_with_text(tag, Content::Rcdata);
                self.ignore_line_feed = true;
                self.frameset_ok = false;
            }
            Tag::XMP => {
                self.close_paragraph();
                self.reconstruct_formatting();
                self.frameset_ok = false;
                self.insert_with_text(tag, Content::Rawtext);
            }
            Tag::IFRAME => {
                self.frameset_ok = false;
                self.insert_with_text(tag, Content::Rawtext);
            }
            Tag::NOEMBED => self.insert_with_text(tag, Content::Rawtext),
            Tag::NOSCRIPT if self.scripting => self.insert_with_text(tag, Content::Rawtext),
            Tag::SELECT => self.start_select(tag),
            Tag::OPTION => self.start_option(tag, Tag::OPTGROUP),
            Tag::OPTGROUP => self.start_option(tag, Tag::OTHER),
            Tag::RB | Tag::RTC => self.start_ruby(tag, Tag::OTHER),
            Tag::RP | Tag::RT => self.start_ruby(tag, Tag::RTC),
            Tag::MATH => {
                self.reconstruct_formatting();
                self.insert_foreign(tag, Namespace::MathMl);
            }
            Tag::SVG => {
                self.reconstruct_formatting();
                self.insert_foreign(tag, Namespace::Svg);
            }
            Tag::CAPTION
            | Tag::COL
            | Tag::COLGROUP
            | Tag::FRAME
            | Tag::HEAD
            | Tag::TBODY
            | Tag::TD
            | Tag::TFOOT
            | Tag::TH
            | Tag::THEAD
            | Tag::TR => {
                self.error("unexpected-start-tag");
            }
            _ => {
                self.reconstruct_formatting();
                self.insert_nested(tag);
            }
        }
        None
    }

    fn merge_html(&mut self, tag: TagToken) {
        self.error("unexpected-start-tag");
        if !self.open.contains(Tag::TEMPLATE) && self.open.len() > 0 {
            self.add_missing_attributes(self.open.at(0).id, &tag);
        }
    }

    fn merge_body(&mut self, tag: TagToken) {
        self.error("unexpected-start-tag");
        if self.open.len() > 1
            && self.open.at(1).is(Tag::BODY)
            && !self.open.contains(Tag::TEMPLATE)
        {
            self.frameset_ok = false;
            self.add_missing_attributes(self.open.at(1).id, &tag);
        }
    }

    fn replace_body_by_frameset(&mut self, tag: TagToken) {
        self.error("unexpected-start-tag");
        if self.open.len() > 1 && self.open.at(1).is(Tag::BODY) && self.frameset_ok {
            self.tree.detach(self.open.at(1).id);
            self.open.truncate(1);
            self.insert_element(tag);
            self.mode = Mode::InFrameset;
        }
    }

    fn start_form(&mut self, tag: TagToken) {
        let in_template = self.open.contains(Tag::TEMPLATE);
        if self.form.is_some() && !in_template {
            self.error("form-in-form");
            return;
        }
        self.close_paragraph();
        let id = self.insert_nested(tag);
        if !in_template {
            self.form = id;
        }
    }

    /// `li`, `dd` and `dt` close an open one of their kind.
    fn start_item(&mut self, tag: TagToken, kinds: &[Tag]) {
        self.frameset_ok = false;
        let closed = if kinds.iter().any(|&kind| self.open.contains(kind)) {
            self.open.iter().rev().find_map(|open| {
                if open.is_one_of(kinds) {
                    return Some(Some(open.tag));
                }
                let passed = open.is_one_of(&[Tag::ADDRESS, Tag::DIV, Tag::P]);
                (is_special(open.tag, open.namespace) && !passed).then_some(None)
            })
        } else {
            None
        };
        if let Some(Some(kind)) = closed {
            self.generate_implied_end_tags(kind);
            if !self.open.current_is(kind) {
                self.error("unclosed-elements-in-item");
            }
            self.open.pop_until(kind);
        }
        self.close_paragraph();
        self.insert_nested(tag);
    }

    fn start_anchor(&mut self, tag: TagToken) {
        if let Some(id) = self.formatting.last_with(Tag::A) {
            self.error("a-in-a");
            self.adopt_or_close(Tag::A);
            self.formatting.remove(id);
            self.open.remove(id);
        }
        self.reconstruct_formatting();
        self.insert_formatting(tag);
    }

    fn insert_formatting(&mut self, tag: TagToken) {
        if let Some(id) = self.insert_nested(tag) {
            self.list_formatting(id, tag.tag);
        }
    }

    /// The adoption agency, and what it may ask for.
    pub(super) fn adopt_or_close(&mut self, kind: Tag) {
        if self.adopt(kind) {
            self.any_other_end_tag(kind, Str::EMPTY);
        }
    }

    fn start_input(&mut self, tag: TagToken) {
        if self
            .context
            .is_some_and(|(_, context, _)| context == Tag::SELECT)
        {
            self.error("input-in-select");
            return;
        }
        if self.open.in_scope(Tag::SELECT) {
            self.error("input-in-select");
            self.open.pop_until(Tag::SELECT);
        }
        self.reconstruct_formatting();
        let hidden = self.is_hidden(&tag);
        self.insert_void(tag);
        if !hidden {
            self.frameset_ok = false;
        }
    }

    fn start_select(&mut self, tag: TagToken) {
        if self
            .context
            .is_some_and(|(_, context, _)| context == Tag::SELECT)
        {
            self.error("select-in-select");
            return;
        }
        if self.open.in_scope(Tag::SELECT) {
            self.error("select-in-select");
            self.open.pop_until(Tag::SELECT);
            return;
        }
        self.reconstruct_formatting();
        self.insert_element(tag);
        self.frameset_ok = false;
    }

    /// `option` and `optgroup`; implied end tags are generated except for `except`.
    fn start_option(&mut self, tag: TagToken, except: Tag) {
        if self.open.in_scope(Tag::SELECT) {
            self.generate_implied_end_tags(except);
            if self.open.in_scope(Tag::OPTION) {
                self.error("option-in-option");
            }
        } else if self.open.current_is(Tag::OPTION) {
            self.open.pop();
        }
        self.reconstruct_formatting();
        self.insert_nested(tag);
    }

    fn start_ruby(&mut self, tag: TagToken, except: Tag) {
        if self.open.in_scope(Tag::RUBY) {
            self.generate_implied_end_tags(except);
            if !self
                .open
                .current()
                .is_some_and(|open| open.is_one_of(&[Tag::RUBY, Tag::RTC]))
            {
                self.error("unclosed-elements-in-ruby");
            }
        }
        self.insert_nested(tag);
    }

    /// Whether an `input` is hidden.
    pub(super) fn is_hidden(&self, tag: &TagToken) -> bool {
        self.attribute(tag, "type")
            .is_some_and(|kind| kind.eq_ignore_ascii_case("hidden"))
    }
}
