//! Which program makes HTML of Markdown in a site of Hexo, and what it reads: the packages of the site
//! name it.
use bindery_model::Site;
use bindery_parse::markdown::Hexo;
use serde_json::Value;

use crate::storage::Storage;

/// Under what key the configuration has its name here.
const KEY: &str = "renderer of markdown";
/// Beginnings of names of those that differ.
const RENDERERS: [&str; 8] = [
    "hexo-renderer-marked",
    "hexo-renderer-kramed",
    "hexo-renderer-pandoc",
    "hexo-renderer-markdown-it",
    "hexo-renderer-markdown-it-plus",
    "hexo-renderer-multi-markdown-it",
    "hexo-renderer-multi-next-markdown-it",
    "hexo-renderer-unified",
];
const MAX_BYTES: u64 = 1 << 20;

/// The renderer that `package.json` names; of several the last, as Hexo takes them.
pub(crate) fn named_in_packages(storage: &dyn Storage) -> Option<(String, Value)> {
    let packages = storage.read("package.json", MAX_BYTES).ok()?;
    let packages = String::from_utf8_lossy(&packages);
    let place = |name: &str| packages.rfind(&format!("\"{name}\""));
    let named = RENDERERS
        .iter()
        .filter_map(|name| Some((place(name)?, *name)));
    let (_, name) = named.max()?;
    Some((KEY.to_owned(), name.into()))
}

/// Whether the renderer draws emoji for their names, without being told.
pub(crate) fn draws_emoji(site: &Site) -> bool {
    let name = site.configuration.get(KEY).and_then(Value::as_str);
    name.is_some_and(|name| name.contains("-multi-") || name.ends_with("-plus"))
}

/// What the renderer of a site reads.
pub(crate) fn markdown(site: &Site) -> Hexo {
    let configuration = &site.configuration;
    let setting = |keys: &[&str]| {
        let first = configuration.get(keys[0]);
        keys[1..].iter().fold(first, |table, key| table?.get(key))
    };
    let is_off = |keys: &[&str]| setting(keys) == Some(&Value::Bool(false));
    let name = configuration
        .get(KEY)
        .and_then(Value::as_str)
        .unwrap_or_default();
    let is_pandoc = name.ends_with("-pandoc");
    let is_shoka = name.contains("-multi-");
    // What it reads without being told.
    let of_all = name.contains("markdown-it");
    let plugins = setting(&["markdown", "plugins"]).map(Value::to_string);
    let has = |plugin: &str, default: bool| match &plugins {
        Some(plugins) if of_all && !is_shoka => plugins.contains(plugin),
        _ => default,
    };
    Hexo {
        line_breaks: !is_pandoc
            && !is_off(&["marked", "breaks"])
            && !is_off(&["markdown", "render", "breaks"]),
        insert: has("markdown-it-ins", of_all),
        mark: has("markdown-it-mark", is_shoka || name.ends_with("-plus")),
        subscript: is_pandoc || has("markdown-it-sub", of_all),
        superscript: is_pandoc || has("markdown-it-sup", of_all),
        definition_lists: has("markdown-it-deflist", draws_emoji(site)),
        boxes: is_shoka || has("markdown-it-container", false),
        shoka: is_shoka,
    }
}

#[cfg(test)]
mod tests {
    use bindery_model::{Block, Source};

    use crate::test_folder::TestFolder;
    use crate::{Options, open};

    #[test]
    fn markdown_is_that_of_the_last_renderer() {
        let text = "a\nH~2~O ++b++ ==c==\n\n::: tip\nd\n:::\n";
        for (packages, configuration, expected) in [
            (
                "\"hexo-renderer-marked\": 1",
                "",
                "a\nH2O ++b++ ==c==\n::: tip\nd\n:::",
            ),
            (
                "\"hexo-renderer-markdown-it\": 1",
                "",
                "a\nH2O b ==c==\n::: tip\nd\n:::",
            ),
            (
                "\"hexo-renderer-markdown-it\": 1",
                "markdown:\n  plugins: [markdown-it-mark, {name: markdown-it-container}]\n",
                "a\nH2O ++b++ c\nTip\nd",
            ),
            (
                "\"hexo-renderer-markdown-it\": 1, \"hexo-renderer-marked\": 1",
                "",
                "a\nH2O ++b++ ==c==\n::: tip\nd\n:::",
            ),
            (
                "\"hexo-renderer-multi-markdown-it\": 1",
                "",
                "a\nH2O b c\nTip\nd",
            ),
            (
                "\"hexo-renderer-pandoc\": 1",
                "",
                "a\nH2O ++b++ ==c==\n::: tip\nd\n:::",
            ),
        ] {
            let folder = TestFolder::new();
            folder.write("_config.yml", configuration);
            folder.write(
                "package.json",
                &format!("{{\"dependencies\": {{{packages}}}}}"),
            );
            folder.write("source/_posts/a.md", &format!("---\ntitle: A\n---\n{text}"));
            let archive = open(folder.path(), &Options::default()).unwrap();
            let post = archive.read(&archive.entries()[0]).unwrap().post;
            let blocks = serde_json::to_string(&post.blocks).unwrap();
            let is_lowered = configuration.is_empty() && !packages.ends_with("marked\": 1");
            assert_eq!(blocks.contains("subscript"), is_lowered, "{blocks}");
            assert_eq!(
                Block::text_of(&post.blocks),
                expected,
                "{packages}: {blocks}"
            );
        }
    }
}
