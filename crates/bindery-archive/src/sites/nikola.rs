//! Nikola: metadata in files of their own (`post.meta`), and translations (`post.de.md`).
use std::borrow::Cow;
use std::collections::HashMap;

use bindery_model::Diagnostic;
use bindery_parse::{decode, front_matter};
use serde_json::{Map, Value};

use super::{Document, name};
use crate::archive::unreadable;
use crate::storage::{POST_ENDINGS, Storage, has_ending};

/// Its configuration.
pub(crate) const CONFIGURATION: &str = "conf.py";
/// No configuration, and no metadata, is longer.
const MAX_BYTES: u64 = 1 << 20;
/// What it writes, and what it is written with.
const NO_POSTS: [&str; 5] = ["output/", "cache/", "themes/", "templates/", "plugins/"];

/// A site of Nikola, or none.
#[derive(Debug, Default)]
pub(crate) struct Nikola {
    pub(crate) is_one: bool,
    /// The languages of translations, and below which folder of the site each is.
    languages: HashMap<String, String>,
    /// What stands in files of metadata, by their paths without ending.
    beside: HashMap<String, Map<String, Value>>,
    /// What the posts say of which there are translations, likewise.
    translated: HashMap<String, Map<String, Value>>,
    diagnostics: Vec<Diagnostic>,
}

impl Nikola {
    pub(crate) fn find(storage: &dyn Storage) -> Nikola {
        let configuration = storage.read(CONFIGURATION, MAX_BYTES).unwrap_or_default();
        let configuration = decode(&configuration).text;
        // Sphinx has a file of this name too.
        if !configuration.contains("BLOG_TITLE") {
            return Nikola::default();
        }
        let mut site = Nikola {
            is_one: true,
            languages: languages(&configuration),
            ..Nikola::default()
        };
        for path in storage.paths() {
            if has_ending(path, &["meta"]) {
                site.read_metadata(path, storage);
            } else if has_ending(path, &POST_ENDINGS)
                && let (Cow::Owned(original), _) = site.original(path)
                && !site
                    .translated
                    .contains_key(name::without_ending(&original))
            {
                // What is wrong with it is told of itself.
                let bytes = storage.read(&original, MAX_BYTES).unwrap_or_default();
                let (found, _) = front_matter::parse(&decode(&bytes).text, &original);
                let stem = name::without_ending(&original).to_owned();
                site.translated.insert(stem, found.values.into_inner());
            }
        }
        site
    }

    fn read_metadata(&mut self, path: &str, storage: &dyn Storage) {
        match storage.read(path, MAX_BYTES) {
            Ok(bytes) => {
                let (values, found) = front_matter::parse_beside(&decode(&bytes).text, path);
                let stem = name::without_ending(path).to_owned();
                self.beside.insert(stem, values);
                self.diagnostics.extend(found);
            }
            Err(error) => self.diagnostics.push(unreadable(storage, path, &error)),
        }
    }

    /// Whether a file is none of the posts.
    pub(crate) fn is_aside(&self, path: &str) -> bool {
        self.is_one && NO_POSTS.iter().any(|folder| path.starts_with(folder))
    }

    /// The file that a post is a translation of, and the language; its own, if it is none.
    fn original<'p>(&self, path: &'p str) -> (Cow<'p, str>, Option<&'p str>) {
        let stem = name::without_ending(path);
        match stem.rsplit_once('.') {
            Some((original, code)) if self.languages.contains_key(code) => {
                let ending = &path[stem.len()..];
                (format!("{original}{ending}").into(), Some(code))
            }
            _ => (path.into(), None),
        }
    }

    /// The path that says where a post is on the site: that of what it is a translation of.
    pub(crate) fn original_path<'p>(&self, path: &'p str) -> Cow<'p, str> {
        self.original(path).0
    }

    /// The address of a post, whose original has that one.
    pub(crate) fn url(&self, document: &Document<'_>, of_original: String) -> String {
        let (_, code) = self.original(document.path);
        let folder = code.and_then(|code| self.languages.get(code));
        match folder.map_or("", String::as_str) {
            "" => of_original,
            folder => format!("/{folder}{of_original}"),
        }
    }

    /// What is said of a post: by its original, by itself, and in its file of metadata, each before
    /// those that come first.
    pub(crate) fn values(
        &self,
        path: &str,
        own: &Map<String, Value>,
    ) -> Option<Map<String, Value>> {
        if !self.is_one {
            return None;
        }
        let (original, code) = self.original(path);
        let mut values = Map::new();
        if let Some(code) = code {
            let stem = name::without_ending(&original);
            let known = [self.translated.get(stem), self.beside.get(stem)];
            values.extend(known.into_iter().flatten().flatten().map(owned));
            values.insert("lang".to_owned(), code.into());
        }
        values.extend(own.iter().map(owned));
        let beside = self.beside.get(name::without_ending(path));
        values.extend(beside.into_iter().flatten().map(owned));
        Some(front_matter::as_nikola_means(values))
    }

    /// What is wrong with files of metadata.
    pub(crate) fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

fn owned((key, value): (&String, &Value)) -> (String, Value) {
    (key.clone(), value.clone())
}

/// The languages of `TRANSLATIONS = {"de": "./de"}`, but the first, which is in no folder.
fn languages(configuration: &str) -> HashMap<String, String> {
    let lines = configuration
        .lines()
        .skip_while(|line| !line.starts_with("TRANSLATIONS"));
    let mut languages = HashMap::new();
    for line in lines {
        let line = line.trim();
        if line.starts_with('#') {
            continue;
        }
        for pair in line.split(['{', '}', ',']) {
            let Some((code, folder)) = pair.split_once(':') else {
                continue;
            };
            let plain = |text: &str| {
                let text = text.trim();
                let inner = text.strip_prefix(['"', '\''])?.strip_suffix(['"', '\''])?;
                Some(inner.trim_start_matches("./").trim_matches('/').to_owned())
            };
            languages.extend(plain(code).zip(plain(folder)));
        }
        if line.ends_with('}') {
            break;
        }
    }
    languages
}

#[cfg(test)]
mod tests {
    use bindery_model::{Entry, Source};

    use super::languages;
    use crate::test_folder::TestFolder;
    use crate::{Options, open};

    const CONFIGURATION: &str = "BLOG_TITLE = \"Sheds\"\nDEFAULT_LANG = \"en\"\nTRANSLATIONS = {\n    \
         DEFAULT_LANG: \"\",\n    # \"es\": \"./es\",\n    \"zh_cn\": \"./zh_cn\",\n}\n";

    fn line(entry: &Entry) -> String {
        let meta = &entry.meta;
        let day = meta.date.map(|date| date.civil().date().to_string());
        format!(
            "{} {} | {} {} {} {}",
            meta.url,
            meta.title,
            day.unwrap_or_default(),
            meta.language.as_deref().unwrap_or("-"),
            meta.tags.join("+"),
            meta.categories.join("+"),
        )
    }

    #[test]
    fn metadata_stands_beside_posts() {
        let folder = TestFolder::new();
        for (path, text) in [
            ("conf.py", CONFIGURATION),
            (
                "posts/a.meta",
                ".. title: Nails: a guide\n.. slug: nails\n.. date: 2019-05-06 07:08:09 UTC\n.. tags: iron, old tools\n\
                 .. category: shed\n.. author: Jo Doe\n.. description: Of nails\n",
            ),
            ("posts/a.md", "Text of *nails*.\n"),
            ("posts/a.zh_cn.meta", ".. title: 钉子\n"),
            ("posts/a.zh_cn.md", "关于钉子。\n"),
            (
                "posts/b.meta",
                "---\ntitle: Glue\ntags: x, y z\ndate: 2019-06-01\nstatus: draft\n---\n",
            ),
            ("posts/b.html", "<p>Glue.</p>\n"),
            (
                "posts/c.meta",
                "Saws\nsaws-own\n2012/09/10 12:00\nsteel, teeth\n\nOf saws\n",
            ),
            ("posts/c.html", "<p>Saws.</p>\n"),
            (
                "posts/d.md",
                "<!--\n.. title: Planes\n.. slug: planes\n.. date: 2019-07-01\n.. tags: wood\n-->\n\nText.\n",
            ),
            ("posts/d.zh_cn.md", "<!--\n.. title: 刨子\n-->\n\n文字。\n"),
            ("output/posts/nails/index.html", "<p>Written.</p>\n"),
        ] {
            folder.write(path, text);
        }
        let archive = open(folder.path(), &Options::default()).unwrap();
        let lines: Vec<String> = archive.entries().iter().map(line).collect();
        assert_eq!(
            lines,
            [
                "/posts/saws-own Saws | 2012-09-10 - steel+teeth ",
                "/posts/nails Nails: a guide | 2019-05-06 - iron+old tools shed",
                "/zh_cn/posts/nails 钉子 | 2019-05-06 zh-CN iron+old tools shed",
                "/posts/planes Planes | 2019-07-01 - wood ",
                "/zh_cn/posts/planes 刨子 | 2019-07-01 zh-CN wood ",
            ]
        );
        let meta = &archive.entries()[1].meta;
        assert_eq!(meta.authors[0].name, "Jo Doe");
        assert_eq!(meta.details.description.as_deref(), Some("Of nails"));
        assert!(
            archive.diagnostics().is_empty(),
            "{:?}",
            archive.diagnostics()
        );
    }

    #[test]
    fn metadata_of_other_folders_is_no_matter_of_theirs() {
        let folder = TestFolder::new();
        folder.write("conf.py", "project = 'Sphinx'\n");
        folder.write("a.meta", ".. title: Other\n");
        folder.write("a.md", "# Own\n");
        let archive = open(folder.path(), &Options::default()).unwrap();
        assert_eq!(archive.entries()[0].meta.title, "Own");
    }

    #[test]
    fn languages_are_those_that_are_not_commented_out() {
        let found =
            languages("TRANSLATIONS = {'en': '', 'de': './de', x: './x'}\nA = {'b': 'c'}\n");
        let mut found: Vec<_> = found.into_iter().collect();
        found.sort();
        let expected = [("de", "de"), ("en", "")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        assert_eq!(found, expected);
    }
}
