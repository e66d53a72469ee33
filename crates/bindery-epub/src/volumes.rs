//! An archive as several books. Every post is in one of them; links to posts of another volume lead
//! to the web.
use std::collections::{BTreeMap, HashSet};
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use bindery_model::{
    Diagnostic, Digest, Entry, Parsed, Progress, Report, Site, Source, Store, for_each_in_order,
};

use crate::anchors::Anchors;
use crate::chapter::{Chapter, Chapters};
use crate::images::Pictures;
use crate::index::Indexes;
use crate::kept::KeptChapters;
use crate::labels::Labels;
use crate::metadata::Metadata;
use crate::packed::Packed;
use crate::plan::Plan;
use crate::{Error, GroupBy, Options, Series, book};

/// Bytes that a book has without posts, and that a post adds beside its own: headers, its lines in
/// the package document and the contents.
const BOOK: u64 = 12_000;
const POST: u64 = 450;

/// How an archive is split. A post with several categories or tags goes with the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SplitBy {
    /// By year.
    Year,
    /// By month.
    Month,
    /// By category.
    Category,
    /// By tag.
    Tag,
    /// So many posts each, the oldest first.
    Posts(NonZeroUsize),
    /// About so many bytes each, the oldest posts first. All posts are rendered once more, to
    /// measure them.
    Size(u64),
}

/// A book of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Volume {
    /// What tells it from the others: `2024`, `2024-03`, a category, or its number.
    pub label: String,
    /// Its place among them, from 1.
    pub number: usize,
    /// Its posts: places in [`Source::entries`].
    posts: Vec<usize>,
}

impl Volume {
    /// How many posts it has.
    pub fn len(&self) -> usize {
        self.posts.len()
    }

    /// Whether it has no posts, which does not happen.
    pub fn is_empty(&self) -> bool {
        self.posts.is_empty()
    }
}

/// Splits an archive into volumes, for [`write_volume`].
///
/// ```
/// use bindery_epub::{SplitBy, volumes, write_volume};
/// use bindery_model::{Post, Posts, Site};
///
/// let post = |date: &str| {
///     let mut post = Post::default();
///     post.meta.path = date.into();
///     post.meta.date = date.parse().ok();
///     post
/// };
/// let posts = vec![post("2023-05-01T00:00:00Z"), post("2024-05-01T00:00:00Z")];
/// let source = Posts::new(Site::default(), posts);
/// let options = bindery_epub::Options::default();
///
/// let volumes = volumes(&source, &options, SplitBy::Year);
/// assert_eq!(volumes.len(), 2);
/// assert_eq!(volumes[1].label, "2024");
/// let mut book = Vec::new();
/// write_volume(&source, &volumes[1], &options, &mut book, &())?;
/// # Ok::<(), bindery_epub::Error>(())
/// ```
pub fn volumes(source: &dyn Source, options: &Options, split_by: SplitBy) -> Vec<Volume> {
    let entries = source.entries();
    match split_by {
        SplitBy::Year => by_name(source, options, |entry| date(entry, "%Y")),
        SplitBy::Month => by_name(source, options, |entry| date(entry, "%Y-%m")),
        SplitBy::Category => by_name(source, options, |entry| {
            entry.meta.categories.first().cloned()
        }),
        SplitBy::Tag => by_name(source, options, |entry| entry.meta.tags.first().cloned()),
        SplitBy::Posts(count) => {
            let places: Vec<usize> = (0..entries.len()).collect();
            numbered(places.chunks(count.get()).map(<[usize]>::to_vec).collect())
        }
        SplitBy::Size(bytes) => numbered(by_size(source, options, bytes)),
    }
}

/// Writes a volume as a book of its own: titled `TITLE - LABEL`, in a series of all volumes.
///
/// # Errors
///
/// As [`write`](crate::write).
pub fn write_volume(
    source: &dyn Source,
    volume: &Volume,
    options: &Options,
    out: impl Write,
    progress: &dyn Progress,
) -> Result<Report, Error> {
    let title = Metadata::new(source, options).title;
    let part = Part {
        source,
        entries: volume
            .posts
            .iter()
            .filter_map(|&place| source.entries().get(place).cloned())
            .collect(),
    };
    let mut options = options.clone();
    let series = options.metadata.series.take();
    options.metadata.series = Some(Series {
        name: series.map_or_else(|| title.clone(), |series| series.name),
        position: Some(volume.number.to_string()),
    });
    options.metadata.title = Some(format!("{title} - {}", volume.label));
    let metadata = Metadata {
        work: title,
        volume: Some(volume.label.clone()),
        ..Metadata::new(&part, &options)
    };
    book::write(&part, &metadata, &options, out, progress)
}

fn date(entry: &Entry, format: &str) -> Option<String> {
    let date = entry.meta.date?;
    Some(date.civil().strftime(format).to_string())
}

fn by_name(
    source: &dyn Source,
    options: &Options,
    name: impl Fn(&Entry) -> Option<String>,
) -> Vec<Volume> {
    let mut named: BTreeMap<(bool, String), Vec<usize>> = BTreeMap::new();
    for (place, entry) in source.entries().iter().enumerate() {
        let name = name(entry).filter(|name| !name.trim().is_empty());
        let key = (name.is_none(), name.unwrap_or_default());
        named.entry(key).or_default().push(place);
    }
    let others = || Labels::of(&Metadata::new(source, options).language).others;
    named
        .into_iter()
        .zip(1..)
        .map(|(((unnamed, label), posts), number)| Volume {
            label: if unnamed { others().to_owned() } else { label },
            number,
            posts,
        })
        .collect()
}

/// Labels are numbers of one width, so that files sort.
fn numbered(parts: Vec<Vec<usize>>) -> Vec<Volume> {
    let width = parts.len().to_string().len();
    parts
        .into_iter()
        .zip(1..)
        .map(|(posts, number)| Volume {
            label: format!("{number:0width$}"),
            number,
            posts,
        })
        .collect()
}

fn by_size(source: &dyn Source, options: &Options, limit: u64) -> Vec<Vec<usize>> {
    let metadata = Metadata::new(source, options);
    let labels = Labels::of(&metadata.language);
    let plan = Plan::new(source.entries(), GroupBy::None, labels);
    let chapters = Chapters {
        source,
        pictures: &Pictures::new(source, &options.images),
        plan: &plan,
        indexes: &Indexes::default(),
        metadata: &metadata,
        labels,
        highlight: options.highlight,
        formulas: true,
        limit: options.max_document_size,
        section_levels: 0,
        anchors: Anchors::default(),
        kept: KeptChapters::new(source, options, &metadata),
        characters: None,
    };
    let places: Vec<usize> = (0..plan.posts.len()).collect();
    let mut parts: Vec<Vec<usize>> = vec![Vec::new()];
    let book = BOOK + options.cover.weight();
    let (mut size, mut pictures, mut place) = (book, HashSet::new(), 0);
    for_each_in_order(
        &places,
        options.jobs,
        |&place| measure(&chapters, &chapters.pack(place)),
        |(text, found)| {
            let new = |found: &[(String, u64)], known: &HashSet<String>| -> u64 {
                let new = found.iter().filter(|(name, _)| !known.contains(name));
                new.map(|(_, size)| size).sum()
            };
            let mut own = text + new(&found, &pictures);
            if size > book && size + own > limit {
                parts.push(Vec::new());
                pictures.clear();
                size = book;
                own = text + new(&found, &pictures);
            }
            size += own;
            pictures.extend(found.into_iter().map(|(name, _)| name));
            if let Some(part) = parts.last_mut() {
                part.push(place);
            }
            place += 1;
            ControlFlow::Continue(())
        },
    );
    parts
}

/// The bytes of a chapter, and those of each of its pictures.
fn measure(chapters: &Chapters<'_>, chapter: &Chapter<Packed>) -> (u64, Vec<(String, u64)>) {
    let text: u64 = chapter
        .documents
        .iter()
        .map(|document| POST + document.content.len() as u64)
        .sum();
    let pictures = chapter.pictures.iter().map(|(_, picture)| {
        // Nothing is written here.
        chapters.pictures.release(picture);
        (picture.name.clone(), picture.length as u64)
    });
    (text, pictures.collect())
}

/// Some posts of a source.
struct Part<'a> {
    source: &'a dyn Source,
    entries: Vec<Entry>,
}

impl Source for Part<'_> {
    fn site(&self) -> &Site {
        self.source.site()
    }

    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn read(&self, entry: &Entry) -> Result<Parsed, Box<Diagnostic>> {
        self.source.read(entry)
    }

    fn look_up(&self, entry: &Entry) -> Result<Parsed, Box<Diagnostic>> {
        self.source.look_up(entry)
    }

    fn resource(&self, path: &str) -> io::Result<Vec<u8>> {
        self.source.resource(path)
    }

    fn web_picture(&self, address: &str) -> io::Result<Option<Vec<u8>>> {
        self.source.web_picture(address)
    }

    fn store(&self) -> Option<&dyn Store> {
        self.source.store()
    }

    fn digest(&self, entry: &Entry) -> Option<Digest> {
        self.source.digest(entry)
    }

    fn still_holds(&self, entry: &Entry, asked: &[u8]) -> bool {
        self.source.still_holds(entry, asked)
    }

    fn skip(&self, entry: &Entry) {
        self.source.skip(entry);
    }
}

#[cfg(test)]
mod tests {
    use bindery_model::{Block, Inline, Post, Posts};

    use super::*;

    fn source(count: usize) -> Posts {
        let post = |number: usize| {
            let mut post = Post::default();
            post.meta.path = format!("{number:03}.md").into();
            post.meta.date = format!("{}-03-01T00:00:00Z", 2020 + number / 4)
                .parse()
                .ok();
            post.meta.tags = vec![["b", "a"][number % 2].to_owned()].into();
            let noise = (0..200).map(|n| format!("{} ", n * number * 7919 % 10_007));
            let text = Inline::text(noise.collect::<String>());
            post.blocks.push(Block::paragraph(vec![text]));
            post
        };
        Posts::new(Site::default(), (0..count).map(post).collect())
    }

    fn labels(split_by: SplitBy) -> String {
        let source = source(10);
        let volumes = volumes(&source, &Options::default(), split_by);
        let show = |volume: &Volume| format!("{}: {}", volume.label, volume.len());
        volumes.iter().map(show).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn every_post_is_in_one_volume() {
        assert_eq!(labels(SplitBy::Year), "2020: 4, 2021: 4, 2022: 2");
        assert_eq!(labels(SplitBy::Month), "2020-03: 4, 2021-03: 4, 2022-03: 2");
        assert_eq!(labels(SplitBy::Tag), "a: 5, b: 5");
        assert_eq!(labels(SplitBy::Category), "Others: 10");
        let three = NonZeroUsize::new(3).unwrap();
        assert_eq!(labels(SplitBy::Posts(three)), "1: 3, 2: 3, 3: 3, 4: 1");
    }

    #[test]
    fn volumes_by_size_are_about_that_size() {
        let (source, options) = (source(100), Options::default());
        let limit = 40_000;
        let volumes = volumes(&source, &options, SplitBy::Size(limit));
        assert!(volumes.len() > 2, "{}", volumes.len());
        assert_eq!(volumes.iter().map(Volume::len).sum::<usize>(), 100);
        for volume in &volumes {
            let mut book = Vec::new();
            write_volume(&source, volume, &options, &mut book, &()).unwrap();
            assert!((book.len() as u64) < limit, "{}", book.len());
        }
    }
}
