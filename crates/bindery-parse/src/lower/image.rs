//! Where an image really is: sites that load images lazily keep its address elsewhere.
use bindery_model::Share;

use super::attributes::declaration;
use crate::html::Element;

/// Attributes that scripts for lazy loading read.
const LAZY: [&str; 9] = [
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-actualsrc",
    "data-original-src",
    "data-echo",
    "data-url",
    "data-lazyload",
    "file",
];

/// Words in the addresses of pictures that only hold the place of another.
const PLACEHOLDERS: [&str; 10] = [
    "placeholder",
    "blank.gif",
    "blank.png",
    "spacer.gif",
    "transparent.gif",
    "pixel.gif",
    "loading.gif",
    "lazyload",
    "grey.gif",
    "/none.gif",
];

/// The reference to the picture of an `img`; `None` if there is none.
pub(super) fn source<'a>(element: Element<'a>) -> Option<&'a str> {
    let written = element
        .attribute("src")
        .map(str::trim)
        .filter(|src| !src.is_empty());
    if let Some(src) = written
        && !is_placeholder(src)
    {
        return Some(src);
    }
    let lazy = LAZY
        .iter()
        .find_map(|name| element.attribute(name))
        .map(str::trim)
        .filter(|src| !src.is_empty());
    lazy.or_else(|| candidate(element, "data-srcset"))
        .or_else(|| candidate(element, "srcset"))
        .or(written)
}

/// Whether a script puts the picture there, which may be hidden until then.
pub(super) fn is_lazy(element: Element<'_>) -> bool {
    LAZY.iter().any(|name| element.attribute(name).is_some())
}

/// Whether an address is that of a picture that only holds the place of another.
pub(super) fn is_placeholder(src: &str) -> bool {
    let is_data = src
        .get(..5)
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"));
    // An inline picture of this size holds more than a pixel.
    is_data && src.len() < 400 || (!is_data && PLACEHOLDERS.iter().any(|word| src.contains(word)))
}

/// The largest picture of a set.
pub(super) fn candidate<'a>(element: Element<'a>, name: &str) -> Option<&'a str> {
    let mut best: Option<(f64, &str)> = None;
    for (url, descriptor) in candidates(element.attribute(name)?) {
        let size = descriptor
            .trim_end_matches(['w', 'x', 'h'])
            .parse()
            .unwrap_or(1.0);
        if best.is_none_or(|(largest, _)| size > largest) {
            best = Some((size, url));
        }
    }
    best.map(|(_, url)| url)
}

/// The pictures of a set, each with its descriptor, which may be empty (HTML, "parse a srcset
/// attribute", without its error rules).
pub(super) fn candidates(set: &str) -> Vec<(&str, &str)> {
    let mut rest = set.trim_start_matches(|c: char| c == ',' || c.is_whitespace());
    let mut found = Vec::new();
    while !rest.is_empty() {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (url, after) = rest.split_at(end);
        let (url, descriptor, next) = match url.strip_suffix(',') {
            Some(url) => (url.trim_end_matches(','), "", after),
            None => {
                let end = after.find(',').unwrap_or(after.len());
                (url, after[..end].trim(), after.get(end + 1..).unwrap_or(""))
            }
        };
        rest = next.trim_start_matches(|c: char| c == ',' || c.is_whitespace());
        if !url.is_empty() {
            found.push((url, descriptor));
        }
    }
    found
}

/// Whether it says a width in pixels or a density: `800w`, `1.5x`.
pub(super) fn is_descriptor(text: &str) -> bool {
    match text.strip_suffix('w') {
        Some(width) => !width.is_empty() && width.bytes().all(|b| b.is_ascii_digit()),
        None => text.strip_suffix('x').is_some_and(|density| {
            density
                .parse::<f64>()
                .is_ok_and(|d| d.is_finite() && d > 0.0)
        }),
    }
}

/// The width of a picture in per cent: `width="50%"`, `style="width: 50%"`, `style="zoom: 50%"`.
pub(super) fn share(element: Element<'_>) -> Option<Share> {
    let style = element.attribute("style");
    let said = |property| style.and_then(|style| declaration(style, property));
    if let Some(zoom) = said("zoom") {
        let of_one = zoom.parse::<f64>().ok().map(|factor| factor * 100.0);
        let percent = per_cent(zoom).or(of_one)?;
        return whole(percent, u8::MAX).map(Share::Picture);
    }
    // A style sheet overrules attributes.
    let width = said("width").or(element.attribute("width"))?;
    whole(per_cent(width)?, 100).map(Share::Line)
}

fn per_cent(value: &str) -> Option<f64> {
    value.trim().strip_suffix('%')?.trim_end().parse().ok()
}

/// A whole number of per cent, at least 1.
fn whole(percent: f64, most: u8) -> Option<u8> {
    let is_some = percent.is_finite() && percent > 0.0;
    // Between 1 and 255, so that nothing is lost.
    is_some.then(|| percent.round().clamp(1.0, f64::from(most)) as u8)
}

/// A length in CSS pixels; `None` for a share of the width and for nonsense.
pub(super) fn pixels(value: &str) -> Option<u32> {
    let value = value.trim();
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    let unit = value[digits..].trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
    let number = value[..digits].parse().ok()?;
    (number > 0 && matches!(unit.trim(), "" | "px")).then_some(number)
}
