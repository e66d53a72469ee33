//! A tar file. A compressed one is unpacked once into a nameless temporary file, since it cannot
//! be read at random.
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Mutex, PoisonError};

use super::{Opened, Storage, is_junk, left_out, not_found, safe_path};
use crate::{Error, Options};

/// How the tar file is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compression {
    None,
    Gzip,
    Zstd,
}

struct Tar {
    file: Mutex<File>,
    paths: Vec<String>,
    /// Where each file begins, and how long it is.
    places: HashMap<String, (u64, u64)>,
}

pub(super) fn open(
    file: File,
    compression: Compression,
    shown: &str,
    options: &Options,
) -> Result<Opened, Error> {
    let damaged = |reason: String| Error::Damaged {
        path: shown.to_owned(),
        format: "tar",
        reason,
    };
    let file = match compression {
        Compression::None => file,
        Compression::Gzip => unpack(
            flate2::read::MultiGzDecoder::new(io::BufReader::new(file)),
            shown,
            options,
        )?,
        Compression::Zstd => {
            let decoder = ruzstd::decoding::StreamingDecoder::new(io::BufReader::new(file))
                .map_err(|error| damaged(error.to_string()))?;
            unpack(decoder, shown, options)?
        }
    };
    let (mut places, mut diagnostics) = (HashMap::new(), Vec::new());
    let mut archive = tar::Archive::new(&file);
    let entries = archive
        .entries_with_seek()
        .map_err(|error| damaged(error.to_string()))?;
    let mut count = 0;
    for entry in entries {
        let entry = entry.map_err(|error| damaged(error.to_string()))?;
        count += 1;
        if count > options.max_files {
            let (path, limit) = (shown.to_owned(), options.max_files);
            return Err(Error::TooLarge {
                path,
                limit,
                what: "files",
            });
        }
        let name = bindery_parse::decode(&entry.path_bytes()).text.into_owned();
        let kind = entry.header().entry_type();
        if kind.is_dir() || is_junk(name.trim_start_matches("./")) {
            continue;
        }
        match safe_path(&name) {
            None => diagnostics.push(left_out(&name, "its path leads out of the archive")),
            Some(_) if !kind.is_file() => diagnostics.push(left_out(&name, "it is no plain file")),
            Some(path) => {
                places.insert(path, (entry.raw_file_position(), entry.size()));
            }
        }
    }
    let mut paths: Vec<String> = places.keys().cloned().collect();
    paths.sort_unstable();
    let storage = Tar {
        file: Mutex::new(file),
        paths,
        places,
    };
    Ok(Opened {
        storage: Box::new(storage),
        diagnostics,
        single: false,
    })
}

fn unpack(reader: impl Read, shown: &str, options: &Options) -> Result<File, Error> {
    let failed = |error: io::Error| Error::Damaged {
        path: shown.to_owned(),
        format: "compressed tar",
        reason: error.to_string(),
    };
    let mut file = tempfile::tempfile().map_err(failed)?;
    let limit = options.max_unpacked_size;
    let copied = io::copy(&mut reader.take(limit + 1), &mut file).map_err(failed)?;
    if copied > limit {
        return Err(Error::TooLarge {
            path: shown.to_owned(),
            limit,
            what: "bytes unpacked",
        });
    }
    file.rewind().map_err(failed)?;
    Ok(file)
}

impl Storage for Tar {
    fn paths(&self) -> &[String] {
        &self.paths
    }

    fn read(&self, path: &str, limit: u64) -> io::Result<Vec<u8>> {
        let &(start, size) = self.places.get(path).ok_or_else(|| not_found(path))?;
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::new();
        (&*file).take(size.min(limit)).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}
