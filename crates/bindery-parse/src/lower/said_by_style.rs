//! What only style sheets say of a text: editors write `<span style="font-weight: bold">`, and programs
//! for documents classes of their own (`.c1 { font-weight: 700 }`).
use std::collections::HashMap;

use bindery_model::Style;

use super::attributes::declarations;
use super::walk::{descendants, text_in};
use crate::html::{Element, Tree};

/// How much of the style sheets of a page is read.
const MAX_SHEET: usize = 1 << 20;

/// What declarations say of a text; `None` where they say nothing of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Emphasis {
    bold: Option<bool>,
    italic: Option<bool>,
    underlined: Option<bool>,
    struck: Option<bool>,
    raised: Option<bool>,
    lowered: Option<bool>,
}

impl Emphasis {
    fn of(style: &str) -> Emphasis {
        let mut said = Emphasis::default();
        for (property, value) in declarations(style) {
            let is = |name: &str| property.eq_ignore_ascii_case(name);
            let says = |word: &str| value.eq_ignore_ascii_case(word);
            if is("font-weight") {
                said.bold = Some(is_bold(value));
            } else if is("font-style") {
                said.italic = Some(says("italic") || says("oblique"));
            } else if is("text-decoration") || is("text-decoration-line") {
                said.underlined = Some(says("underline"));
                said.struck = Some(says("line-through"));
            } else if is("vertical-align") {
                said.raised = Some(says("super"));
                said.lowered = Some(says("sub"));
            }
        }
        said
    }

    /// The same, where the other says nothing.
    fn or(self, other: Emphasis) -> Emphasis {
        Emphasis {
            bold: self.bold.or(other.bold),
            italic: self.italic.or(other.italic),
            underlined: self.underlined.or(other.underlined),
            struck: self.struck.or(other.struck),
            raised: self.raised.or(other.raised),
            lowered: self.lowered.or(other.lowered),
        }
    }

    /// Whether it says that an element which is bold or slanted by its name is not.
    pub(super) fn undoes(self, style: &Style) -> bool {
        match style {
            Style::Bold | Style::Strong => self.bold == Some(false),
            Style::Italic | Style::Emphasis => self.italic == Some(false),
            _ => false,
        }
    }

    pub(super) fn styles(self) -> impl Iterator<Item = Style> {
        [
            (self.bold, Style::Bold),
            (self.italic, Style::Italic),
            (self.underlined, Style::Underline),
            (self.struck, Style::Strikethrough),
            (self.raised, Style::Superscript),
            (self.lowered, Style::Subscript),
        ]
        .into_iter()
        .filter_map(|(is_said, style)| (is_said == Some(true)).then_some(style))
    }
}

/// Whether it is a weight of bold type.
fn is_bold(weight: &str) -> bool {
    let is_name = |name: &str| weight.eq_ignore_ascii_case(name);
    is_name("bold") || is_name("bolder") || weight.parse::<u16>().is_ok_and(|weight| weight >= 600)
}

/// The classes of a page of which its style sheets say something, with their places there: what is said
/// last counts.
#[derive(Debug, Default)]
pub(crate) struct Classes(HashMap<String, (usize, Emphasis)>);

impl Classes {
    /// The rules of the page's own style sheets whose selectors are a class alone, or an element's name
    /// and a class.
    pub(crate) fn of(tree: &Tree<'_>) -> Classes {
        let mut classes = Classes::default();
        for node in descendants(tree, tree.root()) {
            if tree
                .element(node)
                .is_some_and(|element| element.name() == "style")
            {
                let sheet = text_in(tree, node);
                classes.read(&sheet[..sheet.floor_char_boundary(MAX_SHEET)]);
            }
        }
        classes
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn read(&mut self, sheet: &str) {
        let (mut depth, mut start, mut selectors) = (0usize, 0, "");
        for (at, mark) in sheet.char_indices() {
            match mark {
                // What has no block, such as `@import`, ends here.
                ';' if depth == 0 => start = at + 1,
                '{' => {
                    if depth == 0 {
                        selectors = sheet[start..at].trim();
                    }
                    depth += 1;
                    start = at + 1;
                }
                '}' => {
                    if depth == 1 && !selectors.starts_with('@') {
                        self.add(selectors, &sheet[start..at]);
                    }
                    depth = depth.saturating_sub(1);
                    start = at + 1;
                }
                _ => {}
            }
        }
    }

    fn add(&mut self, selectors: &str, declarations: &str) {
        let emphasis = Emphasis::of(declarations);
        if emphasis == Emphasis::default() {
            return;
        }
        for selector in selectors.split(',') {
            // A comment may stand before it, and what hides the sheet from browsers of old.
            let selector = selector.rsplit("*/").next().unwrap_or_default().trim();
            let selector = selector.trim_start_matches("<!--").trim_start();
            let Some((element, class)) = selector.split_once('.') else {
                continue;
            };
            let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
            if matches!(element, "" | "span" | "font")
                && !class.is_empty()
                && class.chars().all(is_name)
            {
                let place = self.0.len();
                let known = self.0.remove(class).map(|(_, emphasis)| emphasis);
                let emphasis = emphasis.or(known.unwrap_or_default());
                self.0.insert(class.to_owned(), (place, emphasis));
            }
        }
    }

    /// What the attributes of an element say of its text.
    pub(super) fn emphasis(&self, element: Element<'_>) -> Emphasis {
        if !element.has_attributes() {
            return Emphasis::default();
        }
        let (mut own, mut by_class) = (Emphasis::default(), Emphasis::default());
        for attribute in element.attributes() {
            match attribute.name {
                "style" => own = Emphasis::of(attribute.value),
                "class" if !self.0.is_empty() => {
                    let classes = attribute.value.split_ascii_whitespace();
                    let mut rules: Vec<_> = classes.filter_map(|class| self.0.get(class)).collect();
                    rules.sort_by_key(|(place, _)| std::cmp::Reverse(*place));
                    let nothing = Emphasis::default();
                    by_class = rules.iter().fold(nothing, |all, (_, one)| all.or(*one));
                }
                _ => {}
            }
        }
        own.or(by_class)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_of_classes_are_read_and_others_are_not() {
        let mut classes = Classes::default();
        classes.read(
            "@import url(a.css);.a{font-weight:700}<!-- /* A. */ span.b, p.c { font-style: italic; }\
             @media print { .d { font-weight: bold } } .e .f { font-weight: bold } .g{color:red}\
             .a { font-weight: 400; text-decoration: line-through } } -->",
        );
        let mut names: Vec<&str> = classes.0.keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["a", "b"]);
        let (_, emphasis) = classes.0["a"];
        assert_eq!(
            emphasis.styles().collect::<Vec<_>>(),
            [Style::Strikethrough]
        );
    }
}
