//! Makes formulas of any MathML: what is older than MathML Core is said in its words, what no book
//! may hold is left out, and what stands where it must not is put right as browsers do.
use std::collections::BTreeMap;

use super::attributes::clean;
use super::labels::with_column_of_labels;
use super::letters::{styled, variant};
use super::repair::{fenced, fitting};
use super::{MAX_MATH_DEPTH, MathElement, MathMl, MathName};

/// How many elements a formula has at most.
const MAX_ELEMENTS: usize = 5000;
/// Bytes of the longest text in a formula.
const MAX_TEXT: usize = 20_000;

/// Why something is no formula.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MathFlaw {
    /// It nests deeper than [`MAX_MATH_DEPTH`].
    #[error("it nests deeper than {MAX_MATH_DEPTH} levels")]
    TooDeep,
    /// It has too many elements, or too much text.
    #[error("it is too long")]
    TooLong,
    /// It has an element that is none of presentation MathML.
    #[error("a book has no {0} in formulas")]
    Element(String),
}

/// Takes elements and text as they stand in a source, in order, and makes a formula of them.
#[derive(Debug)]
pub struct MathBuilder {
    open: Vec<Frame>,
    elements: usize,
    text: usize,
    flaw: Option<MathFlaw>,
}

/// An element that is open.
#[derive(Debug, Default)]
struct Frame {
    role: Role,
    attributes: BTreeMap<&'static str, String>,
    /// The display style and level of scripts, which MathML 3 lets only `mstyle` say.
    style: BTreeMap<&'static str, String>,
    /// The style of the letters in it.
    variant: Option<&'static str>,
    text: String,
    content: Vec<MathElement>,
    /// Which of them are rows of a table that end with a label.
    labelled: Vec<usize>,
    /// How deep the content nests.
    depth: usize,
}

/// What becomes of an element.
#[derive(Debug, Default)]
enum Role {
    /// A row, if there is not just one element in it.
    #[default]
    Row,
    /// An element of this name.
    Element(MathName),
    /// A string (`ms`), with its quotation marks.
    Quoted([String; 2]),
    /// Elements in brackets (`mfenced`): what opens, closes and separates them.
    Fenced([String; 3]),
    /// The one of its elements that is shown (`semantics`, `maction`), from 0.
    Choice(usize),
    /// A row of a table whose first cell is its label (`mlabeledtr`). It is set behind the row, where
    /// MathML Core has no labels: in a column of its own, apart from the others.
    Labelled,
    /// Nothing; what is in it stands behind it, since it may hold nothing itself.
    Void,
    /// Nothing, nor what is in it.
    Hidden,
}

impl Default for MathBuilder {
    fn default() -> Self {
        MathBuilder::new()
    }
}

impl MathBuilder {
    /// A formula of which nothing has been read.
    pub fn new() -> MathBuilder {
        MathBuilder {
            open: vec![Frame::default()],
            elements: 0,
            text: 0,
            flaw: None,
        }
    }

    /// Whether formulas may have elements of this name.
    pub fn knows(name: &str) -> bool {
        role_of(name).is_some()
    }

    /// An element begins. `name` may have a prefix, which counts for nothing.
    pub fn start<'a>(
        &mut self,
        name: &str,
        attributes: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) {
        if self.flaw.is_some() {
            return;
        }
        let Some(above) = self.open.last() else {
            return;
        };
        self.elements += 1;
        if self.elements > MAX_ELEMENTS {
            return self.fail(MathFlaw::TooLong);
        }
        let mut frame = Frame {
            variant: above.variant,
            ..Frame::default()
        };
        if matches!(above.role, Role::Hidden) {
            frame.role = Role::Hidden;
            return self.open.push(frame);
        }
        let name = name.rsplit(':').next().unwrap_or_default();
        let Some(role) = role_of(name) else {
            return self.fail(MathFlaw::Element(name.to_owned()));
        };
        frame.role = role;
        for (key, value) in attributes {
            frame.read_attribute(key, value);
        }
        if let Role::Void = frame.role {
            let name = MathName::from_written(name).unwrap_or(MathName::Mrow);
            let mut element = MathElement::layout(name, Vec::new());
            if name == MathName::Mspace {
                element.attributes = std::mem::take(&mut frame.attributes);
            }
            self.put(element, 1);
        }
        self.open.push(frame);
    }

    /// Text stands here.
    pub fn text(&mut self, text: &str) {
        if self.flaw.is_some() {
            return;
        }
        self.text += text.len();
        if self.text > MAX_TEXT {
            return self.fail(MathFlaw::TooLong);
        }
        let Some(frame) = self.receiver() else {
            return;
        };
        if frame.role.is_token() {
            frame.text.push_str(text);
        } else if !matches!(frame.role, Role::Hidden) {
            let text = collapsed(text);
            if !text.is_empty() {
                self.put(MathElement::token(MathName::Mtext, text), 1);
            }
        }
    }

    /// The element that began last ends.
    pub fn end(&mut self) {
        if self.flaw.is_some() || self.open.len() < 2 {
            return;
        }
        let Some(frame) = self.open.pop() else { return };
        let is_labelled = matches!(frame.role, Role::Labelled);
        if let Some((element, depth)) = frame.close() {
            self.put(element, depth);
        }
        if is_labelled && let Some(table) = self.receiver() {
            table.labelled.extend(table.content.len().checked_sub(1));
        }
    }

    /// Whether it is known already that this is no formula.
    pub fn has_failed(&self) -> bool {
        self.flaw.is_some()
    }

    /// The formula, elements that are open being ended.
    ///
    /// # Errors
    ///
    /// Why it is none.
    pub fn finish(mut self) -> Result<MathMl, MathFlaw> {
        while self.open.len() > 1 && self.flaw.is_none() {
            self.end();
        }
        if let Some(flaw) = self.flaw {
            return Err(flaw);
        }
        let frame = self.open.pop().unwrap_or_default();
        let mut content = fitting(MathName::Mrow, frame.content);
        if let [row] = content.as_mut_slice()
            && row.name == MathName::Mrow
            && row.attributes.is_empty()
        {
            content = std::mem::take(&mut row.content);
        }
        Ok(MathMl { content })
    }

    fn fail(&mut self, flaw: MathFlaw) {
        self.flaw = Some(flaw);
        self.open.clear();
    }

    /// The element that takes what stands here.
    fn receiver(&mut self) -> Option<&mut Frame> {
        let mut open = self.open.iter_mut().rev();
        open.find(|frame| !matches!(frame.role, Role::Void))
    }

    /// Puts an element, which nests so deep, into the one that is open.
    fn put(&mut self, element: MathElement, depth: usize) {
        if depth > MAX_MATH_DEPTH {
            return self.fail(MathFlaw::TooDeep);
        }
        let Some(frame) = self.receiver() else {
            return;
        };
        // Tokens hold text only (MathML 3, section 3.2): what holds elements is a row.
        if frame.role.is_token() {
            let row = Frame {
                variant: frame.variant,
                ..Frame::default()
            };
            let token = std::mem::replace(frame, row);
            if !collapsed(&token.text).is_empty()
                && let Some((token, _)) = token.close()
            {
                frame.content.push(token);
            }
        }
        frame.depth = frame.depth.max(depth);
        frame.content.push(element);
    }
}

impl Role {
    fn is_token(&self) -> bool {
        match self {
            Role::Element(name) => name.is_token(),
            Role::Quoted(_) => true,
            _ => false,
        }
    }
}

/// What becomes of an element of this name (MathML 3, chapter 3 and section 5.1); `None` for those
/// of content markup, of elementary arithmetic and of other languages.
fn role_of(name: &str) -> Option<Role> {
    let role = match name {
        "a" | "math" | "merror" | "mrow" => Role::Row,
        "mspace" | "mprescripts" | "none" => Role::Void,
        "annotation" | "annotation-xml" | "malignmark" | "maligngroup" => Role::Hidden,
        "semantics" | "maction" => Role::Choice(0),
        "ms" => Role::Quoted(["\"".to_owned(), "\"".to_owned()]),
        "mfenced" => Role::Fenced(["(".to_owned(), ")".to_owned(), ",".to_owned()]),
        "mlabeledtr" => Role::Labelled,
        "mglyph" => Role::Element(MathName::Mtext),
        _ => Role::Element(MathName::from_written(name)?),
    };
    Some(role)
}

impl Frame {
    fn read_attribute(&mut self, key: &str, value: &str) {
        match (&mut self.role, key) {
            (Role::Quoted([open, _]), "lquote") | (Role::Fenced([open, ..]), "open") => {
                *open = collapsed(value)
            }
            (Role::Quoted([_, close]), "rquote") | (Role::Fenced([_, close, _]), "close") => {
                *close = collapsed(value)
            }
            (Role::Fenced([.., separators]), "separators") => *separators = collapsed(value),
            (Role::Choice(shown), "selection") => {
                let number: usize = value.trim().parse().unwrap_or(1);
                *shown = number.saturating_sub(1);
            }
            (Role::Element(MathName::Mtext), "alt") => self.text.push_str(value),
            (_, "mathvariant") => self.variant = variant(value.trim()),
            // MathML Core says it in the language of style sheets.
            (Role::Element(MathName::Mtd), "style") => {
                let declarations = value.split(';').filter_map(|one| one.split_once(':'));
                let mut aligned = declarations.filter(|(name, _)| name.trim() == "text-align");
                if let Some((_, side)) = aligned.next() {
                    self.read_attribute("columnalign", side);
                }
            }
            (role, _) => {
                let name = role.name();
                if let Some((key, value)) = clean(name, key, value) {
                    self.attributes.insert(key, value);
                } else if let Some((key, value)) = clean(MathName::Mstyle, key, value)
                    && matches!(key, "displaystyle" | "scriptlevel")
                {
                    self.style.insert(key, value);
                }
            }
        }
    }

    /// The element that ends, and how deep it nests.
    fn close(mut self) -> Option<(MathElement, usize)> {
        let (element, depth) = match std::mem::take(&mut self.role) {
            Role::Void | Role::Hidden => return None,
            Role::Row => self.close_row(MathName::Mrow),
            Role::Element(name) if name.is_token() => (self.close_token(name), 1),
            Role::Quoted([open, close]) => {
                self.text = format!("{open}{}{close}", collapsed(&self.text));
                (self.close_token(MathName::Mtext), 1)
            }
            Role::Fenced(marks) => {
                let content = fitting(MathName::Mrow, std::mem::take(&mut self.content));
                self.content = fenced(content, &marks);
                self.depth += 1;
                self.close_row(MathName::Mrow)
            }
            Role::Choice(shown) => {
                let shown = self.content.drain(..).nth(shown);
                self.content = shown.into_iter().collect();
                self.close_row(MathName::Mrow)
            }
            Role::Labelled => {
                let cells = 1.min(self.content.len());
                self.content.rotate_left(cells);
                self.close_row(MathName::Mtr)
            }
            Role::Element(MathName::Mtd) => {
                if !self.style.is_empty() {
                    let content = std::mem::take(&mut self.content);
                    let mut styled = MathElement::layout(MathName::Mstyle, content);
                    styled.attributes = std::mem::take(&mut self.style);
                    self.content = vec![styled];
                    self.depth += 1;
                }
                self.close_row(MathName::Mtd)
            }
            Role::Element(MathName::Mtable) if !self.labelled.is_empty() => {
                let rows = fitting(MathName::Mtable, std::mem::take(&mut self.content));
                self.content = with_column_of_labels(rows, &self.labelled, &mut self.attributes);
                self.close_row(MathName::Mtable)
            }
            Role::Element(name) => self.close_row(name),
        };
        if self.style.is_empty() || element.name == MathName::Mtr {
            return Some((element, depth));
        }
        let mut styled = MathElement::layout(MathName::Mstyle, vec![element]);
        styled.attributes = std::mem::take(&mut self.style);
        Some((styled, depth + 1))
    }

    fn close_token(&mut self, name: MathName) -> MathElement {
        let text = collapsed(&self.text);
        let is_letter = text.chars().count() == 1;
        let text = match self.variant {
            // A single letter is that already.
            Some("italic") if is_letter && name == MathName::Mi => text,
            Some(style) => text.chars().map(|c| styled(style, c)).collect(),
            None => text,
        };
        let mut element = MathElement::token(name, text);
        element.attributes = std::mem::take(&mut self.attributes);
        if self.variant == Some("normal") && name == MathName::Mi && is_letter {
            let normal = "normal".to_owned();
            element.attributes.insert("mathvariant", normal);
        }
        element
    }

    fn close_row(&mut self, name: MathName) -> (MathElement, usize) {
        let mut content = fitting(name, std::mem::take(&mut self.content));
        let says_nothing =
            self.attributes.is_empty() && matches!(name, MathName::Mstyle | MathName::Mpadded);
        // What has not the children that it must have, browsers take for a row.
        let name = match name.holds(&content) && !says_nothing {
            true => name,
            false => MathName::Mrow,
        };
        if name == MathName::Mrow && self.attributes.is_empty() && content.len() == 1 {
            return (content.remove(0), self.depth);
        }
        // Where rows and cells of tables are lacking, they stand around what is there now.
        let around = match name {
            MathName::Mtable => 2,
            MathName::Mtr => 1,
            _ => 0,
        };
        let mut element = MathElement::layout(name, content);
        element.attributes = std::mem::take(&mut self.attributes);
        element
            .attributes
            .retain(|key, value| clean(name, key, value).is_some());
        (element, self.depth + around + 1)
    }
}

impl Role {
    /// The element whose attributes it has.
    fn name(&self) -> MathName {
        match self {
            Role::Element(name) => *name,
            Role::Labelled => MathName::Mtr,
            Role::Quoted(_) => MathName::Mtext,
            Role::Void => MathName::Mspace,
            _ => MathName::Mrow,
        }
    }
}

/// Without white space around, and with one space for each run of it (MathML 3, section 2.1.7).
fn collapsed(text: &str) -> String {
    let words = text.split_ascii_whitespace();
    crate::remove_forbidden(&words.collect::<Vec<_>>().join(" ")).into_owned()
}
