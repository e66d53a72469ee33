//! The way into books that other tools make with the `epub-builder` crate.
//!
//! Bindery's own books are not made with it: its `Zip` trait is private, so a book stays in memory
//! until it is whole; it deflates on one thread; and a book with a language and an author gets the
//! same identifier twice, which checkers refuse. A tool that has its book there already can have
//! the posts in it all the same, rendered by the code that renders Bindery's chapters.
use std::collections::HashSet;

use bindery_model::{Report, Source};
use epub_builder::{EpubBuilder, EpubContent, TocElement, ZipLibrary};

use crate::anchors::Anchors;
use crate::book::style_sheet;
use crate::chapter::Chapters;
use crate::contents::label;
use crate::images::Pictures;
use crate::index::Indexes;
use crate::item::Item;
use crate::labels::Labels;
use crate::metadata::Metadata;
use crate::plan::Plan;
use crate::{Options, sections};

/// Why posts cannot be added to a builder.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AddError {
    /// The builder refuses.
    #[error("epub-builder: {0}")]
    Builder(#[from] epub_builder::Error),
}

/// Adds the posts of a source to a builder, oldest first: their documents, their pictures, and
/// their lines in the contents, nested as [`Options::group_by`] says, with those of their sections. The style sheet replaces the
/// builder's; the language is the source's. Title, authors and everything else about the book stay
/// the caller's.
///
/// # Errors
///
/// Where the builder refuses a document or a picture. A post that cannot be read is counted and
/// explained in the report.
pub fn add_to_builder(
    source: &dyn Source,
    options: &Options,
    builder: &mut EpubBuilder<ZipLibrary>,
) -> Result<Report, AddError> {
    let metadata = Metadata::new(source, options);
    let labels = Labels::of(&metadata.language);
    let plan = Plan::new(source.entries(), options.group_by, labels);
    let pictures = Pictures::new(source, &options.images);
    let chapters = Chapters {
        source,
        pictures: &pictures,
        plan: &plan,
        indexes: &Indexes::default(),
        metadata: &metadata,
        labels,
        highlight: options.highlight,
        formulas: false,
        limit: options.max_document_size,
        section_levels: options.section_levels_of(plan.posts.len()),
        anchors: Anchors::default(),
        kept: None,
        characters: None,
    };
    let (css, found) = style_sheet(options, "");
    builder.set_languages(vec![metadata.language.clone()]);
    builder.stylesheet(css.as_bytes())?;
    // The style sheet that the documents ask for.
    builder.add_resource(crate::document::STYLE_SHEET, css.as_bytes(), "text/css")?;

    let mut report = Report::default();
    report.diagnostics.extend(found);
    let mut embedded = HashSet::new();
    for group in &plan.groups {
        for place in group.posts.clone() {
            let chapter = chapters.render(place);
            for (origin, picture) in chapter.pictures {
                if !embedded.insert(picture.name.clone()) {
                    pictures.release(&picture);
                } else if let Ok(packed) = pictures.take(&origin, &picture) {
                    let content = packed.content();
                    builder.add_resource(&picture.name, &content[..], picture.media_type)?;
                    report.diagnostics.extend(picture.diagnostics(&origin));
                    report.resources += 1;
                }
            }
            // The first document of a post has its line in the contents. Groups have no document
            // of their own here, so the builder's contents show posts only, at their level.
            let level = i32::try_from(group.labels.len() + 1).unwrap_or(i32::MAX);
            let mut title = Some(label(plan.posts[place]));
            for document in chapter.documents {
                let mut content = EpubContent::new(document.name, document.content.as_bytes());
                if let Some(title) = title.take() {
                    content = content.title(title).level(level);
                    for section in sections::items(&chapter.sections) {
                        content = content.child(toc_element(&section));
                    }
                }
                builder.add_content(content)?;
            }
            report.posts += u64::from(!chapter.failed);
            report.failed += u64::from(chapter.failed);
            report.diagnostics.extend(chapter.diagnostics);
        }
    }
    Ok(report)
}

fn toc_element(item: &Item) -> TocElement {
    let element = TocElement::new(&*item.href, &*item.label);
    let children = item.children.iter().map(toc_element);
    children.fold(element, TocElement::child)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use bindery_model::{Block, Inline, Post, Posts, Site};

    use super::*;

    #[test]
    fn the_result_opens_and_holds_the_posts() {
        let post = |title: &str| {
            let mut post = Post::default();
            post.meta.title = title.into();
            post.meta.path = format!("{title}.md").into();
            post.blocks.push(Block::paragraph(vec![Inline::text(format!(
                "text of {title}"
            ))]));
            post
        };
        let source = Posts::new(Site::default(), vec![post("a"), post("b & c")]);
        let zip = ZipLibrary::new().unwrap();
        let mut builder = EpubBuilder::new(zip).unwrap();
        let report = add_to_builder(&source, &Options::default(), &mut builder).unwrap();
        assert_eq!(report.posts, 2);
        let mut book = Vec::new();
        builder.generate(&mut book).unwrap();
        let mut archive = zip::ZipArchive::new(Cursor::new(book)).unwrap();
        let mut text = String::new();
        archive
            .by_name("OEBPS/post-00002.xhtml")
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        assert!(text.contains("text of b &amp; c"), "{text}");
        let mut nav = String::new();
        archive
            .by_name("OEBPS/nav.xhtml")
            .unwrap()
            .read_to_string(&mut nav)
            .unwrap();
        assert!(
            nav.contains("post-00001.xhtml") && nav.contains("b &amp; c"),
            "{nav}"
        );
    }
}
