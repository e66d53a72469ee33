//! What happens where an inline element begins.
use std::borrow::Cow;

use bindery_model::{Attributes, Direction, Inline, Style, Target, remove_forbidden};

use super::attributes::{clean_id, has_class};
use super::elements::Meaning;
use super::report::Loss;
use super::run::{Format, FormatKind};
use super::tools::is_tool;
use super::walk::{Leave, Lowering, child_elements};
use super::{code, footnotes};
use crate::html::{Element, NodeId};
use crate::resolve::{clean_reference, has_scheme};

impl<'a> Lowering<'a> {
    /// An inline element begins.
    pub(super) fn enter_inline(
        &mut self,
        id: NodeId,
        element: Element<'a>,
        meaning: Meaning,
    ) -> Option<Leave> {
        match meaning {
            Meaning::Span => self.enter_span(id, element),
            Meaning::Link => self.enter_link(id, element),
            Meaning::Image => self.put_image(id, element),
            Meaning::LineBreak => {
                self.builder.run.push_line_break();
                None
            }
            Meaning::WordBreak => {
                self.builder.run.push_word_break();
                None
            }
            Meaning::Style(Style::Code) => self.enter_code(id, element),
            Meaning::Style(style) => self.enter_style(element, style),
            Meaning::Superscript => self.enter_superscript(id, element),
            Meaning::Abbreviation => {
                let title = plain(element.attribute("title").unwrap_or_default());
                self.enter_style(element, Style::Abbreviation(title))
            }
            Meaning::Time => {
                let machine = plain(element.attribute("datetime").unwrap_or_default());
                self.enter_style(element, Style::Time(machine))
            }
            Meaning::Direction => self.enter_direction(element),
            Meaning::Ruby => self.enter_format(element, FormatKind::Ruby),
            Meaning::RubyBase => self.enter_format(element, FormatKind::RubyBase),
            // The texts in a container of them are for one base each.
            Meaning::RubyText
                if child_elements(self.tree, id).any(|(_, child)| child.name() == "rt") =>
            {
                self.enter_transparent(element)
            }
            Meaning::RubyText => self.enter_format(element, FormatKind::RubyText),
            Meaning::Media(kind) => self.put_media(id, element, kind),
            Meaning::Embedded => self.put_embedded(element),
            Meaning::Object => self.enter_object(id, element),
            Meaning::Input => self.put_input(element),
            Meaning::Spaced => {
                self.builder.run.separate();
                Some(Leave::Space)
            }
            // In XML, MathML may have a prefix, of which HTML knows nothing.
            _ if element.name().ends_with(":math") => self.enter_math(id, element),
            _ => self.enter_transparent(element),
        }
    }

    fn open(&mut self, kind: FormatKind, attributes: Option<Box<Attributes>>) -> Option<Leave> {
        self.builder.run.open_format(Format {
            kind,
            attributes,
            is_shown: false,
        });
        Some(Leave::Format)
    }

    fn enter_format(&mut self, element: Element<'a>, kind: FormatKind) -> Option<Leave> {
        let attributes = self.attributes(element);
        self.open(kind, attributes)
    }

    fn enter_style(&mut self, element: Element<'a>, style: Style) -> Option<Leave> {
        self.enter_format(element, FormatKind::Style(style))
    }

    /// An element that only carries attributes, if it carries any.
    pub(super) fn enter_attributes(
        &mut self,
        attributes: Option<Box<Attributes>>,
    ) -> Option<Leave> {
        if attributes.is_none() {
            return Some(Leave::Nothing);
        }
        self.open(FormatKind::Style(Style::Span), attributes)
    }

    fn enter_span(&mut self, id: NodeId, element: Element<'a>) -> Option<Leave> {
        if !element.has_attributes() {
            return Some(Leave::Nothing);
        }
        if self.builder.run.preserve {
            // The colours of a highlighter. Numbers of lines are no part of the code.
            return (!code::is_gutter(element)).then_some(Leave::Nothing);
        }
        if let Some(style) = element.attribute("data-math-style") {
            return self.put_tex(&self.text_in(id), style == "display");
        }
        let attributes = self.ids.read(element);
        self.enter_attributes(attributes)
    }

    fn enter_code(&mut self, id: NodeId, element: Element<'a>) -> Option<Leave> {
        if self.builder.run.preserve {
            return Some(Leave::Nothing);
        }
        if let Some(style) = element.attribute("data-math-style") {
            return self.put_tex(&self.text_in(id), style == "display");
        }
        self.enter_style(element, Style::Code)
    }

    fn enter_transparent(&mut self, element: Element<'a>) -> Option<Leave> {
        let says_something = ["id", "lang", "dir"]
            .iter()
            .any(|name| element.attribute(name).is_some());
        if !says_something || self.builder.run.preserve {
            return Some(Leave::Nothing);
        }
        let mut attributes = self.ids.read(element);
        if let Some(attributes) = &mut attributes {
            attributes.classes.clear();
        }
        self.enter_attributes(attributes.filter(|attributes| !attributes.is_empty()))
    }

    fn enter_direction(&mut self, element: Element<'a>) -> Option<Leave> {
        let mut attributes = self.ids.read(element).unwrap_or_default();
        if attributes.direction.is_none() && element.name() == "bdi" {
            attributes.direction = Some(Direction::Auto);
        }
        self.enter_attributes(attributes.boxed())
    }

    fn enter_superscript(&mut self, id: NodeId, element: Element<'a>) -> Option<Leave> {
        let Some(note) = self.footnotes.marked_by(self.tree, id) else {
            return self.enter_style(element, Style::Superscript);
        };
        let footnote = self.footnotes.refer(note);
        self.builder
            .run
            .push_inline(Inline::FootnoteReference { footnote });
        None
    }

    fn enter_link(&mut self, id: NodeId, element: Element<'a>) -> Option<Leave> {
        if self.footnotes.is_open() && footnotes::is_backlink(element) {
            self.builder.run.trim_text();
            return None;
        }
        if let Some(note) = self.footnotes.linked_by(element) {
            let footnote = self.footnotes.refer(note);
            self.builder
                .run
                .push_inline(Inline::FootnoteReference { footnote });
            return None;
        }
        let href = element.attribute("href").map(str::trim).unwrap_or_default();
        let attributes = self.ids.read(element);
        // The way from a heading to itself, which themes fill with a sign.
        let is_anchor = href.starts_with('#')
            && has_class(element, "anchor")
            && self.tree.first_child(id).is_none();
        if href.is_empty() || is_anchor || self.builder.run.in_link() {
            return self.enter_attributes(attributes);
        }
        let Some(target) = self.target(href) else {
            let address = clean_reference(href);
            if is_tool(&address) {
                self.losses.add(Loss::Tool, element.offset());
            } else if has_scheme(&address) && self.resolve.resolve(href).is_none() {
                self.losses.add(Loss::Link, element.offset());
            }
            return self.enter_attributes(attributes);
        };
        let title = self.title(element);
        self.open(FormatKind::Link { target, title }, attributes)
    }

    /// What a reference leads to.
    pub(super) fn target(&self, href: &str) -> Option<Target> {
        with_clean_fragment(self.resolve.resolve(href)?)
    }

    /// The advisory text of an element.
    pub(super) fn title(&self, element: Element<'a>) -> Option<String> {
        let title = plain(element.attribute("title")?);
        (!title.is_empty()).then_some(title)
    }
}

/// The target with its fragment written as the id that it names is kept.
fn with_clean_fragment(mut target: Target) -> Option<Target> {
    match &mut target {
        Target::Fragment { fragment } => {
            *fragment = clean_id(&footnotes::percent_decoded(fragment))?.into_owned();
        }
        Target::Post { fragment, .. } => {
            *fragment = fragment.as_deref().and_then(|fragment| {
                let fragment = footnotes::percent_decoded(fragment);
                clean_id(&fragment).map(Cow::into_owned)
            });
        }
        _ => {}
    }
    Some(target)
}

/// The value of an attribute as text.
pub(super) fn plain(value: &str) -> String {
    let value = remove_forbidden(value.trim());
    if value.contains(['\n', '\r', '\t']) {
        return value.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    value.into_owned()
}
