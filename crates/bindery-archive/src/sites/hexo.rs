//! The conventions of Hexo: posts below `source/_posts`, each with a folder for its files.
use bindery_model::{Diagnostic, Meta};
use bindery_parse::front_matter::{self, FrontMatter};
use bindery_parse::{Shortcodes, date};
use serde_json::{Map, Value};

use super::jekyll::permalink::escape_path;
use super::{Conventions, Document, name};
use crate::storage::{POST_ENDINGS, has_ending};

const POSTS: &str = "source/_posts/";
const DRAFTS: &str = "source/_drafts/";
/// Hexo's own template of addresses.
const PERMALINK: &str = ":year/:month/:day/:title/";

/// A site of Hexo.
pub(crate) struct Hexo {
    permalink: String,
    future: bool,
}

impl Hexo {
    pub(crate) fn new(configuration: &Map<String, Value>) -> Hexo {
        let permalink = configuration.get("permalink").and_then(Value::as_str);
        Hexo {
            permalink: permalink.unwrap_or(PERMALINK).to_owned(),
            future: configuration.get("future") != Some(&Value::Bool(false)),
        }
    }
}

/// The path of a post below its folder, without ending.
fn inner(path: &str) -> &str {
    let inner = path
        .strip_prefix(POSTS)
        .or_else(|| path.strip_prefix(DRAFTS));
    name::without_ending(inner.unwrap_or(path))
}

impl Conventions for Hexo {
    fn is_document(&self, path: &str) -> bool {
        has_ending(path, &POST_ENDINGS) && (path.starts_with(POSTS) || path.starts_with(DRAFTS))
    }

    fn complete(&self, meta: &mut Meta, document: &Document<'_>) {
        let stem = name::stem(document.path);
        let dated = name::split_date(stem, &['-', '_']);
        if meta.date.is_none() {
            meta.date = dated.and_then(|(text, _)| date::parse_in(text, document.zone));
        }
        if meta.slug.is_empty() {
            meta.slug = dated.map_or(stem, |(_, slug)| slug).into();
        }
        meta.draft |= document.path.starts_with(DRAFTS);
    }

    fn url(&self, meta: &Meta, document: &Document<'_>) -> String {
        if let Some(own) = document.text("permalink") {
            return escape_path(&format!("/{}", own.trim_start_matches('/')));
        }
        let category = meta.categories.join("/");
        let category = if category.is_empty() {
            "uncategorized"
        } else {
            &category
        };
        let date = |format: &str| {
            let date = meta
                .date
                .map(|date| date.civil().strftime(format).to_string());
            date.unwrap_or_default()
        };
        // The longer of two names with one beginning comes first.
        let values = [
            (":i_month", date("%-m")),
            (":i_day", date("%-d")),
            (":post_title", meta.slug.to_string()),
            (":category", category.to_owned()),
            (":minute", date("%M")),
            (":second", date("%S")),
            (":month", date("%m")),
            (":title", inner(document.path).to_owned()),
            (":year", date("%Y")),
            (":hour", date("%H")),
            (":name", meta.slug.to_string()),
            (":day", date("%d")),
        ];
        let mut url = self.permalink.clone();
        for (name, value) in values {
            url = url.replace(name, &value);
        }
        escape_path(&format!("/{}", url.trim_start_matches('/')))
    }

    fn shows_future(&self) -> bool {
        self.future
    }

    fn address_of_file<'f>(&self, file: &'f str) -> &'f str {
        file.strip_prefix("source/").unwrap_or(file)
    }

    /// A post's files lie in the folder that has its name; others below `source`.
    fn files(&self, reference: &str, document: &str) -> Vec<String> {
        let folder = name::without_ending(document);
        let reference = reference.trim_start_matches('/');
        let post = reference.strip_prefix("@post/").unwrap_or(reference);
        vec![
            format!("{folder}/{reference}"),
            format!("source/{reference}"),
            format!("{POSTS}{post}.md"),
            format!("{POSTS}{post}"),
        ]
    }

    fn shortcodes_of(&self, _path: &str) -> Option<Shortcodes> {
        Some(Shortcodes::Hexo)
    }

    fn plain_head(&self, text: &str, path: &str) -> Option<(FrontMatter, Vec<Diagnostic>)> {
        front_matter::parse_up_to_rule(text, path)
    }

    fn excerpt_separator(&self) -> Option<&str> {
        Some("<!-- more -->")
    }
}
