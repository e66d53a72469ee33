//! All the feeds of a site in a folder.
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use bindery_feed::{Feed, Options, Output, Wanted, style_sheets};
use bindery_model::{Diagnostic, Report, Source};
use flate2::write::GzEncoder;
use flate2::{Compression, GzBuilder};

use super::output_file::OutputFile;
use super::session::Session;

const PAGE: &str = "feeds.html";
const OPML: &str = "feeds.opml";

/// Writes the feeds, and where there are several a page and an OPML file that list them.
pub(crate) fn write_folder(
    session: &Session,
    options: &Options,
    wanted: &Wanted,
    folder: &Path,
    gzip: bool,
) -> anyhow::Result<Report> {
    let source = &session.archive;
    let mut plan = bindery_feed::plan(
        source.site(),
        source.entries(),
        source.other_entries(),
        options,
        wanted,
    );
    // Before anything is written: lists cannot be made where addresses are not known.
    let lists = match plan.topics.len() {
        0 | 1 => None,
        _ => Some([
            (PAGE, plan.page(source, options, OPML)?),
            (OPML, plan.opml(source, options)?),
        ]),
    };
    let mut skipped = Vec::new();
    plan.feeds.retain(|feed| match own_file(session, feed) {
        Some(diagnostic) => {
            skipped.push(diagnostic);
            false
        }
        None => true,
    });
    let create = |path: &str| FeedFile::create(&folder.join(path.trim_start_matches('/')), gzip);
    let mut open =
        |path: &str| -> io::Result<Box<dyn Output>> { Ok(Box::new(create(path).map_err(to_io)?)) };
    let progress = &session.progress;
    let mut report = bindery_feed::write_feeds(source, &plan.feeds, options, &mut open, progress)?;
    let mut write = |path: &str, text: &str| -> anyhow::Result<()> {
        report.bytes += text.len() as u64;
        let mut file = create(path)?;
        file.write_all(text.as_bytes())?;
        file.put()
    };
    if options.style {
        for (path, text) in style_sheets() {
            write(path, text)?;
        }
    }
    for (path, text) in lists.iter().flatten() {
        write(path, text)?;
    }
    skipped.append(&mut report.diagnostics);
    report.diagnostics = skipped;
    Ok(report)
}

/// Jekyll copies or renders a file of the site's own to where the feed would lie; as with
/// jekyll-feed, that is then the feed.
fn own_file(session: &Session, feed: &Feed<'_>) -> Option<Diagnostic> {
    let path = feed.path.trim_start_matches('/');
    let is_there =
        session.archive.site().kind == "jekyll" && session.archive.resource(path).is_ok();
    let message = format!("{path} is not written: the site has a file of its own there");
    let hint = "give the feed another place by `feed: {path: …}` in _config.yml, or -o FILE";
    is_there.then(|| Diagnostic::warning("feed.own-file", message).with_hint(hint))
}

/// A file, and its compressed form beside it if that is wanted.
pub(crate) struct FeedFile {
    plain: OutputFile,
    compressed: Option<GzEncoder<OutputFile>>,
}

impl FeedFile {
    pub(crate) fn create(path: &Path, gzip: bool) -> anyhow::Result<FeedFile> {
        let beside = || -> anyhow::Result<GzEncoder<OutputFile>> {
            let mut name = path.as_os_str().to_owned();
            name.push(".gz");
            let file = OutputFile::create(&PathBuf::from(name))?;
            // Without a name and a time the same bytes give the same bytes.
            Ok(GzBuilder::new().write(file, Compression::new(9)))
        };
        Ok(FeedFile {
            plain: OutputFile::create(path)?,
            compressed: gzip.then(beside).transpose()?,
        })
    }

    /// Puts both into their places.
    pub(crate) fn put(self) -> anyhow::Result<()> {
        if let Some(compressed) = self.compressed {
            compressed.finish()?.finish()?;
        }
        self.plain.finish()
    }
}

impl Write for FeedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    /// Of many files the one that fails is named.
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        let plain = &mut self.plain;
        plain
            .write_all(bytes)
            .map_err(|error| plain.named(&error))?;
        let Some(compressed) = &mut self.compressed else {
            return Ok(());
        };
        let result = compressed.write_all(bytes);
        result.map_err(|error| compressed.get_ref().named(&error))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.plain.flush()
    }
}

impl Output for FeedFile {
    fn finish(self: Box<Self>) -> io::Result<()> {
        self.put().map_err(to_io)
    }
}

/// An error with all that led to it, of the kind that the system gave.
fn to_io(error: anyhow::Error) -> io::Error {
    let kind = error
        .downcast_ref::<io::Error>()
        .map_or(io::ErrorKind::Other, io::Error::kind);
    io::Error::new(kind, format!("{error:#}"))
}
