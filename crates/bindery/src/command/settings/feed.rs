use std::path::PathBuf;

use serde::{Deserialize, Deserializer};

use super::Filters;
use crate::command::arguments::{FeedFormat, FeedIds, FeedSubject};

/// The table `[feed]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct FeedSettings {
    pub(crate) output: Option<PathBuf>,
    #[serde(deserialize_with = "one_or_more")]
    pub(crate) format: Vec<FeedFormat>,
    pub(crate) limit: Option<usize>,
    #[serde(deserialize_with = "one_or_more")]
    pub(crate) per: Vec<FeedSubject>,
    pub(crate) archive: Option<usize>,
    pub(crate) complete: bool,
    pub(crate) excerpt_only: bool,
    pub(crate) ids: Option<FeedIds>,
    pub(crate) hub: Option<String>,
    pub(crate) style: bool,
    pub(crate) pretty: bool,
    pub(crate) gzip: bool,
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

/// A value, or a list of values.
fn one_or_more<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    from: D,
) -> Result<Vec<T>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMore<T> {
        One(T),
        More(Vec<T>),
    }
    Ok(match OneOrMore::deserialize(from)? {
        OneOrMore::One(value) => vec![value],
        OneOrMore::More(values) => values,
    })
}
