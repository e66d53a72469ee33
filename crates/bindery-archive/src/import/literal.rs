//! What feeds write in HTML and mean as text: HTML would show nothing of it.
use std::borrow::Cow;

/// The elements that a page has once.
const PAGE: [&str; 3] = ["html", "head", "body"];

/// HTML in which every `<!` that begins neither a comment nor the document's type is text, and so is
/// a tag of a page (`<html>`, `<head>`, `<body>`) within a text that has no end tag for it. What is
/// wrapped in a second CDATA section is unwrapped.
pub(crate) fn mended(html: &str) -> Cow<'_, str> {
    let trimmed = html.trim();
    let inside = trimmed.strip_prefix("<![CDATA[");
    let html = inside
        .and_then(|text| text.strip_suffix("]]>"))
        .unwrap_or(html);
    let mut out = String::new();
    // Whether there is an end tag of each, once that is asked.
    let mut ends = [None; PAGE.len()];
    let (mut copied, mut at, mut has_text) = (0, 0, false);
    while let Some(found) = memchr::memchr(b'<', &html.as_bytes()[at..]) {
        let start = at + found;
        has_text |= !html[at..start].trim().is_empty();
        let rest = &html[start..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            // One without an end is a comment up to the end of all.
            let Some(end) = comment.find("-->") else {
                break;
            };
            at = start + 4 + end + 3;
            continue;
        }
        let is_literal = match page_tag(rest) {
            _ if rest.starts_with("<!") => is_hidden(rest, has_text),
            Some(page) if has_text => {
                !*ends[page].get_or_insert_with(|| has_end_tag(html, PAGE[page]))
            }
            _ => false,
        };
        if is_literal {
            out.push_str(&html[copied..start]);
            out.push_str("&lt;");
            copied = start + 1;
        }
        at = start
            + 1
            + memchr::memchr2(b'<', b'>', &rest.as_bytes()[1..]).unwrap_or(rest.len() - 1);
        at += usize::from(html.as_bytes().get(at) == Some(&b'>'));
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(&html[copied..]);
    Cow::Owned(out)
}

/// Whether `<!` begins what HTML would hide; text may stand before it.
fn is_hidden(rest: &str, has_text: bool) -> bool {
    let end = memchr::memchr2(b'<', b'>', &rest.as_bytes()[1..]);
    let is_closed = end.is_some_and(|end| rest.as_bytes()[end + 1] == b'>');
    has_text || !is_closed || !begins(rest, "<!doctype")
}

/// Which of the tags of a page begins here.
fn page_tag(rest: &str) -> Option<usize> {
    let is_named = |name: &str| {
        let after = rest.as_bytes().get(name.len() + 1);
        begins(&rest[1..], name) && matches!(after, Some(b'>' | b' ' | b'/'))
    };
    PAGE.iter().position(|name| is_named(name))
}

fn begins(text: &str, word: &str) -> bool {
    let start = text.get(..word.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(word))
}

fn has_end_tag(html: &str, name: &str) -> bool {
    let mut tags = memchr::memmem::find_iter(html.as_bytes(), "</");
    tags.any(|at| begins(&html[at + 2..], name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_html_would_hide_is_text() {
        for (html, expected) in [
            ("<!DOCTYPE", "&lt;!DOCTYPE"),
            ("<!' <a href=\"x\">y</a>", "&lt;!' <a href=\"x\">y</a>"),
            (
                "<p>Begin with <!DOCTYPE html>.</p>",
                "<p>Begin with &lt;!DOCTYPE html>.</p>",
            ),
            (
                "Use <html> and <Body class=x>.",
                "Use &lt;html> and &lt;Body class=x>.",
            ),
            ("<![CDATA[<p>a</p>]]>", "<p>a</p>"),
            ("a <![CDATA[b]]> c", "a &lt;![CDATA[b]]> c"),
        ] {
            assert_eq!(mended(html), expected, "{html}");
        }
        for html in [
            "<!DOCTYPE html><html><body>a</body></html>",
            "\n<!doctype html PUBLIC \"-//W3C//DTD\" \"x\">\n<p>a",
            "Look: <html><body><p>a</p></body></html>",
            "<!-- a --><p>b <!-- <html> --></p>",
            "a <!-- open <!x",
            "a <header>b</header>",
            "a < b, c <",
            "",
        ] {
            assert!(
                matches!(mended(html), Cow::Borrowed(same) if same == html),
                "{html}"
            );
        }
    }
}
