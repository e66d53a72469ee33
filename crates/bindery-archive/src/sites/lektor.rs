//! The conventions of Lektor: each page has a folder, with its fields in `contents.lr`.
use std::collections::{HashMap, HashSet};

use bindery_model::{Meta, language_tag};
use bindery_parse::decode;
use bindery_parse::lektor::{Arranged, TextFields, arrange};
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::jekyll::permalink::escape_path;
use super::{Conventions, Document, name};
use crate::storage::Storage;

/// Where the pages lie.
const CONTENT: &str = "content/";
/// No configuration is longer.
const MAX_BYTES: u64 = 1 << 20;

/// Whether a file is the one that a project is named by.
pub(crate) fn is_project(path: &str) -> bool {
    path.ends_with(".lektorproject") && !path.contains('/')
}

/// Whether a file holds the fields of a page.
pub(crate) fn is_page(path: &str) -> bool {
    alternative(path).is_some()
}

/// The alternative that the file of a page is: empty for the page itself, `de` for `contents+de.lr`.
fn alternative(path: &str) -> Option<&str> {
    let inner = name::last_part(path).strip_prefix("contents")?;
    let inner = inner.strip_suffix(".lr")?;
    match inner {
        "" => Some(""),
        inner => inner.strip_prefix('+'),
    }
}

/// What the project says of the site, and its models of fields.
pub(crate) fn read_configuration(storage: &dyn Storage) -> Map<String, Value> {
    let mut configuration = Map::new();
    let text = |path: &str| {
        let bytes = storage.read(path, MAX_BYTES).unwrap_or_default();
        decode(&bytes).text.into_owned()
    };
    let project = storage.paths().iter().find(|path| is_project(path));
    let mut prefixes = Map::new();
    for (section, key, value) in settings(&project.map(|path| text(path)).unwrap_or_default()) {
        let known = match (section.as_str(), key.as_str()) {
            ("project" | "site", "name") => "title",
            ("project" | "site", "url") => "url",
            ("project" | "site", "locale") => "lang",
            _ => {
                if let Some(alternative) = section.strip_prefix("alternatives.")
                    && key == "url_prefix"
                {
                    prefixes.insert(alternative.to_owned(), value.into());
                }
                continue;
            }
        };
        configuration.insert(known.to_owned(), value.into());
    }
    let (mut markup, mut flows) = (Vec::new(), Vec::new());
    let is_model = |path: &str| {
        (path.starts_with("models/") || path.contains("/models/")) && path.ends_with(".ini")
    };
    for path in storage.paths().iter().filter(|path| is_model(path)) {
        for (section, key, value) in settings(&text(path)) {
            if let Some(field) = section.strip_prefix("fields.").filter(|_| key == "type") {
                match value.as_str() {
                    "markdown" | "html" => markup.push(field.to_owned()),
                    "flow" => flows.push(field.to_owned()),
                    _ => {}
                }
            }
        }
    }
    configuration.insert("url_prefixes".to_owned(), prefixes.into());
    configuration.insert("fields_of_markup".to_owned(), markup.into());
    configuration.insert("fields_of_blocks".to_owned(), flows.into());
    configuration
}

/// The settings of a file: section, key and value of each.
fn settings(text: &str) -> Vec<(String, String, String)> {
    let mut section = "";
    let mut found = Vec::new();
    for line in text.lines().map(str::trim) {
        if line.starts_with(['#', ';']) {
            continue;
        }
        let name = line
            .strip_prefix('[')
            .and_then(|line| line.strip_suffix(']'));
        if let Some(name) = name {
            section = name.trim();
        } else if let Some((key, value)) = line.split_once('=') {
            let parts = [section, key.trim(), value.trim()].map(str::to_owned);
            found.push(parts.into());
        }
    }
    found
}

/// A site of Lektor.
pub(crate) struct Lektor {
    texts: TextFields,
    /// What the addresses of alternatives begin with.
    prefixes: HashMap<String, String>,
    /// The last parts of addresses of pages that have others below them, by their folders, where they
    /// are not those of the folders.
    slugs: HashMap<String, String>,
    /// Whether such pages are hidden, where they say so.
    hidden: HashMap<String, bool>,
    /// Whether pages lie deep enough that those above them are not posts.
    has_sections: bool,
}

impl Lektor {
    pub(crate) fn new(configuration: &Map<String, Value>, storage: &dyn Storage) -> Lektor {
        let names = |key: &str| {
            let list = configuration.get(key).and_then(Value::as_array);
            let names = list.into_iter().flatten().filter_map(Value::as_str);
            names.map(str::to_owned).collect()
        };
        let prefixes = configuration.get("url_prefixes").and_then(Value::as_object);
        let prefix = |(name, prefix): (&String, &Value)| {
            let prefix = prefix.as_str()?.trim_matches('/');
            Some((name.clone(), format!("/{prefix}")))
        };
        let mut site = Lektor {
            texts: TextFields {
                markup: names("fields_of_markup"),
                flows: names("fields_of_blocks"),
            },
            prefixes: prefixes.into_iter().flatten().filter_map(prefix).collect(),
            slugs: HashMap::new(),
            hidden: HashMap::new(),
            has_sections: false,
        };
        let paths = storage.paths().iter().map(|path| path.as_str());
        let pages: Vec<&str> = paths.filter(|path| site.is_document(path)).collect();
        site.has_sections = pages.iter().any(|path| !is_above(path));
        let parents: HashSet<&str> = (pages.iter())
            .flat_map(|page| name::above(folder_of(page)).filter(|above| *above != folder_of(page)))
            .collect();
        let is_parent =
            |page: &&&str| alternative(page) == Some("") && parents.contains(folder_of(page));
        for page in pages.iter().filter(is_parent) {
            let bytes = storage.read(page, MAX_BYTES).unwrap_or_default();
            let page_of = arrange(&decode(&bytes).text, page, &site.texts);
            let values = &page_of.front_matter.values;
            let text = |key: &str| values.get(key).and_then(Value::as_str);
            let folder = folder_of(page).to_owned();
            if let Some(slug) = text("slug") {
                site.slugs.insert(folder.clone(), slug.to_owned());
            }
            if let Some(said) = text("_hidden") {
                site.hidden.insert(folder, is_yes(said));
            }
        }
        site
    }

    /// Whether a page, or the closest above it that says so, is hidden.
    fn is_hidden(&self, document: &Document<'_>) -> bool {
        if let Some(said) = document.text("_hidden") {
            return is_yes(said);
        }
        let above = name::above(folder_of(document.path));
        above.filter_map(|folder| self.hidden.get(folder)).last() == Some(&true)
    }
}

/// The folder of a page, below the root of the pages; empty for the first page.
fn folder_of(path: &str) -> &str {
    let inner = path.strip_prefix(CONTENT).unwrap_or(path);
    inner.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Whether a page stands at the top of the site, as its sections do.
fn is_above(path: &str) -> bool {
    !folder_of(path).contains('/')
}

fn is_yes(text: &str) -> bool {
    matches!(text.to_ascii_lowercase().as_str(), "yes" | "true" | "1")
}

impl Conventions for Lektor {
    fn is_document(&self, path: &str) -> bool {
        path.starts_with(CONTENT) && is_page(path)
    }

    /// Pages at the top are the first one, lists of posts, and such as tell of the author.
    fn collection<'p>(&self, path: &'p str) -> &'p str {
        match self.has_sections && is_above(path) {
            true => "pages",
            false => "posts",
        }
    }

    fn arranged(&self, text: &str, path: &str) -> Option<Arranged> {
        Some(arrange(text, path, &self.texts))
    }

    /// Its fields may stand in any order.
    fn has_long_heads(&self) -> bool {
        true
    }

    fn complete(&self, meta: &mut Meta, document: &Document<'_>) {
        let code = alternative(document.path).unwrap_or_default();
        if meta.language.is_none() {
            meta.language = language_tag(code).map(String::into_boxed_str);
        }
        if meta.slug.is_empty() {
            meta.slug = name::last_part(folder_of(document.path)).into();
        }
    }

    fn url(&self, _meta: &Meta, document: &Document<'_>) -> String {
        let code = alternative(document.path).unwrap_or_default();
        let mut url = self.prefixes.get(code).cloned().unwrap_or_default();
        let folder = folder_of(document.path);
        for above in name::above(folder) {
            let own = document.text("slug").filter(|_| above == folder);
            let slug = own.or_else(|| self.slugs.get(above).map(String::as_str));
            url.push('/');
            url.push_str(slug.unwrap_or(name::last_part(above)).trim_matches('/'));
        }
        // What is called as a file is one.
        if !name::last_part(&url).contains('.') && !url.ends_with('/') {
            url.push('/');
        }
        escape_path(&url)
    }

    fn is_published(&self, document: &Document<'_>, _now: Timestamp) -> bool {
        let is_listed = document.text("_discoverable").is_none_or(is_yes);
        is_listed && !self.is_hidden(document)
    }

    fn address_of_file<'f>(&self, file: &'f str) -> &'f str {
        file.strip_prefix(CONTENT).unwrap_or(file)
    }

    /// References are read from where the pages lie, whatever their addresses are.
    fn files(&self, reference: &str, document: &str) -> Vec<String> {
        let from_page = format!("{CONTENT}{}", folder_of(document));
        let folder = if reference.starts_with('/') {
            CONTENT
        } else {
            &from_page
        };
        let path = name::joined(folder, reference);
        let page = format!("{path}/contents.lr");
        vec![path, page]
    }
}

#[cfg(test)]
mod tests {
    use bindery_model::Source;

    use crate::test_folder::TestFolder;
    use crate::{Archive, Options, open};

    fn site(more: &[(&str, &str)]) -> (TestFolder, Archive) {
        let folder = TestFolder::new();
        let files = [
            (
                "Shed.lektorproject",
                "[project]\nname = The shed\nurl = https://shed.example\nlocale = en_US\n\n\
                 [alternatives.en]\nprimary = yes\n[alternatives.zh]\nurl_prefix = /zh/\n",
            ),
            (
                "models/post.ini",
                "[model]\nname = Post\n[fields.body]\ntype = markdown\n",
            ),
            ("content/contents.lr", "title: Home\n"),
            (
                "content/about/contents.lr",
                "title: About\n---\nbody: Me.\n",
            ),
            (
                "content/blog/contents.lr",
                "title: Blog\n---\n_slug: notes\n",
            ),
            (
                "content/blog/nails/contents.lr",
                "title: Nails\n---\npub_date: 2019-05-06\n---\nauthor: Jo Doe\n---\ntags: iron, old tools\n---\n\
                 body:\n\nSee [glue](../glue/) and ![a nail](nail.png).\n",
            ),
            ("content/blog/nails/nail.png", ""),
            ("content/blog/nails/nail.png.lr", "description: A nail\n"),
            (
                "content/blog/nails/contents+zh.lr",
                "title: 钉子\n---\npub_date: 2019-05-06\n---\nbody: 关于钉子。\n",
            ),
            (
                "content/blog/glue/contents.lr",
                "title: Glue\n---\npub_date: 2019-06-01\n---\n_slug: of-glue\n---\nbody: Glue.\n",
            ),
            (
                "content/blog/a/contents.lr",
                "title: A\n---\n_hidden: yes\n---\nbody: a\n",
            ),
            (
                "content/blog/b/contents.lr",
                "title: B\n---\n_discoverable: no\n---\nbody: b\n",
            ),
        ];
        for (path, text) in files.iter().chain(more) {
            folder.write(path, text);
        }
        let archive = open(folder.path(), &Options::default()).unwrap();
        (folder, archive)
    }

    #[test]
    fn pages_below_sections_are_posts() {
        let (_folder, archive) = site(&[
            ("content/old/contents.lr", "title: Old\n---\n_hidden: yes\n"),
            ("content/old/c/contents.lr", "title: C\n---\nbody: c\n"),
        ]);
        let site = archive.site();
        assert_eq!(
            (
                site.kind.as_str(),
                site.title.as_str(),
                site.language.as_deref()
            ),
            ("lektor", "The shed", Some("en-US"))
        );
        let posts = archive.entries().iter().map(|entry| {
            let meta = &entry.meta;
            let language = meta.language.as_deref().unwrap_or("-");
            format!("{} {} {language}", meta.url, meta.title)
        });
        assert_eq!(
            posts.collect::<Vec<String>>(),
            [
                "/zh/notes/nails/ 钉子 zh",
                "/notes/nails/ Nails -",
                "/notes/of-glue/ Glue -",
            ]
        );
        let others = archive
            .other_entries()
            .iter()
            .map(|entry| &*entry.meta.title);
        assert_eq!(others.collect::<Vec<&str>>(), ["About", "Blog", "Home"]);
        let post = archive.read(&archive.entries()[1]).unwrap().post;
        let json = serde_json::to_string(&post.blocks).unwrap();
        for part in [
            "content/blog/glue/contents.lr",
            "content/blog/nails/nail.png",
        ] {
            assert!(json.contains(part), "{part}: {json}");
        }
        assert_eq!(post.meta.authors[0].name, "Jo Doe");
        assert_eq!(post.meta.tags.join("|"), "iron|old tools");
    }
}
