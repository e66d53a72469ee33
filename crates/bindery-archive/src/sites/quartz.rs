//! Quartz, which makes a site of notes as Obsidian has them: they are in its folder `content`.
use bindery_parse::decode;
use serde_json::{Map, Value};

use super::jekyll::permalink::escape_path;
use super::{name, plain_assignments};
use crate::storage::Storage;

/// What its configuration may be called.
pub(crate) const CONFIGURATIONS: [&str; 3] =
    ["quartz.config.ts", "quartz.config.js", "quartz.config.mjs"];
const MAX_BYTES: u64 = 1 << 20;

/// What a configuration says of the site, in the words of others; nothing where there is none.
pub(crate) fn read_configuration(storage: &dyn Storage) -> Map<String, Value> {
    let mut site = Map::new();
    let file = CONFIGURATIONS
        .iter()
        .find_map(|file| storage.read(file, MAX_BYTES).ok());
    let Some(bytes) = file else { return site };
    let said = plain_assignments::read(&decode(&bytes).text);
    site.insert("source".to_owned(), "content".into());
    let text = |key: &str| said.get(key).and_then(Value::as_str);
    for (name, key) in [("title", "pageTitle"), ("lang", "locale")] {
        site.extend(text(key).map(|text| (name.to_owned(), text.into())));
    }
    if let Some(address) = text("baseUrl") {
        let address = format!("https://{}", address.trim_end_matches('/'));
        site.insert("base_url".to_owned(), address.into());
    }
    site
}

/// The address of the page of a file.
pub(super) fn url(path: &str) -> String {
    let stem = name::without_ending(path);
    let page = match stem.strip_suffix("index") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => stem,
    };
    let page = page
        .replace(char::is_whitespace, "-")
        .replace('&', "-and-")
        .replace('%', "-percent")
        .replace(['?', '#'], "");
    escape_path(&format!("/{page}"))
}

#[cfg(test)]
mod tests {
    use bindery_model::{Block, Source};

    use crate::test_folder::TestFolder;
    use crate::{Options, open};

    #[test]
    fn its_notes_are_those_of_obsidian() {
        let folder = TestFolder::new();
        folder.write(
            "quartz.config.ts",
            "const config = {\n  configuration: {\n    pageTitle: \"Pond\",\n    baseUrl: \"p.example/q\",\n    locale: \"fr\",\n  },\n}\n",
        );
        folder.write("docs/of quartz.md", "# Of Quartz\n");
        folder.write(
            "content/a/frog.md",
            "---\ntitle: Frog\ntags: [\"#pond\"]\n---\nsee [[big toad|it]] %%no%%\n",
        );
        folder.write("content/big toad.md", "toad\n");
        folder.write("content/secret.md", "---\npublish: false\n---\nsecret\n");
        let archive = open(folder.path(), &Options::default()).unwrap();
        let site = archive.site();
        assert_eq!(
            (site.title.as_str(), site.language.as_deref()),
            ("Pond", Some("fr"))
        );
        assert_eq!(site.url.as_deref(), Some("https://p.example"));
        let urls = archive.entries().iter().map(|entry| &*entry.meta.url);
        let expected = ["/a/frog", "/big-toad"];
        assert_eq!(urls.collect::<Vec<_>>(), expected);
        assert_eq!(*archive.entries()[0].meta.tags, ["pond"]);
        let frog = archive.read(&archive.entries()[0]).unwrap().post;
        assert_eq!(Block::text_of(&frog.blocks).trim(), "see it");
    }
}
