//! What a book says about itself, by flag and by `bindery.toml`, read from its package document.
#![forbid(unsafe_code)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use bindery_tests::epubcheck;

fn write_site(folder: &Path) {
    fs::create_dir_all(folder.join("_posts")).unwrap();
    fs::write(
        folder.join("_config.yml"),
        "title: Letters\nurl: https://letters.example\ndescription: Of the site\nauthor: Site Author\n",
    )
    .unwrap();
    for (day, tag) in [("2023-05-06", "a"), ("2024-05-06", "b")] {
        let post = format!("---\ntitle: Of {day}\ntags: [{tag}]\n---\nSome words.\n");
        fs::write(folder.join(format!("_posts/{day}-post.md")), post).unwrap();
    }
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bindery"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn bindery(folder: &Path, arguments: &[&str]) {
    let output = run(folder, arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}");
}

fn read(book: &Path, name: &str) -> String {
    let mut zip = zip::ZipArchive::new(fs::File::open(book).unwrap()).unwrap();
    std::io::read_to_string(zip.by_name(&format!("EPUB/{name}")).unwrap()).unwrap()
}

fn names(book: &Path) -> String {
    let zip = zip::ZipArchive::new(fs::File::open(book).unwrap()).unwrap();
    let names: Vec<_> = zip.file_names().map(Result::unwrap).collect();
    names.join(" ")
}

fn assert_holds(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part} in {text}");
    }
}

const FLAGS: [&str; 33] = [
    "epub",
    ".",
    "--no-cover",
    "--title",
    "Collected & bound",
    "--subtitle",
    "In one volume",
    "--author",
    "Jo Doe",
    "--author",
    "Wei Li",
    "--creator",
    "trl:Ann Lee",
    "--publisher",
    "Small Press",
    "--language",
    "en-GB",
    "--description",
    "Of <all> things",
    "--subject",
    "Letters",
    "--subject",
    "Friends",
    "--rights",
    "CC BY 4.0",
    "--made-from",
    "urn:x:y",
    "--series",
    "Works",
    "--series-number",
    "2.1",
    "--published",
    "2020-02-03",
];

const SETTINGS: &str = r#"
title = "Collected & bound"
language = "en-GB"
authors = ["Jo Doe", "Wei Li"]
[epub]
output = "settings.epub"
cover = false
title-page = false
subtitle = "In one volume"
creators = ["trl:Ann Lee"]
publisher = "Small Press"
description = "Of <all> things"
subjects = ["Letters", "Friends"]
rights = "CC BY 4.0"
source = "urn:x:y"
series = "Works"
series-number = "2.1"
published = "2020-02-03"
modified = "2021-03-04"
identifier = "urn:isbn:9780000000002"
"#;

#[test]
fn every_flag_is_in_the_package_document_and_settings_say_the_same() {
    let work = tempfile::tempdir().unwrap();
    write_site(work.path());
    let rest = [
        "--modified",
        "2021-03-04",
        "--identifier",
        "urn:isbn:9780000000002",
        "--no-title-page",
        "-o",
        "flags.epub",
    ];
    bindery(work.path(), &[&FLAGS[..], &rest].concat());
    let flags = work.path().join("flags.epub");
    if let Err(messages) = epubcheck::check(&flags) {
        panic!("{messages}");
    }
    let package = read(&flags, "package.opf");
    assert_holds(
        &package,
        &[
            ">Collected &amp; bound</dc:title>",
            ">In one volume</dc:title>",
            ">Jo Doe</dc:creator>",
            ">Wei Li</dc:creator>",
            "<dc:contributor id=\"contributor-3\">Ann Lee</dc:contributor>",
            "<meta refines=\"#creator-2\" property=\"role\" scheme=\"marc:relators\">aut</meta>",
            "<meta refines=\"#contributor-3\" property=\"role\" scheme=\"marc:relators\">trl</meta>",
            "<dc:publisher>Small Press</dc:publisher>",
            "<dc:language>en-GB</dc:language>",
            "<dc:description>Of &lt;all&gt; things</dc:description>",
            "<dc:subject>Letters</dc:subject>",
            "<dc:subject>Friends</dc:subject>",
            "<dc:rights>CC BY 4.0</dc:rights>",
            "<dc:source>urn:x:y</dc:source>",
            ">Works</meta>",
            "property=\"group-position\">2.1</meta>",
            "<meta name=\"calibre:series\" content=\"Works\"/>",
            "<meta name=\"calibre:series_index\" content=\"2.1\"/>",
            "<dc:date>2020-02-03</dc:date>",
            "<meta property=\"dcterms:modified\">2021-03-04T00:00:00Z</meta>",
            ">urn:isbn:9780000000002</dc:identifier>",
        ],
    );
    assert!(!package.contains("Site Author") && !package.contains("Of the site"));
    assert!(!names(&flags).contains("title-page"));
    assert!(!read(&flags, "nav.xhtml").contains("titlepage"));

    fs::write(work.path().join("bindery.toml"), SETTINGS).unwrap();
    bindery(work.path(), &["build", "--quiet"]);
    assert_eq!(
        read(&work.path().join("settings.epub"), "package.opf"),
        package
    );
}

#[test]
fn the_site_says_what_nobody_else_does() {
    let work = tempfile::tempdir().unwrap();
    write_site(work.path());
    bindery(work.path(), &["epub", ".", "--no-cover", "-o", "book.epub"]);
    let book = work.path().join("book.epub");
    assert_holds(
        &read(&book, "package.opf"),
        &[
            ">Letters</dc:title>",
            ">Site Author</dc:creator>",
            "<dc:description>Of the site</dc:description>",
            "<dc:subject>a</dc:subject>",
            "<dc:source>https://letters.example",
            "<dc:date>2024-05-06</dc:date>",
            "\"schema:accessibilityFeature\">index<",
            "\"schema:accessibilityHazard\">none<",
        ],
    );
    assert_holds(&read(&book, "nav.xhtml"), &["epub:type=\"titlepage\""]);
    assert_holds(
        &read(&book, "title-page.xhtml"),
        &["Letters", "Site Author"],
    );
}

#[test]
fn a_build_writes_volumes() {
    let work = tempfile::tempdir().unwrap();
    write_site(work.path());
    let settings = "[epub]\noutput = \"books/\"\nsplit-by = \"year\"\ncover = false\n";
    fs::write(work.path().join("bindery.toml"), settings).unwrap();
    bindery(work.path(), &["build", "--quiet"]);
    for (year, number) in [("2023", "1"), ("2024", "2")] {
        let book = work.path().join(format!("books/Letters - {year}.epub"));
        let position = format!("property=\"group-position\">{number}</meta>");
        assert_holds(&read(&book, "package.opf"), &[&position]);
        assert!(names(&book).matches("post-").count() == 1);
    }
}

#[test]
fn one_post_takes_what_any_book_takes() {
    let work = tempfile::tempdir().unwrap();
    let style = "p { color: teal }";
    fs::write(work.path().join("own.css"), style).unwrap();
    fs::write(work.path().join("post.md"), "---\ntitle: One\n---\nwords\n").unwrap();
    let convert = ["convert", "post.md", "--to"];
    let looks = [
        "--author",
        "Jo Doe",
        "--css",
        "own.css",
        "--vertical",
        "--no-title-page",
    ];
    let about = ["epub", "--title", "Mine", "--no-cover", "--quiet"];
    bindery(work.path(), &[&convert[..], &about, &looks].concat());
    let book = work.path().join("Mine.epub");
    assert_holds(
        &read(&book, "package.opf"),
        &[">Mine</dc:title>", ">Jo Doe</dc:creator>"],
    );
    assert_holds(&read(&book, "style.css"), &[style, "vertical-rl"]);
    assert!(!names(&book).contains("title-page"));
    // What only a book has is not forgotten in silence.
    let refused = run(
        work.path(),
        &[&convert[..], &["text", "--title", "Mine"]].concat(),
    );
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--to epub"));
}

/// The book's own words run from left to right, whichever way those of a post do.
#[test]
fn days_in_arabic_posts_keep_their_direction() {
    let work = tempfile::tempdir().unwrap();
    let post = |title: &str, language: &str| {
        format!(
            "---\ntitle: {title}\nlang: {language}\ndate: 2024-05-01\ncategories: x\n---\n{title}\n"
        )
    };
    fs::write(work.path().join("a.md"), post("كلمة", "ar")).unwrap();
    fs::write(work.path().join("b.md"), post("Words", "en")).unwrap();
    for language in ["en", "ar"] {
        let arguments = [
            "epub",
            ".",
            "--language",
            language,
            "--no-cover",
            "--creator",
            "trl:Ann",
            "--group-by",
            "category",
            "-o",
            "b.epub",
        ];
        bindery(work.path(), &arguments);
        let book = work.path().join("b.epub");
        if let Err(messages) = epubcheck::check(&book) {
            panic!("{messages}");
        }
        let other = if language == "en" { "ar" } else { "en" };
        let languages =
            format!("<dc:language>{language}</dc:language><dc:language>{other}</dc:language>");
        let package = read(&book, "package.opf").replace(['\n', ' '], "");
        assert_holds(&package, &[&languages.replace(' ', "")]);
        let arabic = read(&book, "post-00001.xhtml");
        assert_holds(
            &arabic,
            &[
                "<html",
                "dir=\"rtl\">",
                "\" dir=\"ltr\">1 May 2024</time>",
                "<p><span dir=\"ltr\">Next:</span> <a href",
            ],
        );
        let english = read(&book, "post-00002.xhtml");
        assert_holds(&english, &["\">1 May 2024</time>"]);
        assert!(!english.contains("dir="), "{english}");
        let about = match language {
            "ar" => "<p class=\"about\" dir=\"ltr\">1 May 2024</p>",
            _ => "<p class=\"about\">1 May 2024</p>",
        };
        // Bindery has no words of Arabic, and says its own in English.
        let translator = "<p class=\"author\">Ann (translator)</p>";
        assert_holds(&read(&book, "title-page.xhtml"), &[about, translator]);
        let colophon = read(&book, "colophon.xhtml");
        assert_eq!(colophon.contains("dir=\"ltr\""), language == "ar");
    }
}

#[test]
fn the_subtitle_of_a_site_is_that_of_its_book() {
    let work = tempfile::tempdir().unwrap();
    write_site(work.path());
    let only = |part: &str| {
        (
            format!("title: Letters\n{part}"),
            part.contains("description"),
        )
    };
    for (settings, has_description) in [
        only("subtitle: From a river\ndescription: Of the site\n"),
        only("tagline: From a river\n"),
    ] {
        fs::write(work.path().join("_config.yml"), settings).unwrap();
        bindery(work.path(), &["epub", ".", "--no-cover", "-o", "site.epub"]);
        let book = work.path().join("site.epub");
        let package = read(&book, "package.opf");
        assert_holds(&package, &[">From a river</dc:title>"]);
        assert_eq!(package.contains("<dc:description>"), has_description);
        let page = read(&book, "title-page.xhtml");
        assert_eq!(page.matches("From a river").count(), 1, "{page}");
    }
}
