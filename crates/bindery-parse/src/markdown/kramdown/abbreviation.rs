//! Abbreviations in text.
use std::collections::HashMap;
use std::ops::Range;

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

    /// All abbreviations in a text: where each stands, and which it is.
    pub(super) fn find(
        &self,
        text: &str,
        abbreviations: &[Abbreviation],
    ) -> Vec<(Range<usize>, usize)> {
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
            let name = names.copied().find_map(|index| {
                let after = after_name(&text[at..], &abbreviations[index].short)?;
                (!after.starts_with(is_word)).then_some((index, text.len() - after.len()))
            });
            if let Some((index, end)) = name {
                found.push((at..end, index));
                next = end;
            }
        }
        found
    }
}

/// What follows an abbreviation; a space in it stands for any white space.
fn after_name<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = text;
    for c in name.chars() {
        let after = match c {
            ' ' => rest.trim_start_matches(char::is_whitespace),
            c => rest.strip_prefix(c).unwrap_or(rest),
        };
        if after.len() == rest.len() {
            return None;
        }
        rest = after;
    }
    Some(rest)
}

/// kramdown's word characters are ASCII's.
fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}
