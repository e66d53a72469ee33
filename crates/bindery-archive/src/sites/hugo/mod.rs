//! The conventions of Hugo: posts below `content`, sections as folders, bundles, languages.
pub(crate) mod configuration;
mod languages;
mod permalink;
mod taxonomies;

use std::borrow::Cow;
use std::collections::HashSet;

use bindery_model::{EcoString, Meta, Site, language_tag};
use bindery_parse::{Shortcodes, date};
use jiff::Timestamp;
use serde_json::{Map, Value};

use self::languages::{Languages, Place};
use self::permalink::Parts;
use self::taxonomies::Taxonomies;
use super::jekyll::permalink::escape_path;
use super::{Conventions, Document, main_section, name};
use crate::storage::{POST_ENDINGS, Storage, has_ending};

/// Under what names the front matter keeps a post's date, the strongest first.
const DATES: [&str; 6] = [
    "date",
    "publishdate",
    "pubdate",
    "published",
    "lastmod",
    "modified",
];

/// A site of Hugo.
pub(crate) struct Hugo {
    languages: Languages,
    taxonomies: Taxonomies,
    /// Templates of addresses by section.
    permalinks: Map<String, Value>,
    /// Folders whose `index` is a page; other pages in them are its parts.
    bundles: HashSet<String>,
    /// Folders below those at the top that are sections, because they have an `_index`; as in stems.
    sections: HashSet<String>,
    /// The sections that hold the posts of the site.
    main_sections: Vec<String>,
    ugly_urls: bool,
    keeps_case: bool,
    shows_future: bool,
    dates_by_name: bool,
}

impl Hugo {
    /// Reads a configuration as [`configuration::read`] gives it.
    pub(crate) fn new(site: &Site, storage: &dyn Storage) -> Hugo {
        let configuration = &site.configuration;
        let says = |key: &str| configuration.get(key) == Some(&Value::Bool(true));
        let languages = Languages::new(configuration);
        let bundle = |path: &EcoString| {
            let (folder, file) = path.rsplit_once('/')?;
            let is_page = file.starts_with("index.") && has_ending(file, &POST_ENDINGS);
            let inside = || {
                languages
                    .place(path)
                    .is_some_and(|place| place.stem != "index")
            };
            (is_page && inside()).then(|| folder.to_owned())
        };
        let bundles = storage.paths().iter().filter_map(bundle).collect();
        let section = |path: &EcoString| {
            let stem = languages.place(path)?.stem;
            stem.strip_suffix("/_index").map(str::to_owned)
        };
        let sections = storage.paths().iter().filter_map(section).collect();
        let pages = storage
            .paths()
            .iter()
            .filter(|path| has_ending(path, &POST_ENDINGS));
        let stems = pages.filter_map(|path| Some(languages.place(path)?.stem));
        let main_sections = configuration
            .get("params")
            .and_then(|params| strings(params.get("mainsections")?))
            .unwrap_or_else(|| main_section::of(stems).into_iter().collect());
        let first_date = configuration
            .get("frontmatter")
            .and_then(|dates| dates.get("date"));
        let first_date = first_date.and_then(|dates| dates.get(0)?.as_str());
        Hugo {
            permalinks: languages::permalinks_in(configuration),
            taxonomies: Taxonomies::new(configuration),
            bundles,
            sections,
            main_sections,
            languages,
            ugly_urls: says("uglyurls"),
            keeps_case: says("disablepathtolower"),
            shows_future: says("buildfuture"),
            dates_by_name: first_date == Some(":filename"),
        }
    }

    fn cased(&self, text: String) -> String {
        if self.keeps_case {
            text
        } else {
            text.to_lowercase()
        }
    }

    /// The sections that a page is in: the folder at the top, and those below that describe
    /// themselves.
    fn sections(&self, place: &Place<'_>) -> Vec<String> {
        let page = bundle_stem(place.stem);
        let folders = page.match_indices('/').map(|(at, _)| &page[..at]);
        folders
            .filter(|folder| !folder.contains('/') || self.sections.contains(*folder))
            .map(|folder| folder.rsplit('/').next().unwrap_or(folder))
            .map(|name| self.cased(permalink::file_slug(name)))
            .collect()
    }

    /// The folders above a page, as they are in addresses.
    fn folders(&self, place: &Place<'_>) -> Vec<String> {
        let page = bundle_stem(place.stem);
        let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
        let parts = folder.split('/').filter(|part| !part.is_empty());
        parts
            .map(|part| self.cased(permalink::file_slug(part)))
            .collect()
    }

    /// The name of a page without its date, where the site takes dates from names.
    fn own_slug<'d>(&self, document: &'d Document<'_>, base_name: &'d str) -> &'d str {
        if let Some(slug) = document.text("slug") {
            return slug;
        }
        match name::split_date(base_name, &['-', '_']) {
            Some((_, rest)) if self.dates_by_name => rest,
            _ => "",
        }
    }

    /// An address with the ending that the site gives to pages.
    fn with_ending(&self, path: &str) -> String {
        let path = path.trim_end_matches('/');
        match self.ugly_urls && !path.is_empty() {
            true => format!("{path}.html"),
            false => format!("{path}/"),
        }
    }
}

/// A list of texts, or one.
fn strings(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::String(one) => Some(vec![one.clone()]),
        Value::Array(list) => {
            let texts = list.iter().filter_map(Value::as_str);
            Some(texts.map(str::to_owned).collect())
        }
        _ => None,
    }
}

/// The path of the page, which for a bundle is its folder.
fn bundle_stem(stem: &str) -> &str {
    stem.strip_suffix("/index")
        .unwrap_or(if stem == "index" { "" } else { stem })
}

impl Conventions for Hugo {
    fn is_document(&self, path: &str) -> bool {
        if !has_ending(path, &POST_ENDINGS) || has_ending(path, &["txt"]) {
            return false;
        }
        let Some(place) = self.languages.place(path) else {
            return false;
        };
        let file = place.stem.rsplit('/').next().unwrap_or(place.stem);
        let mut folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        match file {
            "_index" => false,
            "index" => !folders
                .clone()
                .take(path.matches('/').count().saturating_sub(1))
                .any(|folder| self.bundles.contains(folder)),
            _ => !folders.any(|folder| self.bundles.contains(folder)),
        }
    }

    fn values<'v>(&self, _path: &str, own: &'v Map<String, Value>) -> Cow<'v, Map<String, Value>> {
        let mut values = configuration::lower_keys(own.clone());
        if let Some(Value::Object(params)) = values.get("params").cloned() {
            for (name, value) in params {
                values.entry(name).or_insert(value);
            }
        }
        self.taxonomies.translate(&mut values);
        Cow::Owned(values)
    }

    fn complete(&self, meta: &mut Meta, document: &Document<'_>) {
        let Some(place) = self.languages.place(document.path) else {
            return;
        };
        super::keep_terms_whole(meta, document);
        let page = bundle_stem(place.stem);
        let base_name = page.rsplit('/').next().unwrap_or(page);
        let by_name = || {
            let (text, _) = name::split_date(base_name, &['-', '_'])?;
            date::parse_in(text, document.zone)
        };
        let written = || {
            DATES
                .iter()
                .find_map(|key| date::parse_in(document.text(key)?, document.zone))
        };
        meta.date = match self.dates_by_name {
            true => by_name().or_else(written),
            false => written().or_else(by_name),
        };
        let tag = place.language.tag.as_deref();
        let name = (!place.language.prefix.is_empty()).then_some(place.language.name.as_str());
        meta.language = meta.language.take().or_else(|| {
            let tags = tag.into_iter().chain(name);
            tags.filter_map(language_tag).next().map(Box::from)
        });
        if meta.slug.is_empty() {
            let slug = self.own_slug(document, base_name);
            meta.slug = if slug.is_empty() { base_name } else { slug }.into();
        }
        if meta.categories.is_empty()
            && let Some((section, _)) = page.split_once('/')
            && !self.main_sections.iter().any(|main| main == section)
        {
            meta.categories.push(section.to_owned());
        }
    }

    fn url(&self, meta: &Meta, document: &Document<'_>) -> String {
        let Some(place) = self.languages.place(document.path) else {
            return String::new();
        };
        let page = bundle_stem(place.stem);
        let base_name = page.rsplit('/').next().unwrap_or(page);
        let sections = self.sections(&place);
        let parts = Parts {
            meta,
            title: document.text("title").unwrap_or_default(),
            slug: self.own_slug(document, base_name),
            file_name: match place.stem.rsplit('/').next() {
                // A page that has a folder of its own is named by that.
                Some("index") | None => base_name,
                Some(name) => name,
            },
            base_name,
            sections: &sections,
            keeps_case: self.keeps_case,
        };
        let prefix = &place.language.prefix;
        if let Some(own) = document.text("url").filter(|own| !own.contains("://")) {
            let prefix = if own.starts_with('/') { "" } else { prefix };
            let filled = permalink::expand(own, &parts);
            let name = filled.rsplit('/').next().unwrap_or_default();
            let slash = if filled.ends_with('/') || name.contains('.') {
                ""
            } else {
                "/"
            };
            return escape_path(&format!(
                "{prefix}/{}{slash}",
                filled.trim_start_matches('/')
            ));
        }
        let template = sections.first().and_then(|section| {
            let section = section.to_lowercase();
            let own = place.language.permalinks.get(&section);
            own.or_else(|| self.permalinks.get(&section))?.as_str()
        });
        let path = match template {
            Some(template) => permalink::expand(template, &parts),
            None => {
                let file = match parts.slug {
                    "" if self.keeps_case => permalink::sanitized(base_name),
                    "" => permalink::file_slug(base_name),
                    slug => permalink::slug(slug),
                };
                format!("{}/{}", self.folders(&place).join("/"), self.cased(file))
            }
        };
        let path = self.with_ending(path.trim_start_matches('/'));
        let mut url = escape_path(&format!("{prefix}/{path}"));
        while url.contains("//") {
            url = url.replace("//", "/");
        }
        url
    }

    fn is_published(&self, document: &Document<'_>, now: Timestamp) -> bool {
        let date =
            |key: &str| Some(date::parse_in(document.text(key)?, document.zone)?.timestamp());
        let expires = ["expirydate", "unpublishdate"].into_iter().find_map(date);
        let build = ["build", "_build"]
            .iter()
            .find_map(|key| document.values.get(*key));
        let render = build.and_then(|build| build.get("render"));
        let hidden = render == Some(&Value::Bool(false)) || render == Some(&Value::from("never"));
        !hidden && !super::is_locked(document) && expires.is_none_or(|expires| expires > now)
    }

    fn appears(&self, document: &Document<'_>) -> Option<Timestamp> {
        let keys = ["publishdate", "pubdate", "published"];
        let date = |key: &&str| date::parse_in(document.text(key)?, document.zone);
        keys.iter().find_map(date).map(|date| date.timestamp())
    }

    fn shows_future(&self) -> bool {
        self.shows_future
    }

    fn address_of_file<'f>(&self, file: &'f str) -> &'f str {
        let content = self
            .languages
            .folders()
            .filter(|folder| file.starts_with(*folder));
        let content = content.max_by_key(|folder| folder.len());
        let inner = content.and_then(|folder| file.strip_prefix(folder));
        let inner = inner.or_else(|| file.strip_prefix("static/"));
        let address = inner
            .or_else(|| file.strip_prefix("assets/"))
            .unwrap_or(file);
        // That of a section.
        address.strip_suffix("_index.md").unwrap_or(address)
    }

    /// `ref` names pages by their files, with or without ending, from the content's root or from
    /// where the page is; of translations that in the language of the page is meant.
    fn files(&self, reference: &str, document: &str) -> Vec<String> {
        let mut files = Vec::new();
        let reference = reference.trim_end_matches('/');
        let own = self.languages.place(document).map(|place| place.language);
        let code = own.map_or("", |language| language.name.as_str());
        let translated = [format!(".{code}.md"), format!("/index.{code}.md")];
        let endings = ["", ".md", "/index.md", ".html", "/index.html"];
        let mut add = |folder: &str, reference: &str| {
            let paths = translated.iter().map(String::as_str).chain(endings);
            files.extend(paths.map(|ending| format!("{folder}{reference}{ending}")));
        };
        if !reference.starts_with('/') {
            let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
            let above = folder.rsplit_once('/').map_or("", |(folder, _)| folder);
            for folder in [folder, above] {
                add(&format!("{folder}/"), reference);
            }
        }
        let inner = reference.trim_start_matches('/');
        let own = own.map(|language| language.folder.as_str());
        for folder in own.into_iter().chain(self.languages.folders()) {
            add(folder, inner);
        }
        files.extend([format!("static/{inner}"), format!("assets/{inner}")]);
        files
    }

    /// Where there are translations, Hugo looks for the page in the language of the reference.
    fn names_files_first(&self) -> bool {
        self.languages.are_many()
    }

    fn shortcodes_of(&self, _path: &str) -> Option<Shortcodes> {
        Some(Shortcodes::Hugo)
    }

    fn excerpt_separator(&self) -> Option<&str> {
        Some("<!--more-->")
    }
}
