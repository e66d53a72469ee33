//! What stands at the head of a feed.
use bindery_model::{Author, DateTime, Entry, Meta, Source};
use jiff::tz::Offset;
use serde_json::Value;
use url::Url;

use crate::category::{self, Category};
use crate::clean::clean_line;
use crate::feed::{Feed, History};
use crate::origin::{Origins, uuid};
use crate::podcast::Podcast;
use crate::smartify::smartify;
use crate::targets::{canonical, encode, encode_path, from_root};
use crate::{Error, Format, Options, language};

/// A style sheet of the site's own, which jekyll-feed names too.
const OWN_STYLE: &str = "feed.xslt.xml";

/// What all feeds of a site have in common. Texts are clean, addresses absolute and ASCII.
#[derive(Debug, Clone)]
pub(crate) struct SiteHead {
    /// Scheme, host and base path, without a slash at the end.
    pub(crate) root: String,
    /// The host alone.
    host: String,
    /// The same as `root` of where the feeds will lie; `None` for feeds that are made of feeds, if
    /// it is not said.
    place: Option<String>,
    /// The feeds that the site is made of.
    pub(crate) origins: Origins,
    /// The site's front page.
    pub(crate) home: String,
    /// Whether it is made of feeds, whose entries have no addresses but their own.
    pub(crate) is_of_feeds: bool,
    pub(crate) title: String,
    pub(crate) description: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) authors: Vec<Author>,
    /// A square picture, and a wider one.
    pub(crate) icon: Option<String>,
    pub(crate) logo: Option<String>,
    pub(crate) copyright: Option<String>,
    pub(crate) categories: Vec<Category>,
    /// For whom a feed says it is fit, in the form of PICS.
    pub(crate) rating: Option<String>,
    /// What a podcast says of itself, or what it lacks to be one.
    pub(crate) podcast: Result<Option<Podcast>, &'static str>,
    /// Addresses of style sheets, and their media types.
    pub(crate) styles: Vec<(&'static str, String)>,
    pub(crate) hub: Option<String>,
}

impl SiteHead {
    pub(crate) fn new(source: &dyn Source, options: &Options) -> Result<SiteHead, Error> {
        let site = source.site();
        let origins = Origins::of_site(site);
        let given = options.url.as_deref().map(root_of).transpose()?;
        // Entries of a feed have the addresses that they had, wherever the feed will lie.
        let own = site.url.as_deref().map(root_of);
        let at = match &given {
            Some(given) if origins.is_empty() => given.clone(),
            given => own
                .transpose()?
                .or_else(|| given.clone())
                .or_else(|| root_of_entries(source))
                .ok_or_else(|| Error::no_address(site))?,
        };
        let root = format!(
            "{}{}",
            at.as_str().trim_end_matches('/'),
            canonical(&encode(&site.base_path))
        );
        let place = match given {
            _ if origins.is_empty() => Some(root.clone()),
            given => given.map(|url| url.as_str().trim_end_matches('/').to_owned()),
        };
        let configured = |key: &str| {
            let feed = site
                .configuration
                .get("feed")
                .and_then(|feed| feed.get(key));
            feed.or_else(|| {
                site.configuration
                    .get(key)?
                    .as_str()
                    .and(site.configuration.get(key))
            })
            .and_then(Value::as_str)
        };
        let picture = |key: &str| {
            let reference = configured(key)
                .map(str::trim)
                .filter(|text| !text.is_empty())?;
            absolute(&root, reference)
        };
        let mut styles = Vec::new();
        if options.style {
            let place = place.as_deref().ok_or(Error::NoPlace("style sheets"))?;
            styles.push(("text/xsl", format!("{place}/{}", crate::style::XSLT_PATH)));
            styles.push(("text/css", format!("{place}/{}", crate::style::CSS_PATH)));
        } else if source.resource(OWN_STYLE).is_ok() {
            styles.push(("text/xml", format!("{root}/{OWN_STYLE}")));
        }
        let title = clean_line(&site.title);
        let is_of_feeds = matches!(
            site.kind.as_str(),
            "feed" | "wordpress" | "ghost" | "movable-type"
        );
        Ok(SiteHead {
            host: at.host_str().unwrap_or_default().to_owned(),
            home: match (origins.only(), &place) {
                (Some(origin), _) => origin.home.clone(),
                (None, place) => place.as_ref().map(|place| format!("{place}/")),
            }
            .unwrap_or_else(|| format!("{root}/")),
            place,
            origins,
            is_of_feeds,
            title: if title.is_empty() {
                root.clone()
            } else {
                smartify(&title)
            },
            description: site
                .description
                .as_deref()
                .map(clean_line)
                .filter(|text| !text.is_empty()),
            language: site.language.as_deref().and_then(language::for_feed),
            authors: authors(&site.authors),
            icon: picture("icon"),
            logo: picture("logo"),
            copyright: ["copyright", "rights"]
                .iter()
                .find_map(|key| configured(key))
                .map(clean_line)
                .filter(|text| !text.is_empty()),
            categories: category::of_site(site),
            rating: site
                .configuration
                .get("rating")
                .and_then(Value::as_str)
                .map(clean_line)
                .filter(|text| is_of_feeds && !text.is_empty()),
            podcast: Podcast::of_site(site, &root),
            styles,
            hub: options.hub.as_deref().and_then(|hub| absolute(&root, hub)),
            root,
        })
    }

    /// The address of a post.
    pub(crate) fn link(&self, meta: &Meta) -> String {
        // An entry of a feed that has no address leads to the page that the feed is of.
        if meta.url.is_empty() && self.is_of_feeds {
            return self.home.clone();
        }
        if meta.url.is_empty() {
            return format!("{}/{}", self.root, encode_path(&meta.path));
        }
        canonical(&from_root(&self.root, &meta.url))
    }

    /// The host by which an entry that has no address as its id is told from those of other sites.
    pub(crate) fn host_of(&self, path: &str) -> String {
        let origin = self.origins.of(path);
        let home = origin.and_then(|origin| Url::parse(origin.home.as_ref()?).ok());
        let host = home.and_then(|home| home.host_str().map(str::to_owned));
        host.unwrap_or_else(|| self.host.clone())
    }

    /// The address of a feed or of what belongs to one, by its path; `None` if it is not known.
    pub(crate) fn address(&self, path: &str) -> Option<String> {
        let path = encode_path(path.trim_start_matches('/'));
        self.place.as_ref().map(|place| format!("{place}/{path}"))
    }

    /// The podcast that the site is.
    pub(crate) fn podcast(&self) -> Option<&Podcast> {
        self.podcast.as_ref().ok()?.as_ref()
    }

    /// Whether the page that `home` names is that of all entries.
    pub(crate) fn has_home(&self) -> bool {
        let only = self.origins.only();
        only.map_or(self.place.is_some(), |only| only.home.is_some())
    }
}

/// The site of the first entry that has an address, be it as its id, for feeds that name none.
fn root_of_entries(source: &dyn Source) -> Option<Url> {
    let known = source.entries().iter().flat_map(|entry| {
        let id = entry.meta.details.id.as_deref();
        std::iter::once(&*entry.meta.url).chain(id)
    });
    let mut roots = known.map(root_of);
    roots.find_map(Result::ok)?.join("/").ok()
}

/// Reads the address of a site.
fn root_of(url: &str) -> Result<Url, Error> {
    let parsed = Url::parse(url.trim()).ok();
    parsed
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .ok_or_else(|| Error::Address(url.to_owned()))
}

/// An address, absolute already or from the site's root.
pub(crate) fn absolute(root: &str, reference: &str) -> Option<String> {
    let reference = reference.trim();
    if reference.contains("://") || Url::parse(reference).is_ok() {
        return web_address(reference);
    }
    let path = encode(reference.trim_start_matches('/'));
    Some(canonical(&format!("{root}/{path}")))
}

/// An address of the web, as it is written where that is ASCII.
pub(crate) fn web_address(text: &str) -> Option<String> {
    let url = Url::parse(text.trim()).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
    let written = if text.is_ascii() {
        text.trim()
    } else {
        url.as_str()
    };
    is_web.then(|| canonical(&encode(written)))
}

/// Authors as feeds may hold them: names that are not empty, addresses that are addresses.
pub(crate) fn authors(known: &[Author]) -> Vec<Author> {
    let clean = |author: &Author| {
        let name = clean_line(&author.name);
        (!name.is_empty()).then(|| Author {
            name,
            email: author
                .email
                .as_deref()
                .map(str::trim)
                .filter(|email| is_email(email))
                .map(str::to_owned),
            uri: author.uri.as_deref().and_then(web_address),
        })
    };
    known.iter().filter_map(clean).collect()
}

/// Whether an e-mail address is of the plain form that every validator knows.
pub(crate) fn is_email(text: &str) -> bool {
    let is_host = |host: &str| {
        host.contains('.')
            && host.split('.').all(|label| {
                !label.is_empty()
                    && label
                        .bytes()
                        .all(|b| b.is_ascii_alphanumeric() || b == b'-')
            })
    };
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"_-+.'".contains(&b))
            && is_host(host)
    })
}

/// What stands at the head of one feed.
#[derive(Debug, Clone)]
pub(crate) struct Channel<'a> {
    pub(crate) site: &'a SiteHead,
    pub(crate) id: String,
    /// The feed's own address, if that is known.
    pub(crate) own: Option<String>,
    pub(crate) title: String,
    pub(crate) updated: DateTime,
    /// The same feed in other formats.
    pub(crate) alternates: Vec<(Format, String)>,
    /// The links of RFC 5005: relation and address.
    pub(crate) history: Vec<(&'static str, String)>,
    /// The format's own name of what the document is: `complete`, `archive`.
    pub(crate) mark: Option<&'static str>,
}

impl<'a> Channel<'a> {
    pub(crate) fn new(site: &'a SiteHead, feed: &Feed<'_>) -> Channel<'a> {
        let moments = feed
            .entries
            .iter()
            .filter_map(|entry: &&Entry| entry.meta.details.updated.max(entry.meta.date));
        let at = |path: &String| site.address(path).unwrap_or_default();
        let (mark, history) = match &feed.history {
            History::None => (None, Vec::new()),
            History::Complete => (Some("complete"), Vec::new()),
            History::Current { previous } => (
                None,
                previous
                    .iter()
                    .map(|path| ("prev-archive", at(path)))
                    .collect(),
            ),
            History::Archive {
                current,
                previous,
                next,
            } => {
                let mut links = vec![("current", at(current))];
                links.extend(previous.iter().map(|path| ("prev-archive", at(path))));
                links.extend(next.iter().map(|path| ("next-archive", at(path))));
                (Some("archive"), links)
            }
        };
        let title = clean_line(&feed.title);
        let own = site.address(&feed.path);
        let of_all = title.is_empty();
        Channel {
            site,
            id: match &own {
                // It is the same feed, though in another place or format.
                _ if of_all && site.origins.only().is_some() => site.origins.id(),
                Some(own) => own.clone(),
                None if of_all => site.origins.id(),
                None => uuid(&format!("{}\n{}", site.origins.id(), feed.path)),
            },
            own,
            title: if title.is_empty() {
                site.title.clone()
            } else {
                smartify(&title)
            },
            updated: moments
                .max_by_key(|date| date.timestamp())
                .filter(|date| is_plausible(*date))
                .unwrap_or_else(earliest),
            alternates: feed
                .alternates
                .iter()
                .filter_map(|(format, path)| Some((*format, site.address(path)?)))
                .collect(),
            history,
            mark,
        }
    }
}

/// The earliest date that validators find plausible: what has none must have one in Atom.
pub(crate) fn earliest() -> DateTime {
    // 1990-01-01T00:00:00Z
    let timestamp = jiff::Timestamp::from_second(631_152_000).unwrap_or_default();
    DateTime::new(timestamp, Offset::UTC)
}

/// Whether validators believe that something was published then.
pub(crate) fn is_plausible(date: DateTime) -> bool {
    date.civil().year() >= 1990
}
