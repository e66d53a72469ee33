//! From the head of a file to an entry.
use std::borrow::Cow;

use bindery_model::{Diagnostic, Digest, Entry, Location, Meta};
use bindery_parse::front_matter::FrontMatter;
use bindery_parse::{
    Page, ParseOptions, date, decode, describe_document, front_matter, is_document, metadata,
    metadata_but_terms,
};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use crate::archive::unreadable;
use crate::sites::{Conventions, Document};
use crate::storage::{Storage, has_ending};
use crate::{Options, known_authors};

/// How much of a file is read at first; most front matter is far shorter, and most posts are longer,
/// so that one call reads it.
const HEAD: u64 = 1 << 10;

/// How much is read at first where posts are told apart by their contents: most are read whole, and
/// need not be read again.
const SHORT_POST: u64 = 16 << 10;

/// How much is read where that does not hold the front matter.
const LONG_HEAD: u64 = 1 << 20;

/// What a post's entry is made with.
pub(crate) struct Heads<'a> {
    pub(crate) storage: &'a dyn Storage,
    pub(crate) conventions: &'a dyn Conventions,
    pub(crate) zone: &'a TimeZone,
    pub(crate) now: Timestamp,
    pub(crate) options: &'a Options,
    /// The authors that the site knows by shorter names.
    pub(crate) authors: Option<&'a Map<String, Value>>,
}

/// The head of a post's file.
pub(crate) struct Head {
    pub(crate) entry: Entry,
    /// Whether it is left out unless drafts are wanted.
    pub(crate) draft: bool,
    pub(crate) published: bool,
    pub(crate) appears: Option<Timestamp>,
    pub(crate) encoding: &'static str,
    /// What a saved page says of itself.
    pub(crate) page: Option<Page>,
    /// Whether there is something to say of what the front matter says.
    pub(crate) is_faulty: bool,
    /// Of the whole file, where it is wanted and all was read.
    pub(crate) content: Option<Content>,
}

/// A file as it is read.
pub(crate) struct Parts<'t> {
    pub(crate) text: Cow<'t, str>,
    pub(crate) front_matter: FrontMatter,
    /// What there is to say of it.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// What a file holds, as far as it is to be told whether that has changed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Content {
    pub(crate) digest: Digest,
    /// Bytes.
    pub(crate) size: u64,
}

impl Content {
    pub(crate) fn of(bytes: &[u8]) -> Content {
        Content {
            digest: Digest::of_bytes(bytes),
            size: bytes.len() as u64,
        }
    }
}

impl Heads<'_> {
    /// Reads the head of a file.
    pub(crate) fn read(&self, path: &str) -> Result<Head, Box<Diagnostic>> {
        let limit = self.options.max_file_size;
        let long = limit.min(LONG_HEAD);
        let wants_content = self.options.store.is_some() && self.storage.place(path).is_none();
        let mut length = match self.conventions.has_long_heads() {
            true => limit,
            false if wants_content => limit.min(SHORT_POST),
            false => limit.min(HEAD),
        };
        loop {
            let mut bytes = self
                .storage
                .read(path, length)
                .map_err(|error| unreadable(self.storage, path, &error))?;
            let may_be_cut = length < limit && bytes.len() as u64 == length;
            let is_cut_well = !may_be_cut || cut_at_line(&mut bytes);
            if !is_cut_well && length < long {
                length = long;
                continue;
            }
            let decoded = decode(&bytes);
            let Parts {
                text,
                front_matter,
                diagnostics: found,
            } = self.parts(&decoded.text, path);
            if may_be_cut && length < long && is_open(&front_matter, &found, &text) {
                length = long;
            } else if may_be_cut && is_page(path, &front_matter, &text) {
                length = limit;
            } else {
                let is_whole = !may_be_cut && (bytes.len() as u64) < length;
                return Ok(Head {
                    content: (wants_content && is_whole).then(|| Content::of(&bytes)),
                    ..self.head(path, &text, decoded.encoding, &front_matter)
                });
            }
        }
    }

    fn head(
        &self,
        path: &str,
        text: &str,
        encoding: &'static str,
        front_matter: &FrontMatter,
    ) -> Head {
        let mut found = Vec::new();
        let known = self.known(path, text, front_matter, &mut found);
        let draft = self.conventions.is_draft(&known.meta, path);
        Head {
            entry: Entry {
                index: 0,
                meta: known.meta,
            },
            draft,
            published: known.published,
            appears: known.appears,
            encoding,
            page: known.page,
            is_faulty: !found.is_empty(),
            content: None,
        }
    }

    /// The front matter of a file, and its text, in which the body stands at the end.
    pub(crate) fn parts<'t>(&self, text: &'t str, path: &str) -> Parts<'t> {
        if let Some(arranged) = self.conventions.arranged(text, path) {
            return Parts {
                text: arranged.text.into(),
                front_matter: arranged.front_matter,
                diagnostics: arranged.diagnostics,
            };
        }
        let plain = self.conventions.plain_head(text, path);
        let (front_matter, diagnostics) = plain.unwrap_or_else(|| front_matter::parse(text, path));
        Parts {
            text: text.into(),
            front_matter,
            diagnostics,
        }
    }

    /// Everything that is known of a post without its body.
    fn known(
        &self,
        path: &str,
        text: &str,
        front_matter: &FrontMatter,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Known {
        let values = self.conventions.values(path, &front_matter.values);
        let document = self.document(path, front_matter, &values);
        let (mut meta, page) = self.meta_of(&document, text, front_matter, diagnostics);
        meta.url = self.conventions.url(&meta, &document).into();
        Known {
            published: self.conventions.is_published(&document, self.now),
            appears: self
                .conventions
                .appears(&document)
                .or(meta.date.map(|date| date.timestamp())),
            meta,
            page,
        }
    }

    /// The same of a post that is in the index, with [`Meta::extra`]. What the index knows is made
    /// again only for what there is to say of it.
    pub(crate) fn meta(
        &self,
        entry: &Entry,
        is_faulty: bool,
        text: &str,
        front_matter: &FrontMatter,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Meta {
        let path = entry.meta.path.as_str();
        let values = self.conventions.values(path, &front_matter.values);
        if is_faulty {
            let document = self.document(path, front_matter, &values);
            self.meta_of(&document, text, front_matter, diagnostics);
        }
        let extra = match values {
            Cow::Borrowed(_) => front_matter.values.clone(),
            Cow::Owned(values) => values.into(),
        };
        Meta {
            extra,
            ..entry.meta.clone()
        }
    }

    fn document<'d>(
        &'d self,
        path: &'d str,
        front_matter: &'d FrontMatter,
        values: &'d Map<String, Value>,
    ) -> Document<'d> {
        Document {
            path,
            has_front_matter: front_matter.present,
            own: &front_matter.values,
            values,
            zone: self.zone,
        }
    }

    /// What is known of a post, and what a saved page says of itself.
    fn meta_of(
        &self,
        document: &Document<'_>,
        text: &str,
        front_matter: &FrontMatter,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> (Meta, Option<Page>) {
        let (path, values) = (document.path, document.values);
        let options = ParseOptions {
            path,
            zone: self.zone.clone(),
            ..ParseOptions::default()
        };
        let mut meta = match self.conventions.gathers_terms() {
            true => metadata_but_terms(values, text, &options, diagnostics),
            false => metadata(values, text, &options, diagnostics),
        };
        if !self.conventions.needs_date() {
            // There is no site to say in which zone its dates are shown.
            let written = values.get("date").and_then(Value::as_str);
            meta.date = written
                .and_then(|text| date::parse_in(text, self.zone))
                .or(meta.date);
        }
        let page = is_page(path, front_matter, text)
            .then(|| describe_document(text, &mut meta, self.zone));
        meta.collection = self.conventions.collection(path).into();
        self.conventions.complete(&mut meta, document);
        // A map says all there is to say.
        if !values.get("author").is_some_and(Value::is_object) {
            known_authors::put(self.authors, meta.authors.make_mut());
        }
        if meta.date.is_none() && !meta.draft && self.conventions.needs_date() {
            let message = "neither the front matter nor the file's name gives a date";
            let hint = "add a line such as `date: 2024-05-01` to the front matter";
            let diagnostic = Diagnostic::warning("post.no-date", message);
            diagnostics.push(diagnostic.with_hint(hint).at(Location::whole_file(path)));
        }
        (meta, page)
    }
}

/// Cuts the head of a file at the end of a line; whether that could be done.
fn cut_at_line(bytes: &mut Vec<u8>) -> bool {
    let is_utf_16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    match memchr::memrchr(b'\n', bytes) {
        Some(line_end) if !is_utf_16 => {
            bytes.truncate(line_end + 1);
            true
        }
        _ => false,
    }
}

/// Whether what looks like front matter does not end within the head of a file.
fn is_open(front_matter: &FrontMatter, found: &[Diagnostic], text: &str) -> bool {
    let start = text.trim_ascii_start();
    let is_json = start.starts_with('{');
    let is_marked = is_json || start.starts_with("---") || start.starts_with("+++");
    let is_unclosed = |diagnostic: &Diagnostic| {
        let code = diagnostic.code.as_ref();
        code.starts_with("front-matter.unclosed")
    };
    // A line that closes front matter is there whole, be it the last one of the head.
    is_marked
        && (!front_matter.present
            || is_json && front_matter.body >= text.len()
            || found.iter().any(is_unclosed))
}

/// Whether a file is a page that a site made, which says of itself what it is.
fn is_page(path: &str, front_matter: &FrontMatter, text: &str) -> bool {
    let is_html = has_ending(path, &["html", "htm", "xhtml", "shtml", "shtm"]);
    is_html && !front_matter.present && is_document(text)
}

/// What is known of a post without its body.
struct Known {
    meta: Meta,
    /// What a saved page says of itself.
    page: Option<Page>,
    /// Whether it is on the site.
    published: bool,
    /// When it appears.
    appears: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_open_until_it_is_closed() {
        for (head, open) in [
            ("---\ntitle: a\n---\n", false),
            ("---\ntitle: a\n---\ntext\n", false),
            ("+++\ntitle = 'a'\n+++\n", false),
            ("---\ntitle: a\n", true),
            ("+++\ntitle = 'a'\n", true),
            ("{\"title\": \"a\",\n", true),
            ("text\n", false),
        ] {
            let (front_matter, found) = front_matter::parse(head, "a.md");
            assert_eq!(is_open(&front_matter, &found, head), open, "{head:?}");
        }
    }
}
