//! The files that posts take texts from.
use bindery_model::Digest;
use bindery_parse::{Files, decode};

use crate::Archive;
use crate::basis::{Question, Recorder};
use crate::liquid::MAX_INCLUDE;

/// The files of an archive, for one of its posts.
pub(crate) struct PostFiles<'a> {
    pub(crate) archive: &'a Archive,
    /// Notes which files were asked for, if anyone wants to know.
    pub(crate) recorder: Option<&'a Recorder>,
}

impl Files for PostFiles<'_> {
    fn text(&self, path: &str) -> Option<String> {
        let is_there = self.archive.storage.holds(path);
        let bytes = is_there.then(|| self.archive.storage.read(path, MAX_INCLUDE).ok());
        let bytes = bytes.flatten();
        if let Some(recorder) = self.recorder {
            let digest = bytes.as_ref().map(|bytes| Digest::of_bytes(bytes));
            recorder.note(Question::Include, path, &digest);
        }
        Some(decode(&bytes?).text.into_owned())
    }
}
