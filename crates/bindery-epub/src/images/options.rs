//! What a caller can say about pictures.

/// What becomes of the pictures in posts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageOptions {
    /// Whether they are shown at all.
    pub mode: ImageMode,
    /// The longest side in pixels; larger pictures are scaled down. `None` leaves it to
    /// [`max_pixels`](ImageOptions::max_pixels).
    pub max_side: Option<u32>,
    /// Width times height; larger pictures are scaled down. Readers refuse more than 5.6 million.
    pub max_pixels: u64,
    /// Bytes of one picture; larger ones are packed anew. Readers refuse more than 5 million.
    pub max_bytes: usize,
    /// How well JPEG keeps what is packed anew: 1 to 100.
    pub quality: u8,
}

/// Whether pictures are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ImageMode {
    /// Files of the source are embedded; pictures elsewhere become links with their alternative
    /// text.
    #[default]
    Embed,
    /// The same, and pictures elsewhere are embedded where the source has them
    /// ([`Source::web_picture`](bindery_model::Source::web_picture)).
    Fetched,
    /// Every picture becomes a link to where it is on the web.
    Link,
    /// The alternative text stands in the place of every picture.
    Text,
}

impl Default for ImageOptions {
    fn default() -> ImageOptions {
        ImageOptions {
            mode: ImageMode::default(),
            max_side: None,
            max_pixels: 5_600_000,
            max_bytes: 5_000_000,
            quality: 85,
        }
    }
}
