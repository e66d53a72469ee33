//! RSS 0.9x, 1.0 and 2.0, with the modules that feeds use.
use bindery_model::language_tag;
use serde_json::{Map, Value};
use url::Url;

use super::atom::xhtml;
use super::elements::{Element, Elements};
use super::entry::{Enclosure, Fields, Head, person_in_line, plain};
use super::literal;
use super::names::Names;
use super::split::Split;

/// What is said of the feed as a whole.
pub(crate) fn head(split: &Split) -> Head {
    let mut head = Head {
        base: split
            .root_attribute("xml:base")
            .and_then(|base| Url::parse(base.trim()).ok()),
        language: language(&split.root_attribute("xml:lang").unwrap_or_default()),
        ..Head::default()
    };
    let elements = Elements::read(&split.head, &split.names);
    let Some(root) = elements.roots().next() else {
        return head;
    };
    let channel = root.child("channel").unwrap_or(root);
    for child in channel.children() {
        let text = || child.text().trim().to_owned();
        match child.name() {
            "title" if head.title.is_empty() => head.title = child.text_or_html(),
            "atom:id" => head.id = text(),
            "atom:link" if child.attribute("rel").as_deref() == Some("self") => {
                head.own = child.attribute("href").unwrap_or_default();
            }
            "lastBuildDate" | "atom:updated" => head.updated = text(),
            "pubDate" | "dc:date" if head.updated.is_empty() => head.updated = text(),
            "link" if head.link.is_empty() => head.link = text(),
            "description" if head.description.is_empty() => {
                head.description = child.text_or_html();
            }
            "language" | "dc:language" => head.language = language(&text()),
            "dc:creator" => head.authors.extend(person_in_line(&text())),
            "itunes:author" | "managingEditor" if head.authors.is_empty() => {
                head.authors = person_in_line(&text()).into_iter().collect();
            }
            "copyright" | "dc:rights" | "atom:rights" => head.rights = child.text_or_html(),
            "image" => {
                let url = child.child("url");
                head.logo = url.map(|url| url.text()).unwrap_or_default();
            }
            "category" | "dc:subject" => {
                let domain = child.attribute("domain").unwrap_or_default();
                let term = child.text_or_html();
                head.categories.add(term.trim(), &domain, "");
            }
            "itunes:category" => {
                let below = child.children();
                for category in std::iter::once(child).chain(below) {
                    let name = category.attribute("text").unwrap_or_default();
                    head.categories.add(name.trim(), "", "");
                }
            }
            "rating" => head.rating = plain(&text()),
            "atom:icon" => head.icon = text(),
            "atom:logo" => head.logo = text(),
            _ => {}
        }
    }
    if head.id.is_empty() {
        // RSS 1.0 names channels by their address.
        head.id = channel.attribute("rdf:about").unwrap_or_default();
    }
    head.base = head.base.or_else(|| Url::parse(&head.link).ok());
    head.podcast = podcast(&channel);
    head
}

/// What a podcast says of itself, under the names that the settings of a site have for it.
fn podcast(channel: &Element<'_, '_>) -> Map<String, Value> {
    let mut podcast = Map::new();
    let put = |map: &mut Map<String, Value>, key: &str, value: String| {
        if !value.trim().is_empty() && !map.contains_key(key) {
            map.insert(key.to_owned(), value.trim().into());
        }
    };
    for child in channel.children() {
        match child.name() {
            "itunes:category" => {
                put(
                    &mut podcast,
                    "category",
                    child.attribute("text").unwrap_or_default(),
                );
                let below = child.child("itunes:category");
                let below = below.and_then(|below| below.attribute("text"));
                put(&mut podcast, "subcategory", below.unwrap_or_default());
            }
            "itunes:image" => put(
                &mut podcast,
                "image",
                child.attribute("href").unwrap_or_default(),
            ),
            "itunes:owner" => {
                let mut owner = Map::new();
                for (name, key) in [("itunes:name", "name"), ("itunes:email", "email")] {
                    let value = child.child(name).map(|value| plain(&value.text()));
                    put(&mut owner, key, value.unwrap_or_default());
                }
                podcast.insert("owner".to_owned(), owner.into());
            }
            "itunes:author" => put(&mut podcast, "author", plain(&child.text())),
            "itunes:explicit" => put(&mut podcast, "explicit", child.text()),
            "itunes:type" => put(&mut podcast, "type", child.text()),
            "podcast:guid" => put(&mut podcast, "guid", child.text()),
            _ => {}
        }
    }
    podcast
}

/// Reads an item.
pub(crate) fn entry(text: &str, names: &Names, head: &Head) -> Fields {
    let elements = Elements::read(text, names);
    let Some(item) = elements.roots().next() else {
        return Fields::default();
    };
    let mut fields = Fields {
        // RSS 1.0 and 0.90 name items by their address.
        id: item.attribute("rdf:about").unwrap_or_default(),
        language: language(&item.attribute("xml:lang").unwrap_or_default()),
        ..Fields::default()
    };
    let (mut description, mut content, mut permalink) =
        (String::new(), String::new(), String::new());
    let mut people = Vec::new();
    for child in item.children() {
        let text = || child.text().trim().to_owned();
        match child.name() {
            "title" => fields.title = child.text_or_html().trim().to_owned(),
            "dc:title" | "media:title" if fields.title.is_empty() => fields.title = text(),
            "link" if fields.link.is_empty() => {
                fields.link = match text() {
                    link if link.is_empty() => child.attribute("href").unwrap_or_default(),
                    link => link,
                };
            }
            "guid" => {
                fields.id = text();
                if child.attribute("isPermaLink").as_deref() != Some("false") {
                    permalink.clone_from(&fields.id);
                }
            }
            "description" => description = text(),
            "content:encoded" => content = text(),
            "xhtml:body" | "body" | "fullitem" if content.is_empty() => {
                content = match child.is_mixed() {
                    true => xhtml(&child),
                    false => text(),
                };
            }
            "itunes:summary" | "dc:description" if description.is_empty() => description = text(),
            "author" | "dc:creator" => people.extend(person_in_line(&text())),
            "itunes:author" if people.is_empty() => people.extend(person_in_line(&text())),
            "category" | "dc:subject" => {
                let domain = child.attribute("domain").unwrap_or_default();
                fields
                    .categories
                    .add(child.text_or_html().trim(), &domain, "");
            }
            "dc:contributor" => fields.contributors.extend(person_in_line(&text())),
            "dc:rights" | "atom:rights" => fields.rights = child.text_or_html(),
            "comments" => fields.comments = text(),
            "pubDate" | "dc:date" | "dcterms:issued" | "published" => fields.published = text(),
            "atom:updated" | "dcterms:modified" | "updated" => fields.updated = text(),
            "dc:language" => fields.language = language(&text()),
            "enclosure" => fields.enclose(enclosure(&child)),
            "source" => fields.come_from(&Head {
                own: child.attribute("url").unwrap_or_default(),
                title: child.text_or_html(),
                ..Head::default()
            }),
            name => read_media(&child, name, &mut fields),
        }
    }
    fields.authors = people;
    if fields.link.is_empty() && permalink.contains("://") {
        fields.link = permalink;
    }
    if content.is_empty() {
        fields.body = literal::mended(&description).into_owned();
    } else {
        (fields.body, fields.summary) = (literal::mended(&content).into_owned(), description);
    }
    fields.base = base(item.attribute("xml:base"), &fields.link, head.base.as_ref());
    fields
}

fn enclosure(element: &Element<'_, '_>) -> Enclosure {
    let attribute = |name| element.attribute(name).unwrap_or_default();
    Enclosure {
        url: attribute("url"),
        kind: attribute("type"),
        length: attribute("length")
            .trim()
            .parse()
            .ok()
            .filter(|length| *length > 0),
        title: String::new(),
    }
}

/// Media RSS and what podcasts have, in RSS and in Atom.
pub(crate) fn read_media(element: &Element<'_, '_>, name: &str, fields: &mut Fields) {
    match name {
        "media:group" => {
            for child in element.children() {
                read_media(&child, child.name(), fields);
            }
        }
        "media:content" => {
            let mut found = enclosure(element);
            found.length = found
                .length
                .or_else(|| element.attribute("fileSize")?.parse().ok());
            if found.kind.is_empty() {
                found.kind = element.attribute("medium").unwrap_or_default();
            }
            if let Some(title) = element.child("media:title") {
                found.title = title.text().trim().to_owned();
            }
            if found.kind.starts_with("image") {
                set_image(fields, found.url);
            } else {
                fields.enclose(found);
            }
            for child in element.children() {
                if child.name() == "media:thumbnail" {
                    read_media(&child, child.name(), fields);
                }
            }
        }
        "media:thumbnail" => set_image(fields, element.attribute("url").unwrap_or_default()),
        "itunes:image" => set_image(fields, element.attribute("href").unwrap_or_default()),
        "media:description" if fields.summary.is_empty() => fields.summary = element.text(),
        "podcast:transcript" => {
            fields.say_of_podcast("transcript", attributes(element, &["url", "type"]))
        }
        "podcast:chapters" => {
            fields.say_of_podcast("chapters", attributes(element, &["url", "type"]))
        }
        "podcast:person" => {
            let mut person = attributes(element, &["role", "group", "img", "href"]);
            person["name"] = plain(&element.text()).into();
            fields.say_of_podcast("people", person);
        }
        _ => {
            if let Some(key) = name.strip_prefix("itunes:")
                && !element.is_mixed()
            {
                let value = element.text().trim().to_owned();
                if key == "duration" {
                    fields.extra.insert(key.to_owned(), value.as_str().into());
                }
                let itunes = fields
                    .extra
                    .entry("itunes")
                    .or_insert_with(|| serde_json::json!({}));
                if let Some(map) = itunes.as_object_mut() {
                    map.insert(key.to_owned(), value.into());
                }
            }
        }
    }
}

/// The attributes of these names as a map.
fn attributes(element: &Element<'_, '_>, names: &[&str]) -> Value {
    let found = names
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), element.attribute(name)?.into())));
    Value::Object(found.collect())
}

fn set_image(fields: &mut Fields, url: String) {
    if fields.image.is_empty() {
        fields.image = url;
    }
}

/// Against what the references of an entry are read.
pub(crate) fn base(own: Option<String>, link: &str, feed: Option<&Url>) -> Option<Url> {
    let join = |reference: &str| match feed {
        Some(feed) => feed.join(reference.trim()).ok(),
        None => Url::parse(reference.trim()).ok(),
    };
    let is_own = own.as_deref().is_some_and(|own| !own.trim().is_empty());
    let found = if is_own {
        join(own.as_deref().unwrap_or_default())
    } else if link.trim().is_empty() {
        None
    } else {
        join(link)
    };
    let is_web = |url: &Url| matches!(url.scheme(), "http" | "https");
    found.filter(is_web).or_else(|| feed.cloned())
}

/// `zh-cn` and `zh_CN` as `zh-CN`; what is no language stays, to be told of.
pub(crate) fn language(tag: &str) -> String {
    language_tag(tag).unwrap_or_else(|| tag.trim().to_owned())
}
