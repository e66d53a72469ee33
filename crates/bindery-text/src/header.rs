//! The title and what is known of a post.
use bindery_model::Post;

use crate::labels::Labels;
use crate::sanitize::sanitize;
use crate::wrap::{display_width, wrap};

/// The lines above a text, a blank one at the end.
pub(crate) fn header(post: &Post, width: usize, labels: &Labels) -> Vec<String> {
    let meta = &post.meta;
    let mut lines = Vec::new();
    let title = sanitize(if meta.title.is_empty() {
        &meta.slug
    } else {
        &meta.title
    });
    if !title.trim().is_empty() {
        lines = wrap(title.trim(), width);
        let longest = lines
            .iter()
            .map(|line| display_width(line))
            .max()
            .unwrap_or(0);
        lines.push("=".repeat(if width == 0 {
            longest
        } else {
            longest.min(width)
        }));
    }
    let mut about: Vec<String> = meta
        .date
        .map(|date| labels.date(date))
        .into_iter()
        .collect();
    about.extend(list(
        meta.authors.iter().map(|author| author.name.as_str()),
        labels,
    ));
    about.extend(list(meta.categories.iter().map(String::as_str), labels));
    about.extend(list(meta.tags.iter().map(String::as_str), labels));
    if !about.is_empty() {
        lines.extend(wrap(&about.join(" · "), width));
    }
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

fn list<'a>(names: impl Iterator<Item = &'a str>, labels: &Labels) -> Option<String> {
    let names: Vec<String> = names.map(sanitize).collect();
    (!names.is_empty()).then(|| names.join(labels.comma()))
}
