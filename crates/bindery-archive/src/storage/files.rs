//! Files that were named one by one, with what lies beside the first.
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use bindery_model::EcoString;

use super::{Opened, Storage, open_beside};
use crate::Error;

struct Files {
    /// The names, sorted, and the files.
    paths: Vec<EcoString>,
    files: Vec<PathBuf>,
    /// The name of the file that was named first.
    first: Option<EcoString>,
    folder: PathBuf,
}

/// Names are those of the files; of two with one name each is known by its number too.
pub(super) fn open(files: &[PathBuf]) -> Result<Opened, Error> {
    let folder = files.first().and_then(|file| file.parent());
    let folder = folder.unwrap_or(Path::new(".")).to_owned();
    let mut named: Vec<(EcoString, PathBuf)> = Vec::new();
    for (index, file) in files.iter().enumerate() {
        let name = file.file_name().unwrap_or(file.as_os_str());
        let mut name = name.to_string_lossy().into_owned();
        if named.iter().any(|(known, _)| *known == name) {
            name = format!("{}-{name}", index + 1);
        }
        named.push((name.into(), file.clone()));
    }
    let first = named.first().map(|(name, _)| name.clone());
    named.sort();
    let (paths, files) = named.into_iter().unzip();
    Ok(Opened {
        storage: Box::new(Files {
            paths,
            files,
            first,
            folder,
        }),
        diagnostics: Vec::new(),
        single: true,
    })
}

impl Files {
    fn file(&self, path: &str) -> io::Result<File> {
        if let Ok(at) = self
            .paths
            .binary_search_by(|known| known.as_str().cmp(path))
        {
            return File::open(&self.files[at]);
        }
        open_beside(&self.folder, path)
    }
}

impl Storage for Files {
    fn paths(&self) -> &[EcoString] {
        &self.paths
    }

    fn read(&self, path: &str, limit: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.file(path)?.take(limit).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn first_named(&self) -> Option<&str> {
        self.first.as_deref()
    }

    fn open_file(&self, path: &str) -> Option<File> {
        self.file(path).ok()
    }
}
