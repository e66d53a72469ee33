//! Fonts that a book brings with it, cut down to the characters that are in it.
mod style_sheet;
mod subset;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use bindery_model::Diagnostic;
use read_fonts::model::Font;
use read_fonts::model::attribute::Style;
use read_fonts::types::Tag;
use read_fonts::{FontRef, TableProvider};

use crate::characters::Characters;
use crate::faces::{self, face_for};

pub(crate) use style_sheet::style_sheet;

/// A font for the text of a book.
#[derive(Clone)]
pub struct BookFont {
    /// The file, shared by copies.
    bytes: Arc<Vec<u8>>,
    /// Its place in the file, which may hold a collection.
    index: u32,
    face: Font,
    family: String,
    weight: Weight,
    is_italic: bool,
    /// Whether it may be embedded in part.
    may_be_cut: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Weight {
    Fixed(f32),
    /// Of a variable font: the lightest and the heaviest.
    Range(f32, f32),
}

/// Why a font cannot be embedded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FontError {
    /// It is no TrueType or OpenType font, or of another format, such as WOFF.
    #[error(
        "it is no font of TrueType or OpenType that can be read; convert a WOFF file to TTF or OTF"
    )]
    Unreadable,
    /// Its maker forbids to embed it.
    #[error(
        "its maker does not allow to embed it (fsType {0} in its table OS/2); ask for a licence \
         that does, or take another font"
    )]
    Restricted(u16),
}

impl BookFont {
    /// A font from the bytes of its file (TTF, OTF, or a collection of them, of which the font with
    /// the forms of `language` is taken).
    ///
    /// # Errors
    ///
    /// Where the bytes are no such font, or its maker forbids to embed it.
    pub fn new(bytes: Vec<u8>, language: &str) -> Result<BookFont, FontError> {
        let bytes = Arc::new(bytes);
        let mut faces = faces::faces(&bytes);
        let place = face_for(&faces, language, 400.0).ok_or(FontError::Unreadable)?;
        let face = faces.swap_remove(place);
        let index = u32::try_from(place).unwrap_or_default();
        let font = FontRef::from_index(&bytes, index).map_err(|_| FontError::Unreadable)?;
        let permissions = font.os2().map_or(0, |os2| os2.fs_type());
        if !may_be_embedded(permissions) {
            return Err(FontError::Restricted(permissions));
        }
        let attributes = face.default_attributes();
        let weight = face
            .axes()
            .get_by_tag(Tag::new(b"wght"))
            .map(|axis| Weight::Range(axis.min_value(), axis.max_value()));
        Ok(BookFont {
            family: faces::family(&face),
            weight: weight.unwrap_or(Weight::Fixed(attributes.weight.value())),
            is_italic: attributes.style != Style::Normal,
            may_be_cut: permissions & NO_SUBSETTING == 0,
            face,
            index,
            bytes,
        })
    }

    /// The name of its family.
    pub fn family(&self) -> &str {
        &self.family
    }

    /// Its name in a book, and its media type there (EPUB 3.3, section 3.2).
    pub(crate) fn file(&self, number: usize) -> (String, &'static str) {
        if self
            .font()
            .is_some_and(|font| font.cff().is_ok() || font.cff2().is_ok())
        {
            (format!("font-{}.otf", number + 1), "font/otf")
        } else {
            (format!("font-{}.ttf", number + 1), "font/ttf")
        }
    }

    /// Its bytes with the characters of a book; what could not be done is told.
    pub(crate) fn embedded(&self, characters: &Characters, found: &mut Vec<Diagnostic>) -> Vec<u8> {
        let cut = if self.may_be_cut {
            subset::subset(&self.bytes, self.index, characters)
        } else {
            Err("its maker does not allow to embed a part of it".to_owned())
        };
        match (cut, self.font()) {
            (Ok(bytes), _) => bytes,
            (Err(reason), Some(font)) => {
                found.push(Diagnostic::note(
                    "font.whole",
                    format!(
                        "the font {} is in the book as a whole: {reason}",
                        self.family
                    ),
                ));
                subset::whole(&font)
            }
            (Err(_), None) => Vec::new(),
        }
    }

    /// Whether it has a character.
    pub(crate) fn has(&self, c: char) -> bool {
        faces::has(&self.face, c)
    }

    fn font(&self) -> Option<FontRef<'_>> {
        FontRef::from_index(&self.bytes, self.index).ok()
    }
}

impl std::fmt::Debug for BookFont {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BookFont")
            .field("family", &self.family)
            .field("weight", &self.weight)
            .field("is_italic", &self.is_italic)
            .finish_non_exhaustive()
    }
}

/// Bits of `fsType` (OpenType, table OS/2).
const NO_SUBSETTING: u16 = 0x100;
const BITMAPS_ONLY: u16 = 0x200;

/// Of several permissions the widest counts; only bit 1 alone forbids.
fn may_be_embedded(permissions: u16) -> bool {
    permissions & 0x0f != 0x02 && permissions & BITMAPS_ONLY == 0
}

/// What readers take from fonts of their own.
pub(crate) fn missing(fonts: &[BookFont], characters: &Characters) -> Option<Diagnostic> {
    let missing: Vec<char> = characters
        .iter()
        .filter(|&c| c.is_alphanumeric() && !fonts.iter().any(|font| font.has(c)))
        .collect();
    if missing.is_empty() {
        return None;
    }
    let first: Vec<String> = missing.iter().take(12).map(char::to_string).collect();
    let more = if missing.len() > first.len() {
        ", …"
    } else {
        ""
    };
    Some(
        Diagnostic::note(
            "font.characters",
            format!(
                "{} characters of the book are in none of its fonts: {}{more}",
                missing.len(),
                first.join(", ")
            ),
        )
        .with_hint("readers take them from fonts of their own; or name another font with --font"),
    )
}
