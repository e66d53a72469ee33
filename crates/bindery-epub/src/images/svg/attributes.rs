//! Which attributes of SVG a book may hold, and what of their values.
use bindery_model::{language_tag, remove_forbidden};
use quick_xml::XmlVersion;
use quick_xml::events::BytesStart;
use quick_xml::name::QName;

use super::super::data_url;
use super::{Space, css, vocabulary};

/// What was left out of attributes.
const HANDLERS: &str = "event handlers";
const ELSEWHERE: &str = "references to other files";

/// Pictures of pixels that may stand in a drawing.
const DATA_IMAGES: [&str; 4] = [
    "data:image/png",
    "data:image/jpeg",
    "data:image/jpg",
    "data:image/gif",
];

pub(super) struct Attribute {
    pub(super) name: String,
    pub(super) value: String,
}

/// The attributes of an element that are SVG's; XLink's and XML's have their usual prefix.
pub(super) struct Attributes {
    pub(super) list: Vec<Attribute>,
}

impl Attributes {
    pub(super) fn read(
        start: &BytesStart<'_>,
        space: impl Fn(QName<'_>) -> Space,
    ) -> Result<Attributes, String> {
        let mut list = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let local = attribute.key.local_name().into_inner();
            let name = match space(attribute.key) {
                Space::Own => local.to_owned(),
                Space::Link => format!("xlink:{local}"),
                Space::Xml => format!("xml:{local}"),
                Space::Other => continue,
            };
            let value = attribute
                .normalized_value(XmlVersion::Explicit1_0)
                .map_err(|error| error.to_string())?;
            let value = remove_forbidden(&value).into_owned();
            list.push(Attribute { name, value });
        }
        Ok(Attributes { list })
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    fn get(&self, name: &str) -> Option<&str> {
        let found = self.list.iter().find(|attribute| attribute.name == name)?;
        Some(&found.value)
    }

    /// Width and height of the picture that the element refers to; all of the drawing's where that
    /// is not known.
    pub(super) fn size_of_picture(&self) -> [String; 2] {
        let address = self.get("href").or(self.get("xlink:href"));
        let bytes = address.and_then(data_url::decode);
        let size = bytes.and_then(|bytes| imagesize::blob_size(&bytes).ok());
        match size {
            Some(size) => [size.width.to_string(), size.height.to_string()],
            None => ["100%", "100%"].map(str::to_owned),
        }
    }

    /// The size in CSS pixels: as it is written, else that of the view box, else what of the two
    /// is there (SVG 2, section 8.2; CSS Images 3, section 5.3).
    pub(super) fn size(&self) -> Option<(u32, u32)> {
        let width = self.get("width").and_then(length);
        let height = self.get("height").and_then(length);
        let sides = self.get("viewBox").and_then(view_box);
        let size = match (width, height, sides) {
            (Some(width), Some(height), _) => (width, height),
            (Some(width), None, Some((w, h))) => (width, width * h / w),
            (None, Some(height), Some((w, h))) => (height * w / h, height),
            (None, None, Some(sides)) => sides,
            _ => return None,
        };
        Some((whole(size.0)?, whole(size.1)?))
    }
}

/// A number of pixels; nothing that is absurd.
fn whole(length: f64) -> Option<u32> {
    let rounded = length.round().max(1.0);
    (rounded <= 100_000.0).then_some(rounded as u32)
}

/// A length in CSS pixels (CSS Values 4, section 6.2); `None` for a share of what is around.
fn length(value: &str) -> Option<f64> {
    let value = value.trim();
    let end = value
        .find(|c: char| c.is_ascii_alphabetic() || c == '%')
        .unwrap_or(value.len());
    let factor = match &value[end..] {
        "" | "px" => 1.0,
        "pt" => 4.0 / 3.0,
        "pc" | "em" | "rem" => 16.0,
        "mm" => 96.0 / 25.4,
        "cm" => 96.0 / 2.54,
        "in" => 96.0,
        _ => return None,
    };
    let number: f64 = value[..end].trim().parse().ok()?;
    (number > 0.0 && number.is_finite()).then_some(number * factor)
}

fn view_box(value: &str) -> Option<(f64, f64)> {
    let mut numbers = value
        .split(|c: char| c == ',' || c.is_ascii_whitespace())
        .filter(|part| !part.is_empty())
        .map(|part| part.parse::<f64>().ok().filter(|number| number.is_finite()));
    let (_, _) = (numbers.next()??, numbers.next()??);
    let (width, height) = (numbers.next()??, numbers.next()??);
    (width > 0.0 && height > 0.0).then_some((width, height))
}

/// What becomes of an attribute.
pub(super) enum Fate {
    Kept(String),
    /// It shows nothing.
    Dropped,
    /// What of it cannot stand in a book, and what is left.
    Lost(&'static str, Option<String>),
}

/// What becomes of an attribute of an element.
pub(super) fn clean(element: &str, name: &str, value: String) -> Fate {
    let is_handler = name
        .get(..2)
        .is_some_and(|start| start.eq_ignore_ascii_case("on"));
    match name {
        _ if is_handler => Fate::Lost(HANDLERS, None),
        "href" | "xlink:href" => clean_reference(element, &value),
        "xml:space" => Fate::Kept(value),
        "xml:lang" => language_tag(&value).map_or(Fate::Dropped, Fate::Kept),
        "id" => Fate::Kept(xml_name(&value)),
        "style" => match css::clean_style(&value) {
            (style, false) => Fate::Kept(style),
            (style, true) => Fate::Lost(css::LOST, Some(style)),
        },
        _ if name.starts_with("xlink:") => Fate::Dropped,
        _ if value.contains('(') => {
            css::clean_declarations(&value).map_or(Fate::Lost(ELSEWHERE, None), Fate::Kept)
        }
        _ => Fate::Kept(value),
    }
}

/// A reference to a part of the drawing itself, or a picture that it holds.
fn clean_reference(element: &str, value: &str) -> Fate {
    let value = value.trim();
    // It means nothing there. What was a link is a group now.
    if !vocabulary::may_refer(element) {
        return Fate::Dropped;
    }
    if let Some(fragment) = value.strip_prefix('#')
        && element != "image"
    {
        return Fate::Kept(format!("#{}", xml_name(fragment)));
    }
    let is_picture = matches!(element, "image" | "feImage")
        && DATA_IMAGES.iter().any(|prefix| {
            value
                .get(..prefix.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
        });
    if is_picture {
        Fate::Kept(value.to_owned())
    } else {
        Fate::Lost(ELSEWHERE, None)
    }
}

/// The same identifier as a name of XML without colons, which checkers ask for.
pub(super) fn xml_name(id: &str) -> String {
    let is_start =
        |c: char| c == '_' || c.is_ascii_alphabetic() || (!c.is_ascii() && c.is_alphabetic());
    let is_part = |c: char| is_start(c) || matches!(c, '-' | '.') || c.is_ascii_digit();
    let mut name = String::with_capacity(id.len());
    for (at, c) in id.chars().enumerate() {
        match c {
            _ if at == 0 && !is_start(c) => {
                name.push('_');
                name.push(if is_part(c) { c } else { '_' });
            }
            _ => name.push(if is_part(c) { c } else { '_' }),
        }
    }
    if name.is_empty() {
        "_".to_owned()
    } else {
        name
    }
}
