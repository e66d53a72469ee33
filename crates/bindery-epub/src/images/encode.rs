//! Packs pixels as JPEG or PNG, within a reader's limits.
use std::collections::HashSet;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::imageops::FilterType;
use image::{DynamicImage, ImageEncoder, ImageResult};

use super::format::Format;
use super::options::ImageOptions;

/// What is to be known of where pixels come from.
pub(super) struct Source {
    /// Whether every pixel was as its maker wanted it.
    pub(super) lossless: bool,
    /// Whether it was PNG, and is to stay PNG where that is not too large.
    pub(super) keeps_png: bool,
    pub(super) animated: bool,
    /// The ICC profile of its colours.
    pub(super) profile: Option<Vec<u8>>,
}

/// A drawing, a diagram or a screenshot has few colours, a photograph many.
const FEW_COLOURS: usize = 256;
/// A quality below which JPEG is ugly.
const LOWEST_QUALITY: u8 = 40;
/// How often a picture is made smaller until it has few enough bytes.
const ATTEMPTS: usize = 8;

/// The bytes, their format, and the size of the picture.
pub(super) fn encode(
    image: DynamicImage,
    source: Source,
    options: &ImageOptions,
) -> ImageResult<(Vec<u8>, Format, (u32, u32))> {
    let mut image = simplify(image);
    let as_png = image.color().has_alpha()
        || source.keeps_png
        || (source.lossless && has_few_colours(&image));
    let mut format = if as_png { Format::Png } else { Format::Jpeg };
    let mut quality = options.quality.clamp(1, 100);
    if let Some((width, height)) = smaller((image.width(), image.height()), options) {
        image = scale(&image, width, height);
    }
    let mut attempt = 0;
    loop {
        let bytes = match format {
            Format::Png => encode_png(&image, source.profile.as_deref())?,
            _ => encode_jpeg(&image, quality, source.profile.as_deref())?,
        };
        attempt += 1;
        if bytes.len() <= options.max_bytes || attempt == ATTEMPTS {
            return Ok((bytes, format, (image.width(), image.height())));
        }
        if format == Format::Png && !image.color().has_alpha() {
            format = Format::Jpeg;
        } else if format == Format::Jpeg && quality > LOWEST_QUALITY {
            quality = quality.saturating_sub(15).max(LOWEST_QUALITY);
        } else {
            let (width, height) = (image.width() * 7 / 10, image.height() * 7 / 10);
            image = scale(&image, width.max(1), height.max(1));
        }
    }
}

/// 8 bits a channel, and no alpha channel that says nothing.
fn simplify(image: DynamicImage) -> DynamicImage {
    let colour = image.color();
    let opaque = |image: &DynamicImage| match image {
        DynamicImage::ImageLumaA8(pixels) => pixels.pixels().all(|pixel| pixel.0[1] == 255),
        DynamicImage::ImageRgba8(pixels) => pixels.pixels().all(|pixel| pixel.0[3] == 255),
        _ => true,
    };
    match (colour.has_color(), colour.has_alpha()) {
        (true, false) => DynamicImage::ImageRgb8(image.into_rgb8()),
        (false, false) => DynamicImage::ImageLuma8(image.into_luma8()),
        (true, true) => {
            let image = DynamicImage::ImageRgba8(image.into_rgba8());
            if opaque(&image) {
                DynamicImage::ImageRgb8(image.into_rgb8())
            } else {
                image
            }
        }
        (false, true) => {
            let image = DynamicImage::ImageLumaA8(image.into_luma_alpha8());
            if opaque(&image) {
                DynamicImage::ImageLuma8(image.into_luma8())
            } else {
                image
            }
        }
    }
}

fn has_few_colours(image: &DynamicImage) -> bool {
    let DynamicImage::ImageRgb8(pixels) = image else {
        // Grey has no more than 256.
        return true;
    };
    let mut seen = HashSet::with_capacity(FEW_COLOURS + 1);
    let mut last = None;
    for pixel in pixels.pixels() {
        if last != Some(pixel.0) {
            last = Some(pixel.0);
            seen.insert(pixel.0);
            if seen.len() > FEW_COLOURS {
                return false;
            }
        }
    }
    true
}

/// The size within the limits, if the picture is larger.
fn smaller((width, height): (u32, u32), options: &ImageOptions) -> Option<(u32, u32)> {
    let (w, h) = (f64::from(width), f64::from(height));
    let by_pixels = (options.max_pixels.max(1) as f64 / (w * h)).sqrt();
    let by_side = options
        .max_side
        .map_or(1.0, |side| f64::from(side.max(1)) / w.max(h));
    let factor = by_pixels.min(by_side);
    (factor < 1.0).then(|| {
        let side = |length: f64| ((length * factor).floor() as u32).max(1);
        (side(w), side(h))
    })
}

/// Sharp enough for text, and twice as fast as Lanczos.
fn scale(image: &DynamicImage, width: u32, height: u32) -> DynamicImage {
    image.resize_exact(width, height, FilterType::CatmullRom)
}

fn encode_jpeg(image: &DynamicImage, quality: u8, profile: Option<&[u8]>) -> ImageResult<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
    if let Some(profile) = fitting(profile, image) {
        // A profile that cannot be kept is no reason to lose the picture.
        let _ = encoder.set_icc_profile(profile);
    }
    image.write_with_encoder(encoder)?;
    Ok(bytes)
}

fn encode_png(image: &DynamicImage, profile: Option<&[u8]>) -> ImageResult<Vec<u8>> {
    let mut bytes = Vec::new();
    let (level, filter) = (CompressionType::Default, PngFilter::Adaptive);
    let mut encoder = PngEncoder::new_with_quality(&mut bytes, level, filter);
    if let Some(profile) = fitting(profile, image) {
        let _ = encoder.set_icc_profile(profile);
    }
    image.write_with_encoder(encoder)?;
    Ok(bytes)
}

/// The profile, if it is one for the channels that the picture has (ICC.1:2022, section 7.2.6).
fn fitting(profile: Option<&[u8]>, image: &DynamicImage) -> Option<Vec<u8>> {
    let space: &[u8] = if image.color().has_color() {
        b"RGB "
    } else {
        b"GRAY"
    };
    profile
        .filter(|profile| profile.get(16..20) == Some(space))
        .map(<[u8]>::to_vec)
}
