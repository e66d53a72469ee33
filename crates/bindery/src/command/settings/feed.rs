use std::path::PathBuf;

use serde::Deserialize;

use super::Filters;
use crate::command::arguments::FeedFormat;

/// The table `[feed]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct FeedSettings {
    pub(crate) output: Option<PathBuf>,
    pub(crate) format: Option<FeedFormat>,
    pub(crate) limit: Option<usize>,
    /// Which posts it takes.
    pub(crate) since: Option<jiff::civil::Date>,
    pub(crate) until: Option<jiff::civil::Date>,
    pub(crate) categories: Vec<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) collections: Vec<String>,
}

impl FeedSettings {
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
