use serde::Serialize;

use crate::{Diagnostic, Severity};

/// What an export did.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Report {
    /// Posts that were written.
    pub posts: u64,
    /// Posts that could not be read, and so were not.
    pub failed: u64,
    /// Images and other files that were written.
    pub resources: u64,
    /// Bytes of output.
    pub bytes: u64,
    /// What was repaired, guessed or left out, in the order of the posts.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// How many diagnostics there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .count()
    }
}
