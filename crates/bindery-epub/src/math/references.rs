//! Formulas that refer to others: `\ref` and `\eqref` become links to the equation that has the
//! label, and show its tag.
//!
//! If an equation that is referred to has no tag, its post counts on a program that numbers
//! equations: then all are numbered as amsmath does it.
use std::collections::{HashMap, HashSet};

use bindery_model::{Attributes, Block, BlockKind, Formula, Inline, Post, Style, Target};

use super::MAX_LENGTH;
use super::definitions::Unread;
use super::equations::{Equation, Equations, Tag, has_equations};
use super::input::Input;
use super::tokens::{self, Token};
use super::walk::{Visitor, visit_formulas};
use crate::ids::for_each_id;

/// Whether a formula refers to another, or may be referred to.
pub(super) fn has_references(tex: &str) -> bool {
    ["\\label", "\\ref", "\\eqref"]
        .iter()
        .any(|name| tex.contains(name))
}

/// Makes links of the formulas of a post that refer to others, and gives those that have labels ids
/// (`mjx-eqn:` and the label, as MathJax 3 has it).
pub(super) fn resolve(post: &mut Post, unread: &mut Unread) {
    let mut survey = Survey::default();
    visit_formulas(post, &mut survey);
    survey.number();
    let mut ids = HashSet::new();
    let blocks = post.footnotes.iter().map(|footnote| &footnote.blocks);
    for blocks in std::iter::once(&post.blocks).chain(blocks) {
        for_each_id(blocks, &mut |id| {
            ids.insert(id.to_owned());
        });
    }
    let mut resolver = Resolver {
        places: survey.places(),
        formulas: survey.formulas.into_iter(),
        ids,
        unread,
    };
    visit_formulas(post, &mut resolver);
}

/// What the formulas of a post are called, and which they refer to.
#[derive(Default)]
struct Survey {
    /// Of each formula, if there is anything to be known.
    formulas: Vec<Option<Numbered>>,
    referred_to: HashSet<String>,
}

/// The equations of a formula.
struct Numbered {
    equations: Equations,
    /// Whether it has lines of its own.
    is_block: bool,
    /// Whether it has been given numbers.
    is_changed: bool,
    /// The `id` of the formula, if links may lead to it.
    id: Option<String>,
}

impl Visitor for Survey {
    fn visit_block(&mut self, block: &mut Block) -> bool {
        let own = block.attributes.as_ref().and_then(|it| it.id.clone());
        if let BlockKind::Math(formula) = &block.kind {
            self.note(formula, true, own);
        }
        true
    }

    fn visit_inline(&mut self, inline: &mut Inline, _in_link: bool) -> bool {
        if let Inline::Math(formula) = inline {
            self.note(formula, false, None);
        }
        true
    }
}

impl Survey {
    fn note(&mut self, formula: &Formula, is_block: bool, own_id: Option<String>) {
        let tex = undrawn(formula).unwrap_or_default();
        if tex.len() > MAX_LENGTH {
            return self.formulas.push(None);
        }
        if refers(tex) {
            let mut input = Input::new(tokens::read(tex));
            while let Some(word) = input.next() {
                if is_reference(&word)
                    && let Ok(label) = input.argument("ref")
                {
                    self.referred_to.insert(tokens::write(&label));
                }
            }
        }
        let equations = has_equations(tex)
            .then(|| Equations::read(tex).ok())
            .flatten();
        self.formulas.push(equations.map(|equations| {
            let mut labels = equations.lines.iter().flat_map(|line| &line.labels);
            let id = labels
                .next()
                .map(|label| own_id.unwrap_or_else(|| id_of(label)));
            Numbered {
                id,
                equations,
                is_block,
                is_changed: false,
            }
        }));
    }

    /// Numbers the equations if one without a tag is referred to.
    fn number(&mut self) {
        let is_wanted = |line: &Equation| {
            let mut labels = line.labels.iter();
            labels.any(|label| self.referred_to.contains(label))
        };
        let mut blocks: Vec<_> = self.formulas.iter_mut().flatten().collect();
        blocks.retain(|formula| formula.is_block);
        let mut lines = blocks.iter().flat_map(|formula| &formula.equations.lines);
        if !lines.any(|line| line.tag.is_none() && is_wanted(line)) {
            return;
        }
        let mut number = 0;
        for formula in blocks {
            let equations = &mut formula.equations;
            for at in equations.unnumbered(&is_wanted) {
                number += 1;
                equations.lines[at].tag = Some(Tag::number(number));
                formula.is_changed = true;
            }
        }
    }

    /// What each label stands for: the first equation that has it.
    fn places(&self) -> HashMap<String, Place> {
        let mut places = HashMap::new();
        for formula in self.formulas.iter().flatten() {
            let Some(id) = &formula.id else { continue };
            for line in &formula.equations.lines {
                for label in &line.labels {
                    places.entry(label.clone()).or_insert_with(|| Place {
                        tag: line.tag.clone(),
                        id: id.clone(),
                    });
                }
            }
        }
        places
    }
}

/// What a label stands for.
struct Place {
    tag: Option<Tag>,
    /// The `id` of the formula.
    id: String,
}

struct Resolver<'u> {
    places: HashMap<String, Place>,
    formulas: std::vec::IntoIter<Option<Numbered>>,
    /// Those that the post has.
    ids: HashSet<String>,
    unread: &'u mut Unread,
}

impl Visitor for Resolver<'_> {
    fn visit_block(&mut self, block: &mut Block) -> bool {
        let BlockKind::Math(formula) = &mut block.kind else {
            return true;
        };
        let id = self.number(formula);
        self.refer(formula);
        if id.is_some() {
            let mut attributes = block.attributes.take().unwrap_or_default();
            attributes.id = id;
            block.attributes = Some(attributes);
        }
        true
    }

    fn visit_inline(&mut self, inline: &mut Inline, in_link: bool) -> bool {
        let Inline::Math(formula) = inline else {
            return true;
        };
        let id = self.number(formula);
        if let Some(content) = self.links(formula, in_link) {
            *inline = span(None, content);
            return true;
        }
        self.refer(formula);
        if id.is_some() {
            let formula = Inline::Math(std::mem::take(formula));
            *inline = span(id, vec![formula]);
        }
        true
    }
}

impl Resolver<'_> {
    /// Gives a formula its numbers; the `id` that it has to be given.
    fn number(&mut self, formula: &mut Formula) -> Option<String> {
        let numbered = self.formulas.next().flatten()?;
        let is_read = formula
            .tex
            .as_ref()
            .is_some_and(|tex| !self.unread.contains_key(tex));
        if numbered.is_changed && is_read {
            formula.tex = Some(numbered.equations.write());
        }
        numbered.id.filter(|id| self.ids.insert(id.clone()))
    }

    /// A formula that does nothing but refer to others, as links.
    fn links(&self, formula: &Formula, in_link: bool) -> Option<Vec<Inline>> {
        let tex = undrawn(formula).filter(|tex| refers(tex))?;
        let mut input = Input::new(tokens::read(tex));
        let mut content = Vec::new();
        let mut text = String::new();
        while let Some(word) = input.next() {
            match word {
                Token::Char('~') => text.push('\u{a0}'),
                Token::Char(c) if c.is_whitespace() || "()[],;.:-–".contains(c) => text.push(c),
                word if is_reference(&word) => {
                    let (place, shown) = self.look_up(&word, &mut input).ok()?;
                    let shown = match shown.contains(['\\', '$', '{', '~', '^', '_']) {
                        true => {
                            Inline::Math(Box::new(Formula::from_tex(format!("\\text{{{shown}}}"))))
                        }
                        false => Inline::text(shown),
                    };
                    if !text.is_empty() {
                        content.push(Inline::text(std::mem::take(&mut text)));
                    }
                    let target = Target::Fragment {
                        fragment: place.id.clone(),
                    };
                    content.push(match in_link {
                        true => shown,
                        false => Inline::link(target, vec![shown]),
                    });
                }
                _ => return None,
            }
        }
        if !text.is_empty() {
            content.push(Inline::text(text));
        }
        Some(content)
    }

    /// Puts what they show in the place of references within a formula. That they lead somewhere is
    /// told where the formula is drawn.
    fn refer(&mut self, formula: &mut Formula) {
        let Some(tex) = undrawn(formula).filter(|tex| refers(tex)) else {
            return;
        };
        if self.unread.contains_key(tex) {
            return;
        }
        let mut input = Input::new(tokens::read(tex));
        let mut words = Vec::new();
        while let Some(word) = input.next() {
            if !is_reference(&word) {
                words.push(word);
                continue;
            }
            match self.look_up(&word, &mut input) {
                Ok((place, shown)) => {
                    let link = format!("\\href{{#{}}}{{\\text{{{shown}}}}}", place.id);
                    words.extend(tokens::read(&link));
                }
                Err(reason) => {
                    self.unread.insert(tex.to_owned(), reason);
                    return;
                }
            }
        }
        formula.tex = Some(tokens::write(&words));
    }

    /// What a word refers to, and what it shows, as what `\text` takes.
    fn look_up(&self, word: &Token, input: &mut Input) -> Result<(&Place, String), String> {
        let label = tokens::write(&input.argument("ref")?);
        let place = self.places.get(&label);
        let place = place.ok_or_else(|| format!("nothing in the post has the label {label}"))?;
        let tag = place.tag.as_ref();
        let tag = tag.ok_or_else(|| format!("what has the label {label} has no number"))?;
        let shown = match *word == Token::Command("eqref".to_owned()) {
            true => tag.in_parentheses(),
            false => tag.text().to_owned(),
        };
        Ok((place, shown))
    }
}

/// The TeX of a formula that no page has drawn.
fn undrawn(formula: &Formula) -> Option<&str> {
    match formula.mathml {
        Some(_) => None,
        None => formula.tex.as_deref(),
    }
}

fn refers(tex: &str) -> bool {
    tex.contains("\\ref") || tex.contains("\\eqref")
}

fn is_reference(word: &Token) -> bool {
    matches!(word, Token::Command(name) if name == "ref" || name == "eqref")
}

/// The `id` of what has a label, without what means something to TeX or in an address.
fn id_of(label: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ':' | '.' | '-' | '_');
    let label = label.chars().map(|c| if plain(c) { c } else { '-' });
    "mjx-eqn:".chars().chain(label).collect()
}

fn span(id: Option<String>, content: Vec<Inline>) -> Inline {
    let attributes = Attributes {
        id,
        ..Attributes::default()
    };
    Inline::Styled {
        style: Style::Span,
        attributes: attributes.boxed(),
        content,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A post with a paragraph for each formula; those of `$$` have lines of their own.
    fn resolved(formulas: &[&str]) -> (Post, Unread) {
        let block = |tex: &&str| match tex.strip_prefix("$$") {
            Some(tex) => BlockKind::Math(Box::new(Formula::from_tex(tex))).into(),
            None => Block::paragraph(vec![Inline::Math(Box::new(Formula::from_tex(*tex)))]),
        };
        let mut post = Post {
            blocks: formulas.iter().map(block).collect(),
            ..Post::default()
        };
        let unread = super::super::settle(&mut post);
        (post, unread)
    }

    /// What the blocks are: TeX with ids, texts, and where links lead.
    fn shown(post: &Post) -> Vec<String> {
        fn show(content: &[Inline], out: &mut String) {
            for inline in content {
                match inline {
                    Inline::Text { text } => out.push_str(text),
                    Inline::Math(formula) => *out += &format!("${}$", formula.text()),
                    Inline::Styled {
                        content,
                        attributes,
                        ..
                    } => {
                        let id = attributes.as_ref().and_then(|it| it.id.as_deref());
                        *out += id.unwrap_or_default();
                        show(content, out);
                    }
                    Inline::Link {
                        target: Target::Fragment { fragment },
                        content,
                        ..
                    } => {
                        out.push('<');
                        show(content, out);
                        *out += &format!(">#{fragment}");
                    }
                    other => panic!("{other:?}"),
                }
            }
        }
        let blocks = post.blocks.iter().map(|block| match &block.kind {
            BlockKind::Math(formula) => {
                let id = block.attributes.as_ref().and_then(|it| it.id.as_deref());
                format!("{}$${}", id.unwrap_or_default(), formula.text())
            }
            BlockKind::Paragraph { content } => {
                let mut out = String::new();
                show(content, &mut out);
                out
            }
            other => panic!("{other:?}"),
        });
        blocks.collect()
    }

    #[test]
    fn references_are_links_that_show_the_tag() {
        for (formulas, wanted) in [
            (
                &[
                    r"$$x \tag{1}\label{a}",
                    r"\eqref{a}",
                    r"(\ref{a}, \ref{a})",
                    r"x \eqref{a}",
                ][..],
                &[
                    r"mjx-eqn:a$$x \tag{1}\label{a}",
                    "<(1)>#mjx-eqn:a",
                    "(<1>#mjx-eqn:a, <1>#mjx-eqn:a)",
                    r"$x \href{#mjx-eqn:a}{\text{(1)}}$",
                ][..],
            ),
            (
                &[r"\ref{b}", r"$$y \tag*{A$^*$}\label{b}", r"$$\eqref{b}"],
                &[
                    r"<$\text{A$^*$}$>#mjx-eqn:b",
                    r"mjx-eqn:b$$y \tag*{A$^*$}\label{b}",
                    r"$$\href{#mjx-eqn:b}{\text{(A$^*$)}}",
                ],
            ),
            // One that nothing refers to has an id all the same, the first of a name keeps it.
            (
                &[r"$$z \label{c d}", r"x \label{c d}"],
                &[r"mjx-eqn:c-d$$z \label{c d}", r"$x \label{c d}$"],
            ),
        ] {
            let (post, unread) = resolved(formulas);
            assert_eq!(shown(&post), wanted);
            assert!(unread.is_empty(), "{unread:?}");
        }
    }

    #[test]
    fn equations_are_numbered_if_one_without_a_tag_is_referred_to() {
        let equations = [
            r"$$\begin{equation}a\end{equation}",
            r"$$\begin{align}b &= c \label{b}\\ d \notag\\[1em] \begin{cases} e \\ f \end{cases} \\ g \tag{A} \\ \end{align}",
            r"$$\begin{gather*}h\end{gather*}",
            "$$i",
            r"$$j \label{j}",
        ];
        let (post, _) = resolved(&[&equations[..], &[r"\eqref{b} \ref{j}"]].concat());
        assert_eq!(
            shown(&post),
            [
                r"$$\begin{equation}a\tag{1}\end{equation}",
                r"mjx-eqn:b$$\begin{align}b &= c \tag{2}\\ d \\[1em] \begin{cases} e \\ f \end{cases} \tag{3}\\ g  \tag{A}\\ \end{align}",
                equations[2],
                "$$i",
                r"mjx-eqn:j$$j \tag{4}",
                "<(2)>#mjx-eqn:b <4>#mjx-eqn:j",
            ]
        );
        let (post, _) = resolved(&equations[..2]);
        assert_eq!(shown(&post)[0], equations[0]);
    }

    #[test]
    fn references_to_nothing_stay_and_are_told() {
        for (formulas, reason) in [
            (&[r"\eqref{a}"][..], "nothing in the post has the label a"),
            (
                &[r"\ref{a} x", r"$$\begin{align*}a \label{a}\end{align*}"],
                "what has the label a has no number",
            ),
            (&[r"\ref"], r"\ref lacks an argument"),
        ] {
            let (post, unread) = resolved(formulas);
            assert_eq!(shown(&post)[0], format!("${}$", formulas[0]));
            assert_eq!(unread.get(formulas[0]).map(String::as_str), Some(reason));
        }
    }

    #[test]
    fn many_references_take_no_longer() {
        let many = r"\ref{a}\label{b}".repeat(100_000);
        let some = r"\ref{a}\label{b}".repeat(600);
        let (_, unread) = resolved(&[&many, &some, &some]);
        assert!(unread.len() <= 2);
    }

    #[test]
    fn references_in_links_are_no_links() {
        let reference = Inline::Math(Box::new(Formula::from_tex(r"\ref{a}")));
        let target = Target::Fragment {
            fragment: "x".to_owned(),
        };
        let equation = BlockKind::Math(Box::new(Formula::from_tex(r"x \tag{1}\label{a}")));
        let mut post = Post {
            blocks: vec![
                Block::paragraph(vec![Inline::link(target, vec![reference])]),
                equation.into(),
            ],
            ..Post::default()
        };
        super::super::settle(&mut post);
        assert_eq!(shown(&post)[0], "<1>#x");
    }
}
