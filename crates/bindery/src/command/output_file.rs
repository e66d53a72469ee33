//! Output files appear whole or not at all.
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::compared::Compared;
use super::interrupt::Unfinished;
use super::temporary;

/// Bytes that are gathered before they are handed to the system.
const BUFFER: usize = 1 << 17;

/// What is said where standard output takes nothing.
pub(crate) const NO_STDOUT: &str = "cannot write to standard output";

/// Where output goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Destination {
    Stdout,
    File(PathBuf),
}

impl Destination {
    /// `-` and nothing are standard output.
    pub(crate) fn new(output: Option<&Path>) -> Destination {
        match output {
            Some(path) if path.as_os_str() != "-" => Destination::File(path.to_owned()),
            _ => Destination::Stdout,
        }
    }
}

/// Lets `write` write to the destination. A file is written beside its place and put there once it
/// is whole and on the disk; where `write` fails, or writes what is there already, what was there
/// before stays.
pub(crate) fn write_to<T>(
    destination: &Destination,
    write: impl FnOnce(&mut dyn Write) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    match destination {
        Destination::Stdout => {
            let mut out = BufWriter::with_capacity(BUFFER, io::stdout().lock());
            let result = write(&mut out)?;
            out.flush().context(NO_STDOUT)?;
            Ok(result)
        }
        Destination::File(path) => write_file(path, write),
    }
}

/// The same for the file at `path`.
pub(crate) fn write_file<T>(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let mut file = OutputFile::create(path)?;
    let result = write(&mut file).with_context(|| cannot_write(path))?;
    file.finish()?;
    Ok(result)
}

/// Whether a folder is meant: there is one, or the path ends in a slash.
pub(crate) fn is_folder(path: &Path) -> bool {
    path.is_dir()
        || path
            .to_string_lossy()
            .ends_with(['/', std::path::MAIN_SEPARATOR])
}

/// A file that is being written. It is put into its place by [`OutputFile::finish`]; dropped before,
/// it leaves what was there. Devices and pipes are written to as they are.
pub(crate) struct OutputFile {
    path: PathBuf,
    place: Place,
}

enum Place {
    Device(BufWriter<File>),
    Beside {
        out: BufWriter<Compared>,
        temporary: tempfile::TempPath,
        target: PathBuf,
        unfinished: Unfinished,
    },
}

impl OutputFile {
    /// Begins the file, and makes the folder that it is to lie in.
    pub(crate) fn create(path: &Path) -> anyhow::Result<OutputFile> {
        // What a link points at is replaced, not the link.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if target.is_dir() {
            anyhow::bail!("{} is a folder; name a file to write", path.display());
        }
        let place = if fs::metadata(&target).is_ok_and(|metadata| !metadata.is_file()) {
            let file = File::options().write(true).open(&target);
            let file = file.with_context(|| cannot_write(path))?;
            Place::Device(BufWriter::with_capacity(BUFFER, file))
        } else {
            let folder = match target.parent() {
                Some(parent) if !parent.as_os_str().is_empty() => parent,
                _ => Path::new("."),
            };
            make_folder(folder).with_context(|| cannot_write(path))?;
            let (temporary, unfinished) =
                Unfinished::create(path, || temporary::create(folder, &target))
                    .with_context(|| cannot_write(path))?;
            let (file, temporary) = temporary.into_parts();
            let compared = Compared::new(file, &target);
            Place::Beside {
                unfinished,
                out: BufWriter::with_capacity(BUFFER, compared),
                temporary,
                target,
            }
        };
        Ok(OutputFile {
            path: path.to_owned(),
            place,
        })
    }

    /// An error in writing it, with its name.
    pub(crate) fn named(&self, error: &io::Error) -> io::Error {
        let message = format!("{}: {error}", cannot_write(&self.path));
        io::Error::new(error.kind(), message)
    }

    /// Puts the file into its place, once it is on the disk. One that is already so is left alone:
    /// it keeps its time, by which servers and readers tell what is new.
    pub(crate) fn finish(self) -> anyhow::Result<()> {
        let path = self.path;
        put(self.place).with_context(|| cannot_write(&path))
    }
}

fn make_folder(folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| {
        match folder.ancestors().find(|place| place.is_file()) {
            Some(file) => format!("{} is a file, not a folder", file.display()),
            None => format!("cannot make the folder {}", folder.display()),
        }
    })
}

fn put(place: Place) -> io::Result<()> {
    match place {
        Place::Device(mut out) => out.flush(),
        Place::Beside {
            out,
            temporary,
            target,
            unfinished,
        } => {
            let compared = out.into_inner().map_err(io::IntoInnerError::into_error)?;
            if !compared.is_there_already(&target).unwrap_or(false) {
                compared.sync()?;
                temporary.persist(&target).map_err(|error| error.error)?;
            }
            unfinished.finish();
            Ok(())
        }
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.place {
            Place::Device(out) => out.write(bytes),
            Place::Beside { out, .. } => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.place {
            Place::Device(out) => out.flush(),
            Place::Beside { out, .. } => out.flush(),
        }
    }
}

fn cannot_write(path: &Path) -> String {
    format!("cannot write {}", path.display())
}

/// Whether the error is that nobody reads the output any more, which is no fault.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}

/// The file of a book: the one that is named, or one named after the title, in the folder that is named,
/// or here.
pub(crate) fn book_file(output: Option<&Path>, title: &str) -> PathBuf {
    match output {
        Some(folder) if is_folder(folder) => folder.join(file_name(title, "epub")),
        Some(file) => file.to_owned(),
        None => file_name(title, "epub"),
    }
}

/// Names that are devices to Windows, whatever their ending is.
const DEVICES: [&str; 22] = [
    "AUX", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "CON", "LPT1",
    "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "NUL", "PRN",
];

/// Whether a character shows nothing in a name, or lets it look like another: marks of direction
/// (UAX #9), spaces without width, hyphens that may be none.
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
    )
}

/// A file name made from a title: what no file system minds, at most 120 bytes, never empty.
pub(crate) fn file_name(title: &str, ending: &str) -> PathBuf {
    let mut name: String = title
        .chars()
        .filter(|c| !is_unseen(*c))
        .map(|c| {
            if c.is_control() || r#"/\:*?"<>|"#.contains(c) {
                ' '
            } else {
                c
            }
        })
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    name.truncate(name.floor_char_boundary(120));
    let name = name.trim_matches(['.', ' ', '-']);
    let stem = name.split('.').next().unwrap_or_default();
    let is_device = DEVICES
        .iter()
        .any(|device| device.eq_ignore_ascii_case(stem));
    let name = match name {
        "" => "book".to_owned(),
        name if is_device => format!("_{name}"),
        name => name.to_owned(),
    };
    PathBuf::from(format!("{name}.{ending}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_already_so_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        let write = |text: &'static str| {
            write_file(&path, |out| Ok(out.write_all(text.as_bytes())?)).unwrap();
            fs::metadata(&path).unwrap()
        };
        write("abc");
        let long_ago = std::time::SystemTime::UNIX_EPOCH;
        File::options()
            .write(true)
            .open(&path)
            .unwrap()
            .set_modified(long_ago)
            .unwrap();
        assert_eq!(write("abc").modified().unwrap(), long_ago);
        assert_ne!(write("abd").modified().unwrap(), long_ago);
        assert_eq!(fs::read(&path).unwrap(), b"abd");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_book_in_a_folder_is_named_after_its_title() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("A B.epub");
        assert_eq!(book_file(Some(folder.path()), "A: B"), inside);
        assert_eq!(
            book_file(Some("new/".as_ref()), "A"),
            Path::new("new/A.epub")
        );
        assert_eq!(book_file(Some("b.epub".as_ref()), "A"), Path::new("b.epub"));
        assert_eq!(book_file(None, "A"), Path::new("A.epub"));
    }

    #[test]
    fn titles_become_safe_file_names() {
        for (title, name) in [
            ("财经消息样本", "财经消息样本.epub"),
            ("a/b: \"c\"?", "a b c.epub"),
            ("../../etc", "etc.epub"),
            ("  ", "book.epub"),
            ("-rf", "rf.epub"),
            ("a\u{202e}fdp\u{200b}", "afdp.epub"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم.epub"),
            ("con", "_con.epub"),
            ("Nul.txt", "_Nul.txt.epub"),
            ("Convoy", "Convoy.epub"),
        ] {
            assert_eq!(file_name(title, "epub"), Path::new(name), "{title}");
        }
        assert!(file_name(&"长".repeat(500), "epub").to_str().unwrap().len() < 130);
    }

    #[test]
    fn a_failed_write_leaves_the_old_file_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("book.epub");
        fs::write(&path, "old").unwrap();
        let result: anyhow::Result<()> = write_file(&path, |out| {
            out.write_all(b"new, and half of it")?;
            anyhow::bail!("something went wrong")
        });
        assert!(result.is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        write_file(&path, |out| Ok(out.write_all(b"new")?)).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
