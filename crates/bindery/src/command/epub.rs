//! `bindery epub`: the book.
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use bindery_epub::{BookFont, BookMetadata, Cover, CoverFonts, Creator, Series};
use bindery_model::Source;
use jiff::tz::Offset;

use super::arguments::{BookArguments, EpubArguments};
use super::fetching::with_pictures;
use super::outcome::Outcome;
use super::output_file::{Destination, book_file, write_to};
use super::pictures;
use super::session::Session;
use super::settings::{CoverSetting, EpubSettings, given};
use super::volumes::{VolumeNames, write_volumes};

/// Bytes of the longest file that a book takes: a cover, a font, a style sheet.
const LONGEST: u64 = 256 << 20;

pub(crate) fn run(arguments: &EpubArguments) -> anyhow::Result<Outcome> {
    #[cfg_attr(not(feature = "fetch"), expect(unused_mut))]
    let mut session = Session::open_for(
        &arguments.reading,
        arguments.output.as_deref(),
        |file| file.epub.filters(),
        |options| options.excerpts = false,
    )?;
    #[cfg(feature = "fetch")]
    {
        session.fetching = super::fetching::Fetching::new(&arguments.book.pictures.fetch);
    }
    let outcome = write(arguments, &session);
    session.close();
    outcome
}

/// Writes what is asked for, from an archive that is open.
pub(crate) fn write(arguments: &EpubArguments, session: &Session) -> anyhow::Result<Outcome> {
    let options = options(arguments, session)?;
    with_pictures(session, &options.images, |source| {
        write_from(source, arguments, session, &options)
    })
}

fn write_from(
    source: &dyn Source,
    arguments: &EpubArguments,
    session: &Session,
    options: &bindery_epub::Options,
) -> anyhow::Result<Outcome> {
    let title = options
        .metadata
        .title
        .clone()
        .unwrap_or_else(|| title_of(session));
    let output = arguments
        .output
        .clone()
        .or_else(|| session.file.epub.output.clone());
    if let Some(split_by) = arguments.split_by.or(session.file.epub.split_by) {
        let volumes = bindery_epub::volumes(source, options, split_by.0);
        let paths = VolumeNames::new(output.as_deref(), &title).paths(&volumes);
        return write_volumes(source, arguments, session, options, &volumes, &paths);
    }
    let destination = Destination::new(Some(&book_file(output.as_deref(), &title)));
    if destination == Destination::Stdout && arguments.reading.json {
        anyhow::bail!("the book and the report cannot both go to standard output; name a file");
    }
    let report = write_to(&destination, |out| {
        Ok(bindery_epub::write(
            source,
            options,
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
        [entry] if session.archive.site().title.is_empty() => entry.meta.title.to_string(),
        _ => session.archive.site().title.clone(),
    }
}

fn options(arguments: &EpubArguments, session: &Session) -> anyhow::Result<bindery_epub::Options> {
    let settings = &session.file.epub;
    let options = book_options(&arguments.book, session)?;
    Ok(bindery_epub::Options {
        group_by: arguments
            .group_by
            .or(settings.group_by)
            .map_or(options.group_by, Into::into),
        indexes: !arguments.no_index && settings.index != Some(false),
        author_pages: arguments.author_pages || settings.author_pages == Some(true),
        ..options
    })
}

/// What any book is made with.
pub(crate) fn book_options(
    arguments: &BookArguments,
    session: &Session,
) -> anyhow::Result<bindery_epub::Options> {
    let settings = &session.file.epub;
    let css = arguments.css.as_ref().or(settings.css.as_ref());
    let css = css.map(|path| read_file(path)).transpose()?;
    let given = |flag: bool, setting: Option<bool>| flag || setting.unwrap_or(false);
    let without = |flag: bool, setting: Option<bool>| flag || setting == Some(false);
    Ok(bindery_epub::Options {
        metadata: metadata(arguments, session)?,
        images: pictures::image_options(&arguments.pictures, settings),
        cover: cover(arguments, settings)?,
        fonts: fonts(arguments, session)?,
        title_page: !without(arguments.no_title_page, settings.title_page),
        css: String::from_utf8(css.unwrap_or_default()).context("the style sheet is not UTF-8")?,
        css_only: given(arguments.css_only, settings.css_only),
        vertical: given(arguments.vertical, settings.vertical),
        highlight: !without(arguments.no_highlight, settings.highlight),
        section_levels: arguments.section_levels.or(settings.section_levels),
        jobs: session.jobs,
        ..bindery_epub::Options::default()
    })
}

/// The cover: flags, then the settings file; where neither names a picture, one is drawn.
fn cover(arguments: &BookArguments, settings: &EpubSettings) -> anyhow::Result<Cover> {
    let file = match &settings.cover {
        _ if arguments.no_cover => return Ok(Cover::None),
        _ if arguments.cover.is_some() => arguments.cover.as_ref(),
        _ if arguments.cover_font.is_some() => None,
        Some(CoverSetting::File(file)) => Some(file),
        Some(CoverSetting::Drawn(false)) => return Ok(Cover::None),
        Some(CoverSetting::Drawn(true)) | None => None,
    };
    if let Some(file) = file {
        return Ok(Cover::Picture(read_file(file)?));
    }
    let fonts = CoverFonts::system();
    let font = arguments.cover_font.as_ref();
    Ok(Cover::Drawn(match font.or(settings.cover_font.as_ref()) {
        Some(font) => fonts
            .with_font(read_file(font)?)
            .with_context(|| font.display().to_string())?,
        None => fonts,
    }))
}

/// The fonts to embed.
fn fonts(arguments: &BookArguments, session: &Session) -> anyhow::Result<Vec<BookFont>> {
    let files = given(&arguments.font)
        .or_else(|| given(&session.file.epub.fonts))
        .unwrap_or_default();
    let site = &session.archive.site().language;
    let language = [&arguments.language, &session.file.language, site]
        .into_iter()
        .find_map(|language| language.as_deref())
        .unwrap_or_default();
    let font = |file: &PathBuf| {
        BookFont::new(read_file(file)?, language)
            .with_context(|| format!("the font {} cannot be embedded", file.display()))
    };
    files.iter().map(font).collect()
}

/// What the book says about itself: flags, then the settings file.
fn metadata(arguments: &BookArguments, session: &Session) -> anyhow::Result<BookMetadata> {
    let (file, settings) = (&session.file, &session.file.epub);
    let or = |flag: &Option<String>, setting: &Option<String>| {
        let text = flag.as_ref().or(setting.as_ref()).cloned();
        text.filter(|text| !text.trim().is_empty())
    };
    let post = session.archive.named_post();
    let post = post.map(|entry| entry.meta.title.to_string());
    let authors = given(&arguments.author)
        .or_else(|| given(&file.authors))
        .unwrap_or_default();
    let creators = given(&arguments.creator)
        .or_else(|| given(&settings.creators))
        .unwrap_or_default();
    let modified = arguments.modified.or(settings.modified);
    let modified = modified
        .map(|date| Offset::UTC.to_timestamp(date.at(0, 0, 0, 0)))
        .transpose()
        .context("the modification date is too far away")?;
    Ok(BookMetadata {
        title: or(&arguments.title, &file.title).or(post),
        subtitle: or(&arguments.subtitle, &settings.subtitle),
        creators: authors
            .into_iter()
            .map(Creator::author)
            .chain(creators.into_iter().map(|creator| creator.0))
            .collect(),
        publisher: or(&arguments.publisher, &settings.publisher),
        language: or(&arguments.language, &file.language),
        description: or(&arguments.description, &settings.description),
        subjects: given(&arguments.subject)
            .or_else(|| given(&settings.subjects))
            .unwrap_or_default(),
        rights: or(&arguments.rights, &settings.rights),
        source: or(&arguments.source_of_book, &settings.source),
        series: or(&arguments.series, &settings.series).map(|name| Series {
            name,
            position: or(&arguments.series_number, &settings.series_number),
        }),
        published: arguments.published.or(settings.published),
        modified,
        identifier: or(&arguments.identifier, &settings.identifier),
    })
}

/// A file that belongs to a book. A device may never end.
fn read_file(path: &Path) -> anyhow::Result<Vec<u8>> {
    let cannot_read = || format!("cannot read {}", path.display());
    let mut bytes = Vec::new();
    let file = File::open(path).with_context(cannot_read)?;
    let read = file.take(LONGEST + 1).read_to_end(&mut bytes);
    if read.with_context(cannot_read)? as u64 > LONGEST {
        bail!(
            "{} is longer than {LONGEST} bytes; name another file",
            path.display()
        );
    }
    Ok(bytes)
}
