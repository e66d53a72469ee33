use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::MathMl;

/// A formula: its source in TeX, what the page draws of it in MathML, or both.
///
/// ```
/// use bindery_model::Formula;
/// assert_eq!(Formula::from_tex("x^2").text(), "x^2");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Formula {
    /// TeX, without the delimiters of a mathematical mode.
    #[serde(default, rename = "source", skip_serializing_if = "Option::is_none")]
    pub tex: Option<String>,
    /// MathML, where the page has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mathml: Option<MathMl>,
}

impl Formula {
    /// A formula of which only TeX is known.
    pub fn from_tex(tex: impl Into<String>) -> Formula {
        Formula {
            tex: Some(tex.into()),
            mathml: None,
        }
    }

    /// A formula of which only MathML is known.
    pub fn from_mathml(mathml: MathMl) -> Formula {
        Formula {
            tex: None,
            mathml: Some(mathml),
        }
    }

    /// The formula as text for people: its TeX, or else MathML on one line (`(a+b)/c`, `x^2`, `√(x)`).
    pub fn text(&self) -> Cow<'_, str> {
        match (&self.tex, &self.mathml) {
            (Some(tex), _) => Cow::Borrowed(tex),
            (None, Some(mathml)) => Cow::Owned(mathml.to_text()),
            (None, None) => Cow::Borrowed(""),
        }
    }
}
