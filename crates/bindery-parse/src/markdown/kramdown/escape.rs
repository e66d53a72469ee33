//! What HTML writes in other characters.
use super::scan;

/// `<`, `>` and `&`.
pub(super) fn escape(text: &str, out: &mut String) {
    escape_with(text, |_| false, false, out);
}

/// The same, but character references stay.
pub(super) fn escape_text(text: &str, out: &mut String) {
    escape_with(text, is_reference, false, out);
}

pub(super) fn escape_attribute(text: &str, out: &mut String) {
    escape_with(text, is_reference, true, out);
}

/// Bytes below which a look at each is quicker than searches.
const SHORT: usize = 32;

/// What is escaped somewhere.
static MARKS: [bool; 256] = scan::table(b"<>&\"");

/// `is_reference` is asked of each `&`, and what follows it, whether it stays.
pub(super) fn escape_with(
    text: &str,
    is_reference: fn(&str) -> bool,
    quotes: bool,
    out: &mut String,
) {
    let bytes = text.as_bytes();
    if bytes.len() < SHORT && !bytes.iter().any(|&byte| MARKS[usize::from(byte)]) {
        return out.push_str(text);
    }
    let mut at = 0;
    while let Some(found) = memchr::memchr3(b'<', b'>', b'&', &bytes[at..]) {
        push_quoted(&text[at..at + found], quotes, out);
        at += found;
        let escaped = match bytes[at] {
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ if is_reference(&text[at..]) => "&",
            _ => "&amp;",
        };
        out.push_str(escaped);
        at += 1;
    }
    push_quoted(&text[at..], quotes, out);
}

/// Text without marks of HTML; quotation marks are escaped if wanted.
fn push_quoted(text: &str, quotes: bool, out: &mut String) {
    let mut rest = text;
    if quotes {
        while let Some(at) = memchr::memchr(b'"', rest.as_bytes()) {
            out.push_str(&rest[..at]);
            out.push_str("&quot;");
            rest = &rest[at + 1..];
        }
    }
    out.push_str(rest);
}

/// Whether a character reference of XML begins here.
pub(super) fn is_reference(text: &str) -> bool {
    let body = &text[1..];
    let rest = match body.strip_prefix('#') {
        Some(number) => {
            let digits = number.strip_prefix('x');
            let radix = if digits.is_some() { 16 } else { 10 };
            let digits = digits.unwrap_or(number);
            let rest = digits.trim_start_matches(|c: char| c.is_digit(radix));
            (rest.len() < digits.len()).then_some(rest)
        }
        None => {
            let rest =
                body.trim_start_matches(|c| scan::is_word(c) || matches!(c, ':' | '.' | '-'));
            (rest.len() < body.len() && !body.starts_with(['.', '-'])).then_some(rest)
        }
    };
    rest.is_some_and(|rest| rest.starts_with(';'))
}
