use serde::{Deserialize, Serialize};

use crate::{Attributes, Formula, Inline};

/// A block: what stands on lines of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// Identifier, classes, language and direction; `None` for most blocks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attributes: Option<Box<Attributes>>,
    /// What the block is.
    #[serde(flatten)]
    pub kind: BlockKind,
}

/// The kinds of block.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum BlockKind {
    /// A paragraph (HTML `p`).
    Paragraph {
        /// Its text.
        content: Vec<Inline>,
    },
    /// Text that stands where blocks do but is no paragraph: the text of a tight list item, of a
    /// table cell, or between two blocks of a `div`.
    Plain {
        /// Its text.
        content: Vec<Inline>,
    },
    /// A heading.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its text.
        content: Vec<Inline>,
    },
    /// A list with bullets or numbers.
    List {
        /// Bulleted or numbered.
        #[serde(flatten)]
        kind: ListKind,
        /// The items, in document order.
        items: Vec<ListItem>,
    },
    /// Terms and what they mean (HTML `dl`).
    DefinitionList {
        /// The groups of terms and definitions.
        items: Vec<DefinitionItem>,
    },
    /// A quotation (HTML `blockquote`).
    Quote {
        /// What is quoted.
        blocks: Vec<Block>,
    },
    /// Preformatted text (HTML `pre`): white space counts, lines are kept.
    Code {
        /// The programming language, as the source names it, in lower case.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language: Option<String>,
        /// Whether the source keeps its lines without calling it code (HTML `pre` without `code`);
        /// it has no language then.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        plain: bool,
        /// The text: one [`Inline::Text`] for plain code, more where the source has links or
        /// emphasis in it. Line ends are `\n`; the last line has none.
        content: Vec<Inline>,
    },
    /// A table.
    Table(Box<Table>),
    /// Something set apart from the text, with a caption (HTML `figure`).
    Figure {
        /// What is shown.
        blocks: Vec<Block>,
        /// The caption; empty if there is none.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        caption: Vec<Block>,
        /// Whether the caption stands above what is shown.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        caption_above: bool,
    },
    /// A thematic break (HTML `hr`).
    Rule,
    /// A group of blocks (HTML `div`, `section`, …).
    Division {
        /// What the group is for.
        #[serde(default, skip_serializing_if = "Role::is_plain")]
        role: Role,
        /// Its blocks.
        blocks: Vec<Block>,
    },
    /// A disclosure (HTML `details`). Writers that cannot fold show all of it.
    Details {
        /// What is shown when it is closed.
        summary: Vec<Inline>,
        /// The rest.
        blocks: Vec<Block>,
    },
    /// A formula on lines of its own.
    Math(Box<Formula>),
}

/// What a [`BlockKind::Division`] is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Nothing in particular (HTML `div`).
    #[default]
    Plain,
    /// HTML `section`.
    Section,
    /// HTML `article`.
    Article,
    /// HTML `aside`.
    Aside,
    /// HTML `nav`.
    Navigation,
    /// HTML `header`.
    Header,
    /// HTML `footer`.
    Footer,
    /// HTML `address`.
    Address,
    /// Verse: every line break is kept.
    Verse,
}

impl Role {
    /// Whether this is [`Role::Plain`].
    pub fn is_plain(&self) -> bool {
        *self == Role::Plain
    }
}

/// Whether a list has bullets or numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "list", rename_all = "kebab-case")]
pub enum ListKind {
    /// HTML `ul`.
    Bullet,
    /// HTML `ol`.
    Ordered {
        /// The number of the first item.
        start: i64,
        /// How numbers are written.
        #[serde(default)]
        numbering: Numbering,
        /// Whether the numbers run downwards.
        #[serde(default)]
        reversed: bool,
    },
}

/// How the numbers of an ordered list are written (HTML `ol`'s `type`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Numbering {
    /// 1, 2, 3.
    #[default]
    Decimal,
    /// a, b, c.
    LowerAlpha,
    /// A, B, C.
    UpperAlpha,
    /// i, ii, iii.
    LowerRoman,
    /// I, II, III.
    UpperRoman,
}

/// One item of a list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListItem {
    /// Identifier, classes, language and direction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attributes: Option<Box<Attributes>>,
    /// The item's own number, where it departs from counting on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<i64>,
    /// For items of a task list, whether it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<bool>,
    /// Whether it is no item in the source, but what stands in the list before the first one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unmarked: bool,
    /// What the item says.
    pub blocks: Vec<Block>,
}

/// Terms and the definitions that they share.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DefinitionItem {
    /// The terms; may be empty where the source has a definition alone.
    pub terms: Vec<Vec<Inline>>,
    /// The definitions; may be empty where the source has a term alone.
    pub definitions: Vec<Vec<Block>>,
}

/// A table: sections of rows of cells. Spans are those of HTML: a cell with a row span of 2 has
/// no counterpart in the next row.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Table {
    /// The caption; empty if there is none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub caption: Vec<Block>,
    /// Rows of HTML's `thead`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub head: Vec<Row>,
    /// One list of rows for each HTML `tbody`.
    pub bodies: Vec<Vec<Row>>,
    /// Rows of HTML's `tfoot`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub foot: Vec<Row>,
}

impl Table {
    /// All rows, from head to foot.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.head
            .iter()
            .chain(self.bodies.iter().flatten())
            .chain(&self.foot)
    }
}

/// One row of a table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Identifier, classes, language and direction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attributes: Option<Box<Attributes>>,
    /// The cells that begin in this row.
    pub cells: Vec<Cell>,
}

/// One cell of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Identifier, classes, language and direction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attributes: Option<Box<Attributes>>,
    /// Whether it is a header cell (HTML `th`).
    #[serde(default)]
    pub header: bool,
    /// How many columns it spans: 1 to 1000.
    #[serde(default = "one")]
    pub column_span: u16,
    /// How many rows it spans: 1 to 65534, or 0 for "to the end of the section".
    #[serde(default = "one")]
    pub row_span: u16,
    /// How its text is aligned, where the source says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alignment: Option<Alignment>,
    /// What it holds.
    pub blocks: Vec<Block>,
}

fn one() -> u16 {
    1
}

impl Default for Cell {
    fn default() -> Self {
        Cell {
            attributes: None,
            header: false,
            column_span: 1,
            row_span: 1,
            alignment: None,
            blocks: Vec::new(),
        }
    }
}

/// How text is aligned in its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Alignment {
    /// At the left edge.
    Left,
    /// In the middle.
    Center,
    /// At the right edge.
    Right,
}

impl From<BlockKind> for Block {
    fn from(kind: BlockKind) -> Self {
        Block {
            attributes: None,
            kind,
        }
    }
}

impl Block {
    /// A paragraph without attributes.
    pub fn paragraph(content: Vec<Inline>) -> Block {
        BlockKind::Paragraph { content }.into()
    }

    /// Text that is no paragraph, without attributes.
    pub fn plain(content: Vec<Inline>) -> Block {
        BlockKind::Plain { content }.into()
    }

    /// A heading without attributes; `level` is brought into 1 to 6.
    pub fn heading(level: u8, content: Vec<Inline>) -> Block {
        BlockKind::Heading {
            level: level.clamp(1, 6),
            content,
        }
        .into()
    }

    /// A block of code without attributes.
    pub fn code(language: Option<&str>, text: &str) -> Block {
        let language = language.map(str::to_owned);
        BlockKind::Code {
            language,
            plain: false,
            content: vec![Inline::text(text)],
        }
        .into()
    }
}
