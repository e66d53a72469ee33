//! What a text says about its own encoding: `<meta charset>`, `<meta http-equiv content>` and the
//! XML declaration, looked for as the WHATWG standard's "prescan a byte stream" does.
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, X_USER_DEFINED};

/// How many bytes are looked at, from the start and again from the end of the front matter.
const WINDOW: usize = 1024;

/// The declared encoding, as the standard maps it (a declared UTF-16 is UTF-8, because the
/// declaration could be read at all).
pub(super) fn find(bytes: &[u8]) -> Option<&'static Encoding> {
    let body = body_start(bytes);
    let window = |start: usize| &bytes[start..bytes.len().min(start + WINDOW)];
    in_window(window(0)).or_else(|| (body > 0).then(|| in_window(window(body))).flatten())
}

fn in_window(window: &[u8]) -> Option<&'static Encoding> {
    xml_declaration(window).or_else(|| meta(window))
}

/// Where the text after front matter begins: after the second line of `---` or `+++`.
fn body_start(bytes: &[u8]) -> usize {
    let fence: &[u8] = match bytes.get(..3) {
        Some(b"---") => b"\n---",
        Some(b"+++") => b"\n+++",
        _ => return 0,
    };
    memchr::memmem::find(bytes, fence).map_or(0, |at| at + fence.len())
}

fn xml_declaration(window: &[u8]) -> Option<&'static Encoding> {
    let start = window.iter().position(|b| !b.is_ascii_whitespace())?;
    let declaration = window[start..].strip_prefix(b"<?xml")?;
    let end = memchr::memchr(b'>', declaration)?;
    let label = value_after(&declaration[..end], b"encoding")?;
    known(label)
}

fn meta(window: &[u8]) -> Option<&'static Encoding> {
    let mut rest = window;
    loop {
        rest = &rest[memchr::memchr(b'<', rest)? + 1..];
        if rest.starts_with(b"!--") {
            // `<!-->` is a whole comment, so the dashes may be shared.
            rest =
                &rest[memchr::memmem::find(&rest[1..], b"-->").map_or(rest.len(), |at| at + 4)..];
            continue;
        }
        let is_meta = rest
            .get(..4)
            .is_some_and(|n| n.eq_ignore_ascii_case(b"meta"))
            && matches!(rest.get(4), Some(b) if b.is_ascii_whitespace() || *b == b'/');
        if !is_meta {
            continue;
        }
        let end = memchr::memchr(b'>', rest).unwrap_or(rest.len());
        if let Some(encoding) = value_after(&rest[..end], b"charset").and_then(known) {
            return Some(encoding);
        }
    }
}

/// The value after `name =`, quoted or not. In `content="text/html; charset=x"` the value ends at
/// the quote or the semicolon, so both forms of `<meta>` are one case.
fn value_after<'a>(tag: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let mut rest = tag;
    loop {
        let at = rest
            .windows(name.len())
            .position(|part| part.eq_ignore_ascii_case(name))?;
        rest = &rest[at + name.len()..];
        if let Some(value) = rest.trim_ascii_start().strip_prefix(b"=") {
            let value = value.trim_ascii_start();
            let value = value
                .strip_prefix(b"\"")
                .or(value.strip_prefix(b"'"))
                .unwrap_or(value);
            let end = value
                .iter()
                .position(|b| b.is_ascii_whitespace() || matches!(b, b'"' | b'\'' | b';' | b'>'))
                .unwrap_or(value.len());
            return Some(&value[..end]);
        }
    }
}

fn known(label: &[u8]) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(label)?;
    Some(if encoding == UTF_16LE || encoding == UTF_16BE {
        UTF_8
    } else if encoding == X_USER_DEFINED {
        encoding_rs::WINDOWS_1252
    } else {
        encoding
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_of_declaration_is_found() {
        let cases: [(&str, Option<&str>); 10] = [
            ("<meta charset=gb2312>", Some("GBK")),
            ("<META CHARSET = 'big5' >", Some("Big5")),
            (
                r#"<meta http-equiv="Content-Type" content="text/html; charset=euc-kr">"#,
                Some("EUC-KR"),
            ),
            (
                r#"<?xml version="1.0" encoding="Shift_JIS"?>"#,
                Some("Shift_JIS"),
            ),
            ("<!-- <meta charset=gbk> -->", None),
            ("<!--><meta charset=gbk>", Some("GBK")),
            ("<metal charset=gbk>", None),
            ("<meta charset=utf-16>", Some("UTF-8")),
            ("<meta charset=nonsense>", None),
            ("<meta name=charset>", None),
        ];
        for (text, expected) in cases {
            assert_eq!(
                find(text.as_bytes()).map(Encoding::name),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn the_window_starts_again_after_front_matter() {
        let head = format!("---\ndescription: {}\n---\n", "x".repeat(2000));
        let text = format!("{head}<meta charset=gbk>");
        assert_eq!(find(text.as_bytes()).map(Encoding::name), Some("GBK"));
    }
}
