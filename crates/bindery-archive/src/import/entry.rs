//! An entry of a feed as the posts of folders are: front matter, then HTML.
use bindery_model::{language_tag, remove_forbidden};
use bindery_parse::{date, html};
use serde_json::{Map, Value, json};
use url::Url;
use uuid::Uuid;

use super::categories::Categories;

/// What an entry says, in whatever format. Texts of which it does not say otherwise are plain.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields {
    /// May have HTML in it.
    pub(crate) title: String,
    /// May have HTML in it.
    pub(crate) summary: String,
    pub(crate) id: String,
    /// The address of the post, as it is written.
    pub(crate) link: String,
    /// Against what relative references are read.
    pub(crate) base: Option<Url>,
    pub(crate) published: String,
    pub(crate) updated: String,
    pub(crate) authors: Vec<Value>,
    pub(crate) categories: Categories,
    pub(crate) tags: Vec<String>,
    pub(crate) language: String,
    pub(crate) image: String,
    pub(crate) enclosures: Vec<Enclosure>,
    pub(crate) contributors: Vec<Value>,
    /// May have HTML in it.
    pub(crate) rights: String,
    /// The page of comments.
    pub(crate) comments: String,
    /// The page that the entry is about.
    pub(crate) about: String,
    /// The text: HTML.
    pub(crate) body: String,
    /// What else is known, under the names that front matter has for it.
    pub(crate) extra: Map<String, Value>,
}

/// A recording, a film or a file that comes with an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Enclosure {
    pub(crate) url: String,
    pub(crate) kind: String,
    pub(crate) length: Option<u64>,
    pub(crate) title: String,
}

impl Fields {
    /// Front matter as JSON, and the body.
    pub(crate) fn to_document(&self) -> String {
        let mut values = self.extra.clone();
        let mut put = |key: &str, text: &str| {
            let text = text.trim();
            if !text.is_empty() {
                values.insert(key.to_owned(), remove_forbidden(text).into());
            }
        };
        // What says nothing else is called by its address.
        let says_something = !self.body.trim().is_empty() || !self.enclosures.is_empty();
        match self.title.trim().is_empty() && !says_something {
            true => put("title", &escape(&self.link)),
            false => put("title", &self.title),
        }
        put("description", &self.summary);
        put("id", &self.own_id());
        put("link", &self.link);
        put("date", &self.published);
        put("updated", &self.updated);
        put("lang", &self.language);
        put("rights", &text_of(&self.rights));
        put("comments", &self.comments);
        if self.about != self.link {
            put("external_url", &self.about);
        }
        let absolute = |reference: &str| match &self.base {
            Some(base) => base.join(reference.trim()).map(String::from).ok(),
            None => None,
        };
        if !self.image.trim().is_empty() {
            put(
                "image",
                &absolute(&self.image).unwrap_or_else(|| self.image.clone()),
            );
        }
        if let Some(base) = &self.base {
            put("base", base.as_str());
        }
        let mut put_list = |key: &str, list: Vec<Value>| {
            if !list.is_empty() {
                values.insert(key.to_owned(), list.into());
            }
        };
        let terms = |list: &[String]| list.iter().map(|term| plain(term).into()).collect();
        put_list("authors", self.authors.clone());
        put_list("contributors", self.contributors.clone());
        put_list("terms", self.categories.terms.clone());
        put_list("categories", self.categories.plain_names());
        put_list("tags", terms(&self.tags));
        let mut enclosures = self.enclosures.clone();
        for enclosure in &mut enclosures {
            enclosure.url = absolute(&enclosure.url).unwrap_or(std::mem::take(&mut enclosure.url));
        }
        let mut listed = enclosures.iter().map(Enclosure::to_value);
        let first = listed.next();
        put_list("enclosures", listed.collect());
        if let Some(first) = first {
            values.insert("enclosure".to_owned(), first);
        }
        let mut text = Value::Object(values).to_string();
        text.push('\n');
        text.push_str(&self.body);
        let mut lacking = enclosures
            .iter()
            .filter(|enclosure| !self.body.contains(&enclosure.url))
            .peekable();
        if lacking.peek().is_some() {
            // A feed that is made of this one leaves them out again: it has them as enclosures.
            text.push_str("\n<div class=\"enclosures\">");
            lacking.for_each(|enclosure| text.push_str(&enclosure.to_html()));
            text.push_str("</div>");
        }
        text
    }

    /// Adds what the podcast namespace says.
    pub(crate) fn say_of_podcast(&mut self, key: &str, value: Value) {
        let podcast = self.extra.entry("podcast").or_insert_with(|| json!({}));
        if let Some(map) = podcast.as_object_mut() {
            match map.get_mut(key) {
                Some(Value::Array(list)) => list.push(value),
                _ => {
                    map.insert(key.to_owned(), json!([value]));
                }
            }
        }
    }

    /// Says which feed the entry was in before this one.
    pub(crate) fn come_from(&mut self, source: &Head) {
        let source = source.to_source();
        if !source.is_empty() {
            self.extra.insert("source".to_owned(), source.into());
        }
    }

    /// What an entry does not say itself, its feed says of all.
    pub(crate) fn complete(&mut self, head: &Head) {
        if self.language.is_empty() && language_tag(&head.language).is_some() {
            self.language.clone_from(&head.language);
        }
        if self.authors.is_empty() {
            let title = text_of(&head.title);
            let is_title = |author: &&Value| author["name"] == *title;
            let authors = head.authors.iter().filter(|author| !is_title(author));
            self.authors = authors.cloned().collect();
        }
    }

    /// What tells the entry from others. Without an id it is known by its address, without both by
    /// its recording, or what else stays when the feed goes on.
    fn own_id(&self) -> String {
        let id = remove_forbidden(self.id.trim());
        let link = self.link.trim();
        let link = match &self.base {
            Some(base) => base.join(link).ok(),
            None => Url::parse(link).ok(),
        };
        let is_linked = link.is_some_and(|url| matches!(url.scheme(), "http" | "https"));
        if !id.is_empty() || is_linked && !self.link.trim().is_empty() {
            return id.into_owned();
        }
        if let Some(enclosure) = self.enclosures.first() {
            return enclosure.url.clone();
        }
        let title = self.title.trim();
        let body = if title.is_empty() { &self.body } else { "" };
        let name = [title, self.published.trim(), body, self.link.trim()].join("\n");
        format!(
            "urn:uuid:{}",
            Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes())
        )
    }

    /// Adds an enclosure, unless its address is known.
    pub(crate) fn enclose(&mut self, enclosure: Enclosure) {
        let is_known = self.enclosures.iter().any(|one| one.url == enclosure.url);
        if !enclosure.url.trim().is_empty() && !is_known {
            self.enclosures.push(enclosure);
        }
    }
}

impl Enclosure {
    fn to_value(&self) -> Value {
        let mut map = Map::new();
        map.insert("url".to_owned(), self.url.trim().into());
        if !self.kind.is_empty() {
            map.insert("type".to_owned(), self.kind.as_str().into());
        }
        if let Some(length) = self.length {
            map.insert("length".to_owned(), length.into());
        }
        if !self.title.is_empty() {
            map.insert("title".to_owned(), self.title.as_str().into());
        }
        Value::Object(map)
    }

    /// What a reader of the text is shown.
    pub(crate) fn to_html(&self) -> String {
        let url = escape_attribute(self.url.trim());
        let name = match self.title.trim() {
            "" => self.url.trim().rsplit('/').next().unwrap_or_default(),
            title => title,
        };
        let name = escape(name);
        let kind = self.kind.split('/').next().unwrap_or_default();
        match kind {
            "image" => format!("\n<figure><img src=\"{url}\" alt=\"\"></figure>"),
            "audio" | "video" => {
                format!("\n<{kind} src=\"{url}\" title=\"{name}\" controls></{kind}>")
            }
            _ => format!("\n<p><a href=\"{url}\">{name}</a></p>"),
        }
    }
}

/// A person as front matter has it.
pub(crate) fn person(name: &str, email: &str, uri: &str) -> Option<Value> {
    let (name, email, uri) = (plain(name), email.trim(), uri.trim());
    let name = match name.trim() {
        "" => email,
        name => name,
    };
    if name.is_empty() {
        return None;
    }
    let mut map = Map::new();
    map.insert("name".to_owned(), name.into());
    for (key, value) in [("email", email), ("uri", uri)] {
        if !value.is_empty() {
            map.insert(key.to_owned(), value.into());
        }
    }
    Some(map.into())
}

/// A person as RSS writes one: `jo@example.com (Jo Doe)`, `Jo Doe <jo@example.com>`, or a name.
pub(crate) fn person_in_line(text: &str) -> Option<Value> {
    let text = plain(text);
    let text = text.trim();
    for (open, close) in [('(', ')'), ('<', '>')] {
        let Some((before, inside)) = text
            .strip_suffix(close)
            .and_then(|text| text.split_once(open))
        else {
            continue;
        };
        let (before, inside) = (before.trim(), inside.trim());
        if before.contains('@') && !before.contains(' ') {
            return person(inside, before, "");
        }
        if inside.contains('@') && !inside.contains(' ') {
            return person(before, inside, "");
        }
    }
    let is_address = text.contains('@') && !text.contains(' ');
    person(text, if is_address { text } else { "" }, "")
}

/// Text in which HTML's references may stand, as plain text on one line.
pub(crate) fn plain(text: &str) -> String {
    let text = if text.contains('&') {
        decode_references(text)
    } else {
        text.to_owned()
    };
    let text = remove_forbidden(&text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// HTML as plain text on one line.
pub(crate) fn text_of(markup: &str) -> String {
    let markup = markup.trim();
    if !markup.contains('<') {
        return plain(markup);
    }
    let Ok(tree) = html::parse_fragment(markup, "body", &html::Options::default()) else {
        return plain(markup);
    };
    let (mut text, mut next) = (String::new(), tree.first_child(tree.root()));
    while let Some(node) = next {
        if let html::Node::Text(piece) = tree.node(node) {
            text.push_str(piece);
        }
        next = tree.next_in_order(node, tree.root());
    }
    let text = remove_forbidden(&text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Decodes HTML's references, and leaves tags alone.
fn decode_references(text: &str) -> String {
    // In a `textarea` only references are markup.
    let Ok(tree) = html::parse_fragment(text, "textarea", &html::Options::default()) else {
        return text.to_owned();
    };
    let mut plain = String::with_capacity(text.len());
    for node in tree.children(tree.root()) {
        if let html::Node::Text(piece) = tree.node(node) {
            plain.push_str(piece);
        }
    }
    plain
}

/// Plain text as HTML.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn escape_attribute(text: &str) -> String {
    escape(text)
}

/// Plain text of several lines as HTML: blank lines part paragraphs.
pub(crate) fn paragraphs(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let mut out = String::with_capacity(text.len() + 16);
    for paragraph in text.split("\n\n").map(str::trim) {
        if !paragraph.is_empty() {
            let lines = escape(paragraph).replace('\n', "<br>\n");
            out.push_str(&format!("<p>{lines}</p>\n"));
        }
    }
    out
}

/// What is said of a feed as a whole.
#[derive(Debug, Clone, Default)]
pub(crate) struct Head {
    pub(crate) id: String,
    /// The address of the feed itself.
    pub(crate) own: String,
    pub(crate) updated: String,
    pub(crate) title: String,
    pub(crate) description: String,
    /// The page that the feed belongs to.
    pub(crate) link: String,
    pub(crate) language: String,
    pub(crate) authors: Vec<Value>,
    pub(crate) rights: String,
    /// A square picture, and a wider one.
    pub(crate) icon: String,
    pub(crate) logo: String,
    /// Against what relative references are read.
    pub(crate) base: Option<Url>,
    /// What it is about, the categories of a podcast among it.
    pub(crate) categories: Categories,
    /// For whom it is fit, in the form of PICS.
    pub(crate) rating: String,
    /// What a podcast says of itself.
    pub(crate) podcast: Map<String, Value>,
}

impl Head {
    fn absolute(&self, reference: &str) -> String {
        let absolute = self.base.as_ref().map(|base| base.join(reference.trim()));
        match absolute {
            Some(Ok(address)) => address.into(),
            _ => reference.trim().to_owned(),
        }
    }

    /// Where an entry comes from, as its front matter has it under `source`.
    pub(crate) fn to_source(&self) -> Map<String, Value> {
        let mut map = Map::new();
        let id = [&self.id, &self.own, &self.link];
        let id = id.into_iter().find(|id| !id.trim().is_empty());
        let updated = date::parse_as_written(&self.updated).map(|date| date.to_string());
        for (key, value) in [
            ("id", id.map_or("", |id| id.trim())),
            ("title", &text_of(&self.title)),
            ("updated", &updated.unwrap_or_default()),
            ("link", self.link.trim()),
            ("self", self.own.trim()),
        ] {
            if !value.is_empty() {
                map.insert(key.to_owned(), value.into());
            }
        }
        map
    }
}

/// The settings of a site that is made of feeds, which are given with the paths of their files:
/// those of the first, but the titles of all.
pub(crate) fn configuration(feeds: &[(&str, &Head)]) -> Map<String, Value> {
    let heads: Vec<&Head> = feeds.iter().map(|(_, head)| *head).collect();
    let Some(first) = heads.first() else {
        return Map::new();
    };
    let mut titles: Vec<String> = Vec::new();
    for head in &heads {
        let title = text_of(&head.title);
        if !title.is_empty() && !titles.contains(&title) {
            titles.push(title);
        }
    }
    let title = match titles.as_slice() {
        [a, b, c, _, ..] => format!("{a}, {b}, {c}, …"),
        titles => titles.join(", "),
    };
    let mut map = Map::new();
    let mut put = |key: &str, value: &str| {
        if !value.is_empty() {
            map.insert(key.to_owned(), value.into());
        }
    };
    put("title", &title);
    if titles.len() <= 1 {
        put("description", &text_of(&first.description));
    }
    let link = Url::parse(first.link.trim())
        .ok()
        .or_else(|| first.base.clone())
        .or_else(|| Url::parse(first.own.trim()).ok());
    if let Some(link) = link.filter(|link| matches!(link.scheme(), "http" | "https")) {
        put("url", &link.origin().ascii_serialization());
        let path = link.path().trim_end_matches('/');
        if !path.ends_with(".html") && !path.ends_with(".xml") {
            put("baseurl", path);
        }
    }
    if heads.iter().all(|head| head.language == first.language) {
        put("lang", &first.language);
    }
    let mut pictures = Map::new();
    if heads.len() == 1 {
        if !first.rights.is_empty() {
            map.insert("copyright".to_owned(), text_of(&first.rights).into());
        }
        for (key, address) in [("icon", &first.icon), ("logo", &first.logo)] {
            if !address.trim().is_empty() {
                pictures.insert(key.to_owned(), first.absolute(address).into());
            }
        }
        // Feeds that have no author are often said to be written by their titles.
        let is_title = |author: &&Value| author["name"] == *title && author.get("email").is_none();
        let authors = first.authors.iter().filter(|author| !is_title(author));
        map.insert("author".to_owned(), authors.cloned().collect());
        for (key, list) in [
            ("categories", first.categories.plain_names()),
            ("terms", first.categories.terms.clone()),
        ] {
            if !list.is_empty() {
                map.insert(key.to_owned(), list.into());
            }
        }
        if !first.rating.is_empty() {
            map.insert("rating".to_owned(), first.rating.as_str().into());
        }
        if !first.podcast.is_empty() {
            map.insert("podcast".to_owned(), first.podcast.clone().into());
        }
    }
    let sources = feeds.iter().map(|(path, head)| {
        let mut source = head.to_source();
        source.insert("file".to_owned(), (*path).into());
        Value::from(source)
    });
    // Feeds are whole; a site's limit is for its newest posts.
    pictures.insert("posts_limit".to_owned(), 0.into());
    pictures.insert("sources".to_owned(), sources.collect());
    map.insert("feed".to_owned(), pictures.into());
    map
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_read_from_a_line() {
        let cases = [
            (
                "jo@example.com (Jo Doe)",
                json!({"name": "Jo Doe", "email": "jo@example.com"}),
            ),
            (
                "Jo Doe <jo@example.com>",
                json!({"name": "Jo Doe", "email": "jo@example.com"}),
            ),
            (
                "jo@example.com",
                json!({"name": "jo@example.com", "email": "jo@example.com"}),
            ),
            (
                "Jo (the cook) &amp; co",
                json!({"name": "Jo (the cook) & co"}),
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(person_in_line(text), Some(expected), "{text}");
        }
        assert_eq!(person_in_line("  "), None);
    }

    #[test]
    fn what_has_no_id_and_no_address_has_an_id_that_stays() {
        let id = |link: &str, body: &str| {
            let fields = Fields {
                link: link.to_owned(),
                body: body.to_owned(),
                ..Fields::default()
            };
            fields.own_id()
        };
        assert_eq!(id("https://a.example/1", "x"), "");
        assert!(id("x y", "x").starts_with("urn:uuid:"));
        assert_eq!(id("", "x"), id("", "x"));
        assert_ne!(id("", "x"), id("", "y"));
        assert_ne!(id("y", ""), id("z", ""));
    }

    #[test]
    fn enclosures_are_shown_once() {
        let mut fields = Fields::default();
        for _ in 0..2 {
            fields.enclose(Enclosure {
                url: "https://example.com/a.mp3".to_owned(),
                kind: "audio/mpeg".to_owned(),
                length: Some(12),
                title: String::new(),
            });
        }
        let document = fields.to_document();
        assert_eq!(
            document,
            "{\"id\":\"https://example.com/a.mp3\",\"enclosure\":{\"url\":\"https://example.com/a.mp3\",\"type\":\"audio/mpeg\",\
             \"length\":12}}\n\n<div class=\"enclosures\">\n<audio src=\"https://example.com/a.mp3\" title=\"a.mp3\" \
             controls></audio></div>"
        );
        fields.body = "<a href='https://example.com/a.mp3'>listen</a>".to_owned();
        assert!(!fields.to_document().contains("enclosures"));
    }
}
