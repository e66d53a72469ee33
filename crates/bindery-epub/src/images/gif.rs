//! What a GIF file holds, without its pixels (GIF89a, sections 17 to 27).
#![cfg(feature = "images")]

/// Bytes of the signature and the logical screen descriptor.
const HEAD: usize = 13;
/// Bytes of an image descriptor, and of the code size that its data begins with.
const DESCRIPTOR: usize = 10;
const CODE_SIZE: usize = 1;

/// The pictures of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct GifParts {
    /// How many begin in it.
    pub(super) pictures: usize,
    /// Whether it ends in the middle of something.
    pub(super) is_cut: bool,
}

impl GifParts {
    pub(super) fn of(bytes: &[u8]) -> GifParts {
        let mut at = HEAD + bytes.get(10).copied().map_or(0, table);
        let mut pictures = 0;
        while let Some(kind) = bytes.get(at) {
            // What comes before the blocks of data.
            at += match kind {
                b'!' => 2,
                b',' => DESCRIPTOR + bytes.get(at + 9).copied().map_or(0, table) + CODE_SIZE,
                _ => break,
            };
            pictures += usize::from(*kind == b',' && at <= bytes.len());
            while let Some(&length @ 1..) = bytes.get(at) {
                at += 1 + usize::from(length);
            }
            at += 1;
        }
        GifParts {
            pictures,
            // What ends the file is often forgotten.
            is_cut: at > bytes.len(),
        }
    }
}

/// Bytes of the table of colours that these flags tell of.
fn table(flags: u8) -> usize {
    match flags & 0x80 {
        0 => 0,
        _ => 3 << ((flags & 7) + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_counted_to_where_a_file_is_cut() {
        let mut bytes = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff".to_vec();
        bytes.extend(b"!\xf9\x04\0\0\0\0\0");
        let start = bytes.len();
        let picture = b",\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0";
        bytes.extend([picture.as_slice(), picture, b";"].concat());
        let second = start + picture.len();
        for (length, pictures, is_cut) in [
            (bytes.len(), 2, false),
            (bytes.len() - 1, 2, false),
            (bytes.len() - 2, 2, true),
            (second + 5, 1, true),
            (second, 1, false),
            (second - 2, 1, true),
            (start + 4, 0, true),
            (start, 0, false),
            (14, 0, true),
            (9, 0, true),
        ] {
            let expected = GifParts { pictures, is_cut };
            assert_eq!(GifParts::of(&bytes[..length]), expected, "{length}");
        }
    }
}
