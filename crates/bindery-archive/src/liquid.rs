//! What templates in posts can name.
use std::sync::OnceLock;

use bindery_model::{DateTime, Digest, Entry, Meta, Source};
use bindery_parse::liquid::{self, Context};
use bindery_parse::markdown::{self, Dialect};
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use crate::basis::{Question, Recorder};
use crate::site_files::pages_and_files;
use crate::sites::eleventy;
use crate::storage::has_ending;
use crate::{Archive, SiteKind};

/// The largest include.
pub(crate) const MAX_INCLUDE: u64 = 4 << 20;

/// The names that the template of one post knows. What costs time is made when it is named.
pub(crate) struct PostContext<'a> {
    archive: &'a Archive,
    meta: &'a Meta,
    /// The post's text, from behind its front matter.
    body: &'a str,
    recorder: Option<&'a Recorder>,
    names_posts: bool,
    names_body: bool,
    names_neighbours: bool,
    page: OnceLock<Value>,
    jekyll: OnceLock<Value>,
}

impl<'a> PostContext<'a> {
    /// The body is the post's; it shows what will be named.
    pub(crate) fn new(
        archive: &'a Archive,
        meta: &'a Meta,
        body: &'a str,
        recorder: Option<&'a Recorder>,
    ) -> PostContext<'a> {
        // Without a brace there is no Liquid.
        let text = memchr::memchr(b'{', body.as_bytes()).map_or("", |at| &body[at..]);
        let names = |name: &str| text.contains(name);
        let names_posts = names("site.")
            && ([
                "posts",
                "related_posts",
                "categories",
                "tags",
                "collections",
                "pages",
                "static_files",
            ]
            .into_iter()
            .chain(labels(archive))
            .any(|name| names(&format!("site.{name}"))));
        let names_body = names("page.excerpt") || names("page.content");
        let names_neighbours = names("page.next") || names("page.previous");
        let (page, jekyll) = (OnceLock::new(), OnceLock::new());
        PostContext {
            archive,
            meta,
            body,
            recorder,
            names_posts,
            names_body,
            names_neighbours,
            page,
            jekyll,
        }
    }
}

impl Context for PostContext<'_> {
    fn variable(&self, name: &str) -> Option<&Value> {
        if self.archive.kind() == SiteKind::Eleventy {
            return self.variable_of_eleventy(name);
        }
        match name {
            "site" if self.names_posts => {
                self.give_up();
                Some(self.archive.site_with_posts())
            }
            "site" => {
                self.note(Question::Newest, "", &newest(self.archive));
                Some(self.archive.site_value())
            }
            "page" => {
                if self.names_neighbours {
                    self.give_up();
                }
                Some(self.page.get_or_init(|| self.page_value()))
            }
            "jekyll" => Some(
                self.jekyll
                    .get_or_init(|| json!({"environment": "production", "version": "4.4.1"})),
            ),
            _ => None,
        }
    }

    fn post_url(&self, name: &str) -> Option<String> {
        let url = self.archive.url_of_name(name);
        self.note(Question::PostUrl, name, &url);
        url.map(|url| self.with_base(url))
    }

    fn link(&self, path: &str) -> Option<String> {
        let address = address_of_file(self.archive, path);
        self.note(Question::Link, path, &address);
        address.map(|address| self.with_base(&address))
    }

    fn dialect(&self) -> Dialect<'_> {
        self.archive.dialect()
    }

    fn zone(&self) -> TimeZone {
        self.archive.zone().clone()
    }

    fn include(&self, name: &str, relative_to: Option<&str>) -> Option<String> {
        let path = match relative_to {
            None => {
                let site = self.archive.site();
                let folder = crate::settings::folder(site, "includes_dir", "_includes");
                let input = match self.archive.kind() {
                    SiteKind::Eleventy => crate::settings::folder(site, "input", ""),
                    _ => String::new(),
                };
                let path = format!("{input}/{folder}/{name}");
                path.trim_start_matches(['.', '/']).to_owned()
            }
            Some(file) => match file.rsplit_once('/') {
                Some((folder, _)) => format!("{folder}/{name}"),
                None => name.to_owned(),
            },
        };
        let bytes = self.archive.storage.read(&path, MAX_INCLUDE).ok();
        let digest = bytes.as_ref().map(|bytes| Digest::of_bytes(bytes));
        self.note(Question::Include, &path, &digest);
        Some(bindery_parse::decode(&bytes?).text.into_owned())
    }
}

/// The address of the file, or of the post in it, that `{% link PATH %}` names.
pub(crate) fn address_of_file(archive: &Archive, path: &str) -> Option<String> {
    let path = path.trim_start_matches('/');
    if let Some(post) = archive.entries.with_path(path) {
        return Some(post.meta.url.to_string());
    }
    if !archive.storage.holds(path) {
        return None;
    }
    Some(address_of_page(archive, path).unwrap_or_else(|| format!("/{path}")))
}

/// The address of a file with front matter: the generator makes a page of it.
fn address_of_page(archive: &Archive, path: &str) -> Option<String> {
    let bytes = archive.storage.read(path, MAX_INCLUDE).ok()?;
    let text = bindery_parse::decode(&bytes).text;
    if !text.starts_with("---") {
        return None;
    }
    let (front_matter, _) = bindery_parse::front_matter::parse(&text, path);
    archive.conventions.page_url(path, &front_matter.values)
}

/// What stands for the content of an include.
pub(crate) fn digest_of_include(archive: &Archive, path: &str) -> Option<Digest> {
    let bytes = archive.storage.read(path, MAX_INCLUDE).ok()?;
    Some(Digest::of_bytes(&bytes))
}

/// When the newest post was published: `site.time`, for want of a clock.
pub(crate) fn newest(archive: &Archive) -> Option<DateTime> {
    archive.entries().last()?.meta.date
}

impl PostContext<'_> {
    fn note(&self, question: Question, about: &str, answer: &impl std::hash::Hash) {
        if let Some(recorder) = self.recorder {
            recorder.note(question, about, answer);
        }
    }

    fn give_up(&self) {
        if let Some(recorder) = self.recorder {
            recorder.give_up();
        }
    }

    /// The front matter, `page`, and the data files: in Eleventy all stand at the top.
    fn variable_of_eleventy(&self, name: &str) -> Option<&Value> {
        if name == "page" {
            return Some(self.page.get_or_init(|| eleventy::page(self.meta)));
        }
        let own = self.meta.extra.get(name);
        own.or_else(|| self.archive.site().data.get(name))
    }

    /// `page`, with the posts before and after it if they are named.
    fn page_value(&self) -> Value {
        let mut value = page(self.meta);
        if self.names_body {
            value["content"] = self.body.into();
            value["excerpt"] = self.excerpt().into();
        }
        if self.names_neighbours {
            let entries = self.archive.entries();
            let post = self.archive.entries.with_path(&self.meta.path);
            let at = post.map(|post| post.index).filter(|at| *at < entries.len());
            let at_offset = |offset: isize| entries.get(at?.checked_add_signed(offset)?);
            let neighbour = |entry: &Entry| document(self.archive, &entry.meta);
            value["next"] = at_offset(1).map_or(Value::Null, neighbour);
            value["previous"] = at_offset(-1).map_or(Value::Null, neighbour);
        }
        value
    }

    /// The post up to its excerpt's end, as HTML.
    fn excerpt(&self) -> String {
        let separator = self.archive.excerpt_separator(&self.meta.extra);
        let separator = separator.as_deref().unwrap_or_default();
        let body = self.body.trim_start();
        let end = match separator {
            "" => None,
            separator => body.find(separator),
        };
        let body = &body[..end.unwrap_or(body.len())];
        let context = PostContext {
            names_body: false,
            page: OnceLock::new(),
            ..PostContext::new(self.archive, self.meta, body, self.recorder)
        };
        // What is wrong with it is told when the post is read.
        let text = liquid::render(body, 0, &self.meta.path, &context, &mut Vec::new());
        match has_ending(&self.meta.path, &["html", "htm"]) {
            true => text,
            false => markdown::to_html(&text, self.archive.dialect()),
        }
    }

    fn with_base(&self, url: &str) -> String {
        format!("{}{url}", self.archive.site().base_path)
    }
}

/// `page`: the front matter, and what Jekyll adds to it.
fn page(meta: &Meta) -> Value {
    with_known(Map::clone(&meta.extra), meta)
}

/// A document's front matter, and what is known of it besides. A title stays as it is written.
fn with_known(mut front_matter: Map<String, Value>, meta: &Meta) -> Value {
    let written = front_matter.remove("title").filter(Value::is_string);
    front_matter.extend(known(meta));
    if let Some(title) = written {
        front_matter.insert("title".to_owned(), title);
    }
    Value::Object(front_matter)
}

/// The same for another post: entries do not keep the front matter, so it is read again.
fn document(archive: &Archive, meta: &Meta) -> Value {
    let bytes = archive.file(&meta.path).unwrap_or_default();
    let decoded = bindery_parse::decode(&bytes);
    let (front_matter, _) = bindery_parse::front_matter::parse(&decoded.text, &meta.path);
    with_known(front_matter.values.into_inner(), meta)
}

/// Jekyll's name for a document: its folder on the site, and the name in that of its file.
fn id(meta: &Meta) -> String {
    let url = meta.url.trim_end_matches('/');
    let folder = url.rsplit_once('/').map_or("", |(folder, _)| folder);
    format!("{folder}/{}", meta.slug)
}

/// A date as Ruby shows it.
fn moment(date: DateTime) -> Value {
    let shown = jiff::ZonedDateTime::new(date.timestamp(), TimeZone::fixed(date.offset()));
    shown.strftime("%F %T %z").to_string().into()
}

fn known(meta: &Meta) -> Map<String, Value> {
    let mut map = Map::new();
    let mut set = |name: &str, value: Value| map.insert(name.to_owned(), value);
    set("title", json!(meta.title));
    set("url", json!(meta.url));
    set("id", json!(id(meta)));
    set("path", json!(meta.path));
    set("relative_path", json!(meta.path));
    let ending = meta
        .path
        .rsplit_once('.')
        .map(|(_, ending)| format!(".{ending}"));
    set("ext", json!(ending));
    set("name", json!(meta.path.rsplit('/').next()));
    set("slug", json!(meta.slug));
    set("collection", json!(meta.collection));
    set("categories", json!(meta.categories));
    set("tags", json!(meta.tags));
    set("draft", json!(meta.draft));
    if let Some(date) = meta.date {
        set("date", moment(date));
    }
    map
}

/// What Jekyll sets in a configuration that says nothing of it, of what templates may show.
const DEFAULTS: [(&str, &str); 12] = [
    ("baseurl", ""),
    ("collections_dir", ""),
    ("data_dir", "_data"),
    ("destination", "_site"),
    ("encoding", "utf-8"),
    ("excerpt_separator", "\n\n"),
    ("highlighter", "rouge"),
    ("includes_dir", "_includes"),
    ("layouts_dir", "_layouts"),
    ("markdown", "kramdown"),
    ("markdown_ext", "markdown,mkdown,mkdn,mkd,md"),
    ("permalink", "date"),
];

/// `site`: the configuration and the data files, and what Jekyll adds.
pub(crate) fn site(archive: &Archive, with_posts: bool) -> Value {
    let site = archive.site();
    let mut map = site.configuration.clone();
    map.insert("time".into(), newest(archive).map_or(Value::Null, moment));
    map.insert("data".into(), Value::Object(site.data.clone()));
    for (name, value) in DEFAULTS {
        map.entry(name).or_insert_with(|| json!(value));
    }
    if with_posts {
        let in_collection = |label: &str| -> Vec<Value> {
            let documents = archive.entries.shown().iter();
            let found = documents.filter(|entry| entry.meta.collection == label);
            found.map(|entry| document(archive, &entry.meta)).collect()
        };
        let mut posts = in_collection("posts");
        posts.reverse();
        let collections = labels(archive).map(|label| {
            let documents = in_collection(label);
            map.insert(label.to_owned(), documents.clone().into());
            json!({"label": label, "docs": documents})
        });
        let collections: Vec<Value> = collections.collect();
        map.insert("collections".into(), collections.into());
        map.insert("categories".into(), group(&posts, "categories"));
        map.insert("tags".into(), group(&posts, "tags"));
        map.insert(
            "related_posts".into(),
            posts.iter().take(10).cloned().collect(),
        );
        map.insert("posts".into(), posts.into());
        let (pages, files) = pages_and_files(archive);
        map.insert("pages".into(), pages.into());
        map.insert("static_files".into(), files.into());
    }
    Value::Object(map)
}

/// The collections of the site besides its posts.
fn labels(archive: &Archive) -> impl Iterator<Item = &str> {
    let collections = archive.site().configuration.get("collections");
    let named = collections.and_then(Value::as_object).into_iter();
    let listed = collections.and_then(Value::as_array).into_iter();
    let named = named.flat_map(|map| map.keys().map(String::as_str));
    let listed = listed.flatten().filter_map(Value::as_str);
    named.chain(listed).filter(|label| *label != "posts")
}

/// Posts by what one of their lists holds.
fn group(posts: &[Value], key: &str) -> Value {
    let mut groups: Map<String, Value> = Map::new();
    for post in posts {
        for name in post[key]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
        {
            let group = groups.entry(name).or_insert_with(|| json!([]));
            if let Value::Array(group) = group {
                group.push(post.clone());
            }
        }
    }
    Value::Object(groups)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_folder::TestFolder;
    use crate::{Options, open};

    /// What the body of the post of the second day says, in a site of three days and a collection.
    fn rendered(template: &str) -> String {
        let folder = TestFolder::new();
        let write = |path: &str, text: &str| folder.write(path, text);
        write(
            "_config.yml",
            "title: Shed\ncollections:\n  tools:\n    output: true\n",
        );
        write("_data/people.csv", "name,town\nAda,Kiel\nBo,Ulm\n");
        write("img/a.b.png", "");
        write("about.md", "---\ntitle: About\n---\n");
        write("_tools/saw.md", "---\ntitle: Saw\n---\nSharp.\n");
        for day in 1..=3 {
            let body = if day == 2 { template } else { "Text." };
            write(
                &format!("_posts/2024-05-0{day}-day.md"),
                &format!(
                    "---\ntitle: Day {day}{}\nmood: good\ntags: [odd{}]\n---\n{body}\n",
                    if day == 2 { " <hot>" } else { "" },
                    day % 2
                ),
            );
        }
        let archive = open(folder.path(), &Options::default()).unwrap();
        let parsed = archive.read(&archive.entries()[1]).unwrap();
        assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
        bindery_model::Block::text_of(&parsed.post.blocks)
    }

    #[test]
    fn templates_name_posts_neighbours_collections_and_data() {
        for (template, expected) in [
            ("{{ page.id }} {{ page.slug }}", "/2024/05/02/day day"),
            ("{{ page.title | escape }}", "Day 2 <hot>"),
            (
                "{% for f in site.static_files %}{{ f.path }} {{ f.basename }}{{ f.extname }};{% endfor %}",
                "/img/a.b.png a.b.png;",
            ),
            (
                "{% for p in site.pages %}{{ p.title }} {{ p.url }};{% endfor %}",
                "About /about.html;",
            ),
            (
                "{{ page.previous.title }}, {{ page.next.title }}",
                "Day 1, Day 3",
            ),
            (
                "{% for p in site.posts %}{{ p.title }} {{ p.mood }};{% endfor %}",
                "Day 3 good;Day 2 good;Day 1 good;",
            ),
            ("{{ site.tags.odd1 | map: 'title' | join }}", "Day 3 Day 1"),
            (
                "{{ site.tools[0].title }} {{ site.collections[0].label }}",
                "Saw tools",
            ),
            (
                "{% assign p = site.data.people | where: 'name', 'Bo' | first %}{{ p.town }}",
                "Ulm",
            ),
        ] {
            assert_eq!(rendered(template), expected, "{template}");
        }
    }
}
