//! A folder on disk.
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use bindery_model::{Diagnostic, EcoString};

use super::walk::Walk;
use super::{
    Opened, Storage, below_folder, is_among, is_safe_path, not_found, open_beside, too_long,
    unreadable,
};
use crate::{Error, Options};

/// How much is read as the start of a file.
const START: u64 = 16 << 10;

struct Folder {
    root: Root,
    /// What paths are below of, from the root: nothing, or folders with a slash behind each.
    prefix: String,
    paths: Vec<EcoString>,
    /// What is in the folder itself, sorted.
    top: Vec<EcoString>,
    /// Whether other files than those of the paths can be read.
    is_open: bool,
}

/// The folder itself. What is in it is opened from it where the system can do so, which does not go
/// through the folders above for each file.
struct Root {
    path: PathBuf,
    #[cfg(unix)]
    folder: File,
}

impl Root {
    fn open(path: PathBuf) -> io::Result<Root> {
        Ok(Root {
            #[cfg(unix)]
            folder: File::open(&path)?,
            path,
        })
    }

    #[cfg(unix)]
    fn open_file(&self, path: &str) -> io::Result<File> {
        use rustix::fs::{Mode, OFlags, openat};

        let flags = OFlags::RDONLY | OFlags::CLOEXEC;
        let open = || openat(&self.folder, path, flags, Mode::empty());
        Ok(rustix::io::retry_on_intr(open)?.into())
    }

    #[cfg(not(unix))]
    fn open_file(&self, path: &str) -> io::Result<File> {
        File::open(self.path.join(path))
    }
}

/// Lists a folder. Links are followed as long as they stay inside and make no circle.
pub(super) fn open(root: &Path, options: &Options) -> Result<Opened, Error> {
    let shown = root.to_string_lossy();
    let real = root
        .canonicalize()
        .map_err(|error| unreadable(&shown, error))?;
    std::fs::read_dir(&real).map_err(|error| unreadable(&shown, error))?;
    let mut walk = Walk::new(&real, options.max_files);
    let within_limit = walk.list(&mut vec![real.clone()], "");
    let Walk {
        mut paths,
        mut diagnostics,
        ..
    } = walk;
    if !within_limit {
        let (path, limit) = (shown.into_owned(), options.max_files);
        return Err(Error::TooLarge {
            path,
            limit,
            what: "files",
        });
    }
    for output in &options.outputs {
        diagnostics.extend(leave_output(&mut paths, &real, output));
    }
    // What is in one folder is sorted.
    if !paths.is_sorted() {
        paths.sort();
    }
    let root = Root::open(real).map_err(|error| unreadable(&shown, error))?;
    Ok(Opened {
        storage: Box::new(Folder {
            top: top_of(&paths),
            prefix: String::new(),
            root,
            paths,
            is_open: false,
        }),
        diagnostics,
        single: false,
    })
}

/// Leaves out what a run writes into the folder that it reads, so that no run reads what the one before
/// wrote, and says so.
fn leave_output(paths: &mut Vec<EcoString>, root: &Path, output: &Path) -> Option<Diagnostic> {
    let output = output.canonicalize().ok()?;
    let output = output.strip_prefix(root).ok()?.to_str()?;
    let output = output.replace(std::path::MAIN_SEPARATOR, "/");
    let before = paths.len();
    // Where the folder itself is written to, it is not known which of its files are outputs.
    paths.retain(|path| *path != output && below_folder(path, &output).is_none());
    let message = format!("{output:?} is not read, since it is written");
    (paths.len() < before).then(|| Diagnostic::note("archive.output", message))
}

/// A folder of which only some files are to be seen; the others can be read all the same.
pub(super) fn of_files(root: PathBuf, mut paths: Vec<EcoString>) -> io::Result<Opened> {
    paths.sort_unstable();
    paths.dedup();
    Ok(Opened {
        storage: Box::new(Folder {
            top: top_of(&paths),
            prefix: String::new(),
            root: Root::open(root)?,
            paths,
            is_open: true,
        }),
        diagnostics: Vec::new(),
        single: true,
    })
}

/// The first parts of sorted paths, each once. What is in one folder stands together.
fn top_of(mut paths: &[EcoString]) -> Vec<EcoString> {
    let mut top = Vec::new();
    while let Some(path) = paths.first() {
        let part = first_part(path);
        let inside = paths.partition_point(|path| below_folder(path, part).is_some());
        paths = &paths[inside.max(1)..];
        top.push(EcoString::from(part));
    }
    top.sort_unstable();
    top
}

fn first_part(path: &str) -> &str {
    path.split('/').next().unwrap_or(path)
}

impl Storage for Folder {
    fn paths(&self) -> &[EcoString] {
        &self.paths
    }

    fn narrow(&mut self, folder: &str) {
        self.paths.retain_mut(|path| {
            let inside = below_folder(path, folder).map(EcoString::from);
            inside.map(|inside| *path = inside).is_some()
        });
        self.top = top_of(&self.paths);
        self.prefix.push_str(folder);
        self.prefix.push('/');
    }

    /// Most references that lead to no file lead to no folder that there is: that is seen at once.
    fn holds(&self, path: &str) -> bool {
        is_among(&self.top, first_part(path)) && is_among(&self.paths, path)
    }

    fn open_file(&self, path: &str) -> Option<File> {
        self.opened(path).ok()
    }

    fn size(&self, path: &str) -> io::Result<u64> {
        let path = self.whole_path(path)?;
        Ok(std::fs::metadata(self.root.path.join(&*path))?.len())
    }

    fn read(&self, path: &str, limit: u64) -> io::Result<Vec<u8>> {
        let file = self.opened(path)?;
        // The start of a file is read without asking how long it is.
        let size = match limit {
            ..=START => START,
            _ => file.metadata()?.len(),
        };
        read_to(file, size, limit)
    }

    fn read_post(
        &self,
        path: &str,
        limit: u64,
        _diagnostics: &mut Vec<Diagnostic>,
    ) -> io::Result<Vec<u8>> {
        let mut file = self.opened(path)?;
        let longest = limit.saturating_add(1);
        // Most posts are read whole without asking how long they are.
        let start = START.min(longest);
        let mut bytes = Vec::with_capacity(START as usize);
        file.by_ref().take(start).read_to_end(&mut bytes)?;
        if bytes.len() as u64 == start {
            let size = file.metadata()?.len();
            if size > limit {
                return Err(too_long(limit));
            }
            bytes.reserve(size.saturating_sub(start) as usize + 1);
            file.take(longest - start).read_to_end(&mut bytes)?;
        }
        if bytes.len() as u64 > limit {
            return Err(too_long(limit));
        }
        Ok(bytes)
    }
}

impl Folder {
    fn opened(&self, path: &str) -> io::Result<File> {
        let whole = self.whole_path(path)?;
        match self.is_open && !is_among(&self.paths, path) {
            true => open_beside(&self.root.path, &whole),
            false => self.root.open_file(&whole),
        }
    }

    /// A path that never leads out of the root.
    fn whole_path<'p>(&self, path: &'p str) -> io::Result<Cow<'p, str>> {
        let whole: Cow<'_, str> = match self.prefix.as_str() {
            "" => path.into(),
            prefix => [prefix, path].concat().into(),
        };
        match is_safe_path(&whole) {
            true => Ok(whole),
            false => Err(not_found(path)),
        }
    }
}

/// The first bytes of a file that has so many, so far.
fn read_to(file: File, size: u64, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(size.min(limit) as usize + 1);
    file.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_folder_holds_is_known_by_its_path() {
        let folder = tempfile::tempdir().unwrap();
        for path in ["b.md", "a/c/d.md", "a-b/e.md"] {
            let file = folder.path().join(path);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, "text").unwrap();
        }
        let opened = open(folder.path(), &Options::default()).unwrap();
        for (path, held) in [
            ("b.md", true),
            ("a/c/d.md", true),
            ("a-b/e.md", true),
            ("a/c", false),
            ("a", false),
            ("a/e.md", false),
            ("c/d.md", false),
            ("", false),
        ] {
            assert_eq!(opened.storage.holds(path), held, "{path:?}");
        }
    }

    #[test]
    fn no_path_leads_out_of_a_folder_that_is_narrowed() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("site/src")).unwrap();
        for path in ["out.md", "site/a.md", "site/src/b.md"] {
            std::fs::write(folder.path().join(path), "text").unwrap();
        }
        let narrowed = |to: &str| {
            let site = folder.path().join("site");
            let mut storage = open(&site, &Options::default()).unwrap().storage;
            storage.narrow(to);
            storage
        };
        let source = narrowed("src");
        assert_eq!(source.paths(), ["b.md"]);
        assert!(source.holds("b.md") && !source.holds("a.md"));
        assert_eq!(source.read("b.md", 100).unwrap(), b"text");
        assert_eq!(source.size("b.md").unwrap(), 4);
        assert!(source.read("../a.md", 100).is_err());
        assert!(narrowed("..").read("out.md", 100).is_err());
        assert!(narrowed("..").size("out.md").is_err());
    }
}
