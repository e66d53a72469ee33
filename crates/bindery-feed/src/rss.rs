//! RSS 2.0, with full content, several authors and the feed's own address by modules.
use std::io;

use bindery_model::DateTime;

use crate::category::Category;
use crate::channel::{Channel, SiteHead, is_plausible};
use crate::entry::FeedEntry;
use crate::podcast::{Episode, Podcast};
use crate::xml::{Xml, empty, html_of, plain, plain_with, text, text_with, writer};

const ATOM: &str = "http://www.w3.org/2005/Atom";
const CONTENT: &str = "http://purl.org/rss/1.0/modules/content/";
const DUBLIN_CORE: &str = "http://purl.org/dc/elements/1.1/";
const HISTORY: &str = "http://purl.org/syndication/history/1.0";
const ITUNES: &str = "http://www.itunes.com/dtds/podcast-1.0.dtd";
const MEDIA: &str = "http://search.yahoo.com/mrss/";
const PODCAST: &str = "https://podcastindex.org/namespace/1.0";

/// Everything behind the last item.
pub(crate) const END: &str = "</channel>\n</rss>\n";

/// Everything before the first item.
pub(crate) fn head(channel: &Channel<'_>, pretty: bool) -> io::Result<Vec<u8>> {
    let mut head = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    crate::style::push_instructions(&mut head, &channel.site.styles);
    head.push_str("<rss version=\"2.0\"");
    for (prefix, namespace) in [
        ("xmlns:atom", ATOM),
        ("xmlns:content", CONTENT),
        ("xmlns:dc", DUBLIN_CORE),
        ("xmlns:media", MEDIA),
    ] {
        bindery_html::push_attribute(&mut head, prefix, namespace);
    }
    if channel.mark.is_some() {
        bindery_html::push_attribute(&mut head, "xmlns:fh", HISTORY);
    }
    if channel.site.podcast().is_some() {
        bindery_html::push_attribute(&mut head, "xmlns:itunes", ITUNES);
    }
    head.push_str(">\n<channel>\n");
    let mut xml = writer(pretty);
    write_head(&mut xml, channel)?;
    let mut bytes = head.into_bytes();
    bytes.extend(xml.into_inner());
    bytes.push(b'\n');
    Ok(bytes)
}

fn write_head(xml: &mut Xml, channel: &Channel<'_>) -> io::Result<()> {
    let site = channel.site;
    plain(xml, "title", &channel.title)?;
    text(xml, "link", &site.home)?;
    let description = site.description.as_deref().unwrap_or(&channel.title);
    plain(xml, "description", description)?;
    if let Some(own) = &channel.own {
        link(xml, "self", Some("application/rss+xml"), own)?;
    }
    if channel.own.as_ref() != Some(&channel.id) {
        text(xml, "atom:id", &channel.id)?;
    }
    for (format, address) in &channel.alternates {
        link(xml, "alternate", Some(format.media_type()), address)?;
    }
    for (relation, address) in &channel.history {
        link(xml, relation, Some("application/rss+xml"), address)?;
    }
    if let Some(hub) = &site.hub {
        link(xml, "hub", None, hub)?;
    }
    if let Some(mark) = channel.mark {
        empty(xml, &format!("fh:{mark}"), &[])?;
    }
    if let Some(language) = &site.language {
        text(xml, "language", language)?;
    }
    if let Some(copyright) = &site.copyright {
        plain(xml, "copyright", copyright)?;
    }
    if let Some(rating) = &site.rating {
        plain(xml, "rating", rating)?;
    }
    for category in &site.categories {
        write_category(xml, category)?;
    }
    for author in &site.authors {
        text(xml, "dc:creator", &author.name)?;
    }
    text(xml, "lastBuildDate", &rfc_822(channel.updated))?;
    let generator = concat!("Bindery ", env!("CARGO_PKG_VERSION"));
    text(xml, "generator", generator)?;
    if let Some(logo) = site
        .logo
        .as_ref()
        .or(site.icon.as_ref())
        .filter(|url| is_picture(url))
    {
        xml.create_element("image").write_inner_content(|xml| {
            text(xml, "url", logo)?;
            plain(xml, "title", &channel.title)?;
            text(xml, "link", &site.home)
        })?;
    }
    match site.podcast() {
        Some(podcast) => write_show(xml, podcast),
        None => Ok(()),
    }
}

/// Validators know three kinds of picture.
fn is_picture(url: &str) -> bool {
    [".png", ".jpg", ".jpeg", ".gif"]
        .iter()
        .any(|ending| url.ends_with(ending))
}

fn write_show(xml: &mut Xml, podcast: &Podcast) -> io::Result<()> {
    match &podcast.subcategory {
        Some(below) => {
            xml.create_element("itunes:category")
                .with_attribute(("text", podcast.category.as_str()))
                .write_inner_content(|xml| empty(xml, "itunes:category", &[("text", below)]))?;
        }
        None => empty(xml, "itunes:category", &[("text", &podcast.category)])?,
    }
    text(
        xml,
        "itunes:explicit",
        if podcast.explicit { "true" } else { "false" },
    )?;
    xml.create_element("itunes:owner")
        .write_inner_content(|xml| {
            plain(xml, "itunes:name", &limited(&podcast.owner))?;
            text(xml, "itunes:email", &podcast.email)
        })?;
    if let Some(author) = &podcast.author {
        plain(xml, "itunes:author", &limited(author))?;
    }
    if let Some(image) = &podcast.image {
        empty(xml, "itunes:image", &[("href", image)])?;
    }
    if let Some(kind) = &podcast.kind {
        text(xml, "itunes:type", kind)?;
    }
    if let Some(guid) = &podcast.guid {
        text_with(xml, "podcast:guid", &[("xmlns:podcast", PODCAST)], guid)?;
    }
    Ok(())
}

/// No longer than players take.
fn limited(text: &str) -> String {
    text.chars().take(255).collect()
}

fn link(xml: &mut Xml, relation: &str, media_type: Option<&str>, href: &str) -> io::Result<()> {
    let mut attributes = vec![("href", href), ("rel", relation)];
    attributes.extend(media_type.map(|media_type| ("type", media_type)));
    empty(xml, "atom:link", &attributes)
}

/// An item.
pub(crate) fn item(entry: &FeedEntry, site: &SiteHead, pretty: bool) -> io::Result<Vec<u8>> {
    let mut xml = writer(pretty);
    xml.create_element("item")
        .write_inner_content(|xml| write_item(xml, entry, site))?;
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

fn write_item(xml: &mut Xml, entry: &FeedEntry, site: &SiteHead) -> io::Result<()> {
    plain(xml, "title", &entry.title)?;
    text(xml, "link", &entry.link)?;
    let id = entry.id.as_known();
    let is_link = if id == entry.link { "true" } else { "false" };
    text_with(xml, "guid", &[("isPermaLink", is_link)], id)?;
    if let Some(published) = entry.published.filter(|date| is_plausible(*date)) {
        text(xml, "pubDate", &rfc_822(published))?;
    }
    if entry.updated != entry.published && entry.updated.is_some_and(is_plausible) {
        text(xml, "atom:updated", &entry.updated_text)?;
    }
    for author in &entry.authors {
        text(xml, "dc:creator", &author.name)?;
    }
    for contributor in &entry.contributors {
        text(xml, "dc:contributor", &contributor.name)?;
    }
    if let Some(rights) = &entry.rights {
        plain(xml, "dc:rights", rights)?;
    }
    if let Some(language) = &entry.language {
        text(xml, "dc:language", language)?;
    }
    for category in &entry.categories {
        write_category(xml, category)?;
    }
    if let Some(comments) = &entry.comments {
        text(xml, "comments", comments)?;
    }
    // A description is HTML, and must come before the content.
    let description = entry.summary.as_deref().unwrap_or(&entry.title);
    text(xml, "description", &html_of(description))?;
    if let Some(content) = entry.content.as_deref().filter(|html| !html.is_empty()) {
        text(xml, "content:encoded", content)?;
    }
    if let Some((url, origin)) = entry.origin.as_ref().and_then(|origin| {
        let url = origin.own.as_ref().or(origin.home.as_ref())?;
        Some((url.as_str(), origin))
    }) {
        plain_with(xml, "source", &[("url", url)], &origin.title)?;
    }
    write_media(xml, entry)?;
    match entry.episode.as_ref().filter(|_| site.podcast().is_some()) {
        Some(episode) => write_episode(xml, episode),
        None => Ok(()),
    }
}

fn write_category(xml: &mut Xml, category: &Category) -> io::Result<()> {
    let domain = category.scheme.as_deref().map(|scheme| ("domain", scheme));
    let domain: Vec<_> = domain.into_iter().collect();
    plain_with(xml, "category", &domain, &category.term)
}

fn write_media(xml: &mut Xml, entry: &FeedEntry) -> io::Result<()> {
    for (at, enclosure) in entry.enclosures.iter().enumerate() {
        let (url, kind) = (enclosure.url.as_str(), enclosure.media_type.as_str());
        let length = enclosure.length.map(|length| length.to_string());
        match length.as_deref() {
            Some(length) if at == 0 => {
                let attributes = [("url", url), ("length", length), ("type", kind)];
                empty(xml, "enclosure", &attributes)?;
            }
            // Players refuse an enclosure without a length, one with a wrong one, and a second one.
            length => {
                let mut attributes = vec![("url", url), ("type", kind)];
                attributes.extend(length.map(|length| ("fileSize", length)));
                empty(xml, "media:content", &attributes)?;
            }
        }
    }
    if let Some(image) = &entry.image {
        empty(xml, "media:content", &[("url", image), ("medium", "image")])?;
    }
    Ok(())
}

fn write_episode(xml: &mut Xml, episode: &Episode) -> io::Result<()> {
    if let Some(duration) = &episode.duration {
        text(xml, "itunes:duration", duration)?;
    }
    if let Some(number) = episode.number {
        text(xml, "itunes:episode", &number.to_string())?;
    }
    if let Some(season) = episode.season {
        text(xml, "itunes:season", &season.to_string())?;
    }
    if let Some(kind) = &episode.kind {
        text(xml, "itunes:episodeType", kind)?;
    }
    if let Some(explicit) = episode.explicit {
        text(
            xml,
            "itunes:explicit",
            if explicit { "true" } else { "false" },
        )?;
    }
    // Validators warn of this namespace, so it is declared only where it is used.
    let namespace = ("xmlns:podcast", PODCAST);
    for (name, files) in [
        ("podcast:transcript", &episode.transcripts),
        ("podcast:chapters", &episode.chapters),
    ] {
        for file in files {
            let attributes = [namespace, ("url", &file.url), ("type", &file.media_type)];
            empty(xml, name, &attributes)?;
        }
    }
    for person in &episode.people {
        let mut attributes = vec![namespace];
        let more = person.attributes.iter();
        attributes.extend(more.map(|(name, value)| (*name, value.as_str())));
        text_with(xml, "podcast:person", &attributes, &person.name)?;
    }
    Ok(())
}

/// RFC 822 as RFC 2822 has it: `Wed, 01 May 2024 08:30:00 +0800`.
fn rfc_822(date: DateTime) -> String {
    let seconds = date.offset().seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    // Validators know offsets of whole and half hours; others are shown in UTC.
    if minutes % 30 != 0 {
        return rfc_822(DateTime::new(date.timestamp(), jiff::tz::Offset::UTC));
    }
    let moment = date.civil().strftime("%a, %d %b %Y %H:%M:%S");
    format!("{moment} {sign}{:02}{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    #[test]
    fn dates_have_numeric_offsets() {
        for (date, shown) in [
            (
                "2024-05-01T08:30:00+08:00",
                "Wed, 01 May 2024 08:30:00 +0800",
            ),
            (
                "2024-05-01T08:30:00-03:30",
                "Wed, 01 May 2024 08:30:00 -0330",
            ),
            (
                "2024-05-01T08:30:00+05:45",
                "Wed, 01 May 2024 02:45:00 +0000",
            ),
        ] {
            assert_eq!(super::rfc_822(date.parse().unwrap()), shown);
        }
    }
}
