//! HTML that passes through a reader of Markdown as it is: written in characters for private use, one
//! for each byte, which no rule of Markdown looks at.

const START: char = '\u{f0100}';
const END: char = '\u{f0101}';
/// Stands for the byte 0.
const FIRST: u32 = 0xf0000;

/// Adds HTML in that form; what is so already is not so twice.
pub(super) fn veil(html: &str, out: &mut String) {
    let html = unveil(html);
    out.push(START);
    out.extend(
        html.bytes()
            .filter_map(|byte| char::from_u32(FIRST + u32::from(byte))),
    );
    out.push(END);
}

/// The text with its HTML in plain form. A paragraph that has nothing else is none.
pub(crate) fn unveil(text: &str) -> std::borrow::Cow<'_, str> {
    // The first byte of START is seldom in a text, and found fast.
    if memchr::memchr(0xf3, text.as_bytes()).is_none() || !text.contains(START) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(START) {
        let (veiled, after) = after.split_once(END).unwrap_or((after, ""));
        let alone = before
            .strip_suffix("<p>")
            .and_then(|before| Some((before, after.strip_prefix("</p>")?)));
        let (before, after) = alone.unwrap_or((before, after));
        out.push_str(before);
        let bytes: Vec<u8> = veiled
            .chars()
            .filter_map(|c| u8::try_from(u32::from(c).checked_sub(FIRST)?).ok())
            .collect();
        out.push_str(&String::from_utf8_lossy(&bytes));
        rest = after;
    }
    out.push_str(rest);
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_passes_through_markdown() {
        for html in ["<b>*a*</b>", "<p>\n\n    字 \"q\" -- \u{f0041}</p>"] {
            let mut text = "*x* ".to_owned();
            veil(html, &mut text);
            let mut twice = String::new();
            veil(&text, &mut twice);
            assert_eq!(unveil(&twice), format!("*x* {html}"));
            let made = comrak::markdown_to_html(&text, &comrak::Options::default());
            assert_eq!(unveil(&made), format!("<p><em>x</em> {html}</p>\n"));
            let made = comrak::markdown_to_html(&text[4..], &comrak::Options::default());
            assert_eq!(unveil(&made), format!("{html}\n"));
        }
        assert_eq!(unveil("a \u{f0100}\u{f0041}"), "a A");
    }
}
