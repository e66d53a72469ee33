//! Formulas in presentation MathML.
//!
//! The tree holds what MathML Core draws and what of MathML 3 a book may hold beside it: no links,
//! no ids and classes of others, no colours, no scripts, no other markup. It cannot be made
//! otherwise, not even from JSON, so that writers may write it as it is. [`MathBuilder`] makes one
//! of any MathML.
mod attributes;
mod builder;
mod labels;
mod letters;
mod linear;
mod repair;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use builder::{MathBuilder, MathFlaw};

/// How deep the elements of a formula may nest. Within it, code may recurse.
pub const MAX_MATH_DEPTH: usize = 64;

/// What a `math` element holds: elements that stand side by side.
///
/// ```
/// use bindery_model::MathBuilder;
/// let mut builder = MathBuilder::new();
/// builder.start("mfrac", []);
/// for (name, text) in [("mn", "1"), ("mn", "2")] {
///     builder.start(name, []);
///     builder.text(text);
///     builder.end();
/// }
/// builder.end();
/// assert_eq!(builder.finish().unwrap().to_text(), "1/2");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<MathElement>", into = "Vec<MathElement>")]
pub struct MathMl {
    content: Vec<MathElement>,
}

impl From<MathMl> for Vec<MathElement> {
    fn from(formula: MathMl) -> Vec<MathElement> {
        formula.content
    }
}

impl TryFrom<Vec<MathElement>> for MathMl {
    type Error = NotMath;

    fn try_from(content: Vec<MathElement>) -> Result<Self, NotMath> {
        if content.iter().all(is_expression) {
            Ok(MathMl { content })
        } else {
            Err(NotMath::Content(MathName::Mrow))
        }
    }
}

impl MathMl {
    /// The elements, in order.
    pub fn content(&self) -> &[MathElement] {
        &self.content
    }

    /// The formula on one line, for people to read: `(a+b)/c`, `x_1^2`, `√(x)`.
    pub fn to_text(&self) -> String {
        linear::text(&self.content)
    }

    /// How deep the elements nest; 0 if there is none.
    pub(crate) fn depth(&self) -> usize {
        depth(&self.content)
    }

    /// All text in it, piece by piece.
    pub(crate) fn texts(&self) -> Vec<&str> {
        let mut texts = Vec::new();
        push_texts(&self.content, &mut texts);
        texts
    }
}

fn depth(content: &[MathElement]) -> usize {
    let depths = content.iter().map(|element| 1 + depth(&element.content));
    depths.max().unwrap_or_default()
}

fn push_texts<'m>(content: &'m [MathElement], texts: &mut Vec<&'m str>) {
    for element in content {
        texts.push(&element.text);
        push_texts(&element.content, texts);
    }
}

/// An element of a formula. Tokens have text and no content, all others content and no text; each
/// has as many children as MathML wants it to have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct MathElement {
    name: MathName,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    attributes: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    text: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    content: Vec<MathElement>,
}

impl MathElement {
    /// Its name.
    pub fn name(&self) -> MathName {
        self.name
    }

    /// Its attributes, by name, in the order of the alphabet.
    pub fn attributes(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.attributes
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// The text of a token; others have none.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The elements in it, in order.
    pub fn content(&self) -> &[MathElement] {
        &self.content
    }

    fn token(name: MathName, text: String) -> MathElement {
        MathElement {
            name,
            attributes: BTreeMap::new(),
            text,
            content: Vec::new(),
        }
    }

    fn layout(name: MathName, content: Vec<MathElement>) -> MathElement {
        MathElement {
            name,
            attributes: BTreeMap::new(),
            text: String::new(),
            content,
        }
    }
}

/// An element of which nobody has looked whether it is one of MathML.
#[derive(Deserialize)]
struct Unchecked {
    name: MathName,
    #[serde(default)]
    attributes: BTreeMap<String, String>,
    #[serde(default)]
    text: String,
    #[serde(default)]
    content: Vec<MathElement>,
}

/// Why something is no element of a formula.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotMath {
    /// The element has no attribute of this name and value.
    #[error("{} has no attribute {key} with the value {value:?}", .name.as_str())]
    Attribute {
        /// The element.
        name: MathName,
        /// The attribute.
        key: String,
        /// What it is said to be.
        value: String,
    },
    /// The element does not hold text, or not such elements, or not so many.
    #[error("{} does not hold what is in it", .0.as_str())]
    Content(MathName),
}

impl TryFrom<Unchecked> for MathElement {
    type Error = NotMath;

    fn try_from(unchecked: Unchecked) -> Result<Self, NotMath> {
        let Unchecked {
            name,
            attributes,
            text,
            content,
        } = unchecked;
        if !(name.holds(&content) && (text.is_empty() || name.is_token())) {
            return Err(NotMath::Content(name));
        }
        let attributes = attributes.into_iter().map(|(key, value)| {
            let clean = attributes::clean(name, &key, &value);
            clean.ok_or(NotMath::Attribute { name, key, value })
        });
        Ok(MathElement {
            name,
            attributes: attributes.collect::<Result<_, _>>()?,
            text,
            content,
        })
    }
}

/// The elements that a formula may be made of (MathML 3, chapter 3; all but `menclose` are in
/// MathML Core).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "they are MathML's")]
pub enum MathName {
    Mi,
    Mn,
    Mo,
    Mtext,
    Mspace,
    Mrow,
    Mfrac,
    Msqrt,
    Mroot,
    Mstyle,
    Mpadded,
    Mphantom,
    Menclose,
    Msub,
    Msup,
    Msubsup,
    Munder,
    Mover,
    Munderover,
    Mmultiscripts,
    Mprescripts,
    Mtable,
    Mtr,
    Mtd,
}

/// The names, in the order in which they are declared.
const NAMES: [(&str, MathName); 24] = [
    ("mi", MathName::Mi),
    ("mn", MathName::Mn),
    ("mo", MathName::Mo),
    ("mtext", MathName::Mtext),
    ("mspace", MathName::Mspace),
    ("mrow", MathName::Mrow),
    ("mfrac", MathName::Mfrac),
    ("msqrt", MathName::Msqrt),
    ("mroot", MathName::Mroot),
    ("mstyle", MathName::Mstyle),
    ("mpadded", MathName::Mpadded),
    ("mphantom", MathName::Mphantom),
    ("menclose", MathName::Menclose),
    ("msub", MathName::Msub),
    ("msup", MathName::Msup),
    ("msubsup", MathName::Msubsup),
    ("munder", MathName::Munder),
    ("mover", MathName::Mover),
    ("munderover", MathName::Munderover),
    ("mmultiscripts", MathName::Mmultiscripts),
    ("mprescripts", MathName::Mprescripts),
    ("mtable", MathName::Mtable),
    ("mtr", MathName::Mtr),
    ("mtd", MathName::Mtd),
];

impl MathName {
    /// The name as it is written.
    pub fn as_str(self) -> &'static str {
        NAMES[self as usize].0
    }

    fn from_written(name: &str) -> Option<MathName> {
        let found = NAMES.iter().find(|(known, _)| *known == name);
        found.map(|(_, name)| *name)
    }

    /// Whether it holds text.
    pub fn is_token(self) -> bool {
        use MathName::{Mi, Mn, Mo, Mtext};
        matches!(self, Mi | Mn | Mo | Mtext)
    }

    /// How many children it has; `None` if there may be any number.
    fn arity(self) -> Option<usize> {
        use MathName::*;
        match self {
            Mi | Mn | Mo | Mtext | Mspace | Mprescripts => Some(0),
            Mfrac | Mroot | Msub | Msup | Munder | Mover => Some(2),
            Msubsup | Munderover => Some(3),
            _ => None,
        }
    }

    /// Whether these may be its children (MathML 3, sections 3.1.3, 3.4.7 and 3.5).
    fn holds(self, content: &[MathElement]) -> bool {
        use MathName::{Mmultiscripts, Mprescripts, Mtable, Mtd, Mtr};
        let is = |name| move |element: &MathElement| element.name == name;
        match self {
            Mtable => content.iter().all(is(Mtr)),
            Mtr => content.iter().all(is(Mtd)),
            Mmultiscripts => {
                let mut scripts = content.iter().skip(1).map(|element| element.name);
                let begins = content.first().is_some_and(is_expression);
                let behind = scripts.clone().take_while(|name| *name != Mprescripts);
                let behind = behind.count();
                let before = scripts.clone().count() - behind;
                begins
                    && behind % 2 == 0
                    && before % 2 == before.min(1)
                    && scripts.all(|name| !matches!(name, Mtr | Mtd))
                    && content.iter().filter(|e| e.name == Mprescripts).count() <= 1
            }
            _ => {
                self.arity().is_none_or(|arity| arity == content.len())
                    && content.iter().all(is_expression)
            }
        }
    }
}

/// Whether it may stand anywhere.
fn is_expression(element: &MathElement) -> bool {
    use MathName::{Mprescripts, Mtd, Mtr};
    !matches!(element.name, Mprescripts | Mtr | Mtd)
}
