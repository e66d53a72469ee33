//! The conventions of Obsidian: notes in folders, which name each other without their paths.
use std::collections::HashMap;

use bindery_model::{EcoString, Meta};
use bindery_parse::date;
use serde_json::{Map, Value};

use super::{Conventions, Document, folder, name, quartz};
use crate::storage::{POST_ENDINGS, has_ending};

/// A vault of notes.
pub(crate) struct Obsidian {
    /// Paths by the name of the file, with and without ending, in lower case.
    by_name: HashMap<String, EcoString>,
    /// Whether Quartz makes a site of it.
    is_site: bool,
}

impl Obsidian {
    pub(crate) fn new(configuration: &Map<String, Value>, paths: &[EcoString]) -> Obsidian {
        let mut by_name = HashMap::new();
        for path in paths {
            let file = path.rsplit('/').next().unwrap_or(path).to_lowercase();
            if has_ending(path, &POST_ENDINGS) {
                let stem = name::stem(path).to_lowercase();
                by_name.entry(stem).or_insert_with(|| path.clone());
            }
            by_name.entry(file).or_insert_with(|| path.clone());
        }
        let is_site = configuration.contains_key("source");
        Obsidian { by_name, is_site }
    }
}

impl Conventions for Obsidian {
    fn is_document(&self, path: &str) -> bool {
        has_ending(path, &["md", "markdown"])
    }

    fn complete(&self, meta: &mut Meta, document: &Document<'_>) {
        if meta.date.is_none() {
            let created = ["created", "date created"]
                .iter()
                .find_map(|key| document.text(key));
            meta.date = created.and_then(|text| date::parse_in(text, document.zone));
        }
        folder::complete(meta, document);
        if meta.tags.iter().any(|tag| tag.starts_with('#')) {
            let tags = meta.tags.iter();
            meta.tags = tags
                .map(|tag| tag.trim_start_matches('#').to_owned())
                .collect();
        }
        // A note is named by its file.
        if meta.title.is_empty() {
            meta.title = name::stem(document.path).into();
        }
    }

    fn url(&self, meta: &Meta, document: &Document<'_>) -> String {
        match self.is_site && document.text("permalink").is_none() {
            true => quartz::url(document.path),
            false => folder::url(meta, document),
        }
    }

    fn files(&self, reference: &str, _document: &str) -> Vec<String> {
        let reference = reference.trim_start_matches('/');
        let file = reference
            .rsplit('/')
            .next()
            .unwrap_or(reference)
            .to_lowercase();
        let by_path = [reference.to_owned(), format!("{reference}.md")];
        let by_name = self.by_name.get(&file).map(EcoString::to_string);
        by_path.into_iter().chain(by_name).collect()
    }
}
