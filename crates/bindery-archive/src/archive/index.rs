//! The list of all posts: their heads read, sorted, and what is wrong with them said.
use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::ops::ControlFlow;

use bindery_model::{
    Author, DateTime, Diagnostic, EcoVec, Entry, Kept, Location, Meta, Parsed, Severity, Source,
    for_each_in_order,
};

use super::Archive;
use crate::facts::Facts;
use crate::links::Addresses;
use crate::selection::Selection;
use crate::storage::has_ending;
use crate::{Error, SiteKind, import, other_markup};

/// The index of an entry that is not among those that were asked for, until they are sorted out.
const LEFT_OUT: usize = usize::MAX;

/// What counts as an image file.
const IMAGE_ENDINGS: [&str; 9] = [
    "png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp", "tiff",
];

impl Archive {
    /// Reads the heads of all posts, in order, and sorts the entries.
    pub(super) fn index(&mut self, shown: &str) -> Result<(), Error> {
        let storage = self.storage.as_ref();
        let paths = storage.paths();
        let mut facts = Facts {
            files: paths.len(),
            images: paths
                .iter()
                .filter(|path| has_ending(path, &IMAGE_ENDINGS))
                .count(),
            ..Facts::default()
        };
        let heads = self.heads();
        let shows_future = self.conventions.shows_future();
        let selection = Selection::new(&self.options, &self.site, shows_future);
        let (mut all, mut failures) = (Vec::with_capacity(paths.len()), Vec::new());
        let (mut contents, mut faulty) = (HashMap::new(), HashSet::new());
        let mut shared = Shared::default();
        for_each_in_order(
            paths,
            self.options.jobs,
            |path| {
                let head = self.is_document(path).then(|| heads.read(path))?;
                Some(head.map(|mut head| {
                    head.entry.meta.path = path.clone();
                    head
                }))
            },
            |head| {
                match head {
                    None => {}
                    Some(Ok(mut head)) => {
                        *facts.encodings.entry(head.encoding).or_default() += 1;
                        if !selection.takes(&head, &mut facts) {
                            head.entry.index = LEFT_OUT;
                        }
                        shared.share(&mut head.entry.meta);
                        if head.is_faulty {
                            faulty.insert(head.entry.meta.path.clone());
                        }
                        if let Some(content) = head.content {
                            contents.insert(head.entry.meta.path.clone(), content);
                        }
                        all.push(head.entry);
                    }
                    Some(Err(diagnostic)) => failures.push(*diagnostic),
                }
                ControlFlow::Continue(())
            },
        );
        drop(shared);
        failures.extend(other_markup::find(paths, |path| self.is_document(path)));
        if !all.iter().any(|entry| entry.meta.collection == "posts")
            && self.options.collections == ["posts"]
        {
            let is_fault = |found: &&Diagnostic| found.severity == Severity::Error;
            let fault = self.diagnostics.iter().find(is_fault);
            let hint = fault.map_or_else(|| empty_hint(self.kind).to_owned(), ToString::to_string);
            return Err(Error::Empty {
                path: shown.to_owned(),
                hint,
            });
        }
        if self.kind.is_imported() {
            failures.extend(import::keep_newest(&mut all));
        }
        sort_by_date(&mut all);
        let addresses = Addresses::new(&all);
        let (mut entries, mut others) = (all, Vec::new());
        entries.retain_mut(|entry| {
            if entry.index == LEFT_OUT {
                return false;
            }
            let collections = &self.options.collections;
            let is_wanted = collections
                .iter()
                .any(|name| *name == entry.meta.collection);
            if !is_wanted {
                others.push(std::mem::take(entry));
            }
            is_wanted
        });
        entries.shrink_to_fit();
        facts.other_collections = others.len();
        let found = match addresses.may_repeat() {
            true => duplicates(&entries),
            false => Vec::new(),
        };
        for (index, entry) in entries.iter_mut().chain(&mut others).enumerate() {
            entry.index = index;
        }
        self.diagnostics.extend(failures);
        self.diagnostics.extend(found);
        (self.facts, self.addresses) = (facts, addresses);
        (self.entries, self.others) = (entries, others);
        (self.contents, self.faulty) = (contents, faulty);
        self.add_titles();
        Ok(())
    }

    /// Posts without a title are read whole, for their first words.
    fn add_titles(&mut self) {
        let untitled: Vec<usize> = (0..self.entries.len())
            .filter(|&at| self.entries[at].meta.title.is_empty())
            .collect();
        let mut titles = Vec::with_capacity(untitled.len());
        let kept = Kept::new(self, "archive.title", &self.options.excerpts);
        for_each_in_order(
            &untitled,
            self.options.jobs,
            |&at| self.made_title(&self.entries[at], kept.as_ref()),
            |title| {
                titles.push(title);
                ControlFlow::Continue(())
            },
        );
        for (at, title) in untitled.into_iter().zip(titles) {
            self.entries[at].meta.title = title.into();
        }
    }

    fn made_title(&self, entry: &Entry, kept: Option<&Kept<'_>>) -> String {
        let known = kept
            .and_then(|kept| kept.recall(entry, &(), |unpacker| Some(unpacker.text()?.to_owned())));
        if let Some(title) = known {
            return title;
        }
        let Ok(Parsed { post, basis, .. }) = self.read(entry) else {
            return String::new();
        };
        if let Some((kept, basis)) = kept.zip(basis.as_ref()) {
            kept.keep(entry, &(), basis, |packer| packer.text(&post.meta.title));
        }
        post.meta.title.into()
    }
}

/// Lists that many posts have, each kept once.
#[derive(Default)]
struct Shared {
    terms: HashSet<EcoVec<String>>,
    authors: HashSet<EcoVec<Author>>,
}

impl Shared {
    fn share(&mut self, meta: &mut Meta) {
        share(&mut self.terms, &mut meta.categories);
        share(&mut self.terms, &mut meta.tags);
        share(&mut self.authors, &mut meta.authors);
    }
}

fn share<T: Clone + Eq + Hash>(known: &mut HashSet<EcoVec<T>>, list: &mut EcoVec<T>) {
    if list.is_empty() {
        return;
    }
    match known.get(list) {
        Some(same) => *list = same.clone(),
        None => {
            known.insert(list.clone());
        }
    }
}

/// Puts entries that are in the order of their paths into that of their dates: of those with one
/// date the path decides. Small keys are sorted, and each entry is moved once.
fn sort_by_date(entries: &mut [Entry]) {
    let keys = entries.iter().map(|entry| entry.meta.date).zip(0..);
    let mut order: Vec<(Option<DateTime>, u32)> = keys.collect();
    order.sort_unstable();
    for start in 0..order.len() {
        // Round a cycle of places: each takes the entry that belongs there.
        let mut place = start;
        loop {
            let from = std::mem::replace(&mut order[place].1, u32::MAX) as usize;
            if from == start || from == u32::MAX as usize {
                break;
            }
            entries.swap(place, from);
            place = from;
        }
    }
}

fn empty_hint(kind: SiteKind) -> &'static str {
    match kind {
        SiteKind::Jekyll => "a Jekyll site has its posts below _posts, as .md or .html files",
        SiteKind::Hugo | SiteKind::Zola | SiteKind::Pelican => {
            "posts are .md or .html files below content"
        }
        SiteKind::Hexo => "a site of Hexo has its posts below source/_posts, as .md files",
        SiteKind::Feed => "the feed has no entries",
        SiteKind::WordPress => "the export has no posts; --collection pages takes its pages",
        _ => "posts are .md, .html or .txt files, in folders of any depth",
    }
}

/// Two posts with one address: both are kept, but links lead to the first.
fn duplicates(entries: &[Entry]) -> Vec<Diagnostic> {
    let mut seen: HashMap<&str, &str> = HashMap::new();
    let mut found = Vec::new();
    for entry in entries.iter().filter(|entry| !entry.meta.url.is_empty()) {
        let (url, path) = (entry.meta.url.as_str(), entry.meta.path.as_str());
        if let Some(first) = seen.insert(url, path) {
            let message = format!("the address {url} is also that of {first}");
            let hint = "give one of the two another name, or a permalink of its own";
            let diagnostic = Diagnostic::warning("archive.same-address", message);
            found.push(diagnostic.with_hint(hint).at(Location::whole_file(path)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use bindery_model::Meta;

    use super::*;

    #[test]
    fn entries_are_in_the_order_of_dates_then_paths() {
        for days in [
            "",
            "3",
            "12",
            "21",
            "312",
            "3321",
            "11111",
            "2-1-2",
            "524136",
            "142-5367898",
        ] {
            let date = |day: char| match day {
                '-' => None,
                day => format!("2024-05-0{day}T00:00:00+00:00").parse().ok(),
            };
            let mut entries: Vec<Entry> = days
                .chars()
                .enumerate()
                .map(|(index, day)| Entry {
                    index,
                    meta: Meta {
                        path: format!("{index:02}.md").into(),
                        date: date(day),
                        ..Meta::default()
                    },
                })
                .collect();
            let mut expected = entries.clone();
            expected.sort_by(|a, b| (a.meta.date, &a.meta.path).cmp(&(b.meta.date, &b.meta.path)));
            sort_by_date(&mut entries);
            assert_eq!(entries, expected, "{days}");
        }
    }
}
