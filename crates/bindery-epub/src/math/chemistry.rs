//! Chemistry: what `\ce{…}` of mhchem (version 4) means, in commands that KaTeX knows. Formulas,
//! charges, isotopes, bonds, states, amounts, arrows and what stands in them, addition compounds.
mod lengths;

use super::units;
use lengths::{amount_length, bracket_end, charge_length, group_end, index_length, is_state};

/// How deep arrows, indices and groups may nest.
const MAX_DEPTH: usize = 8;

/// Arrows: as they are written, plain, and with words at them; what begins like another comes first.
const ARROWS: [(&str, &str, &str); 10] = [
    ("<-->", "\\rightleftarrows", "\\xrightleftarrows"),
    ("<=>>", "\\rightleftharpoons", "\\xrightequilibrium"),
    ("<<=>", "\\rightleftharpoons", "\\xleftequilibrium"),
    ("<=>", "\\rightleftharpoons", "\\xrightleftharpoons"),
    ("<->", "\\longleftrightarrow", "\\xleftrightarrow"),
    ("->", "\\longrightarrow", "\\xrightarrow"),
    ("<-", "\\longleftarrow", "\\xleftarrow"),
    ("→", "\\longrightarrow", "\\xrightarrow"),
    ("⇌", "\\rightleftharpoons", "\\xrightleftharpoons"),
    ("⟶", "\\longrightarrow", "\\xrightarrow"),
];

/// Bonds by the names that `\bond` has for them.
const BONDS: [(&str, &str); 10] = [
    ("-", "-"),
    ("1", "-"),
    ("=", "="),
    ("2", "="),
    ("#", "\\equiv"),
    ("3", "\\equiv"),
    ("...", "\\cdot\\cdot\\cdot"),
    ("....", "\\cdot\\cdot\\cdot\\cdot"),
    ("->", "\\rightarrow"),
    ("<-", "\\leftarrow"),
];

/// A formula with what `\ce{…}` means in its place; `None` if it has none.
///
/// # Errors
///
/// Why it cannot be read.
pub(super) fn replace(tex: &str) -> Result<Option<String>, String> {
    replace_within(tex, MAX_DEPTH)
}

fn replace_within(tex: &str, depth: usize) -> Result<Option<String>, String> {
    let (mut out, mut has_any) = (String::new(), false);
    let mut rest = tex;
    while let Some(at) = next_command(rest) {
        let (before, behind) = (&rest[..at], &rest[at + 3..]);
        // Behind a `\\` that ends a line.
        let is_escaped = (at - before.trim_end_matches('\\').len()) % 2 == 1;
        let open = behind.trim_start().strip_prefix('{');
        let Some(open) = open.filter(|_| !is_escaped) else {
            out += &rest[..at + 3];
            rest = behind;
            continue;
        };
        has_any = true;
        let end = group_end(open).ok_or("a \\ce in it does not end")?;
        out += before;
        let shown = match rest[at..].starts_with("\\pu") {
            true => units::meaning(&open[..end]),
            false => meaning(&open[..end], depth)?,
        };
        // Cells and lines of a table stand in no group.
        match shown.contains('&') || shown.contains("\\\\") {
            true => out += &shown,
            false => out += &format!("{{{shown}}}"),
        }
        rest = &open[end + 1..];
    }
    Ok(has_any.then(|| out + rest))
}

/// Where the first `\ce` or `\pu` stands.
fn next_command(tex: &str) -> Option<usize> {
    let mut places = tex.match_indices('\\');
    let place = places.find(|(at, _)| {
        ["ce", "pu"]
            .iter()
            .any(|name| tex[at + 1..].starts_with(name))
    });
    place.map(|(at, _)| at)
}

fn meaning(source: &str, depth: usize) -> Result<String, String> {
    let depth = depth.checked_sub(1).ok_or("a \\ce in it nests too deep")?;
    let mut reader = Reader {
        rest: source.trim(),
        out: String::new(),
        before: Before::Space,
        scripts: [false; 2],
        depth,
    };
    while !reader.rest.is_empty() {
        reader.step()?;
    }
    Ok(reader.out)
}

/// What stands before a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// White space, or nothing.
    Space,
    /// Something that amounts stand behind, without space: a bracket, a dot, an operator.
    Opening,
    /// Something that indices and charges belong to.
    Atom,
}

struct Reader<'s> {
    rest: &'s str,
    out: String,
    before: Before,
    /// Whether the last atom has an index below, and above.
    scripts: [bool; 2],
    depth: usize,
}

impl<'s> Reader<'s> {
    /// Reads what is next.
    fn step(&mut self) -> Result<(), String> {
        if self.arrow()? || self.alone() || self.amount() {
            return Ok(());
        }
        let Some(first) = self.rest.chars().next() else {
            return Ok(());
        };
        let next = self.rest[first.len_utf8()..].chars().next();
        match first {
            c if c.is_whitespace() => {
                self.rest = self.rest.trim_start();
                if self.before == Before::Atom && !self.is_set_apart() {
                    self.out.push_str("\\ ");
                }
                self.before = Before::Space;
            }
            c if c.is_alphabetic() => {
                let letters = self.take_while(char::is_alphabetic);
                self.put(&set_upright(letters), Before::Atom);
            }
            c if c.is_ascii_digit() => {
                let digits = self.take_while(|c| c.is_ascii_digit());
                match self.before {
                    Before::Atom => self.put_script('_', digits),
                    _ => self.put(digits, Before::Opening),
                }
            }
            '^' | '_' => {
                self.skip(1);
                let script = self.script(first)?;
                self.put_script(first, &script);
            }
            '+' | '-' if self.before == Before::Atom && self.is_charge() => {
                let sign = self.take(1);
                self.put_script('^', sign);
            }
            '-' | '=' | '#' if self.before == Before::Atom => {
                self.skip(1);
                let bond = if first == '#' {
                    "\\equiv".to_owned()
                } else {
                    first.to_string()
                };
                self.put(&format!("{{{bond}}}"), Before::Opening);
            }
            '*' | '.' | '·' | '•' => {
                self.skip(first.len_utf8());
                self.put("\\cdot ", Before::Opening);
            }
            '(' | '[' => {
                // A state of aggregation stands a little apart.
                if self.before == Before::Atom && is_state(self.rest) {
                    self.out.push_str("\\,");
                }
                let bracket = self.take(1);
                self.put(bracket, Before::Opening);
            }
            ')' | ']' | '\'' => {
                let bracket = self.take(1);
                self.put(bracket, Before::Atom);
            }
            '$' => {
                let math = self.mathematics()?;
                self.put(&format!("{{{math}}}"), Before::Atom);
            }
            '{' => {
                let words = self.group()?;
                let words = match words.trim() {
                    "" => "{}".to_owned(),
                    _ => format!("\\text{{{words}}}"),
                };
                self.put(&words, Before::Atom);
            }
            '\\' if next.is_some_and(|c| c.is_ascii_alphabetic()) => self.command()?,
            '\\' => {
                let word = self.take(1 + next.map_or(0, char::len_utf8));
                self.put(
                    word,
                    if next == Some('}') {
                        Before::Atom
                    } else {
                        Before::Opening
                    },
                );
            }
            '}' | '%' => return Err(format!("a \\ce in it has a {first} that means nothing")),
            _ => {
                let sign = self.take(first.len_utf8());
                self.put(sign, Before::Opening);
            }
        }
        Ok(())
    }

    /// An arrow, with what stands above and below it.
    fn arrow(&mut self) -> Result<bool, String> {
        let mut arrows = ARROWS.iter();
        let Some((written, plain, long)) = arrows.find(|it| self.rest.starts_with(it.0)) else {
            return Ok(false);
        };
        self.skip(written.len());
        let mut words = Vec::new();
        while words.len() < 2 && self.rest.starts_with('[') {
            let end = bracket_end(&self.rest[1..]).ok_or("an arrow in a \\ce does not end")?;
            let shown = meaning(&self.rest[1..=end], self.depth)?;
            // So that the arrow is longer than they are.
            words.push(format!("\\;{shown}\\;"));
            self.skip(end + 2);
        }
        let arrow = match words.as_slice() {
            [] => format!(" {plain} "),
            [above] => format!(" {long}{{{above}}} "),
            [above, below, ..] => format!(" {long}[{{{below}}}]{{{above}}} "),
        };
        self.put(&arrow, Before::Space);
        self.rest = self.rest.trim_start();
        Ok(true)
    }

    /// What means something else where nothing is before and behind it: operators, and what falls
    /// (`v`) and rises (`^`).
    fn alone(&mut self) -> bool {
        if self.before != Before::Space || !self.stands_alone() {
            return false;
        }
        let word = self.take_while(|c| !c.is_whitespace());
        let arrow = match word {
            "v" => "\\downarrow",
            "(v)" => "(\\downarrow)",
            "^" => "\\uparrow",
            "(^)" => "(\\uparrow)",
            operator => operator,
        };
        let is_operator = arrow == word;
        let word = if is_operator {
            format!(" {word} ")
        } else {
            format!("{arrow} ")
        };
        self.put(&word, Before::Space);
        self.rest = self.rest.trim_start();
        true
    }

    /// Whether the next word is one that means something alone.
    fn stands_alone(&self) -> bool {
        let end = self
            .rest
            .find(char::is_whitespace)
            .unwrap_or(self.rest.len());
        let word = &self.rest[..end];
        matches!(
            word,
            "+" | "-" | "=" | "<" | ">" | "v" | "(v)" | "^" | "(^)"
        )
    }

    /// Whether what is next has space of its own around it.
    fn is_set_apart(&self) -> bool {
        let mut arrows = ARROWS.iter();
        self.stands_alone()
            || arrows.any(|arrow| self.rest.starts_with(arrow.0))
            || self.rest.starts_with('&')
            || self.rest.starts_with("\\\\")
    }

    /// How many of something there are: `2`, `0.5`, `1/2`, `(1/2)`, `n`.
    fn amount(&mut self) -> bool {
        if self.before == Before::Atom {
            return false;
        }
        let bracketed = self.rest.strip_prefix('(').and_then(|rest| {
            let (inside, rest) = rest.split_once(')')?;
            (amount_length(inside)? == inside.len()).then_some((inside, rest))
        });
        let (amount, rest, is_bracketed) = match bracketed {
            Some((inside, rest)) if self.before == Before::Space => (inside, rest, true),
            _ => match amount_length(self.rest) {
                Some(length) => (&self.rest[..length], &self.rest[length..], false),
                None => return false,
            },
        };
        let shown = match amount.split_once('/') {
            Some((above, below)) => format!("\\tfrac{{{above}}}{{{below}}}"),
            None => amount.to_owned(),
        };
        self.rest = rest.trim_start();
        let shown = if is_bracketed {
            format!("({shown})")
        } else {
            shown
        };
        let space = if self.rest.is_empty() { "" } else { "\\," };
        self.put(&format!("{shown}{space}"), Before::Opening);
        true
    }

    /// Whether a sign behind an atom is a charge: nothing that could be bound follows.
    fn is_charge(&self) -> bool {
        let mut rest = self.rest.chars();
        rest.next();
        match rest.next() {
            Some(c) => {
                !c.is_alphanumeric()
                    && !matches!(c, '[' | '{' | '\\' | '$')
                    && (c != '(' || is_state(&self.rest[1..]))
            }
            None => true,
        }
    }

    /// What stands behind a `^` or `_`.
    fn script(&mut self, mark: char) -> Result<String, String> {
        let source = match self.rest.chars().next() {
            Some('{') => self.group()?,
            Some('$') => return self.mathematics(),
            Some('\\') => {
                let length = self.rest[1..].find(|c: char| !c.is_ascii_alphabetic());
                return Ok(self
                    .take(length.map_or(self.rest.len(), |length| length + 1))
                    .to_owned());
            }
            _ => {
                let mut chars = self.rest.chars().peekable();
                let length = match mark {
                    '^' => charge_length(&mut chars),
                    _ => index_length(&mut chars),
                };
                self.take(length)
            }
        };
        match source.contains(['\\', '$', '{', '_', '^']) {
            true => meaning(source, self.depth),
            false => Ok(upright(source)),
        }
    }

    /// A command with what stands in braces behind it.
    fn command(&mut self) -> Result<(), String> {
        let length = self.rest[1..].find(|c: char| !c.is_ascii_alphabetic());
        let name = self.take(length.map_or(self.rest.len(), |length| length + 1));
        if name == "\\bond" && self.rest.starts_with('{') {
            let bond = self.group()?;
            let known = BONDS.iter().find(|(name, _)| *name == bond);
            let (_, shown) = known.ok_or_else(|| format!("a \\ce has a bond {bond} in it"))?;
            self.put(&format!("{{{shown}}}"), Before::Opening);
            return Ok(());
        }
        if name == "\\ce" && self.rest.starts_with('{') {
            let inside = meaning(self.group()?, self.depth)?;
            self.put(&format!("{{{inside}}}"), Before::Atom);
            return Ok(());
        }
        self.put(name, Before::Atom);
        let mut has_argument = false;
        while self.rest.starts_with('{') {
            let argument = self.group()?;
            self.out += &format!("{{{argument}}}");
            has_argument = true;
        }
        if !has_argument {
            self.out.push(' ');
        }
        Ok(())
    }

    /// What stands between dollars.
    fn mathematics(&mut self) -> Result<String, String> {
        let inside = self.rest[1..].split_once('$');
        let (math, rest) = inside.ok_or("a $ in a \\ce is alone")?;
        self.rest = rest;
        let replaced = replace_within(math, self.depth)?;
        Ok(replaced.unwrap_or_else(|| math.to_owned()))
    }

    /// A group without its braces.
    fn group(&mut self) -> Result<&'s str, String> {
        let inside = &self.rest[1..];
        let end = group_end(inside).ok_or("a group in a \\ce does not end")?;
        self.rest = &inside[end + 1..];
        Ok(&inside[..end])
    }

    fn put(&mut self, tex: &str, before: Before) {
        self.out.push_str(tex);
        self.before = before;
        self.scripts = [false; 2];
    }

    /// Puts an index to the last atom, or to nothing where there is none or has one.
    fn put_script(&mut self, mark: char, tex: &str) {
        let place = usize::from(mark == '^');
        let follows_script = self.scripts[0] || self.scripts[1];
        if self.scripts[place] || (self.before != Before::Atom && !follows_script) {
            self.put("{}", self.before);
        }
        self.out += &format!("{mark}{{{tex}}}");
        self.scripts[place] = true;
        if self.before == Before::Space {
            self.before = Before::Opening;
        }
    }

    fn skip(&mut self, length: usize) {
        self.rest = &self.rest[length..];
    }

    fn take(&mut self, length: usize) -> &'s str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    fn take_while(&mut self, is_part: impl Fn(char) -> bool) -> &'s str {
        let end = self.rest.find(|c| !is_part(c));
        self.take(end.unwrap_or(self.rest.len()))
    }
}

/// An index in upright letters, but for variables, with dots for electrons.
fn upright(source: &str) -> String {
    let mut out = String::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let letters = rest.len() - rest.trim_start_matches(char::is_alphabetic).len();
        match first {
            '.' | '•' => out.push_str("\\bullet "),
            'a'..='z' if letters == 1 && !out.ends_with('(') => out.push(first),
            _ if letters > 0 => out += &set_upright(&rest[..letters]),
            _ => out.push(first),
        }
        rest = &rest[letters.max(first.len_utf8())..];
    }
    out
}

fn set_upright(letters: &str) -> String {
    match letters.is_ascii() {
        true => format!("\\mathrm{{{letters}}}"),
        false => format!("\\text{{{letters}}}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_of_chemistry_are_formulas() {
        for (source, wanted) in [
            ("H2O", r"\mathrm{H}_{2}\mathrm{O}"),
            ("SO4^2-", r"\mathrm{SO}_{4}^{2-}"),
            ("[AgCl2]-", r"[\mathrm{AgCl}_{2}]^{-}"),
            ("Y^99+ Y^{99+}", r"\mathrm{Y}^{99+}\ \mathrm{Y}^{99+}"),
            ("(NH4)2S", r"(\mathrm{NH}_{4})_{2}\mathrm{S}"),
            ("^{227}_{90}Th+", r"{}^{227}_{90}\mathrm{Th}^{+}"),
            ("^227_90Th", r"{}^{227}_{90}\mathrm{Th}"),
            ("H{}^3HO", r"\mathrm{H}{}^{3}\mathrm{HO}"),
            (
                "Fe^{II}Fe^{III}2O4",
                r"\mathrm{Fe}^{\mathrm{II}}\mathrm{Fe}^{\mathrm{III}}_{2}\mathrm{O}_{4}",
            ),
            ("OCO^{.-}", r"\mathrm{OCO}^{\bullet -}"),
            ("CO3^2-_{(aq)}", r"\mathrm{CO}_{3}^{2-}{}_{(\mathrm{aq})}"),
            ("NO_x Fe^n+", r"\mathrm{NO}_{x}\ \mathrm{Fe}^{n+}"),
            ("2 H2O(l)", r"2\,\mathrm{H}_{2}\mathrm{O}\,(\mathrm{l})"),
            ("H2O (l)", r"\mathrm{H}_{2}\mathrm{O}\ (\mathrm{l})"),
            (
                "1/2H2 (1/2) O2 0.5 N2",
                r"\tfrac{1}{2}\,\mathrm{H}_{2}\ (\tfrac{1}{2})\,\mathrm{O}_{2}\ 0.5\,\mathrm{N}_{2}",
            ),
            ("2n H2O", r"2n\,\mathrm{H}_{2}\mathrm{O}"),
            ("C6H5-CHO", r"\mathrm{C}_{6}\mathrm{H}_{5}{-}\mathrm{CHO}"),
            (
                "A=B#C\\bond{...}D",
                r"\mathrm{A}{=}\mathrm{B}{\equiv}\mathrm{C}{\cdot\cdot\cdot}\mathrm{D}",
            ),
            (
                "KCr(SO4)2*12H2O",
                r"\mathrm{KCr}(\mathrm{SO}_{4})_{2}\cdot 12\,\mathrm{H}_{2}\mathrm{O}",
            ),
            ("\\mu-Cl $x$", r"\mu {-}\mathrm{Cl}\ {x}"),
            ("{words} + A", r"\text{words} + \mathrm{A}"),
            ("A+B", r"\mathrm{A}+\mathrm{B}"),
        ] {
            assert_eq!(
                meaning(source, MAX_DEPTH).as_deref(),
                Ok(wanted),
                "{source}"
            );
        }
    }

    #[test]
    fn equations_have_arrows() {
        for (source, wanted) in [
            (
                "A + B -> C",
                r"\mathrm{A} + \mathrm{B} \longrightarrow \mathrm{C}",
            ),
            (
                "N2<=>[500 K][p]B",
                r"\mathrm{N}_{2} \xrightleftharpoons[{\;\mathrm{p}\;}]{\;500\,\mathrm{K}\;} \mathrm{B}",
            ),
            (
                "A ->[\\Delta] B",
                r"\mathrm{A} \xrightarrow{\;\Delta \;} \mathrm{B}",
            ),
            (
                "A ->[点燃] B",
                r"\mathrm{A} \xrightarrow{\;\text{点燃}\;} \mathrm{B}",
            ),
            (
                "H+ + 6 e- -> C",
                r"\mathrm{H}^{+} + 6\,\mathrm{e}^{-} \longrightarrow \mathrm{C}",
            ),
            (
                "Ba^2+ -> BaSO4 v",
                r"\mathrm{Ba}^{2+} \longrightarrow \mathrm{BaSO}_{4}\downarrow ",
            ),
            (
                "NH3 ^ + B (v)",
                r"\mathrm{NH}_{3}\uparrow  + \mathrm{B}(\downarrow) ",
            ),
        ] {
            assert_eq!(
                meaning(source, MAX_DEPTH).as_deref(),
                Ok(wanted),
                "{source}"
            );
        }
    }

    #[test]
    fn what_is_around_stays() {
        for (tex, wanted) in [
            (r"x \ce{A} y", Some(r"x {\mathrm{A}} y")),
            (r"\ce {A}", Some(r"{\mathrm{A}}")),
            (r"x \\\ce{A}", Some(r"x \\{\mathrm{A}}")),
            (
                r"\ce{A & B \\ C}",
                Some(r"\mathrm{A}&\mathrm{B}\\\mathrm{C}"),
            ),
            (r"\cellcolor{A} \\ce{A}", None),
        ] {
            assert_eq!(replace(tex).unwrap().as_deref(), wanted, "{tex}");
        }
        let deep = format!("\\ce{{{}A{}}}", "->[".repeat(20), "]".repeat(20));
        for tex in [
            r"\ce{A",
            r"\ce{A ->[B}",
            r"\ce{$}",
            r"\ce{A \bond{x} B}",
            &deep,
        ] {
            assert!(replace(tex).is_err(), "{tex}");
        }
    }

    #[test]
    fn odd_pieces_are_read_to_the_end() {
        let pieces = [
            "H", "2", "^", "_", "(", ")", "[", "]", "{", "}", " ", "->", "<=>", "+", "-", "\\mu",
            "$", "v", "aq", "n", "1/2", "*", ".", "\\\\", "中", "#",
        ];
        let mut state = 7u64;
        for _ in 0..3000 {
            let mut source = String::new();
            for _ in 0..8 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                source += pieces[(state >> 33) as usize % pieces.len()];
            }
            // It neither panics nor goes on for ever.
            let _ = meaning(&source, MAX_DEPTH);
        }
    }
}
