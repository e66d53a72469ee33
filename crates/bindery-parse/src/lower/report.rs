use bindery_model::{Diagnostic, Location, Severity};

/// What was left out or changed while lowering, counted by kind.
#[derive(Debug, Default)]
pub(super) struct Losses {
    pub(super) scripts: usize,
    pub(super) hidden: usize,
    pub(super) links: usize,
    pub(super) images: usize,
    pub(super) drawings: usize,
    pub(super) controls: usize,
    pub(super) characters: usize,
    pub(super) dissolved: usize,
    pub(super) styles: usize,
}

impl Losses {
    /// A diagnostic for each kind that occurred.
    pub(super) fn report(&self, path: &str, diagnostics: &mut Vec<Diagnostic>) {
        use Severity::{Note, Warning};
        let kinds = [
            (Note, "text.script", self.scripts, "scripts were left out"),
            (
                Note,
                "text.hidden",
                self.hidden,
                "hidden elements were left out",
            ),
            (
                Warning,
                "link.forbidden",
                self.links,
                "links lead where no text may link to; their text was kept",
            ),
            (
                Warning,
                "image.unusable",
                self.images,
                "images have no address that can be used; their description was kept",
            ),
            (
                Warning,
                "text.drawing",
                self.drawings,
                "SVG drawings were left out, except for their text",
            ),
            (
                Note,
                "text.control",
                self.controls,
                "form controls were left out",
            ),
            (
                Warning,
                "text.forbidden-character",
                self.characters,
                "characters that XML forbids were left out",
            ),
            (
                Warning,
                "text.too-deep",
                self.dissolved,
                "blocks nest too deep and were dissolved; their text was kept",
            ),
            (
                Note,
                "text.too-many-styles",
                self.styles,
                "texts have more styles within each other than are kept",
            ),
        ];
        for (severity, code, count, message) in kinds {
            if count > 0 {
                let mut diagnostic = Diagnostic::note(code, format!("{count} {message}"))
                    .at(Location::whole_file(path));
                diagnostic.severity = severity;
                diagnostics.push(diagnostic);
            }
        }
    }
}
