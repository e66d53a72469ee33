use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bindery_model::{Digest, Store};
use rusqlite::Connection;

use crate::database::{self, Fault};

/// The name of the file in the folder of the cache.
pub const FILE_NAME: &str = "bindery-cache.sqlite";

/// Values are written when so many bytes wait.
const WAITING: usize = 8 << 20;

/// How much larger than what a run used the file may be, and how large it may be in any case: what
/// belongs to posts and settings that are no more is never asked for.
const TIMES_USED: u64 = 8;
const ALWAYS: u64 = 64 << 20;

/// Why a cache cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The folder cannot be made.
    #[error("cannot make the folder of the cache {path}: {source}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file cannot be made, nor made anew.
    #[error("cannot use the cache {path}: {reason}")]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

/// In which state a cache was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It was as it should be, or there was none.
    Good,
    /// Another version wrote it: it was emptied.
    Old,
    /// It was damaged: what was damaged is made anew.
    Damaged,
}

/// A cache in a folder. What is put there is written in batches, the last when it is dropped.
pub struct Cache {
    path: PathBuf,
    version: String,
    is_old: bool,
    is_damaged: AtomicBool,
    /// Connections that no thread uses now.
    idle: Mutex<Vec<Connection>>,
    waiting: Mutex<Waiting>,
    /// Why values could not be written.
    unwritten: Mutex<Option<String>>,
    /// Bytes of values that were found or put.
    used: AtomicU64,
}

#[derive(Default)]
struct Waiting {
    values: Vec<(Digest, Vec<u8>)>,
    bytes: usize,
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Cache").field(&self.path).finish()
    }
}

impl Cache {
    /// Opens the cache in a folder, which is made if need be. What another `version` wrote is
    /// forgotten: it should tell apart all programs that make different things of a post.
    ///
    /// # Errors
    ///
    /// Where the folder or the file cannot be made.
    pub fn open(folder: &Path, version: &str) -> Result<Cache, Error> {
        fs::create_dir_all(folder).map_err(|source| Error::Folder {
            path: folder.to_owned(),
            source,
        })?;
        let path = folder.join(FILE_NAME);
        let mut cache = Cache {
            path,
            version: version.to_owned(),
            is_old: false,
            is_damaged: AtomicBool::new(false),
            idle: Mutex::default(),
            waiting: Mutex::default(),
            unwritten: Mutex::default(),
            used: AtomicU64::new(0),
        };
        let failed = |path: &Path, fault: &dyn fmt::Display| Error::File {
            path: path.to_owned(),
            reason: fault.to_string(),
        };
        let opened = match cache.connect() {
            Err(fault) if database::is_damage(&fault) => {
                cache.is_damaged = AtomicBool::new(true);
                cache
                    .remove()
                    .map_err(|error| failed(&cache.path, &error))?;
                cache.connect()
            }
            opened => opened,
        };
        let (connection, is_old) = opened.map_err(|fault| failed(&cache.path, &fault))?;
        cache.is_old = is_old;
        lock(&cache.idle).push(connection);
        Ok(cache)
    }

    /// How the cache was found, so far.
    pub fn state(&self) -> State {
        if self.is_damaged.load(Ordering::Relaxed) {
            State::Damaged
        } else if self.is_old {
            State::Old
        } else {
            State::Good
        }
    }

    /// A connection to a file that is set up, and whether another version had written it.
    fn connect(&self) -> Result<(Connection, bool), Fault> {
        let mut connection = database::open(&self.path)?;
        let is_old = database::set_up(&mut connection, &self.version)?;
        Ok((connection, is_old))
    }

    /// Takes the file away. Runs that still have it open go on with what they have.
    fn remove(&self) -> io::Result<()> {
        for ending in ["", "-journal", "-wal", "-shm"] {
            let mut path = self.path.clone().into_os_string();
            path.push(ending);
            match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// Does something with a connection of its own.
    fn with<T>(&self, work: impl FnOnce(&mut Connection) -> Result<T, Fault>) -> Result<T, Fault> {
        let idle = lock(&self.idle).pop();
        let result = match idle {
            Some(connection) => Ok(connection),
            None => database::open(&self.path),
        }
        .and_then(|mut connection| {
            let value = work(&mut connection)?;
            lock(&self.idle).push(connection);
            Ok(value)
        });
        result.inspect_err(|fault| {
            if database::is_damage(fault) {
                self.begin_anew();
            }
        })
    }

    /// Puts a new file in the place of one that turned out to be damaged, once.
    fn begin_anew(&self) {
        let mut idle = lock(&self.idle);
        if self.is_damaged.swap(true, Ordering::Relaxed) {
            return;
        }
        idle.clear();
        if self.remove().is_ok()
            && let Ok((connection, _)) = self.connect()
        {
            idle.push(connection);
        }
    }

    fn write(&self, values: &[(Digest, Vec<u8>)]) {
        // What cannot be written now is made again in the next run. After damage the file is new.
        if values.is_empty() {
            return;
        }
        let put = || self.with(|connection| database::put(connection, values));
        if let Err(fault) = put().or_else(|_| put()) {
            *lock(&self.unwritten) = Some(fault.to_string());
        }
    }

    /// Writes what waits, as is done at the end in any case; why it, or something before, could not be written.
    pub fn flush(&self) -> Option<String> {
        let waiting = std::mem::take(&mut *lock(&self.waiting));
        self.write(&waiting.values);
        lock(&self.unwritten).clone()
    }
}

impl Store for Cache {
    fn get(&self, key: Digest) -> Option<Vec<u8>> {
        let found = self.with(|connection| database::get(connection, key));
        let mut value = found.ok()??;
        let length = value.len().checked_sub(SEAL);
        let is_whole = length.is_some_and(|length| {
            let (content, found) = value.split_at(length);
            seal(key, content) == found
        });
        if !is_whole {
            self.is_damaged.store(true, Ordering::Relaxed);
            return None;
        }
        self.used.fetch_add(value.len() as u64, Ordering::Relaxed);
        value.truncate(length?);
        Some(value)
    }

    fn put(&self, key: Digest, mut value: Vec<u8>) {
        let seal = seal(key, &value);
        value.extend_from_slice(&seal);
        self.used.fetch_add(value.len() as u64, Ordering::Relaxed);
        let full = {
            let mut waiting = lock(&self.waiting);
            waiting.bytes += value.len();
            waiting.values.push((key, value));
            (waiting.bytes > WAITING).then(|| std::mem::take(&mut *waiting))
        };
        if let Some(full) = full {
            self.write(&full.values);
        }
    }
}

/// Bytes behind each value.
const SEAL: usize = Digest::LENGTH + size_of::<u32>();

/// What stands behind a value: its key, by which one under another's is noticed, and CRC-32 of both, by which
/// damage is.
fn seal(key: Digest, content: &[u8]) -> [u8; SEAL] {
    let mut sum = crc32fast::Hasher::new();
    sum.update(content);
    sum.update(key.as_bytes());
    let mut seal = [0; SEAL];
    let (own_key, own_sum) = seal.split_at_mut(Digest::LENGTH);
    own_key.copy_from_slice(key.as_bytes());
    own_sum.copy_from_slice(&sum.finalize().to_le_bytes());
    seal
}

impl Cache {
    /// Writes what waits to be written and lets go of the file, which is made anew once most of it is used no
    /// more. So does dropping the cache: this is for what is never dropped.
    pub fn close(&self) {
        lock(&self.idle).truncate(1);
        self.flush();
        let size = fs::metadata(&self.path).map_or(0, |about| about.len());
        let used = self.used.load(Ordering::Relaxed);
        if used > 0 && size > ALWAYS.max(used.saturating_mul(TIMES_USED)) {
            // One that stays is larger than it need be.
            let _ = self.with(|connection| database::empty(connection));
        }
        lock(&self.idle).clear();
    }
}

impl Drop for Cache {
    fn drop(&mut self) {
        self.close();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
