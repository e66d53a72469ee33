use std::path::PathBuf;

use serde::Deserialize;

use crate::command::arguments::FeedFormat;

/// The table `[feed]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct FeedSettings {
    pub(crate) output: Option<PathBuf>,
    pub(crate) format: Option<FeedFormat>,
    pub(crate) limit: Option<usize>,
}
