//! A folder of an archive as an archive.
use std::fs::File;
use std::io;

use bindery_model::{Diagnostic, EcoString};

use super::Storage;
use crate::sites::recognise::is_root_file;

/// The storage, or what is in its only folder where that holds a site (`site-1.0/_posts/…`).
pub(crate) fn below_top_folder(storage: Box<dyn Storage>) -> Box<dyn Storage> {
    match top_folder(storage.as_ref()) {
        Some(folder) => below(storage, &folder),
        None => storage,
    }
}

/// The only folder of a storage, if it holds a site.
pub(crate) fn top_folder(storage: &dyn Storage) -> Option<String> {
    let (top, _) = storage.paths().first()?.split_once('/')?;
    if top.starts_with('_') {
        return None;
    }
    let prefix = format!("{top}/");
    let below = |path: &EcoString| path.strip_prefix(&prefix).map(is_root_file);
    let is_only = storage.paths().iter().all(|path| below(path).is_some());
    let is_site = storage.paths().iter().any(|path| below(path) == Some(true));
    (is_only && is_site).then(|| top.to_owned())
}

/// What is in a folder of the storage.
pub(crate) fn below(storage: Box<dyn Storage>, folder: &str) -> Box<dyn Storage> {
    let prefix = format!("{folder}/");
    let inside = storage
        .paths()
        .iter()
        .filter_map(|path| path.strip_prefix(&prefix));
    let paths = inside.map(EcoString::from).collect();
    Box::new(Below {
        storage,
        prefix,
        paths,
    })
}

/// What is in a folder of another storage.
struct Below {
    storage: Box<dyn Storage>,
    prefix: String,
    paths: Vec<EcoString>,
}

impl Below {
    fn whole(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }
}

impl Storage for Below {
    fn paths(&self) -> &[EcoString] {
        &self.paths
    }

    fn read(&self, path: &str, limit: u64) -> io::Result<Vec<u8>> {
        self.storage.read(&self.whole(path), limit)
    }

    fn open_file(&self, path: &str) -> Option<File> {
        self.storage.open_file(&self.whole(path))
    }

    fn read_post(
        &self,
        path: &str,
        limit: u64,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> io::Result<Vec<u8>> {
        (self.storage).read_post(&self.whole(path), limit, diagnostics)
    }

    fn size(&self, path: &str) -> io::Result<u64> {
        self.storage.size(&self.whole(path))
    }
}
