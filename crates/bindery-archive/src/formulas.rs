//! Whether the pages of a site typeset formulas, by what is no setting of the site itself: its templates,
//! and in Hexo the settings of its theme and its packages.
use bindery_parse::markdown::{ask_for_formulas, is_key_of_formulas, typesets_dollars};
use serde_json::{Map, Value};

use crate::settings::read_map;
use crate::storage::{Storage, has_ending};
use crate::{SiteKind, settings};

/// The most that is read of a template,
const MAX_BYTES: u64 = 256 << 10;
/// and how many are.
const MAX_TEMPLATES: usize = 2_000;
/// Folders of templates, of all generators.
const FOLDERS: [&str; 5] = ["_includes", "_layouts", "layouts", "layout", "templates"];
const ENDINGS: [&str; 6] = ["html", "njk", "liquid", "ejs", "pug", "swig"];
/// Parts of the names of Hexo's plugins that typeset formulas.
const PLUGINS: [&str; 3] = ["mathjax", "katex", "hexo-math"];

/// Whether `$…$` is a formula in all posts of a site.
pub(crate) fn are_typeset(
    kind: SiteKind,
    site: &bindery_model::Site,
    storage: &dyn Storage,
) -> bool {
    settings::formulas(site)
        || kind == SiteKind::Hexo && by_theme(&site.configuration, storage)
        || kind != SiteKind::Folder && !kind.is_imported() && by_templates(storage)
}

fn text_of(storage: &dyn Storage, path: &str) -> Option<String> {
    let bytes = storage.read(path, MAX_BYTES).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Whether templates load a program with such delimiters, for all posts: where they ask a post whether it
/// has formulas, it says so itself.
fn by_templates(storage: &dyn Storage) -> bool {
    let is_template = |path: &str| {
        let (folders, _) = path.rsplit_once('/').unwrap_or_default();
        let mut folders = folders.split('/');
        folders.any(|folder| FOLDERS.contains(&folder)) && has_ending(path, &ENDINGS)
    };
    let paths = storage.paths().iter().filter(|path| is_template(path));
    let mut found = false;
    for path in paths.take(MAX_TEMPLATES) {
        let Some(text) = text_of(storage, path) else {
            continue;
        };
        if asks_posts(&text) {
            return false;
        }
        found |= typesets_dollars(&text);
    }
    found
}

/// Whether a template looks at what a post says of formulas: `page.mathjax`, `.Params.math`.
fn asks_posts(template: &str) -> bool {
    ["page.", "Params.", "extra."].iter().any(|start| {
        template.match_indices(start).any(|(at, _)| {
            let name = &template[at + start.len()..];
            let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
            let end = name.find(|c| !is_name(c)).unwrap_or(name.len());
            is_key_of_formulas(&name[..end])
        })
    })
}

/// Whether Hexo's theme is set to typeset formulas, or a plugin does.
fn by_theme(configuration: &Map<String, Value>, storage: &dyn Storage) -> bool {
    let packages = text_of(storage, "package.json").unwrap_or_default();
    if PLUGINS.iter().any(|plugin| packages.contains(plugin)) {
        return true;
    }
    let Some(theme) = configuration.get("theme").and_then(Value::as_str) else {
        return false;
    };
    let files = [
        format!("_config.{theme}.yml"),
        format!("source/_data/{theme}.yml"),
        format!("themes/{theme}/_config.yml"),
    ];
    let own = files.iter().find_map(|file| text_of(storage, file));
    let Some(own) = own else { return false };
    let settings = read_map(own.as_bytes(), "", &mut Vec::new());
    // Some themes have them among those of plugins or of posts.
    let inner = ["plugins", "post"]
        .iter()
        .filter_map(|key| settings.get(*key)?.as_object());
    ask_for_formulas(&settings) || inner.into_iter().any(ask_for_formulas)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_asked_whether_they_ask() {
        let script = "<script>MathJax.Hub.Config({tex2jax: {inlineMath: [ ['$','$'] ]}});</script>";
        for (text, expected) in [
            (script.to_owned(), true),
            (
                format!("{{% if page.use_math %}}{script}{{% endif %}}"),
                false,
            ),
            (format!("{{% if page.title %}}{script}{{% endif %}}"), true),
            (script.replace("'$','$'", "'\\\\(','\\\\)'"), false),
        ] {
            assert_eq!(
                typesets_dollars(&text) && !asks_posts(&text),
                expected,
                "{text}"
            );
        }
    }
}
