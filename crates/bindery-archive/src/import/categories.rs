//! Categories, of an entry or of a feed as a whole.
use serde_json::{Map, Value};

use super::entry::plain;

/// What something is filed under.
#[derive(Debug, Clone, Default)]
pub(crate) struct Categories {
    pub(crate) names: Vec<String>,
    /// What tells more of them than their names: maps with `term`, `scheme` and `label`.
    pub(crate) terms: Vec<Value>,
}

impl Categories {
    /// Adds a category. Its scheme says in which list it is, its label what people are shown.
    pub(crate) fn add(&mut self, term: &str, scheme: &str, label: &str) {
        if term.trim().is_empty() {
            return;
        }
        let mut map = Map::new();
        for (key, value) in [("scheme", scheme), ("label", label)] {
            if !value.trim().is_empty() && value != term {
                map.insert(key.to_owned(), plain(value).into());
            }
        }
        if !map.is_empty() {
            map.insert("term".to_owned(), plain(term).into());
            self.terms.push(map.into());
        }
        self.names.push(term.to_owned());
    }

    /// The names as plain text.
    pub(crate) fn plain_names(&self) -> Vec<Value> {
        self.names.iter().map(|name| plain(name).into()).collect()
    }
}
