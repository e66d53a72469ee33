//! Texts of other files of the archive that a post takes in.
use bindery_model::{Diagnostic, Location};

/// How deep files may stand in one another.
const MAX_DEPTH: usize = 10;
/// How much one post takes in.
const MAX_BYTES: usize = 8 << 20;

/// The files of an archive.
pub trait Files {
    /// The text of a file, by its path from the root; `None` where there is none.
    fn text(&self, path: &str) -> Option<String>;
}

/// What a post takes in.
pub(crate) struct Inclusion<'a> {
    files: Option<&'a dyn Files>,
    /// The files that are being read, that of the post first, each within the one before.
    open: Vec<String>,
    /// How many bytes may still be taken in.
    left: usize,
    /// What could not be taken in, and why.
    refused: Vec<(String, &'static str)>,
}

impl<'a> Inclusion<'a> {
    /// For the post in a file.
    pub(crate) fn new(path: &str, files: Option<&'a dyn Files>) -> Inclusion<'a> {
        Inclusion {
            files,
            open: vec![path.to_owned()],
            left: MAX_BYTES,
            refused: Vec::new(),
        }
    }

    /// The path that a reference from the file that is being read means: from there, or from the root if
    /// it begins with a slash. `None` if it leads out of the archive.
    pub(crate) fn path_of(&self, reference: &str) -> Option<String> {
        let file = self.open.last().map_or("", String::as_str);
        let folder = match reference.starts_with('/') {
            true => "",
            false => file.rsplit_once('/').map_or("", |(folder, _)| folder),
        };
        let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        for part in reference.split('/') {
            match part {
                "" | "." => {}
                ".." => parts.pop().map(|_| ())?,
                part => parts.push(part),
            }
        }
        Some(parts.join("/"))
    }

    /// The text of the file that is the first to be there of some paths, which is read from now on, until
    /// [`close`](Inclusion::close). `reference` is what the post calls it.
    pub(crate) fn open(&mut self, reference: &str, paths: &[String]) -> Option<String> {
        match self.text_of(paths) {
            Ok((path, text)) => {
                self.left -= text.len();
                self.open.push(path);
                Some(text)
            }
            Err(reason) => {
                self.refused.push((reference.to_owned(), reason));
                None
            }
        }
    }

    /// The file that was opened last is read.
    pub(crate) fn close(&mut self) {
        self.open.pop();
    }

    fn text_of(&self, paths: &[String]) -> Result<(String, String), &'static str> {
        if paths.iter().any(|path| self.open.contains(path)) {
            return Err("it would be taken into itself");
        }
        if self.open.len() > MAX_DEPTH {
            return Err("too many files stand in one another");
        }
        let files = self.files.ok_or("the post is read alone")?;
        let text = |path: &String| Some((path.clone(), files.text(path)?));
        let found = paths.iter().find_map(text);
        let (path, text) = found.ok_or("there is no such file in the archive")?;
        match text.len() <= self.left {
            true => Ok((path, text)),
            false => Err("the post takes in too much"),
        }
    }

    /// What could not be taken in, told at its place in the text of the post.
    pub(crate) fn diagnostics(self, path: &str, text: &str) -> Vec<Diagnostic> {
        let told = |(reference, reason): (String, &str)| {
            let message = format!("`{reference}` is not taken in: {reason}");
            let place = text.find(&reference).map(|at| at..at + reference.len());
            Diagnostic::warning("post.not-taken-in", message)
                .with_hint("what that file says is not shown here; correct its path")
                .at(match place {
                    Some(span) => Location::in_text(path, text, span),
                    None => Location::whole_file(path),
                })
        };
        self.refused.into_iter().map(told).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_in_the_archive() {
        let inclusion = Inclusion::new("docs/a/b.md", None);
        for (reference, expected) in [
            ("./_c.md", Some("docs/a/_c.md")),
            ("../_c.md", Some("docs/_c.md")),
            ("/src/c.md", Some("src/c.md")),
            ("../../../c.md", None),
        ] {
            assert_eq!(inclusion.path_of(reference).as_deref(), expected);
        }
    }
}
