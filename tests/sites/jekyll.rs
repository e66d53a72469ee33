//! Addresses, dates, order, categories and tags of posts, as Jekyll's `site.posts` has them.
use std::path::Path;
use std::process::Command;

use bindery_archive::Options;
use bindery_model::Source;
use serde_json::{Value, json};

/// Prints the posts of each site as lines of JSON.
const DUMP: &str = include_str!("jekyll_posts.rb");

/// Posts with everything that names and front matter may say of them.
const POSTS: [(&str, &str); 51] = [
    ("_posts/2020-01-02-Hello World.md", ""),
    ("_posts/2020-1-2-short.markdown", ""),
    ("_posts/20-1-3-two-digits.mkdown", ""),
    ("_posts/2020-02-05-name.with.dots.md", ""),
    ("_posts/2020-02-06-ends-in-dots...md", ""),
    ("_posts/2020-02-07-标题，测试.md", "category: 新闻 国际"),
    ("_posts/2020-02-08-slug.md", "slug: My Slug! x_y"),
    ("_posts/2020-02-18-empty.md", ""),
    ("_posts/2020-02-19-html.html", ""),
    ("_posts/2020-02-20-text.txt", ""),
    ("_posts/2020-02-21-a&b,c'd=e@f+g.md", ""),
    ("_posts/2020-02-22-Ünï_cödé__x--y.md", ""),
    ("_posts/2020-02-23-½²-①.md", ""),
    ("_posts/2020-02-28-a..b.md", ""),
    ("_posts/2020-02-29-.dot.md", ""),
    ("_posts/2020-03-01-copy.md~", ""),
    ("_posts/sub/dir/2020-02-01-nested.md", "category: a b"),
    ("_posts/_under/2020-02-02-hidden.md", ""),
    ("_posts/sub/_under/2020-02-02-seen.md", ""),
    (
        "_posts/2020-02-03-terms.md",
        "categories: x y\ncategory: one two\ntags: t1 t2\ntag: single one",
    ),
    (
        "_posts/2020-02-04-lists.md",
        "categories: [X, x, Y z, 标题]\ntags: [a, a, B, 2020]",
    ),
    (
        "_posts/2020-03-03-lists.md",
        "category: [m, p]\ncategories: [o]",
    ),
    ("_posts/2020-03-04-number.md", "category: 2020"),
    (
        "_posts/2020-02-09-offset.md",
        "date: 2021-03-04 23:30:00 -0500",
    ),
    ("_posts/2020-02-10-day.md", "date: 2021-03-04"),
    ("_posts/2020-02-11-utc.md", "date: 2021-03-04T23:30:00Z"),
    ("_posts/2020-02-12-minutes.md", "date: 2021-03-04 23:30"),
    ("_posts/2020-02-25-quoted.md", "date: '2020-05-01 10:00:00'"),
    (
        "_posts/2020-02-26-same-moment-a.md",
        "date: 2020-02-26 10:00:00 +0100",
    ),
    (
        "_posts/2020-02-25-same-moment-b.md",
        "date: 2020-02-26 09:00:00 +0000",
    ),
    (
        "_posts/2020-02-13-permalink.md",
        "permalink: /own/:year/:title.html",
    ),
    ("_posts/2020-02-14-style.md", "permalink: pretty"),
    ("_posts/2020-03-05-.md", ""),
    ("_posts/2020-03-06-compact.md", "date: 20200307"),
    ("_posts/2020-03-07-compact.md", "date: 20200307233059"),
    ("_posts/2020-03-08-day-first.md", "date: 09.03.2020 10:00"),
    ("_posts/2020-03-10-old.htm", ""),
    ("_posts/2020-03-11-empty-permalink.md", "permalink: ''"),
    ("_posts/2020-02-16-unpublished.md", "published: false"),
    ("_posts/2020-02-17-draft.md", "draft: true"),
    ("_posts/2099-02-25-future.md", ""),
    (
        "_posts/2020-02-27-null.md",
        "lang: fr\ncategories: null\ntags:",
    ),
    ("en/news/_posts/2019-05-01-first.md", ""),
    (
        "en/news/_posts/2019-05-02-second.md",
        "categories: extra\nlang: en",
    ),
    ("zh_cn/news/_posts/2019-05-01-first.md", ""),
    ("english/_posts/2019-05-03-third.md", ""),
    ("_skip/_posts/2019-05-04-skipped.md", ""),
    ("old/_posts/2019-05-05-old.md", ""),
    ("Upper/Case Folder/_posts/2019-05-06-upper.md", ""),
    ("en/_drafts/draft.md", "date: 2018-01-01"),
    ("_notes/note.md", ""),
];

const DEFAULTS: &str = r#"
permalink: /:categories/:year/:title/
defaults:
  - scope: {path: "", type: posts}
    values: {layout: post, lang: pt, categories: [def], tags: [first]}
  - scope: {path: "zh_cn"}
    values: {lang: zh-CN, category: 中文}
  - scope: {path: "en"}
    values: {lang: en, permalink: "/:categories/:title/"}
  - scope: {path: "*/news/_posts"}
    values: {section: news, lang: eo}
  - scope: {path: "_posts/sub/**/*.md"}
    values: {lang: de, categories: sub string}
  - scope: {path: "/_posts/2020-02-19-html.html"}
    values: {lang: it}
  - scope: {path: "en/news", type: post}
    values: {lang: en-GB}
  - scope: {path: ""}
    values: {lang: la, tags: [z]}
"#;

/// Sites by name, with their configuration.
const SITES: [(&str, &str); 14] = [
    ("date", "title: x"),
    ("pretty", "permalink: pretty\ntimezone: Asia/Shanghai"),
    ("ordinal", "permalink: ordinal\ntimezone: America/New_York"),
    ("weekdate", "permalink: weekdate"),
    ("none", "permalink: none"),
    (
        "title",
        "permalink: /:categories/:title.html\ntimezone: Europe/Paris",
    ),
    (
        "numbers",
        "permalink: /:slugified_categories/:w_year-:week-:w_day/:short_year/:i_month/:i_day/:name/:slug:output_ext",
    ),
    (
        "words",
        "permalink: \"/:short_month/:long_month/:short_day/:long_day/:y_day/:hour:minute:second/:title\"",
    ),
    ("defaults", DEFAULTS),
    (
        "excluded",
        "exclude: [old, 'zh_cn/*', _posts/sub, '*.mkdown']\ninclude: [_skip, _under]",
    ),
    ("all", "show_drafts: true\nunpublished: true\nfuture: true"),
    (
        "collections",
        "permalink: pretty\ncollections:\n  posts:\n    permalink: /p/:year/:title:output_ext\n  notes:\n    output: true",
    ),
    ("collections_dir", "collections_dir: my"),
    ("source", "source: src"),
];

#[test]
fn posts_are_where_jekyll_puts_them() {
    if bindery_tests::has_jekyll() {
        let work = tempfile::tempdir().unwrap();
        for (name, configuration) in SITES {
            write_site(&work.path().join(name), configuration);
        }
        let folders = SITES.map(|(name, _)| work.path().join(name));
        let output = Command::new("ruby")
            .args(["-e", DUMP])
            .args(&folders)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        let lines = String::from_utf8(output.stdout).unwrap();
        let rows: Vec<Value> = lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        for (name, _) in SITES {
            let theirs: Vec<&Value> = rows.iter().filter(|row| row["site"] == name).collect();
            compare(name, &ours(name, &work.path().join(name)), &theirs);
        }
    }
}

fn write_site(folder: &Path, configuration: &str) {
    let below = match configuration.split_once(": ") {
        Some(("source" | "collections_dir", folder)) => format!("{folder}/"),
        _ => String::new(),
    };
    for (path, values) in POSTS {
        let text = format!("---\ntitle: A\n{values}\n---\ntext\n");
        crate::write(folder, &[(&format!("{below}{path}"), &text)]);
    }
    crate::write(folder, &[("_config.yml", configuration)]);
}

/// What Bindery finds, in the form that the script prints.
fn ours(name: &str, folder: &Path) -> Vec<Value> {
    let options = Options {
        unpublished: name == "all",
        ..Options::default()
    };
    let archive = bindery_archive::open(folder, &options).unwrap();
    let below = match name {
        "collections_dir" => "my/",
        _ => "",
    };
    let row = |entry: &bindery_model::Entry| {
        let meta = &entry.meta;
        json!({
            "site": name,
            "path": meta.path.strip_prefix(below).unwrap_or(&meta.path),
            "url": meta.url,
            "date": meta.date.map(|date| date.timestamp().as_second()),
            "categories": meta.categories,
            "tags": meta.tags,
            "language": meta.language,
        })
    };
    archive.entries().iter().map(row).collect()
}

fn compare(name: &str, ours: &[Value], theirs: &[&Value]) {
    assert!(
        theirs.len() > 20,
        "{name}: Jekyll has {} posts",
        theirs.len()
    );
    let differ = ours
        .iter()
        .zip(theirs)
        .filter(|(ours, theirs)| ours != *theirs);
    let differ: Vec<String> = differ
        .map(|(ours, theirs)| format!("{ours}\n{theirs}"))
        .collect();
    assert!(
        differ.is_empty(),
        "ours, and Jekyll's:\n{}",
        differ.join("\n")
    );
    assert_eq!(ours.len(), theirs.len(), "{name}");
}
