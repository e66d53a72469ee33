//! One JSON object for each post, for search engines and data pipelines.
use bindery_model::{Post, Site};
use serde::Serialize;

use crate::{Links, Options, blocks};

/// What a line says. Fields that are empty are left out, but for the text and the counts.
#[derive(Serialize)]
struct Line<'p> {
    /// The file's path in the archive, which no other post has.
    id: &'p str,
    #[serde(skip_serializing_if = "String::is_empty")]
    url: String,
    title: &'p str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<&'p str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    categories: &'p [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'p [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'p str>,
    text: &'p str,
    words: usize,
    characters: usize,
}

/// A post as a line of JSON. The text has one line for a paragraph and no addresses of links; white
/// space does not count among the characters.
///
/// ```
/// use bindery_model::{Block, Inline, Post, Site};
///
/// let mut post = Post::default();
/// post.meta.path = "a.md".into();
/// post.meta.title = "A".into();
/// post.blocks.push(Block::paragraph(vec![Inline::text("两个 words")]));
/// assert_eq!(
///     bindery_text::post_to_json_line(&post, &Site::default()),
///     "{\"id\":\"a.md\",\"title\":\"A\",\"text\":\"两个 words\",\"words\":3,\"characters\":7}\n",
/// );
/// ```
pub fn post_to_json_line(post: &Post, site: &Site) -> String {
    let options = Options {
        width: 0,
        links: Links::None,
        ..Options::default()
    };
    let mut setter = blocks::Setter::new(post, site, &options);
    setter.body();
    let text = setter.finish();
    let text = text.trim();
    let meta = &post.meta;
    let address = match &*meta.url {
        "" => String::new(),
        url => site
            .absolute(url)
            .unwrap_or_else(|| format!("{}{url}", site.base_path)),
    };
    let line = Line {
        id: &meta.path,
        url: address,
        title: &meta.title,
        date: meta.date.as_ref().map(ToString::to_string),
        authors: meta
            .authors
            .iter()
            .map(|author| author.name.as_str())
            .collect(),
        categories: &meta.categories,
        tags: &meta.tags,
        lang: meta.language.as_deref().or(site.language.as_deref()),
        text,
        words: words(text),
        characters: text.chars().filter(|c| !c.is_whitespace()).count(),
    };
    // Strings and numbers always make JSON.
    let mut json = serde_json::to_string(&line).unwrap_or_default();
    json.push('\n');
    json
}

/// Words between white space; in scripts without spaces every character is one.
fn words(text: &str) -> usize {
    let stands_alone = |c: char| {
        matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
    };
    let mut count = 0;
    let mut in_word = false;
    for c in text.chars() {
        if stands_alone(c) {
            count += 1;
            in_word = false;
        } else if c.is_alphanumeric() {
            count += usize::from(!in_word);
            in_word = true;
        } else if c.is_whitespace() {
            in_word = false;
        }
    }
    count
}
