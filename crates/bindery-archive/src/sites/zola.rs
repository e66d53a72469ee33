//! The conventions of Zola: posts below `content`, sections as folders, pages with their files.
use std::borrow::Cow;

use bindery_model::{EcoString, Meta, language_tag};
use bindery_parse::{Shortcodes, date};
use glob::Pattern;
use serde_json::{Map, Value};

use super::jekyll::permalink::escape_path;
use super::{Conventions, Document, main_section, name};
use crate::storage::has_ending;

const CONTENT: &str = "content/";

/// How names become parts of addresses (`slugify.paths`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slugs {
    /// ASCII letters and digits, others written in them.
    On,
    /// All but what file systems refuse.
    Safe,
    Off,
}

/// A site of Zola.
pub(crate) struct Zola {
    /// The section that holds the posts of the site.
    main_section: Option<String>,
    slugs: Slugs,
    /// The languages beside the default one.
    languages: Vec<String>,
    /// Pages whose text has no shortcodes.
    untemplated: Vec<Pattern>,
    /// Files that are no pages.
    ignored: Vec<Pattern>,
    /// Whether the dates of names are part of addresses (`slugify.paths_keep_dates`).
    keeps_dates: bool,
}

impl Zola {
    pub(crate) fn new(configuration: &Map<String, Value>, files: &[EcoString]) -> Zola {
        let paths = configuration
            .get("slugify")
            .and_then(|slugs| slugs.get("paths"));
        let names = |key: &str| match configuration.get(key) {
            Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
            Some(Value::Object(map)) => map.keys().map(String::as_str).collect(),
            _ => Vec::new(),
        };
        let default = configuration
            .get("default_language")
            .and_then(Value::as_str);
        let patterns = |key: &str| {
            let patterns = names(key).into_iter();
            patterns
                .filter_map(|glob| Pattern::new(glob).ok())
                .collect()
        };
        let keeps_dates = configuration
            .get("slugify")
            .and_then(|slugs| slugs.get("paths_keep_dates"));
        let pages = files.iter().filter(|path| has_ending(path, &["md"]));
        let pages = pages.filter_map(|path| path.strip_prefix(CONTENT));
        Zola {
            main_section: main_section::of(pages),
            slugs: match paths.and_then(Value::as_str) {
                Some("safe") => Slugs::Safe,
                Some("off") => Slugs::Off,
                _ => Slugs::On,
            },
            languages: names("languages")
                .into_iter()
                .filter(|&name| Some(name) != default)
                .map(str::to_owned)
                .collect(),
            untemplated: patterns("skip_content_templating"),
            ignored: patterns("ignored_content"),
            keeps_dates: keeps_dates == Some(&Value::Bool(true)),
        }
    }

    fn slug<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.slugs {
            Slugs::On => slug::slugify(text).into(),
            Slugs::Safe => {
                let refused = |c: char| c.is_control() || "<>:\"/|?*#\\".contains(c);
                let kept = text.chars().filter(|&c| !refused(c));
                let safe: String = kept
                    .map(|c| if c.is_whitespace() { '_' } else { c })
                    .collect();
                safe.trim_matches('.').to_owned().into()
            }
            Slugs::Off => text.into(),
        }
    }

    /// A page's language and its path below `content` without ending and language.
    fn place<'p>(&self, path: &'p str) -> (Option<&str>, &'p str) {
        let stem = name::without_ending(path.strip_prefix(CONTENT).unwrap_or(path));
        let named = stem.rsplit_once('.').and_then(|(stem, code)| {
            let language = self.languages.iter().find(|language| *language == code)?;
            Some((Some(language.as_str()), stem))
        });
        named.unwrap_or((None, stem))
    }
}

/// The date and the rest of the name of a page: `2024-05-01-a`, `2024-05-01_a`, also with a time.
fn dated(name: &str) -> Option<(&str, &str)> {
    let date = name
        .get(..10)
        .filter(|date| date::parse_as_written(date).is_some())?;
    let end = match name[10..].strip_prefix('T') {
        Some(time) => 11 + time.find(['-', '_'])?,
        None => 10,
    };
    let rest = name[end..].trim_start().strip_prefix(['-', '_'])?;
    (!rest.is_empty()).then_some((date, rest))
}

/// The folders of a page and its name, which for a page with files of its own is its folder.
fn split(stem: &str) -> (&str, &str) {
    let page = match stem.strip_suffix("/index") {
        Some(folder) => folder,
        None if stem == "index" => "",
        None => stem,
    };
    page.rsplit_once('/').unwrap_or(("", page))
}

impl Conventions for Zola {
    fn is_document(&self, path: &str) -> bool {
        let file = name::stem(path);
        let is_section = file == "_index" || file.starts_with("_index.");
        let Some(inner) = path.strip_prefix(CONTENT).filter(|_| !is_section) else {
            return false;
        };
        has_ending(path, &["md"]) && !self.ignored.iter().any(|glob| glob.matches(inner))
    }

    fn values<'v>(&self, _path: &str, own: &'v Map<String, Value>) -> Cow<'v, Map<String, Value>> {
        let mut values = own.clone();
        for table in ["taxonomies", "extra"] {
            if let Some(Value::Object(rows)) = own.get(table) {
                for (name, value) in rows {
                    values.entry(name.clone()).or_insert_with(|| value.clone());
                }
            }
        }
        Cow::Owned(values)
    }

    fn complete(&self, meta: &mut Meta, document: &Document<'_>) {
        let (language, stem) = self.place(document.path);
        let (folder, file) = split(stem);
        let dated = dated(file);
        let written = document.text("date").and_then(date::parse_as_written);
        meta.date = written
            .or(meta.date.take())
            .or_else(|| date::parse(dated?.0, document.zone));
        if meta.date.is_none() {
            meta.date = document.text("path").and_then(super::name::date_in_address);
        }
        if meta.slug.is_empty() {
            let file = match dated {
                Some((_, rest)) if !self.keeps_dates => rest,
                _ => file,
            };
            meta.slug = self.slug(file).into_owned().into();
        }
        if meta.language.is_none() {
            meta.language = language.and_then(language_tag).map(Box::from);
        }
        let section = folder.split('/').next().unwrap_or(folder);
        let is_main = self.main_section.as_deref() == Some(section);
        if meta.categories.is_empty() && !section.is_empty() && !is_main {
            meta.categories.push(section.to_owned());
        }
    }

    fn url(&self, meta: &Meta, document: &Document<'_>) -> String {
        let with_slashes = |path: &str| {
            let slash = if path.ends_with('/') || path.is_empty() {
                ""
            } else {
                "/"
            };
            escape_path(&format!("/{}{slash}", path.trim_start_matches('/')))
        };
        if let Some(own) = document.text("path") {
            return with_slashes(own);
        }
        let (language, stem) = self.place(document.path);
        let (folder, _) = split(stem);
        let slug = match document.text("slug") {
            Some(own) => self.slug(own).into_owned(),
            None if stem == "index" => String::new(),
            None => meta.slug.to_string(),
        };
        let parts = [language.unwrap_or_default(), folder, &slug];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        with_slashes(&parts.join("/"))
    }

    fn is_published(&self, document: &Document<'_>, _now: jiff::Timestamp) -> bool {
        document.values.get("render") != Some(&Value::Bool(false))
    }

    fn address_of_file<'f>(&self, file: &'f str) -> &'f str {
        match file.strip_prefix(CONTENT) {
            // That of a section.
            Some(inner) => inner.strip_suffix("_index.md").unwrap_or(inner),
            None => file.strip_prefix("static/").unwrap_or(file),
        }
    }

    /// `@/` names pages by their files below `content`.
    fn files(&self, reference: &str, _document: &str) -> Vec<String> {
        match reference.strip_prefix("@/") {
            Some(inner) => vec![format!("{CONTENT}{inner}")],
            None => vec![format!("static/{}", reference.trim_start_matches('/'))],
        }
    }

    fn shortcodes_of(&self, path: &str) -> Option<Shortcodes> {
        let inner = path.strip_prefix(CONTENT).unwrap_or(path);
        let untemplated = self.untemplated.iter().any(|glob| glob.matches(inner));
        (!untemplated).then_some(Shortcodes::Zola)
    }

    fn excerpt_separator(&self) -> Option<&str> {
        Some("<!-- more -->")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_taken_off_names() {
        for (name, expected) in [
            ("2024-01-02-a-b", Some(("2024-01-02", "a-b"))),
            ("2024-01-02_a", Some(("2024-01-02", "a"))),
            ("2024-01-02 - a", Some(("2024-01-02", " a"))),
            ("2024-01-02T10:00:00Z-a", Some(("2024-01-02", "a"))),
            ("2024-01-02", None),
            ("2024-13-02-a", None),
            ("a", None),
        ] {
            assert_eq!(dated(name), expected, "{name}");
        }
    }

    #[test]
    fn names_become_slugs_as_the_site_says() {
        for (mode, expected) in [
            ("on", "biao-ti-a-b"),
            ("safe", "标题_A_&b"),
            ("off", "标题 A &b?"),
        ] {
            let configuration = serde_json::json!({"slugify": {"paths": mode}});
            let zola = Zola::new(configuration.as_object().unwrap(), &[]);
            assert_eq!(zola.slug("标题 A &b?"), expected);
        }
    }
}
