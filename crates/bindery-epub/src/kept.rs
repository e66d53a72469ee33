//! Chapters that are kept from one run to the next, rendered and packed.
use std::cell::RefCell;
use std::collections::HashMap;

use bindery_model::{Basis, Digest, Digester, Kept, Packer, Post, Source, Unpacker};

use crate::Options;
use crate::chapter::{Chapter, Chapters, Document};
use crate::contents::label;
use crate::cover::Cover;
use crate::images::{Found, Origin};
use crate::index::Kind;
use crate::metadata::Metadata;
use crate::package_document::PictureAccess;
use crate::packed::Packed;
use crate::sections::Section;

/// What a chapter asked of the book while it was rendered.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    questions: RefCell<Vec<Question>>,
    answers: RefCell<Digester>,
}

#[derive(Debug)]
enum Question {
    /// The place of the post with this path.
    Post(String),
    /// The document of a post in which an element is.
    Anchor(String, String),
    /// The picture from there.
    Picture(Origin),
}

impl Asked {
    fn note(&self, question: Question, answer: &dyn std::fmt::Debug) {
        self.questions.borrow_mut().push(question);
        self.answers.borrow_mut().add_shown(answer);
    }

    pub(crate) fn note_post(&self, path: &str, place: Option<usize>) {
        self.note(Question::Post(path.to_owned()), &place);
    }

    pub(crate) fn note_anchor(&self, path: &str, id: &str, document: &Option<String>) {
        self.note(Question::Anchor(path.to_owned(), id.to_owned()), document);
    }

    pub(crate) fn note_picture(&self, origin: &Origin, found: &Found) {
        self.note(Question::Picture(origin.clone()), found);
    }
}

/// What a chapter was made of.
#[derive(Debug)]
pub(crate) struct MadeOf {
    basis: Basis,
    questions: Vec<Question>,
    answers: Digest,
}

impl MadeOf {
    pub(crate) fn new(basis: Basis, asked: &Asked) -> MadeOf {
        MadeOf {
            basis,
            questions: asked.questions.take(),
            answers: asked.answers.take().finish(),
        }
    }
}

/// What is kept of the chapters of a book.
#[derive(Clone, Copy)]
pub(crate) struct KeptChapters<'a> {
    chapters: Kept<'a>,
    /// The `id`s of those that links lead into.
    ids: Kept<'a>,
}

impl<'a> KeptChapters<'a> {
    pub(crate) fn new(
        source: &'a dyn Source,
        options: &Options,
        metadata: &Metadata,
    ) -> Option<KeptChapters<'a>> {
        source.store()?;
        let options = Options {
            jobs: 0,
            cover: Cover::None,
            #[cfg(feature = "fonts")]
            fonts: Vec::new(),
            ..options.clone()
        };
        let settings = (env!("CARGO_PKG_VERSION"), options, &metadata.language);
        Some(KeptChapters {
            chapters: Kept::new(source, "epub.chapter", &settings)?,
            ids: Kept::new(source, "epub.ids", &settings)?,
        })
    }
}

impl Chapters<'_> {
    /// The chapter as it was packed in an earlier run.
    pub(crate) fn recall(&self, place: usize) -> Option<Chapter<Packed>> {
        let kept = self.kept?.chapters;
        kept.recall(self.plan.posts[place], &self.own(place), |unpacker| {
            self.see_that_answers_are_same(unpacker)?;
            Some(Chapter {
                documents: unpacker.list(|unpacker| {
                    Some(Document {
                        name: unpacker.text()?.to_owned(),
                        has_math: unpacker.number()? != 0,
                        content: Packed::unpack(unpacker)?,
                    })
                })?,
                sections: unpacker.list(|unpacker| {
                    Some(Section {
                        level: u8::try_from(unpacker.number()?).ok()?,
                        label: unpacker.text()?.to_owned(),
                        href: unpacker.text()?.to_owned(),
                    })
                })?,
                pictures: unpacker.list(|unpacker| {
                    let origin = unpack_origin(unpacker)?;
                    let picture = self.pictures.find(&origin).ok()?;
                    Some((origin, picture))
                })?,
                access: PictureAccess {
                    shown: usize::try_from(unpacker.number()?).ok()?,
                    undescribed: usize::try_from(unpacker.number()?).ok()?,
                    formulas: usize::try_from(unpacker.number()?).ok()?,
                    tex: usize::try_from(unpacker.number()?).ok()?,
                    mathml: false,
                    index: false,
                },
                diagnostics: unpacker.diagnostics()?,
                failed: false,
                made_of: None,
            })
        })
    }

    /// Which part of a post each of its `id`s is in, as an earlier run found.
    pub(crate) fn recall_ids(&self, place: usize) -> Option<HashMap<String, usize>> {
        let kept = self.kept?.ids;
        kept.look_up(self.plan.posts[place], &self.own(place), |unpacker| {
            self.see_that_answers_are_same(unpacker)?;
            let ids = unpacker.list(|unpacker| {
                let id = unpacker.text()?.to_owned();
                Some((id, usize::try_from(unpacker.number()?).ok()?))
            })?;
            Some(ids.into_iter().collect())
        })
    }

    pub(crate) fn keep_ids(&self, place: usize, ids: &HashMap<String, usize>, made_of: &MadeOf) {
        let Some(kept) = self.kept else { return };
        let entry = self.plan.posts[place];
        let own = self.own(place);
        kept.ids.keep(entry, &own, &made_of.basis, |packer| {
            pack_questions(packer, made_of);
            let mut sorted: Vec<_> = ids.iter().collect();
            sorted.sort();
            packer.list(&sorted, |packer, (id, part)| {
                packer.text(id);
                packer.number(**part as u64);
            });
        });
    }

    /// Asks again what was asked.
    fn see_that_answers_are_same(&self, unpacker: &mut Unpacker<'_>) -> Option<()> {
        let mut answers = Digester::default();
        for question in unpacker.list(unpack_question)? {
            match question {
                Question::Post(path) => answers.add_shown(&self.plan.place(&path)),
                Question::Anchor(path, id) => {
                    let place = self.plan.place(&path)?;
                    answers.add_shown(&self.document_of(place, &id));
                }
                Question::Picture(origin) => answers.add_shown(&self.pictures.find(&origin)),
            }
        }
        (unpacker.digest()? == answers.finish()).then_some(())
    }

    /// Keeps a chapter for the next run.
    pub(crate) fn keep(&self, place: usize, chapter: &Chapter<Packed>) {
        let Some((kept, made_of)) = self.kept.zip(chapter.made_of.as_ref()) else {
            return;
        };
        let entry = self.plan.posts[place];
        let own = self.own(place);
        kept.chapters.keep(entry, &own, &made_of.basis, |packer| {
            pack_questions(packer, made_of);
            packer.list(&chapter.documents, |packer, document| {
                packer.text(&document.name);
                packer.number(u64::from(document.has_math));
                document.content.pack(packer);
            });
            packer.list(&chapter.sections, |packer, section| {
                packer.number(section.level.into());
                packer.text(&section.label);
                packer.text(&section.href);
            });
            packer.list(&chapter.pictures, |packer, (origin, _)| {
                pack_origin(packer, origin);
            });
            let access = &chapter.access;
            packer.number(access.shown as u64);
            packer.number(access.undescribed as u64);
            packer.number(access.formulas as u64);
            packer.number(access.tex as u64);
            packer.diagnostics(&chapter.diagnostics);
        });
    }

    /// What the book says of a chapter before its post is read: its place, the levels of its sections that
    /// are listed, the titles of its neighbours, and where its names are listed.
    fn own(&self, place: usize) -> (usize, u8, [Option<&str>; 2], Vec<Option<&str>>) {
        let posts = &self.plan.posts;
        let title = |place: usize| posts.get(place).map(|entry| label(entry));
        let neighbours = [place.checked_sub(1).and_then(title), title(place + 1)];
        let meta = &posts[place].meta;
        let kinds = [Kind::Author, Kind::Category, Kind::Tag].into_iter();
        let listed = kinds.flat_map(|kind| {
            kind.names_of(meta)
                .map(move |name| self.indexes.place(kind, name))
        });
        (place, self.section_levels, neighbours, listed.collect())
    }

    /// Whether the names of a post are those that the plan knows.
    pub(crate) fn is_as_planned(&self, place: usize, post: &Post) -> bool {
        let (planned, read) = (&self.plan.posts[place].meta, &post.meta);
        planned.authors == read.authors
            && planned.categories == read.categories
            && planned.tags == read.tags
    }
}

fn pack_questions(packer: &mut Packer, made_of: &MadeOf) {
    packer.list(&made_of.questions, |packer, question| match question {
        Question::Post(path) => {
            packer.number(0);
            packer.text(path);
        }
        Question::Anchor(path, id) => {
            packer.number(1);
            packer.text(path);
            packer.text(id);
        }
        Question::Picture(origin) => {
            packer.number(2);
            pack_origin(packer, origin);
        }
    });
    packer.digest(made_of.answers);
}

fn unpack_question(unpacker: &mut Unpacker<'_>) -> Option<Question> {
    match unpacker.number()? {
        0 => Some(Question::Post(unpacker.text()?.to_owned())),
        1 => {
            let path = unpacker.text()?.to_owned();
            Some(Question::Anchor(path, unpacker.text()?.to_owned()))
        }
        2 => Some(Question::Picture(unpack_origin(unpacker)?)),
        _ => None,
    }
}

fn pack_origin(packer: &mut Packer, origin: &Origin) {
    let (kind, text) = match origin {
        Origin::File(path) => (0, path),
        Origin::Data(address) => (1, address),
        Origin::Web(address) => (2, address),
        Origin::Drawing { svg, .. } => (3, svg),
    };
    packer.number(kind);
    packer.text(text);
    if let Origin::Drawing { path, .. } = origin {
        packer.text(path);
    }
}

fn unpack_origin(unpacker: &mut Unpacker<'_>) -> Option<Origin> {
    let kind = unpacker.number()?;
    let text = unpacker.text()?.to_owned();
    match kind {
        0 => Some(Origin::File(text)),
        1 => Some(Origin::Data(text)),
        2 => Some(Origin::Web(text)),
        3 => Some(Origin::Drawing {
            svg: text,
            path: unpacker.text()?.to_owned(),
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
