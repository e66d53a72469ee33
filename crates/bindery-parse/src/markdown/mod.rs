//! Markdown to HTML, for [`html::parse_fragment`](crate::html::parse_fragment).
//!
//! comrak reads CommonMark and GitHub's Markdown; kramdown is read here.
mod callouts;
mod code_titles;
mod containers;
mod directives;
mod formulas;
mod gfm;
pub mod kramdown;
mod lost_notes;
mod obsidian;
mod pymdown;
mod python;
mod shoka;
mod sites;

use std::sync::LazyLock;

use comrak::Options;

pub use formulas::{ask_for_formulas, is_key_of_formulas, typesets_dollars};
pub(crate) use lost_notes::lost_notes;

/// A dialect of Markdown.
#[derive(Debug, Clone, Copy)]
pub enum Dialect<'o> {
    /// kramdown, as Jekyll reads Markdown.
    Kramdown(&'o kramdown::Options),
    /// CommonMark with GitHub's extensions, its alerts among them.
    Gfm,
    /// CommonMark 0.31.2.
    CommonMark,
    /// As Hugo reads it.
    Goldmark(Goldmark),
    /// As Zola reads it.
    Zola(Zola),
    /// As Obsidian reads it: links between notes, callouts, comments.
    Obsidian,
    /// As Hexo reads it.
    Hexo(Hexo),
    /// As Pelican reads it: with terms and definitions, and languages of code in its first line.
    PythonMarkdown(PythonMarkdown),
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

/// What a site of Hexo reads in its Markdown besides GitHub's, as its renderer has it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hexo {
    /// The end of a line is one in the text.
    pub line_breaks: bool,
    /// `++inserted++`.
    pub insert: bool,
    /// `==marked==`.
    pub mark: bool,
    /// `H~2~O`, where others read a single tilde as two.
    pub subscript: bool,
    /// `x^2^`.
    pub superscript: bool,
    /// A term, and definitions below it that begin with `:`.
    pub definition_lists: bool,
    /// `::: tip` up to `:::`.
    pub boxes: bool,
    /// What the renderer of the theme Shoka adds: `+++ folded`, `;;;id tab`, `[text]{.class}`, `!!hidden!!`.
    pub shoka: bool,
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

/// What a site reads in its Markdown by PyMdown Extensions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PythonMarkdown {
    /// `++ctrl+alt+del++`.
    pub keys: bool,
    /// `==marked==`.
    pub mark: bool,
    /// `^^inserted^^`.
    pub insert: bool,
    /// `x^2^`.
    pub superscript: bool,
    /// `H~2~O`.
    pub subscript: bool,
    /// What reviewers write: `{++new++}`, `{--old--}`, `{==marked==}`, `{>>a comment<<}`.
    pub critic: bool,
    /// `/// note | A title`, up to `///`.
    pub blocks: bool,
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
    html_of(markdown, dialect, &Reading::default())
}

/// The same for a text whose formulas a program in the page typesets: `$…$` and `$$…$$` are formulas,
/// and `\(…\)` and `\[…\]` but in kramdown, where a backslash only escapes what follows it.
///
/// ```
/// use bindery_parse::markdown::{Dialect, to_html_with_formulas};
/// let html = to_html_with_formulas("$a_1 * b_1 * c$ for $5", Dialect::CommonMark);
/// assert!(html.contains(">a_1 * b_1 * c</span> for $5"), "{html}");
/// ```
pub fn to_html_with_formulas(markdown: &str, dialect: Dialect<'_>) -> String {
    let reading = Reading {
        formulas: true,
        ..Reading::default()
    };
    html_of(markdown, dialect, &reading)
}

/// What is known of a text beforehand.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Reading<'l> {
    /// Whether a program in the page typesets formulas.
    pub(crate) formulas: bool,
    /// Its language, in which what has a kind and no title is named.
    pub(crate) language: Option<&'l str>,
}

/// HTML of a text of which something is known.
pub(crate) fn html_of(markdown: &str, dialect: Dialect<'_>, reading: &Reading<'_>) -> String {
    if let Dialect::Kramdown(options) = dialect {
        return match reading.formulas {
            true => {
                let options = kramdown::Options {
                    dollars: true,
                    ..options.clone()
                };
                kramdown::to_html(markdown, &options)
            }
            false => kramdown::to_html(markdown, options),
        };
    }
    let own = match dialect {
        Dialect::Hexo(hexo) if hexo.shoka => shoka::as_markdown(markdown),
        Dialect::Gfm => directives::as_markdown(markdown),
        _ => None,
    };
    let markdown = own.as_deref().unwrap_or(markdown);
    let boxed = match dialect {
        Dialect::Hexo(hexo) if hexo.boxes => containers::as_callouts(markdown, false),
        Dialect::Gfm => containers::as_callouts(markdown, false),
        Dialect::PythonMarkdown(python) => containers::as_callouts(markdown, python.blocks),
        _ => None,
    };
    let markdown = boxed.as_deref().unwrap_or(markdown);
    let mut options = options(dialect);
    if reading.formulas {
        options.extension.math_dollars = true;
        options.extension.math_latex = formulas::are_few(markdown, &["\\(", "\\["]);
    }
    let language = reading.language;
    match dialect {
        Dialect::Goldmark(_) | Dialect::Zola(_) => {
            options.extension.alerts &= !sites::nests_too_deep(markdown);
            sites::with_attributes(markdown, &options, dialect, language)
        }
        Dialect::Obsidian => {
            options.extension.inline_footnotes &= formulas::are_few(markdown, &["^["]);
            obsidian::to_html(markdown, &options, language)
        }
        Dialect::PythonMarkdown(python) => python::to_html(markdown, &options, python, language),
        Dialect::Gfm => gfm::to_html(markdown, &options, language),
        Dialect::Hexo(_) if callouts::may_be_in(markdown) => {
            callouts::to_html(markdown, &options, language)
        }
        _ => comrak::markdown_to_html(markdown, &options),
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
        Dialect::Obsidian => obsidian::extend(&mut options),
        Dialect::PythonMarkdown(python) => {
            pymdown::extend(&mut options, python);
            options.extension.ofm_callouts = true;
            options.extension.description_lists = true;
        }
        Dialect::Hexo(hexo) => sites::hexo(&mut options, hexo),
        _ => options.extension.ofm_callouts = true,
    }
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_read_where_a_page_typesets_them() {
        let formula = |tex: &str| format!("data-math-style=\"inline\">{tex}</span>");
        let dialects = [
            Dialect::default(),
            Dialect::Gfm,
            Dialect::Goldmark(Goldmark::default()),
            Dialect::Zola(Zola::default()),
        ];
        for dialect in dialects {
            for (markdown, tex) in [
                ("a $x_1$ b $y_1$ c", Some("y_1")),
                ("$a*b*c$", Some("a*b*c")),
                ("$5 or $6", None),
                ("US$5,HK$6", None),
                ("a $x $ b", None),
                ("`$x$`", None),
                ("\\$x$", None),
            ] {
                let html = to_html_with_formulas(markdown, dialect);
                let found = tex.map_or(!html.contains("math-style"), |tex| {
                    html.contains(&formula(tex))
                });
                assert!(found, "{markdown}: {html}");
                assert!(!to_html(markdown, dialect).contains("math-style"));
            }
            let display = to_html_with_formulas("$$\na \\\\ b\n$$", dialect);
            assert!(display.contains("display\">"), "{display}");
            assert!(display.contains("\\\\"), "{display}");
        }
        let latex = to_html_with_formulas(r"\(x\)", Dialect::Gfm);
        assert!(latex.contains(&formula("x")), "{latex}");
    }

    #[test]
    fn formulas_that_do_not_end_take_no_longer() {
        for unit in ["$x ", "$$ ", r"\( ", "$x$ $", "$`"] {
            let text = unit.repeat(60_000);
            to_html_with_formulas(&text, Dialect::Gfm);
            to_html_with_formulas(&text, Dialect::default());
        }
    }

    #[test]
    fn what_does_not_end_takes_no_longer() {
        let zola = Dialect::Zola(Zola {
            alerts: true,
            ..Zola::default()
        });
        for (unit, dialect) in [
            ("![[", Dialect::Obsidian),
            ("^[", Dialect::Obsidian),
            (">", zola),
        ] {
            to_html(&unit.repeat(60_000), dialect);
        }
        let html = to_html("![[a ![b.png]\n![[b.png]] ![[c\n", Dialect::Obsidian);
        assert_eq!(html.matches("<img").count(), 1, "{html}");
        assert!(html.contains("![[c"), "{html}");
    }

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
