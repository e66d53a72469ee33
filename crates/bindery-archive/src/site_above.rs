//! A post alone, and the site that it lies in.
use std::path::{Path, PathBuf};

use bindery_model::{Diagnostic, Source};

use crate::sites::eleventy;
use crate::storage::{POST_ENDINGS, has_ending};
use crate::{Archive, Error, Options, SiteKind, open};

/// Files that only the root of a site has, and whose site it is.
const MARKS: [&str; 10] = [
    "_config.yml",
    "_config.yaml",
    "_config.toml",
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config/_default",
    "zola.toml",
    "pelicanconf.py",
];

/// Files that the root of a site of Hugo or Zola has beside its folder `content`.
const CONFIGURATIONS: [&str; 4] = ["config.toml", "config.yaml", "config.yml", "config.json"];

/// How many folders above a post are looked at.
const MAX_HEIGHT: usize = 12;

/// Opens a post as part of the site that it lies in, so that its templates, links and Markdown are
/// the site's; where it lies in none, or the options name a kind of site, as [`open`] does. The one
/// entry is the post, and a note says which site was found.
///
/// # Errors
///
/// As for [`open`].
pub fn open_post(path: &Path, options: &Options) -> Result<Archive, Error> {
    let is_post = path
        .to_str()
        .is_some_and(|path| has_ending(path, &POST_ENDINGS));
    if options.site.is_none() && is_post && path.is_file() {
        for root in roots(path) {
            if let Some(archive) = open_in(&root, path, options) {
                return Ok(archive);
            }
        }
    }
    open(path, options)
}

/// The folders above a post that look like the roots of sites, the closest first.
fn roots(path: &Path) -> Vec<PathBuf> {
    let Ok(path) = path.canonicalize() else {
        return Vec::new();
    };
    let has_mark = |folder: &&Path| {
        let mut marks = MARKS.iter().chain(&eleventy::CONFIGURATIONS);
        let mut beside = CONFIGURATIONS.iter();
        marks.any(|mark| folder.join(mark).exists())
            || folder.join("content").is_dir() && beside.any(|file| folder.join(file).is_file())
    };
    let above = path.ancestors().skip(1).take(MAX_HEIGHT);
    above.filter(has_mark).map(Path::to_path_buf).collect()
}

fn open_in(root: &Path, path: &Path, options: &Options) -> Option<Archive> {
    let whole = path.canonicalize().ok()?;
    let inside = whole.strip_prefix(root).ok()?.to_str()?.replace('\\', "/");
    let options = Options {
        paths: vec![glob::Pattern::escape(&inside)],
        drafts: Some(true),
        future: Some(true),
        unpublished: true,
        ..options.clone()
    };
    let mut archive = open(root, &options).ok()?;
    let is_site = archive.kind() != SiteKind::Folder;
    let [entry] = archive.entries() else {
        return None;
    };
    if !is_site || entry.meta.path != inside {
        return None;
    }
    let message = format!(
        "read as a post of the {} site in {}",
        archive.site().kind,
        root.display()
    );
    archive
        .say(Diagnostic::note("site.found", message).with_hint("--site file reads the file alone"));
    Some(archive)
}

#[cfg(test)]
mod tests {
    use bindery_model::Block;

    use super::*;
    use crate::test_folder::TestFolder;

    #[test]
    fn sites_with_a_folder_of_content_are_found() {
        for (configuration, kind) in [
            ("base_url = \"https://z.example\"", "zola"),
            ("baseURL = \"https://h.example\"", "hugo"),
        ] {
            let folder = TestFolder::new();
            folder.write("config.toml", configuration);
            let text = "+++\ntitle = \"A\"\ndate = 2024-01-01\n+++\ntext\n";
            let post = folder.write("content/blog/a.md", text);
            let archive = open_post(&post, &Options::default()).unwrap();
            assert_eq!(archive.site().kind, kind);
        }
    }

    #[test]
    fn a_post_is_read_as_its_site_says() {
        let folder = TestFolder::new();
        let write = |path: &str, text: &str| folder.write(path, text);
        write("_config.yml", "title: Shed\ntimezone: Asia/Tokyo\n");
        write("_includes/hello.html", "from {{ site.title }}");
        let text = "{% include hello.html %}{% post_url 2024-01-01-first %}";
        write("_posts/2024-01-01-first.md", text);
        let post = write("_posts/2024-01-02-[a].md", text);
        let archive = open_post(&post, &Options::default()).unwrap();
        let parsed = archive.read(&archive.entries()[0]).unwrap();
        let said = Block::text_of(&parsed.post.blocks);
        assert_eq!(said, "from Shed/2024/01/01/first.html");
        assert_eq!(archive.diagnostics()[0].code, "site.found");

        let alone = Options {
            site: Some(SiteKind::File),
            ..Options::default()
        };
        let archive = open_post(&post, &alone).unwrap();
        let parsed = archive.read(&archive.entries()[0]).unwrap();
        assert!(Block::text_of(&parsed.post.blocks).contains("include"));
        let beside = write("notes/plain.md", "text");
        let archive = open_post(&beside, &Options::default()).unwrap();
        assert_eq!(archive.site().kind, "file");
    }
}
