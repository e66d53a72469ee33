//! The spellings of SVG and MathML (WHATWG HTML, section 13.2.6.1, "adjust SVG attributes" and
//! what stands beside it).

/// SVG's element names with capitals.
pub(super) const SVG_NAMES: [&str; 37] = [
    "altGlyph",
    "altGlyphDef",
    "altGlyphItem",
    "animateColor",
    "animateMotion",
    "animateTransform",
    "clipPath",
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
    "foreignObject",
    "glyphRef",
    "linearGradient",
    "radialGradient",
    "textPath",
];

/// SVG's attribute names with capitals.
pub(super) const SVG_ATTRIBUTES: [&str; 58] = [
    "attributeName",
    "attributeType",
    "baseFrequency",
    "baseProfile",
    "calcMode",
    "clipPathUnits",
    "diffuseConstant",
    "edgeMode",
    "filterUnits",
    "glyphRef",
    "gradientTransform",
    "gradientUnits",
    "kernelMatrix",
    "kernelUnitLength",
    "keyPoints",
    "keySplines",
    "keyTimes",
    "lengthAdjust",
    "limitingConeAngle",
    "markerHeight",
    "markerUnits",
    "markerWidth",
    "maskContentUnits",
    "maskUnits",
    "numOctaves",
    "pathLength",
    "patternContentUnits",
    "patternTransform",
    "patternUnits",
    "pointsAtX",
    "pointsAtY",
    "pointsAtZ",
    "preserveAlpha",
    "preserveAspectRatio",
    "primitiveUnits",
    "refX",
    "refY",
    "repeatCount",
    "repeatDur",
    "requiredExtensions",
    "requiredFeatures",
    "specularConstant",
    "specularExponent",
    "spreadMethod",
    "startOffset",
    "stdDeviation",
    "stitchTiles",
    "surfaceScale",
    "systemLanguage",
    "tableValues",
    "targetX",
    "targetY",
    "textLength",
    "viewBox",
    "viewTarget",
    "xChannelSelector",
    "yChannelSelector",
    "zoomAndPan",
];

/// Attributes with a namespace: as written, prefix, local name.
const FOREIGN_ATTRIBUTES: [(&str, &str, &str); 11] = [
    ("xlink:actuate", "xlink", "actuate"),
    ("xlink:arcrole", "xlink", "arcrole"),
    ("xlink:href", "xlink", "href"),
    ("xlink:role", "xlink", "role"),
    ("xlink:show", "xlink", "show"),
    ("xlink:title", "xlink", "title"),
    ("xlink:type", "xlink", "type"),
    ("xml:lang", "xml", "lang"),
    ("xml:space", "xml", "space"),
    ("xmlns", "xmlns", "xmlns"),
    ("xmlns:xlink", "xmlns", "xlink"),
];

/// The spelling with capitals, if there is one.
pub(super) fn adjusted(name: &str, spellings: &[&'static str]) -> Option<&'static str> {
    spellings
        .iter()
        .find(|spelling| spelling.eq_ignore_ascii_case(name))
        .copied()
}

/// The prefix and the local name of a foreign element's attribute.
pub(super) fn with_namespace(name: &str) -> (&'static str, &str) {
    FOREIGN_ATTRIBUTES
        .iter()
        .find(|(written, ..)| *written == name)
        .map_or(("", name), |&(_, prefix, local)| (prefix, local))
}
