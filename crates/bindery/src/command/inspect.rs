//! `bindery inspect`: what is in an archive, from the heads of its posts.
use std::cmp::Reverse;
use std::fmt::Write as _;

use bindery_feed::Options as FeedOptions;
use bindery_model::{Entry, Report, Source};
use rustc_hash::FxHashMap;
use serde_json::json;

use super::arguments::InspectArguments;
use super::outcome::{Findings, Outcome};
use super::session::Session;
use super::settings::{Origin, choose};

/// How many categories are named before the rest is counted.
const NAMED: usize = 12;

pub(crate) fn run(arguments: &InspectArguments) -> anyhow::Result<Outcome> {
    let session = Session::open(&arguments.reading)?;
    let entries = session.archive.entries();
    let report = Report {
        posts: entries.len() as u64,
        ..Report::default()
    };
    let mut outcome = session.outcome("inspect", None, report);
    let found = Found::new(&session);
    outcome.findings = Some(Findings {
        text: found.to_text(),
        json: found.to_json(),
    });
    session.close();
    Ok(outcome)
}

/// What was found.
struct Found<'a> {
    session: &'a Session,
    first: Option<String>,
    last: Option<String>,
    categories: Vec<(&'a str, usize)>,
    tags: Vec<(&'a str, usize)>,
    languages: Vec<(&'a str, usize)>,
    settings: Vec<(&'static str, String, Origin)>,
}

impl<'a> Found<'a> {
    fn new(session: &'a Session) -> Found<'a> {
        let entries = session.archive.entries();
        let site_language = session.archive.site().language.as_deref();
        let language = |entry: &'a Entry| entry.meta.language.as_deref().or(site_language);
        let names = |list: &'a [String]| list.iter().map(String::as_str);
        let dates = || entries.iter().filter_map(|entry| entry.meta.date);
        Found {
            session,
            first: dates().min().map(|date| date.to_string()),
            last: dates().max().map(|date| date.to_string()),
            categories: count(entries, |entry| names(&entry.meta.categories)),
            tags: count(entries, |entry| names(&entry.meta.tags)),
            languages: count(entries, language),
            settings: settings(session),
        }
    }

    fn to_text(&self) -> String {
        let (archive, facts) = (&self.session.archive, self.session.archive.facts());
        let mut out = String::new();
        let mut row = |name: &str, value: String| {
            if !value.is_empty() {
                let _ = writeln!(out, "{name:12} {value}");
            }
        };
        row("kind", archive.site().kind.clone());
        row("title", archive.site().title.clone());
        row("posts", archive.entries().len().to_string());
        let left_out = [
            (facts.drafts, "drafts"),
            (facts.unpublished, "unpublished"),
            (facts.future, "of the future"),
            (facts.other_collections, "of other collections"),
            (facts.filtered, "by your selection"),
        ];
        let left_out = left_out.iter().filter(|(number, _)| *number > 0);
        row(
            "left out",
            left_out
                .map(|(number, what)| format!("{number} {what}"))
                .collect::<Vec<_>>()
                .join(", "),
        );
        if let (Some(first), Some(last)) = (&self.first, &self.last) {
            row("dates", format!("{first} to {last}"));
        }
        row("categories", list(&self.categories));
        row("tags", list(&self.tags));
        row("languages", list(&self.languages));
        let encodings: Vec<_> = facts
            .encodings
            .iter()
            .map(|(name, number)| (*name, *number))
            .collect();
        row("encodings", list(&encodings));
        row(
            "files",
            format!("{}, {} of them images", facts.files, facts.images),
        );
        row(
            "problems",
            match archive.diagnostics().len() {
                0 => "none so far; `bindery check` reads the posts whole".to_owned(),
                number => format!("{number}; `bindery check` reads the posts whole"),
            },
        );
        out.push_str("\nsettings\n");
        for (name, value, origin) in &self.settings {
            let value = if value.is_empty() { "–" } else { value };
            let _ = writeln!(out, "  {name:12} {value}  ({origin})");
        }
        out
    }

    fn to_json(&self) -> serde_json::Value {
        let (archive, facts) = (&self.session.archive, self.session.archive.facts());
        let counts = |list: &[(&str, usize)]| -> serde_json::Value {
            list.iter()
                .map(|(name, number)| ((*name).to_owned(), json!(number)))
                .collect::<serde_json::Map<_, _>>()
                .into()
        };
        json!({
            "kind": archive.site().kind,
            "title": archive.site().title,
            "posts": archive.entries().len(),
            "drafts": facts.drafts,
            "unpublished": facts.unpublished,
            "future": facts.future,
            "filtered": facts.filtered,
            "first": self.first,
            "last": self.last,
            "categories": counts(&self.categories),
            "tags": counts(&self.tags),
            "languages": counts(&self.languages),
            "encodings": facts.encodings,
            "files": facts.files,
            "images": facts.images,
            "settings": self.settings.iter().map(|(name, value, origin)| {
                json!({"name": name, "value": value, "origin": origin})
            }).collect::<Vec<_>>(),
        })
    }
}

/// How often each name stands in the entries, the most frequent first.
fn count<'a, N: IntoIterator<Item = &'a str>>(
    entries: &'a [Entry],
    names: impl Fn(&'a Entry) -> N,
) -> Vec<(&'a str, usize)> {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for name in entries.iter().flat_map(names) {
        *counts.entry(name).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|&(name, number)| (Reverse(number), name));
    counts
}

fn list(counts: &[(&str, usize)]) -> String {
    let named = counts
        .iter()
        .take(NAMED)
        .map(|(name, number)| format!("{name} ({number})"));
    let mut line = named.collect::<Vec<_>>().join(", ");
    if counts.len() > NAMED {
        line += &format!(" and {} more", counts.len() - NAMED);
    }
    line
}

/// Every setting with its value and where that comes from.
fn settings(session: &Session) -> Vec<(&'static str, String, Origin)> {
    let (site, file) = (session.archive.site(), &session.file);
    let text = |name, setting: &Option<String>, site: Option<String>| {
        let (value, origin) = choose(None, setting.clone(), site, String::new());
        (name, value, origin)
    };
    let title = Some(site.title.clone()).filter(|title| !title.is_empty());
    let mut settings = vec![
        text("title", &file.title, title),
        text("url", &file.url, site.url.clone()),
        text(
            "base path",
            &None,
            Some(site.base_path.clone()).filter(|path| !path.is_empty()),
        ),
        text("language", &file.language, site.language.clone()),
        text("time zone", &None, site.time_zone.clone()),
    ];
    let configured = site
        .configuration
        .get("feed")
        .and_then(|feed| feed.get("posts_limit"))
        .is_some();
    let limit = FeedOptions::for_site(site).limit;
    let (limit, origin) = choose(None, file.feed.limit, configured.then_some(limit), limit);
    settings.push(("feed limit", limit.to_string(), origin));
    settings.extend(session.origins.iter().cloned());
    settings
}
