//! The fonts in a file, which may hold several.
use std::sync::Arc;

use read_fonts::model::Font;
use read_fonts::types::NameId;

/// Faces that are looked at in a file.
const FACES: u32 = 32;

/// The fonts in a file; none if it is no file of fonts.
pub(crate) fn faces(bytes: &Arc<Vec<u8>>) -> Vec<Font> {
    let face = |index| {
        let bytes: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::<Vec<u8>>::clone(bytes);
        Font::new(bytes, index)
    };
    (0..FACES).map_while(face).collect()
}

/// The place of the face with the forms of the language; of several that whose weight is nearest.
pub(crate) fn face_for(faces: &[Font], language: &str, weight: f32) -> Option<usize> {
    let region = region(language);
    (0..faces.len()).min_by_key(|&place| {
        let font = &faces[place];
        let off = (font.default_attributes().weight.value() - weight).abs();
        (!family(font).ends_with(region), off as u32)
    })
}

/// The name of the family of a font.
pub(crate) fn family(font: &Font) -> String {
    let names = font.names();
    let name = [NameId::TYPOGRAPHIC_FAMILY_NAME, NameId::FAMILY_NAME]
        .into_iter()
        .find_map(|id| names.get(id)?.english_or_first());
    name.map(|name| name.name().chars().collect())
        .unwrap_or_default()
}

/// Whether a font can draw a character.
pub(crate) fn has(font: &Font, c: char) -> bool {
    font.charmap()
        .map_unicode(c)
        .is_some_and(|glyph| glyph.to_u32() != 0)
}

/// The letters that families of fonts have after their names for the forms of a language.
pub(crate) fn region(language: &str) -> &'static str {
    let language = language.to_ascii_lowercase();
    let mut parts = language.split('-');
    match parts.next() {
        Some("ja") => "JP",
        Some("ko") => "KR",
        _ => parts.fold("SC", |region, part| match part {
            "hk" | "mo" => "HK",
            "tw" | "hant" if region != "HK" => "TC",
            _ => region,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_their_forms() {
        for (language, forms) in [
            ("zh", "SC"),
            ("zh-Hans-CN", "SC"),
            ("zh-TW", "TC"),
            ("zh-Hant-HK", "HK"),
            ("zh-HK", "HK"),
            ("ja-JP", "JP"),
            ("ko", "KR"),
            ("en", "SC"),
        ] {
            assert_eq!(region(language), forms, "{language}");
        }
    }
}
