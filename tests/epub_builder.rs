//! Posts in a book of the `epub-builder` crate: what EPUBCheck says of it is the crate's own doing.
#![forbid(unsafe_code)]

use std::fs;

use bindery_epub::{GroupBy, Options, add_to_builder};
use bindery_tests::epubcheck;
use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ReferenceType, ZipLibrary};

#[test]
fn posts_in_a_book_of_another_tool_are_valid() {
    let sample = bindery_tests::repository().join("samples/english-blog");
    let options = bindery_archive::Options::default();
    let source = bindery_archive::open(&sample, &options).expect("the sample opens");
    let mut builder = EpubBuilder::new(ZipLibrary::new().unwrap()).unwrap();
    builder.epub_version(EpubVersion::V30);
    builder.metadata("title", "A book of another tool").unwrap();
    let page = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
        <html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\" xml:lang=\"en\">\
        <head><title>First page</title></head><body><p>First page</p></body></html>";
    // Without a page that has a part to play the crate writes an empty list of landmarks.
    let first = EpubContent::new("first.xhtml", page.as_bytes())
        .title("First page")
        .reftype(ReferenceType::TitlePage);
    builder.add_content(first).unwrap();
    let options = Options {
        group_by: GroupBy::Year,
        section_levels: Some(2),
        ..Options::default()
    };
    let report = add_to_builder(&source, &options, &mut builder).unwrap();
    assert_eq!(report.posts, 4);
    let work = tempfile::tempdir().unwrap();
    let book = work.path().join("book.epub");
    builder.generate(fs::File::create(&book).unwrap()).unwrap();
    if let Err(messages) = epubcheck::check(&book) {
        panic!("{messages}");
    }
    let mut zip = zip::ZipArchive::new(fs::File::open(&book).unwrap()).unwrap();
    let nav = std::io::read_to_string(zip.by_name("OEBPS/nav.xhtml").unwrap()).unwrap();
    let section = "<a href=\"post-00001.xhtml#the-program\">The program</a>";
    assert!(nav.contains(section), "{nav}");
}
