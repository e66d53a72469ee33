//! Posts that were named one by one, with what lies beside them.
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use bindery_model::EcoString;

use super::{Opened, folder, head_of, holds_many, is_called_post, unreadable};
use crate::Error;

/// Whether a path is that of a post: by its ending, where the file is none that holds many.
pub(crate) fn is_post(path: &Path) -> bool {
    let shown = path.to_string_lossy();
    path.is_file()
        && is_called_post(&shown)
        && File::open(path).is_ok_and(|file| !holds_many(&shown, &head_of(file)))
}

/// Opens posts as those of the folder that all of them are below of, which is returned as well.
pub(crate) fn open_posts(files: &[PathBuf]) -> Result<(Opened, PathBuf), Error> {
    let mut places = Vec::with_capacity(files.len());
    for file in files {
        let failed = |error| unreadable(&file.to_string_lossy(), error);
        places.push(place_of(file).map_err(failed)?);
    }
    let mut folder = places.first().cloned().unwrap_or_default();
    folder.pop();
    for place in &places {
        while !place.starts_with(&folder) {
            folder.pop();
        }
    }
    let mut paths = Vec::with_capacity(files.len());
    for (place, file) in places.iter().zip(files) {
        let failed = |error| unreadable(&file.to_string_lossy(), error);
        paths.push(EcoString::from(path_in(&folder, place).map_err(failed)?));
    }
    let failed = |error| unreadable(&folder.to_string_lossy(), error);
    let opened = folder::of_files(folder.clone(), paths).map_err(failed)?;
    Ok((opened, folder))
}

/// Where a file lies, links between the folders above it resolved; its name stays.
pub(crate) fn place_of(file: &Path) -> io::Result<PathBuf> {
    let name = file.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let folder = file.parent().filter(|folder| *folder != Path::new(""));
    Ok(folder.unwrap_or(Path::new(".")).canonicalize()?.join(name))
}

/// The path of what lies in a folder, as archives have it.
pub(crate) fn path_in(folder: &Path, place: &Path) -> io::Result<String> {
    let below = place.strip_prefix(folder).map_err(io::Error::other)?;
    let path = below.to_str();
    let path = path.ok_or_else(|| io::Error::other("its name is not UTF-8"))?;
    Ok(path.replace('\\', "/"))
}
