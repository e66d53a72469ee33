//! A tar file. One that is compressed, or that comes through a pipe, is read once: the files in it
//! go to a nameless temporary file, since it cannot be read at random.
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};

use bindery_model::{Diagnostic, EcoString};

use super::positioned::PositionedFile;
use super::{Opened, Storage, is_junk, left_out, not_found, safe_path, too_long};
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
    file: PositionedFile,
    paths: Vec<EcoString>,
    /// Where each file begins, and how long it is.
    places: HashMap<EcoString, (u64, u64)>,
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
        let entry = entry.map_err(|error| list.damaged(&error))?;
        if let Some(path) = list.take(&entry)? {
            let place = (entry.raw_file_position(), entry.size());
            list.places.insert(path.into(), place);
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
    let cannot_keep = |source| Error::Unreadable {
        path: shown.to_owned(),
        source,
    };
    let file = tempfile::tempfile().map_err(cannot_keep)?;
    let mut out = BufWriter::with_capacity(BUFFER, file);
    let mut archive = tar::Archive::new(reader.take(options.max_unpacked_size));
    let mut position = 0;
    let result = (|| {
        for entry in archive.entries().map_err(|error| list.damaged(&error))? {
            let mut entry = entry.map_err(|error| list.damaged(&error))?;
            let Some(path) = list.take(&entry)? else {
                continue;
            };
            let size = entry.size();
            let copied = copy(&mut entry, &mut out).map_err(|error| match error {
                Fault::Read(error) => list.damaged(&error),
                Fault::Write(error) => cannot_keep(error),
            })?;
            if copied < size {
                return Err(list.damaged(&"it ends in the middle of a file"));
            }
            list.places.insert(path.into(), (position, size));
            position += size;
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
    places: HashMap<EcoString, (u64, u64)>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> List<'a> {
    fn new(shown: &'a str, options: &'a Options) -> List<'a> {
        List {
            shown,
            options,
            count: 0,
            end: 0,
            places: HashMap::new(),
            diagnostics: Vec::new(),
        }
    }

    /// The path of an entry, if it is a file of interest.
    fn take<R: Read>(&mut self, entry: &tar::Entry<'_, R>) -> Result<Option<String>, Error> {
        self.count += 1;
        if self.count > self.options.max_files {
            return Err(self.too_large(self.options.max_files, "files"));
        }
        let name = bindery_parse::decode(&entry.path_bytes()).text.into_owned();
        let kind = entry.header().entry_type();
        let size = match kind.is_gnu_sparse() {
            true => entry.header().entry_size().unwrap_or_default(),
            false => entry.size(),
        };
        let end = entry.raw_file_position().saturating_add(size);
        self.end = end.checked_next_multiple_of(BLOCK).unwrap_or(end);
        if kind.is_dir() {
            return Ok(None);
        }
        let reason = match safe_path(&name) {
            None => "its path leads out of the archive",
            Some(path) if is_junk(&path) => return Ok(None),
            Some(_) if !kind.is_file() => "it is no plain file",
            Some(path) => return Ok(Some(path)),
        };
        self.diagnostics.push(left_out(&name, reason));
        Ok(None)
    }

    /// Tells if no block of zeros follows the last entry (POSIX, `pax`: two of them end an archive).
    fn look_at_end(&mut self, length: u64) {
        if self.count > 0 && length < self.end.saturating_add(BLOCK) {
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
        let mut paths: Vec<EcoString> = self.places.keys().cloned().collect();
        paths.sort_unstable();
        let storage = Tar {
            file: PositionedFile::new(file),
            paths,
            places: self.places,
        };
        Opened {
            storage: Box::new(storage),
            diagnostics: self.diagnostics,
            single: false,
        }
    }
}

impl Storage for Tar {
    fn paths(&self) -> &[EcoString] {
        &self.paths
    }

    fn read_post(
        &self,
        path: &str,
        limit: u64,
        _diagnostics: &mut Vec<Diagnostic>,
    ) -> io::Result<Vec<u8>> {
        match self.places.get(path) {
            Some((_, size)) if *size > limit => Err(too_long(limit)),
            _ => self.read(path, limit),
        }
    }

    fn read(&self, path: &str, limit: u64) -> io::Result<Vec<u8>> {
        let &(start, size) = self.places.get(path).ok_or_else(|| not_found(path))?;
        let size = size.min(limit);
        // What an entry says of its size is not believed before it is read.
        let mut bytes = Vec::with_capacity(size.min(1 << 20) as usize);
        let read = self.file.at(start).take(size).read_to_end(&mut bytes)?;
        if (read as u64) < size {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "the archive ends in the middle of it",
            ));
        }
        Ok(bytes)
    }
}

/// Copies a stream to a nameless temporary file.
pub(super) fn keep(mut reader: impl Read) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    io::copy(&mut reader, &mut file)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}
