//! What the configurations of generators whose sites are read as folders say of them: title, authors,
//! description, language. Addresses are theirs to make, so none is taken.
use bindery_parse::decode;
use serde_json::{Map, Value};

use super::plain_assignments;
use crate::settings::read_map;
use crate::storage::Storage;

/// No configuration is longer.
const MAX_BYTES: u64 = 1 << 20;

/// Files, and what in them is called `title`, `author`, `description`, `lang` and `timezone` here. A dot
/// parts the names of tables; programs are read as far as they say something plainly.
const FILES: [(&str, [&str; 5]); 16] = [
    ("book.toml", BOOK),
    ("mkdocs.yml", MKDOCS),
    ("mkdocs.yaml", MKDOCS),
    ("_quarto.yml", QUARTO_SITE),
    ("_quarto.yml", QUARTO_BOOK),
    ("conf.py", NIKOLA),
    ("docusaurus.config.js", PROGRAM),
    ("docusaurus.config.ts", PROGRAM),
    ("docusaurus.config.mjs", PROGRAM),
    (".vitepress/config.js", PROGRAM),
    (".vitepress/config.ts", PROGRAM),
    (".vitepress/config.mts", PROGRAM),
    (".vitepress/config.mjs", PROGRAM),
    (".vuepress/config.js", PROGRAM),
    (".vuepress/config.ts", PROGRAM),
    ("gatsby-config.js", PROGRAM),
];
const BOOK: [&str; 5] = [
    "book.title",
    "book.authors",
    "book.description",
    "book.language",
    "",
];
const MKDOCS: [&str; 5] = [
    "site_name",
    "site_author",
    "site_description",
    "theme.language",
    "",
];
const QUARTO_SITE: [&str; 5] = ["website.title", "author", "website.description", "lang", ""];
const QUARTO_BOOK: [&str; 5] = ["book.title", "book.author", "book.description", "lang", ""];
const NIKOLA: [&str; 5] = [
    "BLOG_TITLE",
    "BLOG_AUTHOR",
    "BLOG_DESCRIPTION",
    "DEFAULT_LANG",
    "TIMEZONE",
];
const PROGRAM: [&str; 5] = ["title", "author", "description", "lang", ""];
const NAMES: [&str; 5] = ["title", "author", "description", "lang", "timezone"];

/// Whether a file is one of those.
pub(crate) fn is_file(path: &str) -> bool {
    FILES.iter().any(|(file, _)| *file == path)
}

/// What the first of these files that is there and has a title says, in the words of a site.
pub(crate) fn read(storage: &dyn Storage) -> Map<String, Value> {
    let found = FILES.iter().find_map(|(file, keys)| {
        let bytes = storage.read(file, MAX_BYTES);
        let bytes = bytes.or_else(|_| storage.read(&format!("docs/{file}"), MAX_BYTES));
        let bytes = bytes.ok()?;
        let said = match file.rsplit_once('.').map(|(_, ending)| ending) {
            // What is wrong with them is not the matter of a reader.
            Some("toml" | "yml" | "yaml") => read_map(&bytes, file, &mut Vec::new()),
            _ => plain_assignments::read(&decode(&bytes).text),
        };
        let mut site = Map::new();
        for (name, key) in NAMES.iter().zip(keys) {
            let (first, rest) = key.split_once('.').unwrap_or((key, ""));
            let value = said.get(first);
            let value = match rest {
                "" => value,
                rest => value.and_then(|table| table.get(rest)),
            };
            let is_said = value.filter(|value| value.is_string() || value.is_array());
            site.extend(is_said.map(|value| ((*name).to_owned(), value.clone())));
        }
        site.contains_key("title").then_some(site)
    });
    found.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::test_folder::TestFolder;
    use crate::{Options, open};
    use bindery_model::Source;

    #[test]
    fn folders_are_called_what_their_generators_call_them() {
        for (file, text, language) in [
            (
                "book.toml",
                "[book]\ntitle = \"T & U\"\nauthors = [\"A B\"]\nlanguage = \"fr\"\n",
                Some("fr"),
            ),
            (
                "mkdocs.yml",
                "site_name: T & U\nsite_author: A B\ntheme:\n  name: material\n  language: fr\n",
                Some("fr"),
            ),
            (
                "conf.py",
                "BLOG_TITLE = \"T & U\"\nBLOG_AUTHOR = 'A B'\nDEFAULT_LANG = \"fr\"\n",
                Some("fr"),
            ),
            (
                "docs/.vitepress/config.mts",
                "export default defineConfig({\n  title: 'T & U',\n  author: 'A B',\n})\n",
                None,
            ),
        ] {
            let folder = TestFolder::new();
            folder.write(file, text);
            folder.write("a.md", "# A\n");
            let archive = open(folder.path(), &Options::default()).unwrap();
            let site = archive.site();
            assert_eq!(
                (site.title.as_str(), site.language.as_deref()),
                ("T & U", language),
                "{file}"
            );
            assert_eq!(site.authors[0].name, "A B");
            assert_eq!(site.url, None);
        }
    }
}
