//! The files of an archive file, and where each of them is.
use std::io;

use bindery_model::EcoString;

use super::{below_folder, not_found};

/// Paths, sorted, each with the place of its file.
pub(super) struct Directory<P> {
    paths: Vec<EcoString>,
    places: Vec<P>,
}

impl<P: Copy> Directory<P> {
    /// Takes files in the order of the archive; of those of one path the last counts (POSIX, `tar`: it
    /// is extracted over the others). Also returned are the paths of those that do not count.
    pub(super) fn new(mut files: Vec<(EcoString, P)>) -> (Directory<P>, Vec<EcoString>) {
        files.reverse();
        files.sort_by(|(one, _), (other, _)| one.cmp(other));
        let mut earlier = Vec::new();
        files.dedup_by(|(path, _), (later, _)| {
            let is_same = path == later;
            if is_same {
                earlier.push(path.clone());
            }
            is_same
        });
        let (paths, places) = files.into_iter().unzip();
        (Directory { paths, places }, earlier)
    }

    pub(super) fn paths(&self) -> &[EcoString] {
        &self.paths
    }

    pub(super) fn place(&self, path: &str) -> io::Result<P> {
        let found = self
            .paths
            .binary_search_by(|known| known.as_str().cmp(path));
        found.map_or_else(|_| Err(not_found(path)), |at| Ok(self.places[at]))
    }

    /// Keeps what is below a folder, by its path from there.
    pub(super) fn narrow(&mut self, folder: &str) {
        let mut places = std::mem::take(&mut self.places).into_iter();
        self.paths.retain_mut(|path| {
            let place = places.next();
            let inside = below_folder(path, folder).map(EcoString::from);
            let kept = inside.zip(place);
            let is_kept = kept.is_some();
            if let Some((inside, place)) = kept {
                *path = inside;
                self.places.push(place);
            }
            is_kept
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_is_narrowed_to_a_folder() {
        let files = ["b/c.md", "a.md", "b/a/x.md", "b-c.md", "b/c.md"];
        let files = files.into_iter().map(EcoString::from).zip(0..).collect();
        let (mut directory, earlier) = Directory::new(files);
        assert_eq!(earlier, ["b/c.md"]);
        assert_eq!(directory.place("b/c.md").unwrap(), 4);
        directory.narrow("b");
        assert_eq!(directory.paths(), ["a/x.md", "c.md"]);
        assert_eq!(directory.place("a/x.md").unwrap(), 2);
        assert_eq!(directory.place("c.md").unwrap(), 4);
        assert!(directory.place("b/c.md").is_err());
        assert!(directory.place("a.md").is_err());
    }
}
