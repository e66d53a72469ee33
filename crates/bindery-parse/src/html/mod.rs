//! HTML by the WHATWG standard.

/// A parsed document or fragment: an arena of nodes.
#[derive(Debug, Clone, Default)]
pub struct Tree {}
