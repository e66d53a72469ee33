//! The cache of a command.
use std::path::Path;
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use bindery_cache::{Cache, State};
use bindery_model::Diagnostic;

/// Opens the cache in a folder. Where that fails, the command goes on without.
pub(crate) fn open(folder: Option<&Path>) -> (Option<Arc<Cache>>, Option<Diagnostic>) {
    let Some(folder) = folder else {
        return (None, None);
    };
    match Cache::open(folder, &version()) {
        Ok(cache) => (Some(Arc::new(cache)), None),
        Err(error) => {
            let message = format!("{error}; all posts are parsed");
            let diagnostic = Diagnostic::warning("cache.unusable", message);
            (None, Some(diagnostic.with_hint(ELSEWHERE)))
        }
    }
}

/// What to do about a folder that does not do.
const ELSEWHERE: &str =
    "make room in its folder, see to its permissions, or name another with --cache";

/// What there is to say of a cache, once everything is put there.
pub(crate) fn diagnostic(cache: &Cache) -> Option<Diagnostic> {
    if let Some(reason) = cache.flush() {
        let message = format!("the cache cannot be written: {reason}");
        return Some(Diagnostic::warning("cache.unwritten", message).with_hint(ELSEWHERE));
    }
    match cache.state() {
        State::Good => None,
        State::Old => Some(Diagnostic::note(
            "cache.old",
            "the cache is of another version of this program, and is made anew",
        )),
        State::Damaged => Some(Diagnostic::warning(
            "cache.damaged",
            "the cache was damaged; what was lost is made anew",
        )),
    }
}

/// What tells this program from others: one of the same version that was built at another time may
/// make other things of a post.
fn version() -> String {
    let about = std::env::current_exe().and_then(|path| path.metadata());
    let built = about.ok().and_then(|about| {
        let time = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(format!("{} {}", about.len(), time.as_nanos()))
    });
    format!(
        "{} {}",
        env!("CARGO_PKG_VERSION"),
        built.unwrap_or_default()
    )
}
