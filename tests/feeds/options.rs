//! Every option of jekyll-feed: what it writes for a site, and what Bindery writes.
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::parity::{Compared, compare, differences, list, title};
use super::{read, run_well};

const BUILD: &str = include_str!("jekyll_feeds.rb");

const COMMON: &str =
    "title: \"The 'site' & more\"\nurl: https://example.com\nplugins: [jekyll-feed]\n";

/// Posts with everything that a feed takes from front matter.
const FILES: [(&str, &str); 31] = [
    ("_posts/2020-01-01-plain.md", ""),
    ("_posts/2020-01-02-Name With Space.md", "title: null"),
    (
        "_posts/2020-01-03-title.md",
        "title: \"A <b>b</b> & 'c' -- d...\\n  e\"",
    ),
    ("_posts/2020-01-04-untitled.md", "title: ''"),
    (
        "_posts/2020-01-05-terms.md",
        "categories: [News, news, x y]\ntags: [a, B, c_d, e-f, 标签]",
    ),
    ("_posts/2020-01-06-one-term.md", "category: News\ntags: a B"),
    ("_posts/2020-01-07-author.md", "author: jo"),
    (
        "_posts/2020-01-08-author-map.md",
        "author: {name: An, email: an@example.com, uri: https://an.example/}",
    ),
    ("_posts/2020-01-09-authors.md", "authors: [ann]"),
    ("_posts/2020-01-10-unknown.md", "author: Somebody Else"),
    ("_posts/2020-01-11-image.md", "image: /i/a b.png"),
    (
        "_posts/2020-01-12-image-map.md",
        "image: {path: i/a.png, alt: x}",
    ),
    (
        "_posts/2020-01-13-image-elsewhere.md",
        "image: 'https://cdn.example/a.png?x=1&y=2'",
    ),
    (
        "_posts/2020-01-14-text.md",
        "description: \"A <i>d</i> & 'e'\"",
    ),
    ("_posts/2020-01-15-own-excerpt.md", "excerpt: Own *excerpt*"),
    ("_posts/2020-01-16-excerpt.md", "feed: {excerpt_only: true}"),
    (
        "_posts/2020-01-17-dates.md",
        "date: 2020-01-17 10:00:00 +0800\nlast_modified_at: 2021-05-06 07:08:09",
    ),
    ("_posts/2020-01-18-language.md", "lang: fr"),
    (
        "_posts/2020-01-19-id.md",
        "guid: 'https://old.example/?p=5'\nredirect_from: /old/",
    ),
    ("_posts/2020-01-20-permalink.md", "permalink: /own/place/"),
    ("_posts/2020-01-21-draft.md", "draft: true"),
    ("_posts/2020-01-22-unpublished.md", "published: false"),
    (
        "_posts/2020-01-23-empty.md",
        "description: ''\nauthor: ''\nauthors: [jo]\nlang: ''",
    ),
    (
        "_posts/2020-01-24-people.md",
        "authors: [{name: Zoë & co, uri: https://z.example/}]\ntags: a",
    ),
    (
        "_posts/2020-01-25-nested.md",
        "author: {name: jo}\nimage: {path: x.png}\nfeed: {excerpt_only: false}",
    ),
    (
        "_posts/2020-01-26-null.md",
        "author: null\nimage: null\ndescription: null\nlast_modified_at: null",
    ),
    (
        "_posts/2020-01-27-slug.md",
        "slug: Own Slug\ntitle: 数字 & 字",
    ),
    (
        "_posts/2020-01-28-中文.md",
        "categories: 新闻\ntags: [标签]",
    ),
    ("_posts/2020-01-29-html.html", "title: HTML"),
    ("news/_posts/2020-01-30-folder.md", "categories: News"),
    ("_drafts/draft.md", "title: Draft\ndate: 2020-02-01"),
];

/// Documents of other collections.
const NOTES: [(&str, &str); 3] = [
    ("_notes/one.md", "date: 2020-03-01\ncategories: [News]"),
    ("_notes/two.md", "title: Two\ndate: 2020-03-02\ntags: [a]"),
    (
        "_notes/three.md",
        "title: Three\ndate: 2020-03-03\ndraft: true\ncategory: other",
    ),
];

const SITES: [(&str, &str); 21] = [
    ("plain", ""),
    ("limit", "feed: {posts_limit: 3}"),
    ("all", "feed: {posts_limit: 100}"),
    ("path", "feed: {path: /blog/atom.xml}"),
    ("excerpts", "feed: {excerpt_only: true, posts_limit: 100}"),
    ("categories", "feed: {categories: [News, news, nowhere]}"),
    ("tags", "feed: {tags: true, posts_limit: 2}"),
    ("only", "feed: {tags: {only: [a], path: /by-tag/}}"),
    ("except", "feed: {tags: {except: [a], path: t/}}"),
    ("tags-list", "feed: {tags: [a], posts_limit: 2}"),
    ("tags-text", "feed: {tags: all, posts_limit: '2'}"),
    (
        "posts-listed",
        "collections: {notes: {output: true}}\nfeed: {path: blog.xml, categories: [News], collections: [posts, notes]}",
    ),
    (
        "drafts-text",
        "show_drafts: 'yes'\nfeed: {posts_limit: 100}",
    ),
    (
        "folders",
        "permalink: /:year/:categories/:slug\nfeed: {posts_limit: 100, categories: [News, 新闻]}",
    ),
    ("both", "feed: {tags: {only: [a, B], except: [a]}}"),
    (
        "collections",
        "collections: {notes: {output: true}}\nfeed: {collections: [notes]}",
    ),
    (
        "collection-paths",
        "collections: {notes: {output: true, permalink: '/n/:name/'}}\nfeed: {collections: {notes: {path: /n.xml, \
         categories: [News, other]}, posts: {path: /p.xml, categories: [News]}}}",
    ),
    ("drafts", "show_drafts: true\nfeed: {posts_limit: 100}"),
    (
        "people",
        "author: {name: The Site, email: s@example.com, uri: https://s.example/}\nfeed: {posts_limit: 100}",
    ),
    (
        "place",
        "baseurl: /blog\npermalink: pretty\nlang: en-GB\ntimezone: Asia/Shanghai\nauthor: jo\n\
         description: 'D & d'\nfeed: {posts_limit: 100}",
    ),
    (
        "name",
        "title: null\nname: By name\npermalink: /:categories/:title.html\nfeed: {posts_limit: 100}",
    ),
];

#[test]
fn every_option_does_what_it_does_in_jekyll_feed() {
    if !bindery_tests::has_jekyll() {
        return;
    }
    let work = tempfile::tempdir().expect("a temporary folder can be made");
    let folders = SITES.map(|(name, options)| write_site(&work.path().join(name), options));
    let output = Command::new("ruby")
        .args(["-e", BUILD])
        .args(&folders)
        .output()
        .expect("ruby runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    for folder in &folders {
        compare_feeds(folder);
    }
}

fn write_site(folder: &Path, options: &str) -> PathBuf {
    let write = |path: &str, text: &str| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).unwrap();
        fs::write(path, text).unwrap();
    };
    write("_config.yml", &format!("{COMMON}{options}\n"));
    write(
        "_data/authors.yml",
        "jo: {name: Jo Doe, email: jo@example.com}\nann: {name: Ann, uri: https://ann.example/}\n",
    );
    for (path, front_matter) in FILES.iter().chain(&NOTES) {
        let text =
            "First *paragraph* of [it](/b.html \"t\").\n\nSecond & last: `a < b`\n\n- x\n- y\n";
        write(path, &format!("---\n{front_matter}\n---\n{text}"));
    }
    folder.to_owned()
}

fn compare_feeds(site: &Path) {
    let name = site.file_name().unwrap_or_default().to_string_lossy();
    let (their_root, our_root) = (site.join("_site"), site.join("_ours"));
    run_well(
        site,
        &["--quiet", "-o", &format!("{}/", our_root.display())],
    );
    let (mut theirs, mut ours) = (Vec::new(), Vec::new());
    list(&their_root, &their_root, &mut theirs);
    list(&our_root, &our_root, &mut ours);
    // jekyll-feed leaves tags out that Bindery has feeds for.
    let is_theirs =
        |path: &&PathBuf| !path.to_string_lossy().contains("xn--") && !path.ends_with("e-f.xml");
    let ours: BTreeSet<&PathBuf> = ours.iter().filter(is_theirs).collect();
    assert!(!theirs.is_empty(), "{name}: jekyll-feed wrote nothing");
    assert_eq!(ours, theirs.iter().collect(), "{name}");
    for path in &theirs {
        let their = read(&fs::read(their_root.join(path)).unwrap());
        let our = read(&fs::read(our_root.join(path)).unwrap());
        let shown = format!("{name}: {}", path.display());
        assert_eq!(our.id, their.id, "{shown}");
        assert_eq!(title(&our.title), title(&their.title), "{shown}");
        // Bindery's is HTML, theirs is text.
        let subtitle = title(&our.description).replace("&amp;", "&");
        assert_eq!(subtitle, title(&their.description), "{shown}");
        assert_eq!(our.language, their.language, "{shown}");
        let ids = |feed: &feed_rs::model::Feed| {
            feed.entries
                .iter()
                .map(|e| e.id.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(ids(&our), ids(&their), "{shown}");
        for (our, their) in our.entries.iter().zip(&their.entries) {
            let mut different = differences(our, their);
            // A post without a title has its first words for one.
            different.retain(|what| *what != "title" || !title(&their.title).is_empty());
            let is_equal = !matches!(compare(our, their), Compared::Different);
            assert!(
                different.is_empty() && is_equal,
                "{shown}: {different:?}\n{our:#?}\n{their:#?}"
            );
        }
    }
}
