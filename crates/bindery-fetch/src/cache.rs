//! Pictures as files: those of earlier runs, and those of this one.
//!
//! A file begins with the picture, so that any program shows it, and ends with what is known of it:
//! a record in JSON, its length in four bytes, and a mark. It is written under a temporary name and
//! renamed when it is whole. What a file says of itself is checked before it is used.
use std::fs::{self, File, TryLockError};
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use flate2::Crc;
use serde::{Deserialize, Serialize};
use tempfile::{NamedTempFile, TempDir};
use uuid::Uuid;

use crate::headers::Validity;

const MARK: &[u8; 8] = b"\nbindery";
const PREFIX: &str = ".bindery-";
const SUFFIX: &str = ".tmp";
/// A record is short; a longer one is not ours.
const MAX_RECORD: u32 = 1 << 16;
/// What was used so lately is kept, however full the folder is: another run may be using it.
const LATELY: Duration = Duration::from_secs(24 * 60 * 60);

/// A folder of pictures.
pub(crate) struct Cache {
    folder: PathBuf,
    /// Bytes that the folder may hold at the end.
    size: u64,
    /// Taken away at the end if the folder is for this run only.
    temporary: Option<TempDir>,
    /// Files that are being written, or were; and those that may not be kept for another run.
    passing: Mutex<Vec<PathBuf>>,
}

/// What a file says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Record {
    address: String,
    length: u64,
    crc: u32,
    #[serde(flatten)]
    validity: Validity,
}

/// A picture in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    path: PathBuf,
    record: Record,
}

impl Kept {
    pub(crate) fn validity(&self) -> &Validity {
        &self.record.validity
    }

    pub(crate) fn length(&self) -> u64 {
        self.record.length
    }
}

/// A picture that is being written.
pub(crate) struct Draft {
    file: NamedTempFile,
    crc: Crc,
    length: u64,
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.crc.update(&bytes[..written]);
        self.length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Cache {
    /// The cache in a folder, which is made if need be, or in a temporary one.
    pub(crate) fn open(folder: Option<&Path>, size: u64) -> io::Result<Cache> {
        let temporary = match folder {
            Some(folder) => {
                fs::create_dir_all(folder)?;
                remove_abandoned(folder);
                None
            }
            None => Some(tempfile::tempdir()?),
        };
        let own = temporary.as_ref().map(TempDir::path);
        Ok(Cache {
            size,
            folder: folder.or(own).unwrap_or(Path::new("")).to_owned(),
            temporary,
            passing: Mutex::default(),
        })
    }

    fn path(&self, address: &str) -> PathBuf {
        let name = Uuid::new_v5(&Uuid::NAMESPACE_URL, address.as_bytes());
        self.folder.join(name.simple().to_string())
    }

    /// The picture of an address, if it is there and whole.
    pub(crate) fn find(&self, address: &str) -> Option<Kept> {
        let path = self.path(address);
        let mut file = File::open(&path).ok()?;
        let record = read_record(&mut file)?;
        if record.address != address {
            return None;
        }
        let mut crc = Crc::new();
        let mut reader = BufReader::with_capacity(1 << 16, file.take(record.length));
        loop {
            let read = io::BufRead::fill_buf(&mut reader).ok()?;
            if read.is_empty() {
                break;
            }
            crc.update(read);
            let length = read.len();
            io::BufRead::consume(&mut reader, length);
        }
        if crc.sum() != record.crc {
            return None;
        }
        // The time of a file is that of its last use. Where it cannot be set, it is older than it is.
        let used = File::options().append(true).open(&path);
        let _ = used.and_then(|file| file.set_modified(SystemTime::now()));
        Some(Kept { path, record })
    }

    /// Takes away what was not used for longest, until the folder is no larger than it may be.
    fn prune(&self) {
        let mut files: Vec<(SystemTime, u64, PathBuf)> = fs::read_dir(&self.folder)
            .into_iter()
            .flatten()
            .flatten()
            .filter(|entry| is_name(&entry.file_name().to_string_lossy()))
            .filter_map(|entry| {
                let metadata = entry.metadata().ok()?;
                Some((metadata.modified().ok()?, metadata.len(), entry.path()))
            })
            .collect();
        files.sort();
        let mut size: u64 = files.iter().map(|(_, length, _)| length).sum();
        let lately = SystemTime::now().checked_sub(LATELY);
        let lately = lately.unwrap_or(SystemTime::UNIX_EPOCH);
        for (_, length, path) in files.iter().filter(|(used, ..)| *used < lately) {
            if size <= self.size {
                break;
            }
            // What has no record is somebody else's.
            let is_ours = File::open(path).is_ok_and(|mut file| read_record(&mut file).is_some());
            if is_ours && fs::remove_file(path).is_ok() {
                size -= length;
            }
        }
    }

    /// A new file.
    pub(crate) fn draft(&self) -> io::Result<Draft> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX).suffix(SUFFIX);
        let mut passing = self.passing();
        let file = builder.tempfile_in(&self.folder)?;
        passing.push(file.path().to_owned());
        drop(passing);
        // By the lock another run knows that somebody writes it; where none is to be had it may be
        // taken away, and renaming it fails.
        let _ = file.as_file().try_lock();
        Ok(Draft {
            file,
            crc: Crc::new(),
            length: 0,
        })
    }

    /// Puts a file that is whole in its place.
    pub(crate) fn keep(&self, draft: Draft, address: &str, validity: Validity) -> io::Result<Kept> {
        let Draft {
            mut file,
            crc,
            length,
        } = draft;
        let record = Record {
            address: address.to_owned(),
            length,
            crc: crc.sum(),
            validity,
        };
        let text = serde_json::to_vec(&record)?;
        file.write_all(&text)?;
        file.write_all(&(text.len() as u32).to_be_bytes())?;
        file.write_all(MARK)?;
        let path = self.path(address);
        let mut passing = self.passing();
        file.persist(&path).map_err(|error| error.error)?;
        if record.validity.passing {
            passing.push(path.clone());
        }
        drop(passing);
        Ok(Kept { path, record })
    }

    fn passing(&self) -> MutexGuard<'_, Vec<PathBuf>> {
        self.passing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes away what no other run is to find. Nothing is begun nor kept after that.
    pub(crate) fn abandon(&self) {
        let passing = self.passing();
        for path in passing.iter() {
            let _ = fs::remove_file(path);
        }
        if let Some(folder) = &self.temporary {
            let _ = fs::remove_dir_all(folder.path());
        }
        // It stays locked.
        std::mem::forget(passing);
    }

    /// The same picture, which is good for longer.
    pub(crate) fn renew(&self, kept: &Kept, validity: Validity) -> io::Result<Kept> {
        let mut draft = self.draft()?;
        let old = File::open(&kept.path)?;
        io::copy(&mut old.take(kept.record.length), &mut draft)?;
        if draft.crc.sum() != kept.record.crc {
            return Err(changed());
        }
        self.keep(draft, &kept.record.address, validity)
    }

    /// The bytes of a picture.
    pub(crate) fn read(&self, kept: &Kept) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let file = File::open(&kept.path)?;
        file.take(kept.record.length).read_to_end(&mut bytes)?;
        let mut crc = Crc::new();
        crc.update(&bytes);
        if crc.sum() != kept.record.crc {
            return Err(changed());
        }
        Ok(bytes)
    }
}

impl Drop for Cache {
    fn drop(&mut self) {
        let passing = self.passing.get_mut();
        for path in passing.unwrap_or_else(PoisonError::into_inner) {
            let _ = fs::remove_file(path);
        }
        if self.temporary.is_none() {
            self.prune();
        }
    }
}

/// Whether a file may be called so.
fn is_name(name: &str) -> bool {
    name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn changed() -> io::Error {
    io::Error::other("the file in the cache was changed by somebody else")
}

fn read_record(file: &mut File) -> Option<Record> {
    let end = file.seek(SeekFrom::End(0)).ok()?;
    let foot_at = end.checked_sub(4 + MARK.len() as u64)?;
    file.seek(SeekFrom::Start(foot_at)).ok()?;
    let (mut length, mut mark) = ([0; 4], [0; MARK.len()]);
    file.read_exact(&mut length).ok()?;
    file.read_exact(&mut mark).ok()?;
    let length = u32::from_be_bytes(length);
    if &mark != MARK || length > MAX_RECORD {
        return None;
    }
    let record_at = foot_at.checked_sub(u64::from(length))?;
    file.seek(SeekFrom::Start(record_at)).ok()?;
    let mut text = vec![0; length as usize];
    file.read_exact(&mut text).ok()?;
    let record: Record = serde_json::from_slice(&text).ok()?;
    file.seek(SeekFrom::Start(0)).ok()?;
    (record.length == record_at).then_some(record)
}

/// Takes away what killed runs left; files that are being written are locked.
fn remove_abandoned(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let is_ours = name
            .to_str()
            .is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX));
        if !is_ours {
            continue;
        }
        let file = File::options().write(true).open(entry.path());
        let is_written = |file: &File| matches!(file.try_lock(), Err(TryLockError::WouldBlock));
        if file.is_ok_and(|file| !is_written(&file)) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str = "https://a.example/p.png";

    fn kept(cache: &Cache, validity: Validity) -> Kept {
        let mut draft = cache.draft().unwrap();
        draft.write_all(b"a picture").unwrap();
        cache.keep(draft, ADDRESS, validity).unwrap()
    }

    #[test]
    fn what_is_kept_is_found_by_the_next_run() {
        let folder = tempfile::tempdir().unwrap();
        let validity = Validity {
            etag: Some("\"1\"".into()),
            ..Validity::default()
        };
        let kept = kept(
            &Cache::open(Some(folder.path()), u64::MAX).unwrap(),
            validity,
        );
        let cache = Cache::open(Some(folder.path()), u64::MAX).unwrap();
        assert_eq!(cache.find(ADDRESS), Some(kept.clone()));
        assert_eq!(cache.find("https://a.example/q.png"), None);
        assert_eq!(cache.read(&kept).unwrap(), b"a picture");
        let renewed = cache.renew(&kept, Validity::default()).unwrap();
        assert_eq!(cache.find(ADDRESS), Some(renewed.clone()));
        assert_eq!(cache.read(&renewed).unwrap(), b"a picture");
    }

    #[test]
    fn a_damaged_file_is_not_used() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::open(Some(folder.path()), u64::MAX).unwrap();
        let kept = kept(&cache, Validity::default());
        let whole = fs::read(&kept.path).unwrap();
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            fs::write(&kept.path, &damaged).unwrap();
            let found = cache.find(ADDRESS);
            assert!(found.is_none_or(|found| found.record.crc == kept.record.crc));
            fs::write(&kept.path, &whole[..at]).unwrap();
            assert_eq!(cache.find(ADDRESS), None, "the first {at} bytes");
        }
        let mut damaged = whole.clone();
        damaged[3] ^= 1;
        fs::write(&kept.path, damaged).unwrap();
        assert_eq!(cache.find(ADDRESS), None);
        assert!(cache.read(&kept).is_err());
    }

    #[test]
    fn files_of_dead_runs_and_what_may_not_be_kept_are_taken_away() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(".bindery-abc.tmp"), "half a picture").unwrap();
        let cache = Cache::open(Some(folder.path()), u64::MAX).unwrap();
        let draft = cache.draft().unwrap();
        drop(Cache::open(Some(folder.path()), u64::MAX).unwrap());
        assert!(draft.file.path().exists());
        drop(draft);
        let passing = Validity {
            passing: true,
            ..Validity::default()
        };
        assert!(kept(&cache, passing).path.exists());
        drop(cache);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_folder_that_is_too_large_loses_what_was_not_used_for_longest() {
        let folder = tempfile::tempdir().unwrap();
        let path = |address: &str| {
            let cache = Cache::open(Some(folder.path()), u64::MAX).unwrap();
            let mut draft = cache.draft().unwrap();
            draft.write_all(address.as_bytes()).unwrap();
            let validity = Validity::default();
            cache.keep(draft, address, validity).unwrap().path
        };
        let paths = [
            "https://a.example/1",
            "https://a.example/2",
            "https://a.example/3",
        ]
        .map(path);
        let length = fs::metadata(&paths[0]).unwrap().len();
        let of_another = folder.path().join("0".repeat(32));
        fs::write(&of_another, vec![0; length as usize]).unwrap();
        for (day, path) in paths[..2].iter().chain([&of_another]).enumerate() {
            let used = SystemTime::UNIX_EPOCH + LATELY * day as u32;
            let file = File::options().append(true).open(path).unwrap();
            file.set_modified(used).unwrap();
        }
        let there = || paths.each_ref().map(|path| path.exists());
        drop(Cache::open(Some(folder.path()), 4 * length).unwrap());
        assert_eq!(there(), [true, true, true]);
        drop(Cache::open(Some(folder.path()), 3 * length).unwrap());
        assert_eq!(there(), [false, true, true]);
        // The second is used, the third is new.
        let cache = Cache::open(Some(folder.path()), 0).unwrap();
        assert!(cache.find("https://a.example/2").is_some());
        drop(cache);
        assert_eq!(there(), [false, true, true]);
        assert!(of_another.exists());
    }
}
