//! CSS in drawings: nothing in it may be fetched from elsewhere.
use super::attributes::xml_name;

/// What [`clean_sheet`] leaves out.
pub(super) const LOST: &str = "style sheets and fonts from elsewhere";

/// A style sheet without rules that fetch something. The second value tells whether there were any.
pub(super) fn clean_sheet(sheet: &str) -> (String, bool) {
    // A backslash can spell every word that is looked for here.
    if sheet.contains('\\') {
        return (String::new(), true);
    }
    let sheet = without_comments(sheet);
    let mut out = String::with_capacity(sheet.len());
    let mut lost = false;
    let mut rest = sheet.as_str();
    while !rest.is_empty() {
        let end = rest.find([';', '{', '}']).map_or(rest.len(), |at| at + 1);
        let (part, after) = rest.split_at(end);
        rest = after;
        let word = part.trim_start();
        if starts_with(word, "@import") || starts_with(word, "@namespace") {
            lost |= starts_with(word, "@import");
        } else if starts_with(word, "@font-face") {
            lost = true;
            rest = rest.find('}').map_or("", |at| &rest[at + 1..]);
        } else if let Some(part) = clean_declarations(part) {
            out.push_str(&part);
        } else {
            lost = true;
            // Blocks still begin and end.
            match part.as_bytes().last() {
                Some(b'{') => out.push_str("lost{"),
                Some(b'}') => out.push('}'),
                _ => {}
            }
        }
    }
    (out, lost)
}

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

fn starts_with(text: &str, word: &str) -> bool {
    text.get(..word.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// CSS without comments, and without the marks that hid it from browsers of the last century.
fn without_comments(sheet: &str) -> String {
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
