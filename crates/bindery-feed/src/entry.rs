//! A post as an entry of any format.
use bindery_html::{Options as HtmlOptions, to_html};
use bindery_model::{
    Author, Block, DateTime, Diagnostic, Entry, Parsed, Post, Source, Target, remove_forbidden,
};
use serde_json::Value;

use crate::channel::Channel;
use crate::smartify::smartify;
use crate::targets::FeedTargets;

/// What an entry says, in whatever format. Texts hold no character that XML forbids; addresses are
/// absolute and ASCII.
#[derive(Debug, Clone, Default)]
pub(crate) struct FeedEntry {
    pub(crate) id: String,
    pub(crate) link: String,
    pub(crate) title: String,
    pub(crate) published: Option<DateTime>,
    pub(crate) updated: Option<DateTime>,
    pub(crate) authors: Vec<Author>,
    pub(crate) categories: Vec<String>,
    pub(crate) summary: Option<String>,
    /// HTML; `None` where the feed has summaries only.
    pub(crate) content: Option<String>,
    pub(crate) image: Option<String>,
    pub(crate) language: Option<String>,
}

/// Makes entries.
pub(crate) struct EntryMaker<'a> {
    pub(crate) source: &'a dyn Source,
    pub(crate) channel: &'a Channel,
    pub(crate) excerpt_only: bool,
}

impl EntryMaker<'_> {
    /// Reads a post and makes an entry of it.
    pub(crate) fn make(
        &self,
        entry: &Entry,
        id: &str,
    ) -> Result<(FeedEntry, Vec<Diagnostic>), Box<Diagnostic>> {
        let Parsed { post, diagnostics } = self.source.read(entry)?;
        let link = self.channel.link(&entry.meta);
        let targets = FeedTargets {
            root: &self.channel.root,
            link: &link,
        };
        let summary_only = self.excerpt_only || own_excerpt_only(&post);
        let content = (!summary_only).then(|| {
            let html = to_html(
                &post.blocks,
                &post.footnotes,
                &HtmlOptions::default(),
                &targets,
            );
            html.trim_end().to_owned()
        });
        let clean = |text: &str| squeeze(&remove_forbidden(text));
        let title = clean(&entry.meta.title);
        let names = post.meta.categories.iter().chain(&post.meta.tags);
        let authors = if post.meta.authors.is_empty() {
            self.channel.authors.clone()
        } else {
            post.meta.authors.clone()
        };
        let made = FeedEntry {
            id: id.to_owned(),
            title: if title.is_empty() {
                link.clone()
            } else {
                smartify(&title)
            },
            published: post.meta.date,
            updated: post.meta.updated.or(post.meta.date),
            authors: authors
                .into_iter()
                .filter(|author| !author.name.trim().is_empty())
                .collect(),
            categories: names
                .map(|name| clean(name))
                .filter(|name| !name.is_empty())
                .collect(),
            summary: summary(&post)
                .map(|text| clean(&text))
                .filter(|text| !text.is_empty()),
            content,
            image: post
                .meta
                .image
                .as_ref()
                .and_then(|image| targets.image_address(&image.target)),
            language: post.meta.language.clone(),
            link,
        };
        Ok((made, diagnostics))
    }
}

/// `feed: {excerpt_only: true}` in the front matter.
fn own_excerpt_only(post: &Post) -> bool {
    let own = post
        .meta
        .extra
        .get("feed")
        .and_then(|feed| feed.get("excerpt_only"));
    own == Some(&Value::Bool(true))
}

fn summary(post: &Post) -> Option<String> {
    let excerpt = || Block::text_of(post.excerpt.as_deref().unwrap_or(&post.blocks));
    Some(post.meta.description.clone().unwrap_or_else(excerpt))
}

/// White space as one space between words; a no-break space is no white space.
fn squeeze(text: &str) -> String {
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

impl FeedTargets<'_> {
    fn image_address(&self, target: &Target) -> Option<String> {
        use bindery_html::Targets;
        self.href(target)
    }
}
