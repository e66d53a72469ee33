//! What is done when the user, or the system, asks the program to end: files that are being
//! written are taken away, and it is said what became of them.
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::NamedTempFile;

/// How many files were written.
static FINISHED: AtomicUsize = AtomicUsize::new(0);
/// Files that are being written.
static UNFINISHED: Mutex<Vec<Writing>> = Mutex::new(Vec::new());

/// A file that is being written, and where it is to be put.
struct Writing {
    temporary: PathBuf,
    target: PathBuf,
}

/// Lets a request to end take unfinished files away first. The exit status is that of a program
/// that the signal ends, as shells tell it: 128 and the signal's number.
#[cfg(unix)]
pub(crate) fn watch() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    // Without it, such a request leaves a file behind, which the next run takes away.
    let Ok(mut signals) = Signals::new([SIGINT, SIGTERM, SIGHUP]) else {
        return;
    };
    std::thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            stop(128 + signal);
        }
    });
}

/// The same where there are no signals but Ctrl-C.
#[cfg(not(unix))]
pub(crate) fn watch() {
    let _ = ctrlc::set_handler(|| stop(130));
}

/// Ends the program. What is unfinished stays locked, so that nothing is put in its place after.
fn stop(status: i32) -> ! {
    let unfinished = lock();
    let mut message = String::from("bindery: stopped");
    match FINISHED.load(Ordering::Relaxed) {
        0 => {}
        1 => message += "; 1 file is written",
        count => message += &format!("; {count} files are written"),
    }
    for Writing { temporary, target } in unfinished.iter() {
        let _ = std::fs::remove_file(temporary);
        let state = match target.exists() {
            true => "is as it was before",
            false => "is not written",
        };
        message += &format!("; {} {state}", target.display());
    }
    if unfinished.is_empty() {
        message += "; no file was being written";
    }
    eprintln!("\n{message}");
    std::process::exit(status)
}

/// A file that is being written, until this is dropped.
pub(crate) struct Unfinished(PathBuf);

impl Unfinished {
    /// Makes the file. A request to end waits until it is known, or it is not made any more.
    pub(crate) fn create(
        target: &Path,
        make: impl FnOnce() -> io::Result<NamedTempFile>,
    ) -> io::Result<(NamedTempFile, Unfinished)> {
        let mut unfinished = lock();
        let file = make()?;
        let temporary = file.path().to_owned();
        unfinished.push(Writing {
            temporary: temporary.clone(),
            target: target.to_owned(),
        });
        Ok((file, Unfinished(temporary)))
    }

    /// Notes that it is in its place.
    pub(crate) fn finish(&self) {
        FINISHED.fetch_add(1, Ordering::Relaxed);
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        lock().retain(|writing| writing.temporary != self.0);
    }
}

fn lock() -> MutexGuard<'static, Vec<Writing>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}
