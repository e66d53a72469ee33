//! What shortcodes of Hugo's themes enclose that is no Markdown: code, drawings in words, formulas, HTML;
//! and boxes.
use super::Shortcodes;
use super::syntax::between_marks;
use crate::fenced_code::fence_of;

/// Boxes that themes draw around notes.
const BOXES: &str =
    "admonition alert attention callout caution danger hint important info note notice tip warning";
/// Quotations, as themes have them.
const QUOTATIONS: &str = "blockquote epigraph pullquote quote";
/// Programs that draw what words say.
const DRAWINGS: &str = "abcjs chart chartjs echarts flowchart graphviz markmap mermaid plantuml score sequence wavedrom";
/// Code, as themes set it with a title.
const CODE: &str = "code code-block codeblock prism";
/// What typesets formulas.
const FORMULAS: &str = "katex latex math mathjax";
/// Shortcodes of sites that enclose HTML, blank lines and all.
const RAW: &str = "html raw-html raw_html rawhtml unsafe";

fn is_one_of(names: &str, name: &str) -> bool {
    names.split_ascii_whitespace().any(|known| known == name)
}

pub(super) fn is_box(name: &str) -> bool {
    is_one_of(BOXES, name)
}

pub(super) fn is_quote(name: &str) -> bool {
    is_one_of(QUOTATIONS, name)
}

pub(super) fn is_drawing(name: &str) -> bool {
    is_one_of(DRAWINGS, name)
}

pub(super) fn is_of_formulas(name: &str) -> bool {
    is_one_of(FORMULAS, name)
}

/// Whether what a shortcode encloses is code, which may be fenced as Markdown has it.
pub(super) fn is_code(name: &str, inner: &str) -> bool {
    let inner = inner.trim_start();
    is_one_of(CODE, name) && !inner.starts_with("```") && !inner.starts_with("~~~")
}

/// Whether what an unknown shortcode encloses is HTML from beginning to end, which themes put into the
/// page as it is.
pub(super) fn is_html(name: &str, inner: &str) -> bool {
    let inner = inner.trim();
    let is_whole = inner.starts_with('<') && inner.ends_with('>') && !inner.contains("\n\n");
    is_one_of(RAW, name) || is_whole && !is_box(name)
}

/// How far the line is indented that is being written, if nothing else stands in it.
pub(super) fn indent(before: &str) -> &str {
    let line = before.rsplit('\n').next().unwrap_or_default();
    match line.trim().is_empty() {
        true => line,
        false => "",
    }
}

/// Fenced code, as far indented as what stands before it, as in an item of a list.
pub(super) fn code(language: &str, code: &str, before: &str) -> String {
    let indent = indent(before);
    let start = code.len() - code.trim_start().len();
    let start = code[..start].rfind('\n').map_or(0, |end| end + 1);
    let lines = code[start..].trim_end().lines().map(|line| {
        let line = line.strip_prefix(indent).unwrap_or(line);
        format!("{indent}{line}\n")
    });
    let lines: String = lines.collect();
    let fence = fence_of(&lines, '~');
    format!("\n{indent}{fence} {language}\n{lines}{indent}{fence}\n")
}

/// A formula, between delimiters or not; `None` where the text holds more than one.
pub(super) fn formula(text: &str, is_display: bool) -> Option<String> {
    let tex = text.trim();
    let is_block = is_display || text.starts_with(['\n', '\r']);
    let delimited = [
        ("$$", "$$", true),
        ("\\[", "\\]", true),
        ("\\(", "\\)", false),
        ("$", "$", false),
    ];
    let found = delimited.iter().find_map(|(open, close, is_block)| {
        let tex = tex.strip_prefix(open)?.strip_suffix(close)?;
        Some((tex, *is_block))
    });
    let (tex, is_block) = found.unwrap_or((tex, is_block));
    let has_more = ["$", "\\(", "\\[", "</script"]
        .iter()
        .any(|mark| tex.contains(mark));
    let mode = if is_block { "; mode=display" } else { "" };
    (!has_more && !tex.is_empty())
        .then(|| format!("<script type=\"math/tex{mode}\">{tex}</script>"))
}

/// Whether a text has a shortcode without an end that loads what typesets formulas.
pub(crate) fn loads_formulas(kind: Option<Shortcodes>, text: &str) -> bool {
    let calls = |name: &str| {
        let starts = memchr::memmem::find_iter(text.as_bytes(), "{{<");
        let mut calls = starts.filter_map(|at| between_marks(Shortcodes::Hugo, &text[at..]));
        calls.any(|(inner, _)| inner.trim().trim_end_matches('/').trim() == name)
    };
    kind == Some(Shortcodes::Hugo)
        && FORMULAS
            .split_ascii_whitespace()
            .any(|name| text.contains(name) && !text.contains(&format!("/{name} ")) && calls(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_without_an_end_loads_what_typesets_formulas() {
        for (text, expected) in [
            ("{{< katex >}}\n\\\\(a\\\\)", true),
            ("{{<math/>}}", true),
            ("{{< katex >}}a{{< /katex >}}", false),
            ("{{< youtube math >}}", false),
        ] {
            assert_eq!(
                loads_formulas(Some(Shortcodes::Hugo), text),
                expected,
                "{text}"
            );
            assert!(!loads_formulas(None, text));
        }
    }

    #[test]
    fn one_formula_is_told_from_several() {
        for (text, expected) in [
            ("a", Some("<script type=\"math/tex\">a</script>")),
            ("$a$", Some("<script type=\"math/tex\">a</script>")),
            (
                "\na\n",
                Some("<script type=\"math/tex; mode=display\">a</script>"),
            ),
            (
                "\\[a\\]",
                Some("<script type=\"math/tex; mode=display\">a</script>"),
            ),
            ("$a$ and $b$", None),
            ("", None),
        ] {
            assert_eq!(formula(text, false).as_deref(), expected, "{text}");
        }
    }
}
