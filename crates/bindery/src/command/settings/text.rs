use std::path::PathBuf;

use serde::Deserialize;

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
}
