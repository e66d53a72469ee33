//! Markdown to HTML.

/// A dialect of Markdown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Dialect {
    /// As Jekyll reads it: kramdown with the GFM parser.
    #[default]
    Kramdown,
    /// CommonMark with GitHub's extensions.
    Gfm,
    /// CommonMark 0.31.2.
    CommonMark,
}

/// Turns Markdown into HTML, for [`html::parse_fragment`](crate::html).
pub fn to_html(markdown: &str, _dialect: Dialect) -> String {
    markdown.to_owned()
}
