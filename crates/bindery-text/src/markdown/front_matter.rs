//! Front matter: what the source has, with what the archive knows of the post.
use bindery_model::{Author, Post, Site};
use serde_json::{Map, Value};

/// Names under which front matter says what is written here anew.
const REPLACED: [&str; 8] = [
    "title",
    "date",
    "author",
    "authors",
    "categories",
    "category",
    "tags",
    "permalink",
];

/// The front matter of a post, delimiters and all.
pub(super) fn front_matter(post: &Post, site: &Site) -> String {
    let meta = &post.meta;
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    put("title", title(&meta.title).into());
    if let Some(date) = meta.date {
        put("date", date.to_string().into());
    }
    match meta.authors.as_slice() {
        [] => {}
        authors if authors == site.authors => {}
        [author] => {
            put("author", author_value(author));
        }
        authors => {
            put("authors", authors.iter().map(author_value).collect());
        }
    }
    for (name, list) in [("categories", &meta.categories), ("tags", &meta.tags)] {
        if !list.is_empty() {
            put(name, list.iter().map(String::as_str).collect());
        }
    }
    if !meta.url.is_empty() {
        put("permalink", (&*meta.url).into());
    }
    let own = |name: &str| meta.extra.contains_key(name);
    if let Some(language) = meta.language.as_deref().filter(|_| !own("lang")) {
        put("lang", language.into());
    }
    if let Some(description) = meta
        .details
        .description
        .as_deref()
        .filter(|_| !own("description"))
    {
        put("description", description.into());
    }
    let rest = meta.extra.iter();
    fields.extend(
        rest.filter(|(name, _)| !REPLACED.contains(&name.as_str()))
            .map(|(name, value)| (name.clone(), value.clone())),
    );
    let mut out = String::from("---\n");
    for (name, value) in &fields {
        out.push_str(&format!("{}: {}\n", key(name), scalar(name, value)));
    }
    out + "---\n"
}

/// A title as sites read it: with HTML in it. What only looks like HTML is escaped.
fn title(text: &str) -> String {
    let has_reference = text.contains('&') && text.contains([';', '<']);
    let has_tag = text
        .match_indices('<')
        .any(|(at, _)| text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/'));
    if has_reference || has_tag {
        text.replace('&', "&amp;").replace('<', "&lt;")
    } else {
        text.to_owned()
    }
}

fn author_value(author: &Author) -> Value {
    let Author { name, email, uri } = author;
    if email.is_none() && uri.is_none() {
        return name.as_str().into();
    }
    let mut value = Map::new();
    value.insert("name".to_owned(), name.as_str().into());
    for (key, field) in [("email", email), ("uri", uri)] {
        if let Some(field) = field {
            value.insert(key.to_owned(), field.as_str().into());
        }
    }
    value.into()
}

fn key(name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(is_plain);
    // YAML 1.1 reads these as truth values.
    let is_word = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"]
        .contains(&name.to_ascii_lowercase().as_str());
    if is_name && !is_word {
        name.to_owned()
    } else {
        yaml(&name.into())
    }
}

fn scalar(name: &str, value: &Value) -> String {
    match value {
        // A date, which needs no quotation marks.
        Value::String(date) if name == "date" => date.clone(),
        value => yaml(value),
    }
}

/// JSON, which is YAML but for characters that YAML does not print.
fn yaml(value: &Value) -> String {
    let json = value.to_string();
    let is_unprintable = |c: char| {
        matches!(
            c,
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}'
        )
    };
    if !json.contains(is_unprintable) {
        return json;
    }
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if is_unprintable(c) {
            out.push_str(&format!("\\u{:04x}", c as u32));
        } else {
            out.push(c);
        }
    }
    out
}
