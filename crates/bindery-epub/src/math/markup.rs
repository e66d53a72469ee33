//! Reads the MathML that KaTeX's rules make.
use bindery_model::{MathBuilder, MathMl};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// The formula in the markup of KaTeX.
///
/// # Errors
///
/// Why a book cannot have it.
pub(super) fn read(markup: &str) -> Result<MathMl, String> {
    let mut reader = Reader::from_str(markup);
    let mut builder = MathBuilder::new();
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) if is_glue(&start) => {
                let end = start.to_end().into_owned();
                let skipped = reader.read_to_end(end.name());
                skipped.map_err(|error| error.to_string())?;
            }
            Event::Start(start) => begin(&mut builder, &start)?,
            Event::Empty(start) => {
                begin(&mut builder, &start)?;
                builder.end();
            }
            Event::End(_) => builder.end(),
            Event::Text(text) => builder.text(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let name = reference.xml10_content();
                let text = quick_xml::escape::unescape(&format!("&{name};"))
                    .map_err(|error| error.to_string())?
                    .into_owned();
                builder.text(&text);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    builder.finish().map_err(|flaw| flaw.to_string())
}

fn begin(builder: &mut MathBuilder, start: &BytesStart<'_>) -> Result<(), String> {
    let local = start.local_name();
    let name = match local.into_inner() {
        // The element around it all.
        "span" => "mrow",
        "mglyph" => return Err("a book has no pictures in formulas".to_owned()),
        name => name,
    };
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute
            .normalized_value(XmlVersion::Explicit1_0)
            .map_err(|error| error.to_string())?;
        attributes.push((attribute.key.local_name().into_inner(), value));
    }
    let attributes = attributes.iter().map(|(key, value)| (*key, &**value));
    builder.start(name, attributes);
    Ok(())
}

/// Whether it is a cell that KaTeX's own style sheet stretches.
fn is_glue(start: &BytesStart<'_>) -> bool {
    let mut attributes = start.attributes().flatten();
    start.local_name().into_inner() == "mtd"
        && attributes.any(|attribute| {
            attribute.key.local_name().into_inner() == "class" && &*attribute.value == "mtr-glue"
        })
}
