//! From HTML's tree to the model.
use bindery_model::{Diagnostic, Post};

use crate::html::Tree;
use crate::resolve::Resolve;

/// Fills the blocks and footnotes of `post` with what the tree says.
pub fn lower(
    _tree: &Tree,
    _resolve: &dyn Resolve,
    _post: &mut Post,
    _diagnostics: &mut Vec<Diagnostic>,
) {
}
