//! The book as a whole: its files in the order in which they are written.
use std::collections::{HashMap, HashSet};
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::panic::resume_unwind;
use std::sync::Arc;

use bindery_model::{Diagnostic, Progress, Report, Source, for_each_weighed_in_order};

use crate::anchors::Anchors;
use crate::chapter::{Chapter, Chapters, Document};
use crate::characters::Characters;
use crate::contents::Contents;
#[cfg(feature = "cover")]
use crate::cover;
use crate::cover::{Cover, Drawing};
use crate::document::STYLE_SHEET;
#[cfg(feature = "fonts")]
use crate::fonts;
use crate::images::{Picture, Pictures};
use crate::item::Item;
use crate::kept::KeptChapters;
use crate::labels::Labels;
use crate::lists::Lists;
use crate::metadata::Metadata;
use crate::navigation::{self, Landmarks};
use crate::package_document::{ManifestItem, PictureAccess, package_document};
use crate::packed::Packed;
use crate::plan::{Plan, chapter_name};
use crate::zip_writer::ZipWriter;
use crate::{Error, Options, colophon, highlight, own_style, sections, title_page};

const COVER: &str = "cover.xhtml";
const DRAWN_COVER: &str = "cover.jpg";
const NAVIGATION: &str = "nav.xhtml";
const NCX: &str = "toc.ncx";
const COLOPHON: &str = "colophon.xhtml";

const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\" version=\"1.0\">\n\
    <rootfiles>\n\
    <rootfile full-path=\"EPUB/package.opf\" media-type=\"application/oebps-package+xml\"/>\n\
    </rootfiles>\n</container>\n";

/// A book in the making.
struct Book<W> {
    zip: ZipWriter<W>,
    manifest: Vec<ManifestItem>,
    /// The order of reading: places in the manifest.
    spine: Vec<usize>,
    /// The place in the manifest of the first page that lists posts.
    first_page: usize,
    has_cover: bool,
    embedded: HashSet<String>,
    /// The sections of posts that the contents list, by the first document of each.
    sections: HashMap<String, Vec<Item>>,
    access: PictureAccess,
    /// The characters of its text, if fonts are embedded.
    characters: Option<Arc<Characters>>,
    report: Report,
}

pub(crate) fn write(
    source: &dyn Source,
    metadata: &Metadata,
    options: &Options,
    out: impl Write,
    progress: &dyn Progress,
) -> Result<Report, Error> {
    let entries = source.entries();
    if entries.is_empty() {
        return Err(Error::Empty);
    }
    let labels = Labels::of(&metadata.language);
    let plan = Plan::new(entries, options.group_by, labels);
    let characters = has_fonts(options).then(|| Arc::new(Characters::new()));
    let mut book = Book {
        zip: ZipWriter::new(out),
        manifest: Vec::with_capacity(entries.len() + 8),
        spine: Vec::with_capacity(entries.len() + 8),
        first_page: 0,
        has_cover: false,
        embedded: HashSet::new(),
        sections: HashMap::new(),
        access: PictureAccess::default(),
        characters: characters.clone(),
        report: Report::default(),
    };
    book.zip
        .write("mimetype", &Packed::store(b"application/epub+zip".to_vec()))?;
    book.zip.write(
        "META-INF/container.xml",
        &Packed::deflate(CONTAINER.as_bytes()),
    )?;
    // A font for the cover is found while posts are listed.
    let (drawing, lists) = std::thread::scope(|scope| {
        let drawing = scope.spawn(|| plan_cover(metadata, labels, options));
        let lists = Lists::make(&plan, metadata, labels, options, characters.as_deref());
        let drawing = drawing.join();
        (drawing.unwrap_or_else(|panic| resume_unwind(panic)), lists)
    });
    let (lists, (drawing, found)) = (lists?, drawing);
    book.report.diagnostics.extend(found);
    book.write_front(metadata, labels, options, drawing.is_some())?;
    book.write_lists(&lists)?;
    let pictures = Pictures::new(source, &options.images);
    let chapters = Chapters {
        source,
        pictures: &pictures,
        plan: &plan,
        indexes: &lists.indexes,
        metadata,
        labels,
        highlight: options.highlight,
        formulas: true,
        limit: options.max_document_size,
        section_levels: options.section_levels_of(entries.len()),
        anchors: Anchors::default(),
        kept: KeptChapters::new(source, options, metadata),
        characters: characters.as_deref(),
    };
    progress.begin(entries.len() as u64);
    // The cover is drawn while chapters are made.
    let (written, cover) = std::thread::scope(|scope| {
        let cover = drawing.map(|drawing| scope.spawn(move || drawing.jpeg(source.store())));
        let written = book.write_chapters(&chapters, &lists.contents, options, progress);
        let cover = cover.map(|cover| cover.join().unwrap_or_else(|panic| resume_unwind(panic)));
        (written, cover)
    });
    progress.end();
    written?;
    book.write_navigation(&lists, metadata, labels, options)?;
    if let Some(cover) = cover {
        book.zip
            .write(&format!("EPUB/{DRAWN_COVER}"), &Packed::store(cover?))?;
    }
    let first_index = book.first_page + lists.contents.pages.len();
    book.spine
        .extend(first_index..first_index + lists.indexes.files.len());
    let colophon = colophon::colophon(metadata, labels, &book.report.diagnostics);
    book.add_document(COLOPHON, &colophon)?;
    #[cfg(feature = "fonts")]
    book.write_fonts(&options.fonts)?;
    book.finish(metadata, labels)
}

/// The cover that is to be drawn, if one is, and what there is to say of it.
#[cfg_attr(
    not(feature = "cover"),
    expect(unused_variables, reason = "drawn covers alone show them")
)]
fn plan_cover(
    metadata: &Metadata,
    labels: &Labels,
    options: &Options,
) -> (Option<Drawing>, Vec<Diagnostic>) {
    match &options.cover {
        Cover::None | Cover::Picture(_) => (None, Vec::new()),
        #[cfg(feature = "cover")]
        Cover::Drawn(fonts) => {
            let mut found = Vec::new();
            (cover::plan(metadata, labels, fonts, &mut found), found)
        }
    }
}

impl<W: Write> Book<W> {
    /// Deflates and writes a file of the manifest.
    fn add(&mut self, item: ManifestItem, content: &[u8]) -> io::Result<()> {
        self.zip
            .write(&format!("EPUB/{}", item.href), &Packed::deflate(content))?;
        self.manifest.push(item);
        Ok(())
    }

    /// The same for a document that is read next.
    fn add_document(&mut self, name: &str, text: &str) -> io::Result<()> {
        if let Some(characters) = &self.characters {
            characters.add(text);
        }
        self.spine.push(self.manifest.len());
        self.add(ManifestItem::document(name), text.as_bytes())
    }

    /// The fonts, with the characters of all documents before.
    #[cfg(feature = "fonts")]
    fn write_fonts(&mut self, fonts: &[fonts::BookFont]) -> io::Result<()> {
        let Some(characters) = self.characters.take() else {
            return Ok(());
        };
        for (number, font) in fonts.iter().enumerate() {
            let bytes = font.embedded(&characters, &mut self.report.diagnostics);
            let (name, media_type) = font.file(number);
            self.add(ManifestItem::file(name, media_type), &bytes)?;
        }
        let missing = fonts::missing(fonts, &characters);
        self.report.diagnostics.extend(missing);
        Ok(())
    }

    /// Style sheet, cover and title page. A cover that is to be drawn is in the manifest.
    fn write_front(
        &mut self,
        metadata: &Metadata,
        labels: &Labels,
        options: &Options,
        is_drawn: bool,
    ) -> Result<(), Error> {
        let (css, found) = style_sheet(options, &font_rules(options));
        self.report.diagnostics.extend(found);
        self.add(ManifestItem::file(STYLE_SHEET, "text/css"), css.as_bytes())?;
        if let Cover::Picture(bytes) = &options.cover {
            let (picture, packed) =
                Picture::of(bytes.clone(), &options.images).map_err(|_| Error::Cover)?;
            self.zip.write(&format!("EPUB/{}", picture.name), &packed)?;
            self.add_cover(metadata, labels, &picture.name, picture.media_type)?;
            self.embedded.insert(picture.name);
        } else if is_drawn {
            self.add_cover(metadata, labels, DRAWN_COVER, "image/jpeg")?;
        }
        if options.title_page {
            let page = title_page::title_page(metadata, labels);
            self.add_document("title-page.xhtml", &page)?;
        }
        Ok(())
    }

    /// The page of the cover, and its picture in the manifest.
    fn add_cover(
        &mut self,
        metadata: &Metadata,
        labels: &Labels,
        picture: &str,
        media_type: &'static str,
    ) -> io::Result<()> {
        self.manifest
            .push(ManifestItem::file(picture, media_type).with("cover-image"));
        self.access.shown += 1;
        self.has_cover = true;
        let page = title_page::cover_page(metadata, labels, picture);
        self.add_document(COVER, &page)
    }

    /// The pages of contents and indexes. The navigation, which stands before them, is in the manifest.
    fn write_lists(&mut self, lists: &Lists<'_>) -> io::Result<()> {
        self.spine.push(self.manifest.len());
        self.manifest.extend([
            ManifestItem::document(NAVIGATION).with("nav"),
            ManifestItem::file(NCX, "application/x-dtbncx+xml"),
        ]);
        self.access.index = !lists.indexes.files.is_empty();
        self.first_page = self.manifest.len();
        for (name, packed) in &lists.pages {
            self.zip.write(&format!("EPUB/{name}"), packed)?;
            self.manifest.push(ManifestItem::document(name));
        }
        Ok(())
    }

    /// The navigation, with the sections of the chapters, which are written.
    fn write_navigation(
        &mut self,
        lists: &Lists<'_>,
        metadata: &Metadata,
        labels: &Labels,
        options: &Options,
    ) -> io::Result<()> {
        let Lists {
            contents, indexes, ..
        } = lists;
        let start = chapter_name(0);
        let landmarks = Landmarks {
            cover: self.has_cover,
            title_page: options.title_page,
            start: contents.pages.first().map_or(&start, |page| &page.name),
            index: indexes.files.first().map(String::as_str),
        };
        let mut items = contents.items.clone();
        items.extend_from_slice(&indexes.items);
        items.push(Item::leaf(labels.colophon, COLOPHON));
        let document =
            |items: &[Item]| navigation::navigation_document(metadata, labels, items, &landmarks);
        let (plain, has_sections) = (items.clone(), !self.sections.is_empty());
        sections::add(&mut items, &mut self.sections);
        if !self.sections.is_empty() {
            let message =
                "the contents list posts on pages of their own, and none of their headings";
            let diagnostic = Diagnostic::note("contents.sections", message);
            self.report.diagnostics.push(diagnostic);
        }
        let mut nav = document(&items);
        if has_sections && nav.len() > options.max_document_size {
            (nav, items) = (document(&plain), plain);
            let message =
                "the headings of the posts are too many for the contents, which list none";
            let diagnostic = Diagnostic::warning("contents.sections", message)
                .with_hint("--section-levels lists fewer of them");
            self.report.diagnostics.push(diagnostic);
        }
        if let Some(characters) = &self.characters {
            characters.add(&nav);
        }
        let files = [(NAVIGATION, nav), (NCX, navigation::ncx(metadata, &items))];
        for (name, text) in files {
            let packed = Packed::deflate(text.as_bytes());
            self.zip.write(&format!("EPUB/{name}"), &packed)?;
        }
        Ok(())
    }

    /// Makes the chapters in parallel and writes them in order.
    fn write_chapters(
        &mut self,
        chapters: &Chapters<'_>,
        contents: &Contents,
        options: &Options,
        progress: &dyn Progress,
    ) -> io::Result<()> {
        let places: Vec<usize> = (0..chapters.plan.posts.len()).collect();
        let mut pages = contents.pages.iter().zip(self.first_page..).peekable();
        let mut place = 0;
        let mut result = Ok(());
        for_each_weighed_in_order(
            &places,
            options.jobs,
            Chapter::weight,
            |&place| chapters.pack(place),
            |chapter| {
                progress.advance(1);
                while let Some((_, page)) = pages.next_if(|(page, _)| page.before <= place) {
                    self.spine.push(page);
                }
                place += 1;
                result = self.write_chapter(chapter, chapters.pictures);
                match result {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(_) => ControlFlow::Break(()),
                }
            },
        );
        result
    }

    fn write_chapter(
        &mut self,
        chapter: Chapter<Packed>,
        pictures: &Pictures<'_>,
    ) -> io::Result<()> {
        for (origin, picture) in chapter.pictures {
            if self.embedded.contains(&picture.name) {
                pictures.release(&picture);
                continue;
            }
            let packed = pictures.take(&origin, &picture)?;
            self.zip.write(&format!("EPUB/{}", picture.name), &packed)?;
            self.manifest
                .push(ManifestItem::file(&picture.name, picture.media_type));
            let said = picture.diagnostics(&origin);
            self.report.diagnostics.extend(said);
            self.embedded.insert(picture.name);
            self.report.resources += 1;
        }
        if let [first, ..] = &chapter.documents[..]
            && !chapter.sections.is_empty()
        {
            let items = sections::items(&chapter.sections);
            self.sections.insert(first.name.clone(), items);
        }
        for document in chapter.documents {
            let Document {
                name,
                content: packed,
                has_math,
            } = document;
            self.zip.write(&["EPUB/", &name].concat(), &packed)?;
            self.spine.push(self.manifest.len());
            self.access.mathml |= has_math;
            let item = ManifestItem::document(name);
            self.manifest.push(match has_math {
                true => item.with("mathml"),
                false => item,
            });
        }
        self.access.formulas += chapter.access.formulas;
        self.access.tex += chapter.access.tex;
        self.access.shown += chapter.access.shown;
        self.access.undescribed += chapter.access.undescribed;
        self.report.diagnostics.extend(chapter.diagnostics);
        self.report.posts += u64::from(!chapter.failed);
        self.report.failed += u64::from(chapter.failed);
        Ok(())
    }

    fn finish(mut self, metadata: &Metadata, labels: &Labels) -> Result<Report, Error> {
        let package =
            package_document(metadata, labels, &self.manifest, &self.spine, &self.access)?;
        self.zip
            .write("EPUB/package.opf", &Packed::deflate(&package))?;
        self.report.bytes = self.zip.finish()?;
        Ok(self.report)
    }
}

#[cfg(feature = "fonts")]
fn has_fonts(options: &Options) -> bool {
    !options.fonts.is_empty()
}

#[cfg(not(feature = "fonts"))]
fn has_fonts(_: &Options) -> bool {
    false
}

#[cfg(feature = "fonts")]
fn font_rules(options: &Options) -> String {
    fonts::style_sheet(&options.fonts)
}

#[cfg(not(feature = "fonts"))]
fn font_rules(_: &Options) -> String {
    String::new()
}

/// The book's style sheet: ours, then the rules of embedded fonts, then the caller's; and what was left
/// out of that.
pub(crate) fn style_sheet(options: &Options, fonts: &str) -> (String, Option<Diagnostic>) {
    let own = own_style::clean(&options.css);
    let found = own.diagnostic();
    let mut css = own.namespaces;
    if !options.css_only {
        css.push_str(include_str!("style.css"));
        if options.highlight {
            css.push_str(highlight::STYLE_SHEET);
        }
    }
    if options.vertical {
        css.push_str(include_str!("vertical.css"));
    }
    css.push_str(fonts);
    css.push_str(&own.rules);
    (css, found)
}
