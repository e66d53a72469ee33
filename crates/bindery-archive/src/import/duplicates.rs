//! Entries that feeds have twice.
use std::collections::HashMap;

use bindery_model::{Diagnostic, Entry};
use url::Url;

/// Of entries with one id only the newest is kept.
pub(crate) fn keep_newest(entries: &mut Vec<Entry>) -> Option<Diagnostic> {
    let before = entries.len();
    let mut newest: HashMap<String, usize> = HashMap::new();
    for (index, entry) in entries.iter().enumerate() {
        let Some(key) = key(entry) else {
            continue;
        };
        newest
            .entry(key)
            .and_modify(|known| {
                if moment(&entries[*known]) <= moment(entry) {
                    *known = index;
                }
            })
            .or_insert(index);
    }
    let mut index = 0;
    entries.retain(|entry| {
        let is_kept = key(entry).is_none_or(|key| newest.get(&key) == Some(&index));
        index += 1;
        is_kept
    });
    let message = match before - entries.len() {
        0 => return None,
        1 => "an entry is there twice; the newer one is kept".to_owned(),
        count => format!("{count} entries are there twice; the newest of each is kept"),
    };
    Some(Diagnostic::note("feed.same-entry", message))
}

/// What tells an entry from all others. An id that is no address is one on its own site only: many
/// feeds count from 1.
fn key(entry: &Entry) -> Option<String> {
    let Some(id) = entry.meta.id.as_ref() else {
        // Many entries may lead to one page.
        let (link, title) = (&entry.meta.url, &entry.meta.title);
        return (!link.is_empty()).then(|| format!("{link} {title}"));
    };
    if id.contains(':') {
        return Some(id.clone());
    }
    let link = Url::parse(&entry.meta.url).ok();
    let host = link.as_ref().and_then(Url::host_str).unwrap_or_default();
    Some(format!("{host} {id}"))
}

fn moment(entry: &Entry) -> Option<bindery_model::DateTime> {
    entry.meta.updated.max(entry.meta.date)
}
