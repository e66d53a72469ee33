//! Which language a text is in.
use std::collections::BTreeMap;

use bindery_model::{Entry, Source};

/// Languages that are written from right to left.
const RIGHT_TO_LEFT: [&str; 12] = [
    "ar", "arc", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "syr", "ur", "yi",
];

/// Whether a language is written from right to left.
pub(crate) fn is_right_to_left(language: &str) -> bool {
    let primary = language.split('-').next().unwrap_or_default();
    RIGHT_TO_LEFT
        .iter()
        .any(|known| known.eq_ignore_ascii_case(primary))
}

/// The language of a book: the one that was given, else the site's, else that of most posts, else
/// what its titles look like.
pub(crate) fn of_book(source: &dyn Source, given: Option<&str>) -> String {
    let declared = given.or(source.site().language.as_deref());
    match declared.map(str::trim).filter(|tag| !tag.is_empty()) {
        Some(language) => language.to_owned(),
        None => guess(source.entries()),
    }
}

fn guess(entries: &[Entry]) -> String {
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
