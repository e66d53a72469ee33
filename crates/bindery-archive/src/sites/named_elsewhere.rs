//! What the configurations of generators whose sites are read as folders say of them: title, authors,
//! description, language, which Markdown they read. Addresses are theirs to make, so none is taken.
use bindery_parse::decode;
use serde_json::{Map, Value};

use super::{markdown_extensions, plain_assignments};
use crate::settings::read_map;
use crate::storage::Storage;

/// No configuration is longer.
const MAX_BYTES: u64 = 1 << 20;

/// Files, and what in them is called `title`, `author`, `description`, `lang` and `timezone` here. A dot
/// parts the names of tables; programs are read as far as they say something plainly.
const FILES: [(&str, [&str; 5]); 20] = [
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
    ("src/consts.ts", ASTRO),
    ("src/config.ts", PROGRAM),
    ("src/site.config.ts", PROGRAM),
    ("src/siteConfig.ts", PROGRAM),
];
/// Configurations that name no title.
const NAMELESS: [&str; 3] = ["astro.config.mjs", "astro.config.ts", "astro.config.js"];
/// What a configuration names where formulas between dollars are typeset.
const PROGRAMS_OF_FORMULAS: [&str; 6] = [
    "arithmatex",
    "katex",
    "mathjax",
    "math: true",
    "remark-math",
    "markdown-it-math",
];
const GRIDEA: &str = "post-images/";
/// What a configuration names where names of emoji are drawn, and what draws them unless told not to.
const PROGRAMS_OF_EMOJI: [&str; 4] = [
    "remark-emoji",
    "markdown-it-emoji",
    "remark-gemoji",
    "gatsby-remark-emoji",
];
const DRAWING_EMOJI: [&str; 3] = [".vitepress/", ".vuepress/", "docusaurus.config."];
/// Under what key it is said that they are.
pub(crate) const EMOJI: &str = "draws_emoji";
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
/// As the template for blogs has it.
const ASTRO: [&str; 5] = ["SITE_TITLE", "SITE_AUTHOR", "SITE_DESCRIPTION", "", ""];
const PROGRAM: [&str; 5] = ["title", "author", "description", "lang", ""];
const NAMES: [&str; 5] = ["title", "author", "description", "lang", "timezone"];

/// Whether a file is one of those.
pub(crate) fn is_file(path: &str) -> bool {
    FILES.iter().any(|(file, _)| *file == path)
}

/// Whether one of those is there.
pub(crate) fn is_there(storage: &dyn Storage) -> bool {
    configurations(storage).next().is_some()
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
        site.extend(
            said.get("docs_dir")
                .map(|folder| ("docs_dir".to_owned(), folder.clone())),
        );
        let extensions = match *file {
            "mkdocs.yml" | "mkdocs.yaml" => {
                let list = said.get("markdown_extensions");
                Some(list.map(markdown_extensions::in_yaml).unwrap_or_default())
            }
            "conf.py" => Some(markdown_extensions::in_python(&decode(&bytes).text)),
            _ => None,
        };
        if let Some(extensions) = extensions {
            site.insert("markdown".to_owned(), "python".into());
            site.insert(markdown_extensions::KEY.to_owned(), extensions.into());
        }
        site.contains_key("title").then_some(site)
    });
    let mut site = found.unwrap_or_default();
    if typesets_formulas(storage) {
        site.insert("math".to_owned(), true.into());
    }
    if draws_emoji(storage) {
        site.insert(EMOJI.to_owned(), true.into());
    }
    site
}

/// The folder of the pages of a site of VitePress or VuePress, if it is one.
pub(crate) fn folder_of_vitepress(storage: &dyn Storage) -> Option<String> {
    let is_theirs = |file: &&str| file.starts_with(".vitepress/") || file.starts_with(".vuepress/");
    FILES
        .iter()
        .map(|(file, _)| *file)
        .filter(is_theirs)
        .find_map(|file| {
            let (folder, bytes) = ["", "docs/"].into_iter().find_map(|folder| {
                Some((
                    folder,
                    storage.read(&format!("{folder}{file}"), MAX_BYTES).ok()?,
                ))
            })?;
            let said = plain_assignments::read(&decode(&bytes).text);
            let source = said
                .get("srcDir")
                .and_then(Value::as_str)
                .unwrap_or_default();
            let source = source.trim_start_matches("./").trim_matches('/');
            Some(format!("{folder}{source}").trim_end_matches('/').to_owned())
        })
}

/// Whether a generator has its pages in a folder, so that texts at the root of the archive are none.
pub(super) fn has_pages_in_folders(storage: &dyn Storage) -> bool {
    let files = FILES.iter().map(|(file, _)| *file).chain(NAMELESS);
    // Others may have them at the root, or are files of any program.
    const OTHERS: [&str; 5] = [".", "_", "src/", "conf.py", "book.toml"];
    let mut files = files.filter(|file| !OTHERS.iter().any(|start| file.starts_with(start)));
    files.any(|file| storage.holds(file))
}

/// The configurations that are there, in small letters.
fn configurations(storage: &dyn Storage) -> impl Iterator<Item = (&'static str, String)> {
    let files = FILES.iter().map(|(file, _)| *file).chain(NAMELESS);
    files.filter_map(|file| {
        let bytes = storage.read(file, MAX_BYTES);
        let bytes = bytes.or_else(|_| storage.read(&format!("docs/{file}"), MAX_BYTES));
        Some((file, decode(&bytes.ok()?).text.to_ascii_lowercase()))
    })
}

/// Whether a configuration names a program that typesets formulas, or the generator does: Gridea, whose
/// folder of pictures has a name of its own.
fn typesets_formulas(storage: &dyn Storage) -> bool {
    let paths = storage.paths();
    let pictures = paths.partition_point(|path| path.as_str() < GRIDEA);
    let is_gridea = paths
        .get(pictures)
        .is_some_and(|path| path.starts_with(GRIDEA));
    is_gridea
        || configurations(storage).any(|(file, text)| {
            // That of Nikola names all of them in its comments.
            file != "conf.py" && PROGRAMS_OF_FORMULAS.iter().any(|name| text.contains(name))
        })
}

/// Whether the generator of a site draws emoji for their names.
fn draws_emoji(storage: &dyn Storage) -> bool {
    configurations(storage).any(|(file, text)| {
        let draws = DRAWING_EMOJI.iter().any(|start| file.starts_with(start));
        draws && !text.contains("emoji: false") || names_program_of_emoji(&text)
    })
}

/// Whether a configuration names a program that draws emoji.
pub(crate) fn names_program_of_emoji(text: &str) -> bool {
    PROGRAMS_OF_EMOJI.iter().any(|name| text.contains(name))
}

#[cfg(test)]
mod tests {
    use crate::test_folder::TestFolder;
    use crate::{Options, open};
    use bindery_model::Source;

    #[test]
    fn folders_are_read_as_their_generators_read_them() {
        for (file, text, markdown, formulas) in [
            ("mkdocs.yml", "site_name: T\n", true, false),
            ("conf.py", "BLOG_TITLE = \"T\"\n", true, false),
            (
                "docusaurus.config.js",
                "title: 'T',\nremarkPlugins: [require('remark-math')],\n",
                false,
                true,
            ),
            (
                "astro.config.mjs",
                "import katex from 'rehype-katex'\n",
                false,
                true,
            ),
        ] {
            let folder = TestFolder::new();
            folder.write(file, text);
            folder.write("a.md", "*[HT]: Hyper\n\nHT $x$\n");
            let archive = open(folder.path(), &Options::default()).unwrap();
            let post = archive.read(&archive.entries()[0]).unwrap().post;
            let post = serde_json::to_string(&post.blocks).unwrap();
            assert_eq!(!post.contains("*[HT]"), markdown, "{file}: {post}");
            assert_eq!(post.contains("math"), formulas, "{file}: {post}");
        }
    }

    #[test]
    fn emoji_are_drawn_where_the_generator_draws_them() {
        for (file, text, draws) in [
            (
                ".vitepress/config.ts",
                "export default { title: 'T' }\n",
                true,
            ),
            ("docusaurus.config.js", "title: 'T',\n", true),
            (
                "docusaurus.config.js",
                "title: 'T',\nmarkdown: { emoji: false },\n",
                false,
            ),
            (
                "astro.config.mjs",
                "import emoji from 'remark-emoji'\n",
                true,
            ),
            (
                "eleventy.config.js",
                "const emoji = require('markdown-it-emoji');\n",
                true,
            ),
            ("eleventy.config.js", "title: 'T'\n", false),
            (
                "mkdocs.yml",
                "site_name: T\nmarkdown_extensions: [pymdownx.emoji]\n",
                true,
            ),
            ("mkdocs.yml", "site_name: T\n", false),
            ("book.toml", "[book]\ntitle = 'T'\n", false),
            ("_config.yml", "plugins: [jemoji]\n", false),
        ] {
            let folder = TestFolder::new();
            folder.write(file, text);
            let post = "---\ntitle: A\n---\n:tada: `:tada:`\n";
            let path = match file {
                "_config.yml" => "_posts/2024-01-01-a.md",
                _ => "content/a.md",
            };
            folder.write(path, post);
            let archive = open(folder.path(), &Options::default()).unwrap();
            let post = archive.read(&archive.entries()[0]).unwrap().post;
            let post = serde_json::to_string(&post.blocks).unwrap();
            assert_eq!(post.contains("🎉"), draws, "{file}: {post}");
            assert_eq!(
                post.matches(":tada:").count(),
                2 - usize::from(draws),
                "{file}: {post}"
            );
        }
    }

    #[test]
    fn extensions_are_those_that_the_configuration_names() {
        for (file, text, kind) in [
            (
                "mkdocs.yml",
                "site_name: T\nmarkdown_extensions:\n  - toc:\n      permalink: true\n  - pymdownx.keys\n  \
                 - pymdownx.caret:\n      insert: false\n  - pymdownx.emoji:\n      emoji_index: !!python/name:a.b\n",
                "folder",
            ),
            (
                "conf.py",
                "BLOG_TITLE = 'T'\nMARKDOWN_EXTENSIONS = ['pymdownx.keys', 'pymdownx.caret']\n",
                "folder",
            ),
            (
                "pelicanconf.py",
                "SITENAME = 'T'\nMARKDOWN = {\n  'extension_configs': {'pymdownx.keys': {}, 'pymdownx.caret': {}},\n}\n",
                "pelican",
            ),
            ("mkdocs.yml", "site_name: T\n", "none"),
        ] {
            let folder = TestFolder::new();
            folder.write(file, text);
            folder.write("content/a.md", "Title: A\n\n++a++ x^2^ ==b==\n");
            let archive = open(folder.path(), &Options::default()).unwrap();
            let post = archive.read(&archive.entries()[0]).unwrap().post;
            let post = serde_json::to_string(&post.blocks).unwrap();
            assert_eq!(!post.contains("++a++"), kind != "none", "{file}: {post}");
            assert_eq!(!post.contains("x^2^"), kind != "none", "{file}: {post}");
            assert!(post.contains("==b=="), "{file}: {post}");
        }
    }

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
