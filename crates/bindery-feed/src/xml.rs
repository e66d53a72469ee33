//! Elements, for the formats that are XML.
use std::io;

use bindery_html::push_text;
use quick_xml::Writer;
use quick_xml::events::BytesText;

use crate::escape::push_plain;

/// A piece of a document in the making.
pub(crate) type Xml = Writer<Vec<u8>>;

/// A writer, with elements on lines of their own if the output is for people.
pub(crate) fn writer(pretty: bool) -> Xml {
    if pretty {
        Writer::new_with_indent(Vec::new(), b' ', 2)
    } else {
        Writer::new(Vec::new())
    }
}

/// An element with text in it.
pub(crate) fn text(xml: &mut Xml, name: &str, content: &str) -> io::Result<()> {
    text_with(xml, name, &[], content)
}

/// An element with attributes and text in it.
pub(crate) fn text_with(
    xml: &mut Xml,
    name: &str,
    attributes: &[(&str, &str)],
    content: &str,
) -> io::Result<()> {
    let mut escaped = String::with_capacity(content.len() + content.len() / 8);
    push_text(&mut escaped, content);
    escaped_with(xml, name, attributes, escaped)
}

/// An element with plain text in it, which no reader is to take for HTML.
pub(crate) fn plain(xml: &mut Xml, name: &str, content: &str) -> io::Result<()> {
    plain_with(xml, name, &[], content)
}

/// The same with attributes.
pub(crate) fn plain_with(
    xml: &mut Xml,
    name: &str,
    attributes: &[(&str, &str)],
    content: &str,
) -> io::Result<()> {
    let mut escaped = String::with_capacity(content.len());
    push_plain(&mut escaped, content);
    escaped_with(xml, name, attributes, escaped)
}

/// Plain text as HTML.
pub(crate) fn html_of(content: &str) -> String {
    let mut html = String::with_capacity(content.len());
    push_text(&mut html, content);
    html
}

/// An element without content.
pub(crate) fn empty(xml: &mut Xml, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    xml.create_element(name)
        .with_attributes(attributes.iter().copied())
        .write_empty()?;
    Ok(())
}

fn escaped_with(
    xml: &mut Xml,
    name: &str,
    attributes: &[(&str, &str)],
    escaped: String,
) -> io::Result<()> {
    xml.create_element(name)
        .with_attributes(attributes.iter().copied())
        .write_text_content(BytesText::from_escaped(escaped))?;
    Ok(())
}
