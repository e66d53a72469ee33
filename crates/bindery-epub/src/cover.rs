//! The cover: a picture that is given, or one that is drawn from what the book says about itself.
#[cfg(feature = "cover")]
mod design;
#[cfg(feature = "cover")]
mod draw;
#[cfg(feature = "cover")]
mod fonts;
#[cfg(feature = "cover")]
mod lines;
#[cfg(feature = "cover")]
mod scripts;
#[cfg(feature = "cover")]
mod shape;
#[cfg(feature = "cover")]
mod system_fonts;
#[cfg(all(test, feature = "cover"))]
mod tests;

#[cfg(feature = "cover")]
pub(crate) use design::{Drawing, plan};
#[cfg(feature = "cover")]
pub use fonts::CoverFonts;

/// Without the feature nothing is drawn.
#[cfg(not(feature = "cover"))]
pub(crate) enum Drawing {}

#[cfg(not(feature = "cover"))]
impl Drawing {
    pub(crate) fn jpeg(
        &self,
        _: Option<&dyn bindery_model::Store>,
    ) -> Result<Vec<u8>, crate::Error> {
        match *self {}
    }
}

/// What the cover of a book is.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub enum Cover {
    /// The book has none.
    #[default]
    None,
    /// A picture, as the bytes of its file.
    Picture(Vec<u8>),
    /// A picture with the book's title, subtitle, authors and span of dates, set in these fonts.
    /// Where they lack letters of the title there is no cover, and the report says so.
    #[cfg(feature = "cover")]
    Drawn(CoverFonts),
}

impl Cover {
    /// About how many bytes it adds to a book.
    pub(crate) fn weight(&self) -> u64 {
        match self {
            Cover::None => 0,
            Cover::Picture(bytes) => bytes.len() as u64,
            #[cfg(feature = "cover")]
            Cover::Drawn(_) => 300_000,
        }
    }
}
