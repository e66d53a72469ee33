//! CSS that lets readers use the fonts.
use std::fmt::Write;

use super::{BookFont, Weight};

/// A rule for each font, and one that sets text in their families, in the order of the fonts.
pub(crate) fn style_sheet(fonts: &[BookFont]) -> String {
    let mut css = String::new();
    let mut families: Vec<String> = Vec::new();
    for (number, font) in fonts.iter().enumerate() {
        let (file, _) = font.file(number);
        let family = quoted(&font.family);
        let weight = match font.weight {
            Weight::Fixed(weight) => format!("{weight:.0}"),
            Weight::Range(least, most) => format!("{least:.0} {most:.0}"),
        };
        let style = if font.is_italic { "italic" } else { "normal" };
        // Writing to a string does not fail.
        let _ = writeln!(
            css,
            "@font-face {{ font-family: {family}; src: url({file}); font-weight: {weight}; \
             font-style: {style}; }}"
        );
        if !families.contains(&family) {
            families.push(family);
        }
    }
    if !families.is_empty() {
        let families = families.join(", ");
        let _ = writeln!(
            css,
            "body, body [lang] {{ font-family: {families}, serif; }}\n\
             code[lang], pre[lang] {{ font-family: monospace, monospace; }}"
        );
    }
    css
}

/// A string of CSS.
fn quoted(text: &str) -> String {
    let plain = text.chars().filter(|c| !c.is_control());
    let text: String = plain.collect();
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
