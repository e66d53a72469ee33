//! What a file is, by how it begins.
use bindery_parse::decode;

use super::markup::{Found, Kind, Lexer};

/// How much of a file is looked at.
pub(crate) const HEAD: u64 = 16 << 10;

/// A kind of file that holds many posts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// RSS 0.9x, 1.0 or 2.0.
    Rss,
    /// Atom 1.0 or 0.3.
    Atom,
    /// JSON Feed 1.0 or 1.1.
    Json,
    /// What WordPress exports (WXR).
    WordPress,
}

/// The format of a file, whose first bytes are given; `None` if it is none of these.
pub(crate) fn format_of(head: &[u8]) -> Option<Format> {
    let decoded = decode(head);
    let text = decoded.text.trim_start_matches('\u{feff}').trim_start();
    match text.as_bytes().first()? {
        b'{' => is_json_feed(text).then_some(Format::Json),
        b'<' => xml_format(text),
        _ => None,
    }
}

fn is_json_feed(text: &str) -> bool {
    text.contains("://jsonfeed.org/version/") || text.contains(r":\/\/jsonfeed.org\/version\/")
}

/// The format that the root element tells.
fn xml_format(text: &str) -> Option<Format> {
    let (mut lexer, mut at) = (Lexer::whole(), 0);
    loop {
        let Found::Markup(markup) = lexer.next(text.as_bytes(), at) else {
            return None;
        };
        at = markup.span.end;
        if markup.kind == Kind::Other {
            continue;
        }
        let tag = &text[markup.span.clone()];
        let name = text[markup.inner].rsplit(':').next()?;
        return match name {
            "rss" if text.contains("//wordpress.org/export/") => Some(Format::WordPress),
            "rss" => Some(Format::Rss),
            "RDF" if tag.contains("/rss/1.0/") || tag.contains("/rdf/simple/0.9/") => {
                Some(Format::Rss)
            }
            "feed" => Some(Format::Atom),
            "entry" if tag.contains("http://www.w3.org/2005/Atom") => Some(Format::Atom),
            _ => None,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_tells_the_format() {
        let cases = [
            (
                "\u{feff}\n<?xml version='1.0'?><!-- rss --><rss version='2.0'>",
                Some(Format::Rss),
            ),
            (
                "<rss xmlns:wp='http://wordpress.org/export/1.2/'>",
                Some(Format::WordPress),
            ),
            (
                "<a:feed xmlns:a='http://www.w3.org/2005/Atom'>",
                Some(Format::Atom),
            ),
            (
                "<rdf:RDF xmlns='http://purl.org/rss/1.0/'>",
                Some(Format::Rss),
            ),
            ("<rdf:RDF xmlns='http://xmlns.com/foaf/0.1/'>", None),
            (
                r#"{ "version": "https:\/\/jsonfeed.org\/version\/1" }"#,
                Some(Format::Json),
            ),
            ("{\"name\": 1}", None),
            ("<!DOCTYPE html><html>", None),
            ("---\ntitle: <rss>\n---", None),
            ("", None),
        ];
        for (head, format) in cases {
            assert_eq!(format_of(head.as_bytes()), format, "{head}");
        }
    }
}
