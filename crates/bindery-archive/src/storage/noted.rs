//! What could not be read while an archive was opened.
use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::sync::{Mutex, PoisonError};

use bindery_model::{Diagnostic, EcoString, Location};

use super::{POST_ENDINGS, Storage, has_ending};

/// A storage of which it is noted which files are there and cannot be read: settings, data, feeds. Whoever asks for
/// them goes on without. Posts are told elsewhere.
pub(crate) struct Noted<'a> {
    storage: &'a dyn Storage,
    unread: Mutex<BTreeMap<String, String>>,
}

impl<'a> Noted<'a> {
    pub(crate) fn new(storage: &'a dyn Storage) -> Noted<'a> {
        let unread = Mutex::default();
        Noted { storage, unread }
    }

    pub(crate) fn diagnostics(self) -> impl Iterator<Item = Diagnostic> {
        let unread = self.unread.into_inner();
        let unread = unread.unwrap_or_else(PoisonError::into_inner).into_iter();
        unread.map(|(path, reason)| {
            let message =
                format!("the file cannot be read, and what it says is not known: {reason}");
            Diagnostic::error("archive.unreadable", message)
                .with_hint("see to its permissions, or get the archive once more")
                .at(Location::whole_file(&path))
        })
    }
}

impl Storage for Noted<'_> {
    fn paths(&self) -> &[EcoString] {
        self.storage.paths()
    }

    fn holds(&self, path: &str) -> bool {
        self.storage.holds(path)
    }

    fn read(&self, path: &str, limit: u64) -> io::Result<Vec<u8>> {
        let result = self.storage.read(path, limit);
        if let Err(error) = &result
            && self.storage.holds(path)
            && !has_ending(path, &POST_ENDINGS)
        {
            let mut unread = self.unread.lock().unwrap_or_else(PoisonError::into_inner);
            unread.insert(path.to_owned(), error.to_string());
        }
        result
    }

    fn first_named(&self) -> Option<&str> {
        self.storage.first_named()
    }

    fn open_file(&self, path: &str) -> Option<File> {
        self.storage.open_file(path)
    }

    fn read_post(
        &self,
        path: &str,
        limit: u64,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> io::Result<Vec<u8>> {
        self.storage.read_post(path, limit, diagnostics)
    }

    fn is_entry(&self, path: &str) -> bool {
        self.storage.is_entry(path)
    }

    fn place(&self, path: &str) -> Option<Location> {
        self.storage.place(path)
    }

    fn size(&self, path: &str) -> io::Result<u64> {
        self.storage.size(path)
    }
}
