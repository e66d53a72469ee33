//! Pictures of every format through the command: the book passes EPUBCheck, each picture stands in
//! it once, and what cannot be shown is told.
#![forbid(unsafe_code)]

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;

use bindery_tests::epubcheck;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use serde_json::Value;

const DRAWING: &str = r##"<?xml version="1.0"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
  xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 30" onload="alert(1)" inkscape:version="1">
<script>alert(2)</script><style>.a { fill: red } @import "http://tracker.example/a.css";</style>
<defs><linearGradient id="1 x"><stop offset="0"/></linearGradient><filter id="f"><feGaussianBlur stdDeviation="1"/></filter></defs>
<a xlink:href="javascript:alert(3)"><rect class="a" width="9" height="9" fill="url(#1 x)" filter="url(#f)"/></a>
<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>
<image xlink:href="http://tracker.example/pixel.png" width="1" height="1"/>
<use xlink:href="#1 x"/><use xlink:href="#none"/><circle fill="url(#none)" clip-path="url(#1 x)" paint-order="stroke"/>
<path vector-effect="non-scaling-stroke" overflow="visible" font-weight="550" role="img" transform-origin="1 1"/>
<clipPath><g><rect/></g></clipPath><filter><feDiffuseLighting/><rect/></filter>
<text x="1" y="20" xml:space="preserve">图 &amp; text</text></svg>"##;

fn photograph() -> RgbImage {
    RgbImage::from_fn(60, 40, |x, y| {
        Rgb([(x * 4) as u8, (y * 6) as u8, (x * y % 251) as u8])
    })
}

/// A post that shows every file of a folder, which it makes.
fn write_site(root: &Path) {
    let images = root.join("images");
    fs::create_dir_all(root.join("_posts")).unwrap();
    fs::create_dir_all(&images).unwrap();
    fs::write(
        root.join("_config.yml"),
        "title: Pictures\nurl: https://site.example\n",
    )
    .unwrap();
    let seen = DynamicImage::from(photograph());
    let glass = RgbaImage::from_fn(60, 40, |x, y| Rgba([x as u8, y as u8, 0, (x * 4) as u8]));
    for (name, format) in [
        ("a.jpg", ImageFormat::Jpeg),
        ("a.png", ImageFormat::Png),
        ("a.gif", ImageFormat::Gif),
        ("a.webp", ImageFormat::WebP),
        ("a.bmp", ImageFormat::Bmp),
        ("a.tiff", ImageFormat::Tiff),
        ("lying.jpg", ImageFormat::Tiff),
    ] {
        seen.save_with_format(images.join(name), format).unwrap();
    }
    DynamicImage::from(glass)
        .save_with_format(images.join("glass.webp"), ImageFormat::WebP)
        .unwrap();
    fs::write(images.join("drawing.svg"), DRAWING).unwrap();
    fs::write(images.join("broken.svg"), "<svg><g></svg>").unwrap();
    fs::write(images.join("page.png"), "<html><body>404</body></html>").unwrap();
    fs::copy(images.join("a.jpg"), images.join("copy.jpg")).unwrap();
    let names = [
        "a.jpg",
        "copy.jpg",
        "a.png",
        "a.gif",
        "a.webp",
        "a.bmp",
        "a.tiff",
        "lying.jpg",
        "glass.webp",
        "drawing.svg",
        "broken.svg",
        "page.png",
        "missing.png",
    ];
    let mut text = String::from("---\ntitle: All\n---\n");
    for name in names {
        text += &format!("<p><img src=\"/images/{name}\" alt=\"alt of {name}\"></p>\n");
    }
    text += "<p><img src=\"/images/a.png\" alt=\"\" width=\"30\"></p>\n\
        <p><img src=\"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==\" alt=\"dot\"></p>\n\
        <p><img src=\"https://other.example/far.jpg\" alt=\"far\"></p>\n";
    fs::write(root.join("_posts/2024-01-01-all.html"), text).unwrap();
}

fn bindery(arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_bindery"))
        .args(arguments)
        .arg("--json")
        .output()
        .expect("the command runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}");
    serde_json::from_slice(&output.stdout).expect("the report is JSON")
}

/// Names and contents of a book's files.
fn unpack(book: &Path) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(File::open(book).unwrap()).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut entry = archive.by_index(at).unwrap();
            let mut content = Vec::new();
            std::io::copy(&mut entry, &mut content).unwrap();
            (entry.name().unwrap().into_owned(), content)
        })
        .collect()
}

fn text_of<'a>(files: &'a [(String, Vec<u8>)], name: &str) -> &'a str {
    let (_, content) = files
        .iter()
        .find(|(found, _)| found.ends_with(name))
        .unwrap_or_else(|| panic!("{name} is in the book"));
    std::str::from_utf8(content).unwrap()
}

#[test]
fn every_format_is_shown_or_told_and_the_book_is_valid() {
    let work = tempfile::tempdir().unwrap();
    write_site(work.path());
    let book = work.path().join("book.epub");
    let (site, output) = (work.path().to_string_lossy(), book.to_string_lossy());
    let report = bindery(&["epub", &site, "-o", &output]);
    if let Err(messages) = epubcheck::check(&book) {
        panic!("{messages}");
    }
    let files = unpack(&book);
    let post = text_of(&files, "post-00001.xhtml");
    assert_eq!(post.matches("<img").count(), 12, "{post}");
    for shown in [
        "<a href=\"https://other.example/far.jpg\">far</a>",
        "<p>alt of missing.png</p>",
        "<p>alt of broken.svg</p>",
        "<p>alt of page.png</p>",
        "alt=\"\" role=\"presentation\" width=\"30\" height=\"20\"",
        "alt=\"alt of drawing.svg\" width=\"40\" height=\"30\"",
    ] {
        assert!(post.contains(shown), "{shown} in {post}");
    }
    let drawing = text_of(&files, ".svg");
    for word in [
        "script",
        "alert",
        "example",
        "foreignObject",
        "inkscape",
        "DOCTYPE",
    ] {
        assert!(!drawing.contains(word), "{word} in {drawing}");
    }
    assert!(drawing.contains("图 &amp; text") && drawing.contains("feGaussianBlur"));
    let codes: Vec<_> = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|diagnostic| diagnostic["code"].as_str().unwrap())
        .collect();
    for code in [
        "image.missing",
        "image.format",
        "image.broken",
        "image.svg-cleaned",
        "image.converted",
    ] {
        assert!(codes.contains(&code), "{code} in {codes:?}");
    }
    // One of them is a GIF.
    let package = text_of(&files, "package.opf");
    assert!(package.contains("\"schema:accessibilityHazard\">unknown<"));
    // Files with the same content stand in the book once, whatever they are called.
    assert_eq!(report["resources"], 9, "{codes:?}");
}

#[test]
fn pictures_can_be_scaled_linked_and_left_out() {
    let work = tempfile::tempdir().unwrap();
    write_site(work.path());
    let book = work.path().join("book.epub");
    let (site, output) = (work.path().to_string_lossy(), book.to_string_lossy());
    let make = |arguments: &[&str]| {
        bindery(&[&["epub", "--no-cover", &site, "-o", &output], arguments].concat());
        unpack(&book)
    };
    for (name, content) in make(&["--image-max", "30", "--image-quality", "50"]) {
        if let Ok(size) = imagesize::blob_size(&content) {
            assert!(size.width <= 30, "{name}: {size:?}");
        }
    }
    let files = make(&["--images", "link"]);
    let post = text_of(&files, "post-00001.xhtml");
    assert!(!post.contains("<img"), "{post}");
    assert!(
        post.contains("<a href=\"https://site.example/images/a.jpg\">alt of a.jpg</a>"),
        "{post}"
    );
    let files = make(&["--images", "none"]);
    let post = text_of(&files, "post-00001.xhtml");
    assert!(
        !post.contains("<img") && !post.contains("images/a.jpg"),
        "{post}"
    );
    assert!(post.contains("alt of a.jpg"), "{post}");
}

/// The decoder of AVIF panics on what its format keeps for later. The user reads of the picture, not of
/// the program.
#[test]
fn where_a_decoder_panics_the_picture_is_told() {
    const RESERVED: &str = "data:image/avif;base64,AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUIAAAGGbWV0YQAAAAAAAAAhaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAAAAAAAAAOcGl0bQAAAAAAAQAAACxpbG9jAAAAAEQAAAIAAQAAAAEAAAHQAAAAOgACAAAAAQAAAa4AAAAiAAAAQmlpbmYAAAAAAAIAAAAaaW5mZQIAAAAAAQAAYXYwMUNvbG9yAAAAABppbmZlAgAAAAACAABhdjAxQWxwaGEAAAAAGmlyZWYAAAAAAAAADmF1eGwAAgABAAEAAADDaXBycAAAAJ1pcGNvAAAAFGlzcGUAAAAAAAAADQAAAAgAAAAQcGl4aQAAAAADCAgIAAAADGF2MUOBAAwAAAAAE25vbmVuY2x4AAEADQAGgAAAAA5waXhpAAAAAAEIAAAADGF2MUOBABwAAAAAOGF1eEMAAAAAdXJuOm1wZWc6bXBlZ0I6Y2ljcDpzeXN0ZW1zOmF1eGlsaWFyeTphbHBoYQAAAAAeaXBtYQAAAAAAAAACAAEEAQKDBAACBAEFhgcAAABkbWRhdBIACgUYDLOwqDIXEYAAAQD6vMdMfqYkglRAzmUUw4noFyASAAoIGAyztEBDQOEyLBIH9/apAIIIPkAAAP/RPQhxg8Qh+EZIYVC1VIfgnPdAK7a0MSlDo8EmVAKA";
    let work = tempfile::tempdir().unwrap();
    let post = work.path().join("post.html");
    let html = format!("<p>before <img src='{RESERVED}' alt='glass'> after</p>");
    fs::write(&post, html).unwrap();
    let book = work.path().join("book.epub");
    let output = Command::new(env!("CARGO_BIN_EXE_bindery"))
        .args(["epub", "--no-cover", "-o"])
        .args([&book, &post])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("it cannot be decoded"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    let files = unpack(&book);
    assert!(text_of(&files, "post-00001.xhtml").contains("<p>before glass after</p>"));
}
