//! What a file is, by how it begins.
use bindery_parse::decode;

use super::elements::attribute;
use super::markup::{Found, Kind, Lexer, Markup};
use super::movable_type;
use super::split::is_root_name;
use crate::storage::has_ending;
use crate::{Error, SiteKind};

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
    /// What Ghost exports.
    Ghost,
    /// What Movable Type exports.
    MovableType,
}

impl Format {
    /// The kind of a site that is made of such files.
    pub(crate) fn kind(self) -> SiteKind {
        match self {
            Format::Rss | Format::Atom | Format::Json => SiteKind::Feed,
            Format::WordPress => SiteKind::WordPress,
            Format::Ghost => SiteKind::Ghost,
            Format::MovableType => SiteKind::MovableType,
        }
    }

    /// Whether it holds a whole site, in the order in which it was written.
    pub(crate) fn is_export(self) -> bool {
        self.kind().is_export()
    }
}

/// How feeds are named in a folder.
const ENDINGS: [&str; 6] = ["xml", "rss", "atom", "rdf", "json", "wxr"];

/// Whether a file is named as feeds are.
pub(crate) fn is_named_as_feed(path: &str) -> bool {
    has_ending(path, &ENDINGS)
}

/// The format of a file, whose first bytes are given; `None` if it is none of these. In a file that
/// is named as a feed, something may stand before it: a message of the program that made it.
pub(crate) fn format_of(path: &str, head: &[u8]) -> Option<Format> {
    let decoded = decode(head);
    let text = decoded.text.trim_start_matches('\u{feff}').trim_start();
    match text.as_bytes().first()? {
        b'{' => json_format(text),
        b'<' => xml_format(text, is_named_as_feed(path)),
        _ => movable_type::is_one(text).then_some(Format::MovableType),
    }
}

fn json_format(text: &str) -> Option<Format> {
    let is_ghost = || {
        let keys = [r#""exported_on""#, r#""data""#];
        keys.iter().all(|key| text.contains(key))
    };
    match is_json_feed(text) {
        true => Some(Format::Json),
        false => is_ghost().then_some(Format::Ghost),
    }
}

fn is_json_feed(text: &str) -> bool {
    text.contains("://jsonfeed.org/version/") || text.contains(r":\/\/jsonfeed.org\/version\/")
}

/// The format that the root element tells; it is the first, or comes later if `late`.
fn xml_format(text: &str, late: bool) -> Option<Format> {
    let mut tags = tags(text);
    let root = if late && !is_page(text) {
        tags.find(|markup| is_root_name(local_name(text, markup)))?
    } else {
        tags.next()?
    };
    let tag = &text[root.span.clone()];
    match local_name(text, &root) {
        "rss" if text.contains("//wordpress.org/export/") => Some(Format::WordPress),
        "rss" => Some(Format::Rss),
        "RDF" if tag.contains("/rss/1.0/") || tag.contains("/rdf/simple/0.9/") => Some(Format::Rss),
        "feed" => Some(Format::Atom),
        "entry" if tag.contains("http://www.w3.org/2005/Atom") => Some(Format::Atom),
        _ => None,
    }
}

/// Whether a text is a page of HTML, by its first tag or its document type.
fn is_page(text: &str) -> bool {
    let begins = |words: &str| {
        let start = text.get(..words.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(words))
    };
    let first = tags(text).next();
    let first = first.map(|markup| local_name(text, &markup).to_ascii_lowercase());
    begins("<!doctype html") || matches!(first.as_deref(), Some("html" | "head" | "body"))
}

fn local_name<'t>(text: &'t str, markup: &Markup) -> &'t str {
    let name = &text[markup.inner.clone()];
    name.rsplit(':').next().unwrap_or_default()
}

/// The start tags of a text.
fn tags(text: &str) -> impl Iterator<Item = Markup> + '_ {
    let (mut lexer, mut at) = (Lexer::whole(), 0);
    std::iter::from_fn(move || {
        let Found::Markup(markup) = lexer.next(text.as_bytes(), at) else {
            return None;
        };
        at = markup.span.end;
        Some(markup)
    })
    .filter(|markup| matches!(markup.kind, Kind::Start | Kind::Empty))
}

/// What a file is that is none of those that hold posts, as far as its first bytes tell: a web page
/// that came in place of a feed, and the like.
pub(crate) fn mistaken(path: &str, head: &[u8]) -> Option<Error> {
    let path = path.to_owned();
    if head.is_empty() {
        return Some(Error::EmptyFile { path });
    }
    let decoded = decode(head);
    let text = decoded.text.trim_start_matches('\u{feff}').trim_start();
    if !text.starts_with('<') {
        return None;
    }
    if is_page(text) {
        let feed = tags(text).find_map(|tag| named_feed(&text[tag.span]));
        return Some(Error::WebPage { path, feed });
    }
    match local_name(text, &tags(text).next()?) {
        "opml" => Some(Error::ListOfFeeds { path }),
        "urlset" | "sitemapindex" => Some(Error::SiteMap { path }),
        _ => None,
    }
}

/// The address of the feed that a `<link rel=alternate>` names.
fn named_feed(tag: &str) -> Option<String> {
    let kind = attribute(tag, "type")?.to_ascii_lowercase();
    let is_feed = ["rss+xml", "atom+xml", "feed+json"]
        .iter()
        .any(|feed| kind.contains(feed));
    attribute(tag, "href").filter(|_| is_feed)
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
            (
                r#"{"db":[{"meta":{"exported_on":1,"version":"5.0"},"data":{"posts":[]}}]}"#,
                Some(Format::Ghost),
            ),
            (
                "AUTHOR: jo\r\nTITLE: x\r\n-----\r\nBODY:\r\n",
                Some(Format::MovableType),
            ),
            ("TITLE: x\n-----\nbody\n", None),
            ("<!DOCTYPE html><html>", None),
            (
                "<br />\n<b>Warning</b>: x\n<?xml version='1.0'?><rss>",
                Some(Format::Rss),
            ),
            ("<!DOCTYPE html><HTML><body><xmp><rss></xmp>", None),
            ("---\ntitle: <rss>\n---", None),
            ("", None),
        ];
        for (head, format) in cases {
            assert_eq!(format_of("feed.xml", head.as_bytes()), format, "{head}");
        }
        let post = b"<p>A feed begins with</p><rss version='2.0'>";
        assert_eq!(format_of("post.html", post), None);
    }

    #[test]
    fn what_is_no_feed_is_named() {
        let cases = [
            ("", "x: is empty"),
            (
                "<!doctype html><title>x</title><html>",
                "x: is a web page, not a feed; look",
            ),
            (
                "\u{feff}\n<!-- x --><HTML><p>x",
                "x: is a web page, not a feed; look",
            ),
            (
                "<html><link rel=icon href=i><LINK type='application/rss+xml' href='/f?a&amp;b'>",
                "x: is a web page, not a feed; it says that its feed is at /f?a&b: save",
            ),
            ("<?xml version='1.0'?><opml>", "x: is a list of feeds"),
            ("<urlset xmlns='x'>", "x: is a map of a site"),
            ("<note/>", ""),
            ("words", ""),
        ];
        for (head, expected) in cases {
            let message = mistaken("x", head.as_bytes()).map(|error| error.to_string());
            let message = message.unwrap_or_default();
            assert!(message.starts_with(expected), "{head}: {message}");
            assert_eq!(message.is_empty(), expected.is_empty(), "{head}: {message}");
        }
    }
}
