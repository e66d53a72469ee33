//! Posts that are named themselves, and the site that they lie in.
use std::collections::HashSet;
use std::path::{Path, PathBuf};

use bindery_model::{Diagnostic, Source};

use crate::sites::eleventy;
use crate::storage::{is_post, path_in, place_of};
use crate::{Archive, Error, Options, SiteKind, open, open_all};

/// Files that only the root of a site has, and whose site it is.
const MARKS: [&str; 11] = [
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
    "content/contents.lr",
];

/// Files that the root of a site of Hugo or Zola has beside its folder `content`.
const CONFIGURATIONS: [&str; 4] = ["config.toml", "config.yaml", "config.yml", "config.json"];

/// How many folders above a post are looked at.
const MAX_HEIGHT: usize = 12;

/// Opens what is named: posts, or a folder of posts, as part of the site that they lie in, so that
/// templates, links and Markdown are the site's; posts whatever it says of drafts and of the future. A
/// note says which site was found; where there is none, the options name a kind of site, or something else than posts is
/// named, it is opened as [`open_all`] does.
///
/// # Errors
///
/// As for [`open_all`].
pub fn open_posts(paths: &[PathBuf], options: &Options) -> Result<Archive, Error> {
    if let [first, ..] = paths
        && options.site.is_none()
        && paths.iter().all(|path| is_post(path))
    {
        for root in roots(first) {
            match open_in(&root, paths, options) {
                Found::Site(archive) => return Ok(*archive),
                Found::Part(diagnostic) => {
                    let mut archive = open_all(paths, options)?;
                    archive.say(diagnostic);
                    return Ok(archive);
                }
                Found::Nothing => {}
            }
        }
    }
    if let [folder] = paths
        && options.site.is_none()
        && options.paths.is_empty()
        && folder.is_dir()
        && let Some(archive) = open_part(folder, options)
    {
        return Ok(archive);
    }
    open_all(paths, options)
}

/// Opens a folder that is no root of a site as the part of the site above that it is.
fn open_part(folder: &Path, options: &Options) -> Option<Archive> {
    let folder = folder.canonicalize().ok()?;
    if has_mark(&folder) {
        return None;
    }
    roots(&folder).into_iter().find_map(|root| {
        let inside = path_in(&root, &folder).ok()?;
        let options = Options {
            paths: vec![glob::Pattern::escape(&inside)],
            ..options.clone()
        };
        let mut archive = open(&root, &options).ok()?;
        if archive.kind() == SiteKind::Folder || archive.entries().is_empty() {
            return None;
        }
        archive.say_found("part", &root);
        Some(archive)
    })
}

/// What a folder is to the posts that are named.
enum Found {
    /// The root of the site that all of them are posts of.
    Site(Box<Archive>),
    /// The root of a site that some of them are posts of.
    Part(Diagnostic),
    Nothing,
}

/// The folders above a post that look like the roots of sites, the closest first.
fn roots(path: &Path) -> Vec<PathBuf> {
    let Ok(path) = place_of(path) else {
        return Vec::new();
    };
    let above = path.ancestors().skip(1).take(MAX_HEIGHT);
    let roots = above.filter(|folder| has_mark(folder));
    roots.map(Path::to_path_buf).collect()
}

/// Whether a folder looks like the root of a site.
fn has_mark(folder: &Path) -> bool {
    let mut marks = MARKS.iter().chain(&eleventy::CONFIGURATIONS);
    let mut beside = CONFIGURATIONS.iter();
    marks.any(|mark| folder.join(mark).exists())
        || folder.join("content").is_dir() && beside.any(|file| folder.join(file).is_file())
}

/// Opens posts in a site, if all of them are its own.
fn open_in(root: &Path, paths: &[PathBuf], options: &Options) -> Found {
    let path = |path: &PathBuf| path_in(root, &place_of(path).ok()?).ok();
    let Some(files) = paths.iter().map(path).collect::<Option<HashSet<String>>>() else {
        return Found::Nothing;
    };
    let options = Options {
        files,
        drafts: Some(true),
        future: Some(true),
        unpublished: true,
        ..options.clone()
    };
    let archive = open(root, &options);
    let Some(mut archive) = archive
        .ok()
        .filter(|archive| archive.kind() != SiteKind::Folder)
    else {
        return Found::Nothing;
    };
    let (own, others): (Vec<&String>, Vec<&String>) =
        (archive.named_files().iter()).partition(|path| archive.has_document(path));
    let what = match (own.len(), others.into_iter().min()) {
        (0, _) => return Found::Nothing,
        (_, Some(other)) => {
            let (kind, root) = (&archive.site().kind, root.display());
            let message =
                format!("{other} is no post of the {kind} site in {root}: all are read without it");
            let hint = "name only posts of the site to have its templates, links and settings";
            return Found::Part(Diagnostic::warning("site.not-its-post", message).with_hint(hint));
        }
        (1, None) => "a post",
        (_, None) => "posts",
    };
    archive.say_found(what, root);
    Found::Site(Box::new(archive))
}

impl Archive {
    fn say_found(&mut self, what: &str, root: &Path) {
        let kind = &self.site().kind;
        let message = format!("read as {what} of the {kind} site in {}", root.display());
        let found = Diagnostic::note("site.found", message);
        self.say(found.with_hint("--site folder reads only what is named"));
    }
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
            let archive = open_posts(&[post], &Options::default()).unwrap();
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
        let archive = open_posts(std::slice::from_ref(&post), &Options::default()).unwrap();
        let parsed = archive.read(&archive.entries()[0]).unwrap();
        let said = Block::text_of(&parsed.post.blocks);
        assert_eq!(said, "from Shed/2024/01/01/first.html");
        assert_eq!(archive.diagnostics()[0].code, "site.found");

        let alone = Options {
            site: Some(SiteKind::File),
            ..Options::default()
        };
        let archive = open_posts(&[post], &alone).unwrap();
        let parsed = archive.read(&archive.entries()[0]).unwrap();
        assert!(Block::text_of(&parsed.post.blocks).contains("include"));
        let beside = write("notes/plain.md", "text");
        let archive = open_posts(&[beside], &Options::default()).unwrap();
        assert_eq!(archive.site().kind, "file");
    }

    #[test]
    fn several_posts_are_read_together() {
        let folder = TestFolder::new();
        let paths_of = |archive: &Archive| {
            let entries = archive.entries().iter();
            let paths: Vec<String> = entries.map(|entry| entry.meta.path.to_string()).collect();
            paths
        };
        folder.write("site/_config.yml", "title: Shed\n");
        let posts = [
            folder.write("site/_posts/2024-01-01-a.md", "---\n---\na\n"),
            folder.write("site/_drafts/b.md", "---\n---\nb\n"),
        ];
        let page = folder.write("site/about.md", "---\ntitle: About\n---\n");
        folder.write("site/_posts/2024-01-02-c.md", "---\n---\nc\n");
        let archive = open_posts(&posts, &Options::default()).unwrap();
        assert_eq!(archive.site().title, "Shed");
        let mut paths = paths_of(&archive);
        paths.sort();
        assert_eq!(paths, ["_drafts/b.md", "_posts/2024-01-01-a.md"]);
        assert!(archive.named_post().is_none());
        // A site may lie in a folder of its own.
        folder.write("other/_config.yml", "source: src\ntitle: Barn\n");
        let inner = [folder.write("other/src/_posts/2024-01-01-a.md", "---\n---\n")];
        let archive = open_posts(&inner, &Options::default()).unwrap();
        assert_eq!(archive.site().title, "Barn");
        assert_eq!(paths_of(&archive), ["_posts/2024-01-01-a.md"]);

        // What else is asked of them does not make them others.
        let late = Options {
            since: Some(jiff::civil::date(2025, 1, 1)),
            ..Options::default()
        };
        let archive = open_posts(&posts, &late).unwrap();
        assert_eq!(
            (archive.site().title.as_str(), archive.entries().len()),
            ("Shed", 0)
        );
        let [post, draft] = posts;
        let archive = open_posts(&[post, draft, page.clone()], &Options::default()).unwrap();
        assert_eq!(
            (archive.site().kind.as_str(), archive.entries().len()),
            ("folder", 3)
        );
        assert_eq!(archive.diagnostics()[0].code, "site.not-its-post");

        // What is no post of a site: all are read for themselves.
        let beside = folder.write("notes/d.md", "[a](../site/about.md) ![](d.png)\n");
        folder.write("notes/d.png", "");
        let posts = [page, beside];
        let archive = open_posts(&posts, &Options::default()).unwrap();
        assert_eq!(archive.site().kind, "folder");
        assert_eq!(archive.diagnostics(), []);
        assert_eq!(paths_of(&archive), ["notes/d.md", "site/about.md"]);
        let parsed = archive.read(&archive.entries()[0]).unwrap();
        assert_eq!(parsed.diagnostics, []);

        let feed = folder.write("feed.xml", "<rss><channel><title>x</title></channel></rss>");
        let both = [posts[0].clone(), feed];
        assert!(matches!(
            open_posts(&both, &Options::default()),
            Err(Error::NotMergeable { .. })
        ));
    }

    #[test]
    fn a_folder_of_a_site_is_a_part_of_it() {
        let folder = TestFolder::new();
        folder.write("_config.yml", "title: Shed\n");
        folder.write("_posts/2023/2023-01-01-[a].md", "{{ site.title }}");
        folder.write("_posts/2024/2024-01-01-b.md", "");
        folder.write("old/c.html", "");
        let opened =
            |path: &str| open_posts(&[folder.path().join(path)], &Options::default()).unwrap();
        for (path, title, posts) in [
            ("", "Shed", 2),
            ("_posts", "Shed", 2),
            ("_posts/2023", "Shed", 1),
            ("old", "old", 1),
        ] {
            let archive = opened(path);
            let found = (archive.site().title.as_str(), archive.entries().len());
            assert_eq!(found, (title, posts), "{path}");
        }
        assert_eq!(opened("_posts").diagnostics()[0].code, "site.found");
    }
}
