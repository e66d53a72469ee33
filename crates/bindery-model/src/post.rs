use std::sync::LazyLock;

use ecow::{EcoString, EcoVec};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{Block, DateTime, Diagnostic, Digest, Empty, Image, Seldom};

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
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Meta {
    /// Which post it is: its file's path from the source's root, with `/`. Unique in a source.
    pub path: EcoString,
    /// Its address, relative to the site's root, percent-encoded: `/2024/05/01/a.html`. Empty
    /// where there is no site; absolute for a post of another site, as in a feed that gathers many.
    pub url: Box<str>,
    /// The title as plain text. Where the source has none it is made from the first words or the
    /// file name, so that it is empty only if there is nothing to make it from.
    pub title: EcoString,
    /// When it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<DateTime>,
    /// Who wrote it, in order.
    #[serde(skip_serializing_if = "EcoVec::is_empty")]
    pub authors: EcoVec<Author>,
    /// Categories, in order, without repetition.
    #[serde(skip_serializing_if = "EcoVec::is_empty")]
    pub categories: EcoVec<String>,
    /// Tags, in order, without repetition.
    #[serde(skip_serializing_if = "EcoVec::is_empty")]
    pub tags: EcoVec<String>,
    /// A BCP 47 language tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Box<str>>,
    /// The short name in its address.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub slug: Box<str>,
    /// The collection it belongs to: `posts` unless the site says otherwise.
    #[serde(skip_serializing_if = "EcoString::is_empty")]
    pub collection: EcoString,
    /// What few posts have.
    #[serde(flatten)]
    pub details: Seldom<Details>,
    /// Whether it is a draft.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub draft: bool,
    /// The front matter as the source has it, with the site's defaults below it. Empty in an
    /// [`Entry`](crate::Entry).
    #[serde(skip_serializing_if = "Seldom::is_empty")]
    pub extra: Extra,
}

/// What few posts say of themselves.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// The identifier that the source itself gives it: an absolute address of any scheme, such as
    /// `tag:example.com,2024-05-01:a`. It stays when the address changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Addresses that it had before, the oldest first, as the source writes them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub former_urls: Vec<String>,
    /// When it was last changed, where the source says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<DateTime>,
    /// A sentence or two about the post, as plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The picture that stands for the post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
}

impl Empty for Details {
    fn empty() -> &'static Details {
        static EMPTY: LazyLock<Details> = LazyLock::new(Details::default);
        &EMPTY
    }
}

/// The values of a front matter.
///
/// ```
/// use bindery_model::Extra;
///
/// let mut values = serde_json::Map::new();
/// assert!(Extra::from(values.clone()).get("layout").is_none());
/// values.insert("layout".into(), "post".into());
/// assert_eq!(Extra::from(values)["layout"], "post");
/// ```
pub type Extra = Seldom<Map<String, Value>>;

impl Empty for Map<String, Value> {
    fn empty() -> &'static Map<String, Value> {
        static EMPTY: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);
        &EMPTY
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
