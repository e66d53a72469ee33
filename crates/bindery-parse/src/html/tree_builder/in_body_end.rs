//! The mode "in body": end tags and the end of the input (section 13.2.6.4.7).
use super::tag_sets::{BLOCK_END_BITS, FORMATTING_BITS, HEADINGS, is_special};
use super::{Mode, Rest, TreeBuilder};
use crate::html::strings::Str;
use crate::html::tag::Tag;
use crate::html::token::{TagToken, Token};

/// Elements that may be open when the body ends.
const OPEN_AT_END: &[Tag] = &[
    Tag::DD,
    Tag::DT,
    Tag::LI,
    Tag::OPTGROUP,
    Tag::OPTION,
    Tag::P,
    Tag::RB,
    Tag::RP,
    Tag::RT,
    Tag::RTC,
    Tag::TBODY,
    Tag::TD,
    Tag::TFOOT,
    Tag::TH,
    Tag::THEAD,
    Tag::TR,
    Tag::BODY,
    Tag::HTML,
];

impl TreeBuilder<'_> {
    pub(super) fn in_body_end_tag(&mut self, tag: TagToken) -> Rest {
        let kind = tag.tag;
        if BLOCK_END_BITS.contains(kind) {
            self.end_block(kind);
            return None;
        }
        if FORMATTING_BITS.contains(kind) || matches!(kind, Tag::A | Tag::NOBR) {
            self.adopt_or_close(kind);
            return None;
        }
        match kind {
            Tag::TEMPLATE => return self.in_head(Token::EndTag(tag)),
            Tag::BODY => {
                self.end_body();
            }
            Tag::HTML => {
                if self.end_body() {
                    return Some(Token::EndTag(tag));
                }
            }
            Tag::FORM => self.end_form(),
            Tag::P => {
                if !self.open.in_button_scope(Tag::P) {
                    self.error("unexpected-end-tag");
                    self.insert_implied(Tag::P);
                }
                self.close_paragraph();
            }
            Tag::LI => {
                if self.open.in_list_item_scope(Tag::LI) {
                    self.close_element(Tag::LI);
                } else {
                    self.error("unexpected-end-tag");
                }
            }
            Tag::DD | Tag::DT => {
                if self.open.in_scope(kind) {
                    self.close_element(kind);
                } else {
                    self.error("unexpected-end-tag");
                }
            }
            Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => self.end_heading(kind),
            Tag::APPLET | Tag::MARQUEE | Tag::OBJECT => {
                if self.open.in_scope(kind) {
                    self.close_element_after(kind, Tag::OTHER);
                    self.formatting.clear_to_marker();
                } else {
                    self.error("unexpected-end-tag");
                }
            }
            Tag::BR => {
                self.error("unexpected-end-tag");
                return self.in_body_implied(Tag::BR);
            }
            _ => self.any_other_end_tag(kind, tag.name),
        }
        None
    }

    fn end_block(&mut self, kind: Tag) {
        if self.open.in_scope(kind) {
            self.close_element_after(kind, Tag::OTHER);
        } else {
            self.error("unexpected-end-tag");
        }
    }

    /// Closes an element that is open, after generating implied end tags except for its own.
    fn close_element(&mut self, kind: Tag) {
        self.close_element_after(kind, kind);
    }

    fn close_element_after(&mut self, kind: Tag, except: Tag) {
        self.generate_implied_end_tags(except);
        if !self.open.current_is(kind) {
            self.error("unclosed-elements");
        }
        self.open.pop_until(kind);
    }

    fn end_heading(&mut self, kind: Tag) {
        if !self.open.any_in_scope(HEADINGS) {
            self.error("unexpected-end-tag");
            return;
        }
        self.generate_implied_end_tags(Tag::OTHER);
        if !self.open.current_is(kind) {
            self.error("unclosed-elements");
        }
        self.open.pop_until_one_of(HEADINGS);
    }

    fn end_form(&mut self) {
        if self.open.contains(Tag::TEMPLATE) {
            if self.open.in_scope(Tag::FORM) {
                self.close_element_after(Tag::FORM, Tag::OTHER);
            } else {
                self.error("unexpected-end-tag");
            }
            return;
        }
        let form = self
            .form
            .take()
            .filter(|&form| self.open.element_in_scope(form));
        let Some(form) = form else {
            self.error("unexpected-end-tag");
            return;
        };
        self.generate_implied_end_tags(Tag::OTHER);
        if self.open.current().is_some_and(|open| open.id != form) {
            self.error("unclosed-elements");
        }
        self.open.remove(form);
    }

    /// Whether there is a body to end.
    fn end_body(&mut self) -> bool {
        if !self.open.in_scope(Tag::BODY) {
            self.error("unexpected-end-tag");
            return false;
        }
        self.check_open_at_end();
        self.mode = Mode::AfterBody;
        true
    }

    pub(super) fn check_open_at_end(&mut self) {
        if self.errors.is_some() && self.open.iter().any(|open| !open.is_one_of(OPEN_AT_END)) {
            self.error("unclosed-elements-at-end");
        }
    }

    /// "Any other end tag".
    pub(super) fn any_other_end_tag(&mut self, kind: Tag, name: Str) {
        // An element that is not open is not searched for; unknown names are, one by one.
        if kind != Tag::OTHER && !self.open.contains(kind) {
            self.error("unexpected-end-tag");
            return;
        }
        for index in (0..self.open.len()).rev() {
            let open = self.open.at(index);
            let same = open.is(kind)
                && (kind != Tag::OTHER
                    || self
                        .tree
                        .element_data(open.id)
                        .is_some_and(|data| self.text(data.name) == self.text(name)));
            if same {
                self.generate_implied_end_tags(kind);
                if index + 1 != self.open.len() {
                    self.error("unclosed-elements");
                }
                self.open.truncate(index);
                return;
            }
            if is_special(open.tag, open.namespace) {
                self.error("unexpected-end-tag");
                return;
            }
        }
    }
}
