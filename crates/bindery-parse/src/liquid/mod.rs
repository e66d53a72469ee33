//! Liquid as posts use it, as lenient as Jekyll's: a name that is not known is empty.
//!
//! All tags and filters of Liquid 4 are read, those that Jekyll adds, and `echo`, `liquid` and
//! `render` of later versions, and Octopress's `codeblock`, `blockquote`, `pullquote` and `img`. Any other
//! tag is a diagnostic; what its arguments show and the text inside it are kept.
mod address_filters;
mod date_filters;
mod expression;
mod filters;
mod latin;
mod list_filters;
mod loops;
mod number_filters;
mod plugins;
mod render;
mod tags;
mod template;
#[cfg(test)]
mod tests;
mod text_filters;
mod value;

use bindery_model::Diagnostic;
use jiff::tz::TimeZone;
use serde_json::Value;

use crate::markdown::Dialect;

pub use render::Limits;
pub(crate) use text_filters::escape;

/// What templates can name and look up.
pub trait Context: Sync {
    /// The value of a name at the top level: `site`, `page`, `jekyll`, …. `None` is nil.
    fn variable(&self, name: &str) -> Option<&Value>;

    /// The address of the post that `{% post_url NAME %}` names, with the site's base path.
    fn post_url(&self, name: &str) -> Option<String>;

    /// The address of the file that `{% link PATH %}` names, with the site's base path.
    fn link(&self, path: &str) -> Option<String>;

    /// The Markdown that the filters `markdownify` and `smartify` read.
    fn dialect(&self) -> Dialect<'_> {
        Dialect::default()
    }

    /// The zone of dates that do not say theirs, and in which feeds show dates.
    fn zone(&self) -> TimeZone {
        TimeZone::UTC
    }

    /// The text of `_includes/NAME` (`relative_to` none) or of a file beside the page.
    fn include(&self, name: &str, relative_to: Option<&str>) -> Option<String>;
}

/// Renders a template: what of `text`, the whole file, begins at byte `start`. `path` names the file
/// in diagnostics.
///
/// Total: whatever the template, there is a text, within the bounds of [`Limits`].
pub fn render(
    text: &str,
    start: usize,
    path: &str,
    context: &dyn Context,
    diagnostics: &mut Vec<Diagnostic>,
) -> String {
    let source = template::Source { text, path };
    let nodes = template::parse(&source, start, diagnostics);
    render::render(&nodes, &source, context, diagnostics)
}
