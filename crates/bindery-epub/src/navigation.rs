//! The navigation document (EPUB 3.3, section 7) and the NCX of EPUB 2 for older readers.
use bindery_html::{push_attribute, push_text};

use crate::document;
use crate::item::Item;
use crate::labels::Labels;
use crate::metadata::Metadata;

/// Places that readers have buttons for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Landmarks<'a> {
    /// Whether there is a page with a cover.
    pub(crate) cover: bool,
    /// Whether there is a title page.
    pub(crate) title_page: bool,
    /// Where the text begins.
    pub(crate) start: &'a str,
    /// The first index.
    pub(crate) index: Option<&'a str>,
}

/// The navigation document.
pub(crate) fn navigation_document(
    metadata: &Metadata,
    labels: &Labels,
    items: &[Item],
    landmarks: &Landmarks<'_>,
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
    push_attribute(&mut out, "aria-label", labels.landmarks);
    out.push_str(">\n<ol>\n");
    let landmarks = [
        landmarks
            .cover
            .then_some(("cover", "cover.xhtml", labels.cover)),
        landmarks
            .title_page
            .then_some(("titlepage", "title-page.xhtml", labels.title_page)),
        Some(("toc", "nav.xhtml#toc", labels.contents)),
        Some(("bodymatter", landmarks.start, labels.start)),
        landmarks.index.map(|href| ("index", href, labels.index)),
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
