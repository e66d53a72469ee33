//! What documents are made of, to choose few of many that have all of it.
use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Attributes whose values, too, matter to those who check a book.
const TELLING: [&str; 4] = ["role", "epub:type", "dir", "tabindex"];

/// The kinds of elements in a document: each by its name and attributes, in an element of which
/// name, and whether there is text in it.
///
/// # Panics
///
/// Where the document is not well-formed.
pub fn structures(document: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open: Vec<(String, bool)> = Vec::new();
    let mut reader = Reader::from_str(document);
    loop {
        match reader.read_event().expect("documents are well-formed") {
            Event::Start(start) => {
                let name = describe(&start);
                found.insert(format!("{} in {}", name, parent(&open)));
                open.push((name, false));
            }
            Event::Empty(start) => {
                found.insert(format!("{} in {}", describe(&start), parent(&open)));
            }
            Event::End(_) => {
                let (name, says_something) = open.pop().expect("an element is open");
                if !says_something {
                    found.insert(format!("silent {name}"));
                }
                if let Some((_, parent)) = open.last_mut() {
                    *parent |= says_something;
                }
            }
            Event::Text(text) if !text.trim().is_empty() => {
                if let Some((_, says_something)) = open.last_mut() {
                    *says_something = true;
                }
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

fn parent(open: &[(String, bool)]) -> &str {
    let name = open.last().map_or("", |(name, _)| name.as_str());
    name.split(' ').next().unwrap_or_default()
}

fn describe(start: &BytesStart<'_>) -> String {
    let mut description = start.name().as_ref().to_owned();
    for attribute in start.attributes() {
        let attribute = attribute.expect("attributes are well-formed");
        description.push(' ');
        description += attribute.key.as_ref();
        if TELLING.contains(&attribute.key.as_ref()) {
            description.push('=');
            description += &attribute.value;
        }
    }
    description
}

/// Places of documents that together have every structure that any of them has.
pub fn choose(documents: &[String]) -> Vec<usize> {
    let mut all: Vec<(usize, BTreeSet<String>)> = documents
        .iter()
        .map(|document| structures(document))
        .enumerate()
        .collect();
    all.sort_by_key(|(_, structures)| std::cmp::Reverse(structures.len()));
    let mut seen = BTreeSet::new();
    let mut chosen = Vec::new();
    for (place, structures) in all {
        let before = seen.len();
        seen.extend(structures);
        if seen.len() > before {
            chosen.push(place);
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_documents_have_all_structures() {
        let documents = ["<a/>", "<a><b/></a>", "<a><b c='1'/>x</a>", "<a><b/></a>"];
        let documents = documents.map(str::to_owned);
        assert_eq!(
            structures(&documents[1]),
            ["a in ", "b in a", "silent a"].map(str::to_owned).into()
        );
        assert_eq!(choose(&documents), [1, 2]);
    }
}
