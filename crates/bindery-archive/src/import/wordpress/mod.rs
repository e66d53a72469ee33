//! What WordPress exports (WXR): RSS with elements of its own.
mod attachments;
pub(crate) mod autop;
mod latex;
mod reusable;
mod shortcodes;

use std::collections::HashMap;

use bindery_model::Diagnostic;
use bindery_parse::date;
use serde_json::{Map, Value, json};

use attachments::{Attachment, Attachments, Files};

use super::elements::{Element, Elements};
use super::entry::{Enclosure, Fields, Head, person, plain};
use super::left_out::LeftOut;
use super::names::Names;
use super::rss;
use super::split::Split;

/// Kinds of items that are no posts: what belongs to the site's looks, and old versions.
const NO_POSTS: [&str; 14] = [
    "attachment",
    "revision",
    "nav_menu_item",
    "custom_css",
    "customize_changeset",
    "oembed_cache",
    "user_request",
    "wp_block",
    "wp_template",
    "wp_template_part",
    "wp_global_styles",
    "wp_navigation",
    "wp_font_family",
    "wp_font_face",
];

/// What an export says beside its posts.
#[derive(Debug, Default)]
pub(crate) struct Export {
    /// People, by the name with which they log in.
    authors: HashMap<String, Value>,
    attachments: Attachments,
    /// Blocks that posts refer to.
    blocks: HashMap<u64, String>,
}

impl Export {
    /// Reads what stands at the head of an export.
    pub(crate) fn new(split: &Split) -> Export {
        let elements = Elements::read(&split.head, &split.names);
        let channel = elements
            .roots()
            .next()
            .and_then(|root| root.child("channel"));
        let people = channel.iter().flat_map(Element::children);
        let authors = people.filter(|child| child.name() == "wp:author");
        let authors = authors.filter_map(|author| {
            let text = |name| {
                author
                    .child(name)
                    .map(|child| child.text())
                    .unwrap_or_default()
            };
            let login = text("wp:author_login").trim().to_owned();
            let names = [
                text("wp:author_display_name"),
                format!(
                    "{} {}",
                    text("wp:author_first_name"),
                    text("wp:author_last_name")
                ),
                login.clone(),
            ];
            let name = names.iter().find(|name| !name.trim().is_empty())?;
            Some((login, person(name, &text("wp:author_email"), "")?))
        });
        Export {
            authors: authors.collect(),
            attachments: Attachments::default(),
            blocks: HashMap::new(),
        }
    }

    /// Looks at an item before any is read: whether it is a post. Attachments are remembered.
    pub(crate) fn is_post(&mut self, text: &str, names: &Names, left_out: &mut LeftOut) -> bool {
        left_out.comments += memchr::memmem::find_iter(text.as_bytes(), "<wp:comment>").count();
        let kind = field(text, "wp:post_type");
        if kind == "attachment" {
            self.remember(text, names);
        } else if kind == "wp_block" {
            self.remember_block(text, names);
        } else if NO_POSTS.contains(&kind) {
            left_out.others += 1;
        } else if matches!(field(text, "wp:status"), "trash" | "auto-draft") {
            left_out.trash += 1;
        } else {
            return true;
        }
        false
    }

    fn remember(&mut self, text: &str, names: &Names) {
        let elements = Elements::read(text, names);
        let Some(item) = elements.roots().next() else {
            return;
        };
        let text = |name| {
            item.child(name)
                .map(|child| child.text())
                .unwrap_or_default()
        };
        let attachment = Attachment {
            url: text("wp:attachment_url").trim().to_owned(),
            title: text("title").trim().to_owned(),
            caption: text("excerpt:encoded"),
            alt: meta_value(&item, "_wp_attachment_image_alt").unwrap_or_default(),
            order: text("wp:menu_order").trim().parse().unwrap_or(0),
        };
        let post = text("wp:post_parent").trim().parse().unwrap_or(0);
        if let Ok(id) = text("wp:post_id").trim().parse() {
            self.attachments.insert(id, attachment, post);
        }
    }

    fn remember_block(&mut self, text: &str, names: &Names) {
        let elements = Elements::read(text, names);
        let content = elements
            .roots()
            .next()
            .and_then(|item| item.child("content:encoded"));
        if let (Some(content), Ok(id)) = (content, field(text, "wp:post_id").parse()) {
            self.blocks.insert(id, content.text());
        }
    }

    /// Reads an item.
    pub(crate) fn entry(
        &self,
        text: &str,
        path: &str,
        names: &Names,
        head: &Head,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Fields {
        let elements = Elements::read(text, names);
        let Some(item) = elements.roots().next() else {
            return Fields::default();
        };
        let text = |name: &str| {
            let child = item.child(name);
            child
                .map(|child| child.text().trim().to_owned())
                .unwrap_or_default()
        };
        let files = Files {
            all: &self.attachments,
            post: text("wp:post_id").parse().ok(),
        };
        let content = reusable::fill_in(text("content:encoded"), &self.blocks);
        let content = latex::mark(&content);
        let content = shortcodes::replace(&content, path, files, diagnostics);
        let link = text("link");
        let mut fields = Fields {
            title: text("title"),
            summary: text("excerpt:encoded"),
            id: text("guid"),
            base: rss::base(None, &link, head.base.as_ref()),
            link,
            published: with_offset(&text("wp:post_date"), &text("wp:post_date_gmt"))
                .unwrap_or_else(|| text("pubDate")),
            updated: with_offset(&text("wp:post_modified"), &text("wp:post_modified_gmt"))
                .unwrap_or_default(),
            body: autop::paragraphs(&content),
            extra: extra(&item),
            ..Fields::default()
        };
        if fields.published.starts_with("Mon, 30 Nov -0001") {
            fields.published.clear();
        }
        // What waits for its day and does not say which waits for ever.
        if text("wp:status") == "future" && date::parse_as_written(&fields.published).is_none() {
            fields.extra.insert("published".to_owned(), json!(false));
        }
        for child in item.children() {
            match child.name() {
                "category" => add_term(&child, &mut fields),
                "wp:postmeta" => self.add_meta(&child, &mut fields),
                _ => {}
            }
        }
        let login = text("dc:creator");
        if fields.authors.is_empty() {
            fields.authors = match self.authors.get(&login) {
                Some(author) => vec![author.clone()],
                None => person(&login, "", "").into_iter().collect(),
            };
        }
        fields
    }

    fn add_meta(&self, meta: &Element<'_, '_>, fields: &mut Fields) {
        let text = |name| {
            meta.child(name)
                .map(|child| child.text())
                .unwrap_or_default()
        };
        match text("wp:meta_key").trim() {
            "_thumbnail_id" => {
                let id = text("wp:meta_value").trim().parse::<u64>().ok();
                if let Some(picture) = id.and_then(|id| self.attachments.get(id)) {
                    fields.image.clone_from(&picture.url);
                }
            }
            // Address, length and type, each on a line.
            "enclosure" => {
                let value = text("wp:meta_value");
                let mut lines = value.lines().map(str::trim);
                fields.enclose(Enclosure {
                    url: lines.next().unwrap_or_default().to_owned(),
                    length: lines.next().and_then(|length| length.parse().ok()),
                    kind: lines.next().unwrap_or_default().to_owned(),
                    title: String::new(),
                });
            }
            _ => {}
        }
    }
}

/// The value of a post's own field.
fn meta_value(item: &Element<'_, '_>, key: &str) -> Option<String> {
    let text = |meta: &Element<'_, '_>, name| meta.child(name).map(|child| child.text());
    let mut metas = item
        .children()
        .filter(|child| child.name() == "wp:postmeta");
    let found = metas.find(|meta| text(meta, "wp:meta_key").is_some_and(|it| it.trim() == key))?;
    text(&found, "wp:meta_value")
}

/// The text of an element without children, looked for without reading the rest.
fn field<'t>(text: &'t str, name: &str) -> &'t str {
    let value = memchr::memmem::find(text.as_bytes(), format!("<{name}>").as_bytes())
        .map(|at| &text[at + name.len() + 2..])
        .and_then(|rest| rest.split("</").next())
        .unwrap_or_default()
        .trim();
    let inside = value
        .strip_prefix("<![CDATA[")
        .and_then(|value| value.strip_suffix("]]>"));
    inside.unwrap_or(value).trim()
}

/// What front matter has names for.
fn extra(item: &Element<'_, '_>) -> Map<String, Value> {
    let text = |name: &str| {
        let child = item.child(name);
        child
            .map(|child| child.text().trim().to_owned())
            .unwrap_or_default()
    };
    let mut extra = Map::new();
    let collection = match text("wp:post_type").as_str() {
        "" | "post" => "posts".to_owned(),
        "page" => "pages".to_owned(),
        other => other.to_owned(),
    };
    extra.insert("collection".to_owned(), collection.into());
    let slug = text("wp:post_name");
    if !slug.is_empty() {
        extra.insert("slug".to_owned(), slug.into());
    }
    let is_locked = !text("wp:post_password").is_empty();
    match text("wp:status").as_str() {
        // What waits for its day is known by its date.
        "" | "publish" | "future" | "inherit" if !is_locked => {}
        "draft" | "pending" => {
            extra.insert("draft".to_owned(), json!(true));
        }
        // Private, or a status of a plugin: WordPress shows neither to visitors.
        _ => {
            extra.insert("published".to_owned(), json!(false));
        }
    }
    extra
}

/// A term of a taxonomy: WordPress has categories and tags, plugins and themes add others.
fn add_term(term: &Element<'_, '_>, fields: &mut Fields) {
    let name = term.text().trim().to_owned();
    let slug = || term.attribute("nicename").unwrap_or_default();
    match term.attribute("domain").as_deref() {
        Some("post_tag" | "tag") => fields.tags.push(name),
        Some("category") => fields.categories.names.push(name),
        // Polylang's, and of Co-Authors Plus.
        Some("language") => fields.language = rss::language(&slug()),
        Some("author") => fields.authors.extend(person(&name, "", "")),
        Some("post_format") => {
            let format = slug().trim_start_matches("post-format-").to_owned();
            fields.extra.insert("format".to_owned(), format.into());
        }
        Some(
            "nav_menu"
            | "link_category"
            | "wp_theme"
            | "wp_template_part_area"
            | "wp_pattern_category"
            | "post_translations"
            | "term_language"
            | "term_translations",
        ) => {}
        Some(taxonomy) => {
            add_to_taxonomy(&mut fields.extra, taxonomy, &name);
            if !fields.tags.contains(&name) {
                fields.tags.push(name);
            }
        }
        // Without a name for the taxonomy, WordPress repeats what it has said with one.
        None if !fields.categories.names.contains(&name) && !fields.tags.contains(&name) => {
            fields.categories.names.push(name);
        }
        None => {}
    }
}

/// Notes of which taxonomy a tag is: `taxonomies: {genre: [Essay]}`.
fn add_to_taxonomy(extra: &mut Map<String, Value>, taxonomy: &str, name: &str) {
    let taxonomies = extra.entry("taxonomies").or_insert_with(|| json!({}));
    let Some(taxonomies) = taxonomies.as_object_mut() else {
        return;
    };
    let terms = taxonomies.entry(taxonomy).or_insert_with(|| json!([]));
    if let Some(terms) = terms.as_array_mut() {
        terms.push(plain(name).into());
    }
}

/// A date as the site shows it, with the offset by which it differs from UTC.
fn with_offset(local: &str, utc: &str) -> Option<String> {
    let read = |text: &str| date::parse_as_written(text).filter(|_| !text.starts_with("0000"));
    let utc = read(utc);
    let local = read(local).or(utc)?;
    let seconds = utc.map_or(0, |utc| {
        local.timestamp().as_second() - utc.timestamp().as_second()
    });
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    if minutes > 26 * 60 {
        return Some(local.to_string());
    }
    let civil = local.civil();
    Some(format!(
        "{civil}{sign}{:02}:{:02}",
        minutes / 60,
        minutes % 60
    ))
}

#[cfg(test)]
mod tests;
