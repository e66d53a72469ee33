//! A zip file.
use std::collections::HashMap;
use std::io::{self, Read, Seek};
use std::sync::{Mutex, PoisonError};

use zip::ZipArchive;

use super::{Opened, Storage, is_junk, left_out, not_found, safe_path};
use crate::{Error, Options};

struct Zip<R> {
    archive: Mutex<ZipArchive<R>>,
    paths: Vec<String>,
    indexes: HashMap<String, usize>,
}

pub(super) fn open<R: Read + Seek + Send + 'static>(
    reader: R,
    shown: &str,
    options: &Options,
) -> Result<Opened, Error> {
    let damaged = |error: zip::result::ZipError| Error::Damaged {
        path: shown.to_owned(),
        format: "zip",
        reason: error.to_string(),
    };
    let mut archive = ZipArchive::new(reader).map_err(damaged)?;
    if archive.len() as u64 > options.max_files {
        let (path, limit) = (shown.to_owned(), options.max_files);
        return Err(Error::TooLarge {
            path,
            limit,
            what: "files",
        });
    }
    let mut diagnostics = Vec::new();
    let mut indexes = HashMap::new();
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(damaged)?;
        if entry.is_dir() {
            continue;
        }
        let name = bindery_parse::decode(entry.name_raw()).text.into_owned();
        match safe_path(&name) {
            None => diagnostics.push(left_out(&name, "its path leads out of the archive")),
            Some(path) if is_junk(&path) => {}
            Some(path) => {
                indexes.insert(path, index);
            }
        }
    }
    let mut paths: Vec<String> = indexes.keys().cloned().collect();
    paths.sort_unstable();
    let storage = Zip {
        archive: Mutex::new(archive),
        paths,
        indexes,
    };
    Ok(Opened {
        storage: Box::new(storage),
        diagnostics,
        single: false,
    })
}

impl<R: Read + Seek + Send> Storage for Zip<R> {
    fn paths(&self) -> &[String] {
        &self.paths
    }

    fn read(&self, path: &str, limit: u64) -> io::Result<Vec<u8>> {
        let &index = self.indexes.get(path).ok_or_else(|| not_found(path))?;
        let mut archive = self.archive.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = archive.by_index(index).map_err(io::Error::other)?;
        // What the entry says of its size is not believed.
        let mut bytes = Vec::new();
        entry.take(limit).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}
