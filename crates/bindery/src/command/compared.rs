//! A file that is to take the place of another.
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::thread::{self, JoinHandle};

/// Bytes that are compared at once.
const BUFFER: usize = 1 << 17;

/// Bytes that are brought to the disk at once, while others are made.
const PIECE: usize = 8 << 20;

/// A file that is compared, while it is written, with the one whose place it is to take, and brought
/// to the disk once they differ.
pub(super) struct Compared {
    file: File,
    /// That one, behind what both have, while they are the same.
    earlier: Option<BufReader<File>>,
    /// How many bytes were written that nobody brings to the disk yet.
    waiting: usize,
    /// What brings others there.
    syncing: Option<JoinHandle<io::Result<()>>>,
}

impl Compared {
    pub(super) fn new(file: File, target: &Path) -> Compared {
        let earlier = File::open(target).ok();
        Compared {
            file,
            earlier: earlier.map(|earlier| BufReader::with_capacity(BUFFER, earlier)),
            waiting: 0,
            syncing: None,
        }
    }

    /// Whether the file at `target` is the same: the one that was compared, as it was then.
    pub(super) fn is_there_already(&self, target: &Path) -> io::Result<bool> {
        let Some(earlier) = &self.earlier else {
            return Ok(false);
        };
        let (compared, there) = (earlier.get_ref().metadata()?, fs::metadata(target)?);
        Ok(there.len() == self.file.metadata()?.len()
            && there.len() == compared.len()
            && there.modified()? == compared.modified()?)
    }

    /// Waits until all of it is on the disk.
    pub(super) fn sync(mut self) -> io::Result<()> {
        self.wait()?;
        self.file.sync_all()
    }

    /// Begins to bring to the disk what is there, unless that goes on already.
    fn begin_to_sync(&mut self) -> io::Result<()> {
        if self
            .syncing
            .as_ref()
            .is_some_and(|thread| !thread.is_finished())
        {
            return Ok(());
        }
        self.wait()?;
        // Where there can be no further handle or thread, the end waits longer.
        if let Ok(file) = self.file.try_clone() {
            let begun = thread::Builder::new().spawn(move || file.sync_data());
            self.syncing = begun.ok();
            self.waiting = 0;
        }
        Ok(())
    }

    /// An error of the disk is told once, to whoever asks first.
    fn wait(&mut self) -> io::Result<()> {
        match self.syncing.take().map(JoinHandle::join) {
            Some(Ok(result)) => result,
            Some(Err(panic)) => std::panic::resume_unwind(panic),
            None => Ok(()),
        }
    }
}

impl Write for Compared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        let differs = |earlier: &mut BufReader<File>| {
            !goes_on_with(earlier, &bytes[..written]).unwrap_or(false)
        };
        self.earlier.take_if(differs);
        self.waiting += written;
        if self.earlier.is_none() && self.waiting >= PIECE {
            self.begin_to_sync()?;
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Whether these bytes come next, which are passed.
fn goes_on_with(file: &mut BufReader<File>, mut bytes: &[u8]) -> io::Result<bool> {
    while !bytes.is_empty() {
        let next = file.fill_buf()?;
        let length = next.len().min(bytes.len());
        if length == 0 || next[..length] != bytes[..length] {
            return Ok(false);
        }
        file.consume(length);
        bytes = &bytes[length..];
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_told_from_what_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let (target, place) = (folder.path().join("there"), folder.path().join("new"));
        // Longer than what is compared, and what is brought to the disk, at once.
        let long = vec![b'a'; 3 * PIECE + 1];
        for (there, new, same) in [
            (&long[..], &long[..], true),
            (&long, &long[1..], false),
            (&long[1..], &long, false),
            (b"", b"", true),
            (b"ab", b"ac", false),
            (b"", &long, false),
        ] {
            fs::write(&target, there).unwrap();
            let mut file = Compared::new(File::create(&place).unwrap(), &target);
            for piece in new.chunks(1_000_003) {
                file.write_all(piece).unwrap();
            }
            let is_same = file.is_there_already(&target).unwrap();
            assert_eq!(is_same, same, "{} {}", there.len(), new.len());
            file.sync().unwrap();
            assert!(fs::read(&place).unwrap() == new);
        }
        let file = Compared::new(File::create(&place).unwrap(), &folder.path().join("none"));
        assert!(!file.is_there_already(&target).unwrap());
        let file = Compared::new(File::create(&place).unwrap(), &target);
        fs::write(&target, "another").unwrap();
        assert!(!file.is_there_already(&target).unwrap());
    }
}
