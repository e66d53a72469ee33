//! A post as XHTML documents.
use std::borrow::Cow;
use std::collections::HashMap;

use bindery_html::{Options as HtmlOptions, Syntax, footnote_id, push_attribute, push_text};
use bindery_html::{write_blocks, write_footnotes, write_part};
use bindery_model::{Block, Diagnostic, Parsed, Post, Source};

use crate::anchors::Anchors;
use crate::characters::Characters;
use crate::contents::label;
use crate::document;
use crate::headings;
use crate::ids::for_each_id;
use crate::images::{Origin, Picture, Pictures};
use crate::index::Indexes;
use crate::kept::{KeptChapters, MadeOf};
use crate::labels::Labels;
use crate::language;
use crate::metadata::Metadata;
use crate::package_document::PictureAccess;
use crate::packed::Packed;
use crate::plan::{Plan, chapter_name};
use crate::sections::{self, Section};
use crate::split::{self, Part};
use crate::targets::ChapterTargets;

/// What chapters are made with.
pub(crate) struct Chapters<'a> {
    pub(crate) source: &'a dyn Source,
    pub(crate) pictures: &'a Pictures<'a>,
    pub(crate) plan: &'a Plan<'a>,
    pub(crate) indexes: &'a Indexes<'a>,
    pub(crate) metadata: &'a Metadata,
    pub(crate) labels: &'a Labels,
    pub(crate) highlight: bool,
    /// Whether formulas become MathML, which a manifest has to say.
    pub(crate) formulas: bool,
    pub(crate) limit: usize,
    /// How many levels of headings the contents list.
    pub(crate) section_levels: u8,
    pub(crate) anchors: Anchors,
    pub(crate) kept: Option<KeptChapters<'a>>,
    /// To be told the characters of the documents, if that is wanted.
    pub(crate) characters: Option<&'a Characters>,
}

/// A document of a chapter.
pub(crate) struct Document<D> {
    pub(crate) name: String,
    pub(crate) content: D,
    /// Whether there is MathML in it, which the manifest has to say.
    pub(crate) has_math: bool,
}

impl Document<String> {
    /// `access` is that of the chapter as far as it is written.
    fn new(name: String, mut content: String, access: PictureAccess) -> Document<String> {
        // In text it would be escaped.
        let has_math = access.formulas > 0 && content.contains("<math ");
        if has_math && content.contains("<span class=\"math\"") {
            document::put_body_class(&mut content, "long-formulas");
        }
        Document {
            name,
            content,
            has_math,
        }
    }
}

/// A chapter; its documents are text, or packed and ready to be written.
pub(crate) struct Chapter<D> {
    pub(crate) documents: Vec<Document<D>>,
    /// Those of the levels that are wanted.
    pub(crate) sections: Vec<Section>,
    /// Pictures in it, with where each comes from.
    pub(crate) pictures: Vec<(Origin, Picture)>,
    pub(crate) access: PictureAccess,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Whether the post could not be read, so that the chapter only says why.
    pub(crate) failed: bool,
    /// What it was made of, where it can be kept.
    pub(crate) made_of: Option<MadeOf>,
}

impl Chapter<Packed> {
    /// The bytes of its documents.
    pub(crate) fn weight(&self) -> usize {
        self.documents
            .iter()
            .map(|document| document.content.len())
            .sum()
    }
}

const HTML: HtmlOptions = HtmlOptions {
    syntax: Syntax::Xhtml,
    heading_shift: 1,
    roles: true,
    players: false,
    frames: false,
    vertical: false,
};

impl Chapters<'_> {
    fn html(&self) -> HtmlOptions {
        HtmlOptions {
            vertical: self.metadata.vertical,
            ..HTML
        }
    }

    /// Reads, renders and packs the post at a place, or takes what is kept of it.
    pub(crate) fn pack(&self, place: usize) -> Chapter<Packed> {
        if let Some(chapter) = self.recall(place) {
            if let Some(characters) = self.characters {
                let documents = chapter
                    .documents
                    .iter()
                    .map(|document| document.content.content());
                documents.for_each(|text| characters.add(&String::from_utf8_lossy(&text)));
            }
            return chapter;
        }
        let chapter = self.render(place);
        let pack = |document: Document<String>| {
            if let Some(characters) = self.characters {
                characters.add(&document.content);
            }
            Document {
                name: document.name,
                content: Packed::deflate(document.content.as_bytes()),
                has_math: document.has_math,
            }
        };
        let chapter = Chapter {
            documents: chapter.documents.into_iter().map(pack).collect(),
            sections: chapter.sections,
            pictures: chapter.pictures,
            access: chapter.access,
            diagnostics: chapter.diagnostics,
            failed: chapter.failed,
            made_of: chapter.made_of,
        };
        self.keep(place, &chapter);
        chapter
    }

    /// Reads and renders the post at a place. A post that cannot be read leaves a chapter that says
    /// so, since others may link to it.
    pub(crate) fn render(&self, place: usize) -> Chapter<String> {
        let entry = self.plan.posts[place];
        let Parsed {
            mut post,
            mut diagnostics,
            basis,
        } = match self.source.read(entry) {
            Ok(parsed) => parsed,
            Err(diagnostic) => {
                return Chapter {
                    documents: vec![Document::new(
                        chapter_name(place),
                        self.apology(place, &diagnostic),
                        PictureAccess::default(),
                    )],
                    sections: Vec::new(),
                    pictures: Vec::new(),
                    access: PictureAccess::default(),
                    diagnostics: vec![*diagnostic],
                    failed: true,
                    made_of: None,
                };
            }
        };
        headings::drop_title(&mut post);
        headings::nest(&mut post);
        let sections = sections::find(&mut post, self.section_levels);
        let mut targets = ChapterTargets::new(self, entry);
        targets.settle_formulas(&mut post);
        let documents = self.documents(place, &post, &mut targets);
        diagnostics.append(&mut targets.diagnostics.borrow_mut());
        let basis = basis.filter(|_| self.is_as_planned(place, &post));
        Chapter {
            sections: sections::place(sections, &documents),
            documents,
            pictures: targets.used.take(),
            access: targets.access.get(),
            diagnostics,
            failed: false,
            made_of: basis.map(|basis| MadeOf::new(basis, &targets.asked)),
        }
    }

    /// The documents of a post, with their names.
    fn documents<'p>(
        &self,
        place: usize,
        post: &'p Post,
        targets: &mut ChapterTargets<'p>,
    ) -> Vec<Document<String>> {
        let language = self.language_of(post);
        targets.hold_whole(post);
        let text = self.whole(place, post, &language, targets);
        if text.len() <= self.limit {
            return vec![Document::new(
                chapter_name(place),
                text,
                targets.access.get(),
            )];
        }
        let Some(parts) = self.parts(place, post, targets) else {
            targets.forget();
            let text = self.whole(place, post, &language, targets);
            return vec![Document::new(
                chapter_name(place),
                text,
                targets.access.get(),
            )];
        };
        let names: Vec<String> = (0..parts.len()).map(|at| part_name(place, at)).collect();
        targets.hold(&parts, post, names.clone());
        self.write_parts(place, post, &parts, names, targets)
    }

    /// The parts of a post that is too long for one document. How it is cut does not depend on
    /// where its links lead within other posts: those posts can be asked for that only when it is
    /// known how they are cut.
    fn parts<'p>(
        &self,
        place: usize,
        post: &'p Post,
        targets: &ChapterTargets<'_>,
    ) -> Option<Vec<Part<'p>>> {
        targets.plain.set(true);
        let text = self.whole(place, post, &self.language_of(post), targets);
        let parts = (text.len() > self.limit)
            .then(|| split::parts(post, &self.html(), targets, self.limit));
        targets.plain.set(false);
        parts
    }

    fn language_of(&self, post: &Post) -> String {
        let own = language::of_post(post, &self.metadata.language);
        own.unwrap_or_else(|| self.metadata.language.clone())
    }

    /// The document that holds an element of the post at a place. The post is read for it, once for
    /// all links to it.
    pub(crate) fn document_of(&self, place: usize, id: &str) -> Option<String> {
        let part = self.anchors.find(place, id, || {
            if let Some(ids) = self.recall_ids(place) {
                return ids;
            }
            let entry = self.plan.posts[place];
            let Ok(Parsed {
                mut post, basis, ..
            }) = self.source.look_up(entry)
            else {
                return HashMap::new();
            };
            headings::drop_title(&mut post);
            headings::nest(&mut post);
            let mut targets = ChapterTargets::new(self, entry);
            targets.settle_formulas(&mut post);
            targets.hold_whole(&post);
            let parts = self.parts(place, &post, &targets);
            let ids = match parts {
                Some(parts) => ids_of(&parts, &post),
                None => ids_of(&[split::whole(&post)], &post),
            };
            if let Some(basis) = basis.filter(|_| self.is_as_planned(place, &post)) {
                self.keep_ids(place, &ids, &MadeOf::new(basis, &targets.asked));
            }
            ids
        })?;
        Some(part_name(place, part))
    }

    fn whole(
        &self,
        place: usize,
        post: &Post,
        language: &str,
        targets: &ChapterTargets<'_>,
    ) -> String {
        let mut out = String::with_capacity(1 << 14);
        document::open(&mut out, &post.meta.title, language, None);
        self.write_header(post, language, &mut out);
        write_blocks(
            &post.blocks,
            &post.footnotes,
            &self.html(),
            targets,
            &mut out,
        );
        self.write_neighbours(place, language, &mut out);
        document::close(&mut out);
        out
    }

    /// What stands in the place of a post that cannot be read.
    fn apology(&self, place: usize, diagnostic: &Diagnostic) -> String {
        let title = label(self.plan.posts[place]);
        let language = &self.metadata.language;
        let mut out = String::new();
        document::open(&mut out, title, language, None);
        out.push_str("<header>\n<h1>");
        push_text(&mut out, title);
        out.push_str("</h1>\n</header>\n<p>");
        document::push_label(&mut out, self.labels.unreadable, language);
        push_text(&mut out, &diagnostic.message);
        out.push_str("</p>\n");
        self.write_neighbours(place, language, &mut out);
        document::close(&mut out);
        out
    }

    /// Links to the posts before and after.
    fn write_neighbours(&self, place: usize, language: &str, out: &mut String) {
        let posts = &self.plan.posts;
        let before = place.checked_sub(1).map(|at| (self.labels.previous, at));
        let after = (place + 1 < posts.len()).then_some((self.labels.next, place + 1));
        if before.is_none() && after.is_none() {
            return;
        }
        out.push_str("<footer class=\"neighbours\">\n");
        for (word, at) in before.into_iter().chain(after) {
            out.push_str("<p>");
            document::push_label(out, word, language);
            out.push_str("<a");
            push_attribute(out, "href", &chapter_name(at));
            out.push('>');
            push_text(out, label(posts[at]));
            out.push_str("</a></p>\n");
        }
        out.push_str("</footer>\n");
    }

    /// The documents of a long post.
    fn write_parts(
        &self,
        place: usize,
        post: &Post,
        parts: &[Part<'_>],
        names: Vec<String>,
        targets: &ChapterTargets<'_>,
    ) -> Vec<Document<String>> {
        // The renderings before this one have said what was wrong, and found the pictures.
        targets.forget();
        let language = self.language_of(post);
        let last = parts.len() - 1;
        let mut documents = Vec::with_capacity(parts.len());
        for (at, (part, name)) in parts.iter().zip(names).enumerate() {
            let mut out = String::with_capacity(self.limit + (1 << 12));
            document::open(&mut out, &post.meta.title, &language, None);
            if at == 0 {
                self.write_header(post, &language, &mut out);
            }
            let blocks = part.blocks.iter().map(Cow::as_ref);
            write_part(blocks, &post.footnotes, &self.html(), targets, &mut out);
            let notes = part.footnotes.clone();
            write_footnotes(&post.footnotes, notes, &self.html(), targets, &mut out);
            if at == last {
                self.write_neighbours(place, &language, &mut out);
            }
            document::close(&mut out);
            documents.push(Document::new(name, out, targets.access.get()));
        }
        documents
    }
}

/// The name of a part of the chapter at a place.
fn part_name(place: usize, part: usize) -> String {
    match part {
        0 => chapter_name(place),
        part => chapter_name(place).replace(".xhtml", &format!("-{}.xhtml", part + 1)),
    }
}

/// Which part each `id` of the post is in.
pub(crate) fn ids_of(parts: &[Part<'_>], post: &Post) -> HashMap<String, usize> {
    let mut ids = HashMap::new();
    let mut add = |blocks: &[Block], part: usize| {
        for_each_id(blocks, &mut |id| {
            ids.entry(id.to_owned()).or_insert(part);
        });
    };
    for (at, part) in parts.iter().enumerate() {
        for block in &part.blocks {
            add(std::slice::from_ref(block), at);
        }
        for note in part.footnotes.clone() {
            add(&post.footnotes[note].blocks, at);
        }
    }
    for (at, part) in parts.iter().enumerate() {
        let notes = part.footnotes.clone();
        ids.extend(notes.map(|note| (footnote_id(note), at)));
    }
    ids
}
