use std::borrow::Cow;
use std::collections::BTreeSet;

use bindery_model::{Attributes, Direction, is_xml_char, language_tag};

use super::walk::Lowering;
use crate::html::Element;

impl<'a> Lowering<'a> {
    /// The attributes of an element, among them where its text comes from.
    pub(super) fn attributes(&mut self, element: Element<'a>) -> Option<Box<Attributes>> {
        if !element.has_attributes() {
            return None;
        }
        let mut attributes = self.ids.read(element);
        if matches!(element.name(), "blockquote" | "q" | "ins" | "del")
            && let Some(source) = element.attribute("cite").map(str::trim)
            && let Some(target) = (!source.is_empty()).then(|| self.resolve.resolve(source))
        {
            attributes.get_or_insert_default().cite = target;
        }
        attributes.filter(|attributes| !attributes.is_empty())
    }
}

/// The ids that a post has so far.
#[derive(Debug, Default)]
pub(super) struct Ids<'a>(BTreeSet<Cow<'a, str>>);

impl<'a> Ids<'a> {
    /// The attributes that the model keeps; `None` if there are none. Of two elements with one id
    /// the first has it, as in browsers.
    pub(super) fn read(&mut self, element: Element<'a>) -> Option<Box<Attributes>> {
        if !element.has_attributes() {
            return None;
        }
        let mut attributes = Attributes::default();
        for attribute in element.attributes() {
            let value = attribute.value;
            match attribute.name {
                // It may be the name too, which has it then.
                "id" => attributes.id = self.take(value).or(attributes.id),
                // The old form of an id; on other elements it names a control.
                "name" if attributes.id.is_none() && element.name() == "a" => {
                    attributes.id = self.take(value);
                }
                "class" => {
                    let classes = value.split_ascii_whitespace();
                    attributes.classes = classes
                        .filter(|class| class.chars().all(is_xml_char))
                        .map(str::to_owned)
                        .collect();
                }
                "lang" | "xml:lang" if attributes.language.is_none() => {
                    attributes.language = language_tag(value);
                }
                "dir" => attributes.direction = direction(value),
                _ => {}
            }
        }
        attributes.boxed()
    }

    /// The id of a value, if no element has it yet.
    pub(super) fn take(&mut self, value: &'a str) -> Option<String> {
        let id = clean_id(value)?;
        let text = id.to_string();
        self.0.insert(id).then_some(text)
    }
}

/// An id without the characters that may not stand in one; `None` if nothing is left.
pub(super) fn clean_id(value: &str) -> Option<Cow<'_, str>> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Some(value.into());
    }
    let id: String = value
        .chars()
        .filter(|&c| is_xml_char(c))
        .map(|c| if c.is_whitespace() { '-' } else { c })
        .collect();
    (!id.is_empty()).then(|| id.into())
}

fn direction(value: &str) -> Option<Direction> {
    let value = value.trim();
    [
        ("ltr", Direction::Ltr),
        ("rtl", Direction::Rtl),
        ("auto", Direction::Auto),
    ]
    .into_iter()
    .find_map(|(name, direction)| value.eq_ignore_ascii_case(name).then_some(direction))
}

/// Whether a browser shows nothing of the element, because its attributes say so.
pub(super) fn is_hidden(element: Element<'_>) -> bool {
    element.attributes().any(|attribute| match attribute.name {
        "hidden" => !attribute.value.eq_ignore_ascii_case("until-found"),
        "style" => {
            let says = |property, value: &str| {
                declaration(attribute.value, property)
                    .is_some_and(|v| v.eq_ignore_ascii_case(value))
            };
            says("display", "none") || says("visibility", "hidden")
        }
        _ => false,
    })
}

/// The first word of the value of a property in a `style` attribute; the last one counts.
pub(super) fn declaration<'a>(style: &'a str, property: &str) -> Option<&'a str> {
    let mut from_last = declarations(style).rev();
    let (_, value) = from_last.find(|(name, _)| name.eq_ignore_ascii_case(property))?;
    Some(value)
}

/// The properties of a `style` attribute, each with the first word of its value.
pub(super) fn declarations(style: &str) -> impl DoubleEndedIterator<Item = (&str, &str)> {
    style.split(';').filter_map(|declaration| {
        let (name, value) = declaration.split_once(':')?;
        let mut words = value.split(['!', ' ']).map(str::trim);
        Some((name.trim(), words.find(|word| !word.is_empty())?))
    })
}

/// Whether the element has the class.
pub(super) fn has_class(element: Element<'_>, name: &str) -> bool {
    element
        .attribute("class")
        .is_some_and(|classes| classes.split_ascii_whitespace().any(|class| class == name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_no_white_space() {
        for (value, id) in [
            (" a ", Some("a")),
            ("a b", Some("a-b")),
            ("注\u{3000}一\u{a0}", Some("注-一")),
            ("a\u{1}", Some("a")),
            (" ", None),
        ] {
            assert_eq!(clean_id(value).as_deref(), id, "{value:?}");
        }
    }
}
