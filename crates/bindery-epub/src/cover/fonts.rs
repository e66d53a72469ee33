//! The fonts that a cover is set in.
use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use harfrust::{Font, Tag};

use super::scripts::{Script, is_invisible, script_of};
use super::system_fonts;
use crate::Error;
use crate::faces::{face_for, faces, has};

/// Files that are opened for one script before it is given up.
const TRIED: usize = 40;
/// A weight at which letters of this size look well.
const WEIGHT: f32 = 600.0;

/// Fonts for covers. Files are read when they are needed, and once: copies share what was read, so
/// that volumes need not read them again.
#[derive(Clone, Default)]
pub struct CoverFonts {
    given: Vec<Font>,
    folders: Vec<PathBuf>,
    read: Arc<Mutex<Read>>,
}

#[derive(Default)]
struct Read {
    files: Option<Arc<Vec<PathBuf>>>,
    faces: HashMap<PathBuf, Arc<Vec<Font>>>,
}

impl CoverFonts {
    /// The fonts of this machine.
    pub fn system() -> CoverFonts {
        CoverFonts::in_folders(system_fonts::folders())
    }

    /// The fonts in folders, and in folders within them.
    pub fn in_folders(folders: impl IntoIterator<Item = PathBuf>) -> CoverFonts {
        CoverFonts {
            folders: folders.into_iter().collect(),
            ..CoverFonts::default()
        }
    }

    /// Prefers a font: the bytes of a file of OpenType or TrueType. What it lacks is taken from the
    /// others.
    ///
    /// # Errors
    ///
    /// Where it is no such font.
    pub fn with_font(mut self, bytes: Vec<u8>) -> Result<CoverFonts, Error> {
        let faces = weighted(bytes);
        if faces.is_empty() {
            return Err(Error::CoverFont);
        }
        self.given.extend(faces);
        Ok(self)
    }

    /// The fonts for texts, of which the first is the most important, and the characters that none
    /// of them has.
    pub(super) fn choose(&self, texts: &[&str], language: &str) -> (Vec<Font>, BTreeSet<char>) {
        let mut wanted: Vec<char> = Vec::new();
        for text in texts {
            let mut own: Vec<char> = text.chars().filter(|&c| !is_invisible(c)).collect();
            // A text with Chinese in it is set in a Chinese font, which has Latin letters too.
            own.sort_by_key(|&c| rank(script_of(c)));
            wanted.append(&mut own);
        }
        let mut fonts: Vec<Font> = Vec::new();
        let mut missing = BTreeSet::new();
        for font in &self.given {
            if wanted.iter().any(|&c| has(font, c)) {
                wanted.retain(|&c| !has(font, c));
                fonts.push(font.clone());
            }
        }
        while let Some(&first) = wanted.first() {
            let script = script_of(first);
            let (group, others): (Vec<char>, Vec<char>) =
                wanted.iter().partition(|&&c| script_of(c) == script);
            match self.best(script, &group, language) {
                Some(font) => {
                    wanted.retain(|&c| !has(&font, c));
                    fonts.push(font);
                }
                None => {
                    missing.extend(group);
                    wanted = others;
                }
            }
        }
        (fonts, missing)
    }

    /// The first font that has all characters, else the one that has most of them.
    fn best(&self, script: Script, wanted: &[char], language: &str) -> Option<Font> {
        let files = self.files();
        let mut best: (usize, Option<Font>) = (0, None);
        for path in system_fonts::in_order(&files, script, language)
            .into_iter()
            .take(TRIED)
        {
            let faces = self.faces(path);
            let Some(face) = face_for(&faces, language, WEIGHT).map(|place| &faces[place]) else {
                continue;
            };
            let count = wanted.iter().filter(|&&c| has(face, c)).count();
            if count > best.0 {
                best = (count, Some(face.clone()));
            }
            if count == wanted.len() {
                break;
            }
        }
        best.1
    }

    fn files(&self) -> Arc<Vec<PathBuf>> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let files = read
            .files
            .get_or_insert_with(|| Arc::new(system_fonts::files(&self.folders)));
        Arc::clone(files)
    }

    fn faces(&self, path: &Path) -> Arc<Vec<Font>> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let faces = read.faces.entry(path.to_owned()).or_insert_with(|| {
            let bytes = std::fs::read(path).unwrap_or_default();
            Arc::new(weighted(bytes))
        });
        Arc::clone(faces)
    }
}

impl fmt::Debug for CoverFonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CoverFonts")
            .field("given", &self.given.len())
            .field("folders", &self.folders)
            .finish_non_exhaustive()
    }
}

/// Scripts in the order in which fonts for them are chosen.
fn rank(script: Script) -> u8 {
    match script {
        Script::EastAsian => 0,
        Script::European | Script::Arabic | Script::Hebrew | Script::Other(_) => 1,
        Script::Common => 2,
        Script::Symbol => 3,
    }
}

/// The fonts in a file, each with its weight set where that can be.
fn weighted(bytes: Vec<u8>) -> Vec<Font> {
    let weight = (Tag::new(b"wght"), WEIGHT);
    let faces = faces(&Arc::new(bytes)).into_iter();
    faces
        .map(|font| font.instance_builder().variations([weight]).build())
        .collect()
}
