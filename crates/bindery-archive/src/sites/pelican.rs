//! The conventions of Pelican: posts below `content`, with lines such as `Title: …` at their heads.
use std::borrow::Cow;

use bindery_model::{Diagnostic, EcoString, Meta, language_tag};
use bindery_parse::date;
use bindery_parse::front_matter::{self, FrontMatter};
use serde_json::{Map, Value};

use super::jekyll::permalink::escape_path;
use super::{Conventions, Document, folder, markdown_extensions, name, plain_assignments};
use crate::storage::{POST_ENDINGS, Storage, has_ending};

/// The files of settings; what is published may have its own address.
pub(crate) const CONFIGURATIONS: [&str; 2] = ["pelicanconf.py", "publishconf.py"];
/// Pelican's names of settings, and what they are called here.
const SETTINGS: [(&str, &str); 14] = [
    ("SITENAME", "title"),
    ("SITESUBTITLE", "description"),
    ("SITEDESCRIPTION", "description"),
    ("SITEURL", "url"),
    ("AUTHOR", "author"),
    ("TIMEZONE", "timezone"),
    ("DEFAULT_LANG", "lang"),
    ("PATH", "path"),
    ("ARTICLE_URL", "article_url"),
    ("ARTICLE_SAVE_AS", "article_save_as"),
    ("ARTICLE_LANG_URL", "article_lang_url"),
    ("DEFAULT_CATEGORY", "default_category"),
    ("USE_FOLDER_AS_CATEGORY", "use_folder_as_category"),
    ("THEME", "theme"),
];
const MAX_BYTES: u64 = 1 << 20;

/// What the settings say plainly; they are programs, which are not run.
pub(crate) fn read_configuration(storage: &dyn Storage) -> Map<String, Value> {
    let (mut configuration, mut extensions) = (Map::new(), Map::new());
    for file in CONFIGURATIONS {
        let bytes = storage.read(file, MAX_BYTES).unwrap_or_default();
        let program = bindery_parse::decode(&bytes).text;
        let mut said = plain_assignments::read(&program);
        extensions.extend(markdown_extensions::in_python(&program));
        for (name, key) in SETTINGS {
            let value = said.remove(name).filter(|value| value.as_str() != Some(""));
            configuration.extend(value.map(|value| (key.to_owned(), value)));
        }
    }
    configuration.insert(markdown_extensions::KEY.to_owned(), extensions.into());
    configuration
}

/// A site of Pelican.
pub(crate) struct Pelican {
    /// The folder of its posts, with a slash at the end; empty where they lie anywhere.
    content: String,
    /// The template of addresses.
    article_url: String,
    /// That of posts in another language than the site's, and that.
    other_url: String,
    language: Option<String>,
    folders_are_categories: bool,
    default_category: Option<String>,
}

impl Pelican {
    pub(crate) fn new(configuration: &Map<String, Value>, paths: &[EcoString]) -> Pelican {
        let text = |key: &str| configuration.get(key).and_then(Value::as_str);
        let named = text("path").unwrap_or("content").trim_start_matches("./");
        let content = format!("{}/", named.trim_matches('/'));
        let has_content = paths.iter().any(|path| path.starts_with(&content));
        let template = text("article_url").or_else(|| text("article_save_as"));
        Pelican {
            content: if has_content { content } else { String::new() },
            article_url: template.unwrap_or("{slug}.html").to_owned(),
            other_url: text("article_lang_url")
                .unwrap_or("{slug}-{lang}.html")
                .to_owned(),
            language: language_tag(text("lang").unwrap_or("en")),
            folders_are_categories: configuration.get("use_folder_as_category")
                != Some(&Value::Bool(false)),
            default_category: text("default_category").map(str::to_owned),
        }
    }

    /// An address with its placeholders filled in: `{slug}`, `{category}`, `{author}`, `{lang}` and
    /// `{date:%Y}`.
    fn fill_in(&self, template: &str, meta: &Meta) -> String {
        let mut url = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            url.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                url.push('{');
                rest = after;
                continue;
            };
            let author = meta
                .authors
                .first()
                .map(|author| slug::slugify(&author.name));
            let category = meta.categories.first().map(slug::slugify);
            url.push_str(&match name.split_once(':') {
                Some(("date", format)) => {
                    let date = meta
                        .date
                        .map(|date| date.civil().strftime(format).to_string());
                    date.unwrap_or_default()
                }
                _ => match name {
                    "slug" => meta.slug.to_string(),
                    "category" => category.unwrap_or_default(),
                    "author" => author.unwrap_or_default(),
                    "lang" => meta.language.as_deref().unwrap_or_default().to_owned(),
                    _ => String::new(),
                },
            });
            rest = after;
        }
        url + rest
    }
}

impl Conventions for Pelican {
    fn is_document(&self, path: &str) -> bool {
        let is_page = path.contains("/pages/") || path.starts_with("theme");
        has_ending(path, &POST_ENDINGS) && !is_page && path.starts_with(&self.content)
    }

    /// Names are in lower case; authors and tags are lists with commas.
    fn values<'v>(&self, _path: &str, own: &'v Map<String, Value>) -> Cow<'v, Map<String, Value>> {
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
        let values = own.iter().map(|(key, value)| {
            let key = key.to_lowercase();
            let value = listed(&key, value);
            (key, value)
        });
        Cow::Owned(values.collect())
    }

    fn complete(&self, meta: &mut Meta, document: &Document<'_>) {
        folder::complete(meta, document);
        let status = document.text("status").unwrap_or_default();
        meta.draft |= status.eq_ignore_ascii_case("draft");
        let modified = document
            .text("modified")
            .and_then(|text| date::parse_in(text, document.zone));
        meta.details.updated = modified.or(meta.details.updated);
        let inner = document.path.strip_prefix(&self.content);
        let inner = inner.unwrap_or(document.path);
        if meta.categories.is_empty()
            && self.folders_are_categories
            && let Some((folder, _)) = inner.rsplit_once('/')
        {
            // The folder of a post is its category.
            let folder = folder.rsplit('/').next().unwrap_or(folder);
            meta.categories.push(folder.to_owned());
        }
        if meta.categories.is_empty() {
            meta.categories.extend(self.default_category.clone());
        }
        if document.text("slug").is_none() && !meta.title.is_empty() {
            meta.slug = slug::slugify(&meta.title).into();
        }
    }

    fn url(&self, meta: &Meta, document: &Document<'_>) -> String {
        let own = document.text("url").or_else(|| document.text("save_as"));
        let is_other =
            meta.language.is_some() && meta.language.as_deref() != self.language.as_deref();
        let template = if is_other {
            &self.other_url
        } else {
            &self.article_url
        };
        let own = self.fill_in(own.unwrap_or(template), meta);
        escape_path(&format!("/{}", own.trim_start_matches('/')))
    }

    fn address_of_file<'f>(&self, file: &'f str) -> &'f str {
        file.strip_prefix(&self.content).unwrap_or(file)
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
        let from_root = format!("{}{inner}", self.content);
        match reference.starts_with('/') {
            true => vec![from_root],
            false => vec![name::joined(folder, inner), from_root],
        }
    }

    /// `{tag}a`, `{category}b`, `{author}c` and `{index}` are the site's lists of posts.
    fn address(&self, reference: &str) -> Option<String> {
        let (kind, name) = reference.strip_prefix('{')?.split_once('}')?;
        let slug = slug::slugify(name);
        match kind {
            "category" | "tag" | "author" => Some(format!("/{kind}/{slug}.html")),
            "index" => Some("/".to_owned()),
            _ => None,
        }
    }

    fn plain_head(&self, text: &str, path: &str) -> Option<(FrontMatter, Vec<Diagnostic>)> {
        let found = match has_ending(path, &["html", "htm"]) {
            true => front_matter::parse_html_head(text),
            false => front_matter::parse_lines(text),
        };
        Some((found?, Vec::new()))
    }
}
