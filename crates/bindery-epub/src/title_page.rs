//! The title page and the page of the cover.
use bindery_html::{push_attribute, push_text};

use crate::document;
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
    if let Some(subtitle) = &metadata.subtitle {
        push_line(&mut out, "subtitle", subtitle);
    }
    if let Some(series) = &metadata.series {
        let position = series
            .position
            .as_deref()
            .map(|position| format!(" · {position}"));
        let line = format!("{}{}", series.name, position.unwrap_or_default());
        push_line(&mut out, "series", &line);
    }
    for creator in &metadata.creators {
        let line = match labels.role(&creator.role) {
            Some(role) => format!("{} ({role})", creator.name),
            None => creator.name.clone(),
        };
        push_line(&mut out, "author", &line);
    }
    if let Some(description) = &metadata.description {
        out.push_str("<p>");
        push_text(&mut out, description);
        out.push_str("</p>\n");
    }
    if let (Some(first), Some(last)) = (metadata.first, metadata.last) {
        let (first, last) = (labels.day(first), labels.day(last));
        let span = if first == last {
            first
        } else {
            format!("{first} – {last}")
        };
        out.push_str("<p class=\"about\"");
        document::push_direction_of_labels(&mut out, &metadata.language);
        out.push('>');
        push_text(&mut out, &span);
        out.push_str("</p>\n");
    }
    for line in [&metadata.publisher, &metadata.rights]
        .into_iter()
        .flatten()
    {
        push_line(&mut out, "imprint", line);
    }
    out.push_str("</section>\n");
    document::close(&mut out);
    out
}

fn push_line(out: &mut String, class: &str, text: &str) {
    out.push_str("<p");
    push_attribute(out, "class", class);
    out.push('>');
    push_text(out, text);
    out.push_str("</p>\n");
}

/// The page that shows the cover.
pub(crate) fn cover_page(metadata: &Metadata, labels: &Labels, picture: &str) -> String {
    let mut out = String::new();
    document::open(&mut out, labels.cover, &metadata.language, Some("cover"));
    out.push_str("<p class=\"cover\"><img");
    push_attribute(&mut out, "src", picture);
    push_attribute(&mut out, "alt", &metadata.title);
    out.push_str("/></p>\n");
    document::close(&mut out);
    out
}
