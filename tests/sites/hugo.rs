//! Addresses, dates and languages of posts, as Hugo has them.
use std::collections::BTreeMap;

use bindery_archive::Options;
use bindery_model::Source;
use serde_json::Value;

/// Posts with everything that names and front matter may say of them.
const POSTS: [(&str, &str); 31] = [
    ("posts/_index.md", "title: Posts"),
    ("posts/A Post.md", "title: A Post\ndate: 2024-03-01"),
    (
        "posts/2024-01-02-dated.md",
        "title: Dated\ndate: 2024-01-02T10:00:00+08:00",
    ),
    (
        "posts/slug.md",
        "title: S\nslug: My Slug_x\ndate: 2024-01-02",
    ),
    ("posts/url.md", "title: S\nurl: /own/page\ndate: 2024-01-02"),
    (
        "posts/url2.md",
        "title: S\nurl: own2/page.html\ndate: 2024-01-02",
    ),
    ("posts/url3.md", "title: S\nurl: /own3/\ndate: 2024-01-02"),
    (
        "posts/url4.md",
        "title: S\nurl: \"/:year/:title/x\"\ndate: 2024-01-02",
    ),
    ("posts/Bundle One/index.md", "title: B\ndate: 2024-01-02"),
    ("posts/Bundle One/part.md", "title: a part of the bundle"),
    ("posts/deep/er/x.md", "title: Deep\ndate: 2024-01-02"),
    (
        "posts/标题，测试.md",
        "title: 标题，测试 二\ndate: 2024-01-02",
    ),
    (
        "posts/Ünïcödé & co.md",
        "title: Ünïcödé & Co!\ndate: 2024-01-02",
    ),
    ("posts/c++_a+b~c@d.md", "title: C++ a+b\ndate: 2024-01-02"),
    ("posts/dots.1.2.md", "title: Dots\ndate: 2024-01-02"),
    ("posts/draft.md", "title: D\ndraft: true\ndate: 2024-01-02"),
    ("posts/future.md", "title: F\ndate: 2099-01-02"),
    (
        "posts/expired.md",
        "title: E\ndate: 2024-01-02\nexpiryDate: 2024-02-01",
    ),
    ("posts/published.md", "title: P\npublishDate: 2023-01-02"),
    (
        "posts/not-yet.md",
        "title: P\ndate: 2020-01-01\npublishDate: 2099-01-02",
    ),
    ("posts/lastmod.md", "title: P\nlastmod: 2023-05-02"),
    ("posts/post.zh.md", "title: 中文\ndate: 2024-01-02"),
    ("posts/post.md", "title: English\ndate: 2024-01-02"),
    ("posts/post.fr.md", "title: French\ndate: 2024-01-02"),
    ("posts/bl/index.zh.md", "title: 乙\ndate: 2024-01-02"),
    ("posts/bl/index.md", "title: B\ndate: 2024-01-02"),
    ("root.md", "title: Root\ndate: 2024-01-02"),
    ("about/index.md", "title: About\ndate: 2024-01-02"),
    (
        "news/Über/n.md",
        "title: News & more -- x\ndate: 2024-12-30 23:30:00",
    ),
    ("md/under_score.md", "title: U\ndate: 2024-01-02"),
    ("Upper/PAGE.md", "title: Upper\ndate: 2024-01-02"),
];

/// Sites by name, with their configuration.
const SITES: [(&str, &str); 7] = [
    ("plain", ""),
    (
        "permalinks",
        "[permalinks]\nposts='/:year/:month/:title/'\nnews='/:section/:day/:monthname/:yearday/:weekdayname/:slug'\nmd='/:sections[1:]/:slugorfilename/'\nUpper='/u/:contentbasename'\n",
    ),
    (
        "pages",
        "[permalinks.page]\nposts='/:slugorcontentbasename/:weekday/'\nnews='/:06/:01/:2/:sections[last]/:slug.html'\n",
    ),
    (
        "languages",
        "defaultContentLanguage='en'\n[permalinks]\nmd='/:slug/'\n[languages.en]\nweight=1\n[languages.zh]\nweight=2\n[languages.zh.permalinks]\nposts='/p/:slug/'\n",
    ),
    (
        "subfolders",
        "defaultContentLanguage='zh'\ndefaultContentLanguageInSubdir=true\n[languages.en]\nweight=1\n[languages.zh]\nweight=2\n",
    ),
    (
        "ugly",
        "uglyURLs=true\ntimeZone='Asia/Shanghai'\ndisablePathToLower=true\n",
    ),
    (
        "file-dates",
        "[frontmatter]\ndate=[':filename',':default']\n",
    ),
];

const BASE: &str = "baseURL='https://h.example/sub/'\ntitle='T'\ndisableKinds=['taxonomy','term','rss','sitemap','404']\n";

/// Prints the pages of all languages as lines of JSON.
const HOME: &str = "{{- range site.AllPages }}{{ if eq .Kind \"page\" }}{{ dict \"path\" .File.Path \"url\" .RelPermalink \"date\" .Date.Unix \"language\" .Language.Lang | jsonify | safeHTML }}\n{{ end }}{{ end -}}";

#[test]
fn posts_are_where_hugo_puts_them() {
    let work = tempfile::tempdir().unwrap();
    for (name, configuration) in SITES {
        let folder = work.path().join(name);
        for (path, values) in POSTS {
            let text = format!("---\n{values}\n---\ntext\n");
            crate::write(&folder, &[(&format!("content/{path}"), &text)]);
        }
        let configuration = format!("{BASE}{configuration}");
        crate::write(
            &folder,
            &[
                ("hugo.toml", &configuration),
                ("layouts/index.html", HOME),
                ("layouts/_default/single.html", "{{ .Content }}"),
                ("layouts/_default/list.html", "x"),
            ],
        );
        bindery_tests::hugo::build(&folder);
        let home = ["public/index.html", "public/zh/index.html"];
        let lines: String = home
            .iter()
            .filter_map(|home| std::fs::read_to_string(folder.join(home)).ok())
            .collect();
        let rows = lines.lines().filter(|line| line.starts_with('{'));
        let theirs: BTreeMap<String, String> = rows
            .map(|line| {
                let row: Value = serde_json::from_str(line).unwrap();
                let text = |key: &str| row[key].as_str().unwrap().to_owned();
                (text("path"), format!("{} {}", text("url"), row["date"]))
            })
            .collect();
        let archive = bindery_archive::open(&folder, &Options::default()).unwrap();
        assert_eq!(archive.site().kind, "hugo");
        let ours: BTreeMap<String, String> = archive
            .entries()
            .iter()
            .map(|entry| {
                let meta = &entry.meta;
                let path = meta.path.strip_prefix("content/").unwrap().to_owned();
                let date = meta.date.unwrap().timestamp().as_second();
                let base = &archive.site().base_path;
                (path, format!("{base}{} {date}", meta.url))
            })
            .collect();
        // Of two posts at one address Hugo drops one, and Bindery warns.
        let is_dropped = |path: &String, at: &String| {
            !theirs.contains_key(path) && theirs.values().any(|known| known == at)
        };
        let ours: BTreeMap<String, String> = ours
            .into_iter()
            .filter(|(path, at)| !is_dropped(path, at))
            .collect();
        assert!(theirs.len() > 20, "{name}: {lines}");
        assert_eq!(ours, theirs, "{name}");
    }
}

/// Of translations, a reference means that in the language of its page, as in Hugo.
#[test]
fn references_stay_in_their_language() {
    let by_folder =
        "[languages.en]\ncontentDir='content/en'\n[languages.zh]\ncontentDir='content/zh'\n";
    let by_name = "[languages.en]\n[languages.zh]\n";
    let body = "[one]({{< ref \"/posts/a\" >}}) [two]({{< relref \"a\" >}})";
    for (configuration, paths) in [
        (
            by_folder,
            [
                "en/posts/a.md",
                "en/posts/b/index.md",
                "zh/posts/a.md",
                "zh/posts/b/index.md",
            ],
        ),
        (
            by_name,
            [
                "posts/a.md",
                "posts/b/index.md",
                "posts/a.zh.md",
                "posts/b/index.zh.md",
            ],
        ),
    ] {
        let work = tempfile::tempdir().unwrap();
        crate::write(
            work.path(),
            &[
                ("hugo.toml", &format!("{BASE}{configuration}")),
                ("layouts/index.html", LINKS),
                ("layouts/_default/single.html", "x"),
                ("layouts/_default/list.html", "x"),
            ],
        );
        for path in paths {
            let text = format!("---\ntitle: T\ndate: 2024-01-02\n---\n{body}\n");
            crate::write(work.path(), &[(&format!("content/{path}"), &text)]);
        }
        bindery_tests::hugo::build(work.path());
        let home = std::fs::read_to_string(work.path().join("public/index.html")).unwrap();
        let archive = bindery_archive::open(work.path(), &Options::default()).unwrap();
        for entry in archive.entries() {
            let post = archive.read(entry).unwrap().post;
            let said = serde_json::to_string(&post.blocks).unwrap();
            let line = home
                .lines()
                .find(|line| line.starts_with(&format!("/sub{} ", entry.meta.url)));
            let theirs = line.unwrap_or_else(|| panic!("Hugo has no {}: {home}", entry.meta.url));
            let prefix = if theirs.contains("/sub/zh/posts/a/") {
                "/zh"
            } else {
                ""
            };
            assert_eq!(
                theirs.matches(&format!("/sub{prefix}/posts/a/\"")).count(),
                2,
                "{theirs}"
            );
            assert_eq!(
                said.matches(&format!("\"{prefix}/posts/a/\"")).count(),
                2,
                "{said}"
            );
        }
        assert_eq!(archive.entries().len(), 4);
    }
}

/// Prints the pages of all languages, each on a line.
const LINKS: &str = "{{- range site.AllPages }}{{ if eq .Kind \"page\" }}{{ .RelPermalink }} {{ replace .Content \"\\n\" \" \" | safeHTML }}\n{{ end }}{{ end -}}";
