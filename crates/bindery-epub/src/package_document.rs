//! The package document (EPUB 3.3, section 5), written with quick-xml.
use std::io;

use bindery_model::remove_forbidden;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::labels::Labels;
use crate::metadata::Metadata;

/// A file of the book.
#[derive(Debug, Clone)]
pub(crate) struct ManifestItem {
    pub(crate) href: String,
    pub(crate) media_type: &'static str,
    pub(crate) properties: Option<&'static str>,
    /// Whether it is read in order.
    pub(crate) in_spine: bool,
}

impl ManifestItem {
    pub(crate) fn document(href: impl Into<String>) -> ManifestItem {
        ManifestItem {
            href: href.into(),
            media_type: "application/xhtml+xml",
            properties: None,
            in_spine: true,
        }
    }

    pub(crate) fn file(href: impl Into<String>, media_type: &'static str) -> ManifestItem {
        ManifestItem {
            href: href.into(),
            media_type,
            properties: None,
            in_spine: false,
        }
    }

    pub(crate) fn with(self, properties: &'static str) -> ManifestItem {
        ManifestItem {
            properties: Some(properties),
            ..self
        }
    }

    /// An identifier that is a name of XML: file names of the book are plain.
    fn id(&self) -> String {
        format!("id-{}", self.href.replace(['/', '.'], "-"))
    }
}

type Xml = Writer<Vec<u8>>;

/// The package document.
pub(crate) fn package_document(
    metadata: &Metadata,
    labels: &Labels,
    items: &[ManifestItem],
) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let package = xml
        .create_element("package")
        .with_attribute(("xmlns", "http://www.idpf.org/2007/opf"))
        .with_attribute(("version", "3.0"))
        .with_attribute(("unique-identifier", "book-id"))
        .with_attribute(("xml:lang", metadata.language.as_str()));
    package.write_inner_content(|xml| {
        xml.create_element("metadata")
            .with_attribute(("xmlns:dc", "http://purl.org/dc/elements/1.1/"))
            .write_inner_content(|xml| write_metadata(xml, metadata, labels, items))?;
        xml.create_element("manifest")
            .write_inner_content(|xml| write_manifest(xml, items))?;
        xml.create_element("spine")
            .with_attribute(("toc", "id-toc-ncx"))
            .write_inner_content(|xml| {
                for item in items.iter().filter(|item| item.in_spine) {
                    let reference = xml.create_element("itemref");
                    reference
                        .with_attribute(("idref", item.id().as_str()))
                        .write_empty()?;
                }
                Ok(())
            })?;
        Ok(())
    })?;
    Ok(xml.into_inner())
}

fn write_manifest(xml: &mut Xml, items: &[ManifestItem]) -> io::Result<()> {
    for item in items {
        let id = item.id();
        let mut element = xml
            .create_element("item")
            .with_attribute(("id", id.as_str()))
            .with_attribute(("href", item.href.as_str()))
            .with_attribute(("media-type", item.media_type));
        if let Some(properties) = item.properties {
            element = element.with_attribute(("properties", properties));
        }
        element.write_empty()?;
    }
    Ok(())
}

fn write_metadata(
    xml: &mut Xml,
    metadata: &Metadata,
    labels: &Labels,
    items: &[ManifestItem],
) -> io::Result<()> {
    write_dc(xml, "dc:identifier", Some("book-id"), &metadata.identifier)?;
    write_dc(xml, "dc:title", None, &metadata.title)?;
    write_dc(xml, "dc:language", None, &metadata.language)?;
    for (number, author) in metadata.authors.iter().enumerate() {
        let id = format!("creator-{}", number + 1);
        write_dc(xml, "dc:creator", Some(&id), &author.name)?;
        let role = xml
            .create_element("meta")
            .with_attribute(("refines", format!("#{id}").as_str()))
            .with_attribute(("property", "role"))
            .with_attribute(("scheme", "marc:relators"));
        role.write_text_content(BytesText::new("aut"))?;
    }
    if let Some(description) = &metadata.description {
        write_dc(xml, "dc:description", None, description)?;
    }
    if let Some(source) = &metadata.source {
        write_dc(xml, "dc:source", None, source)?;
    }
    if let Some(date) = metadata.last {
        let date = date.civil().strftime("%Y-%m-%d").to_string();
        write_dc(xml, "dc:date", None, &date)?;
    }
    let modified = metadata.modified.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    write_meta(xml, "dcterms:modified", &modified)?;
    let pictures = items
        .iter()
        .any(|item| item.media_type.starts_with("image/"));
    write_accessibility(xml, labels, pictures)?;
    if let Some(cover) = items
        .iter()
        .find(|item| item.properties == Some("cover-image"))
    {
        xml.create_element("meta")
            .with_attribute(("name", "cover"))
            .with_attribute(("content", cover.id().as_str()))
            .write_empty()?;
    }
    Ok(())
}

/// What EPUB Accessibility 1.1, section 2 asks for.
fn write_accessibility(xml: &mut Xml, labels: &Labels, pictures: bool) -> io::Result<()> {
    write_meta(xml, "schema:accessMode", "textual")?;
    if pictures {
        write_meta(xml, "schema:accessMode", "visual")?;
    }
    write_meta(xml, "schema:accessModeSufficient", "textual")?;
    for feature in [
        "displayTransformability",
        "readingOrder",
        "structuralNavigation",
        "tableOfContents",
    ] {
        write_meta(xml, "schema:accessibilityFeature", feature)?;
    }
    write_meta(xml, "schema:accessibilityHazard", "none")?;
    write_meta(xml, "schema:accessibilitySummary", labels.accessibility)
}

fn write_dc(xml: &mut Xml, name: &str, id: Option<&str>, text: &str) -> io::Result<()> {
    let mut element = xml.create_element(name);
    if let Some(id) = id {
        element = element.with_attribute(("id", id));
    }
    element.write_text_content(BytesText::new(&remove_forbidden(text)))?;
    Ok(())
}

fn write_meta(xml: &mut Xml, property: &str, text: &str) -> io::Result<()> {
    let element = xml
        .create_element("meta")
        .with_attribute(("property", property));
    element.write_text_content(BytesText::new(text))?;
    Ok(())
}
