//! What happens where an inline element begins.
use std::borrow::Cow;

use bindery_model::{Attributes, Direction, Style, Target, remove_forbidden};

use super::attributes::{clean_id, declaration};
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
            Meaning::Recording => {
                let name = element.attribute("name").unwrap_or_default();
                self.builder.run.push_text(name);
                self.losses.add(Loss::Embedded, element.offset());
                None
            }
            Meaning::Object => self.enter_object(id, element),
            Meaning::Input => self.put_input(element),
            Meaning::Spaced => {
                self.builder.run.separate();
                Some(Leave::Space)
            }
            // In XML, MathML may have a prefix, of which HTML knows nothing.
            _ if element.name().ends_with(":math") => self.enter_math(id, element),
            Meaning::Root
                if element
                    .attribute("dir")
                    .is_none_or(|dir| dir.eq_ignore_ascii_case("ltr")) =>
            {
                Some(Leave::Nothing)
            }
            Meaning::Font => {
                let attributes = self.ids.read(element);
                self.enter_said_by_style(id, element, attributes.filter(|own| own.id.is_some()))
            }
            _ => self.enter_transparent(element),
        }
    }

    fn open(&mut self, kind: FormatKind, attributes: Option<Box<Attributes>>) -> Option<Leave> {
        self.builder.run.open_format(Format {
            kind,
            attributes,
            is_shown: false,
        });
        Some(Leave::Formats(1))
    }

    fn enter_format(&mut self, element: Element<'a>, kind: FormatKind) -> Option<Leave> {
        let attributes = self.attributes(element);
        self.open(kind, attributes)
    }

    fn enter_style(&mut self, element: Element<'a>, style: Style) -> Option<Leave> {
        if self.part.classes.emphasis(element).undoes(&style) {
            let attributes = self.attributes(element);
            return self.enter_attributes(attributes);
        }
        self.enter_format(element, FormatKind::Style(style))
    }

    /// Opens what only the style of an element says of its text, and its attributes.
    fn enter_said_by_style(
        &mut self,
        id: NodeId,
        element: Element<'a>,
        attributes: Option<Box<Attributes>>,
    ) -> Option<Leave> {
        let style = element.attribute("style");
        if style.is_none() && self.part.classes.is_empty() {
            return self.enter_attributes(attributes);
        }
        let is_line = style.is_some_and(stands_on_lines);
        if is_line {
            self.builder.run.break_line();
        }
        let emphasis = self.part.classes.emphasis(element);
        let in_heading = self.builder.holds_inlines_only();
        let has_link = || child_elements(self.tree, id).any(|(_, child)| child.name() == "a");
        let mut formats = 0;
        let is_empty = self.tree.first_child(id).is_none();
        for style in emphasis.styles().filter(|_| !is_empty) {
            let is_there = in_heading && style == Style::Bold || self.builder.run.has_style(&style);
            if !is_there
                && !(style == Style::Underline && (self.builder.run.in_link() || has_link()))
            {
                self.open(FormatKind::Style(style), None);
                formats += 1;
            }
        }
        if attributes.is_some() {
            self.open(FormatKind::Style(Style::Span), attributes);
            formats += 1;
        }
        Some(match (is_line, formats) {
            (true, formats) => Leave::Lines(formats),
            (false, 0) => Leave::Nothing,
            (false, formats) => Leave::Formats(formats),
        })
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
        self.enter_said_by_style(id, element, attributes)
    }

    fn enter_code(&mut self, id: NodeId, element: Element<'a>) -> Option<Leave> {
        if self.builder.run.preserve {
            // WeChat has an element for each line; those of highlighters have classes.
            let before = self.tree.previous_sibling(id);
            let before = before.and_then(|before| self.tree.element(before));
            let is_line = |code: Element<'_>| code.name() == "code" && !code.has_attributes();
            if is_line(element) && before.is_some_and(is_line) {
                self.builder.run.push_line_break();
            }
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
        self.put_mark(note);
        None
    }

    fn enter_link(&mut self, id: NodeId, element: Element<'a>) -> Option<Leave> {
        if self.footnotes.is_open() && footnotes::is_backlink(element) {
            self.builder.run.trim_text();
            return None;
        }
        if let Some(note) = self.footnotes.linked_by(element) {
            self.put_mark(note);
            return None;
        }
        let href = element.attribute("href").map(str::trim).unwrap_or_default();
        let attributes = self.ids.read(element);
        if href.starts_with('#') && self.is_way_to_itself(id, element) {
            // Links may lead to it.
            if let Some(leave) = self.enter_attributes(attributes) {
                self.leave(leave);
            }
            return None;
        }
        if href.is_empty() || self.builder.run.in_link() {
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

    /// Whether a link is the way from a heading to itself, which themes fill with a sign or nothing.
    fn is_way_to_itself(&self, id: NodeId, element: Element<'a>) -> bool {
        const CLASSES: [&str; 6] = [
            "anchor",
            "anchor-link",
            "direct-link",
            "hash-link",
            "header-anchor",
            "headerlink",
        ];
        let class = element.attribute("class").unwrap_or_default();
        let is_named = class
            .split_ascii_whitespace()
            .any(|class| CLASSES.contains(&class));
        is_named && {
            let text = self.text_in(id);
            let text = text.trim();
            text.len() <= 8 && !text.contains(char::is_alphanumeric)
        }
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

/// Whether a style says that an element stands on lines of its own.
fn stands_on_lines(style: &str) -> bool {
    let display = declaration(style, "display").unwrap_or_default();
    matches!(display, "block" | "flex" | "grid" | "table" | "list-item")
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
