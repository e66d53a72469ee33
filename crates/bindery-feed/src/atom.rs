//! Atom 1.0 (RFC 4287), with pictures by Media RSS.
use std::io::{self, Write};

use bindery_html::push_text;
use bindery_model::{Author, DateTime};
use quick_xml::Writer;
use quick_xml::events::BytesText;

use crate::channel::Channel;
use crate::entry::FeedEntry;

type Xml = Writer<Vec<u8>>;

/// Everything before the first entry.
pub(crate) fn write_head(channel: &Channel, out: &mut dyn Write) -> io::Result<()> {
    let mut xml = Writer::new(Vec::new());
    let mut head = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" \
         xmlns:media=\"http://search.yahoo.com/mrss/\"",
    );
    if let Some(language) = &channel.language {
        bindery_html::push_attribute(&mut head, "xml:lang", language);
    }
    head.push_str(">\n");
    xml.create_element("generator")
        .with_attribute(("version", env!("CARGO_PKG_VERSION")))
        .write_text_content(BytesText::new("Bindery"))?;
    link(&mut xml, "self", "application/atom+xml", &channel.own)?;
    link(&mut xml, "alternate", "text/html", &channel.home)?;
    text(&mut xml, "updated", &channel.updated.to_string())?;
    text(&mut xml, "id", &channel.own)?;
    html(&mut xml, "title", &channel.title)?;
    if let Some(description) = &channel.description {
        text(&mut xml, "subtitle", description)?;
    }
    if channel.authors.is_empty() {
        // An entry without an author needs one here.
        author(&mut xml, &Author::named(channel.title.as_str()))?;
    }
    for known in &channel.authors {
        author(&mut xml, known)?;
    }
    out.write_all(head.as_bytes())?;
    out.write_all(&xml.into_inner())?;
    out.write_all(b"\n")
}

/// An entry.
pub(crate) fn entry(entry: &FeedEntry) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new(Vec::new());
    let mut element = xml.create_element("entry");
    if let Some(language) = entry.language.as_deref() {
        element = element.with_attribute(("xml:lang", language));
    }
    element.write_inner_content(|xml| write_entry(xml, entry))?;
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

fn write_entry(xml: &mut Xml, entry: &FeedEntry) -> io::Result<()> {
    html(xml, "title", &entry.title)?;
    xml.create_element("link")
        .with_attribute(("href", entry.link.as_str()))
        .with_attribute(("rel", "alternate"))
        .with_attribute(("type", "text/html"))
        .with_attribute(("title", entry.title.as_str()))
        .write_empty()?;
    if let Some(published) = entry.published {
        text(xml, "published", &published.to_string())?;
    }
    let updated = entry
        .updated
        .map_or_else(|| UNDATED.to_owned(), |date: DateTime| date.to_string());
    text(xml, "updated", &updated)?;
    text(xml, "id", &entry.id)?;
    if let Some(content) = &entry.content {
        xml.create_element("content")
            .with_attribute(("type", "html"))
            .with_attribute(("xml:base", entry.link.as_str()))
            .write_text_content(BytesText::new(content))?;
    }
    for known in &entry.authors {
        author(xml, known)?;
    }
    for category in &entry.categories {
        xml.create_element("category")
            .with_attribute(("term", category.as_str()))
            .write_empty()?;
    }
    if let Some(summary) = &entry.summary {
        html(xml, "summary", summary)?;
    }
    if let Some(image) = &entry.image {
        xml.create_element("media:thumbnail")
            .with_attribute(("url", image.as_str()))
            .write_empty()?;
        xml.create_element("media:content")
            .with_attribute(("medium", "image"))
            .with_attribute(("url", image.as_str()))
            .write_empty()?;
    }
    Ok(())
}

/// An entry must have a date even if its post has none.
const UNDATED: &str = "1970-01-01T00:00:00+00:00";

fn link(xml: &mut Xml, relation: &str, media_type: &str, href: &str) -> io::Result<()> {
    xml.create_element("link")
        .with_attribute(("href", href))
        .with_attribute(("rel", relation))
        .with_attribute(("type", media_type))
        .write_empty()?;
    Ok(())
}

fn author(xml: &mut Xml, author: &Author) -> io::Result<()> {
    xml.create_element("author").write_inner_content(|xml| {
        text(xml, "name", &author.name)?;
        if let Some(email) = author.email.as_deref().filter(|email| email.contains('@')) {
            text(xml, "email", email)?;
        }
        if let Some(uri) = author
            .uri
            .as_deref()
            .filter(|uri| url::Url::parse(uri).is_ok())
        {
            text(xml, "uri", uri)?;
        }
        Ok(())
    })?;
    Ok(())
}

fn text(xml: &mut Xml, name: &str, content: &str) -> io::Result<()> {
    let content = bindery_model::remove_forbidden(content);
    xml.create_element(name)
        .write_text_content(BytesText::new(&content))?;
    Ok(())
}

/// A text construct of type `html`: plain text as HTML, then as XML.
fn html(xml: &mut Xml, name: &str, content: &str) -> io::Result<()> {
    let mut escaped = String::new();
    push_text(&mut escaped, content);
    xml.create_element(name)
        .with_attribute(("type", "html"))
        .write_text_content(BytesText::new(&escaped))?;
    Ok(())
}
