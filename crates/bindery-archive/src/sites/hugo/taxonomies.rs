//! The names that a site of Hugo has for what its posts are filed under.
use serde_json::{Map, Value};

/// How names of categories begin, in the languages of Europe; others are written out.
const CATEGORIES: [&str; 4] = ["categor", "catégor", "kategor", "rubri"];

/// What is not a way to file a post, or is read under its own name.
const OTHERS: [&str; 4] = ["authors", "series", "categories", "tags"];

/// The site's own names in front matter, each with `categories` or `tags`.
#[derive(Debug, Default)]
pub(super) struct Taxonomies(Vec<(String, &'static str)>);

impl Taxonomies {
    /// Reads `taxonomies`, which has a name for one term and for many: `kategorie = "kategorien"`.
    pub(super) fn new(configuration: &Map<String, Value>) -> Taxonomies {
        let names = configuration.get("taxonomies").and_then(Value::as_object);
        let own = names.into_iter().flatten().filter_map(|(one, many)| {
            let many = many.as_str()?.to_lowercase();
            let is_category = [one, &many].iter().any(|name| {
                let begins = |start: &&str| name.starts_with(start);
                CATEGORIES.iter().any(begins) || *name == "分类"
            });
            let is_own = !OTHERS.contains(&many.as_str());
            is_own.then_some((many, if is_category { "categories" } else { "tags" }))
        });
        Taxonomies(own.collect())
    }

    /// Files what front matter has under the site's own names under those that all sites have.
    pub(super) fn translate(&self, values: &mut Map<String, Value>) {
        for (own, name) in &self.0 {
            let Some(terms) = values.get(own).cloned() else {
                continue;
            };
            let mut all = match values.remove(*name) {
                Some(Value::Array(terms)) => terms,
                Some(Value::Null) | None => Vec::new(),
                Some(term) => vec![term],
            };
            match terms {
                Value::Array(terms) => all.extend(terms),
                term => all.push(term),
            }
            values.insert((*name).to_owned(), Value::Array(all));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_sites_own_names_are_categories_and_tags() {
        let configuration = json!({ "taxonomies": {
            "category": "kategorien", "schlagwort": "Schlagworte", "tag": "tags", "author": "authors",
        } });
        let taxonomies = Taxonomies::new(configuration.as_object().unwrap());
        let mut values = json!({
            "kategorien": ["Holz"], "schlagworte": "Eiche", "tags": ["Regal"], "authors": ["Ann"],
        });
        taxonomies.translate(values.as_object_mut().unwrap());
        assert_eq!(values["categories"], json!(["Holz"]));
        assert_eq!(values["tags"], json!(["Regal", "Eiche"]));
    }
}
