use bindery_model::{Diagnostic, Meta};
use serde_json::{Map, Value};

use crate::ParseOptions;

/// Makes [`Meta`] of front matter: title, dates, authors, categories, tags, language, description,
/// image, slug, draft, in every form that generators take. What depends on the file's name or on
/// the site ([`Meta::url`], a date in the file name) is left to the caller.
///
/// Of `options` it reads the path, the zone and the resolver (for the image). A value that cannot
/// be read, such as an impossible date, is left out and becomes a diagnostic; `text` is the file or
/// its head, to find the line in. [`Meta::extra`] is a copy of `values`.
pub fn metadata(
    values: &Map<String, Value>,
    _text: &str,
    options: &ParseOptions<'_>,
    _diagnostics: &mut Vec<Diagnostic>,
) -> Meta {
    Meta {
        path: options.path.to_owned(),
        extra: values.clone(),
        ..Meta::default()
    }
}
