//! Writes the blocks of the model as HTML or XHTML fragments, for the exporters that need them.
#![forbid(unsafe_code)]

use bindery_model::{Block, Footnote, Image, Target};

/// Which syntax is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Syntax {
    /// HTML: void elements without a slash.
    #[default]
    Html,
    /// XML: well-formed by itself, for EPUB.
    Xhtml,
}

/// How fragments are written.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// HTML or XML.
    pub syntax: Syntax,
    /// How much deeper headings are than in the source: 1 makes `h2` of a heading of level 1.
    pub heading_shift: u8,
}

/// Where links lead and images lie in the output.
pub trait Targets {
    /// The `href` of a link, unescaped; `None` leaves the content without a link.
    fn href(&self, target: &Target) -> Option<String>;

    /// What becomes of an image.
    fn image(&self, image: &Image) -> ImageOutput;
}

/// What becomes of an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImageOutput {
    /// An `img` with this `src`, unescaped, and the size of the picture where it is known and the
    /// source gives none.
    Shown {
        /// The address.
        src: String,
        /// Width and height in pixels.
        size: Option<(u32, u32)>,
    },
    /// A link to this address, with the alternative text.
    Linked(String),
    /// The alternative text alone.
    Text,
}

/// Writes blocks, then their footnotes.
pub fn write_blocks(
    _blocks: &[Block],
    _footnotes: &[Footnote],
    _options: &Options,
    _targets: &dyn Targets,
    _out: &mut String,
) {
}
