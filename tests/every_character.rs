//! Books unpacked and compared with their posts: every visible character of every post is in its
//! chapter, in order; and no document is longer than readers like.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;

use bindery::Source;
use bindery::archive::{self, Options};
use bindery::epub_format;
use bindery_parse::html::{self, Node, parse_fragment};
use bindery_tests::newsgen;

/// Bytes of the longest document that a book may have.
const LONGEST: usize = 250_000;

fn compare(path: &Path) {
    let options = Options {
        future: Some(true),
        ..Options::default()
    };
    let source = archive::open(path, &options).expect("the archive opens");
    let mut book = Vec::new();
    epub_format::write(&source, &epub_format::Options::default(), &mut book, &())
        .expect("the book is written");
    let chapters = chapters(book);
    assert_eq!(chapters.len(), source.entries().len());
    for (entry, chapter) in source.entries().iter().zip(chapters.values()) {
        let post = source.read(entry).expect("the post can be read").post;
        let shown = visible(chapter);
        let mut shown = shown.chars();
        let wanted: Vec<char> = post.text().chars().filter(|c| !c.is_whitespace()).collect();
        for (at, c) in wanted.iter().enumerate() {
            let before: String = wanted[at.saturating_sub(30)..=at].iter().collect();
            let path = &entry.meta.path;
            assert!(
                shown.any(|shown| shown == *c),
                "{path}: no {c:?} after {before:?}"
            );
        }
    }
}

/// The documents of each post, joined, by its number. None is too long.
fn chapters(book: Vec<u8>) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(book)).expect("the book is a zip file");
    let mut chapters: BTreeMap<String, String> = BTreeMap::new();
    let names: Vec<String> = zip
        .file_names()
        .map(|name| name.expect("names are UTF-8").into_owned())
        .collect();
    for name in names.iter().filter(|name| name.ends_with(".xhtml")) {
        let file = zip.by_name(name).expect("the file is there");
        let text = std::io::read_to_string(file).expect("the file is text");
        assert!(text.len() <= LONGEST, "{name} has {} bytes", text.len());
        if let Some(name) = name.strip_prefix("EPUB/post-") {
            let number = name.split(['-', '.']).next().unwrap_or_default();
            chapters
                .entry(number.to_owned())
                .or_default()
                .push_str(&text);
        }
    }
    chapters
}

/// With the words of drawings, which their descriptions hold, in the drawings' place.
fn with_words_of_drawings(chapter: &str) -> String {
    let mut pieces = chapter.split("<img src=\"image-");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once("\" alt=\"").expect("images have one");
        let (alt, rest) = rest.split_once('"').expect("it ends");
        if name.ends_with(".svg") {
            out.push_str(alt);
        }
        out.push_str("<img");
        out.push_str(rest);
    }
    out
}

/// The text of a chapter without its header, tags and white space.
fn visible(chapter: &str) -> String {
    let (_, text) = chapter
        .split_once("</header>")
        .expect("a chapter has a header");
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        let tag = &rest[start..];
        // A formula is set in signs of its own, beside which its TeX stands.
        if tag.starts_with("<math ")
            && let Some((_, tex)) = tag.split_once(" alttext=\"")
        {
            out.push_str(tex.split('"').next().unwrap_or_default());
            rest = tag.find("</math>").map_or("", |at| &tag[at..]);
            continue;
        }
        // The head of a further document is not shown.
        let end = if tag.starts_with("<head>") {
            "</head>"
        } else {
            ">"
        };
        rest = tag.find(end).map_or("", |at| &tag[at + end.len()..]);
    }
    out.push_str(rest);
    let references = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&amp;", "&"),
    ];
    let text = references.iter().fold(out, |text, (reference, character)| {
        text.replace(reference, character)
    });
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn every_character_of_the_samples_is_in_their_books() {
    for name in ["chinese-news", "dirty", "english-blog"] {
        compare(&bindery_tests::repository().join("samples").join(name));
    }
}

#[test]
fn every_character_of_real_archives_is_in_their_books() {
    if let Some(folder) = bindery_tests::suite("ARCHIVES", "archives") {
        for archive in ["jekyll-news", "news-post", "rails-weblog"] {
            compare(&folder.join(archive));
        }
    }
}

/// What a browser shows of a post of HTML, word by word: the text of its tree, without what is
/// hidden, never shown (as what stands in `audio` and `video`: HTML, sections 4.8.8 and 4.8.9, or in an
/// `object` that shows a picture), a drawing's or a formula's own, or not where it stands.
fn shown_by_browsers(html: &str) -> Vec<String> {
    const NOT_SHOWN: [&str; 19] = [
        "audio", "canvas", "datalist", "desc", "dialog", "iframe", "math", "noembed", "noframes",
        "noscript", "rp", "rt", "script", "select", "style", "table", "template", "title", "video",
    ];
    let tree = parse_fragment(html, "body", &html::Options::default()).expect("it is short");
    let mut words = Vec::new();
    let mut next = tree.next_in_order(tree.root(), tree.root());
    while let Some(id) = next {
        next = match tree.node(id) {
            Node::Element(element)
                if NOT_SHOWN.contains(&element.name())
                    || ["hidden", "data-moved"]
                        .iter()
                        .any(|name| element.attribute(name).is_some())
                    || element.attribute("style") == Some("display:none")
                    || element
                        .attribute("data")
                        .is_some_and(|data| data.ends_with(".png"))
                    || element.attribute("class") == Some("katex-html") =>
            {
                tree.next_after(id, tree.root())
            }
            node => {
                if let Node::Text(text) = node {
                    words.extend(text.split_whitespace().map(str::to_owned));
                }
                tree.next_in_order(id, tree.root())
            }
        };
    }
    words
}

#[test]
fn every_word_that_a_browser_shows_of_odd_posts_is_in_their_book() {
    let site = bindery_tests::repository().join("tests/odd-site");
    compare(&site);
    let source = archive::open(&site, &Options::default()).expect("the archive opens");
    let mut book = Vec::new();
    epub_format::write(&source, &epub_format::Options::default(), &mut book, &())
        .expect("the book is written");
    let mut compared = 0;
    for (entry, chapter) in source.entries().iter().zip(chapters(book).values()) {
        if !entry.meta.path.ends_with(".html") {
            continue;
        }
        let text = std::fs::read_to_string(site.join(entry.meta.path.as_str())).unwrap();
        let (_, html) = text[4..].split_once("---\n").expect("front matter ends");
        let shown = visible(&with_words_of_drawings(chapter));
        let mut rest = shown.as_str();
        for word in shown_by_browsers(html) {
            let at = rest.find(&word);
            let path = &entry.meta.path;
            let at = at.unwrap_or_else(|| panic!("{path}: no {word:?} before {rest:.200}"));
            rest = &rest[at + word.len()..];
            compared += 1;
        }
    }
    assert!(compared > 300, "{compared}");
}

#[test]
fn every_character_of_dirty_news_is_in_its_book() {
    let flags = ["--posts", "300", "--dirt", "0.2", "--every-defect"];
    let Some(work) = newsgen::archive(&flags) else {
        return;
    };
    compare(work.path());
}
