//! What the head of a JPEG file tells (ITU T.81, annex B; Exif 2.32, section 4.7.2).
#![cfg(feature = "images")]

use image::metadata::Orientation;

/// What decides whether readers show a JPEG file as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct JpegHead {
    /// Colour components: 1 for grey, 3 for colour, 4 for printing (CMYK).
    pub(super) components: u8,
    pub(super) orientation: Orientation,
    /// Whether it is of a kind that every decoder knows: with 8 bits and codes of Huffman, in one go or
    /// progressive.
    pub(super) is_usual: bool,
}

impl JpegHead {
    /// Reads the segments up to the first scan.
    pub(super) fn of(bytes: &[u8]) -> JpegHead {
        let mut head = JpegHead {
            components: 3,
            orientation: Orientation::NoTransforms,
            is_usual: true,
        };
        let mut rest = bytes.get(2..).unwrap_or_default();
        while let Some((marker, segment, after)) = next_segment(rest) {
            match marker {
                // Start of frame, whatever the process; but for DHT, JPG and DAC.
                0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                    head.components = segment.get(5).copied().unwrap_or(3);
                    head.is_usual = marker <= 0xc2 && segment.first() == Some(&8);
                }
                0xe1 => {
                    let exif = segment.strip_prefix(b"Exif\0\0");
                    if let Some(found) = exif.and_then(Orientation::from_exif_chunk) {
                        head.orientation = found;
                    }
                }
                0xda => break,
                _ => {}
            }
            rest = after;
        }
        head
    }
}

/// The next marker, the content of its segment, and what follows.
fn next_segment(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let bytes = bytes.strip_prefix(b"\xff")?;
    let fill = bytes.iter().take_while(|&&byte| byte == 0xff).count();
    let (&marker, rest) = bytes[fill..].split_first()?;
    let length = usize::from(u16::from_be_bytes([*rest.first()?, *rest.get(1)?]));
    let segment = rest.get(2..length)?;
    Some((marker, segment, &rest[length..]))
}
