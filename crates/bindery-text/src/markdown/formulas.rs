//! Formulas: TeX in elements that parsers of Markdown make of `$`, MathML as it is.
use bindery_html::{push_mathml, push_text};
use bindery_model::Formula;

use super::escape::{self, Setting};

/// What Markdown may read something into, within elements too.
const MARKS: &str = "*_`[]{}~$\\^:@!|\"'+-=.";

/// A formula within a line.
pub(super) fn push_formula(formula: &Formula, setting: Setting, out: &mut String) {
    match (&formula.tex, &formula.mathml) {
        (None, Some(mathml)) => {
            let mut markup = String::new();
            push_mathml(&mut markup, mathml, None, false);
            push_veiled(&markup, out);
        }
        _ => {
            out.push_str("<span data-math-style=\"inline\">");
            escape::push_text(&formula.text(), setting, out);
            out.push_str("</span>");
        }
    }
}

/// A formula on lines of its own, within a block of HTML.
pub(super) fn push_display(formula: &Formula, out: &mut String) {
    match (&formula.tex, &formula.mathml) {
        (None, Some(mathml)) => push_mathml(out, mathml, None, true),
        _ => {
            out.push_str("<span data-math-style=\"display\">");
            push_text(out, &formula.text());
            out.push_str("</span>");
        }
    }
}

/// Markup whose text says nothing to a parser of Markdown.
fn push_veiled(markup: &str, out: &mut String) {
    let mut in_tag = false;
    for c in markup.chars() {
        in_tag = (in_tag || c == '<') && c != '>';
        if !in_tag && MARKS.contains(c) {
            out.push_str(&format!("&#{};", u32::from(c)));
        } else {
            out.push(c);
        }
    }
}
