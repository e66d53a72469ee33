use std::path::PathBuf;

use serde::Deserialize;

use super::Filters;
use crate::command::arguments::{CreatorArgument, GroupName, ImageChoice, SplitArgument};

/// `cover = "FILE"`, or `cover = false` for none.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum CoverSetting {
    File(PathBuf),
    Drawn(bool),
}

/// The table `[epub]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct EpubSettings {
    pub(crate) output: Option<PathBuf>,
    pub(crate) subtitle: Option<String>,
    pub(crate) creators: Vec<CreatorArgument>,
    pub(crate) publisher: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) subjects: Vec<String>,
    pub(crate) rights: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) series: Option<String>,
    pub(crate) series_number: Option<String>,
    pub(crate) published: Option<jiff::civil::Date>,
    pub(crate) modified: Option<jiff::civil::Date>,
    pub(crate) identifier: Option<String>,
    pub(crate) images: Option<ImageChoice>,
    pub(crate) image_max: Option<u32>,
    pub(crate) image_quality: Option<u8>,
    pub(crate) cover: Option<CoverSetting>,
    pub(crate) cover_font: Option<PathBuf>,
    pub(crate) fonts: Vec<PathBuf>,
    pub(crate) title_page: Option<bool>,
    pub(crate) css: Option<PathBuf>,
    pub(crate) css_only: Option<bool>,
    pub(crate) highlight: Option<bool>,
    pub(crate) vertical: Option<bool>,
    pub(crate) section_levels: Option<u8>,
    pub(crate) split_by: Option<SplitArgument>,
    pub(crate) group_by: Option<GroupName>,
    pub(crate) index: Option<bool>,
    pub(crate) author_pages: Option<bool>,
    /// Which posts it takes.
    pub(crate) since: Option<jiff::civil::Date>,
    pub(crate) until: Option<jiff::civil::Date>,
    pub(crate) categories: Vec<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) collections: Vec<String>,
}

impl EpubSettings {
    /// All paths that it names.
    pub(super) fn paths_mut(&mut self) -> impl Iterator<Item = &mut PathBuf> {
        let cover = match &mut self.cover {
            Some(CoverSetting::File(file)) => Some(file),
            _ => None,
        };
        let single = [&mut self.output, &mut self.cover_font, &mut self.css];
        let single = single.into_iter().flatten();
        single.chain(cover).chain(&mut self.fonts)
    }

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
