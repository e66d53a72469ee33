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
    let is_kept = |index: usize, entry: &Entry| {
        let kept = key(entry).and_then(|key| newest.get(&key));
        kept.is_none_or(|kept| *kept == index)
    };
    let dropped = entries.iter().enumerate();
    let dropped = dropped.filter(|(index, entry)| !is_kept(*index, entry));
    let confused = dropped.filter_map(|(_, entry)| {
        let kept = &entries[*newest.get(&key(entry)?)?];
        is_another(entry, kept).then_some(())
    });
    let confused = confused.count();
    let mut index = 0;
    entries.retain(|entry| {
        index += 1;
        is_kept(index - 1, entry)
    });
    let (count, told) = match (before - entries.len(), confused) {
        (0, _) => return None,
        (count, 0) => (count, Diagnostic::note as fn(_, String) -> _),
        (_, count) => (count, Diagnostic::warning as fn(_, String) -> _),
    };
    let message = match (count, confused) {
        (1, 0) => "an entry is there twice; the newer one is kept".to_owned(),
        (count, 0) => format!("{count} entries are there twice; the newest of each is kept"),
        (1, _) => "an entry has the id of another of its feed; the newer one is kept".to_owned(),
        (count, _) => {
            format!("{count} entries have ids of others of their feed; the newest of each is kept")
        }
    };
    Some(told("feed.same-entry", message))
}

/// Whether two entries with one id are two things: both are in one file, under different titles.
fn is_another(a: &Entry, b: &Entry) -> bool {
    let file = |entry: &Entry| {
        let path = entry.meta.path.rsplit_once('/');
        path.map(|(file, _)| file.to_owned())
    };
    a.meta.title != b.meta.title && file(a) == file(b)
}

/// What tells an entry from all others. An id that is no address is one on its own site only: many
/// feeds count from 1.
fn key(entry: &Entry) -> Option<String> {
    let Some(id) = entry.meta.details.id.as_ref() else {
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
    entry.meta.details.updated.max(entry.meta.date)
}
