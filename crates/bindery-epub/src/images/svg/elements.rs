//! Which elements of SVG a book may hold.

/// What becomes of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Element {
    /// It is kept, under this name.
    Kept(&'static str),
    /// A style sheet.
    Style,
    /// It does something, or shows something from elsewhere.
    LeftOut(&'static str),
    /// It shows nothing.
    Foreign,
}

/// Elements that only draw (SVG 2, chapters 5 to 14; Filter Effects 1; CSS Masking 1).
const DRAWING: [&str; 53] = [
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feImage",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
    "filter",
    "g",
    "image",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "svg",
    "switch",
    "symbol",
    "text",
    "textPath",
    "title",
    "tspan",
    "use",
    "view",
];

/// What becomes of an element of SVG.
pub(super) fn element(name: &str) -> Element {
    match name {
        "a" => Element::Kept("g"),
        "style" => Element::Style,
        "metadata" | "cursor" => Element::Foreign,
        "script" | "handler" | "listener" => Element::LeftOut("scripts"),
        "foreignObject" => Element::LeftOut("HTML in it (foreignObject)"),
        "animate" | "animateColor" | "animateMotion" | "animateTransform" | "set" | "mpath"
        | "discard" => Element::LeftOut("animations"),
        "audio" | "video" | "iframe" | "canvas" | "embed" | "object" => {
            Element::LeftOut("recordings and pages in it")
        }
        _ => DRAWING
            .iter()
            .find(|known| **known == name)
            .map_or(Element::Foreign, |known| Element::Kept(known)),
    }
}

/// Elements that hold text.
const TEXT: [&str; 5] = ["text", "textPath", "tspan", "title", "desc"];

/// Elements that draw, and hold nothing that does.
const LEAVES: [&str; 9] = [
    "circle", "ellipse", "image", "line", "path", "polygon", "polyline", "rect", "use",
];

/// Whether an element may hold text; elsewhere it is not shown.
pub(super) fn holds_text(name: &str) -> bool {
    TEXT.contains(&name)
}

/// What an element is called in another; `None` where it would not be shown (SVG 1.1, content
/// models).
pub(super) fn within(parent: &str, name: &'static str) -> Option<&'static str> {
    match (parent, name) {
        ("title" | "desc" | "stop", _) => None,
        ("feComponentTransfer", _) => name.starts_with("feFunc").then_some(name),
        ("feMerge", _) => (name == "feMergeNode").then_some(name),
        ("feDiffuseLighting" | "feSpecularLighting", _) => name.ends_with("Light").then_some(name),
        _ if parent.starts_with("fe") => None,
        (_, "title" | "desc") if parent != "switch" => Some(name),
        ("filter", _) => is_primitive(name).then_some(name),
        ("linearGradient" | "radialGradient", _) => (name == "stop").then_some(name),
        ("view", _) => None,
        ("clipPath", _) => is_shape(name).then_some(name),
        ("switch", _) if !is_chosen(name) => None,
        (_, "stop" | "title" | "desc") => None,
        _ if name.starts_with("fe") => None,
        // A group in a text is a link that is none any more.
        ("text" | "tspan" | "textPath", "g") => Some("tspan"),
        ("text", "tspan" | "textPath") | ("tspan" | "textPath", "tspan") => Some(name),
        ("text" | "tspan" | "textPath", _) => None,
        (_, "tspan" | "textPath") => None,
        (parent, _) if LEAVES.contains(&parent) => None,
        _ => Some(name),
    }
}

/// What a filter is made of: not what its parts are.
fn is_primitive(name: &str) -> bool {
    let is_part = name.starts_with("feFunc") || name.ends_with("Light") || name == "feMergeNode";
    name.starts_with("fe") && !is_part
}

/// What a clipping path may be made of (SVG 1.1, section 14.3.5).
fn is_shape(name: &str) -> bool {
    matches!(
        name,
        "circle" | "ellipse" | "line" | "path" | "polygon" | "polyline" | "rect" | "text" | "use"
    )
}

/// What `switch` may choose (SVG 1.1, section 5.8.2).
fn is_chosen(name: &str) -> bool {
    is_shape(name) || matches!(name, "g" | "image" | "svg" | "switch")
}
