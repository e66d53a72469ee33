//! A zip file.
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom};
use std::sync::Arc;

use bindery_model::{Diagnostic, EcoString};
use flate2::bufread::DeflateDecoder;
use zip::read::ZipFileEntry;
use zip::{CompressionMethod, ZipArchive};

use super::directory::Directory;
use super::names::Names;
use super::positioned::PositionedFile;
use super::read_ahead::ReadAhead;
use super::{Opened, Storage, is_junk, left_out, safe_path};
use crate::{Error, Options};

/// The flag of an entry whose name is UTF-8 (APPNOTE, section 4.4.4).
const IS_UTF8: u16 = 1 << 11;
/// The signature of a local file header, and the length of its fixed part (APPNOTE, section 4.3.7).
const SIGNATURE: [u8; 4] = *b"PK\x03\x04";
const HEADER: usize = 30;
/// Bytes that are read at once.
const BUFFER: u64 = 1 << 16;
/// What a header mostly takes with the name behind it.
const USUAL_HEADER: u64 = 256;

/// Of the archive's directory only what it takes to read a file is kept. Threads have positions of
/// their own in it.
struct Zip<R> {
    reader: R,
    directory: Directory<Place>,
}

/// Where a file is, and how it is packed.
#[derive(Clone, Copy)]
struct Place {
    header: u64,
    packed_size: u64,
    checksum: u32,
    method: CompressionMethod,
}

impl Place {
    fn of(entry: &ZipFileEntry<'_>) -> Place {
        Place {
            header: entry.header_start(),
            packed_size: entry.compressed_size(),
            checksum: entry.crc32(),
            method: entry.compression(),
        }
    }
}

pub(super) fn open(file: File, shown: &str, options: &Options) -> Result<Opened, Error> {
    open_reader(PositionedFile::new(file), shown, options)
}

pub(super) fn from_bytes(bytes: Vec<u8>, shown: &str, options: &Options) -> Result<Opened, Error> {
    open_reader(Cursor::new(Arc::<[u8]>::from(bytes)), shown, options)
}

fn open_reader<R: Read + Seek + Clone + Send + Sync + 'static>(
    reader: R,
    shown: &str,
    options: &Options,
) -> Result<Opened, Error> {
    let damaged = |error: zip::result::ZipError| Error::Damaged {
        path: shown.to_owned(),
        format: "zip",
        reason: error.to_string(),
    };
    let ahead = ReadAhead::new(reader.clone());
    let archive = ZipArchive::new(ahead).map_err(damaged)?;
    if archive.len() as u64 > options.max_files {
        let (path, limit) = (shown.to_owned(), options.max_files);
        return Err(Error::TooLarge {
            path,
            limit,
            what: "files",
        });
    }
    let (mut names, mut places) = (Names::default(), Vec::new());
    let mut diagnostics = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index_data(index).map_err(damaged)?;
        if entry.is_dir() {
            continue;
        }
        names.add(entry.name_raw(), entry.flags().as_u16() & IS_UTF8 != 0);
        places.push(match entry {
            _ if entry.is_symlink() => Err(Unread::Link),
            _ if entry.encrypted() => Err(Unread::Encrypted),
            entry => Ok(Place::of(&entry)),
        });
    }
    drop(archive);
    let mut files = Vec::with_capacity(places.len());
    for (name, place) in names.decoded().into_iter().zip(places) {
        match (safe_path(&name), place) {
            (None, _) => diagnostics.push(left_out(&name, "its path leads out of the archive")),
            (Some(path), _) if is_junk(&path) => {}
            (Some(_), Err(Unread::Link)) => {
                diagnostics.push(left_out(&name, "it is no plain file"));
            }
            (Some(_), Err(Unread::Encrypted)) => diagnostics.push(encrypted(&name)),
            (Some(path), Ok(place)) => files.push((EcoString::from(path), place)),
        }
    }
    let (directory, earlier) = Directory::new(files);
    let earlier = earlier.iter();
    diagnostics.extend(earlier.map(|path| left_out(path, "a later file has the same path")));
    Ok(Opened {
        storage: Box::new(Zip { reader, directory }),
        diagnostics,
        single: false,
    })
}

/// Why an entry is not read.
enum Unread {
    Link,
    Encrypted,
}

/// A file that only a password opens.
fn encrypted(name: &str) -> Diagnostic {
    left_out(name, "it is encrypted").with_hint("unpack the archive, and name the folder")
}

impl<R: Read + Seek + Clone + Send + Sync> Storage for Zip<R> {
    fn paths(&self) -> &[EcoString] {
        self.directory.paths()
    }

    fn narrow(&mut self, folder: &str) {
        self.directory.narrow(folder);
    }

    fn read(&self, path: &str, limit: u64) -> io::Result<Vec<u8>> {
        let place = self.directory.place(path)?;
        let packed = packed(self.reader.clone(), &place)?;
        match place.method {
            CompressionMethod::Stored => unpacked(packed, &place, limit),
            CompressionMethod::Deflated => unpacked(DeflateDecoder::new(packed), &place, limit),
            method => {
                let problem = format!("it is packed by {method:?}, only Deflate is read");
                Err(io::Error::new(io::ErrorKind::Unsupported, problem))
            }
        }
    }
}

/// The bytes of a file as they are in the archive.
fn packed<R: Read + Seek>(mut reader: R, place: &Place) -> io::Result<impl BufRead + use<R>> {
    reader.seek(SeekFrom::Start(place.header))?;
    let whole = place.packed_size.saturating_add(USUAL_HEADER);
    let mut reader = BufReader::with_capacity(whole.min(BUFFER) as usize, reader);
    let mut header = [0; HEADER];
    reader.read_exact(&mut header)?;
    if header[..4] != SIGNATURE {
        let problem = "the archive's directory leads to no file";
        return Err(io::Error::new(io::ErrorKind::InvalidData, problem));
    }
    let [.., name_1, name_2, extra_1, extra_2] = header;
    let name = u16::from_le_bytes([name_1, name_2]);
    let extra = u16::from_le_bytes([extra_1, extra_2]);
    reader.seek_relative(i64::from(name) + i64::from(extra))?;
    Ok(reader.take(place.packed_size))
}

/// The first `limit` bytes of a file, of which the whole has a checksum. What the archive says of its
/// size is not believed.
fn unpacked(reader: impl Read, place: &Place, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(limit).read_to_end(&mut bytes)?;
    let is_whole = (bytes.len() as u64) < limit;
    if is_whole && checksum(&bytes) != place.checksum {
        let problem = "its checksum is wrong, the archive is damaged";
        return Err(io::Error::new(io::ErrorKind::InvalidData, problem));
    }
    Ok(bytes)
}

fn checksum(bytes: &[u8]) -> u32 {
    let mut checksum = flate2::Crc::new();
    checksum.update(bytes);
    checksum.sum()
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    /// One file that is packed and one that is not.
    fn archive() -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default();
        for (name, method) in [
            ("a/packed.md", CompressionMethod::Deflated),
            ("stored.md", CompressionMethod::Stored),
        ] {
            zip.start_file(name, options.compression_method(method))
                .unwrap();
            zip.write_all(name.repeat(1000).as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn opened(bytes: Vec<u8>) -> Opened {
        from_bytes(bytes, "posts.zip", &Options::default()).unwrap()
    }

    #[test]
    fn files_are_read_whole_or_from_their_start() {
        // Behind a program that unpacks it, places in it are not those that it says.
        let behind_program = [b"MZ program".repeat(100), archive()].concat();
        for bytes in [archive(), behind_program] {
            let Opened { storage, .. } = opened(bytes);
            assert_eq!(storage.paths(), ["a/packed.md", "stored.md"]);
            for name in ["a/packed.md", "stored.md"] {
                let whole = name.repeat(1000).into_bytes();
                assert_eq!(storage.read(name, u64::MAX).unwrap(), whole, "{name}");
                assert_eq!(storage.read(name, 70).unwrap(), whole[..70], "{name}");
            }
            assert!(storage.read("b.md", 1).is_err());
        }
    }

    /// Programs that write to a pipe know sizes only behind the file.
    #[test]
    fn sizes_may_stand_behind_a_file() {
        let mut zip = ZipWriter::new_stream(Vec::new());
        for name in ["a.md", "b.md"] {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(name.repeat(90).as_bytes()).unwrap();
        }
        let Opened { storage, .. } = opened(zip.finish().unwrap().into_inner());
        let read = storage.read("b.md", u64::MAX).unwrap();
        assert_eq!(read, "b.md".repeat(90).as_bytes());
    }

    #[test]
    fn what_is_damaged_is_said() {
        let mut bytes = archive();
        let at = bytes.len() / 2;
        bytes[at] ^= 1;
        let error = opened(bytes).storage.read("stored.md", u64::MAX);
        assert!(error.unwrap_err().to_string().contains("checksum"));

        let mut bytes = archive();
        bytes[..4].fill(0);
        let error = opened(bytes).storage.read("a/packed.md", u64::MAX);
        assert!(error.unwrap_err().to_string().contains("leads to no file"));

        // The method, in the directory's header.
        let mut bytes = archive();
        let header = bytes.windows(4).rposition(|four| four == b"PK\x01\x02");
        bytes[header.unwrap() + 10] = 98;
        let error = opened(bytes).storage.read("stored.md", u64::MAX);
        assert!(error.unwrap_err().to_string().contains("only Deflate"));
    }
}
