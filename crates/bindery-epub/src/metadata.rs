//! What the book as a whole is called, by whom it is, and when it was changed.
use std::collections::BTreeMap;

use bindery_model::{DateTime, Entry, Site, Source, remove_forbidden};
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use crate::language;
use crate::{Creator, Options, Series};

/// How many subjects are taken from categories and tags.
const SUBJECTS: usize = 20;

/// What stands in the package document about the book.
#[derive(Debug)]
pub(crate) struct Metadata {
    pub(crate) title: String,
    /// The title without that of the volume.
    #[cfg_attr(not(feature = "cover"), allow(dead_code))]
    pub(crate) work: String,
    /// What tells a volume from the others.
    #[cfg_attr(not(feature = "cover"), allow(dead_code))]
    pub(crate) volume: Option<String>,
    pub(crate) subtitle: Option<String>,
    pub(crate) creators: Vec<Creator>,
    pub(crate) publisher: Option<String>,
    pub(crate) language: String,
    /// Further languages that many posts are in.
    pub(crate) other_languages: Vec<String>,
    pub(crate) identifier: String,
    pub(crate) description: Option<String>,
    pub(crate) subjects: Vec<String>,
    pub(crate) rights: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) series: Option<Series>,
    pub(crate) published: Option<Date>,
    pub(crate) modified: Timestamp,
    pub(crate) first: Option<DateTime>,
    pub(crate) last: Option<DateTime>,
    pub(crate) posts: usize,
    pub(crate) vertical: bool,
}

impl Metadata {
    pub(crate) fn new(source: &dyn Source, options: &Options) -> Metadata {
        let (site, entries) = (source.site(), source.entries());
        let given = &options.metadata;
        let only = (entries.len() == 1).then(|| entries[0].meta.title.as_str());
        let title = [given.title.as_deref(), Some(&*site.title), only]
            .into_iter()
            .find_map(clean)
            .unwrap_or_else(|| "Posts".to_owned());
        let address = site
            .url
            .as_ref()
            .map(|url| format!("{url}{}", site.base_path));
        let first = entries.iter().filter_map(|entry| entry.meta.date).min();
        let last = entries.iter().filter_map(|entry| entry.meta.date).max();
        let identifier = clean(given.identifier.as_deref())
            .unwrap_or_else(|| identifier(address.as_deref(), &title, given.series.as_ref()));
        let language = language::of_book(source, given.language.as_deref());
        let subtitle = clean(given.subtitle.as_deref()).or_else(|| subtitle_of(site));
        // Where a site has only one line about itself, it stands once.
        let description = site.description.as_deref();
        let description = description.filter(|text| Some(text.trim()) != subtitle.as_deref());
        Metadata {
            creators: creators(source, options),
            subtitle,
            publisher: clean(given.publisher.as_deref()),
            other_languages: language::others(source, &language),
            language,
            identifier,
            description: clean(given.description.as_deref().or(description)),
            subjects: match &given.subjects[..] {
                [] => subjects(source),
                subjects => subjects.iter().filter_map(|s| clean(Some(s))).collect(),
            },
            rights: clean(given.rights.as_deref()),
            source: clean(given.source.as_deref()).or(address.map(|address| address + "/")),
            series: given
                .series
                .clone()
                .filter(|series| clean(Some(&series.name)).is_some()),
            published: given.published.or(last.map(|last| last.civil().date())),
            modified: given.modified.unwrap_or_else(|| newest(entries)),
            first,
            last,
            posts: entries.len(),
            vertical: options.vertical,
            work: title.clone(),
            volume: None,
            title,
        }
    }

    /// Whether pages follow each other from right to left.
    pub(crate) fn right_to_left(&self) -> bool {
        self.vertical || language::is_right_to_left(&self.language)
    }
}

/// What stands below a site's title, in its configuration or in that of its theme.
fn subtitle_of(site: &Site) -> Option<String> {
    let theme = ["params", "extra"].map(|key| site.configuration.get(key)?.as_object());
    let tables = std::iter::once(&site.configuration).chain(theme.into_iter().flatten());
    let mut said = tables.flat_map(|table| ["subtitle", "tagline"].map(|key| table.get(key)));
    said.find_map(|value| clean(value?.as_str()))
        .filter(|subtitle| *subtitle != site.title.trim())
}

/// Text that a package document can hold; `None` if there is nothing in it.
fn clean(text: Option<&str>) -> Option<String> {
    let text = remove_forbidden(text?).trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// The same site, title and volume make the same identifier, whatever posts there are.
fn identifier(address: Option<&str>, title: &str, series: Option<&Series>) -> String {
    let mut name = match address {
        Some(address) => format!("{address}#{title}"),
        None => title.to_owned(),
    };
    if let Some(series) = series {
        let position = series.position.as_deref().unwrap_or_default();
        name += &format!("#{}#{position}", series.name);
    }
    let uuid = Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes());
    format!("urn:uuid:{uuid}")
}

fn creators(source: &dyn Source, options: &Options) -> Vec<Creator> {
    let authors = match (&source.site().authors[..], source.entries()) {
        ([], [entry]) => &entry.meta.authors[..],
        (authors, _) => authors,
    };
    let mut creators = options.metadata.creators.clone();
    if creators.iter().all(|creator| creator.role != "aut") {
        creators.splice(0..0, authors.iter().map(Creator::from));
    }
    creators.retain(|creator| clean(Some(&creator.name)).is_some());
    creators
}

/// What the site is filed under, then the categories and tags that most posts have, the most frequent
/// first.
fn subjects(source: &dyn Source) -> Vec<String> {
    let own = &source.site().categories;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in source.entries() {
        for name in entry.meta.categories.iter().chain(&entry.meta.tags) {
            *counts.entry(name.as_str()).or_default() += 1;
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|&(name, count)| (std::cmp::Reverse(count), name));
    let frequent = counts.into_iter().map(|(name, _)| name);
    let frequent = frequent.filter(|name| !own.iter().any(|known| known == name));
    let names = own.iter().map(String::as_str).chain(frequent);
    names
        .filter_map(|name| clean(Some(name)))
        .take(SUBJECTS)
        .collect()
}

/// Never the clock: the same posts make the same book.
fn newest(entries: &[Entry]) -> Timestamp {
    entries
        .iter()
        .filter_map(|entry| entry.meta.details.updated.max(entry.meta.date))
        .map(|date| date.timestamp())
        .max()
        .unwrap_or(Timestamp::UNIX_EPOCH)
}
