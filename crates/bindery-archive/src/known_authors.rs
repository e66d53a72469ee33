//! Authors whose names stand for what the site says of them (jekyll-feed; Docusaurus's `authors.yml`).
use bindery_model::{Author, Site};
use serde_json::{Map, Value};

/// The authors that a site knows by shorter names.
pub(crate) fn of(site: &Site) -> Option<&Map<String, Value>> {
    site.data.get("authors")?.as_object()
}

/// Puts authors that are known in the place of their shorter names.
pub(crate) fn put(known: Option<&Map<String, Value>>, authors: &mut [Author]) {
    let Some(known) = known else {
        return;
    };
    for author in authors {
        let Some(said) = known.get(&author.name).and_then(Value::as_object) else {
            continue;
        };
        let text = |key: &str| said.get(key).and_then(Value::as_str).map(str::to_owned);
        *author = Author {
            name: text("name").unwrap_or_else(|| author.name.clone()),
            email: text("email"),
            uri: text("uri").or_else(|| text("url")),
        };
    }
}
