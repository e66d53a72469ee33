//! Articles in JSON-LD (schema.org), in every form in which pages write them.
use serde_json::{Map, Value};

use super::head::plain;

/// The types of schema.org that are articles, the strongest first; pages only describe themselves.
const TYPES: [&str; 12] = [
    "NewsArticle",
    "BlogPosting",
    "Article",
    "ReportageNewsArticle",
    "TechArticle",
    "ScholarlyArticle",
    "OpinionNewsArticle",
    "LiveBlogPosting",
    "SocialMediaPosting",
    "Report",
    "WebPage",
    "CreativeWork",
];

/// Those of them that only describe the page.
const PAGES: [&str; 2] = ["WebPage", "CreativeWork"];

/// The types of pages that list others.
const LISTS: [&str; 2] = ["CollectionPage", "SearchResultsPage"];

/// How many things of one document are looked at.
const MAX_THINGS: usize = 2000;

/// What JSON-LD says of an article.
#[derive(Debug, Default)]
pub(super) struct Article {
    pub(super) headline: Option<String>,
    pub(super) published: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) description: Option<String>,
    pub(super) language: Option<String>,
    pub(super) section: Option<String>,
    pub(super) keywords: Vec<String>,
    pub(super) image: Option<String>,
    /// How many things are articles, not only pages that may be about one.
    pub(super) articles: usize,
    /// Whether the page is a list of others.
    pub(super) is_list: bool,
}

impl Article {
    /// Fills in what one script says. What is no JSON says nothing.
    pub(super) fn read(&mut self, script: &str) {
        let Ok(value) = serde_json::from_str::<Value>(script.trim()) else {
            return;
        };
        let things = things(&value);
        let rank = |thing: &&Map<String, Value>| {
            let types = texts(thing.get("@type"));
            TYPES
                .iter()
                .position(|known| types.iter().any(|name| name == known))
        };
        let mut articles: Vec<_> = things
            .iter()
            .copied()
            .filter_map(|thing| Some((rank(&thing)?, thing)))
            .collect();
        articles.sort_by_key(|(rank, _)| *rank);
        let is_article = |(rank, _): &&(usize, _)| !PAGES.contains(&TYPES[*rank]);
        self.articles += articles.iter().filter(is_article).count();
        self.is_list |= things.iter().any(|thing| {
            let types = texts(thing.get("@type"));
            types.iter().any(|name| LISTS.contains(&name.as_str()))
        });
        for (_, article) in articles {
            self.fill(article, &things);
        }
    }

    fn fill(&mut self, article: &Map<String, Value>, things: &[&Map<String, Value>]) {
        let text = |key: &str| {
            texts(article.get(key))
                .into_iter()
                .map(|text| plain(&text))
                .find(|text| !text.is_empty())
        };
        let set = |field: &mut Option<String>, value: Option<String>| {
            if field.is_none() {
                *field = value;
            }
        };
        set(
            &mut self.headline,
            text("headline").or_else(|| text("name")),
        );
        set(
            &mut self.published,
            text("datePublished").or_else(|| text("dateCreated")),
        );
        set(&mut self.modified, text("dateModified"));
        set(&mut self.description, text("description"));
        set(&mut self.language, text("inLanguage"));
        set(&mut self.section, text("articleSection"));
        set(&mut self.image, address(article.get("image")));
        if self.keywords.is_empty() {
            self.keywords = texts(article.get("keywords"));
        }
        if self.authors.is_empty() {
            self.authors = names(
                article.get("author").or_else(|| article.get("creator")),
                things,
            );
        }
    }
}

/// All things of a document: those of lists and of `@graph`, and what stands inside of them.
fn things(value: &Value) -> Vec<&Map<String, Value>> {
    let (mut found, mut open) = (Vec::new(), vec![value]);
    while let Some(value) = open.pop() {
        match value {
            Value::Array(list) => open.extend(list.iter().rev()),
            Value::Object(thing) => {
                found.push(thing);
                open.extend(
                    thing
                        .values()
                        .filter(|value| value.is_array() || value.is_object()),
                );
            }
            _ => {}
        }
        if found.len() >= MAX_THINGS {
            break;
        }
    }
    found
}

/// A text, or the texts of a list; `@value` of one that has its language beside it.
fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Number(number)) => vec![number.to_string()],
        Some(Value::Object(map)) => texts(map.get("@value").filter(|value| value.is_string())),
        Some(Value::Array(list)) => {
            let plain = list.iter().filter(|value| !value.is_array());
            plain.flat_map(|value| texts(Some(value))).collect()
        }
        _ => Vec::new(),
    }
}

/// The names of people, who may be described elsewhere in the document.
fn names(value: Option<&Value>, things: &[&Map<String, Value>]) -> Vec<String> {
    let people: Vec<&Value> = match value {
        Some(Value::Array(list)) => list.iter().collect(),
        value => value.into_iter().collect(),
    };
    let name = |person: &Value| match person {
        Value::String(name) => Some(plain(name)),
        Value::Object(person) => {
            let id = person.get("@id").filter(|_| !person.contains_key("name"));
            let described = id.and_then(|id| {
                let mut things = things.iter();
                things.find(|thing| thing.get("@id") == Some(id) && thing.contains_key("name"))
            });
            let name = described.copied().unwrap_or(person).get("name");
            texts(name).first().map(|name| plain(name))
        }
        _ => None,
    };
    let mut found: Vec<String> = Vec::new();
    for name in people.into_iter().take(100).filter_map(name) {
        if !name.is_empty() && !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

fn address(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(address) => Some(address.clone()),
        Value::Array(list) => list
            .first()
            .filter(|first| !first.is_array())
            .and_then(|first| address(Some(first))),
        Value::Object(image) => image.get("url")?.as_str().map(str::to_owned),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_found_in_graphs_and_lists() {
        let mut article = Article::default();
        article.read("not json");
        article.read(
            r##"{"@graph": [
                {"@type": "WebPage", "name": "Page", "datePublished": "2020-01-01"},
                {"@type": ["Article"], "headline": "A &amp; B", "author": [{"@id": "#p"}, "C"],
                 "image": [{"url": "https://a.example/i.png"}], "keywords": ["x", "y"]},
                {"@type": "Person", "@id": "#p", "name": "Pat"}
            ]}"##,
        );
        assert_eq!(article.headline.as_deref(), Some("A & B"));
        assert_eq!(article.published.as_deref(), Some("2020-01-01"));
        assert_eq!(article.authors, ["Pat", "C"]);
        assert_eq!(article.keywords, ["x", "y"]);
        assert_eq!(article.image.as_deref(), Some("https://a.example/i.png"));
    }
}
