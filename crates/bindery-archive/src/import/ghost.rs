//! What Ghost exports: the tables of its database, as JSON. One holds the posts, others say who wrote
//! them and what they are tagged with.
use std::collections::HashMap;

use bindery_model::DateTime;
use bindery_parse::date;
use jiff::tz::TimeZone;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::entry::{Fields, Head, escape, paragraphs, person};
use super::json::{self, Fault, text_of};
use super::rss::language;
use super::split::Piece;

/// What an export says beside its posts.
#[derive(Debug, Default)]
pub(crate) struct Export {
    /// By the ids of posts.
    authors: HashMap<String, Vec<Value>>,
    tags: HashMap<String, Vec<String>>,
    /// People by their own ids, by which posts of older versions name one.
    people: HashMap<String, Value>,
    zone: Option<TimeZone>,
}

/// Reads what is said of the site as a whole, and finds the posts.
pub(crate) fn split(text: &str) -> Result<(Head, Export, Vec<Piece>), Fault> {
    type Parts<'t> = HashMap<String, &'t RawValue>;
    let mut site: Parts<'_> = serde_json::from_str(text)?;
    if let Some(list) = site.get("db") {
        let sites: Vec<Parts<'_>> = serde_json::from_str(list.get())
            .map_err(|_| Fault::at(text, list, "`db` is no list of exports"))?;
        site = sites.into_iter().next().unwrap_or_default();
    }
    let tables: Parts<'_> = match site.get("data") {
        Some(raw) => serde_json::from_str(raw.get())
            .map_err(|_| Fault::at(text, raw, "`data` holds no tables"))?,
        None => Parts::new(),
    };
    let posts: Vec<&RawValue> = match tables.get("posts") {
        Some(raw) => serde_json::from_str(raw.get())
            .map_err(|_| Fault::at(text, raw, "`posts` is no list"))?,
        None => Vec::new(),
    };
    let table = |name: &str| -> Vec<Value> {
        let rows = tables.get(name);
        rows.and_then(|raw| serde_json::from_str(raw.get()).ok())
            .unwrap_or_default()
    };
    let settings = table("settings");
    let setting = |keys: &[&str]| {
        let is_named = |row: &&Value| keys.iter().any(|key| row["key"] == **key);
        let found = settings.iter().find(is_named);
        found.map(|row| text_of(&row["value"])).unwrap_or_default()
    };
    let head = Head {
        title: escape(&setting(&["title"])),
        description: escape(&setting(&["description"])),
        language: language(&setting(&["locale", "lang"])),
        ..Head::default()
    };
    let people = by_id(&table("users"), |user| {
        person(
            &escape(&text_of(&user["name"])),
            "",
            &text_of(&user["website"]),
        )
    });
    // What begins with `#` is for the site itself.
    let tags = by_id(&table("tags"), |tag| {
        Some(text_of(&tag["name"])).filter(|name| !name.is_empty() && !name.starts_with('#'))
    });
    let export = Export {
        authors: of_posts(table("posts_authors"), "author_id", &people),
        tags: of_posts(table("posts_tags"), "tag_id", &tags),
        people,
        zone: TimeZone::get(&setting(&["timezone", "activeTimezone"])).ok(),
    };
    let pieces = json::pieces(text, &posts);
    Ok((head, export, pieces))
}

fn by_id<T>(rows: &[Value], read: impl Fn(&Value) -> Option<T>) -> HashMap<String, T> {
    let rows = rows.iter();
    rows.filter_map(|row| Some((text_of(&row["id"]), read(row)?)))
        .collect()
}

/// What a table says belongs to each post, in the order that it says.
fn of_posts<T: Clone>(
    mut rows: Vec<Value>,
    key: &str,
    known: &HashMap<String, T>,
) -> HashMap<String, Vec<T>> {
    rows.sort_by_key(|row| row["sort_order"].as_i64().unwrap_or(0));
    let mut found: HashMap<String, Vec<T>> = HashMap::new();
    for row in rows {
        if let Some(one) = known.get(&text_of(&row[key])) {
            let post = found.entry(text_of(&row["post_id"]));
            post.or_default().push(one.clone());
        }
    }
    found
}

impl Export {
    /// Reads a post.
    pub(crate) fn entry(&self, post: &Value) -> Fields {
        let string = |key: &str| text_of(&post[key]);
        let id = string("id");
        let mut fields = Fields {
            title: escape(&string("title")),
            summary: escape(&string("custom_excerpt")),
            link: format!("/{}/", string("slug")),
            published: self.moment(post, &["published_at", "created_at"]),
            updated: self.moment(post, &["updated_at"]),
            language: language(&string("locale")),
            image: from_root(&string("feature_image")),
            authors: self.authors.get(&id).cloned().unwrap_or_default(),
            tags: self.tags.get(&id).cloned().unwrap_or_default(),
            body: from_root(&string("html")),
            ..Fields::default()
        };
        if fields.authors.is_empty() {
            let author = self.people.get(&string("author_id"));
            fields.authors.extend(author.cloned());
        }
        if fields.body.is_empty() {
            fields.body = paragraphs(&string("plaintext"));
        }
        let is_page = string("type") == "page" || post["page"] == true || post["page"] == 1;
        let collection = if is_page { "pages" } else { "posts" };
        for (key, value) in [
            ("collection", json!(collection)),
            ("slug", json!(string("slug"))),
        ] {
            fields.extra.insert(key.to_owned(), value);
        }
        // What is scheduled is known by its date.
        if string("status") == "draft" {
            fields.extra.insert("draft".to_owned(), json!(true));
        }
        fields.id = id;
        fields
    }

    /// The first of these moments that a post has, as the site shows it.
    fn moment(&self, post: &Value, keys: &[&str]) -> String {
        let mut written = keys.iter().map(|key| text_of(&post[*key]));
        let written = written.find(|text| !text.is_empty()).unwrap_or_default();
        let (Some(zone), Some(date)) = (&self.zone, date::parse_as_written(&written)) else {
            return written;
        };
        let moment = date.timestamp();
        DateTime::new(moment, zone.to_offset(moment)).to_string()
    }
}

/// Addresses on the site as they are from its root: the export does not tell the site's own.
fn from_root(text: &str) -> String {
    let site = "__GHOST_URL__";
    text.replace(&format!("{site}/"), "/").replace(site, "/")
}

#[cfg(test)]
mod tests {
    use bindery_model::Source;

    use crate::{Options, from_bytes};

    const EXPORT: &str = r##"{"db": [{"meta": {"exported_on": 1, "version": "5.9"}, "data": {
        "posts": [
            {"id": "a", "title": "First & <foremost>", "slug": "first", "type": "post", "status": "published",
             "html": "<p>See <a href=\"__GHOST_URL__/second/#x\">second</a>.</p><img src=\"__GHOST_URL__/content/images/a.png\">",
             "custom_excerpt": "Short", "feature_image": "__GHOST_URL__/content/images/b.png",
             "published_at": "2021-01-03T23:04:05.000Z", "updated_at": "2021-02-02T03:04:05.000Z"},
            {"id": "b", "title": "Second", "slug": "second", "type": "post", "status": "published", "html": null,
             "plaintext": "One.\n\nTwo.", "author_id": "2", "published_at": "2021-01-04T03:04:05.000Z"},
            {"id": "c", "title": "Draft", "slug": "c", "type": "post", "status": "draft", "html": "<p>D</p>",
             "published_at": null, "created_at": "2021-01-04T03:04:05.000Z"},
            {"id": "d", "title": "About", "slug": "about", "type": "page", "status": "published", "html": "<p>P</p>",
             "published_at": "2020-01-04T03:04:05.000Z"}],
        "posts_authors": [{"post_id": "a", "author_id": "2", "sort_order": 1}, {"post_id": "a", "author_id": "1", "sort_order": 0}],
        "posts_tags": [{"post_id": "a", "tag_id": "t", "sort_order": 0}, {"post_id": "a", "tag_id": "u", "sort_order": 1}],
        "settings": [{"key": "title", "value": "Haunted"}, {"key": "locale", "value": "en"}, {"key": "timezone", "value": "Asia/Tokyo"}],
        "tags": [{"id": "t", "name": "News"}, {"id": "u", "name": "#hidden"}],
        "users": [{"id": "1", "name": "Jo", "email": "jo@example.com"}, {"id": "2", "name": "Bo"}]}}]}"##;

    #[test]
    fn an_export_of_ghost_is_a_site() {
        let archive = from_bytes("x.json", EXPORT.into(), &Options::default()).unwrap();
        assert_eq!(
            (archive.site().kind.as_str(), archive.site().title.as_str()),
            ("ghost", "Haunted")
        );
        let [first, second] = archive.entries() else {
            panic!("one is a draft, and one a page")
        };
        let meta = &first.meta;
        assert_eq!(meta.title, "First & <foremost>");
        assert_eq!(meta.date.unwrap().to_string(), "2021-01-04T08:04:05+09:00");
        assert_eq!((&*meta.url, &*meta.tags), ("/first/", &["News".into()][..]));
        let names = |authors: &[bindery_model::Author]| {
            let names = authors.iter().map(|author| author.name.to_string());
            names.collect::<Vec<_>>().join(", ")
        };
        assert_eq!(names(&meta.authors), "Jo, Bo");
        assert_eq!(names(&second.meta.authors), "Bo");
        assert_eq!(meta.details.description.as_deref(), Some("Short"));
        let blocks = format!("{:?}", archive.read(first).unwrap().post.blocks);
        assert!(
            blocks.contains("Post { path: \"x.json/2.html\""),
            "{blocks}"
        );
        assert!(blocks.contains("/content/images/a.png"), "{blocks}");
        let blocks = archive.read(second).unwrap().post.blocks;
        assert_eq!(blocks.len(), 2, "{blocks:?}");
    }

    #[test]
    fn a_broken_export_says_where() {
        let broken = EXPORT.replace(r#""db": ["#, r#""db": [["#);
        let told = from_bytes("x.json", broken.into(), &Options::default());
        let told = told.map(|_| ()).unwrap_err().to_string();
        assert!(told.contains("x.json:17:102: error"), "{told}");
    }
}
