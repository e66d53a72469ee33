//! MDX and Markdoc: Markdown among whose text stand calls of components. They are left out, and
//! the text that they enclose stays.
mod jsx;

use std::collections::HashMap;

use bindery_model::{Diagnostic, Location};

use crate::fenced_code::FencedCode;

/// What may stand in a file beside Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// `import`, `export`, `{/* comments */}`; its elements are read as HTML's.
    Mdx,
    /// `{% tag %}`.
    Markdoc,
}

/// The body as Markdown alone, where the file's ending says that it holds more.
pub(crate) fn left_out(
    body: &str,
    path: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let (kind, name) = match ending.to_ascii_lowercase().as_str() {
        "mdx" => (Kind::Mdx, "MDX"),
        "mdoc" | "markdoc" => (Kind::Markdoc, "Markdoc"),
        _ => return None,
    };
    let message = format!("{name} is read as Markdown: its components and programs are left out");
    let diagnostic = Diagnostic::warning("markup.components", message)
        .with_hint("the text that they enclose stays");
    diagnostics.push(diagnostic.at(Location::whole_file(path)));
    Some(match kind {
        Kind::Mdx => {
            let text = without_marks(&without_code(body), "{/*", "*/}");
            jsx::without_components(&text, &imported(body))
        }
        Kind::Markdoc => without_marks(body, "{%", "%}"),
    })
}

/// Without paragraphs that begin with `import` or `export`; code stays as it is.
fn without_code(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    let (mut in_code, mut after_blank) = (false, true);
    let mut fenced = FencedCode::default();
    for line in body.split_inclusive('\n') {
        let is_blank = line.trim().is_empty();
        let is_fenced = fenced.takes(line);
        let begins = ["import ", "export "]
            .iter()
            .any(|word| line.starts_with(word));
        in_code = !is_fenced && !is_blank && (in_code || after_blank && begins);
        if !in_code {
            out.push_str(line);
        }
        after_blank = is_blank;
    }
    out
}

/// What names stand for: the files of `import name from './file'`, the numbers and texts of
/// `export const name = 1`.
fn imported(body: &str) -> HashMap<&str, &str> {
    let imports = body.lines().filter_map(|line| {
        if let Some(constant) = line.strip_prefix("export const ") {
            let (name, value) = constant.split_once('=')?;
            let value = value.trim().trim_end_matches(';');
            let text = value.trim_matches(['"', '\'', '`']);
            let is_plain = !text.contains(['"', '\'', '`', '{', '(', '[', '$']);
            let is_literal = text.len() + 2 == value.len() || value.parse::<f64>().is_ok();
            return (is_plain && is_literal).then(|| (name.trim(), text));
        }
        let (name, from) = line.strip_prefix("import ")?.split_once(" from ")?;
        let file = from.trim().trim_end_matches(';');
        Some((name.trim(), file.trim_matches(['"', '\''])))
    });
    imports.collect()
}

/// Without what stands between two marks, the marks included.
fn without_marks(body: &str, open: &str, close: &str) -> String {
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some((before, inner)) = rest.split_once(open) {
        let Some((_, after)) = inner.split_once(close) else {
            break;
        };
        out.push_str(before);
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_go_and_their_text_stays() {
        for (path, body, expected) in [
            (
                "a.mdx",
                "import A from 'a'\nexport const b = 1\n\n{/* c */}Text <A>in</A>\n\n```\nimport x\n```\n",
                "\nText in\n\n```\nimport x\n```\n",
            ),
            (
                "a.mdoc",
                "{% callout %}\nText\n{% /callout %}\n",
                "\nText\n\n",
            ),
            ("a.mdx", "open {/* never closed", "open {/* never closed"),
            (
                "a.mdx",
                "export const year = 2024;\n\nIn {year}, {years}.\n",
                "\nIn 2024, {years}.\n",
            ),
        ] {
            let mut diagnostics = Vec::new();
            let out = left_out(body, path, &mut diagnostics);
            assert_eq!(out.as_deref(), Some(expected));
            assert_eq!(diagnostics.len(), 1);
        }
        assert_eq!(left_out("{% a %}", "a.md", &mut Vec::new()), None);
    }
}
