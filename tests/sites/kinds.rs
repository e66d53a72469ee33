//! Sites of other generators: how they are recognised, and what their posts say.
use bindery_archive::{Archive, Options};
use bindery_model::Source;

fn open(files: &[(&str, &str)]) -> (tempfile::TempDir, Archive) {
    let folder = tempfile::tempdir().unwrap();
    crate::write(folder.path(), files);
    let archive = bindery_archive::open(folder.path(), &Options::default()).unwrap();
    (folder, archive)
}

/// Address, title, day, categories and tags of each post.
fn posts(archive: &Archive) -> Vec<String> {
    let line = |entry: &bindery_model::Entry| {
        let meta = &entry.meta;
        let day = meta
            .date
            .map(|date| date.civil().date().to_string())
            .unwrap_or_default();
        format!(
            "{} {} {day} {} {}",
            meta.url,
            meta.title,
            meta.categories.join("+"),
            meta.tags.join("+")
        )
    };
    archive.entries().iter().map(line).collect()
}

/// The model of a post, as JSON.
fn json(archive: &Archive, at: usize) -> String {
    let post = archive.read(&archive.entries()[at]).unwrap().post;
    serde_json::to_string(&post.blocks).unwrap()
}

#[test]
fn hexo_has_posts_below_source() {
    let (_folder, archive) = open(&[
        (
            "_config.yml",
            "title: H\npermalink: :year/:month/:day/:title/\n",
        ),
        (
            "source/_posts/first.md",
            "---\ntitle: First\ndate: 2024-01-02 10:00:00\ntags: [a]\ncategories: [c]\n---\n{% asset_img p.png A pea %}\n\n\
             {% codeblock lang:js %}\nlet a;\n{% endcodeblock %}\n\n{% post_link second The second %} {% post_link 2024-02-03-second %}\n",
        ),
        ("source/_posts/first/p.png", ""),
        (
            "source/_posts/2024-02-03-second.md",
            "---\ntitle: Second\n---\n{% note %}in{% endnote %}\n",
        ),
        ("source/_drafts/third.md", "---\ntitle: Third\n---\n"),
    ]);
    assert_eq!(archive.site().kind, "hexo");
    assert_eq!(
        posts(&archive),
        [
            "/2024/01/02/first/ First 2024-01-02 c a",
            "/2024/02/03/2024-02-03-second/ Second 2024-02-03  ",
        ]
    );
    let first = json(&archive, 0);
    assert!(first.contains("source/_posts/first/p.png"), "{first}");
    assert!(
        first.contains("let a;") && first.contains("\"js\""),
        "{first}"
    );
    assert!(first.contains("\"text\":\"Second\""), "{first}");
}

#[test]
fn pelican_has_lines_at_the_heads_of_posts() {
    let (_folder, archive) = open(&[
        ("pelicanconf.py", "SITENAME = 'P'\n"),
        (
            "content/garden/first.md",
            "Title: A first: post\nDate: 2024-01-02 10:20\nTags: a b, c\nAuthors: Jo Doe, Al Roe\nSlug: own\n\nText with ![a]({static}/images/a.png).\n",
        ),
        (
            "content/second.md",
            "Title: Second one\nDate: 2024-02-03\nCategory: Walks\n\nText.\n",
        ),
        ("content/third.md", "Title: Third\nStatus: draft\n\nText.\n"),
        ("content/images/a.png", ""),
    ]);
    assert_eq!(archive.site().kind, "pelican");
    assert_eq!(
        posts(&archive),
        [
            "/own.html A first: post 2024-01-02 garden a b+c",
            "/second-one.html Second one 2024-02-03 Walks ",
        ]
    );
    assert_eq!(archive.entries()[0].meta.authors.len(), 2);
    let first = json(&archive, 0);
    assert!(
        first.contains("content/images/a.png") && !first.contains("Slug"),
        "{first}"
    );
}

#[test]
fn posts_take_in_other_files_as_their_generators_do() {
    let (_folder, archive) = open(&[
        (
            "mkdocs.yml",
            "site_name: M\nmarkdown_extensions:\n  - pymdownx.snippets:\n      base_path: [!relative $docs_dir/inc]\n      \
             auto_append: [abbr.md]\n",
        ),
        (
            "docs/a.md",
            "# A\n\nThe HT.\n\n--8<-- \"more.md\"\n--8<-- \"none.md\"\n",
        ),
        ("docs/inc/more.md", "More *text*.\n"),
        ("docs/inc/abbr.md", "*[HT]: Hyper\n"),
    ]);
    let parsed = archive.read(&archive.entries()[0]).unwrap();
    let post = serde_json::to_string(&parsed.post.blocks).unwrap();
    assert!(post.contains("More ") && post.contains("Hyper"), "{post}");
    let told = &parsed.diagnostics[0];
    assert_eq!(
        (&*told.code, told.location.as_ref().unwrap().line),
        ("post.not-taken-in", 6)
    );

    let (_folder, archive) = open(&[
        (
            "docs/.vitepress/config.mts",
            "export default { title: 'V', srcDir: './pages' }\n",
        ),
        (
            "docs/pages/a.md",
            "# A\n\n<!--@include: @/parts/b.md-->\n\n<<< @/x.js\n",
        ),
        ("docs/pages/parts/b.md", "More *text*.\n"),
        ("docs/pages/x.js", "let x;\n"),
    ]);
    let post = json(&archive, 0);
    assert!(post.contains("More ") && post.contains("let x;"), "{post}");
}

#[test]
fn a_folder_around_a_site_is_left() {
    for (file, kind) in [
        (".obsidian/app.json", "obsidian"),
        ("pelicanconf.py", "pelican"),
        ("book.toml", "folder"),
        ("posts.csv", "folder"),
    ] {
        let [file, post] = [file, "content/a.md"].map(|path| format!("top/{path}"));
        let text = "[book]\ntitle = \"T\"\n";
        let (_folder, archive) = open(&[(&file, text), (&post, "Title: A\n\nText.\n")]);
        let path = archive.entries()[0].meta.path.as_str();
        assert_eq!(
            (archive.site().kind.as_str(), path),
            (kind, "content/a.md"),
            "{file}"
        );
    }
}

#[test]
fn links_between_files_of_a_folder_lead_to_posts() {
    let (_folder, archive) = open(&[
        ("a.md", "# A\n\n[b](b.md#part) [c](deep/c.md) [d](d.pdf)\n"),
        ("b.md", "# B\n\n## Part\n"),
        ("deep/c.md", "# C\n\n[up](../a.md)\n"),
        ("d.pdf", ""),
    ]);
    let json = json(&archive, 0);
    for part in [
        r#""kind":"post","path":"b.md","url":"/b.html","fragment":"part""#,
        r#""kind":"post","path":"deep/c.md""#,
        r#""kind":"resource","path":"d.pdf""#,
    ] {
        assert!(json.contains(part), "{part}: {json}");
    }
}

#[test]
fn folders_of_posts_have_dates_and_authors_have_names() {
    let (_folder, archive) = open(&[
        (
            "blog/authors.yml",
            "jo:\n  name: Jo Doe\n  url: https://jo.example\n",
        ),
        (
            "blog/2021-08-26-welcome/index.md",
            "---\ntitle: Welcome\nauthors: [jo, Al]\ntags:\n  - label: A b\n---\nText.\n",
        ),
        (
            "blog/2022/03/04/later.md",
            "---\ntitle: Later\n---\nText.\n",
        ),
        ("daily/2023-01-05.md", "# Rain\n"),
    ]);
    assert_eq!(
        posts(&archive),
        [
            "/blog/2021-08-26-welcome/index.html Welcome 2021-08-26  A b",
            "/blog/2022/03/04/later.html Later 2022-03-04  ",
            "/daily/2023-01-05.html Rain 2023-01-05  ",
        ]
    );
    let first = &archive.entries()[0].meta;
    let names: Vec<&str> = first
        .authors
        .iter()
        .map(|author| author.name.as_str())
        .collect();
    assert_eq!((names, &*first.slug), (vec!["Jo Doe", "Al"], "welcome"));
    let (_folder, archive) = open(&[
        ("mkdocs.yml", "site_name: M\n"),
        (
            "docs/blog/.authors.yml",
            "authors:\n  jo:\n    name: Jo Doe\n",
        ),
        ("docs/blog/posts/a.md", "---\nauthors: [jo]\n---\nText.\n"),
    ]);
    assert_eq!(archive.entries()[0].meta.authors[0].name, "Jo Doe");
    let (_folder, archive) = open(&[
        ("_config.yml", "title: J\n"),
        ("_data/authors.yml", "jo:\n  name: Jo Doe\n"),
        ("_posts/2024-01-01-a.md", "---\nauthor: jo\n---\nText.\n"),
    ]);
    assert_eq!(archive.entries()[0].meta.authors[0].name, "Jo Doe");
}

#[test]
fn hexo_has_older_front_matter_line_breaks_and_addresses_of_posts() {
    let configuration = "title: H\nlanguage: [zh-CN, en]\npermalink: :title/\n";
    let (_folder, archive) = open(&[
        ("_config.yml", configuration),
        (
            "source/_posts/a.md",
            "title: A\ndate: 2013-05-01 10:00:00\n---\none\ntwo {% post_path b %}\n",
        ),
        (
            "source/_posts/b.md",
            ";;;\n\"title\": \"B\",\n\"date\": \"2014-01-01\",\n;;;\ntext\n",
        ),
    ]);
    assert_eq!(archive.site().language.as_deref(), Some("zh-CN"));
    assert_eq!(
        posts(&archive),
        ["/a/ A 2013-05-01  ", "/b/ B 2014-01-01  "]
    );
    let first = json(&archive, 0);
    let parts = ["one", "line-break", "two /b/"].map(|part| first.find(part));
    assert!(parts.is_sorted() && parts[0].is_some(), "{first}");
    let (_folder, archive) = open(&[
        ("_config.yml", "title: H\nmarked:\n  breaks: false\n"),
        ("source/_posts/a.md", "---\ntitle: A\n---\none\ntwo\n"),
    ]);
    assert!(!json(&archive, 0).contains("line-break"));
}

#[test]
fn hexo_reads_markdown_behind_pictures() {
    let (_folder, archive) = open(&[
        ("_config.yml", "title: H\n"),
        (
            "source/_posts/a.md",
            "---\ntitle: A\n---\n{% asset_img p.png %}\n**bold** [b](/b)\n\n- one\n{% img /q.png %}\n- two\n\n\
             {% label primary @text %}\n",
        ),
    ]);
    let post = json(&archive, 0);
    assert!(!post.contains("**") && !post.contains("(/b)"), "{post}");
    assert!(!post.contains("- two") && !post.contains('@'), "{post}");
    assert_eq!(post.matches("\"image\"").count(), 2, "{post}");
}

#[test]
fn hexo_has_names_of_the_front_matter_in_addresses_and_dates_in_names_of_files() {
    let configuration = "title: H\npermalink: p/:abbrlink/:word-:title:colon.html\n\
                         new_post_name: :year-:month-:day-:title.md\n";
    let (_folder, archive) = open(&[
        ("_config.yml", configuration),
        (
            "source/_posts/2024-01-02-one.md",
            "---\ntitle: One\nabbrlink: 4021\nword: w\ncolon: x\n---\n",
        ),
        (
            "source/_posts/two.md",
            "---\ntitle: Two\ndate: 2024-02-03\n---\n",
        ),
    ]);
    assert_eq!(
        posts(&archive),
        [
            "/p/4021/w-onex.html One 2024-01-02  ",
            "/p/two/two-twotwo.html Two 2024-02-03  ",
        ]
    );
}

#[test]
fn templates_and_themes_say_that_pages_typeset_formulas() {
    let post = (
        "_posts/2024-01-02-a.md",
        "---\ntitle: A\n---\nLet $a_1 * b$ be.\n",
    );
    let script = "<script>MathJax = {tex: {inlineMath: [['$', '$']]}};</script>";
    let guarded = format!("{{% if page.mathjax %}}{script}{{% endif %}}");
    let including = (
        "_posts/2024-01-02-a.md",
        "---\ntitle: A\n---\n{% include m.html %}\n\nLet $a_1 * b$ be.\n",
    );
    for (files, expected) in [
        (
            vec![
                post,
                ("_config.yml", "title: J\n"),
                ("_includes/m.html", script),
            ],
            true,
        ),
        (
            vec![
                post,
                ("_config.yml", "title: J\n"),
                ("_includes/m.html", guarded.as_str()),
            ],
            false,
        ),
        (
            vec![
                including,
                ("_config.yml", "title: J\n"),
                ("_includes/m.html", script),
                ("_layouts/a.html", guarded.as_str()),
            ],
            true,
        ),
        (
            vec![
                ("_config.yml", "theme: fluid\n"),
                ("_config.fluid.yml", "post:\n  math:\n    enable: true\n"),
                ("source/_posts/a.md", post.1),
            ],
            true,
        ),
    ] {
        let (_folder, archive) = open(&files);
        let found = json(&archive, 0);
        assert_eq!(found.contains("\"math\""), expected, "{found}");
    }
}

#[test]
fn posts_about_something_elsewhere_lead_there() {
    let (_folder, archive) = open(&[
        ("_config.yml", "url: https://own.example\n"),
        (
            "_posts/2024-01-01-a.md",
            "---\ntitle: A\nexternal-url: https://a.example/b\n---\nText.\n",
        ),
        (
            "_posts/2024-01-02-b.md",
            "---\ntitle: B\nlink: https://a.example/c\n---\n[Text](https://a.example/c).\n",
        ),
        (
            "_posts/2024-01-03-c.md",
            "---\nlink: https://own.example/d\n---\nText.\n",
        ),
    ]);
    let links = [0, 1, 2].map(|at| json(&archive, at).matches("\"link\"").count());
    assert_eq!(links, [1, 1, 0]);
    assert!(json(&archive, 0).contains("https://a.example/b"));
}

#[test]
fn jekyll_has_its_own_days_and_terms() {
    let (_folder, archive) = open(&[
        ("_config.yml", "title: J\n"),
        (
            "_posts/2024-01-02-a.md",
            "---\ntitle: A\ncreated: 2019-05-06\ntags: one, two\n---\nText.\n",
        ),
    ]);
    assert_eq!(
        posts(&archive),
        ["/2024/01/02/a.html A 2024-01-02  one,+two"]
    );
}

#[test]
fn octopress_is_jekyll_with_its_posts_elsewhere() {
    let configuration = "title: O\nsource: source\ndestination: public\npermalink: /blog/:year/:month/:day/:title/\n";
    let (_folder, archive) = open(&[
        ("_config.yml", configuration),
        (
            "source/_posts/2013-02-03-a-post.markdown",
            "---\ntitle: \"A post\"\n---\n{% img /images/p.png 20 30 'P' %}\n\n{% include x.html %}\n",
        ),
        ("source/_includes/x.html", "included"),
    ]);
    assert_eq!(archive.site().kind, "jekyll");
    assert_eq!(
        posts(&archive),
        ["/blog/2013/02/03/a-post/ A post 2013-02-03  "]
    );
    assert!(json(&archive, 0).contains("included"));
}

#[test]
fn pelican_reads_pages_lists_of_posts_and_its_own_markdown() {
    let (_folder, archive) = open(&[
        (
            "pelicanconf.py",
            "SITENAME = 'P'\nSITEURL = 'https://p.example'\n",
        ),
        (
            "content/a.html",
            "<html><head><title>Page</title><meta name=\"tags\" content=\"x, y\"><meta name='date' content='2012-07-09'>\
             <meta name='authors' content='A B, C D'><meta name='Category' content='Web'></head><body>The <b>body</b></body></html>",
        ),
        (
            "content/c/b.md",
            "Title: B\nDate: 2013-01-01\n\n[c]({category}A) [t]({tag}x) [i]({index}) ![p]({attach}../p.png)\n\n\
             Term\n:   Meaning\n\n!!! note \"Box\"\n    inside\n\nText.\n\n    :::python\n    code\n",
        ),
        ("content/p.png", ""),
    ]);
    assert_eq!(
        posts(&archive),
        [
            "/page.html Page 2012-07-09 Web x+y",
            "/b.html B 2013-01-01 c "
        ]
    );
    assert_eq!(archive.entries()[0].meta.authors.len(), 2);
    assert!(!json(&archive, 0).contains("Page"));
    let second = json(&archive, 1);
    for part in [
        "/category/a.html",
        "/tag/x.html",
        "\"url\":\"/\"",
        "content/p.png",
        "definition",
        "Box",
    ] {
        assert!(second.contains(part), "{part}: {second}");
    }
    assert!(
        !second.contains("!!!") && !second.contains(":::"),
        "{second}"
    );
}

#[test]
fn pelican_says_in_its_settings_where_posts_are() {
    let (_folder, archive) = open(&[
        (
            "pelicanconf.py",
            "AUTHOR = 'Jo Doe'\nSITENAME = \"P's own\"\nSITEURL = ''\nPATH = 'src'\nTIMEZONE = 'Asia/Tokyo'\n\
             DEFAULT_LANG = 'de'\nARTICLE_URL = '{date:%Y}/{category}/{slug}/'\nDEFAULT_CATEGORY = 'misc'\n\
             ARTICLE_SAVE_AS = '{date:%Y}/{category}/{slug}/index.html'\nUSE_FOLDER_AS_CATEGORY = False\n",
        ),
        (
            "publishconf.py",
            "from pelicanconf import *\nSITEURL = 'https://p.example'\n",
        ),
        (
            "src/garden/first.md",
            "Title: One\nDate: 2024-01-02 00:20\n\nText.\n",
        ),
        ("README.md", "No post.\n"),
    ]);
    let site = archive.site();
    assert_eq!(
        (site.title.as_str(), site.url.as_deref()),
        ("P's own", Some("https://p.example"))
    );
    assert_eq!(site.authors[0].name, "Jo Doe");
    assert_eq!(site.language.as_deref(), Some("de"));
    assert_eq!(posts(&archive), ["/2024/misc/one/ One 2024-01-02 misc "]);
    let date = archive.entries()[0].meta.date.unwrap();
    assert_eq!(date.timestamp().to_string(), "2024-01-01T15:20:00Z");
}

#[test]
fn eleventy_has_data_beside_posts_and_liquid_in_them() {
    let (_folder, archive) = open(&[
        (
            "eleventy.config.js",
            "export default function (config) {\n  return {\n    dir: { input: \"src\", output: \"_site\" },\n  };\n}\n",
        ),
        (
            "src/_data/site.json",
            "{\"title\": \"E\", \"url\": \"https://e.example\", \"author\": {\"name\": \"Jo\"}}",
        ),
        ("src/_includes/hi.html", "hi from {{ site.title }}"),
        (
            "src/posts/posts.json",
            "{\"tags\": \"posts\", \"layout\": \"post\", \"mood\": \"calm\"}",
        ),
        (
            "src/posts/2024-01-02-first.md",
            "---\ntitle: First\ntags: [garden, \"two words\"]\n---\n{% include \"hi.html\" %} {{ title }} {{ mood }} {{ page.fileSlug }}\n",
        ),
        (
            "src/posts/second/index.md",
            "---\ntitle: Second\ndate: 2024-02-03\npermalink: \"/{{ page.date | date: '%Y' }}/{{ page.fileSlug }}/index.html\"\n---\n\"q\"\n",
        ),
        (
            "src/posts/hidden.md",
            "---\ntitle: H\npermalink: false\n---\n",
        ),
        ("src/posts/index.html", "list"),
        ("src/about.md", "About.\n"),
        ("_site/posts/first/index.html", "made"),
        ("README.md", "No post.\n"),
    ]);
    assert_eq!(
        (archive.site().kind.as_str(), archive.site().title.as_str()),
        ("eleventy", "E")
    );
    assert_eq!(
        posts(&archive),
        [
            "/posts/first/ First 2024-01-02 garden+two words ",
            "/2024/second/ Second 2024-02-03  ",
        ]
    );
    let first = json(&archive, 0);
    assert!(first.contains("hi from E First calm first"), "{first}");

    let (_folder, archive) = open(&[
        (
            ".eleventy.js",
            "module.exports = c => { return { markdownTemplateEngine: 'njk' } }\n",
        ),
        (
            "a.md",
            "---\ndate: 2024-01-02\nlead: said\n---\n{% set a = 'set' %}{{ lead }} {{ a }} {% raw %}{{ b }}{% endraw %}\n\n\
             {% image \"./p.png\", \"A pea\", [300] %}\n",
        ),
    ]);
    assert_eq!(archive.diagnostics()[0].code, "eleventy.nunjucks");
    let post = json(&archive, 0);
    assert!(post.contains("said set {{ b }}"), "{post}");
    assert!(post.contains("/p.png") && post.contains("A pea"), "{post}");
}

#[test]
fn obsidian_has_links_between_notes() {
    let (_folder, archive) = open(&[
        (".obsidian/app.json", "{}"),
        (
            "A note.md",
            "Text ==marked== %%hidden%% [[Other note|that one]] [[Other note#Part]]\n\n![[pic.png]]\n\n> [!tip] Title\n> inside\n",
        ),
        ("folder/Other note.md", "# Part\n\nText.\n"),
        ("files/pic.png", ""),
    ]);
    assert_eq!(archive.site().kind, "obsidian");
    assert_eq!(
        posts(&archive),
        [
            "/A%20note.html A note   ",
            "/folder/Other%20note.html Other note   "
        ]
    );
    let note = json(&archive, 0);
    for expected in [
        "folder/Other note.md",
        "files/pic.png",
        "that one",
        "Title",
        "inside",
    ] {
        assert!(note.contains(expected), "{expected}: {note}");
    }
    assert!(!note.contains("hidden"), "{note}");
}

#[test]
fn callouts_have_the_language_of_the_site_or_the_post() {
    let (_folder, archive) = open(&[
        ("hugo.toml", "title = \"H\"\nlanguageCode = \"de\"\n"),
        (
            "content/posts/a.md",
            "---\ntitle: a\ndate: 2024-01-01\n---\n> [!WARNING]\n> one\n",
        ),
        (
            "content/posts/b.md",
            "---\ntitle: b\ndate: 2024-01-02\nlang: fr\n---\n> [!tip]+\n> two\n",
        ),
    ]);
    assert_eq!(archive.site().kind, "hugo");
    for (at, title) in [(0, "Warnung"), (1, "Astuce")] {
        let post = json(&archive, at);
        assert!(post.contains(title) && post.contains("callout"), "{post}");
    }
}

#[test]
fn zola_has_sections_slugs_and_dates_in_names() {
    let (_folder, archive) = open(&[
        (
            "config.toml",
            "base_url = \"https://z.example/sub\"\ntitle = \"Z\"\nignored_content = [\"*/draft*.md\"]\n[languages.fr]\n\
             [markdown]\nrender_emoji = true\n",
        ),
        ("content/blog/_index.md", "+++\ntitle = \"Blog\"\n+++\n"),
        (
            "content/blog/2024-01-02-First Post.md",
            "+++\ntitle = \"First\"\n[taxonomies]\ntags = [\"x\"]\n+++\n[b](@/blog/bundle/index.md#s) \"q\" https://bare.example [s](@/blog/_index.md) :tada:\n",
        ),
        (
            "content/blog/bundle/index.md",
            "+++\ntitle = \"Bundle\"\ndate = 2024-02-03\n+++\n## S {#s}\n![p](p.png)\n",
        ),
        ("content/blog/bundle/p.png", ""),
        ("content/blog/drafts.md", "+++\ntitle = \"D\"\n+++\n"),
        (
            "content/标题.md",
            "+++\ntitle = \"T\"\ndate = 2024-02-04\n+++\n",
        ),
        (
            "content/own.md",
            "+++\ntitle = \"O\"\npath = \"2024/02/05/own\"\n+++\n",
        ),
        (
            "content/fr.fr.md",
            "+++\ntitle = \"F\"\ndate = 2024-02-06\n+++\n",
        ),
    ]);
    assert_eq!(archive.site().kind, "zola");
    assert_eq!(archive.site().base_path, "/sub");
    assert_eq!(
        posts(&archive),
        [
            "/blog/first-post/ First 2024-01-02  x",
            "/blog/bundle/ Bundle 2024-02-03  ",
            "/biao-ti/ T 2024-02-04  ",
            "/2024/02/05/own/ O 2024-02-05  ",
            "/fr/fr/ F 2024-02-06  ",
        ]
    );
    assert_eq!(archive.entries()[4].meta.language.as_deref(), Some("fr"));
    let first = json(&archive, 0);
    assert!(
        first.contains("content/blog/bundle/index.md") && !first.contains("\"kind\":\"web\""),
        "{first}"
    );
    assert!(
        first.contains(r#"{"kind":"site","url":"/blog/"}"#),
        "{first}"
    );
    assert!(first.contains('🎉'), "{first}");
    assert!(json(&archive, 1).contains("content/blog/bundle/p.png"));
}
