//! Abbreviations in text.
use std::collections::HashMap;

use super::Abbreviation;
use super::tree::{Element, Kind};

/// Finds abbreviations by their first characters.
pub(super) struct Finder<'p> {
    /// The longest first.
    by_first: HashMap<char, Vec<&'p str>>,
}

impl<'p> Finder<'p> {
    pub(super) fn new(abbreviations: &'p [Abbreviation]) -> Finder<'p> {
        let mut by_first: HashMap<char, Vec<&str>> = HashMap::new();
        for abbreviation in abbreviations {
            if let Some(first) = abbreviation.short.chars().next() {
                by_first.entry(first).or_default().push(&abbreviation.short);
            }
        }
        for names in by_first.values_mut() {
            names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        }
        Finder { by_first }
    }

    /// Makes elements of all abbreviations in the text below an element.
    pub(super) fn mark(&self, element: &mut Element) {
        let raw = element.is_raw_html();
        let mut children = Vec::with_capacity(element.children.len());
        for mut child in std::mem::take(&mut element.children) {
            if child.kind != Kind::Text {
                self.mark(&mut child);
                children.push(child);
            } else if raw {
                children.push(child);
            } else {
                self.split(child, &mut children);
            }
        }
        element.children = children;
    }

    fn split(&self, text: Element, children: &mut Vec<Element>) {
        let value = &text.value;
        let mut start = 0;
        let mut before = None;
        let mut next = 0;
        for (at, c) in value.char_indices() {
            let begins_word = !before.is_some_and(is_word);
            before = Some(c);
            if at < next || !begins_word {
                continue;
            }
            let names = self.by_first.get(&c).into_iter().flatten();
            let found = names.copied().find(|name| {
                after_name(&value[at..], name)
                    .is_some_and(|after| !after.chars().next().is_some_and(is_word))
            });
            if let Some(name) = found {
                if start < at {
                    children.push(Element::with_value(Kind::Text, &value[start..at]));
                }
                children.push(Element::with_value(Kind::Abbreviation, name));
                start = at + name.len();
                next = start;
            }
        }
        if start == 0 {
            children.push(text);
        } else if start < value.len() {
            children.push(Element::with_value(Kind::Text, &value[start..]));
        }
    }
}

/// What follows an abbreviation, whose spaces may be line ends.
fn after_name<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let same = |(a, b): (u8, u8)| a == b || b == b' ' && a == b'\n';
    let begins = text.len() >= name.len() && text.bytes().zip(name.bytes()).all(same);
    begins.then(|| &text[name.len()..])
}

/// kramdown's word characters are ASCII's.
fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}
