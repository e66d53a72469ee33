//! A zip file.
use std::fs::File;
use std::io::{self, Cursor, Read, Seek};
use std::sync::Arc;

use bindery_model::{Diagnostic, EcoString};
use zip::ZipArchive;

use super::directory::Directory;
use super::names::Names;
use super::positioned::PositionedFile;
use super::{Opened, Storage, is_junk, left_out, safe_path};
use crate::{Error, Options};

/// The flag of an entry whose name is UTF-8 (APPNOTE, section 4.4.4).
const IS_UTF8: u16 = 1 << 11;

/// The archive is copied for each file that is read, so that threads do not wait for each other;
/// the copies share its directory.
struct Zip<R> {
    archive: ZipArchive<R>,
    /// The number of each file in the archive.
    directory: Directory<usize>,
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
    let mut archive = ZipArchive::new(reader).map_err(damaged)?;
    if archive.len() as u64 > options.max_files {
        let (path, limit) = (shown.to_owned(), options.max_files);
        return Err(Error::TooLarge {
            path,
            limit,
            what: "files",
        });
    }
    let (mut names, mut kinds) = (Names::default(), Vec::with_capacity(archive.len()));
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(damaged)?;
        names.add(entry.name_raw(), entry.flags().as_u16() & IS_UTF8 != 0);
        kinds.push((entry.is_dir(), entry.is_symlink(), entry.encrypted()));
    }
    let (mut diagnostics, mut files) = (Vec::new(), Vec::new());
    let entries = names.decoded().into_iter().zip(kinds).enumerate();
    for (index, (name, (is_dir, is_link, is_encrypted))) in entries {
        if is_dir {
            continue;
        }
        match safe_path(&name) {
            None => diagnostics.push(left_out(&name, "its path leads out of the archive")),
            Some(path) if is_junk(&path) => {}
            Some(_) if is_link => diagnostics.push(left_out(&name, "it is no plain file")),
            Some(_) if is_encrypted => diagnostics.push(encrypted(&name)),
            Some(path) => files.push((EcoString::from(path), index)),
        }
    }
    let (directory, earlier) = Directory::new(files);
    let earlier = earlier.iter();
    diagnostics.extend(earlier.map(|path| left_out(path, "a later file has the same path")));
    let storage = Zip { archive, directory };
    Ok(Opened {
        storage: Box::new(storage),
        diagnostics,
        single: false,
    })
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
        let index = self.directory.place(path)?;
        let mut archive = self.archive.clone();
        let entry = archive.by_index(index).map_err(io::Error::other)?;
        // What the entry says of its size is not believed.
        let mut bytes = Vec::new();
        entry.take(limit).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}
