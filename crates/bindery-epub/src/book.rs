//! The book as a whole: its files in the order in which they are written.
use std::collections::HashSet;
use std::io::{self, Write};
use std::ops::ControlFlow;

use bindery_model::{Diagnostic, Progress, Report, Source, for_each_in_order};

use crate::chapter::{Chapter, Chapters, chapter_names};
use crate::document::STYLE_SHEET;
use crate::images::{Picture, Pictures};
use crate::labels::Labels;
use crate::metadata::Metadata;
use crate::package_document::{ManifestItem, package_document};
use crate::zip_writer::{Packed, ZipWriter};
use crate::{Error, Options, colophon, navigation, title_page};

const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\" version=\"1.0\">\n\
    <rootfiles>\n\
    <rootfile full-path=\"EPUB/package.opf\" media-type=\"application/oebps-package+xml\"/>\n\
    </rootfiles>\n</container>\n";

/// A book in the making.
struct Book<'a, W> {
    zip: ZipWriter<W>,
    source: &'a dyn Source,
    manifest: Vec<ManifestItem>,
    embedded: HashSet<String>,
    report: Report,
}

pub(crate) fn write(
    source: &dyn Source,
    options: &Options,
    out: impl Write,
    progress: &dyn Progress,
) -> Result<Report, Error> {
    let entries = source.entries();
    if entries.is_empty() {
        return Err(Error::Empty);
    }
    let metadata = Metadata::new(source, options);
    let labels = Labels::of(&metadata.language);
    let names = chapter_names(entries);
    let mut book = Book {
        zip: ZipWriter::new(out),
        source,
        manifest: Vec::with_capacity(entries.len() + 8),
        embedded: HashSet::new(),
        report: Report::default(),
    };
    book.zip
        .write("mimetype", &Packed::store(b"application/epub+zip".to_vec()))?;
    book.zip.write(
        "META-INF/container.xml",
        &Packed::deflate(CONTAINER.as_bytes()),
    )?;
    book.write_front(&metadata, labels, options)?;

    let pictures = Pictures::new(source);
    let chapters = Chapters {
        source,
        pictures: &pictures,
        names: &names,
        language: &metadata.language,
        limit: options.max_document_size,
    };
    progress.begin(entries.len() as u64);
    let written = book.write_chapters(&chapters, options, progress);
    progress.end();
    let written = written?;

    let posts: Vec<_> = entries
        .iter()
        .filter_map(|entry| Some((entry, names.get(entry.meta.path.as_str())?.as_str())))
        .filter(|(_, name)| written.contains(*name))
        .collect();
    let items = navigation::contents(posts.into_iter(), options.group_by, labels);
    let cover = options.cover.is_some();
    let nav = navigation::navigation_document(&metadata, labels, &items, cover);
    book.add(
        ManifestItem::document("nav.xhtml").with("nav"),
        nav.as_bytes(),
    )?;
    let ncx = navigation::ncx(&metadata, &items);
    book.add(
        ManifestItem::file("toc.ncx", "application/x-dtbncx+xml"),
        ncx.as_bytes(),
    )?;
    let colophon = colophon::colophon(&metadata, labels, &book.report.diagnostics);
    book.add(
        ManifestItem::document("colophon.xhtml"),
        colophon.as_bytes(),
    )?;
    book.finish(&metadata, labels)
}

impl<W: Write> Book<'_, W> {
    /// Deflates and writes a file of the manifest.
    fn add(&mut self, item: ManifestItem, content: &[u8]) -> io::Result<()> {
        self.zip
            .write(&format!("EPUB/{}", item.href), &Packed::deflate(content))?;
        self.manifest.push(item);
        Ok(())
    }

    /// Style sheet, cover and title page.
    fn write_front(
        &mut self,
        metadata: &Metadata,
        labels: &Labels,
        options: &Options,
    ) -> Result<(), Error> {
        let css = format!("{}{}", include_str!("style.css"), options.css);
        self.add(ManifestItem::file(STYLE_SHEET, "text/css"), css.as_bytes())?;
        if let Some(bytes) = &options.cover {
            let picture = Picture::of(bytes).ok_or(Error::Cover)?;
            let page = title_page::cover_page(metadata, labels, &picture);
            let item = ManifestItem::file(&picture.name, picture.media_type).with("cover-image");
            self.zip.write(
                &format!("EPUB/{}", picture.name),
                &Packed::store(bytes.clone()),
            )?;
            self.manifest.push(item);
            self.embedded.insert(picture.name);
            self.add(ManifestItem::document("cover.xhtml"), page.as_bytes())?;
        }
        let page = title_page::title_page(metadata, labels);
        self.add(ManifestItem::document("title-page.xhtml"), page.as_bytes())?;
        Ok(())
    }

    /// Makes the chapters in parallel and writes them in order. The names of those that are there.
    fn write_chapters(
        &mut self,
        chapters: &Chapters<'_>,
        options: &Options,
        progress: &dyn Progress,
    ) -> io::Result<HashSet<String>> {
        let mut written = HashSet::new();
        let mut failure = None;
        for_each_in_order(
            self.source.entries(),
            options.jobs,
            |entry| chapters.pack(entry),
            |chapter| {
                progress.advance(1);
                match self.write_chapter(chapter, &mut written) {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(error) => {
                        failure = Some(error);
                        ControlFlow::Break(())
                    }
                }
            },
        );
        failure.map_or(Ok(written), Err)
    }

    fn write_chapter(
        &mut self,
        chapter: Result<Chapter<Packed>, Box<Diagnostic>>,
        written: &mut HashSet<String>,
    ) -> io::Result<()> {
        let chapter = match chapter {
            Ok(chapter) => chapter,
            Err(diagnostic) => {
                self.report.failed += 1;
                self.report.diagnostics.push(*diagnostic);
                return Ok(());
            }
        };
        for (path, picture) in chapter.pictures {
            if !self.embedded.contains(&picture.name) {
                let bytes = self.source.resource(&path)?;
                self.zip
                    .write(&format!("EPUB/{}", picture.name), &Packed::store(bytes))?;
                self.manifest
                    .push(ManifestItem::file(&picture.name, picture.media_type));
                self.embedded.insert(picture.name);
                self.report.resources += 1;
            }
        }
        for (name, packed) in chapter.documents {
            self.zip.write(&format!("EPUB/{name}"), &packed)?;
            self.manifest.push(ManifestItem::document(&name));
            written.insert(name);
        }
        self.report.diagnostics.extend(chapter.diagnostics);
        self.report.posts += 1;
        Ok(())
    }

    fn finish(mut self, metadata: &Metadata, labels: &Labels) -> Result<Report, Error> {
        let package = package_document(metadata, labels, &self.manifest)?;
        self.zip
            .write("EPUB/package.opf", &Packed::deflate(&package))?;
        self.report.bytes = self.zip.finish()?;
        Ok(self.report)
    }
}
