//! Places within formulas that links lead to, and links in formulas. Both stand outside of a
//! formula in the model: places in front of it, a link around it if it is about all of it.
use std::iter::once;

use super::linked_places::href;
use super::math::{MOST_NODES, local_name};
use super::report::Loss;
use super::run::{Format, FormatKind};
use super::walk::{Lowering, child_elements, descendants};
use crate::html::{NodeId, Tree};

impl<'a> Lowering<'a> {
    /// Keeps the id of a formula, and those ids of its parts that links of the page lead to:
    /// programs that write formulas give one to each sign.
    pub(super) fn keep_places(&mut self, formula: NodeId) {
        let tree = self.tree;
        for node in once(formula).chain(descendants(tree, formula).take(MOST_NODES)) {
            let Some(element) = tree.element(node) else {
                continue;
            };
            self.keep_id(element, local_name(element) == "math");
        }
    }

    /// Opens a link if a formula, in a line, is one as a whole. Other links in it are lost.
    pub(super) fn open_link_of(&mut self, formula: NodeId, in_line: bool) -> bool {
        let tree = self.tree;
        let nodes = once(formula).chain(descendants(tree, formula).take(MOST_NODES));
        let mut links = nodes.filter_map(|node| Some((node, href(tree.element(node)?)?)));
        let Some((link, address)) = links.next() else {
            return false;
        };
        let is_only = in_line && links.next().is_none() && is_all_of(tree, formula, link);
        let target = (is_only && !self.builder.run.in_link())
            .then(|| self.target(address))
            .flatten();
        let Some(target) = target else {
            let offset = tree.element(link).map(|element| element.offset());
            self.losses
                .add(Loss::FormulaLink, offset.unwrap_or_default());
            return false;
        };
        self.builder.run.open_format(Format {
            kind: FormatKind::Link {
                target,
                title: None,
            },
            attributes: None,
            is_shown: false,
        });
        true
    }
}

/// Whether there is nothing in a formula but an element.
fn is_all_of(tree: &Tree<'_>, formula: NodeId, element: NodeId) -> bool {
    let mut at = formula;
    while at != element {
        let mut children = child_elements(tree, at)
            .filter(|(_, child)| !local_name(*child).starts_with("annotation"));
        match (children.next(), children.next()) {
            (Some((child, _)), None) => at = child,
            _ => return false,
        }
    }
    true
}
