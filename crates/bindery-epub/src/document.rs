//! The XHTML around a text.
use bindery_html::{push_attribute, push_text};

use crate::language::is_right_to_left;

/// The style sheet's path from the package document.
pub(crate) const STYLE_SHEET: &str = "style.css";

/// Appends the head of an XHTML document: everything up to its first content.
pub(crate) fn open(out: &mut String, title: &str, language: &str, body_type: Option<&str>) {
    out.push_str(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" \
         xmlns:epub=\"http://www.idpf.org/2007/ops\"",
    );
    push_attribute(out, "lang", language);
    push_attribute(out, "xml:lang", language);
    if is_right_to_left(language) {
        push_attribute(out, "dir", "rtl");
    }
    // What all documents of a language have comes first, for the sake of what packs them.
    out.push_str(
        ">\n<head>\n<meta charset=\"UTF-8\"/>\n<link rel=\"stylesheet\" type=\"text/css\" href=\"",
    );
    out.push_str(STYLE_SHEET);
    out.push_str("\"/>\n<title>");
    push_text(out, title);
    out.push_str("</title>\n</head>\n<body");
    if let Some(kind) = body_type {
        push_attribute(out, "epub:type", kind);
    }
    out.push_str(">\n");
}

/// Gives the body of a document a class that is known once it is written.
pub(crate) fn put_body_class(document: &mut String, class: &str) {
    const BODY: &str = "<body";
    if let Some(at) = document.find(BODY) {
        document.insert_str(at + BODY.len(), &format!(" class=\"{class}\""));
    }
}

/// Appends the direction of the book's own words, such as dates, where the text around them runs the
/// other way: there are labels in no language that is written from right to left.
pub(crate) fn push_direction_of_labels(out: &mut String, language: &str) {
    if is_right_to_left(language) {
        push_attribute(out, "dir", "ltr");
    }
}

/// Appends words of the book itself, and the space behind them, before something that runs the way of
/// the language.
pub(crate) fn push_label(out: &mut String, label: &str, language: &str) {
    if !is_right_to_left(language) {
        return push_text(out, label);
    }
    let words = label.trim_end();
    out.push_str("<span dir=\"ltr\">");
    push_text(out, words);
    out.push_str("</span>");
    out.push_str(&label[words.len()..]);
}

/// Appends the end of a document.
pub(crate) fn close(out: &mut String) {
    out.push_str("</body>\n</html>\n");
}
