//! The command: flags in, exit status out. Each subcommand has a file.
mod arguments;
mod build;
mod cache;
mod check;
mod compared;
mod convert;
mod diagnostics;
mod epub;
mod feed;
mod feed_folder;
#[cfg(feature = "fetch")]
mod fetching;
#[cfg(not(feature = "fetch"))]
#[path = "no_fetching.rs"]
mod fetching;
mod inspect;
mod interrupt;
mod outcome;
mod output_file;
mod panics;
mod pictures;
mod progress_line;
mod reading;
mod session;
mod settings;
mod standard_error;
mod temporary;
mod terminal;
mod text;
mod volumes;
mod watch;

use anyhow::Context;
use clap::{CommandFactory, Parser};

use arguments::{Arguments, Command, ReadingArguments};
use outcome::Outcome;
use output_file::NO_STDOUT;

/// All is well.
const SUCCESS: u8 = 0;
/// Nothing was written.
const NOTHING: u8 = 2;

/// Runs the command that was typed, and gives the exit status.
pub(crate) fn run() -> u8 {
    panics::leave_to_diagnostics();
    interrupt::watch();
    let result = match Arguments::parse().command {
        Command::Epub(arguments) => finish(&arguments.reading, epub::run(&arguments)),
        Command::Feed(arguments) => finish(&arguments.reading, feed::run(&arguments)),
        Command::Text(arguments) => finish(&arguments.reading, text::run(&arguments)),
        Command::Convert(arguments) => finish(&arguments.reading, convert::run(&arguments)),
        Command::Build(arguments) => build::run(&arguments),
        Command::Watch(arguments) => watch::run(&arguments),
        Command::Check(arguments) => finish(&arguments.reading, check::run(&arguments)),
        Command::Inspect(arguments) => finish(&arguments.reading, inspect::run(&arguments)),
        Command::Completions { shell } => print_completions(shell),
        Command::Man => print_manual(),
    };
    match result {
        Ok(code) => code,
        Err(error) if output_file::is_broken_pipe(&error) => SUCCESS,
        Err(error) => {
            standard_error::say(format_args!("bindery: {}", chain(&error)));
            NOTHING
        }
    }
}

fn finish(reading: &ReadingArguments, result: anyhow::Result<Outcome>) -> anyhow::Result<u8> {
    result?.finish(reading)
}

/// The causes of an error in one line. A library's message may already hold that of its cause.
fn chain(error: &anyhow::Error) -> String {
    let mut line = String::new();
    for cause in error.chain() {
        let message = cause.to_string();
        if !line.contains(&message) {
            if !line.is_empty() {
                line.push_str(": ");
            }
            line.push_str(&message);
        }
    }
    line
}

fn print_completions(shell: clap_complete::Shell) -> anyhow::Result<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "bindery", &mut script);
    print(&script)
}

fn print_manual() -> anyhow::Result<u8> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Arguments::command()).render(&mut page)?;
    print(&page)
}

fn print(bytes: &[u8]) -> anyhow::Result<u8> {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    let written = out.write_all(bytes);
    written.and_then(|()| out.flush()).context(NO_STDOUT)?;
    Ok(SUCCESS)
}
