//! Files of a folder that only list the others: `SUMMARY.md` of mdBook and GitBook, `_sidebar.md` and
//! `_navbar.md` of docsify, `NAV.md`. They are no posts, and say in which order the posts are read.
use std::collections::{HashMap, HashSet};

use bindery_model::{Diagnostic, Location};
use bindery_parse::decode;
use percent_encoding::percent_decode_str;

use crate::links::join;
use crate::storage::Storage;

/// Names of such files in small letters, the one that tells most of the order first.
const NAMES: [&str; 5] = [
    "summary.md",
    "_sidebar.md",
    "nav.md",
    "_navbar.md",
    "_coverpage.md",
];
/// No list is longer.
const MAX_BYTES: u64 = 1 << 20;
/// Characters that a line without a link may have; what has more is a text.
const MAX_LINE: usize = 80;
/// Lines of text that a list may have.
const MAX_TEXT: usize = 2;

/// The lists of a folder.
#[derive(Debug, Default)]
pub(crate) struct Navigation {
    lists: HashSet<String>,
    /// The place of each file in the list that names most.
    places: HashMap<String, u32>,
}

impl Navigation {
    pub(crate) fn find(storage: &dyn Storage) -> Navigation {
        let paths = storage.paths();
        let rank = |path: &str| {
            let name = path.rsplit('/').next().unwrap_or_default();
            let is_known = |known: &&str| known.eq_ignore_ascii_case(name);
            NAMES.iter().position(is_known)
        };
        let mut named: Vec<(usize, &str)> = paths
            .iter()
            .filter_map(|path| Some((rank(path)?, path.as_str())))
            .collect();
        named.sort_unstable();
        let mut found = Navigation::default();
        for (rank, path) in named {
            let Ok(bytes) = storage.read(path, MAX_BYTES) else {
                continue;
            };
            let linked = linked_files(&decode(&bytes).text, path, storage);
            // Those of docsify need not list much where one is known.
            let is_part = rank > 2 && !found.lists.is_empty();
            if linked.as_ref().is_none_or(|linked| linked.len() < 2) && !is_part {
                continue;
            }
            found.lists.insert(path.to_owned());
            let linked = linked.unwrap_or_default();
            if linked.len() > found.places.len() {
                let mut places = HashMap::new();
                for (place, file) in (0u32..).zip(linked) {
                    places.entry(file).or_insert(place);
                }
                found.places = places;
            }
        }
        found
    }

    pub(crate) fn is_list(&self, path: &str) -> bool {
        self.lists.contains(path)
    }

    /// The place of a file in the order of the list.
    pub(crate) fn place(&self, path: &str) -> Option<u32> {
        self.places.get(path).copied()
    }

    pub(crate) fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut lists: Vec<&String> = self.lists.iter().collect();
        lists.sort_unstable();
        let note = |path: &String| {
            let message = "it lists other files, so it is no post";
            Diagnostic::note("archive.navigation", message).at(Location::whole_file(path))
        };
        lists.into_iter().map(note).collect()
    }
}

/// The files of the archive that the links of a list lead to, in order; `None` if it has text too.
fn linked_files(text: &str, path: &str, storage: &dyn Storage) -> Option<Vec<String>> {
    let (mut files, mut texts) = (Vec::new(), 0);
    for line in text.lines() {
        let mut has_link = false;
        for (at, _) in line.match_indices("](") {
            let rest = &line[at + 2..];
            let Some((target, _)) = rest.split_once(')') else {
                continue;
            };
            has_link = true;
            let target = target.split_whitespace().next().unwrap_or_default();
            files.extend(file(target.trim_matches(['<', '>']), path, storage));
        }
        texts += usize::from(!has_link && line.trim().chars().count() > MAX_LINE);
    }
    (texts <= MAX_TEXT).then_some(files)
}

/// The file that a link means: with its ending, without it, or a folder.
fn file(target: &str, list: &str, storage: &dyn Storage) -> Option<String> {
    let target = target.split(['#', '?']).next().unwrap_or_default();
    if target.is_empty() || target.contains("://") {
        return None;
    }
    let target = percent_decode_str(target).decode_utf8().ok()?;
    // docsify's addresses begin at the folder of the list.
    let path = join(&format!("/{list}"), target.trim_start_matches('/'));
    let path = path.trim_matches('/');
    let inside = |name: &str| match path {
        "" => name.to_owned(),
        path => format!("{path}/{name}"),
    };
    let candidates = [
        path.to_owned(),
        format!("{path}.md"),
        inside("README.md"),
        inside("index.md"),
    ];
    candidates
        .into_iter()
        .find(|file| storage.holds(file) && file != list)
}

#[cfg(test)]
mod tests {
    use bindery_model::Source;

    use crate::test_folder::TestFolder;
    use crate::{Options, open};

    #[test]
    fn lists_are_no_posts_and_order_them() {
        let folder = TestFolder::new();
        let write = |path: &str, text: &str| folder.write(path, text);
        write(
            "src/SUMMARY.md",
            "# Summary\n\n[Preface](README.md)\n\n- [Zebras](z.md)\n  - [Ants](deep/a%20b.md#x \"A\")\n- [Draft]()\n- [Elsewhere](https://a.example/c.md)\n",
        );
        for (path, text) in [
            ("src/README.md", "# Preface\n"),
            ("src/z.md", "# Zebras\n"),
            ("src/deep/a b.md", "# Ants\n"),
            ("src/a.md", "# Not listed\n"),
            (
                "notes/summary.md",
                "# A year\n\nWhat [was](../src/a.md) and [is](../src/z.md).\n\nIt was a long year, and there is a lot to tell of what happened in the woods and elsewhere.\n\nIt was a long year, and there is a lot to tell of what happened in the woods and elsewhere.\n\nIt was a long year, and there is a lot to tell of what happened in the woods and elsewhere.\n",
            ),
        ] {
            write(path, text);
        }
        let archive = open(folder.path(), &Options::default()).unwrap();
        let paths: Vec<&str> = archive
            .entries()
            .iter()
            .map(|entry| entry.meta.path.as_str())
            .collect();
        let expected = [
            "src/README.md",
            "src/z.md",
            "src/deep/a b.md",
            "notes/summary.md",
            "src/a.md",
        ];
        assert_eq!(paths, expected);
        let told = &archive.diagnostics()[0];
        let place = told.location.as_ref().unwrap();
        assert_eq!(
            (&*told.code, &*place.file),
            ("archive.navigation", "src/SUMMARY.md")
        );
    }

    #[test]
    fn docsify_names_pages_without_ending() {
        let folder = TestFolder::new();
        for (path, text) in [
            (
                "_sidebar.md",
                "* [Home](/)\n* [Guide](/guide)\n* Group\n  * [B](b)\n",
            ),
            ("_coverpage.md", "# Docs\n[Go](#go)\n"),
            ("README.md", "home"),
            ("guide.md", "guide"),
            ("b.md", "b"),
        ] {
            folder.write(path, text);
        }
        let archive = open(folder.path(), &Options::default()).unwrap();
        let paths: Vec<&str> = archive
            .entries()
            .iter()
            .map(|entry| entry.meta.path.as_str())
            .collect();
        assert_eq!(paths, ["README.md", "guide.md", "b.md"]);
    }
}
