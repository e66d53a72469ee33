use bindery_model::Target;

/// Says what a reference in a post leads to.
pub trait Resolve: Sync {
    /// The target of `reference` (the value of an `href` or `src`, white space trimmed, not
    /// empty); `None` for one that must not be kept, such as a `javascript:` address.
    fn resolve(&self, reference: &str) -> Option<Target>;
}

/// Resolves without knowing the site: fragments, harmless absolute addresses, and everything else
/// as [`Target::Site`].
#[derive(Debug, Clone, Copy, Default)]
pub struct ResolveAlone;

impl Resolve for ResolveAlone {
    fn resolve(&self, reference: &str) -> Option<Target> {
        Target::web(reference).ok()
    }
}
