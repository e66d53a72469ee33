//! Which attributes the elements of SVG have, and with which values (SVG 1.1, appendices M and N):
//! checkers of books tell every other. What SVG 2 has made of a property of CSS is one in `style`,
//! where each is allowed.

/// Where an attribute belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// It stands as it is.
    Attribute,
    /// It is a declaration of the element's `style`.
    Style,
    /// It draws nothing there.
    Nowhere,
}

/// Properties of all that is painted (appendix N.1, *Presentation attributes*),
const PAINT: &str = "clip-path clip-rule color color-interpolation color-rendering cursor display fill fill-opacity \
    fill-rule filter image-rendering mask opacity pointer-events shape-rendering stroke stroke-dasharray \
    stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-rendering \
    visibility";
/// of text,
const TEXT: &str = "alignment-baseline baseline-shift direction dominant-baseline font-family font-size \
    font-size-adjust font-stretch font-style font-variant font-weight glyph-orientation-horizontal \
    glyph-orientation-vertical kerning letter-spacing text-anchor text-decoration unicode-bidi word-spacing \
    writing-mode";
/// of markers,
const MARKERS: &str = "marker-end marker-mid marker-start";
/// and of what holds others.
const CONTAINERS: &str = "clip color-interpolation-filters color-profile enable-background flood-color flood-opacity \
    lighting-color overflow stop-color stop-opacity";
/// Properties that have become attributes since (SVG 2, section 6.6; CSS Transforms 1; CSS Masking 1;
/// Compositing 1), or that programs take for some.
const LATER: &str = "font font-feature-settings font-kerning font-variation-settings isolation line-height mask-type \
    mix-blend-mode paint-order text-overflow transform-box transform-origin vector-effect white-space";

/// The properties that an element may have as attributes.
#[derive(Clone, Copy)]
enum Properties {
    All,
    /// Those of text and painting.
    Text,
    /// Those of painting.
    Shape,
    /// No others than those that are listed, but a `style`.
    Listed,
    /// Not even that.
    None,
}

/// Elements, the properties that they may have, and their other attributes.
const ELEMENTS: &[(&str, Properties, &str)] = &[
    ("circle", Properties::Shape, "cx cy r transform"),
    ("clipPath", Properties::Text, "clipPathUnits transform"),
    ("defs", Properties::All, "transform"),
    ("desc", Properties::Listed, ""),
    ("ellipse", Properties::Shape, "cx cy rx ry transform"),
    ("feBlend", Properties::None, "in in2 mode"),
    ("feColorMatrix", Properties::None, "in type values"),
    ("feComponentTransfer", Properties::None, "in"),
    (
        "feComposite",
        Properties::None,
        "in in2 k1 k2 k3 k4 operator",
    ),
    (
        "feConvolveMatrix",
        Properties::None,
        "bias divisor edgeMode in kernelMatrix kernelUnitLength order preserveAlpha targetX targetY",
    ),
    (
        "feDiffuseLighting",
        Properties::Listed,
        "color color-interpolation color-rendering diffuseConstant in kernelUnitLength lighting-color surfaceScale",
    ),
    (
        "feDisplacementMap",
        Properties::None,
        "in in2 scale xChannelSelector yChannelSelector",
    ),
    ("feDistantLight", Properties::None, "azimuth elevation"),
    ("feDropShadow", Properties::All, "dx dy in stdDeviation"),
    (
        "feFlood",
        Properties::Listed,
        "color color-interpolation color-rendering flood-color flood-opacity in",
    ),
    ("feFuncA", Properties::None, TRANSFER),
    ("feFuncB", Properties::None, TRANSFER),
    ("feFuncG", Properties::None, TRANSFER),
    ("feFuncR", Properties::None, TRANSFER),
    ("feGaussianBlur", Properties::None, "in stdDeviation"),
    ("feImage", Properties::All, "href preserveAspectRatio"),
    ("feMerge", Properties::None, ""),
    ("feMergeNode", Properties::None, "in"),
    ("feMorphology", Properties::None, "in operator radius"),
    ("feOffset", Properties::None, "dx dy in"),
    ("fePointLight", Properties::None, "x y z"),
    (
        "feSpecularLighting",
        Properties::Listed,
        "color color-interpolation color-rendering in kernelUnitLength lighting-color specularConstant \
         specularExponent surfaceScale",
    ),
    (
        "feSpotLight",
        Properties::None,
        "limitingConeAngle pointsAtX pointsAtY pointsAtZ specularExponent x y z",
    ),
    ("feTile", Properties::None, "in"),
    (
        "feTurbulence",
        Properties::None,
        "baseFrequency numOctaves seed stitchTiles type",
    ),
    (
        "filter",
        Properties::All,
        "filterRes filterUnits height href primitiveUnits width x y",
    ),
    ("g", Properties::All, "transform"),
    (
        "image",
        Properties::Listed,
        "clip clip-path clip-rule color color-interpolation color-profile color-rendering cursor display fill-opacity \
         filter height href image-rendering mask opacity overflow pointer-events preserveAspectRatio shape-rendering \
         stroke-opacity text-rendering transform visibility width x y",
    ),
    ("line", Properties::Shape, "transform x1 x2 y1 y2"),
    ("linearGradient", Properties::Listed, "x1 x2 y1 y2"),
    (
        "marker",
        Properties::All,
        "markerHeight markerUnits markerWidth orient preserveAspectRatio refX refY viewBox",
    ),
    (
        "mask",
        Properties::All,
        "height maskContentUnits maskUnits width x y",
    ),
    ("path", Properties::Shape, "d pathLength transform"),
    (
        "pattern",
        Properties::All,
        "height href patternContentUnits patternTransform patternUnits preserveAspectRatio viewBox width x y",
    ),
    ("polygon", Properties::Shape, "points transform"),
    ("polyline", Properties::Shape, "points transform"),
    ("radialGradient", Properties::Listed, "cx cy fx fy r"),
    (
        "rect",
        Properties::Shape,
        "height rx ry transform width x y",
    ),
    (
        "stop",
        Properties::Listed,
        "color color-interpolation color-rendering offset stop-color stop-opacity",
    ),
    (
        "svg",
        Properties::All,
        "height preserveAspectRatio viewBox width x y",
    ),
    ("switch", Properties::All, "transform"),
    (
        "symbol",
        Properties::All,
        "height preserveAspectRatio viewBox width",
    ),
    (
        "text",
        Properties::Text,
        "dx dy lengthAdjust rotate textLength transform x y",
    ),
    (
        "textPath",
        Properties::Text,
        "href lengthAdjust method spacing startOffset textLength",
    ),
    ("title", Properties::Listed, ""),
    (
        "tspan",
        Properties::Text,
        "dx dy lengthAdjust rotate textLength x y",
    ),
    ("use", Properties::All, "height href transform width x y"),
    (
        "view",
        Properties::None,
        "preserveAspectRatio viewBox viewTarget",
    ),
];

const TRANSFER: &str = "amplitude exponent intercept offset slope tableValues type";
/// Attributes of all gradients,
const GRADIENTS: &str = "color color-interpolation color-rendering gradientTransform gradientUnits href spreadMethod stop-color stop-opacity";
/// and of all that filters are made of, but for sources of light and parts of others.
const PRIMITIVES: &str = "color-interpolation-filters height result width x y";

/// The values of attributes that are words, by the attribute, or by it and its element.
const WORDS: &[(&str, &str)] = &[
    (
        "alignment-baseline",
        "auto baseline before-edge text-before-edge middle central after-edge text-after-edge \
        ideographic alphabetic hanging mathematical inherit",
    ),
    ("clip-rule", "nonzero evenodd inherit"),
    ("clipPathUnits", UNITS),
    ("color-interpolation", "auto sRGB linearRGB inherit"),
    ("color-interpolation-filters", "auto sRGB linearRGB inherit"),
    (
        "color-rendering",
        "auto optimizeSpeed optimizeQuality inherit",
    ),
    ("direction", "ltr rtl inherit"),
    (
        "display",
        "inline block list-item run-in compact marker table inline-table table-row-group table-header-group \
        table-footer-group table-row table-column-group table-column table-cell table-caption none inherit",
    ),
    (
        "dominant-baseline",
        "auto use-script no-change reset-size ideographic alphabetic hanging mathematical central \
        middle text-after-edge text-before-edge inherit",
    ),
    ("edgeMode", "duplicate wrap none"),
    (
        "feColorMatrix type",
        "matrix saturate hueRotate luminanceToAlpha",
    ),
    (
        "feComposite operator",
        "over in out atop xor lighter arithmetic",
    ),
    ("feFuncA type", TRANSFERS),
    ("feFuncB type", TRANSFERS),
    ("feFuncG type", TRANSFERS),
    ("feFuncR type", TRANSFERS),
    ("feMorphology operator", "erode dilate"),
    ("feTurbulence type", "fractalNoise turbulence"),
    ("fill-rule", "nonzero evenodd inherit"),
    ("filterUnits", UNITS),
    (
        "font-stretch",
        "normal wider narrower ultra-condensed extra-condensed condensed semi-condensed semi-expanded \
        expanded extra-expanded ultra-expanded inherit",
    ),
    ("font-style", "normal italic oblique inherit"),
    ("font-variant", "normal small-caps inherit"),
    (
        "font-weight",
        "normal bold bolder lighter 100 200 300 400 500 600 700 800 900 inherit",
    ),
    ("gradientUnits", UNITS),
    (
        "image-rendering",
        "auto optimizeSpeed optimizeQuality inherit",
    ),
    ("lengthAdjust", "spacing spacingAndGlyphs"),
    ("markerUnits", "strokeWidth userSpaceOnUse"),
    ("maskContentUnits", UNITS),
    ("maskUnits", UNITS),
    ("method", "align stretch"),
    (
        "mode",
        "normal multiply screen overlay darken lighten color-dodge color-burn hard-light soft-light difference \
        exclusion hue saturation color luminosity",
    ),
    ("overflow", "visible hidden scroll auto inherit"),
    ("patternContentUnits", UNITS),
    ("patternUnits", UNITS),
    (
        "pointer-events",
        "visiblePainted visibleFill visibleStroke visible painted fill stroke all none inherit",
    ),
    ("preserveAlpha", "false true"),
    ("primitiveUnits", UNITS),
    (
        "shape-rendering",
        "auto optimizeSpeed crispEdges geometricPrecision inherit",
    ),
    ("spacing", "auto exact"),
    ("spreadMethod", "pad reflect repeat"),
    ("stitchTiles", "stitch noStitch"),
    ("stroke-linecap", "butt round square inherit"),
    ("stroke-linejoin", "miter round bevel inherit"),
    ("text-anchor", "start middle end inherit"),
    (
        "text-rendering",
        "auto optimizeSpeed optimizeLegibility geometricPrecision inherit",
    ),
    ("unicode-bidi", "normal embed bidi-override inherit"),
    ("visibility", "visible hidden collapse inherit"),
    ("writing-mode", "lr-tb rl-tb tb-rl lr rl tb inherit"),
    ("xChannelSelector", "R G B A"),
    ("xml:space", "default preserve"),
    ("yChannelSelector", "R G B A"),
];
const UNITS: &str = "userSpaceOnUse objectBoundingBox";
const TRANSFERS: &str = "identity table discrete linear gamma";

/// What elements must have, and what they are drawn as without it (SVG 2, the attributes' initial
/// values; one of a filter that has none stands for the result before).
const REQUIRED: &[(&str, &[(&str, &str)])] = &[
    ("circle", &[("r", "0")]),
    ("ellipse", &[("rx", "0"), ("ry", "0")]),
    ("feBlend", &[("in2", "")]),
    ("feComposite", &[("in2", "")]),
    ("feConvolveMatrix", &[("order", "3"), ("kernelMatrix", "")]),
    ("feDisplacementMap", &[("in2", "")]),
    ("feFuncA", &[("type", "identity")]),
    ("feFuncB", &[("type", "identity")]),
    ("feFuncG", &[("type", "identity")]),
    ("feFuncR", &[("type", "identity")]),
    ("path", &[("d", "")]),
    ("polygon", &[("points", "")]),
    ("polyline", &[("points", "")]),
    ("rect", &[("width", "0"), ("height", "0")]),
    ("stop", &[("offset", "0")]),
];

/// Where an attribute of an element belongs. XLink's is called `href`.
pub(super) fn place(element: &str, name: &str, value: &str) -> Place {
    let Some((_, properties, own)) = ELEMENTS.iter().find(|(known, ..)| *known == element) else {
        return Place::Nowhere;
    };
    let may_have_style = !matches!(properties, Properties::None);
    let is_known = match name {
        "id" | "xml:space" | "xml:lang" => true,
        "class" | "style" => may_have_style,
        "systemLanguage" => is_painted_or_holds(*properties) && !DEFINED.contains(&element),
        _ => has_word(own, name) || is_of_group(element, *properties, name),
    };
    if is_known && is_value(element, name, value) {
        return Place::Attribute;
    }
    let is_declaration = is_property(name) && !value.trim().is_empty() && !value.contains(';');
    match is_declaration && may_have_style {
        true => Place::Style,
        false => Place::Nowhere,
    }
}

/// Adds a property to a `style`. Numbers without a unit are pixels, which only attributes may leave
/// out (SVG 2, section 6.1).
pub(super) fn declare(style: &mut String, name: &str, value: &str) {
    let is_number_itself = name.ends_with("-opacity")
        || matches!(
            name,
            "font-weight" | "font-size-adjust" | "line-height" | "stroke-miterlimit" | "opacity"
        );
    style.push_str(name);
    style.push(':');
    for (at, word) in value.split_ascii_whitespace().enumerate() {
        let is_number = word.parse::<f64>().is_ok_and(f64::is_finite);
        let space = if at == 0 { "" } else { " " };
        let unit = if is_number && !is_number_itself {
            "px"
        } else {
            ""
        };
        style.extend([space, word, unit]);
    }
    style.push(';');
}

/// The attributes that an element must have, with values that draw as if they were not there.
pub(super) fn required(element: &str) -> &'static [(&'static str, &'static str)] {
    let found = REQUIRED.iter().find(|(known, _)| *known == element);
    found.map_or(&[], |(_, attributes)| attributes)
}

/// Elements without conditions (SVG 1.1, section 5.8.2): what only others use.
const DEFINED: [&str; 5] = ["feDropShadow", "feImage", "filter", "marker", "symbol"];

fn is_painted_or_holds(properties: Properties) -> bool {
    matches!(
        properties,
        Properties::All | Properties::Text | Properties::Shape
    )
}

/// Whether an attribute is one of those that many elements have.
fn is_of_group(element: &str, properties: Properties, name: &str) -> bool {
    match element {
        "line" | "path" | "polygon" | "polyline" if has_word(MARKERS, name) => return true,
        "linearGradient" | "radialGradient" if has_word(GRADIENTS, name) => return true,
        "tspan" | "textPath" if name == "writing-mode" => return false,
        "feDistantLight" | "feMergeNode" | "fePointLight" | "feSpotLight" => return false,
        _ if element.starts_with("feFunc") => return false,
        _ if element.starts_with("fe") && has_word(PRIMITIVES, name) => return true,
        _ => {}
    }
    match properties {
        Properties::All => [PAINT, TEXT, MARKERS, CONTAINERS]
            .iter()
            .any(|group| has_word(group, name)),
        Properties::Text => has_word(PAINT, name) || has_word(TEXT, name),
        Properties::Shape => has_word(PAINT, name),
        Properties::Listed | Properties::None => false,
    }
}

fn is_property(name: &str) -> bool {
    [PAINT, TEXT, MARKERS, CONTAINERS, LATER]
        .iter()
        .any(|group| has_word(group, name))
}

/// Whether an attribute may have this value, as far as values are words.
fn is_value(element: &str, name: &str, value: &str) -> bool {
    if name == "preserveAspectRatio" {
        return is_aspect_ratio(value);
    }
    let is_this = |known: &str| match known.split_once(' ') {
        Some((of, known)) => of == element && known == name,
        None => known == name,
    };
    let words = WORDS.iter().find(|(known, _)| is_this(known));
    words.is_none_or(|(_, words)| has_word(words, value))
}

/// SVG 1.1, section 7.8: how a view box is aligned, and whether it is cut.
fn is_aspect_ratio(value: &str) -> bool {
    let mut words = value.split_ascii_whitespace().peekable();
    words.next_if_eq(&"defer");
    let is_aligned = words.next().is_some_and(|word| {
        let sides = word.strip_prefix('x').and_then(|rest| rest.split_once('Y'));
        let is_side = |side: &str| matches!(side, "Min" | "Mid" | "Max");
        word == "none" || sides.is_some_and(|(x, y)| is_side(x) && is_side(y))
    });
    is_aligned && matches!(words.next(), None | Some("meet" | "slice")) && words.next().is_none()
}

fn has_word(words: &str, word: &str) -> bool {
    words.split_ascii_whitespace().any(|known| known == word)
}

/// Whether an element may refer to another.
pub(super) fn may_refer(element: &str) -> bool {
    matches!(place(element, "href", "#a"), Place::Attribute)
}

/// Elements that `use` may show: what is painted, alone or with others.
pub(super) fn is_drawn(element: &str) -> bool {
    let of_shapes = ELEMENTS
        .iter()
        .any(|(known, properties, _)| *known == element && matches!(properties, Properties::Shape));
    of_shapes
        || matches!(
            element,
            "g" | "image" | "svg" | "switch" | "symbol" | "text" | "use"
        )
}
