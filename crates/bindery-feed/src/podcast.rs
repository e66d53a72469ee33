//! Podcasts: what players want to know of a show and of its episodes.
use bindery_model::{Post, Site};
use serde_json::{Map, Value};

use crate::channel::{absolute, is_email};
use crate::clean::clean_line;
use crate::enclosure::Enclosure;
use crate::language;

/// What a show must say of itself before players take it, and before validators are content: the
/// map `podcast` (or `itunes`) of the site's configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Podcast {
    /// A category of Apple's list, and one below it.
    pub(crate) category: String,
    pub(crate) subcategory: Option<String>,
    pub(crate) email: String,
    pub(crate) owner: String,
    pub(crate) author: Option<String>,
    pub(crate) explicit: bool,
    pub(crate) image: Option<String>,
    /// `episodic` or `serial`.
    pub(crate) kind: Option<String>,
    /// The identifier of the podcast namespace, a UUID.
    pub(crate) guid: Option<String>,
}

/// Apple's categories.
const CATEGORIES: [&str; 19] = [
    "Arts",
    "Business",
    "Comedy",
    "Education",
    "Fiction",
    "Government",
    "History",
    "Health & Fitness",
    "Kids & Family",
    "Leisure",
    "Music",
    "News",
    "Religion & Spirituality",
    "Science",
    "Society & Culture",
    "Sports",
    "Technology",
    "True Crime",
    "TV & Film",
];

impl Podcast {
    /// `None` where there is no such map, or it lacks the category or the e-mail address, or the
    /// site has no language: validators warn of a show without them.
    pub(crate) fn of_site(site: &Site, root: &str) -> Option<Podcast> {
        let configuration = &site.configuration;
        let map = ["podcast", "itunes"]
            .iter()
            .find_map(|key| configuration.get(*key)?.as_object())?;
        language::for_feed(site.language.as_deref()?)?;
        let owner = map.get("owner").and_then(Value::as_object);
        let email = text(owner, "email")
            .or_else(|| text(Some(map), "email"))
            .or_else(|| site.authors.first()?.email.clone())
            .filter(|email| is_email(email))?;
        let category =
            text(Some(map), "category").filter(|name| CATEGORIES.contains(&name.as_str()))?;
        let author = text(Some(map), "author")
            .or_else(|| site.authors.first().map(|author| clean_line(&author.name)));
        let kind = text(Some(map), "type").filter(|kind| kind == "episodic" || kind == "serial");
        Some(Podcast {
            category,
            subcategory: text(Some(map), "subcategory"),
            email,
            owner: text(owner, "name")
                .or_else(|| author.clone())
                .unwrap_or_else(|| clean_line(&site.title)),
            author,
            explicit: truth(map.get("explicit")),
            image: text(Some(map), "image").and_then(|image| absolute(root, &image)),
            kind,
            guid: text(Some(map), "guid"),
        })
    }
}

/// What an episode says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Episode {
    pub(crate) duration: Option<String>,
    pub(crate) number: Option<u64>,
    pub(crate) season: Option<u64>,
    /// `full`, `trailer` or `bonus`.
    pub(crate) kind: Option<String>,
    pub(crate) explicit: Option<bool>,
    /// The podcast namespace: addresses of a transcript and of chapters.
    pub(crate) transcript: Option<String>,
    pub(crate) chapters: Option<String>,
    /// Who speaks (podcast namespace).
    pub(crate) people: Vec<String>,
}

/// The endings that Apple's players take.
const PLAYED: [&str; 7] = ["m4a", "mp3", "mov", "mp4", "m4v", "pdf", "epub"];

impl Episode {
    /// What front matter says, at its top or below `podcast` or `itunes`; `None` for posts without
    /// a recording that players take.
    pub(crate) fn of_post(post: &Post, enclosure: Option<&Enclosure>) -> Option<Episode> {
        let enclosure = enclosure.filter(|enclosure| enclosure.length.is_some())?;
        let ending = enclosure.url.rsplit('.').next()?;
        if !PLAYED.contains(&ending) {
            return None;
        }
        let values = &post.meta.extra;
        let maps =
            ["podcast", "itunes", "episode"].map(|key| values.get(key).and_then(Value::as_object));
        let find = |key: &str| {
            let inside = maps.iter().find_map(|map| map.as_ref()?.get(key));
            inside.or_else(|| values.get(key).filter(|value| !value.is_object()))
        };
        let number = |key: &str| {
            let value = find(key)?;
            value
                .as_u64()
                .or_else(|| value.as_str()?.trim().parse().ok())
                .filter(|n| *n > 0)
        };
        let string = |key: &str| {
            find(key)
                .and_then(Value::as_str)
                .map(clean_line)
                .filter(|t| !t.is_empty())
        };
        let web = |key: &str| {
            string(key).filter(|url| url.starts_with("https://") || url.starts_with("http://"))
        };
        Some(Episode {
            duration: enclosure.duration.clone(),
            number: number("episode").or_else(|| number("number")),
            season: number("season"),
            kind: string("episode_type")
                .or_else(|| string("episodeType"))
                .filter(|kind| ["full", "trailer", "bonus"].contains(&kind.as_str())),
            explicit: find("explicit").map(|value| truth(Some(value))),
            transcript: web("transcript").map(|url| crate::targets::encode(&url)),
            chapters: web("chapters").map(|url| crate::targets::encode(&url)),
            people: match find("people").or_else(|| find("guests")) {
                Some(Value::Array(names)) => names
                    .iter()
                    .filter_map(|name| name.as_str().map(clean_line))
                    .filter(|name| !name.is_empty())
                    .collect(),
                _ => Vec::new(),
            },
        })
    }
}

fn text(map: Option<&Map<String, Value>>, key: &str) -> Option<String> {
    let text = clean_line(map?.get(key)?.as_str()?);
    (!text.is_empty()).then_some(text)
}

fn truth(value: Option<&Value>) -> bool {
    match value {
        Some(Value::Bool(truth)) => *truth,
        Some(Value::String(text)) => matches!(text.as_str(), "true" | "yes" | "explicit"),
        _ => false,
    }
}
