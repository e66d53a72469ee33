//! The conventions of Pelican: posts below `content`, with lines such as `Title: …` at their heads.
use bindery_model::Meta;
use bindery_parse::date;
use serde_json::{Map, Value};

use super::jekyll::permalink::escape_path;
use super::{Conventions, Document, folder};
use crate::storage::{POST_ENDINGS, has_ending};

const CONTENT: &str = "content/";

/// A site of Pelican.
pub(crate) struct Pelican {
    /// Whether its posts lie below `content`.
    has_content: bool,
}

impl Pelican {
    pub(crate) fn new(paths: &[String]) -> Pelican {
        let has_content = paths.iter().any(|path| path.starts_with(CONTENT));
        Pelican { has_content }
    }
}

impl Conventions for Pelican {
    fn is_document(&self, path: &str) -> bool {
        let is_page = path.contains("/pages/") || path.starts_with("theme");
        has_ending(path, &POST_ENDINGS)
            && !is_page
            && (path.starts_with(CONTENT) || !self.has_content)
    }

    /// Names are in lower case; authors and tags are lists with commas.
    fn values(&self, _path: &str, own: &Map<String, Value>) -> Map<String, Value> {
        let listed = |key: &str, value: &Value| match value.as_str() {
            Some(text) if matches!(key, "tags" | "authors" | "author") => {
                let names = text
                    .split([',', ';'])
                    .map(str::trim)
                    .filter(|name| !name.is_empty());
                Value::from(names.collect::<Vec<_>>())
            }
            _ => value.clone(),
        };
        own.iter()
            .map(|(key, value)| {
                let key = key.to_lowercase();
                let value = listed(&key, value);
                (key, value)
            })
            .collect()
    }

    fn complete(&self, meta: &mut Meta, document: &Document<'_>) {
        folder::complete(meta, document);
        let status = document.text("status").unwrap_or_default();
        meta.draft |= status.eq_ignore_ascii_case("draft");
        let modified = document
            .text("modified")
            .and_then(|text| date::parse_in(text, document.zone));
        meta.updated = modified.or(meta.updated);
        let inner = document.path.strip_prefix(CONTENT).unwrap_or(document.path);
        if meta.categories.is_empty()
            && let Some((folder, _)) = inner.rsplit_once('/')
        {
            // The folder of a post is its category.
            let folder = folder.rsplit('/').next().unwrap_or(folder);
            meta.categories.push(folder.to_owned());
        }
        if document.text("slug").is_none() && !meta.title.is_empty() {
            meta.slug = slug::slugify(&meta.title);
        }
    }

    fn url(&self, meta: &Meta, document: &Document<'_>) -> String {
        let own = document.text("save_as").or_else(|| document.text("url"));
        let own = own.map_or_else(|| format!("{}.html", meta.slug), str::to_owned);
        escape_path(&format!("/{}", own.trim_start_matches('/')))
    }

    fn address_of_file<'f>(&self, file: &'f str) -> &'f str {
        file.strip_prefix(CONTENT).unwrap_or(file)
    }

    /// `{static}/images/a.png` and `{filename}other.md` name files below `content`.
    fn files(&self, reference: &str, document: &str) -> Vec<String> {
        let marks = [
            "{static}",
            "{filename}",
            "{attach}",
            "|filename|",
            "|static|",
        ];
        let reference = marks
            .iter()
            .find_map(|mark| reference.strip_prefix(mark))
            .unwrap_or(reference);
        let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
        let inner = reference.trim_start_matches('/');
        let from_root = format!("{CONTENT}{inner}");
        match reference.starts_with('/') {
            true => vec![from_root],
            false => vec![format!("{folder}/{inner}"), from_root],
        }
    }

    fn has_plain_heads(&self) -> bool {
        true
    }
}
