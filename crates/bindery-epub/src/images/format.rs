//! What a file is, by its content; names and declared types lie.
use std::borrow::Cow;

use imagesize::{Compression, ImageType};

/// A format of pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Jpeg,
    Png,
    Gif,
    WebP,
    Bmp,
    Tiff,
    Avif,
    Svg,
}

/// How far into a file the root element of a drawing may begin.
const PROLOGUE: usize = 1 << 14;

impl Format {
    /// The format of a file; `None` for what is no picture, or one that nobody puts on a page.
    pub(crate) fn of(bytes: &[u8]) -> Option<Format> {
        if let Ok(kind) = imagesize::image_type(bytes) {
            return match kind {
                ImageType::Jpeg => Some(Format::Jpeg),
                ImageType::Png => Some(Format::Png),
                ImageType::Gif => Some(Format::Gif),
                ImageType::Webp => Some(Format::WebP),
                ImageType::Bmp => Some(Format::Bmp),
                ImageType::Tiff => Some(Format::Tiff),
                ImageType::Heif(Compression::Av1) => Some(Format::Avif),
                _ => None,
            };
        }
        is_svg(bytes).then_some(Format::Svg)
    }

    /// What people call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Format::Jpeg => "JPEG",
            Format::Png => "PNG",
            Format::Gif => "GIF",
            Format::WebP => "WebP",
            Format::Bmp => "BMP",
            Format::Tiff => "TIFF",
            Format::Avif => "AVIF",
            Format::Svg => "SVG",
        }
    }

    /// The ending of its name and its media type, if it may stand in a book (EPUB 3.3, section
    /// 3.2).
    pub(crate) fn in_book(self) -> Option<(&'static str, &'static str)> {
        match self {
            Format::Jpeg => Some(("jpg", "image/jpeg")),
            Format::Png => Some(("png", "image/png")),
            Format::Gif => Some(("gif", "image/gif")),
            Format::WebP => Some(("webp", "image/webp")),
            Format::Svg => Some(("svg", "image/svg+xml")),
            Format::Bmp | Format::Tiff | Format::Avif => None,
        }
    }
}

/// Whether a file that begins so is a picture, as far as the first 16 KiB tell.
///
/// ```
/// assert!(bindery_epub::is_picture(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"));
/// assert!(!bindery_epub::is_picture(b"<html><body>404</body></html>"));
/// ```
pub fn is_picture(start: &[u8]) -> bool {
    Format::of(start).is_some()
}

/// Whether it looks like XML in which a drawing begins soon.
fn is_svg(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(PROLOGUE)];
    let start = match start {
        [0xff, 0xfe, rest @ ..] | [0xfe, 0xff, rest @ ..] => {
            // UTF-16, of which the names that are looked for take every other byte.
            Cow::Owned(rest.iter().copied().filter(|byte| *byte != 0).collect())
        }
        _ => Cow::Borrowed(start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start)),
    };
    let start = start.trim_ascii_start();
    start.starts_with(b"<")
        && !start.starts_with(b"<!doctype html")
        && (holds(start, b"<svg") || holds(start, b":svg"))
        && !holds(start, b"<html")
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_tells_what_a_file_is() {
        for (bytes, format) in [
            (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], Some(Format::Png)),
            (
                b"<?xml version='1.0'?>\n<!-- by hand -->\n<svg/>",
                Some(Format::Svg),
            ),
            (
                b"\xef\xbb\xbf<s:svg xmlns:s='http://www.w3.org/2000/svg'/>",
                Some(Format::Svg),
            ),
            (b"\xff\xfe<\0s\0v\0g\0/\0>\0", Some(Format::Svg)),
            (b"<html><body><svg/></body></html>", None),
            (b"<!doctype html><svg/>", None),
            (b"BM", None),
            (b"", None),
        ] {
            assert_eq!(Format::of(bytes), format, "{}", bytes.escape_ascii());
        }
    }
}
