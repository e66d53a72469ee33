mod index;
mod pages;

use std::collections::{HashMap, HashSet};
use std::io;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use bindery_model::{
    Basis, Diagnostic, Digest, EcoString, Entry, Location, Parsed, Post, Site, Source, Store,
};
use bindery_parse::markdown::{Dialect, Zola, kramdown};
use bindery_parse::{Inclusions, Limits, ParseOptions, Resolve, decode, parse_body};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};
use url::Url;

use crate::basis::{NotedLinks, Recorder};
use crate::entries::Entries;
use crate::facts::Facts;
use crate::head::{Content, Heads};
use crate::import::{self, Imported};
use crate::links::{self, MediaFolders, PostLinks};
use crate::liquid::{self, PostContext};
use crate::shortcodes::PostTemplates;
use crate::sites::hexo::renderer;
use crate::sites::{self, Conventions, eleventy, recognise};
use crate::storage::{Noted, Opened, Storage};
use crate::taken_in::PostFiles;
use crate::{Error, Markdown, Options, SiteKind, formulas, known_authors, linked, settings};

/// An open archive. It holds metadata of all posts; bodies are read on request.
pub struct Archive {
    pub(crate) storage: Box<dyn Storage>,
    pub(crate) entries: Entries,
    site: Site,
    kind: SiteKind,
    pub(crate) conventions: Box<dyn Conventions>,
    zone: TimeZone,
    /// What files held that were read whole for the index, by their paths.
    contents: HashMap<EcoString, Content>,
    /// Paths of posts of whose front matter there is something to say.
    faulty: HashSet<EcoString>,
    diagnostics: Vec<Diagnostic>,
    facts: Facts,
    options: Options,
    /// Whether files beside the archive's may be referred to.
    single: bool,
    markdown: Markdown,
    /// What Zola's Markdown reads.
    zola: Zola,
    kramdown: kramdown::Options,
    formulas: bool,
    emoji: bool,
    inclusions: Option<Inclusions>,
    /// Bytes of posts that were read.
    bytes_read: AtomicU64,
    /// Posts that were parsed.
    posts_parsed: AtomicU64,
    common_digest: OnceLock<Digest>,
    site_value: OnceLock<Value>,
    site_with_posts: OnceLock<Value>,
    /// Pictures by their paths in small letters.
    pictures: OnceLock<HashMap<EcoString, EcoString>>,
}

impl Archive {
    pub(crate) fn new(opened: Opened, shown: &str, options: &Options) -> Result<Archive, Error> {
        let Opened {
            mut storage,
            mut diagnostics,
            single,
        } = opened;
        let mut options = options.clone();
        crate::storage::leave_top_folder(storage.as_mut());
        let noted = Noted::new(storage.as_ref());
        let many = import::find(&noted, single, options.site);
        let found = options.site.or_else(|| import::kind_of(&many));
        let kind = found.unwrap_or_else(|| match single {
            true => SiteKind::File,
            false => recognise::kind(&noted),
        });
        let mut configuration = Map::new();
        if !kind.is_imported() {
            configuration = settings::read_configuration(kind, &noted, &options, &mut diagnostics)?;
        }
        diagnostics.extend(noted.diagnostics());
        if kind.is_imported() {
            let imported = Imported::open(storage, &many, &options, &mut diagnostics);
            configuration = imported.configuration();
            storage = Box::new(imported);
        }
        if let Some(source) = settings::source_folder(kind, &configuration) {
            storage.narrow(&source);
            let files = options.files.drain();
            let below = |file: String| match crate::storage::below_folder(&file, &source) {
                Some(below) => below.to_owned(),
                None => file,
            };
            options.files = files.map(below).collect();
        }
        let mut site = settings::site(kind, configuration, &mut diagnostics);
        let is_nameless = site.title.is_empty() && kind != SiteKind::File;
        if is_nameless {
            site.title = name_of(shown);
        }
        let zone = settings::zone(&site, &mut diagnostics);
        let noted = Noted::new(storage.as_ref());
        site.data = crate::data::read_data(&noted, kind, &site, &zone, &mut diagnostics);
        let mut authors = std::mem::take(&mut site.authors);
        known_authors::put(known_authors::of(&site), &mut authors);
        site.authors = authors;
        let conventions = sites::conventions(kind, &site, &noted);
        diagnostics.extend(noted.diagnostics());
        let mut archive = Archive {
            conventions,
            markdown: options
                .markdown
                .unwrap_or_else(|| settings::markdown(kind, &site)),
            zola: settings::zola(&site),
            kramdown: settings::kramdown(&site),
            formulas: formulas::are_typeset(kind, &site, storage.as_ref()),
            emoji: settings::emoji(kind, &site),
            inclusions: settings::inclusions(&site, storage.as_ref()),
            storage,
            entries: Entries::default(),
            site,
            kind,
            zone,
            contents: HashMap::new(),
            faulty: HashSet::new(),
            diagnostics,
            facts: Facts::default(),
            options,
            single,
            bytes_read: AtomicU64::new(0),
            posts_parsed: AtomicU64::new(0),
            common_digest: OnceLock::new(),
            site_value: OnceLock::new(),
            site_with_posts: OnceLock::new(),
            pictures: OnceLock::new(),
        };
        let said = archive.index(shown)?;
        if let Some(name) = said.filter(|_| is_nameless) {
            archive.site.title = name;
        }
        Ok(archive)
    }

    /// What was noticed while opening: files left out, faults of the configuration.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Documents of the collections that were not asked for, oldest first: those of
    /// [`Options::collections`] are the [`entries`](Source::entries). They can be read as those.
    pub fn other_entries(&self) -> &[Entry] {
        self.entries.others()
    }

    /// The post, where one was named itself, alone or in its site.
    pub fn named_post(&self) -> Option<&Entry> {
        let is_named = self.single && !self.kind.is_imported() || self.options.files.len() == 1;
        match self.entries() {
            [entry] if is_named => Some(entry),
            _ => None,
        }
    }

    /// The posts that were named themselves, if any: paths from where the site lies.
    pub(crate) fn named_files(&self) -> &HashSet<String> {
        &self.options.files
    }

    /// What was counted while opening.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// A file of the archive by its path from the root.
    ///
    /// # Errors
    ///
    /// Where it is not there or cannot be read.
    pub fn file(&self, path: &str) -> io::Result<Vec<u8>> {
        self.storage.read(path, self.options.max_file_size)
    }

    /// How many bytes of posts were read so far, heads not counted.
    pub fn bytes_read(&self) -> u64 {
        self.bytes_read.load(Ordering::Relaxed)
    }

    /// How many posts were parsed so far; one that is parsed twice counts twice.
    pub fn posts_parsed(&self) -> u64 {
        self.posts_parsed.load(Ordering::Relaxed)
    }

    /// The zone in which the site shows its dates.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Whether the templates in its posts are Liquid.
    fn has_liquid(&self) -> bool {
        match self.kind {
            SiteKind::Jekyll => true,
            SiteKind::Eleventy => {
                matches!(eleventy::engine(&self.site.configuration), "liquid" | "njk")
            }
            _ => false,
        }
    }

    /// Adds to what was noticed while opening.
    pub(crate) fn say(&mut self, found: Diagnostic) {
        self.diagnostics.push(found);
    }

    pub(crate) fn kind(&self) -> SiteKind {
        self.kind
    }

    /// The Markdown of its posts, as the site sets it up.
    pub(crate) fn dialect(&self) -> Dialect<'_> {
        match self.markdown {
            Markdown::Kramdown => Dialect::Kramdown(&self.kramdown),
            Markdown::Gfm => Dialect::Gfm,
            Markdown::CommonMark => Dialect::CommonMark,
            Markdown::Goldmark => Dialect::Goldmark(settings::goldmark(&self.site)),
            Markdown::Zola => Dialect::Zola(self.zola),
            Markdown::Obsidian => Dialect::Obsidian,
            Markdown::Hexo => Dialect::Hexo(renderer::markdown(&self.site)),
            Markdown::PythonMarkdown => {
                Dialect::PythonMarkdown(settings::python_markdown(&self.site))
            }
        }
    }

    pub(crate) fn site_value(&self) -> &Value {
        self.site_value.get_or_init(|| liquid::site(self, false))
    }

    pub(crate) fn site_with_posts(&self) -> &Value {
        self.site_with_posts
            .get_or_init(|| liquid::site(self, true))
    }

    fn heads(&self) -> Heads<'_> {
        Heads {
            storage: self.storage.as_ref(),
            conventions: self.conventions.as_ref(),
            zone: &self.zone,
            now: self.options.now.unwrap_or_else(Timestamp::now),
            options: &self.options,
            authors: known_authors::of(&self.site),
        }
    }
}

impl Source for Archive {
    fn site(&self) -> &Site {
        &self.site
    }

    fn entries(&self) -> &[Entry] {
        self.entries.wanted()
    }

    fn read(&self, entry: &Entry) -> Result<Parsed, Box<Diagnostic>> {
        let path = entry.meta.path.as_str();
        let mut diagnostics = Vec::new();
        let bytes = self
            .storage
            .read_post(path, self.options.max_file_size, &mut diagnostics)
            .map_err(|error| Box::new(unreadable(self.storage.as_ref(), path, &error)))?;
        if self.options.store.is_none() {
            self.count(bytes.len() as u64);
        }
        self.posts_parsed.fetch_add(1, Ordering::Relaxed);
        // What is noticed of the storage is not known from the bytes alone.
        let recorder = (self.options.store.is_some() && diagnostics.is_empty()).then(|| {
            (
                Recorder::default(),
                self.digest_of(path, Content::of(&bytes)),
            )
        });
        let decoded = decode(&bytes);
        diagnostics.extend(decoded.diagnostic(path));
        let heads = self.heads();
        let parts = heads.parts(&decoded.text, path);
        let (text, front_matter) = (&*parts.text, parts.front_matter);
        diagnostics.extend(parts.diagnostics);
        let is_faulty = self.faulty.contains(path);
        let meta = heads.meta(entry, is_faulty, text, &front_matter, &mut diagnostics);
        let mut post = Post {
            meta,
            ..Post::default()
        };
        let meta = post.meta.clone();
        let links = PostLinks {
            media: MediaFolders::of(&meta),
            ..self.links(path, &meta.url, links::base(&meta))
        };
        let noted = recorder.as_ref().map(|(recorder, _)| NotedLinks {
            links: &links,
            recorder,
        });
        let resolve: &dyn Resolve = match &noted {
            Some(noted) => noted,
            None => &links,
        };
        let asked = recorder.as_ref().map(|(recorder, _)| recorder);
        let body = text.floor_char_boundary(front_matter.body);
        let context = PostContext::new(self, &meta, &text[body..], asked);
        let separator = match self.options.excerpts {
            true => self.excerpt_separator(&meta.extra),
            false => None,
        };
        let templates = PostTemplates {
            archive: self,
            meta: &meta,
            recorder: asked,
        };
        let files = PostFiles {
            archive: self,
            recorder: asked,
        };
        let options = ParseOptions {
            path,
            dialect: self.dialect(),
            zone: self.zone.clone(),
            resolve,
            liquid: self.has_liquid().then_some(&context),
            shortcodes: self.conventions.shortcodes_of(path),
            templates: Some(&templates),
            emoji: self.emoji,
            mdx: self.conventions.reads_mdx(),
            inclusions: self.inclusions.as_ref(),
            files: Some(&files),
            excerpt_separator: separator.as_deref(),
            formulas: self.formulas,
            language: self.site.language.as_deref(),
            html_errors: self.options.html_errors,
            limits: Limits {
                bytes: usize::try_from(self.options.max_file_size).unwrap_or(usize::MAX),
            },
            ..ParseOptions::default()
        };
        parse_body(text, &front_matter, &mut post, &mut diagnostics, &options);
        if !self.kind.is_imported() {
            linked::add(&mut post, &text[body..], self.site.url.as_deref());
        }
        diagnostics.extend(links.diagnostics());
        if let Some(place) = self.storage.place(path) {
            for diagnostic in &mut diagnostics {
                move_to_entry(diagnostic, path, &place);
            }
        }
        let basis: Option<Basis> =
            recorder.and_then(|(recorder, content)| recorder.basis(content, &links));
        Ok(Parsed {
            post,
            diagnostics,
            basis,
        })
    }

    fn resource(&self, path: &str) -> io::Result<Vec<u8>> {
        self.file(path)
    }

    fn resource_size(&self, path: &str) -> io::Result<u64> {
        self.storage.size(path)
    }

    fn store(&self) -> Option<&dyn Store> {
        self.options.store.as_deref()
    }

    fn digest(&self, entry: &Entry) -> Option<Digest> {
        self.options.store.as_ref()?;
        let path = entry.meta.path.as_str();
        let mut diagnostics = Vec::new();
        let content = match self.contents.get(path) {
            Some(known) => *known,
            None => Content::of(
                &self
                    .storage
                    .read_post(path, self.options.max_file_size, &mut diagnostics)
                    .ok()?,
            ),
        };
        self.count(content.size);
        diagnostics
            .is_empty()
            .then(|| self.digest_of(path, content))
    }

    fn still_holds(&self, entry: &Entry, asked: &[u8]) -> bool {
        self.answers_are_same(entry, asked)
    }
}

impl Archive {
    fn count(&self, bytes: u64) {
        self.bytes_read.fetch_add(bytes, Ordering::Relaxed);
    }

    /// What the references of a post lead to.
    pub(crate) fn links<'a>(
        &'a self,
        path: &'a str,
        url: &'a str,
        base: Option<Url>,
    ) -> PostLinks<'a> {
        PostLinks {
            site: &self.site,
            storage: self.storage.as_ref(),
            conventions: self.conventions.as_ref(),
            entries: &self.entries,
            url,
            path,
            single: self.single,
            imported: self.kind.is_imported(),
            base,
            media: MediaFolders::default(),
            pictures: &self.pictures,
            in_other_case: OnceLock::new(),
            missing: OnceLock::new(),
            climbing: OnceLock::new(),
        }
    }

    /// The digest of all that what is made of every post depends on.
    pub(crate) fn common_digest(&self) -> Digest {
        *self.common_digest.get_or_init(|| {
            Digest::of_shown(&(
                (env!("CARGO_PKG_VERSION"), self.kind, &self.site, &self.zone),
                (self.markdown, self.zola, &self.kramdown, self.single),
                (self.formulas, &self.inclusions),
                (
                    self.options.html_errors,
                    self.options.excerpts,
                    self.options.max_file_size,
                ),
            ))
        })
    }

    /// Whether a file of the archive is a post or another document.
    pub(crate) fn has_document(&self, path: &str) -> bool {
        self.is_document(path) && self.storage.holds(path)
    }

    fn is_document(&self, path: &str) -> bool {
        match self.kind.is_imported() {
            true => self.storage.is_entry(path),
            false => self.conventions.is_document(path),
        }
    }

    /// The address of the post that `{% post_url NAME %}` means,
    pub(crate) fn url_of_name(&self, name: &str) -> Option<&str> {
        Some(&self.entries.with_name(name)?.meta.url)
    }

    /// and its title, unless a filter left it out.
    pub(crate) fn title_of_name(&self, name: &str) -> Option<&str> {
        let entry = self.entries.with_name(name)?;
        let is_shown = entry.index < self.entries.shown().len();
        is_shown.then_some(&entry.meta.title)
    }

    pub(crate) fn excerpt_separator(
        &self,
        values: &serde_json::Map<String, Value>,
    ) -> Option<String> {
        let own = values.get("excerpt_separator");
        let separator = own.or_else(|| self.site.configuration.get("excerpt_separator"));
        match separator.and_then(Value::as_str) {
            Some(separator) => (!separator.is_empty()).then(|| separator.to_owned()),
            None => self.conventions.excerpt_separator().map(str::to_owned),
        }
    }
}

/// That a post's file, or the entry that it is made of, cannot be read.
pub(crate) fn unreadable(storage: &dyn Storage, path: &str, error: &io::Error) -> Diagnostic {
    let place = storage
        .place(path)
        .unwrap_or_else(|| Location::whole_file(path));
    let message = format!("the post cannot be read: {error}");
    Diagnostic::error("archive.unreadable", message).at(place)
}

/// What was found in the text that was made of an entry is told of where the entry stands.
fn move_to_entry(diagnostic: &mut Diagnostic, path: &str, place: &Location) {
    if let Some(found) = &mut diagnostic.location
        && found.file == path
    {
        let source_line = std::mem::take(&mut found.source_line);
        *found = Location {
            source_line,
            mark: found.mark,
            ..place.clone()
        };
    }
}

/// The name of a folder or an archive file without its endings: a title where there is no other.
fn name_of(path: &str) -> String {
    let full = std::path::absolute(path).unwrap_or_else(|_| path.into());
    let name = full
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let endings = [
        ".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tbz", ".tar.xz", ".txz",
        ".tar.zst", ".tzst",
    ];
    let ending = endings
        .into_iter()
        .filter(|ending| name.ends_with(ending))
        .max_by_key(|e| e.len());
    ending
        .and_then(|ending| name.strip_suffix(ending))
        .unwrap_or(&name)
        .to_owned()
}
