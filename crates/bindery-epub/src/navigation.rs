//! The navigation document (EPUB 3.3, section 7) and the NCX of EPUB 2 for older readers.
use bindery_html::{push_attribute, push_text};
use bindery_model::{DateTime, Entry};

use crate::GroupBy;
use crate::document;
use crate::labels::Labels;
use crate::metadata::Metadata;

/// A line of the contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) label: String,
    pub(crate) href: String,
    pub(crate) children: Vec<Item>,
}

impl Item {
    fn leaf(label: &str, href: &str) -> Item {
        Item {
            label: label.to_owned(),
            href: href.to_owned(),
            children: Vec::new(),
        }
    }
}

/// The contents of a book: its posts, grouped.
pub(crate) fn contents<'e>(
    posts: impl ExactSizeIterator<Item = (&'e Entry, &'e str)>,
    group_by: GroupBy,
    labels: &Labels,
) -> Vec<Item> {
    let levels: &[Level] = match group_by {
        GroupBy::None => &[],
        GroupBy::Year => &[Level::Year],
        GroupBy::Month => &[Level::Year, Level::Month],
        GroupBy::Size => match posts.len() {
            0..=30 => &[],
            31..=300 => &[Level::Year],
            _ => &[Level::Year, Level::Month],
        },
    };
    let mut items = Vec::new();
    for (entry, href) in posts {
        let title = entry.meta.title.trim();
        let label = if title.is_empty() {
            entry.meta.path.as_str()
        } else {
            title
        };
        let groups: Vec<String> = levels
            .iter()
            .map(|level| level.label(entry.meta.date, labels))
            .collect();
        insert(&mut items, &groups, Item::leaf(label, href));
    }
    items
}

#[derive(Debug, Clone, Copy)]
enum Level {
    Year,
    Month,
}

impl Level {
    fn label(self, date: Option<DateTime>, labels: &Labels) -> String {
        match (date, self) {
            (None, _) => labels.undated.to_owned(),
            (Some(date), Level::Year) => labels.year(date),
            (Some(date), Level::Month) => labels.month(date),
        }
    }
}

/// Posts come in order, so a group is either the last one or new. A group leads to its first post.
fn insert(items: &mut Vec<Item>, groups: &[String], item: Item) {
    let Some((group, inner)) = groups.split_first() else {
        return items.push(item);
    };
    if items.last().is_none_or(|last| last.label != *group) {
        items.push(Item::leaf(group, &item.href));
    }
    if let Some(last) = items.last_mut() {
        insert(&mut last.children, inner, item);
    }
}

/// The navigation document.
pub(crate) fn navigation_document(
    metadata: &Metadata,
    labels: &Labels,
    items: &[Item],
    cover: bool,
) -> String {
    let mut out = String::new();
    document::open(&mut out, labels.contents, &metadata.language, None);
    out.push_str("<nav epub:type=\"toc\" role=\"doc-toc\" id=\"toc\"");
    push_attribute(&mut out, "aria-label", labels.contents);
    out.push_str(">\n<h1>");
    push_text(&mut out, labels.contents);
    out.push_str("</h1>\n");
    write_list(&mut out, items);
    out.push_str("</nav>\n<nav epub:type=\"landmarks\" hidden=\"hidden\"");
    push_attribute(&mut out, "aria-label", labels.start);
    out.push_str(">\n<ol>\n");
    let first = first_post(items);
    let landmarks = [
        cover.then_some(("cover", "cover.xhtml", labels.cover)),
        Some(("titlepage", "title-page.xhtml", labels.title_page)),
        Some(("toc", "nav.xhtml#toc", labels.contents)),
        first.map(|href| ("bodymatter", href, labels.start)),
    ];
    for (kind, href, label) in landmarks.into_iter().flatten() {
        out.push_str("<li><a");
        push_attribute(&mut out, "epub:type", kind);
        push_attribute(&mut out, "href", href);
        out.push('>');
        push_text(&mut out, label);
        out.push_str("</a></li>\n");
    }
    out.push_str("</ol>\n</nav>\n");
    document::close(&mut out);
    out
}

fn first_post(items: &[Item]) -> Option<&str> {
    items.first().map(|item| item.href.as_str())
}

fn write_list(out: &mut String, items: &[Item]) {
    out.push_str("<ol>\n");
    for item in items {
        out.push_str("<li><a");
        push_attribute(out, "href", &item.href);
        out.push('>');
        push_text(out, &item.label);
        out.push_str("</a>");
        if !item.children.is_empty() {
            out.push('\n');
            write_list(out, &item.children);
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ol>\n");
}

/// The NCX (OPF 2.0.1, section 2.4.1).
pub(crate) fn ncx(metadata: &Metadata, items: &[Item]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <ncx xmlns=\"http://www.daisy.org/z3986/2005/ncx/\" version=\"2005-1\"",
    );
    push_attribute(&mut out, "xml:lang", &metadata.language);
    out.push_str(">\n<head>\n<meta name=\"dtb:uid\"");
    push_attribute(&mut out, "content", &metadata.identifier);
    out.push_str("/>\n<meta name=\"dtb:depth\"");
    push_attribute(&mut out, "content", &depth(items).to_string());
    out.push_str("/>\n</head>\n<docTitle><text>");
    push_text(&mut out, &metadata.title);
    out.push_str("</text></docTitle>\n<navMap>\n");
    let (mut order, mut seen) = (0, std::collections::HashMap::new());
    write_points(&mut out, items, &mut order, &mut seen);
    out.push_str("</navMap>\n</ncx>\n");
    out
}

fn depth(items: &[Item]) -> usize {
    items
        .iter()
        .map(|item| 1 + depth(&item.children))
        .max()
        .unwrap_or(0)
}

/// Points that lead to the same place must have the same number.
fn write_points<'i>(
    out: &mut String,
    items: &'i [Item],
    ids: &mut usize,
    seen: &mut std::collections::HashMap<&'i str, usize>,
) {
    for item in items {
        *ids += 1;
        let next = seen.len() + 1;
        let order = *seen.entry(&item.href).or_insert(next);
        out.push_str("<navPoint");
        push_attribute(out, "id", &format!("point-{ids}"));
        push_attribute(out, "playOrder", &order.to_string());
        out.push_str("><navLabel><text>");
        push_text(out, &item.label);
        out.push_str("</text></navLabel><content");
        push_attribute(out, "src", &item.href);
        out.push_str("/>");
        write_points(out, &item.children, ids, seen);
        out.push_str("</navPoint>\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_are_grouped_by_year_and_month() {
        let entry = |date: &str, title: &str| {
            let mut entry = Entry::default();
            entry.meta.date = date.parse().ok();
            entry.meta.title = title.to_owned();
            entry
        };
        let entries = [
            entry("2023-12-31T00:00:00Z", "a"),
            entry("2024-01-01T00:00:00Z", "b"),
            entry("2024-02-01T00:00:00Z", "c"),
            entry("2024-02-02T00:00:00Z", "d"),
        ];
        let posts = entries.iter().zip(["1", "2", "3", "4"]);
        let posts: Vec<_> = posts.collect();
        let items = contents(posts.into_iter(), GroupBy::Month, Labels::of("en"));
        let show = |items: &[Item]| {
            items
                .iter()
                .map(|item| format!("{}→{}", item.label, item.href))
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(show(&items), "2023→1 2024→2");
        assert_eq!(show(&items[1].children), "January 2024→2 February 2024→3");
        assert_eq!(show(&items[1].children[1].children), "c→3 d→4");
    }
}
