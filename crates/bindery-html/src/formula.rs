//! Formulas: MathML where it may be drawn, else text.
use bindery_model::{Attributes, Formula, MathMl};

use crate::Writer;
use crate::mathml::{push_drawn, push_mathml};
use crate::turned_formula::turned;

/// Bytes of the text of a formula that fits a line of a phone.
const SHORT: usize = 40;

impl Writer<'_> {
    /// A formula within a line.
    pub(crate) fn write_formula(&mut self, formula: &Formula) {
        let mathml = self.targets.formula(formula, false);
        if let Some(text) = mathml
            .as_deref()
            .filter(|_| self.options.vertical)
            .and_then(turned)
        {
            self.out.push_str("<span class=\"turned\" role=\"math\"");
            self.attribute("aria-label", &formula.text());
            self.out.push('>');
            self.out.push_str(&text);
            return self.close_inline("span");
        }
        if let Some(mathml) = mathml {
            let drawn = self.drawn(&mathml, formula, false);
            // What may be wider than a page is in a box that can scroll. In lines from top to bottom
            // each has a box of its own direction: else they measure it as if it were turned.
            let is_long = formula.text().len() > SHORT || self.options.vertical;
            let (before, after) = match is_long && self.xhtml() {
                true => ("<span class=\"math\">", "</span>"),
                false => ("", ""),
            };
            self.out.push_str(before);
            self.out.push_str(&drawn);
            self.out.push_str(after);
            return;
        }
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
            self.open_formula("div", attributes);
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
        let class = self.xhtml().then_some("math");
        self.out.push('<');
        self.out.push_str(name);
        self.attributes_and_class(attributes, class);
        self.out.push('>');
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
