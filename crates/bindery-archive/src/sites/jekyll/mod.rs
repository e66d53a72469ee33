//! The conventions of Jekyll 4.
mod defaults;
mod entries;
pub(crate) mod permalink;
pub(crate) mod slug;
mod terms;

use std::borrow::Cow;

use bindery_model::Meta;
use bindery_parse::date;
use jiff::Timestamp;
use serde_json::{Map, Value};

use self::defaults::Defaults;
use self::entries::Entries;
use self::permalink::Template;
use super::{Conventions, Document, name};
use crate::storage::{POST_ENDINGS, has_ending};

/// A site of Jekyll.
pub(crate) struct Jekyll {
    defaults: Defaults,
    entries: Entries,
    /// Where collections lie, empty for the root.
    collections_dir: String,
    /// The permalinks of posts, and what those of other collections end in.
    posts: Template,
    others: Template,
    /// The permalinks of the site as they are set.
    style: String,
    collections: Map<String, Value>,
    /// The collections that have feeds.
    feeds: Value,
    excerpt_separator: String,
    future: bool,
    /// Whether subscribers know its posts by the ids of jekyll-feed.
    has_jekyll_feed: bool,
}

impl Jekyll {
    pub(crate) fn new(configuration: &Map<String, Value>) -> Jekyll {
        let text = |key: &str| configuration.get(key).and_then(Value::as_str);
        let collections = match configuration.get("collections") {
            Some(Value::Object(map)) => map.clone(),
            Some(Value::Array(names)) => {
                let names = names.iter().filter_map(Value::as_str);
                names.map(|name| (name.to_owned(), Value::Null)).collect()
            }
            _ => Map::new(),
        };
        let collections_dir = text("collections_dir").unwrap_or_default();
        let collections_dir = collections_dir.trim_matches('/').to_owned();
        let style = text("permalink").unwrap_or("date");
        let own = collections
            .get("posts")
            .and_then(|posts| posts.get("permalink")?.as_str());
        Jekyll {
            defaults: Defaults::new(configuration, &collections_dir),
            entries: Entries::new(configuration),
            collections_dir,
            posts: Template::new(own.unwrap_or(permalink::template(style))),
            others: Template::new(&permalink::collection_template(style)),
            style: style.to_owned(),
            collections,
            feeds: configuration
                .get("feed")
                .and_then(|feed| feed.get("collections"))
                .cloned()
                .unwrap_or_default(),
            excerpt_separator: text("excerpt_separator").unwrap_or("\n\n").to_owned(),
            future: configuration.get("future") == Some(&Value::Bool(true)),
            has_jekyll_feed: ["plugins", "gems"].iter().any(|key| {
                let plugins = configuration.get(*key).and_then(Value::as_array);
                plugins.is_some_and(|names| names.iter().any(|name| name == "jekyll-feed"))
            }),
        }
    }

    /// Whether the configuration asks for a feed of a collection (`feed.collections`).
    fn has_feed(&self, collection: &str) -> bool {
        match &self.feeds {
            Value::Array(names) => names.iter().any(|name| name == collection),
            Value::Object(names) => names.contains_key(collection),
            _ => false,
        }
    }

    /// The path from where collections lie, if it is below that.
    fn relative<'p>(&self, path: &'p str) -> Option<&'p str> {
        if self.collections_dir.is_empty() {
            return Some(path);
        }
        path.strip_prefix(&self.collections_dir)?.strip_prefix('/')
    }
}

impl Conventions for Jekyll {
    fn is_document(&self, path: &str) -> bool {
        if !has_ending(path, &POST_ENDINGS) {
            return false;
        }
        let (Some(relative), Some(place)) = (self.relative(path), Place::of(path)) else {
            return false;
        };
        if place.collection != "posts" {
            let collection = self.collections.get(place.collection);
            let output = collection.and_then(|collection| collection.get("output"));
            let is_shown = output == Some(&Value::Bool(true)) || self.has_feed(place.collection);
            if !is_shown || !relative.starts_with('_') {
                return false;
            }
        }
        self.entries.takes(path, place.folder)
    }

    fn collection<'p>(&self, path: &'p str) -> &'p str {
        Place::of(path).map_or("posts", |place| place.collection)
    }

    fn values<'v>(&self, path: &str, own: &'v Map<String, Value>) -> Cow<'v, Map<String, Value>> {
        let relative = self.relative(path).unwrap_or(path);
        let mut values = self.defaults.values(relative, self.collection(path));
        if values.is_empty() {
            return Cow::Borrowed(own);
        }
        defaults::merge(&mut values, own);
        Cow::Owned(values)
    }

    fn complete(&self, meta: &mut Meta, document: &Document<'_>) {
        let stem = name::stem(document.path);
        let dated = name::split_date(stem, &['-']);
        // No other key of front matter says when a post was published.
        if meta.date.is_none() || document.value("date").is_none() {
            let named = dated.and_then(|(text, _)| date::parse(&whole_year(text), document.zone));
            meta.date = named.or(meta.date.take());
        }
        let slug = dated.map_or(stem.trim_start_matches('-'), |(_, slug)| slug);
        let slug = slug.trim_end_matches('.');
        let is_untitled = |title: &Value| title.is_null() || *title == Value::Bool(false);
        if document.has_front_matter && document.value("title").is_none_or(is_untitled) {
            meta.title = slug::title_of(slug).into();
        }
        if meta.slug.is_empty() {
            meta.slug = slug.into();
        }
        let relative = self.relative(document.path).unwrap_or(document.path);
        let place = Place::of(relative);
        let calls_itself_so = document.value("draft") == Some(&Value::Bool(true));
        meta.draft = calls_itself_so || self.is_draft(meta, document.path);
        let folders: Vec<&str> = match &place {
            Some(place) if place.collection == "posts" && place.folder > 0 => {
                relative[..place.folder - 1].split('/').collect()
            }
            _ => Vec::new(),
        };
        let defaults = self
            .defaults
            .values(relative, self.collection(document.path));
        meta.categories =
            terms::categories(&folders, &defaults, document.own, document.values).into();
        meta.tags = terms::tags(document.values).into();
        // Importers write the `guid` that a post had elsewhere, which jekyll-feed never looks at.
        let has_guid = meta.details.id.is_some() && document.value("id").is_none();
        if self.has_jekyll_feed && has_guid {
            meta.details.id = None;
        }
    }

    fn is_published(&self, document: &Document<'_>, _now: Timestamp) -> bool {
        document.value("published") != Some(&Value::Bool(false))
    }

    fn gathers_terms(&self) -> bool {
        true
    }

    /// Jekyll shows a post that calls itself a draft (jekyll-feed does not); those that it leaves
    /// out are in a folder of their own.
    fn is_draft(&self, _meta: &Meta, path: &str) -> bool {
        let relative = self.relative(path).unwrap_or(path);
        Place::of(relative).is_some_and(|place| place.is_draft(relative))
    }

    fn url(&self, meta: &Meta, document: &Document<'_>) -> String {
        let path = self.relative(document.path).unwrap_or(document.path);
        let collection = self.collections.get(meta.collection.as_str());
        let own = collection.and_then(|collection| collection.get("permalink")?.as_str());
        match document.value("permalink").and_then(Value::as_str) {
            Some(permalink) => Template::new(permalink.trim()).expand(meta, path),
            None if meta.collection == "posts" => self.posts.expand(meta, path),
            None => match own {
                Some(permalink) => Template::new(permalink).expand(meta, path),
                None => self.others.expand(meta, path),
            },
        }
    }

    fn is_site_file(&self, path: &str) -> bool {
        self.entries.takes_file(path)
    }

    fn page_url(&self, path: &str, own: &Map<String, Value>) -> Option<String> {
        let mut values = self.defaults.values(path, "pages");
        defaults::merge(&mut values, own);
        let own = values.get("permalink").and_then(Value::as_str);
        Some(permalink::page_url(own, &self.style, path))
    }

    fn shows_future(&self) -> bool {
        self.future
    }

    fn needs_date(&self) -> bool {
        true
    }

    fn excerpt_separator(&self) -> Option<&str> {
        (!self.excerpt_separator.is_empty()).then_some(&self.excerpt_separator)
    }
}

/// A date of a name with four digits of the year, as Ruby reads one with two.
fn whole_year(date: &str) -> Cow<'_, str> {
    match date.find('-') {
        Some(2) if &date[..2] < "69" => format!("20{date}").into(),
        Some(2) => format!("19{date}").into(),
        _ => date.into(),
    }
}

/// The folder of a collection in a path: `_posts` and `_drafts` at any depth, others at the top.
struct Place<'p> {
    /// Where the folder's name begins.
    folder: usize,
    collection: &'p str,
}

impl<'p> Place<'p> {
    fn of(path: &'p str) -> Option<Place<'p>> {
        // Where nearly all posts are.
        if path.starts_with("_posts/") {
            let (folder, collection) = (0, "posts");
            return Some(Place { folder, collection });
        }
        let mut folder = 0;
        for part in path.split('/') {
            if matches!(part, "_posts" | "_drafts") && folder + part.len() < path.len() {
                let collection = "posts";
                return Some(Place { folder, collection });
            }
            folder += part.len() + 1;
        }
        let at = if path.starts_with('_') {
            0
        } else {
            path.find("/_").map(|slash| slash + 1)?
        };
        let (name, _) = path[at..].split_once('/')?;
        Some(Place {
            folder: at,
            collection: &name[1..],
        })
    }

    fn is_draft(&self, path: &str) -> bool {
        path[self.folder..].starts_with("_drafts/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_folders_of_collections() {
        for (path, place) in [
            ("_posts/a.md", Some((0, "posts"))),
            ("x/y/_posts/z/a.html", Some((4, "posts"))),
            ("_drafts/moles.md", Some((0, "posts"))),
            ("_notes/a.md", Some((0, "notes"))),
            ("my/_notes/b/a.md", Some((3, "notes"))),
            ("_posts", None),
            ("a/b.md", None),
        ] {
            let found = Place::of(path).map(|place| (place.folder, place.collection));
            assert_eq!(found, place, "{path}");
        }
    }
}
