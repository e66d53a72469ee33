//! The categories of an entry, and what feeds say of them besides their names.
use bindery_model::{Meta, Post};
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
        .map(|name| described(meta, clean_line(name)))
        .filter(|category| !category.term.is_empty())
        .collect()
}

/// What the list `terms` of the front matter says of a category.
fn described(meta: &Meta, term: String) -> Category {
    let terms = meta.extra.get("terms").and_then(Value::as_array);
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
