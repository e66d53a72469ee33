//! One picture of AV1, as planes of samples.
use re_rav1d::pixel::YUVRange;
use re_rav1d::{Decoder, Error, Picture, PixelLayout, PlanarImageComponent, Settings};

/// A decoded picture.
pub(super) struct Frame {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) luma: Plane,
    /// Two planes of colour, unless the picture is grey.
    pub(super) chroma: Option<[Plane; 2]>,
    /// Whether samples use all values of a byte.
    pub(super) full_range: bool,
    picture: Picture,
}

/// Samples of 8 bits.
pub(super) struct Plane {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) samples: Vec<u8>,
}

impl Frame {
    /// Decodes a picture of at most `limit` pixels.
    pub(super) fn decode(data: &[u8], limit: u32) -> Result<Frame, String> {
        let mut settings = Settings::new();
        // Pictures of a book are decoded side by side already.
        settings.set_n_threads(1);
        settings.set_max_frame_delay(1);
        settings.set_all_layers(false);
        settings.set_frame_size_limit(limit);
        let mut decoder = Decoder::with_settings(&settings).map_err(said)?;
        match decoder.send_data(data.to_vec(), None, None, None) {
            Ok(()) | Err(Error::Again) => {}
            Err(error) => return Err(said(error)),
        }
        Frame::of(decoder.get_picture().map_err(said)?)
    }

    fn of(picture: Picture) -> Result<Frame, String> {
        let (width, height) = (picture.width(), picture.height());
        let half = |size: u32| size.div_ceil(2);
        let colour = match picture.pixel_layout() {
            PixelLayout::I400 => None,
            PixelLayout::I420 => Some((half(width), half(height))),
            PixelLayout::I422 => Some((half(width), height)),
            PixelLayout::I444 => Some((width, height)),
        };
        let depth = picture.bits_per_component().map_or(8, |bits| bits.0);
        let plane = |component, (width, height)| {
            let stride = picture.stride(component) as usize;
            Plane::of(&picture.plane(component), stride, depth, width, height)
                .ok_or_else(|| "it ends too early".to_owned())
        };
        let chroma = match colour {
            None => None,
            Some(size) => Some([
                plane(PlanarImageComponent::U, size)?,
                plane(PlanarImageComponent::V, size)?,
            ]),
        };
        Ok(Frame {
            width,
            height,
            luma: plane(PlanarImageComponent::Y, (width, height))?,
            chroma,
            full_range: picture.color_range() == YUVRange::Full,
            picture,
        })
    }
}

impl Frame {
    /// How colours are made of the planes (ITU-T H.273, table 4).
    ///
    /// # Panics
    ///
    /// If the number is one that the standard keeps for later.
    pub(super) fn matrix(&self) -> u16 {
        self.picture.matrix_coefficients() as u16
    }
}

impl Plane {
    /// Samples of `depth` bits in rows of `stride` bytes, made samples of 8 bits in rows without gaps.
    fn of(bytes: &[u8], stride: usize, depth: usize, width: u32, height: u32) -> Option<Plane> {
        let across = width as usize;
        let mut samples = Vec::with_capacity(across * height as usize);
        for row in 0..height as usize {
            let row = bytes.get(row * stride..)?;
            if depth == 8 {
                samples.extend_from_slice(row.get(..across)?);
            } else {
                let row = row.get(..across * 2)?.chunks_exact(2);
                samples.extend(row.map(|pair| {
                    let sample = u32::from(u16::from_ne_bytes([pair[0], pair[1]]));
                    let rounded = (sample + (1 << (depth - 9))) >> (depth - 8);
                    rounded.min(255) as u8
                }));
            }
        }
        Some(Plane {
            width,
            height,
            samples,
        })
    }

    pub(super) fn at(&self, x: u32, y: u32) -> u8 {
        self.samples[y as usize * self.width as usize + x as usize]
    }
}

fn said(error: Error) -> String {
    match error {
        Error::Again => "it ends too early".to_owned(),
        error => error.to_string(),
    }
}
