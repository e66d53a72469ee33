//! The caller's style sheet, without what a book may not have (EPUB 3.3, section 6.3; CSS Syntax 3): references
//! to files that are not in it, properties that are forbidden, and what checkers cannot read.
use std::collections::BTreeSet;

use bindery_model::Diagnostic;

/// How deep rules may stand in conditions.
const MAX_DEPTH: usize = 16;
/// At-rules that hold declarations; others hold rules.
const OF_DECLARATIONS: [&str; 5] = ["counter-style", "font-face", "page", "property", "viewport"];

const ELSEWHERE: &str = "references to other files";
const FORBIDDEN: &str = "properties that books may not have";
const UNREADABLE: &str = "what is no rule or declaration";
const NESTED: &str = "rules within rules";

/// A style sheet that a book may have.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct OwnStyle {
    /// What must stand before all rules.
    pub(crate) namespaces: String,
    pub(crate) rules: String,
    pub(crate) left_out: BTreeSet<&'static str>,
}

/// Reads a style sheet. One that a book may have is left as it is.
pub(crate) fn clean(source: &str) -> OwnStyle {
    let source = source.trim_start_matches('\u{feff}');
    let css = without_comments(source);
    let mut style = OwnStyle::default();
    let mut rules = String::new();
    let mut rest = css.as_str();
    while !rest.is_empty() {
        rest = style.read_rules(rest, 0, &mut rules);
        // A bracket that nothing opened.
        if let Some(after) = rest.strip_prefix('}') {
            style.left_out.insert(UNREADABLE);
            rest = after;
        }
    }
    let is_whole = is_closed(&css) && source.rfind("/*") <= source.rfind("*/");
    let may_stand = style.left_out.is_empty() && style.namespaces.is_empty();
    style.rules = match is_whole && may_stand && !css.contains("@charset") {
        true => source.to_owned(),
        false => rules,
    };
    style
}

/// Whether every block is closed.
fn is_closed(css: &str) -> bool {
    let (mut depth, mut at) = (0i64, 0);
    loop {
        at += end_of(&css[at..], &['{', '}']);
        match css.as_bytes().get(at) {
            None => return depth == 0,
            Some(b'{') => depth += 1,
            Some(_) => depth -= 1,
        }
        at += 1;
    }
}

impl OwnStyle {
    /// What was left out of it.
    pub(crate) fn diagnostic(&self) -> Option<Diagnostic> {
        let left_out: Vec<&str> = self.left_out.iter().copied().collect();
        let message = format!(
            "the style sheet has what no book may have; left out: {}",
            left_out.join(", ")
        );
        let hint = "the rest of it is used; --font embeds fonts";
        let found = Diagnostic::warning("style.left-out", message).with_hint(hint);
        (!left_out.is_empty()).then_some(found)
    }

    /// Reads rules up to the end of the block that they are in, which is left.
    fn read_rules<'c>(&mut self, css: &'c str, depth: usize, out: &mut String) -> &'c str {
        let mut rest = css.trim_start();
        while !rest.is_empty() && !rest.starts_with('}') {
            let (prelude, after) = rest.split_at(end_of(rest, &['{', ';', '}']));
            let prelude = prelude.trim();
            let name = at_keyword(prelude);
            rest = match (after.strip_prefix('{'), name.as_deref()) {
                (Some(block), Some(name)) if !OF_DECLARATIONS.contains(&name) => {
                    self.read_group(prelude, block, depth, out)
                }
                (Some(block), name) => self.read_style(prelude, name, block, out),
                (None, name) => self.read_statement(prelude, name, after, out),
            }
            .trim_start();
        }
        rest
    }

    /// A rule whose block has rules, as that of `@media`; what stands behind it.
    fn read_group<'c>(
        &mut self,
        prelude: &str,
        block: &'c str,
        depth: usize,
        out: &mut String,
    ) -> &'c str {
        let mut inner = String::new();
        let end = match depth < MAX_DEPTH {
            true => self.read_rules(block, depth + 1, &mut inner),
            false => &block[end_of_block(block)..],
        };
        out.push_str(&format!("{prelude} {{\n{inner}}}\n"));
        end.strip_prefix('}').unwrap_or(end)
    }

    /// A rule whose block has declarations; what stands behind it.
    fn read_style<'c>(
        &mut self,
        prelude: &str,
        name: Option<&str>,
        block: &'c str,
        out: &mut String,
    ) -> &'c str {
        let (block, end) = block.split_at(end_of_block(block));
        if name == Some("font-face") && has_foreign_address(block) {
            self.left_out.insert(ELSEWHERE);
        } else if prelude.is_empty() {
            self.left_out.insert(UNREADABLE);
        } else {
            let declarations = self.declarations(block);
            out.push_str(&format!("{prelude} {{{declarations} }}\n"));
        }
        end.strip_prefix('}').unwrap_or_default()
    }

    /// A rule without a block, as `@import`; what stands behind it.
    fn read_statement<'c>(
        &mut self,
        prelude: &str,
        name: Option<&str>,
        end: &'c str,
        out: &mut String,
    ) -> &'c str {
        match name {
            Some("charset") => {}
            Some("namespace") => self.namespaces.push_str(&format!("{prelude};\n")),
            Some("import") => drop(self.left_out.insert(ELSEWHERE)),
            Some(_) if !has_foreign_address(prelude) && !end.is_empty() => {
                out.push_str(&format!("{prelude};\n"));
            }
            _ => drop(self.left_out.insert(UNREADABLE)),
        }
        end.strip_prefix(';').unwrap_or(end)
    }

    /// The declarations of a block that a book may have.
    fn declarations(&mut self, block: &str) -> String {
        let mut out = String::new();
        let mut rest = block;
        while !rest.trim().is_empty() {
            let end = end_of(rest, &['{', ';']);
            let (declaration, after) = rest.split_at(end);
            if let Some(inner) = after.strip_prefix('{') {
                self.left_out.insert(NESTED);
                let inside = &inner[end_of_block(inner)..];
                rest = inside.strip_prefix('}').unwrap_or_default();
                continue;
            }
            rest = after.strip_prefix(';').unwrap_or_default();
            let declaration = declaration.trim();
            match fault(declaration) {
                Some(fault) => drop(self.left_out.insert(fault)),
                None if declaration.is_empty() => {}
                None => out.push_str(&format!(" {declaration};")),
            }
        }
        out
    }
}

/// The name of an at-rule, in small letters; `None` for other rules.
fn at_keyword(prelude: &str) -> Option<String> {
    let rest = prelude.strip_prefix('@')?;
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '-');
    Some(rest[..end.unwrap_or(rest.len())].to_ascii_lowercase())
}

/// Why a book may not have a declaration.
fn fault(declaration: &str) -> Option<&'static str> {
    if declaration.is_empty() {
        return None;
    }
    let Some((name, value)) = declaration.split_once(':') else {
        return Some(UNREADABLE);
    };
    let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let is_name = name.starts_with(|c: char| c.is_alphabetic() || matches!(c, '-' | '_'))
        && name.chars().all(is_part);
    let is_fixed = name == "position" && value.to_ascii_lowercase().contains("fixed");
    match name.as_str() {
        _ if !is_name || value.is_empty() || !is_balanced(value) => Some(UNREADABLE),
        "direction" | "unicode-bidi" => Some(FORBIDDEN),
        _ if is_fixed => Some(FORBIDDEN),
        _ if has_foreign_address(value) => Some(ELSEWHERE),
        _ => None,
    }
}

/// Whether strings and brackets are closed.
fn is_balanced(value: &str) -> bool {
    let (mut quote, mut escaped, mut round) = (None, false, 0i32);
    for c in value.chars() {
        match (quote, c) {
            _ if escaped => escaped = false,
            (_, '\\') => escaped = true,
            (Some(_), '\n') => return false,
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(') => round += 1,
            (None, ')') if round == 0 => return false,
            (None, ')') => round -= 1,
            _ => {}
        }
    }
    quote.is_none() && round == 0
}

/// Whether there is a `url()` that leads out of the style sheet.
fn has_foreign_address(css: &str) -> bool {
    let lower = css.to_ascii_lowercase();
    lower.match_indices("url(").any(|(at, mark)| {
        let address = lower[at + mark.len()..]
            .trim_start()
            .trim_start_matches(['"', '\'']);
        !(address.starts_with("data:") || address.starts_with('#'))
    })
}

/// Where a block ends whose bracket stands before: at the bracket that closes it, or the end.
fn end_of_block(css: &str) -> usize {
    let mut depth = 0usize;
    let mut at = 0;
    loop {
        at += end_of(&css[at..], &['{', '}']);
        match css.as_bytes().get(at) {
            None => return css.len(),
            Some(b'}') if depth == 0 => return at,
            Some(b'}') => depth -= 1,
            Some(_) => depth += 1,
        }
        at += 1;
    }
}

/// Where one of these characters stands first outside of strings and round brackets, or the end.
fn end_of(css: &str, ends: &[char]) -> usize {
    let (mut quote, mut round, mut escaped) = (None, 0usize, false);
    for (at, c) in css.char_indices() {
        match (quote, c) {
            _ if escaped => escaped = false,
            (_, '\\') => escaped = true,
            // A string ends with its line, if not before.
            (Some(open), c) if c == open || c == '\n' => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(') => round += 1,
            (None, ')') => round = round.saturating_sub(1),
            (None, c) if ends.contains(&c) && (round == 0 || c == '}') => return at,
            _ => {}
        }
    }
    css.len()
}

/// CSS without comments, which strings may look like.
fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let (mut quote, mut escaped) = (None, false);
    let mut rest = css;
    while let Some(c) = rest.chars().next() {
        if quote.is_none() && !escaped && rest.starts_with("/*") {
            out.push(' ');
            rest = rest[2..].split_once("*/").map_or("", |(_, after)| after);
            continue;
        }
        match (quote, c) {
            _ if escaped => escaped = false,
            (_, '\\') => escaped = true,
            (Some(open), c) if c == open || c == '\n' => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            _ => {}
        }
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(css: &str, expected: &str, left_out: &[&str]) {
        let style = clean(css);
        let rules = style.rules.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(rules, expected, "{css}");
        assert_eq!(
            style.left_out.into_iter().collect::<Vec<_>>(),
            left_out,
            "{css}"
        );
    }

    #[test]
    fn what_a_book_may_have_is_kept() {
        for css in [
            "/* a */ p > a:not(.b)::before { content: \"}; \\\"\"; color: rgb(0 0 0 / 50%) !important }",
            "@media print { @supports (display: grid) { p { a: b; } } }",
            "@page { margin: 1em } @layer a;",
            "a { b: url(data:image/png;base64,xx) }",
        ] {
            check(css, css, &[]);
        }
        check("a { b: \"/*\" }", "a { b: \"/*\"; }", &[]);
        check("@charset 'x'; a { b: c }", "a { b: c; }", &[]);
        check("a { b: c", "a { b: c; }", &[]);
        check("a { b: c } /* d", "a { b: c; }", &[]);
        assert_eq!(
            clean("a{b:c} @namespace e 'x';").namespaces,
            "@namespace e 'x';\n"
        );
    }

    #[test]
    fn what_a_book_may_not_have_is_left_out_and_told() {
        check(
            "@import url(a.css); a { b: c }",
            "a { b: c; }",
            &[ELSEWHERE],
        );
        check("@font-face { src: url(a.ttf) }", "", &[ELSEWHERE]);
        check("a { b: c; d: url( 'e.png' ) }", "a { b: c; }", &[ELSEWHERE]);
        check(
            "a { direction: rtl; POSITION: Fixed; b: c }",
            "a { b: c; }",
            &[FORBIDDEN],
        );
        check(
            "a { b: c; & d { e: f } g: h }",
            "a { b: c; g: h; }",
            &[NESTED],
        );
        check(
            "a { *b: c; d: ;; e } } f: g; h { i: j }",
            "a { } h { i: j; }",
            &[UNREADABLE],
        );
        check("{ a: b }", "", &[UNREADABLE]);
        check("a { b: \"c\n; d: e(; f: g }", "a { }", &[UNREADABLE]);
        let deep = "@media a {".repeat(100_000);
        clean(&deep);
        clean(&"a{".repeat(100_000));
        clean(&"/*\"'(".repeat(100_000));
    }
}
