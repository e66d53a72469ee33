//! From the bytes of the source to those of the book.
use uuid::Uuid;

use super::format::Format;
use super::options::ImageOptions;
use super::svg;

/// A picture as it stands in the book.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) bytes: Vec<u8>,
    pub(crate) format: Format,
    /// Width and height in pixels, where they are known.
    pub(crate) size: Option<(u32, u32)>,
    /// What was changed or lost.
    pub(crate) changes: Vec<Change>,
}

/// What was done to a picture so that it can be in a book.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(feature = "images"), expect(dead_code, reason = "codecs find it"))]
pub(crate) enum Change {
    /// It has another format.
    Converted(Format, Format),
    /// It was so large.
    Scaled { from: (u32, u32), to: (u32, u32) },
    /// It was packed anew, for this reason.
    Packed(&'static str),
    /// Only the first picture of an animation is left.
    Still,
    /// Only the first of so many pages is left.
    FirstPage(usize),
    /// The file ends before the picture does.
    Cut,
    /// These parts of a drawing were left out.
    Cleaned(Vec<&'static str>),
}

/// Why a picture is not in the book.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(feature = "images"), expect(dead_code, reason = "codecs find it"))]
pub(crate) enum Unusable {
    /// It cannot be read.
    Missing(String),
    /// It is elsewhere, and the source does not have it.
    Elsewhere,
    /// It is no picture.
    NoPicture,
    /// Readers do not show the format, and it is not converted.
    Format(Format),
    /// It is damaged.
    Broken(Format, String),
    /// It has more pixels than can be worked on.
    TooLarge(u32, u32),
}

/// Makes of a file what readers show: the same bytes where nothing has to be changed.
pub(crate) fn prepare(bytes: Vec<u8>, options: &ImageOptions) -> Result<Prepared, Unusable> {
    let format = Format::of(&bytes).ok_or(Unusable::NoPicture)?;
    if format == Format::Svg {
        let drawing = svg::clean(&bytes).map_err(|reason| Unusable::Broken(format, reason))?;
        let changes = if drawing.left_out.is_empty() {
            Vec::new()
        } else {
            vec![Change::Cleaned(drawing.left_out)]
        };
        return Ok(Prepared {
            bytes: drawing.text.into_bytes(),
            format,
            size: drawing.size,
            changes,
        });
    }
    raster(bytes, format, options)
}

#[cfg(feature = "images")]
use super::raster::prepare as raster;

/// Without codecs, what readers may show is left as it is.
#[cfg(not(feature = "images"))]
fn raster(bytes: Vec<u8>, format: Format, _: &ImageOptions) -> Result<Prepared, Unusable> {
    if format.in_book().is_none() {
        return Err(Unusable::Format(format));
    }
    let size = size_of(&bytes, format)?;
    Ok(Prepared {
        bytes,
        format,
        size: Some(size),
        changes: Vec::new(),
    })
}

/// Width and height, from the file's head.
pub(super) fn size_of(bytes: &[u8], format: Format) -> Result<(u32, u32), Unusable> {
    let size =
        imagesize::blob_size(bytes).map_err(|error| Unusable::Broken(format, error.to_string()))?;
    match (u32::try_from(size.width), u32::try_from(size.height)) {
        (Ok(width), Ok(height)) if width > 0 && height > 0 => Ok((width, height)),
        _ => Err(Unusable::Broken(format, "it has no size".to_owned())),
    }
}

/// A name for a file of the book, from its content.
pub(crate) fn name_of(content: &[u8], ending: &str) -> String {
    let name = Uuid::new_v5(&Uuid::NAMESPACE_OID, content).simple();
    format!("image-{name}.{ending}")
}
