//! How texts stand in XML.

/// Plain text for an element that readers may take for HTML: RSS has no way to say that a title is
/// plain. Character references in hexadecimal say it (RSS Advisory Board's profile, "character
/// data").
pub(crate) fn push_plain(out: &mut String, text: &str) {
    // Even so, readers and validators see an end tag in `</b>`; a word joiner, which nobody sees,
    // parts it.
    let mut rest = text;
    while let Some(at) = memchr::memchr3(b'&', b'<', b'>', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        match rest.as_bytes()[at] {
            b'&' => out.push_str("&#x26;"),
            b'>' => out.push_str("&#x3E;"),
            _ if after.starts_with('/') => out.push_str("&#x3C;\u{2060}"),
            _ => out.push_str("&#x3C;"),
        }
        rest = after;
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    #[test]
    fn plain_text_is_no_html() {
        let mut out = String::new();
        super::push_plain(&mut out, "1 < 2 & </b>");
        assert_eq!(out, "1 &#x3C; 2 &#x26; &#x3C;\u{2060}/b&#x3E;");
    }
}
