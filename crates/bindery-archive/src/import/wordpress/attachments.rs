//! The files of a site, which an export lists among its posts.
use std::collections::HashMap;

use crate::import::entry::{Enclosure, escape, plain};

/// A file that was uploaded to the site.
#[derive(Debug, Default)]
pub(super) struct Attachment {
    pub(super) url: String,
    pub(super) title: String,
    pub(super) caption: String,
    /// What its editor wrote for those who do not see it; often nothing.
    pub(super) alt: String,
    /// Its place among the others of its post.
    pub(super) order: i64,
}

/// All of them, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Attachments {
    all: HashMap<u64, Attachment>,
    /// The numbers of those that were uploaded with a post, by that of the post.
    of_post: HashMap<u64, Vec<u64>>,
}

impl Attachments {
    /// Adds one that was uploaded with a post.
    pub(super) fn insert(&mut self, id: u64, attachment: Attachment, post: u64) {
        self.all.insert(id, attachment);
        self.of_post.entry(post).or_default().push(id);
    }

    pub(super) fn get(&self, id: u64) -> Option<&Attachment> {
        self.all.get(&id)
    }
}

/// The files that a post may show.
#[derive(Debug, Clone, Copy)]
pub(super) struct Files<'e> {
    pub(super) all: &'e Attachments,
    /// The post's number.
    pub(super) post: Option<u64>,
}

impl<'e> Files<'e> {
    pub(super) fn get(self, id: u64) -> Option<&'e Attachment> {
        self.all.get(id)
    }

    /// The pictures that were uploaded with the post, with their numbers.
    pub(super) fn own_pictures(self) -> Vec<(u64, &'e Attachment)> {
        let own = self.post.and_then(|post| self.all.of_post.get(&post));
        let own = own.into_iter().flatten();
        let mut own: Vec<_> = own
            .filter_map(|&id| Some((id, self.get(id)?)))
            .filter(|(_, found)| found.kind() == "image")
            .collect();
        own.sort_unstable_by_key(|(id, found)| (found.order, *id));
        own.dedup_by_key(|(id, _)| *id);
        own
    }
}

impl Attachment {
    fn kind(&self) -> &'static str {
        let ending = self
            .url
            .rsplit_once('.')
            .map(|(_, ending)| ending.to_ascii_lowercase());
        match ending.as_deref() {
            Some("mp3" | "m4a" | "ogg" | "oga" | "opus" | "wav" | "flac" | "aac") => "audio",
            Some("mp4" | "m4v" | "mov" | "webm" | "ogv" | "avi" | "wmv" | "3gp") => "video",
            Some("pdf" | "zip" | "doc" | "docx" | "odt" | "xls" | "xlsx" | "txt" | "epub") => {
                "file"
            }
            _ => "image",
        }
    }

    pub(super) fn to_html(&self) -> String {
        if self.kind() != "image" {
            return Enclosure {
                url: self.url.clone(),
                kind: self.kind().to_owned(),
                title: plain(&self.title),
                ..Enclosure::default()
            }
            .to_html();
        }
        let alt = match self.alt.trim() {
            "" => &self.title,
            alt => alt,
        };
        let (url, alt) = (escape(&self.url), escape(&plain(alt)));
        let caption = match self.caption.trim() {
            "" => String::new(),
            caption => format!("<figcaption>{caption}</figcaption>"),
        };
        format!("<figure><img src=\"{url}\" alt=\"{alt}\">{caption}</figure>")
    }
}
