//! The way into books that other tools make with the `epub-builder` crate.
//!
//! Bindery's own books are not made with it: its `Zip` trait is private, so a book stays in memory
//! until it is whole; it deflates on one thread; and a book with a language and an author gets the
//! same identifier twice, which checkers refuse. A tool that has its book there already can have
//! the posts in it all the same, rendered by the code that renders Bindery's chapters.
use std::collections::{HashMap, HashSet};

use bindery_model::{Report, Source};
use epub_builder::{EpubBuilder, EpubContent, ZipLibrary};

use crate::Options;
use crate::chapter::{Chapters, chapter_names};
use crate::images::Pictures;
use crate::labels::Labels;
use crate::metadata::Metadata;
use crate::navigation::{self, Item};

/// Why posts cannot be added to a builder.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AddError {
    /// The builder refuses.
    #[error("epub-builder: {0}")]
    Builder(#[from] epub_builder::Error),
}

/// Adds the posts of a source to a builder, oldest first: their documents, their pictures, and
/// their lines in the contents, nested as [`Options::group_by`] says. The style sheet replaces the
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
    let names = chapter_names(source.entries());
    let pictures = Pictures::new(source);
    let chapters = Chapters {
        source,
        pictures: &pictures,
        names: &names,
        language: &metadata.language,
        limit: options.max_document_size,
    };
    let css = format!("{}{}", include_str!("style.css"), options.css);
    builder.set_languages(vec![metadata.language.clone()]);
    builder.stylesheet(css.as_bytes())?;
    // The style sheet that the documents ask for.
    builder.add_resource(crate::document::STYLE_SHEET, css.as_bytes(), "text/css")?;

    let mut report = Report::default();
    let mut embedded = HashSet::new();
    let lines = contents_lines(source, &names, options, &metadata);
    for entry in source.entries() {
        let chapter = match chapters.render(entry) {
            Ok(chapter) => chapter,
            Err(diagnostic) => {
                report.failed += 1;
                report.diagnostics.push(*diagnostic);
                continue;
            }
        };
        for (path, picture) in chapter.pictures {
            if embedded.insert(picture.name.clone())
                && let Ok(bytes) = source.resource(&path)
            {
                builder.add_resource(&picture.name, &bytes[..], picture.media_type)?;
                report.resources += 1;
            }
        }
        for (name, text) in chapter.documents {
            let mut content = EpubContent::new(name.as_str(), text.as_bytes());
            if let Some((level, title)) = lines.get(&name) {
                content = content.title(title.as_str()).level(*level);
            }
            builder.add_content(content)?;
        }
        report.posts += 1;
        report.diagnostics.extend(chapter.diagnostics);
    }
    Ok(report)
}

/// Each post's document, its level in the contents from 1, and its title. Groups have no document
/// of their own, so the builder's contents show posts only, at their level.
fn contents_lines(
    source: &dyn Source,
    names: &crate::targets::ChapterNames<'_>,
    options: &Options,
    metadata: &Metadata,
) -> HashMap<String, (i32, String)> {
    let posts: Vec<_> = source
        .entries()
        .iter()
        .filter_map(|entry| Some((entry, names.get(entry.meta.path.as_str())?.as_str())))
        .collect();
    let labels = Labels::of(&metadata.language);
    let items = navigation::contents(posts.into_iter(), options.group_by, labels);
    let mut lines = HashMap::new();
    collect_lines(&items, 1, &mut lines);
    lines
}

fn collect_lines(items: &[Item], level: i32, lines: &mut HashMap<String, (i32, String)>) {
    for item in items {
        if item.children.is_empty() {
            lines.insert(item.href.clone(), (level, item.label.clone()));
        } else {
            collect_lines(&item.children, level + 1, lines);
        }
    }
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
            post.meta.title = title.to_owned();
            post.meta.path = format!("{title}.md");
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
