use bindery_model::{is_plain_in_xml, remove_forbidden};
use memchr::memchr3;

/// Appends text with `&`, `<` and `>` escaped and without the characters that XML forbids.
pub fn push_text(out: &mut String, text: &str) {
    if is_plain_in_xml(text) {
        return out.push_str(text);
    }
    let text = remove_forbidden(text);
    let mut rest = &*text;
    while let Some(at) = memchr3(b'&', b'<', b'>', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        out.push_str(reference(rest.as_bytes()[at]));
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// Appends a space, a name and a value in double quotes, escaped. Line ends and tabs are written as
/// character references, since a parser of XML would make spaces of them.
pub fn push_attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    if is_plain_in_xml(value) {
        out.push_str(value);
    } else {
        for c in remove_forbidden(value).chars() {
            match c {
                '&' | '<' | '>' | '"' | '\n' | '\t' | '\r' => out.push_str(reference(c as u8)),
                c => out.push(c),
            }
        }
    }
    out.push('"');
}

fn reference(byte: u8) -> &'static str {
    match byte {
        b'&' => "&amp;",
        b'<' => "&lt;",
        b'>' => "&gt;",
        b'"' => "&quot;",
        b'\n' => "&#10;",
        b'\t' => "&#9;",
        _ => "&#13;",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out() {
        let mut out = String::new();
        push_text(&mut out, "a<b>&\u{0}]]>");
        push_attribute(&mut out, "x", "\"<&\n'\u{1}");
        assert_eq!(out, "a&lt;b&gt;&amp;]]&gt; x=\"&quot;&lt;&amp;&#10;'\"");
    }
}
