//! What kind of site an archive is, by its files.
use bindery_model::EcoString;

use super::{eleventy, hugo, lektor, named_elsewhere, pelican, quartz, substack};
use crate::SiteKind;
use crate::storage::Storage;

/// The most that is read of a configuration to tell whose it is.
const MAX_BYTES: u64 = 1 << 20;

/// Whether a file shows that its folder is a site's root.
pub(crate) fn is_root_file(path: &str) -> bool {
    path.starts_with("_config.")
        || path.starts_with("_posts/")
        || path.starts_with(".obsidian/")
        || path == "zola.toml"
        || path == substack::LIST
        || quartz::CONFIGURATIONS.contains(&path)
        || lektor::is_project(path)
        || pelican::CONFIGURATIONS.contains(&path)
        || named_elsewhere::is_file(path)
        || eleventy::CONFIGURATIONS.contains(&path)
        || hugo::configuration::is_file(path)
}

/// The kind of site.
pub(crate) fn kind(storage: &dyn Storage) -> SiteKind {
    let paths = storage.paths();
    // Paths are sorted, and there may be a million.
    let first_from = |start: &str| paths.get(paths.partition_point(|path| path.as_str() < start));
    let has = |file: &str| first_from(file).is_some_and(|path| path == file);
    let has_below = |folder: &str| first_from(folder).is_some_and(|path| path.starts_with(folder));
    let text = |file: &str| {
        let bytes = storage.read(file, MAX_BYTES).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    // Zola spells its address in another way than Hugo, which may have the same file.
    let has_content = has_below("content/");
    if has("zola.toml")
        || has("config.toml") && has_content && has_key(&text("config.toml"), "base_url")
    {
        return SiteKind::Zola;
    }
    if eleventy::CONFIGURATIONS.iter().any(|file| has(file)) {
        return SiteKind::Eleventy;
    }
    // Octopress is Jekyll with its posts there, which it says; Hexo's key is `source_dir`.
    if has_below("source/_posts/") && !has_key(&text("_config.yml"), "source") {
        return SiteKind::Hexo;
    }
    if has("pelicanconf.py") {
        return SiteKind::Pelican;
    }
    if paths.iter().any(|path| lektor::is_project(path)) {
        return SiteKind::Lektor;
    }
    if has_below(".obsidian/") {
        return SiteKind::Obsidian;
    }
    if quartz::CONFIGURATIONS.iter().any(|file| has(file)) && has_content {
        return SiteKind::Obsidian;
    }
    // Others may keep posts in a folder of that name.
    let is_of_another = || {
        let is_next = |path: &EcoString| path.starts_with("next.config.");
        let has_own = paths.iter().any(|path| path.starts_with("_config."));
        !has_own && (named_elsewhere::is_there(storage) || paths.iter().any(is_next))
    };
    if paths.iter().any(|path| is_jekyll(path)) && !is_of_another() {
        return SiteKind::Jekyll;
    }
    if paths.iter().any(|path| {
        hugo::configuration::is_file(path)
            && (has_content || path.contains("hugo.") || path.contains('/'))
    }) {
        return SiteKind::Hugo;
    }
    SiteKind::Folder
}

fn is_jekyll(path: &str) -> bool {
    matches!(path, "_config.yml" | "_config.yaml" | "_config.toml")
        || path.starts_with("_posts/")
        || path.contains("/_posts/")
}

/// Whether a line of TOML or YAML sets this key.
fn has_key(text: &str, key: &str) -> bool {
    text.lines().any(|line| {
        let rest = line.strip_prefix(key).map(str::trim_start);
        rest.is_some_and(|rest| rest.starts_with(['=', ':']))
    })
}
