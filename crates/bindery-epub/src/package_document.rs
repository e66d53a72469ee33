//! The package document (EPUB 3.3, section 5), written with quick-xml.
use std::io;

use bindery_model::remove_forbidden;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesStart, BytesText, Event};

use crate::Series;
use crate::labels::Labels;
use crate::metadata::Metadata;

/// A file of the book.
#[derive(Debug, Clone)]
pub(crate) struct ManifestItem {
    pub(crate) href: String,
    pub(crate) media_type: &'static str,
    pub(crate) properties: Option<&'static str>,
}

impl ManifestItem {
    pub(crate) fn document(href: impl Into<String>) -> ManifestItem {
        ManifestItem {
            href: href.into(),
            media_type: "application/xhtml+xml",
            properties: None,
        }
    }

    pub(crate) fn file(href: impl Into<String>, media_type: &'static str) -> ManifestItem {
        ManifestItem {
            href: href.into(),
            media_type,
            properties: None,
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
        let mut id = String::with_capacity(self.href.len() + 3);
        id.push_str("id");
        for part in self.href.split(['/', '.']) {
            id.push('-');
            id.push_str(part);
        }
        id
    }
}

const APPLE: &str =
    "ibooks: http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/";

type Xml = Writer<Vec<u8>>;

/// About how many bytes a file has in the manifest and the spine.
const BYTES_PER_ITEM: usize = 128;

/// The package document. `spine` is the order of reading: places in `items`.
pub(crate) fn package_document(
    metadata: &Metadata,
    labels: &Labels,
    items: &[ManifestItem],
    spine: &[usize],
    pictures: &PictureAccess,
) -> io::Result<Vec<u8>> {
    let document = Vec::with_capacity(BYTES_PER_ITEM * items.len());
    let mut xml = Writer::new_with_indent(document, b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let package = xml
        .create_element("package")
        .with_attribute(("xmlns", "http://www.idpf.org/2007/opf"))
        .with_attribute(("version", "3.0"))
        .with_attribute(("unique-identifier", "book-id"))
        .with_attribute(("xml:lang", metadata.language.as_str()));
    let has_fonts = items
        .iter()
        .any(|item| item.media_type.starts_with("font/"));
    let package = if has_fonts {
        package.with_attribute(("prefix", APPLE))
    } else {
        package
    };
    package.write_inner_content(|xml| {
        xml.create_element("metadata")
            .with_attribute(("xmlns:dc", "http://purl.org/dc/elements/1.1/"))
            .write_inner_content(|xml| {
                write_metadata(xml, metadata)?;
                write_accessibility(xml, labels, pictures, items)?;
                if has_fonts {
                    // Apple's readers show no font of a book without it.
                    write_meta(xml, "ibooks:specified-fonts", "true")?;
                }
                write_cover(xml, items)?;
                match &metadata.series {
                    Some(series) => write_older_series(xml, series),
                    None => Ok(()),
                }
            })?;
        xml.create_element("manifest")
            .write_inner_content(|xml| write_manifest(xml, items))?;
        let mut element = xml
            .create_element("spine")
            .with_attribute(("toc", "id-toc-ncx"));
        if metadata.right_to_left() {
            element = element.with_attribute(("page-progression-direction", "rtl"));
        }
        element.write_inner_content(|xml| {
            let mut reference = BytesStart::new("itemref");
            for item in spine.iter().filter_map(|&place| items.get(place)) {
                reference.clear_attributes();
                reference.push_attribute(("idref", item.id().as_str()));
                xml.write_event(Event::Empty(reference.borrow()))?;
            }
            Ok(())
        })?;
        Ok(())
    })?;
    Ok(xml.into_inner())
}

fn write_manifest(xml: &mut Xml, items: &[ManifestItem]) -> io::Result<()> {
    let mut element = BytesStart::new("item");
    for item in items {
        element.clear_attributes();
        element.push_attribute(("id", item.id().as_str()));
        element.push_attribute(("href", item.href.as_str()));
        element.push_attribute(("media-type", item.media_type));
        if let Some(properties) = item.properties {
            element.push_attribute(("properties", properties));
        }
        xml.write_event(Event::Empty(element.borrow()))?;
    }
    Ok(())
}

/// The roles of those who made what is in a book (MARC relators: author, creator, artist,
/// photographer, composer, compiler); others contributed to it (EPUB 3.3, section 5.5.3.2.5).
const PRIMARY: [&str; 6] = ["aut", "cre", "art", "pht", "cmp", "com"];

fn write_metadata(xml: &mut Xml, metadata: &Metadata) -> io::Result<()> {
    write_dc(xml, "dc:identifier", Some("book-id"), &metadata.identifier)?;
    write_dc(xml, "dc:title", Some("title"), &metadata.title)?;
    write_refinement(xml, "title", "title-type", None, "main")?;
    if let Some(subtitle) = &metadata.subtitle {
        write_dc(xml, "dc:title", Some("subtitle"), subtitle)?;
        write_refinement(xml, "subtitle", "title-type", None, "subtitle")?;
    }
    // The first is the one that reading systems go by.
    write_dc(xml, "dc:language", None, &metadata.language)?;
    for language in &metadata.other_languages {
        write_dc(xml, "dc:language", None, language)?;
    }
    for (number, creator) in metadata.creators.iter().enumerate() {
        let kind = match PRIMARY.contains(&&*creator.role) {
            true => "creator",
            false => "contributor",
        };
        let id = format!("{kind}-{}", number + 1);
        write_dc(xml, &format!("dc:{kind}"), Some(&id), &creator.name)?;
        write_refinement(xml, &id, "role", Some("marc:relators"), &creator.role)?;
    }
    let optional = [
        ("dc:publisher", &metadata.publisher),
        ("dc:description", &metadata.description),
        ("dc:rights", &metadata.rights),
        ("dc:source", &metadata.source),
    ];
    for (name, value) in optional {
        if let Some(value) = value {
            write_dc(xml, name, None, value)?;
        }
    }
    for subject in &metadata.subjects {
        write_dc(xml, "dc:subject", None, subject)?;
    }
    if let Some(date) = metadata.published {
        write_dc(xml, "dc:date", None, &date.to_string())?;
    }
    if let Some(series) = &metadata.series {
        write_series(xml, series)?;
    }
    let modified = metadata.modified.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    write_meta(xml, "dcterms:modified", &modified)
}

/// The series (EPUB 3.3, appendix D.3.3).
fn write_series(xml: &mut Xml, series: &Series) -> io::Result<()> {
    xml.create_element("meta")
        .with_attribute(("property", "belongs-to-collection"))
        .with_attribute(("id", "series"))
        .write_text_content(BytesText::new(&remove_forbidden(&series.name)))?;
    write_refinement(xml, "series", "collection-type", None, "series")?;
    if let Some(position) = &series.position {
        write_refinement(xml, "series", "group-position", None, position)?;
    }
    Ok(())
}

/// The same as calibre writes it, which is what most readers look for.
fn write_older_series(xml: &mut Xml, series: &Series) -> io::Result<()> {
    write_older_meta(xml, "calibre:series", &series.name)?;
    // There it has to be a number.
    match &series.position {
        Some(position) if position.parse::<f64>().is_ok_and(f64::is_finite) => {
            write_older_meta(xml, "calibre:series_index", position)
        }
        _ => Ok(()),
    }
}

/// Older readers find the cover by this.
fn write_cover(xml: &mut Xml, items: &[ManifestItem]) -> io::Result<()> {
    let cover = |item: &&ManifestItem| item.properties == Some("cover-image");
    match items.iter().find(cover) {
        Some(cover) => write_older_meta(xml, "cover", &cover.id()),
        None => Ok(()),
    }
}

/// A `meta` of EPUB 2.
fn write_older_meta(xml: &mut Xml, name: &str, content: &str) -> io::Result<()> {
    xml.create_element("meta")
        .with_attribute(("name", name))
        .with_attribute(("content", remove_forbidden(content).as_ref()))
        .write_empty()?;
    Ok(())
}

/// What can be said of the pictures, formulas and indexes of a book.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct PictureAccess {
    /// Pictures that are shown.
    pub(crate) shown: usize,
    /// Those of them that nobody described, though they are no decoration.
    pub(crate) undescribed: usize,
    /// Formulas.
    pub(crate) formulas: usize,
    /// Those of them whose TeX is there, as their text or beside it.
    pub(crate) tex: usize,
    /// Whether there is MathML.
    pub(crate) mathml: bool,
    /// Whether there is an index.
    pub(crate) index: bool,
}

/// What EPUB Accessibility 1.1, section 2 asks for.
fn write_accessibility(
    xml: &mut Xml,
    labels: &Labels,
    pictures: &PictureAccess,
    items: &[ManifestItem],
) -> io::Result<()> {
    write_meta(xml, "schema:accessMode", "textual")?;
    if pictures.shown > 0 {
        write_meta(xml, "schema:accessMode", "visual")?;
    }
    let described = pictures.undescribed == 0;
    let sufficient = if described {
        "textual"
    } else {
        "textual,visual"
    };
    write_meta(xml, "schema:accessModeSufficient", sufficient)?;
    let features = [
        "displayTransformability",
        "readingOrder",
        "structuralNavigation",
        "tableOfContents",
    ];
    let described = (pictures.shown > 0 && described).then_some("alternativeText");
    let mathml = pictures.mathml.then_some("MathML");
    // "Mathematical equations and formulas are encoded in the LaTeX typesetting system" (Schema.org
    // Accessibility Properties for Discoverability Vocabulary): said if that is true of all.
    let tex = (pictures.tex > 0 && pictures.tex == pictures.formulas).then_some("latex");
    let index = pictures.index.then_some("index");
    let own = [described, mathml, tex, index].into_iter().flatten();
    for feature in features.into_iter().chain(own) {
        write_meta(xml, "schema:accessibilityFeature", feature)?;
    }
    // Nothing moves in a book but what a GIF shows, which may flash.
    let may_flash = items.iter().any(|item| item.media_type == "image/gif");
    let hazard = if may_flash { "unknown" } else { "none" };
    write_meta(xml, "schema:accessibilityHazard", hazard)?;
    write_meta(
        xml,
        "schema:accessibilitySummary",
        &labels.accessibility(pictures),
    )
}

fn write_dc(xml: &mut Xml, name: &str, id: Option<&str>, text: &str) -> io::Result<()> {
    let mut element = xml.create_element(name);
    if let Some(id) = id {
        element = element.with_attribute(("id", id));
    }
    element.write_text_content(BytesText::new(&remove_forbidden(text)))?;
    Ok(())
}

/// Says more about the element with this `id`.
fn write_refinement(
    xml: &mut Xml,
    id: &str,
    property: &str,
    scheme: Option<&str>,
    text: &str,
) -> io::Result<()> {
    let mut element = xml
        .create_element("meta")
        .with_attribute(("refines", format!("#{id}").as_str()))
        .with_attribute(("property", property));
    if let Some(scheme) = scheme {
        element = element.with_attribute(("scheme", scheme));
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
