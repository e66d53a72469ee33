//! The mode "in template" (section 13.2.6.4.22).
use super::{Mode, Rest, TreeBuilder};
use crate::html::tag::Tag;
use crate::html::token::Token;

impl TreeBuilder<'_> {
    pub(super) fn in_template(&mut self, token: Token) -> Rest {
        match &token {
            Token::Text(_) | Token::Null | Token::Comment(_) | Token::Doctype(_) => {
                self.in_body(token)
            }
            Token::StartTag(tag) => {
                let mode = match tag.tag {
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
                        return self.in_head(token);
                    }
                    Tag::CAPTION | Tag::COLGROUP | Tag::TBODY | Tag::TFOOT | Tag::THEAD => {
                        Mode::InTable
                    }
                    Tag::COL => Mode::InColumnGroup,
                    Tag::TR => Mode::InTableBody,
                    Tag::TD | Tag::TH => Mode::InRow,
                    _ => Mode::InBody,
                };
                self.template_modes.pop();
                self.template_modes.push(mode);
                self.mode = mode;
                Some(token)
            }
            Token::EndTag(tag) if tag.tag == Tag::TEMPLATE => self.in_head(token),
            Token::EndTag(_) => {
                self.error("unexpected-end-tag");
                None
            }
            Token::End => {
                if !self.open.contains(Tag::TEMPLATE) {
                    return None;
                }
                self.error("eof-in-template");
                self.open.pop_until(Tag::TEMPLATE);
                self.formatting.clear_to_marker();
                self.template_modes.pop();
                self.reset_insertion_mode();
                Some(token)
            }
        }
    }
}
