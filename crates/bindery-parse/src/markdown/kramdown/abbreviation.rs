//! Abbreviations in text.
use std::collections::HashMap;

use super::Abbreviation;

/// Finds abbreviations by their first characters.
pub(super) struct Finder {
    /// Where they stand among all abbreviations, the longest first.
    by_first: HashMap<char, Vec<usize>>,
}

impl Finder {
    pub(super) fn new(abbreviations: &[Abbreviation]) -> Finder {
        let mut by_first: HashMap<char, Vec<usize>> = HashMap::new();
        for (index, abbreviation) in abbreviations.iter().enumerate() {
            if let Some(first) = abbreviation.short.chars().next() {
                by_first.entry(first).or_default().push(index);
            }
        }
        for names in by_first.values_mut() {
            names.sort_by_key(|&index| std::cmp::Reverse(abbreviations[index].short.len()));
        }
        Finder { by_first }
    }

    /// All abbreviations in a text: where each begins, and which it is.
    pub(super) fn find(&self, text: &str, abbreviations: &[Abbreviation]) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let mut before = None;
        let mut next = 0;
        for (at, c) in text.char_indices() {
            let begins_word = !before.is_some_and(is_word);
            before = Some(c);
            if at < next || !begins_word {
                continue;
            }
            let names = self.by_first.get(&c).into_iter().flatten();
            let name = names.copied().find(|&index| {
                after_name(&text[at..], &abbreviations[index].short)
                    .is_some_and(|after| !after.chars().next().is_some_and(is_word))
            });
            if let Some(index) = name {
                found.push((at, index));
                next = at + abbreviations[index].short.len();
            }
        }
        found
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
