//! Atom 1.0 (RFC 4287), and 0.3 as far as its names differ.
use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::Value;
use url::Url;

use super::blogger;
use super::categories::Categories;
use super::elements::{Element, Elements};
use super::entry::{Enclosure, Fields, Head, escape, paragraphs, person};
use super::names::Names;
use super::rss::{base, language, read_media};
use super::split::Split;

/// What is said of the feed as a whole.
pub(crate) fn head(split: &Split) -> Head {
    let mut head = Head {
        base: split
            .root_attribute("xml:base")
            .and_then(|base| Url::parse(base.trim()).ok()),
        language: language(&split.root_attribute("xml:lang").unwrap_or_default()),
        ..Head::default()
    };
    let elements = Elements::read(&split.head, &split.names);
    if let Some(root) = elements.roots().find(|root| root.name() == "feed") {
        read_head(&root, &mut head);
    }
    head.base = head.base.or_else(|| Url::parse(&head.link).ok());
    head
}

/// Reads what a feed, or the source of an entry, says of itself.
fn read_head(root: &Element<'_, '_>, head: &mut Head) {
    let base = head.base.clone();
    let address = |link: &Element<'_, '_>| {
        let link = link.attribute("href").unwrap_or_default();
        match &base {
            Some(base) => base.join(link.trim()).map_or(link, String::from),
            None => link,
        }
    };
    for child in root.children() {
        match child.name() {
            "id" => head.id = child.text().trim().to_owned(),
            "updated" | "modified" => head.updated = child.text().trim().to_owned(),
            "title" => head.title = text_construct(&child),
            "subtitle" | "tagline" => head.description = text_construct(&child),
            "link" if is_alternate(&child) && head.link.is_empty() => head.link = address(&child),
            "link" if child.attribute("rel").as_deref() == Some("self") => {
                head.own = address(&child);
            }
            "author" => head.authors.extend(author(&child)),
            "rights" | "copyright" => head.rights = text_construct(&child),
            "icon" => head.icon = child.text(),
            "logo" => head.logo = child.text(),
            "category" => read_category(&child, &mut head.categories),
            _ => {}
        }
    }
}

/// Reads an entry.
pub(crate) fn entry(text: &str, names: &Names, head: &Head) -> Fields {
    let elements = Elements::read(text, names);
    let Some(entry) = elements.roots().next() else {
        return Fields::default();
    };
    let mut fields = Fields {
        language: language(&entry.attribute("xml:lang").unwrap_or_default()),
        ..Fields::default()
    };
    let own_base = entry.attribute("xml:base");
    let outer = base(own_base.clone(), "", head.base.as_ref());
    let absolute = |reference: String| match &outer {
        Some(base) => base.join(reference.trim()).map_or(reference, String::from),
        None => reference,
    };
    let (mut people, mut of_source) = (Vec::new(), Vec::new());
    let mut content_base = None;
    for child in entry.children() {
        let text = || child.text().trim().to_owned();
        match child.name() {
            "id" => fields.id = text(),
            "title" => fields.title = text_construct(&child),
            "published" | "issued" | "created" | "pubDate" => fields.published = text(),
            "updated" | "modified" => fields.updated = text(),
            "summary" => fields.summary = text_construct(&child),
            "content" => {
                content_base = child.attribute("xml:base");
                if let Some(tag) = child.attribute("xml:lang") {
                    fields.language = language(&tag);
                }
                fields.body = content(&child, &absolute);
            }
            "author" => people.extend(author(&child)),
            "source" => {
                let mut source = Head {
                    base: outer.clone(),
                    ..Head::default()
                };
                read_head(&child, &mut source);
                fields.come_from(&source);
                of_source = source.authors;
            }
            "contributor" => fields.contributors.extend(author(&child)),
            "rights" => fields.rights = text_construct(&child),
            "category" => read_category(&child, &mut fields.categories),
            "link" => read_link(&child, &absolute, &mut fields),
            name => read_media(&child, name, &mut fields),
        }
    }
    fields.authors = if people.is_empty() { of_source } else { people };
    if blogger::is_one(head) {
        blogger::complete(&entry, &mut fields);
    }
    // What has no publication is dated by its last change.
    if fields.published.is_empty() {
        fields.published = std::mem::take(&mut fields.updated);
    }
    if fields.body.is_empty() {
        fields.body = std::mem::take(&mut fields.summary);
    }
    fields.base = match (content_base, own_base) {
        (None, None) if head.base.is_none() => base(None, &fields.link, None),
        (None, None) => base(Some(fields.link.clone()), "", head.base.as_ref()),
        (own, _) => base(own, "", outer.as_ref()),
    };
    fields
}

/// A text construct (RFC 4287, section 3.1) as HTML.
fn text_construct(element: &Element<'_, '_>) -> String {
    if let Some(html) = decoded(element) {
        return html;
    }
    let kind = element.attribute("type").unwrap_or_default();
    let escaped = element.attribute("mode").as_deref() == Some("escaped");
    match kind.as_str() {
        "html" | "text/html" => element.text().trim().to_owned(),
        "xhtml" | "application/xhtml+xml" if !escaped => xhtml(element),
        // What should be plain text has markup in it: it is XHTML that does not say so.
        "" | "text" if element.is_mixed() => xhtml(element),
        _ if escaped => element.text().trim().to_owned(),
        _ => escape(element.text().trim()),
    }
}

/// The content of an entry (section 4.1.3) as HTML.
fn content(element: &Element<'_, '_>, absolute: &dyn Fn(String) -> String) -> String {
    if let Some(source) = element.attribute("src") {
        let enclosure = Enclosure {
            url: absolute(source),
            kind: element.attribute("type").unwrap_or_default(),
            ..Enclosure::default()
        };
        return enclosure.to_html();
    }
    let kind = element.attribute("type").unwrap_or_default();
    let is_text = matches!(kind.as_str(), "" | "text" | "text/plain");
    if kind.ends_with("+xml") || kind.ends_with("/xml") {
        return xhtml(element);
    }
    if is_text && !element.is_mixed() && element.attribute("mode").is_none() {
        return paragraphs(&element.text());
    }
    text_construct(element)
}

/// Text in Base64, as HTML: `mode` says so, or a type that is no text (section 4.1.3.3).
fn decoded(element: &Element<'_, '_>) -> Option<String> {
    const LENIENT: GeneralPurpose = GeneralPurpose::new(
        &STANDARD,
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
    );
    let kind = element.attribute("type").unwrap_or_default();
    let is_media = kind.contains('/') && !kind.starts_with("text/") && !kind.ends_with("xml");
    let is_said = element.attribute("mode").as_deref() == Some("base64");
    if element.is_mixed() || !is_said && !is_media {
        return None;
    }
    let mut text = element.text();
    text.retain(|c| !c.is_ascii_whitespace());
    String::from_utf8(LENIENT.decode(text).ok()?).ok()
}

/// XHTML, without the `div` that holds it and without prefixes.
pub(crate) fn xhtml(element: &Element<'_, '_>) -> String {
    let mut children = element.children();
    let only = children.next().filter(|_| children.next().is_none());
    let holder = only.filter(|child| child.name().rsplit(':').next() == Some("div"));
    let markup = holder.as_ref().unwrap_or(element).markup();
    let prefix = only
        .map(|child| child.written_name())
        .and_then(|name| name.split_once(':'))
        .map(|(prefix, _)| prefix);
    match prefix {
        Some(prefix) => markup
            .replace(&format!("<{prefix}:"), "<")
            .replace(&format!("</{prefix}:"), "</"),
        None => markup.trim().to_owned(),
    }
}

fn author(element: &Element<'_, '_>) -> Option<Value> {
    let text = |names: [&str; 2]| {
        names
            .iter()
            .find_map(|name| element.child(name))
            .map(|child| child.text())
            .unwrap_or_default()
    };
    person(
        &text(["name", "dc:creator"]),
        &text(["email", "email"]),
        &text(["uri", "url"]),
    )
}

fn read_category(element: &Element<'_, '_>, categories: &mut Categories) {
    let attribute = |name| element.attribute(name).unwrap_or_default();
    let (term, label) = (attribute("term"), attribute("label"));
    let term = if term.trim().is_empty() {
        &label
    } else {
        &term
    };
    // Blogger says with a category what kind of entry it is.
    if !term.trim().is_empty() && !term.starts_with("http://schemas.google.com/") {
        categories.add(term, &attribute("scheme"), &label);
    }
}

fn is_alternate(link: &Element<'_, '_>) -> bool {
    matches!(
        link.attribute("rel").as_deref(),
        None | Some("" | "alternate")
    )
}

fn read_link(link: &Element<'_, '_>, absolute: &dyn Fn(String) -> String, fields: &mut Fields) {
    let attribute = |name| link.attribute(name).unwrap_or_default();
    let address = absolute(attribute("href"));
    if is_alternate(link) {
        if fields.link.is_empty() || attribute("type") == "text/html" {
            fields.link = address;
        }
    } else if attribute("rel") == "enclosure" {
        fields.enclose(Enclosure {
            url: address,
            kind: attribute("type"),
            length: attribute("length").trim().parse().ok(),
            title: attribute("title"),
        });
    } else if attribute("rel") == "replies" && !attribute("type").ends_with("xml") {
        fields.comments = address;
    } else if matches!(attribute("rel").as_str(), "related" | "via") && fields.about.is_empty() {
        fields.about = address;
    }
}
