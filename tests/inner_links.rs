//! Links to places within other posts of a book, by the command.
#![forbid(unsafe_code)]

use std::fs;
use std::path::Path;
use std::process::Command;

use bindery_tests::epubcheck;

/// Posts that link into each other, before and after, and one that is too long for one document.
fn archive(folder: &Path) {
    fs::create_dir_all(folder.join("_posts")).unwrap();
    fs::write(
        folder.join("_config.yml"),
        "title: Letters\nurl: https://letters.example\npermalink: /:title/\n",
    )
    .unwrap();
    let long = format!(
        "# Begin\n\n{}\n## End {{#the-end}}\n\nword[^1]\n\n[^1]: a note\n",
        "A paragraph of some words that fills the book.\n\n".repeat(8000)
    );
    for (name, text) in [
        (
            "2023-12-30-first.md",
            "# Start\n\n[next](/second/#第二节) [none](/second/#none) [end](/third/#the-end) \
             [begin](/third/#begin) [note](/third/#fn-1) [self](/first/#start)",
        ),
        (
            "2024-01-02-second.md",
            "# 第二节 {#第二节}\n\n[before](/first/#start) [post](/first/) [end](/third/#the-end)\n\n\
             [of <span class=\"sidenote\">a note</span> words](/first/)",
        ),
        ("2024-02-03-third.md", &long),
    ] {
        let title = &name[11..name.len() - 3];
        let post = format!("---\ntitle: {title}\n---\n{text}\n");
        fs::write(folder.join("_posts").join(name), post).unwrap();
    }
}

fn bindery(folder: &Path, arguments: &[&str]) -> serde_json::Value {
    let output = Command::new(env!("CARGO_BIN_EXE_bindery"))
        .args(arguments)
        .args(["--json", "."])
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

fn read(book: &Path, name: &str) -> String {
    let mut zip = zip::ZipArchive::new(fs::File::open(book).unwrap()).unwrap();
    std::io::read_to_string(zip.by_name(&format!("EPUB/{name}")).unwrap()).unwrap()
}

fn assert_holds(text: &str, links: &[&str]) {
    for link in links {
        assert!(text.contains(link), "{link} in {text}");
    }
}

#[test]
fn links_lead_to_the_place_in_the_other_post_if_there_is_one() {
    let work = tempfile::tempdir().unwrap();
    archive(work.path());
    let report = bindery(work.path(), &["epub", "-o", "book.epub"]);
    let book = work.path().join("book.epub");
    if let Err(messages) = epubcheck::check(&book) {
        panic!("{messages}");
    }
    let first = read(&book, "post-00001.xhtml");
    let end = (2..9)
        .map(|part| format!("post-00003-{part}.xhtml"))
        .find(|name| read(&book, name).contains("id=\"the-end\""))
        .expect("the last part of the long post has the heading");
    assert_holds(
        &first,
        &[
            "<a href=\"post-00002.xhtml#%E7%AC%AC%E4%BA%8C%E8%8A%82\">next</a>",
            "<a href=\"post-00002.xhtml\">none</a>",
            &format!("<a href=\"{end}#the-end\">end</a>"),
            "<a href=\"post-00003.xhtml#begin\">begin</a>",
            "<a href=\"#start\">self</a>",
        ],
    );
    assert_holds(
        &read(&book, "post-00002.xhtml"),
        &[
            "<a href=\"post-00001.xhtml#start\">before</a>",
            "<a href=\"post-00001.xhtml\">post</a>",
            &format!("<a href=\"{end}#the-end\">end</a>"),
        ],
    );
    let told = report["diagnostics"].as_array().unwrap().iter();
    let told = told.filter(|found| found["code"] == "link.fragment");
    let told: Vec<&str> = told
        .map(|found| found["message"].as_str().unwrap())
        .collect();
    assert!(
        told.iter()
            .any(|message| message.contains("#none in _posts/2024-01-02-second.md")),
        "{told:?}"
    );
}

#[test]
fn links_to_other_volumes_keep_their_places_and_outputs_in_step_do_not_wait() {
    let work = tempfile::tempdir().unwrap();
    archive(work.path());
    let settings = "[[epub]]\noutput = \"all.epub\"\n\
        [[epub]]\noutput = \"new.epub\"\nsince = \"2024-01-01\"\n[text]\noutput = \"all.txt\"\n";
    fs::write(work.path().join("bindery.toml"), settings).unwrap();
    bindery(work.path(), &["build"]);
    let alone = work.path().join("alone.epub");
    bindery(work.path(), &["epub", "-o", "alone.epub", "--jobs", "1"]);
    let all = work.path().join("all.epub");
    assert!(fs::read(&all).unwrap() == fs::read(alone).unwrap());
    let second = read(&work.path().join("new.epub"), "post-00001.xhtml");
    assert_holds(
        &second,
        &["<a href=\"https://letters.example/first/#start\">before</a>"],
    );
}

#[test]
fn links_out_of_a_book_whose_site_has_no_address_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let post = "# A\n\n[b](b.md) [file](c.pdf) [gone](/gone.html) [web](https://a.example/)\n";
    for (name, text) in [("a.md", post), ("b.md", "# B\n"), ("c.pdf", "x")] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let output = Command::new(env!("CARGO_BIN_EXE_bindery"))
        .args(["epub", "--json", "--no-cover", "-o"])
        .arg(folder.path().join("book.epub"))
        .arg(folder.path())
        .output()
        .unwrap();
    let report = String::from_utf8(output.stdout).unwrap();
    assert_eq!(report.matches("link.no-site").count(), 2, "{report}");
    assert!(
        report.contains("/c.pdf") && report.contains("/gone.html"),
        "{report}"
    );
}
