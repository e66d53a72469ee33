//! Entries that were printed before their turn, in a temporary file: what is made of the oldest
//! post first is written last.
use std::io::{self, Read, Seek, SeekFrom, Write};

use bindery_model::Diagnostic;
use tempfile::SpooledTempFile;

use crate::kept::Entries;

/// Bytes that are held in memory before there is a file.
const IN_MEMORY: usize = 8 << 20;

/// A stack of printed posts.
pub(crate) struct Spool {
    file: SpooledTempFile,
    length: u64,
    posts: Vec<Post>,
}

struct Post {
    /// How long its text is in each format that was wanted.
    lengths: [Option<usize>; 3],
    diagnostics: Vec<Diagnostic>,
}

impl Spool {
    pub(crate) fn new() -> Spool {
        Spool {
            file: SpooledTempFile::new(IN_MEMORY),
            length: 0,
            posts: Vec::new(),
        }
    }

    /// Puts a post upon the others.
    pub(crate) fn push(&mut self, (texts, diagnostics): Entries) -> io::Result<()> {
        for text in texts.iter().flatten() {
            self.file.write_all(text)?;
            self.length += text.len() as u64;
        }
        self.posts.push(Post {
            lengths: texts.map(|text| text.map(|text| text.len())),
            diagnostics,
        });
        Ok(())
    }

    /// Takes the post that was put last. There must be one.
    pub(crate) fn pop(&mut self) -> io::Result<Entries> {
        let Post {
            lengths,
            diagnostics,
        } = self.posts.pop().ok_or(io::ErrorKind::UnexpectedEof)?;
        self.length -= lengths.iter().flatten().sum::<usize>() as u64;
        self.file.seek(SeekFrom::Start(self.length))?;
        let mut texts = [None, None, None];
        for (text, length) in texts.iter_mut().zip(lengths) {
            if let Some(length) = length {
                let mut bytes = vec![0; length];
                self.file.read_exact(&mut bytes)?;
                *text = Some(bytes);
            }
        }
        Ok((texts, diagnostics))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_last_is_taken_first() {
        // More than is held in memory.
        let posts: Vec<Entries> = (0..40_u8)
            .map(|number| {
                let text = |times: usize| Some(vec![number; times * 10_000 * usize::from(number)]);
                let found = Diagnostic::note("test.number", number.to_string());
                ([text(2), None, text(1)], vec![found])
            })
            .collect();
        let mut spool = Spool::new();
        for post in &posts {
            spool.push(post.clone()).unwrap();
        }
        for post in posts.iter().rev() {
            assert!(&spool.pop().unwrap() == post);
        }
        assert!(spool.pop().is_err());
    }
}
