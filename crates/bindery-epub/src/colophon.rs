//! The last page: what the book was made from, and what was left out.
use std::collections::BTreeMap;

use bindery_html::{push_attribute, push_text};
use bindery_model::{Diagnostic, Severity};

use crate::document;
use crate::href::web_href;
use crate::labels::Labels;
use crate::metadata::Metadata;

pub(crate) fn colophon(metadata: &Metadata, labels: &Labels, found: &[Diagnostic]) -> String {
    let mut out = String::new();
    document::open(
        &mut out,
        labels.colophon,
        &metadata.language,
        Some("backmatter"),
    );
    out.push_str("<section class=\"colophon\" role=\"doc-colophon\" epub:type=\"colophon\"");
    document::push_direction_of_labels(&mut out, &metadata.language);
    out.push_str(">\n<h1>");
    push_text(&mut out, labels.colophon);
    out.push_str("</h1>\n<p>");
    push_text(&mut out, labels.made_from);
    match metadata.source.as_deref().and_then(web_href) {
        Some(address) => {
            out.push_str("<a");
            push_attribute(&mut out, "href", &address);
            out.push('>');
            push_text(&mut out, &address);
            out.push_str("</a>");
        }
        None => push_text(&mut out, &metadata.title),
    }
    out.push_str("</p>\n<p>");
    push_text(&mut out, &format!("{}{}", labels.posts, metadata.posts));
    out.push_str("</p>\n");
    write_losses(&mut out, labels, found);
    out.push_str("</section>\n");
    document::close(&mut out);
    out
}

/// What was found, by code, with the first message of each.
fn write_losses(out: &mut String, labels: &Labels, found: &[Diagnostic]) {
    let mut losses: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    // What a post has lost is told even where that is as it should be, such as a script.
    let is_loss =
        |found: &&Diagnostic| found.severity > Severity::Note || found.code.starts_with("text.");
    for diagnostic in found.iter().filter(is_loss) {
        losses
            .entry(&diagnostic.code)
            .or_insert((0, &diagnostic.message))
            .0 += 1;
    }
    if losses.is_empty() {
        out.push_str("<p>");
        push_text(out, labels.nothing_left_out);
        out.push_str("</p>\n");
        return;
    }
    out.push_str("<p>");
    push_text(out, labels.left_out);
    // The messages are English, whatever the book is.
    out.push_str("</p>\n<ul lang=\"en\" xml:lang=\"en\" dir=\"ltr\">\n");
    for (code, (count, message)) in losses {
        out.push_str("<li><code>");
        push_text(out, code);
        out.push_str("</code> ");
        push_text(out, &format!("({count}): {message}"));
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n");
}
