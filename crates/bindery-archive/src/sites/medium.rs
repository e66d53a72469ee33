//! What Medium exports: posts, and beside them pages on the account, its reading and its readers.
use bindery_model::Diagnostic;

use super::name;
use crate::storage::Storage;

/// With what the files of posts begin.
const POSTS: &str = "posts/";

/// An export of Medium, or none.
#[derive(Debug, Default)]
pub(crate) struct Medium {
    is_one: bool,
    /// Pages beside the posts.
    others: usize,
}

impl Medium {
    pub(crate) fn find(storage: &dyn Storage) -> Medium {
        let paths = storage.paths();
        let is_post = |path: &&str| path.starts_with(POSTS);
        let is_one = storage.holds("README.html")
            && storage.holds("profile/profile.html")
            && paths.iter().any(|path| is_post(&path.as_str()));
        if !is_one {
            return Medium::default();
        }
        let pages = paths.iter().filter(|path| path.ends_with(".html"));
        Medium {
            is_one,
            others: pages.filter(|path| !is_post(&path.as_str())).count(),
        }
    }

    /// Whether a file is none of the posts.
    pub(crate) fn is_aside(&self, path: &str) -> bool {
        self.is_one && !path.starts_with(POSTS)
    }

    pub(crate) fn is_draft(&self, path: &str) -> bool {
        self.is_one && name::stem(path).starts_with("draft_")
    }

    /// What was left out.
    pub(crate) fn diagnostic(&self) -> Option<Diagnostic> {
        let pages = match self.others {
            1 => "a page".to_owned(),
            count => format!("{count} pages"),
        };
        let message =
            format!("left out of the export of Medium: {pages} on the account and its reading");
        (self.others > 0).then(|| Diagnostic::note("medium.left-out", message))
    }
}

#[cfg(test)]
mod tests {
    use bindery_model::Source;

    use crate::test_folder::TestFolder;
    use crate::{Options, open};

    #[test]
    fn only_posts_of_an_export_are_read() {
        let folder = TestFolder::new();
        let page = |title: &str| format!("<!DOCTYPE html><title>{title}</title><p>Text.</p>");
        for (path, title) in [
            ("README.html", "Medium export"),
            ("profile/profile.html", "Profile"),
            ("ips/ips-0001.html", "Addresses"),
            ("posts/2019-04-01_A-story-1a2b.html", "A story"),
            ("posts/draft_Untitled-9f8e.html", "Untitled"),
        ] {
            folder.write(path, &page(title));
        }
        let archive = open(folder.path(), &Options::default()).unwrap();
        let titles: Vec<&str> = archive
            .entries()
            .iter()
            .map(|entry| entry.meta.title.as_str())
            .collect();
        assert_eq!(titles, ["A story"]);
        let told = archive.diagnostics();
        assert!(
            told.iter().any(|told| told.message.contains("3 pages")),
            "{told:?}"
        );
    }
}
