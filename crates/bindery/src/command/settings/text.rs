use std::path::PathBuf;

use serde::Deserialize;

/// The table `[text]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct TextSettings {
    pub(crate) output: Option<PathBuf>,
    pub(crate) width: Option<usize>,
}
