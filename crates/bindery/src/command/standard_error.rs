//! Lines for people.
use std::fmt::Display;
use std::io::Write;

/// Prints a line to standard error. That it is closed, or goes to a disk that is full, is no reason to stop
/// the work, and changes nothing about how it went.
pub(crate) fn say(line: impl Display) {
    let _ = writeln!(anstream::stderr(), "{line}");
}
