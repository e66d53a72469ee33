//! Formulas: TeX and MathML.
use bindery_model::{Block, BlockKind, Formula, Inline, MathBuilder, MathMl, remove_forbidden};

use super::math_program::take_used;
use super::report::Loss;
use super::walk::{Leave, Lowering, descendants, text_in};
use crate::html::{Element, Namespace, Node, NodeId, Tree};

/// How many nodes of a formula are looked at.
pub(super) const MOST_NODES: usize = 12_000;

/// What annotations in TeX are said to be.
const TEX: [&str; 6] = [
    "application/x-tex",
    "application/x-latex",
    "text/x-tex",
    "text/x-latex",
    "tex",
    "latex",
];

/// Elements of HTML whose text is the text of the sign that they stand in.
const WORDS: [&str; 11] = [
    "b", "em", "font", "i", "nobr", "small", "span", "strong", "tt", "var", "wbr",
];

impl<'a> Lowering<'a> {
    /// MathML, with the TeX that it was made from if that is beside it. Where it is no formula that
    /// a book could show, its words are kept.
    pub(super) fn enter_math(&mut self, id: NodeId, element: Element<'a>) -> Option<Leave> {
        // Formulas in one that is none are not looked for, or the search would not be linear.
        if local_name(element) != "math" || self.in_words_of_formula {
            return Some(Leave::Nothing);
        }
        match formula(self.tree, id, element) {
            Ok(formula) => self.put_linked_formula(id, formula, has_lines_of_its_own(element)),
            Err(NoFormula::Blank) => Some(Leave::Nothing),
            Err(NoFormula::Unknown) => {
                self.losses.add(Loss::Formula, element.offset());
                self.in_words_of_formula = true;
                Some(Leave::Formula)
            }
        }
    }

    /// A formula with the links to it and in it.
    pub(super) fn put_linked_formula(
        &mut self,
        id: NodeId,
        formula: Formula,
        display: bool,
    ) -> Option<Leave> {
        self.keep_places(id);
        let in_line = !display || self.builder.holds_inlines_only();
        let is_link = self.open_link_of(id, in_line);
        let leave = self.put_formula(formula, display);
        if is_link {
            self.builder.run.close_format();
        }
        leave
    }

    /// A formula, on lines of its own where that is possible.
    pub(super) fn put_formula(&mut self, formula: Formula, display: bool) -> Option<Leave> {
        let formula = Box::new(formula);
        if display && !self.builder.holds_inlines_only() {
            let kind = BlockKind::Math(formula);
            self.builder.push_block(Block::from(kind));
        } else {
            self.builder.run.push_inline(Inline::Math(formula));
        }
        None
    }

    /// Keeps what a hidden element defines for formulas.
    pub(super) fn note_definitions(&mut self, hidden: NodeId) {
        let text = self.text_in(hidden);
        if let Some(tex) = definitions(&text) {
            self.definitions.push_str(&tex);
            self.definitions.push(' ');
        }
    }

    /// A formula of which TeX is known, if there is anything in it.
    pub(super) fn put_tex(&mut self, tex: &str, display: bool) -> Option<Leave> {
        let tex = clean_tex(tex)?;
        let mut before = std::mem::take(&mut self.definitions);
        if !self.commands.is_empty() {
            before = take_used(&mut self.commands, &tex) + &before;
        }
        let tex = before + &tex;
        self.put_formula(Formula::from_tex(tex), display)
    }
}

/// Commands that define others.
const DEFINITIONS: [&str; 4] = ["\\newcommand", "\\renewcommand", "\\def\\", "\\DeclareMath"];

/// TeX in which a hidden element only defines commands, as authors do who want to show nothing: it
/// goes with the next formula.
pub(super) fn definitions(text: &str) -> Option<String> {
    let first = DEFINITIONS
        .iter()
        .filter_map(|name| text.find(name))
        .min()?;
    let before = text[..first].trim();
    let is_tex = matches!(before, "" | "$" | "$$" | "\\(" | "\\[");
    let marks = ["$", "\\(", "\\)", "\\[", "\\]"];
    let bare = marks
        .iter()
        .fold(text.to_owned(), |text, mark| text.replace(mark, ""));
    is_tex.then(|| clean_tex(&bare)).flatten()
}

/// Why a `math` element is no formula.
pub(super) enum NoFormula {
    /// There is nothing in it.
    Blank,
    /// There is something in it that is none of a formula.
    Unknown,
}

/// Whether a `math` element is set apart from the line.
pub(super) fn has_lines_of_its_own(math: Element<'_>) -> bool {
    let display = math.attribute("display").unwrap_or_default();
    // Of old there was an attribute of its own for it.
    let mode = math.attribute("mode").unwrap_or_default();
    display.trim().eq_ignore_ascii_case("block") || mode.trim() == "display"
}

/// The formula in a `math` element.
pub(super) fn formula(
    tree: &Tree<'_>,
    id: NodeId,
    element: Element<'_>,
) -> Result<Formula, NoFormula> {
    let mathml = mathml(tree, id);
    let is_blank = mathml
        .as_ref()
        .is_some_and(|mathml| mathml.to_text().is_empty());
    let is_known = mathml.is_some() && !is_blank;
    let noted = tex_of(tree, id).or_else(|| {
        let latex = element.attribute("data-latex")?;
        Some(latex.to_owned())
    });
    let tex = noted.or_else(|| {
        // It may be words, too.
        let text = element.attribute("alttext")?;
        (!is_known || text.contains('\\')).then(|| text.to_owned())
    });
    let formula = Formula {
        tex: tex.and_then(|tex| clean_tex(&tex)),
        mathml: mathml.filter(|_| is_known),
    };
    match formula == Formula::default() {
        false => Ok(formula),
        true if is_blank => Err(NoFormula::Blank),
        true => Err(NoFormula::Unknown),
    }
}

/// The TeX that is noted beside a formula.
fn tex_of(tree: &Tree<'_>, math: NodeId) -> Option<String> {
    let is_tex = |node: &NodeId| {
        tree.element(*node).is_some_and(|element| {
            let encoding = element.attribute("encoding").unwrap_or_default();
            let encoding = encoding.split(';').next().unwrap_or_default().trim();
            local_name(element) == "annotation"
                && TEX.iter().any(|known| encoding.eq_ignore_ascii_case(known))
        })
    };
    let mut nodes = descendants(tree, math).take(MOST_NODES);
    let annotation = nodes.find(is_tex)?;
    Some(text_in(tree, annotation))
}

/// What an element of MathML holds; `None` if books have no place for it.
fn mathml(tree: &Tree<'_>, math: NodeId) -> Option<MathMl> {
    let mut builder = MathBuilder::new();
    let mut node = math;
    for _ in 0..MOST_NODES {
        let found = put_into(tree, &mut builder, node)?;
        if let (Found::Element | Found::Words, Some(child)) = (found, tree.first_child(node)) {
            node = child;
            continue;
        }
        let mut has_ended = found == Found::Element || found == Found::Annotation;
        loop {
            if has_ended {
                builder.end();
            }
            if node == math {
                return builder.finish().ok();
            }
            if let Some(next) = tree.next_sibling(node) {
                node = next;
                break;
            }
            node = tree.parent(node)?;
            has_ended = tree.element(node).is_some_and(is_mathml);
        }
    }
    None
}

/// What a node is in a formula; `None` if it has no place there.
fn put_into(tree: &Tree<'_>, builder: &mut MathBuilder, node: NodeId) -> Option<Found> {
    match tree.node(node) {
        Node::Text(text) => builder.text(text),
        Node::Element(element) if is_mathml(element) => {
            let name = local_name(element);
            let attributes = element.attributes();
            builder.start(
                name,
                attributes.map(|attribute| (attribute.name, attribute.value)),
            );
            return match name {
                "annotation" | "annotation-xml" => Some(Found::Annotation),
                _ => (!builder.has_failed()).then_some(Found::Element),
            };
        }
        Node::Element(element) if element.namespace() == Namespace::Html => match element.name() {
            "br" => builder.text(" "),
            name if WORDS.contains(&name) => return Some(Found::Words),
            _ => return None,
        },
        Node::Element(_) => return None,
        _ => {}
    }
    Some(Found::Nothing)
}

/// What a node is in a formula.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    /// An element, which has been begun.
    Element,
    /// An element, which has been begun, and whose content is not looked at.
    Annotation,
    /// An element of HTML whose words count.
    Words,
    /// Nothing that has content.
    Nothing,
}

/// Whether an element is MathML's: in XML with a prefix too, of which HTML knows nothing, and within
/// signs, where HTML takes all elements for its own.
fn is_mathml(element: Element<'_>) -> bool {
    match element.namespace() {
        Namespace::MathMl => true,
        // A link of HTML is not the `a` of MathML.
        Namespace::Html => {
            let name = element.name();
            name.contains(':') || (name != "a" && MathBuilder::knows(name))
        }
        Namespace::Svg => false,
    }
}

/// The name without a prefix.
pub(super) fn local_name(element: Element<'_>) -> &str {
    element.name().rsplit(':').next().unwrap_or_default()
}

/// TeX without what pages have around it; `None` if there is nothing in it.
pub(super) fn clean_tex(source: &str) -> Option<String> {
    let source = remove_forbidden(bare(source));
    (!source.is_empty()).then(|| source.into_owned())
}

/// TeX without the delimiters and comments that MathJax has around it, and the style that Wikipedia
/// has.
fn bare(source: &str) -> &str {
    let source = source.trim();
    let source = source
        .strip_prefix("% <![CDATA[")
        .and_then(|rest| rest.trim_end().strip_suffix("%]]>"))
        .unwrap_or(source)
        .trim();
    let delimiters = [("\\(", "\\)"), ("\\[", "\\]"), ("$$", "$$"), ("$", "$")];
    let inside = delimiters.iter().find_map(|(open, close)| {
        let inside = source.strip_prefix(open)?.strip_suffix(close)?;
        (!inside.contains(open) && !inside.ends_with('\\')).then_some(inside)
    });
    let source = inside.unwrap_or(source).trim();
    source
        .strip_prefix("{\\displaystyle ")
        .and_then(|rest| rest.strip_suffix('}'))
        .filter(|inside| is_balanced(inside))
        .unwrap_or(source)
        .trim()
}

/// Whether braces open before they close.
fn is_balanced(tex: &str) -> bool {
    let mut depth = 0i64;
    let mut bytes = tex.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            b'{' => depth += 1,
            b'}' if depth == 0 => return false,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    depth == 0
}
