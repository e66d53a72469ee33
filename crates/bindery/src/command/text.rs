//! `bindery text`: plain text.
use std::io::{self, IsTerminal};
use std::path::Path;

use bindery_text::{Format, Options};

use super::arguments::{TextArguments, encoding};
use super::outcome::Outcome;
use super::output_file::{Destination, is_folder, write_file, write_to};
use super::session::Session;
use super::settings::choose;

pub(crate) fn run(arguments: &TextArguments) -> anyhow::Result<Outcome> {
    let session = Session::open_for(
        &arguments.reading,
        arguments.output.as_deref(),
        |file| file.text.filters(),
        |options| options.excerpts = false,
    )?;
    let outcome = write(arguments, &session);
    session.close();
    outcome
}

/// Writes what is asked for, from an archive that is open.
pub(crate) fn write(arguments: &TextArguments, session: &Session) -> anyhow::Result<Outcome> {
    let output = arguments
        .output
        .clone()
        .or_else(|| session.file.text.output.clone());
    let destination = Destination::new(output.as_deref());
    if destination == Destination::Stdout && arguments.reading.json {
        anyhow::bail!("the text and the report cannot both go to standard output; give -o FILE");
    }
    let options = options(arguments, session, &destination)?;
    let report = match &destination {
        Destination::File(folder) if is_folder(folder) && options.format == Format::JsonLines => {
            anyhow::bail!("JSON lines go into one file; give -o FILE");
        }
        Destination::File(folder) if is_folder(folder) => write_folder(session, &options, folder)?,
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

/// What was typed, else what the settings say.
fn options(
    arguments: &TextArguments,
    session: &Session,
    destination: &Destination,
) -> anyhow::Result<Options> {
    let settings = &session.file.text;
    let default = Options::default();
    let (width, _) = choose(
        arguments.width,
        settings.width,
        terminal_width(destination),
        default.width,
    );
    let format = arguments.format.or(settings.format);
    let encoding = match (arguments.encoding, &settings.encoding) {
        (Some(typed), _) => typed,
        (None, Some(label)) => encoding(label)
            .map_err(|error| anyhow::anyhow!("`encoding = {label:?}` in the settings: {error}"))?,
        (None, None) => default.encoding,
    };
    let options = Options {
        width,
        ambiguous: arguments
            .ambiguous
            .or(settings.ambiguous)
            .map_or(default.ambiguous, Into::into),
        justified: arguments.justify || settings.justify.unwrap_or(false),
        header: arguments
            .header
            .or(settings.header)
            .map_or(default.header, Into::into),
        links: arguments
            .links
            .or(settings.links)
            .map_or(default.links, Into::into),
        raw_controls: arguments.raw_controls,
        encoding,
        substitute: arguments
            .substitute
            .clone()
            .or_else(|| settings.substitute.clone())
            .unwrap_or(default.substitute),
        format: format.map_or(default.format, Into::into),
        jobs: session.jobs,
    };
    if options.format == Format::JsonLines && arguments.encoding.is_some() {
        anyhow::bail!("JSON lines are always UTF-8; leave --encoding out");
    }
    Ok(options)
}

/// The terminal's width, if that is where the text goes.
pub(crate) fn terminal_width(destination: &Destination) -> Option<usize> {
    let terminal = *destination == Destination::Stdout && io::stdout().is_terminal();
    let given = || std::env::var("COLUMNS").ok()?.parse().ok();
    let measured = || Some(usize::from(terminal_size::terminal_size()?.0.0));
    terminal
        .then(|| given().or_else(measured))
        .flatten()
        .filter(|&columns| columns > 0)
}

fn write_folder(
    session: &Session,
    options: &Options,
    folder: &Path,
) -> anyhow::Result<bindery_model::Report> {
    let mut write = |path: &str, bytes: &[u8]| {
        let path = folder.join(path);
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
