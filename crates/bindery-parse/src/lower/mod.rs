//! From HTML's tree to the model.
//!
//! The tree is walked once, in its order and without recursion ([`walk`]). What each
//! element means is a table ([`elements`]); [`builder`] puts blocks into blocks and repairs what
//! the model does not allow, [`run`] collects the text of one block.
mod attributes;
mod blocks;
mod builder;
mod code;
mod delimited_tex;
mod drawing;
mod drawing_label;
mod elements;
mod embedded;
mod emoji;
mod footnotes;
mod formula_links;
mod frame;
mod image;
mod inlines;
mod joined_list;
mod layout_table;
mod linked_notes;
mod math;
mod math_program;
mod media;
mod planned;
mod rendering;
mod report;
mod run;
mod said_by_style;
mod script_values;
#[cfg(test)]
mod tests;
mod tools;
mod walk;
mod word_list;

use bindery_model::{Diagnostic, Location, Post};

pub(crate) use math_program::{MathProgram, has_dollars, math_program};
pub(crate) use said_by_style::Classes;

use report::Finding;

use crate::document::Part;
use crate::html::Tree;
use crate::resolve::Resolve;

/// Fills the blocks and footnotes of `post` with what the tree says.
///
/// Total: whatever the tree, the post keeps the model's invariants
/// ([`bindery_model::check`]), and every character that a browser would show is in it, in order.
/// What was left out becomes a diagnostic for the file [`Meta::path`](bindery_model::Meta::path).
pub fn lower(
    tree: &Tree<'_>,
    resolve: &dyn Resolve,
    post: &mut Post,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for finding in lower_and_find(tree, &Part::default(), resolve, None, post).0 {
        let place = Location::whole_file(&post.meta.path);
        diagnostics.push(finding.diagnostic.at(place));
    }
}

/// The same for a part of the tree; what was lost comes with its place in the HTML. The number is
/// that of the first blocks that the HTML before `end` became, if no block goes on behind that.
pub(crate) fn lower_and_find(
    tree: &Tree<'_>,
    part: &Part,
    resolve: &dyn Resolve,
    end: Option<usize>,
    post: &mut Post,
) -> (Vec<Finding>, Option<usize>) {
    let lowered = walk::Lowering::new(tree, part, resolve, end).run();
    post.blocks = lowered.blocks;
    post.footnotes = lowered.footnotes;
    (lowered.losses.findings(), lowered.first)
}
