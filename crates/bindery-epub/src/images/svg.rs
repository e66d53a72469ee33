//! Drawings (SVG 2): kept, but for what no book may hold.
//!
//! A drawing is read event by event and written anew. What is not known to be harmless is not
//! written: scripts, event handlers, animations, HTML, everything from elsewhere, and the data that
//! editors leave. The result has no document type, no namespaces but its own, and names that XML
//! allows.
mod attributes;
mod css;
mod elements;
mod entities;
mod inner_references;
mod sheet;
mod vocabulary;

use std::borrow::Cow;
use std::collections::BTreeSet;

use bindery_html::{push_attribute, push_text};
use bindery_model::remove_forbidden;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{LocalName, QName, ResolveResult};
use quick_xml::reader::NsReader;

use attributes::{Attribute, Attributes, Fate};
use elements::{Element, element};
use inner_references::References;
use vocabulary::Place;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
/// Larger drawings are data that nobody reads on a page.
const MAX_LENGTH: usize = 20_000_000;
/// Readers draw by recursion.
const MAX_DEPTH: usize = 256;

/// A drawing without what no book may hold.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    pub(super) text: String,
    /// Width and height in CSS pixels, where the drawing says them.
    pub(super) size: Option<(u32, u32)>,
    /// What was left out, but for the data of editors.
    pub(super) left_out: Vec<&'static str>,
}

/// Cleans a drawing.
///
/// # Errors
///
/// Why it cannot be: it is not well-formed, not SVG, or too large.
pub(super) fn clean(bytes: &[u8]) -> Result<Drawing, String> {
    if bytes.len() > MAX_LENGTH {
        return Err(format!("it is longer than {} MB", MAX_LENGTH / 1_000_000));
    }
    let text = decode(bytes).ok_or("it is neither UTF-8 nor UTF-16")?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let text = entities::expand(text)?;
    let cleaner = read(&text, References::default())?;
    // What is referred to may stand behind what refers to it.
    let cleaner = match cleaner.references.all_hold() {
        true => cleaner,
        false => read(&text, cleaner.references.known())?,
    };
    Ok(Drawing {
        text: cleaner.out,
        size: cleaner.size,
        left_out: cleaner.left_out.into_iter().collect(),
    })
}

/// The text of a drawing: UTF-8, or UTF-16 with a mark of its order, as editors of Windows write it.
fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let from: fn([u8; 2]) -> u16 = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
    };
    let (units, _) = bytes.as_chunks::<2>();
    let units = units.iter().map(|unit| from(*unit));
    char::decode_utf16(units)
        .collect::<Result<String, _>>()
        .ok()
        .map(Cow::Owned)
}

/// Reads a drawing, of whose inner references those hold that are known to, or all.
fn read(text: &str, references: References) -> Result<Cleaner, String> {
    let mut reader = NsReader::from_str(text);
    let mut cleaner = Cleaner {
        references,
        ..Cleaner::default()
    };
    while !cleaner.done {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        let names = reader.resolver();
        let resolve = |name: QName<'_>, attribute: bool| {
            let (namespace, local) = if attribute {
                names.resolve_attribute(name)
            } else {
                names.resolve_element(name)
            };
            Space::of(&namespace, name, local)
        };
        match event {
            Event::Start(start) => cleaner.open(&start, resolve, false)?,
            Event::Empty(start) => cleaner.open(&start, resolve, true)?,
            Event::End(_) => cleaner.close(),
            Event::Text(text) => cleaner.put_text(&text.xml10_content()),
            Event::CData(text) => cleaner.put_text(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let name = reference.xml10_content();
                let text = quick_xml::escape::unescape(&format!("&{name};"))
                    .map_err(|error| error.to_string())?
                    .into_owned();
                cleaner.put_text(&text);
            }
            Event::Eof => return Err("it ends before its elements do".to_owned()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    Ok(cleaner)
}

/// Whose name a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Space {
    /// SVG's, or nobody's.
    Own,
    Link,
    Xml,
    /// An editor's, or another language's.
    Other,
}

impl Space {
    fn of(found: &ResolveResult<'_>, name: QName<'_>, local: LocalName<'_>) -> Space {
        let prefix = name.prefix().map(|prefix| prefix.into_inner());
        match found {
            _ if prefix == Some("xml") => Space::Xml,
            _ if prefix == Some("xmlns") || local.into_inner() == "xmlns" => Space::Other,
            ResolveResult::Unbound => Space::Own,
            ResolveResult::Bound(namespace) if namespace.into_inner() == SVG => Space::Own,
            ResolveResult::Bound(namespace) if namespace.into_inner() == XLINK => Space::Link,
            // Drawings that were cut out of a page lack the declaration.
            ResolveResult::Unknown(_) if prefix == Some("xlink") => Space::Link,
            _ => Space::Other,
        }
    }
}

/// What becomes of an open element.
#[derive(Debug)]
enum Open {
    /// It is written under this name.
    Kept(&'static str),
    /// Style sheets are written at the end.
    Style(String),
    /// Neither it nor anything in it is written.
    LeftOut,
}

#[derive(Debug, Default)]
struct Cleaner {
    out: String,
    open: Vec<Open>,
    /// The rules of all style sheets.
    sheets: String,
    references: References,
    size: Option<(u32, u32)>,
    left_out: BTreeSet<&'static str>,
    done: bool,
}

impl Cleaner {
    fn open(
        &mut self,
        start: &BytesStart<'_>,
        resolve: impl Fn(QName<'_>, bool) -> Space,
        empty: bool,
    ) -> Result<(), String> {
        if self.open.len() == MAX_DEPTH {
            return Err(format!("its elements nest more than {MAX_DEPTH} deep"));
        }
        let attributes = Attributes::read(start, |name| resolve(name, true))?;
        let kind = match resolve(start.name(), false) {
            Space::Own => element(start.local_name().into_inner()),
            _ => Element::Foreign,
        };
        if self.open.is_empty() && !matches!(kind, Element::Kept("svg")) {
            return Err("its root is not svg".to_owned());
        }
        let inside = matches!(self.open.last(), Some(Open::LeftOut | Open::Style(_)));
        let opened = match kind {
            _ if inside => Open::LeftOut,
            Element::Foreign => Open::LeftOut,
            Element::LeftOut(what) => {
                self.left_out.insert(what);
                Open::LeftOut
            }
            Element::Style => Open::Style(String::new()),
            Element::Kept(name) => {
                let name = match self.open.last() {
                    Some(Open::Kept(parent)) => elements::within(parent, name),
                    _ => Some(name),
                };
                name.map_or(Open::LeftOut, |name| self.write_start(name, attributes))
            }
        };
        match (empty, opened) {
            (false, opened) => self.open.push(opened),
            (true, Open::Kept(name)) => {
                self.open.push(Open::Kept(name));
                self.close();
            }
            (true, _) => {}
        }
        Ok(())
    }

    /// Writes a start tag, unless the element shows nothing without what it refers to.
    fn write_start(&mut self, name: &'static str, attributes: Attributes) -> Open {
        let root = self.open.is_empty();
        if root {
            self.size = attributes.size();
        }
        let view_box = (root && !attributes.has("viewBox"))
            .then_some(self.size)
            .flatten();
        let mut kept = Vec::new();
        if name == "image" {
            // The natural size is what SVG 2 means, and what checkers of SVG 1.1 want to be told.
            let size = attributes.size_of_picture();
            for (name, side) in ["width", "height"].into_iter().zip(size) {
                if !attributes.has(name) {
                    kept.push((name.to_owned(), side));
                }
            }
        }
        let mut style = String::new();
        let mut shows_nothing = false;
        for Attribute { name: key, value } in attributes.list {
            let (left, lost) = match attributes::clean(name, &key, value) {
                Fate::Kept(value) => (Some(value), None),
                Fate::Dropped => (None, None),
                Fate::Lost(what, left) => (left, Some(what)),
            };
            self.left_out.extend(lost);
            if lost.is_some() && key.ends_with("href") {
                return Open::LeftOut;
            }
            let local = key.strip_prefix("xlink:").unwrap_or(&key);
            let Some(value) = left else { continue };
            match vocabulary::place(name, local, &value) {
                Place::Attribute if key == "id" => {
                    if self.references.define(&value, name) {
                        kept.push((key, value));
                    }
                }
                Place::Attribute if local == "href" && name == "use" => {
                    shows_nothing |= !self.references.shows(&value);
                    kept.push((key, value));
                }
                Place::Attribute if local == "href" => {
                    if self.references.is_whole(&value) {
                        kept.push((key, value));
                    }
                }
                Place::Attribute => {
                    let value = self.references.of_property(&key, value);
                    kept.extend(value.map(|value| (key, value)));
                }
                Place::Style => vocabulary::declare(&mut style, &key, &value),
                Place::Nowhere => {}
            }
        }
        if shows_nothing {
            return self.write_empty_group(&kept);
        }
        if !style.is_empty() {
            // What the author put there counts more.
            match kept.iter_mut().find(|(key, _)| key == "style") {
                Some((_, own)) => own.insert_str(0, &style),
                None => kept.push(("style".to_owned(), style)),
            }
        }
        for (key, value) in vocabulary::required(name) {
            if !kept.iter().any(|(kept, _)| kept == key) {
                kept.push(((*key).to_owned(), (*value).to_owned()));
            }
        }
        self.out.push('<');
        self.out.push_str(name);
        if root {
            push_attribute(&mut self.out, "xmlns", SVG);
            push_attribute(&mut self.out, "xmlns:xlink", XLINK);
        }
        if let Some((width, height)) = view_box {
            push_attribute(&mut self.out, "viewBox", &format!("0 0 {width} {height}"));
        }
        for (name, value) in kept {
            push_attribute(&mut self.out, &name, &value);
        }
        self.out.push('>');
        Open::Kept(name)
    }

    /// Writes what shows nothing in the place of an element that would.
    fn write_empty_group(&mut self, attributes: &[(String, String)]) -> Open {
        self.out.push_str("<g");
        for (name, value) in attributes.iter().filter(|(name, _)| name == "id") {
            push_attribute(&mut self.out, name, value);
        }
        self.out.push('>');
        Open::Kept("g")
    }

    fn close(&mut self) {
        match self.open.pop() {
            Some(Open::Kept(name)) => {
                // A surface that nothing lights may not be there.
                if matches!(name, "feDiffuseLighting" | "feSpecularLighting")
                    && self.out.ends_with('>')
                    && !self.out.ends_with("Light>")
                {
                    self.out.push_str("<feDistantLight></feDistantLight>");
                }
                // Not every element that holds a style sheet may: all stand in the outermost.
                if self.open.is_empty() && !self.sheets.is_empty() {
                    self.out.push_str("<style>");
                    push_text(&mut self.out, &self.sheets);
                    self.out.push_str("</style>");
                }
                self.out.push_str("</");
                self.out.push_str(name);
                self.out.push('>');
            }
            Some(Open::Style(text)) => {
                let (text, lost) = sheet::clean_sheet(&text);
                if lost {
                    self.left_out.insert(css::LOST);
                }
                self.sheets.push_str(&text);
            }
            Some(Open::LeftOut) | None => {}
        }
        self.done = self.open.is_empty();
    }

    fn put_text(&mut self, text: &str) {
        match self.open.last_mut() {
            Some(Open::Kept(name)) if elements::holds_text(name) => {
                push_text(&mut self.out, &remove_forbidden(text));
            }
            Some(Open::Style(sheet)) => sheet.push_str(&remove_forbidden(text)),
            Some(Open::Kept(_) | Open::LeftOut) | None => {}
        }
    }
}

#[cfg(test)]
mod tests;
