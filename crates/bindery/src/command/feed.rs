//! `bindery feed`: a feed.
use std::path::Path;

use bindery_feed::{Format, Options};
use bindery_model::Source;

use super::arguments::{FeedArguments, FeedFormat};
use super::outcome::Outcome;
use super::output_file::{Destination, write_to};
use super::session::Session;
use super::settings::choose;

pub(crate) fn run(arguments: &FeedArguments) -> anyhow::Result<Outcome> {
    let session = Session::open_for(&arguments.common, |file| file.feed.filters())?;
    write(arguments, &session)
}

/// Writes what is asked for, from an archive that is open.
pub(crate) fn write(arguments: &FeedArguments, session: &Session) -> anyhow::Result<Outcome> {
    let output = |session: &Session| {
        arguments
            .output
            .clone()
            .or_else(|| session.file.feed.output.clone())
    };
    let output = output(session);
    let destination = Destination::new(output.as_deref());
    if destination == Destination::Stdout && arguments.common.json {
        anyhow::bail!("the feed and the report cannot both go to standard output; give -o FILE");
    }
    let site = Options::for_site(session.archive.site());
    let file = &session.file;
    let format = arguments
        .format
        .or(file.feed.format)
        .or_else(|| format_of(output.as_deref()));
    let (limit, _) = choose(
        arguments.limit,
        file.feed.limit,
        Some(site.limit),
        site.limit,
    );
    let options = Options {
        format: match format {
            Some(FeedFormat::Rss) => Format::Rss,
            Some(FeedFormat::Json) => Format::Json,
            Some(FeedFormat::Atom) | None => Format::Atom,
        },
        limit,
        url: arguments.url.clone().or_else(|| file.url.clone()),
        jobs: session.jobs,
        ..site
    };
    let report = write_to(&destination, |out| {
        Ok(bindery_feed::write(
            &session.archive,
            &options,
            out,
            &session.progress,
        )?)
    })?;
    Ok(session.outcome("feed", Some(destination), report))
}

/// The format that a file's name asks for.
fn format_of(output: Option<&Path>) -> Option<FeedFormat> {
    match output?.extension()?.to_str()? {
        "rss" => Some(FeedFormat::Rss),
        "atom" => Some(FeedFormat::Atom),
        "json" => Some(FeedFormat::Json),
        _ => None,
    }
}
