use bindery_model::{Author, Block, Inline, Post, Posts, Site};
use epaint_default_fonts::HACK_REGULAR;

use super::*;
use crate::{Options, SplitBy, volumes, write, write_volume};

/// A font with Latin, Greek and Cyrillic letters, and no others of this machine.
fn latin() -> CoverFonts {
    CoverFonts::in_folders([])
        .with_font(HACK_REGULAR.to_vec())
        .unwrap()
}

fn source(title: &str, author: &str) -> Posts {
    let mut post = Post::default();
    post.meta.path = "a.md".into();
    post.meta.date = "2023-05-01T00:00:00Z".parse().ok();
    post.blocks
        .push(Block::paragraph(vec![Inline::text("A short text.")]));
    let mut newer = post.clone();
    newer.meta.path = "b.md".into();
    newer.meta.date = "2024-05-01T00:00:00Z".parse().ok();
    let site = Site {
        title: title.to_owned(),
        authors: vec![Author {
            name: author.to_owned(),
            ..Author::default()
        }],
        ..Site::default()
    };
    Posts::new(site, vec![post, newer])
}

/// The files of a book with a cover in these fonts, by name, and what was said of the cover.
fn book(title: &str, author: &str, fonts: CoverFonts) -> (Vec<(String, Vec<u8>)>, String) {
    let options = Options {
        cover: Cover::Drawn(fonts),
        ..Options::default()
    };
    let mut book = Vec::new();
    let report = write(&source(title, author), &options, &mut book, &()).unwrap();
    let said = report
        .diagnostics
        .iter()
        .map(|found| format!("{found} {}", found.hint.as_deref().unwrap_or_default()));
    (files(book), said.collect::<Vec<_>>().join("\n"))
}

fn files(book: Vec<u8>) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut file = zip.by_index(at).unwrap();
            let name = file.name().unwrap().into_owned();
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
            (name, bytes)
        })
        .collect()
}

fn text(files: &[(String, Vec<u8>)], name: &str) -> String {
    String::from_utf8(bytes(files, name).unwrap()).unwrap()
}

fn bytes(files: &[(String, Vec<u8>)], name: &str) -> Option<Vec<u8>> {
    let (_, bytes) = files.iter().find(|(known, _)| known == name)?;
    Some(bytes.clone())
}

#[test]
fn a_drawn_cover_is_where_readers_look_for_it() {
    let (files, said) = book("Notes & More", "Ada Thorne", latin());
    assert_eq!(said, "");
    let cover = bytes(&files, "EPUB/cover.jpg").unwrap();
    let size = imagesize::blob_size(&cover).unwrap();
    assert_eq!((size.width, size.height), (1400, 2100));
    let package = text(&files, "EPUB/package.opf");
    assert!(
        package.contains("href=\"cover.jpg\" media-type=\"image/jpeg\" properties=\"cover-image\"")
    );
    let page = text(&files, "EPUB/cover.xhtml");
    assert!(
        page.contains("<img src=\"cover.jpg\" alt=\"Notes &amp; More\"/>"),
        "{page}"
    );
    assert!(text(&files, "EPUB/nav.xhtml").contains("epub:type=\"cover\" href=\"cover.xhtml\""));
}

#[test]
fn the_same_book_has_the_same_cover_and_another_title_another() {
    let cover = |title| bytes(&book(title, "Ada Thorne", latin()).0, "EPUB/cover.jpg").unwrap();
    assert_eq!(cover("Notes"), cover("Notes"));
    let light = |bytes: &[u8]| {
        let pixels = image::load_from_memory(bytes).unwrap().into_luma8();
        pixels.pixels().filter(|pixel| pixel.0[0] > 200).count()
    };
    let (short, long) = (cover("O"), cover("OOOO OOOO OOOO"));
    assert!(light(&short) > 1000 && light(&short) < light(&long));
}

#[test]
fn without_a_font_there_is_no_cover_and_a_note() {
    let (files, said) = book("Notes", "", CoverFonts::in_folders([]));
    assert!(
        said.starts_with("note: the book has no cover: no font was found that has N, e, o, s, t")
    );
    assert!(said.contains("--cover-font"), "{said}");
    assert!(bytes(&files, "EPUB/cover.jpg").is_none());
    assert!(bytes(&files, "EPUB/cover.xhtml").is_none());
    assert!(!text(&files, "EPUB/nav.xhtml").contains("cover.xhtml"));
    assert!(!text(&files, "EPUB/package.opf").contains("cover"));

    let (files, said) = book("青川晚报", "", latin());
    assert!(
        said.contains("no font was found that has 川, 报, 晚, 青"),
        "{said}"
    );
    assert!(bytes(&files, "EPUB/cover.xhtml").is_none());
}

#[test]
fn what_is_left_out_of_a_cover_is_told() {
    let (files, said) = book("Party 🎉 time", "何砚秋", latin());
    assert!(
        said.starts_with("note: left out of the cover: 何, 砚, 秋, 🎉"),
        "{said}"
    );
    assert!(bytes(&files, "EPUB/cover.jpg").is_some());
}

#[test]
fn what_is_no_font_is_no_font() {
    let error = CoverFonts::in_folders([]).with_font(b"no font".to_vec());
    assert!(error.unwrap_err().to_string().contains("TrueType"));
}

#[test]
fn volumes_by_size_have_room_for_their_covers() {
    let source = source("Notes", "Ada Thorne");
    let options = Options {
        cover: Cover::Drawn(latin()),
        ..Options::default()
    };
    let count = |options: &Options| volumes(&source, options, SplitBy::Size(301_000)).len();
    assert_eq!(count(&options), 2);
    assert_eq!(count(&Options::default()), 1);
}

#[test]
fn volumes_have_one_colour_and_their_own_names() {
    let source = source("Notes", "Ada Thorne");
    let options = Options {
        cover: Cover::Drawn(latin()),
        ..Options::default()
    };
    let covers: Vec<_> = volumes(&source, &options, SplitBy::Year)
        .iter()
        .map(|volume| {
            let mut book = Vec::new();
            write_volume(&source, volume, &options, &mut book, &()).unwrap();
            let bytes = bytes(&files(book), "EPUB/cover.jpg").unwrap();
            image::load_from_memory(&bytes).unwrap().into_rgb8()
        })
        .collect();
    let [first, second] = &covers[..] else {
        panic!("{} volumes", covers.len());
    };
    assert_eq!(first.get_pixel(5, 5), second.get_pixel(5, 5));
    // The title is the same, what is below it is not.
    let differ = |from: u32, to: u32| {
        (from..to).any(|y| (0..1400).any(|x| first.get_pixel(x, y) != second.get_pixel(x, y)))
    };
    assert!(!differ(0, 525));
    assert!(differ(525, 1225));
}
