//! Any folder with posts, and a post alone.
use std::borrow::Cow;

use bindery_model::{Diagnostic, Meta};
use bindery_parse::lektor::{Arranged, TextFields, arrange};
use bindery_parse::{Shortcodes, date};
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::docusaurus::Docusaurus;
use super::medium::Medium;
use super::navigation::Navigation;
use super::nikola::Nikola;
use super::substack::Substack;
use super::{Conventions, Document, lektor, name, named_elsewhere};
use crate::sites::jekyll::permalink;
use crate::storage::{POST_ENDINGS, Storage, has_ending};

/// A folder that is no site: addresses are those of the files.
pub(crate) struct Folder {
    navigation: Navigation,
    substack: Substack,
    medium: Medium,
    nikola: Nikola,
    docusaurus: Docusaurus,
    /// Whether it is one of VitePress or VuePress.
    is_of_vue: bool,
    /// Whether texts at the root of the archive speak of a project rather than being part of its site.
    has_project: bool,
}

/// Names of such texts.
const ASIDE: [&str; 7] = [
    "readme",
    "changelog",
    "license",
    "contributing",
    "code_of_conduct",
    "security",
    "claude",
];

impl Folder {
    pub(crate) fn new(storage: &dyn Storage) -> Folder {
        let pages_of_vue = named_elsewhere::folder_of_vitepress(storage);
        Folder {
            navigation: Navigation::find(storage),
            substack: Substack::find(storage),
            medium: Medium::find(storage),
            nikola: Nikola::find(storage),
            docusaurus: Docusaurus::find(storage),
            has_project: named_elsewhere::has_pages_in_folders(storage)
                || pages_of_vue
                    .as_deref()
                    .is_some_and(|folder| !folder.is_empty()),
            is_of_vue: pages_of_vue.is_some(),
        }
    }
}

impl Conventions for Folder {
    fn is_document(&self, path: &str) -> bool {
        has_ending(path, &POST_ENDINGS)
            && !is_for_programs(path)
            && !self.navigation.is_list(path)
            && !self.medium.is_aside(path)
            && !self.nikola.is_aside(path)
            && !self.docusaurus.is_part(path)
            && !(self.has_project && is_aside(path))
    }

    fn is_published(&self, document: &Document<'_>, _now: Timestamp) -> bool {
        let is = |key: &str, value: Value| document.value(key) == Some(&value);
        // Pages of VuePress that list others, and those of its themes that are no articles.
        let is_list = self.is_of_vue
            && (is("home", true.into())
                || is("article", false.into())
                || is("layout", "home".into()));
        // As exports of Typecho and WordPress have it, beside what else their databases say.
        let status = document.text("status").filter(|_| {
            ["cid", "type", "layout"]
                .iter()
                .any(|key| document.value(key).is_some())
        });
        let is_hidden = matches!(
            status,
            Some("draft" | "private" | "pending" | "waiting" | "trash")
        );
        super::is_published(document) && !is_list && !is_hidden
    }

    fn is_draft(&self, meta: &Meta, path: &str) -> bool {
        meta.draft || self.medium.is_draft(path)
    }

    fn values<'v>(&self, path: &str, own: &'v Map<String, Value>) -> Cow<'v, Map<String, Value>> {
        if let Some(values) = self.nikola.values(path, own) {
            return Cow::Owned(values);
        }
        match self.substack.values(path) {
            Some(said) => {
                let mut values = said.clone();
                values.extend(own.clone());
                Cow::Owned(values)
            }
            None => Cow::Borrowed(own),
        }
    }

    fn has_values_elsewhere(&self) -> bool {
        self.nikola.is_one || self.substack.is_one()
    }

    fn place(&self, path: &str) -> Option<u32> {
        self.navigation.place(path)
    }

    fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut found = self.navigation.diagnostics();
        found.extend(self.medium.diagnostic());
        found.extend_from_slice(self.nikola.diagnostics());
        found.extend(self.docusaurus.diagnostic());
        found
    }

    fn complete(&self, meta: &mut Meta, document: &Document<'_>) {
        let path = &self.nikola.original_path(document.path);
        complete(meta, &Document { path, ..*document });
    }

    fn url(&self, meta: &Meta, document: &Document<'_>) -> String {
        let path = &self.nikola.original_path(document.path);
        let of_original = url(meta, &Document { path, ..*document });
        self.nikola.url(document, of_original)
    }

    fn reads_mdx(&self) -> bool {
        self.docusaurus.reads_mdx
    }

    fn shortcodes_of(&self, _path: &str) -> Option<Shortcodes> {
        // Nikola's look as Hugo's do.
        self.nikola.is_one.then_some(Shortcodes::Hugo)
    }
}

/// Whether a text speaks of a project, by its place and name.
fn is_aside(path: &str) -> bool {
    let stem = name::stem(path).to_ascii_lowercase();
    !path.contains('/') && ASIDE.contains(&stem.as_str())
}

/// Whether a file speaks to the programs that visit a site.
fn is_for_programs(path: &str) -> bool {
    const NAMES: [&str; 6] = [
        "robots.txt",
        "humans.txt",
        "ads.txt",
        "llms.txt",
        "security.txt",
        "hts-log.txt",
    ];
    let name = path.rsplit('/').next().unwrap_or_default();
    NAMES.contains(&name) || path.starts_with("hts-cache/")
}

/// The address of the file, or that of its front matter.
pub(crate) fn url(meta: &Meta, document: &Document<'_>) -> String {
    if let Some(own) = document.text("permalink") {
        return permalink::Template::new(own).expand(meta, document.path);
    }
    let stem = name::without_ending(document.path);
    // As Docusaurus has it: the last part of the address, or all of it.
    if let Some(slug) = document.text("slug") {
        let page = stem.strip_suffix("/index").unwrap_or(stem);
        let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
        let address = match slug.starts_with('/') || folder.is_empty() {
            true => format!("/{}", slug.trim_start_matches('/')),
            false => format!("/{folder}/{slug}"),
        };
        return permalink::escape_path(&address);
    }
    permalink::escape_path(&format!("/{stem}.html"))
}

/// One post, without a site.
pub(crate) struct File;

impl Conventions for File {
    fn is_document(&self, _path: &str) -> bool {
        true
    }

    fn complete(&self, meta: &mut Meta, document: &Document<'_>) {
        complete(meta, document);
    }

    fn url(&self, _meta: &Meta, _document: &Document<'_>) -> String {
        String::new()
    }

    fn arranged(&self, text: &str, path: &str) -> Option<Arranged> {
        lektor::is_page(path).then(|| arrange(text, path, &TextFields::default()))
    }

    fn excerpt_separator(&self) -> Option<&str> {
        None
    }
}

/// Date and slug from the file's name, where there are no others.
pub(crate) fn complete(meta: &mut Meta, document: &Document<'_>) {
    // A post that has a folder of its own is named by that.
    let stem = match name::stem(document.path) {
        "index" | "README" | "readme" => {
            let (folder, _) = document.path.rsplit_once('/').unwrap_or_default();
            let folder = folder.rsplit('/').next().unwrap_or_default();
            name::split_date(folder, &['-', '_']).map_or(name::stem(document.path), |_| folder)
        }
        stem => stem,
    };
    let (date, slug) = match name::split_date(stem, &['-', '_']) {
        Some((date, slug)) => (Some(date), slug),
        None if name::is_date(stem) => (Some(stem), stem),
        None => (None, stem.trim_start_matches('-')),
    };
    if meta.date.is_none() {
        meta.date = date
            .and_then(|text| date::parse(text, document.zone))
            .or_else(|| name::date_in_address(document.path));
    }
    if meta.slug.is_empty() {
        meta.slug = slug.into();
    }
}

#[cfg(test)]
mod tests {
    use bindery_model::{Block, Source};

    use crate::test_folder::TestFolder;
    use crate::{Options, open};

    #[test]
    fn slugs_are_addresses_and_files_for_programs_no_posts() {
        let folder = TestFolder::new();
        for (path, text) in [
            ("blog/2024-01-01-a/index.md", "---\nslug: own\n---\na\n"),
            ("blog/2024-01-02-b.md", "---\nslug: /all/own\n---\nb\n"),
            ("blog/2024-01-03-c.md", "c [a](/blog/own)\n"),
            ("robots.txt", "User-agent: *\n"),
        ] {
            folder.write(path, text);
        }
        let archive = open(folder.path(), &Options::default()).unwrap();
        let urls = archive.entries().iter().map(|entry| &*entry.meta.url);
        let expected = ["/blog/own", "/all/own", "/blog/2024-01-03-c.html"];
        assert_eq!(urls.collect::<Vec<_>>(), expected);
        let third = archive.read(&archive.entries()[2]).unwrap().post;
        let blocks = serde_json::to_string(&third.blocks).unwrap();
        assert!(blocks.contains("2024-01-01-a/index.md"), "{blocks}");
    }

    #[test]
    fn pages_of_vuepress_are_in_its_folder() {
        let folder = TestFolder::new();
        let write = |path: &str, text: &str| folder.write(path, text);
        write(
            "docs/.vuepress/config.js",
            "module.exports = { title: 'T' }\n",
        );
        write("README.md", "# The project\n");
        write("docs/README.md", "---\nhome: true\n---\n");
        write("docs/tags.md", "---\ntitle: Tags\narticle: false\n---\n");
        write(
            "docs/_posts/a.md",
            "---\ntitle: A\n---\n# {{ $frontmatter.title }}\n\na\n",
        );
        write("docs/one/b.md", "---\ntitle: B\npassword: 12\n---\nb\n");
        write("docs/one/c.md", "---\ntitle: C\n---\nc\n");
        let archive = open(folder.path(), &Options::default()).unwrap();
        let titles = archive.entries().iter().map(|entry| &*entry.meta.title);
        assert_eq!(titles.collect::<Vec<_>>(), ["A", "C"]);
        assert_eq!(archive.site().kind, "folder");
        let first = archive.read(&archive.entries()[0]).unwrap().post;
        assert!(!Block::text_of(&first.blocks).contains("{{"));
    }

    #[test]
    fn exports_say_what_is_published() {
        let folder = TestFolder::new();
        for (name, head) in [
            ("a", "cid: 1\nstatus: publish"),
            ("b", "cid: 2\nstatus: draft"),
            ("c", "status: draft"),
        ] {
            let text = format!("---\ntitle: {name}\n{head}\n---\nx\n");
            folder.write(&format!("{name}.md"), &text);
        }
        let archive = open(folder.path(), &Options::default()).unwrap();
        let titles = archive.entries().iter().map(|entry| &*entry.meta.title);
        assert_eq!(titles.collect::<Vec<_>>(), ["a", "c"]);
    }

    #[test]
    fn nikola_has_shortcodes() {
        let folder = TestFolder::new();
        folder.write("conf.py", "BLOG_TITLE = \"N\"\n");
        folder.write(
            "posts/a.md",
            ".. title: A\n\na {{% raw %}}{{ b }}{{% /raw %}} c\n",
        );
        let archive = open(folder.path(), &Options::default()).unwrap();
        let post = archive.read(&archive.entries()[0]).unwrap().post;
        assert_eq!(Block::text_of(&post.blocks).trim(), "a {{ b }} c");
    }
}
