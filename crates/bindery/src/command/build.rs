//! `bindery build`: all that `bindery.toml` names, from one reading of the archive.
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::bail;
use bindery_archive::Options;
use bindery_model::{Diagnostic, Entry, Source};
use clap::Parser;

use super::arguments::{Arguments, BuildArguments, Command, ReadingArguments};
use super::fetching::Fetching;
use super::outcome::Outcome;
use super::output_file::Destination;
use super::reading::MAX_READERS;
use super::session::Session;
use super::settings::{
    EpubSettings, FILE_NAME, FeedSettings, Filters, SettingsFile, Tables, TextSettings,
};
use super::{epub, feed, outcome, text};

pub(crate) fn run(arguments: &BuildArguments) -> anyhow::Result<u8> {
    let started = Instant::now();
    let built = build(&with_source(&arguments.reading), &fetching(arguments))?;
    let reading = &arguments.reading;
    outcome::finish_all(&built.outcomes, &built.failures, started.elapsed(), reading)
}

/// What fetches pictures for all outputs, and for all times that they are made.
pub(crate) fn fetching(arguments: &BuildArguments) -> Fetching {
    #[cfg(feature = "fetch")]
    return Fetching::new(&arguments.fetch);
    #[cfg(not(feature = "fetch"))]
    {
        let _ = arguments;
        Fetching
    }
}

/// The arguments, with this folder as the source where none is named.
pub(crate) fn with_source(reading: &ReadingArguments) -> ReadingArguments {
    let mut reading = reading.clone();
    if reading.sources.is_empty() {
        reading.sources.push(PathBuf::from("."));
    }
    reading
}

/// What was made.
pub(crate) struct Built {
    /// In the order of the settings file.
    pub(crate) outcomes: Vec<Outcome>,
    /// Why outputs were not made.
    pub(crate) failures: Vec<anyhow::Error>,
}

/// One output that is to be made.
struct Job {
    kind: Kind,
    settings: SettingsFile,
    filters: Filters,
    /// Where it goes, if the settings say so.
    output: Option<PathBuf>,
}

/// A command that makes an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Epub,
    Feed,
    Text,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Epub => "epub",
            Kind::Feed => "feed",
            Kind::Text => "text",
        }
    }
}

/// Makes all outputs.
pub(crate) fn build(reading: &ReadingArguments, fetching: &Fetching) -> anyhow::Result<Built> {
    let (file, unread) = super::session::settings(reading)?;
    let jobs = jobs(reading, &file)?;
    see_that_they_are_apart(&jobs)?;
    // The archive is opened with all that any output wants.
    let filters = &jobs[0].filters;
    let is_same = jobs.iter().all(|job| job.filters.is_same(filters));
    let mut session = Session::open_settings(reading, file, unread, |options| {
        options.collections = collections(&jobs);
        options.excerpts = jobs.iter().any(|job| matches!(job.kind, Kind::Feed));
        let filters = if is_same {
            filters.clone()
        } else {
            Filters::default()
        };
        (options.since, options.until) = (filters.since, filters.until);
        (options.categories, options.tags) = (filters.categories, filters.tags);
    })?;
    session.fetching = fetching.clone();
    let sessions = sessions(&session, &jobs);
    let results = std::thread::scope(|scope| {
        let made = jobs.iter().zip(sessions).map(|(job, session)| {
            let reading = reading.clone();
            scope.spawn(move || make(job, reading, &session))
        });
        let made: Vec<_> = made.collect();
        made.into_iter()
            .map(|thread| {
                thread
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            })
            .collect::<Vec<_>>()
    });
    session.progress.clear();
    let mut built = Built {
        outcomes: Vec::new(),
        failures: Vec::new(),
    };
    for (job, result) in jobs.iter().zip(results) {
        match result {
            Ok(outcome) => built.outcomes.push(outcome),
            Err(error) => built.failures.push(error.context(job.to_string())),
        }
    }
    Ok(built)
}

impl std::fmt::Display for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.output {
            Some(output) => write!(f, "[{}] {}", self.kind.name(), output.display()),
            None => write!(f, "[{}]", self.kind.name()),
        }
    }
}

/// An output for each table of the settings file.
fn jobs(reading: &ReadingArguments, file: &SettingsFile) -> anyhow::Result<Vec<Job>> {
    let job = |kind, settings: SettingsFile, own: Filters, output: &Option<PathBuf>| Job {
        kind,
        filters: own.chosen(reading, &settings),
        settings,
        output: output.clone(),
    };
    let without = || SettingsFile {
        epub: Tables::default(),
        feed: Tables::default(),
        text: Tables::default(),
        ..file.clone()
    };
    let mut jobs = Vec::new();
    for table in file.epub.iter() {
        let epub: Tables<EpubSettings> = Tables::one(table.clone());
        let settings = SettingsFile { epub, ..without() };
        jobs.push(job(Kind::Epub, settings, table.filters(), &table.output));
    }
    for table in file.feed.iter() {
        let feed: Tables<FeedSettings> = Tables::one(table.clone());
        let settings = SettingsFile { feed, ..without() };
        jobs.push(job(Kind::Feed, settings, table.filters(), &table.output));
    }
    for table in file.text.iter() {
        let text: Tables<TextSettings> = Tables::one(table.clone());
        let settings = SettingsFile { text, ..without() };
        jobs.push(job(Kind::Text, settings, table.filters(), &table.output));
    }
    if jobs.is_empty() {
        bail!(
            "no output is named: write a table [epub], [feed] or [text] into {FILE_NAME} in the \
             archive, or name another settings file with --config"
        );
    }
    Ok(jobs)
}

/// Outputs that would go to one place are a mistake.
fn see_that_they_are_apart(jobs: &[Job]) -> anyhow::Result<()> {
    let mut seen = HashSet::new();
    for job in jobs {
        let is_file = Destination::new(job.output.as_deref()) != Destination::Stdout;
        if job.kind != Kind::Epub && !is_file {
            let name = job.kind.name();
            bail!(
                "a table [{name}] of {FILE_NAME} has no output: add a line such as output = \"{name}.xml\""
            );
        }
        if let Some(output) = &job.output
            && !seen.insert(output)
        {
            bail!("two tables of {FILE_NAME} write to {}", output.display());
        }
    }
    let unnamed = |job: &&Job| job.output.is_none();
    if jobs.iter().filter(unnamed).count() > 1 {
        bail!(
            "more than one table [epub] of {FILE_NAME} has no output, so they would write one file"
        );
    }
    Ok(())
}

/// The collections that any output takes.
fn collections(jobs: &[Job]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for name in jobs.iter().flat_map(|job| &job.filters.collections) {
        if !all.contains(name) {
            all.push(name.clone());
        }
    }
    all
}

/// A session for each output, with the posts that it takes.
fn sessions(session: &Session, jobs: &[Job]) -> Vec<Session> {
    let archive = &session.archive;
    let choices: Vec<Vec<Entry>> = jobs
        .iter()
        .map(|job| {
            let entries = archive.entries().iter();
            let taken = entries.filter(|entry| job.filters.take(entry));
            taken.cloned().collect()
        })
        .collect();
    let readings = choices.chunks(MAX_READERS).flat_map(|choices| {
        let views = archive.lane(choices.to_vec());
        views.into_iter().map(|view| archive.in_step(view))
    });
    let readings = readings.zip(jobs);
    readings
        .map(|(reading, job)| session.of_output(reading, job.settings.clone()))
        .collect()
}

pub(crate) fn absolute(path: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(path).ok()?;
    // Of a file that is not there yet the folder is.
    path.canonicalize().ok().or_else(|| {
        let folder = path.parent()?.canonicalize().ok()?;
        Some(folder.join(path.file_name()?))
    })
}

/// Makes one output as the command for it does, without flags.
fn make(job: &Job, reading: ReadingArguments, session: &Session) -> anyhow::Result<Outcome> {
    let arguments = ["bindery", job.kind.name(), "."];
    match Arguments::try_parse_from(arguments)?.command {
        Command::Epub(mut arguments) => {
            arguments.reading = reading;
            epub::write(&arguments, session)
        }
        Command::Feed(mut arguments) => {
            arguments.reading = reading;
            feed::write(&arguments, session)
        }
        Command::Text(mut arguments) => {
            arguments.reading = reading;
            text::write(&arguments, session)
        }
        _ => bail!("there is no command {}", job.kind.name()),
    }
}

impl Filters {
    /// What was typed, else the table's own, else the settings file's.
    fn chosen(self, reading: &ReadingArguments, file: &SettingsFile) -> Filters {
        let list = |flag: &[String], own: Vec<String>, file: &[String]| {
            let lists = [flag.to_vec(), own, file.to_vec()];
            lists
                .into_iter()
                .find(|list| !list.is_empty())
                .unwrap_or_default()
        };
        let collections = list(&reading.collection, self.collections, &file.collections);
        Filters {
            since: reading.since.or(self.since).or(file.since),
            until: reading.until.or(self.until).or(file.until),
            categories: list(&reading.category, self.categories, &file.categories),
            tags: list(&reading.tag, self.tags, &file.tags),
            collections: if collections.is_empty() {
                Options::default().collections
            } else {
                collections
            },
        }
    }

    fn is_same(&self, other: &Filters) -> bool {
        let parts = |filters: &Filters| {
            let Filters {
                since,
                until,
                categories,
                tags,
                collections,
            } = filters.clone();
            (since, until, categories, tags, collections)
        };
        parts(self) == parts(other)
    }

    fn take(&self, entry: &Entry) -> bool {
        let meta = &entry.meta;
        let has = |wanted: &[String], own: &[String]| {
            wanted.is_empty() || wanted.iter().any(|name| own.contains(name))
        };
        let day = meta.date.map(|date| date.civil().date());
        let is_within = match day {
            None => self.since.is_none() && self.until.is_none(),
            Some(day) => {
                self.since.is_none_or(|since| day >= since)
                    && self.until.is_none_or(|until| day <= until)
            }
        };
        is_within
            && has(&self.categories, &meta.categories)
            && has(&self.tags, &meta.tags)
            && self.collections.iter().any(|name| *name == meta.collection)
    }
}

/// Diagnostics that several outputs have, once each.
pub(crate) fn distinct<'a>(outcomes: impl IntoIterator<Item = &'a Outcome>) -> Vec<Diagnostic> {
    let mut seen = HashSet::new();
    let all = outcomes
        .into_iter()
        .flat_map(|outcome| &outcome.report.diagnostics);
    all.filter(|diagnostic| seen.insert(diagnostic.to_string()))
        .cloned()
        .collect()
}
