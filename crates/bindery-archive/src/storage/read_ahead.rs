//! A reader for many small pieces that mostly follow each other.
use std::io::{self, Read, Seek, SeekFrom};

/// Bytes that are read at once.
const BUFFER: usize = 1 << 16;

/// Reads ahead, and keeps that when it is told to go to a place within it, where
/// [`BufReader`](std::io::BufReader) would read it again.
pub(super) struct ReadAhead<R> {
    reader: R,
    position: u64,
    /// What was read, and where in the file it begins.
    buffer: Vec<u8>,
    start: u64,
}

impl<R> ReadAhead<R> {
    pub(super) fn new(reader: R) -> ReadAhead<R> {
        ReadAhead {
            reader,
            position: 0,
            buffer: Vec::new(),
            start: 0,
        }
    }

    /// What is known of the bytes from the position on.
    fn known(&self) -> &[u8] {
        let passed = self.position.checked_sub(self.start);
        let passed = passed.and_then(|passed| usize::try_from(passed).ok());
        passed
            .and_then(|passed| self.buffer.get(passed..))
            .unwrap_or_default()
    }
}

impl<R: Read + Seek> Read for ReadAhead<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.known().is_empty() {
            self.start = self.reader.seek(SeekFrom::Start(self.position))?;
            self.buffer.resize(BUFFER, 0);
            let read = self.reader.read(&mut self.buffer);
            self.buffer.truncate(*read.as_ref().unwrap_or(&0));
            read?;
        }
        let read = self.known().read(out)?;
        self.position += read as u64;
        Ok(read)
    }
}

impl<R: Seek> Seek for ReadAhead<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.position = match to {
            SeekFrom::Start(position) => position,
            SeekFrom::Current(offset) => self
                .position
                .checked_add_signed(offset)
                .ok_or(io::ErrorKind::InvalidInput)?,
            SeekFrom::End(_) => self.reader.seek(to)?,
        };
        Ok(self.position)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::io::Cursor;

    use super::*;

    /// Counts how often it is read.
    struct Counted<'a>(Cursor<&'a [u8]>, &'a Cell<usize>);

    impl Read for Counted<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            self.1.set(self.1.get() + 1);
            self.0.read(out)
        }
    }

    impl Seek for Counted<'_> {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            self.0.seek(to)
        }
    }

    #[test]
    fn small_pieces_are_read_at_once() {
        let bytes: Vec<u8> = (0..3 * BUFFER).map(|at| (at / 251) as u8).collect();
        let reads = Cell::new(0);
        let mut reader = ReadAhead::new(Counted(Cursor::new(&bytes), &reads));
        let mut piece = [0; 40];
        for at in (0..bytes.len() - 40).step_by(37) {
            reader.seek(SeekFrom::Start(at as u64)).unwrap();
            reader.read_exact(&mut piece).unwrap();
            assert_eq!(piece, bytes[at..at + 40]);
        }
        assert!(reads.get() < 12, "{}", reads.get());
        assert_eq!(
            reader.seek(SeekFrom::End(-4)).unwrap(),
            3 * BUFFER as u64 - 4
        );
        let mut rest = Vec::new();
        reader.read_to_end(&mut rest).unwrap();
        assert_eq!(rest, bytes[bytes.len() - 4..]);
        assert!(reader.seek(SeekFrom::Current(-i64::MAX)).is_err());
    }
}
