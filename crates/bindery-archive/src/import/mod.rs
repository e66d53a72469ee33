//! Files that hold many posts: feeds, and what WordPress, Ghost and Movable Type export.
//!
//! Such a file is split into its entries when it is opened; each becomes a file of its own to the
//! rest of this crate, `feed.xml/12.html`, with front matter as JSON and a body of HTML. It is made
//! when it is read, so a large file stays on the disk.
//!
//! The XML is read by a reader of its own: it goes on after every fault, where readers of feeds stop.
mod atom;
mod blogger;
mod broken_json;
mod categories;
mod document;
mod duplicates;
mod elements;
mod entities;
mod entry;
mod ghost;
mod json;
mod left_out;
mod literal;
mod markup;
mod movable_type;
mod names;
mod rss;
mod sniff;
mod split;
mod twice;
mod wordpress;

use std::borrow::Cow;
use std::fs::File;
use std::io;

use bindery_model::{Diagnostic, EcoString, Location, is_xml_char, remove_forbidden};
use serde_json::{Map, Value};

pub(crate) use duplicates::keep_newest;
pub(crate) use sniff::{Format, HEAD, format_of, mistaken};

use crate::storage::{POST_ENDINGS, Storage, has_ending, too_long};
use crate::{Options, SiteKind};
use document::Document;
use entities::Entities;
use entry::{Fields, Head};
use left_out::LeftOut;
use names::Names;
use split::{Piece, Split};

/// The files of a storage that hold many posts, and what they are. A folder that has posts of its
/// own is not one of feeds, unless `wanted` says so.
pub(crate) fn find(
    storage: &dyn Storage,
    is_single: bool,
    wanted: Option<SiteKind>,
) -> Vec<(String, Format)> {
    let is_wanted = wanted.is_some_and(SiteKind::is_imported);
    let paths = storage.paths();
    let format = |path: &str| format_of(path, &storage.read(path, HEAD).ok()?);
    let has_posts = || {
        let mut posts = paths.iter().filter(|path| has_ending(path, &POST_ENDINGS));
        posts.any(|path| !is_named_as_text(path) || format(path).is_none())
    };
    if !is_single && !is_wanted && (wanted.is_some() || has_posts()) {
        return Vec::new();
    }
    let candidates = paths
        .iter()
        .filter(|path| is_single || sniff::is_named_as_feed(path) || is_named_as_text(path));
    let found = candidates.filter_map(|path| Some((path.to_string(), format(path)?)));
    let found: Vec<_> = found.collect();
    let export = found.iter().find(|(_, format)| format.is_export());
    let kind = wanted
        .filter(|_| is_wanted)
        .or_else(|| export.map(|(_, format)| format.kind()))
        .unwrap_or(SiteKind::Feed);
    found
        .into_iter()
        .filter(|(_, format)| format.kind() == kind)
        .collect()
}

/// Whether a file is named as exports that are plain text.
fn is_named_as_text(path: &str) -> bool {
    has_ending(path, &["txt"])
}

/// The kind of a site that is made of such files.
pub(crate) fn kind_of(files: &[(String, Format)]) -> Option<SiteKind> {
    files.first().map(|(_, format)| format.kind())
}

/// The entries of files as files of their own, and what lies beside them.
pub(crate) struct Imported {
    below: Box<dyn Storage>,
    /// By path.
    sources: Vec<Source>,
    paths: Vec<EcoString>,
}

/// A file that holds many posts.
struct Source {
    path: String,
    format: Format,
    document: Document,
    names: Names,
    entities: Entities,
    head: Head,
    export: Export,
    pieces: Vec<Piece>,
}

/// What an export says beside its posts.
enum Export {
    None,
    WordPress(wordpress::Export),
    Ghost(ghost::Export),
}

impl Imported {
    /// Splits the files.
    pub(crate) fn open(
        below: Box<dyn Storage>,
        files: &[(String, Format)],
        options: &Options,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Imported {
        let mut sources = Vec::new();
        for (path, format) in files {
            match Source::open(below.as_ref(), path, *format, options, diagnostics) {
                Ok(source) => sources.push(source),
                Err(diagnostic) => diagnostics.push(*diagnostic),
            }
        }
        sources.sort_by(|a: &Source, b| a.path.cmp(&b.path));
        let entries = sources.iter().flat_map(|source| {
            (0..source.pieces.len()).map(|index| source.entry_path(index).into())
        });
        let others = below
            .paths()
            .iter()
            .filter(|path| !files.iter().any(|(file, _)| file == *path))
            .cloned();
        let mut paths: Vec<EcoString> = entries.chain(others).collect();
        paths.sort_unstable();
        Imported {
            below,
            sources,
            paths,
        }
    }

    /// What the files say of the site.
    pub(crate) fn configuration(&self) -> Map<String, Value> {
        // Of several files the one that was named first speaks for all.
        let first = self.below.first_named();
        let mut sources: Vec<&Source> = self.sources.iter().collect();
        sources.sort_by_key(|source| first != Some(&source.path));
        let heads = sources
            .iter()
            .map(|source| (source.path.as_str(), &source.head));
        let mut configuration = entry::configuration(&heads.collect::<Vec<_>>());
        if self.sources.iter().any(|source| source.format.is_export()) {
            // It is a whole site, whose feeds have the newest posts.
            configuration.remove("feed");
        }
        configuration
    }

    /// The entry that a path stands for.
    fn entry(&self, path: &str) -> Option<(&Source, Piece)> {
        let (file, name) = path.rsplit_once('/')?;
        let at = self
            .sources
            .binary_search_by(|source| source.path.as_str().cmp(file))
            .ok()?;
        let source = &self.sources[at];
        let number: usize = name.strip_suffix(".html")?.parse().ok()?;
        let piece = source.pieces.get(source.index_of(number)?)?;
        Some((source, *piece))
    }
}

impl Storage for Imported {
    fn paths(&self) -> &[EcoString] {
        &self.paths
    }

    fn read(&self, path: &str, limit: u64) -> io::Result<Vec<u8>> {
        self.read_post(path, limit, &mut Vec::new())
    }

    fn open_file(&self, path: &str) -> Option<File> {
        self.below.open_file(path)
    }

    fn read_post(
        &self,
        path: &str,
        limit: u64,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> io::Result<Vec<u8>> {
        let Some((source, piece)) = self.entry(path) else {
            return self.below.read_post(path, limit, diagnostics);
        };
        if piece.end - piece.start > limit {
            return Err(too_long(limit));
        }
        source
            .read(path, &piece, diagnostics)
            .map(String::into_bytes)
    }

    fn is_entry(&self, path: &str) -> bool {
        self.entry(path).is_some()
    }

    fn place(&self, path: &str) -> Option<Location> {
        let (source, piece) = self.entry(path)?;
        Some(source.place(&piece))
    }
}

impl Source {
    fn open(
        storage: &dyn Storage,
        path: &str,
        format: Format,
        options: &Options,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<Source, Box<Diagnostic>> {
        let unreadable = |error: io::Error| {
            let message = format!("the file cannot be read: {error}");
            Diagnostic::error("archive.unreadable", message).at(Location::whole_file(path))
        };
        let document = Document::open(storage, path, options.max_file_size, diagnostics)
            .map_err(unreadable)?;
        let mut source = Source {
            path: path.to_owned(),
            format,
            document,
            names: Names::default(),
            entities: Entities::default(),
            head: Head::default(),
            export: Export::None,
            pieces: Vec::new(),
        };
        match format {
            Format::Json => source.split_json(diagnostics)?,
            Format::Ghost => {
                let text = source.document.read_all().map_err(unreadable)?;
                let (head, export, pieces) = source.split_whole(
                    &text,
                    ghost::split,
                    |(_, _, pieces)| pieces,
                    diagnostics,
                )?;
                source.head = head;
                source.export = Export::Ghost(export);
                source.pieces = pieces;
            }
            Format::MovableType => {
                let text = source.document.read_all().map_err(unreadable)?;
                source.pieces = movable_type::split(&text);
                source.tell_left_out(&text, diagnostics);
            }
            _ => source.split_xml(diagnostics).map_err(unreadable)?,
        }
        twice::mend_head(&mut source.head);
        Ok(source)
    }

    fn split_xml(&mut self, diagnostics: &mut Vec<Diagnostic>) -> io::Result<()> {
        let mut split = split::split(self.document.reader()?)?;
        self.entities = Entities::declared(&split.head);
        split.head = self.entities.expand(&split.head).0.into_owned();
        self.head = match self.format {
            Format::Atom => atom::head(&split),
            _ => rss::head(&split),
        };
        if self.format == Format::WordPress {
            self.export = Export::WordPress(wordpress::Export::new(&split));
        }
        self.tell_of_file(&split, diagnostics);
        (self.names, self.pieces) = (split.names, split.pieces);
        self.keep_posts(diagnostics)
    }

    /// What an export of Movable Type holds beside posts.
    fn tell_left_out(&self, text: &str, diagnostics: &mut Vec<Diagnostic>) {
        let mut left_out = LeftOut::default();
        for piece in &self.pieces {
            let post = &text[piece.start as usize..piece.end as usize];
            movable_type::count_left_out(post, &mut left_out);
        }
        diagnostics
            .extend(left_out.diagnostic("movable-type.left-out", "notices of links to posts"));
    }

    /// What is wrong with the file as a whole.
    fn tell_of_file(&self, split: &Split, diagnostics: &mut Vec<Diagnostic>) {
        let at = |(line, column)| Location {
            line,
            column,
            ..Location::whole_file(&self.path)
        };
        if split.begins_late {
            let message = "something stands before the feed, such as a message of the program \
                           that made it; the feed was read from here";
            let diagnostic = Diagnostic::warning("feed.begins-late", message);
            let hint = "readers of feeds refuse such a file; mend what makes it";
            diagnostics.push(diagnostic.with_hint(hint).at(at(split.root_at)));
        }
        if let [first, others @ ..] = self.entities.unread.as_slice() {
            let more = match others.len() {
                0 => String::new(),
                count => format!(" and {count} more"),
            };
            let message = format!(
                "the feed declares the entity {first}{more}, which is not read: it lies in another \
                 file, holds itself or is too long; references to it stay as they are"
            );
            diagnostics.push(Diagnostic::warning("feed.entities", message).at(at((1, 1))));
        }
        if split.is_cut && !split.pieces.last().is_some_and(|piece| piece.is_unclosed) {
            let name = &split.root_name;
            let message = format!("the feed ends without </{name}>; entries may be lacking");
            let diagnostic = Diagnostic::warning("feed.cut", message);
            let hint = "it may be cut off; get it once more";
            diagnostics.push(diagnostic.with_hint(hint).at(at(split.end_at)));
        }
    }

    /// Leaves out what an export holds beside posts.
    fn keep_posts(&mut self, diagnostics: &mut Vec<Diagnostic>) -> io::Result<()> {
        if let Export::WordPress(export) = &mut self.export {
            let mut left_out = LeftOut::default();
            let is_post = |text: &str| export.is_post(text, &self.names, &mut left_out);
            self.pieces = pieces_that(&self.document, &self.pieces, is_post)?;
            let others = "parts of the site's looks and old versions";
            diagnostics.extend(left_out.diagnostic("wordpress.left-out", others));
        } else if self.format == Format::Atom && blogger::is_one(&self.head) {
            let mut left_out = LeftOut::default();
            let is_post = |text: &str| blogger::is_post(text, &self.names, &mut left_out);
            let posts = pieces_that(&self.document, &self.pieces, is_post)?;
            // A feed of comments alone is meant.
            if !posts.is_empty() {
                self.pieces = posts;
                let others = "settings and templates";
                diagnostics.extend(left_out.diagnostic("blogger.left-out", others));
            }
        }
        Ok(())
    }

    fn split_json(&mut self, diagnostics: &mut Vec<Diagnostic>) -> Result<(), Box<Diagnostic>> {
        let text = self.document.read_all().unwrap_or_default();
        let (head, pieces) =
            self.split_whole(&text, json::split, |(_, pieces)| pieces, diagnostics)?;
        let is_object = |piece: &Piece| text.as_bytes().get(piece.start as usize) == Some(&b'{');
        let (objects, others): (Vec<_>, Vec<_>) = pieces.into_iter().partition(is_object);
        for piece in others {
            let message = "an item that is no object was left out";
            let diagnostic = Diagnostic::warning("feed.json-type", message);
            diagnostics.push(diagnostic.at(self.place(&piece)));
        }
        (self.head, self.pieces) = (head, objects);
        Ok(())
    }

    /// Splits a file of JSON; of one that is broken, what can be read.
    fn split_whole<T>(
        &self,
        text: &str,
        split: impl Fn(&str) -> Result<T, json::Fault>,
        pieces: impl Fn(&T) -> &[Piece],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<T, Box<Diagnostic>> {
        let (what, part) = match self.format.is_export() {
            true => ("export", "post"),
            false => ("feed", "item"),
        };
        let at = |place: usize| Location::in_text(&self.path, text, place..place);
        let invalid = |reason: &str| format!("the {what} is not valid JSON: {reason}");
        let hint = "mend the file, or ask its maker for a whole one";
        let (parts, broken) = broken_json::split(text, split, &pieces).map_err(|broken| {
            let diagnostic = Diagnostic::error("feed.json", invalid(&broken.reason));
            diagnostic.with_hint(hint).at(at(broken.place))
        })?;
        diagnostics.extend(broken.map(|broken| {
            let diagnostic = if broken.is_cut {
                let read = match pieces(&parts).len() {
                    1 => format!("1 {part}"),
                    count => format!("{count} {part}s"),
                };
                let invalid = invalid(&broken.reason);
                let message = format!("{invalid}; only what stands before that was read, {read}");
                Diagnostic::warning("feed.json", message).with_hint(hint)
            } else {
                let message = format!(
                    "texts of the {what} have line breaks or other control characters in them, which JSON \
                     writes as `\\n` and the like; they were read as such"
                );
                Diagnostic::warning("feed.json-control", message)
            };
            diagnostic.at(at(broken.place))
        }));
        Ok(parts)
    }

    /// The path by which an entry is known. Feeds begin with what is newest, so their entries are
    /// counted from the end: a number stays when entries are added.
    fn entry_path(&self, index: usize) -> String {
        let count = self.pieces.len();
        let width = count.to_string().len();
        let number = match self.format.is_export() {
            true => index + 1,
            false => count - index,
        };
        format!("{}/{number:0width$}.html", self.path)
    }

    fn index_of(&self, number: usize) -> Option<usize> {
        match self.format.is_export() {
            true => number.checked_sub(1),
            false => self.pieces.len().checked_sub(number).filter(|_| number > 0),
        }
    }

    fn place(&self, piece: &Piece) -> Location {
        Location {
            span: piece.start as usize..piece.end as usize,
            line: piece.line,
            column: piece.column,
            ..Location::whole_file(&self.path)
        }
    }

    fn read(
        &self,
        path: &str,
        piece: &Piece,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> io::Result<String> {
        let text = self.document.read(piece.start, piece.end)?;
        self.tell_faults(piece, &text, diagnostics);
        let text = match self.format {
            // It has other ways to write such characters.
            Format::Json | Format::Ghost => text.into(),
            _ => self.expanded(piece, &text, diagnostics),
        };
        let mut fields: Fields = match self.format {
            Format::Json => {
                let item = json::item(&text);
                let faults = json::faults(&item).into_iter();
                let faults = faults.map(|fault| Diagnostic::warning("feed.json-type", fault));
                diagnostics.extend(faults.map(|fault| fault.at(self.place(piece))));
                json::entry(&item, &self.head)
            }
            Format::Atom => atom::entry(&text, &self.names, &self.head),
            Format::MovableType => movable_type::entry(&text),
            _ => match &self.export {
                Export::WordPress(export) => {
                    export.entry(&text, path, &self.names, &self.head, diagnostics)
                }
                Export::Ghost(export) => export.entry(&json::item(&text)),
                Export::None => rss::entry(&text, &self.names, &self.head),
            },
        };
        fields.complete(&self.head);
        if twice::mend(&mut fields) {
            let message =
                "a text of the entry was encoded twice, as in `Ã©` for `é`; it was decoded twice";
            diagnostics.push(Diagnostic::note("feed.encoded-twice", message).at(self.place(piece)));
        }
        Ok(fields.to_document())
    }

    /// The text of an entry with the file's own entities, and without what XML forbids.
    fn expanded<'t>(
        &self,
        piece: &Piece,
        text: &'t str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Cow<'t, str> {
        let (expanded, is_cut) = self.entities.expand(text);
        if is_cut {
            let message = "the entry is too long with the feed's entities in it; some references \
                           to them stay as they are";
            let diagnostic = Diagnostic::warning("feed.entities", message);
            diagnostics.push(diagnostic.at(self.place(piece)));
        }
        match expanded {
            Cow::Borrowed(text) => remove_forbidden(text),
            Cow::Owned(text) => remove_forbidden(&text).into_owned().into(),
        }
    }

    fn tell_faults(&self, piece: &Piece, text: &str, diagnostics: &mut Vec<Diagnostic>) {
        if piece.is_unclosed {
            let message = "the entry has no end tag; it was read up to the next entry";
            let diagnostic = Diagnostic::warning("feed.unclosed", message);
            let hint = "the feed may be cut off or broken here";
            diagnostics.push(diagnostic.with_hint(hint).at(self.place(piece)));
        }
        let forbidden = |(_, c): &(usize, char)| !is_xml_char(*c);
        let mut faults = text.char_indices().filter(forbidden);
        if let Some((at, c)) = faults.next() {
            let others = match faults.count() {
                0 => String::new(),
                count => format!(" and {count} more"),
            };
            let message = format!(
                "the entry holds U+{:04X}{others}, which XML forbids; it was left out",
                c as u32
            );
            let mut place = Location::in_text(&self.path, text, at..at + c.len_utf8());
            if place.line == 1 {
                place.column += piece.column - 1;
            }
            place.line += piece.line - 1;
            place.span = piece.start as usize + at..piece.start as usize + at + c.len_utf8();
            diagnostics.push(Diagnostic::warning("feed.forbidden-character", message).at(place));
        }
    }
}

/// The pieces of a document whose texts are wanted.
fn pieces_that(
    document: &Document,
    pieces: &[Piece],
    mut is_wanted: impl FnMut(&str) -> bool,
) -> io::Result<Vec<Piece>> {
    let mut wanted = Vec::with_capacity(pieces.len());
    for piece in pieces {
        if is_wanted(&document.read(piece.start, piece.end)?) {
            wanted.push(*piece);
        }
    }
    Ok(wanted)
}

#[cfg(test)]
mod tests;
