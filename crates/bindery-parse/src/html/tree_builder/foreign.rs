//! Foreign content: SVG and MathML (section 13.2.6.5).
use std::borrow::Cow;

use super::tag_sets::FOREIGN_BREAKOUT;
use super::{Rest, TreeBuilder, is_all_space};
use crate::html::tag::Tag;
use crate::html::token::{Attribute, TagToken, Token};
use crate::html::tree::{Namespace, NodeId};

/// SVG names with capitals, by their lower-case form, sorted.
const SVG_NAMES: [&str; 37] = [
    "altGlyph",
    "altGlyphDef",
    "altGlyphItem",
    "animateColor",
    "animateMotion",
    "animateTransform",
    "clipPath",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feImage",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
    "foreignObject",
    "glyphRef",
    "linearGradient",
    "radialGradient",
    "textPath",
];

/// SVG attributes with capitals.
const SVG_ATTRIBUTES: [&str; 58] = [
    "attributeName",
    "attributeType",
    "baseFrequency",
    "baseProfile",
    "calcMode",
    "clipPathUnits",
    "diffuseConstant",
    "edgeMode",
    "filterUnits",
    "glyphRef",
    "gradientTransform",
    "gradientUnits",
    "kernelMatrix",
    "kernelUnitLength",
    "keyPoints",
    "keySplines",
    "keyTimes",
    "lengthAdjust",
    "limitingConeAngle",
    "markerHeight",
    "markerUnits",
    "markerWidth",
    "maskContentUnits",
    "maskUnits",
    "numOctaves",
    "pathLength",
    "patternContentUnits",
    "patternTransform",
    "patternUnits",
    "pointsAtX",
    "pointsAtY",
    "pointsAtZ",
    "preserveAlpha",
    "preserveAspectRatio",
    "primitiveUnits",
    "refX",
    "refY",
    "repeatCount",
    "repeatDur",
    "requiredExtensions",
    "requiredFeatures",
    "specularConstant",
    "specularExponent",
    "spreadMethod",
    "startOffset",
    "stdDeviation",
    "stitchTiles",
    "surfaceScale",
    "systemLanguage",
    "tableValues",
    "targetX",
    "targetY",
    "textLength",
    "viewBox",
    "viewTarget",
    "xChannelSelector",
    "yChannelSelector",
    "zoomAndPan",
];

/// Attributes with a namespace: as written, prefix, local name.
const FOREIGN_ATTRIBUTES: [(&str, &str, &str); 11] = [
    ("xlink:actuate", "xlink", "actuate"),
    ("xlink:arcrole", "xlink", "arcrole"),
    ("xlink:href", "xlink", "href"),
    ("xlink:role", "xlink", "role"),
    ("xlink:show", "xlink", "show"),
    ("xlink:title", "xlink", "title"),
    ("xlink:type", "xlink", "type"),
    ("xml:lang", "xml", "lang"),
    ("xml:space", "xml", "space"),
    ("xmlns", "xmlns", "xmlns"),
    ("xmlns:xlink", "xmlns", "xlink"),
];

impl<'a> TreeBuilder<'a> {
    /// Whether the token is for the rules of foreign content ("tree construction dispatcher").
    pub(super) fn is_foreign(&self, token: &Token<'a>) -> bool {
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
        let character_or_start = start.is_some() || matches!(token, Token::Text(_));
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
                let encoding = (tag == Tag::ANNOTATION_XML)
                    .then(|| self.tree.element(id)?.attribute("encoding"))
                    .flatten();
                encoding.is_some_and(|encoding| {
                    encoding.eq_ignore_ascii_case("text/html")
                        || encoding.eq_ignore_ascii_case("application/xhtml+xml")
                })
            }
        }
    }

    pub(super) fn in_foreign_content(&mut self, token: Token<'a>) -> Rest<'a> {
        match token {
            Token::Text(text) => {
                if self.frameset_ok && !is_all_space(&text.replace('\0', " ")) {
                    self.frameset_ok = false;
                }
                let text = if text.contains('\0') {
                    self.error("unexpected-null-character");
                    Cow::Owned(text.replace('\0', "\u{fffd}"))
                } else {
                    text
                };
                self.insert_text(text);
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
            Token::StartTag(tag) if breaks_out(&tag) => self.break_out(Token::StartTag(tag)),
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
    fn break_out(&mut self, token: Token<'a>) -> Rest<'a> {
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

    fn foreign_end_tag(&mut self, tag: TagToken<'a>) -> Rest<'a> {
        for index in (0..self.open.len()).rev() {
            let open = self.open.at(index);
            if open.namespace == Namespace::Html && index + 1 < self.open.len() {
                return self.dispatch(self.mode, Token::EndTag(tag));
            }
            let same = self
                .tree
                .element(open.id)
                .is_some_and(|element| element.name().eq_ignore_ascii_case(&tag.name));
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
    pub(super) fn insert_foreign(&mut self, tag: TagToken<'a>, namespace: Namespace) {
        let name = match namespace {
            Namespace::Svg => adjust(tag.name, &SVG_NAMES),
            _ => tag.name,
        };
        let kind = if name == "foreignObject" {
            Tag::FOREIGN_OBJECT
        } else {
            tag.tag
        };
        let attributes = tag.attributes.into_iter().map(|attribute| {
            let Attribute { name, value } = attribute;
            if let Some((_, prefix, local)) = FOREIGN_ATTRIBUTES
                .iter()
                .find(|(written, ..)| *written == name)
            {
                return (*prefix, Cow::Borrowed(*local), value);
            }
            let name = match namespace {
                Namespace::Svg => adjust(name, &SVG_ATTRIBUTES),
                _ if name == "definitionurl" => Cow::Borrowed("definitionURL"),
                _ => name,
            };
            ("", name, value)
        });
        let attributes: Vec<_> = attributes.collect();
        let (parent, before) = self.appropriate_place(None);
        let id = self
            .tree
            .new_element((name, kind, namespace), attributes, tag.offset);
        self.tree.insert_before(parent, id, before);
        if !tag.self_closing {
            self.open.push(id, kind, namespace);
        }
    }
}

/// The spelling with capitals, if there is one.
fn adjust<'a>(name: Cow<'a, str>, spellings: &[&'static str]) -> Cow<'a, str> {
    match spellings
        .iter()
        .find(|spelling| spelling.eq_ignore_ascii_case(&name))
    {
        Some(spelling) => Cow::Borrowed(spelling),
        None => name,
    }
}

fn is_math_text_point(tag: Tag, namespace: Namespace) -> bool {
    namespace == Namespace::MathMl
        && matches!(tag, Tag::MI | Tag::MO | Tag::MN | Tag::MS | Tag::MTEXT)
}

fn breaks_out(tag: &TagToken<'_>) -> bool {
    let font_with_style = tag.tag == Tag::FONT
        && tag
            .attributes
            .iter()
            .any(|a| matches!(&*a.name, "color" | "face" | "size"));
    FOREIGN_BREAKOUT.contains(&tag.tag) || font_with_style
}
