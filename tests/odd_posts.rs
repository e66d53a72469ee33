//! Posts as nobody should write them: every element of HTML and some that never were, in every
//! other; attributes, addresses, titles, metadata and file names of all kinds. EPUBCheck and Ace
//! must have nothing to say about their books, however those are made.
#![forbid(unsafe_code)]

use std::fs;
use std::path::Path;
use std::process::Command;

use bindery_tests::{ace, epubcheck};

/// Elements of HTML, past and present, and what is none.
const ELEMENTS: &str = "a abbr acronym address applet area article aside audio b base basefont bdi \
    bdo bgsound big blink blockquote body br button canvas caption center cite code col colgroup \
    command data datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption \
    figure font footer form frame h1 h3 h6 head header hgroup hr html i iframe image img input ins \
    isindex kbd keygen label legend li link listing main map mark marquee math menu menuitem meta \
    meter nav nobr noembed noframes noscript object ol optgroup option output p param picture pre \
    progress q rb rp rt rtc ruby s samp script search section select slot small source spacer span \
    strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time \
    title tr track tt u ul var video wbr xmp x-custom mi mrow annotation-xml foreignObject";

/// Attributes that make an element what it is.
const ATTRIBUTES: [(&str, &str); 9] = [
    ("a", " href='https://e.example/'"),
    ("abbr", " title='t'"),
    ("area", " href='/x'"),
    ("audio", " src='https://e.example/a.mp3'"),
    ("iframe", " src='https://e.example/'"),
    ("img", " src='/images/a b.png' alt='picture'"),
    ("object", " data='x.swf'"),
    ("time", " datetime='2024'"),
    ("video", " src='https://e.example/v.mp4'"),
];

/// What elements must stand in.
const PLACES: [(&str, &str, &str); 15] = [
    ("annotation-xml", "<math><semantics>", "</semantics></math>"),
    ("caption", "<table>", "<tr><td>x</table>"),
    ("dd", "<dl><dt>t</dt>", "</dl>"),
    ("dt", "<dl>", "</dl>"),
    ("figcaption", "<figure>", "</figure>"),
    ("foreignObject", "<svg>", "</svg>"),
    ("legend", "<fieldset>", "</fieldset>"),
    ("li", "<ul>", "</ul>"),
    ("mi", "<math>", "</math>"),
    ("mrow", "<math>", "</math>"),
    ("rt", "<ruby>b", "</ruby>"),
    ("summary", "<details>", "</details>"),
    ("td", "<table><tr>", "</table>"),
    ("th", "<table><tr>", "</table>"),
    ("tr", "<table>", "</table>"),
];

fn element(name: &str, content: &str) -> String {
    let attributes = ATTRIBUTES.iter().find(|(known, _)| *known == name);
    let attributes = attributes.map_or("", |(_, attributes)| attributes);
    format!("<{name}{attributes}>{content}</{name}>")
}

/// Every element in this one: alone, then in a span and in a paragraph.
fn elements_in(outer: &str) -> String {
    let place = PLACES.iter().find(|(name, ..)| *name == outer);
    let (before, after) = place.map_or(("", ""), |(_, before, after)| (before, after));
    let mut text = String::new();
    for (number, inner) in ELEMENTS.split_whitespace().enumerate() {
        let inner = element(inner, "word");
        let mixed = format!("<span id='s{number}'>a{inner}b</span><p>c{inner}</p>");
        for content in [&inner, &mixed] {
            text += &format!("{before}{}{after}\n", element(outer, content));
        }
    }
    text
}

/// Values of `title` as YAML.
const TITLES: [&str; 17] = [
    "\"\"",
    "\"   \"",
    "\"\\u0001\\u0007bell\\uFFFE\"",
    "\"<b>bold</b> & <script>x</script> &amp; &lt;\"",
    "12345",
    "[a, b]",
    "{a: b}",
    "true",
    "null",
    "\"\\u202Ereversed\\n\\nlines\\ttabs\"",
    "2024-01-01",
    "\"]]>\"",
    "\"\\U0001F600\"",
    "\"{{ page.x }}\"",
    "|\n  two\n  lines",
    "\"مرحبا\"\nlang: ar",
    "~",
];

/// Other lines of front matter.
const METADATA: [&str; 35] = [
    "tags: 5",
    "tags: [1, 2.5, true, null, \"\", \" \", [a, b], {c: d}]",
    "tags: \"a b, c\"\ncategories: [x/y, \"a&b\", \"<c>\", \"../z\", \"C++\", \"c++\", \"é\", \"e\\u0301\"]",
    "categories: {a: b}",
    "category: \"\"",
    "author:",
    "author: [A, B, A]",
    "author: {name: N, email: \"bad\", url: \"javascript:1\"}",
    "authors: [{name: X}, \"\", null, 5, {nope: 1}]",
    "author: \"<b>A</b> & \\u0001\"",
    "date: 0001-01-01",
    "date: 9999-12-31",
    "date: garbage",
    "date: 2024-02-30",
    "date: -5",
    "date: 99999999999999",
    "date: 1969-12-31T23:59:60Z",
    "lang: \"!!\"",
    "lang: [zh, en]",
    "language: xx-YY-zzzzzzzzz",
    "description: \"\\u0000<b>\"",
    "image: \"bad url\"",
    "permalink: \"/x y/#?%zz/\"",
    "permalink: /same/",
    "permalink: /same/",
    "permalink: \"/../../up\"",
    "permalink: \"\"",
    "slug: same",
    "slug: same",
    "layout: 5\npublished: maybe",
    "redirect_from: [1, null, \"x y\"]",
    "id: \"\\u0001\"",
    "updated: 1800-01-01",
    "tags: &a [x, *a]",
    "series: {a: 1}\nweight: x",
];

const NAMES: [&str; 14] = [
    "a b.md",
    "a  b.md",
    "文章.md",
    "#hash.md",
    "100%.md",
    "%zz.md",
    "a&b.md",
    "it's.md",
    "a+b.md",
    "é.md",
    "e\u{301}.md",
    "a.b.c.md",
    "a_b.md",
    "a;b.md",
];

const SCHEMES: [&str; 16] = [
    "http", "https", "mailto", "tel", "sms", "ftp", "sftp", "gopher", "geo", "irc", "magnet",
    "news", "urn", "xmpp", "doi", "git",
];

const AFTER_SCHEME: [&str; 22] = [
    ":",
    "::",
    "://",
    "://x",
    "://h.example/p?q#f",
    ":x",
    ":?x=y",
    ":#f",
    ":/",
    ":a b",
    ":a@b.c?subject=x y&body=é",
    ":%zz",
    ":[x]",
    "://h.example:",
    "://u:p@h.example/",
    "://h.example:80:80/",
    "://中.例/",
    "://[::1]:80/x",
    "://h..x/",
    "://.x",
    ":a'b\\&quot;c<d>",
    "://a_b-.-c/%2g%",
];

fn write_odd_site(root: &Path) {
    let source = bindery_tests::repository().join("tests/odd-site");
    for folder in ["_posts", "images"] {
        fs::create_dir(root.join(folder)).unwrap();
        for file in fs::read_dir(source.join(folder)).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), root.join(folder).join(file.file_name())).unwrap();
        }
    }
    fs::copy(source.join("_config.yml"), root.join("_config.yml")).unwrap();
    let long = [
        "x".repeat(10_000),
        "长".repeat(10_000),
        "word ".repeat(2_000),
    ];
    let titles = TITLES.into_iter().map(str::to_owned);
    for (number, title) in titles.chain(long).enumerate() {
        let front = format!("title: {title}");
        write_post(root, &format!("title-{number}.md"), &front, "Words.");
    }
    let many: Vec<String> = (0..300).map(|number| format!("tag{number}")).collect();
    let many = format!("tags: [{}]", many.join(", "));
    for (number, lines) in METADATA.into_iter().chain([&*many]).enumerate() {
        let front = format!("title: Metadata {number}\n{lines}");
        write_post(root, &format!("metadata-{number}.md"), &front, "Words.");
    }
    for name in NAMES {
        write_post(root, name, "layout: post", "[Next](a b.md)");
    }
    let links: String = SCHEMES
        .iter()
        .flat_map(|scheme| {
            AFTER_SCHEME.map(|rest| format!("<p><a href=\"{scheme}{rest}\">x</a>\n"))
        })
        .collect();
    write_post(root, "addresses.html", "title: Addresses", &links);
    let characters: String = (0..0x180_u32)
        .chain(0x2000..0x2070)
        .chain(0xfdd0..0xfdf0)
        .chain(0xfff0..0x10010)
        .filter_map(char::from_u32)
        .filter(|c| !"<&".contains(*c))
        .collect();
    write_post(root, "characters.html", "title: Characters", &characters);
}

fn write_post(root: &Path, name: &str, front: &str, body: &str) {
    let path = root.join("_posts").join(format!("2024-01-02-{name}"));
    fs::write(path, format!("---\n{front}\n---\n{body}\n")).unwrap();
}

/// Makes a book.
fn bind(archive: &Path, book: &Path, arguments: &[&str]) {
    let output = Command::new(env!("CARGO_BIN_EXE_bindery"))
        .args(["epub", "--future", "--no-cover", "--quiet", "-o"])
        .arg(book)
        .args(arguments)
        .arg(archive)
        .output()
        .expect("the command runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(book.is_file(), "{arguments:?}: {said}");
}

fn assert_valid(book: &Path) {
    if let Err(messages) = epubcheck::check(book) {
        panic!("{}:\n{messages}", book.display());
    }
}

#[test]
fn every_element_in_every_other_makes_a_valid_book() {
    let work = tempfile::tempdir().unwrap();
    let root = work.path();
    fs::create_dir(root.join("_posts")).unwrap();
    fs::write(root.join("_config.yml"), "title: Elements\n").unwrap();
    for outer in ELEMENTS.split_whitespace() {
        let front = format!("title: {outer}");
        write_post(root, &format!("{outer}.html"), &front, &elements_in(outer));
    }
    let book = root.join("book.epub");
    bind(root, &book, &[]);
    assert_valid(&book);
}

#[test]
fn odd_posts_make_valid_books_however_those_are_made() {
    let work = tempfile::tempdir().unwrap();
    write_odd_site(work.path());
    let book = work.path().join("book.epub");
    let arguments = ["--group-by", "tag", "--author-pages", "--vertical"];
    bind(work.path(), &book, &arguments);
    assert_valid(&book);
    let folder = work.path().join("volumes");
    fs::create_dir(&folder).unwrap();
    let status = Command::new(env!("CARGO_BIN_EXE_bindery"))
        .args([
            "epub",
            "--future",
            "--no-cover",
            "--quiet",
            "--split-by",
            "posts:40",
            "--no-index",
            "--images",
            "link",
            "-o",
        ])
        .arg(&folder)
        .arg(work.path())
        .status()
        .expect("the command runs");
    assert!(matches!(status.code(), Some(0 | 1)), "{status}");
    let volumes: Vec<_> = fs::read_dir(&folder).unwrap().collect();
    assert!(volumes.len() > 1, "{volumes:?}");
    for volume in volumes {
        assert_valid(&volume.unwrap().path());
    }
}

#[test]
fn odd_markup_is_accessible() {
    let site = bindery_tests::repository().join("tests/odd-site");
    let work = tempfile::tempdir().unwrap();
    let book = work.path().join("book.epub");
    bind(&site, &book, &["--author-pages"]);
    if let Err(messages) = ace::check(&book) {
        panic!("{messages}");
    }
}
