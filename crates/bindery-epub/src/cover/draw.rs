//! Glyphs and bars as pixels.
use harfrust::Font;
use harfrust::font::glyph::outline::{DrawMemory, DrawOptions, PathSink};
use image::codecs::jpeg::JpegEncoder;
use image::{ImageResult, RgbaImage};
use tiny_skia::{FillRule, Paint, PathBuilder, Pixmap, Rect, Transform};

use super::shape::Line;

/// Red, green and blue.
pub(super) type Colour = [u8; 3];

/// Of JPEG: letters on a plain ground show faults early.
const QUALITY: u8 = 90;

/// Pixels to a unit of the design: shops ask for 1400 pixels in width, and the time that a picture takes
/// grows with them.
const SCALE: f32 = 0.875;

/// A cover in the making. Places and lengths are in units of the design.
pub(super) struct Canvas<'f> {
    pixels: Pixmap,
    fonts: &'f [Font],
}

impl<'f> Canvas<'f> {
    /// An empty one; `None` if it is too large.
    pub(super) fn new(
        width: u32,
        height: u32,
        ground: Colour,
        fonts: &'f [Font],
    ) -> Option<Canvas<'f>> {
        let pixels = |units: u32| (units as f32 * SCALE) as u32;
        let mut pixels = Pixmap::new(pixels(width), pixels(height))?;
        let [red, green, blue] = ground;
        pixels.fill(tiny_skia::Color::from_rgba8(red, green, blue, 255));
        Some(Canvas { pixels, fonts })
    }

    /// Draws a line of text from `x` on, upon `baseline`.
    pub(super) fn line(&mut self, line: &Line, x: f32, baseline: f32, size: f32, colour: Colour) {
        let [x, baseline, size] = [x, baseline, size].map(|units| units * SCALE);
        let options = DrawOptions::new().with_ppem(Some(size));
        for glyph in &line.glyphs {
            let outline = self
                .fonts
                .get(glyph.font)
                .and_then(|font| font.outline_glyphs().get(glyph.id));
            let mut path = Outline(PathBuilder::new());
            let drawn = outline
                .and_then(|outline| outline.draw(&options, DrawMemory::Scratch, &mut path).ok());
            if let (Some(_), Some(path)) = (drawn, path.0.finish()) {
                // Outlines grow upwards, pixels downwards.
                let (x, y) = (x + glyph.x * size, baseline - glyph.y * size);
                let place = Transform::from_row(1.0, 0.0, 0.0, -1.0, x, y);
                self.pixels
                    .fill_path(&path, &paint(colour), FillRule::Winding, place, None);
            }
        }
    }

    pub(super) fn bar(&mut self, x: f32, y: f32, width: f32, height: f32, colour: Colour) {
        let [x, y, width, height] = [x, y, width, height].map(|units| units * SCALE);
        if let Some(bar) = Rect::from_xywh(x, y, width, height) {
            self.pixels
                .fill_rect(bar, &paint(colour), Transform::identity(), None);
        }
    }
}

fn paint(colour: Colour) -> Paint<'static> {
    let [red, green, blue] = colour;
    let mut paint = Paint::default();
    paint.set_color_rgba8(red, green, blue, 255);
    paint
}

/// The pixels as JPEG.
pub(super) fn jpeg(canvas: Canvas<'_>) -> ImageResult<Vec<u8>> {
    let mut bytes = Vec::new();
    let (width, height) = (canvas.pixels.width(), canvas.pixels.height());
    if let Some(pixels) = RgbaImage::from_raw(width, height, canvas.pixels.take()) {
        // Every pixel is opaque.
        JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode_image(&pixels)?;
    }
    Ok(bytes)
}

struct Outline(PathBuilder);

impl PathSink for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        self.0.quad_to(cx0, cy0, x, y);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.0.cubic_to(cx0, cy0, cx1, cy1, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}
