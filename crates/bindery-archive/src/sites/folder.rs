//! Any folder with posts, and a post alone.
use std::borrow::Cow;

use bindery_model::{Diagnostic, Meta};
use bindery_parse::date;
use serde_json::{Map, Value};

use super::medium::Medium;
use super::navigation::Navigation;
use super::substack::Substack;
use super::{Conventions, Document, name};
use crate::sites::jekyll::permalink;
use crate::storage::{POST_ENDINGS, Storage, has_ending};

/// A folder that is no site: addresses are those of the files.
pub(crate) struct Folder {
    navigation: Navigation,
    substack: Substack,
    medium: Medium,
}

impl Folder {
    pub(crate) fn new(storage: &dyn Storage) -> Folder {
        Folder {
            navigation: Navigation::find(storage),
            substack: Substack::find(storage),
            medium: Medium::find(storage),
        }
    }
}

impl Conventions for Folder {
    fn is_document(&self, path: &str) -> bool {
        has_ending(path, &POST_ENDINGS)
            && !self.navigation.is_list(path)
            && !self.medium.is_aside(path)
    }

    fn is_draft(&self, meta: &Meta, path: &str) -> bool {
        meta.draft || self.medium.is_draft(path)
    }

    fn values<'v>(&self, path: &str, own: &'v Map<String, Value>) -> Cow<'v, Map<String, Value>> {
        match self.substack.values(path) {
            Some(said) => {
                let mut values = said.clone();
                values.extend(own.clone());
                Cow::Owned(values)
            }
            None => Cow::Borrowed(own),
        }
    }

    fn place(&self, path: &str) -> Option<u32> {
        self.navigation.place(path)
    }

    fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut found = self.navigation.diagnostics();
        found.extend(self.medium.diagnostic());
        found
    }

    fn complete(&self, meta: &mut Meta, document: &Document<'_>) {
        complete(meta, document);
    }

    fn url(&self, meta: &Meta, document: &Document<'_>) -> String {
        url(meta, document)
    }
}

/// The address of the file, or that of its front matter.
pub(crate) fn url(meta: &Meta, document: &Document<'_>) -> String {
    if let Some(own) = document.text("permalink") {
        return permalink::Template::new(own).expand(meta, document.path);
    }
    permalink::escape_path(&format!("/{}.html", name::without_ending(document.path)))
}

/// One post, without a site.
pub(crate) struct File;

impl Conventions for File {
    fn is_document(&self, _path: &str) -> bool {
        true
    }

    fn complete(&self, meta: &mut Meta, document: &Document<'_>) {
        complete(meta, document);
    }

    fn url(&self, _meta: &Meta, _document: &Document<'_>) -> String {
        String::new()
    }

    fn excerpt_separator(&self) -> Option<&str> {
        None
    }
}

/// Date and slug from the file's name, where there are no others.
pub(crate) fn complete(meta: &mut Meta, document: &Document<'_>) {
    // A post that has a folder of its own is named by that.
    let stem = match name::stem(document.path) {
        "index" | "README" | "readme" => {
            let (folder, _) = document.path.rsplit_once('/').unwrap_or_default();
            let folder = folder.rsplit('/').next().unwrap_or_default();
            name::split_date(folder, &['-', '_']).map_or(name::stem(document.path), |_| folder)
        }
        stem => stem,
    };
    let (date, slug) = match name::split_date(stem, &['-', '_']) {
        Some((date, slug)) => (Some(date), slug),
        None if name::is_date(stem) => (Some(stem), stem),
        None => (None, stem.trim_start_matches('-')),
    };
    if meta.date.is_none() {
        meta.date = date
            .and_then(|text| date::parse(text, document.zone))
            .or_else(|| name::date_in_address(document.path));
    }
    if meta.slug.is_empty() {
        meta.slug = slug.into();
    }
}
