//! From the head of a file to an entry.
use bindery_model::{Diagnostic, Entry, Location, Meta};
use bindery_parse::front_matter::FrontMatter;
use bindery_parse::{
    ParseOptions, date, decode, describe_document, front_matter, is_document, metadata,
};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use crate::Options;
use crate::archive::unreadable;
use crate::sites::{Conventions, Document};
use crate::storage::{Storage, has_ending};

/// How much of a file is read at first; most front matter is far shorter.
const HEAD: u64 = 4 << 10;

/// How much is read where that does not hold the front matter.
const LONG_HEAD: u64 = 1 << 20;

/// What a post's entry is made with.
pub(crate) struct Heads<'a> {
    pub(crate) storage: &'a dyn Storage,
    pub(crate) conventions: &'a dyn Conventions,
    pub(crate) zone: &'a TimeZone,
    pub(crate) now: Timestamp,
    pub(crate) options: &'a Options,
}

/// The head of a post's file.
pub(crate) struct Head {
    pub(crate) entry: Entry,
    /// Whether it is left out unless drafts are wanted.
    pub(crate) draft: bool,
    pub(crate) published: bool,
    pub(crate) appears: Option<Timestamp>,
    pub(crate) encoding: &'static str,
}

impl Heads<'_> {
    /// Reads the head of a file.
    pub(crate) fn read(&self, path: &str) -> Result<Head, Box<Diagnostic>> {
        let unreadable = |error: std::io::Error| unreadable(self.storage, path, &error);
        let is_whole = self.conventions.has_long_heads();
        let length = match is_whole {
            true => self.options.max_file_size,
            false => HEAD,
        };
        let mut bytes = self.storage.read(path, length).map_err(unreadable)?;
        if !is_whole && !self.is_head_enough(&mut bytes) {
            bytes = self
                .storage
                .read(path, self.options.max_file_size.min(LONG_HEAD))
                .map_err(unreadable)?;
        }
        let mut decoded = decode(&bytes);
        let (mut front_matter, _) = self.front_matter(&decoded.text, path);
        if !is_whole && is_page(path, &front_matter, &decoded.text) {
            bytes = self
                .storage
                .read(path, self.options.max_file_size)
                .map_err(unreadable)?;
            decoded = decode(&bytes);
            (front_matter, _) = self.front_matter(&decoded.text, path);
        }
        let known = self.known(path, &decoded.text, &front_matter, &mut Vec::new());
        let draft = self.conventions.is_draft(&known.meta, path);
        Ok(Head {
            entry: Entry {
                index: 0,
                meta: known.meta,
            },
            draft,
            published: known.published,
            appears: known.appears,
            encoding: decoded.encoding,
        })
    }

    /// The front matter of a file.
    pub(crate) fn front_matter(&self, text: &str, path: &str) -> (FrontMatter, Vec<Diagnostic>) {
        if self.conventions.has_plain_heads()
            && let Some(found) = front_matter::parse_lines(text)
        {
            return (found, Vec::new());
        }
        front_matter::parse(text, path)
    }

    /// Whether the head holds the front matter and enough text; cuts it at a line.
    fn is_head_enough(&self, bytes: &mut Vec<u8>) -> bool {
        if (bytes.len() as u64) < HEAD {
            return true;
        }
        let utf_16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
        let Some(line_end) = bytes.iter().rposition(|&byte| byte == b'\n') else {
            return false;
        };
        if utf_16 {
            return false;
        }
        bytes.truncate(line_end + 1);
        let marked = ["---", "+++", "{"].iter().any(|mark| {
            let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            text.trim_ascii_start().starts_with(mark.as_bytes())
        });
        // What looks like front matter must end within the head.
        !marked || {
            let text = String::from_utf8_lossy(bytes);
            let (front_matter, found) = front_matter::parse(&text, "");
            let unclosed = found
                .iter()
                .any(|d| d.code.starts_with("front-matter.unclosed"));
            front_matter.present && !unclosed && front_matter.body < text.len()
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
        let document = self.document(path, &front_matter.values, &values);
        let mut meta = self.meta_of(&document, text, front_matter, diagnostics);
        meta.url = self.conventions.url(&meta, &document);
        Known {
            published: self.conventions.is_published(&document, self.now),
            appears: self
                .conventions
                .appears(&document)
                .or(meta.date.map(|date| date.timestamp)),
            meta,
        }
    }

    /// The same of a post whose address the index tells.
    pub(crate) fn meta(
        &self,
        path: &str,
        text: &str,
        front_matter: &FrontMatter,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Meta {
        let values = self.conventions.values(path, &front_matter.values);
        let document = self.document(path, &front_matter.values, &values);
        self.meta_of(&document, text, front_matter, diagnostics)
    }

    fn document<'d>(
        &'d self,
        path: &'d str,
        own: &'d Map<String, Value>,
        values: &'d Map<String, Value>,
    ) -> Document<'d> {
        Document {
            path,
            own,
            values,
            zone: self.zone,
        }
    }

    fn meta_of(
        &self,
        document: &Document<'_>,
        text: &str,
        front_matter: &FrontMatter,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Meta {
        let (path, values) = (document.path, document.values);
        let options = ParseOptions {
            path,
            zone: self.zone.clone(),
            ..ParseOptions::default()
        };
        let mut meta = metadata(values, text, &options, diagnostics);
        if !self.conventions.needs_date() {
            // There is no site to say in which zone its dates are shown.
            let written = values.get("date").and_then(Value::as_str);
            meta.date = written
                .and_then(|text| date::parse_in(text, self.zone))
                .or(meta.date);
        }
        if is_page(path, front_matter, text) {
            describe_document(text, &mut meta, self.zone);
        }
        self.conventions
            .collection(path)
            .clone_into(&mut meta.collection);
        self.conventions.complete(&mut meta, document);
        if meta.date.is_none() && !meta.draft && self.conventions.needs_date() {
            let message = "neither the front matter nor the file's name gives a date";
            let hint = "add a line such as `date: 2024-05-01` to the front matter";
            let diagnostic = Diagnostic::warning("post.no-date", message);
            diagnostics.push(diagnostic.with_hint(hint).at(Location::whole_file(path)));
        }
        meta
    }
}

/// Whether a file is a page that a site made, which says of itself what it is.
fn is_page(path: &str, front_matter: &FrontMatter, text: &str) -> bool {
    let is_html = has_ending(path, &["html", "htm", "xhtml", "shtml", "shtm"]);
    is_html && !front_matter.present && is_document(text)
}

/// What is known of a post without its body.
struct Known {
    meta: Meta,
    /// Whether it is on the site.
    published: bool,
    /// When it appears.
    appears: Option<Timestamp>,
}
