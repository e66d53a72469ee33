//! Pictures from elsewhere: where they are kept, and when they are fetched.
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use bindery_epub::{ImageMode, ImageOptions};
use bindery_fetch::{FetchOptions, Fetcher, Proxies};
use bindery_model::Source;

use super::arguments::FetchArguments;
use super::interrupt;
use super::outcome::{FetchCounts, Outcome};
use super::session::Session;

/// What fetches pictures, for all outputs of a run.
#[derive(Clone, Default)]
pub(crate) struct Fetching {
    arguments: FetchArguments,
    /// Made when the first output wants it.
    fetcher: Arc<Mutex<Option<Arc<Fetcher>>>>,
}

impl Fetching {
    pub(crate) fn new(arguments: &FetchArguments) -> Fetching {
        Fetching {
            arguments: arguments.clone(),
            fetcher: Arc::default(),
        }
    }

    fn fetcher(&self) -> anyhow::Result<Arc<Fetcher>> {
        let mut place = self.fetcher.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(fetcher) = &*place {
            return Ok(Arc::clone(fetcher));
        }
        let fetcher = Arc::new(fetcher(&self.arguments)?);
        let unfinished = Arc::downgrade(&fetcher);
        interrupt::at_end(move || {
            if let Some(fetcher) = unfinished.upgrade() {
                fetcher.abandon();
            }
        });
        *place = Some(Arc::clone(&fetcher));
        Ok(fetcher)
    }
}

fn fetcher(arguments: &FetchArguments) -> anyhow::Result<Fetcher> {
    let defaults = FetchOptions::default();
    let bytes = |megabytes: u64| megabytes.saturating_mul(1_000_000);
    let timeout = arguments.fetch_timeout.map(Duration::from_secs);
    let options = FetchOptions {
        cache: arguments.fetch_cache.clone(),
        cache_size: arguments
            .fetch_cache_size
            .map_or(defaults.cache_size, bytes),
        max_size: arguments.fetch_max_size.map_or(defaults.max_size, bytes),
        timeout: timeout.unwrap_or(defaults.timeout),
        connect_timeout: timeout
            .unwrap_or(defaults.timeout)
            .min(defaults.connect_timeout),
        private: arguments.fetch_private,
        proxies: Proxies::from_environment(),
        is_picture: bindery_epub::is_picture,
        ..defaults
    };
    if let Some(folder) = &options.cache {
        let cannot = || format!("cannot fetch pictures into {}", folder.display());
        return Fetcher::new(options.clone()).with_context(cannot);
    }
    // Without a folder of the user's, pictures are kept for this run.
    let usual = Fetcher::new(FetchOptions {
        cache: cache_folder(),
        ..options.clone()
    });
    usual
        .or_else(|_| Fetcher::new(options))
        .context("cannot fetch pictures")
}

/// Makes an output, with pictures from elsewhere if it wants them.
pub(crate) fn with_pictures(
    session: &Session,
    images: &ImageOptions,
    make: impl FnOnce(&dyn Source) -> anyhow::Result<Outcome>,
) -> anyhow::Result<Outcome> {
    if images.mode != ImageMode::Fetched {
        return make(&session.archive);
    }
    let fetcher = session.fetching.fetcher()?;
    let bar = session.progress.of_pictures();
    let pictures = fetcher.fetch(&session.archive, session.jobs, &bar);
    let report = pictures.report();
    let mut outcome = make(&pictures)?;
    outcome.fetched = Some(FetchCounts {
        fetched: report.fetched,
        unchanged: report.unchanged,
        cached: report.cached,
        failed: report.failed,
        bytes: report.bytes,
    });
    Ok(outcome)
}

/// The user's folder for what can be made again (XDG Base Directory Specification, and what other
/// systems have in its place).
fn cache_folder() -> Option<PathBuf> {
    let folder = |name: &str, below: &str| {
        let folder = std::env::var_os(name).map(PathBuf::from);
        // A relative one is to be taken for none.
        let folder = folder.filter(|folder| folder.is_absolute())?;
        Some(folder.join(below))
    };
    let folder = if cfg!(windows) {
        folder("LOCALAPPDATA", "")
    } else if cfg!(target_os = "macos") {
        folder("HOME", "Library/Caches")
    } else {
        folder("XDG_CACHE_HOME", "").or_else(|| folder("HOME", ".cache"))
    };
    Some(folder?.join(Path::new("bindery").join("pictures")))
}
