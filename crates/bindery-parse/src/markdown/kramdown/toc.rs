//! The table of contents that `{:toc}` asks for.
use super::tree::{Attributes, Element, Kind};
use super::write::Writer;

/// A header that the table lists.
pub(super) struct Entry {
    pub(super) level: u8,
    pub(super) id: String,
    /// Its text, whose spans are read again.
    pub(super) content: String,
}

/// An item of the table that is open.
struct Item {
    level: u8,
    /// Whether a list in it was begun.
    has_list: bool,
}

impl Writer<'_> {
    /// Writes what takes the place of `list`: lists within lists by level.
    pub(super) fn write_contents(&mut self, list: &Element, entries: &[Entry]) {
        let name = match list.kind {
            Kind::OrderedList => "ol",
            _ => "ul",
        };
        let mut attributes = list.attributes.clone();
        if attributes.get("id").is_none() {
            attributes.set("id", "markdown-toc");
        }
        let prefix = attributes.get("id").unwrap_or_default().to_owned();
        // Links and footnotes have no place in a link.
        self.without_links = true;
        self.open(name, &attributes, ">\n");
        let mut open: Vec<Item> = Vec::new();
        for entry in entries {
            while open.last().is_some_and(|item| item.level >= entry.level) {
                self.close_item(open.pop(), name);
            }
            if let Some(item) = open.last_mut().filter(|item| !item.has_list) {
                item.has_list = true;
                self.open(name, &Attributes::default(), ">\n");
            }
            let mut link = Attributes::default();
            link.set("href", format!("#{}", entry.id));
            link.set("id", format!("{prefix}-{}", entry.id));
            self.out.push_str("<li>");
            self.open("a", &link, ">");
            self.write_spans(&entry.content);
            self.close("a");
            open.push(Item {
                level: entry.level,
                has_list: false,
            });
        }
        while !open.is_empty() {
            self.close_item(open.pop(), name);
        }
        self.close(name);
        self.out.push('\n');
        self.without_links = false;
    }

    fn close_item(&mut self, item: Option<Item>, list: &str) {
        if item.is_some_and(|item| item.has_list) {
            self.close(list);
            self.out.push('\n');
        }
        self.out.push_str("</li>\n");
    }
}
