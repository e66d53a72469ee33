//! `bindery feed`: one feed, or all the feeds of a site.
use std::path::Path;

use bindery_feed::{Format, Ids, Options, Subject, Wanted};
use bindery_model::{Diagnostic, Report, Source};

use super::arguments::{FeedArguments, FeedFormat, FeedIds, FeedSubject};
use super::feed_folder::{FeedFile, write_folder};
use super::outcome::Outcome;
use super::output_file::{Destination, is_folder, write_to};
use super::session::Session;
use super::settings::{FeedSettings, choose, given};

pub(crate) fn run(arguments: &FeedArguments) -> anyhow::Result<Outcome> {
    let session = Session::open_for(
        &arguments.reading,
        arguments.output.as_deref(),
        |file| file.feed.filters(),
        |_| {},
    )?;
    let outcome = write(arguments, &session);
    session.close();
    outcome
}

/// Writes what is asked for, from an archive that is open.
pub(crate) fn write(arguments: &FeedArguments, session: &Session) -> anyhow::Result<Outcome> {
    let settings = &session.file.feed;
    let output = arguments.output.clone().or_else(|| settings.output.clone());
    let destination = Destination::new(output.as_deref());
    let mut options = options(arguments, session);
    if session.archive.site().kind == "feed" {
        place_feed_of_feeds(&mut options, &destination);
    }
    let wanted = wanted(arguments, settings, output.as_deref());
    let gzip = arguments.gzip || settings.gzip;
    let report = match &destination {
        Destination::File(folder) if is_folder(folder) => match disabled() {
            Some(diagnostic) if disable_in_development(session) => Report {
                diagnostics: vec![diagnostic],
                ..Report::default()
            },
            _ => write_folder(session, &options, &wanted, folder, gzip)?,
        },
        destination => {
            see_that_one_file_will_do(arguments, &wanted, destination, gzip)?;
            write_one(session, options, &wanted, destination, gzip)?
        }
    };
    Ok(session.outcome("feed", Some(destination), report))
}

/// How feeds are made: by flags, then `bindery.toml`, then the site's configuration.
fn options(arguments: &FeedArguments, session: &Session) -> Options {
    let settings = &session.file.feed;
    let site = Options::for_site(session.archive.site());
    let (limit, _) = choose(
        arguments.limit,
        settings.limit,
        Some(site.limit),
        site.limit,
    );
    let ids = arguments.ids.or(settings.ids).map(|ids| match ids {
        FeedIds::Address => Ids::Address,
        FeedIds::Redirect => Ids::FirstAddress,
        FeedIds::Tag => Ids::Tag,
    });
    Options {
        limit,
        url: arguments.url.clone().or_else(|| session.file.url.clone()),
        excerpt_only: arguments.excerpt_only || settings.excerpt_only || site.excerpt_only,
        drafts: site.drafts || arguments.reading.drafts || session.file.drafts == Some(true),
        ids: ids.unwrap_or(site.ids),
        hub: arguments
            .hub
            .clone()
            .or_else(|| settings.hub.clone())
            .or(site.hub),
        style: arguments.style || settings.style,
        pretty: arguments.pretty || settings.pretty,
        jobs: session.jobs,
        oldest_first: session.archive.is_in_step(),
        ..site
    }
}

/// A feed that is made of feeds has no place on a site but the one that it is written to, or that
/// `--url` names: a folder, or a file in one.
fn place_feed_of_feeds(options: &mut Options, destination: &Destination) {
    if let Destination::File(path) = destination
        && !is_folder(path)
        && let Some(name) = path.file_name()
    {
        options.path = format!("/{}", name.to_string_lossy());
    }
    let url = options.url.as_deref().unwrap_or_default();
    if let Some((folder, name)) = url.rsplit_once('/')
        && folder.contains("://")
        && name.contains('.')
    {
        options.path = format!("/{name}");
        options.url = Some(folder.to_owned());
    }
}

fn wanted(arguments: &FeedArguments, settings: &FeedSettings, output: Option<&Path>) -> Wanted {
    let formats = given(&arguments.format)
        .or_else(|| given(&settings.format))
        .or_else(|| Some(vec![format_of(output)?]));
    let per = given(&arguments.per).unwrap_or_else(|| settings.per.clone());
    let mut wanted = Wanted {
        formats: Vec::new(),
        per: Vec::new(),
        archive: arguments.archive.or(settings.archive).unwrap_or(0),
        complete: arguments.complete || settings.complete,
    };
    for format in formats.unwrap_or_else(|| vec![FeedFormat::Atom]) {
        let format = match format {
            FeedFormat::Rss => Format::Rss,
            FeedFormat::Atom => Format::Atom,
            FeedFormat::Json => Format::Json,
        };
        if !wanted.formats.contains(&format) {
            wanted.formats.push(format);
        }
    }
    for subject in per {
        wanted.per.push(match subject {
            FeedSubject::Category => Subject::Category,
            FeedSubject::Tag => Subject::Tag,
            FeedSubject::Author => Subject::Author,
            FeedSubject::Language => Subject::Language,
        });
    }
    wanted
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

/// What makes several files goes into a folder.
fn see_that_one_file_will_do(
    arguments: &FeedArguments,
    wanted: &Wanted,
    destination: &Destination,
    gzip: bool,
) -> anyhow::Result<()> {
    let many = if wanted.formats.len() > 1 {
        Some("several formats go")
    } else if !arguments.per.is_empty() {
        Some("the feeds of --per go")
    } else if arguments.archive.is_some() {
        Some("the pages of --archive go")
    } else if arguments.style {
        Some("the style sheets of --style go")
    } else {
        None
    };
    if let Some(many) = many {
        anyhow::bail!("{many} into a folder; give -o DIR/");
    }
    if *destination == Destination::Stdout && arguments.reading.json {
        anyhow::bail!("the feed and the report cannot both go to standard output; give -o FILE");
    }
    if *destination == Destination::Stdout && gzip {
        anyhow::bail!("--gzip writes beside a file; give -o FILE");
    }
    Ok(())
}

/// One feed of the posts that were chosen.
fn write_one(
    session: &Session,
    options: Options,
    wanted: &Wanted,
    destination: &Destination,
    gzip: bool,
) -> anyhow::Result<Report> {
    let options = Options {
        style: false,
        ..options
    };
    let wanted = Wanted {
        formats: wanted.formats.iter().take(1).copied().collect(),
        complete: wanted.complete,
        ..Wanted::default()
    };
    let source = &session.archive;
    let plan = bindery_feed::plan(source.site(), source.entries(), &[], &options, &wanted);
    let feed = &plan.feeds[0];
    let progress = &session.progress;
    match destination {
        Destination::File(path) if gzip => {
            let mut out = FeedFile::create(path, true)?;
            let report = bindery_feed::write_feed(source, feed, &options, &mut out, progress)?;
            out.put()?;
            Ok(report)
        }
        destination => write_to(destination, |out| {
            Ok(bindery_feed::write_feed(
                source, feed, &options, out, progress,
            )?)
        }),
    }
}

/// `feed.disable_in_development` of the site's configuration.
fn disable_in_development(session: &Session) -> bool {
    let feed = session.archive.site().configuration.get("feed");
    let disabled = feed.and_then(|feed| feed.get("disable_in_development"));
    disabled.and_then(serde_json::Value::as_bool) == Some(true)
}

/// What is said where the site wants no feeds while it is being developed, which is the case if
/// Jekyll's variable says so.
fn disabled() -> Option<Diagnostic> {
    let development = std::env::var_os("JEKYLL_ENV").is_some_and(|value| value == "development");
    let message = "no feed is written: `feed.disable_in_development` is set, and JEKYLL_ENV is \
                   development";
    development.then(|| Diagnostic::warning("feed.disabled", message))
}
