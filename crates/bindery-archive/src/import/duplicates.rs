//! Entries that feeds have twice.
use std::collections::{HashMap, HashSet};

use bindery_model::{Diagnostic, Entry};
use url::Url;

/// Of entries with one id only the newest is kept: feeds repeat what has changed. An export does not;
/// what has one id there under several titles is several posts.
pub(crate) fn keep_newest(entries: &mut Vec<Entry>, is_export: bool) -> Option<Diagnostic> {
    let before = entries.len();
    let shared = match is_export {
        true => shared_ids(entries),
        false => HashSet::new(),
    };
    let key = |entry: &Entry| {
        let mut key = key(entry)?;
        if shared.contains(&key) {
            key.push_str(&entry.meta.title);
        }
        Some(key)
    };
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
    a.meta.title != b.meta.title && file(a) == file(b)
}

/// The ids that posts of one file have under several titles.
fn shared_ids(entries: &[Entry]) -> HashSet<String> {
    let mut titles = HashMap::new();
    let mut shared = HashSet::new();
    for entry in entries {
        let Some(key) = key(entry) else {
            continue;
        };
        let title = &entry.meta.title;
        if titles.entry((file(entry), key.clone())).or_insert(title) != &title {
            shared.insert(key);
        }
    }
    shared
}

/// The feed or export that an entry is in.
fn file(entry: &Entry) -> &str {
    let path = entry.meta.path.rsplit_once('/');
    path.map_or("", |(file, _)| file)
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
