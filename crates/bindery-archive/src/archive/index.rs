//! The list of all posts: their heads read, sorted, and what is wrong with them said.
use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};

use bindery_model::{
    Author, Diagnostic, EcoVec, Entry, Kept, Location, Meta, Parsed, Severity, Source,
    for_each_in_order,
};
use rustc_hash::FxHashSet;

use super::Archive;
use super::pages::Pages;
use crate::entries::{Entries, Standing};
use crate::facts::Facts;
use crate::selection::Selection;
use crate::storage::{IMAGE_ENDINGS, has_ending};
use crate::{Error, SiteKind, import, other_markup};

/// The index of an entry that is not among those that were asked for, until they are sorted out.
pub(super) const LEFT_OUT: usize = usize::MAX;
/// Diagnostics by which it may be that no post is there.
const LEFT_OUT_BY: [&str; 2] = ["archive.skipped", "post.other-markup"];

impl Archive {
    /// Reads the heads of all posts, in order, and sorts the entries. What is returned is the site
    /// that most of them say they were saved from.
    pub(super) fn index(&mut self, shown: &str) -> Result<Option<String>, Error> {
        let storage = self.storage.as_ref();
        let paths = storage.paths();
        let mut facts = Facts {
            files: paths.len(),
            ..Facts::default()
        };
        let heads = self.heads();
        let shows_future = self.conventions.shows_future();
        let selection = Selection::new(&self.options, &self.site, shows_future);
        let (mut all, mut failures) = (Vec::with_capacity(paths.len()), Vec::new());
        let (mut contents, mut faulty) = (HashMap::new(), HashSet::new());
        let mut shared = Shared::default();
        let mut pages = Pages::default();
        let images = AtomicUsize::new(0);
        let (mut in_order, mut others) = (paths.iter(), Vec::new());
        for_each_in_order(
            paths,
            self.options.jobs,
            |path| {
                if !self.is_document(path) {
                    let is_image = has_ending(path, &IMAGE_ENDINGS);
                    images.fetch_add(is_image.into(), Ordering::Relaxed);
                    return None;
                }
                Some(heads.read(path).map(|mut head| {
                    head.entry.meta.path = path.clone();
                    head
                }))
            },
            |head| {
                let path = in_order.next();
                match head {
                    None => others.extend(path),
                    Some(Ok(mut head)) => {
                        *facts.encodings.entry(head.encoding).or_default() += 1;
                        if !selection.takes(&head, &mut facts) {
                            head.entry.index = LEFT_OUT;
                        }
                        shared.share(&mut head.entry.meta);
                        if let Some(page) = head.page {
                            pages.add(all.len(), page);
                        }
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
        facts.images = images.into_inner();
        failures.extend(self.conventions.diagnostics());
        failures.extend(other_markup::find(&others, |path| self.is_document(path)));
        if !all.iter().any(|entry| entry.meta.collection == "posts")
            && self.options.collections == ["posts"]
        {
            let found = || self.diagnostics.iter().chain(&failures);
            let fault = found()
                .find(|found| found.severity == Severity::Error)
                .or_else(|| found().find(|found| LEFT_OUT_BY.contains(&&*found.code)));
            let hint = fault.map_or_else(|| empty_hint(self.kind).to_owned(), ToString::to_string);
            return Err(Error::Empty {
                path: shown.to_owned(),
                hint,
            });
        }
        if self.kind.is_imported() {
            failures.extend(import::keep_newest(&mut all, self.kind.is_export()));
        }
        if self.kind == SiteKind::Folder {
            failures.extend(pages.set_lists_apart(&mut all));
        }
        let site = pages.site(all.len());
        let collections = &self.options.collections;
        let are_named = !self.options.files.is_empty();
        let place = |entry: &Entry| self.conventions.place(&entry.meta.path).unwrap_or(u32::MAX);
        let entries = Entries::new(all, place, |entry| {
            let meta = &entry.meta;
            match entry.index {
                LEFT_OUT => Standing::LeftOut,
                _ if are_named => Standing::Wanted,
                _ if collections.iter().any(|name| *name == meta.collection) => Standing::Wanted,
                _ => Standing::Other,
            }
        });
        facts.other_collections = entries.others().len();
        self.diagnostics.extend(failures);
        if entries.may_repeat() {
            self.diagnostics.extend(duplicates(entries.wanted()));
        }
        (self.facts, self.entries) = (facts, entries);
        (self.contents, self.faulty) = (contents, faulty);
        self.add_titles();
        Ok(site)
    }

    /// Posts without a title are read whole, for their first words.
    fn add_titles(&mut self) {
        let wanted = self.entries.wanted();
        let untitled: Vec<usize> = (0..wanted.len())
            .filter(|&at| wanted[at].meta.title.is_empty())
            .collect();
        let mut titles = Vec::with_capacity(untitled.len());
        let kept = Kept::new(self, "archive.title", &self.options.excerpts);
        for_each_in_order(
            &untitled,
            self.options.jobs,
            |&at| self.made_title(&wanted[at], kept.as_ref()),
            |title| {
                titles.push(title);
                ControlFlow::Continue(())
            },
        );
        for (at, title) in untitled.into_iter().zip(titles) {
            self.entries.wanted_mut()[at].meta.title = title.into();
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
    terms: FxHashSet<EcoVec<String>>,
    authors: FxHashSet<EcoVec<Author>>,
}

impl Shared {
    fn share(&mut self, meta: &mut Meta) {
        share(&mut self.terms, &mut meta.categories);
        share(&mut self.terms, &mut meta.tags);
        share(&mut self.authors, &mut meta.authors);
    }
}

fn share<T: Clone + Eq + Hash>(known: &mut FxHashSet<EcoVec<T>>, list: &mut EcoVec<T>) {
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

fn empty_hint(kind: SiteKind) -> &'static str {
    match kind {
        SiteKind::Jekyll => "a Jekyll site has its posts below _posts, as .md or .html files",
        SiteKind::Hugo | SiteKind::Zola | SiteKind::Pelican => {
            "posts are .md or .html files below content"
        }
        SiteKind::Lektor => {
            "pages are contents.lr files below content; --collection pages takes those at the top"
        }
        SiteKind::Hexo => "a site of Hexo has its posts below source/_posts, as .md files",
        SiteKind::Feed => "the feed has no entries",
        SiteKind::WordPress | SiteKind::Ghost => {
            "the export has no posts; --collection pages takes its pages"
        }
        SiteKind::MovableType => "the export has no posts",
        _ => "posts are .md, .html or .txt files, in folders of any depth",
    }
}

/// Two posts with one address: both are kept, but links lead to the first.
fn duplicates(entries: &[Entry]) -> Vec<Diagnostic> {
    let mut seen: HashMap<&str, &str> = HashMap::new();
    let mut found = Vec::new();
    for entry in entries.iter().filter(|entry| !entry.meta.url.is_empty()) {
        let (url, path) = (&*entry.meta.url, entry.meta.path.as_str());
        if let Some(first) = seen.insert(url, path) {
            let message = format!("the address {url} is also that of {first}");
            let hint = "give one of the two another name, or a permalink of its own";
            let diagnostic = Diagnostic::warning("archive.same-address", message);
            found.push(diagnostic.with_hint(hint).at(Location::whole_file(path)));
        }
    }
    found
}
