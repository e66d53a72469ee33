//! TeX between delimiters in the text of a page, where a program in the page finds it: MathJax or
//! KaTeX. `$…$` is one of them only where the page says so, since texts have dollars too.
use super::walk::Lowering;
use crate::html::NodeId;

/// What begins a formula, what ends it, and whether it has lines of its own.
const DELIMITERS: [(&str, &str, bool); 4] = [
    ("\\(", "\\)", false),
    ("\\[", "\\]", true),
    ("$$", "$$", true),
    ("$", "$", false),
];

/// Environments of display mathematics, which MathJax typesets where no delimiters are around them,
/// with and without a star.
const ENVIRONMENTS: [&str; 13] = [
    "align",
    "aligned",
    "alignat",
    "array",
    "cases",
    "displaymath",
    "eqnarray",
    "equation",
    "flalign",
    "gather",
    "gathered",
    "multline",
    "split",
];

/// Bytes of the longest name of an environment or a formula.
const MAX_NAME: usize = 200;

impl Lowering<'_> {
    /// Whether such a program looks at a text: it passes over code.
    pub(super) fn is_prose(&self, text: NodeId) -> bool {
        let above = self.tree.parent(text).and_then(|it| self.tree.element(it));
        let is_code = above.is_some_and(|above| {
            matches!(above.name(), "code" | "kbd" | "pre" | "samp" | "tt" | "var")
        });
        !is_code && !self.builder.run.preserve
    }

    /// Text in which TeX stands between delimiters, or which refers to formulas. What begins and does
    /// not end is text.
    pub(super) fn push_delimited(&mut self, text: &str, has_dollars: bool) {
        let mut rest = text;
        let mut searches = Searches::new(has_dollars);
        let mut from = 0;
        while let Some(at) = rest[from..].find(['\\', '$']) {
            let at = from + at;
            if has_dollars && rest[at..].starts_with("\\$") {
                self.builder.run.push_text(&rest[..at]);
                rest = &rest[at + 1..];
                from = 1;
                continue;
            }
            let Some(found) = searches.find(&rest[at..]) else {
                from = at + if rest[at..].starts_with("$$") { 2 } else { 1 };
                continue;
            };
            self.builder.run.push_text(&rest[..at]);
            self.put_tex(found.tex, found.display);
            rest = &rest[at + found.length..];
            from = 0;
        }
        self.builder.run.push_text(rest);
    }
}

/// A formula that a text begins with.
struct Found<'t> {
    tex: &'t str,
    display: bool,
    /// Bytes of the text that it takes.
    length: usize,
}

/// Which searches for the end of a formula were in vain: they are not made twice.
struct Searches {
    delimiters: [bool; DELIMITERS.len()],
    environments: [[bool; 2]; ENVIRONMENTS.len()],
}

impl Searches {
    fn new(has_dollars: bool) -> Searches {
        Searches {
            delimiters: DELIMITERS.map(|(open, ..)| open == "$" && !has_dollars),
            environments: [[false; 2]; ENVIRONMENTS.len()],
        }
    }

    fn find<'t>(&mut self, text: &'t str) -> Option<Found<'t>> {
        self.delimited(text)
            .or_else(|| self.environment(text))
            .or_else(|| reference(text))
    }

    fn delimited<'t>(&mut self, text: &'t str) -> Option<Found<'t>> {
        let mut delimiters = DELIMITERS.iter().zip(&mut self.delimiters);
        let ((open, close, display), in_vain) =
            delimiters.find(|((open, ..), in_vain)| !**in_vain && text.starts_with(open))?;
        let inside = &text[open.len()..];
        let mut ends = inside.match_indices(close).map(|(end, _)| end);
        let end = match *open {
            "$" => ends.find(|end| !inside[..*end].ends_with('\\')),
            _ => ends.next(),
        };
        let Some(end) = end else {
            *in_vain = true;
            return None;
        };
        let tex = &inside[..end];
        let is_money = *open == "$" && is_between_amounts(tex, &inside[end + 1..]);
        (!tex.trim().is_empty() && !is_money).then(|| Found {
            tex,
            display: *display,
            length: open.len() + end + close.len(),
        })
    }

    fn environment<'t>(&mut self, text: &'t str) -> Option<Found<'t>> {
        let (name, inside) = split_name(text.strip_prefix("\\begin{")?)?;
        let bare = name.strip_suffix('*').unwrap_or(name);
        let place = ENVIRONMENTS.iter().position(|known| *known == bare)?;
        let in_vain = &mut self.environments[place][usize::from(name != bare)];
        if *in_vain {
            return None;
        }
        let close = format!("\\end{{{name}}}");
        let Some(end) = inside.find(&close) else {
            *in_vain = true;
            return None;
        };
        let begin = text.len() - inside.len();
        let length = begin + end + close.len();
        Some(Found {
            // It has no meaning within a formula.
            tex: match bare {
                "displaymath" => &inside[..end],
                _ => &text[..length],
            },
            display: true,
            length,
        })
    }
}

/// `\ref{…}` or `\eqref{…}`, which MathJax reads outside of formulas too.
fn reference(text: &str) -> Option<Found<'_>> {
    let rest = ["\\eqref{", "\\ref{"]
        .iter()
        .find_map(|name| text.strip_prefix(name))?;
    let (label, _) = split_name(rest)?;
    let length = text.len() - rest.len() + label.len() + 1;
    (!label.trim().is_empty()).then(|| Found {
        tex: &text[..length],
        display: false,
        length,
    })
}

/// Whether a text between dollars, with another behind it, stands between amounts of money.
fn is_between_amounts(text: &str, behind: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    behind.starts_with(is_digit) || (text.starts_with(is_digit) && text.ends_with(' '))
}

/// What stands before a `}` that is not far, and what stands behind it.
fn split_name(text: &str) -> Option<(&str, &str)> {
    let mut near = text.bytes().take(MAX_NAME);
    let end = near.position(|byte| byte == b'}')?;
    Some((&text[..end], &text[end + 1..]))
}
