use std::path::PathBuf;

use serde::Deserialize;

/// The table `[epub]`. Paths are relative to the working folder, as in the flags.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct EpubSettings {
    pub(crate) output: Option<PathBuf>,
    pub(crate) cover: Option<PathBuf>,
    pub(crate) css: Option<PathBuf>,
    pub(crate) identifier: Option<String>,
}
