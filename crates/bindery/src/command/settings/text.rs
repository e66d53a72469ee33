use std::path::PathBuf;

use serde::Deserialize;

use super::Filters;
use crate::command::arguments::{TextAmbiguous, TextFormat, TextHeader, TextLinks};

/// The table `[text]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct TextSettings {
    pub(crate) output: Option<PathBuf>,
    pub(crate) format: Option<TextFormat>,
    pub(crate) width: Option<usize>,
    pub(crate) header: Option<TextHeader>,
    pub(crate) links: Option<TextLinks>,
    pub(crate) justify: Option<bool>,
    pub(crate) ambiguous: Option<TextAmbiguous>,
    pub(crate) encoding: Option<String>,
    pub(crate) substitute: Option<String>,
    /// Which posts it takes.
    pub(crate) since: Option<jiff::civil::Date>,
    pub(crate) until: Option<jiff::civil::Date>,
    pub(crate) categories: Vec<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) collections: Vec<String>,
}

impl TextSettings {
    /// Which posts this output takes.
    pub(crate) fn filters(&self) -> Filters {
        Filters {
            since: self.since,
            until: self.until,
            categories: self.categories.clone(),
            tags: self.tags.clone(),
            collections: self.collections.clone(),
        }
    }
}
