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

/// The text without the characters that XML forbids; borrowed if there are none.
///
/// ```
/// assert_eq!(bindery_model::remove_forbidden("a\u{0}b\tc"), "ab\tc");
/// assert_eq!(bindery_model::remove_forbidden("好\u{ffff}，"), "好，");
/// ```
pub fn remove_forbidden(text: &str) -> Cow<'_, str> {
    let may_be_forbidden = |byte, next| {
        let is_line_space = (byte == b'\t') | (byte == b'\n') | (byte == b'\r');
        (byte < b' ') & !is_line_space | ends_noncharacter(byte, next)
    };
    if any_pair(text.as_bytes(), may_be_forbidden) && text.chars().any(|c| !is_xml_char(c)) {
        Cow::Owned(text.chars().filter(|&c| is_xml_char(c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether a text means itself in XML, in an element and in an attribute: it has no mark of
/// markup, no control character, no end of a line, and nothing that XML forbids. `false` for a few
/// texts of which it is true too.
///
/// ```
/// assert!(bindery_model::is_plain_in_xml("a, 好") && !bindery_model::is_plain_in_xml("a & b"));
/// ```
pub fn is_plain_in_xml(text: &str) -> bool {
    !any_pair(text.as_bytes(), |byte, next| {
        // `<` and `>` differ in one bit, and so do `"` and `&`.
        let is_mark = (byte | 2 == b'>') | (byte | 4 == b'&');
        (byte < b' ') | is_mark | ends_noncharacter(byte, next)
    })
}

/// U+FFFE and U+FFFF are EF BF BE and EF BF BF.
fn ends_noncharacter(byte: u8, next: u8) -> bool {
    (byte == 0xbf) & (next | 1 == 0xbf)
}

/// Whether any byte and the one after it are as asked; behind the last byte is a space. So many pairs are
/// looked at without a branch that processors do it at once, if `is_found` has none either.
///
/// ```
/// let begins_value = |byte, next| (byte == b':') & (next == b' ');
/// assert!(bindery_model::any_pair(b"a: b", begins_value));
/// assert!(bindery_model::any_pair(b"a:", begins_value));
/// assert!(!bindery_model::any_pair(b"a:b", begins_value));
/// ```
pub fn any_pair(bytes: &[u8], is_found: impl Fn(u8, u8) -> bool + Copy) -> bool {
    let Some(&last) = bytes.last() else {
        return false;
    };
    if is_found(last, b' ') {
        return true;
    }
    // The last pieces lie over each other.
    let mut rest = bytes;
    while let Some(piece) = rest.first_chunk::<33>() {
        if in_piece(piece, is_found) {
            return true;
        }
        rest = &rest[32..];
    }
    if let Some(piece) = bytes.last_chunk::<33>() {
        return in_piece(piece, is_found);
    }
    match (bytes.first_chunk::<17>(), bytes.last_chunk::<17>()) {
        (Some(first), Some(last)) => in_piece(first, is_found) | in_piece(last, is_found),
        _ => bytes.windows(2).any(|pair| is_found(pair[0], pair[1])),
    }
}

fn in_piece<const LENGTH: usize>(piece: &[u8; LENGTH], is_found: impl Fn(u8, u8) -> bool) -> bool {
    (1..LENGTH).fold(false, |any, at| any | is_found(piece[at - 1], piece[at]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_forbidden_is_found_at_any_place() {
        for length in 0..70 {
            let plain = "好".repeat(length / 3) + &"a".repeat(length % 3);
            assert_eq!(remove_forbidden(&plain), plain);
            assert!(is_plain_in_xml(&plain), "{length}");
            for (at, _) in plain.char_indices().chain([(length, ' ')]) {
                for forbidden in ["\u{1}", "\u{fffe}", "\u{ffff}"] {
                    let mut text = plain.clone();
                    text.insert_str(at, forbidden);
                    assert_eq!(remove_forbidden(&text), plain, "{length} {at}");
                    assert!(!is_plain_in_xml(&text), "{length} {at}");
                }
                for mark in ["<", "&", "\"", ">", "\n"] {
                    let mut text = plain.clone();
                    text.insert_str(at, mark);
                    assert_eq!(remove_forbidden(&text), text);
                    assert!(!is_plain_in_xml(&text), "{length} {at}");
                }
            }
        }
    }
}
