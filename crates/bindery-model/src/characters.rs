use std::borrow::Cow;

/// Whether XML 1.0 (production `Char`) lets the character stand in a document.
pub fn is_xml_char(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// The text without the characters that XML forbids; borrowed if there are none.
///
/// ```
/// assert_eq!(bindery_model::remove_forbidden("a\u{0}b\tc"), "ab\tc");
/// ```
pub fn remove_forbidden(text: &str) -> Cow<'_, str> {
    // Each forbidden character starts with a byte below 0x20 or is U+FFFE or U+FFFF (EF BF BE/BF).
    let suspicious = text
        .bytes()
        .any(|b| (b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r')) || b == 0xef);
    if suspicious && text.chars().any(|c| !is_xml_char(c)) {
        Cow::Owned(text.chars().filter(|&c| is_xml_char(c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}
