//! One post, with the files beside it if it comes from a folder.
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use bindery_model::EcoString;

use super::{Opened, Storage, not_found, open_beside};

struct Single {
    paths: Vec<EcoString>,
    bytes: Vec<u8>,
    folder: Option<PathBuf>,
}

pub(super) fn alone(name: &str, bytes: Vec<u8>) -> Opened {
    opened(name, bytes, None)
}

/// A post whose images may lie beside it.
pub(super) fn beside(name: &str, bytes: Vec<u8>, folder: &Path) -> Opened {
    opened(name, bytes, Some(folder.to_owned()))
}

fn opened(name: &str, bytes: Vec<u8>, folder: Option<PathBuf>) -> Opened {
    let storage = Single {
        paths: vec![name.into()],
        bytes,
        folder,
    };
    Opened {
        storage: Box::new(storage),
        diagnostics: Vec::new(),
        single: true,
    }
}

impl Storage for Single {
    fn paths(&self) -> &[EcoString] {
        &self.paths
    }

    fn read(&self, path: &str, limit: u64) -> io::Result<Vec<u8>> {
        if path == self.paths[0] {
            let end = (self.bytes.len() as u64).min(limit) as usize;
            return Ok(self.bytes[..end].to_vec());
        }
        let folder = self.folder.as_ref().ok_or_else(|| not_found(path))?;
        let mut bytes = Vec::new();
        open_beside(folder, path)?
            .take(limit)
            .read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}
