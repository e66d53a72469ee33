//! Where posts come from: a Jekyll site, a folder of posts, feeds, an export of a site, a `.zip` or
//! `.tar` of either (`.tar.gz`, `.tar.bz2`, `.tar.xz`, `.tar.zst`), or a single post.
//!
//! [`open`] reads the head of every post and knows then all metadata, addresses and links; bodies
//! are read when an exporter asks for them. [`Archive`] is a
//! [`Source`](bindery_model::Source) for every exporter.
//!
//! ```no_run
//! use bindery_model::Source;
//!
//! let archive = bindery_archive::open("my-site".as_ref(), &Default::default())?;
//! for entry in archive.entries() {
//!     println!("{}", entry.meta.title);
//! }
//! # Ok::<(), bindery_archive::Error>(())
//! ```
#![forbid(unsafe_code)]

mod archive;
mod basis;
mod data;
mod entries;
mod error;
mod facts;
mod formulas;
mod head;
mod import;
mod known_authors;
mod linked;
mod links;
mod liquid;
mod options;
mod other_markup;
mod selection;
mod settings;
mod shortcodes;
mod site_above;
mod site_files;
mod sites;
mod storage;
mod taken_in;
#[cfg(test)]
mod test_folder;

use std::path::{Path, PathBuf};

pub use archive::Archive;
pub use error::Error;
pub use facts::Facts;
pub use options::{Markdown, Options, SiteKind};
pub use site_above::open_posts;

/// Opens an archive: finds out what it is and reads the head of every post.
///
/// # Errors
///
/// Where there is nothing at `path`, it cannot be read, it is no archive, or no post is in it.
pub fn open(path: &Path, options: &Options) -> Result<Archive, Error> {
    Unread::open(path, options)?.read(options)
}

/// Opens several files as one archive: posts, feeds, or what WordPress exports.
///
/// # Errors
///
/// As for [`open`], and where they are not all of one of these kinds.
pub fn open_all(paths: &[PathBuf], options: &Options) -> Result<Archive, Error> {
    match paths {
        [path] => open(path, options),
        paths if paths.iter().all(|path| storage::is_post(path)) => {
            let (opened, folder) = storage::open_posts(paths)?;
            let options = Options {
                site: options.site.or(Some(SiteKind::Folder)),
                ..options.clone()
            };
            Archive::new(opened, &folder.to_string_lossy(), &options)
        }
        paths => Archive::new(storage::open_all(paths)?, "", options),
    }
}

/// An archive of which no post is read yet, so that its files may tell how they are to be read. A
/// compressed one is unpacked once.
pub struct Unread {
    opened: storage::Opened,
    path: PathBuf,
}

impl Unread {
    /// Opens the archive at `path`, with the limits of the options.
    ///
    /// # Errors
    ///
    /// Where there is nothing at `path`, it cannot be read, or it is no archive.
    pub fn open(path: &Path, options: &Options) -> Result<Unread, Error> {
        Ok(Unread {
            opened: storage::open(path, options)?,
            path: path.to_owned(),
        })
    }

    /// Whether it is a file that was named itself: a post, a feed or an export.
    pub fn is_alone(&self) -> bool {
        self.opened.single
    }

    /// A file by its path from the root of the site; `None` if it is not there, and of a single post.
    ///
    /// # Errors
    ///
    /// Where it is there and cannot be read.
    pub fn file(&self, path: &str, options: &Options) -> std::io::Result<Option<Vec<u8>>> {
        let storage = self.opened.storage.as_ref();
        let path = match storage::top_folder(storage) {
            Some(folder) => format!("{folder}/{path}"),
            None => path.to_owned(),
        };
        let is_known = !self.opened.single && storage.holds(&path);
        is_known
            .then(|| storage.read(&path, options.max_file_size))
            .transpose()
    }

    /// Finds out what the archive is and reads the head of every post, as [`open`] does.
    ///
    /// # Errors
    ///
    /// Where no post is in it.
    pub fn read(self, options: &Options) -> Result<Archive, Error> {
        Archive::new(self.opened, &self.path.to_string_lossy(), options)
    }
}

/// Opens a file that is already in memory: a post, or an archive file. `name` stands for its path
/// and its ending tells what it is.
///
/// # Errors
///
/// As for [`open`].
pub fn from_bytes(name: &str, bytes: Vec<u8>, options: &Options) -> Result<Archive, Error> {
    Archive::new(storage::from_bytes(name, bytes, options)?, name, options)
}

/// Opens what comes through a pipe: a post, a feed, or an archive file. It is read once, to its
/// end, and kept in a nameless temporary file if it is an archive.
///
/// # Errors
///
/// As for [`open`].
pub fn from_reader(reader: impl std::io::Read, options: &Options) -> Result<Archive, Error> {
    let opened = storage::from_stream(reader, options)?;
    Archive::new(opened, "stdin", options)
}
