//! Posts about something elsewhere, as link blogs have them: the theme makes their titles links to it, and
//! the text does not say the address.
use bindery_model::{Block, Inline, Post, Target, WebAddress};
use serde_json::Value;

/// How themes and generators call the address.
const KEYS: [&str; 4] = ["external_url", "external-url", "link", "link_url"];

/// Adds to a post whose front matter names what it is about a line that leads there, unless its text, or
/// the site's own address, holds it.
pub(crate) fn add(post: &mut Post, text: &str, site: Option<&str>) {
    let extra = &post.meta.extra;
    let named = KEYS.iter().find_map(|key| extra.get(*key)?.as_str());
    let Some(address) = named.map(str::trim) else {
        return;
    };
    let is_web = ["http://", "https://"]
        .iter()
        .any(|scheme| address.starts_with(scheme));
    let is_own = site.is_some_and(|site| !site.is_empty() && address.starts_with(site));
    if !is_web || is_own || text.contains(address) {
        return;
    }
    let Ok(target) = WebAddress::try_from(address.to_owned()) else {
        return;
    };
    let content = vec![Inline::text(address)];
    let link = Inline::Link {
        target: Target::Web { address: target },
        title: None,
        attributes: None,
        content,
    };
    post.blocks.push(Block::paragraph(vec![link]));
    let address = Value::from(address);
    post.meta.extra.insert("external_url".to_owned(), address);
}
