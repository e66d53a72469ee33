//! What Blogger exports: Atom that has settings, templates and comments among the posts.
use serde_json::json;

use super::elements::{Element, Elements};
use super::entry::{Fields, Head};
use super::left_out::LeftOut;
use super::names::Names;

/// What the kinds of entries begin with, in exports up to 2024.
const KIND: &str = "http://schemas.google.com/blogger/2008/kind#";

/// Whether a feed is of Blogger.
pub(crate) fn is_one(head: &Head) -> bool {
    head.id.starts_with("tag:blogger.com,")
}

/// Looks at an entry before any is read: whether it is a post or a page.
pub(crate) fn is_post(text: &str, names: &Names, left_out: &mut LeftOut) -> bool {
    let elements = Elements::read(text, names);
    let Some(entry) = elements.roots().next() else {
        return true;
    };
    match kind(&entry).as_str() {
        "comment" => left_out.comments += 1,
        "settings" | "template" => left_out.others += 1,
        _ if says(&entry, "blogger:status", "SOFT_TRASHED") => left_out.trash += 1,
        _ => return true,
    }
    false
}

/// Adds what an entry says of its kind and its state.
pub(crate) fn complete(entry: &Element<'_, '_>, fields: &mut Fields) {
    let control = entry.child("app:control");
    let is_draft = control.is_some_and(|control| says(&control, "app:draft", "yes"))
        || says(entry, "blogger:status", "DRAFT");
    if is_draft {
        fields.extra.insert("draft".to_owned(), json!(true));
    }
    if kind(entry) == "page" {
        fields.extra.insert("collection".to_owned(), "pages".into());
    }
    // Without the name of its site.
    if let Some(path) = entry.child("blogger:filename")
        && !fields.link.contains("://")
    {
        fields.link = path.text().trim().to_owned();
    }
}

/// What an entry is, in small letters; empty where it does not say.
fn kind(entry: &Element<'_, '_>) -> String {
    let terms = entry.children().filter(|child| child.name() == "category");
    let mut terms = terms.filter_map(|child| child.attribute("term"));
    let kind = terms.find_map(|term| term.strip_prefix(KIND).map(str::to_owned));
    let newer = || entry.child("blogger:type").map(|child| child.text());
    let kind = kind.or_else(newer).unwrap_or_default();
    kind.trim().to_ascii_lowercase()
}

fn says(element: &Element<'_, '_>, name: &str, value: &str) -> bool {
    element
        .child(name)
        .is_some_and(|child| child.text().trim() == value)
}
