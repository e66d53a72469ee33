//! Changes of files that are looked for again and again, where the system does not tell them.
use std::collections::HashMap;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::{Duration, SystemTime};

use notify::event::{CreateKind, ModifyKind, RemoveKind};
use notify::{Event, EventKind};

use super::is_passing_name;

/// Looks until it is dropped.
pub(super) struct Polling {
    _stop: Sender<()>,
}

impl Polling {
    /// Looks at files, and at all files in folders, after each interval; what changed since this call is sent.
    pub(super) fn start(
        places: Vec<PathBuf>,
        interval: Duration,
        events: Sender<notify::Result<Event>>,
    ) -> Polling {
        let (stop, stopped) = channel();
        let mut known = look(&places);
        std::thread::spawn(move || {
            while stopped.recv_timeout(interval) == Err(RecvTimeoutError::Timeout) {
                let found = look(&places);
                for event in changes(&known, &found) {
                    // Where nobody listens any more, this is about to be dropped.
                    let _ = events.send(Ok(event));
                }
                known = found;
            }
        });
        Polling { _stop: stop }
    }
}

/// By what it is seen that a file changed.
#[derive(Debug, PartialEq, Eq)]
struct State {
    size: u64,
    modified: Option<SystemTime>,
}

impl State {
    fn of(metadata: &Metadata) -> State {
        let is_file = !metadata.is_dir();
        State {
            size: if is_file { metadata.len() } else { 0 },
            modified: metadata.modified().ok().filter(|_| is_file),
        }
    }
}

/// These places, and all files in those that are folders. A link is a file: what it leads to is no part of an
/// archive, or lies elsewhere in it. What cannot be read is not there.
fn look(places: &[PathBuf]) -> HashMap<PathBuf, State> {
    let mut found = HashMap::new();
    let mut folders = Vec::new();
    for place in places {
        let Ok(metadata) = fs::symlink_metadata(place) else {
            continue;
        };
        if metadata.is_dir() {
            folders.push(place.clone());
        }
        found.insert(place.clone(), State::of(&metadata));
    }
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if is_passing_name(&entry.file_name()) {
                continue;
            }
            match entry.metadata() {
                Ok(metadata) if metadata.is_dir() => folders.push(entry.path()),
                Ok(metadata) => {
                    found.insert(entry.path(), State::of(&metadata));
                }
                Err(_) => {}
            }
        }
    }
    found
}

/// How files became what they are from what they were.
fn changes(old: &HashMap<PathBuf, State>, new: &HashMap<PathBuf, State>) -> Vec<Event> {
    let event = |kind, path: &Path| Event::new(kind).add_path(path.to_owned());
    let created = new.iter().filter_map(|(path, state)| {
        let kind = match old.get(path) {
            Some(known) if known == state => return None,
            Some(_) => EventKind::Modify(ModifyKind::Any),
            None => EventKind::Create(CreateKind::Any),
        };
        Some(event(kind, path))
    });
    let removed = old.keys().filter(|path| !new.contains_key(*path));
    let removed = removed.map(|path| event(EventKind::Remove(RemoveKind::Any), path));
    created.chain(removed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_seen_by_size_and_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir_all(path("in/.git")).unwrap();
        for name in [
            "same.md",
            "in/longer.md",
            "older.md",
            "gone.md",
            "in/.git/x",
        ] {
            fs::write(path(name), "text").unwrap();
        }
        let places = [folder.path().to_owned()];
        let before = look(&places);
        assert_eq!(changes(&before, &look(&places)), []);
        fs::write(path("in/longer.md"), "longer").unwrap();
        fs::write(path("in/.git/x"), "longer").unwrap();
        fs::write(path("new.md"), "text").unwrap();
        fs::remove_file(path("gone.md")).unwrap();
        // As what is taken out of a backup.
        let older = fs::File::options()
            .write(true)
            .open(path("older.md"))
            .unwrap();
        older.set_modified(SystemTime::UNIX_EPOCH).unwrap();
        let mut said: Vec<_> = changes(&before, &look(&places))
            .into_iter()
            .map(|event| (event.paths[0].clone(), event.kind))
            .collect();
        said.sort_by(|(one, _), (other, _)| one.cmp(other));
        let modified = EventKind::Modify(ModifyKind::Any);
        let expected = [
            (path("gone.md"), EventKind::Remove(RemoveKind::Any)),
            (path("in/longer.md"), modified),
            (path("new.md"), EventKind::Create(CreateKind::Any)),
            (path("older.md"), modified),
        ];
        assert_eq!(said, expected);
        drop(folder);
        let kinds = changes(&before, &look(&places));
        assert_eq!(kinds.len(), before.len());
    }
}
