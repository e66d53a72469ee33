//! MathML, written anew from a list of what books may hold: no links, no classes of others, no
//! colours, which in the dark nobody could read; attributes in one order.
use bindery_html::{push_attribute, push_text};
use bindery_model::remove_forbidden;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::letters::styled;

const ELEMENTS: [&str; 24] = [
    "menclose",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
];

const ATTRIBUTES: [&str; 22] = [
    "accent",
    "accentunder",
    "columnalign",
    "columnlines",
    "columnspacing",
    "depth",
    "displaystyle",
    "fence",
    "height",
    "linethickness",
    "lspace",
    "maxsize",
    "minsize",
    "movablelimits",
    "notation",
    "rowlines",
    "rowspacing",
    "rspace",
    "scriptlevel",
    "separator",
    "stretchy",
    "voffset",
];

/// What is to be done at the end of an element.
enum Open {
    /// An element, and where it begins.
    Written(&'static str, usize),
    /// What is in it is written, it is not.
    Passed,
}

/// A table in work: how its columns are aligned, and how many cells its row has.
struct Table {
    columns: Vec<String>,
    cells: usize,
}

/// The `math` element of a formula, from what KaTeX's rules make of it.
pub(super) fn rewrite(markup: &str, tex: &str, display: bool) -> Result<String, String> {
    let mut out = String::from("<math xmlns=\"http://www.w3.org/1998/Math/MathML\"");
    if display {
        push_attribute(&mut out, "display", "block");
    }
    push_attribute(&mut out, "alttext", &remove_forbidden(tex));
    out.push('>');
    let mut reader = Reader::from_str(markup);
    let mut open: Vec<Open> = Vec::new();
    let mut tables: Vec<Table> = Vec::new();
    let mut variant = None;
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) if is_left_out(&start) => {
                let end = start.to_end().into_owned();
                reader
                    .read_to_end(end.name())
                    .map_err(|error| error.to_string())?;
            }
            Event::Start(start) => {
                hold_elements(&mut out, open.last_mut())?;
                open.push(write_start(&mut out, &start, &mut variant, &mut tables)?);
            }
            Event::Empty(start) => {
                hold_elements(&mut out, open.last_mut())?;
                let opened = write_start(&mut out, &start, &mut variant, &mut tables)?;
                write_end(&mut out, opened, &mut tables);
            }
            Event::End(_) => {
                if let Some(open) = open.pop() {
                    write_end(&mut out, open, &mut tables);
                }
                variant = None;
            }
            Event::Text(text) => write_text(&mut out, &text.xml10_content(), variant.as_deref()),
            Event::GeneralRef(reference) => {
                let name = reference.xml10_content();
                let text = quick_xml::escape::unescape(&format!("&{name};"))
                    .map_err(|error| error.to_string())?
                    .into_owned();
                write_text(&mut out, &text, variant.as_deref());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    out.push_str("</math>");
    Ok(out)
}

/// Letters and signs hold text only (MathML 3, section 3.2): what holds elements is a row.
fn hold_elements(out: &mut String, open: Option<&mut Open>) -> Result<(), String> {
    let Some(Open::Written(name, begin)) = open else {
        return Ok(());
    };
    if !matches!(*name, "mi" | "mn" | "mo" | "mtext") {
        return Ok(());
    }
    if !out.ends_with('>') {
        return Err("it has signs made of words and formulas".to_owned());
    }
    // What stands in it already are elements, or nothing: its tag is the first from there.
    let end = out[*begin..]
        .find('>')
        .map_or(out.len(), |at| *begin + at + 1);
    out.replace_range(*begin..end, "<mrow>");
    *name = "mrow";
    Ok(())
}

fn write_start(
    out: &mut String,
    start: &BytesStart<'_>,
    variant: &mut Option<String>,
    tables: &mut Vec<Table>,
) -> Result<Open, String> {
    let local = start.local_name();
    let name = local.into_inner();
    if matches!(name, "span" | "math" | "semantics") {
        return Ok(Open::Passed);
    }
    let name = ELEMENTS
        .iter()
        .find(|known| **known == name)
        .ok_or_else(|| format!("a book has no {name} in formulas"))?;
    let mut attributes = Vec::new();
    *variant = None;
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let key = attribute.key.local_name().into_inner();
        let value = attribute
            .normalized_value(XmlVersion::Explicit1_0)
            .map_err(|error| error.to_string())?
            .into_owned();
        let allowed = ATTRIBUTES.iter().find(|known| **known == key);
        match (key, allowed) {
            ("mathvariant", _) => *variant = Some(value),
            ("width", _) if matches!(*name, "mspace" | "mpadded") => {
                attributes.push(("width", value));
            }
            (_, Some(known)) => attributes.push((*known, value)),
            _ => {}
        }
    }
    attributes.sort();
    let begin = out.len();
    out.push('<');
    out.push_str(name);
    if let Some(class) = place(name, &attributes, tables) {
        push_attribute(out, "class", class);
    }
    for (key, value) in attributes {
        push_attribute(out, key, &remove_forbidden(&value));
    }
    if variant.as_deref() == Some("normal") && *name == "mi" {
        push_attribute(out, "mathvariant", "normal");
    }
    out.push('>');
    Ok(Open::Written(name, begin))
}

/// Where an element of a table is in it: the class of a cell that is not in the middle of its column.
/// MathML Core has no `columnalign`, so a style sheet has to know.
fn place(
    name: &str,
    attributes: &[(&'static str, String)],
    tables: &mut Vec<Table>,
) -> Option<&'static str> {
    match name {
        "mtable" => {
            let columns = attributes.iter().find(|(key, _)| *key == "columnalign");
            let columns = columns.map_or("", |(_, columns)| columns);
            tables.push(Table {
                columns: columns.split(' ').map(str::to_owned).collect(),
                cells: 0,
            });
            None
        }
        "mtr" => {
            tables.last_mut()?.cells = 0;
            None
        }
        "mtd" => {
            let table = tables.last_mut()?;
            let column = table.columns.get(table.cells);
            table.cells += 1;
            match column?.as_str() {
                "left" => Some("left"),
                "right" => Some("right"),
                _ => None,
            }
        }
        _ => None,
    }
}

/// What is there for other readers, and the cells that KaTeX's own style sheet stretches.
fn is_left_out(start: &BytesStart<'_>) -> bool {
    let is_glue = |attribute: Attribute<'_>| {
        attribute.key.local_name().into_inner() == "class" && &*attribute.value == "mtr-glue"
    };
    match start.local_name().into_inner() {
        "annotation" => true,
        "mtd" => start.attributes().flatten().any(is_glue),
        _ => false,
    }
}

fn write_end(out: &mut String, open: Open, tables: &mut Vec<Table>) {
    if let Open::Written(name, _) = open {
        if name == "mtable" {
            tables.pop();
        }
        out.push_str("</");
        out.push_str(name);
        out.push('>');
    }
}

fn write_text(out: &mut String, text: &str, variant: Option<&str>) {
    let text = remove_forbidden(text);
    match variant {
        Some(style) => {
            let text: String = text.chars().map(|c| styled(style, c)).collect();
            push_text(out, &text);
        }
        None => push_text(out, &text),
    }
}
