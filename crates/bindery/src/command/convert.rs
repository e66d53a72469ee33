//! `bindery convert`: one post.
use std::borrow::Cow;

use anyhow::{Context, bail};
use bindery_html::{ImageOutput, Targets, drawing_address, push_attribute, push_text};
use bindery_model::{Formula, Image, MathMl, Post, Report, Source, Target, json};

use super::arguments::{BookArguments, ConvertArguments, ConvertFormat};
use super::epub::book_options;
use super::fetching::with_pictures;
use super::outcome::Outcome;
use super::output_file::{Destination, book_file, write_to};
use super::session::Session;
use super::settings::Filters;
use super::text::terminal_width;

pub(crate) fn run(arguments: &ConvertArguments) -> anyhow::Result<Outcome> {
    #[cfg_attr(not(feature = "fetch"), expect(unused_mut))]
    let mut session = Session::open_for(
        &arguments.reading,
        arguments.output.as_deref(),
        |_| Filters::default(),
        |_| {},
    )?;
    #[cfg(feature = "fetch")]
    {
        session.fetching = super::fetching::Fetching::new(&arguments.book.pictures.fetch);
    }
    let [entry] = session.archive.entries() else {
        bail!(
            "{} holds {} posts; `convert` takes one, `epub`, `feed` and `text` take archives",
            arguments.reading.sources[0].display(),
            session.archive.entries().len()
        );
    };
    if arguments.to == ConvertFormat::Epub {
        return to_epub(arguments, &session);
    }
    if arguments.book != BookArguments::default() {
        bail!("what is said about the book, its pictures and its looks is for --to epub only");
    }
    let destination = Destination::new(arguments.output.as_deref());
    if destination == Destination::Stdout && arguments.reading.json {
        bail!("the post and the report cannot both go to standard output; give -o FILE");
    }
    let parsed = session
        .archive
        .read(entry)
        .map_err(|found| anyhow::anyhow!("{found}"))?;
    let text = match arguments.to {
        ConvertFormat::Json => json::to_string_pretty(&parsed.post) + "\n",
        ConvertFormat::Html => to_page(&parsed.post),
        ConvertFormat::Markdown => {
            bindery_text::post_to_markdown(&parsed.post, session.archive.site())
        }
        _ => {
            let default = bindery_text::Options::default();
            let options = bindery_text::Options {
                width: terminal_width(&destination).unwrap_or(default.width),
                ..default
            };
            bindery_text::post_to_string(&parsed.post, session.archive.site(), &options)
        }
    };
    write_to(&destination, |out| {
        out.write_all(text.as_bytes()).context("cannot write")
    })?;
    let report = Report {
        posts: 1,
        bytes: text.len() as u64,
        diagnostics: parsed.diagnostics,
        ..Report::default()
    };
    Ok(session.outcome("convert", Some(destination), report))
}

fn to_epub(arguments: &ConvertArguments, session: &Session) -> anyhow::Result<Outcome> {
    let options = book_options(&arguments.book, session)?;
    let entry = session.archive.entries().first();
    let title = options.metadata.title.as_deref();
    let title = title.or_else(|| entry.map(|entry| entry.meta.title.as_str()));
    let output = arguments.output.as_deref();
    let file = book_file(output, title.unwrap_or_default());
    let destination = Destination::new(Some(&file));
    if destination == Destination::Stdout && arguments.reading.json {
        bail!("the book and the report cannot both go to standard output; name a file");
    }
    with_pictures(session, &options.images, |source| {
        let report = write_to(&destination, |out| {
            let progress = &session.progress;
            Ok(bindery_epub::write(source, &options, out, progress)?)
        })?;
        Ok(session.outcome("convert", Some(destination), report))
    })
}

/// Links and images lead where the post itself has them.
struct AsWritten;

impl Targets for AsWritten {
    fn href(&self, target: &Target) -> Option<String> {
        Some(match target {
            Target::Web { address } => address.to_string(),
            Target::Fragment { fragment } => format!("#{fragment}"),
            Target::Post {
                url,
                fragment: Some(fragment),
                ..
            } => format!("{url}#{fragment}"),
            Target::Post { url, .. } | Target::Site { url } => url.clone(),
            Target::Resource { path, .. } => path.clone(),
            Target::Drawing { .. } => return None,
        })
    }

    fn formula<'f>(&self, formula: &'f Formula, _: bool) -> Option<Cow<'f, MathMl>> {
        formula.mathml.as_ref().map(Cow::Borrowed)
    }

    fn image(&self, image: &Image) -> ImageOutput {
        let address = match &image.target {
            Target::Drawing { svg } => Some(drawing_address(svg)),
            target => self.href(target),
        };
        match address {
            Some(src) => ImageOutput::Shown { src, size: None },
            None => ImageOutput::Text,
        }
    }
}

/// A page of HTML that stands alone.
fn to_page(post: &Post) -> String {
    let mut out = String::from("<!DOCTYPE html>\n<html");
    if let Some(language) = &post.meta.language {
        push_attribute(&mut out, "lang", language);
    }
    out.push_str(">\n<head>\n<meta charset=\"utf-8\">\n<title>");
    push_text(&mut out, &post.meta.title);
    out.push_str("</title>\n</head>\n<body>\n<h1>");
    push_text(&mut out, &post.meta.title);
    out.push_str("</h1>\n");
    let options = bindery_html::Options {
        heading_shift: 1,
        players: true,
        frames: true,
        ..Default::default()
    };
    bindery_html::write_blocks(
        &post.blocks,
        &post.footnotes,
        &options,
        &AsWritten,
        &mut out,
    );
    out.push_str("</body>\n</html>\n");
    out
}
