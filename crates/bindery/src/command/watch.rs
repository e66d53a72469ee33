//! `bindery watch`: builds again whenever a file changes.
use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use anyhow::Context;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::arguments::{BuildArguments, CommonArguments};
use super::build::{Built, absolute, build, distinct, fetching, with_source};
use super::fetching::Fetching;
use super::outcome::count;
use super::output_file::Destination;
use super::{chain, diagnostics};

/// How long nothing may change before the outputs are made.
const QUIET: Duration = Duration::from_millis(200);
/// How long changes that go on may put that off.
const LONGEST: Duration = Duration::from_secs(3);
/// How often a source that is gone is looked for.
const LOOK: Duration = Duration::from_millis(200);

pub(crate) fn run(arguments: &BuildArguments) -> anyhow::Result<ExitCode> {
    let common = with_source(&arguments.common);
    let mut teller = Teller {
        common: &common,
        fetching: fetching(arguments),
        told: HashSet::new(),
        outputs: Vec::new(),
    };
    // It watches before it builds, so that no change is missed.
    let mut watching = Watching::start(&common)?;
    teller.build(None);
    loop {
        let changed = watching.next_changes(&teller.outputs)?;
        if watching.is_lost {
            let is_there = || common.sources.iter().all(|source| source.exists());
            if !is_there() {
                tell(&common, "the source is gone; waiting for it");
            }
            while !is_there() {
                std::thread::sleep(LOOK);
            }
            watching = Watching::start(&common)?;
        }
        teller.build(Some(changed));
    }
}

/// Builds, and says so in a line.
struct Teller<'a> {
    common: &'a CommonArguments,
    /// Pictures are asked for once, however often the outputs are made.
    fetching: Fetching,
    /// What was said of the posts the last time.
    told: HashSet<String>,
    outputs: Vec<PathBuf>,
}

impl Teller<'_> {
    fn build(&mut self, changed: Option<usize>) {
        let start = Instant::now();
        let result = build(self.common, &self.fetching);
        let took = start.elapsed().as_secs_f64();
        let cause = changed.map_or(String::new(), |changed| {
            format!("{} changed: ", count(changed as u64, "file"))
        });
        match result {
            Ok(built) => self.tell_built(&built, &cause, took),
            Err(error) => tell(
                self.common,
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
        if !self.common.quiet {
            diagnostics::print(&new, self.common.verbose);
        }
        for failure in &built.failures {
            tell(self.common, &format!("not made: {}", chain(failure)));
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
                self.common,
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

fn tell(common: &CommonArguments, line: &str) {
    if !common.quiet {
        let now = jiff::ZonedDateTime::now().strftime("%H:%M:%S").to_string();
        anstream::eprintln!("{now} {line}");
    }
}

/// What the system says of the files.
struct Watching {
    _watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    sources: Vec<PathBuf>,
    /// Links by which sources were named: they may come to lead elsewhere.
    links: Vec<PathBuf>,
    config: Option<PathBuf>,
    /// Whether a source was taken away or is another now, so that nothing more is heard of it.
    is_lost: bool,
}

impl Watching {
    fn start(common: &CommonArguments) -> anyhow::Result<Watching> {
        let (sender, events) = channel();
        let mut watcher = notify::recommended_watcher(sender).context("files cannot be watched")?;
        let (mut sources, mut links) = (Vec::new(), Vec::new());
        for source in &common.sources {
            if source.is_symlink()
                && let Some((folder, name)) = parent_and_name(source)
            {
                let _ = watcher.watch(&folder, RecursiveMode::NonRecursive);
                links.push(folder.join(name));
            }
            let source = source.canonicalize().with_context(|| {
                format!("{}: there is no such file or folder", source.display())
            })?;
            // A folder's own removal, and a file that an editor puts in place of another, are told
            // of the folder that they are in.
            if let Some(parent) = source.parent() {
                let _ = watcher.watch(parent, RecursiveMode::NonRecursive);
            }
            if source.is_dir() {
                watcher
                    .watch(&source, RecursiveMode::Recursive)
                    .with_context(|| format!("{} cannot be watched", source.display()))?;
            }
            sources.push(source);
        }
        let config = common.config.as_deref().and_then(absolute);
        if let Some(folder) = config.as_deref().and_then(Path::parent) {
            let _ = watcher.watch(folder, RecursiveMode::NonRecursive);
        }
        Ok(Watching {
            _watcher: watcher,
            events,
            sources,
            links,
            config,
            is_lost: false,
        })
    }

    /// Waits for changes, and until they pause; how many files changed.
    fn next_changes(&mut self, outputs: &[PathBuf]) -> anyhow::Result<usize> {
        let mut changed: HashSet<PathBuf> = HashSet::new();
        let mut first = None;
        loop {
            let wait = match first {
                None => Duration::from_secs(3600),
                Some(first) if Instant::now() - first > LONGEST => return Ok(changed.len()),
                Some(_) => QUIET,
            };
            match self.events.recv_timeout(wait) {
                Ok(event) => {
                    let event = event.context("files cannot be watched any more")?;
                    for path in self.relevant(&event, outputs) {
                        changed.insert(path);
                        first.get_or_insert_with(Instant::now);
                    }
                    if event.need_rescan() {
                        first.get_or_insert_with(Instant::now);
                    }
                }
                Err(RecvTimeoutError::Timeout) if first.is_some() => return Ok(changed.len()),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    anyhow::bail!("files cannot be watched any more");
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
            let is_link = self.links.contains(path);
            let is_source = self.sources.contains(path);
            let replaced = matches!(event.kind, EventKind::Remove(_) | EventKind::Create(_));
            if is_link || is_source && (replaced || !path.exists()) {
                self.is_lost = true;
            }
            let is_inside = is_link || (self.sources.iter()).any(|source| path.starts_with(source));
            let is_config = self.config.as_ref() == Some(path);
            let is_own = outputs.iter().any(|output| path.starts_with(output));
            let touched = is_source && path.is_dir() && !self.is_lost;
            if (is_inside || is_config) && !is_own && !touched && !self.is_passing(path) {
                found.push(path.clone());
            }
        }
        found
    }

    /// Whether a file is one of those that editors and this program make for a moment, or hidden.
    fn is_passing(&self, path: &Path) -> bool {
        let source = self.sources.iter().find(|source| path.starts_with(source));
        let below = source
            .filter(|source| source.is_dir())
            .and_then(|source| path.strip_prefix(source).ok());
        let below = below.unwrap_or_else(|| path.file_name().map_or(path, Path::new));
        below.components().any(|part| {
            let name = part.as_os_str().to_string_lossy();
            name.starts_with('.')
                || name.starts_with('#')
                || name.ends_with('~')
                || name == "4913"
                || matches!(&*name, "_site" | "node_modules")
                || [".tmp", ".swp", ".swx", ".part", ".crdownload"]
                    .iter()
                    .any(|ending| name.ends_with(ending))
        })
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
