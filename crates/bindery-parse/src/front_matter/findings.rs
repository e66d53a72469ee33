use std::ops::Range;

use bindery_model::{Diagnostic, Location};

/// How many faults of one front matter are told; each costs a count of the lines before it.
const MOST: usize = 50;

/// What was wrong with a front matter, so far.
pub(super) struct Findings<'a> {
    text: &'a str,
    path: &'a str,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Findings<'a> {
    /// None yet. `text` is the file or its head.
    pub(super) fn new(text: &'a str, path: &'a str) -> Findings<'a> {
        Findings {
            text,
            path,
            diagnostics: Vec::new(),
        }
    }

    /// Adds a fault at a place of the text.
    pub(super) fn add(&mut self, diagnostic: Diagnostic, place: Range<usize>) {
        if self.diagnostics.len() < MOST {
            let location = Location::in_text(self.path, self.text, place);
            self.diagnostics.push(diagnostic.at(location));
        }
    }

    pub(super) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }
}
