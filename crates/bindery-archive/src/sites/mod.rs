//! The conventions of site generators: which files are posts, and what their names and places say.
mod docusaurus;
pub(crate) mod eleventy;
pub(crate) mod folder;
pub(crate) mod hexo;
pub(crate) mod hugo;
mod imported;
pub(crate) mod jekyll;
pub(crate) mod lektor;
mod main_section;
pub(crate) mod markdown_extensions;
mod medium;
pub(crate) mod name;
pub(crate) mod named_elsewhere;
mod navigation;
mod nikola;
mod obsidian;
pub(crate) mod pelican;
mod plain_assignments;
pub(crate) mod quartz;
pub(crate) mod recognise;
mod substack;
pub(crate) mod zola;

use std::borrow::Cow;

use bindery_model::{Diagnostic, Meta, Site};
use bindery_parse::front_matter::FrontMatter;
use bindery_parse::lektor::Arranged;
use bindery_parse::{Shortcodes, front_matter};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use crate::SiteKind;
use crate::storage::Storage;

/// What is known of a document when its conventions are asked.
pub(crate) struct Document<'a> {
    /// Its file, from the root of the archive.
    pub(crate) path: &'a str,
    /// Whether it begins with front matter, be it empty.
    pub(crate) has_front_matter: bool,
    /// Its front matter,
    pub(crate) own: &'a Map<String, Value>,
    /// and that with what the site adds to it.
    pub(crate) values: &'a Map<String, Value>,
    /// The zone in which the site shows its dates.
    pub(crate) zone: &'a TimeZone,
}

impl Document<'_> {
    /// A value.
    pub(crate) fn value(&self, key: &str) -> Option<&Value> {
        front_matter::value(self.values, key)
    }

    /// A text of the front matter that is not empty.
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        let text = self.value(key)?.as_str()?.trim();
        (!text.is_empty()).then_some(text)
    }
}

/// The conventions of one kind of site, as one site sets them up.
pub(crate) trait Conventions: Send + Sync {
    /// Whether a file is a document: a post, or a page of a collection that the site writes.
    fn is_document(&self, path: &str) -> bool;

    /// The collection that a document is in.
    fn collection<'p>(&self, _path: &'p str) -> &'p str {
        "posts"
    }

    /// The values of a document: its front matter, with what the site adds to it.
    fn values<'v>(&self, _path: &str, own: &'v Map<String, Value>) -> Cow<'v, Map<String, Value>> {
        Cow::Borrowed(own)
    }

    /// Whether files beside the documents, or lists of them, say [`values`](Conventions::values) of them.
    fn has_values_elsewhere(&self) -> bool {
        false
    }

    /// Fills in what the place and the name of the file say, and what the generator reads in
    /// another way than [`bindery_parse::metadata`].
    fn complete(&self, meta: &mut Meta, document: &Document<'_>);

    /// Whether [`complete`](Conventions::complete) gathers categories and tags, whatever was found before.
    fn gathers_terms(&self) -> bool {
        false
    }

    /// The address of a document, relative to the site's root and percent-encoded.
    fn url(&self, meta: &Meta, document: &Document<'_>) -> String;

    /// Whether a document is on the site at that moment.
    fn is_published(&self, document: &Document<'_>, _now: Timestamp) -> bool {
        is_published(document)
    }

    /// When a document appears, where that is not its date.
    fn appears(&self, _document: &Document<'_>) -> Option<Timestamp> {
        None
    }

    /// Whether a document is left out unless drafts are wanted.
    fn is_draft(&self, meta: &Meta, _path: &str) -> bool {
        meta.draft
    }

    /// Whether documents of the future are on the site.
    fn shows_future(&self) -> bool {
        true
    }

    /// Whether front matter is mostly longer than a few kilobytes.
    fn has_long_heads(&self) -> bool {
        false
    }

    /// Front matter that nothing opens: lines such as `Title: …` at the head of a file.
    fn plain_head(&self, _text: &str, _path: &str) -> Option<(FrontMatter, Vec<Diagnostic>)> {
        None
    }

    /// The text of a document that is made of fields, with its body behind the others.
    fn arranged(&self, _text: &str, _path: &str) -> Option<Arranged> {
        None
    }

    /// Whether a document without a date is a fault.
    fn needs_date(&self) -> bool {
        false
    }

    /// Where the site puts a file.
    fn address_of_file<'f>(&self, file: &'f str) -> &'f str {
        file
    }

    /// Whether a file that is no document belongs to the site all the same, as templates list its
    /// pages and pictures.
    fn is_site_file(&self, _path: &str) -> bool {
        false
    }

    /// The address of a page that is no document: a file with this front matter, relative to the
    /// site's root and percent-encoded.
    fn page_url(&self, _path: &str, _own: &Map<String, Value>) -> Option<String> {
        None
    }

    /// The file, or the document, that a reference of this kind of site may mean, from the root of
    /// the archive; those that come first are meant.
    fn files(&self, _reference: &str, _document: &str) -> Vec<String> {
        Vec::new()
    }

    /// The address that a reference of this kind of site means where it names no file, relative to
    /// the site's root.
    fn address(&self, _reference: &str) -> Option<String> {
        None
    }

    /// Whether a reference means the page of that file rather than that of this address.
    fn names_files_first(&self) -> bool {
        false
    }

    /// Whose shortcodes are in the text of a document.
    fn shortcodes_of(&self, _path: &str) -> Option<Shortcodes> {
        None
    }

    /// Whether Markdown is MDX in files of every name.
    fn reads_mdx(&self) -> bool {
        false
    }

    /// The place of a document among those without a date, where the archive has a list of them.
    fn place(&self, _path: &str) -> Option<u32> {
        None
    }

    /// What there is to say of files that might be taken for documents.
    fn diagnostics(&self) -> Vec<Diagnostic> {
        Vec::new()
    }

    /// What ends the excerpt of a post.
    fn excerpt_separator(&self) -> Option<&str> {
        None
    }
}

/// Files a post under what its front matter says in one text, without commas: one term, whatever words
/// it has.
fn keep_terms_whole(meta: &mut Meta, document: &Document<'_>) {
    let places = [
        ("categories", &mut meta.categories),
        ("tags", &mut meta.tags),
    ];
    for (key, terms) in places {
        let text = document.text(key);
        let text = text.filter(|text| text.contains(' ') && !text.contains([',', '，']));
        if let Some(text) = text {
            *terms = std::iter::once(text.to_owned()).collect();
        }
    }
}

/// Whether front matter has a document shown, to all who visit the site: not only to those who know
/// a password.
fn is_published(document: &Document<'_>) -> bool {
    let is_held_back = |key: &str| document.value(key) == Some(&Value::Bool(false));
    !["published", "publish"].iter().any(|key| is_held_back(key)) && !is_locked(document)
}

/// Whether a document asks who visits it for a password, as plugins and themes have it.
fn is_locked(document: &Document<'_>) -> bool {
    match document.value("password") {
        Some(Value::String(password)) => !password.trim().is_empty(),
        password => password.is_some_and(Value::is_number),
    }
}

/// The conventions of a site.
pub(crate) fn conventions(
    kind: SiteKind,
    site: &Site,
    storage: &dyn Storage,
) -> Box<dyn Conventions> {
    match kind {
        SiteKind::Jekyll => Box::new(jekyll::Jekyll::new(&site.configuration)),
        SiteKind::Hugo => Box::new(hugo::Hugo::new(site, storage)),
        SiteKind::Zola => Box::new(zola::Zola::new(&site.configuration, storage.paths())),
        SiteKind::Hexo => Box::new(hexo::Hexo::new(&site.configuration)),
        SiteKind::Pelican => Box::new(pelican::Pelican::new(&site.configuration, storage.paths())),
        SiteKind::Eleventy => Box::new(eleventy::Eleventy::new(&site.configuration, storage)),
        SiteKind::Lektor => Box::new(lektor::Lektor::new(&site.configuration, storage)),
        SiteKind::Obsidian => Box::new(obsidian::Obsidian::new(
            &site.configuration,
            storage.paths(),
        )),
        SiteKind::Folder => Box::new(folder::Folder::new(storage)),
        SiteKind::Feed | SiteKind::WordPress | SiteKind::Ghost | SiteKind::MovableType => {
            Box::new(imported::Imported::new(site, kind))
        }
        SiteKind::File => Box::new(folder::File),
    }
}
