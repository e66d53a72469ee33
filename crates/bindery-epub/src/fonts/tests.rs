use bindery_model::{Block, Inline, Post, Posts, Site};
use epaint_default_fonts::{HACK_REGULAR, UBUNTU_LIGHT};
use read_fonts::FontRef;

use super::*;
use crate::{Options, write};

fn font(bytes: &[u8]) -> BookFont {
    BookFont::new(bytes.to_vec(), "en").unwrap()
}

/// The files of a book with a text, by name, and what was said.
fn book(text: &str, fonts: Vec<BookFont>) -> (Vec<(String, Vec<u8>)>, String) {
    let mut post = Post::default();
    post.meta.title = "Abc".into();
    post.meta.path = "a.md".into();
    post.blocks.push(Block::paragraph(vec![Inline::text(text)]));
    let source = Posts::new(Site::default(), vec![post]);
    let options = Options {
        fonts,
        ..Options::default()
    };
    let mut book = Vec::new();
    let report = write(&source, &options, &mut book, &()).unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
    let files = (0..zip.len()).map(|at| {
        let mut file = zip.by_index(at).unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
        (file.name().unwrap().into_owned(), bytes)
    });
    let said = report.diagnostics.iter().map(ToString::to_string);
    (files.collect(), said.collect::<Vec<_>>().join("\n"))
}

fn file<'f>(files: &'f [(String, Vec<u8>)], name: &str) -> &'f [u8] {
    let file = files.iter().find(|(known, _)| known == name);
    &file.unwrap_or_else(|| panic!("no {name}")).1
}

/// A font whose maker says this of embedding.
fn with_permissions(permissions: u16) -> Vec<u8> {
    let mut bytes = HACK_REGULAR.to_vec();
    let font = FontRef::new(HACK_REGULAR).unwrap();
    let records = font.table_directory().table_records();
    let os2 = records
        .iter()
        .find(|record| record.tag() == "OS/2")
        .unwrap();
    let place = os2.offset() as usize + 8;
    bytes[place..place + 2].copy_from_slice(&permissions.to_be_bytes());
    bytes
}

#[test]
fn a_font_is_embedded_with_the_characters_of_the_book() {
    let (files, said) = book("Grüße, Жук!", vec![font(HACK_REGULAR)]);
    assert_eq!(said, "");
    let bytes = file(&files, "EPUB/font-1.ttf");
    assert!(bytes.len() < HACK_REGULAR.len() / 4, "{}", bytes.len());
    let cut = font(bytes);
    assert_eq!(cut.family(), "Hack");
    for c in "AbcGrüße, Жук!“”-…•".chars() {
        assert!(cut.has(c), "{c}");
    }
    assert!(!cut.has('Ω'));
    let css = String::from_utf8(file(&files, "EPUB/style.css").to_vec()).unwrap();
    assert!(css.contains(
        "@font-face { font-family: \"Hack\"; src: url(font-1.ttf); font-weight: 400; \
         font-style: normal; }\nbody, body [lang] { font-family: \"Hack\", serif; }"
    ));
    let package = String::from_utf8(file(&files, "EPUB/package.opf").to_vec()).unwrap();
    assert!(package.contains("href=\"font-1.ttf\" media-type=\"font/ttf\""));
    assert!(package.contains("<meta property=\"ibooks:specified-fonts\">true</meta>"));
}

#[test]
fn the_same_book_has_the_same_font() {
    let bytes = || {
        let (files, _) = book("Some text", vec![font(HACK_REGULAR)]);
        file(&files, "EPUB/font-1.ttf").to_vec()
    };
    assert!(bytes() == bytes());
}

#[test]
fn what_no_font_has_is_told() {
    let (_, said) = book("中文 text", vec![font(HACK_REGULAR), font(UBUNTU_LIGHT)]);
    assert_eq!(
        said,
        "note: 2 characters of the book are in none of its fonts: 中, 文 [font.characters]"
    );
}

#[test]
fn a_font_that_may_not_be_embedded_is_refused() {
    let refused = |permissions| BookFont::new(with_permissions(permissions), "en").err();
    assert_eq!(refused(0), None);
    assert_eq!(refused(4), None);
    assert_eq!(refused(8), None);
    assert_eq!(refused(2), Some(FontError::Restricted(2)));
    assert_eq!(refused(0x200), Some(FontError::Restricted(0x200)));
    let no_font = BookFont::new(b"wOFF".to_vec(), "en").unwrap_err();
    assert!(no_font.to_string().contains("WOFF"));
}

#[test]
fn a_font_that_may_not_be_cut_is_embedded_whole() {
    let whole = BookFont::new(with_permissions(0x100), "en").unwrap();
    let (files, said) = book("text", vec![whole]);
    assert!(said.contains("[font.whole]"), "{said}");
    assert!(font(file(&files, "EPUB/font-1.ttf")).has('Ω'));
}

/// The outline of a character.
fn outline(font: &BookFont, c: char) -> String {
    use read_fonts::model::glyph::outline::{DrawMemory, DrawOptions, SvgSink};
    let glyph = font.face.charmap().map_unicode(c).unwrap();
    let mut sink = SvgSink::new();
    let outline = font.face.outline_glyphs().get(glyph).unwrap();
    outline
        .draw(&DrawOptions::new(), DrawMemory::Scratch, &mut sink)
        .unwrap();
    sink.to_string()
}

#[test]
fn glyphs_look_as_before() {
    for (bytes, kept, dropped) in [
        (HACK_REGULAR, "Ωfi", 'ю'),
        // Outlines of CFF are cut by other means.
        (font_test_data::NOTO_SERIF_DISPLAY_TRIMMED, "jl", 'k'),
    ] {
        let characters = Characters::new();
        characters.add(kept);
        let whole = font(bytes);
        let cut = font(&whole.embedded(&characters, &mut Vec::new()));
        assert!(!cut.has(dropped));
        for c in kept.chars() {
            assert!(outline(&whole, c).len() > 20);
            assert_eq!(outline(&cut, c), outline(&whole, c), "{c}");
        }
    }
}
