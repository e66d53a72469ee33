//! What templates in posts can name.
use std::sync::OnceLock;

use bindery_model::{Meta, Source};
use bindery_parse::liquid::Context;
use serde_json::{Map, Value, json};

use crate::Archive;

/// The largest include.
const MAX_INCLUDE: u64 = 4 << 20;

/// The names that the template of one post knows. What costs time is made when it is named.
pub(crate) struct PostContext<'a> {
    archive: &'a Archive,
    meta: &'a Meta,
    names_posts: bool,
    page: OnceLock<Value>,
    jekyll: OnceLock<Value>,
}

impl<'a> PostContext<'a> {
    /// `text` is the post's, to see whether it names the other posts.
    pub(crate) fn new(archive: &'a Archive, meta: &'a Meta, text: &str) -> PostContext<'a> {
        let names_posts = [
            "site.posts",
            "site.related_posts",
            "site.categories",
            "site.tags",
        ]
        .iter()
        .any(|name| text.contains(name));
        let (page, jekyll) = (OnceLock::new(), OnceLock::new());
        PostContext {
            archive,
            meta,
            names_posts,
            page,
            jekyll,
        }
    }
}

impl Context for PostContext<'_> {
    fn variable(&self, name: &str) -> Option<&Value> {
        match name {
            "site" if self.names_posts => Some(self.archive.site_with_posts()),
            "site" => Some(self.archive.site_value()),
            "page" => Some(self.page.get_or_init(|| page(self.meta))),
            "jekyll" => Some(
                self.jekyll
                    .get_or_init(|| json!({"environment": "production", "version": "4.4.1"})),
            ),
            _ => None,
        }
    }

    fn post_url(&self, name: &str) -> Option<String> {
        self.archive
            .addresses
            .url_of_name(name)
            .map(|url| self.with_base(url))
    }

    fn link(&self, path: &str) -> Option<String> {
        let path = path.trim_start_matches('/');
        if let Some(url) = self.archive.addresses.url_of_path(path) {
            return Some(self.with_base(url));
        }
        let known = self
            .archive
            .storage
            .paths()
            .binary_search_by(|p| p.as_str().cmp(path))
            .is_ok();
        known.then(|| self.with_base(&format!("/{path}")))
    }

    fn include(&self, name: &str, relative_to: Option<&str>) -> Option<String> {
        let path = match relative_to {
            None => format!("_includes/{name}"),
            Some(file) => match file.rsplit_once('/') {
                Some((folder, _)) => format!("{folder}/{name}"),
                None => name.to_owned(),
            },
        };
        let bytes = self.archive.storage.read(&path, MAX_INCLUDE).ok()?;
        Some(bindery_parse::decode(&bytes).text.into_owned())
    }
}

impl PostContext<'_> {
    fn with_base(&self, url: &str) -> String {
        format!("{}{url}", self.archive.site().base_path)
    }
}

/// `page`: the front matter, and what Jekyll adds to it.
fn page(meta: &Meta) -> Value {
    let mut page = meta.extra.clone();
    page.extend(known(meta));
    Value::Object(page)
}

fn known(meta: &Meta) -> Map<String, Value> {
    let mut map = Map::new();
    let mut set = |name: &str, value: Value| map.insert(name.to_owned(), value);
    set("title", json!(meta.title));
    set("url", json!(meta.url));
    set(
        "id",
        json!(meta.url.trim_end_matches(".html").trim_end_matches('/')),
    );
    set("path", json!(meta.path));
    set("slug", json!(meta.slug));
    set("collection", json!(meta.collection));
    set("categories", json!(meta.categories));
    set("tags", json!(meta.tags));
    set("draft", json!(meta.draft));
    if let Some(date) = meta.date {
        set("date", json!(date));
    }
    map
}

/// `site`: the configuration and the data files, and what Jekyll adds.
pub(crate) fn site(archive: &Archive, with_posts: bool) -> Value {
    let site = archive.site();
    let mut map = site.configuration.clone();
    let newest = archive
        .entries()
        .iter()
        .filter_map(|entry| entry.meta.date)
        .max();
    map.insert("time".into(), json!(newest));
    map.insert("data".into(), Value::Object(site.data.clone()));
    map.entry("baseurl").or_insert_with(|| json!(""));
    if with_posts {
        let posts: Vec<Value> = archive
            .entries()
            .iter()
            .rev()
            .map(|entry| Value::Object(known(&entry.meta)))
            .collect();
        map.insert("categories".into(), group(&posts, "categories"));
        map.insert("tags".into(), group(&posts, "tags"));
        map.insert("posts".into(), Value::Array(posts));
    }
    Value::Object(map)
}

/// Posts by what one of their lists holds.
fn group(posts: &[Value], key: &str) -> Value {
    let mut groups: Map<String, Value> = Map::new();
    for post in posts {
        for name in post[key]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
        {
            let group = groups.entry(name).or_insert_with(|| json!([]));
            if let Value::Array(group) = group {
                group.push(post.clone());
            }
        }
    }
    Value::Object(groups)
}
