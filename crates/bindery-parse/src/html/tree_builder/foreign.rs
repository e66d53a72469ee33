//! Foreign content: SVG and MathML (section 13.2.6.5).
use super::tag_sets::FOREIGN_BREAKOUT;
use super::{MAX_OPEN, Rest, TreeBuilder};
use crate::html::foreign_names::{SVG_ATTRIBUTES, SVG_NAMES, adjusted};
use crate::html::tag::Tag;
use crate::html::token::{TagToken, Token};
use crate::html::tree::{ElementData, Namespace, NodeId};

impl TreeBuilder<'_> {
    /// Whether the token is for the rules of foreign content ("tree construction dispatcher").
    pub(super) fn is_foreign(&self, token: &Token) -> bool {
        let Some((tag, namespace)) = self.adjusted_current() else {
            return false;
        };
        if namespace == Namespace::Html || *token == Token::End {
            return false;
        }
        let start = match token {
            Token::StartTag(tag) => Some(tag.tag),
            _ => None,
        };
        let character_or_start = start.is_some() || matches!(token, Token::Text(_) | Token::Null);
        if is_math_text_point(tag, namespace) {
            let math = matches!(start, Some(Tag::MGLYPH | Tag::MALIGNMARK));
            return !character_or_start || math;
        }
        if namespace == Namespace::MathMl && tag == Tag::ANNOTATION_XML && start == Some(Tag::SVG) {
            return false;
        }
        !(self.current_is_html_point() && character_or_start)
    }

    /// Whether the adjusted current node is an HTML integration point.
    fn current_is_html_point(&self) -> bool {
        match (self.context, self.open.len()) {
            (Some((id, tag, namespace)), 1) => self.is_html_point(id, tag, namespace),
            _ => self
                .open
                .current()
                .is_some_and(|open| self.is_html_point(open.id, open.tag, open.namespace)),
        }
    }

    fn is_html_point(&self, id: NodeId, tag: Tag, namespace: Namespace) -> bool {
        match namespace {
            Namespace::Html => false,
            Namespace::Svg => matches!(tag, Tag::FOREIGN_OBJECT | Tag::DESC | Tag::TITLE),
            Namespace::MathMl => {
                if tag != Tag::ANNOTATION_XML {
                    return false;
                }
                let contents = &self.tokenizer.contents;
                let data = self.tree.element_data(id);
                let encoding = data.and_then(|d| contents.attribute(d.attributes, "encoding"));
                encoding.is_some_and(|encoding| {
                    encoding.eq_ignore_ascii_case("text/html")
                        || encoding.eq_ignore_ascii_case("application/xhtml+xml")
                })
            }
        }
    }

    pub(super) fn in_foreign_content(&mut self, token: Token) -> Rest {
        match token {
            Token::Text(text) => {
                if self.frameset_ok && !self.is_all_space(text) {
                    self.frameset_ok = false;
                }
                self.insert_text(text);
                None
            }
            Token::Null => {
                self.error("unexpected-null-character");
                let replacement = self.tokenizer.contents.strings.push("\u{fffd}");
                self.insert_text(replacement);
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
            Token::StartTag(tag) if self.breaks_out(&tag) => self.break_out(Token::StartTag(tag)),
            Token::StartTag(tag) => {
                let namespace = self
                    .adjusted_current()
                    .map_or(Namespace::Html, |(_, ns)| ns);
                self.insert_foreign(tag, namespace);
                None
            }
            Token::EndTag(tag) if matches!(tag.tag, Tag::BR | Tag::P) => {
                self.break_out(Token::EndTag(tag))
            }
            Token::EndTag(tag) => self.foreign_end_tag(tag),
            Token::End => None,
        }
    }

    /// A tag of HTML ends foreign content.
    fn break_out(&mut self, token: Token) -> Rest {
        self.error("html-in-foreign-content");
        while self.open.current().is_some_and(|open| {
            open.namespace != Namespace::Html
                && !is_math_text_point(open.tag, open.namespace)
                && !self.is_html_point(open.id, open.tag, open.namespace)
        }) {
            self.open.pop();
        }
        self.dispatch(self.mode, token)
    }

    fn foreign_end_tag(&mut self, tag: TagToken) -> Rest {
        for index in (0..self.open.len()).rev() {
            let open = self.open.at(index);
            if open.namespace == Namespace::Html && index + 1 < self.open.len() {
                return self.dispatch(self.mode, Token::EndTag(tag));
            }
            let same = self.tree.element_data(open.id).is_some_and(|data| {
                data.name.len() == tag.name.len()
                    && self
                        .text(data.name)
                        .eq_ignore_ascii_case(self.text(tag.name))
            });
            if index + 1 == self.open.len() && !same {
                self.error("unexpected-end-tag");
            }
            if index == 0 {
                return None;
            }
            if same {
                self.open.truncate(index);
                return None;
            }
        }
        None
    }

    /// "Insert a foreign element", with the adjustments of its names.
    pub(super) fn insert_foreign(&mut self, tag: TagToken, namespace: Namespace) {
        let contents = &mut self.tokenizer.contents;
        let (mut kind, mut name) = (tag.tag, tag.name);
        for index in tag.attributes.range() {
            let attribute = contents.text(contents.attributes[index].name);
            let adjusted = match namespace {
                Namespace::Svg => adjusted(attribute, &SVG_ATTRIBUTES),
                _ => (attribute == "definitionurl").then_some("definitionURL"),
            };
            if let Some(adjusted) = adjusted {
                contents.attributes[index].name = contents.strings.push(adjusted);
            }
        }
        if namespace == Namespace::Svg
            && let Some(adjusted) = adjusted(contents.text(name), &SVG_NAMES)
        {
            kind = Tag::from_name(adjusted);
            name = contents.strings.push(adjusted);
        }
        let (parent, before) = self.appropriate_place(None);
        let id = self.tree.new_element(ElementData {
            tag: kind,
            namespace,
            name,
            attributes: tag.attributes,
            offset: tag.offset,
        });
        self.tree.insert_before(parent, id, before);
        if !tag.self_closing && self.open.len() < MAX_OPEN {
            self.open.push(id, kind, namespace);
        }
    }

    fn breaks_out(&self, tag: &TagToken) -> bool {
        let styled = |name| self.attribute(tag, name).is_some();
        let font_with_style =
            tag.tag == Tag::FONT && ["color", "face", "size"].into_iter().any(styled);
        FOREIGN_BREAKOUT.contains(&tag.tag) || font_with_style
    }
}

fn is_math_text_point(tag: Tag, namespace: Namespace) -> bool {
    namespace == Namespace::MathMl
        && matches!(tag, Tag::MI | Tag::MO | Tag::MN | Tag::MS | Tag::MTEXT)
}
