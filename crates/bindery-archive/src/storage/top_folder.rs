//! The one folder that holds all of an archive file.
use bindery_model::EcoString;

use super::{Storage, below_folder};
use crate::sites::recognise::is_root_file;

/// Narrows a storage to its only folder where that holds a site (`site-1.0/_posts/…`).
pub(crate) fn leave_top_folder(storage: &mut dyn Storage) {
    if let Some(folder) = top_folder(storage) {
        storage.narrow(&folder);
    }
}

/// The only folder of a storage, if it holds a site.
pub(crate) fn top_folder(storage: &dyn Storage) -> Option<String> {
    let (top, _) = storage.paths().first()?.split_once('/')?;
    if top.starts_with('_') {
        return None;
    }
    let below = |path: &EcoString| below_folder(path, top).map(is_root_file);
    let is_only = storage.paths().iter().all(|path| below(path).is_some());
    let is_site = storage.paths().iter().any(|path| below(path) == Some(true));
    (is_only && is_site).then(|| top.to_owned())
}
