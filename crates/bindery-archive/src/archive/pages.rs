//! Saved pages: the site that they are from, and those of them that are no posts.
use std::collections::HashMap;

use bindery_model::{Diagnostic, Entry};
use bindery_parse::{Page, PageKind};

use super::index::LEFT_OUT;
use crate::sites::name;

/// How many pages a message names.
const NAMED: usize = 3;

/// What saved pages say of themselves.
#[derive(Default)]
pub(super) struct Pages {
    /// By the sites that they are from.
    by_site: HashMap<Option<String>, OfSite>,
    count: usize,
}

#[derive(Default)]
struct OfSite {
    count: usize,
    articles: usize,
    /// The numbers of entries that are lists, and of those that stand for the site.
    lists: Vec<usize>,
    websites: Vec<usize>,
}

impl Pages {
    /// Adds what the page of an entry says.
    pub(super) fn add(&mut self, entry: usize, page: Page) {
        self.count += 1;
        let site = self.by_site.entry(page.site).or_default();
        site.count += 1;
        match page.kind {
            PageKind::Article => site.articles += 1,
            PageKind::List => site.lists.push(entry),
            PageKind::Website => site.websites.push(entry),
            PageKind::Unknown => {}
        }
    }

    /// The site that most of so many entries say they are from.
    pub(super) fn site(&self, entries: usize) -> Option<String> {
        let mut sites = self.by_site.iter();
        let (site, _) = sites.find(|(site, of)| site.is_some() && of.count > entries / 2)?;
        site.clone()
    }

    /// Puts lists of posts into the collection of pages; what is returned says so. Lists are pages that
    /// say so, and those called `index` that stand for a site whose other pages are articles.
    pub(super) fn set_lists_apart(&self, entries: &mut [Entry]) -> Option<Diagnostic> {
        let mut lists: Vec<usize> = Vec::new();
        for site in self.by_site.values() {
            lists.extend(&site.lists);
            let is_index = |&&at: &&usize| name::stem(&entries[at].meta.path) == "index";
            if site.articles > 0 {
                lists.extend(site.websites.iter().filter(is_index));
            }
        }
        if lists.len() == entries.len() {
            return None;
        }
        lists.sort_unstable();
        for &at in &lists {
            entries[at].meta.collection = "pages".into();
        }
        lists.retain(|&at| entries[at].index != LEFT_OUT);
        let paths = lists.iter().take(NAMED);
        let paths: Vec<&str> = paths.map(|&at| entries[at].meta.path.as_str()).collect();
        let what = match (lists.len(), lists.len().saturating_sub(NAMED)) {
            (0, _) => return None,
            (1, _) => format!("a page that lists others is left out: {}", paths[0]),
            (count, 0) => format!(
                "{count} pages that list others are left out: {}",
                paths.join(", ")
            ),
            (count, more) => format!(
                "{count} pages that list others are left out: {} and {more} more",
                paths.join(", ")
            ),
        };
        let hint = "`--collection posts --collection pages` takes them too";
        Some(Diagnostic::warning("archive.lists", what).with_hint(hint))
    }
}

#[cfg(test)]
mod tests {
    use bindery_model::Source;

    use crate::test_folder::TestFolder;
    use crate::{Options, open};

    /// The paths of a copied site that are posts, and what is said.
    fn posts(pages: &[(&str, &str)], collections: &[&str]) -> (Vec<String>, Vec<String>) {
        let folder = TestFolder::new();
        for (path, head) in pages {
            let page = format!("<!DOCTYPE html><title>T</title>{head}<p>Text of {path}.</p>");
            folder.write(path, &page);
        }
        let options = Options {
            collections: collections.iter().map(|&name| name.to_owned()).collect(),
            ..Options::default()
        };
        let archive = open(folder.path(), &options).unwrap();
        let path = |entry: &bindery_model::Entry| entry.meta.path.to_string();
        let mut paths: Vec<String> = archive.entries().iter().map(path).collect();
        paths.sort();
        let said = archive.diagnostics().iter();
        (paths, said.map(|said| said.message.clone()).collect())
    }

    const ARTICLE: &str = "<meta property=og:type content=article>";
    const WEBSITE: &str = "<meta property=og:type content=website>";
    const LIST: &str = "<script type=application/ld+json>{\"@type\": \"CollectionPage\"}</script>";

    #[test]
    fn pages_that_list_posts_are_no_posts() {
        let pages = [
            ("index.html", WEBSITE),
            ("2024/a/index.html", ARTICLE),
            ("2024/b.html", ""),
            ("letter.html", WEBSITE),
            ("tag/x/index.html", LIST),
            ("tag/y.html", LIST),
            ("tag/z.html", LIST),
        ];
        let (paths, said) = posts(&pages, &["posts"]);
        assert_eq!(paths, ["2024/a/index.html", "2024/b.html", "letter.html"]);
        let expected = "4 pages that list others are left out: index.html, tag/x/index.html, \
                        tag/y.html and 1 more";
        assert_eq!(said, [expected]);
        let (paths, _) = posts(&pages, &["posts", "pages"]);
        assert_eq!(paths.len(), pages.len());
    }

    #[test]
    fn pages_are_posts_where_none_says_that_it_is_an_article() {
        let pages = [("index.html", WEBSITE), ("a.html", WEBSITE)];
        assert_eq!(posts(&pages, &["posts"]).0.len(), 2);
        let lists = [("a.html", LIST), ("b.html", LIST)];
        assert_eq!(
            posts(&lists, &["posts"]),
            (vec!["a.html".into(), "b.html".into()], vec![])
        );
        let other = format!("{ARTICLE}<meta property=og:site_name content=Other>");
        let sites = [("index.html", WEBSITE), ("a.html", &*other)];
        assert_eq!(posts(&sites, &["posts"]).0.len(), 2);
    }
}
