//! The headers before the files of a zip. Where the directory behind all files is missing, since the
//! archive is cut off, or is damaged, they tell what is there.
use std::io::{self, Read, Seek, SeekFrom};

use memchr::memmem;

use super::{BUFFER, Entries, Place};

/// Signatures of a file's header, of the descriptor behind a file whose header does not know its sizes, and of
/// the directory (APPNOTE, sections 4.3.7, 4.3.9, 4.3.12).
const SIGNATURE: [u8; 4] = *b"PK\x03\x04";
const DESCRIPTOR: [u8; 4] = *b"PK\x07\x08";
const DIRECTORY: [u8; 4] = *b"PK\x01\x02";
/// Length of a header's fixed part.
const HEADER: usize = 30;
/// How long a descriptor may be: none, without and with its signature, sizes of four or of eight bytes.
const DESCRIPTORS: [u64; 5] = [0, 12, 16, 20, 24];
/// Of a descriptor, the signature, the checksum and the lower half of the packed size.
const DESCRIBED: usize = 12;
/// What stands for a size that is in the extra field of zip64 (section 4.5.3), and the id of that.
const IN_ZIP64: u32 = u32::MAX;
const ZIP64: u16 = 1;
/// The flag of a file whose sizes stand behind it (section 4.4.4).
const HAS_DESCRIPTOR: u16 = 1 << 3;

/// The fixed part of a header.
pub(super) struct LocalHeader {
    flags: u16,
    /// How the file is packed (section 4.4.5).
    pub(super) method: u16,
    checksum: u32,
    packed_size: u32,
    size: u32,
    name_length: u16,
    extra_length: u16,
}

impl LocalHeader {
    /// `None` for what is no header.
    pub(super) fn read(reader: &mut impl Read) -> io::Result<Option<LocalHeader>> {
        let mut bytes = [0; HEADER];
        reader.read_exact(&mut bytes)?;
        let two = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
        let four = |at: usize| u32::from(two(at)) | u32::from(two(at + 2)) << 16;
        Ok((bytes[..4] == SIGNATURE).then(|| LocalHeader {
            flags: two(6),
            method: two(8),
            checksum: four(14),
            packed_size: four(18),
            size: four(22),
            name_length: two(26),
            extra_length: two(28),
        }))
    }

    /// How many bytes lie between it and the file: the name, and fields that not all headers have.
    pub(super) fn rest(&self) -> u32 {
        u32::from(self.name_length) + u32::from(self.extra_length)
    }

    /// The packed size, which may be in the extra fields.
    fn packed_size(&self, mut extra: &[u8]) -> u64 {
        let mut next = |length: usize| {
            let (field, rest) = extra.split_at_checked(length)?;
            extra = rest;
            Some(field)
        };
        while self.packed_size == IN_ZIP64
            && let Some(&[id_1, id_2, length_1, length_2]) = next(4)
            && let Some(field) = next(u16::from_le_bytes([length_1, length_2]).into())
        {
            let before = if self.size == IN_ZIP64 { 8 } else { 0 };
            if u16::from_le_bytes([id_1, id_2]) == ZIP64
                && let Some(size) = field.get(before..).and_then(<[u8]>::first_chunk)
            {
                return u64::from_le_bytes(*size);
            }
        }
        self.packed_size.into()
    }
}

/// The files whose headers follow each other from the start of the archive, and why there are no more of
/// them. `None` where they are more than `limit`. Which of them are links, only the directory tells.
pub(super) fn list(reader: &mut (impl Read + Seek), limit: u64) -> Option<(Entries, String)> {
    let mut entries = Entries::default();
    let (mut count, mut at) = (0, 0);
    loop {
        match take_entry(reader, at, &mut entries) {
            Ok(_) if count == limit => return None,
            Ok(next) => (count, at) = (count + 1, next),
            Err(reason) => {
                let reason = format!("behind entry {count}, at byte {at}: {reason}");
                return Some((entries, reason));
            }
        }
    }
}

/// Takes the file whose header begins at a place; where the next one begins. Of a file that is cut off it
/// is said when it is read.
fn take_entry(reader: &mut (impl Read + Seek), at: u64, entries: &mut Entries) -> io::Result<u64> {
    let length = reader.seek(SeekFrom::End(0))?;
    reader.seek(SeekFrom::Start(at))?;
    let is_room = length.saturating_sub(at) >= HEADER as u64;
    let header = is_room.then(|| LocalHeader::read(reader)).transpose()?;
    let Some(header) = header.flatten() else {
        return Err(io::Error::other(
            "neither a file nor a whole directory begins there",
        ));
    };
    let mut rest = vec![0; header.rest() as usize];
    let cut = || io::Error::other("it ends in the middle of a file");
    reader.read_exact(&mut rest).map_err(|_| cut())?;
    let (name, extra) = rest.split_at(header.name_length.into());
    let start = at + (HEADER + rest.len()) as u64;
    let size = header.packed_size(extra);
    let is_unknown = size == 0 && header.flags & HAS_DESCRIPTOR != 0 && !name.ends_with(b"/");
    let told = match is_unknown {
        true => find_descriptor(reader, start)?,
        false => Some((header.checksum, size)),
    };
    let (checksum, packed_size) = told.unwrap_or((0, length.saturating_sub(start)));
    if !name.ends_with(b"/") {
        let place = Place {
            header: at,
            packed_size,
            checksum,
        };
        entries.add(name, header.flags, Ok(place));
    }
    let end = start.checked_add(packed_size).filter(|&end| end <= length);
    let end = end.filter(|_| told.is_some()).ok_or_else(cut)?;
    next_header(reader, end)
}

/// The checksum and the packed size of a file that begins at a place, as the descriptor behind it tells
/// them: the first that is as far away as the size that it tells.
fn find_descriptor(reader: &mut (impl Read + Seek), start: u64) -> io::Result<Option<(u32, u64)>> {
    let mut window = Vec::new();
    let mut at = start;
    loop {
        reader.seek(SeekFrom::Start(at))?;
        window.clear();
        reader.take(BUFFER).read_to_end(&mut window)?;
        for found in memmem::find_iter(&window, &DESCRIPTOR) {
            let size = at + found as u64 - start;
            let fields = window.get(found..found + DESCRIBED);
            if let Some(&[_, _, _, _, c1, c2, c3, c4, s1, s2, s3, s4]) = fields
                && u32::from_le_bytes([s1, s2, s3, s4]) == size as u32
            {
                return Ok(Some((u32::from_le_bytes([c1, c2, c3, c4]), size)));
            }
        }
        if (window.len() as u64) < BUFFER {
            return Ok(None);
        }
        at += BUFFER - DESCRIBED as u64 + 1;
    }
}

/// Where the next header is, behind the end of a file and a descriptor that it may have.
fn next_header(reader: &mut (impl Read + Seek), end: u64) -> io::Result<u64> {
    reader.seek(SeekFrom::Start(end))?;
    let mut bytes = Vec::new();
    reader.take(28).read_to_end(&mut bytes)?;
    let is_header = |length: &u64| {
        let bytes = bytes.get(*length as usize..).unwrap_or_default();
        bytes.starts_with(&SIGNATURE) || bytes.starts_with(&DIRECTORY)
    };
    Ok(end + DESCRIPTORS.into_iter().find(is_header).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use zip::write::SimpleFileOptions;
    use zip::{CompressionMethod, ZipWriter};

    use super::super::{Opened, from_bytes};
    use super::*;
    use crate::Options;

    const NAMES: [&str; 3] = ["a.md", "b/b.md", "c.md"];

    fn text_of(name: &str) -> Vec<u8> {
        // The signature of a descriptor is in it.
        let lines =
            (0..200_u8).flat_map(|line| [&[line, line], name.as_bytes(), &DESCRIPTOR].concat());
        lines.collect()
    }

    /// Three files and a folder.
    fn write<W: io::Write + Seek>(mut zip: ZipWriter<W>, options: SimpleFileOptions) -> W {
        for name in NAMES {
            zip.start_file(name, options).unwrap();
            zip.write_all(&text_of(name)).unwrap();
        }
        zip.add_directory("folder", options).unwrap();
        zip.finish().unwrap()
    }

    /// As it is written to a file, with sizes of zip64, and to a pipe, with descriptors; packed and not.
    fn archives() -> Vec<Vec<u8>> {
        let mut archives = Vec::new();
        for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
            let options = SimpleFileOptions::default().compression_method(method);
            for options in [options, options.large_file(true)] {
                let file = write(ZipWriter::new(Cursor::new(Vec::new())), options);
                let piped = write(ZipWriter::new_stream(Vec::new()), options);
                archives.extend([file.into_inner(), piped.into_inner()]);
            }
        }
        archives
    }

    /// How many files are read whole, how many are listed, and what is told.
    fn read(bytes: &[u8]) -> (usize, usize, String) {
        let opened = from_bytes(bytes.to_vec(), "posts.zip", &Options::default());
        let Opened {
            storage,
            diagnostics,
            ..
        } = opened.unwrap();
        let paths = storage.paths();
        let whole = paths
            .iter()
            .filter(|path| match storage.read(path, u64::MAX) {
                Ok(bytes) => bytes == text_of(path),
                Err(_) => false,
            });
        let told = diagnostics.iter().map(|found| found.message.as_str());
        (whole.count(), paths.len(), told.collect())
    }

    #[test]
    fn files_before_a_cut_are_read() {
        for archive in archives() {
            assert_eq!(read(&archive), (3, 3, String::new()));
            let starts = memmem::find_iter(&archive, &SIGNATURE).collect::<Vec<_>>();
            let directory = memmem::find(&archive, &DIRECTORY).unwrap();
            // In the file's end, and in the directory.
            for cut in [directory, directory + 10, archive.len() - 1] {
                let (whole, listed, told) = read(&archive[..cut]);
                assert_eq!((whole, listed), (3, 3), "{told}");
                let place = format!("behind entry 4, at byte {directory}: ");
                assert!(told.contains(&place), "{told}");
            }
            // In the second file, in its header and between the two.
            for (cut, expected) in [
                (starts[1] + 100, (1, 2)),
                (starts[1] + 33, (1, 1)),
                (starts[1] + 20, (1, 1)),
                (starts[1], (1, 1)),
            ] {
                let (whole, listed, told) = read(&archive[..cut]);
                assert_eq!((whole, listed), expected, "{told}");
                assert!(told.contains("behind entry 1, at byte "), "{told}");
            }
        }
    }

    #[test]
    fn files_are_read_where_the_directory_is_damaged() {
        for mut archive in archives() {
            let directory = memmem::find(&archive, &DIRECTORY).unwrap();
            archive[directory] = 0;
            let (whole, listed, told) = read(&archive);
            assert_eq!((whole, listed), (3, 3), "{told}");
            assert!(
                told.contains("neither a file nor a whole directory"),
                "{told}"
            );
        }
    }

    #[test]
    fn what_has_no_header_at_its_start_is_refused() {
        for bytes in [&b"<!doctype html><p>404"[..], b"", b"PK", &SIGNATURE] {
            let result = from_bytes(bytes.to_vec(), "posts.zip", &Options::default());
            assert!(result.is_err());
        }
    }

    #[test]
    fn there_may_be_as_many_files_as_the_limit() {
        let archive = &archives()[0];
        let cut = &archive[..archive.len() - 1];
        for (limit, is_within) in [(4, true), (3, false)] {
            let found = list(&mut Cursor::new(cut), limit);
            assert_eq!(found.is_some(), is_within, "{limit}");
        }
    }
}
