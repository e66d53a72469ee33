//! What is done when the user, or the system, asks the program to end: files that are being
//! written are taken away, and it is said what became of them.
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tempfile::NamedTempFile;

use super::standard_error::say;

/// How many files were written.
static FINISHED: AtomicUsize = AtomicUsize::new(0);
/// Files that are being written.
static UNFINISHED: Mutex<Vec<Writing>> = Mutex::new(Vec::new());

/// What takes away that which others write.
static LEFT: Mutex<Vec<Box<dyn Fn() + Send>>> = Mutex::new(Vec::new());
/// How long taking files away, and saying so, may take.
const PATIENCE: Duration = Duration::from_secs(2);

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

    let mut wanted = vec![SIGINT, SIGTERM];
    // Whoever hangs up a terminal may have let the program go on (`nohup`).
    wanted.extend((!is_ignored(SIGHUP)).then_some(SIGHUP));
    // Without it, such a request leaves a file behind, which the next run takes away.
    let Ok(mut signals) = Signals::new(wanted) else {
        return;
    };
    std::thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            stop(128 + signal);
        }
    });
}

/// Whether the program was begun so that it does not hear a signal, where the system tells that (Linux): as
/// a mask in base 16, whose lowest bit is signal 1.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask >> (signal - 1) & 1 == 1)
}

/// The same where there are no signals but Ctrl-C.
#[cfg(not(unix))]
pub(crate) fn watch() {
    let _ = ctrlc::set_handler(|| stop(130));
}

/// Ends the program. What is unfinished stays locked, so that nothing is put in its place after.
fn stop(status: i32) -> ! {
    // What hangs, such as a disk in a network, or a pipe that nobody reads, does not keep it from ending.
    let _ = std::thread::Builder::new().spawn(move || {
        std::thread::sleep(PATIENCE);
        std::process::exit(status)
    });
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
    let left = LEFT.lock().unwrap_or_else(PoisonError::into_inner);
    left.iter().for_each(|take_away| take_away());
    say(format_args!("\n{message}"));
    std::process::exit(status)
}

/// Lets this be done too when the program is asked to end.
#[cfg(feature = "fetch")]
pub(crate) fn at_end(take_away: impl Fn() + Send + 'static) {
    let mut left = LEFT.lock().unwrap_or_else(PoisonError::into_inner);
    left.push(Box::new(take_away));
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
