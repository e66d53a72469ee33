//! The rules of the W3C's feed validator, as far as they concern what Bindery writes: each is one
//! that the validator has an error or a warning for.
use std::collections::HashSet;

use bindery_parse::html::{self, Node};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// The namespaces that may be declared, by prefix. The one of podcasts is warned of by validators.
const NAMESPACES: [(&str, &str); 8] = [
    ("xmlns", "http://www.w3.org/2005/Atom"),
    ("xmlns:atom", "http://www.w3.org/2005/Atom"),
    ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ("xmlns:fh", "http://purl.org/syndication/history/1.0"),
    ("xmlns:itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"),
    ("xmlns:media", "http://search.yahoo.com/mrss/"),
    ("xmlns:podcast", "https://podcastindex.org/namespace/1.0"),
];

/// HTML elements that readers are safe to show.
const ELEMENTS: &str = "a abbr acronym address area article aside audio b bdi big blockquote br \
    caption center cite code col colgroup data dd del details dfn dialog dir div dl dt em fieldset \
    figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd label legend li \
    main map mark menu meter nav ol p picture pre progress q rp rt ruby s samp section small source \
    span strike strong sub summary sup table tbody td tfoot th thead time tr track tt u ul var \
    video wbr";

/// Attributes that do nothing but what they say.
const ATTRIBUTES: &str = "abbr align alt cite class colspan controls data datetime dir headers height href \
    hreflang id lang open poster rel reversed rowspan scope src srcset start title type value width";

/// An element with all that the rules ask for.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    /// The text as it stands in the file, and as it reads.
    raw: String,
    text: String,
    children: Vec<Element>,
}

impl Element {
    fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    fn text_of<'a>(&'a self, name: &'a str) -> &'a str {
        self.all(name)
            .next()
            .map_or("", |child| child.text.as_str())
    }

    fn position(&self, name: &str) -> Option<usize> {
        self.children.iter().position(|child| child.name == name)
    }
}

/// Whether the validator takes this for an element of HTML.
pub fn is_html_element(name: &str) -> bool {
    ELEMENTS.split_whitespace().any(|known| known == name)
}

/// What is wrong with a feed in RSS or Atom; nothing if all is well.
pub fn faults(feed: &str) -> Vec<String> {
    let root = match read(feed) {
        Ok(root) => root,
        Err(error) => return vec![format!("it is not well-formed: {error}")],
    };
    let mut rules = Rules { faults: Vec::new() };
    rules.check_characters(feed);
    rules.check_namespaces(&root, true);
    match root.name.as_str() {
        "rss" => match root.all("channel").next() {
            Some(channel) => rules.check_channel(channel),
            None => rules.fault("there is no channel"),
        },
        "feed" => rules.check_feed(&root),
        name => rules.fault(format!("the root is {name}")),
    }
    rules.faults
}

/// The content of each entry of a feed, as HTML, with its id.
pub fn contents(feed: &str) -> Vec<(String, String)> {
    let Ok(root) = read(feed) else {
        return Vec::new();
    };
    let (parent, entry, id, content) = match root.name.as_str() {
        "rss" => (
            root.all("channel").next(),
            "item",
            "guid",
            "content:encoded",
        ),
        _ => (Some(&root), "entry", "id", "content"),
    };
    let entries = parent.into_iter().flat_map(|parent| parent.all(entry));
    entries
        .map(|entry| {
            (
                entry.text_of(id).to_owned(),
                entry.text_of(content).to_owned(),
            )
        })
        .collect()
}

fn read(feed: &str) -> Result<Element, String> {
    let mut reader = Reader::from_str(feed);
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) => open.push(element(&start)?),
            Event::Empty(start) => {
                let element = element(&start)?;
                open.last_mut().ok_or("no parent")?.children.push(element);
            }
            Event::End(_) => {
                let element = open.pop().ok_or("an end without a start")?;
                open.last_mut()
                    .ok_or("an end without a start")?
                    .children
                    .push(element);
            }
            Event::Text(text) => {
                let text = text.to_string();
                let last = open.last_mut().ok_or("no parent")?;
                last.raw.push_str(&text);
                last.text.push_str(&text);
            }
            Event::GeneralRef(reference) => {
                let name = reference.to_string();
                let raw = format!("&{name};");
                let read = quick_xml::escape::unescape(&raw).map_err(|error| error.to_string())?;
                let last = open.last_mut().ok_or("no parent")?;
                last.text.push_str(&read);
                last.raw.push_str(&raw);
            }
            Event::CData(_) => return Err("a CDATA section".into()),
            Event::Eof => break,
            _ => {}
        }
    }
    let mut document = open
        .pop()
        .filter(|_| open.is_empty())
        .ok_or("an unclosed element")?;
    document.children.pop().ok_or_else(|| "no root".into())
}

fn element(start: &BytesStart<'_>) -> Result<Element, String> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute.value.into_owned();
        let value = quick_xml::escape::unescape(&value).map_err(|error| error.to_string())?;
        let name = attribute.key.as_ref().to_owned();
        attributes.push((name, value.into_owned()));
    }
    Ok(Element {
        name: start.name().as_ref().to_owned(),
        attributes,
        ..Element::default()
    })
}

struct Rules {
    faults: Vec<String>,
}

impl Rules {
    fn fault(&mut self, fault: impl Into<String>) {
        self.faults.push(fault.into());
    }

    fn demand(&mut self, holds: bool, fault: impl FnOnce() -> String) {
        if !holds {
            self.faults.push(fault());
        }
    }

    /// SAXError, BadCharacters.
    fn check_characters(&mut self, feed: &str) {
        let bad = |c: &char| {
            matches!(c, '\0'..='\u{8}' | '\u{b}'..='\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}')
                || matches!(c, '\u{fdd0}'..='\u{fdef}' | '\u{fffe}'..='\u{ffff}')
                || u32::from(*c) & 0xfffe == 0xfffe
        };
        if let Some(c) = feed.chars().find(bad) {
            self.fault(format!("it holds the character {c:?}"));
        }
    }

    /// UnknownNamespace, UnsupportedNamespace, ReservedPrefix.
    fn check_namespaces(&mut self, element: &Element, is_root: bool) {
        for (name, value) in &element.attributes {
            if name.starts_with("xmlns") {
                let known = NAMESPACES.contains(&(name.as_str(), value.as_str()));
                self.demand(known, || format!("the namespace {name}={value}"));
                let placed = is_root || name == "xmlns:podcast";
                self.demand(placed, || format!("{name} is declared below the root"));
            }
        }
        for child in &element.children {
            self.check_namespaces(child, false);
        }
    }

    fn check_channel(&mut self, channel: &Element) {
        for name in ["title", "link", "description"] {
            let count = channel.all(name).count();
            self.demand(count == 1, || {
                format!("the channel has {count} times {name}")
            });
        }
        self.check_plain(channel, &["title", "description", "copyright"]);
        self.check_address(channel.text_of("link"));
        let own = channel
            .all("atom:link")
            .filter(|link| link.attribute("rel") == Some("self"));
        self.demand(own.count() == 1, || {
            "the channel does not link to itself".into()
        });
        for link in channel.all("atom:link") {
            self.check_link(link);
        }
        if let Some(language) = channel.all("language").next() {
            self.check_language(&language.text);
        }
        self.check_rfc_822(channel, "lastBuildDate");
        if let Some(image) = channel.all("image").next() {
            for name in ["title", "link"] {
                let same = image.text_of(name) == channel.text_of(name);
                self.demand(same, || format!("the image's {name} is not the channel's"));
            }
        }
        if channel
            .children
            .iter()
            .any(|child| child.name.starts_with("itunes:"))
        {
            for name in [
                "language",
                "itunes:category",
                "itunes:explicit",
                "itunes:owner",
            ] {
                let there = channel.position(name).is_some();
                self.demand(there, || format!("a show without {name}"));
            }
        }
        let first = channel.position("item").unwrap_or(usize::MAX);
        for (at, child) in channel.children.iter().enumerate() {
            let placed = at < first || child.name == "item";
            self.demand(placed, || format!("{} stands behind an item", child.name));
        }
        let mut guids = HashSet::new();
        for item in channel.all("item") {
            self.check_item(item);
            let guid = item.text_of("guid").to_owned();
            self.demand(guids.insert(guid.clone()), || {
                format!("two items have the guid {guid}")
            });
        }
    }

    fn check_item(&mut self, item: &Element) {
        for name in [
            "title",
            "link",
            "guid",
            "description",
            "content:encoded",
            "pubDate",
            "enclosure",
        ] {
            let count = item.all(name).count();
            self.demand(count <= 1, || format!("an item has {count} times {name}"));
        }
        self.check_plain(item, &["title", "category", "dc:rights", "source"]);
        for language in item.all("dc:language") {
            self.check_language(&language.text);
        }
        for comments in item.all("comments") {
            self.check_address(&comments.text);
        }
        for source in item.all("source") {
            self.check_address(source.attribute("url").unwrap_or_default());
        }
        self.check_address(item.text_of("link"));
        self.check_guid(item);
        self.check_rfc_822(item, "pubDate");
        let doubled = item.position("author").is_some() && item.position("dc:creator").is_some();
        self.demand(!doubled, || "an item has author and dc:creator".into());
        self.demand(item.position("author").is_none(), || {
            "an item has an author".into()
        });
        let (description, content) = (
            item.position("description"),
            item.position("content:encoded"),
        );
        let ordered = content.is_none() || description.is_some() && description < content;
        self.demand(ordered, || {
            "content:encoded stands before description".into()
        });
        for updated in item.all("atom:updated") {
            self.check_rfc_3339(&updated.text);
        }
        for enclosure in item.all("enclosure") {
            let length = enclosure
                .attribute("length")
                .and_then(|length| length.parse::<u64>().ok());
            self.demand(length.is_some_and(|length| length > 0), || {
                "an enclosure's length".into()
            });
            let kind = enclosure.attribute("type").unwrap_or_default();
            self.demand(kind.contains('/'), || format!("an enclosure's type {kind}"));
            self.check_address(enclosure.attribute("url").unwrap_or_default());
        }
        for name in ["description", "content:encoded"] {
            let html = item.text_of(name).to_owned();
            self.check_html(&html, item.text_of("guid"));
        }
    }

    /// MissingGuid, InvalidHttpGUID, InvalidPermalink, NotSufficientlyUnique.
    fn check_guid(&mut self, item: &Element) {
        let Some(guid) = item.all("guid").next() else {
            return self.fault("an item has no guid");
        };
        let is_link = guid.attribute("isPermaLink") != Some("false");
        let is_web = guid.text.starts_with("http://") || guid.text.starts_with("https://");
        self.demand(!is_link || is_web, || {
            format!("the guid {} is no address", guid.text)
        });
        // What says that it is no link may be any text but a short number.
        if is_link {
            return self.check_address(&guid.text);
        }
        let is_number = guid.text.bytes().all(|byte| byte.is_ascii_digit());
        self.demand(!is_number || guid.text.len() > 8, || {
            format!("the guid {} is not sufficiently unique", guid.text)
        });
    }

    /// ContainsHTML: an element whose text looks like HTML once it is decoded, unless character
    /// references in hexadecimal say that it is not.
    fn check_plain(&mut self, parent: &Element, names: &[&str]) {
        for name in names {
            for element in parent.all(name) {
                self.demand(!element.text.trim().is_empty(), || {
                    format!("an empty {name}")
                });
                let text = &element.text;
                let says_so = element.raw.contains("&#x");
                let looks = text.contains(['<', '&']) && !says_so;
                self.demand(!looks, || format!("{name} looks like HTML: {text}"));
                let end_tag = text
                    .split("</")
                    .skip(1)
                    .any(|rest| rest.starts_with(char::is_alphanumeric));
                self.demand(!end_tag, || format!("{name} has an end tag: {text}"));
            }
        }
    }

    fn check_feed(&mut self, feed: &Element) {
        for name in ["title", "id", "updated"] {
            let count = feed.all(name).count();
            self.demand(count == 1, || format!("the feed has {count} times {name}"));
        }
        self.check_address(feed.text_of("id"));
        self.check_rfc_3339(feed.text_of("updated"));
        if let Some(language) = feed.attribute("xml:lang") {
            self.check_language(language);
        }
        let own = feed
            .all("link")
            .filter(|link| link.attribute("rel") == Some("self"));
        self.demand(own.count() == 1, || {
            "the feed does not link to itself".into()
        });
        let mut links = HashSet::new();
        for link in feed.all("link") {
            self.check_link(link);
            let key =
                ["rel", "type", "hreflang"].map(|name| link.attribute(name).unwrap_or_default());
            self.demand(links.insert(key), || format!("two links are {key:?}"));
        }
        self.check_text_constructs(feed, &["title", "subtitle", "rights"]);
        self.check_authors(feed);
        let has_author = feed.position("author").is_some();
        let (mut ids, mut times) = (HashSet::new(), HashSet::new());
        for entry in feed.all("entry") {
            self.check_entry(entry);
            let authored = has_author || entry.position("author").is_some();
            self.demand(authored, || "an entry has no author".into());
            let id = entry.text_of("id");
            self.demand(ids.insert(id.to_owned()), || {
                format!("two entries have the id {id}")
            });
            let time = entry.text_of("updated");
            self.demand(times.insert(time.to_owned()), || {
                format!("two entries changed at {time}")
            });
        }
    }

    fn check_entry(&mut self, entry: &Element) {
        for name in ["title", "id", "updated"] {
            let count = entry.all(name).count();
            self.demand(count == 1, || format!("an entry has {count} times {name}"));
        }
        self.check_address(entry.text_of("id"));
        for name in ["updated", "published"] {
            for date in entry.all(name) {
                self.check_rfc_3339(&date.text);
            }
        }
        if let Some(language) = entry.attribute("xml:lang") {
            self.check_language(language);
        }
        let has_text = entry.position("content").is_some() || entry.position("summary").is_some();
        self.demand(has_text, || {
            "an entry has neither content nor summary".into()
        });
        for source in entry.all("source") {
            for name in ["title", "id", "updated"] {
                let count = source.all(name).count();
                self.demand(count == 1, || format!("a source has {count} times {name}"));
            }
            self.check_address(source.text_of("id"));
            self.check_rfc_3339(source.text_of("updated"));
            self.check_text_constructs(source, &["title"]);
            source.all("link").for_each(|link| self.check_link(link));
        }
        self.check_text_constructs(entry, &["title", "summary", "content", "rights"]);
        self.check_authors(entry);
        for link in entry.all("link") {
            self.check_link(link);
        }
        for category in entry.all("category") {
            let term = category.attribute("term").unwrap_or_default();
            self.demand(!term.is_empty(), || "a category without a term".into());
            if let Some(scheme) = category.attribute("scheme") {
                self.check_address(scheme);
            }
            let label = category.attribute("label").unwrap_or("x");
            let plain = !label.trim().is_empty() && !label.contains(['<', '&']);
            self.demand(plain, || format!("a category's label {label:?}"));
        }
    }

    fn check_text_constructs(&mut self, parent: &Element, names: &[&str]) {
        for name in names {
            for element in parent.all(name) {
                self.demand(!element.text.trim().is_empty(), || {
                    format!("an empty {name}")
                });
                if element.attribute("type") == Some("html") {
                    self.check_html(&element.text.clone(), parent.text_of("id"));
                }
            }
        }
    }

    /// NotBlank, InvalidContact, InvalidLink.
    fn check_authors(&mut self, parent: &Element) {
        for author in parent.all("author").chain(parent.all("contributor")) {
            self.check_plain(author, &["name"]);
            for email in author.all("email") {
                let plain =
                    email.text.is_ascii() && email.text.contains('@') && !email.text.contains(' ');
                self.demand(plain, || format!("the e-mail address {}", email.text));
            }
            for uri in author.all("uri") {
                self.check_address(&uri.text);
            }
        }
    }

    fn check_link(&mut self, link: &Element) {
        self.check_address(link.attribute("href").unwrap_or_default());
        if let Some(title) = link.attribute("title") {
            self.demand(!title.trim().is_empty(), || {
                "a link has an empty title".into()
            });
            self.demand(!title.contains(['<', '&']), || {
                format!("a link's title: {title}")
            });
        }
        if let Some(language) = link.attribute("hreflang") {
            self.check_language(language);
        }
    }

    /// UriNotIri, InvalidUriChar, InvalidFullLink, InvalidTAG, NonCanonicalURI.
    fn check_address(&mut self, address: &str) {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b";/?:@&=+$.-_!~*'(),%#".contains(&b);
        let has_scheme = ["http://", "https://", "tag:", "urn:"]
            .iter()
            .any(|s| address.starts_with(s));
        self.demand(has_scheme, || format!("{address:?} is not absolute"));
        self.demand(address.bytes().all(allowed), || {
            format!("{address:?} is not encoded")
        });
        let codes = address.split('%').skip(1);
        let mut canonical = codes.map(|code| {
            let code = code.get(..2).unwrap_or_default();
            code.len() == 2
                && code
                    .bytes()
                    .all(|b| b.is_ascii_digit() || (b'A'..=b'F').contains(&b))
        });
        self.demand(canonical.all(|ok| ok), || {
            format!("{address:?} is not canonical")
        });
    }

    /// InvalidLanguage.
    fn check_language(&mut self, tag: &str) {
        let first = tag.split('-').next().unwrap_or_default();
        let known = first.len() == 2 && first.bytes().all(|b| b.is_ascii_alphabetic());
        self.demand(known && !tag.contains('_'), || {
            format!("the language {tag}")
        });
    }

    /// InvalidRFC3339Date, ImplausibleDate.
    fn check_rfc_3339(&mut self, date: &str) {
        let read = date.parse::<jiff::Timestamp>().is_ok() && date.contains('T');
        self.demand(read, || format!("the date {date}"));
        self.demand(date >= "1990", || format!("the date {date} is implausible"));
    }

    /// InvalidRFC2822Date, IncorrectDOW, ImplausibleDate.
    fn check_rfc_822(&mut self, parent: &Element, name: &str) {
        for date in parent.all(name) {
            let text = &date.text;
            let form = "%a, %d %b %Y %H:%M:%S %z";
            let read =
                jiff::fmt::strtime::parse(form, text).and_then(|parsed| parsed.to_timestamp());
            self.demand(read.is_ok(), || format!("{name} {text}"));
            let year = text.get(12..16).and_then(|year| year.parse::<u16>().ok());
            self.demand(year.is_some_and(|year| year >= 1990), || {
                format!("{name} {text} is implausible")
            });
        }
    }

    /// NotHtml, SecurityRisk, SecurityRiskAttr, DangerousStyleAttr, ContainsRelRef.
    fn check_html(&mut self, text: &str, id: &str) {
        let parsed = html::parse_fragment_with_errors(text, "body", &html::Options::default());
        let Ok((tree, errors)) = parsed else {
            return self.fault(format!("{id}: its HTML is too large"));
        };
        for error in errors.iter().take(3) {
            let before = text.floor_char_boundary(error.offset.saturating_sub(40));
            let after = text.floor_char_boundary(error.offset + 40);
            self.fault(format!("{id}: {error:?} at {:?}", &text[before..after]));
        }
        let mut next = tree.first_child(tree.root());
        while let Some(node) = next {
            if let Node::Element(element) = tree.node(node) {
                let name = element.name();
                let known = is_html_element(name);
                self.demand(known, || format!("{id}: the element {name}"));
                for attribute in element.attributes() {
                    self.check_attribute(name, attribute.name, attribute.value, id);
                }
            }
            next = tree.next_in_order(node, tree.root());
        }
    }

    fn check_attribute(&mut self, element: &str, name: &str, value: &str, id: &str) {
        if name == "style" {
            let harmless = [
                "text-align: left",
                "text-align: center",
                "text-align: right",
            ];
            return self.demand(harmless.contains(&value), || format!("{id}: style {value}"));
        }
        let known =
            ATTRIBUTES.split_whitespace().any(|known| known == name) || name.starts_with("data-");
        self.demand(known, || format!("{id}: the attribute {name} of {element}"));
        if name == "srcset" {
            for candidate in value.split(", ") {
                let address = candidate.split(' ').next().unwrap_or_default();
                self.check_reference(name, address, id);
            }
        } else if ["href", "src", "poster", "data", "cite"].contains(&name) {
            self.check_reference(name, value, id);
        }
    }

    fn check_reference(&mut self, name: &str, value: &str, id: &str) {
        let scheme = value.split(':').next().unwrap_or_default();
        let absolute = scheme.len() < value.len()
            && scheme
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
        self.demand(absolute, || format!("{id}: {name} is relative: {value}"));
        let harmless = !["javascript", "vbscript"]
            .iter()
            .any(|s| scheme.eq_ignore_ascii_case(s));
        self.demand(harmless, || format!("{id}: {name} runs code: {value}"));
    }
}

#[cfg(test)]
mod tests {
    use super::faults;

    const ITEM: &str = "<title>t</title><link>https://a.example/</link>\
        <guid isPermaLink=\"false\">https://a.example/1</guid><description>d</description>";

    fn rss(item: &str) -> String {
        format!(
            "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
             xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>c</title>\
             <link>https://a.example/</link><description>d</description><atom:link rel=\"self\" \
             href=\"https://a.example/f\"/><item>{item}</item></channel></rss>"
        )
    }

    #[test]
    fn a_clean_item_has_no_fault() {
        assert_eq!(faults(&rss(ITEM)), Vec::<String>::new());
    }

    #[test]
    fn each_verdict_is_a_rule() {
        let html = |html: &str| format!("{ITEM}<content:encoded>{html}</content:encoded>");
        for item in [
            html("&lt;a href=\"x\">x&lt;/a>"),
            html("&lt;a href=\"#x\">x&lt;/a>"),
            html("&lt;img src=\"/x.png\">"),
            html("&lt;iframe src=\"https://a.example/\">&lt;/iframe>"),
            html("&lt;script>x&lt;/script>"),
            html("&lt;p style=\"position: fixed\">x&lt;/p>"),
            html("&lt;p onclick=\"x\">x&lt;/p>"),
            html("&lt;svg>&lt;/svg>"),
            html("&lt;my-element>x&lt;/my-element>"),
            html("&lt;b>&lt;i>x&lt;/b>&lt;/i>"),
            html("1 &lt; 2 &lt;"),
            html("x\u{85}"),
            ITEM.replace("<guid isPermaLink=\"false\">https://a.example/1</guid>", ""),
            ITEM.replace(
                "isPermaLink=\"false\">https://a.example/1",
                ">tag:a.example,2024:1",
            ),
            ITEM.replace("<title>t", "<title>a &amp;amp; b"),
            ITEM.replace("<title>t", "<title>&lt;b>t&lt;/b>"),
            ITEM.replace("https://a.example/</link>", "https://a.example/é</link>"),
            format!("{ITEM}<pubDate>Tue, 01 May 2024 08:30:00 +0800</pubDate>"),
            format!("{ITEM}<pubDate>Wed, 01 May 2024 08:30:00 UTC</pubDate>"),
            format!("{ITEM}<pubDate>Wed, 31 Dec 1969 08:30:00 +0000</pubDate>"),
            format!("{ITEM}<author>Jo</author>"),
            format!("{ITEM}<category></category>"),
            format!("{ITEM}<enclosure url=\"https://a.example/a.mp3\" type=\"audio/mpeg\"/>"),
            format!("<content:encoded>x</content:encoded>{ITEM}"),
        ] {
            assert!(!faults(&rss(&item)).is_empty(), "{item}");
        }
    }
}
