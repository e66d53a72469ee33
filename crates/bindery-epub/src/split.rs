//! Long posts become several documents, cut at the borders of their blocks.
use std::borrow::Cow;
use std::ops::Range;

use bindery_html::{Options, Targets, write_footnotes, write_part};
use bindery_model::{Block, Post};

use crate::pieces;

/// Bytes that a document has beside its text: its head, the post's title, links to other posts.
const FRAME: usize = 4096;

/// What one document holds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Part<'b> {
    /// Blocks, cut from the text where they were too long for one document.
    pub(crate) blocks: Vec<Cow<'b, Block>>,
    /// Footnotes, by their index.
    pub(crate) footnotes: Range<usize>,
}

/// The post in one part.
pub(crate) fn whole(post: &Post) -> Part<'_> {
    Part {
        blocks: post.blocks.iter().map(Cow::Borrowed).collect(),
        footnotes: 0..post.footnotes.len(),
    }
}

/// The post in parts, each of which gives a document of at most `limit` bytes where it can be cut
/// so. The footnotes come last.
pub(crate) fn parts<'p>(
    post: &'p Post,
    options: &Options,
    targets: &dyn Targets,
    limit: usize,
) -> Vec<Part<'p>> {
    let limit = limit.saturating_sub(FRAME).max(limit / 2);
    let measure = |block: &Block| {
        let mut text = String::new();
        write_part([block], &post.footnotes, options, targets, &mut text);
        text.len()
    };
    let mut parts = vec![Part::default()];
    let mut size = 0;
    let mut room_for = |length: usize| {
        let full = size > 0 && size + length > limit;
        size = if full { length } else { size + length };
        full
    };
    let mut add = |block: Cow<'p, Block>, length: usize| {
        if room_for(length) {
            parts.push(Part::default());
        }
        if let Some(part) = parts.last_mut() {
            part.blocks.push(block);
        }
    };
    for block in &post.blocks {
        let length = measure(block);
        if length <= limit {
            add(Cow::Borrowed(block), length);
            continue;
        }
        for piece in pieces::cut(block, limit, &measure) {
            let length = measure(&piece);
            add(Cow::Owned(piece), length);
        }
    }
    for note in 0..post.footnotes.len() {
        let mut text = String::new();
        let notes = &post.footnotes;
        write_footnotes(notes, note..note + 1, options, targets, &mut text);
        if room_for(text.len()) {
            parts.push(Part::default());
        }
        if let Some(part) = parts.last_mut() {
            let start = if part.footnotes.is_empty() {
                note
            } else {
                part.footnotes.start
            };
            part.footnotes = start..note + 1;
        }
    }
    parts
}
