//! What a feed says is in every feed that is made of it, as far as its format can hold it.
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use bindery::Source as _;
use bindery::archive::{Options, from_bytes};
use bindery::model::{Block, Meta};
use serde_json::Value;

use super::bindery;

const ATOM: &str = r##"<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xml:lang="en" xml:base="https://a.example/blog/">
 <title type="html">A &amp;amp; B</title><subtitle>About all</subtitle><id>tag:a.example,2024:feed</id><updated>2024-06-01T00:00:00Z</updated>
 <link href="home.html"/><link rel="self" href="feed.atom"/><rights>© Jo</rights><icon>i.png</icon><logo>/l.png</logo>
 <author><name>Jo Doe</name><email>jo@a.example</email><uri>https://jo.example/</uri></author>
 <entry xml:lang="zh-CN"><id>tag:a.example,2024:1</id><title>一</title><link href="1.html"/><published>2024-05-01T08:30:00+08:00</published><updated>2024-05-02T08:30:00+08:00</updated>
  <author><name>李</name><uri>https://li.example/</uri></author><author><name>王</name></author><contributor><name>Ed</name></contributor>
  <rights type="html">&lt;b>CC&lt;/b> BY</rights><category term="news" scheme="https://a.example/terms" label="All the news"/><category term="x &lt; y"/>
  <summary>In short.</summary><content type="html">&lt;p>Long &lt;a href="2.html">text&lt;/a>.&lt;/p></content>
  <link rel="enclosure" type="audio/mpeg" length="1234" href="1.mp3" title="Part 1"/><link rel="enclosure" type="application/pdf" length="99" href="1.pdf"/>
  <link rel="replies" type="text/html" href="1.html#comments"/><link rel="related" href="https://b.example/seen"/><media:thumbnail url="1.png"/></entry>
 <entry><id>urn:uuid:60a76c80-d399-11d9-b93c-0003939e0af6</id><title>Two</title><link href="2.html"/><published>2024-05-01T00:00:00Z</published>
  <updated>2024-05-01T00:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Two</p></div></content><summary>2</summary></entry></feed>"##;

const RSS: &str = r#"<!DOCTYPE rss [<!ENTITY co "Doe &amp; co"><!ENTITY text "<i>entity</i>">]>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:media="http://search.yahoo.com/mrss/">
 <channel><title>Talks of &co;</title><link>https://p.example/</link><description>About</description><language>en</language><copyright>© Doe</copyright>
 <atom:link rel="self" href="https://p.example/rss"/><dc:creator>Jo</dc:creator><dc:creator>Mo</dc:creator>
 <image><url>https://p.example/l.png</url><title>Talks</title><link>https://p.example/</link></image>
 <itunes:author>Jo</itunes:author><itunes:explicit>false</itunes:explicit><itunes:category text="News"/><itunes:owner><itunes:name>Jo</itunes:name><itunes:email>jo@p.example</itunes:email></itunes:owner><podcast:guid>9b024349-ccf0-5f69-a609-6b82873eab3c</podcast:guid>
 <item><title>One of &co;</title><link>https://p.example/1</link><guid isPermaLink="false">ep-1</guid><pubDate>Wed, 01 May 2024 08:30:00 +0800</pubDate><atom:updated>2024-05-03T00:00:00Z</atom:updated>
  <dc:creator>Jo</dc:creator><dc:creator>Mo</dc:creator><dc:contributor>Ed</dc:contributor><dc:rights>All kept</dc:rights><dc:language>de</dc:language>
  <category domain="https://p.example/terms">News</category><category>Plain</category><comments>https://p.example/1#c</comments><description>Short.</description>
  <content:encoded><![CDATA[<p>Long <b>text</b>.</p>]]> &text;</content:encoded><enclosure url="https://p.example/1.mp3" length="1234" type="audio/mpeg"/>
  <media:content url="https://p.example/1.mp4" fileSize="99" type="video/mp4"/><media:thumbnail url="https://p.example/1.jpg"/><itunes:duration>1:02:03</itunes:duration><itunes:episode>7</itunes:episode><itunes:season>2</itunes:season>
  <itunes:explicit>true</itunes:explicit><podcast:transcript url="https://p.example/1.txt" type="text/plain"/><podcast:transcript url="https://p.example/1.srt" type="application/x-subrip"/>
  <podcast:chapters url="https://p.example/1.json" type="application/json+chapters"/><podcast:person role="guest" href="https://li.example/">Li</podcast:person><podcast:person>Jo</podcast:person></item></channel></rss>"#;

const JSON: &str = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "J & <b>", "home_page_url": "https://j.example/blog", "feed_url": "https://j.example/feed.json",
 "description": "About", "language": "en", "icon": "https://j.example/l.png", "favicon": "https://j.example/i.png", "authors": [{"name": "Jo", "url": "https://jo.example/"}],
 "items": [{"id": "17", "url": "https://j.example/blog/17", "external_url": "https://b.example/seen", "title": "Use <b> & Vec", "content_html": "<p>Long <b>text</b>.</p>", "summary": "Short & <sweet>",
  "image": "https://j.example/17.png", "date_published": "2024-05-01T08:30:00+08:00", "date_modified": "2024-05-02T08:30:00+08:00", "authors": [{"name": "李", "url": "https://li.example/"}, {"name": "王"}],
  "tags": ["a & b", "文"], "language": "fr", "attachments": [{"url": "https://j.example/17.mp3", "mime_type": "audio/mpeg", "title": "Part 1", "size_in_bytes": 1234, "duration_in_seconds": 75},
  {"url": "https://j.example/17.pdf", "mime_type": "application/pdf", "size_in_bytes": 99}]},
  {"id": "https://j.example/blog/18", "url": "https://j.example/blog/18", "title": "Plain", "content_text": "One\n\nTwo", "summary": "s", "date_published": "2024-05-01T00:00:00Z"}]}"#;

/// What the fields of feeds are called here, and which formats hold them.
const FIELDS: [(&str, &str); 32] = [
    ("feed title", "atom rss json"),
    ("feed description", "atom rss json"),
    ("feed home", "atom rss json"),
    ("feed language", "atom rss json"),
    ("feed authors", "atom rss json"),
    ("feed rights", "atom rss"),
    ("feed icon", "atom json"),
    ("feed logo", "atom rss json"),
    // JSON Feed has no id but the address.
    ("feed id", "atom rss"),
    ("feed podcast", "rss"),
    ("link", "atom rss json"),
    ("title", "atom rss json"),
    ("date", "atom rss json"),
    ("updated", "atom rss json"),
    ("language", "atom rss json"),
    ("summary", "atom rss json"),
    ("text", "atom rss json"),
    ("image", "atom rss json"),
    ("authors", "atom rss json"),
    ("authors' pages", "atom json"),
    ("authors' mail", "atom"),
    ("contributors", "atom rss"),
    ("rights", "atom rss"),
    ("categories", "atom rss json"),
    ("schemes", "atom rss"),
    ("labels", "atom"),
    ("enclosures", "atom rss json"),
    ("names of enclosures", "atom json"),
    ("comments", "atom rss"),
    ("about", "atom json"),
    // RSS has it for podcasts only.
    ("duration", "json"),
    ("episode", "rss"),
];

type Said = BTreeMap<String, Value>;

/// What a feed says: fields of the feed, and of its entries in order.
fn said(bytes: &[u8]) -> (Said, Vec<Said>) {
    let archive = from_bytes("feed.xml", bytes.to_vec(), &Options::default()).expect("a feed");
    let site = archive.site();
    let configuration = &site.configuration;
    let names = |authors: &[bindery::model::Author]| -> Value {
        authors.iter().map(|author| author.name.clone()).collect()
    };
    let source = &configuration["feed"]["sources"][0];
    let feed = [
        ("feed title", site.title.clone().into()),
        ("feed description", site.description.clone().into()),
        ("feed home", source["link"].clone()),
        ("feed language", site.language.clone().into()),
        ("feed authors", names(&site.authors)),
        (
            "feed rights",
            configuration.get("copyright").cloned().unwrap_or_default(),
        ),
        ("feed icon", configuration["feed"]["icon"].clone()),
        ("feed logo", configuration["feed"]["logo"].clone()),
        ("feed id", source["id"].clone()),
        (
            "feed podcast",
            configuration.get("podcast").cloned().unwrap_or_default(),
        ),
    ];
    let entries = archive.entries().iter().map(|entry| {
        let post = archive.read(entry).expect("an entry").post;
        let mut fields = of_entry(&post.meta, site.absolute(&post.meta.url));
        fields.insert("text".to_owned(), Block::text_of(&post.blocks).into());
        fields
    });
    let entries = entries.collect();
    let feed = feed.map(|(key, value)| (key.to_owned(), value));
    (feed.into_iter().collect(), entries)
}

fn of_entry(meta: &Meta, link: Option<String>) -> Said {
    let extra = |key: &str| meta.extra.get(key).cloned().unwrap_or_default();
    let of_terms = |key: &str| -> Value {
        let terms = extra("terms");
        let terms = terms.as_array().into_iter().flatten();
        terms
            .map(|term| term[key].clone())
            .filter(|value| !value.is_null())
            .collect()
    };
    let mut files = vec![extra("enclosure")];
    files.extend(extra("enclosures").as_array().cloned().unwrap_or_default());
    let of_files = |keys: &[&str]| -> Value {
        let file = |file: &Value| -> Value { keys.iter().map(|key| file[key].clone()).collect() };
        files.iter().map(file).collect()
    };
    let itunes = |key: &str| extra("itunes")[key].clone();
    let seconds = extra("duration").as_str().map(|text| {
        let parts = text.split(':').map(|part| part.parse::<u64>().unwrap());
        parts.fold(0, |sum, part| sum * 60 + part)
    });
    let authors = meta.authors.iter();
    let categories = meta.categories.iter().chain(&meta.tags);
    let episode = ["duration", "episode", "season", "explicit"].map(itunes);
    let fields = [
        ("link", link.into()),
        ("title", meta.title.as_str().into()),
        ("date", meta.date.map(|date| date.to_string()).into()),
        (
            "updated",
            meta.details
                .updated
                .or(meta.date)
                .map(|date| date.to_string())
                .into(),
        ),
        ("language", meta.language.as_deref().into()),
        ("summary", meta.details.description.clone().into()),
        (
            "image",
            format!(
                "{:?}",
                meta.details.image.as_ref().map(|image| &image.target)
            )
            .into(),
        ),
        (
            "authors",
            authors.clone().map(|author| author.name.clone()).collect(),
        ),
        (
            "authors' pages",
            authors.clone().map(|author| author.uri.clone()).collect(),
        ),
        (
            "authors' mail",
            authors.map(|author| author.email.clone()).collect(),
        ),
        ("contributors", extra("contributors")),
        ("rights", extra("rights")),
        ("categories", categories.cloned().collect()),
        ("schemes", of_terms("scheme")),
        ("labels", of_terms("label")),
        ("enclosures", of_files(&["url", "type", "length"])),
        ("names of enclosures", of_files(&["title"])),
        ("comments", extra("comments")),
        ("about", extra("external_url")),
        ("duration", seconds.into()),
        ("episode", serde_json::json!([episode, extra("podcast")])),
    ];
    fields
        .map(|(key, value)| (key.to_owned(), value))
        .into_iter()
        .collect()
}

/// The fields that both feeds can hold, as far as they are not equal.
fn lost(before: &Said, after: &Said, formats: [&str; 2]) -> Vec<String> {
    let is_held = |name: &str| {
        let held = FIELDS.iter().find(|(known, _)| *known == name);
        let (_, held) = held.expect("a field that is listed");
        formats.iter().all(|format| held.contains(format))
    };
    let held = before.iter().filter(|(name, _)| is_held(name));
    let changed = held.filter(|(name, value)| !same(value, &after[*name]));
    changed
        .map(|(name, value)| format!("{name}: {value} -> {}", after[name]))
        .collect()
}

/// Moments are equal whatever zone they are written in.
fn same(a: &Value, b: &Value) -> bool {
    let moment = |value: &Value| value.as_str()?.parse::<jiff::Timestamp>().ok();
    a == b || moment(a).is_some_and(|moment_of_a| Some(moment_of_a) == moment(b))
}

fn convert(work: &Path, from: &str, format: &str, to: &str) {
    let url = ["--url", "https://feeds.example"];
    let arguments = ["feed", from, "--format", format, "-o", to];
    let output = bindery(work, &[&arguments[..], &url].concat());
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn what_formats_can_hold_is_kept() {
    let work = tempfile::tempdir().unwrap();
    let mut all = Vec::new();
    for (from, text) in [("atom", ATOM), ("rss", RSS), ("json", JSON)] {
        fs::write(work.path().join("first"), text).unwrap();
        let before = said(text.as_bytes());
        for (name, _) in FIELDS {
            let is_said = before.0.contains_key(name) || before.1[0].contains_key(name);
            assert!(is_said, "{name}");
        }
        for to in ["atom", "rss", "json"] {
            convert(work.path(), "first", to, "second");
            let bytes = fs::read(work.path().join("second")).unwrap();
            let after = said(&bytes);
            assert_eq!(before.1.len(), after.1.len());
            let mut changes = lost(&before.0, &after.0, [from, to]);
            for (before, after) in before.1.iter().zip(&after.1) {
                changes.extend(lost(before, after, [from, to]));
            }
            // The same once more: what is written is read back.
            convert(work.path(), "second", to, "third");
            let third = fs::read(work.path().join("third")).unwrap();
            changes.extend((said(&third).1 != after.1).then(|| "the third".to_owned()));
            all.extend(
                changes
                    .into_iter()
                    .map(|change| format!("{from} to {to}: {change}")),
            );
            if let (Some(schemas), "atom") = (bindery_tests::suite("FEED_SCHEMAS", "feed"), to) {
                let schema = schemas.join("atom-rfc4287.rnc");
                let checked = bindery_tests::jing::check(&schema, &work.path().join("second"));
                all.extend(
                    checked
                        .err()
                        .map(|fault| format!("{from} to {to}: {fault}")),
                );
            }
            if to != "json" {
                let faults = bindery_tests::feed_rules::faults(&String::from_utf8(bytes).unwrap());
                let faults = faults
                    .into_iter()
                    .filter(|fault| !fault.contains("is not absolute"))
                    .filter(|fault| !fault.contains("sufficiently unique"));
                all.extend(faults.map(|fault| format!("{from} to {to}: {fault}")));
            }
        }
    }
    assert!(all.is_empty(), "{all:#?}");
}
