//! The `bindery` command.
#![forbid(unsafe_code)]

mod command;

use std::process::ExitCode;

/// Parsing allocates much and shortly, on all threads at once, which not every system's allocator
/// is made for.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    end(command::run())
}

/// Leaves it to the system to take all memory back at once. The allocator would give it back in pieces,
/// which takes two hundredths of the time of a large book.
#[cfg(unix)]
fn end(status: u8) -> ExitCode {
    use std::io::Write;

    // Whoever writes there tells of an error then.
    let _ = std::io::stdout().flush();
    signal_hook::low_level::exit(status.into())
}

#[cfg(not(unix))]
fn end(status: u8) -> ExitCode {
    status.into()
}
