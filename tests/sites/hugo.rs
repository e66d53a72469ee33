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
        "defaultContentLanguage='en'\n[languages.en]\nweight=1\n[languages.zh]\nweight=2\n",
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
                let date = meta.date.unwrap().timestamp.as_second();
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
