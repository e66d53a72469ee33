//! Where the bytes are.
mod directory;
mod files;
mod folder;
mod folder_names;
mod memory;
mod named_posts;
mod names;
mod noted;
mod positioned;
mod read_ahead;
mod tar;
mod top_folder;
mod walk;
mod zip;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use bindery_model::{Diagnostic, EcoString, Location};

pub(crate) use named_posts::{is_post, open_posts, path_in, place_of};
pub(crate) use noted::Noted;
pub(crate) use top_folder::{leave_top_folder, top_folder};

use crate::sites::lektor;
use crate::{Error, Options, import};

/// Files by path. Paths are relative to the root, with `/`, and never lead out of it.
pub(crate) trait Storage: Send + Sync {
    /// All files, sorted.
    fn paths(&self) -> &[EcoString];

    /// Whether there is such a file.
    fn holds(&self, path: &str) -> bool {
        is_among(self.paths(), path)
    }

    /// Keeps only what is below a folder, by its path from there. A file that was named itself, and
    /// an entry of it, is in none.
    fn narrow(&mut self, _folder: &str) {}

    /// The first `limit` bytes of a file.
    fn read(&self, path: &str, limit: u64) -> io::Result<Vec<u8>>;

    /// The file that was named first, where files were named one by one.
    fn first_named(&self) -> Option<&str> {
        None
    }

    /// The file itself, where it lies on a disk as it is.
    fn open_file(&self, _path: &str) -> Option<File> {
        None
    }

    /// A whole post, with what was noticed about it; an error where it is longer than `limit`.
    fn read_post(
        &self,
        path: &str,
        limit: u64,
        _diagnostics: &mut Vec<Diagnostic>,
    ) -> io::Result<Vec<u8>> {
        let bytes = self.read(path, limit.saturating_add(1))?;
        if bytes.len() as u64 > limit {
            return Err(too_long(limit));
        }
        Ok(bytes)
    }

    /// Whether this is an entry of a file that holds many posts.
    fn is_entry(&self, _path: &str) -> bool {
        false
    }

    /// Where such an entry stands.
    fn place(&self, _path: &str) -> Option<Location> {
        None
    }

    /// How many bytes a file has.
    fn size(&self, path: &str) -> io::Result<u64> {
        match self.open_file(path) {
            Some(file) => Ok(file.metadata()?.len()),
            None => Ok(self.read(path, u64::MAX)?.len() as u64),
        }
    }
}

/// A storage, and what was left out of it.
pub(crate) struct Opened {
    pub(crate) storage: Box<dyn Storage>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Whether its posts were named themselves, so that files beside them may be referred to.
    pub(crate) single: bool,
}

impl Opened {
    /// An archive file: what was noticed is told of it.
    fn archive_file(
        shown: &str,
        storage: impl Storage + 'static,
        diagnostics: impl IntoIterator<Item = Diagnostic>,
    ) -> Opened {
        let place = Location::whole_file(shown);
        let diagnostics = diagnostics.into_iter();
        Opened {
            storage: Box::new(storage),
            diagnostics: diagnostics.map(|found| found.at(place.clone())).collect(),
            single: false,
        }
    }
}

pub(crate) const POST_ENDINGS: [&str; 16] = [
    "md", "markdown", "mkd", "mkdn", "mkdown", "mdown", "html", "htm", "xhtml", "shtml", "shtm",
    "txt", "mdx", "mdoc", "markdoc", "qmd",
];

/// What counts as an image file.
pub(crate) const IMAGE_ENDINGS: [&str; 9] = [
    "png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp", "tiff",
];

pub(crate) fn open(path: &Path, options: &Options) -> Result<Opened, Error> {
    let shown = path.to_string_lossy();
    let metadata = std::fs::metadata(path).map_err(|error| unreadable(&shown, error))?;
    if metadata.is_dir() {
        return folder::open(path, options);
    }
    let file = || File::open(path).map_err(|error| unreadable(&shown, error));
    match Format::of(&shown) {
        Some(Format::Zip) => zip::open(file()?, &shown, options),
        Some(Format::Tar(compression)) => tar::open(file()?, compression, &shown, options),
        _ if holds_many(&shown, &head_of(file()?)) => files::open(&[path.to_owned()]),
        Some(Format::Post) => {
            let mut bytes = Vec::new();
            let limit = options.max_file_size + 1;
            let read = file()?.take(limit).read_to_end(&mut bytes);
            read.map_err(|error| unreadable(&shown, error))?;
            let folder = path.parent().unwrap_or(Path::new("."));
            let name = path
                .file_name()
                .map_or_else(|| shown.clone(), |name| name.to_string_lossy());
            Ok(memory::beside(&name, bytes, folder))
        }
        None => Err(unknown(&shown, &head_of(file()?))),
    }
}

/// The first bytes of a file, as far as they can be read.
fn head_of(file: File) -> Vec<u8> {
    let mut head = Vec::new();
    let _ = file.take(import::HEAD).read_to_end(&mut head);
    head
}

/// A file beside one that was named, which that may refer to. A pipe would be waited for, and a device may
/// never end.
fn open_beside(folder: &Path, path: &str) -> io::Result<File> {
    let file = folder.join(safe_path(path).ok_or_else(|| not_found(path))?);
    match std::fs::metadata(&file)?.is_file() {
        true => File::open(file),
        false => Err(not_found(path)),
    }
}

/// A path from a folder that it is below of.
pub(crate) fn below_folder<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    path.strip_prefix(folder)?.strip_prefix('/')
}

/// Whether a path is one of these, which are sorted.
fn is_among(paths: &[EcoString], path: &str) -> bool {
    let found = paths.binary_search_by(|known| known.as_str().cmp(path));
    found.is_ok()
}

/// Whether a file that begins so is a feed or an export.
fn holds_many(path: &str, head: &[u8]) -> bool {
    import::format_of(path, &head[..head.len().min(import::HEAD as usize)]).is_some()
}

/// Several files, each of which holds many posts.
pub(crate) fn open_all(paths: &[PathBuf]) -> Result<Opened, Error> {
    for path in paths {
        let failed = |error| unreadable(&path.to_string_lossy(), error);
        std::fs::metadata(path).map_err(failed)?;
    }
    for path in paths {
        let shown = path.to_string_lossy();
        let file = File::open(path).map_err(|error| unreadable(&shown, error))?;
        let head = head_of(file);
        if !holds_many(&shown, &head) {
            let mistaken = import::mistaken(&shown, &head).filter(|_| path.is_file());
            return Err(mistaken.unwrap_or_else(|| Error::NotMergeable {
                path: shown.into_owned(),
            }));
        }
    }
    files::open(paths)
}

pub(crate) fn from_bytes(name: &str, bytes: Vec<u8>, options: &Options) -> Result<Opened, Error> {
    match Format::of(name) {
        Some(Format::Zip) => zip::from_bytes(bytes, name, options),
        Some(Format::Tar(compression)) => {
            tar::open_stream(bytes.as_slice(), compression, name, options)
        }
        Some(Format::Post) => Ok(memory::alone(name, bytes)),
        None if holds_many(name, &bytes) => Ok(memory::alone(name, bytes)),
        None => Err(unknown(name, &bytes)),
    }
}

/// Why a file that begins so is not read.
fn unknown(path: &str, head: &[u8]) -> Error {
    import::mistaken(path, head).unwrap_or_else(|| Error::UnknownFormat {
        path: path.to_owned(),
    })
}

/// How much of a stream tells what it is.
const START: u64 = 512;

/// What comes through a pipe, and can be read only once. What it is, its first bytes tell.
pub(crate) fn from_stream(mut reader: impl Read, options: &Options) -> Result<Opened, Error> {
    let name = "standard input";
    let failed = |error| unreadable(name, error);
    let mut start = Vec::new();
    let read = reader.by_ref().take(START).read_to_end(&mut start);
    read.map_err(failed)?;
    let known = Format::of_start(&start);
    let mut whole = io::Cursor::new(&start).chain(reader);
    match known {
        Some(Format::Zip) => zip::open(tar::keep(whole, name)?, name, options),
        Some(Format::Tar(compression)) => tar::open_stream(whole, compression, name, options),
        Some(Format::Post) | None => {
            let mut bytes = Vec::new();
            let limit = options.max_file_size + 1;
            let read = whole.by_ref().take(limit).read_to_end(&mut bytes);
            read.map_err(failed)?;
            let is_html = bytes.trim_ascii_start().starts_with(b"<");
            let name = if is_html { "stdin.html" } else { "stdin.md" };
            Ok(memory::alone(name, bytes))
        }
    }
}

/// What a file is, by its name.
enum Format {
    Zip,
    Tar(tar::Compression),
    Post,
}

impl Format {
    /// The format of which these are the first bytes; posts have none of their own.
    fn of_start(bytes: &[u8]) -> Option<Format> {
        match bytes {
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(Format::Zip),
            [0x1f, 0x8b, ..] => Some(Format::Tar(tar::Compression::Gzip)),
            [b'B', b'Z', b'h', b'1'..=b'9', ..] => Some(Format::Tar(tar::Compression::Bzip2)),
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some(Format::Tar(tar::Compression::Xz)),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Format::Tar(tar::Compression::Zstd)),
            bytes if bytes.get(257..262) == Some(b"ustar") => {
                Some(Format::Tar(tar::Compression::None))
            }
            _ => None,
        }
    }

    fn of(name: &str) -> Option<Format> {
        let name = name.to_ascii_lowercase();
        let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
        if ends(&[".zip"]) {
            Some(Format::Zip)
        } else if ends(&[".tar"]) {
            Some(Format::Tar(tar::Compression::None))
        } else if ends(&[".tar.gz", ".tgz"]) {
            Some(Format::Tar(tar::Compression::Gzip))
        } else if ends(&[".tar.bz2", ".tbz2", ".tbz"]) {
            Some(Format::Tar(tar::Compression::Bzip2))
        } else if ends(&[".tar.xz", ".txz"]) {
            Some(Format::Tar(tar::Compression::Xz))
        } else if ends(&[".tar.zst", ".tzst"]) {
            Some(Format::Tar(tar::Compression::Zstd))
        } else if is_called_post(&name) {
            Some(Format::Post)
        } else {
            None
        }
    }
}

/// Whether a file that is named itself is a post, by its name.
fn is_called_post(path: &str) -> bool {
    has_ending(path, &POST_ENDINGS) || lektor::is_page(path)
}

pub(crate) fn has_ending(path: &str, endings: &[&str]) -> bool {
    memchr::memrchr(b'.', path.as_bytes()).is_some_and(|dot| {
        let ending = &path[dot + 1..];
        endings
            .iter()
            .any(|known| known.eq_ignore_ascii_case(ending))
    })
}

pub(crate) fn unreadable(path: &str, error: io::Error) -> Error {
    let path = path.to_owned();
    match error.kind() {
        io::ErrorKind::NotFound if path.contains("://") => Error::WebAddress { path },
        io::ErrorKind::NotFound => Error::NotFound { path },
        _ => Error::Unreadable {
            path,
            source: error,
        },
    }
}

/// A path from an archive file as a safe one: `None` if it is absolute or leads out of the root.
fn safe_path(path: &str) -> Option<String> {
    let path = path.replace('\\', "/");
    if path.starts_with('/') || path.contains('\0') || path.get(1..2) == Some(":") {
        return None;
    }
    let mut parts = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => return None,
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// Whether a path is already what [`safe_path`] makes of it.
fn is_safe_path(path: &str) -> bool {
    let bytes = path.as_bytes();
    let is_drive = bytes.get(1) == Some(&b':');
    // Most paths have no part that is empty or begins with a dot.
    let is_plain = |start: usize| !matches!(bytes.get(start), None | Some(b'/' | b'.'));
    let are_plain = is_plain(0) && memchr::memchr_iter(b'/', bytes).all(|at| is_plain(at + 1));
    let is_part = |part: &str| !matches!(part, "" | "." | "..");
    !is_drive
        && memchr::memchr2(b'\\', b'\0', bytes).is_none()
        && (are_plain || path.split('/').all(is_part))
}

/// Whether a path is of no interest: what tools leave behind, and what generators write.
fn is_junk(path: &str) -> bool {
    !is_configuration(path) && path.split('/').any(is_junk_name)
}

/// Whether a path is that of a site's configuration in a folder that is hidden.
fn is_configuration(path: &str) -> bool {
    path.rsplit_once("/config.")
        .is_some_and(|(folder, _)| folder.ends_with(".vitepress") || folder.ends_with(".vuepress"))
}

fn is_junk_name(name: &str) -> bool {
    // Settings that tell what the others are.
    name.starts_with('.') && name != ".obsidian" && !name.starts_with(".eleventy.")
        || matches!(
            name,
            "_site" | "node_modules" | "__MACOSX" | "vendor" | "Thumbs.db"
        )
}

/// Says that a file was left out, and what to do if it is wanted.
fn left_out(path: &str, reason: &str, hint: &str) -> Diagnostic {
    let message = format!("{path:?} is left out: {reason}");
    Diagnostic::warning("archive.skipped", message).with_hint(hint)
}

/// What to do about a file that is not taken out of an archive file.
const UNPACK: &str = "unpack the archive, and name the folder";
const LEADS_OUT: &str = "its path leads out of the archive";
const NO_FILE: &str = "it is no plain file";

/// Why a post is not read.
pub(crate) fn too_long(limit: u64) -> io::Error {
    let message = format!("it is longer than {limit} bytes; --max-file-size lifts that limit");
    io::Error::other(message)
}

/// Where a file cannot be unpacked, the archive file is to blame.
fn damage_in(shown: &str, error: io::Error) -> io::Error {
    use io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
    match error.kind() {
        kind @ (InvalidData | InvalidInput | UnexpectedEof) => {
            let message = format!("{error}; {shown} is damaged, get it once more");
            io::Error::new(kind, message)
        }
        _ => error,
    }
}

fn not_found(path: &str) -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, format!("there is no file {path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_never_lead_out() {
        for path in [
            "../a",
            "a/../../b",
            "/etc/passwd",
            "C:\\a",
            "a/..",
            "..\\a",
            "",
            ".",
        ] {
            assert_eq!(safe_path(path), None, "{path}");
        }
        assert_eq!(safe_path("./a//b\\c.md").as_deref(), Some("a/b/c.md"));
    }

    #[test]
    fn of_hidden_folders_configurations_are_kept() {
        for (path, expected) in [
            ("docs/.vitepress/config.mts", false),
            (".vuepress/config.js", false),
            (".vitepress/dist/a.html", true),
            ("config.toml", false),
            (".git/config.x", true),
        ] {
            assert_eq!(is_junk(path), expected, "{path}");
        }
    }

    #[test]
    fn safe_paths_are_those_that_stay_as_they_are() {
        let parts = ["", ".", "..", "a", "b.c", "C:", "a\\b", "\0", "é"];
        for first in parts {
            for second in parts {
                for path in [first.to_owned(), format!("{first}/{second}")] {
                    let stays = safe_path(&path).as_deref() == Some(path.as_str());
                    assert_eq!(is_safe_path(&path), stays, "{path:?}");
                }
            }
        }
    }
}
