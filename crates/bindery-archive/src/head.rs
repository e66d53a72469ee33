//! From the head of a file to an entry.
use bindery_model::{Diagnostic, Entry, Location, Meta, Site};
use bindery_parse::front_matter::FrontMatter;
use bindery_parse::{ParseOptions, date, decode, front_matter, metadata};
use jiff::tz::TimeZone;
use serde_json::{Map, Value};
use url::Url;

use crate::archive::unreadable;
use crate::content_site;
use crate::jekyll::{self, defaults, permalink};
use crate::storage::Storage;
use crate::{Options, SiteKind};

/// How much of a file is read at first; most front matter is far shorter.
const HEAD: u64 = 4 << 10;

/// What a post's entry is made with.
pub(crate) struct Heads<'a> {
    pub(crate) storage: &'a dyn Storage,
    pub(crate) site: &'a Site,
    pub(crate) kind: SiteKind,
    pub(crate) zone: &'a TimeZone,
    pub(crate) options: &'a Options,
}

/// The head of a post's file.
pub(crate) struct Head {
    pub(crate) entry: Entry,
    pub(crate) published: bool,
    pub(crate) encoding: &'static str,
}

impl Heads<'_> {
    /// Reads the head of a file.
    pub(crate) fn read(&self, path: &str) -> Result<Head, Box<Diagnostic>> {
        let unreadable = |error: std::io::Error| unreadable(self.storage, path, &error);
        let imported = self.kind.is_imported();
        let length = if imported {
            self.options.max_file_size
        } else {
            HEAD
        };
        let mut bytes = self.storage.read(path, length).map_err(unreadable)?;
        if !imported && !self.is_head_enough(&mut bytes) {
            bytes = self
                .storage
                .read(path, self.options.max_file_size)
                .map_err(unreadable)?;
        }
        let decoded = decode(&bytes);
        let (front_matter, _) = front_matter::parse(&decoded.text, path);
        let (meta, published) = self.meta(path, &decoded.text, &front_matter, &mut Vec::new());
        Ok(Head {
            entry: Entry { index: 0, meta },
            published,
            encoding: decoded.encoding,
        })
    }

    /// Whether the head holds the front matter and enough text; cuts it at a line.
    fn is_head_enough(&self, bytes: &mut Vec<u8>) -> bool {
        if (bytes.len() as u64) < HEAD {
            return true;
        }
        let utf_16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
        let Some(line_end) = bytes.iter().rposition(|&byte| byte == b'\n') else {
            return false;
        };
        if utf_16 {
            return false;
        }
        bytes.truncate(line_end + 1);
        let marked = ["---", "+++", "{"].iter().any(|mark| {
            let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            text.trim_ascii_start().starts_with(mark.as_bytes())
        });
        // What looks like front matter must end within the head.
        !marked || {
            let text = String::from_utf8_lossy(bytes);
            let (front_matter, found) = front_matter::parse(&text, "");
            let unclosed = found
                .iter()
                .any(|d| d.code.starts_with("front-matter.unclosed"));
            front_matter.present && !unclosed && front_matter.body < text.len()
        }
    }

    /// Everything that is known of a post without its body, and whether it is published.
    pub(crate) fn meta(
        &self,
        path: &str,
        text: &str,
        front_matter: &FrontMatter,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> (Meta, bool) {
        let imported = self.kind.is_imported();
        // The path of an entry of a feed says nothing of it.
        let name = jekyll::parse_name(if imported { "" } else { path });
        let own = front_matter
            .values
            .get("collection")
            .and_then(Value::as_str);
        let collection = match own.filter(|_| imported) {
            Some(own) => own,
            None => collection_of(path).unwrap_or("posts"),
        };
        let kind = if name.draft { "drafts" } else { collection };
        let mut values = match self.kind {
            SiteKind::Jekyll => defaults::values(&self.site.configuration, path, kind),
            _ => Map::new(),
        };
        values.extend(
            front_matter
                .values
                .iter()
                .map(|(key, value)| (key.clone(), value.clone())),
        );
        if matches!(self.kind, SiteKind::Hugo | SiteKind::Zola) {
            content_site::lift(&mut values);
        }
        let options = ParseOptions {
            path,
            zone: self.zone.clone(),
            ..ParseOptions::default()
        };
        let mut meta = metadata(&values, text, &options, diagnostics);
        if self.kind != SiteKind::Jekyll {
            // There is no site to say in which zone its dates are shown.
            let written = values.get("date").and_then(Value::as_str);
            meta.date = written.and_then(date::parse_as_written).or(meta.date);
        }
        if self.kind.is_imported() {
            let written = values.get("updated").and_then(Value::as_str);
            meta.updated = written.and_then(date::parse_as_written).or(meta.updated);
            // Subscribers know an entry by its id, address or not.
            let id = values.get("id").and_then(Value::as_str);
            meta.id = id.map(str::to_owned);
        }
        if matches!(self.kind, SiteKind::Hugo | SiteKind::Zola) && meta.slug.is_empty() {
            meta.slug = content_site::bundle_name(path)
                .unwrap_or_default()
                .to_owned();
        }
        self.add_name(&mut meta, &name, diagnostics);
        meta.collection = collection.to_owned();
        meta.draft |= name.draft;
        meta.url = self.url(&meta, path, &values);
        let published = values.get("published") != Some(&Value::Bool(false));
        (meta, published)
    }

    /// What the file's name says: date, slug, categories.
    fn add_name(
        &self,
        meta: &mut Meta,
        name: &jekyll::PostName<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        if meta.date.is_none() {
            meta.date = name.date.and_then(|text| date::parse(text, self.zone));
        }
        if meta.date.is_none() && !meta.draft && !name.draft && self.kind == SiteKind::Jekyll {
            let message = "neither the front matter nor the file's name gives a date";
            let hint = "add a line such as `date: 2024-05-01` to the front matter";
            let place = Location::whole_file(&meta.path);
            let diagnostic = Diagnostic::warning("post.no-date", message);
            diagnostics.push(diagnostic.with_hint(hint).at(place));
        }
        if meta.slug.is_empty() {
            meta.slug = name.slug.to_owned();
        }
        let mut categories: Vec<String> = name
            .categories
            .iter()
            .map(|category| (*category).to_owned())
            .collect();
        categories.append(&mut meta.categories);
        for category in categories {
            if !meta.categories.contains(&category) {
                meta.categories.push(category);
            }
        }
    }

    fn url(&self, meta: &Meta, path: &str, values: &Map<String, Value>) -> String {
        if self.kind == SiteKind::File {
            return String::new();
        }
        if matches!(self.kind, SiteKind::Hugo | SiteKind::Zola) {
            return content_site::url(self.kind, meta, path, values);
        }
        if self.kind.is_imported() {
            let link = values.get("link").and_then(Value::as_str);
            return self.url_of_link(link.unwrap_or_default());
        }
        if let Some(own) = values.get("permalink").and_then(Value::as_str) {
            return permalink::expand(permalink::template(own), meta, path);
        }
        if self.kind == SiteKind::Jekyll {
            let configuration = &self.site.configuration;
            let collection = configuration.get("collections").and_then(|collections| {
                collections
                    .get(&meta.collection)?
                    .get("permalink")?
                    .as_str()
            });
            let site = configuration.get("permalink").and_then(Value::as_str);
            let template = match meta.collection.as_str() {
                "posts" => collection.or(site).unwrap_or("date"),
                _ => collection.unwrap_or("/:collection/:path:output_ext"),
            };
            let template = permalink::template(template);
            return permalink::expand(template, meta, path);
        }
        let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
        permalink::escape_path(&format!("/{stem}.html"))
    }

    /// The address that an entry of a feed has: from the site's root if it is on the site.
    fn url_of_link(&self, link: &str) -> String {
        let root = self.site.absolute("").unwrap_or_default();
        let absolute = Url::parse(link).or_else(|_| Url::parse(&root)?.join(link));
        let Ok(absolute) = absolute else {
            return String::new();
        };
        if link.is_empty() || !matches!(absolute.scheme(), "http" | "https") {
            return String::new();
        }
        let absolute = String::from(absolute);
        match absolute.strip_prefix(root.trim_end_matches('/')) {
            Some(path) if !root.is_empty() && path.starts_with('/') => path.to_owned(),
            _ => absolute,
        }
    }
}

/// The collection that a file is in: `docs` for `_docs/x.md`. Posts and drafts may lie deeper.
pub(crate) fn collection_of(path: &str) -> Option<&str> {
    let inside = |folder: &str| path.starts_with(folder) || path.contains(&format!("/{folder}"));
    if inside("_posts/") || inside("_drafts/") {
        return Some("posts");
    }
    path.split_once('/')?.0.strip_prefix('_')
}
