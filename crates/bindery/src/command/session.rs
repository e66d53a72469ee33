//! From what was typed to an open archive and its settings.
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, bail};
use bindery_archive::{Markdown, Options, SiteKind, Unread};
use bindery_cache::Cache;
use bindery_model::{Diagnostic, Report, Store};

use super::arguments::{MarkdownDialect, ReadingArguments, SiteName};
use super::cache;
use super::fetching::Fetching;
use super::outcome::Outcome;
use super::output_file::Destination;
use super::reading::Reading;
use super::settings::{self, Filters, Origin, SettingsFile, choose, given};
use super::terminal::Bar;

/// The endings of a site's configuration that can be named.
const CONFIGURATIONS: [&str; 2] = ["yml", "yaml"];

/// An open archive, and what the command was told about it.
pub(crate) struct Session {
    pub(crate) archive: Reading,
    pub(crate) file: SettingsFile,
    pub(crate) jobs: usize,
    pub(crate) progress: Bar,
    pub(crate) fetching: Fetching,
    /// Each setting that concerns reading: its name, its value, where it comes from.
    pub(crate) origins: Vec<(&'static str, String, Origin)>,
    cache: Option<Arc<Cache>>,
    /// What was noticed before the archive was opened.
    noticed: Option<Diagnostic>,
    /// Whether this is the only output, so that what was parsed was parsed for it.
    is_alone: bool,
    /// When the command began to open its source.
    started: Instant,
}

impl Session {
    /// Ends a session whose command has nothing more to do. What is known of each post is not taken
    /// apart, which for many takes as long as what the command had to do: the process ends.
    pub(crate) fn close(self) {
        if let Some(cache) = &self.cache {
            cache.close();
        }
        std::mem::forget(self.archive);
    }

    /// Opens the source of a command.
    pub(crate) fn open(reading: &ReadingArguments) -> anyhow::Result<Session> {
        Session::open_for(reading, None, |_| Filters::default(), |_| {})
    }

    /// The same for an output that has posts of its own choice in the settings file; where it goes, if that
    /// is typed.
    pub(crate) fn open_for(
        reading: &ReadingArguments,
        output: Option<&Path>,
        filters: impl FnOnce(&SettingsFile) -> Filters,
        change: impl FnOnce(&mut Options),
    ) -> anyhow::Result<Session> {
        let (file, unread) = settings(reading)?;
        let filters = filters(&file);
        Session::open_settings(reading, file.narrowed(filters), unread, |options| {
            options.outputs.extend(output.map(Path::to_owned));
            change(options);
        })
    }

    /// The same, with options that `change` has changed.
    pub(crate) fn open_with(
        reading: &ReadingArguments,
        change: impl FnOnce(&mut Options),
    ) -> anyhow::Result<Session> {
        let (file, unread) = settings(reading)?;
        Session::open_settings(reading, file, unread, change)
    }

    /// The same, with what [`settings`] found.
    pub(crate) fn open_settings(
        reading: &ReadingArguments,
        file: SettingsFile,
        unread: Option<Unread>,
        change: impl FnOnce(&mut Options),
    ) -> anyhow::Result<Session> {
        let started = Instant::now();
        let (mut options, origins) = archive_options(reading, &file);
        options.outputs = file.outputs().cloned().collect();
        change(&mut options);
        see_that_sources_stay(reading, &options.outputs)?;
        let (cache, noticed) = cache::open(reading.cache.as_deref().or(file.cache.as_deref()));
        options.store = cache.clone().map(|cache| cache as Arc<dyn Store>);
        let archive = match unread {
            _ if is_stdin(reading) => bindery_archive::from_reader(io::stdin().lock(), &options),
            Some(unread) => unread.read(&options),
            None => bindery_archive::open_posts(&reading.sources, &options),
        };
        let archive = Arc::new(archive.map_err(with_flag)?);
        Ok(Session {
            archive: Reading::alone(Arc::clone(&archive)),
            jobs: options.jobs,
            file,
            progress: Bar::new(reading.quiet, archive),
            fetching: Fetching::default(),
            origins,
            cache,
            noticed,
            is_alone: true,
            started,
        })
    }

    /// A session for one of several outputs of this one.
    pub(crate) fn of_output(&self, archive: Reading, file: SettingsFile) -> Session {
        Session {
            archive,
            file,
            jobs: self.jobs,
            progress: self.progress.clone(),
            fetching: self.fetching.clone(),
            origins: self.origins.clone(),
            cache: self.cache.clone(),
            noticed: self.noticed.clone(),
            is_alone: false,
            started: self.started,
        }
    }

    /// The outcome of a command: its report, with what was noticed while opening before it.
    pub(crate) fn outcome(
        &self,
        command: &'static str,
        output: Option<Destination>,
        mut report: Report,
    ) -> Outcome {
        let mut diagnostics = self.archive.diagnostics().to_vec();
        diagnostics.extend(self.noticed.clone());
        diagnostics.extend(self.cache.as_deref().and_then(cache::diagnostic));
        diagnostics.append(&mut report.diagnostics);
        if output.is_some() && report.posts + report.failed == 0 {
            let message = "no post is written: none is there that was asked for";
            let diagnostic = Diagnostic::warning("selection.empty", message);
            let hint = "see what is there with `bindery inspect`, and what was left out";
            diagnostics.push(diagnostic.with_hint(hint));
        }
        Outcome {
            command,
            output,
            report: Report {
                diagnostics,
                ..report
            },
            findings: None,
            fetched: None,
            time: self.is_alone.then(|| self.started.elapsed()),
            parsed: (self.cache.is_some() && self.is_alone).then(|| self.archive.posts_parsed()),
        }
    }
}

/// What is read is not to be written over.
fn see_that_sources_stay(reading: &ReadingArguments, outputs: &[PathBuf]) -> anyhow::Result<()> {
    let files = reading.sources.iter().filter(|source| source.is_file());
    let files: Vec<PathBuf> = files.filter_map(|file| file.canonicalize().ok()).collect();
    for output in outputs {
        if output
            .canonicalize()
            .is_ok_and(|output| files.contains(&output))
        {
            bail!(
                "{} is what is read; name another file to write",
                output.display()
            );
        }
    }
    Ok(())
}

/// The limits that flags set.
fn limits(reading: &ReadingArguments) -> Options {
    let default = Options::default();
    let megabytes = |size: u64| size.saturating_mul(1_000_000);
    Options {
        max_files: reading.max_files.unwrap_or(default.max_files),
        max_unpacked_size: reading
            .max_unpacked_size
            .map_or(default.max_unpacked_size, megabytes),
        ..default
    }
}

/// The error, with the flag that lifts a limit.
fn with_flag(error: bindery_archive::Error) -> anyhow::Error {
    let flag = match &error {
        bindery_archive::Error::TooLarge { what: "files", .. } => Some("--max-files"),
        bindery_archive::Error::TooLarge { .. } => Some("--max-unpacked-size"),
        _ => None,
    };
    match flag {
        Some(flag) => anyhow::anyhow!("{error} ({flag})"),
        None => error.into(),
    }
}

fn is_stdin(reading: &ReadingArguments) -> bool {
    reading.sources.len() == 1 && reading.sources[0].as_os_str() == "-"
}

/// What the settings file says: the one that was named, else the archive's own. What had to be opened
/// to look for it need not be opened again.
pub(crate) fn settings(
    reading: &ReadingArguments,
) -> anyhow::Result<(SettingsFile, Option<Unread>)> {
    if let Some(path) = &reading.config {
        if ends_in(path, &["toml"]) {
            return Ok((read_settings(path)?, None));
        }
        if !ends_in(path, &CONFIGURATIONS) {
            bail!(
                "--config takes a .toml or a .yml file, not {}",
                path.display()
            );
        }
    }
    let [source] = reading.sources.as_slice() else {
        return Ok((SettingsFile::default(), None));
    };
    if is_stdin(reading) {
        return Ok((SettingsFile::default(), None));
    }
    if source.is_dir() {
        let path = source.join(settings::FILE_NAME);
        let file = match path.symlink_metadata() {
            Ok(_) => read_settings(&path)?,
            Err(_) => SettingsFile::default(),
        };
        return Ok((file, None));
    }
    let limits = limits(reading);
    let unread = Unread::open(source, &limits).map_err(with_flag)?;
    let cannot_read = || {
        format!(
            "cannot read {} in {}",
            settings::FILE_NAME,
            source.display()
        )
    };
    let bytes = unread.file(settings::FILE_NAME, &limits);
    let file = match bytes.with_context(cannot_read)? {
        Some(bytes) => settings_in_archive(source, &bytes)?,
        None => SettingsFile::default(),
    };
    // A post is opened again, as part of its site.
    Ok((file, Some(unread).filter(|unread| !unread.is_alone())))
}

/// A settings file on a disk. Its paths lead from the folder that it lies in.
fn read_settings(path: &Path) -> anyhow::Result<SettingsFile> {
    let shown = path.display().to_string();
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {shown}"))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    Ok(parse_settings(&shown, &bytes)?.in_folder(folder))
}

/// The settings in an archive file. Nothing lies beside them, so that their paths lead from the working folder. The
/// archive may be anybody's, who shall not say which of the user's files are read and written.
fn settings_in_archive(source: &Path, bytes: &[u8]) -> anyhow::Result<SettingsFile> {
    let mut file = parse_settings(settings::FILE_NAME, bytes)?;
    if let Some(path) = file.path_that_leads_out() {
        bail!(
            "{} in {} names {}, which is not in the working folder or is hidden: unpack the archive \
             and name the folder if that is meant, or give another file with --config",
            settings::FILE_NAME,
            source.display(),
            path.display()
        );
    }
    Ok(file)
}

fn parse_settings(name: &str, bytes: &[u8]) -> anyhow::Result<SettingsFile> {
    let text = String::from_utf8_lossy(bytes);
    toml::from_str(&text).with_context(|| format!("{name} is not a valid settings file"))
}

fn ends_in(path: &Path, endings: &[&str]) -> bool {
    path.extension()
        .is_some_and(|found| endings.iter().any(|ending| found == *ending))
}

type Origins = Vec<(&'static str, String, Origin)>;

/// What the archive is opened with.
fn archive_options(reading: &ReadingArguments, file: &SettingsFile) -> (Options, Origins) {
    let mut origins = Origins::new();
    let mut note = |name, value: String, origin| origins.push((name, value, origin));
    let set = |flag: bool| flag.then_some(true);

    let (drafts, origin) = choose(
        set(reading.drafts).map(Some),
        file.drafts.map(Some),
        None,
        None,
    );
    note("drafts", drafts.unwrap_or(false).to_string(), origin);
    let (future, origin) = choose(
        set(reading.future).map(Some),
        file.future.map(Some),
        None,
        None,
    );
    note("future", future.unwrap_or(false).to_string(), origin);
    let (since, origin) = choose(reading.since.map(Some), file.since.map(Some), None, None);
    note(
        "since",
        since.map(|date| date.to_string()).unwrap_or_default(),
        origin,
    );
    let (until, origin) = choose(reading.until.map(Some), file.until.map(Some), None, None);
    note(
        "until",
        until.map(|date| date.to_string()).unwrap_or_default(),
        origin,
    );
    let (categories, origin) = choose(
        given(&reading.category),
        given(&file.categories),
        None,
        Vec::new(),
    );
    note("categories", categories.join(", "), origin);
    let (tags, origin) = choose(given(&reading.tag), given(&file.tags), None, Vec::new());
    note("tags", tags.join(", "), origin);
    for (name, flag) in [
        ("by", &reading.by),
        ("in-language", &reading.in_language),
        ("path", &reading.path),
    ] {
        if !flag.is_empty() {
            note(name, flag.join(", "), Origin::Flag);
        }
    }
    let (jobs, origin) = choose(reading.jobs, file.jobs, None, 0);
    note("jobs", jobs.to_string(), origin);

    let configuration = reading
        .config
        .clone()
        .filter(|path| ends_in(path, &CONFIGURATIONS));
    let (collections, origin) = choose(
        given(&reading.collection),
        given(&file.collections),
        None,
        Options::default().collections,
    );
    note("collections", collections.join(", "), origin);
    let max_file_size = reading
        .max_file_size
        .map_or(Options::default().max_file_size, |size| {
            size.saturating_mul(1_000_000)
        });
    let options = Options {
        site: reading.site.map(|kind| match kind {
            SiteName::Jekyll => SiteKind::Jekyll,
            SiteName::Hugo => SiteKind::Hugo,
            SiteName::Zola => SiteKind::Zola,
            SiteName::Hexo => SiteKind::Hexo,
            SiteName::Pelican => SiteKind::Pelican,
            SiteName::Eleventy => SiteKind::Eleventy,
            SiteName::Lektor => SiteKind::Lektor,
            SiteName::Obsidian => SiteKind::Obsidian,
            SiteName::Folder => SiteKind::Folder,
            SiteName::Feed => SiteKind::Feed,
            SiteName::Wordpress => SiteKind::WordPress,
            SiteName::Ghost => SiteKind::Ghost,
            SiteName::MovableType => SiteKind::MovableType,
        }),
        markdown: reading.markdown.map(|dialect| match dialect {
            MarkdownDialect::Kramdown => Markdown::Kramdown,
            MarkdownDialect::Gfm => Markdown::Gfm,
            MarkdownDialect::Commonmark => Markdown::CommonMark,
        }),
        max_file_size,
        max_files: limits(reading).max_files,
        max_unpacked_size: limits(reading).max_unpacked_size,
        configuration,
        collections,
        drafts,
        future,
        since,
        until,
        categories,
        tags,
        authors: reading.by.clone(),
        languages: reading.in_language.clone(),
        paths: reading.path.clone(),
        jobs,
        ..Options::default()
    };
    (options, origins)
}
