//! The table of contents that `{:toc}` asks for.
use super::tree::{Element, Kind};

/// A header that the table lists.
pub(super) struct Entry {
    pub(super) level: u8,
    pub(super) id: String,
    pub(super) content: Vec<Element>,
}

/// The list that takes the place of `list`: lists within lists by level.
pub(super) fn contents(list: &Element, entries: Vec<Entry>) -> Element {
    let mut root = Element::new(list.kind.clone());
    root.attributes = list.attributes.clone();
    if root.attributes.get("id").is_none() {
        root.attributes.set("id", "markdown-toc");
    }
    let prefix = root.attributes.get("id").unwrap_or_default().to_owned();
    // The open items, the innermost last.
    let mut open: Vec<(u8, Element)> = Vec::new();
    for entry in entries {
        while open.last().is_some_and(|(level, _)| *level >= entry.level) {
            close(&mut open, &mut root);
        }
        let mut link = Element::with_children(Kind::Link, without_links(entry.content));
        link.attributes.set("href", format!("#{}", entry.id));
        link.attributes.set("id", format!("{prefix}-{}", entry.id));
        let kind = Kind::Paragraph { transparent: true };
        let text = Element::with_children(kind, vec![link]);
        let item = Element::with_children(Kind::Item, vec![text]);
        open.push((entry.level, item));
    }
    while !open.is_empty() {
        close(&mut open, &mut root);
    }
    root
}

/// Puts the innermost item into the one that it stands in.
fn close(open: &mut Vec<(u8, Element)>, root: &mut Element) {
    let Some((_, item)) = open.pop() else {
        return;
    };
    let Some((_, parent)) = open.last_mut() else {
        root.children.push(item);
        return;
    };
    match parent.children.get_mut(1) {
        Some(list) => list.children.push(item),
        None => {
            let list = Element::with_children(root.kind.clone(), vec![item]);
            parent.children.push(list);
        }
    }
}

/// Links and footnotes have no place in a link.
fn without_links(elements: Vec<Element>) -> Vec<Element> {
    let mut kept = Vec::with_capacity(elements.len());
    for mut element in elements {
        element.children = without_links(element.children);
        match element.kind {
            Kind::Link => kept.append(&mut element.children),
            Kind::FootnoteMark => {}
            _ => kept.push(element),
        }
    }
    kept
}
