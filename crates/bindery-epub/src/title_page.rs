//! The title page and the page of the cover.
use bindery_html::{push_attribute, push_text};

use crate::document;
use crate::images::Picture;
use crate::labels::Labels;
use crate::metadata::Metadata;

/// The title page.
pub(crate) fn title_page(metadata: &Metadata, labels: &Labels) -> String {
    let mut out = String::new();
    document::open(
        &mut out,
        &metadata.title,
        &metadata.language,
        Some("frontmatter"),
    );
    out.push_str("<section class=\"title-page\" epub:type=\"titlepage\">\n<h1>");
    push_text(&mut out, &metadata.title);
    out.push_str("</h1>\n");
    for author in &metadata.authors {
        out.push_str("<p class=\"author\">");
        push_text(&mut out, &author.name);
        out.push_str("</p>\n");
    }
    if let Some(description) = &metadata.description {
        out.push_str("<p>");
        push_text(&mut out, description);
        out.push_str("</p>\n");
    }
    if let (Some(first), Some(last)) = (metadata.first, metadata.last) {
        let (first, last) = (labels.day(first), labels.day(last));
        out.push_str("<p class=\"about\">");
        push_text(&mut out, &first);
        if first != last {
            push_text(&mut out, &format!(" – {last}"));
        }
        out.push_str("</p>\n");
    }
    out.push_str("</section>\n");
    document::close(&mut out);
    out
}

/// The page that shows the cover.
pub(crate) fn cover_page(metadata: &Metadata, labels: &Labels, picture: &Picture) -> String {
    let mut out = String::new();
    document::open(&mut out, labels.cover, &metadata.language, Some("cover"));
    out.push_str("<p class=\"cover\"><img");
    push_attribute(&mut out, "src", &picture.name);
    push_attribute(&mut out, "alt", &metadata.title);
    out.push_str("/></p>\n");
    document::close(&mut out);
    out
}
