//! The pictures of a book: each is embedded once, by its content.
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use bindery_model::Source;
use imagesize::ImageType;
use uuid::Uuid;

/// A picture that can be embedded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Picture {
    /// Its name in the book.
    pub(crate) name: String,
    pub(crate) media_type: &'static str,
    /// Width and height in pixels.
    pub(crate) size: (u32, u32),
}

/// Why a file of the archive is not embedded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unusable {
    Missing(String),
    Format,
}

impl Picture {
    /// Looks at a file's first bytes, never at its name.
    pub(crate) fn of(bytes: &[u8]) -> Option<Picture> {
        let (ending, media_type) = match imagesize::image_type(bytes).ok()? {
            ImageType::Png => ("png", "image/png"),
            ImageType::Jpeg => ("jpg", "image/jpeg"),
            ImageType::Gif => ("gif", "image/gif"),
            ImageType::Webp => ("webp", "image/webp"),
            _ => return None,
        };
        let size = imagesize::blob_size(bytes).ok()?;
        let name = Uuid::new_v5(&Uuid::NAMESPACE_OID, bytes).simple();
        Some(Picture {
            name: format!("image-{name}.{ending}"),
            media_type,
            size: (
                u32::try_from(size.width).ok()?,
                u32::try_from(size.height).ok()?,
            ),
        })
    }
}

/// What is known of the archive's files so far. Only names and sizes are kept.
pub(crate) struct Pictures<'a> {
    source: &'a dyn Source,
    known: Mutex<HashMap<String, Result<Picture, Unusable>>>,
}

impl<'a> Pictures<'a> {
    pub(crate) fn new(source: &'a dyn Source) -> Pictures<'a> {
        Pictures {
            source,
            known: Mutex::new(HashMap::new()),
        }
    }

    /// The picture in a file of the archive.
    pub(crate) fn find(&self, path: &str) -> Result<Picture, Unusable> {
        if let Some(known) = self.lock().get(path) {
            return known.clone();
        }
        let found = match self.source.resource(path) {
            Ok(bytes) => Picture::of(&bytes).ok_or(Unusable::Format),
            Err(error) => Err(Unusable::Missing(error.to_string())),
        };
        self.lock().insert(path.to_owned(), found.clone());
        found
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Result<Picture, Unusable>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
