//! The modes of tables (sections 13.2.6.4.9 to 13.2.6.4.15).
use super::insert::implied;
use super::tag_sets::{TABLE_PARTS, TABLE_SECTIONS};
use super::{Mode, Rest, TreeBuilder};
use crate::html::tag::Tag;
use crate::html::token::{TagToken, Token};

/// Start tags that end a caption or a cell.
const TABLE_STRUCTURE: &[Tag] = &[
    Tag::CAPTION,
    Tag::COL,
    Tag::COLGROUP,
    Tag::TBODY,
    Tag::TD,
    Tag::TFOOT,
    Tag::TH,
    Tag::THEAD,
    Tag::TR,
];

impl TreeBuilder<'_> {
    /// Section 13.2.6.4.9.
    pub(super) fn in_table(&mut self, token: Token) -> Rest {
        match token {
            Token::Text(_) | Token::Null => {
                let part = self
                    .open
                    .current()
                    .is_some_and(|open| open.is_one_of(TABLE_PARTS));
                if part {
                    self.table_text.clear();
                    self.original_mode = self.mode;
                    self.mode = Mode::InTableText;
                    return Some(token);
                }
                self.in_body_fostered(token)
            }
            Token::Comment(text) => {
                self.insert_comment(text);
                None
            }
            Token::Doctype(_) => {
                self.error("unexpected-doctype");
                None
            }
            Token::StartTag(tag) => self.in_table_start_tag(tag),
            Token::EndTag(tag) => match tag.tag {
                Tag::TABLE => {
                    self.end_table();
                    None
                }
                Tag::BODY
                | Tag::CAPTION
                | Tag::COL
                | Tag::COLGROUP
                | Tag::HTML
                | Tag::TBODY
                | Tag::TD
                | Tag::TFOOT
                | Tag::TH
                | Tag::THEAD
                | Tag::TR => {
                    self.error("unexpected-end-tag");
                    None
                }
                Tag::TEMPLATE => self.in_head(Token::EndTag(tag)),
                _ => self.in_body_fostered(Token::EndTag(tag)),
            },
            Token::End => self.in_body(Token::End),
        }
    }

    fn in_table_start_tag(&mut self, tag: TagToken) -> Rest {
        match tag.tag {
            Tag::CAPTION => {
                self.clear_to_table();
                self.formatting.push_marker();
                self.insert_element(tag);
                self.mode = Mode::InCaption;
                None
            }
            Tag::COLGROUP => {
                self.clear_to_table();
                self.insert_element(tag);
                self.mode = Mode::InColumnGroup;
                None
            }
            Tag::COL => {
                self.clear_to_table();
                self.insert_implied(Tag::COLGROUP);
                self.mode = Mode::InColumnGroup;
                Some(Token::StartTag(tag))
            }
            Tag::TBODY | Tag::TFOOT | Tag::THEAD => {
                self.clear_to_table();
                self.insert_element(tag);
                self.mode = Mode::InTableBody;
                None
            }
            Tag::TD | Tag::TH | Tag::TR => {
                self.clear_to_table();
                self.insert_implied(Tag::TBODY);
                self.mode = Mode::InTableBody;
                Some(Token::StartTag(tag))
            }
            Tag::TABLE => {
                self.error("table-in-table");
                self.end_table().then_some(Token::StartTag(tag))
            }
            Tag::STYLE | Tag::SCRIPT | Tag::TEMPLATE => self.in_head(Token::StartTag(tag)),
            Tag::INPUT if self.is_hidden(&tag) => {
                self.error("input-in-table");
                self.insert_void(tag);
                None
            }
            Tag::FORM => {
                self.error("form-in-table");
                if self.form.is_none() && !self.open.contains(Tag::TEMPLATE) {
                    self.form = Some(self.insert_element(tag));
                    self.open.pop();
                }
                None
            }
            _ => self.in_body_fostered(Token::StartTag(tag)),
        }
    }

    /// Whether there was a table to end.
    fn end_table(&mut self) -> bool {
        if !self.open.in_table_scope(Tag::TABLE) {
            self.error("unexpected-end-tag");
            return false;
        }
        self.open.pop_until(Tag::TABLE);
        self.reset_insertion_mode();
        true
    }

    /// The rules for the body, with foster parenting.
    fn in_body_fostered(&mut self, token: Token) -> Rest {
        self.error("content-in-table");
        self.foster_parenting = true;
        let rest = self.in_body(token);
        self.foster_parenting = false;
        rest
    }

    fn clear_to_table(&mut self) {
        self.open.pop_to(&[Tag::TABLE, Tag::TEMPLATE, Tag::HTML]);
    }

    fn clear_to_section(&mut self) {
        self.open
            .pop_to(&[Tag::TBODY, Tag::TFOOT, Tag::THEAD, Tag::TEMPLATE, Tag::HTML]);
    }

    fn clear_to_row(&mut self) {
        self.open.pop_to(&[Tag::TR, Tag::TEMPLATE, Tag::HTML]);
    }

    /// Section 13.2.6.4.10.
    pub(super) fn in_table_text(&mut self, token: Token) -> Rest {
        if token == Token::Null {
            self.error("unexpected-null-character");
            return None;
        }
        if let Token::Text(text) = token {
            self.table_text.push(text);
            return None;
        }
        let pending = std::mem::take(&mut self.table_text);
        let space = pending.iter().all(|&text| self.is_all_space(text));
        for text in pending {
            if space {
                self.insert_text(text);
            } else {
                self.in_body_fostered(Token::Text(text));
            }
        }
        self.mode = self.original_mode;
        Some(token)
    }

    /// Section 13.2.6.4.11.
    pub(super) fn in_caption(&mut self, token: Token) -> Rest {
        match &token {
            Token::EndTag(tag) if tag.tag == Tag::CAPTION => {
                self.end_caption();
                None
            }
            Token::StartTag(tag) if TABLE_STRUCTURE.contains(&tag.tag) => {
                self.end_caption().then_some(token)
            }
            Token::EndTag(tag) if tag.tag == Tag::TABLE => self.end_caption().then_some(token),
            Token::EndTag(tag)
                if tag.tag == Tag::BODY
                    || tag.tag == Tag::HTML
                    || TABLE_STRUCTURE.contains(&tag.tag) =>
            {
                self.error("unexpected-end-tag");
                None
            }
            _ => self.in_body(token),
        }
    }

    fn end_caption(&mut self) -> bool {
        if !self.open.in_table_scope(Tag::CAPTION) {
            self.error("unexpected-tag-in-caption");
            return false;
        }
        self.generate_implied_end_tags(Tag::OTHER);
        if !self.open.current_is(Tag::CAPTION) {
            self.error("unclosed-elements");
        }
        self.open.pop_until(Tag::CAPTION);
        self.formatting.clear_to_marker();
        self.mode = Mode::InTable;
        true
    }

    /// Section 13.2.6.4.12.
    pub(super) fn in_column_group(&mut self, token: Token) -> Rest {
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
                Tag::COL => {
                    self.insert_void(tag);
                    return None;
                }
                Tag::TEMPLATE => return self.in_head(Token::StartTag(tag)),
                _ => Token::StartTag(tag),
            },
            Token::EndTag(tag) => match tag.tag {
                Tag::COLGROUP => {
                    if self.open.current_is(Tag::COLGROUP) {
                        self.open.pop();
                        self.mode = Mode::InTable;
                    } else {
                        self.error("unexpected-end-tag");
                    }
                    return None;
                }
                Tag::COL => {
                    self.error("unexpected-end-tag");
                    return None;
                }
                Tag::TEMPLATE => return self.in_head(Token::EndTag(tag)),
                _ => Token::EndTag(tag),
            },
            Token::Null => token,
            Token::End => return self.in_body(Token::End),
        };
        if !self.open.current_is(Tag::COLGROUP) {
            let fault = "unexpected-content-in-column-group";
            match token {
                Token::Text(text) => self.insert_space_only(text, fault),
                _ => self.error(fault),
            }
            return None;
        }
        self.open.pop();
        self.mode = Mode::InTable;
        Some(token)
    }

    /// Section 13.2.6.4.13.
    pub(super) fn in_table_body(&mut self, token: Token) -> Rest {
        match &token {
            Token::StartTag(tag) => match tag.tag {
                Tag::TR => {
                    self.clear_to_section();
                    if let Token::StartTag(tag) = token {
                        self.insert_element(tag);
                    }
                    self.mode = Mode::InRow;
                    None
                }
                Tag::TH | Tag::TD => {
                    self.error("unexpected-cell-in-table-body");
                    self.clear_to_section();
                    self.insert_element(implied(Tag::TR));
                    self.mode = Mode::InRow;
                    Some(token)
                }
                Tag::CAPTION | Tag::COL | Tag::COLGROUP | Tag::TBODY | Tag::TFOOT | Tag::THEAD => {
                    self.end_any_section().then_some(token)
                }
                _ => self.in_table(token),
            },
            Token::EndTag(tag) => match tag.tag {
                Tag::TBODY | Tag::TFOOT | Tag::THEAD => {
                    if self.open.in_table_scope(tag.tag) {
                        self.clear_to_section();
                        self.open.pop();
                        self.mode = Mode::InTable;
                    } else {
                        self.error("unexpected-end-tag");
                    }
                    None
                }
                Tag::TABLE => self.end_any_section().then_some(token),
                Tag::BODY
                | Tag::CAPTION
                | Tag::COL
                | Tag::COLGROUP
                | Tag::HTML
                | Tag::TD
                | Tag::TH
                | Tag::TR => {
                    self.error("unexpected-end-tag");
                    None
                }
                _ => self.in_table(token),
            },
            _ => self.in_table(token),
        }
    }

    fn end_any_section(&mut self) -> bool {
        if !self.open.any_in_table_scope(TABLE_SECTIONS) {
            self.error("unexpected-tag-in-table-body");
            return false;
        }
        self.clear_to_section();
        self.open.pop();
        self.mode = Mode::InTable;
        true
    }

    /// Section 13.2.6.4.14.
    pub(super) fn in_row(&mut self, token: Token) -> Rest {
        match &token {
            Token::StartTag(tag) => match tag.tag {
                Tag::TH | Tag::TD => {
                    self.clear_to_row();
                    if let Token::StartTag(tag) = token {
                        self.insert_element(tag);
                    }
                    self.mode = Mode::InCell;
                    self.formatting.push_marker();
                    None
                }
                Tag::CAPTION
                | Tag::COL
                | Tag::COLGROUP
                | Tag::TBODY
                | Tag::TFOOT
                | Tag::THEAD
                | Tag::TR => self.end_row().then_some(token),
                _ => self.in_table(token),
            },
            Token::EndTag(tag) => match tag.tag {
                Tag::TR => {
                    self.end_row();
                    None
                }
                Tag::TABLE => self.end_row().then_some(token),
                Tag::TBODY | Tag::TFOOT | Tag::THEAD => {
                    if !self.open.in_table_scope(tag.tag) {
                        self.error("unexpected-end-tag");
                        return None;
                    }
                    self.end_row().then_some(token)
                }
                Tag::BODY
                | Tag::CAPTION
                | Tag::COL
                | Tag::COLGROUP
                | Tag::HTML
                | Tag::TD
                | Tag::TH => {
                    self.error("unexpected-end-tag");
                    None
                }
                _ => self.in_table(token),
            },
            _ => self.in_table(token),
        }
    }

    fn end_row(&mut self) -> bool {
        if !self.open.in_table_scope(Tag::TR) {
            self.error("unexpected-tag-in-row");
            return false;
        }
        self.clear_to_row();
        self.open.pop();
        self.mode = Mode::InTableBody;
        true
    }

    /// Section 13.2.6.4.15.
    pub(super) fn in_cell(&mut self, token: Token) -> Rest {
        match &token {
            Token::EndTag(tag) => match tag.tag {
                Tag::TD | Tag::TH => {
                    if self.open.in_table_scope(tag.tag) {
                        self.generate_implied_end_tags(Tag::OTHER);
                        if !self.open.current_is(tag.tag) {
                            self.error("unclosed-elements");
                        }
                        self.open.pop_until(tag.tag);
                        self.formatting.clear_to_marker();
                        self.mode = Mode::InRow;
                    } else {
                        self.error("unexpected-end-tag");
                    }
                    None
                }
                Tag::BODY | Tag::CAPTION | Tag::COL | Tag::COLGROUP | Tag::HTML => {
                    self.error("unexpected-end-tag");
                    None
                }
                Tag::TABLE | Tag::TBODY | Tag::TFOOT | Tag::THEAD | Tag::TR => {
                    if !self.open.in_table_scope(tag.tag) {
                        self.error("unexpected-end-tag");
                        return None;
                    }
                    self.close_cell();
                    Some(token)
                }
                _ => self.in_body(token),
            },
            Token::StartTag(tag) if TABLE_STRUCTURE.contains(&tag.tag) => {
                if !self.open.any_in_table_scope(&[Tag::TD, Tag::TH]) {
                    self.error("unexpected-tag-in-cell");
                    return None;
                }
                self.close_cell();
                Some(token)
            }
            _ => self.in_body(token),
        }
    }

    fn close_cell(&mut self) {
        self.generate_implied_end_tags(Tag::OTHER);
        if !self
            .open
            .current()
            .is_some_and(|open| open.is_one_of(&[Tag::TD, Tag::TH]))
        {
            self.error("unclosed-elements");
        }
        self.open.pop_until_one_of(&[Tag::TD, Tag::TH]);
        self.formatting.clear_to_marker();
        self.mode = Mode::InRow;
    }
}
