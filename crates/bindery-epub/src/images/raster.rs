//! Pictures of pixels: which of them readers show as they are, and what becomes of the others.
use std::io::Cursor;

use image::codecs::png::PngDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

#[cfg(feature = "avif")]
use super::avif;
use super::decoding::Leave;
use super::encode::{Source, encode};
use super::format::Format;
use super::gif::GifParts;
use super::jpeg::JpegHead;
use super::options::ImageOptions;
use super::prepare::{Change, Prepared, Unusable, size_of};
use super::tiff;

/// More pixels are not decoded: a file of a few bytes can claim any number.
const MAX_PIXELS: u64 = 100_000_000;
/// Bytes that a decoder may ask for.
const MAX_MEMORY: u64 = 1 << 29;

/// Leaves a picture as it is, or decodes it and packs it anew.
pub(super) fn prepare(
    bytes: Vec<u8>,
    format: Format,
    options: &ImageOptions,
) -> Result<Prepared, Unusable> {
    let size = size_of(&bytes, format)?;
    let cut = is_cut(&bytes, format).then_some(Change::Cut);
    let Some(reason) = reason(&bytes, format, size, options) else {
        see_that_it_begins(&bytes, format)?;
        return Ok(Prepared {
            bytes,
            format,
            size: Some(size),
            changes: cut.into_iter().collect(),
        });
    };
    let pixels = u64::from(size.0) * u64::from(size.1);
    if pixels > MAX_PIXELS {
        return Err(Unusable::TooLarge(size.0, size.1));
    }
    let _leave = Leave::wait_for(pixels);
    let (image, source) = decode(&bytes, format)?;
    let still = source.animated;
    let pages = match format {
        Format::Tiff => tiff::pages(&bytes),
        _ => 1,
    };
    let from = (image.width(), image.height());
    let (content, into, to) = encode(image, source, options)
        .map_err(|error| Unusable::Broken(format, error.to_string()))?;
    let mut changes = Vec::new();
    if into != format {
        changes.push(Change::Converted(format, into));
    }
    if to != from {
        changes.push(Change::Scaled { from, to });
    }
    if changes.is_empty() {
        changes.push(Change::Packed(reason));
    }
    if still {
        changes.push(Change::Still);
    }
    if let pages @ 2.. = pages {
        changes.push(Change::FirstPage(pages));
    }
    changes.extend(cut);
    Ok(Prepared {
        bytes: content,
        format: into,
        size: Some(to),
        changes,
    })
}

/// Why readers would not show a picture as it is.
fn reason(
    bytes: &[u8],
    format: Format,
    (width, height): (u32, u32),
    options: &ImageOptions,
) -> Option<&'static str> {
    if !matches!(format, Format::Jpeg | Format::Png | Format::Gif) {
        return Some("its format");
    }
    if u64::from(width) * u64::from(height) > options.max_pixels
        || options
            .max_side
            .is_some_and(|side| width.max(height) > side)
    {
        return Some("its size");
    }
    if bytes.len() > options.max_bytes {
        return Some("its length");
    }
    if format == Format::Jpeg {
        let head = JpegHead::of(bytes);
        if head.components == 4 {
            return Some("its colours, which are for printing");
        }
        if head.orientation != Orientation::NoTransforms {
            return Some("its orientation");
        }
    }
    None
}

/// The picture upright, in colours of 8 bits, and what is to be known of where it comes from.
fn decode(bytes: &[u8], format: Format) -> Result<(DynamicImage, Source), Unusable> {
    #[cfg(feature = "avif")]
    if format == Format::Avif {
        return decode_avif(bytes);
    }
    let broken = |error: image::ImageError| Unusable::Broken(format, error.to_string());
    let mut decoder = decoder(bytes, format)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let printed = format == Format::Jpeg && JpegHead::of(bytes).components == 4;
    // The profile of a CMYK picture says nothing about the colours that it has been turned into.
    let profile = decoder.icc_profile().ok().flatten().filter(|_| !printed);
    let mut image = DynamicImage::from_decoder(decoder).map_err(broken)?;
    image.apply_orientation(orientation);
    let source = Source {
        lossless: is_lossless(bytes, format),
        keeps_png: format == Format::Png,
        animated: is_animated(bytes, format),
        profile,
    };
    Ok((image, source))
}

/// A decoder that has read what stands before the pixels.
fn decoder(bytes: &[u8], format: Format) -> Result<impl ImageDecoder + '_, Unusable> {
    let kind = match format {
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Png => ImageFormat::Png,
        Format::Gif => ImageFormat::Gif,
        Format::WebP => ImageFormat::WebP,
        Format::Bmp => ImageFormat::Bmp,
        Format::Tiff => ImageFormat::Tiff,
        Format::Avif | Format::Svg => return Err(Unusable::Format(format)),
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), kind);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_MEMORY);
    reader.limits(limits);
    let decoder = reader.into_decoder();
    decoder.map_err(|error| Unusable::Broken(format, error.to_string()))
}

/// Refuses what no reader shows any part of: what stands before the pixels is damaged, or they are
/// missing. JPEG has kinds that the decoder does not know and some readers do.
fn see_that_it_begins(bytes: &[u8], format: Format) -> Result<(), Unusable> {
    match format {
        Format::Jpeg if !JpegHead::of(bytes).is_usual => Ok(()),
        Format::Gif if GifParts::of(bytes).pictures == 0 => {
            let problem = "it has no picture".to_owned();
            Err(Unusable::Broken(format, problem))
        }
        _ => decoder(bytes, format).map(drop),
    }
}

#[cfg(feature = "avif")]
fn decode_avif(bytes: &[u8]) -> Result<(DynamicImage, Source), Unusable> {
    let (width, height) = size_of(bytes, Format::Avif)?;
    let pixels = u64::from(width) * u64::from(height);
    let picture = avif::decode(bytes, pixels, MAX_MEMORY)
        .map_err(|reason| Unusable::Broken(Format::Avif, reason))?;
    let source = Source {
        lossless: false,
        keeps_png: false,
        animated: picture.animated,
        profile: picture.profile,
    };
    Ok((picture.image, source))
}

/// Whether a file ends before its picture does: nothing ends it, or another scan begins after what
/// ends the small picture in its head (ITU T.81, annex B; PNG, section 5.6).
fn is_cut(bytes: &[u8], format: Format) -> bool {
    match format {
        Format::Png => !bytes.windows(4).rev().any(|window| window == b"IEND"),
        Format::Jpeg => {
            let end = bytes.windows(2).rposition(|window| window == b"\xff\xd9");
            end.is_none_or(|end| bytes[end..].windows(2).any(|window| window == b"\xff\xda"))
        }
        Format::Gif => GifParts::of(bytes).is_cut,
        _ => false,
    }
}

fn is_lossless(bytes: &[u8], format: Format) -> bool {
    match format {
        Format::Png | Format::Gif | Format::Bmp | Format::Tiff => true,
        Format::WebP => has_chunk(bytes, b"VP8L"),
        Format::Jpeg | Format::Avif | Format::Svg => false,
    }
}

fn is_animated(bytes: &[u8], format: Format) -> bool {
    match format {
        Format::WebP => has_chunk(bytes, b"ANIM"),
        // It moves once, if not for ever.
        Format::Gif => GifParts::of(bytes).pictures > 1,
        Format::Png => {
            let decoder = PngDecoder::new(Cursor::new(bytes));
            decoder.is_ok_and(|decoder| decoder.is_apng().unwrap_or_default())
        }
        _ => false,
    }
}

/// Whether a WebP file has a chunk of this kind (RFC 9649, section 2.3).
fn has_chunk(bytes: &[u8], kind: &[u8; 4]) -> bool {
    let mut rest = bytes.get(12..).unwrap_or_default();
    while let Some((head, after)) = rest.split_at_checked(8) {
        if &head[..4] == kind {
            return true;
        }
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        // Chunks begin at even places.
        rest = after
            .get(length.saturating_add(length & 1)..)
            .unwrap_or_default();
    }
    false
}
