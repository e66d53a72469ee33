//! AVIF (AV1 Image File Format, 1.2): boxes that say where pictures are, and how they are put together
//! and turned; the pictures themselves are AV1.
mod colour;
mod frame;

use std::panic::catch_unwind;

use image::{DynamicImage, RgbImage, Rgba, RgbaImage, imageops};
use zenavif_parse::{AvifParser, CleanAperture, ColorInformation, DecodeConfig, Unstoppable};

use frame::Frame;

/// A tile of a grid is padded, so a frame may have so many times the pixels that the file claims.
const PADDING: u64 = 4;
/// A frame of that many pixels is always decoded, however few are claimed.
const SMALL: u64 = 1 << 16;

/// A picture that was in a file.
pub(super) struct Avif {
    /// Upright.
    pub(super) image: DynamicImage,
    /// The ICC profile of its colours.
    pub(super) profile: Option<Vec<u8>>,
    /// Whether it moves; the first picture is the one given.
    pub(super) animated: bool,
}

/// Decodes a file that claims to have `pixels`, in at most `memory` bytes of boxes.
///
/// # Errors
///
/// What is wrong with the file, for people.
pub(super) fn decode(bytes: &[u8], pixels: u64, memory: u64) -> Result<Avif, String> {
    // The decoder takes what its format keeps for later for impossible.
    catch_unwind(|| read(bytes, pixels, memory))
        .unwrap_or_else(|_| Err("it cannot be decoded".to_owned()))
}

fn read(bytes: &[u8], pixels: u64, memory: u64) -> Result<Avif, String> {
    let config = DecodeConfig::default()
        .with_peak_memory_limit(memory)
        .lenient(true);
    let file = AvifParser::from_bytes_with_config(bytes, &config, &Unstoppable).map_err(said)?;
    let limit = u32::try_from((pixels * PADDING).max(SMALL)).unwrap_or(u32::MAX);
    let colours = colours(&file, limit)?;
    let mut image = match file.alpha_data() {
        None => DynamicImage::from(colours),
        Some(alpha) => {
            let alpha = Frame::decode(&alpha.map_err(said)?, limit)?;
            transparent(&colours, &alpha, file.premultiplied_alpha())?.into()
        }
    };
    if let Some(aperture) = file.clean_aperture() {
        image = crop(&image, aperture);
    }
    image = match file.rotation().map_or(0, |rotation| rotation.angle) {
        90 => image.rotate270(),
        180 => image.rotate180(),
        270 => image.rotate90(),
        _ => image,
    };
    image = match file.mirror().map(|mirror| mirror.axis) {
        Some(0) => image.flipv(),
        Some(_) => image.fliph(),
        None => image,
    };
    let profile = match file.color_info() {
        Some(ColorInformation::IccProfile(profile)) => Some(profile.clone()),
        _ => None,
    };
    let animated = file
        .animation_info()
        .is_some_and(|animation| animation.frame_count > 1);
    Ok(Avif {
        image,
        profile,
        animated,
    })
}

fn said(error: zenavif_parse::Error) -> String {
    error.to_string()
}

/// The colours of the picture, or of the tiles that it is made of.
fn colours(file: &AvifParser<'_>, limit: u32) -> Result<RgbImage, String> {
    let declared = file.color_info();
    let Some(grid) = file.grid_config() else {
        let frame = match file.frame(0) {
            Ok(first) if file.animation_info().is_some() => Frame::decode(&first.data, limit)?,
            _ => Frame::decode(&file.primary_data().map_err(said)?, limit)?,
        };
        return Ok(colour::to_rgb(&frame, declared));
    };
    let mut picture = RgbImage::default();
    for index in 0..usize::from(grid.rows) * usize::from(grid.columns) {
        let tile = Frame::decode(&file.tile_data(index).map_err(said)?, limit)?;
        let (columns, rows) = (u32::from(grid.columns), u32::from(grid.rows));
        if index == 0 {
            let (width, height) = (tile.width * columns, tile.height * rows);
            if u64::from(width) * u64::from(height) > u64::from(limit) {
                return Err(format!("its tiles make {width} × {height} pixels"));
            }
            let within = |most: u32, wanted: u32| if wanted == 0 { most } else { wanted.min(most) };
            picture = RgbImage::new(
                within(width, grid.output_width),
                within(height, grid.output_height),
            );
        }
        let at = index as u32;
        let (x, y) = (at % columns * tile.width, at / columns * tile.height);
        imageops::replace(
            &mut picture,
            &colour::to_rgb(&tile, declared),
            i64::from(x),
            i64::from(y),
        );
    }
    Ok(picture)
}

/// Colours with how much they cover, which is a picture of its own.
fn transparent(
    colours: &RgbImage,
    alpha: &Frame,
    premultiplied: bool,
) -> Result<RgbaImage, String> {
    if (alpha.width, alpha.height) != colours.dimensions() {
        return Err("its transparency has another size than its colours".to_owned());
    }
    Ok(RgbaImage::from_fn(alpha.width, alpha.height, |x, y| {
        let covers = colour::cover(alpha, x, y);
        let colours = colours.get_pixel(x, y).0.map(|part| match covers {
            0 => 0,
            _ if premultiplied => (u32::from(part) * 255 / u32::from(covers)).min(255) as u8,
            _ => part,
        });
        Rgba([colours[0], colours[1], colours[2], covers])
    }))
}

/// The part that is to be seen: a size, and how far its centre is from the picture's (ISO 14496-12,
/// section 12.1.4). What is nonsense crops nothing.
fn crop(image: &DynamicImage, aperture: &CleanAperture) -> DynamicImage {
    let part = |size: u32, wide: (u32, u32), off: (i32, u32)| {
        let wanted = f64::from(wide.0) / f64::from(wide.1);
        let start = (f64::from(size) - wanted) / 2.0 + f64::from(off.0) / f64::from(off.1);
        let fits = wanted >= 1.0 && start >= 0.0 && start + wanted <= f64::from(size);
        fits.then_some((start as u32, wanted as u32))
    };
    let across = part(
        image.width(),
        (aperture.width_n, aperture.width_d),
        (aperture.horiz_off_n, aperture.horiz_off_d),
    );
    let down = part(
        image.height(),
        (aperture.height_n, aperture.height_d),
        (aperture.vert_off_n, aperture.vert_off_d),
    );
    match (across, down) {
        (Some((x, width)), Some((y, height))) => image.crop_imm(x, y, width, height),
        _ => image.clone(),
    }
}

#[cfg(test)]
mod tests;
