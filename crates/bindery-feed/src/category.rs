//! The categories of an entry, and what feeds say of them besides their names.
use bindery_model::{Post, Site};
use serde_json::Value;

use crate::clean::clean_line;
use crate::ids::own_address;

/// A category. Texts are clean.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Category {
    pub(crate) term: String,
    /// In which list it is.
    pub(crate) scheme: Option<String>,
    /// What people are shown.
    pub(crate) label: Option<String>,
}

impl Category {
    /// The scheme where that is an address, as Atom wants it.
    pub(crate) fn scheme_address(&self) -> Option<String> {
        own_address(self.scheme.as_deref()?)
    }
}

/// Categories, then tags. jekyll-feed takes `category` alone where a post of Jekyll has that.
pub(crate) fn of_post(post: &Post, is_jekyll: bool) -> Vec<Category> {
    let meta = &post.meta;
    let only = match meta.extra.get("category") {
        Some(Value::String(only)) if is_jekyll && !only.trim().is_empty() => Some(only),
        _ => None,
    };
    let categories = only.map_or(meta.categories.as_slice(), std::slice::from_ref);
    let names = categories.iter().chain(&meta.tags);
    names
        .map(|name| described(meta.extra.get("terms"), clean_line(name)))
        .filter(|category| !category.term.is_empty())
        .collect()
}

/// The categories of a site as a whole.
pub(crate) fn of_site(site: &Site) -> Vec<Category> {
    let terms = site.configuration.get("terms");
    let names = site.categories.iter().map(|name| clean_line(name));
    names
        .filter(|term| !term.is_empty())
        .map(|term| described(terms, term))
        .collect()
}

/// What a list of maps says of a category: `terms` of the front matter, or of the configuration.
fn described(terms: Option<&Value>, term: String) -> Category {
    let terms = terms.and_then(Value::as_array);
    let found = terms.and_then(|terms| terms.iter().find(|known| known["term"] == *term));
    let text = |key: &str| {
        let text = clean_line(found?.get(key)?.as_str()?);
        (!text.is_empty()).then_some(text)
    };
    Category {
        scheme: text("scheme"),
        label: text("label"),
        term,
    }
}
