//! Shortcodes: the templates that posts of Hugo and Zola call, and the tags of Hexo.
mod enclosed;
mod go;
mod hexo;
mod known;
mod own;
mod replaced;
mod steps;
mod syntax;
mod tera;
#[cfg(test)]
mod tests;
mod unknown;
mod veil;

use bindery_model::Diagnostic;

use self::replaced::Replaced;
use self::syntax::Call;
use crate::ParseOptions;

pub(crate) use enclosed::loads_formulas;
pub(crate) use hexo::with_captions;
pub use own::Templates;
pub(crate) use syntax::arguments;
pub(crate) use veil::unveil;

/// Whose shortcodes a post has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shortcodes {
    /// Hugo's: `{{< name a="b" >}}` and `{{% name %}}`.
    Hugo,
    /// Zola's: `{{ name(a="b") }}` and `{% name() %}…{% end %}`.
    Zola,
    /// Hexo's: `{% name a b %}` and `{% name a %}…{% endname %}`.
    Hexo,
}

/// Replaces the shortcodes of a body, which begins at byte `start` of the file. Those that are not
/// known become the text that they enclose, with a diagnostic.
pub(crate) fn replace(
    kind: Shortcodes,
    file: &str,
    start: usize,
    options: &ParseOptions<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> String {
    Replaced::new(kind, file, options, diagnostics).made_of(&file[start..])
}
