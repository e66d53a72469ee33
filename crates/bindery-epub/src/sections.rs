//! The sections of a post, as the contents list them below its title: by its headings.
use std::collections::{HashMap, HashSet};

use bindery_html::push_attribute;
use bindery_model::{Block, BlockKind, Inline, Post};

use crate::chapter::Document;
use crate::href::fragment_href;
use crate::ids::for_each_id;
use crate::item::Item;

/// A section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Section {
    /// From 1: sections of deeper levels follow the one that they belong to.
    pub(crate) level: u8,
    /// What its heading says.
    pub(crate) label: String,
    /// The `id` of its heading; once the post is written, where that is from the contents.
    pub(crate) href: String,
}

/// The sections of a post down to a level, whose headings get an `id` where they have none.
pub(crate) fn find(post: &mut Post, levels: u8) -> Vec<Section> {
    if levels == 0 {
        return Vec::new();
    }
    let mut ids = HashSet::new();
    let mut add = |id: &str| {
        ids.insert(id.to_owned());
    };
    for_each_id(&post.blocks, &mut add);
    for footnote in &post.footnotes {
        for_each_id(&footnote.blocks, &mut add);
    }
    let numbered = (1..).map(|number: usize| format!("section-{number}"));
    let mut new_ids = numbered.filter(|id| !ids.contains(id));
    let mut sections = Vec::new();
    find_in(&mut post.blocks, levels, &mut new_ids, &mut sections);
    sections
}

/// Headings in quotations, lists and tables begin no section.
fn find_in(
    blocks: &mut [Block],
    levels: u8,
    new_ids: &mut dyn Iterator<Item = String>,
    sections: &mut Vec<Section>,
) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Division { blocks, .. } => find_in(blocks, levels, new_ids, sections),
            BlockKind::Heading { level, content } if *level <= levels => {
                let text = Inline::text_of(content);
                let words: Vec<&str> = text.split_whitespace().collect();
                if words.is_empty() || bindery_html::are_silent(content) {
                    continue;
                }
                let id = &mut block.attributes.get_or_insert_default().id;
                sections.push(Section {
                    level: *level,
                    label: words.join(" "),
                    href: id
                        .get_or_insert_with(|| new_ids.next().unwrap_or_default())
                        .clone(),
                });
            }
            _ => {}
        }
    }
}

/// Lets the sections lead to their headings in the documents of their post; what is in none of them is
/// left out.
pub(crate) fn place(sections: Vec<Section>, documents: &[Document<String>]) -> Vec<Section> {
    if sections.is_empty() {
        return sections;
    }
    let mut names = HashMap::new();
    for document in documents {
        names.extend(ids_in(&document.content).map(|id| (id, &document.name)));
    }
    let placed = sections.into_iter().filter_map(|section| {
        let mut attribute = String::new();
        push_attribute(&mut attribute, "id", &section.href);
        let name = names.get(&*attribute)?;
        let href = [name, &*fragment_href(&section.href)].concat();
        Some(Section { href, ..section })
    });
    placed.collect()
}

/// The attributes `id` of a document's tags, as they are written.
fn ids_in(content: &str) -> impl Iterator<Item = &str> {
    let tags = content.split('<').filter_map(|tag| tag.split('>').next());
    tags.filter_map(|tag| {
        let start = tag.find(ID)?;
        let length = tag[start + ID.len()..].find('"')?;
        Some(&tag[start..=start + ID.len() + length])
    })
}

/// What an `id` begins with.
const ID: &str = " id=\"";

/// The sections as lines of the contents.
pub(crate) fn items(sections: &[Section]) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for section in sections {
        let mut list = &mut items;
        let mut level = 1;
        // Below the last line of each level above, as far as there are lines.
        while level < section.level && !list.is_empty() {
            let last = list.len() - 1;
            list = &mut list[last].children;
            level += 1;
        }
        list.push(Item::leaf(&*section.label, &*section.href));
    }
    items
}

/// Puts the lines of the sections of each post, by its first document, below its own; those of posts that
/// have no line of their own are left over.
pub(crate) fn add(items: &mut [Item], sections: &mut HashMap<String, Vec<Item>>) {
    for item in items {
        if !item.children.is_empty() {
            add(&mut item.children, sections);
        } else if let Some(sections) = sections.remove(&item.href) {
            item.children = sections;
        }
    }
}

#[cfg(test)]
mod tests {
    use bindery_model::Attributes;

    use super::*;

    fn heading(level: u8, text: &str, id: Option<&str>) -> Block {
        let attributes = Attributes {
            id: id.map(str::to_owned),
            ..Attributes::default()
        };
        Block {
            attributes: attributes.boxed(),
            ..Block::heading(level, vec![Inline::text(text)])
        }
    }

    #[test]
    fn headings_down_to_a_level_are_sections_and_have_ids() {
        let quote = BlockKind::Quote {
            blocks: vec![heading(1, "quoted", None)],
        };
        let mut post = Post {
            blocks: vec![
                heading(1, "A\n heading", Some("section-1")),
                heading(2, "below", None),
                heading(3, "too deep", None),
                heading(1, " ", None),
                quote.into(),
                BlockKind::Division {
                    role: bindery_model::Role::Plain,
                    blocks: vec![heading(1, "in a division", None)],
                }
                .into(),
            ],
            ..Post::default()
        };
        let sections = find(&mut post, 2);
        let found: Vec<_> = sections
            .iter()
            .map(|section| (section.level, &*section.label, &*section.href))
            .collect();
        assert_eq!(
            found,
            [
                (1, "A heading", "section-1"),
                (2, "below", "section-2"),
                (1, "in a division", "section-3"),
            ]
        );
        assert_eq!(
            post.blocks[1].attributes.as_ref().unwrap().id.as_deref(),
            Some("section-2")
        );
        assert_eq!(find(&mut post, 0), []);
        let labels = |items: &[Item]| -> Vec<String> {
            items.iter().map(|item| item.label.clone()).collect()
        };
        let items = items(&sections);
        assert_eq!(labels(&items), ["A heading", "in a division"]);
        assert_eq!(labels(&items[0].children), ["below"]);
    }

    #[test]
    fn sections_lead_into_the_documents_that_hold_them() {
        let section = |id: &str| Section {
            level: 1,
            label: id.to_owned(),
            href: id.to_owned(),
        };
        let document = |name: &str, content: &str| Document {
            name: name.to_owned(),
            content: content.to_owned(),
            has_math: false,
        };
        let documents = [
            document(
                "a.xhtml",
                "<h2 id=\"one\">1</h2><p>an id=\"two\" in text</p>",
            ),
            document("b.xhtml", "<h2 id=\"a&quot;b\">2</h2><h2 id=\"two\">3</h2>"),
        ];
        let placed = place(
            vec![
                section("one"),
                section("a\"b"),
                section("two"),
                section("none"),
            ],
            &documents,
        );
        let hrefs: Vec<&str> = placed.iter().map(|section| &*section.href).collect();
        assert_eq!(hrefs, ["a.xhtml#one", "b.xhtml#a%22b", "b.xhtml#two"]);
    }

    #[test]
    fn levels_that_are_left_out_are_no_lines() {
        let section = |level, label: &str| Section {
            level,
            label: label.to_owned(),
            href: String::new(),
        };
        let items = items(&[
            section(2, "a"),
            section(2, "b"),
            section(1, "c"),
            section(3, "d"),
        ]);
        assert_eq!(items.len(), 2);
        assert_eq!(items[0].label, "a");
        assert_eq!(items[0].children[0].label, "b");
        assert_eq!(items[1].children[0].label, "d");
    }
}
