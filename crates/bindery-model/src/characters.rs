use std::borrow::Cow;

/// Whether XML 1.0 (production `Char`) lets the character stand in a document.
pub fn is_xml_char(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Whether a text has spaces, control characters or what XML forbids, none of which an address has
/// as it is.
///
/// ```
/// assert!(bindery_model::breaks_address("a b") && !bindery_model::breaks_address("/é?a=b"));
/// ```
pub fn breaks_address(text: &str) -> bool {
    // Without a way out of the loop, processors look at many bytes at a time.
    let is_graphic = text
        .bytes()
        .fold(true, |all, byte| all & byte.is_ascii_graphic());
    !is_graphic
        && text
            .chars()
            .any(|c| c <= ' ' || c.is_control() || !is_xml_char(c))
}

/// Bytes that are looked at together.
const CHUNK: usize = 64;

/// The text without the characters that XML forbids; borrowed if there are none.
///
/// ```
/// assert_eq!(bindery_model::remove_forbidden("a\u{0}b\tc"), "ab\tc");
/// assert_eq!(bindery_model::remove_forbidden("好\u{ffff}，"), "好，");
/// ```
pub fn remove_forbidden(text: &str) -> Cow<'_, str> {
    if may_be_forbidden(text.as_bytes()) && text.chars().any(|c| !is_xml_char(c)) {
        Cow::Owned(text.chars().filter(|&c| is_xml_char(c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether bytes hold what a forbidden character is made of: a byte below 0x20, or BF before BE or
/// BF, with which U+FFFE and U+FFFF (EF BF BE, EF BF BF) end. Whole chunks are looked at without a
/// branch, which processors do many bytes at a time.
fn may_be_forbidden(bytes: &[u8]) -> bool {
    let is_control = |byte: u8| byte < 0x20 && byte != b'\t' && byte != b'\n' && byte != b'\r';
    let is_end = |pair: [u8; 2]| pair[0] == 0xbf && pair[1] & 0xfe == 0xbe;
    let any_control = |chunk: &[u8]| {
        chunk
            .iter()
            .fold(false, |any, &byte| any | is_control(byte))
    };
    let any_end = |chunk: &[u8]| {
        let pairs = chunk.iter().zip(&chunk[1..]);
        pairs.fold(false, |any, (&first, &second)| {
            any | is_end([first, second])
        })
    };
    bytes.chunks(CHUNK).any(any_control)
        || (0..bytes.len()).step_by(CHUNK).any(|start| {
            // One byte of the next chunk, so that no pair is missed.
            any_end(&bytes[start..bytes.len().min(start + CHUNK + 1)])
        })
}
