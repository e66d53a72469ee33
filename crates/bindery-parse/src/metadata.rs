mod keys;

use std::ops::Range;

use bindery_model::{
    Author, DateTime, Details, Diagnostic, Image, Location, Meta, language_tag, remove_forbidden,
};
use serde_json::{Map, Value};

use self::keys::Keys;
use crate::{ParseOptions, date, title};

/// The keys under which generators keep the time of publication, the strongest first.
const DATE: [&str; 13] = [
    "date",
    "pubDate",
    "pubDatetime",
    "publishDate",
    "publish_date",
    "datePublished",
    "published_at",
    "publishedAt",
    "published",
    "createTime",
    "createdAt",
    "created_at",
    "created",
];
/// The keys under which generators keep the time of the last change, the strongest first.
const UPDATED: [&str; 11] = [
    "last_modified_at",
    "updated",
    "lastmod",
    "last_modified",
    "modified",
    "update_date",
    "updated_at",
    "updatedDate",
    "updatedAt",
    "updateDate",
    "modDatetime",
];
/// The keys of identifiers and of former addresses, the strongest first.
const ID: [&str; 3] = ["id", "guid", "uuid"];
const FORMER: [&str; 3] = ["redirect_from", "aliases", "alias"];
const DESCRIPTION: [&str; 4] = ["description", "summary", "excerpt", "subtitle"];
const LANGUAGE: [&str; 4] = ["lang", "language", "locale", "languageCode"];
const IMAGE: [&str; 6] = [
    "image",
    "cover",
    "thumbnail",
    "featured_image",
    "images",
    "banner",
];

/// Makes [`Meta`] of front matter: title, dates, authors, categories, tags, language, description,
/// image, slug, draft, in every form that generators take. What depends on the file's name or on
/// the site ([`Meta::url`], a date in the file name) is left to the caller.
///
/// Of `options` it reads the path, the zone and the resolver (for the image). A value that cannot
/// be read, such as an impossible date, is left out and becomes a diagnostic; `text` is the file or
/// its head, to find the line in. [`Meta::extra`] is left empty: the caller has the values.
///
/// ```
/// use bindery_parse::{ParseOptions, metadata};
/// let values = serde_json::json!({"title": "A", "tags": "x y", "author": {"name": "B"}});
/// let meta = metadata(values.as_object().unwrap(), "", &ParseOptions::default(), &mut Vec::new());
/// assert_eq!((meta.tags.len(), meta.authors[0].name.as_str()), (2, "B"));
/// ```
pub fn metadata(
    values: &Map<String, Value>,
    text: &str,
    options: &ParseOptions<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Meta {
    let keys = Keys::of(values);
    Meta {
        categories: terms(keys, "category", "categories").into(),
        tags: terms(keys, "tag", "tags").into(),
        ..metadata_but_terms(values, text, options, diagnostics)
    }
}

/// The same without categories and tags, which some generators gather by rules of their own.
pub fn metadata_but_terms(
    values: &Map<String, Value>,
    text: &str,
    options: &ParseOptions<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Meta {
    let keys = Keys::of(values);
    let mut reader = Reader {
        keys,
        text,
        options,
        diagnostics,
    };
    let date = DATE.iter().find_map(|key| reader.date(key));
    let details = Details {
        id: ID.iter().find_map(|key| identifier(keys.value(key))),
        former_urls: FORMER
            .iter()
            .filter_map(|key| keys.value(key))
            .flat_map(|value| strings(Some(value)))
            .collect(),
        updated: (UPDATED.iter().find_map(|key| reader.date(key))).or_else(|| reader.updated()),
        description: DESCRIPTION.iter().find_map(|key| text_in(keys, key)),
        image: IMAGE.iter().find_map(|key| reader.image(keys.value(key)?)),
    };
    Meta {
        path: options.path.into(),
        title: text_in(keys, "title").unwrap_or_default().into(),
        date,
        authors: authors(keys).into(),
        language: reader.language().map(String::into_boxed_str),
        slug: string(keys.value("slug")).unwrap_or_default().into(),
        details: details.into(),
        draft: truth(keys.value("draft")),
        ..Meta::default()
    }
}

struct Reader<'a, 'b> {
    keys: Keys<'a>,
    text: &'a str,
    options: &'a ParseOptions<'b>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Reader<'_, '_> {
    /// The date under a key; a diagnostic where there is something that is no date.
    fn date(&mut self, key: &'static str) -> Option<DateTime> {
        let value = self.keys.value(key)?;
        // Material for MkDocs: `date: {created: …, updated: …}`.
        let value = match value {
            Value::Object(map) => map.get("created").unwrap_or(value),
            value => value,
        };
        let written = match value {
            Value::Null | Value::Bool(false) => return None,
            // Whether it is published.
            Value::Bool(true) if key == "published" => return None,
            Value::String(text) => text.trim().to_owned(),
            other => other.to_string(),
        };
        if written.is_empty() {
            return None;
        }
        let is_text = || is_quoted(self.text, key);
        let date = date::parse_scalar(&written, &self.options.zone, is_text);
        if date.is_none() {
            let fault = Diagnostic::warning(
                "front-matter.date",
                format!("`{key}` is `{}`, which is no date", shortened(&written)),
            )
            .with_hint("write it as 2024-05-01 08:30:00 +0800");
            let place = self.place(key, &written);
            self.diagnostics.push(fault.at(place));
        }
        date
    }

    /// When the post was changed, where its date says that.
    fn updated(&self) -> Option<DateTime> {
        let written = self.keys.value("date")?.get("updated")?.as_str()?;
        date::parse(written, &self.options.zone)
    }

    /// The language that the first of its keys tells; a diagnostic where they name none.
    fn language(&mut self) -> Option<String> {
        let mut told = None;
        for key in LANGUAGE {
            let Some(written) = string(self.keys.value(key)) else {
                continue;
            };
            if let Some(tag) = language_tag(&written) {
                return Some(tag);
            }
            told = told.or(Some((key, written)));
        }
        let (key, written) = told?;
        let message = format!("`{key}` is `{}`, which is no language", shortened(&written));
        let fault = Diagnostic::warning("front-matter.language", message)
            .with_hint("write the tag of a language, such as zh-CN or en");
        let place = self.place(key, &written);
        self.diagnostics.push(fault.at(place));
        None
    }

    /// Where the value of a key stands: at the key if it is written in another way than it reads.
    fn place(&self, key: &str, value: &str) -> Location {
        match place_of(self.text, key, value) {
            Some(span) => Location::in_text(self.options.path, self.text, span),
            None => Location::whole_file(self.options.path),
        }
    }

    /// A reference, a map with a reference, or the first of a list of either.
    fn image(&self, value: &Value) -> Option<Image> {
        let (reference, map) = match value {
            Value::Array(images) => return images.first().and_then(|image| self.image(image)),
            Value::Object(map) => {
                let keys = ["path", "src", "url", "image", "feature", "facebook"];
                let reference = keys.iter().find_map(|key| string(map.get(*key)))?;
                (reference, Some(map))
            }
            other => (string(Some(other))?, None),
        };
        let target = self.options.resolve.resolve(&reference)?;
        let number = |key| {
            let number = map?.get(key)?;
            let number = number.as_u64().or_else(|| number.as_str()?.parse().ok())?;
            u32::try_from(number).ok()
        };
        Some(Image {
            target,
            alt: map.and_then(|map| string(map.get("alt"))),
            title: None,
            width: number("width"),
            height: number("height"),
            share: None,
            sizes: Vec::new(),
            attributes: None,
        })
    }
}

/// Whether the value of a key stands in quotation marks, so that it is a text to YAML.
fn is_quoted(text: &str, key: &str) -> bool {
    let value_in = |line: &str| {
        let value = line.strip_prefix(key)?.trim_start().strip_prefix(':')?;
        Some(value.trim_start().starts_with(['"', '\'']))
    };
    text.lines().take(1000).find_map(value_in).unwrap_or(false)
}

fn place_of(text: &str, key: &str, value: &str) -> Option<Range<usize>> {
    let mut start = 0;
    for line in text.split_inclusive('\n').take(1000) {
        let after = line
            .trim_start_matches(['"', '\'', ' ', '\t'])
            .strip_prefix(key);
        if after.is_some_and(|rest| {
            rest.trim_start_matches(['"', '\'', ' '])
                .starts_with([':', '='])
        }) {
            let at = line.find(value).or_else(|| line.find(key))?;
            return Some(start + at..start + line.trim_end().len().max(at));
        }
        start += line.len();
    }
    None
}

fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}

/// A scalar as plain text, white space trimmed; `None` if nothing is left.
fn string(value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::String(text) => remove_forbidden(text.trim()).into_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        _ => return None,
    };
    // Titles folded over lines of YAML are one line of text.
    let is_one_line = !text.bytes().fold(false, |any, byte| {
        any | matches!(byte, b'\n' | b'\r' | b'\t')
    });
    let text = if !is_one_line {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        text
    };
    (!text.is_empty()).then_some(text)
}

/// An absolute address, or a UUID, which is written as one. Numbers and names are no identifiers
/// outside of the site that made them.
fn identifier(value: Option<&Value>) -> Option<String> {
    let id = string(value)?;
    let is_uuid = id.len() == 36
        && id.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        });
    if is_uuid {
        return Some(format!("urn:uuid:{}", id.to_ascii_lowercase()));
    }
    let is_address = crate::has_scheme(&id) && !id.contains(char::is_whitespace);
    is_address.then_some(id)
}

/// A string, or the strings of a list.
fn strings(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Array(list)) => list
            .iter()
            .filter_map(|value| string(Some(value)))
            .collect(),
        value => string(value).into_iter().collect(),
    }
}

/// A text that may have HTML in it, as plain text.
fn text_in(keys: Keys<'_>, key: &str) -> Option<String> {
    let text = match keys.value(key) {
        Some(list @ Value::Array(_)) => strings(Some(list)).join(", "),
        value => string(value)?,
    };
    let plain = title::without_markup(&text);
    let plain = plain.trim();
    Some(if plain.is_empty() {
        text
    } else {
        plain.to_owned()
    })
}

fn truth(value: Option<&Value>) -> bool {
    match value {
        Some(Value::Bool(truth)) => *truth,
        Some(Value::String(text)) => text.eq_ignore_ascii_case("true") || text == "yes",
        _ => false,
    }
}

/// Terms in one text: between commas if it has any, else between white space.
fn parts_of(text: &str) -> impl Iterator<Item = &str> {
    let has_commas = text.contains([',', '，']);
    text.split(move |c: char| match has_commas {
        true => matches!(c, ',' | '，'),
        false => c.is_whitespace(),
    })
}

/// Categories or tags, nearly as Jekyll's `pluralized_array_from_hash`: the singular key is one term, the
/// plural a list, or words between commas or white space. Hugo and Zola may keep them under `taxonomies`.
fn terms(keys: Keys<'_>, singular: &str, plural: &str) -> Vec<String> {
    let mut terms = Vec::new();
    let mut push = |term: String| {
        if !terms.contains(&term) {
            terms.push(term);
        }
    };
    match keys.value(singular) {
        Some(Value::Array(list)) => list
            .iter()
            .filter_map(|v| string(Some(v)))
            .for_each(&mut push),
        value => string(value).into_iter().for_each(&mut push),
    }
    let taxonomies = keys.value("taxonomies").and_then(Value::as_object);
    for value in [
        keys.value(plural),
        taxonomies.and_then(|map| map.get(plural)),
    ] {
        match value {
            Some(Value::String(words)) => parts_of(words)
                .filter_map(|word| string(Some(&Value::String(word.to_owned()))))
                .for_each(&mut push),
            Some(Value::Array(list)) => {
                let flat = list.iter().flat_map(|value| match value {
                    Value::Array(inner) => inner.iter().collect(),
                    other => vec![other],
                });
                flat.filter_map(term).for_each(&mut push);
            }
            value => string(value).into_iter().for_each(&mut push),
        }
    }
    terms
}

/// A term of a list. Docusaurus's may be maps; one with a colon in it is a map to YAML.
fn term(value: &Value) -> Option<String> {
    let Value::Object(map) = value else {
        return string(Some(value));
    };
    let named = map.get("label").or(map.get("name"));
    string(named).or_else(|| {
        let (name, value) = map.iter().next().filter(|_| map.len() == 1)?;
        Some(format!("{name}: {}", string(Some(value))?))
    })
}

/// `author` and `authors`: a name, a map, or a list of either. A name may have its address with
/// it, as `Name <name@example.com>`.
fn authors(keys: Keys<'_>) -> Vec<Author> {
    let mut authors: Vec<Author> = Vec::new();
    for key in ["author", "authors"] {
        let found = match keys.value(key) {
            Some(Value::Array(list)) => list.iter().filter_map(author).collect(),
            Some(value) => author(value).into_iter().collect(),
            None => Vec::new(),
        };
        for author in found {
            if !authors.iter().any(|known| known.name == author.name) {
                authors.push(author);
            }
        }
    }
    authors
}

/// A name with a link of Markdown in it, as `[Name](https://name.example)` or `Name ([@name](…))`, and
/// where that leads.
fn linked_name(text: &str) -> Option<(String, String)> {
    let (before, rest) = text.split_once('[')?;
    let (name, rest) = rest.split_once("](")?;
    let (address, after) = rest.split_once(')')?;
    let is_one = !before.contains(']') && !name.contains('[') && !after.contains("](");
    let is_address = address.starts_with("http://") || address.starts_with("https://");
    let name = format!("{before}{name}{after}");
    (is_one && is_address).then(|| (name.trim().to_owned(), address.trim().to_owned()))
}

fn author(value: &Value) -> Option<Author> {
    let Value::Object(map) = value else {
        let name = string(Some(value))?;
        if let Some((name, address)) = linked_name(&name) {
            return Some(Author {
                uri: Some(address),
                ..Author::named(name)
            });
        }
        let Some((before, address)) = name.strip_suffix('>').and_then(|n| n.rsplit_once('<'))
        else {
            return Some(Author::named(name));
        };
        let before = before.trim();
        if before.is_empty() || !address.contains('@') {
            return Some(Author::named(name));
        }
        return Some(Author {
            email: Some(address.trim().to_owned()),
            ..Author::named(before)
        });
    };
    let first = |keys: &[&str]| keys.iter().find_map(|key| string(map.get(*key)));
    Some(Author {
        name: first(&["name", "display_name", "title", "login", "nick", "email"])?,
        email: first(&["email", "mail"]),
        uri: first(&["uri", "url", "link", "website", "homepage", "home"]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(values: Value) -> Meta {
        let values = values.as_object().unwrap();
        metadata(values, "", &ParseOptions::default(), &mut Vec::new())
    }

    #[test]
    fn a_date_may_say_when_the_post_was_made_and_changed() {
        let meta = read(json!({"date": {"created": "2024-01-02", "updated": "2024-03-04"}}));
        let days = [meta.date, meta.details.updated].map(|date| date.unwrap().to_string());
        assert_eq!(
            days,
            ["2024-01-02T00:00:00+00:00", "2024-03-04T00:00:00+00:00"]
        );
    }

    #[test]
    fn categories_and_tags_take_every_form() {
        let cases = [
            (json!({"tags": "a b  a"}), vec!["a", "b"]),
            (
                json!({"tags": ["a b", "c", null, 2020]}),
                vec!["a b", "c", "2020"],
            ),
            (json!({"tag": "a b"}), vec!["a b"]),
            (json!({"tags": "a b, c，d,"}), vec!["a b", "c", "d"]),
            (json!({"tag": "a", "tags": ["b", "a"]}), vec!["a", "b"]),
            (json!({"tags": null}), vec![]),
            (json!({"tags": 7}), vec!["7"]),
            (json!({"taxonomies": {"tags": ["x"]}}), vec!["x"]),
            (
                json!({"tags": [{"label": "A b", "permalink": "/a"}, "c"]}),
                vec!["A b", "c"],
            ),
            (
                json!({"tags": ["a", {"Rust": "the book"}]}),
                vec!["a", "Rust: the book"],
            ),
        ];
        for (values, tags) in cases {
            assert_eq!(*read(values.clone()).tags, *tags, "{values}");
        }
        assert_eq!(
            *read(json!({"category": "a b", "categories": "c d"})).categories,
            ["a b", "c", "d"]
        );
    }

    #[test]
    fn days_stand_under_many_names() {
        for key in DATE {
            let date = read(json!({key: "Jul 08 2022"})).date.unwrap();
            assert_eq!(date.to_string(), "2022-07-08T00:00:00+00:00", "{key}");
        }
        for flag in [json!(true), json!(false)] {
            assert_eq!(read(json!({"published": flag})).date, None);
        }
        let both =
            json!({"pubDate": "2022-07-08", "date": "2022-07-09", "updatedDate": "2022-07-10"});
        let meta = read(both);
        assert_eq!(meta.date.unwrap().civil().day(), 9);
        assert_eq!(meta.details.updated.unwrap().civil().day(), 10);
    }

    #[test]
    fn lists_are_titles_too() {
        assert_eq!(read(json!({"title": ["a", "b"]})).title, "a, b");
    }

    #[test]
    fn authors_take_every_form() {
        let cases = [
            (json!({"author": "A"}), vec![("A", None, None)]),
            (
                json!({"author": "A <a@b.example>"}),
                vec![("A", Some("a@b.example"), None)],
            ),
            (
                json!({"author": ["A", {"name": "B", "url": "https://b.example"}]}),
                vec![("A", None, None), ("B", None, Some("https://b.example"))],
            ),
            (
                json!({"author": "A", "authors": ["B", "A"]}),
                vec![("A", None, None), ("B", None, None)],
            ),
            (json!({"author": null}), vec![]),
            (
                json!({"author": "A ([@a](https://a.example))"}),
                vec![("A (@a)", None, Some("https://a.example"))],
            ),
            (
                json!({"author": {"email": "a@b.example"}}),
                vec![("a@b.example", Some("a@b.example"), None)],
            ),
        ];
        for (values, expected) in cases {
            let meta = read(values.clone());
            let found: Vec<_> = meta
                .authors
                .iter()
                .map(|a| (a.name.as_str(), a.email.as_deref(), a.uri.as_deref()))
                .collect();
            assert_eq!(found, expected, "{values}");
        }
    }

    #[test]
    fn the_other_fields_take_their_forms() {
        let meta = read(json!({
            "title": " A\n title ", "lang": "zh_CN", "summary": "s", "draft": "true", "slug": 12,
            "image": {"path": "/a.png", "alt": "x", "width": "40"}, "lastmod": "2024-05-01",
        }));
        assert_eq!(
            (meta.title.as_str(), &*meta.slug, meta.draft),
            ("A title", "12", true)
        );
        assert_eq!(meta.language.as_deref(), Some("zh-CN"));
        assert_eq!(meta.details.description.as_deref(), Some("s"));
        let image = meta.details.image.clone().unwrap();
        assert_eq!((image.alt.as_deref(), image.width), (Some("x"), Some(40)));
        assert_eq!(
            meta.details.updated.unwrap().to_string(),
            "2024-05-01T00:00:00+00:00"
        );
        assert!(
            read(json!({"lang": "not a tag", "image": "javascript:x"}))
                .details
                .image
                .is_none()
        );
    }

    #[test]
    fn identifiers_are_addresses() {
        for (id, read_as) in [
            (
                json!("tag:example.com,2024:a"),
                Some("tag:example.com,2024:a"),
            ),
            (
                json!("8B7E1F6C-9B42-4D8C-A0A5-53F4A3F0B7C1"),
                Some("urn:uuid:8b7e1f6c-9b42-4d8c-a0a5-53f4a3f0b7c1"),
            ),
            (json!(42), None),
            (json!("post: one"), None),
        ] {
            assert_eq!(
                read(json!({"id": id})).details.id.as_deref(),
                read_as,
                "{id}"
            );
        }
        let former = json!({"redirect_from": ["/old/", "/older.html"]});
        assert_eq!(*read(former).details.former_urls, ["/old/", "/older.html"]);
    }

    #[test]
    fn an_impossible_date_names_its_line() {
        let text = "---\ntitle: date: x\ndate: 2022-13-45 99:99:99 +0800\n---\n";
        let (front_matter, _) = crate::front_matter::parse(text, "a.md");
        let mut faults = Vec::new();
        let options = ParseOptions {
            path: "a.md",
            ..ParseOptions::default()
        };
        let meta = metadata(&front_matter.values, text, &options, &mut faults);
        assert!(meta.date.is_none());
        assert!(
            faults[0].to_string().starts_with("a.md:3:7: warning: "),
            "{}",
            faults[0]
        );
    }
}
