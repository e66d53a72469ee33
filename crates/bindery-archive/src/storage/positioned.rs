use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;

/// A file with a position of its own: copies of it are read by many threads at once.
#[derive(Clone)]
pub(super) struct PositionedFile {
    file: Arc<File>,
    position: u64,
}

impl PositionedFile {
    pub(super) fn new(file: File) -> PositionedFile {
        let (file, position) = (Arc::new(file), 0);
        PositionedFile { file, position }
    }

    /// A copy that reads from a place on.
    pub(super) fn at(&self, position: u64) -> PositionedFile {
        let file = Arc::clone(&self.file);
        PositionedFile { file, position }
    }
}

impl Read for PositionedFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        #[cfg(unix)]
        let read = std::os::unix::fs::FileExt::read_at(&*self.file, buffer, self.position)?;
        #[cfg(windows)]
        let read = std::os::windows::fs::FileExt::seek_read(&*self.file, buffer, self.position)?;
        self.position += read as u64;
        Ok(read)
    }
}

impl Seek for PositionedFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (base, offset) = match to {
            SeekFrom::Start(position) => (position, 0),
            SeekFrom::Current(offset) => (self.position, offset),
            SeekFrom::End(offset) => (self.file.metadata()?.len(), offset),
        };
        let position = base.checked_add_signed(offset);
        self.position = position.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}
