//! The languages of a site of Hugo, by file name (`post.zh.md`) or by folder (`content/zh`).
use serde_json::{Map, Value};

use super::super::name;

/// A language of the site.
#[derive(Debug, Clone)]
pub(super) struct Language {
    /// Its name in file names and addresses.
    pub(super) name: String,
    /// A BCP 47 tag, where the site gives one.
    pub(super) tag: Option<String>,
    /// Where its posts lie, with a slash at the end.
    pub(super) folder: String,
    /// Templates of addresses by section, where they are its own.
    pub(super) permalinks: Map<String, Value>,
    /// What its addresses begin with: `/zh`, or empty.
    pub(super) prefix: String,
}

#[derive(Debug)]
pub(super) struct Languages {
    /// At least one; the default one first.
    all: Vec<Language>,
}

fn text(map: &Map<String, Value>, key: &str) -> Option<String> {
    map.get(key).and_then(Value::as_str).map(str::to_owned)
}

/// The folder of content that a configuration or one of its languages names.
fn folder_in(map: &Map<String, Value>) -> Option<String> {
    text(map, "contentdir").map(|folder| format!("{}/", folder.trim_matches('/')))
}

/// The templates of addresses by section in a configuration, or in that of a language.
pub(super) fn permalinks_in(map: &Map<String, Value>) -> Map<String, Value> {
    let permalinks = map.get("permalinks").and_then(Value::as_object);
    let mut permalinks = permalinks.cloned().unwrap_or_default();
    if let Some(Value::Object(pages)) = permalinks.remove("page") {
        permalinks.extend(pages);
    }
    permalinks
}

/// Where a post lies.
pub(super) struct Place<'p> {
    pub(super) language: &'p Language,
    /// Its path below the folder of content, without ending and language.
    pub(super) stem: &'p str,
}

impl Languages {
    pub(super) fn new(configuration: &Map<String, Value>) -> Languages {
        let content = folder_in(configuration).unwrap_or_else(|| "content/".to_owned());
        let default = text(configuration, "defaultcontentlanguage");
        let default = default.unwrap_or_else(|| "en".to_owned()).to_lowercase();
        let in_folder =
            configuration.get("defaultcontentlanguageinsubdir") == Some(&Value::Bool(true));
        let rows = configuration.get("languages").and_then(Value::as_object);
        let language = |(name, values): (&String, &Value)| {
            let empty = Map::new();
            let values = values.as_object().unwrap_or(&empty);
            let off = values.get("disabled") == Some(&Value::Bool(true));
            (!off).then(|| Language {
                name: name.clone(),
                tag: text(values, "locale").or_else(|| text(values, "languagecode")),
                folder: folder_in(values).unwrap_or_else(|| content.clone()),
                permalinks: permalinks_in(values),
                prefix: match *name == default && !in_folder {
                    true => String::new(),
                    false => format!("/{name}"),
                },
            })
        };
        let mut all: Vec<Language> = rows.into_iter().flatten().filter_map(language).collect();
        if all.is_empty() {
            let (tag, prefix) = (None, String::new());
            all.push(Language {
                name: default.clone(),
                tag,
                folder: content,
                permalinks: Map::new(),
                prefix,
            });
        }
        all.sort_by_key(|language| language.name != default);
        Languages { all }
    }

    /// Where the post of a file lies; `None` if that is no content.
    pub(super) fn place<'p>(&'p self, path: &'p str) -> Option<Place<'p>> {
        let inside = |language: &&Language| path.starts_with(&language.folder);
        // Of folders in each other the inner one counts.
        let by_folder = self
            .all
            .iter()
            .rev()
            .filter(inside)
            .max_by_key(|l| l.folder.len())?;
        let inner = &path[by_folder.folder.len()..];
        let stem = name::without_ending(inner);
        let named = stem.rsplit_once('.').and_then(|(stem, code)| {
            let code = code.to_lowercase();
            Some((
                stem,
                self.all.iter().find(|language| language.name == code)?,
            ))
        });
        Some(match named {
            Some((stem, language)) => Place { language, stem },
            None => {
                let shared = self.all.iter().find(|l| l.folder == by_folder.folder);
                let language = shared.unwrap_or(by_folder);
                Place { language, stem }
            }
        })
    }

    pub(super) fn are_many(&self) -> bool {
        self.all.len() > 1
    }

    /// The folders of content.
    pub(super) fn folders(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|language| language.folder.as_str())
    }
}
