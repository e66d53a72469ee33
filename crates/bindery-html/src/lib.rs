//! Writes the blocks of the model as HTML or XHTML fragments, for the exporters that need them.
//!
//! Where links lead and what becomes of images is the exporter's to say, by [`Targets`].
//!
//! ```
//! use bindery_html::{ImageOutput, Options, Targets, to_html};
//! use bindery_model::{Block, Image, Inline, Target};
//!
//! struct NoTargets;
//! impl Targets for NoTargets {
//!     fn href(&self, _: &Target) -> Option<String> {
//!         None
//!     }
//!     fn image(&self, _: &Image) -> ImageOutput {
//!         ImageOutput::Text
//!     }
//! }
//!
//! let blocks = [Block::paragraph(vec![Inline::text("1 < 2")])];
//! assert_eq!(to_html(&blocks, &[], &Options::default(), &NoTargets), "<p>1 &lt; 2</p>\n");
//! ```
#![forbid(unsafe_code)]

mod attributes;
mod blocks;
mod drawing;
mod escape;
mod footnotes;
mod formula;
mod inlines;
mod mathml;
mod silence;
mod table;
mod turned_formula;

use std::borrow::Cow;
use std::ops::Range;

use bindery_model::{Block, Footnote, Formula, Image, MathMl, Target};

pub use drawing::drawing_address;
pub use escape::{push_attribute, push_text};
pub use inlines::style_element;
pub use mathml::push_mathml;
pub use silence::are_silent;

/// Which syntax is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Syntax {
    /// HTML: void elements without a slash, footnotes and formulas as kramdown writes them.
    #[default]
    Html,
    /// XHTML as EPUB 3.3 wants it: well-formed, footnotes that readers show as pop-ups, no element
    /// where its content model forbids it.
    Xhtml,
}

/// How fragments are written.
#[derive(Debug, Clone)]
pub struct Options {
    /// HTML or XHTML.
    pub syntax: Syntax,
    /// How much deeper headings are than in the source: 1 makes `h2` of a heading of level 1. No
    /// heading gets deeper than `h6`.
    pub heading_shift: u8,
    /// Whether footnotes say by ARIA roles what they are. Validators of feeds refuse them.
    pub roles: bool,
    /// Whether recordings and films are players, with a link in them for readers that have none,
    /// or only links. It is for HTML.
    pub players: bool,
    /// Whether what is embedded from elsewhere (films of other sites) is shown in a frame, or only
    /// linked to. It is for browsers, which have players too: these get no link. Books and feeds
    /// may have no frames.
    pub frames: bool,
    /// Whether lines run from top to bottom, so that long formulas in them are text that turns with
    /// the line. It is for books.
    pub vertical: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            syntax: Syntax::default(),
            heading_shift: 0,
            roles: true,
            players: false,
            frames: false,
            vertical: false,
        }
    }
}

/// Where links lead and images lie in the output.
pub trait Targets {
    /// The `href` of a link, unescaped; `None` leaves the content without a link.
    fn href(&self, target: &Target) -> Option<String>;

    /// What the pieces of a block of code are: where each ends, in bytes, and its class, which is
    /// empty for a piece that is nothing in particular. An empty list leaves the code as it is.
    fn highlight(&self, language: &str, code: &str) -> Vec<(usize, &'static str)> {
        let _ = (language, code);
        Vec::new()
    }

    /// What is drawn of a formula; `None` leaves its text: its TeX, or else MathML on one line.
    /// `display` says whether it has lines of its own.
    fn formula<'f>(&self, formula: &'f Formula, display: bool) -> Option<Cow<'f, MathMl>> {
        let _ = (formula, display);
        None
    }

    /// What becomes of an image.
    fn image(&self, image: &Image) -> ImageOutput;
}

/// What becomes of an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImageOutput {
    /// An `img`.
    Shown {
        /// The address, unescaped.
        src: String,
        /// Width and height of the picture in pixels, where they are known; they stand for what
        /// the source does not say, so that pages do not jump.
        size: Option<(u32, u32)>,
    },
    /// A link to this address, with the alternative text.
    Linked(String),
    /// The alternative text alone.
    Text,
}

/// Writes blocks, then their footnotes, to the end of `out`.
pub fn write_blocks(
    blocks: &[Block],
    footnotes: &[Footnote],
    options: &Options,
    targets: &dyn Targets,
    out: &mut String,
) {
    let mut writer = Writer::new(footnotes, options, targets, out);
    writer.write_blocks(blocks);
    writer.write_footnotes(0..footnotes.len());
}

/// Writes blocks whose footnotes are written elsewhere: in another part of the same text, with
/// [`write_footnotes`].
pub fn write_part<'b>(
    blocks: impl IntoIterator<Item = &'b Block>,
    footnotes: &[Footnote],
    options: &Options,
    targets: &dyn Targets,
    out: &mut String,
) {
    Writer::new(footnotes, options, targets, out).write_blocks(blocks);
}

/// Writes some footnotes alone, by their index. Their links back lead to the first reference, by
/// [`Targets::href`] of [`reference_id`].
pub fn write_footnotes(
    footnotes: &[Footnote],
    some: Range<usize>,
    options: &Options,
    targets: &dyn Targets,
    out: &mut String,
) {
    let mut writer = Writer::new(footnotes, options, targets, out);
    writer.references.fill(1);
    writer.write_footnotes(some);
}

/// The `id` that a footnote has in XHTML, by its index.
pub fn footnote_id(footnote: usize) -> String {
    format!("footnote-{}", footnote + 1)
}

/// The `id` that the first reference to a footnote has in XHTML.
pub fn reference_id(footnote: usize) -> String {
    format!("footnote-ref-{}", footnote + 1)
}

/// The same as a new string.
pub fn to_html(
    blocks: &[Block],
    footnotes: &[Footnote],
    options: &Options,
    targets: &dyn Targets,
) -> String {
    let mut out = String::new();
    write_blocks(blocks, footnotes, options, targets, &mut out);
    out
}

/// A fragment in the making.
struct Writer<'a> {
    out: &'a mut String,
    options: &'a Options,
    targets: &'a dyn Targets,
    footnotes: &'a [Footnote],
    /// How often each footnote has been referred to.
    references: Vec<usize>,
    /// Whether a link is open, in which no other may begin.
    in_link: bool,
    /// Whether a definition is open.
    in_definition: bool,
    /// Whether formulas have to say what they are, because nothing beside them does.
    names_formulas: bool,
}

impl<'a> Writer<'a> {
    fn new(
        footnotes: &'a [Footnote],
        options: &'a Options,
        targets: &'a dyn Targets,
        out: &'a mut String,
    ) -> Writer<'a> {
        let references = vec![0; footnotes.len()];
        Writer {
            out,
            options,
            targets,
            footnotes,
            references,
            in_link: false,
            in_definition: false,
            names_formulas: false,
        }
    }

    /// Writes the content of what must have a name: formulas have names if nothing else in it has.
    fn named(&mut self, has_formulas_only: bool, write: impl FnOnce(&mut Self)) {
        let before = self.names_formulas;
        self.names_formulas |= self.xhtml() && has_formulas_only;
        write(self);
        self.names_formulas = before;
    }

    fn xhtml(&self) -> bool {
        self.options.syntax == Syntax::Xhtml
    }

    /// Ends the start tag of an element that has no content.
    fn end_void(&mut self) {
        self.out.push_str(if self.xhtml() { "/>" } else { ">" });
    }

    fn text(&mut self, text: &str) {
        push_text(self.out, text);
    }

    fn role(&mut self, role: &str) {
        if self.options.roles {
            self.attribute("role", role);
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        push_attribute(self.out, name, value);
    }
}
