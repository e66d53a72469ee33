//! The headings of posts in the contents of a book, by the command.
#![forbid(unsafe_code)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use bindery_tests::epubcheck;

const POST: &str = "---\ntitle: A guide\n---\n# Begin\n\ntext\n\n## Below & \"beside\"\n\n### Too deep\n\n\
    > # Quoted\n\n<h1>No <em>id</em></h1>\n\n# ![](none.png)\n\ntext\n";

fn bind(posts: &[PathBuf], book: &Path, flags: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bindery"))
        .args(["epub", "--no-cover", "--verbose", "-o"])
        .arg(book)
        .args(posts)
        .args(flags)
        .output()
        .unwrap()
}

/// Makes a book of which EPUBCheck says nothing; the list of its contents, and what the command says.
fn contents(posts: &[PathBuf], flags: &[&str]) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.epub");
    let output = bind(posts, &book, flags);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    if let Err(messages) = epubcheck::check(&book) {
        panic!("{flags:?}:\n{messages}");
    }
    let mut zip = zip::ZipArchive::new(fs::File::open(&book).unwrap()).unwrap();
    let nav = std::io::read_to_string(zip.by_name("EPUB/nav.xhtml").unwrap()).unwrap();
    let (list, _) = nav.split_once("</nav>").unwrap();
    let (_, list) = list.split_once("</h1>").unwrap();
    (list.replace('\n', ""), said)
}

fn post(folder: &Path, day: usize, text: &str) -> PathBuf {
    let file = folder.join(format!("2024-01-{day:02}-post.md"));
    fs::write(&file, text).unwrap();
    file
}

#[test]
fn the_contents_of_one_post_are_its_sections() {
    let folder = tempfile::tempdir().unwrap();
    let guide = [post(folder.path(), 1, POST)];
    let (list, _) = contents(&guide, &[]);
    assert_eq!(
        list,
        "<ol><li><a href=\"post-00001.xhtml\">A guide</a>\
         <ol><li><a href=\"post-00001.xhtml#begin\">Begin</a>\
         <ol><li><a href=\"post-00001.xhtml#below--beside\">Below &amp; “beside”</a></li></ol></li>\
         <li><a href=\"post-00001.xhtml#section-1\">No id</a></li></ol></li>\
         <li><a href=\"colophon.xhtml\">About this book</a></li></ol>"
    );
    let (list, _) = contents(&guide, &["--section-levels", "0"]);
    assert!(!list.contains("Begin"), "{list}");
    let (list, _) = contents(&guide, &["--section-levels", "3"]);
    assert!(list.contains("Too deep"), "{list}");
    let settings = folder.path().join("bindery.toml");
    fs::write(&settings, "[epub]\nsection-levels = 1\n").unwrap();
    let (list, _) = contents(&guide, &["--config", settings.to_str().unwrap()]);
    assert!(list.contains("Begin") && !list.contains("Below"), "{list}");
}

#[test]
fn those_of_several_posts_are_listed_if_that_is_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let posts = [1, 2].map(|day| post(folder.path(), day, POST));
    let (list, _) = contents(&posts, &[]);
    assert!(!list.contains("Begin"), "{list}");
    let (list, _) = contents(&posts, &["--section-levels", "1"]);
    assert!(list.contains("post-00001.xhtml#begin"), "{list}");
    assert!(list.contains("post-00002.xhtml#begin"), "{list}");
    assert!(!list.contains("Below"), "{list}");
}

#[test]
fn sections_of_a_long_post_lead_into_its_parts() {
    let folder = tempfile::tempdir().unwrap();
    let words = "A paragraph of some words that fills the book.\n\n".repeat(4000);
    let text =
        format!("---\ntitle: Long\n---\n# One\n\n{words}\n# Two\n\n{words}\n# Three\n\nend\n");
    let (list, _) = contents(&[post(folder.path(), 1, &text)], &[]);
    assert!(list.contains("post-00001.xhtml#one"), "{list}");
    assert!(list.contains("post-00001-2.xhtml#three"), "{list}");
}

#[test]
fn sections_that_are_too_many_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let text = format!(
        "---\ntitle: Many\n---\n{}",
        "# A heading\n\ntext\n\n".repeat(6000)
    );
    let (list, said) = contents(&[post(folder.path(), 1, &text)], &[]);
    assert!(!list.contains("A heading"), "{list}");
    assert!(said.contains("[contents.sections]"), "{said}");
}

#[test]
fn a_book_of_kept_chapters_is_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let guide = [post(folder.path(), 1, POST)];
    let cache = folder.path().join("cache");
    let flags = ["--cache", cache.to_str().unwrap()];
    let books = ["first", "second"].map(|name| folder.path().join(name).with_extension("epub"));
    for book in &books {
        assert!(bind(&guide, book, &flags).status.success());
    }
    let plain = folder.path().join("plain.epub");
    assert!(bind(&guide, &plain, &[]).status.success());
    let [first, second, plain] = [&books[0], &books[1], &plain].map(|book| fs::read(book).unwrap());
    assert!(first == plain && second == plain);
}
