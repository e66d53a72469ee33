//! An archive as several books, by the command.
#![forbid(unsafe_code)]

use std::fs;
use std::path::Path;
use std::process::Command;

use bindery_tests::epubcheck;

/// Three posts that link to each other, over two years.
fn archive(folder: &Path) {
    fs::create_dir_all(folder.join("_posts")).unwrap();
    fs::write(
        folder.join("_config.yml"),
        "title: Letters\nurl: https://letters.example\npermalink: /:title/\n",
    )
    .unwrap();
    for (name, text) in [
        (
            "2023-12-30-first.md",
            "[next](/second/) and [last](/third/)",
        ),
        (
            "2024-01-02-second.md",
            "[before](/first/) and [next](/third/)",
        ),
        (
            "2024-02-03-third.md",
            "[elsewhere](https://elsewhere.example/)",
        ),
    ] {
        let title = &name[11..name.len() - 3];
        let post = format!("---\ntitle: {title}\ntags: [{title}]\n---\n{text}\n");
        fs::write(folder.join("_posts").join(name), post).unwrap();
    }
}

fn read(book: &Path, name: &str) -> String {
    let mut zip = zip::ZipArchive::new(fs::File::open(book).unwrap()).unwrap();
    std::io::read_to_string(zip.by_name(name).unwrap()).unwrap()
}

#[test]
fn links_within_a_volume_stay_in_it_and_others_lead_to_the_web() {
    let work = tempfile::tempdir().unwrap();
    archive(work.path());
    let out = work.path().join("books");
    let status = Command::new(env!("CARGO_BIN_EXE_bindery"))
        .args(["epub", "--quiet", "--split-by", "year", "-o"])
        .arg(format!("{}/", out.display()))
        .arg(work.path())
        .status()
        .unwrap();
    assert!(status.success());
    let mut names: Vec<_> = fs::read_dir(&out)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["Letters - 2023.epub", "Letters - 2024.epub"]);
    let books: Vec<_> = names.iter().map(|name| out.join(name)).collect();
    for book in &books {
        if let Err(messages) = epubcheck::check(book) {
            panic!("{}:\n{messages}", book.display());
        }
    }

    let first = read(&books[0], "EPUB/post-00001.xhtml");
    assert!(
        first.contains("<a href=\"https://letters.example/second/\">next</a>"),
        "{first}"
    );
    let second = read(&books[1], "EPUB/post-00001.xhtml");
    assert!(
        second.contains("<a href=\"https://letters.example/first/\">before</a>"),
        "{second}"
    );
    assert!(
        second.contains("<a href=\"post-00002.xhtml\">next</a>"),
        "{second}"
    );

    let packages = books.iter().map(|book| read(book, "EPUB/package.opf"));
    let packages: Vec<String> = packages.collect();
    for (package, number) in packages.iter().zip(["1", "2"]) {
        let series = "<meta property=\"belongs-to-collection\" id=\"series\">Letters</meta>";
        assert!(package.contains(series), "{package}");
        let position = format!("property=\"group-position\">{number}</meta>");
        assert!(package.contains(&position), "{package}");
    }
    let identifier = |package: &str| {
        let (_, rest) = package.split_once("id=\"book-id\">").unwrap();
        rest.split('<').next().unwrap().to_owned()
    };
    assert_ne!(identifier(&packages[0]), identifier(&packages[1]));
}

#[test]
fn volumes_stand_beside_the_file_that_was_named() {
    let work = tempfile::tempdir().unwrap();
    archive(work.path());
    let output = Command::new(env!("CARGO_BIN_EXE_bindery"))
        .args([
            "epub",
            "--json",
            "--split-by",
            "posts:2",
            "-o",
            "all.epub",
            ".",
        ])
        .current_dir(work.path())
        .output()
        .unwrap();
    assert!(output.status.success());
    assert!(work.path().join("all - 1.epub").is_file());
    assert!(work.path().join("all - 2.epub").is_file());
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let volumes = report["findings"]["volumes"].as_array().unwrap();
    let posts: Vec<_> = volumes.iter().map(|volume| &volume["posts"]).collect();
    assert_eq!(posts, [2, 1]);
}
