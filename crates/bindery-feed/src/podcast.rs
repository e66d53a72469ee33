//! Podcasts: what players want to know of a show and of its episodes.
use bindery_model::{Post, Site};
use serde_json::{Map, Value};

use crate::channel::{absolute, is_email, web_address};
use crate::clean::clean_line;
use crate::enclosure::{Enclosure, is_media_type};
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
    /// `None` where there is no such map.
    ///
    /// # Errors
    ///
    /// What a show lacks that validators warn of: the category, the e-mail address or a language.
    pub(crate) fn of_site(site: &Site, root: &str) -> Result<Option<Podcast>, &'static str> {
        let configuration = &site.configuration;
        let map = ["podcast", "itunes"]
            .iter()
            .find_map(|key| configuration.get(*key)?.as_object());
        let is_meant = |map: &&Map<String, Value>| {
            let keys = ["category", "owner", "email", "type"];
            keys.iter().any(|key| map.contains_key(*key))
        };
        let Some(map) = map.filter(is_meant) else {
            return Ok(None);
        };
        let language = site.language.as_deref().and_then(language::for_feed);
        language.ok_or("a language")?;
        let owner = map.get("owner").and_then(Value::as_object);
        let email = text(owner, "email")
            .or_else(|| text(Some(map), "email"))
            .or_else(|| site.authors.first()?.email.clone())
            .filter(|email| is_email(email))
            .ok_or("the owner's e-mail address")?;
        let category = text(Some(map), "category")
            .filter(|name| CATEGORIES.contains(&name.as_str()))
            .ok_or("a category of Apple's list")?;
        let author = text(Some(map), "author")
            .or_else(|| site.authors.first().map(|author| clean_line(&author.name)));
        let kind = text(Some(map), "type").filter(|kind| kind == "episodic" || kind == "serial");
        Ok(Some(Podcast {
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
        }))
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
    /// The podcast namespace.
    pub(crate) transcripts: Vec<File>,
    pub(crate) chapters: Vec<File>,
    /// Who speaks.
    pub(crate) people: Vec<Person>,
}

/// A file that comes with an episode.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) url: String,
    pub(crate) media_type: String,
}

/// Someone who speaks in an episode.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) name: String,
    /// `role`, `group`, `img` and `href`.
    pub(crate) attributes: Vec<(&'static str, String)>,
}

impl File {
    /// An address, or a map of `url` and `type`.
    fn of_value(value: &Value, usual: &str) -> Option<File> {
        let url = value.as_str().or_else(|| value.get("url")?.as_str());
        let url = web_address(&clean_line(url?))?;
        let said = value.get("type").and_then(Value::as_str).map(clean_line);
        let by_name = match url.rsplit('.').next() {
            Some("vtt") => "text/vtt",
            Some("srt") => "application/x-subrip",
            _ => usual,
        };
        let said = said.filter(|kind| is_media_type(kind));
        Some(File {
            media_type: said.unwrap_or_else(|| by_name.to_owned()),
            url,
        })
    }
}

impl Person {
    /// A name, or a map.
    fn of_value(value: &Value) -> Option<Person> {
        let text = |key: &str| Some(clean_line(value.get(key)?.as_str()?));
        let name = value.as_str().map(clean_line).or_else(|| text("name"))?;
        let attribute = |key: &'static str| {
            let text = text(key)?;
            let text = match key {
                "img" | "href" => web_address(&text)?,
                _ => text,
            };
            Some((key, text))
        };
        (!name.is_empty()).then(|| Person {
            name,
            attributes: ["role", "group", "img", "href"]
                .into_iter()
                .filter_map(attribute)
                .collect(),
        })
    }
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
        let files = |key: &str, usual: &str| {
            let files = find(key).map_or(&[][..], list);
            let files = files.iter().filter_map(|file| File::of_value(file, usual));
            files.collect::<Vec<_>>()
        };
        let people = find("people")
            .or_else(|| find("guests"))
            .map_or(&[][..], list);
        Some(Episode {
            duration: enclosure.duration.clone(),
            number: number("episode").or_else(|| number("number")),
            season: number("season"),
            kind: string("episode_type")
                .or_else(|| string("episodeType"))
                .filter(|kind| ["full", "trailer", "bonus"].contains(&kind.as_str())),
            explicit: find("explicit").map(|value| truth(Some(value))),
            transcripts: files("transcript", "text/html"),
            chapters: files("chapters", "application/json+chapters"),
            people: people.iter().filter_map(Person::of_value).collect(),
        })
    }
}

/// A list, or one value as one.
fn list(value: &Value) -> &[Value] {
    match value {
        Value::Array(list) => list,
        one => std::slice::from_ref(one),
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
