//! What the formulas of a post mean where they define commands: MathJax knows each in all formulas
//! behind its definition.
use std::collections::HashMap;

use bindery_model::{Attributes, Block, BlockKind, Formula, Inline, Post, Style};

use super::commands::{Commands, defines};
use super::references;
use super::walk::{Visitor, visit_formulas};

/// Why formulas cannot be read, by their TeX.
pub(crate) type Unread = HashMap<String, String>;

/// Puts what they stand for in the place of the commands that a post defines, takes the definitions
/// away, and makes links of what refers to other formulas. A formula where that cannot be done
/// stays as it is.
pub(crate) fn settle(post: &mut Post) -> Unread {
    let mut reader = Reader::default();
    visit_formulas(post, &mut reader);
    if reader.has_references {
        references::resolve(post, &mut reader.unread);
    }
    reader.unread
}

#[derive(Default)]
struct Reader {
    /// None before the first definition.
    commands: Option<Commands>,
    /// Whether a formula refers to another, or may be referred to.
    has_references: bool,
    unread: Unread,
}

impl Visitor for Reader {
    fn visit_block(&mut self, block: &mut Block) -> bool {
        let BlockKind::Math(formula) = &mut block.kind else {
            return true;
        };
        let is_shown = self.settle_formula(formula);
        let anchor = anchor(block.attributes.as_deref());
        if let (false, Some(anchor)) = (is_shown, anchor) {
            block.attributes = None;
            block.kind = BlockKind::Plain {
                content: vec![anchor],
            };
            return true;
        }
        is_shown
    }

    fn visit_inline(&mut self, inline: &mut Inline, _in_link: bool) -> bool {
        match inline {
            Inline::Math(formula) => self.settle_formula(formula),
            _ => true,
        }
    }
}

impl Reader {
    /// Whether a formula shows anything.
    fn settle_formula(&mut self, formula: &mut Formula) -> bool {
        let Some(tex) = &mut formula.tex else {
            return true;
        };
        if self.commands.is_some() || defines(tex) {
            match self.commands.get_or_insert_default().expand(tex) {
                Ok(None) => {}
                Ok(Some(expanded)) if expanded.trim().is_empty() => {
                    return formula.mathml.is_some();
                }
                Ok(Some(expanded)) => *tex = expanded,
                Err(reason) => drop(self.unread.insert(tex.clone(), reason)),
            }
        }
        self.has_references |= references::has_references(tex);
        true
    }
}

/// What links that lead to an element lead to when it is gone.
fn anchor(attributes: Option<&Attributes>) -> Option<Inline> {
    let id = attributes?.id.clone()?;
    let attributes = Attributes {
        id: Some(id),
        ..Attributes::default()
    };
    Some(Inline::Styled {
        style: Style::Span,
        attributes: attributes.boxed(),
        content: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The formulas of a post with a paragraph for each, as they are settled.
    fn settled(formulas: &[&str]) -> (Vec<String>, Unread) {
        let inline = |tex: &&str| {
            let formula = Inline::Math(Box::new(Formula::from_tex(*tex)));
            Block::paragraph(vec![Inline::text("x"), formula])
        };
        let mut post = Post {
            blocks: formulas.iter().map(inline).collect(),
            ..Post::default()
        };
        let unread = settle(&mut post);
        let mut found = Vec::new();
        post.for_each_inline(&mut |inline| {
            if let Inline::Math(formula) = inline {
                found.push(formula.text().into_owned());
            }
        });
        (found, unread)
    }

    #[test]
    fn what_a_formula_defines_is_known_behind_it() {
        for (formulas, wanted) in [
            (
                &[r"\R", r"\newcommand{\R}{\mathbb{R}}", r"\R^n \R x"][..],
                &[r"\R", r"\mathbb{R}^n \mathbb{R}x"][..],
            ),
            (
                &[r"\def\v#1#2{\vec{#1}_#2}\v{ab}{12} + \v c d"],
                &[r"\vec{ab}_12 + \vec{c}_d"],
            ),
            (
                &[
                    r"\DeclareMathOperator{\tr}{tr}\DeclareMathOperator*\am{arg\,max}",
                    r"\tr A\am_x",
                ],
                &[r"\operatorname{tr}A\operatorname*{arg\,max}_x"],
            ),
            (
                &[r"\newcommand*{\f}[2][x]{#1 #2}", r"\f{a} \f[y]b"],
                &[r"x a y b"],
            ),
            (
                &[r"\newcommand\a{\alpha}\a b\a1 \a\a"],
                &[r"\alpha b\alpha1 \alpha\alpha"],
            ),
            (
                &[r"\let\old=\phi\renewcommand\phi{\old_1}", r"\phi"],
                &[r"\phi_1"],
            ),
            (
                &[r"\providecommand\b{1}\providecommand\b{2}\gdef\c{\b}\b\c"],
                &[r"11"],
            ),
            (&[r"\newcommand\one{\newcommand\two{2}}\one\two"], &["2"]),
            (
                &[
                    r"\require{cancel}\cancel{x}",
                    r"a % \R{
 b",
                ],
                &[r"\cancel{x}", "a % \\R{\n b"],
            ),
            (&[r"\mathdefault{x}"], &[r"\mathdefault{x}"]),
        ] {
            let (found, unread) = settled(formulas);
            assert_eq!(found, wanted, "{formulas:?}");
            assert!(unread.is_empty(), "{unread:?}");
        }
    }

    #[test]
    fn what_cannot_be_read_stays_and_is_told() {
        for (tex, reason) in [
            (
                r"\def\a(#1){x}\a(1)",
                r"the arguments of \a have delimiters, which are not read",
            ),
            (r"\def\a#1{x}\a", r"\a lacks an argument"),
            (
                r"\newcommand{x}{y}",
                r"its \newcommand does not say what it defines",
            ),
            (
                r"\newcommand\a[many]{y}",
                r"it does not say how many arguments \a has",
            ),
            (r"\newcommand\a[1{y}", "its square brackets do not pair"),
            (r"\def\a{\a\a}\a", r"\a stands for too much"),
            (r"\def\a{\a}\a", r"\a stands for too much"),
        ] {
            let (found, unread) = settled(&[tex]);
            assert_eq!(found, [tex]);
            assert_eq!(unread.get(tex).map(String::as_str), Some(reason));
        }
    }

    #[test]
    fn commands_that_double_take_no_longer_than_others() {
        let mut define = r"\def\a{xxxxxxxxxx}".to_owned();
        for (one, next) in ('a'..='y').zip('b'..='z') {
            define += &format!(r"\def\{next}{{\{one}\{one}\{one}\{one}}}");
        }
        let uses = vec![r"\z"; 5000];
        let formulas: Vec<&str> = std::iter::once(&*define).chain(uses).collect();
        let (found, unread) = settled(&formulas);
        assert_eq!(found.len(), 5000);
        assert_eq!(unread.len(), 1);
    }

    #[test]
    fn definitions_are_shown_nowhere() {
        let formula = || Box::new(Formula::from_tex(r"\def\a{b}"));
        let mut with_id = Block::from(BlockKind::Math(formula()));
        with_id.attributes = Attributes {
            id: Some("here".to_owned()),
            ..Attributes::default()
        }
        .boxed();
        let mut post = Post {
            blocks: vec![BlockKind::Math(formula()).into(), with_id],
            ..Post::default()
        };
        settle(&mut post);
        let [block] = post.blocks.as_slice() else {
            panic!("{:?}", post.blocks);
        };
        let BlockKind::Plain { content } = &block.kind else {
            panic!("{block:?}");
        };
        let Inline::Styled { attributes, .. } = &content[0] else {
            panic!("{content:?}");
        };
        assert_eq!(
            attributes.as_ref().and_then(|a| a.id.as_deref()),
            Some("here")
        );
    }
}
