//! The `bindery` command.
#![forbid(unsafe_code)]

mod command;

/// Parsing allocates much and shortly, on all threads at once, which not every system's allocator
/// is made for.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    command::run()
}
