//! A tar file. One that is compressed, or that comes through a pipe, is read once: the files in it
//! go to a nameless temporary file, since it cannot be read at random.
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};

use bindery_model::{Diagnostic, EcoString};

use super::directory::Directory;
use super::names::Names;
use super::positioned::PositionedFile;
use super::{
    LEADS_OUT, NO_FILE, Opened, Storage, UNPACK, damage_in, is_junk, left_out, safe_path, too_long,
    unreadable,
};
use crate::{Error, Options};

/// Bytes of a block of a tar file.
const BLOCK: u64 = 512;
/// Bytes that are read from a stream or written at once.
const BUFFER: usize = 1 << 17;

/// How the tar file is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compression {
    None,
    Gzip,
    Bzip2,
    Xz,
    Zstd,
}

/// What a decoder of xz may take for its dictionary, in units of 1,024 bytes: `xz -9` makes files
/// that want a quarter of it.
const XZ_MEMORY: u32 = 256 << 10;

struct Tar {
    shown: String,
    file: PositionedFile,
    /// Where each file begins, and how long it is.
    directory: Directory<(u64, u64)>,
}

/// Opens a file on a disk.
pub(super) fn open(
    file: File,
    compression: Compression,
    shown: &str,
    options: &Options,
) -> Result<Opened, Error> {
    if compression != Compression::None {
        return open_stream(file, compression, shown, options);
    }
    let mut list = List::new(shown, options);
    let mut archive = tar::Archive::new(&file);
    let entries = archive.entries_with_seek();
    for entry in entries.map_err(|error| list.damaged(&error))? {
        match entry {
            Ok(entry) if list.take(&entry)? => {
                list.lies_at(entry.raw_file_position(), entry.size());
            }
            Ok(_) => {}
            Err(error) => {
                list.stop_at(&error)?;
                break;
            }
        }
    }
    let length = file.metadata().map_or(u64::MAX, |metadata| metadata.len());
    list.look_at_end(length);
    Ok(list.opened(file))
}

/// Opens what can be read only once.
pub(super) fn open_stream(
    reader: impl Read,
    compression: Compression,
    shown: &str,
    options: &Options,
) -> Result<Opened, Error> {
    let reader = BufReader::with_capacity(BUFFER, reader);
    match compression {
        Compression::None => spill(reader, shown, options),
        Compression::Gzip => spill(flate2::bufread::MultiGzDecoder::new(reader), shown, options),
        Compression::Bzip2 => spill(bzip2::bufread::MultiBzDecoder::new(reader), shown, options),
        Compression::Xz => {
            let decoder = lzma_rust2::XzReader::new_mem_limit(reader, true, XZ_MEMORY);
            spill(decoder, shown, options)
        }
        Compression::Zstd => {
            let decoder = ruzstd::decoding::StreamingDecoder::new(reader)
                .map_err(|error| List::new(shown, options).damaged(&error))?;
            spill(decoder, shown, options)
        }
    }
}

/// Copies the files of a stream to a temporary file, one after the other.
fn spill(reader: impl Read, shown: &str, options: &Options) -> Result<Opened, Error> {
    let mut list = List::new(shown, options);
    let cannot_keep = |source| not_kept(shown, source);
    let file = tempfile::tempfile().map_err(cannot_keep)?;
    let mut out = BufWriter::with_capacity(BUFFER, file);
    let mut archive = tar::Archive::new(reader.take(options.max_unpacked_size));
    let mut position = 0;
    let result = (|| {
        for entry in archive.entries().map_err(|error| list.damaged(&error))? {
            let mut entry = match entry {
                Ok(entry) => entry,
                Err(error) => return list.stop_at(&error),
            };
            if !list.take(&entry)? {
                continue;
            }
            let size = entry.size();
            // Of a file that is cut off it is said when it is read.
            list.lies_at(position, size);
            match copy(&mut entry, &mut out) {
                Ok(copied) if copied < size => {
                    return list.stop_at(&"it ends in the middle of a file");
                }
                Ok(_) => position += size,
                Err(Fault::Read(error)) => return list.stop_at(&error),
                Err(Fault::Write(error)) => return Err(cannot_keep(error)),
            }
        }
        Ok(())
    })();
    // At the limit the stream seems to end, in whatever place.
    let unread = archive.into_inner().limit();
    if unread == 0 {
        return Err(list.too_large(options.max_unpacked_size, "bytes unpacked"));
    }
    result?;
    list.look_at_end(options.max_unpacked_size - unread);
    let file = out
        .into_inner()
        .map_err(|error| cannot_keep(error.into_error()))?;
    Ok(list.opened(file))
}

enum Fault {
    Read(io::Error),
    Write(io::Error),
}

/// As `io::copy`, but which side failed is told.
fn copy(from: &mut impl Read, to: &mut impl Write) -> Result<u64, Fault> {
    let mut buffer = [0; 1 << 14];
    let mut copied = 0;
    loop {
        let read = match from.read(&mut buffer) {
            Ok(0) => return Ok(copied),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Fault::Read(error)),
        };
        to.write_all(&buffer[..read]).map_err(Fault::Write)?;
        copied += read as u64;
    }
}

/// The files of a tar file, while they are found.
struct List<'a> {
    shown: &'a str,
    options: &'a Options,
    count: u64,
    /// Where the last entry ends, in whole blocks.
    end: u64,
    /// The names of all but folders, and where each that is a plain file begins and how long it is.
    names: Names,
    places: Vec<Option<(u64, u64)>>,
    is_damaged: bool,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> List<'a> {
    fn new(shown: &'a str, options: &'a Options) -> List<'a> {
        List {
            shown,
            options,
            count: 0,
            end: 0,
            names: Names::default(),
            places: Vec::new(),
            is_damaged: false,
            diagnostics: Vec::new(),
        }
    }

    /// Takes note of an entry; whether it is a plain file, of which [`List::lies_at`] tells where it is.
    fn take<R: Read>(&mut self, entry: &tar::Entry<'_, R>) -> Result<bool, Error> {
        self.count += 1;
        if self.count > self.options.max_files {
            return Err(self.too_large(self.options.max_files, "files"));
        }
        let kind = entry.header().entry_type();
        let size = match kind.is_gnu_sparse() {
            true => entry.header().entry_size().unwrap_or_default(),
            false => entry.size(),
        };
        let end = entry.raw_file_position().saturating_add(size);
        self.end = end.checked_next_multiple_of(BLOCK).unwrap_or(end);
        let raw = entry.path_bytes();
        // Of other names it is known when they are decoded: their bytes may look like `\`.
        let ascii = str::from_utf8(&raw).ok().filter(|name| name.is_ascii());
        let path = ascii.and_then(safe_path);
        if kind.is_dir() || path.is_some_and(|path| is_junk(&path)) {
            return Ok(false);
        }
        self.names.add(&raw, false);
        self.places.push(None);
        Ok(kind.is_file())
    }

    fn lies_at(&mut self, start: u64, size: u64) {
        if let Some(place) = self.places.last_mut() {
            *place = Some((start, size));
        }
    }

    /// What stands before a damage is read all the same.
    fn stop_at(&mut self, reason: &dyn ToString) -> Result<(), Error> {
        if self.count == 0 {
            return Err(self.damaged(reason));
        }
        let (count, reason) = (self.count, reason.to_string());
        let message = format!("the archive is damaged behind entry {count}: {reason}");
        let diagnostic = Diagnostic::error("archive.damaged", message);
        let hint = "what follows is missing: get the archive once more";
        self.diagnostics.push(diagnostic.with_hint(hint));
        self.is_damaged = true;
        Ok(())
    }

    /// Tells if no block of zeros follows the last entry (POSIX, `pax`: two of them end an archive).
    fn look_at_end(&mut self, length: u64) {
        if self.count > 0 && !self.is_damaged && length < self.end.saturating_add(BLOCK) {
            let message = "the archive has no end mark; files may be lacking";
            let diagnostic = Diagnostic::warning("archive.cut", message);
            let hint = "it may be cut off; get it once more";
            self.diagnostics.push(diagnostic.with_hint(hint));
        }
    }

    fn damaged(&self, reason: &dyn ToString) -> Error {
        Error::Damaged {
            path: self.shown.to_owned(),
            format: "tar",
            reason: reason.to_string(),
        }
    }

    fn too_large(&self, limit: u64, what: &'static str) -> Error {
        let path = self.shown.to_owned();
        Error::TooLarge { path, limit, what }
    }

    fn opened(self, file: File) -> Opened {
        let mut files = Vec::new();
        let mut diagnostics = Vec::new();
        for (name, place) in self.names.decoded().into_iter().zip(self.places) {
            let reason = match (safe_path(&name), place) {
                (Some(path), _) if is_junk(&path) => continue,
                (Some(path), Some(place)) => {
                    files.push((EcoString::from(path), place));
                    continue;
                }
                (None, _) => LEADS_OUT,
                (Some(_), None) => NO_FILE,
            };
            diagnostics.push(left_out(&name, reason, UNPACK));
        }
        diagnostics.extend(self.diagnostics);
        let (directory, _) = Directory::new(files);
        let tar = Tar {
            shown: self.shown.to_owned(),
            file: PositionedFile::new(file),
            directory,
        };
        Opened::archive_file(self.shown, tar, diagnostics)
    }
}

impl Storage for Tar {
    fn paths(&self) -> &[EcoString] {
        self.directory.paths()
    }

    fn narrow(&mut self, folder: &str) {
        self.directory.narrow(folder);
    }

    fn read_post(
        &self,
        path: &str,
        limit: u64,
        _diagnostics: &mut Vec<Diagnostic>,
    ) -> io::Result<Vec<u8>> {
        let (_, size) = self.directory.place(path)?;
        match size > limit {
            true => Err(too_long(limit)),
            false => self.read(path, limit),
        }
    }

    fn size(&self, path: &str) -> io::Result<u64> {
        let (_, size) = self.directory.place(path)?;
        Ok(size)
    }

    fn read(&self, path: &str, limit: u64) -> io::Result<Vec<u8>> {
        let (start, size) = self.directory.place(path)?;
        let size = size.min(limit);
        // What an entry says of its size is not believed before it is read.
        let mut bytes = Vec::with_capacity(size.min(1 << 20) as usize);
        let read = self.file.at(start).take(size).read_to_end(&mut bytes)?;
        if (read as u64) < size {
            let problem = "the archive ends in the middle of it";
            let error = io::Error::new(io::ErrorKind::UnexpectedEof, problem);
            return Err(damage_in(&self.shown, error));
        }
        Ok(bytes)
    }
}

/// Copies a stream to a nameless temporary file.
pub(super) fn keep(mut reader: impl Read, shown: &str) -> Result<File, Error> {
    let mut file = tempfile::tempfile().map_err(|error| not_kept(shown, error))?;
    copy(&mut reader, &mut file).map_err(|fault| match fault {
        Fault::Read(error) => unreadable(shown, error),
        Fault::Write(error) => not_kept(shown, error),
    })?;
    file.seek(SeekFrom::Start(0))
        .map_err(|error| not_kept(shown, error))?;
    Ok(file)
}

/// What cannot be read at random has no place to be kept while it is read.
fn not_kept(shown: &str, source: io::Error) -> Error {
    Error::NotKept {
        path: shown.to_owned(),
        folder: std::env::temp_dir(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::super::from_bytes;
    use super::*;

    fn packed(files: &[(&str, &str)]) -> Vec<u8> {
        let mut builder = tar::Builder::new(Vec::new());
        for (path, text) in files {
            let mut header = tar::Header::new_ustar();
            header.set_size(text.len() as u64);
            header.set_mode(0o644);
            let bytes = text.as_bytes();
            builder.append_data(&mut header, path, bytes).unwrap();
        }
        builder.into_inner().unwrap()
    }

    #[test]
    fn of_files_of_one_name_the_last_counts() {
        let bytes = packed(&[("b.md", "old"), ("a.md", "other"), ("b.md", "newer")]);
        let storage = from_bytes("x.tar", bytes, &Options::default())
            .unwrap()
            .storage;
        assert_eq!(storage.paths(), ["a.md", "b.md"]);
        assert_eq!(storage.read("b.md", 100).unwrap(), b"newer");
        assert_eq!(storage.read("a.md", 100).unwrap(), b"other");
        assert!(storage.read("c.md", 100).is_err());
    }

    #[test]
    fn what_stands_before_a_damage_is_read() {
        let whole = packed(&[("a.md", "first"), ("b.md", "second"), ("c.md", "third")]);
        let header_of_b = 2 * BLOCK as usize;
        let mut spoilt = whole.clone();
        spoilt[header_of_b + 150] ^= 0x55;
        let cut = &whole[..header_of_b + BLOCK as usize + 3];
        for (bytes, paths) in [(&spoilt[..], &["a.md"][..]), (cut, &["a.md", "b.md"])] {
            let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            gzip.write_all(bytes).unwrap();
            let gzip = gzip.finish().unwrap();
            for (name, bytes) in [("x.tar", bytes.to_vec()), ("x.tar.gz", gzip)] {
                let opened = from_bytes(name, bytes, &Options::default()).unwrap();
                let said = opened.diagnostics.iter().map(|found| found.code.as_ref());
                assert_eq!(said.collect::<Vec<_>>(), ["archive.damaged"], "{name}");
                assert_eq!(opened.storage.paths(), paths, "{name}");
                assert_eq!(opened.storage.read("a.md", 100).unwrap(), b"first");
                assert!(opened.storage.read("b.md", 100).is_err(), "{name}");
            }
        }
        spoilt.drain(..header_of_b);
        assert!(from_bytes("x.tar", spoilt, &Options::default()).is_err());
    }
}
