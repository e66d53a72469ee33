//! The file beside its place in which an output is written before it is put there.
//!
//! It is locked as long as it is written. A run that is killed leaves its file behind, but not the
//! lock: by that the next run knows which files are nobody's, and takes them away.
use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tempfile::NamedTempFile;

const PREFIX: &str = ".bindery-";
const SUFFIX: &str = ".tmp";

/// Folders from which what killed runs left was taken away: a folder of many files is looked through
/// once, not for each of them.
static CLEAN: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// How often a new file is tried: another run may take one away before it is locked.
const ATTEMPTS: usize = 10;

/// A new file in `folder`, with the permissions of `target` if that is there, else those of any new
/// file.
pub(crate) fn create(folder: &Path, target: &Path) -> io::Result<NamedTempFile> {
    let mut clean = CLEAN.lock().unwrap_or_else(PoisonError::into_inner);
    if clean.insert(folder.to_owned()) {
        remove_abandoned(folder);
    }
    drop(clean);
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    let permissions = fs::metadata(target).map(|metadata| metadata.permissions());
    #[cfg(unix)]
    let permissions = permissions.or_else(|_| {
        use std::os::unix::fs::PermissionsExt;
        io::Result::Ok(fs::Permissions::from_mode(0o666))
    });
    if let Ok(permissions) = permissions {
        builder.permissions(permissions);
    }
    let make = || builder.tempfile_in(folder).map_err(without_name);
    for _ in 1..ATTEMPTS {
        let file = make()?;
        let is_taken = matches!(file.as_file().try_lock(), Err(TryLockError::WouldBlock));
        if !is_taken && file.path().exists() {
            return Ok(file);
        }
    }
    make()
}

/// What the system says, without the name of the file: it is none that the user knows.
fn without_name(error: io::Error) -> io::Error {
    match error.to_string().rsplit_once(" at path ") {
        Some((reason, _)) => io::Error::new(error.kind(), reason),
        None => error,
    }
}

/// Takes away what killed runs left. What cannot be locked, for whatever reason, stays.
fn remove_abandoned(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let is_ours = name
            .to_str()
            .is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX));
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if !is_ours || !is_file {
            continue;
        }
        let Ok(file) = File::options().write(true).open(entry.path()) else {
            continue;
        };
        // The lock is held until the file is gone: one that was just made must not be locked by its
        // maker in between.
        if file.try_lock().is_ok() {
            let _ = fs::remove_file(entry.path());
        }
        drop(file);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_are_made_at_once_in_one_folder_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..200 {
                        let file = create(path, &path.join("book.epub")).unwrap();
                        std::thread::yield_now();
                        assert!(file.path().exists());
                    }
                });
            }
        });
    }

    #[test]
    fn files_of_dead_runs_are_taken_away_and_those_of_running_ones_stay() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(".bindery-abc.tmp"), "half a book").unwrap();
        fs::write(folder.path().join("mine.tmp"), "").unwrap();
        let target = folder.path().join("book.epub");
        let first = create(folder.path(), &target).unwrap();
        let second = create(folder.path(), &target).unwrap();
        assert!(first.path().exists() && second.path().exists());
        let left = |folder: &Path| fs::read_dir(folder).unwrap().count();
        assert_eq!(left(folder.path()), 3);
        drop((first, second));
        assert_eq!(left(folder.path()), 1);
    }
}
