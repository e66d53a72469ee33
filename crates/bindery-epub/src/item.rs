//! A line of the table of contents.

/// A line of the contents, with the lines below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) label: String,
    pub(crate) href: String,
    pub(crate) children: Vec<Item>,
}

impl Item {
    pub(crate) fn leaf(label: impl Into<String>, href: impl Into<String>) -> Item {
        Item {
            label: label.into(),
            href: href.into(),
            children: Vec::new(),
        }
    }

    /// Adds an item below groups, the outermost first. Items come in order, so a group is either
    /// the last one or new. A group leads to its first item.
    pub(crate) fn insert(items: &mut Vec<Item>, groups: &[String], item: Item) {
        let Some((group, inner)) = groups.split_first() else {
            return items.push(item);
        };
        if items.last().is_none_or(|last| last.label != *group) {
            items.push(Item::leaf(group, &*item.href));
        }
        if let Some(last) = items.last_mut() {
            Item::insert(&mut last.children, inner, item);
        }
    }
}
