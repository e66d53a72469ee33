//! `bindery watch`: builds again whenever a file changes.
mod network;
mod polling;

use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use anyhow::Context;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use self::polling::Polling;
use super::arguments::{ReadingArguments, WatchArguments};
use super::build::{Built, absolute, build, distinct, fetching, with_source};
use super::fetching::Fetching;
use super::outcome::count;
use super::output_file::Destination;
use super::standard_error::say;
use super::{chain, diagnostics};

/// How long nothing may change before the outputs are made.
const QUIET: Duration = Duration::from_millis(200);
/// How long changes that go on may put that off.
const LONGEST: Duration = Duration::from_secs(3);
/// How often files are looked at, where they have to be.
const INTERVAL: Duration = Duration::from_secs(2);
/// How often a source that is gone is looked for.
const LOOK: Duration = Duration::from_millis(200);

pub(crate) fn run(arguments: &WatchArguments) -> anyhow::Result<u8> {
    let reading = with_source(&arguments.build.reading);
    let mut poll = arguments.poll.map(Duration::from_secs);
    let mut teller = Teller {
        reading: &reading,
        fetching: fetching(&arguments.build),
        told: HashSet::new(),
        outputs: Vec::new(),
    };
    // It watches before it builds, so that no change is missed.
    let mut watching = Watching::start(&reading, &mut poll)?;
    teller.build(None);
    loop {
        let changed = watching.next_changes(&teller.outputs);
        if let Some(reason) = &watching.failure {
            look_instead(&reading, reason, &mut poll);
        }
        if watching.is_lost || watching.failure.is_some() {
            watching = Watching::start_again(&reading, &mut poll);
        }
        teller.build(Some(changed));
    }
}

/// Builds, and says so in a line.
struct Teller<'a> {
    reading: &'a ReadingArguments,
    /// Pictures are asked for once, however often the outputs are made.
    fetching: Fetching,
    /// What was said of the posts the last time.
    told: HashSet<String>,
    outputs: Vec<PathBuf>,
}

impl Teller<'_> {
    fn build(&mut self, changed: Option<usize>) {
        let start = Instant::now();
        let result = build(self.reading, &self.fetching);
        let took = start.elapsed().as_secs_f64();
        let cause = changed.map_or(String::new(), |changed| {
            format!("{} changed: ", count(changed as u64, "file"))
        });
        match result {
            Ok(built) => self.tell_built(&built, &cause, took),
            Err(error) => tell(
                self.reading,
                &format!("{cause}nothing is made: {}", chain(&error)),
            ),
        }
    }

    fn tell_built(&mut self, built: &Built, cause: &str, took: f64) {
        let all = distinct(&built.outcomes);
        let new: Vec<_> = all
            .iter()
            .filter(|diagnostic| !self.told.contains(&diagnostic.to_string()))
            .cloned()
            .collect();
        self.told = all.iter().map(ToString::to_string).collect();
        if !self.reading.quiet {
            diagnostics::print(&new, self.reading.verbose);
        }
        for failure in &built.failures {
            tell(self.reading, &format!("not made: {}", chain(failure)));
        }
        let written = built
            .outcomes
            .iter()
            .filter_map(|outcome| match &outcome.output {
                Some(Destination::File(path)) => Some(path.clone()),
                _ => None,
            });
        let written: Vec<PathBuf> = written.collect();
        let names: Vec<_> = written
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        let posts = built
            .outcomes
            .iter()
            .map(|outcome| outcome.report.posts)
            .max();
        if !names.is_empty() {
            let posts = count(posts.unwrap_or_default(), "post");
            let names = names.join(", ");
            tell(
                self.reading,
                &format!("{cause}made {names} ({posts}) in {took:.2} s"),
            );
        }
        for path in written {
            let path = absolute(&path).unwrap_or(path);
            if !self.outputs.contains(&path) {
                self.outputs.push(path);
            }
        }
    }
}

/// Lets the files be looked at, since the system does not tell of changes, and says so.
fn look_instead(reading: &ReadingArguments, reason: &str, poll: &mut Option<Duration>) {
    *poll = Some(INTERVAL);
    let seconds = INTERVAL.as_secs();
    let line = format!("{reason}; they are looked at every {seconds} s (--poll sets that)");
    tell(reading, &line);
}

/// Why the system does not tell of changes.
fn reason_of(error: notify::Error) -> String {
    match error.kind {
        notify::ErrorKind::MaxFilesWatch => "the system watches no more files".to_owned(),
        notify::ErrorKind::Io(error) => format!("the system cannot watch the files: {error}"),
        _ => format!("the system cannot watch the files: {error}"),
    }
}

fn tell(reading: &ReadingArguments, line: &str) {
    if !reading.quiet {
        let now = jiff::ZonedDateTime::now().strftime("%H:%M:%S").to_string();
        say(format_args!("{now} {line}"));
    }
}

/// What is heard of the files.
struct Watching {
    _watcher: Watched,
    events: Receiver<notify::Result<Event>>,
    places: Places,
    /// Whether a source was taken away or is another now, so that nothing more is heard of it.
    is_lost: bool,
    /// Why the system tells no more.
    failure: Option<String>,
}

/// Who tells of changes, until it is dropped.
#[expect(dead_code, reason = "they are held, not asked")]
enum Watched {
    BySystem(RecommendedWatcher),
    ByLooking(Polling),
}

/// What is watched, with no links in its paths.
struct Places {
    sources: Vec<PathBuf>,
    /// Links by which sources were named: they may come to lead elsewhere.
    links: Vec<PathBuf>,
    config: Option<PathBuf>,
}

impl Watching {
    /// Begins to watch, by looking at the files where that is asked for or has to be; then it is asked for
    /// from then on. An error where a source is not there.
    fn start(reading: &ReadingArguments, poll: &mut Option<Duration>) -> anyhow::Result<Watching> {
        let (sender, events) = channel();
        let places = Places::of(reading)?;
        let by_system = match poll {
            Some(_) => None,
            None => (places.watch(sender.clone()))
                .map_err(|reason| look_instead(reading, &reason, poll))
                .ok(),
        };
        let watcher = match by_system {
            Some(watcher) => Watched::BySystem(watcher),
            None => {
                let interval = poll.unwrap_or(INTERVAL);
                Watched::ByLooking(Polling::start(places.all(), interval, sender))
            }
        };
        Ok(Watching {
            _watcher: watcher,
            events,
            places,
            is_lost: false,
            failure: None,
        })
    }

    /// The same, once all sources are there.
    fn start_again(reading: &ReadingArguments, poll: &mut Option<Duration>) -> Watching {
        let mut is_told = false;
        loop {
            match Watching::start(reading, poll) {
                Ok(watching) => return watching,
                Err(_) if is_told => {}
                Err(_) => tell(reading, "the source is gone; waiting for it"),
            }
            is_told = true;
            std::thread::sleep(LOOK);
        }
    }

    /// Waits for changes, and until they pause; how many files changed.
    fn next_changes(&mut self, outputs: &[PathBuf]) -> usize {
        let mut changed: HashSet<PathBuf> = HashSet::new();
        let mut first = None;
        loop {
            let wait = match first {
                None => Duration::from_secs(3600),
                Some(first) if Instant::now() - first > LONGEST => return changed.len(),
                Some(_) => QUIET,
            };
            match self.events.recv_timeout(wait) {
                Ok(Ok(event)) => {
                    for path in self.relevant(&event, outputs) {
                        changed.insert(path);
                        first.get_or_insert_with(Instant::now);
                    }
                    if event.need_rescan() {
                        first.get_or_insert_with(Instant::now);
                    }
                }
                // As when a folder came that is one too many.
                Ok(Err(error)) => {
                    self.failure = Some(reason_of(error));
                    return changed.len();
                }
                Err(RecvTimeoutError::Timeout) if first.is_some() => return changed.len(),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    self.failure = Some("the system tells of no more changes".to_owned());
                    return changed.len();
                }
            }
        }
    }

    /// The files of an event that matter.
    fn relevant(&mut self, event: &Event, outputs: &[PathBuf]) -> Vec<PathBuf> {
        if matches!(event.kind, EventKind::Access(_)) {
            return Vec::new();
        }
        let mut found = Vec::new();
        for path in &event.paths {
            let is_link = self.places.links.contains(path);
            let is_source = self.places.sources.contains(path);
            let replaced = matches!(event.kind, EventKind::Remove(_) | EventKind::Create(_));
            if is_link || is_source && (replaced || !path.exists()) {
                self.is_lost = true;
            }
            let is_inside = is_link || self.places.source_of(path).is_some();
            let is_config = self.places.config.as_ref() == Some(path);
            let is_own = outputs.iter().any(|output| {
                // The outputs may lie in the source, but it may lie in their folder too.
                let is_around = self
                    .places
                    .sources
                    .iter()
                    .any(|source| source.starts_with(output));
                path.starts_with(output) && (!is_around || path == output)
            });
            let touched = is_source && path.is_dir() && !self.is_lost;
            if (is_inside || is_config) && !is_own && !touched && !self.is_passing(path) {
                found.push(path.clone());
            }
        }
        found
    }

    /// Whether a file is one of those that are there for a moment, or hidden.
    fn is_passing(&self, path: &Path) -> bool {
        let source = self.places.source_of(path);
        let below = source
            .filter(|source| source.is_dir())
            .and_then(|source| path.strip_prefix(source).ok());
        let below = below.unwrap_or_else(|| path.file_name().map_or(path, Path::new));
        below
            .components()
            .any(|part| is_passing_name(part.as_os_str()))
    }
}

/// Whether a name is one of those that editors and this program use for a moment, or hidden.
fn is_passing_name(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.')
        || name.starts_with('#')
        || name.ends_with('~')
        || name == "4913"
        || matches!(&*name, "_site" | "node_modules")
        || [".tmp", ".swp", ".swx", ".part", ".crdownload"]
            .iter()
            .any(|ending| name.ends_with(ending))
}

impl Places {
    fn of(reading: &ReadingArguments) -> anyhow::Result<Places> {
        let (mut sources, mut links) = (Vec::new(), Vec::new());
        for source in &reading.sources {
            if source.is_symlink()
                && let Some((folder, name)) = parent_and_name(source)
            {
                links.push(folder.join(name));
            }
            sources.push(source.canonicalize().with_context(|| {
                format!("{}: there is no such file or folder", source.display())
            })?);
        }
        let config = reading.config.as_deref().and_then(absolute);
        Ok(Places {
            sources,
            links,
            config,
        })
    }

    /// The source that a file is, or lies in.
    fn source_of(&self, path: &Path) -> Option<&PathBuf> {
        self.sources.iter().find(|source| path.starts_with(source))
    }

    fn all(&self) -> Vec<PathBuf> {
        let all = self.sources.iter().chain(&self.links).chain(&self.config);
        all.cloned().collect()
    }

    /// Lets the system tell of changes; else says why it cannot.
    fn watch(&self, sender: Sender<notify::Result<Event>>) -> Result<RecommendedWatcher, String> {
        if self
            .sources
            .iter()
            .any(|source| network::is_on_network(source))
        {
            let reason = "the files are in a network, whose changes the system is not told of";
            return Err(reason.to_owned());
        }
        let mut watcher = notify::recommended_watcher(sender).map_err(reason_of)?;
        // A folder's own removal, and a file that an editor puts in place of another, are told of the
        // folder that they are in.
        for folder in self.all().iter().filter_map(|place| place.parent()) {
            let _ = watcher.watch(folder, RecursiveMode::NonRecursive);
        }
        for source in self.sources.iter().filter(|source| source.is_dir()) {
            let watched = watcher.watch(source, RecursiveMode::Recursive);
            watched.map_err(reason_of)?;
        }
        Ok(watcher)
    }
}

/// The folder of a link, with no links in its own path, and the name of the link.
fn parent_and_name(link: &Path) -> Option<(PathBuf, &OsStr)> {
    let folder = match link.parent()? {
        folder if folder.as_os_str().is_empty() => Path::new("."),
        folder => folder,
    };
    Some((folder.canonicalize().ok()?, link.file_name()?))
}
