//! Titles for posts that have none.
use std::borrow::Cow;

use bindery_model::{Block, BlockKind, Inline, Post, remove_forbidden};

use crate::html;

/// How wide a title of first words may be: a Chinese character counts 2, a Latin letter 1.
const WIDTH: usize = 60;

/// A title for the post: the heading that it begins with, else its first words, else what its slug
/// or its file name says. Empty if there is nothing to make it from.
pub(crate) fn of(post: &Post) -> String {
    leading_heading(&post.blocks)
        .or_else(|| first_words(&post.blocks))
        .unwrap_or_else(|| of_name(&post.meta.slug, &post.meta.path))
}

/// Text in which HTML may stand, as in titles of front matter, as plain text. Only tags of known
/// elements are taken for markup: `Vec<T>` stays.
pub(crate) fn without_markup(text: &str) -> Cow<'_, str> {
    let has_reference = text.contains('&') && text.contains(';');
    if !has_reference && !text.contains('<') {
        return Cow::Borrowed(text);
    }
    let mut source = String::with_capacity(text.len() + 16);
    let mut pieces = text.split('<');
    source.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let name = piece.strip_prefix('/').unwrap_or(piece);
        let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let tag = html::Tag::from_name(&name[..length].to_ascii_lowercase());
        let is_tag = tag != html::Tag::OTHER && piece.contains('>');
        source.push_str(if is_tag { "<" } else { "&lt;" });
        source.push_str(piece);
    }
    let Ok(tree) = html::parse_fragment(&source, "body", &html::Options::default()) else {
        return Cow::Borrowed(text);
    };
    let mut plain = String::with_capacity(text.len());
    let mut next = tree.first_child(tree.root());
    while let Some(node) = next {
        if let html::Node::Text(piece) = tree.node(node) {
            plain.push_str(&remove_forbidden(piece));
        }
        next = tree.next_in_order(node, tree.root());
    }
    plain.into()
}

fn leading_heading(blocks: &[Block]) -> Option<String> {
    match &blocks.first()?.kind {
        BlockKind::Heading { level: 1, content } => text(content),
        BlockKind::Division { blocks, .. } => leading_heading(blocks),
        _ => None,
    }
}

/// The first text that stands in the post, cut where it pauses.
fn first_words(blocks: &[Block]) -> Option<String> {
    blocks.iter().find_map(|block| match &block.kind {
        BlockKind::Paragraph { content }
        | BlockKind::Plain { content }
        | BlockKind::Heading { content, .. } => text(content).map(|text| shortened(&text)),
        BlockKind::Quote { blocks }
        | BlockKind::Division { blocks, .. }
        | BlockKind::Figure { blocks, .. }
        | BlockKind::Details { blocks, .. } => first_words(blocks),
        BlockKind::List { items, .. } => items.iter().find_map(|item| first_words(&item.blocks)),
        BlockKind::Table(table) => table
            .rows()
            .flat_map(|row| &row.cells)
            .find_map(|cell| first_words(&cell.blocks)),
        _ => None,
    })
}

fn text(content: &[Inline]) -> Option<String> {
    let text = Inline::text_of(content);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.contains(char::is_alphanumeric).then_some(text)
}

/// The first sentence if it is short; else as many words as fit, to a comma if there is one.
fn shortened(text: &str) -> String {
    let mut width = 0;
    let (mut pause, mut space) = (None, None);
    for (at, c) in text.char_indices() {
        let next = text[at + c.len_utf8()..].chars().next();
        let ends_word = next.is_none_or(char::is_whitespace);
        if matches!(c, '。' | '！' | '？') || (matches!(c, '.' | '!' | '?') && ends_word) {
            if width >= 8 {
                return text[..at].to_owned();
            }
        } else if matches!(c, '，' | '；' | '：' | '、')
            || (matches!(c, ',' | ';' | ':') && ends_word)
        {
            pause = (width >= WIDTH / 3).then_some(at).or(pause);
        } else if c == ' ' {
            space = Some(at);
        }
        width += if c < '\u{1100}' { 1 } else { 2 };
        if width > WIDTH {
            let end = pause.or(space).unwrap_or(at);
            return format!("{}…", &text[..end]);
        }
    }
    text.to_owned()
}

/// What a slug or a file name says, without date, ending and hyphens.
fn of_name(slug: &str, path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let name = if slug.is_empty() { name } else { slug };
    let stem = match name.rsplit_once('.') {
        Some((stem, _)) if slug.is_empty() && !stem.is_empty() => stem,
        _ => name,
    };
    let words = without_date(stem).replace(['-', '_'], " ");
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.is_empty() {
        stem.to_owned()
    } else {
        words
    }
}

/// `2024-05-01-name` without the date.
fn without_date(stem: &str) -> &str {
    let mut rest = stem;
    for digits in [4, 2, 2] {
        let count = rest.bytes().take_while(u8::is_ascii_digit).count();
        let Some(after) = rest[count..].strip_prefix('-') else {
            return stem;
        };
        if count == 0 || count > digits {
            return stem;
        }
        rest = after;
    }
    if rest.is_empty() { stem } else { rest }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_words_end_where_the_text_pauses() {
        let cases = [
            ("A short text", "A short text"),
            ("昨天上午，市领导开会。他强调", "昨天上午，市领导开会"),
            ("Version 2.0 is out. Get it", "Version 2.0 is out"),
            (
                "The quick brown fox jumps over the lazy dog, and then it sleeps for hours",
                "The quick brown fox jumps over the lazy dog…",
            ),
        ];
        for (text, title) in cases {
            assert_eq!(shortened(text), title);
        }
        let long = "长".repeat(40);
        assert_eq!(shortened(&long), format!("{}…", "长".repeat(30)));
    }

    #[test]
    fn markup_in_titles_is_taken_away() {
        let cases = [
            ("<strike>65%</strike> 80% &amp; more", "65% 80% & more"),
            ("Justin&#160;G.", "Justin\u{a0}G."),
            ("Vec<T> and AT&T; a < b", "Vec<T> and AT&T; a < b"),
            ("plain", "plain"),
        ];
        for (text, plain) in cases {
            assert_eq!(without_markup(text), plain);
        }
    }

    #[test]
    fn file_names_are_made_readable() {
        let cases = [
            ("", "_posts/2024-05-01-a-first_post.md", "a first post"),
            ("", "-2022.md", "2022"),
            ("my-slug", "x.md", "my slug"),
            ("", ".hidden", ".hidden"),
            ("", "", ""),
        ];
        for (slug, path, title) in cases {
            assert_eq!(of_name(slug, path), title, "{slug} {path}");
        }
    }
}
