//! Formulas as text of HTML, for lines that run from top to bottom: MathML is set from left to right
//! there whatever the line does (MathML Core, section 4.1), so that a long formula would make its
//! line as wide as it is long. Text turns with the line, and breaks.
use bindery_model::{MathElement, MathMl, MathName};

use crate::push_text;

/// Characters of the longest formula that stands upright in a line.
const UPRIGHT: usize = 4;
/// Signs that stand apart from what is beside them.
const SPACED: &str = "=<>≠≤≥≪≫≈≡∼≃≅∝∈∉∋⊂⊃⊆⊇⊢⊨≺≻≔+−-±∓×÷⋅·∗∪∩∧∨⊕⊗∘";
const OPENING: &str = "([{⟨⌈⌊";
const CLOSING: &str = ")]}⟩⌉⌋!′″%°";

/// A formula as text; `None` if it is short, or if it is no line: a table, say, or something with
/// accents.
pub(crate) fn turned(formula: &MathMl) -> Option<String> {
    let length = formula
        .to_text()
        .split_whitespace()
        .map(|it| it.chars().count())
        .sum::<usize>();
    if length <= UPRIGHT {
        return None;
    }
    let mut line = Line::default();
    line.put_row(formula.content())?;
    Some(line.out)
}

/// What stands before a place.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Before {
    /// Nothing, an operator or an opening bracket: a sign here belongs to what follows.
    #[default]
    Operator,
    /// A name, such as `sin`.
    Word,
    Operand,
}

#[derive(Default)]
struct Line {
    out: String,
    before: Before,
}

impl Line {
    fn put_row(&mut self, content: &[MathElement]) -> Option<()> {
        let mut elements = Vec::new();
        flatten(content, &mut elements);
        for (at, element) in elements.iter().enumerate() {
            let next = elements.get(at + 1);
            let is_factor = self.before != Before::Operator
                || next.is_some_and(|next| next.name() != MathName::Mo || opens(next.text()));
            match element.name() {
                MathName::Mfrac if is_factor => {
                    self.put_sign("(");
                    self.put(element)?;
                    self.put_sign(")");
                }
                _ => self.put(element)?,
            }
        }
        Some(())
    }

    fn put(&mut self, element: &MathElement) -> Option<()> {
        let text = element.text();
        match (element.name(), element.content()) {
            (MathName::Mo, _) => self.put_operator(text),
            (MathName::Mi, _) => {
                let mut letters = text.chars();
                let is_variable = letters.next().is_some_and(char::is_alphabetic)
                    && letters.next().is_none()
                    && element.attribute("mathvariant").is_none();
                match is_variable {
                    true => self.put_operand(&format!("<i>{text}</i>")),
                    false => self.put_word(text),
                }
            }
            (MathName::Mn, _) => self.put_operand(&escaped(text)),
            (MathName::Mtext, _) => self.put_operand(&escaped(text)),
            (MathName::Mspace, _) => {
                if self.out.ends_with(|c: char| !c.is_whitespace()) {
                    self.out.push(' ');
                }
            }
            (MathName::Mphantom, _) => {}
            (MathName::Mfrac, [above, below]) => {
                self.put_side(above)?;
                self.put_sign("/");
                self.before = Before::Operator;
                self.put_side(below)?;
            }
            (MathName::Msqrt, content) => {
                self.put_operand("√(");
                self.before = Before::Operator;
                self.put_row(content)?;
                self.put_sign(")");
            }
            (MathName::Mroot, [radicand, index]) => {
                self.put_script("sup", index)?;
                self.put_sign("√(");
                self.before = Before::Operator;
                self.put_row(std::slice::from_ref(radicand))?;
                self.put_sign(")");
            }
            (MathName::Msub | MathName::Munder, [base, below]) if !is_accent(below) => {
                self.put_base(base)?;
                self.put_script("sub", below)?;
            }
            (MathName::Msup, [base, above]) => {
                self.put_base(base)?;
                self.put_script("sup", above)?;
            }
            (MathName::Msubsup | MathName::Munderover, [base, below, above])
                if !is_accent(below) && !is_accent(above) =>
            {
                self.put_base(base)?;
                self.put_script("sub", below)?;
                self.put_script("sup", above)?;
            }
            _ => return None,
        }
        Some(())
    }

    fn put_operand(&mut self, html: &str) {
        if self.before == Before::Word {
            self.out.push(' ');
        }
        self.out.push_str(html);
        self.before = Before::Operand;
    }

    fn put_word(&mut self, text: &str) {
        if self.before == Before::Operand {
            self.out.push(' ');
        }
        self.put_operand(&escaped(text));
        self.before = Before::Word;
    }

    fn put_sign(&mut self, sign: &str) {
        self.out.push_str(sign);
        self.before = Before::Operand;
    }

    fn put_operator(&mut self, text: &str) {
        let sign = escaped(text);
        match text.chars().next() {
            None => {}
            Some(',' | ';') => {
                self.out += &format!("{sign} ");
                self.before = Before::Operator;
            }
            Some(c) if CLOSING.contains(c) => self.put_sign(&sign),
            Some(_) if opens(text) => {
                self.put_operand(&sign);
                self.before = Before::Operator;
            }
            Some(c) if c.is_alphabetic() => self.put_word(text),
            Some(c) if SPACED.contains(c) || matches!(c, '←'..='⇿' | '⟰'..='⟿') => {
                match self.before {
                    Before::Operator => self.out.push_str(&sign),
                    // The line may break behind it.
                    _ => self.out += &format!("\u{a0}{sign} "),
                }
                self.before = Before::Operator;
            }
            Some(_) => self.put_sign(&sign),
        }
    }

    /// One side of a fraction, in brackets if it is more than one thing.
    fn put_side(&mut self, side: &MathElement) -> Option<()> {
        let mut elements = Vec::new();
        flatten(std::slice::from_ref(side), &mut elements);
        let is_one = elements.len() == 1 && elements[0].name() != MathName::Mfrac;
        if is_one {
            return self.put(elements[0]);
        }
        self.put_operand("(");
        self.before = Before::Operator;
        self.put_row(std::slice::from_ref(side))?;
        self.put_sign(")");
        Some(())
    }

    /// What has an index, in brackets if that would be an index of its end only.
    fn put_base(&mut self, base: &MathElement) -> Option<()> {
        let mut elements = Vec::new();
        flatten(std::slice::from_ref(base), &mut elements);
        let is_bracketed = match elements.as_slice() {
            [first, .., last] => {
                opens(first.text()) && last.text().starts_with(|c| CLOSING.contains(c))
            }
            _ => true,
        };
        let is_fraction = matches!(elements.as_slice(), [one] if one.name() == MathName::Mfrac);
        if is_bracketed && !is_fraction {
            return self.put_row(std::slice::from_ref(base));
        }
        self.put_operand("(");
        self.before = Before::Operator;
        self.put_row(std::slice::from_ref(base))?;
        self.put_sign(")");
        Some(())
    }

    fn put_script(&mut self, name: &str, script: &MathElement) -> Option<()> {
        let mut inner = Line::default();
        inner.put_row(std::slice::from_ref(script))?;
        if inner.out.chars().all(|c| c == '′') {
            self.out.push_str(&inner.out);
        } else {
            self.out += &format!("<{name}>{}</{name}>", inner.out);
        }
        // A name has a space behind its index too.
        if self.before != Before::Word {
            self.before = Before::Operand;
        }
        Some(())
    }
}

/// The elements of a row, with those of the rows in it that only group them.
fn flatten<'m>(content: &'m [MathElement], elements: &mut Vec<&'m MathElement>) {
    for element in content {
        match element.name() {
            MathName::Mrow | MathName::Mstyle | MathName::Mpadded => {
                flatten(element.content(), elements);
            }
            MathName::Mo if element.text().starts_with(is_invisible) => {}
            _ => elements.push(element),
        }
    }
}

/// The signs that are read out and not shown: "function of", "times", "and".
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{2061}'..='\u{2064}')
}

fn opens(text: &str) -> bool {
    text.starts_with(|c| OPENING.contains(c))
}

/// Whether it is a brace or a stroke along a base.
fn is_accent(script: &MathElement) -> bool {
    let is_stroke = |c| "¯‾_⏟⏞⎵⎴^ˆ~˜→⃗.˙¨".contains(c);
    script.name() == MathName::Mo && script.text().chars().all(is_stroke)
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_text(&mut out, text);
    out
}

#[cfg(test)]
mod tests {
    use bindery_model::{MathBuilder, MathMl};

    use super::turned;

    /// A formula of elements: `frac(a b)`, names without `m`; other words are letters, numbers, signs.
    fn formula(source: &str) -> MathMl {
        let mut builder = MathBuilder::new();
        for word in source
            .replace('(', "( ")
            .replace(')', " )")
            .split_whitespace()
        {
            if let Some(name) = word.strip_suffix('(') {
                builder.start(&format!("m{name}"), []);
                continue;
            }
            if word == ")" {
                builder.end();
                continue;
            }
            let first = word.chars().next().unwrap();
            let name = match first {
                c if c.is_numeric() => "mn",
                c if c.is_alphabetic() => "mi",
                _ => "mo",
            };
            builder.start(name, []);
            builder.text(match word {
                "<[" => "(",
                "]>" => ")",
                word => word,
            });
            builder.end();
        }
        builder.finish().unwrap()
    }

    #[test]
    fn long_formulas_are_text() {
        for (source, wanted) in [
            (
                "E = m sup(c 2)",
                Some("<i>E</i>\u{a0}= <i>m</i><i>c</i><sup>2</sup>"),
            ),
            (
                "− a + b < c",
                Some("−<i>a</i>\u{a0}+ <i>b</i>\u{a0}&lt; <i>c</i>"),
            ),
            (
                "frac(row(a + b) 2) = x",
                Some("(<i>a</i>\u{a0}+ <i>b</i>)/2\u{a0}= <i>x</i>"),
            ),
            ("frac(1 2) x = frac(3 4)", Some("(1/2)<i>x</i>\u{a0}= 3/4")),
            (
                "underover(∑ row(i = 0) n) sub(a i) + sin x",
                Some(
                    "∑<sub><i>i</i>\u{a0}= 0</sub><sup><i>n</i></sup><i>a</i><sub><i>i</i></sub>\u{a0}+ sin <i>x</i>",
                ),
            ),
            (
                "under(row(lim \u{2061}) row(x → 0)) x = 0",
                Some("lim<sub><i>x</i>\u{a0}→ 0</sub> <i>x</i>\u{a0}= 0"),
            ),
            (
                "f <[ x , y ]> = sqrt(x + 1) root(x 3)",
                Some(
                    "<i>f</i>(<i>x</i>, <i>y</i>)\u{a0}= √(<i>x</i>\u{a0}+ 1)<sup>3</sup>√(<i>x</i>)",
                ),
            ),
            (
                "sup(row(a + b) 2) = 123",
                Some("(<i>a</i>\u{a0}+ <i>b</i>)<sup>2</sup>\u{a0}= 123"),
            ),
            (
                "sup(f ′) <[ x ]> = 12",
                Some("<i>f</i>′(<i>x</i>)\u{a0}= 12"),
            ),
            // Short ones, and what is no line.
            ("a + b", None),
            ("over(a →) = b + c + d", None),
            ("table(tr(td(a) td(b))) = x + y", None),
        ] {
            assert_eq!(turned(&formula(source)).as_deref(), wanted, "{source}");
        }
    }
}
