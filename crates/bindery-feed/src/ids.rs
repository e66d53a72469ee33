//! What makes an entry the same entry, whatever else changes: its id.
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use bindery_model::{Diagnostic, Entry, Location, Meta};
use url::Url;

use crate::channel::SiteHead;
use crate::clean::clean_line;
use crate::targets::{canonical, encode, encode_path, from_root};

/// How ids are made for posts that have none of their own (`id` or `guid` in their front matter).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Ids {
    /// From the present address, as jekyll-feed makes them.
    #[default]
    Address,
    /// From the first address that the post had (`redirect_from`), so that they stay when
    /// permalinks change; from the present one where it had no other.
    FirstAddress,
    /// Tag URIs (RFC 4151) of the site's host, the post's date and its short name: they stay when
    /// the site's permalinks change.
    Tag,
}

/// The id of an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Id {
    /// As Atom wants it: an address of any scheme, in ASCII and in one form.
    pub(crate) address: String,
    /// The post's own, where that is something else. Other formats take any text, and subscribers
    /// know the entry by this one.
    pub(crate) own: Option<String>,
}

impl Id {
    /// By which subscribers know the entry where any text is an id.
    pub(crate) fn as_known(&self) -> &str {
        self.own.as_deref().unwrap_or(&self.address)
    }
}

/// The ids of a feed's entries, which are made when they are asked for: an archive may have more
/// of them than memory should hold.
pub(crate) struct EntryIds<'a> {
    site: &'a SiteHead,
    entries: &'a [&'a Entry],
    ids: Ids,
    /// Entries whose id is that of an older one.
    doubles: HashSet<usize>,
    /// Entries whose own id is also that of an entry of another site.
    ambiguous: HashSet<usize>,
}

impl<'a> EntryIds<'a> {
    /// `entries` are the newest first; of two with one id the older keeps it.
    pub(crate) fn new(
        site: &'a SiteHead,
        entries: &'a [&'a Entry],
        ids: Ids,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> EntryIds<'a> {
        let mut all = EntryIds {
            site,
            entries,
            ids,
            doubles: HashSet::new(),
            ambiguous: HashSet::new(),
        };
        let mut seen: HashMap<u64, usize> = HashMap::with_capacity(entries.len());
        let mut own_ids: HashSet<u64> = HashSet::new();
        for (at, entry) in entries.iter().enumerate().rev() {
            let Id { address, own } = all.plain(at);
            let older = *seen.entry(hash(&address)).or_insert(at);
            let place = || Location::whole_file(&entry.meta.path);
            if older != at && all.plain(older).address == address {
                let message = format!("the id {address} is also that of another post");
                let hint = "give one of the two another file name, or an `id` of its own";
                let diagnostic = Diagnostic::warning("feed.same-id", message);
                diagnostics.push(diagnostic.with_hint(hint).at(place()));
                all.doubles.insert(at);
            } else if let Some(own) = own {
                if address.starts_with(&minted(site, &entry.meta.path)) {
                    let message = format!("its id {own:?} is no address; in Atom it is {address}");
                    let diagnostic = Diagnostic::note("feed.id-is-no-address", message);
                    diagnostics.push(diagnostic.at(place()));
                }
                if !own_ids.insert(hash(&own)) {
                    all.ambiguous.insert(at);
                }
            }
        }
        all
    }

    /// The id of an entry; one that is not its own alone gets its path added.
    pub(crate) fn of(&self, at: usize) -> Id {
        let mut id = self.plain(at);
        if self.ambiguous.contains(&at) {
            id.own = None;
        }
        if self.doubles.contains(&at) {
            let meta = &self.entries[at].meta;
            // Entries of a feed are counted; a number is not theirs for ever.
            let path = match meta.date {
                _ if self.site.origins.is_empty() => encode_path(&meta.path),
                Some(date) => encode_path(&date.to_string()),
                None => encode_path(&meta.title),
            };
            for text in std::iter::once(&mut id.address).chain(&mut id.own) {
                text.push(if text.contains('#') { ':' } else { '#' });
                text.push_str(&path);
            }
        }
        id
    }

    fn plain(&self, at: usize) -> Id {
        let (site, meta) = (self.site, &self.entries[at].meta);
        if let Some(own) = meta
            .details
            .id
            .as_deref()
            .map(clean_line)
            .filter(|id| !id.is_empty())
        {
            return match own_address(&own) {
                // Validators want addresses in ASCII everywhere.
                Some(address) if !own.is_ascii() || own == address => Id { address, own: None },
                Some(address) => Id {
                    address,
                    own: Some(own),
                },
                None => Id {
                    address: minted(site, &meta.path) + &encode_path(&own),
                    own: Some(own),
                },
            };
        }
        if site.is_of_feeds && !meta.url.is_empty() {
            let address = site.link(meta);
            return Id { address, own: None };
        }
        let address = match (self.ids, meta.details.former_urls.first()) {
            (Ids::Tag, _) => tag(site, meta).unwrap_or_else(|| of_address(site, meta)),
            (Ids::FirstAddress, Some(first)) => of_former_address(site, first),
            _ => of_address(site, meta),
        };
        Id { address, own: None }
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// What stands before an id that is no address. The year is that of RFC 4151; it never changes.
fn minted(site: &SiteHead, path: &str) -> String {
    format!("tag:{},2005:", site.host_of(path))
}

/// The post's own id, if Atom may hold it.
pub(crate) fn own_address(id: &str) -> Option<String> {
    let (scheme, rest) = id.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    let encoded = canonical(&encode(id));
    let is_valid = match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => return Some(canonical(&encode(Url::parse(id).ok()?.as_str()))),
        "tag" => is_tag(&encoded),
        "urn" => is_urn(&encoded),
        _ => is_scheme && !rest.trim().is_empty() && !id.contains(' '),
    };
    is_valid.then_some(encoded)
}

/// RFC 4151, section 2.1: `tag:host,2024-05-01:name`.
fn is_tag(id: &str) -> bool {
    let Some((authority, specific)) = id.get(4..).and_then(|rest| rest.split_once(':')) else {
        return false;
    };
    let Some((who, date)) = authority.split_once(',') else {
        return false;
    };
    let is_name = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-._@".contains(&b))
    };
    let digits = |part: &str, length: usize| {
        part.len() == length && part.bytes().all(|b| b.is_ascii_digit())
    };
    let mut parts = date.split('-');
    let is_date = parts.next().is_some_and(|year| digits(year, 4))
        && parts.all(|part| digits(part, 2))
        && date.len() <= 10;
    is_name(who) && is_date && !specific.is_empty() && specific.matches('#').count() <= 1
}

/// RFC 8141: `urn:name:rest`.
fn is_urn(id: &str) -> bool {
    let mut parts = id.splitn(3, ':').skip(1);
    let name = parts.next().unwrap_or_default();
    let rest = parts.next().unwrap_or_default();
    let is_uuid = || {
        rest.len() == 36
            && rest.bytes().enumerate().all(|(at, b)| match at {
                8 | 13 | 18 | 23 => b == b'-',
                _ => b.is_ascii_hexdigit(),
            })
    };
    (2..=32).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !rest.is_empty()
        && !rest.contains(['#', '?', '/', '&', '~'])
        && (!name.eq_ignore_ascii_case("uuid") || is_uuid())
}

/// The id that jekyll-feed gives a post: its folder and its short name, without ending. A post that
/// has neither is known by its file.
fn of_address(site: &SiteHead, meta: &Meta) -> String {
    if meta.url.is_empty() {
        return format!("{}/{}", site.root, encode_path(&meta.path));
    }
    let url = meta.url.trim_end_matches('/');
    let folder = url.rsplit_once('/').map_or("", |(folder, _)| folder);
    let slug = if meta.slug.is_empty() {
        meta.path.rsplit('/').next().unwrap_or_default()
    } else {
        &meta.slug
    };
    canonical(&format!(
        "{}/{}",
        from_root(&site.root, folder),
        encode_path(slug)
    ))
}

/// The id that the post had at an address: the address without ending and slash.
fn of_former_address(site: &SiteHead, address: &str) -> String {
    let path = address.strip_prefix(&site.root).unwrap_or(address);
    let path = path.trim_end_matches("index.html").trim_end_matches('/');
    let path = path.strip_suffix(".html").unwrap_or(path);
    if path.contains("://") {
        return canonical(&encode(path));
    }
    canonical(&format!(
        "{}/{}",
        site.root,
        encode(path.trim_start_matches('/'))
    ))
}

fn tag(site: &SiteHead, meta: &Meta) -> Option<String> {
    let date = meta.date?.civil().date();
    if meta.slug.is_empty() || date.year() < 0 {
        return None;
    }
    Some(format!(
        "tag:{},{date}:{}",
        site.host_of(&meta.path),
        encode_path(&meta.slug)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_ids_are_kept_where_atom_may_hold_them() {
        for (id, accepted) in [
            (
                "tag:example.com,2024-05-01:a",
                Some("tag:example.com,2024-05-01:a"),
            ),
            (
                "tag:example.com,2024:文",
                Some("tag:example.com,2024:%E6%96%87"),
            ),
            ("tag:example.com:a", None),
            ("urn:isbn:0451450523", Some("urn:isbn:0451450523")),
            ("urn:uuid:nonsense", None),
            ("HTTP://Example.com", Some("http://example.com/")),
            ("yt:video:dQw4w9WgXcQ", Some("yt:video:dQw4w9WgXcQ")),
            ("n-2", None),
            ("Re: what", None),
            ("12:30", None),
        ] {
            assert_eq!(own_address(id).as_deref(), accepted, "{id}");
        }
    }
}
