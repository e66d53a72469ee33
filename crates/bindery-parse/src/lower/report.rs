use bindery_model::{Diagnostic, Severity};

/// What can be left out or changed while lowering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loss {
    Script,
    Hidden,
    Link,
    Image,
    Embedded,
    Region,
    Drawing,
    DrawingStyle,
    Formula,
    FormulaLink,
    Control,
    Tool,
    Character,
    Depth,
    Style,
}

/// Code, severity, and the sentence for one and for many.
type Row = (Loss, Severity, &'static str, &'static str, &'static str);

const ROWS: [Row; 15] = [
    (
        Loss::Script,
        Severity::Note,
        "text.script",
        "a script was left out",
        "scripts were left out",
    ),
    (
        Loss::Hidden,
        Severity::Note,
        "text.hidden",
        "a hidden element was left out",
        "hidden elements were left out",
    ),
    (
        Loss::Link,
        Severity::Warning,
        "link.forbidden",
        "a link leads where no text may link to; its text was kept",
        "links lead where no text may link to; their text was kept",
    ),
    (
        Loss::Image,
        Severity::Warning,
        "image.unusable",
        "an image has no address that can be used; its description was kept",
        "images have no address that can be used; their descriptions were kept",
    ),
    (
        Loss::Embedded,
        Severity::Note,
        "text.embedded",
        "a frame, film or recording has no address to link to; it was left out",
        "frames, films or recordings have no address to link to; they were left out",
    ),
    (
        Loss::Region,
        Severity::Note,
        "link.region",
        "a region of a picture leads somewhere; that link was left out",
        "regions of pictures lead somewhere; those links were left out",
    ),
    (
        Loss::Drawing,
        Severity::Warning,
        "text.drawing",
        "an SVG drawing was left out, except for its text",
        "SVG drawings were left out, except for their text",
    ),
    (
        Loss::DrawingStyle,
        Severity::Note,
        "text.drawing-style",
        "a drawing has classes that the page may give colours to; it is shown without them",
        "drawings have classes that the page may give colours to; they are shown without them",
    ),
    (
        Loss::Formula,
        Severity::Warning,
        "text.formula",
        "a formula could not be kept, except for its words",
        "formulas could not be kept, except for their words",
    ),
    (
        Loss::FormulaLink,
        Severity::Note,
        "formula.link",
        "a formula has links in it, which were left out",
        "formulas have links in them, which were left out",
    ),
    (
        Loss::Control,
        Severity::Note,
        "text.control",
        "a form control was left out",
        "form controls were left out",
    ),
    (
        Loss::Tool,
        Severity::Note,
        "link.script",
        "a link works a tool of the page; its text was kept",
        "links work tools of the page; their text was kept",
    ),
    (
        Loss::Character,
        Severity::Warning,
        "text.forbidden-character",
        "a character that XML forbids was left out",
        "characters that XML forbids were left out",
    ),
    (
        Loss::Depth,
        Severity::Warning,
        "text.too-deep",
        "a block nests too deep and was dissolved; its text was kept",
        "blocks nest too deep and were dissolved; their text was kept",
    ),
    (
        Loss::Style,
        Severity::Note,
        "text.too-many-styles",
        "a text has more styles around it than are kept",
        "texts have more styles around them than are kept",
    ),
];

/// What was lost so far: for each kind how often, and where first (the offset of an element).
#[derive(Debug, Default)]
pub(super) struct Losses {
    counts: [usize; ROWS.len()],
    first: [Option<usize>; ROWS.len()],
}

/// One kind of loss, for a person to read.
#[derive(Debug)]
pub(crate) struct Finding {
    pub(crate) diagnostic: Diagnostic,
    /// Where the first element of it stands in the HTML that was parsed.
    pub(crate) offset: Option<usize>,
}

impl Losses {
    /// Something was lost at an element.
    pub(super) fn add(&mut self, loss: Loss, offset: usize) {
        self.counts[loss as usize] += 1;
        self.first[loss as usize].get_or_insert(offset);
    }

    /// Something was lost more than once, nobody knows where.
    pub(super) fn add_many(&mut self, loss: Loss, count: usize) {
        self.counts[loss as usize] += count;
    }

    /// A finding for each kind that occurred.
    pub(super) fn findings(&self) -> Vec<Finding> {
        ROWS.iter()
            .filter_map(|&(loss, severity, code, one, many)| {
                let message = match self.counts[loss as usize] {
                    0 => return None,
                    1 => one.to_owned(),
                    count => format!("{count} {many}"),
                };
                let mut diagnostic = Diagnostic::note(code, message);
                diagnostic.severity = severity;
                Some(Finding {
                    diagnostic,
                    offset: self.first[loss as usize],
                })
            })
            .collect()
    }
}
