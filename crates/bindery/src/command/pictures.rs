//! What becomes of the pictures of a book.
use bindery_epub::{ImageMode, ImageOptions};

use super::arguments::{ImageChoice, PictureArguments};
use super::settings::EpubSettings;

/// Flags, then the settings file, then defaults.
pub(crate) fn image_options(arguments: &PictureArguments, file: &EpubSettings) -> ImageOptions {
    let defaults = ImageOptions::default();
    let mode = match arguments.images.or(file.images) {
        Some(ImageChoice::Embed) | None => ImageMode::Embed,
        #[cfg(feature = "fetch")]
        Some(ImageChoice::Fetch) => ImageMode::Fetched,
        Some(ImageChoice::Link) => ImageMode::Link,
        Some(ImageChoice::None) => ImageMode::Text,
    };
    let quality = arguments.image_quality.or(file.image_quality);
    ImageOptions {
        mode,
        max_side: arguments.image_max.or(file.image_max),
        quality: quality.unwrap_or(defaults.quality),
        ..defaults
    }
}
