//! Entries that feeds have twice.
use std::collections::HashMap;

use bindery_model::{Diagnostic, Entry};

use crate::head::Head;

/// Of entries with one id only the newest is kept.
pub(crate) fn keep_newest(heads: &mut Vec<Head>) -> Option<Diagnostic> {
    let before = heads.len();
    let mut newest: HashMap<String, usize> = HashMap::new();
    for (index, head) in heads.iter().enumerate() {
        let Some(key) = key(&head.entry) else {
            continue;
        };
        newest
            .entry(key)
            .and_modify(|known| {
                if moment(&heads[*known].entry) <= moment(&head.entry) {
                    *known = index;
                }
            })
            .or_insert(index);
    }
    let mut index = 0;
    heads.retain(|head| {
        let is_kept = key(&head.entry).is_none_or(|key| newest.get(&key) == Some(&index));
        index += 1;
        is_kept
    });
    let message = match before - heads.len() {
        0 => return None,
        1 => "an entry is there twice; the newer one is kept".to_owned(),
        count => format!("{count} entries are there twice; the newest of each is kept"),
    };
    Some(Diagnostic::note("feed.same-entry", message))
}

fn key(entry: &Entry) -> Option<String> {
    entry.meta.id.clone()
}

fn moment(entry: &Entry) -> Option<bindery_model::DateTime> {
    entry.meta.updated.max(entry.meta.date)
}
