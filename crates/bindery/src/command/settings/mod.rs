//! Settings come from flags, then `bindery.toml`, then the site's own configuration, then defaults.
mod epub;
mod feed;
mod tables;
mod text;

use std::fmt;
use std::path::{Component, Path, PathBuf};

use serde::Deserialize;

pub(crate) use epub::{CoverSetting, EpubSettings};
pub(crate) use feed::FeedSettings;
pub(crate) use tables::{Filters, Tables};
pub(crate) use text::TextSettings;

/// The name of the settings file in an archive's root.
pub(crate) const FILE_NAME: &str = "bindery.toml";

/// What a settings file may hold.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct SettingsFile {
    pub(crate) title: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) drafts: Option<bool>,
    pub(crate) future: Option<bool>,
    pub(crate) since: Option<jiff::civil::Date>,
    pub(crate) until: Option<jiff::civil::Date>,
    pub(crate) collections: Vec<String>,
    pub(crate) categories: Vec<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) jobs: Option<usize>,
    pub(crate) cache: Option<PathBuf>,
    pub(crate) epub: Tables<EpubSettings>,
    pub(crate) feed: Tables<FeedSettings>,
    pub(crate) text: Tables<TextSettings>,
}

impl SettingsFile {
    /// The settings of a file in a folder, from which its paths lead.
    pub(crate) fn in_folder(mut self, folder: &Path) -> SettingsFile {
        for path in self.paths_mut() {
            // `-` is standard output. What is in this folder needs no `./`.
            if path.as_os_str() != "-" && folder != "." {
                *path = folder.join(&*path);
            }
        }
        self
    }

    /// A path that it names and that leads out of the working folder, or to what is hidden there.
    pub(crate) fn path_that_leads_out(&mut self) -> Option<PathBuf> {
        let is_plain = |part: Component<'_>| match part {
            Component::Normal(name) => !name.as_encoded_bytes().starts_with(b"."),
            part => part == Component::CurDir,
        };
        let found = self
            .paths_mut()
            .find(|path| !path.components().all(is_plain));
        found.cloned()
    }

    /// Where its outputs go.
    pub(crate) fn outputs(&self) -> impl Iterator<Item = &PathBuf> {
        let epub = self.epub.iter().filter_map(|epub| epub.output.as_ref());
        let feed = self.feed.iter().filter_map(|feed| feed.output.as_ref());
        let text = self.text.iter().filter_map(|text| text.output.as_ref());
        epub.chain(feed).chain(text)
    }

    /// All paths that it names.
    fn paths_mut(&mut self) -> impl Iterator<Item = &mut PathBuf> {
        let epub = self.epub.iter_mut().flat_map(EpubSettings::paths_mut);
        let feed = self.feed.iter_mut().filter_map(|feed| feed.output.as_mut());
        let text = self.text.iter_mut().filter_map(|text| text.output.as_mut());
        self.cache.iter_mut().chain(epub).chain(feed).chain(text)
    }

    /// The settings with what one output says of the posts that it takes.
    pub(crate) fn narrowed(mut self, filters: Filters) -> SettingsFile {
        let own = |own: Vec<String>, file: &mut Vec<String>| {
            if !own.is_empty() {
                *file = own;
            }
        };
        self.since = filters.since.or(self.since);
        self.until = filters.until.or(self.until);
        own(filters.categories, &mut self.categories);
        own(filters.tags, &mut self.tags);
        own(filters.collections, &mut self.collections);
        self
    }
}

/// Where a setting comes from, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Origin {
    Flag,
    SettingsFile,
    Site,
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Origin::Flag => "flag",
            Origin::SettingsFile => FILE_NAME,
            Origin::Site => "site",
            Origin::Default => "default",
        })
    }
}

/// The strongest of the values that are there, and where it comes from.
pub(crate) fn choose<T>(
    flag: Option<T>,
    file: Option<T>,
    site: Option<T>,
    default: T,
) -> (T, Origin) {
    let from = |value: Option<T>, origin| value.map(|value| (value, origin));
    from(flag, Origin::Flag)
        .or_else(|| from(file, Origin::SettingsFile))
        .or_else(|| from(site, Origin::Site))
        .unwrap_or((default, Origin::Default))
}

/// A list, or nothing if it is empty.
pub(crate) fn given<T: Clone>(list: &[T]) -> Option<Vec<T>> {
    (!list.is_empty()).then(|| list.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_come_before_files_before_the_site() {
        assert_eq!(choose(Some(1), Some(2), Some(3), 4), (1, Origin::Flag));
        assert_eq!(choose(None, Some(2), Some(3), 4), (2, Origin::SettingsFile));
        assert_eq!(choose(None, None, Some(3), 4), (3, Origin::Site));
        assert_eq!(choose(None, None, None, 4), (4, Origin::Default));
    }

    #[test]
    fn a_misspelt_setting_is_an_error() {
        assert!(toml::from_str::<SettingsFile>("titel = \"x\"").is_err());
        let settings: SettingsFile =
            toml::from_str("since = \"2024-01-31\"\n[feed]\nlimit = 0").unwrap();
        assert_eq!(settings.since, Some(jiff::civil::date(2024, 1, 31)));
        assert_eq!(settings.feed.limit, Some(0));
    }
}
