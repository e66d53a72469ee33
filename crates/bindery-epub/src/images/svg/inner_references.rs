//! References of a drawing to its own parts: what they lead to is there, and of the right kind.
use std::collections::HashMap;

use super::vocabulary;

/// The parts of a drawing that have names, and whether what refers to them finds what it needs.
#[derive(Debug, Default)]
pub(super) struct References {
    /// The elements that have an identifier in what is written.
    defined: HashMap<String, &'static str>,
    /// References that were met before it was known whether they hold.
    open: Vec<(String, Wanted)>,
    /// The same elements, where the drawing was read before.
    known: Option<HashMap<String, &'static str>>,
}

/// What a reference needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// A gradient or a pattern (SVG 2, section 13.2).
    Paint,
    /// CSS Masking 1, section 5.1.
    ClipPath,
    /// Something that is drawn (SVG 2, section 5.6).
    Drawn,
    /// Whatever it is.
    Anything,
}

impl Wanted {
    fn is_met_by(self, element: &str) -> bool {
        match self {
            Wanted::Paint => matches!(element, "linearGradient" | "radialGradient" | "pattern"),
            Wanted::ClipPath => element == "clipPath",
            Wanted::Drawn => vocabulary::is_drawn(element),
            Wanted::Anything => true,
        }
    }
}

impl References {
    /// Whether all references hold.
    pub(super) fn all_hold(&self) -> bool {
        self.open.iter().all(|(id, wanted)| {
            let element = self.defined.get(id);
            element.is_some_and(|element| wanted.is_met_by(element))
        })
    }

    /// What a second reading knows.
    pub(super) fn known(self) -> References {
        References {
            known: Some(self.defined),
            ..References::default()
        }
    }

    /// Notes an identifier; whether it is the first of its name.
    pub(super) fn define(&mut self, id: &str, element: &'static str) -> bool {
        let is_new = !self.defined.contains_key(id);
        if is_new {
            self.defined.insert(id.to_owned(), element);
        }
        is_new
    }

    /// Whether `use` shows what it refers to.
    pub(super) fn shows(&mut self, reference: &str) -> bool {
        reference
            .strip_prefix('#')
            .is_some_and(|id| self.holds(id, Wanted::Drawn))
    }

    /// Whether a reference leads to a part that is there, if it leads to one.
    pub(super) fn is_whole(&mut self, reference: &str) -> bool {
        reference
            .strip_prefix('#')
            .is_none_or(|id| self.holds(id, Wanted::Anything))
    }

    /// The value of an attribute without references that do not hold: what is painted so is not,
    /// or in the colour that stands behind; what is cut so is whole.
    pub(super) fn of_property(&mut self, name: &str, value: String) -> Option<String> {
        let wanted = match name {
            "fill" | "stroke" => Wanted::Paint,
            "clip-path" => Wanted::ClipPath,
            _ => return Some(value),
        };
        let inner = value.trim_start().strip_prefix("url(");
        let Some((reference, rest)) = inner.and_then(|inner| inner.split_once(')')) else {
            return Some(value);
        };
        let id = reference.trim().trim_matches(['"', '\'']).strip_prefix('#');
        if id.is_some_and(|id| self.holds(id, wanted)) {
            return Some(value);
        }
        match (wanted, rest.trim()) {
            (Wanted::Paint, "") => Some("none".to_owned()),
            (Wanted::Paint, colour) => Some(colour.to_owned()),
            (_, "") => None,
            (_, rest) => Some(rest.to_owned()),
        }
    }

    fn holds(&mut self, id: &str, wanted: Wanted) -> bool {
        match &self.known {
            Some(known) => known
                .get(id)
                .is_some_and(|element| wanted.is_met_by(element)),
            None => {
                self.open.push((id.to_owned(), wanted));
                true
            }
        }
    }
}
