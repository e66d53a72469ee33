//! The text of a file that holds many posts, read piece by piece.
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Mutex, PoisonError};

use bindery_model::Diagnostic;
use bindery_parse::decode;

use crate::storage::Storage;

/// Bytes that are read at once.
const WINDOW: usize = 1 << 16;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The text of a file. What is UTF-8 on a disk stays there.
#[derive(Debug)]
pub(crate) enum Document {
    Memory(String),
    Disk {
        file: Mutex<File>,
        /// The length of the byte order mark.
        start: u64,
    },
}

impl Document {
    /// Opens a file, of which at most `limit` bytes may have to be held in memory.
    pub(crate) fn open(
        storage: &dyn Storage,
        path: &str,
        limit: u64,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> io::Result<Document> {
        if let Some(mut file) = storage.open_file(path)
            && let Some(start) = start_of_utf8(&mut file)?
        {
            let file = Mutex::new(file);
            return Ok(Document::Disk { file, start });
        }
        let bytes = storage.read(path, limit.saturating_add(1))?;
        if bytes.len() as u64 > limit {
            let message =
                format!("it is longer than {limit} bytes; --max-file-size lifts that limit");
            return Err(io::Error::other(message));
        }
        let decoded = decode(&bytes);
        diagnostics.extend(decoded.diagnostics(path));
        Ok(Document::Memory(decoded.text.into_owned()))
    }

    /// Reads it from the start.
    pub(crate) fn reader(&self) -> io::Result<Box<dyn Read + '_>> {
        Ok(match self {
            Document::Memory(text) => Box::new(text.as_bytes()),
            Document::Disk { file, start } => {
                let mut file = file
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .try_clone()?;
                file.seek(SeekFrom::Start(*start))?;
                Box::new(file)
            }
        })
    }

    /// The text between two places.
    pub(crate) fn read(&self, start: u64, end: u64) -> io::Result<String> {
        match self {
            Document::Memory(text) => {
                let piece = text.get(start as usize..end as usize);
                Ok(piece.unwrap_or_default().to_owned())
            }
            Document::Disk { file, start: mark } => {
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                file.seek(SeekFrom::Start(mark + start))?;
                let mut bytes = Vec::new();
                (&*file).take(end - start).read_to_end(&mut bytes)?;
                drop(file);
                // The file may have changed since it was opened.
                String::from_utf8(bytes)
                    .map_err(|_| io::Error::other("the file changed while it was read"))
            }
        }
    }

    pub(crate) fn read_all(&self) -> io::Result<String> {
        let mut text = String::new();
        self.reader()?.read_to_string(&mut text)?;
        Ok(text)
    }
}

/// Where the text of a file begins, if it is UTF-8 from there to its end.
fn start_of_utf8(file: &mut File) -> io::Result<Option<u64>> {
    let mut window = vec![0; WINDOW];
    // Bytes of a character that the last window cut.
    let mut kept = 0;
    let mut start = None;
    loop {
        let read = file.read(&mut window[kept..])?;
        let bytes = &window[..kept + read];
        if start.is_none() {
            let mark = bytes.starts_with(BYTE_ORDER_MARK);
            start = Some(if mark {
                BYTE_ORDER_MARK.len() as u64
            } else {
                0
            });
        }
        if read == 0 {
            return Ok(start.filter(|_| kept == 0));
        }
        let valid = match std::str::from_utf8(bytes) {
            Ok(text) => text.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => return Ok(None),
        };
        let end = bytes.len();
        window.copy_within(valid..end, 0);
        kept = end - valid;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn utf8_is_told_across_windows() {
        let long = "长".repeat(WINDOW);
        let cases: [(&[u8], Option<u64>); 5] = [
            (long.as_bytes(), Some(0)),
            (b"\xef\xbb\xbfa", Some(3)),
            (b"", Some(0)),
            (b"a\xd6\xd0", None),
            (&long.as_bytes()[..WINDOW], None),
        ];
        for (bytes, expected) in cases {
            let mut file = tempfile::tempfile().unwrap();
            file.write_all(bytes).unwrap();
            file.rewind().unwrap();
            assert_eq!(start_of_utf8(&mut file).unwrap(), expected);
        }
    }
}
