//! The conventions of Eleventy: posts anywhere below the input folder, data in `_data` and beside the
//! posts.
use std::borrow::Cow;

use bindery_model::{Diagnostic, Meta};
use bindery_parse::date;
use bindery_parse::liquid::{self, Context};
use serde_json::{Map, Value, json};

use super::jekyll::permalink::escape_path;
use super::{Conventions, Document, name, named_elsewhere, plain_assignments};
use crate::storage::{Storage, has_ending};

/// What Eleventy's configuration may be called.
pub(crate) const CONFIGURATIONS: [&str; 6] = [
    ".eleventy.js",
    ".eleventy.cjs",
    ".eleventy.mjs",
    "eleventy.config.js",
    "eleventy.config.cjs",
    "eleventy.config.mjs",
];

/// Folders whose pages are posts, where there are any; else all Markdown is.
const POST_FOLDERS: [&str; 7] = [
    "posts", "post", "blog", "articles", "news", "writing", "notes",
];
/// Tags that only name a list of posts.
const COLLECTIONS: [&str; 5] = ["post", "posts", "blog", "all", "nav"];
/// Markdown that describes a project rather than being part of its site.
const ASIDE: [&str; 5] = ["readme", "changelog", "license", "contributing", "404"];
const MAX_BYTES: u64 = 1 << 20;
/// Under what name the configuration holds what data files say of folders.
const FOLDERS: &str = "data of folders";

/// The configuration, as far as it is plain: `input`, `data`, `markdownTemplateEngine`, and what the
/// site's own data say of it.
pub(crate) fn read_configuration(
    storage: &dyn Storage,
    diagnostics: &mut Vec<Diagnostic>,
) -> Map<String, Value> {
    let file = CONFIGURATIONS
        .iter()
        .find_map(|file| Some((file, storage.read(file, MAX_BYTES).ok()?)));
    let mut configuration = Map::new();
    if let Some((file, bytes)) = file {
        let program = bindery_parse::decode(&bytes).text;
        configuration = plain_assignments::read(&program);
        if named_elsewhere::names_program_of_emoji(&program) {
            configuration.insert(named_elsewhere::EMOJI.to_owned(), true.into());
        }
        if engine(&configuration) == "njk" {
            let message = "the templates in posts are Nunjucks";
            let hint = "they are read as Liquid, which is the same for what posts mostly use";
            let place = bindery_model::Location::whole_file(file);
            diagnostics.push(
                Diagnostic::note("eleventy.nunjucks", message)
                    .with_hint(hint)
                    .at(place),
            );
        }
    }
    let folder = folder(&configuration, "input", "");
    for name in ["site", "metadata", "meta"] {
        let path = |ending: &str| join(&folder, &format!("_data/{name}.{ending}"));
        let read = |ending: &str| storage.read(&path(ending), MAX_BYTES).ok();
        let said = match (read("json"), read("js")) {
            (Some(json), _) => serde_json::from_slice(&json).unwrap_or_default(),
            (None, Some(js)) => plain_assignments::read(&bindery_parse::decode(&js).text),
            (None, None) => continue,
        };
        for (key, value) in said {
            configuration.entry(key).or_insert(value);
        }
    }
    // Here, so that a change of them is a change of the site.
    let mut folders: Map<String, Value> = Map::new();
    for path in storage.paths() {
        if let Some((folder, Value::Object(values))) = folder_data(path, storage)
            && let Value::Object(known) = folders.entry(folder).or_insert_with(|| json!({}))
        {
            known.extend(values);
        }
    }
    configuration.insert(FOLDERS.to_owned(), folders.into());
    configuration
}

/// What fills in the templates of Markdown: `liquid` unless the configuration says otherwise.
pub(crate) fn engine(configuration: &Map<String, Value>) -> &str {
    match configuration.get("markdownTemplateEngine") {
        Some(Value::String(engine)) => engine,
        Some(Value::Bool(false)) => "",
        _ => "liquid",
    }
}

fn folder(configuration: &Map<String, Value>, key: &str, default: &str) -> String {
    let named = configuration.get(key).and_then(Value::as_str);
    let named = named.unwrap_or(default).trim_start_matches("./");
    named.trim_matches(['/', '.']).to_owned()
}

fn join(folder: &str, path: &str) -> String {
    match folder.is_empty() {
        true => path.to_owned(),
        false => format!("{folder}/{path}"),
    }
}

/// A site of Eleventy.
pub(crate) struct Eleventy {
    /// The folder that the site is made from, with a slash at its end unless it is the root.
    input: String,
    output: String,
    has_post_folders: bool,
    /// What data files say of all posts of a folder.
    folders: Map<String, Value>,
}

impl Eleventy {
    pub(crate) fn new(configuration: &Map<String, Value>, storage: &dyn Storage) -> Eleventy {
        let input = folder(configuration, "input", "");
        let mut site = Eleventy {
            input: join(&input, ""),
            output: join(&folder(configuration, "output", "_site"), ""),
            has_post_folders: false,
            folders: configuration
                .get(FOLDERS)
                .and_then(Value::as_object)
                .cloned()
                .unwrap_or_default(),
        };
        let mut documents = storage.paths().iter().filter(|path| site.is_page(path));
        site.has_post_folders = documents.any(|path| site.is_in_post_folder(path));
        site
    }

    fn inner<'p>(&self, path: &'p str) -> &'p str {
        path.strip_prefix(self.input.as_str()).unwrap_or(path)
    }

    /// Whether Eleventy makes a page of a file.
    fn is_page(&self, path: &str) -> bool {
        let inner = self.inner(path);
        let is_aside = |part: &str| part.starts_with(['_', '.']) || part == "node_modules";
        let stem = name::stem(path).to_ascii_lowercase();
        path.starts_with(self.input.as_str())
            && !path.starts_with(self.output.as_str())
            && has_ending(path, &["md", "markdown", "html"])
            && !inner.split('/').any(is_aside)
            && !ASIDE.contains(&stem.as_str())
    }

    fn is_in_post_folder(&self, path: &str) -> bool {
        let mut parts: Vec<&str> = self.inner(path).split('/').collect();
        let file = parts.pop().unwrap_or_default();
        let is_list = name::stem(file) == "index" && parts.len() < 2;
        !is_list && parts.iter().any(|part| POST_FOLDERS.contains(part))
    }

    /// The name of a page in its address: without its date, and for an `index` that of its folder.
    fn file_slug<'p>(&self, path: &'p str) -> &'p str {
        let stem = name::stem(path);
        let stem = match stem {
            "index" => self.inner(path).rsplit('/').nth(1).unwrap_or(stem),
            stem => stem,
        };
        name::split_date(stem, &['-']).map_or(stem, |(_, rest)| rest)
    }
}

/// The values that `posts/posts.json`, or `posts/posts.11tydata.json`, gives to what is in `posts`.
fn folder_data(path: &str, storage: &dyn Storage) -> Option<(String, Value)> {
    let (folder, file) = path.rsplit_once('/')?;
    let stem = file.strip_suffix(".json")?;
    let stem = stem.strip_suffix(".11tydata").unwrap_or(stem);
    let is_own = folder.rsplit('/').next() == Some(stem);
    let bytes = is_own.then(|| storage.read(path, MAX_BYTES).ok())??;
    Some((folder.to_owned(), serde_json::from_slice(&bytes).ok()?))
}

impl Conventions for Eleventy {
    fn is_document(&self, path: &str) -> bool {
        self.is_page(path)
            && match self.has_post_folders {
                true => self.is_in_post_folder(path),
                false => has_ending(path, &["md", "markdown"]),
            }
    }

    /// What stands in the folders above goes beneath the front matter; tags are joined.
    fn values<'v>(&self, path: &str, own: &'v Map<String, Value>) -> Cow<'v, Map<String, Value>> {
        let mut values = Map::new();
        for folder in name::above(path) {
            let said = self.folders.get(folder).and_then(Value::as_object);
            for (key, value) in said.into_iter().flatten() {
                put(&mut values, key, value);
            }
        }
        for (key, value) in own {
            put(&mut values, key, value);
        }
        Cow::Owned(values)
    }

    /// Tags say what a post is about, and are its categories; those that only make lists are none.
    fn complete(&self, meta: &mut Meta, document: &Document<'_>) {
        let dated = document.path.rsplit('/').find_map(|part| {
            let (text, _) = name::split_date(part, &['-'])?;
            date::parse_in(text, document.zone)
        });
        meta.date = meta.date.or(dated);
        if meta.slug.is_empty() {
            meta.slug = self.file_slug(document.path).into();
        }
        let tags = list(document.values.get("tags"));
        let tags = tags
            .into_iter()
            .filter(|tag| !COLLECTIONS.contains(&tag.as_str()));
        meta.tags.clear();
        if meta.categories.is_empty() {
            meta.categories = tags.collect();
        }
    }

    fn url(&self, meta: &Meta, document: &Document<'_>) -> String {
        let own = document.text("permalink");
        let path = match own {
            Some(own) if own.contains("{{") => filled_in(own, meta, document),
            Some(own) => own.to_owned(),
            None => {
                let inner = name::without_ending(self.inner(document.path));
                let folder = inner.rsplit_once('/').map_or("", |(folder, _)| folder);
                match name::stem(document.path) {
                    "index" => format!("{folder}/"),
                    _ => format!("{}/", join(folder, self.file_slug(document.path))),
                }
            }
        };
        let path = path.trim_start_matches('/');
        let path = path.strip_suffix("index.html").unwrap_or(path);
        escape_path(&format!("/{path}"))
    }

    fn is_published(&self, document: &Document<'_>, _now: jiff::Timestamp) -> bool {
        document.values.get("permalink") != Some(&Value::Bool(false))
    }

    fn address_of_file<'f>(&self, file: &'f str) -> &'f str {
        self.inner(file)
    }
}

fn put(values: &mut Map<String, Value>, key: &str, value: &Value) {
    if key == "tags" && values.contains_key(key) {
        let mut tags = list(values.get(key));
        tags.extend(list(Some(value)));
        values.insert(key.to_owned(), json!(tags));
    } else {
        values.insert(key.to_owned(), value.clone());
    }
}

fn list(value: Option<&Value>) -> Vec<String> {
    let mut names: Vec<String> = match value {
        Some(Value::String(name)) => vec![name.clone()],
        Some(Value::Array(names)) => {
            let names = names.iter().filter_map(Value::as_str);
            names.map(str::to_owned).collect()
        }
        _ => Vec::new(),
    };
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| !name.trim().is_empty() && seen.insert(name.clone()));
    names
}

/// A permalink in which templates stand.
fn filled_in(template: &str, meta: &Meta, document: &Document<'_>) -> String {
    let mut values = document.values.clone();
    values.insert("page".to_owned(), page(meta));
    liquid::render(template, 0, document.path, &Names(values), &mut Vec::new())
}

/// `page`, as Eleventy's templates know it.
pub(crate) fn page(meta: &Meta) -> Value {
    json!({
        "url": meta.url, "fileSlug": meta.slug, "inputPath": format!("./{}", meta.path),
        "date": meta.date, "lang": meta.language,
    })
}

struct Names(Map<String, Value>);

impl Context for Names {
    fn variable(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    fn post_url(&self, _name: &str) -> Option<String> {
        None
    }

    fn link(&self, _path: &str) -> Option<String> {
        None
    }

    fn include(&self, _name: &str, _relative_to: Option<&str>) -> Option<String> {
        None
    }
}
