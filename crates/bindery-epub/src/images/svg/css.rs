//! CSS in drawings: nothing in it may be fetched from elsewhere.
use super::attributes::xml_name;

/// What is left out of style sheets.
pub(super) const LOST: &str = "style sheets and fonts from elsewhere";

/// The declarations of a `style` attribute that fetch nothing. The second value tells whether
/// there were others.
pub(super) fn clean_style(style: &str) -> (String, bool) {
    let mut lost = false;
    let mut kept = Vec::new();
    for declaration in style.split(';').filter(|part| !part.trim().is_empty()) {
        match clean_declarations(declaration) {
            Some(declaration) => kept.push(declaration),
            None => lost = true,
        }
    }
    (kept.join(";"), lost)
}

/// Declarations, or the value of one, with references to the drawing itself only; `None` where
/// there are others.
pub(super) fn clean_declarations(css: &str) -> Option<String> {
    let lower = css.to_ascii_lowercase();
    let forbidden = [
        "\\",
        "javascript:",
        "expression(",
        "image-set(",
        "image(",
        "src(",
        "@import",
    ];
    if forbidden.iter().any(|word| lower.contains(word)) {
        return None;
    }
    let mut out = String::with_capacity(css.len());
    let mut at = 0;
    while let Some(found) = lower[at..].find("url(") {
        let start = at + found + "url(".len();
        let end = start + lower[start..].find(')')?;
        let target = css[start..end].trim().trim_matches(['"', '\'']).trim();
        let fragment = target.strip_prefix('#')?;
        out.push_str(&css[at..start]);
        out.push('#');
        out.push_str(&xml_name(fragment));
        at = end;
    }
    out.push_str(&css[at..]);
    Some(out)
}

/// CSS without comments, and without the marks that hid it from browsers of the last century.
pub(super) fn without_comments(sheet: &str) -> String {
    let mut out = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some(start) = rest.find("/*") {
        out.push_str(&rest[..start]);
        out.push(' ');
        rest = rest[start + 2..]
            .find("*/")
            .map_or("", |end| &rest[start + 2 + end + 2..]);
    }
    out.push_str(rest);
    out.replace("<!--", "").replace("-->", "")
}
