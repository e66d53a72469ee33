//! MDX and Markdoc: Markdown among whose text stand calls of components. They are left out, and
//! the text that they enclose stays.
mod jsx;
mod literal;

use std::collections::HashMap;

use bindery_model::{Diagnostic, Location};

use crate::fenced_code::FencedCode;
use crate::inclusion::Inclusion;
use crate::{ParseOptions, front_matter};

/// What may stand in a file beside Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// `import`, `export`, `{/* comments */}`; its elements are read as HTML's.
    Mdx,
    /// `{% tag %}`.
    Markdoc,
}

/// What there is to say of a body.
struct Findings<'a> {
    /// Texts of other files that are shown in it.
    inclusion: Inclusion<'a>,
    /// What would be computed, and stands as it is written.
    expressions: Vec<String>,
}

/// The body as Markdown alone, where the file's ending says that it holds more.
pub(crate) fn left_out(
    text: &str,
    start: usize,
    options: &ParseOptions<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    let (body, path) = (&text[start..], options.path);
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let (kind, name) = match ending.to_ascii_lowercase().as_str() {
        "mdx" => (Kind::Mdx, "MDX"),
        "md" | "markdown" if options.mdx => (Kind::Mdx, "MDX"),
        "mdoc" | "markdoc" => (Kind::Markdoc, "Markdoc"),
        _ => return None,
    };
    let mut found = Findings {
        inclusion: Inclusion::new(path, options.files),
        expressions: Vec::new(),
    };
    let out = match kind {
        Kind::Mdx => markdown_of(body, &mut found),
        Kind::Markdoc => without_marks(body, "{%", "%}"),
    };
    if out != body {
        let message =
            format!("{name} is read as Markdown: its components and programs are left out");
        let diagnostic = Diagnostic::warning("markup.components", message)
            .with_hint("the text that they enclose stays");
        diagnostics.push(diagnostic.at(Location::whole_file(path)));
    }
    diagnostics.extend(computed(&found.expressions, text, start, path));
    diagnostics.extend(found.inclusion.diagnostics(path, text));
    Some(out)
}

/// The text of a file of MDX as Markdown.
fn markdown_of(body: &str, found: &mut Findings<'_>) -> String {
    jsx::without_components(&without_code(body), &imported(body), found)
}

/// What a component shows that stands for another file of MDX; `None` if it stands for none.
fn shown_file(file: &str, found: &mut Findings<'_>) -> Option<String> {
    let ending = file.rsplit_once('.').map(|(_, ending)| ending)?;
    if !matches!(ending, "md" | "mdx") {
        return None;
    }
    // As Docusaurus calls the root of the site.
    let reference = file.strip_prefix("@site").unwrap_or(file);
    let paths: Vec<String> = found.inclusion.path_of(reference).into_iter().collect();
    let Some(text) = found.inclusion.open(file, &paths) else {
        return Some(String::new());
    };
    let (front_matter, _) = front_matter::parse(&text, file);
    let made = markdown_of(&text[text.floor_char_boundary(front_matter.body)..], found);
    found.inclusion.close();
    Some(format!("\n\n{}\n\n", made.trim()))
}

/// That programs in braces stand in the text as they are written.
fn computed(expressions: &[String], text: &str, start: usize, path: &str) -> Option<Diagnostic> {
    let first = expressions.first()?;
    let message = match expressions.len() {
        1 => "what is in braces would be computed, and stands as it is written".to_owned(),
        count => format!(
            "{count} expressions in braces would be computed, and stand as they are written"
        ),
    };
    let place = text[start..]
        .find(first.as_str())
        .map(|at| start + at..start + at + first.len());
    let found = Diagnostic::warning("markup.expression", message)
        .with_hint("write what it shows in its place");
    Some(found.at(match place {
        Some(span) => Location::in_text(path, text, span),
        None => Location::whole_file(path),
    }))
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
    use crate::Files;

    fn options(path: &str) -> ParseOptions<'_> {
        ParseOptions {
            path,
            ..ParseOptions::default()
        }
    }

    #[test]
    fn components_go_and_their_text_stays() {
        for (path, body, expected) in [
            (
                "a.mdx",
                "import A from 'a'\nexport const b = 1\n\n{/* c */}Text <A>in</A>\n\n```\nimport x {/* d */}\n```\n",
                "\nText in\n\n```\nimport x {/* d */}\n```\n",
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
            let out = left_out(body, 0, &options(path), &mut diagnostics);
            assert_eq!(out.as_deref(), Some(expected));
            let told = diagnostics
                .iter()
                .any(|found| found.code == "markup.components");
            assert_eq!(told, expected != body);
        }
        assert_eq!(
            left_out("{% a %}", 0, &options("a.md"), &mut Vec::new()),
            None
        );
    }

    #[test]
    fn what_would_be_computed_is_told() {
        let body = "a {1 + 1}\n\n## B {#own}\n\n{x}\n\n$$\n\\frac{1}{2}\n$$\n";
        let mut diagnostics = Vec::new();
        left_out(body, 0, &options("a.mdx"), &mut diagnostics);
        let [told] = diagnostics.as_slice() else {
            panic!("{diagnostics:?}");
        };
        assert_eq!(told.code, "markup.expression");
        assert!(
            told.message.starts_with("2 expressions"),
            "{}",
            told.message
        );
        let place = told.location.as_ref().unwrap();
        assert_eq!((place.line, place.column), (1, 3));
    }

    struct Partials;

    impl Files for Partials {
        fn text(&self, path: &str) -> Option<String> {
            let text = match path {
                "docs/_intro.mdx" => {
                    "---\nx: 1\n---\nimport Deep from './_deep.md'\n\nIntro. <Deep />\n"
                }
                "docs/_deep.md" => "import Intro from '@site/docs/_intro.mdx'\n\nDeep. <Intro />\n",
                _ => return None,
            };
            Some(text.to_owned())
        }
    }

    #[test]
    fn components_that_are_files_show_them() {
        let body = "import Intro from './_intro.mdx';\nimport None from './_none.mdx';\n\n<Intro />\n\n<None />\n\nEnd.\n";
        let options = ParseOptions {
            files: Some(&Partials),
            ..options("docs/a.mdx")
        };
        let mut diagnostics = Vec::new();
        let out = left_out(body, 0, &options, &mut diagnostics).unwrap();
        let words: Vec<&str> = out.split_whitespace().collect();
        assert_eq!(words, ["Intro.", "Deep.", "End."]);
        let refused = diagnostics
            .iter()
            .filter(|found| found.code == "post.not-taken-in");
        let refused: Vec<&str> = refused.map(|found| found.message.as_ref()).collect();
        assert_eq!(
            refused,
            [
                "`@site/docs/_intro.mdx` is not taken in: it would be taken into itself",
                "`./_none.mdx` is not taken in: there is no such file in the archive",
            ]
        );
    }
}
