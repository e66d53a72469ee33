//! What is done when the user, or the system, asks the program to end: files that are being
//! written are taken away.
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The exit status of a program that was asked to end, as shells have it for an interrupt.
const INTERRUPTED: i32 = 130;

/// Files that are being written.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Lets a request to end (SIGINT, SIGTERM, SIGHUP; Ctrl-C) take unfinished files away first.
pub(crate) fn watch() {
    // Without it, such a request leaves a file behind, and nothing else.
    let _ = ctrlc::set_handler(|| {
        let unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
        for path in unfinished.iter() {
            let _ = std::fs::remove_file(path);
        }
        std::process::exit(INTERRUPTED);
    });
}

/// A file that is being written, until this is dropped.
pub(crate) struct Unfinished(PathBuf);

impl Unfinished {
    pub(crate) fn new(path: &Path) -> Unfinished {
        lock().push(path.to_owned());
        Unfinished(path.to_owned())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        lock().retain(|path| *path != self.0);
    }
}

fn lock() -> std::sync::MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}
