//! Entries that are printed in another order than they are written, in a temporary file.
use std::collections::HashMap;
use std::io::{self, Read, Seek, SeekFrom, Write};

use bindery_model::Diagnostic;
use tempfile::SpooledTempFile;

use crate::kept::Entries;

/// Bytes that are held in memory before there is a file.
const IN_MEMORY: usize = 8 << 20;

/// Printed posts by their numbers.
pub(crate) struct Spool {
    file: SpooledTempFile,
    length: u64,
    posts: HashMap<usize, Result<Post, Box<Diagnostic>>>,
}

struct Post {
    start: u64,
    /// How long its text is in each format that was wanted.
    lengths: [Option<usize>; 3],
    diagnostics: Vec<Diagnostic>,
}

impl Spool {
    pub(crate) fn new() -> Spool {
        Spool {
            file: SpooledTempFile::new(IN_MEMORY),
            length: 0,
            posts: HashMap::new(),
        }
    }

    /// Puts a post, or why it could not be read. All are put before the first is taken.
    pub(crate) fn put(
        &mut self,
        number: usize,
        printed: Result<Entries, Box<Diagnostic>>,
    ) -> io::Result<()> {
        let post = match printed {
            Ok((texts, diagnostics)) => {
                let start = self.length;
                for text in texts.iter().flatten() {
                    self.file.write_all(text)?;
                    self.length += text.len() as u64;
                }
                Ok(Post {
                    start,
                    lengths: texts.map(|text| text.map(|text| text.len())),
                    diagnostics,
                })
            }
            Err(diagnostic) => Err(diagnostic),
        };
        self.posts.insert(number, post);
        Ok(())
    }

    /// A post that was put. What there is to say of it is given the first time.
    pub(crate) fn get(&mut self, number: usize) -> io::Result<Result<Entries, Box<Diagnostic>>> {
        let post = self.posts.get_mut(&number);
        let post = match post.ok_or(io::ErrorKind::NotFound)? {
            Ok(post) => post,
            Err(diagnostic) => return Ok(Err(diagnostic.clone())),
        };
        self.file.seek(SeekFrom::Start(post.start))?;
        let mut texts = [None, None, None];
        for (text, length) in texts.iter_mut().zip(post.lengths) {
            if let Some(length) = length {
                let mut bytes = vec![0; length];
                self.file.read_exact(&mut bytes)?;
                *text = Some(bytes);
            }
        }
        Ok(Ok((texts, std::mem::take(&mut post.diagnostics))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_is_got_in_any_order() {
        // More than is held in memory.
        let posts: Vec<Entries> = (0..40_u8)
            .map(|number| {
                let text = |times: usize| Some(vec![number; times * 10_000 * usize::from(number)]);
                let found = Diagnostic::note("test.number", number.to_string());
                ([text(2), None, text(1)], vec![found])
            })
            .collect();
        let mut spool = Spool::new();
        for (number, post) in posts.iter().enumerate() {
            spool.put(number, Ok(post.clone())).unwrap();
        }
        let unreadable = Box::new(Diagnostic::error("test.unreadable", "it cannot be read"));
        spool.put(40, Err(unreadable.clone())).unwrap();
        for number in (0..40).rev().chain(20..30) {
            let (texts, found) = spool.get(number).unwrap().unwrap();
            let (expected, told) = &posts[number];
            assert!(&texts == expected, "{number}");
            assert!(&found == told || found.is_empty(), "{number}");
        }
        assert_eq!(spool.get(40).unwrap(), Err(unreadable));
        assert!(spool.get(41).is_err());
    }
}
