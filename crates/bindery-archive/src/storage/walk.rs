//! All files in a folder and in those within it.
use std::borrow::Cow;
use std::collections::HashMap;
use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

use bindery_model::{Diagnostic, EcoString};

use super::folder_names::FolderNames;
use super::{NO_FILE, is_junk_name, left_out};

/// How many links are followed to one folder: through two links in each folder of a chain, the last one is
/// reached in more ways than can be counted.
const MOST_TIMES: u32 = 100;
/// What to do about what holds no post.
const NO_HARM: &str = "no post is lost by that; take it away to be told no more";

/// What was found on the way through a folder.
pub(super) struct Walk<'r> {
    /// The folder, without links in its path.
    root: &'r Path,
    /// How many files there may be.
    limit: u64,
    /// Relative to the root, with `/` between the parts.
    pub(super) paths: Vec<EcoString>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// How often links led to a folder.
    followed: HashMap<PathBuf, u32>,
}

impl<'r> Walk<'r> {
    pub(super) fn new(root: &'r Path, limit: u64) -> Walk<'r> {
        Walk {
            root,
            limit,
            paths: Vec::new(),
            diagnostics: Vec::new(),
            followed: HashMap::new(),
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
        let mut names = FolderNames::default();
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
            if is_junk_name(&path[prefix.len()..]) {
                continue;
            }
            if in_utf_8.is_none() {
                self.leave_out(&path, "its name is not UTF-8", "rename it");
            } else if kind.is_file() {
                names.push(&path[prefix.len()..]);
            } else if kind.is_dir() {
                below.push((format!("{path}/"), entry.path()));
            } else if kind.is_symlink() {
                match self.follow(&entry, &path, folders) {
                    Some(Linked::File) => names.push(&path[prefix.len()..]),
                    Some(Linked::Folder(folder)) => below.push((format!("{path}/"), folder)),
                    None => {}
                }
            } else {
                self.leave_out(&path, NO_FILE, NO_HARM);
            }
            if (self.paths.len() + names.len()) as u64 > self.limit {
                return false;
            }
        }
        self.paths.extend(names.sorted_paths(prefix));
        below.into_iter().all(|(prefix, folder)| {
            folders.push(folder);
            let within_limit = self.list(folders, &prefix);
            folders.pop();
            within_limit
        })
    }

    /// Links are followed as long as they stay inside and make no circle.
    fn follow(&mut self, link: &DirEntry, path: &str, folders: &[PathBuf]) -> Option<Linked> {
        let target = match fs::canonicalize(link.path()) {
            Ok(target) => target,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.leave_out(path, "the link leads nowhere", "mend it, or take it away");
                return None;
            }
            Err(error) => {
                self.say_unreadable(path, &error);
                return None;
            }
        };
        if !target.starts_with(self.root) {
            let hint = "put what it leads to in its place";
            self.leave_out(path, "the link leads out of the archive", hint);
        } else if target.is_file() {
            return Some(Linked::File);
        } else if !target.is_dir() {
            self.leave_out(path, NO_FILE, NO_HARM);
        } else if folders.contains(&target) {
            self.leave_out(path, "the link leads in a circle", NO_HARM);
        } else {
            let times = self.followed.entry(target.clone()).or_default();
            *times += 1;
            if *times <= MOST_TIMES {
                return Some(Linked::Folder(target));
            }
            let reason = format!("{MOST_TIMES} links led to its folder before");
            self.leave_out(path, &reason, "name the folder that it leads to");
        }
        None
    }

    fn leave_out(&mut self, path: &str, reason: &str, hint: &str) {
        self.diagnostics.push(left_out(path, reason, hint));
    }

    fn say_unreadable(&mut self, path: &str, error: &io::Error) {
        let message = format!("{path:?} cannot be read: {error}");
        let found = Diagnostic::error("archive.unreadable", message)
            .with_hint("see to its permissions, or move it out of the archive");
        self.diagnostics.push(found);
    }
}

/// What a link leads to.
enum Linked {
    File,
    Folder(PathBuf),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn links_that_multiply_are_followed_so_often() {
        use std::os::unix::fs::symlink;

        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        for number in 0..30 {
            let inside = root.join(format!("{number}"));
            fs::create_dir(&inside).unwrap();
            for name in ["one", "other"] {
                symlink(format!("../{}", number + 1), inside.join(name)).unwrap();
            }
        }
        fs::create_dir(root.join("30")).unwrap();
        fs::write(root.join("30/a.md"), "text").unwrap();
        let mut walk = Walk::new(&root, 1000);
        assert!(walk.list(&mut vec![root.clone()], ""));
        assert_eq!(walk.paths.len(), 1 + MOST_TIMES as usize);
        let told = &walk.diagnostics[0].message;
        assert!(
            told.ends_with("is left out: 100 links led to its folder before"),
            "{told}"
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_within_the_folder() {
        use std::os::unix::fs::symlink;

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
