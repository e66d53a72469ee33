//! HTML files that are whole documents: what their heads say of the post.
use bindery_model::{Author, Meta};
use jiff::tz::TimeZone;
use serde_json::Value;

use crate::html::{Node, NodeId, Tree};
use crate::{date, metadata, title};

/// Whether the source is a document of its own, not the content of a page that a generator makes.
pub(crate) fn is_one(source: &str) -> bool {
    let mut source = source.trim_start_matches('\u{feff}').trim_start();
    while let Some(comment) = source.strip_prefix("<!--") {
        let Some(end) = comment.find("-->") else {
            return false;
        };
        source = comment[end + 3..].trim_start();
    }
    ["<!doctype", "<html", "<?xml"].iter().any(|start| {
        source
            .get(..start.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(start))
    })
}

/// Fills what front matter has not said: title, language, description, author, date.
pub(crate) fn read_head(tree: &Tree<'_>, meta: &mut Meta, zone: &TimeZone) {
    let Some(html) = child_named(tree, tree.root(), "html") else {
        return;
    };
    if meta.language.is_none()
        && let Some(tag) = tree.element(html).and_then(|html| html.attribute("lang"))
    {
        meta.language = metadata::language(Some(&Value::String(tag.to_owned())));
    }
    let Some(head) = child_named(tree, html, "head") else {
        return;
    };
    for node in tree.children(head) {
        let Some(element) = tree.element(node) else {
            continue;
        };
        match element.name() {
            "title" if meta.title.is_empty() => meta.title = text_of(tree, node),
            "meta" => {
                let name = element
                    .attribute("name")
                    .or_else(|| element.attribute("property"));
                let content = element.attribute("content").map(str::trim);
                if let (Some(name), Some(content)) = (name, content) {
                    read_meta(&name.to_ascii_lowercase(), content, meta, zone);
                }
            }
            _ => {}
        }
    }
}

fn read_meta(name: &str, content: &str, meta: &mut Meta, zone: &TimeZone) {
    let text = || {
        title::without_markup(content)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    match name {
        _ if content.is_empty() => {}
        "description" | "og:description" if meta.description.is_none() => {
            meta.description = Some(text());
        }
        "author" if meta.authors.is_empty() => meta.authors.push(Author::named(text())),
        "date" | "article:published_time" | "dc.date" | "dcterms.created"
            if meta.date.is_none() =>
        {
            meta.date = date::parse(content, zone);
        }
        "article:modified_time" | "dcterms.modified" if meta.updated.is_none() => {
            meta.updated = date::parse(content, zone);
        }
        "keywords" if meta.tags.is_empty() => {
            meta.tags = content
                .split([',', '，', ';'])
                .map(|tag| bindery_model::remove_forbidden(tag.trim()).into_owned())
                .filter(|tag| !tag.is_empty())
                .collect();
            let mut seen = std::collections::HashSet::new();
            meta.tags.retain(|tag| seen.insert(tag.clone()));
        }
        _ => {}
    }
}

fn child_named(tree: &Tree<'_>, parent: NodeId, name: &str) -> Option<NodeId> {
    tree.children(parent).find(|&child| {
        tree.element(child)
            .is_some_and(|element| element.name() == name)
    })
}

fn text_of(tree: &Tree<'_>, parent: NodeId) -> String {
    let mut text = String::new();
    for child in tree.children(parent) {
        if let Node::Text(piece) = tree.node(child) {
            text.push_str(&bindery_model::remove_forbidden(piece));
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
