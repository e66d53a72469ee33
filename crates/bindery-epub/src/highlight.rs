//! Code in colours. The book says what each piece is; its style sheet says in which colour.
#[cfg(feature = "highlight")]
pub(crate) use with_syntect::highlight;

/// Colours for the classes below; added to the style sheet of a book that may have code.
pub(crate) const STYLE_SHEET: &str = include_str!("code.css");

/// Without the feature code has one colour.
#[cfg(not(feature = "highlight"))]
pub(crate) fn highlight(_: &str, _: &str) -> Vec<(usize, &'static str)> {
    Vec::new()
}

#[cfg(feature = "highlight")]
mod with_syntect {
    use std::sync::OnceLock;

    use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};

    /// Code longer than this, in bytes, is left as it is, and so is the rest after a line that long.
    const LONGEST_CODE: usize = 100_000;
    const LONGEST_LINE: usize = 2000;

    /// Scopes, by the names that TextMate gave them, and the class of each; the first that fits.
    const CLASSES: [(&str, &str); 22] = [
        ("comment", "hl-c"),
        ("string", "hl-s"),
        ("constant.character.escape", "hl-n"),
        ("constant.other.symbol", "hl-s"),
        ("constant", "hl-n"),
        ("keyword.operator", ""),
        ("keyword", "hl-k"),
        ("storage", "hl-k"),
        ("variable.language", "hl-k"),
        ("entity.name.function", "hl-f"),
        ("support.function", "hl-f"),
        ("variable.function", "hl-f"),
        ("entity.other.attribute-name", "hl-a"),
        ("variable.parameter", "hl-a"),
        ("entity.name", "hl-t"),
        ("entity.other.inherited-class", "hl-t"),
        ("support", "hl-t"),
        ("markup.inserted", "hl-s"),
        ("markup.deleted", "hl-a"),
        ("markup.heading", "hl-k"),
        ("meta.diff.header", "hl-f"),
        ("meta.diff.range", "hl-k"),
    ];

    /// Names that people use and the syntaxes do not know, with a name that they know.
    const ALIASES: [(&str, &str); 13] = [
        ("bash session", "bash"),
        ("console", "bash"),
        ("shell", "bash"),
        ("shell-session", "bash"),
        ("sh-session", "bash"),
        ("golang", "go"),
        ("irb", "ruby"),
        ("html+erb", "erb"),
        ("javascript", "js"),
        ("jsonc", "json"),
        ("postgresql", "sql"),
        ("mysql", "sql"),
        ("objective-c", "objc"),
    ];

    /// Where each piece of the code ends, in bytes, and its class; empty where there is none. The
    /// list is empty for a language that is not known.
    pub(crate) fn highlight(language: &str, code: &str) -> Vec<(usize, &'static str)> {
        if code.len() > LONGEST_CODE {
            return Vec::new();
        }
        let alias = ALIASES.iter().find(|(name, _)| *name == language);
        let language = alias.map_or(language, |(_, known)| known);
        let set = syntaxes();
        let Some(syntax) = set.find_syntax_by_token(language) else {
            return Vec::new();
        };
        let mut state = ParseState::new(syntax);
        let mut stack = ScopeStack::new();
        let mut pieces: Vec<(usize, &'static str)> = Vec::new();
        let mut push = |end: usize, class: &'static str| match pieces.last_mut() {
            Some((last, same)) if *same == class => *last = end,
            Some((last, _)) if *last == end => {}
            _ => pieces.push((end, class)),
        };
        let mut start = 0;
        for line in code.split_inclusive('\n') {
            let end = start + line.len();
            if line.len() > LONGEST_LINE {
                break;
            }
            let Ok(operations) = state.parse_line(line, set) else {
                break;
            };
            for (place, operation) in operations {
                push(start + place, class_of(&stack));
                if stack.apply(&operation).is_err() {
                    return Vec::new();
                }
            }
            push(end, class_of(&stack));
            start = end;
        }
        pieces
    }

    /// Read once, when the first code is met.
    fn syntaxes() -> &'static SyntaxSet {
        static SET: OnceLock<SyntaxSet> = OnceLock::new();
        SET.get_or_init(two_face::syntax::extra_newlines)
    }

    fn class_of(stack: &ScopeStack) -> &'static str {
        static SCOPES: OnceLock<Vec<(Scope, &str)>> = OnceLock::new();
        let scopes = SCOPES.get_or_init(|| {
            let scope = |&(name, class)| Some((Scope::new(name).ok()?, class));
            CLASSES.iter().filter_map(scope).collect()
        });
        let class = |scope: &Scope| {
            let mut known = scopes.iter();
            let (_, class) = known.find(|(known, _)| known.is_prefix_of(*scope))?;
            Some(*class)
        };
        stack
            .as_slice()
            .iter()
            .rev()
            .find_map(class)
            .unwrap_or_default()
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        fn show(language: &str, code: &str) -> String {
            let mut start = 0;
            let mut shown = Vec::new();
            for (end, class) in highlight(language, code) {
                let piece = code[start..end].trim();
                if !class.is_empty() && !piece.is_empty() {
                    shown.push(format!("{piece}:{}", &class[3..]));
                }
                start = end;
            }
            shown.join(" ")
        }

        #[test]
        fn pieces_of_code_have_classes() {
            assert_eq!(
                show("rust", "fn main() { let x = \"a\"; } // done\n"),
                "fn:k main:f let:k \"a\":s // done:c"
            );
            assert_eq!(show("no such language", "fn main() {}"), "");
            for language in [
                "ruby",
                "toml",
                "typescript",
                "console",
                "diff",
                "html",
                "yaml",
            ] {
                let code = "# a: \"b\" = 1\n+ <a href=\"x\">\n- const x = 'y';\n";
                assert_ne!(show(language, code), "", "{language}");
            }
        }

        #[test]
        fn long_lines_and_long_code_are_left_as_they_are() {
            let line = format!("let a = \"{}\";\n", "x".repeat(5000));
            assert_eq!(show("rust", &line), "");
            assert_eq!(show("rust", &"let a = 1;\n".repeat(20_000)), "");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG 2.2, relative luminance of `#rrggbb`.
    fn luminance(color: &str) -> f64 {
        let channel = |at: usize| {
            let value = u8::from_str_radix(&color[at..at + 2], 16).unwrap();
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn colours_meet_contrast_aa_in_both_modes() {
        let (base, dark) = STYLE_SHEET.split_once("@media").unwrap();
        for (rules, backgrounds) in [
            (base, &["#ffffff", "#000000"][..]),
            (dark, &["#000000", "#121212", "#1e1e1e", "#2b2b2b"][..]),
        ] {
            let colors: Vec<&str> = rules
                .split("color: ")
                .skip(1)
                .map(|rule| &rule[..7])
                .collect();
            assert!(colors.len() >= 7);
            for color in colors.iter().filter(|color| color.starts_with('#')) {
                for background in backgrounds {
                    let contrast = contrast(color, background);
                    assert!(contrast >= 4.5, "{color} on {background}: {contrast:.2}");
                }
            }
        }
    }
}
