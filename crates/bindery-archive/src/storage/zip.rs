//! A zip file.
mod local_headers;

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::sync::Arc;

use bindery_model::{Diagnostic, EcoString};
use flate2::bufread::DeflateDecoder;
use zip::result::ZipResult;
use zip::{CompressionMethod, ZipArchive};

use self::local_headers::LocalHeader;
use super::directory::Directory;
use super::names::Names;
use super::positioned::PositionedFile;
use super::read_ahead::ReadAhead;
use super::{LEADS_OUT, NO_FILE, Opened, Storage, UNPACK, damage_in, is_junk, left_out, safe_path};
use crate::{Error, Options};

/// The flags of an entry that is encrypted, and of one whose name is UTF-8 (APPNOTE, section 4.4.4).
const IS_ENCRYPTED: u16 = 1;
const IS_UTF8: u16 = 1 << 11;
/// How a file is packed (section 4.4.5).
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
/// Bytes that are read at once.
const BUFFER: u64 = 1 << 16;
/// What a header mostly takes with the name behind it.
const USUAL_HEADER: u64 = 256;

/// Of the archive's directory only what it takes to read a file is kept. Threads have positions of
/// their own in it.
struct Zip<R> {
    shown: String,
    reader: R,
    directory: Directory<Place>,
}

/// Where a file is, and what it is to be.
#[derive(Clone, Copy)]
struct Place {
    header: u64,
    packed_size: u64,
    checksum: u32,
}

/// All entries but folders: their names, and where they are or why they are not read.
#[derive(Default)]
struct Entries {
    names: Names,
    places: Vec<Result<Place, &'static str>>,
}

impl Entries {
    fn add(&mut self, name: &[u8], flags: u16, place: Result<Place, &'static str>) {
        self.names.add(name, flags & IS_UTF8 != 0);
        self.places.push(match flags & IS_ENCRYPTED {
            0 => place,
            _ => place.and(Err("it is encrypted")),
        });
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
    let limit = options.max_files;
    let mut diagnostics = Vec::new();
    let entries = list(ReadAhead::new(reader.clone()), limit).or_else(|error| {
        let found = local_headers::list(&mut ReadAhead::new(reader.clone()), limit);
        let Some((entries, reason)) = found else {
            return Ok(None);
        };
        if entries.places.is_empty() {
            return Err(Error::Damaged {
                path: shown.to_owned(),
                format: "zip",
                reason: error.to_string(),
            });
        }
        diagnostics.push(damaged(&reason));
        Ok(Some(entries))
    })?;
    let Entries { names, mut places } = entries.ok_or_else(|| Error::TooLarge {
        path: shown.to_owned(),
        limit,
        what: "files",
    })?;
    keep_apart(&mut places);
    let mut files = Vec::with_capacity(places.len());
    for (name, place) in names.decoded().into_iter().zip(places) {
        match (safe_path(&name), place) {
            (None, _) => diagnostics.push(left_out(&name, LEADS_OUT, UNPACK)),
            (Some(path), _) if is_junk(&path) => {}
            (Some(_), Err(reason)) => diagnostics.push(left_out(&name, reason, UNPACK)),
            (Some(path), Ok(place)) => files.push((EcoString::from(path), place)),
        }
    }
    let (directory, earlier) = Directory::new(files);
    let earlier = earlier.iter().map(|path| {
        let hint = "pack the archive once more, each file under a path of its own";
        left_out(path, "a later file has the same path", hint)
    });
    diagnostics.extend(earlier);
    let zip = Zip {
        shown: shown.to_owned(),
        reader,
        directory,
    };
    Ok(Opened::archive_file(shown, zip, diagnostics))
}

/// What the directory at the end of the archive tells; `None` where it has more than `limit` entries.
fn list(reader: impl Read + Seek, limit: u64) -> ZipResult<Option<Entries>> {
    let archive = ZipArchive::new(reader)?;
    if archive.len() as u64 > limit {
        return Ok(None);
    }
    let mut entries = Entries::default();
    for index in 0..archive.len() {
        let entry = archive.by_index_data(index)?;
        let place = Place {
            header: entry.header_start(),
            packed_size: entry.compressed_size(),
            checksum: entry.crc32(),
        };
        if !entry.is_dir() {
            let place = (!entry.is_symlink()).then_some(place).ok_or(NO_FILE);
            entries.add(entry.name_raw(), entry.flags().as_u16(), place);
        }
    }
    Ok(Some(entries))
}

/// Lets no two files share bytes of the archive, by which a small one could unpack to any size: each ends where
/// the next header begins, and of those with one header the first is read.
fn keep_apart(places: &mut [Result<Place, &'static str>]) {
    let headers = places.iter().enumerate();
    let headers = headers.filter_map(|(at, place)| Some((place.as_ref().ok()?.header, at)));
    let mut headers: Vec<(u64, usize)> = headers.collect();
    headers.sort_unstable();
    let mut before: Option<(u64, usize)> = None;
    for (header, at) in headers {
        match before {
            Some((known, _)) if known == header => {
                places[at] = Err("its bytes are those of another file");
                continue;
            }
            Some((known, earlier)) => {
                if let Ok(place) = &mut places[earlier] {
                    place.packed_size = place.packed_size.min(header - known);
                }
            }
            None => {}
        }
        before = Some((header, at));
    }
}

/// What was found before the damage is read all the same.
fn damaged(reason: &str) -> Diagnostic {
    let message = format!("the archive is damaged {reason}");
    let hint = "files may be missing: get the archive once more";
    Diagnostic::error("archive.damaged", message).with_hint(hint)
}

impl<R: Read + Seek + Clone + Send + Sync> Storage for Zip<R> {
    fn paths(&self) -> &[EcoString] {
        self.directory.paths()
    }

    fn narrow(&mut self, folder: &str) {
        self.directory.narrow(folder);
    }

    /// It is counted, since what the archive says of it is not believed.
    fn size(&self, path: &str) -> io::Result<u64> {
        let place = self.directory.place(path)?;
        let size = unpacked(self.reader.clone(), &place)
            .and_then(|mut unpacked| io::copy(&mut unpacked, &mut io::sink()));
        size.map_err(|error| damage_in(&self.shown, error))
    }

    fn read(&self, path: &str, limit: u64) -> io::Result<Vec<u8>> {
        let place = self.directory.place(path)?;
        let bytes = read_to(self.reader.clone(), &place, limit);
        bytes.map_err(|error| damage_in(&self.shown, error))
    }
}

/// The bytes of a file.
fn unpacked<'r>(
    mut reader: impl Read + Seek + 'r,
    place: &Place,
) -> io::Result<Box<dyn Read + 'r>> {
    reader.seek(SeekFrom::Start(place.header))?;
    let whole = place.packed_size.saturating_add(USUAL_HEADER);
    let mut reader = BufReader::with_capacity(whole.min(BUFFER) as usize, reader);
    let header = LocalHeader::read(&mut reader)?.ok_or_else(|| {
        let problem = "the archive's directory leads to no file";
        io::Error::new(io::ErrorKind::InvalidData, problem)
    })?;
    reader.seek_relative(header.rest().into())?;
    let packed = reader.take(place.packed_size);
    match header.method {
        STORED => Ok(Box::new(packed)),
        DEFLATED => Ok(Box::new(DeflateDecoder::new(packed))),
        method => {
            let name = CompressionMethod::name_from_u16(method);
            let problem = format!("it is packed by method {method} ({name}), only Deflate is read");
            Err(io::Error::new(io::ErrorKind::Unsupported, problem))
        }
    }
}

/// The first `limit` bytes of a file, of which the whole has a checksum. What the archive says of its
/// size is not believed.
fn read_to(reader: impl Read + Seek, place: &Place, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    unpacked(reader, place)?
        .take(limit)
        .read_to_end(&mut bytes)?;
    let is_whole = (bytes.len() as u64) < limit;
    if is_whole && checksum(&bytes) != place.checksum {
        let problem = "its checksum is wrong";
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

    #[test]
    fn no_two_files_share_bytes() {
        let place = |header, packed_size| {
            Ok(Place {
                header,
                packed_size,
                checksum: 0,
            })
        };
        let mut places = [
            place(100, 5),
            Err(NO_FILE),
            place(0, 1000),
            place(100, 6),
            place(200, 900),
            place(100, 500),
        ];
        keep_apart(&mut places);
        let sizes = places.map(|place| place.ok().map(|place| place.packed_size));
        assert_eq!(sizes, [Some(5), None, Some(100), None, Some(900), None]);
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
        let told = "its checksum is wrong; posts.zip is damaged, get it once more";
        assert_eq!(error.unwrap_err().to_string(), told);

        let mut bytes = archive();
        bytes[..4].fill(0);
        let error = opened(bytes).storage.read("a/packed.md", u64::MAX);
        assert!(error.unwrap_err().to_string().contains("leads to no file"));

        // The method, in the file's header.
        let mut bytes = archive();
        let header = bytes.windows(4).rposition(|four| four == b"PK\x03\x04");
        bytes[header.unwrap() + 8] = 98;
        let error = opened(bytes).storage.read("stored.md", u64::MAX);
        assert!(error.unwrap_err().to_string().contains("only Deflate"));
    }
}
