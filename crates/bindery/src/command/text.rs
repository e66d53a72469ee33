//! `bindery text`: plain text.
use std::io::{self, IsTerminal};
use std::path::Path;

use anyhow::Context;
use bindery_text::{Format, Links, Options};

use super::arguments::{TextArguments, TextFormat, TextLinks};
use super::outcome::Outcome;
use super::output_file::{Destination, write_file, write_to};
use super::session::Session;
use super::settings::choose;

/// Columns where nothing else is said.
const WIDTH: usize = 72;

pub(crate) fn run(arguments: &TextArguments) -> anyhow::Result<Outcome> {
    let session = Session::open(&arguments.common)?;
    let output = arguments
        .output
        .clone()
        .or_else(|| session.file.text.output.clone());
    let destination = Destination::new(output.as_deref());
    if destination == Destination::Stdout && arguments.common.json {
        anyhow::bail!("the text and the report cannot both go to standard output; give -o FILE");
    }
    let (width, _) = choose(
        arguments.width,
        session.file.text.width,
        terminal_width(&destination),
        WIDTH,
    );
    let options = Options {
        width,
        links: match arguments.links {
            TextLinks::Footnote => Links::Footnote,
            TextLinks::Inline => Links::Inline,
            TextLinks::None => Links::None,
        },
        format: match arguments.format {
            TextFormat::Text => Format::Text,
            TextFormat::Jsonl => Format::JsonLines,
        },
        jobs: session.jobs,
    };
    let report = match &destination {
        Destination::File(folder) if is_folder(folder) && arguments.format == TextFormat::Jsonl => {
            anyhow::bail!("JSON lines go into one file; give -o FILE");
        }
        Destination::File(folder) if is_folder(folder) => write_folder(&session, &options, folder)?,
        destination => write_to(destination, |out| {
            Ok(bindery_text::write(
                &session.archive,
                &options,
                out,
                &session.progress,
            )?)
        })?,
    };
    Ok(session.outcome("text", Some(destination), report))
}

/// Whether a folder is meant: there is one, or the path ends in a slash.
fn is_folder(path: &Path) -> bool {
    path.is_dir()
        || path
            .to_string_lossy()
            .ends_with(['/', std::path::MAIN_SEPARATOR])
}

/// The terminal's width, if that is where the text goes.
fn terminal_width(destination: &Destination) -> Option<usize> {
    let terminal = *destination == Destination::Stdout && io::stdout().is_terminal();
    let columns = || std::env::var("COLUMNS").ok()?.parse().ok();
    terminal.then(columns).flatten()
}

fn write_folder(
    session: &Session,
    options: &Options,
    folder: &Path,
) -> anyhow::Result<bindery_model::Report> {
    std::fs::create_dir_all(folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let mut write = |path: &str, bytes: &[u8]| {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        write_file(&path, |out| Ok(out.write_all(bytes)?)).map_err(|error| {
            let kind = error
                .downcast_ref::<io::Error>()
                .map_or(io::ErrorKind::Other, io::Error::kind);
            io::Error::new(kind, format!("{error:#}"))
        })
    };
    Ok(bindery_text::write_folder(
        &session.archive,
        options,
        &mut write,
        &session.progress,
    )?)
}
