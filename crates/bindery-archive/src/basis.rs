//! What a post asks of the rest of the archive while it is read, so that a later run can tell
//! whether it would get the same answers.
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use bindery_model::{Basis, Digest, Digester, Entry, Packer, Target, Unpacker};
use bindery_parse::Resolve;
use serde_json::Map;
use url::Url;

use crate::Archive;
use crate::head::Content;
use crate::links::{MediaFolders, PostLinks};
use crate::liquid;

/// A question about something else than the post itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Question {
    /// What a reference leads to.
    Reference,
    /// The address of a post by its name, for Liquid.
    PostUrl,
    /// The address of a file, for Liquid.
    Link,
    /// What a file says.
    Include,
    /// When the newest post was published.
    Newest,
    /// The title of a post by its name.
    Title,
}

impl Question {
    fn of(number: u64) -> Option<Question> {
        let all = [
            Question::Reference,
            Question::PostUrl,
            Question::Link,
            Question::Include,
            Question::Newest,
            Question::Title,
        ];
        all.into_iter().find(|question| *question as u64 == number)
    }
}

/// The questions of one post.
#[derive(Debug, Default)]
pub(crate) struct Recorder(Mutex<Recorded>);

#[derive(Debug, Default)]
struct Recorded {
    questions: Vec<(Question, String)>,
    answers: Digester,
    /// Whether more was asked than can be told.
    is_too_much: bool,
}

impl Recorder {
    pub(crate) fn note(&self, question: Question, about: &str, answer: &impl Hash) {
        let mut recorded = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        recorded.questions.push((question, about.to_owned()));
        recorded.answers.add_hashed(answer);
    }

    /// The post looks at others as a whole.
    pub(crate) fn give_up(&self) {
        let mut recorded = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        recorded.is_too_much = true;
    }

    /// What the post was made of; `links` are its own.
    pub(crate) fn basis(self, content: Digest, links: &PostLinks<'_>) -> Option<Basis> {
        let recorded = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        if recorded.is_too_much {
            return None;
        }
        let mut packer = Packer::default();
        packer.text(links.url);
        packer.option(links.base.as_ref().map(Url::as_str), Packer::text);
        packer.option(links.media.relative.as_deref(), Packer::text);
        packer.option(links.media.from_root.as_deref(), Packer::text);
        packer.list(&recorded.questions, |packer, (question, about)| {
            packer.number(*question as u64);
            packer.text(about);
        });
        packer.digest(recorded.answers.finish());
        Some(Basis {
            content,
            asked: packer.into_bytes(),
        })
    }
}

/// Resolves references and notes those whose targets depend on more than the post and the site.
pub(crate) struct NotedLinks<'a> {
    pub(crate) links: &'a PostLinks<'a>,
    pub(crate) recorder: &'a Recorder,
}

impl Resolve for NotedLinks<'_> {
    fn resolve(&self, reference: &str) -> Option<Target> {
        let target = self.links.resolve(reference);
        if !self.links.leads_elsewhere(reference) {
            self.recorder.note(Question::Reference, reference, &target);
        }
        target
    }
}

impl Archive {
    /// The digest of a post's bytes and of all that is said of the site.
    pub(crate) fn digest_of(&self, path: &str, content: Content) -> Digest {
        let mut digester = Digester::default();
        digester.add(self.common_digest().as_bytes());
        digester.add(path.as_bytes());
        digester.add(content.digest.as_bytes());
        if self.conventions.has_values_elsewhere() {
            digester.add_shown(&self.conventions.values(path, &Map::new()));
        }
        if let Some(place) = self.storage.place(path) {
            digester.add_shown(&place);
        }
        digester.finish()
    }

    /// Whether the questions that were asked would be answered as they were.
    pub(crate) fn answers_are_same(&self, entry: &Entry, asked: &[u8]) -> bool {
        self.ask_again(entry, asked).is_some_and(|same| same)
    }

    fn ask_again(&self, entry: &Entry, asked: &[u8]) -> Option<bool> {
        let mut unpacker = Unpacker::new(asked);
        let url = unpacker.text()?;
        let base = match unpacker.option(Unpacker::text)? {
            Some(base) => Some(Url::parse(base).ok()?),
            None => None,
        };
        let mut folder = || Some(unpacker.option(Unpacker::text)?.map(str::to_owned));
        let links = PostLinks {
            media: MediaFolders {
                relative: folder()?,
                from_root: folder()?,
            },
            ..self.links(&entry.meta.path, url, base)
        };
        let mut answers = Digester::default();
        let questions = unpacker
            .list(|unpacker| Some((Question::of(unpacker.number()?)?, unpacker.text()?)))?;
        for (question, about) in questions {
            match question {
                Question::Reference => answers.add_hashed(&links.resolve(about)),
                Question::PostUrl => answers.add_hashed(&self.url_of_name(about)),
                Question::Link => answers.add_hashed(&liquid::address_of_file(self, about)),
                Question::Include => answers.add_hashed(&liquid::digest_of_include(self, about)),
                Question::Newest => answers.add_hashed(&liquid::newest(self)),
                Question::Title => answers.add_hashed(&self.title_of_name(about)),
            }
        }
        Some(unpacker.digest()? == answers.finish() && unpacker.is_at_end())
    }
}
