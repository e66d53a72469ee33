//! TeX between delimiters in the text of a page, where a program in the page finds it: MathJax or
//! KaTeX. `$…$` is none of these delimiters, since pages without formulas have dollars too.
use super::walk::Lowering;
use crate::html::{NodeId, Tree};

/// What begins a formula, what ends it, and whether it has lines of its own.
const DELIMITERS: [(&str, &str, bool); 3] = [
    ("\\(", "\\)", false),
    ("\\[", "\\]", true),
    ("$$", "$$", true),
];

/// Parts of the addresses of programs that typeset formulas.
const PROGRAMS: [&str; 2] = ["mathjax", "katex"];

/// Whether a page has a program that typesets formulas.
pub(crate) fn typesets_formulas(tree: &Tree<'_>) -> bool {
    let mut node = tree.first_child(tree.root());
    while let Some(at) = node {
        if let Some(element) = tree.element(at)
            && element.name() == "script"
            && let Some(address) = element.attribute("src")
        {
            let address = address.to_ascii_lowercase();
            if PROGRAMS.iter().any(|program| address.contains(program)) {
                return true;
            }
        }
        node = tree.next_in_order(at, tree.root());
    }
    false
}

impl Lowering<'_> {
    /// Whether such a program looks at a text: it passes over code.
    pub(super) fn is_prose(&self, text: NodeId) -> bool {
        let above = self.tree.parent(text).and_then(|it| self.tree.element(it));
        let is_code = above.is_some_and(|above| {
            matches!(above.name(), "code" | "kbd" | "pre" | "samp" | "tt" | "var")
        });
        !is_code && !self.builder.run.preserve
    }

    /// Text in which TeX stands between delimiters. What begins and does not end is text.
    pub(super) fn push_delimited(&mut self, text: &str) {
        let mut rest = text;
        // A search in vain is not made twice.
        let mut without_end = [false; DELIMITERS.len()];
        let mut from = 0;
        while let Some(at) = rest[from..].find(['\\', '$']) {
            let at = from + at;
            let begins = |&(place, (open, ..)): &(usize, &(&str, &str, bool))| {
                !without_end[place] && rest[at..].starts_with(open)
            };
            let Some((place, (open, close, display))) = DELIMITERS.iter().enumerate().find(begins)
            else {
                from = at + 1;
                continue;
            };
            let inside = &rest[at + open.len()..];
            let Some(end) = inside.find(close) else {
                without_end[place] = true;
                from = at + open.len();
                continue;
            };
            if inside[..end].trim().is_empty() {
                from = at + open.len();
                continue;
            }
            self.builder.run.push_text(&rest[..at]);
            self.put_tex(&inside[..end], *display);
            rest = &inside[end + close.len()..];
            from = 0;
        }
        self.builder.run.push_text(rest);
    }
}
