//! What makes an entry the same entry, whatever else changes: its id.
use std::collections::HashSet;

use bindery_model::{Diagnostic, Entry, Location, Meta};
use url::Url;

use crate::channel::SiteHead;
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

/// The id of each entry. `entries` are the newest first; of two with one id the older keeps it, and
/// the newer gets its path added.
pub(crate) fn assign(
    site: &SiteHead,
    entries: &[&Entry],
    ids: Ids,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let mut seen: HashSet<String> = HashSet::with_capacity(entries.len());
    let mut all = vec![String::new(); entries.len()];
    for (at, entry) in entries.iter().enumerate().rev() {
        let mut id = id(site, &entry.meta, ids);
        if seen.contains(&id) {
            let message = format!("the id {id} is also that of another post");
            let hint = "give one of the two another file name, or an `id` of its own";
            let place = Location::whole_file(&entry.meta.path);
            let diagnostic = Diagnostic::warning("feed.same-id", message);
            diagnostics.push(diagnostic.with_hint(hint).at(place));
            let separator = if id.contains('#') { ":" } else { "#" };
            id = format!("{id}{separator}{}", encode_path(&entry.meta.path));
        }
        seen.insert(id.clone());
        all[at] = id;
    }
    all
}

fn id(site: &SiteHead, meta: &Meta, ids: Ids) -> String {
    if let Some(own) = meta.id.as_deref().and_then(own_id) {
        return own;
    }
    match ids {
        Ids::Tag => tag(site, meta).unwrap_or_else(|| of_address(site, meta)),
        Ids::FirstAddress => match meta.former_urls.first() {
            Some(first) => of_former_address(site, first),
            None => of_address(site, meta),
        },
        Ids::Address => of_address(site, meta),
    }
}

/// The post's own id, if feeds may hold it.
fn own_id(id: &str) -> Option<String> {
    let scheme = id.split(':').next()?.to_ascii_lowercase();
    let id = canonical(&encode(id));
    match scheme.as_str() {
        "http" | "https" => Some(canonical(&encode(Url::parse(&id).ok()?.as_str()))),
        "tag" => is_tag(&id).then_some(id),
        "urn" => is_urn(&id).then_some(id),
        _ => None,
    }
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
        return site.address(&meta.path);
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
        site.host,
        encode_path(&meta.slug)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_ids_are_those_that_readers_accept() {
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
            ("mailto:a@example.com", None),
        ] {
            assert_eq!(own_id(id).as_deref(), accepted, "{id}");
        }
    }
}
