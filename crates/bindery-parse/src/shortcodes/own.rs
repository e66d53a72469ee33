//! A site's own shortcodes: their templates, as far as these are plain, are turned into Liquid, whose
//! renderer has bounds. The engines of Hugo and Zola have none, and posts come from anywhere.
use bindery_model::Diagnostic;
use serde_json::{Map, Value, json};

use super::{Call, Shortcodes, go, tera};
use crate::liquid::{self, Context};
use crate::markdown::Dialect;

/// What a site has for the shortcodes of its posts.
pub trait Templates: Sync {
    /// The template of a shortcode of the site's own, and whether it makes Markdown.
    fn template(&self, name: &str) -> Option<(String, bool)>;

    /// What the post, or else the site, says under a name.
    fn parameter(&self, name: &str) -> Option<String>;

    /// The file that the post's `resources` give a name to.
    fn resource(&self, name: &str) -> Option<String>;

    /// The title of the post whose file has this name.
    fn title_of(&self, name: &str) -> Option<String>;

    /// The address of that post, from the root of its host.
    fn address_of(&self, name: &str) -> Option<String>;

    /// The Markdown of the site.
    fn dialect(&self) -> Dialect<'_>;
}

/// What a template knows.
struct Names<'t> {
    values: Map<String, Value>,
    templates: &'t dyn Templates,
}

impl Context for Names<'_> {
    fn variable(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    fn post_url(&self, _name: &str) -> Option<String> {
        None
    }

    fn link(&self, _path: &str) -> Option<String> {
        None
    }

    fn include(&self, _name: &str, _relative_to: Option<&str>) -> Option<String> {
        None
    }

    fn dialect(&self) -> Dialect<'_> {
        self.templates.dialect()
    }
}

/// What a shortcode with a template makes of its arguments and of the text in it; `None` where the
/// template is not plain enough. `is_markdown` says whether what it makes is read as Markdown.
pub(super) fn render(
    kind: Shortcodes,
    call: &Call<'_>,
    inner: &str,
    is_markdown: bool,
    (template, makes_markdown): (String, bool),
    templates: &dyn Templates,
) -> Option<String> {
    let (template, values) = match kind {
        Shortcodes::Hugo => (go::to_liquid(&template)?, hugo_names(call, inner)),
        Shortcodes::Zola => (tera::to_liquid(&template)?, zola_names(call, inner)),
        Shortcodes::Hexo => return None,
    };
    let names = Names { values, templates };
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let made = liquid::render(&template, 0, "", &names, &mut diagnostics);
    if !diagnostics.is_empty() {
        return None;
    }
    Some(match is_markdown || makes_markdown {
        true => made,
        false => without_blank_lines(&made),
    })
}

/// HTML in a form that Markdown leaves as it is.
fn without_blank_lines(html: &str) -> String {
    if html.contains("<pre") {
        return html.trim().to_owned();
    }
    let lines = html.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// `get` holds the arguments by name and, under their numbers, those without.
fn hugo_names(call: &Call<'_>, inner: &str) -> Map<String, Value> {
    let mut get = Map::new();
    let mut place = 0;
    for (name, value) in &call.arguments {
        let name = match name.is_empty() {
            true => {
                place += 1;
                (place - 1).to_string()
            }
            false => (*name).to_owned(),
        };
        // A template asks `if .Get "x"`: an empty text is false to Hugo.
        if !value.is_empty() {
            get.insert(name, typed(value));
        }
    }
    let inner = (!inner.is_empty()).then(|| inner.to_owned());
    Map::from_iter([
        ("get".to_owned(), Value::Object(get)),
        ("inner".to_owned(), json!(inner)),
    ])
}

fn zola_names(call: &Call<'_>, inner: &str) -> Map<String, Value> {
    let arguments = call.arguments.iter();
    let mut names: Map<String, Value> = arguments
        .map(|(name, value)| ((*name).to_owned(), typed(value)))
        .collect();
    names.insert("body".to_owned(), inner.trim_matches('\n').into());
    names
}

fn typed(value: &str) -> Value {
    match value {
        "true" => true.into(),
        "false" => false.into(),
        value => value.into(),
    }
}
