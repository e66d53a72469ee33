//! `bindery epub`: the book.
use std::path::{Path, PathBuf};

use anyhow::Context;
use bindery_model::{Author, Source};

use super::arguments::EpubArguments;
use super::outcome::Outcome;
use super::output_file::{Destination, file_name, write_to};
use super::session::Session;
use super::settings::{choose, given};

pub(crate) fn run(arguments: &EpubArguments) -> anyhow::Result<Outcome> {
    let session = Session::open(&arguments.common)?;
    let options = options(arguments, &session)?;
    let title = options.title.clone().unwrap_or_else(|| title_of(&session));
    let output = arguments
        .output
        .clone()
        .or_else(|| session.file.epub.output.clone());
    let output = output.unwrap_or_else(|| file_name(&title, "epub"));
    let destination = Destination::new(Some(output.as_path()));
    if destination == Destination::Stdout && arguments.common.json {
        anyhow::bail!("the book and the report cannot both go to standard output; name a file");
    }
    let report = write_to(&destination, |out| {
        Ok(bindery_epub::write(
            &session.archive,
            &options,
            out,
            &session.progress,
        )?)
    })?;
    Ok(session.outcome("epub", Some(destination), report))
}

/// What the book is called if nobody says otherwise.
fn title_of(session: &Session) -> String {
    let entries = session.archive.entries();
    match entries {
        [entry] if session.archive.site().title.is_empty() => entry.meta.title.clone(),
        _ => session.archive.site().title.clone(),
    }
}

fn options(arguments: &EpubArguments, session: &Session) -> anyhow::Result<bindery_epub::Options> {
    let file = &session.file;
    let (title, _) = choose(
        arguments.title.clone(),
        file.title.clone(),
        None,
        String::new(),
    );
    let (authors, _) = choose(
        given(&arguments.author),
        given(&file.authors),
        None,
        Vec::new(),
    );
    let language = arguments.language.clone().or_else(|| file.language.clone());
    let read = |flag: &Option<PathBuf>, setting: &Option<PathBuf>| {
        flag.as_ref()
            .or(setting.as_ref())
            .map(|path| read_file(path))
            .transpose()
    };
    let cover = read(&arguments.cover, &file.epub.cover)?;
    let css = read(&arguments.css, &file.epub.css)?.unwrap_or_default();
    Ok(bindery_epub::Options {
        title: Some(title).filter(|title| !title.is_empty()),
        authors: authors.into_iter().map(Author::named).collect(),
        language,
        identifier: arguments
            .identifier
            .clone()
            .or_else(|| file.epub.identifier.clone()),
        cover,
        css: String::from_utf8(css).context("the style sheet is not UTF-8")?,
        jobs: session.jobs,
        ..bindery_epub::Options::default()
    })
}

fn read_file(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}
