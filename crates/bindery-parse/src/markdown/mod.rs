//! Markdown to HTML, for [`html::parse_fragment`](crate::html::parse_fragment).
//!
//! comrak reads CommonMark and GitHub's Markdown; kramdown is read here.
pub mod kramdown;
mod sites;

use std::sync::LazyLock;

use comrak::Options;

/// A dialect of Markdown.
#[derive(Debug, Clone, Copy)]
pub enum Dialect<'o> {
    /// kramdown, as Jekyll reads Markdown.
    Kramdown(&'o kramdown::Options),
    /// CommonMark with GitHub's extensions.
    Gfm,
    /// CommonMark 0.31.2.
    CommonMark,
    /// As Hugo reads it.
    Goldmark(Goldmark),
    /// As Zola reads it.
    Zola(Zola),
    /// As Obsidian reads it: links between notes, callouts, comments.
    Obsidian,
}

/// What a site of Zola reads in its Markdown besides GitHub's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Zola {
    /// Quotation marks, dashes and dots are set as printers do.
    pub smart: bool,
    /// `:smile:`.
    pub emoji: bool,
    /// A term, and definitions below it that begin with `:`.
    pub definition_lists: bool,
    /// `> [!NOTE]` begins a quotation of its own kind.
    pub alerts: bool,
}

/// What a site of Hugo reads in its Markdown besides GitHub's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Goldmark {
    /// Quotation marks, dashes and dots are set as printers do.
    pub smart: bool,
    /// `:smile:`.
    pub emoji: bool,
    /// `++inserted++`.
    pub insert: bool,
    /// `==marked==`.
    pub mark: bool,
    /// `H~2~O`.
    pub subscript: bool,
    /// `x^2^`.
    pub superscript: bool,
    /// HTML in the Markdown stays; else it is left out, comments aside.
    pub raw_html: bool,
    /// `{.class}` on the line after a block; headings have such attributes always.
    pub block_attributes: bool,
}

/// What stands where HTML was left out.
pub(crate) const OMITTED: &str = "<!-- raw HTML omitted -->";

static JEKYLL: LazyLock<kramdown::Options> = LazyLock::new(kramdown::Options::jekyll);

impl Default for Dialect<'_> {
    /// kramdown as Jekyll sets it up.
    fn default() -> Self {
        Dialect::Kramdown(&JEKYLL)
    }
}

/// Turns Markdown into HTML. Raw HTML in it stays as it is; what must not reach a reader is left
/// out when the HTML is lowered.
///
/// ```
/// use bindery_parse::markdown::{Dialect, to_html};
/// assert_eq!(to_html("*a*\n{: .b}", Dialect::default()), "<p class=\"b\"><em>a</em></p>\n");
/// ```
pub fn to_html(markdown: &str, dialect: Dialect<'_>) -> String {
    match dialect {
        Dialect::Kramdown(options) => kramdown::to_html(markdown, options),
        Dialect::Gfm | Dialect::CommonMark => comrak::markdown_to_html(markdown, &options(dialect)),
        Dialect::Goldmark(_) | Dialect::Zola(_) => {
            sites::with_attributes(markdown, &options(dialect), dialect)
        }
        Dialect::Obsidian => {
            comrak::markdown_to_html(&sites::with_pictures(markdown), &options(dialect))
        }
    }
}

fn options(dialect: Dialect<'_>) -> Options<'static> {
    let mut options = Options::default();
    options.render.r#unsafe = true;
    if matches!(dialect, Dialect::CommonMark) {
        return options;
    }
    let extension = &mut options.extension;
    extension.strikethrough = true;
    extension.table = true;
    extension.tasklist = true;
    extension.footnotes = true;
    extension.cjk_friendly_emphasis = true;
    extension.header_id_prefix = Some(String::new());
    extension.autolink = true;
    match dialect {
        Dialect::Goldmark(goldmark) => sites::goldmark(&mut options, goldmark),
        Dialect::Zola(zola) => sites::zola(&mut options, zola),
        Dialect::Obsidian => sites::obsidian(&mut options),
        _ => {}
    }
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
                "<p>*a*</p>\n\n<p><em>b</em></p>",
                "<em>b</em>",
            ),
        ] {
            let html = to_html(markdown, Dialect::default());
            assert!(html.contains(kramdown), "{markdown}: {html}");
            let html = to_html(markdown, Dialect::CommonMark);
            assert!(html.contains(commonmark), "{markdown}: {html}");
        }
    }
}
