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
