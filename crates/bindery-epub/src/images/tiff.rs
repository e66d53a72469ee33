//! How many pages a TIFF file has, without their pixels (TIFF 6.0, section 2).
#![cfg(feature = "images")]

/// Bytes of an entry of a directory.
const ENTRY: usize = 12;
/// The tag that says what a picture is beside the others of its file, and its bit for a smaller copy.
const NEW_SUBFILE_TYPE: u32 = 254;
const REDUCED: u32 = 1;

/// Counts the pictures of a file that are no smaller copies of others.
pub(super) fn pages(bytes: &[u8]) -> usize {
    let is_big_endian = bytes.starts_with(b"MM");
    let number = |at: usize, size: usize| -> Option<u32> {
        let bytes = bytes.get(at..at.checked_add(size)?)?.iter();
        let push = |number, &byte: &u8| number << 8 | u32::from(byte);
        Some(match is_big_endian {
            true => bytes.fold(0, push),
            false => bytes.rev().fold(0, push),
        })
    };
    let mut pages = 0;
    // Directories that lead back into themselves have more entries than there is room for.
    let mut room = bytes.len();
    let mut directory = number(4, 4).unwrap_or(0) as usize;
    while directory != 0
        && let Some(entries) = number(directory, 2)
    {
        let first = directory + 2;
        let end = first + entries as usize * ENTRY;
        let Some(left) = room.checked_sub(end - directory) else {
            break;
        };
        room = left;
        let mut places = (first..end).step_by(ENTRY);
        let place = places.find(|&at| number(at, 2) == Some(NEW_SUBFILE_TYPE));
        let kind = place.and_then(|at| number(at + 8, 4)).unwrap_or(0);
        pages += usize::from(kind & REDUCED == 0);
        directory = number(end, 4).unwrap_or(0) as usize;
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::pages;

    /// A file whose directories have these kinds, and the place of the directory after the last.
    fn file(kinds: &[u32], next: u32, is_big_endian: bool) -> Vec<u8> {
        let long = |number: u32| match is_big_endian {
            true => number.to_be_bytes(),
            false => number.to_le_bytes(),
        };
        let short = |number: u16| match is_big_endian {
            true => number.to_be_bytes(),
            false => number.to_le_bytes(),
        };
        let mark = if is_big_endian { b"MM" } else { b"II" };
        let mut bytes = [mark.as_slice(), &short(42), &long(8)].concat();
        for (&kind, number) in kinds.iter().zip(1..) {
            let after = match number == kinds.len() {
                true => next,
                false => 8 + 18 * u32::try_from(number).unwrap(),
            };
            let entry = [short(254), short(4)];
            bytes.extend(
                [
                    short(1).as_slice(),
                    &entry.concat(),
                    &long(1),
                    &long(kind),
                    &long(after),
                ]
                .concat(),
            );
        }
        bytes
    }

    #[test]
    fn pages_are_counted_and_their_smaller_copies_are_not() {
        for is_big_endian in [true, false] {
            for (kinds, next, expected) in [
                (&[0, 2, 2][..], 0, 3),
                (&[2], 0, 1),
                (&[0, 1], 0, 1),
                (&[0, 1, 0], 0, 2),
                // The place of the next is outside the file.
                (&[0, 0], 9_000, 2),
            ] {
                let bytes = file(kinds, next, is_big_endian);
                assert_eq!(pages(&bytes), expected, "{kinds:?}, {next}");
            }
            // The last leads to the first: that ends.
            assert!(pages(&file(&[0, 0], 8, is_big_endian)) < 4);
        }
        assert_eq!(pages(b""), 0);
        assert_eq!(pages(b"II\x2a\0"), 0);
        assert_eq!(pages(b"II\x2a\0\xff\xff\xff\xff"), 0);
    }
}
