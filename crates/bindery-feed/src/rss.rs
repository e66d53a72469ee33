//! RSS 2.0, with full content, several authors and the feed's own address by modules.
use std::io::{self, Write};

use bindery_model::DateTime;
use quick_xml::Writer;
use quick_xml::events::BytesText;

use crate::channel::Channel;
use crate::entry::FeedEntry;

type Xml = Writer<Vec<u8>>;

/// Everything before the first item.
pub(crate) fn write_head(channel: &Channel, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(
        b"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" \
          xmlns:atom=\"http://www.w3.org/2005/Atom\" \
          xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
          xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
          xmlns:media=\"http://search.yahoo.com/mrss/\">\n<channel>\n",
    )?;
    let mut xml = Writer::new(Vec::new());
    text(&mut xml, "title", &channel.title)?;
    text(&mut xml, "link", &channel.home)?;
    text(
        &mut xml,
        "description",
        channel.description.as_deref().unwrap_or(&channel.title),
    )?;
    xml.create_element("atom:link")
        .with_attribute(("href", channel.own.as_str()))
        .with_attribute(("rel", "self"))
        .with_attribute(("type", "application/rss+xml"))
        .write_empty()?;
    if let Some(language) = &channel.language {
        text(&mut xml, "language", language)?;
    }
    text(&mut xml, "lastBuildDate", &rfc_822(channel.updated))?;
    text(
        &mut xml,
        "generator",
        concat!("Bindery ", env!("CARGO_PKG_VERSION")),
    )?;
    out.write_all(&xml.into_inner())?;
    out.write_all(b"\n")
}

/// An item.
pub(crate) fn item(entry: &FeedEntry) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new(Vec::new());
    xml.create_element("item")
        .write_inner_content(|xml| write_item(xml, entry))?;
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

fn write_item(xml: &mut Xml, entry: &FeedEntry) -> io::Result<()> {
    text(xml, "title", &entry.title)?;
    text(xml, "link", &entry.link)?;
    xml.create_element("guid")
        .with_attribute((
            "isPermaLink",
            if entry.id == entry.link {
                "true"
            } else {
                "false"
            },
        ))
        .write_text_content(BytesText::new(&entry.id))?;
    if let Some(published) = entry.published {
        text(xml, "pubDate", &rfc_822(published))?;
    }
    for author in &entry.authors {
        text(xml, "dc:creator", &author.name)?;
    }
    for category in &entry.categories {
        text(xml, "category", category)?;
    }
    // A description is HTML, and must come before the content.
    let mut description = String::new();
    bindery_html::push_text(
        &mut description,
        entry.summary.as_deref().unwrap_or(&entry.title),
    );
    text(xml, "description", &description)?;
    if let Some(content) = entry
        .content
        .as_deref()
        .filter(|content| !content.is_empty())
    {
        text(xml, "content:encoded", content)?;
    }
    if let Some(image) = &entry.image {
        xml.create_element("media:content")
            .with_attribute(("url", image.as_str()))
            .with_attribute(("medium", "image"))
            .write_empty()?;
    }
    Ok(())
}

fn text(xml: &mut Xml, name: &str, content: &str) -> io::Result<()> {
    let content = bindery_model::remove_forbidden(content);
    xml.create_element(name)
        .write_text_content(BytesText::new(&content))?;
    Ok(())
}

/// RFC 822 as RFC 2822 has it: `Wed, 01 May 2024 08:30:00 +0800`.
fn rfc_822(date: DateTime) -> String {
    let seconds = date.offset().seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
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
        ] {
            assert_eq!(super::rfc_822(date.parse().unwrap()), shown);
        }
    }
}
