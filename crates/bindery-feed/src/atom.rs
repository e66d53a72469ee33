//! Atom 1.0 (RFC 4287), with pictures by Media RSS.
use std::io;

use bindery_model::Author;

use crate::category::Category;
use crate::channel::{Channel, is_plausible};
use crate::enclosure::Enclosure;
use crate::entry::FeedEntry;
use crate::origin::Origin;
use crate::xml::{Xml, empty, html_of, text, text_with, writer};

const HISTORY: &str = "http://purl.org/syndication/history/1.0";

/// Everything behind the last entry.
pub(crate) const END: &str = "</feed>\n";

/// Everything before the first entry.
pub(crate) fn head(channel: &Channel<'_>, pretty: bool) -> io::Result<Vec<u8>> {
    let mut head = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    crate::style::push_instructions(&mut head, &channel.site.styles);
    head.push_str(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:media=\"http://search.yahoo.com/mrss/\"",
    );
    if channel.mark.is_some() {
        bindery_html::push_attribute(&mut head, "xmlns:fh", HISTORY);
    }
    if let Some(language) = &channel.site.language {
        bindery_html::push_attribute(&mut head, "xml:lang", language);
    }
    head.push_str(">\n");
    let mut xml = writer(pretty);
    write_head(&mut xml, channel)?;
    let mut bytes = head.into_bytes();
    bytes.extend(xml.into_inner());
    bytes.push(b'\n');
    Ok(bytes)
}

fn write_head(xml: &mut Xml, channel: &Channel<'_>) -> io::Result<()> {
    let site = channel.site;
    text_with(
        xml,
        "generator",
        &[("version", env!("CARGO_PKG_VERSION"))],
        "Bindery",
    )?;
    if let Some(own) = &channel.own {
        link(xml, "self", Some("application/atom+xml"), own, None)?;
    }
    if site.has_home() {
        let language = site.language.as_deref();
        link(xml, "alternate", Some("text/html"), &site.home, language)?;
    }
    for (format, address) in &channel.alternates {
        link(xml, "alternate", Some(format.media_type()), address, None)?;
    }
    for (relation, address) in &channel.history {
        link(xml, relation, Some("application/atom+xml"), address, None)?;
    }
    if let Some(hub) = &site.hub {
        link(xml, "hub", None, hub, None)?;
    }
    if let Some(mark) = channel.mark {
        empty(xml, &format!("fh:{mark}"), &[])?;
    }
    text(xml, "updated", &channel.updated.to_string())?;
    text(xml, "id", &channel.id)?;
    html(xml, "title", &channel.title)?;
    if let Some(description) = &site.description {
        html(xml, "subtitle", description)?;
    }
    if let Some(icon) = &site.icon {
        text(xml, "icon", icon)?;
    }
    if let Some(logo) = &site.logo {
        text(xml, "logo", logo)?;
    }
    if let Some(copyright) = &site.copyright {
        html(xml, "rights", copyright)?;
    }
    for category in &site.categories {
        write_category(xml, category)?;
    }
    if site.authors.is_empty() {
        // An entry without an author needs one here.
        author(xml, &Author::named(site.title.as_str()))?;
    }
    site.authors.iter().try_for_each(|known| author(xml, known))
}

/// An entry.
pub(crate) fn entry(entry: &FeedEntry, pretty: bool) -> io::Result<Vec<u8>> {
    let mut xml = writer(pretty);
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
    let mut attributes = vec![
        ("href", entry.link.as_str()),
        ("rel", "alternate"),
        ("type", "text/html"),
    ];
    // Readers may take a title that looks like HTML for HTML.
    if !entry.title.contains(['<', '&']) {
        attributes.push(("title", &entry.title));
    }
    empty(xml, "link", &attributes)?;
    if let Some(published) = entry.published.filter(|date| is_plausible(*date)) {
        text(xml, "published", &published.to_string())?;
    }
    text(xml, "updated", &entry.updated_text)?;
    text(xml, "id", &entry.id.address)?;
    if let Some(content) = entry.content.as_deref().filter(|html| !html.is_empty()) {
        let attributes = [("type", "html"), ("xml:base", entry.link.as_str())];
        text_with(xml, "content", &attributes, content)?;
    }
    for known in &entry.authors {
        author(xml, known)?;
    }
    for known in &entry.contributors {
        person(xml, "contributor", known)?;
    }
    if let Some(rights) = &entry.rights {
        html(xml, "rights", rights)?;
    }
    for category in &entry.categories {
        write_category(xml, category)?;
    }
    // An entry must have text: where it has none, its title is all there is.
    let has_content = entry
        .content
        .as_deref()
        .is_some_and(|html| !html.is_empty());
    let title = (!has_content).then_some(entry.title.as_str());
    if let Some(summary) = entry.summary.as_deref().or(title) {
        html(xml, "summary", summary)?;
    }
    for enclosure in &entry.enclosures {
        write_enclosure(xml, enclosure)?;
    }
    if let Some(comments) = &entry.comments {
        link(xml, "replies", Some("text/html"), comments, None)?;
    }
    if let Some(about) = &entry.about {
        link(xml, "related", None, about, None)?;
    }
    if let Some(origin) = &entry.origin {
        write_source(xml, origin, &entry.updated_text)?;
    }
    if let Some(image) = &entry.image {
        empty(xml, "media:thumbnail", &[("url", image)])?;
        empty(xml, "media:content", &[("medium", "image"), ("url", image)])?;
    }
    Ok(())
}

/// The feed that an entry comes from (RFC 4287, section 4.2.11).
fn write_source(xml: &mut Xml, origin: &Origin, updated: &str) -> io::Result<()> {
    let updated = match origin.updated {
        Some(date) => date.to_string(),
        None => updated.to_owned(),
    };
    xml.create_element("source").write_inner_content(|xml| {
        text(xml, "id", &origin.id)?;
        html(xml, "title", &origin.title)?;
        text(xml, "updated", &updated)?;
        if let Some(own) = &origin.own {
            link(xml, "self", None, own, None)?;
        }
        match &origin.home {
            Some(home) => link(xml, "alternate", None, home, None),
            None => Ok(()),
        }
    })?;
    Ok(())
}

fn link(
    xml: &mut Xml,
    relation: &str,
    media_type: Option<&str>,
    href: &str,
    language: Option<&str>,
) -> io::Result<()> {
    let mut attributes = vec![("href", href), ("rel", relation)];
    attributes.extend(media_type.map(|media_type| ("type", media_type)));
    attributes.extend(language.map(|language| ("hreflang", language)));
    empty(xml, "link", &attributes)
}

fn write_category(xml: &mut Xml, category: &Category) -> io::Result<()> {
    let scheme = category.scheme_address();
    let mut attributes = vec![("term", category.term.as_str())];
    attributes.extend(scheme.as_deref().map(|scheme| ("scheme", scheme)));
    let label = category.label.as_deref().filter(|label| is_no_html(label));
    attributes.extend(label.map(|label| ("label", label)));
    empty(xml, "category", &attributes)
}

/// Whether nobody can take the text of an attribute for HTML, as readers do.
fn is_no_html(text: &str) -> bool {
    !text.contains(['<', '&'])
}

fn write_enclosure(xml: &mut Xml, enclosure: &Enclosure) -> io::Result<()> {
    let length = enclosure.length.map(|length| length.to_string());
    let mut attributes = vec![
        ("href", enclosure.url.as_str()),
        ("rel", "enclosure"),
        ("type", enclosure.media_type.as_str()),
    ];
    attributes.extend(length.as_deref().map(|length| ("length", length)));
    let title = enclosure.title.as_deref().filter(|title| is_no_html(title));
    attributes.extend(title.map(|title| ("title", title)));
    empty(xml, "link", &attributes)
}

fn author(xml: &mut Xml, author: &Author) -> io::Result<()> {
    person(xml, "author", author)
}

fn person(xml: &mut Xml, name: &str, author: &Author) -> io::Result<()> {
    xml.create_element(name).write_inner_content(|xml| {
        crate::xml::plain(xml, "name", &author.name)?;
        if let Some(email) = &author.email {
            text(xml, "email", email)?;
        }
        match &author.uri {
            Some(uri) => text(xml, "uri", uri),
            None => Ok(()),
        }
    })?;
    Ok(())
}

/// A text construct of type `html`: plain text as HTML, then as XML.
fn html(xml: &mut Xml, name: &str, content: &str) -> io::Result<()> {
    text_with(xml, name, &[("type", "html")], &html_of(content))
}
