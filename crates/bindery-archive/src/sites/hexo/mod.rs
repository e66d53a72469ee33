//! The conventions of Hexo: posts below `source/_posts`, each with a folder for its files.
mod file_name;
pub(crate) mod renderer;

use std::borrow::Cow;

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
/// Hexo's own template of names of files.
const NEW_POST_NAME: &str = ":title.md";

/// A site of Hexo.
pub(crate) struct Hexo {
    permalink: String,
    /// The template of the names of files, without ending.
    new_post_name: String,
    future: bool,
}

impl Hexo {
    pub(crate) fn new(configuration: &Map<String, Value>) -> Hexo {
        let text = |key: &str| configuration.get(key).and_then(Value::as_str);
        let new_post_name = text("new_post_name").unwrap_or(NEW_POST_NAME);
        Hexo {
            permalink: text("permalink").unwrap_or(PERMALINK).to_owned(),
            new_post_name: name::without_ending(new_post_name).to_owned(),
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

impl Hexo {
    /// What a name in the template of addresses stands for. It may be that of any line of the front
    /// matter, as plugins and authors have them (`:abbrlink`, `:urlname`); a post that lacks it has an
    /// address of its own all the same.
    fn value<'v>(&self, name: &str, meta: &'v Meta, document: &'v Document<'_>) -> Cow<'v, str> {
        let date = |format: &str| {
            let date = meta.date.map(|date| date.civil().strftime(format));
            Cow::from(date.map(|date| date.to_string()).unwrap_or_default())
        };
        let inner = inner(document.path);
        let title = || {
            let values = file_name::values(&self.new_post_name, inner)?;
            let title = values.iter().find(|(name, _)| *name == "title")?.1;
            Some(title.to_owned())
        };
        match name {
            "year" => date("%Y"),
            "month" => date("%m"),
            "i_month" => date("%-m"),
            "day" => date("%d"),
            "i_day" => date("%-d"),
            "hour" => date("%H"),
            "minute" => date("%M"),
            "second" => date("%S"),
            "title" => title().map_or(Cow::from(inner), Cow::from),
            "name" | "post_title" => (*meta.slug).into(),
            "category" if meta.categories.is_empty() => "uncategorized".into(),
            "category" => meta.categories.join("/").into(),
            name => match document.value(name) {
                Some(Value::String(text)) => text.as_str().into(),
                Some(Value::Number(number)) => number.to_string().into(),
                _ => (*meta.slug).into(),
            },
        }
    }
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
        super::keep_terms_whole(meta, document);
    }

    fn url(&self, meta: &Meta, document: &Document<'_>) -> String {
        if let Some(own) = document.text("permalink") {
            return escape_path(&format!("/{}", own.trim_start_matches('/')));
        }
        let mut parts = self.permalink.split(':');
        let mut url = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
            let end = part.find(|c| !is_name(c)).unwrap_or(part.len());
            let (name, literal) = part.split_at(end);
            match name.is_empty() {
                true => url.push(':'),
                false => url.push_str(&self.value(name, meta, document)),
            }
            url.push_str(literal);
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
