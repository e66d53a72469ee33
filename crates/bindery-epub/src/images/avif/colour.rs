//! Brightness and colour of a frame as red, green and blue (ITU-T H.273, section 8.3).
use image::{Rgb, RgbImage};
use zenavif_parse::ColorInformation;

use super::frame::{Frame, Plane};

/// The planes are green, blue and red themselves.
const IDENTITY: u16 = 0;
const YCGCO: u16 = 8;

/// The pixels of a frame. What the file declares of its colours stands above what the frame says.
pub(super) fn to_rgb(frame: &Frame, declared: Option<&ColorInformation>) -> RgbImage {
    let (matrix, full_range) = match declared {
        Some(ColorInformation::Nclx {
            matrix_coefficients,
            full_range,
            ..
        }) => (*matrix_coefficients, *full_range),
        _ => (frame.matrix(), frame.full_range),
    };
    RgbImage::from_fn(frame.width, frame.height, |x, y| {
        let level = |sample: f32| brightness(sample, full_range);
        let luma = level(f32::from(frame.luma.at(x, y)));
        let Some([first, second]) = &frame.chroma else {
            return Rgb([byte(luma); 3]);
        };
        let first = first.between(frame, x, y);
        let second = second.between(frame, x, y);
        let colours = if matrix == IDENTITY {
            [level(second), luma, level(first)]
        } else {
            mix(
                luma,
                colour(first, full_range),
                colour(second, full_range),
                matrix,
            )
        };
        Rgb(colours.map(byte))
    })
}

/// How much a picture of transparency covers at a place.
pub(super) fn cover(frame: &Frame, x: u32, y: u32) -> u8 {
    byte(brightness(f32::from(frame.luma.at(x, y)), frame.full_range))
}

/// A sample of brightness, from 0 to 1.
fn brightness(sample: f32, full_range: bool) -> f32 {
    if full_range {
        sample / 255.0
    } else {
        (sample - 16.0) / 219.0
    }
}

/// A sample of colour, from -0.5 to 0.5.
fn colour(sample: f32, full_range: bool) -> f32 {
    (sample - 128.0) / if full_range { 255.0 } else { 224.0 }
}

fn byte(level: f32) -> u8 {
    (level * 255.0).round().clamp(0.0, 255.0) as u8
}

/// Red, green and blue of brightness and two colours (equations 38 to 40 and 45 to 48).
fn mix(luma: f32, first: f32, second: f32, matrix: u16) -> [f32; 3] {
    if matrix == YCGCO {
        let rest = luma - first;
        return [rest + second, luma + first, rest - second];
    }
    let (red_weight, blue_weight) = match matrix {
        1 => (0.2126, 0.0722),
        4 => (0.30, 0.11),
        7 => (0.212, 0.087),
        9 | 10 => (0.2627, 0.0593),
        // BT.601, which is also what is meant where nothing is said.
        _ => (0.299, 0.114),
    };
    let red = luma + 2.0 * (1.0 - red_weight) * second;
    let blue = luma + 2.0 * (1.0 - blue_weight) * first;
    let green = (luma - red_weight * red - blue_weight * blue) / (1.0 - red_weight - blue_weight);
    [red, green, blue]
}

impl Plane {
    /// The colour at a place of the frame, of the samples around it where there are fewer of them than
    /// of brightness.
    fn between(&self, frame: &Frame, x: u32, y: u32) -> f32 {
        let (left, right, across) = around(x, self.width, frame.width);
        let (above, below, down) = around(y, self.height, frame.height);
        let row = |y| {
            let (left, right) = (self.at(left, y), self.at(right, y));
            f32::from(left) * (1.0 - across) + f32::from(right) * across
        };
        row(above) * (1.0 - down) + row(below) * down
    }
}

/// The samples on both sides of a place, and how much the second counts. Samples stand in the middle
/// of the pixels that share them.
fn around(place: u32, samples: u32, pixels: u32) -> (u32, u32, f32) {
    if samples == pixels {
        return (place, place, 0.0);
    }
    let last = samples - 1;
    if place.is_multiple_of(2) {
        ((place / 2).saturating_sub(1), (place / 2).min(last), 0.75)
    } else {
        (place / 2, (place / 2 + 1).min(last), 0.25)
    }
}
