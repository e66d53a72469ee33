use serde::{Deserialize, Serialize};

use crate::Target;

/// What any block or inline may carry besides its meaning.
///
/// Most nodes carry nothing, so nodes hold `Option<Box<Attributes>>`.
#[derive(Debug, Clone, Default, PartialEq, Hash, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Attributes {
    /// The `id` that links point at: not empty, without white space, unique in its post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Class names of the source, in order. Exporters may look at them; none has to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<String>,
    /// A BCP 47 language tag, where it differs from what is around it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The base direction, where the source gives one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// Where a quotation comes from, or what explains a change (HTML `cite` of `blockquote`, `q`,
    /// `ins` and `del`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cite: Option<Target>,
}

impl Attributes {
    /// Whether there is nothing in it.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.id.is_none()
            && self.classes.is_empty()
            && self.language.is_none()
            && self.direction.is_none()
            && self.cite.is_none()
    }

    /// The boxed form that nodes hold: `None` if there is nothing in it.
    #[inline]
    pub fn boxed(self) -> Option<Box<Attributes>> {
        (!self.is_empty()).then(|| Box::new(self))
    }
}

/// The value of HTML's `dir` attribute.
#[derive(Debug, Clone, Copy, PartialEq, Hash, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
    /// Decided by the first strong character.
    Auto,
}
