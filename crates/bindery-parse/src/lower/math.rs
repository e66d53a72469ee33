//! Formulas: the model keeps TeX.
use bindery_model::{Block, BlockKind, Inline, remove_forbidden};

use super::walk::{Leave, Lowering, descendants};
use crate::html::{Element, Node, NodeId};

/// How many nodes of a formula are looked at for its TeX. Formulas may stand in formulas, so
/// without a bound the search would not be linear.
const MOST_NODES: usize = 4000;

impl<'a> Lowering<'a> {
    /// MathML: the TeX that it was made from, if that is beside it; else its text.
    pub(super) fn enter_math(&mut self, id: NodeId, element: Element<'a>) -> Option<Leave> {
        if element.name() != "math" {
            return Some(Leave::Nothing);
        }
        let is_tex = |node: &NodeId| {
            matches!(self.tree.node(*node), Node::Element(element)
                if element.name() == "annotation"
                    && element
                        .attribute("encoding")
                        .is_some_and(|encoding| encoding.trim().eq_ignore_ascii_case("application/x-tex")))
        };
        let annotation = descendants(self.tree, id).take(MOST_NODES).find(is_tex);
        let source = match annotation {
            Some(annotation) => self.text_in(annotation),
            None => element.attribute("alttext").unwrap_or_default().to_owned(),
        };
        if source.trim().is_empty() {
            return Some(Leave::Nothing);
        }
        let display = element
            .attribute("display")
            .is_some_and(|display| display.trim().eq_ignore_ascii_case("block"));
        self.put_formula(source, display)
    }

    /// A formula in TeX, on lines of its own where that is possible.
    pub(super) fn put_formula(&mut self, source: String, display: bool) -> Option<Leave> {
        let source = remove_forbidden(bare(&source)).into_owned();
        if source.is_empty() {
            return None;
        }
        if display && !self.builder.holds_inlines_only() {
            let kind = BlockKind::Math { source };
            self.builder.push_block(Block::from(kind));
        } else {
            self.builder.run.push_inline(Inline::Math { source });
        }
        None
    }
}

/// TeX without the delimiters and comments that MathJax has around it.
fn bare(source: &str) -> &str {
    let source = source.trim();
    let source = source
        .strip_prefix("% <![CDATA[")
        .and_then(|rest| rest.trim_end().strip_suffix("%]]>"))
        .unwrap_or(source)
        .trim();
    [("\\(", "\\)"), ("\\[", "\\]"), ("$$", "$$")]
        .iter()
        .find_map(|(open, close)| source.strip_prefix(open)?.strip_suffix(close))
        .unwrap_or(source)
        .trim()
}
