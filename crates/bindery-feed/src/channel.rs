//! The feed as a whole.
use bindery_model::{Author, DateTime, Entry, Meta, Site, remove_forbidden};
use jiff::Timestamp;
use jiff::tz::Offset;
use url::Url;

use crate::smartify::smartify;
use crate::targets::{encode, from_root};
use crate::{Error, Options};

/// What stands at the head of a feed.
#[derive(Debug, Clone)]
pub(crate) struct Channel {
    /// Scheme, host and base path, without a slash at the end.
    pub(crate) root: String,
    /// The site's front page.
    pub(crate) home: String,
    /// The feed's own address, which is its id too.
    pub(crate) own: String,
    pub(crate) title: String,
    pub(crate) description: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) authors: Vec<Author>,
    pub(crate) updated: DateTime,
}

impl Channel {
    pub(crate) fn new(
        site: &Site,
        entries: &[&Entry],
        options: &Options,
    ) -> Result<Channel, Error> {
        let url = options
            .url
            .as_ref()
            .or(site.url.as_ref())
            .ok_or(Error::NoAddress)?;
        let parsed = Url::parse(url.trim()).map_err(|_| Error::Address(url.clone()))?;
        if !matches!(parsed.scheme(), "http" | "https") || parsed.host_str().is_none() {
            return Err(Error::Address(url.clone()));
        }
        let root = format!(
            "{}{}",
            parsed.as_str().trim_end_matches('/'),
            encode(&site.base_path)
        );
        let clean = |text: &str| remove_forbidden(text).trim().to_owned();
        let title = clean(&site.title);
        let moments = entries
            .iter()
            .filter_map(|entry| entry.meta.updated.max(entry.meta.date));
        Ok(Channel {
            home: format!("{root}/"),
            own: format!("{root}{}", encode(&options.path)),
            title: if title.is_empty() {
                root.clone()
            } else {
                smartify(&title)
            },
            description: site
                .description
                .as_deref()
                .map(clean)
                .filter(|text| !text.is_empty()),
            language: site.language.clone(),
            authors: site.authors.clone(),
            updated: moments
                .max_by_key(|date| date.timestamp)
                .unwrap_or_else(|| DateTime::new(Timestamp::UNIX_EPOCH, Offset::UTC)),
            root,
        })
    }

    /// The address of a post.
    pub(crate) fn link(&self, meta: &Meta) -> String {
        from_root(&self.root, &meta.url)
    }

    /// The id that jekyll-feed gives a post: its folder and its short name, without ending. A post
    /// that has neither is known by its file.
    pub(crate) fn id(&self, meta: &Meta) -> String {
        if let Some(own) = &meta.id {
            return own.clone();
        }
        if meta.url.is_empty() {
            return format!("{}/{}", self.root, encode(&meta.path));
        }
        let folder = meta
            .url
            .trim_end_matches('/')
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder);
        let slug = if meta.slug.is_empty() {
            meta.path.rsplit('/').next().unwrap_or_default()
        } else {
            &meta.slug
        };
        format!("{}{}/{}", self.root, encode(folder), encode(slug))
    }
}
