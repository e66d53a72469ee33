//! `--images fetch` by the command: the pictures of a server are in the book, which is valid, and
//! what the server does not give is told.
#![forbid(unsafe_code)]

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use bindery_tests::epubcheck;
use bindery_tests::web_server::{Reply, Request, WebServer};
use image::{ImageFormat, Rgb, RgbImage};
use serde_json::{Value, json};

fn picture(format: ImageFormat) -> Vec<u8> {
    let pixels = RgbImage::from_fn(60, 40, |x, y| Rgb([(x * 4) as u8, (y * 6) as u8, 9]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    pixels.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Pictures under names that lie, and some that are none.
fn reply(request: &Request) -> Reply {
    match request.path.as_str() {
        _ if request.header("if-none-match") == Some("\"1\"") => Reply::status("304 Not Modified"),
        "/a.png" => Reply::of(picture(ImageFormat::Png)).with("ETag", "\"1\""),
        "/same.png" => Reply::redirect("/a.png"),
        "/b.jpg" => Reply::of(picture(ImageFormat::WebP)).with("Content-Type", "text/plain"),
        "/c.svg" => {
            let drawing = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 3'>\
                <script>1</script><rect width='4' height='3'/></svg>";
            Reply::of(drawing).with("Content-Type", "image/svg+xml")
        }
        "/page.png" => Reply::of("<!doctype html><p>no").with("Content-Type", "image/png"),
        "/broken.png" => Reply::of(&picture(ImageFormat::WebP)[..60]),
        _ => Reply::status("404 Not Found"),
    }
}

fn write_site(root: &Path, server: &WebServer) {
    fs::create_dir_all(root.join("_posts")).unwrap();
    fs::write(
        root.join("_config.yml"),
        "title: Far\nurl: https://site.example\n",
    )
    .unwrap();
    let posts: [&[&str]; 3] = [
        &["/a.png", "/b.jpg", "/gone.png"],
        &["/a.png", "/same.png", "/page.png", "/gone.png"],
        &["/c.svg", "/broken.png", "/a.png"],
    ];
    for (number, paths) in posts.iter().enumerate() {
        let mut text = format!("---\ntitle: Post {number}\n---\n");
        for path in *paths {
            text += &format!("![alt of {path}]({})\n\n", server.url(path));
        }
        let name = format!("_posts/2024-01-0{}-post.md", number + 1);
        fs::write(root.join(name), text).unwrap();
    }
}

/// The report of a run; its cache is a folder of the site's.
fn bindery(site: &Path, arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_bindery"))
        .args(arguments)
        .arg(site)
        .arg("--json")
        .env("XDG_CACHE_HOME", site.join("cache"))
        .env("no_proxy", "*")
        .current_dir(site)
        .output()
        .expect("the command runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}");
    serde_json::from_slice(&output.stdout).expect("the report is JSON")
}

fn text_of(book: &Path, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(File::open(book).unwrap()).unwrap();
    std::io::read_to_string(archive.by_name(&format!("EPUB/{name}")).unwrap()).unwrap()
}

const FETCH: [&str; 4] = ["epub", "--images", "fetch", "--fetch-private"];

#[test]
fn pictures_are_fetched_once_and_the_book_is_valid() {
    let server = WebServer::start(reply);
    let work = tempfile::tempdir().unwrap();
    let site = work.path();
    write_site(site, &server);
    let make = |name: &str, arguments: &[&str]| {
        let report = bindery(site, &[&FETCH[..], &["-o", name], arguments].concat());
        (report, fs::read(site.join(name)).unwrap())
    };
    let (report, book) = make("book.epub", &[]);
    if let Err(messages) = epubcheck::check(&site.join("book.epub")) {
        panic!("{messages}");
    }
    let bytes = report["fetch"]["bytes"].as_u64().unwrap();
    assert_eq!(
        report["fetch"],
        json!({"fetched": 5, "unchanged": 0, "cached": 0, "failed": 2, "bytes": bytes})
    );
    // The same picture under two addresses is in the book once.
    assert_eq!(report["resources"], 3);
    let first = text_of(&site.join("book.epub"), "post-00001.xhtml");
    assert_eq!(first.matches("<img").count(), 2, "{first}");
    let link = format!(
        "<a href=\"{0}\">alt of /gone.png</a>",
        server.url("/gone.png")
    );
    assert!(first.contains(&link), "{first}");
    let third = text_of(&site.join("book.epub"), "post-00003.xhtml");
    let link = format!(
        "<a href=\"{0}\">alt of /broken.png</a>",
        server.url("/broken.png")
    );
    assert!(third.contains(&link), "{third}");
    assert!(text_of(&site.join("book.epub"), "colophon.xhtml").contains("fetch.failed"));
    let told: Vec<(&str, &str)> = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|found| found["severity"] == "warning")
        .map(|found| {
            let file = found["location"]["file"].as_str().unwrap_or_default();
            (found["code"].as_str().unwrap(), file)
        })
        .collect();
    assert_eq!(
        told,
        [
            ("fetch.failed", "_posts/2024-01-01-post.md"),
            ("fetch.failed", "_posts/2024-01-02-post.md"),
            ("image.svg-cleaned", ""),
            ("image.broken", "_posts/2024-01-03-post.md"),
        ]
    );
    // `/same.png` leads there too.
    assert_eq!((server.count("/a.png"), server.count("/gone.png")), (2, 1));
    for jobs in ["1", "4"] {
        let (report, again) = make("again.epub", &["--jobs", jobs]);
        assert!(book == again, "{jobs} threads make another book");
        assert_eq!(report["fetch"]["unchanged"], 2, "{}", report["fetch"]);
    }
    let volumes = ["--split-by", "posts:1", "-o", "parts/"];
    let report = bindery(site, &[&FETCH[..], &volumes].concat());
    assert_eq!(report["resources"], 2 + 1 + 2);
}

#[test]
fn nothing_is_asked_unless_that_is_wanted() {
    let server = WebServer::start(reply);
    let work = tempfile::tempdir().unwrap();
    let site = work.path();
    write_site(site, &server);
    let report = bindery(site, &["epub", "-o", "book.epub"]);
    assert_eq!(
        (&report["resources"], &report["fetch"]),
        (&json!(0), &Value::Null)
    );
    // This machine is a private place.
    let report = bindery(site, &["epub", "--images", "fetch", "-o", "book.epub"]);
    assert_eq!(
        (&report["resources"], &report["fetch"]["failed"]),
        (&json!(0), &json!(7))
    );
    assert!(server.requests().is_empty());
}

#[test]
fn all_books_of_a_build_share_what_was_fetched() {
    let server = WebServer::start(reply);
    let work = tempfile::tempdir().unwrap();
    let site = work.path();
    write_site(site, &server);
    let settings = "[[epub]]\noutput = \"all.epub\"\nimages = \"fetch\"\n\
        [[epub]]\noutput = \"new.epub\"\nimages = \"fetch\"\nsince = \"2024-01-02\"\n\
        [[epub]]\noutput = \"plain.epub\"\n[text]\noutput = \"all.txt\"\n";
    fs::write(site.join("bindery.toml"), settings).unwrap();
    let report = bindery(
        site,
        &["build", "--fetch-private", "--fetch-cache", "pictures"],
    );
    let outputs = report["outputs"].as_array().unwrap();
    let resources: Vec<u64> = outputs
        .iter()
        .map(|output| output["resources"].as_u64().unwrap())
        .collect();
    assert_eq!(resources, [3, 2, 0, 0]);
    for path in ["/same.png", "/b.jpg", "/gone.png", "/page.png"] {
        assert_eq!(server.count(path), 1, "{path}");
    }
    assert_eq!(fs::read_dir(site.join("pictures")).unwrap().count(), 5);
    assert!(!site.join("cache").exists());
}

#[test]
#[cfg(unix)]
fn a_request_to_end_is_heard_while_a_server_is_waited_for() {
    // What tells that it is a picture is there soon, the rest is not.
    let picture = [b"\x89PNG\r\n\x1a\n".to_vec(), vec![0; 1 << 20]].concat();
    let server = WebServer::start(move |_| Reply {
        drip: Some(Duration::from_micros(50)),
        ..Reply::of(picture.clone())
    });
    let settings = "[epub]\noutput = \"book.epub\"\nimages = \"fetch\"\n";
    let epub = "epub --images fetch -o book.epub";
    for (command, signal, status) in [
        (epub, "INT", 130),
        (&format!("{epub} --fetch-cache kept"), "TERM", 143),
        ("build --fetch-cache kept", "INT", 130),
        ("watch", "TERM", 143),
    ] {
        let work = tempfile::tempdir().unwrap();
        write_site(work.path(), &server);
        fs::write(work.path().join("bindery.toml"), settings).unwrap();
        for folder in ["tmp", "kept"] {
            fs::create_dir(work.path().join(folder)).unwrap();
        }
        // Without a folder for a cache, there is a temporary one.
        let mut child = Command::new(env!("CARGO_BIN_EXE_bindery"))
            .args(command.split(' '))
            .args(["--fetch-private", "--quiet", "."])
            .env("XDG_CACHE_HOME", work.path().join("_config.yml"))
            .env("TMPDIR", work.path().join("tmp"))
            .env("no_proxy", "*")
            .current_dir(work.path())
            .spawn()
            .unwrap();
        let is_begun = |folder: PathBuf| {
            let mut files = fs::read_dir(folder).unwrap().flatten();
            files.any(|file| file.file_name().to_string_lossy().ends_with(".tmp"))
        };
        let temporary = || fs::read_dir(work.path().join("tmp")).unwrap().flatten();
        while !is_begun(work.path().join("kept"))
            && !temporary().any(|folder| is_begun(folder.path()))
        {
            assert!(child.try_wait().unwrap().is_none(), "nothing is fetched");
            std::thread::sleep(Duration::from_millis(5));
        }
        let id = child.id().to_string();
        let kill = Command::new("kill").args(["-s", signal, &id]).status();
        assert!(kill.unwrap().success());
        assert_eq!(child.wait().unwrap().code(), Some(status), "{command}");
        assert!(!work.path().join("book.epub").exists(), "{command}");
        let kept = fs::read_dir(work.path().join("kept")).unwrap();
        assert_eq!((temporary().count(), kept.count()), (0, 0), "{command}");
    }
}
