//! What the book as a whole is called, by whom it is, and when it was changed.
use std::collections::BTreeMap;

use bindery_model::{Author, DateTime, Entry, Source, remove_forbidden};
use jiff::Timestamp;
use uuid::Uuid;

use crate::Options;

/// What stands in the package document about the book.
#[derive(Debug)]
pub(crate) struct Metadata {
    pub(crate) title: String,
    pub(crate) authors: Vec<Author>,
    pub(crate) language: String,
    pub(crate) identifier: String,
    pub(crate) description: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) modified: Timestamp,
    pub(crate) first: Option<DateTime>,
    pub(crate) last: Option<DateTime>,
    pub(crate) posts: usize,
}

impl Metadata {
    pub(crate) fn new(source: &dyn Source, options: &Options) -> Metadata {
        let (site, entries) = (source.site(), source.entries());
        let clean = |text: &str| remove_forbidden(text).trim().to_owned();
        let only = (entries.len() == 1).then(|| entries[0].meta.title.as_str());
        let title = [options.title.as_deref(), Some(&*site.title), only]
            .into_iter()
            .flatten()
            .map(clean)
            .find(|title| !title.is_empty())
            .unwrap_or_else(|| "Posts".to_owned());
        let authors = match (&options.authors[..], &site.authors[..], entries) {
            ([], [], [entry]) => &entry.meta.authors,
            ([], authors, _) => authors,
            (authors, ..) => authors,
        };
        let authors = authors
            .iter()
            .filter(|author| !clean(&author.name).is_empty());
        let language = options.language.clone().or_else(|| site.language.clone());
        let name = match &site.url {
            Some(url) => format!("{url}{}#{title}", site.base_path),
            None => title.clone(),
        };
        Metadata {
            authors: authors.cloned().collect(),
            language: language.unwrap_or_else(|| guess_language(entries)),
            identifier: options.identifier.clone().unwrap_or_else(|| {
                format!(
                    "urn:uuid:{}",
                    Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes())
                )
            }),
            description: site
                .description
                .as_deref()
                .map(clean)
                .filter(|text| !text.is_empty()),
            source: site
                .url
                .as_ref()
                .map(|url| format!("{url}{}/", site.base_path)),
            modified: entries
                .iter()
                .filter_map(|entry| entry.meta.updated.max(entry.meta.date))
                .map(|date| date.timestamp)
                .max()
                .unwrap_or(Timestamp::UNIX_EPOCH),
            first: entries.iter().filter_map(|entry| entry.meta.date).min(),
            last: entries.iter().filter_map(|entry| entry.meta.date).max(),
            posts: entries.len(),
            title,
        }
    }
}

/// The language that most posts declare, else that of the script of their titles.
fn guess_language(entries: &[Entry]) -> String {
    let mut declared: BTreeMap<&str, usize> = BTreeMap::new();
    for language in entries
        .iter()
        .filter_map(|entry| entry.meta.language.as_deref())
    {
        *declared.entry(language).or_default() += 1;
    }
    if let Some((language, _)) = declared.into_iter().max_by_key(|&(_, count)| count) {
        return language.to_owned();
    }
    let titles = entries
        .iter()
        .take(200)
        .flat_map(|entry| entry.meta.title.chars());
    let (mut han, mut kana, mut hangul, mut other) = (0, 0, 0, 0);
    for c in titles.filter(|c| c.is_alphabetic()) {
        match c {
            '\u{3040}'..='\u{30ff}' => kana += 1,
            '\u{ac00}'..='\u{d7af}' => hangul += 1,
            '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' => han += 1,
            _ => other += 1,
        }
    }
    // A Chinese character says as much as several letters.
    let language = match (han, kana, hangul) {
        (_, kana, _) if kana * 4 > other + han => "ja",
        (_, _, hangul) if hangul * 2 > other + han => "ko",
        (han, ..) if han * 3 > other => "zh",
        _ => "en",
    };
    language.to_owned()
}
