//! Pages at the end of a book that list its posts by category, by tag and by author.
use std::collections::{BTreeMap, HashMap};
use std::io;

use bindery_html::{push_attribute, push_text};
use bindery_model::{Author, Entry, Meta};

use crate::contents::push_line;
use crate::document;
use crate::href::web_href;
use crate::item::Item;
use crate::labels::Labels;
use crate::metadata::Metadata;
use crate::plan::{Plan, chapter_name};

/// What an index is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Category,
    Tag,
    Author,
}

impl Kind {
    /// What its files and the places in them are called.
    fn name(self) -> &'static str {
        match self {
            Kind::Category => "category",
            Kind::Tag => "tag",
            Kind::Author => "author",
        }
    }

    fn title(self, labels: &Labels) -> &'static str {
        match self {
            Kind::Category => labels.categories,
            Kind::Tag => labels.tags,
            Kind::Author => labels.authors,
        }
    }

    /// The names of this kind that a post has.
    pub(crate) fn names_of(self, meta: &Meta) -> impl Iterator<Item = &str> {
        let (names, authors): (&[String], &[Author]) = match self {
            Kind::Category => (&meta.categories, &[]),
            Kind::Tag => (&meta.tags, &[]),
            Kind::Author => (&[], &meta.authors),
        };
        let authors = authors.iter().map(|author| &author.name);
        names.iter().chain(authors).map(String::as_str)
    }
}

/// The indexes of a book.
#[derive(Debug, Default)]
pub(crate) struct Indexes<'a> {
    /// Their lines in the navigation.
    pub(crate) items: Vec<Item>,
    /// Their files, in order.
    pub(crate) files: Vec<String>,
    /// Where each name is listed.
    places: HashMap<(Kind, &'a str), String>,
}

impl<'a> Indexes<'a> {
    /// Where the posts with a name are listed.
    pub(crate) fn place<'s>(&'s self, kind: Kind, name: &'s str) -> Option<&'s str> {
        self.places.get(&(kind, name)).map(String::as_str)
    }

    /// Makes the index of a kind, if it has something to tell; `add` gets the name and the text of
    /// each page.
    pub(crate) fn make(
        kind: Kind,
        plan: &Plan<'a>,
        metadata: &Metadata,
        labels: &Labels,
        limit: usize,
        add: &mut dyn FnMut(&str, &str) -> io::Result<()>,
    ) -> io::Result<Indexes<'a>> {
        let named = posts_by_name(kind, plan);
        // One name for everything finds nothing.
        if named.len() < 2 && kind != Kind::Author || named.is_empty() {
            return Ok(Indexes::default());
        }
        let mut index = Index {
            kind,
            metadata,
            labels,
            limit,
            text: String::new(),
            files: Vec::new(),
            add,
        };
        let mut places = HashMap::new();
        for (number, (name, posts)) in named.into_iter().enumerate() {
            let href = index.write_name(number, name, &posts, plan)?;
            places.insert((kind, name), href);
        }
        index.end_page()?;
        Ok(Indexes {
            items: vec![item(kind.title(labels), &index.files)],
            files: index.files.into_iter().map(|file| file.name).collect(),
            places,
        })
    }

    /// Adds those that come behind.
    pub(crate) fn extend(&mut self, others: Indexes<'a>) {
        self.items.extend(others.items);
        self.files.extend(others.files);
        self.places.extend(others.places);
    }
}

/// An index of several pages has a line for each below its own, unless they are very many.
fn item(title: &str, files: &[File<'_>]) -> Item {
    let mut item = Item::leaf(title, files.first().map_or("", |file| &*file.name));
    if (2..=100).contains(&files.len()) {
        for file in files {
            let label = match (file.first, file.last) {
                (first, last) if first == last => first.to_owned(),
                (first, last) => format!("{first} – {last}"),
            };
            item.children.push(Item::leaf(label, &*file.name));
        }
    }
    item
}

fn posts_by_name<'a>(kind: Kind, plan: &Plan<'a>) -> BTreeMap<&'a str, Vec<usize>> {
    let mut named: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, &entry) in plan.posts.iter().enumerate() {
        for name in kind.names_of(&entry.meta) {
            if !name.trim().is_empty() {
                named.entry(name).or_default().push(place);
            }
        }
    }
    named
}

/// A file of an index, and the names that it begins and ends with.
struct File<'a> {
    name: String,
    first: &'a str,
    last: &'a str,
}

/// An index in the making.
struct Index<'a, 'b> {
    kind: Kind,
    metadata: &'b Metadata,
    labels: &'b Labels,
    limit: usize,
    text: String,
    files: Vec<File<'a>>,
    add: &'b mut dyn FnMut(&str, &str) -> io::Result<()>,
}

impl<'a> Index<'a, '_> {
    /// Writes a heading and the posts below it. Where the heading is.
    fn write_name(
        &mut self,
        number: usize,
        name: &'a str,
        places: &[usize],
        plan: &Plan<'a>,
    ) -> io::Result<String> {
        let id = format!("{}-{}", self.kind.name(), number + 1);
        let own_page = self.kind == Kind::Author;
        if own_page || self.text.len() + 500 > self.limit {
            self.end_page()?;
        }
        self.begin_page(name);
        let href = format!("{}#{id}", self.files.last().map_or("", |file| &*file.name));
        self.write_heading(name, Some(&id), plan.posts[places[0]]);
        let mut line = String::new();
        for &place in places {
            line.clear();
            push_line(
                &mut line,
                plan.posts[place],
                &chapter_name(place),
                self.labels,
                &self.metadata.language,
            );
            if self.text.len() + line.len() > self.limit {
                self.text.push_str("</ul>\n");
                self.end_page()?;
                self.begin_page(name);
                self.write_heading(name, None, plan.posts[place]);
            }
            self.text.push_str(&line);
        }
        self.text.push_str("</ul>\n");
        Ok(href)
    }

    fn write_heading(&mut self, name: &str, id: Option<&str>, entry: &Entry) {
        self.text.push_str("<h2");
        if let Some(id) = id {
            push_attribute(&mut self.text, "id", id);
        }
        self.text.push('>');
        push_text(&mut self.text, name);
        self.text.push_str("</h2>\n");
        let same = |author: &&Author| author.name == name;
        let author = entry
            .meta
            .authors
            .iter()
            .find(same)
            .filter(|_| self.kind == Kind::Author);
        if let Some(address) = author.and_then(|author| web_href(author.uri.as_deref()?)) {
            self.text.push_str("<p><a");
            push_attribute(&mut self.text, "href", &address);
            self.text.push('>');
            push_text(&mut self.text, &address);
            self.text.push_str("</a></p>\n");
        }
        self.text.push_str("<ul class=\"posts\">\n");
    }

    /// Begins a page unless one is open; the name goes there.
    fn begin_page(&mut self, name: &'a str) {
        if let Some(file) = self.files.last_mut().filter(|_| !self.text.is_empty()) {
            file.last = name;
            return;
        }
        let file = format!("{}-{:04}.xhtml", self.kind.name(), self.files.len() + 1);
        self.files.push(File {
            name: file,
            first: name,
            last: name,
        });
        let title = self.kind.title(self.labels);
        document::open(&mut self.text, title, &self.metadata.language, None);
        self.text.push_str("<section class=\"index\">\n<h1>");
        push_text(&mut self.text, title);
        self.text.push_str("</h1>\n");
    }

    fn end_page(&mut self) -> io::Result<()> {
        if self.text.is_empty() {
            return Ok(());
        }
        self.text.push_str("</section>\n");
        document::close(&mut self.text);
        let name = self.files.last().map_or("", |file| &*file.name);
        (self.add)(name, &self.text)?;
        self.text.clear();
        Ok(())
    }
}
