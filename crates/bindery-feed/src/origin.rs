//! Where entries come from that were in another feed before: feeds may be made of feeds.
use bindery_model::{DateTime, Site};
use serde_json::Value;
use uuid::Uuid;

use crate::channel::{is_plausible, web_address};
use crate::clean::clean_line;
use crate::ids::own_address;

/// What a feed says of itself. Texts are clean, addresses absolute and ASCII.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Origin {
    /// Its identifier, as Atom wants one.
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) updated: Option<DateTime>,
    /// The page that it belongs to.
    pub(crate) home: Option<String>,
    /// Its own address.
    pub(crate) own: Option<String>,
}

impl Origin {
    /// Reads a map with `id`, `title`, `updated`, `link` and `self`; `None` where it names nothing.
    pub(crate) fn of_value(value: &Value) -> Option<Origin> {
        let text = |key: &str| clean_line(value.get(key).and_then(Value::as_str).unwrap_or(""));
        let (home, own) = (web_address(&text("link")), web_address(&text("self")));
        let known = [text("id"), text("self"), text("link"), text("title")];
        let name = known.into_iter().find(|name| !name.is_empty())?;
        let id = own_address(&name).unwrap_or_else(|| uuid(&name));
        let title = text("title");
        Some(Origin {
            title: match &home {
                Some(home) if title.is_empty() => home.clone(),
                _ if title.is_empty() => id.clone(),
                _ => title,
            },
            id,
            updated: text("updated")
                .parse()
                .ok()
                .filter(|date| is_plausible(*date)),
            home,
            own,
        })
    }
}

/// The feeds that a site is made of; none for any other site.
#[derive(Debug, Clone, Default)]
pub(crate) struct Origins {
    /// With the paths of their files, the one that speaks for all first.
    feeds: Vec<(String, Origin)>,
}

impl Origins {
    pub(crate) fn of_site(site: &Site) -> Origins {
        let sources = site
            .configuration
            .get("feed")
            .and_then(|feed| feed.get("sources")?.as_array())
            .filter(|_| site.kind == "feed");
        let origin = |value: &Value| {
            let file = value.get("file")?.as_str()?.to_owned();
            Some((file, Origin::of_value(value).unwrap_or_default()))
        };
        Origins {
            feeds: sources.into_iter().flatten().filter_map(origin).collect(),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.feeds.is_empty()
    }

    /// The feed, where there is only one.
    pub(crate) fn only(&self) -> Option<&Origin> {
        match self.feeds.as_slice() {
            [(_, origin)] => Some(origin),
            _ => None,
        }
    }

    /// The feed whose file an entry is of.
    pub(crate) fn of(&self, path: &str) -> Option<&Origin> {
        let (file, _) = path.rsplit_once('/')?;
        let found = self.feeds.iter().find(|(known, _)| known == file);
        found.map(|(_, origin)| origin)
    }

    /// The id of a feed of all their entries: that of the feed where there is one, else one that is
    /// made of all theirs, in whatever order.
    pub(crate) fn id(&self) -> String {
        if let Some(only) = self.only().filter(|only| !only.id.is_empty()) {
            return only.id.clone();
        }
        let mut ids: Vec<&str> = self
            .feeds
            .iter()
            .map(|(_, feed)| feed.id.as_str())
            .collect();
        ids.sort_unstable();
        ids.dedup();
        uuid(&ids.join("\n"))
    }
}

/// An identifier that is always the same for a name (RFC 9562, section 5.5).
pub(crate) fn uuid(name: &str) -> String {
    let uuid = Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes());
    format!("urn:uuid:{uuid}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(ids: &[&str]) -> Site {
        let source = |id: &&str| serde_json::json!({ "file": format!("{id}.xml"), "id": id });
        let sources: Value = ids.iter().map(source).collect();
        let feed = serde_json::json!({ "sources": sources });
        Site {
            kind: "feed".to_owned(),
            configuration: [("feed".to_owned(), feed)].into_iter().collect(),
            ..Site::default()
        }
    }

    #[test]
    fn one_feed_keeps_its_id_and_several_have_a_new_one_in_any_order() {
        let id = |ids: &[&str]| Origins::of_site(&site(ids)).id();
        assert_eq!(id(&["tag:a.example,2024:f"]), "tag:a.example,2024:f");
        let both = id(&["https://a.example/", "https://b.example/"]);
        assert!(both.starts_with("urn:uuid:"), "{both}");
        assert_eq!(both, id(&["https://b.example/", "https://a.example/"]));
        assert_ne!(both, id(&["https://b.example/", "https://c.example/"]));
        // What is no address cannot be the id of a feed in Atom.
        assert!(id(&["17"]).starts_with("urn:uuid:"));
    }
}
