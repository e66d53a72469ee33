use serde::{Deserialize, Serialize};

use crate::{Block, DateTime, Diagnostic, Digest, Image};

/// A post: what is known about it, and what it says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Post {
    /// Title, dates, authors and the rest of the front matter.
    pub meta: Meta,
    /// The text.
    pub blocks: Vec<Block>,
    /// The footnotes, in the order of their first reference.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub footnotes: Vec<Footnote>,
    /// The part that stands for the whole in a list of posts; `None` if that is the whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excerpt: Option<Vec<Block>>,
}

/// A footnote.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Footnote {
    /// The name that the source gives it; unique in its post.
    pub label: String,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// What is known about a post without reading its text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Meta {
    /// Which post it is: its file's path from the source's root, with `/`. Unique in a source.
    pub path: String,
    /// Its address, relative to the site's root, percent-encoded: `/2024/05/01/a.html`. Empty
    /// where there is no site; absolute for a post of another site, as in a feed that gathers many.
    pub url: String,
    /// The identifier that the source itself gives it: an absolute address of any scheme, such as
    /// `tag:example.com,2024-05-01:a`. It stays when the address changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Addresses that it had before, the oldest first, as the source writes them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub former_urls: Vec<String>,
    /// The title as plain text. Where the source has none it is made from the first words or the
    /// file name, so that it is empty only if there is nothing to make it from.
    pub title: String,
    /// When it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<DateTime>,
    /// When it was last changed, where the source says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<DateTime>,
    /// Who wrote it, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Author>,
    /// Categories, in order, without repetition.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// Tags, in order, without repetition.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// A BCP 47 language tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// A sentence or two about the post, as plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The picture that stands for the post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<Box<Image>>,
    /// The short name in its address.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub slug: String,
    /// The collection it belongs to: `posts` unless the site says otherwise.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub collection: String,
    /// Whether it is a draft.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub draft: bool,
    /// The front matter as the source has it, with the site's defaults below it. Empty in an
    /// [`Entry`](crate::Entry).
    #[serde(skip_serializing_if = "serde_json::Map::is_empty")]
    pub extra: serde_json::Map<String, serde_json::Value>,
}

impl Meta {
    /// Takes away what an [`Entry`](crate::Entry) has not: [`Meta::extra`], and room to grow, of
    /// which a million entries have much.
    pub fn slim(&mut self) {
        self.extra = serde_json::Map::new();
        for list in [&mut self.categories, &mut self.tags, &mut self.former_urls] {
            list.iter_mut().for_each(String::shrink_to_fit);
            list.shrink_to_fit();
        }
        self.authors.shrink_to_fit();
        let strings = [
            &mut self.path,
            &mut self.url,
            &mut self.title,
            &mut self.slug,
        ];
        strings.into_iter().for_each(String::shrink_to_fit);
    }
}

/// A person or an organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Author {
    /// The name; not empty.
    pub name: String,
    /// An e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// A page about them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
}

impl Author {
    /// An author of whom only the name is known.
    pub fn named(name: impl Into<String>) -> Author {
        Author {
            name: name.into(),
            ..Author::default()
        }
    }
}

/// A post, and what was wrong with its source.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parsed {
    /// The post.
    pub post: Post,
    /// What was repaired, guessed or left out.
    pub diagnostics: Vec<Diagnostic>,
    /// What the post was made of, where the source can tell later whether that has changed.
    pub basis: Option<Basis>,
}

/// What a post was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// [`Source::digest`](crate::Source::digest) at that time.
    pub content: Digest,
    /// What was asked of the rest of the source, and answered, in a form that only the source
    /// knows: [`Source::still_holds`](crate::Source::still_holds) takes it.
    pub asked: Vec<u8>,
}
