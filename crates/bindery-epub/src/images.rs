//! The pictures of a book: each is embedded once, by its content, in a form that readers show.
#[cfg(feature = "avif")]
mod avif;
mod data_url;
#[cfg(feature = "images")]
mod decoding;
#[cfg(feature = "images")]
mod encode;
mod format;
mod gif;
mod jpeg;
mod options;
mod prepare;
#[cfg(feature = "images")]
mod raster;
mod svg;
mod tiff;

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use bindery_model::{Diagnostic, Location, Source};
use uuid::Uuid;

use crate::packed::Packed;
pub use format::is_picture;
pub use options::{ImageMode, ImageOptions};
pub(crate) use prepare::{Change, Unusable};
use prepare::{Prepared, name_of, prepare};

/// Bytes of pictures that wait to be written. What does not fit is made again when it is its turn.
const WAITING: usize = 64 << 20;

/// A picture that can be embedded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Picture {
    /// Its name in the book.
    pub(crate) name: String,
    pub(crate) media_type: &'static str,
    /// Its bytes in the book.
    pub(crate) length: usize,
    /// Width and height in pixels, where they are known.
    pub(crate) size: Option<(u32, u32)>,
    /// What was done to it, to be said once.
    pub(crate) changes: Vec<Change>,
}

impl Picture {
    /// The picture in a file, and its bytes in the book.
    pub(crate) fn of(
        bytes: Vec<u8>,
        options: &ImageOptions,
    ) -> Result<(Picture, Packed), Unusable> {
        let named_by = name_of(&bytes, "");
        let Prepared {
            bytes,
            format,
            size,
            changes,
        } = prepare(bytes, options)?;
        let (ending, media_type) = format.in_book().ok_or(Unusable::Format(format))?;
        // Drawings are text, the others are packed already.
        let packed = if ending == "svg" {
            Packed::deflate(&bytes)
        } else {
            Packed::store(bytes)
        };
        let picture = Picture {
            name: format!("{named_by}{ending}"),
            media_type,
            length: packed.len(),
            size,
            changes,
        };
        Ok((picture, packed))
    }

    /// What was done to it; `origin` is where it comes from.
    pub(crate) fn diagnostics(&self, origin: &Origin) -> Vec<Diagnostic> {
        let shown = origin.shown();
        let diagnostics = self.changes.iter().map(|change| change.diagnostic(&shown));
        match origin {
            Origin::File(path) | Origin::Drawing { path, .. } => diagnostics
                .map(|diagnostic| diagnostic.at(Location::whole_file(path)))
                .collect(),
            Origin::Web(_) | Origin::Data(_) => diagnostics.collect(),
        }
    }
}

impl Change {
    fn diagnostic(&self, origin: &str) -> Diagnostic {
        match self {
            Change::Converted(from, to) => Diagnostic::note(
                "image.converted",
                format!(
                    "the image {origin} is {}; in the book it is {}",
                    from.name(),
                    to.name()
                ),
            ),
            Change::Scaled { from, to } => Diagnostic::note(
                "image.scaled",
                format!(
                    "the image {origin} has {} × {} pixels; in the book it has {} × {}",
                    from.0, from.1, to.0, to.1
                ),
            )
            .with_hint("--image-max sets how large pictures may be"),
            Change::Packed(reason) => Diagnostic::note(
                "image.repacked",
                format!("the image {origin} is packed anew because of {reason}"),
            ),
            Change::Still => Diagnostic::warning(
                "image.still",
                format!("the image {origin} moves; in the book it is a still picture"),
            )
            .with_hint("readers move GIF pictures only: convert it to GIF"),
            Change::FirstPage(pages) => Diagnostic::warning(
                "image.first-page",
                format!(
                    "the image {origin} has {pages} pages; in the book it is the first of them"
                ),
            )
            .with_hint("save each page as a picture of its own"),
            Change::Cut => Diagnostic::warning(
                "image.cut",
                format!("the image {origin} ends too early; readers show a part of it, or nothing"),
            )
            .with_hint("look for a copy that is whole"),
            Change::Cleaned(left_out) => Diagnostic::warning(
                "image.svg-cleaned",
                format!(
                    "the drawing {origin} has what no book may have; left out: {}",
                    left_out.join(", ")
                ),
            ),
        }
    }
}

impl Unusable {
    /// Why the alternative text stands in the place of a picture.
    pub(crate) fn diagnostic(&self, origin: &Origin) -> Diagnostic {
        let shown = origin.shown();
        let (code, message) = match self {
            Unusable::Missing(reason) => (
                "image.missing",
                format!("the image {shown} cannot be read: {reason}"),
            ),
            Unusable::Elsewhere => (
                "image.missing",
                format!("the image {shown} was not fetched"),
            ),
            Unusable::NoPicture => (
                "image.format",
                format!("the file {shown} is no picture, whatever it is called"),
            ),
            Unusable::Format(format) => (
                "image.format",
                format!(
                    "the image {shown} is {}, which readers do not show",
                    format.name()
                ),
            ),
            Unusable::Broken(format, reason) => (
                "image.broken",
                format!("the image {shown} ({}) is damaged: {reason}", format.name()),
            ),
            Unusable::TooLarge(width, height) => (
                "image.too-large",
                format!("the image {shown} claims to have {width} × {height} pixels"),
            ),
        };
        let hint = match (self, origin) {
            (_, Origin::Web(_)) => "a link stands in its place",
            (Unusable::Format(_), _) => {
                "convert it to JPEG or PNG; its alternative text stands in its place"
            }
            _ => "its alternative text stands in its place",
        };
        Diagnostic::warning(code, message).with_hint(hint)
    }
}

/// Where the bytes of a picture come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A file of the source, by its path.
    File(String),
    /// An address of the web.
    Web(String),
    /// A `data:` address.
    Data(String),
    /// A drawing within a post, and that post's path.
    Drawing { svg: String, path: String },
}

impl Origin {
    /// What it is remembered by: an address may be as long as the picture in it.
    fn key(&self) -> Uuid {
        let (space, name) = match self {
            Origin::File(path) => (&Uuid::NAMESPACE_X500, path),
            Origin::Web(address) => (&Uuid::NAMESPACE_URL, address),
            Origin::Data(address) => (&Uuid::NAMESPACE_OID, address),
            Origin::Drawing { svg, .. } => (&Uuid::NAMESPACE_DNS, svg),
        };
        Uuid::new_v5(space, name.as_bytes())
    }

    /// As it is shown to people.
    pub(crate) fn shown(&self) -> String {
        match self {
            Origin::File(path) | Origin::Web(path) => path.clone(),
            Origin::Drawing { .. } => "within the post".to_owned(),
            Origin::Data(address) => {
                let end = address.find(',').unwrap_or(address.len()).min(40);
                format!("{}…", &address[..address.floor_char_boundary(end)])
            }
        }
    }
}

pub(crate) type Found = Result<Picture, Unusable>;

/// What is known of the pictures so far: names and sizes of all, bytes of those that wait to be
/// written.
pub(crate) struct Pictures<'a> {
    source: &'a dyn Source,
    options: &'a ImageOptions,
    known: Mutex<HashMap<Uuid, Arc<OnceLock<Found>>>>,
    waiting: Mutex<Waiting>,
}

#[derive(Default)]
struct Waiting {
    packed: HashMap<String, Packed>,
    bytes: usize,
}

impl<'a> Pictures<'a> {
    pub(crate) fn new(source: &'a dyn Source, options: &'a ImageOptions) -> Pictures<'a> {
        Pictures {
            source,
            options,
            known: Mutex::default(),
            waiting: Mutex::default(),
        }
    }

    pub(crate) fn mode(&self) -> ImageMode {
        self.options.mode
    }

    /// The picture of that origin. The first thread to ask makes it, others wait for it.
    pub(crate) fn find(&self, origin: &Origin) -> Found {
        let place = Arc::clone(lock(&self.known).entry(origin.key()).or_default());
        place
            .get_or_init(|| {
                let (picture, packed) = self.make(origin)?;
                let mut waiting = lock(&self.waiting);
                if waiting.bytes + packed.len() <= WAITING {
                    waiting.bytes += packed.len();
                    if let Some(old) = waiting.packed.insert(picture.name.clone(), packed) {
                        waiting.bytes -= old.len();
                    }
                }
                Ok(picture)
            })
            .clone()
    }

    /// The bytes of a picture that [`find`](Pictures::find) has found, to be written.
    pub(crate) fn take(&self, origin: &Origin, picture: &Picture) -> io::Result<Packed> {
        if let Some(packed) = self.release(picture) {
            return Ok(packed);
        }
        let changed = |reason| io::Error::other(format!("{}: {reason:?}", origin.shown()));
        self.make(origin).map(|(_, packed)| packed).map_err(changed)
    }

    /// Lets go of the bytes of a picture.
    pub(crate) fn release(&self, picture: &Picture) -> Option<Packed> {
        let mut waiting = lock(&self.waiting);
        let packed = waiting.packed.remove(&picture.name)?;
        waiting.bytes -= packed.len();
        Some(packed)
    }

    fn make(&self, origin: &Origin) -> Result<(Picture, Packed), Unusable> {
        let bytes = match origin {
            Origin::File(path) => self
                .source
                .resource(path)
                .map_err(|error| Unusable::Missing(error.to_string()))?,
            Origin::Web(address) => self
                .source
                .web_picture(address)
                .map_err(|error| Unusable::Missing(error.to_string()))?
                .ok_or(Unusable::Elsewhere)?,
            Origin::Data(address) => data_url::decode(address).ok_or(Unusable::NoPicture)?,
            Origin::Drawing { svg, .. } => svg.clone().into_bytes(),
        };
        Picture::of(bytes, self.options)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(all(test, feature = "images"))]
mod tests;
