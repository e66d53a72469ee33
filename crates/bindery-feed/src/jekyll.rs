//! The feeds that the configuration of jekyll-feed asks for.
use std::collections::HashSet;

use bindery_model::{Entry, Site};
use serde_json::{Map, Value};

use crate::Options;
use crate::feed::newest_first;
use crate::file_name::FileNames;
use crate::plan::{Subject, Topic, names, safe_path};

/// The site's feed first; then those of its categories, of collections and their categories, and of
/// tags.
pub(crate) fn topics<'a>(
    site: &Site,
    posts: &[&'a Entry],
    others: &[&'a Entry],
    options: &Options,
) -> Vec<Topic<'a>> {
    let empty = Map::new();
    let feed = site.configuration.get("feed").and_then(Value::as_object);
    let feed = feed.unwrap_or(&empty);
    let collections = collections(feed);
    let of_posts = collections
        .iter()
        .find(|collection| collection.name == "posts");
    let mut topics = vec![Topic {
        subject: Subject::Site,
        name: String::new(),
        title: String::new(),
        path: safe_path(&options.path),
        entries: newest_first(site, posts.iter().copied()),
    }];
    let categories = of_posts
        .map(|posts| posts.categories.clone())
        .filter(|names| !names.is_empty());
    for name in categories.unwrap_or_else(|| names(feed.get("categories"))) {
        topics.push(category(site, "posts", &name, posts.iter().copied()));
    }
    for collection in collections
        .iter()
        .filter(|collection| collection.name != "posts")
    {
        let documents = || {
            others
                .iter()
                .copied()
                .filter(|entry| entry.meta.collection == collection.name)
        };
        for name in &collection.categories {
            topics.push(category(site, &collection.name, name, documents()));
        }
        let path = collection.path.clone();
        topics.push(Topic {
            subject: Subject::Collection,
            title: title(site, &[&collection.name]),
            path: safe_path(&path.unwrap_or_else(|| format!("/feed/{}.xml", collection.name))),
            name: collection.name.clone(),
            entries: newest_first(site, documents()),
        });
    }
    if let Some(wanted) = feed.get("tags") {
        add_tags(site, wanted, posts, &mut topics);
    }
    topics
}

/// A collection with a feed: `feed.collections` names them, or maps them to their settings.
struct Collection {
    name: String,
    path: Option<String>,
    categories: Vec<String>,
}

fn collections(feed: &Map<String, Value>) -> Vec<Collection> {
    let plain = |name: String| Collection {
        name,
        path: None,
        categories: Vec::new(),
    };
    match feed.get("collections") {
        Some(Value::Object(map)) => map
            .iter()
            .map(|(name, settings)| Collection {
                name: name.clone(),
                path: settings
                    .get("path")
                    .and_then(Value::as_str)
                    .map(str::to_owned),
                categories: names(settings.get("categories")),
            })
            .collect(),
        value => names(value).into_iter().map(plain).collect(),
    }
}

/// The path of the site's feed, if the configuration gives one.
pub(crate) fn own_path(feed: &Map<String, Value>) -> Option<String> {
    let posts = collections(feed)
        .into_iter()
        .find(|collection| collection.name == "posts");
    let own = posts.and_then(|posts| posts.path);
    own.or_else(|| feed.get("path").and_then(Value::as_str).map(str::to_owned))
}

fn category<'a>(
    site: &Site,
    collection: &str,
    name: &str,
    documents: impl Iterator<Item = &'a Entry>,
) -> Topic<'a> {
    let has = |entry: &&Entry| {
        entry
            .meta
            .categories
            .iter()
            .any(|category| category == name)
    };
    let (folder, title) = match collection {
        "posts" => ("/feed".to_owned(), title(site, &[name])),
        collection => (
            format!("/feed/{collection}"),
            title(site, &[collection, name]),
        ),
    };
    Topic {
        subject: Subject::Category,
        name: name.to_owned(),
        title,
        path: safe_path(&format!("{folder}/{name}.xml")),
        entries: newest_first(site, documents.filter(has)),
    }
}

/// `tags: true`, or a map of `only`, `except` and `path`.
fn add_tags<'a>(site: &Site, wanted: &Value, posts: &[&'a Entry], topics: &mut Vec<Topic<'a>>) {
    let settings = match wanted {
        Value::Null | Value::Bool(false) => return,
        Value::Object(settings) => Some(settings),
        // Whatever else is there is true.
        _ => None,
    };
    let setting = |key: &str| settings.and_then(|settings| settings.get(key));
    let except = names(setting("except"));
    let folder = setting("path")
        .and_then(Value::as_str)
        .unwrap_or("/feed/by_tag/");
    let tags = if setting("only").is_some() {
        names(setting("only"))
    } else {
        let mut seen = HashSet::new();
        let all = posts.iter().flat_map(|entry| entry.meta.tags.iter());
        all.filter(|tag| seen.insert(*tag)).cloned().collect()
    };
    let mut files = FileNames::new();
    for tag in tags.iter().filter(|tag| !except.contains(tag)) {
        // Names that jekyll-feed writes are written so; it leaves the others out.
        let is_plain = tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        let file = if is_plain && !tag.is_empty() {
            tag.clone()
        } else {
            files.make(tag)
        };
        topics.push(Topic {
            subject: Subject::Tag,
            name: tag.clone(),
            title: String::new(),
            path: safe_path(&format!("{folder}{file}.xml")),
            entries: newest_first(
                site,
                posts
                    .iter()
                    .copied()
                    .filter(|entry| entry.meta.tags.contains(tag)),
            ),
        });
    }
}

/// `Site | Collection | Category`.
fn title(site: &Site, parts: &[&str]) -> String {
    let mut title = site.title.clone();
    for part in parts {
        title.push_str(" | ");
        title.push_str(&capitalized(part));
    }
    title
}

/// The first letter in upper case, the others in lower case.
fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    first
        .chain(characters.flat_map(char::to_lowercase))
        .collect()
}
