//! The JSON form of a post, version 1.
//!
//! A document is an object `{"bindery": 1, "post": POST}`. The members of `POST` are those of
//! [`Post`], each node an object whose `type` says what it is; members that hold nothing are left
//! out. Readers of version 1 may rely on every name; a later version that takes one away or gives
//! it another meaning has another number.
//!
//! ```json
//! {"bindery": 1, "post": {
//!   "meta": {"path": "a.md", "url": "/a.html", "title": "A", "date": "2024-05-01T08:30:00+08:00"},
//!   "blocks": [
//!     {"type": "heading", "level": 2, "content": [{"type": "text", "text": "Fish"}]},
//!     {"type": "paragraph", "content": [
//!       {"type": "styled", "style": {"style": "strong"}, "content": [{"type": "text", "text": "Cod"}]},
//!       {"type": "link", "target": {"kind": "web", "address": "https://example.com/"},
//!        "content": [{"type": "text", "text": "more"}]}]}]}}
//! ```
use serde::{Deserialize, Serialize};

use crate::{Post, Violation, check};

/// The version that this library writes, and the only one that it reads.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
struct DocumentRef<'a> {
    bindery: u32,
    post: &'a Post,
}

#[derive(Deserialize)]
struct Document {
    post: Post,
}

/// Why a text is not the JSON form of a post.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// It is not JSON, or not of this shape.
    #[error("not a Bindery document: {0}")]
    Json(#[from] serde_json::Error),
    /// Its arrays and objects nest deeper than those of any valid post.
    #[error("the document is nested too deeply to be a post")]
    TooDeep,
    /// It is of another version.
    #[error("the document has version {0}; this program reads version {VERSION}")]
    Version(u32),
    /// It holds what the model does not allow.
    #[error("not a valid post: {0}")]
    Invalid(#[from] Violation),
}

/// Writes a post as JSON, on one line.
pub fn to_string(post: &Post) -> String {
    // The model has string keys only and no numbers that JSON lacks, so this cannot fail.
    serde_json::to_string(&DocumentRef {
        bindery: VERSION,
        post,
    })
    .unwrap_or_default()
}

/// Writes a post as JSON, indented by two spaces.
pub fn to_string_pretty(post: &Post) -> String {
    serde_json::to_string_pretty(&DocumentRef {
        bindery: VERSION,
        post,
    })
    .unwrap_or_default()
}

/// Reads a post from its JSON form.
///
/// # Errors
///
/// Where the text is not JSON of this shape and version, or the post breaks a rule of the model.
pub fn from_str(json: &str) -> Result<Post, Error> {
    #[derive(Deserialize)]
    struct Version {
        bindery: u32,
    }
    if depth(json) > MAX_JSON_DEPTH {
        return Err(Error::TooDeep);
    }
    let Version { bindery: version } = read(json)?;
    if version != VERSION {
        return Err(Error::Version(version));
    }
    let document: Document = read(json)?;
    check(&document.post)?;
    Ok(document.post)
}

/// A level of the model takes up to four of JSON (a list: object, items, object, blocks), one of a
/// formula two; the rest is room for the front matter.
const MAX_JSON_DEPTH: usize = 4 * crate::MAX_DEPTH + 2 * crate::MAX_MATH_DEPTH + 64;

/// Reads JSON whose depth is already bounded; serde_json's own bound is too low for posts.
fn read<'a, T: Deserialize<'a>>(json: &'a str) -> Result<T, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    deserializer.disable_recursion_limit();
    let value = T::deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

/// How deep arrays and objects nest.
fn depth(json: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    let (mut in_string, mut escaped) = (false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Block, BlockKind, Inline, ListItem, ListKind, MAX_DEPTH};

    #[test]
    fn the_deepest_post_survives() {
        let mut block = Block::from(BlockKind::Rule);
        for _ in 1..MAX_DEPTH {
            let items = vec![ListItem {
                blocks: vec![block],
                ..ListItem::default()
            }];
            block = BlockKind::List {
                kind: ListKind::Bullet,
                items,
            }
            .into();
        }
        let post = Post {
            blocks: vec![block],
            ..Post::default()
        };
        assert_eq!(from_str(&to_string(&post)).unwrap(), post);
    }

    #[test]
    fn each_fault_has_its_error() {
        let wide = "[".repeat(100_000);
        assert!(matches!(from_str(&wide), Err(Error::TooDeep)));
        assert!(matches!(from_str("{"), Err(Error::Json(_))));
        assert!(matches!(
            from_str(r#"{"bindery": 9, "post": {}}"#),
            Err(Error::Version(9))
        ));
        let script = r#"{"bindery": 1, "post": {"blocks": [{"type": "paragraph", "content": [
            {"type": "link", "target": {"kind": "web", "address": "javascript:x"}, "content": []}]}]}}"#;
        assert!(matches!(from_str(script), Err(Error::Json(_))));
        let mut post = Post::default();
        post.blocks
            .push(Block::paragraph(vec![Inline::FootnoteReference {
                footnote: 3,
            }]));
        assert!(matches!(
            from_str(&to_string(&post)),
            Err(Error::Invalid(_))
        ));
    }
}
