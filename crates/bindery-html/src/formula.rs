//! Formulas: MathML where it may be drawn, else text.
use bindery_model::{Attributes, Formula, MathMl};

use crate::Writer;
use crate::mathml::{push_drawn, push_mathml};
use crate::turned_formula::turned;

/// Characters of a formula that fits a line of a phone, in a list too.
const SHORT: usize = 12;
/// Characters of one that fits the page of a window, in a list too.
const WIDE: usize = 24;
/// Signs that end a clause: no line begins with them.
const CLOSING: &[char] = &[
    ',', '.', ';', ':', '?', '!', ')', ']', '}', '…', '’', '”', '»', '、', '。', '，', '；', '：',
    '？', '！', '）', '」', '』', '》',
];

/// What of a text stands on the line of the formula before it.
pub(crate) fn closing_signs(text: &str) -> &str {
    &text[..text.len() - text.trim_start_matches(CLOSING).len()]
}

/// Whether more characters of it are seen.
fn is_longer(formula: &MathMl, most: usize) -> bool {
    let text = formula.to_text();
    let seen = text.chars().filter(|c| !c.is_whitespace());
    seen.take(most + 1).count() > most
}

impl Writer<'_> {
    /// A formula within a line, and the signs behind it. Browsers break lines before and behind what
    /// is no text.
    pub(crate) fn write_formula(&mut self, formula: &Formula, signs: &str) {
        let Some(mathml) = self.targets.formula(formula, false) else {
            self.write_undrawn(formula);
            return self.text(signs);
        };
        if self.options.vertical
            && let Some(text) = turned(&mathml)
        {
            self.out.push_str("<span class=\"turned\" role=\"math\"");
            self.attribute("aria-label", &formula.text());
            self.out.push('>');
            self.out.push_str(&text);
            self.close_inline("span");
            return self.text(signs);
        }
        let drawn = self.drawn(&mathml, formula, false);
        let is_unbroken = self.xhtml() && !signs.is_empty();
        if is_unbroken {
            self.out.push_str("<span class=\"unbroken\">");
        }
        // What may be wider than a page is in a box that can scroll. In lines from top to bottom each
        // has a box of its own direction: else they measure it as if it were turned.
        let is_boxed = self.xhtml() && (self.options.vertical || is_longer(&mathml, SHORT));
        if is_boxed {
            self.out.push_str("<span class=\"math\"");
            self.let_scroll(&mathml);
            self.out.push('>');
        }
        self.out.push_str(&drawn);
        if is_boxed {
            self.close_inline("span");
        }
        self.text(signs);
        if is_unbroken {
            self.close_inline("span");
        }
    }

    fn write_undrawn(&mut self, formula: &Formula) {
        match &formula.tex {
            Some(tex) if self.xhtml() => {
                self.out.push_str("<code class=\"math\">");
                self.text(tex);
                self.close_inline("code");
            }
            Some(tex) => self.text(&format!("\\({tex}\\)")),
            None => self.text(&formula.text()),
        }
    }

    /// A formula on lines of its own.
    pub(crate) fn write_formula_block(
        &mut self,
        attributes: Option<&Attributes>,
        formula: &Formula,
    ) {
        if let Some(mathml) = self.targets.formula(formula, true) {
            let drawn = self.drawn(&mathml, formula, true);
            self.start_formula("div", attributes);
            self.let_scroll(&mathml);
            self.out.push('>');
            self.out.push_str(&drawn);
            return self.close("div");
        }
        match &formula.tex {
            Some(tex) if self.xhtml() => {
                self.open_formula("pre", attributes);
                self.out.push_str("<code>");
                self.text(tex);
                self.out.push_str("</code></pre>\n");
            }
            Some(tex) => {
                self.open("div", attributes);
                self.text(&format!("\\[{tex}\\]"));
                self.close("div");
            }
            None => {
                self.open_formula("div", attributes);
                self.text(&formula.text());
                self.close("div");
            }
        }
    }

    fn open_formula(&mut self, name: &str, attributes: Option<&Attributes>) {
        self.start_formula(name, attributes);
        self.out.push('>');
    }

    /// What scrolls in a window does so with the keyboard too.
    fn let_scroll(&mut self, mathml: &MathMl) {
        if self.xhtml() && is_longer(mathml, WIDE) {
            self.attribute("tabindex", "0");
        }
    }

    fn start_formula(&mut self, name: &str, attributes: Option<&Attributes>) {
        let class = self.xhtml().then_some("math");
        self.out.push('<');
        self.out.push_str(name);
        self.attributes_and_class(attributes, class);
    }

    /// The `math` element of a formula.
    fn drawn(&self, mathml: &MathMl, formula: &Formula, display: bool) -> String {
        let mut drawn = String::new();
        if self.xhtml() {
            let name = self.names_formulas.then(|| mathml.to_text());
            push_drawn(
                &mut drawn,
                mathml,
                &formula.text(),
                name.as_deref(),
                display,
            );
        } else {
            push_mathml(&mut drawn, mathml, formula.tex.as_deref(), display);
        }
        drawn
    }
}
