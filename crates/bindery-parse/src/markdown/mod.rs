//! Markdown to HTML, for [`html::parse_fragment`](crate::html::parse_fragment).
//!
//! comrak reads the text; what kramdown would read otherwise is rewritten before.
mod kramdown;

use std::borrow::Cow;

use comrak::Options;

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

/// Turns Markdown into HTML. Raw HTML in it stays as it is; what must not reach a reader is left
/// out when the HTML is lowered.
///
/// ```
/// use bindery_parse::markdown::{Dialect, to_html};
/// assert_eq!(to_html("*a*\n{: .b}", Dialect::Kramdown), "<p><em>a</em></p>\n");
/// ```
pub fn to_html(markdown: &str, dialect: Dialect) -> String {
    let text = match dialect {
        Dialect::Kramdown => kramdown::prepare(markdown),
        Dialect::Gfm | Dialect::CommonMark => Cow::Borrowed(markdown),
    };
    comrak::markdown_to_html(&text, &options(dialect, &text))
}

fn options(dialect: Dialect, text: &str) -> Options<'static> {
    let mut options = Options::default();
    options.render.r#unsafe = true;
    if dialect == Dialect::CommonMark {
        return options;
    }
    let extension = &mut options.extension;
    extension.strikethrough = true;
    extension.table = true;
    extension.tasklist = true;
    extension.footnotes = true;
    extension.cjk_friendly_emphasis = true;
    extension.header_id_prefix = Some(String::new());
    extension.math_dollars = text.contains("$$");
    extension.math_code = dialect == Dialect::Kramdown && text.contains("$`");
    extension.description_lists = dialect == Dialect::Kramdown;
    extension.autolink = dialect == Dialect::Gfm;
    options.parse.smart = dialect == Dialect::Kramdown;
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kramdown_and_commonmark_differ_where_they_do() {
        for (markdown, kramdown, commonmark) in [
            ("# A {#b}\n", "id=\"b\"", "A {#b}"),
            ("~~a~~\n", "<del>a</del>", "~~a~~"),
            ("\"a\"\n", "“a”", "&quot;a&quot;"),
            ("a\n: b\n", "<dd>", "<p>a"),
            ("a[^1]\n\n[^1]: b\n", "footnote", ">^1</a>"),
            ("$$x$$ y\n", "math", "$$x$$"),
            ("**“引”**字\n", "<strong>“引”</strong>字", "**“引”**字"),
            (
                "<p>*a*</p>\n\n*b*\n",
                "<p>*a*</p>\n<p><em>b</em></p>",
                "<em>b</em>",
            ),
        ] {
            let html = to_html(markdown, Dialect::Kramdown);
            assert!(html.contains(kramdown), "{markdown}: {html}");
            let html = to_html(markdown, Dialect::CommonMark);
            assert!(html.contains(commonmark), "{markdown}: {html}");
        }
    }
}
