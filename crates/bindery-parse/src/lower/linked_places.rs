//! The ids of elements that are not shown themselves, where links lead to them.
use std::borrow::Cow;
use std::collections::BTreeSet;

use bindery_model::{Attributes, Style};

use super::attributes::clean_id;
use super::footnotes::percent_decoded;
use super::run::{Format, FormatKind};
use super::walk::{Lowering, descendants};
use crate::html::{Element, NodeId, Tree};

impl<'a> Lowering<'a> {
    /// Keeps the id of an element that is not shown, if a link of the page leads there.
    pub(super) fn keep_place(&mut self, node: NodeId) {
        if let Some(element) = self.tree.element(node) {
            self.keep_id(element, false);
        }
    }

    /// The same; `always` if no link needs to lead there.
    pub(super) fn keep_id(&mut self, element: Element<'a>, always: bool) {
        let tree = self.tree;
        let value = element.attribute("id");
        let Some((value, id)) = value.and_then(|value| Some((value, clean_id(value)?))) else {
            return;
        };
        let linked = self.linked.get_or_insert_with(|| linked_places(tree));
        if !always && !linked.contains(&*id) {
            return;
        }
        let Some(id) = self.ids.take(value) else {
            return;
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

/// The address that an element leads to, which may be one of a formula.
pub(super) fn href<'t>(element: Element<'t>) -> Option<&'t str> {
    // MathML 2 has it in the namespace of XLink.
    let mut attributes = element.attributes();
    let href = attributes.find(|attribute| attribute.name == "href")?;
    let href = href.value.trim();
    (!href.is_empty()).then_some(href)
}

/// The ids that links of a page lead to.
fn linked_places(tree: &Tree<'_>) -> BTreeSet<String> {
    let nodes = descendants(tree, tree.root());
    let links = nodes.filter_map(|node| href(tree.element(node)?)?.strip_prefix('#'));
    links
        .filter_map(|id| clean_id(&percent_decoded(id)).map(Cow::into_owned))
        .collect()
}
