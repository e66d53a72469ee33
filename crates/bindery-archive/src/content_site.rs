//! The conventions of Hugo and Zola: posts below `content`, sections as folders, bundles.
use bindery_model::{Meta, Site};
use serde_json::{Map, Value};

use crate::SiteKind;
use crate::jekyll::permalink::escape_path;
use crate::storage::Storage;

/// Where both keep their posts.
pub(crate) const CONTENT: &str = "content/";

/// Hugo's own names for its configuration.
pub(crate) const HUGO_FILES: [&str; 8] = [
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config.toml",
    "config.yaml",
    "config.yml",
    "config.json",
];
pub(crate) const ZOLA_FILES: [&str; 2] = ["zola.toml", "config.toml"];

/// Whether the files are those of a Hugo or a Zola site.
pub(crate) fn kind(storage: &dyn Storage) -> Option<SiteKind> {
    let paths = storage.paths();
    let has = |file: &str| paths.iter().any(|path| path == file);
    if !paths.iter().any(|path| path.starts_with(CONTENT)) {
        return None;
    }
    if has("zola.toml") {
        return Some(SiteKind::Zola);
    }
    if let Ok(bytes) = storage.read("config.toml", 1 << 20) {
        // Both use this name; their spellings of the address differ.
        let is_zola = String::from_utf8_lossy(&bytes)
            .lines()
            .any(|line| line.trim_start().starts_with("base_url"));
        return Some(if is_zola {
            SiteKind::Zola
        } else {
            SiteKind::Hugo
        });
    }
    HUGO_FILES
        .iter()
        .any(|file| has(file))
        .then_some(SiteKind::Hugo)
}

/// Whether a file is a page: `_index.md` describes a section.
pub(crate) fn is_page(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    path.starts_with(CONTENT) && !name.starts_with("_index.")
}

/// The name of the folder whose page a bundle's `index.md` is.
pub(crate) fn bundle_name(path: &str) -> Option<&str> {
    let (folder, name) = path.rsplit_once('/')?;
    name.starts_with("index.")
        .then(|| folder.rsplit('/').next().unwrap_or(folder))
}

/// Lifts what Zola keeps in tables of the front matter, and Hugo in `params`, to where others have
/// it. What stands at the top counts.
pub(crate) fn lift(values: &mut Map<String, Value>) {
    for table in ["taxonomies", "extra", "params"] {
        if let Some(Value::Object(rows)) = values.get(table).cloned() {
            for (name, value) in rows {
                values.entry(name).or_insert(value);
            }
        }
    }
    if let Some(authors) = values.get("authors").cloned() {
        values.entry("author").or_insert(authors);
    }
}

/// The address of a page: its folders, then its slug or its file's name; a bundle's `index.md` has
/// the name of its folder.
pub(crate) fn url(kind: SiteKind, meta: &Meta, path: &str, values: &Map<String, Value>) -> String {
    let own = ["url", "path"]
        .iter()
        .find_map(|key| values.get(*key)?.as_str());
    if let Some(own) = own.filter(|own| !own.contains("://")) {
        let slash = if own.ends_with('/') || own.ends_with(".html") {
            ""
        } else {
            "/"
        };
        return escape_path(&format!("/{}{slash}", own.trim_start_matches('/')));
    }
    let path = path.strip_prefix(CONTENT).unwrap_or(path);
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let stem = stem
        .strip_suffix("/index")
        .unwrap_or(if stem == "index" { "" } else { stem });
    let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
    let name = match (values.get("slug").and_then(Value::as_str), kind) {
        (Some(slug), _) => slug.to_owned(),
        // Zola takes a date off the name; Hugo keeps it.
        (None, SiteKind::Zola) if !meta.slug.is_empty() && name.ends_with(&meta.slug) => {
            meta.slug.clone()
        }
        (None, SiteKind::Hugo) => name.to_lowercase().replace(' ', "-"),
        (None, _) => name.to_owned(),
    };
    let folder = match kind {
        SiteKind::Hugo => folder.to_lowercase().replace(' ', "-"),
        _ => folder.to_owned(),
    };
    let parts = ["", &folder, &name]
        .into_iter()
        .filter(|part| !part.is_empty());
    let joined = parts.collect::<Vec<_>>().join("/");
    match joined.as_str() {
        "" => "/".to_owned(),
        joined => escape_path(&format!("/{joined}/")),
    }
}

/// Fills in what the configuration says in its own words.
pub(crate) fn complete(site: &mut Site) {
    let text = |key: &str| {
        let value = site.configuration.get(key)?.as_str()?.trim();
        (!value.is_empty()).then(|| value.to_owned())
    };
    let parameter = |key: &str| {
        let tables = ["params", "extra"].iter();
        let value = tables
            .filter_map(|table| site.configuration.get(*table)?.get(key)?.as_str())
            .next();
        value.map(str::to_owned)
    };
    let address = ["base_url", "baseURL", "baseUrl", "baseurl"]
        .into_iter()
        .find_map(text);
    let languages = ["default_language", "languageCode", "defaultContentLanguage"];
    let language = languages.into_iter().find_map(text);
    let description = text("description").or_else(|| parameter("description"));
    let author = text("author").or_else(|| parameter("author"));
    if let Some(address) = address {
        let (scheme, rest) = address.split_once("://").unwrap_or(("https", &address));
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        site.url = (!host.is_empty()).then(|| format!("{scheme}://{host}"));
        let path = path.trim_end_matches('/');
        site.base_path = if path.is_empty() {
            String::new()
        } else {
            format!("/{path}")
        };
    }
    site.language = language.or(site.language.take());
    site.description = site.description.take().or(description);
    if site.authors.is_empty() {
        site.authors
            .extend(author.map(bindery_model::Author::named));
    }
}

#[cfg(test)]
mod tests {
    use bindery_model::{Source, Target};

    use crate::{Options, open};

    fn write(folder: &std::path::Path, files: &[(&str, &str)]) {
        for (path, text) in files {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
    }

    #[test]
    fn zola_sites_are_known_by_their_files() {
        let folder = tempfile::tempdir().unwrap();
        write(
            folder.path(),
            &[
                (
                    "config.toml",
                    "base_url = \"https://z.example/sub\"\ntitle = \"Zed\"\n",
                ),
                ("content/blog/_index.md", "+++\ntitle = \"Blog\"\n+++\n"),
                (
                    "content/blog/2024-01-02-first.md",
                    "+++\ntitle = \"First\"\n[taxonomies]\ntags = [\"x\"]\n+++\n\
                     [b](@/blog/bundle/index.md#s) ![i](/logo.png)\n",
                ),
                (
                    "content/blog/bundle/index.md",
                    "+++\ntitle = \"Bundle\"\n+++\n![p](p.png)\n",
                ),
                ("content/blog/bundle/p.png", ""),
                ("static/logo.png", ""),
            ],
        );
        let archive = open(folder.path(), &Options::default()).unwrap();
        assert_eq!(archive.site().kind, "zola");
        assert_eq!(archive.site().url.as_deref(), Some("https://z.example"));
        assert_eq!(archive.site().base_path, "/sub");
        let find = |title: &str| {
            let entries = archive.entries().iter();
            entries
                .clone()
                .find(|entry| entry.meta.title == title)
                .unwrap()
        };
        let (first, bundle) = (find("First"), find("Bundle"));
        assert_eq!(archive.entries().len(), 2);
        assert_eq!(first.meta.url, "/blog/first/");
        assert_eq!(first.meta.tags, ["x"]);
        assert_eq!(
            (bundle.meta.url.as_str(), bundle.meta.slug.as_str()),
            ("/blog/bundle/", "bundle")
        );
        let blocks = archive.read(first).unwrap().post.blocks;
        let json = serde_json::to_string(&blocks).unwrap();
        let post = Target::Post {
            path: bundle.meta.path.clone(),
            url: "/blog/bundle/".to_owned(),
            fragment: Some("s".to_owned()),
        };
        assert!(
            json.contains(&serde_json::to_string(&post).unwrap()),
            "{json}"
        );
        assert!(json.contains("\"url\":\"/logo.png\""), "{json}");
    }

    #[test]
    fn hugo_sites_are_known_by_their_files() {
        let folder = tempfile::tempdir().unwrap();
        write(
            folder.path(),
            &[
                (
                    "hugo.yaml",
                    "baseURL: https://h.example/\ntitle: Hu\nlanguageCode: en-us\n",
                ),
                (
                    "content/post/A Post.md",
                    "---\ntitle: A\ndate: 2024-03-01\n---\n{{< youtube abc >}}\n",
                ),
                (
                    "content/post/other.md",
                    "---\ntitle: B\nurl: /own/\ndate: 2024-03-02\n---\n",
                ),
            ],
        );
        let archive = open(folder.path(), &Options::default()).unwrap();
        assert_eq!(archive.site().kind, "hugo");
        assert_eq!(archive.site().language.as_deref(), Some("en-us"));
        let mut urls: Vec<&str> = archive
            .entries()
            .iter()
            .map(|e| e.meta.url.as_str())
            .collect();
        urls.sort_unstable();
        assert_eq!(urls, ["/own/", "/post/a-post/"]);
    }
}
