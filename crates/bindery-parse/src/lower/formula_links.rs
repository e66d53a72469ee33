//! Places within formulas that links lead to, and links in formulas. Both stand outside of a
//! formula in the model: places in front of it, a link around it if it is about all of it.
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::iter::once;

use bindery_model::{Attributes, Style};

use super::attributes::clean_id;
use super::footnotes::percent_decoded;
use super::math::{MOST_NODES, local_name};
use super::report::Loss;
use super::run::{Format, FormatKind};
use super::walk::{Lowering, child_elements, descendants};
use crate::html::{Element, NodeId, Tree};

impl<'a> Lowering<'a> {
    /// Keeps the id of a formula, and those ids of its parts that links of the page lead to:
    /// programs that write formulas give one to each sign.
    pub(super) fn keep_places(&mut self, formula: NodeId) {
        let tree = self.tree;
        for node in once(formula).chain(descendants(tree, formula).take(MOST_NODES)) {
            let Some(element) = tree.element(node) else {
                continue;
            };
            let Some(value) = element.attribute("id") else {
                continue;
            };
            let Some(id) = clean_id(value) else {
                continue;
            };
            let linked = self.linked.get_or_insert_with(|| linked_places(tree));
            if local_name(element) != "math" && !linked.contains(&*id) {
                continue;
            }
            let Some(id) = self.ids.take(value) else {
                continue;
            };
            let attributes = Attributes {
                id: Some(id),
                ..Attributes::default()
            };
            self.builder.run.open_format(Format {
                kind: FormatKind::Style(Style::Span),
                attributes: attributes.boxed(),
                is_shown: false,
            });
            self.builder.run.close_format();
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

/// The address that an element of a formula leads to.
fn href<'t>(element: Element<'t>) -> Option<&'t str> {
    // MathML 2 has it in the namespace of XLink.
    let mut attributes = element.attributes();
    let href = attributes.find(|attribute| attribute.name == "href")?;
    let href = href.value.trim();
    (!href.is_empty()).then_some(href)
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

/// The ids that links of a page lead to.
fn linked_places(tree: &Tree<'_>) -> BTreeSet<String> {
    let nodes = descendants(tree, tree.root());
    let links = nodes.filter_map(|node| href(tree.element(node)?)?.strip_prefix('#'));
    links
        .filter_map(|id| clean_id(&percent_decoded(id)).map(Cow::into_owned))
        .collect()
}
