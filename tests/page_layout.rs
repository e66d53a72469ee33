//! Pages of books in a browser, as wide as phones, tablets and windows: nothing leaves the page.
#![forbid(unsafe_code)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use bindery_tests::browser;

const WIDTHS: [u32; 4] = [320, 360, 768, 1400];

/// What is wrong with the pages in the frames of a page, a line each.
const MEASURE: &str = r#"
addEventListener("load", () => {
  const found = [];
  for (const frame of document.querySelectorAll("iframe")) {
    const page = frame.contentDocument, root = page.documentElement;
    const tell = what => found.push(frame.title + " at " + frame.width + ": " + what);
    const isVertical = frame.contentWindow.getComputedStyle(root).writingMode !== "horizontal-tb";
    if (isVertical ? root.scrollHeight > root.clientHeight : root.scrollWidth > root.clientWidth)
      tell("the page overflows");
    const measure = 42.5 * parseFloat(frame.contentWindow.getComputedStyle(root).fontSize);
    const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
    const range = page.createRange();
    while (!isVertical && walker.nextNode()) {
      range.selectNodeContents(walker.currentNode);
      const outside = [...range.getClientRects()].some(line =>
        line.left < 0 || Math.abs(line.left - root.clientWidth / 2) > measure / 2);
      if (outside && !walker.currentNode.parentElement.closest(".table, .math"))
        tell("text outside of the measure: " + walker.currentNode.data.trim());
    }
    for (const picture of page.images) {
      const box = picture.getBoundingClientRect();
      if (box.width > root.clientWidth || box.height > root.clientHeight) tell("a picture is larger than the page");
      if (picture.naturalWidth === 0) tell("a picture is not shown");
    }
    for (const rule of page.querySelectorAll("hr, aside.footnote, .neighbours")) {
      const style = frame.contentWindow.getComputedStyle(rule), box = rule.getBoundingClientRect();
      const [before, above] = [style.borderRightWidth, style.borderTopWidth].map(parseFloat);
      const length = isVertical ? box.height : box.width;
      const isFirst = !rule.matches("aside + aside");
      if ((isVertical ? above : before) > 0 || (isVertical ? before : above) > 0 !== isFirst || length < 50)
        tell("a rule does not stand between what it parts: " + rule.outerHTML);
    }
    if (page.images.length === 0 && page.body.innerText.trim() === "") tell("the page is empty");
  }
  document.body.textContent = found.join("\n");
});
"#;

/// Makes a book of an archive and measures each of its pages.
fn check(archive: &Path, arguments: &[&str]) {
    let work = tempfile::tempdir().unwrap();
    let book = work.path().join("book.epub");
    let status = Command::new(env!("CARGO_BIN_EXE_bindery"))
        .args(["epub", "--quiet", "--author-pages", "-o"])
        .arg(&book)
        .args(arguments)
        .arg(archive)
        .status()
        .unwrap();
    assert!(book.is_file(), "{}: {status}", archive.display());
    let mut zip = zip::ZipArchive::new(fs::File::open(&book).unwrap()).unwrap();
    zip.extract(work.path()).unwrap();
    let pages = work.path().join("EPUB");
    let mut frames = String::new();
    for entry in fs::read_dir(&pages).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        for width in WIDTHS.iter().filter(|_| name.ends_with(".xhtml")) {
            write!(
                frames,
                "<iframe title=\"{name}\" src=\"{name}\" width={width} height=800></iframe>"
            )
            .unwrap();
        }
    }
    assert!(!frames.is_empty());
    let page = pages.join("frames.html");
    let html = format!("<!DOCTYPE html><script>{MEASURE}</script><body>{frames}");
    fs::write(&page, html).unwrap();
    let found = browser::text_of(&page);
    assert!(
        found.trim().is_empty(),
        "{} {arguments:?}:\n{found}",
        archive.display()
    );
}

#[test]
fn pages_of_the_samples_fit_phones_and_windows() {
    let samples = bindery_tests::repository().join("samples");
    check(&samples.join("english-blog"), &[]);
    check(&samples.join("dirty"), &[]);
    for arguments in [&[][..], &["--vertical"]] {
        check(&samples.join("chinese-news"), arguments);
    }
}

/// Text and pictures that stand in no block of their own, as in old posts.
#[test]
fn what_stands_loose_in_a_post_keeps_within_the_measure() {
    let work = tempfile::tempdir().unwrap();
    let drawing = "<svg width='900' height='90' viewBox='0 0 900 90'><rect width='900' height='90'/>\
                   <text y='50'>a long drawing</text></svg>";
    let words = "words of a post that has no paragraphs ".repeat(9);
    let post = format!(
        "<title>Loose</title>{words}<br>{words}<a href='https://example.com/'>a link</a> {drawing}\
         <blockquote>quoted {words}</blockquote><pre>{}</pre>{words}",
        "unbroken".repeat(40)
    );
    fs::write(work.path().join("loose.html"), post).unwrap();
    check(work.path(), &[]);
}

/// No browser breaks a formula.
#[test]
fn rules_part_what_stands_above_them() {
    let archive = tempfile::tempdir().unwrap();
    let post = "---\ntitle: 一\n---\n一句。[^1] 又一句。[^2]\n\n---\n\n后面。\n\n[^1]: 其一。\n[^2]: 其二。\n";
    for day in ["2024-05-01", "2024-05-02"] {
        let path = archive.path().join(format!("{day}-a.md"));
        fs::write(path, post).unwrap();
    }
    for arguments in [&[][..], &["--vertical"]] {
        check(archive.path(), arguments);
    }
}

#[test]
fn long_formulas_scroll() {
    let work = tempfile::tempdir().unwrap();
    let letters: Vec<&str> = "a b c d e f g h i j k l m n o p".split(' ').collect();
    for sign in ["+", ""] {
        let formula = letters.join(sign);
        let post = format!(
            "---\nmath: true\n---\nText ${formula}$, and\n\n- in ${formula}$\n  - a ${formula}$\n\n\
             $${formula} = {formula}$$\n"
        );
        fs::write(work.path().join(format!("formula{sign}.md")), post).unwrap();
    }
    for arguments in [&[][..], &["--vertical"]] {
        check(work.path(), arguments);
    }
}
