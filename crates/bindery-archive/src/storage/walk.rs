//! All files in a folder and in those within it.
use std::borrow::Cow;
use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

use bindery_model::{Diagnostic, EcoString};

use super::{is_junk, left_out};

/// What was found on the way through a folder.
pub(super) struct Walk<'r> {
    /// The folder, without links in its path.
    root: &'r Path,
    /// How many files there may be.
    limit: u64,
    /// Relative to the root, with `/` between the parts.
    pub(super) paths: Vec<EcoString>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'r> Walk<'r> {
    pub(super) fn new(root: &'r Path, limit: u64) -> Walk<'r> {
        Walk {
            root,
            limit,
            paths: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    /// Lists the last of these folders, which stand within each other, links between them resolved;
    /// `prefix` is its path with a `/` behind it. False where there are too many files.
    pub(super) fn list(&mut self, folders: &mut Vec<PathBuf>, prefix: &str) -> bool {
        let Some(entries) = folders.last().map(fs::read_dir) else {
            return true;
        };
        let entries = match entries {
            Ok(entries) => entries,
            Err(error) => {
                self.say_unreadable(prefix.trim_end_matches('/'), &error);
                return true;
            }
        };
        // Folders are listed once this one is closed: how many may be open is limited.
        let mut below = Vec::new();
        let mut path = prefix.to_owned();
        for entry in entries {
            let found = entry.and_then(|entry| Ok((entry.file_type()?, entry)));
            let (kind, entry) = match found {
                Ok(found) => found,
                Err(error) => {
                    self.say_unreadable(prefix.trim_end_matches('/'), &error);
                    continue;
                }
            };
            let name = entry.file_name();
            let in_utf_8 = name.to_str();
            path.truncate(prefix.len());
            path.push_str(&in_utf_8.map_or_else(|| name.to_string_lossy(), Cow::from));
            if is_junk(&path[prefix.len()..]) {
                continue;
            }
            if in_utf_8.is_none() {
                self.leave_out(&path, "its name is not UTF-8");
            } else if kind.is_file() {
                self.paths.push(EcoString::from(path.as_str()));
            } else if kind.is_dir() {
                below.push((format!("{path}/"), entry.path()));
            } else if kind.is_symlink() {
                below.extend(self.follow(&entry, &path, folders));
            } else {
                self.leave_out(&path, "it is no plain file");
            }
            if self.paths.len() as u64 > self.limit {
                return false;
            }
        }
        below.into_iter().all(|(prefix, folder)| {
            folders.push(folder);
            let within_limit = self.list(folders, &prefix);
            folders.pop();
            within_limit
        })
    }

    /// Links are followed as long as they stay inside and make no circle; what is returned is the
    /// folder that one leads to.
    fn follow(
        &mut self,
        link: &DirEntry,
        path: &str,
        folders: &[PathBuf],
    ) -> Option<(String, PathBuf)> {
        let target = match fs::canonicalize(link.path()) {
            Ok(target) => target,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.leave_out(path, "the link leads nowhere");
                return None;
            }
            Err(error) => {
                self.say_unreadable(path, &error);
                return None;
            }
        };
        if !target.starts_with(self.root) {
            self.leave_out(path, "the link leads out of the archive");
        } else if target.is_file() {
            self.paths.push(EcoString::from(path));
        } else if !target.is_dir() {
            self.leave_out(path, "it is no plain file");
        } else if folders.contains(&target) {
            self.leave_out(path, "the link leads in a circle");
        } else {
            return Some((format!("{path}/"), target));
        }
        None
    }

    fn leave_out(&mut self, path: &str, reason: &str) {
        self.diagnostics.push(left_out(path, reason));
    }

    fn say_unreadable(&mut self, path: &str, error: &io::Error) {
        let message = format!("{path:?} cannot be read: {error}");
        let found = Diagnostic::error("archive.unreadable", message)
            .with_hint("see to its permissions, or move it out of the archive");
        self.diagnostics.push(found);
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_are_followed_within_the_folder() {
        let around = tempfile::tempdir().unwrap();
        let around = around.path().canonicalize().unwrap();
        let root = around.join("root");
        for file in ["root/a.md", "root/b/c.md", "root/.git/d.md", "out/e.md"] {
            let file = around.join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "text").unwrap();
        }
        for (target, link) in [
            ("b", "to-folder"),
            ("../b/c.md", "b/to-file.md"),
            ("..", "b/circle"),
            ("../out", "out"),
            ("../out/e.md", "e.md"),
            ("gone", "gone.md"),
        ] {
            symlink(target, root.join(link)).unwrap();
        }
        let mut walk = Walk::new(&root, 100);
        assert!(walk.list(&mut vec![root.clone()], ""));
        walk.paths.sort();
        assert_eq!(
            walk.paths,
            [
                "a.md",
                "b/c.md",
                "b/to-file.md",
                "to-folder/c.md",
                "to-folder/to-file.md"
            ]
        );
        let mut said: Vec<_> = walk
            .diagnostics
            .iter()
            .map(|said| said.message.as_str())
            .collect();
        said.sort_unstable();
        assert_eq!(
            said,
            [
                "\"b/circle\" is left out: the link leads in a circle",
                "\"e.md\" is left out: the link leads out of the archive",
                "\"gone.md\" is left out: the link leads nowhere",
                "\"out\" is left out: the link leads out of the archive",
                "\"to-folder/circle\" is left out: the link leads in a circle",
            ]
        );
        assert!(!Walk::new(&root, 1).list(&mut vec![root.clone()], ""));
    }
}
