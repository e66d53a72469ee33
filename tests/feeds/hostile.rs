//! Feeds with whatever strangers put into them give feeds without a fault.
use std::fs;
use std::path::{Path, PathBuf};

use bindery_tests::feed_rules;

use super::bindery;

const RSS: &str = r#"<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>&lt;b>A&lt;/b> &amp;amp; </title>
 <link>not an address</link><atom:link rel="self" href="javascript:x"/><atom:id>no address</atom:id><language>zh_cn</language><copyright>&lt;i>c&lt;/i> &amp; </copyright><lastBuildDate>yesterday</lastBuildDate>
 <category domain="&lt;x> y">&lt;b>c&lt;/b> &amp; d</category><category> </category><rating>&lt;r> &amp; </rating><description>&lt;p>D &amp;amp; d&lt;/p></description><image><url>data:image/png,x</url></image><dc:creator>&lt;Jo&gt; &amp; co</dc:creator><itunes:category text="Nothing"/><itunes:type>odd</itunes:type>
 <item><title>a&#7;b &lt;/b&gt; ﷐</title><link>/relative path?q=é#f</link><guid>two words &lt;x></guid><pubDate>Thu, 31 Feb 2024 25:00:00 XYZ</pubDate><comments>javascript:alert(1)</comments>
  <source url="ftp://x">S</source><category domain="&lt;x>">&lt;b>c&lt;/b></category><category> </category><dc:rights>&lt;b>r&lt;/b></dc:rights><dc:language>klingon</dc:language>
  <description>&lt;a href="../../../up">u&lt;/a> &lt;script>alert(1)&lt;/script> &lt;p onclick=x>&lt;img src=x srcset="a 1x, b 2x"> ]]&gt; &lt;iframe src="//v.example/1">&lt;/iframe></description>
  <enclosure url="javascript:x" type="audio/mpeg" length="1"/><enclosure url="/a b.mp3" type="audio/mpeg" length="-5"/><enclosure url="b.mp3" type="no type" length="many"/>
  <media:content url="" type="image/png"/><media:thumbnail url="data:image/png,x"/><itunes:duration>an hour</itunes:duration><podcast:person href="x">&lt;P&gt;</podcast:person><podcast:transcript url="x"/></item>
 <item><guid isPermaLink="true">tag:nobody</guid><description/></item><item/><item><title/><link/><guid/></item>
 <item><title>Same</title><guid>same</guid></item><item><title>Same again</title><guid>same</guid></item><item><title>Early</title><guid>early</guid><pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate><description>x</description></item>
 </channel></rss>"#;
const ATOM: &str = r##"<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://[bad/"><title type="xhtml"><div>T &amp; <b>t</b></div></title><id>x y</id><updated/><link href="mailto:x"/><category term="&lt;x>" scheme="a b" label="&lt;b>"/><category/><icon>  </icon><logo>a b.svg</logo>
 <author><name/><email>no mail</email><uri>javascript:x</uri></author><contributor/><rights type="html">&lt;</rights>
 <entry><id>urn:uuid:nonsense</id><title type="html">&lt;h1>T&lt;/h1>&lt;script>x&lt;/script></title><updated>2024-05-01t08:30:00z</updated><link href="#f"/><content type="html">&lt;a href="#f">x&lt;/a> &lt;svg>&lt;a href="x"/>&lt;/svg> &lt;b>&lt;i>x&lt;/b>&lt;/i></content>
  <category term="" label="L"/><category term="&lt;x>" scheme="a b" label="&lt;b>"/><source><id/><title/><updated>x</updated><link rel="self" href="x"/></source><contributor><name>&lt;C&gt;</name><uri>x</uri></contributor>
  <link rel="replies" type="text/html" href="x y"/><link rel="related" href="data:x"/><link rel="enclosure" href="a.mp3" title=" &lt;b> "/><rights type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><b>R</b> &lt;</div></rights></entry>
 <entry><id>http://é.example/ü?a=[b]</id><title>二</title><updated>2024-05-01T08:30:00Z</updated><link href="http://é.example/ü 1"/><summary>s</summary></entry></feed>"##;
const JSON: &str = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "\u0000\ud800 </b>", "home_page_url": "x", "feed_url": "javascript:x", "icon": 7, "authors": "Jo",
 "items": [{"id": "\u0007", "url": "x y", "external_url": "javascript:x", "title": "</b> \u202e", "content_html": "<a href='x y'>x</a>\u0085", "tags": ["<b>", "", 1], "image": "data:x",
 "attachments": [{"url": "x", "mime_type": "x"}, {"url": "https://a.example/b c.mp3", "mime_type": "audio/mpeg", "size_in_bytes": -1, "duration_in_seconds": 1e9}], "_source": {"id": "<", "title": "</b>", "feed_url": "x"}},
 {"id": 1, "url": "https://a.example/1"}, {}, {"content_text": "only text"}]}"#;

#[test]
fn feeds_of_strangers_give_feeds_without_a_fault() {
    let work = tempfile::tempdir().unwrap();
    let mut faults = Vec::new();
    for (name, text) in [("rss.xml", RSS), ("atom.xml", ATOM), ("feed.json", JSON)] {
        fs::write(work.path().join(name), text).unwrap();
    }
    let all = ["rss.xml", "atom.xml", "feed.json"];
    for (number, feeds) in [&all[..1], &all[1..2], &all[2..], &all[..]]
        .into_iter()
        .enumerate()
    {
        let out = format!("{number}/");
        let flags = [
            "-o",
            &out,
            "--url",
            "https://me.example/feeds",
            "--format",
            "atom,rss,json",
            "--per",
            "category,tag,author,language",
            "--archive",
            "2",
        ];
        let output = bindery(work.path(), &[&["feed"], feeds, &flags].concat());
        assert!(output.status.success(), "{feeds:?}: {output:?}");
        let said = String::from_utf8_lossy(&output.stderr);
        let is_told = said.contains("warning: an entry has the id of another of its feed");
        assert_eq!(is_told, feeds.contains(&"rss.xml"), "{said}");
        for path in files(&work.path().join(&out)) {
            let name = path.display().to_string();
            if !(name.ends_with(".xml") || name.ends_with(".rss")) {
                continue;
            }
            let feed = fs::read_to_string(&path).unwrap();
            // Ids in RSS are what they have always been.
            let found = feed_rules::faults(&feed).into_iter();
            let found = found.filter(|fault| {
                !fault.ends_with("is not absolute")
                    && !fault.ends_with("sufficiently unique")
                    && !fault.contains("two words")
            });
            faults.extend(found.map(|fault| format!("{name}: {fault}")));
            if let Err(fault) = feed_rs::parser::parse(feed.as_bytes()) {
                faults.push(format!("{name}: {fault}"));
            }
        }
    }
    faults.sort();
    faults.dedup();
    assert!(faults.is_empty(), "{faults:#?}");
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| match path.is_dir() {
            true => files(&path),
            false => vec![path],
        })
        .collect()
}
