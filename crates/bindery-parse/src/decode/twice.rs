//! Text that was encoded twice: UTF-8 that somebody read as windows-1252 and wrote as UTF-8 again, so
//! that `é` became `Ã©`.

/// What windows-1252 has at 0x80 to 0x9F; `\0` where it has nothing.
const WINDOWS_1252: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘',
    '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

/// Bytes that are looked at together.
const PLAIN: usize = 64;

/// The text as it was before it was encoded a second time. `None` unless all of its characters
/// beyond ASCII are pieces of UTF-8, at least `least` characters come out, and all of them are such
/// as people write. A text in any language has characters that cannot be such pieces, since a letter
/// would have to be followed by certain signs, and nothing but these.
///
/// ```
/// use bindery_parse::encoded_twice;
/// assert_eq!(encoded_twice("dÃ©jÃ  vu", 1), None); // A space that was no-break once.
/// assert_eq!(encoded_twice("un cafÃ©, donâ€™t", 1).as_deref(), Some("un café, don’t"));
/// assert_eq!(encoded_twice("un café", 1), None);
/// ```
pub fn encoded_twice(text: &str, least: usize) -> Option<String> {
    // Most texts fail at their first character beyond ASCII, and are not copied before it.
    let plain = text
        .as_bytes()
        .chunks(PLAIN)
        .take_while(|chunk| chunk.is_ascii());
    let start = (plain.count() * PLAIN).min(text.len());
    let start = start + text[start..].bytes().position(|byte| !byte.is_ascii())?;
    byte_of(text[start..].chars().next()?).filter(|lead| *lead >= 0xc2)?;
    let mut meant = String::with_capacity(text.len());
    meant.push_str(&text[..start]);
    let (mut chars, mut found) = (text[start..].chars(), 0);
    while let Some(c) = chars.next() {
        if c.is_ascii() {
            meant.push(c);
            continue;
        }
        let lead = byte_of(c)?;
        let length = match lead {
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            _ => return None,
        };
        let mut bytes = [lead, 0, 0, 0];
        for byte in &mut bytes[1..length] {
            *byte = byte_of(chars.next()?)?;
        }
        let decoded = std::str::from_utf8(&bytes[..length]).ok()?.chars().next()?;
        if !is_written(decoded) {
            return None;
        }
        meant.push(decoded);
        found += 1;
    }
    (found >= least).then_some(meant)
}

/// The byte that was read as a character: by windows-1252, or by Latin-1 where that has nothing.
fn byte_of(c: char) -> Option<u8> {
    match u8::try_from(c) {
        Ok(byte) => Some(byte),
        Err(_) => {
            let at = WINDOWS_1252.iter().position(|known| *known == c)?;
            Some(0x80 + at as u8)
        }
    }
}

/// Whether a character is of a script or of the punctuation that most texts are written in. What
/// comes of a letter and a sign by chance is mostly of others.
fn is_written(c: char) -> bool {
    matches!(c,
        // Latin, Greek and Cyrillic; Hebrew, Arabic, and the scripts of South and South East Asia.
        '\u{a0}'..='\u{52f}' | '\u{5d0}'..='\u{6ff}' | '\u{900}'..='\u{eff}' | '\u{1e00}'..='\u{1fff}'
        // Punctuation, currencies, signs and arrows.
        | '\u{2000}'..='\u{27bf}' | '\u{feff}'
        // Chinese, Japanese and Korean.
        | '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{fe0f}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}'
        | '\u{1f000}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text as it looks when its UTF-8 is read as windows-1252.
    fn twice(text: &str) -> String {
        let windows = |byte: u8| match byte {
            0x80..=0x9f if WINDOWS_1252[byte as usize - 0x80] != '\0' => {
                WINDOWS_1252[byte as usize - 0x80]
            }
            byte => char::from(byte),
        };
        text.bytes().map(windows).collect()
    }

    #[test]
    fn what_was_encoded_twice_is_decoded_twice() {
        for text in [
            "L’été, « déjà vu » … 20 €",
            "“Quoted” — and a dash",
            "昨天上午，市领导到城市副中心调查研究。",
            "これはひらがなです。",
            "Вчера утром мэр провёл совещание.",
            "안녕하세요 😀 ❤️",
        ] {
            let once_more = twice(text);
            assert_eq!(encoded_twice(&once_more, 1).as_deref(), Some(text));
            let latin: String = text.bytes().map(char::from).collect();
            assert_eq!(encoded_twice(&latin, 1).as_deref(), Some(text));
            assert_eq!(encoded_twice(text, 1), None);
        }
    }

    #[test]
    fn what_is_not_certain_stays() {
        for text in [
            "plain",
            "Ã© and é",
            "中 Ã©",
            "Ã",
            "SÃO PAULO",
            "«Â»",
            "das MENÜ“",
            "â€",
            "20 Â° and no-break\u{a0}space",
        ] {
            assert_eq!(encoded_twice(text, 1), None, "{text}");
        }
        assert_eq!(encoded_twice("cafÃ©", 2), None);
        for before in 0..200 {
            let text = format!("{}cafÃ©", "x".repeat(before));
            let meant = format!("{}café", "x".repeat(before));
            assert_eq!(encoded_twice(&text, 1), Some(meant));
        }
    }
}
