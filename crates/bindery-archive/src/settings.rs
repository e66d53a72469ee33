//! The site's own configuration.
use std::collections::HashSet;

use bindery_model::{Author, Diagnostic, Site, language_tag};
use bindery_parse::markdown::{Goldmark, PythonMarkdown, Zola, ask_for_formulas, kramdown};
use bindery_parse::{Inclusions, Snippets, decode, front_matter};
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use crate::sites::hexo::renderer;
use crate::sites::{eleventy, hugo, lektor, markdown_extensions, named_elsewhere, pelican, quartz};
use crate::storage::Storage;
use crate::{Error, Markdown, Options, SiteKind};

/// Where Jekyll keeps its configuration,
const JEKYLL: [&str; 3] = ["_config.yml", "_config.yaml", "_config.toml"];
/// and Zola.
const ZOLA: [&str; 2] = ["zola.toml", "config.toml"];
/// No configuration is longer.
const MAX_BYTES: u64 = 16 << 20;

/// Reads a YAML or TOML file as a map, by wrapping it as front matter is.
pub(crate) fn read_map(
    bytes: &[u8],
    path: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Map<String, Value> {
    let decoded = decode(bytes);
    let fence = if path.ends_with(".toml") {
        "+++"
    } else {
        "---"
    };
    // A document of YAML may have its own marks.
    let text = decoded.text.trim_start();
    let text = text
        .strip_prefix("---")
        .unwrap_or(text)
        .trim_start_matches(['\r', '\n']);
    let (front_matter, found) = front_matter::parse(&format!("{fence}\n{text}\n{fence}\n"), path);
    diagnostics.extend(found.into_iter().map(|mut diagnostic| {
        if let Some(place) = &mut diagnostic.location {
            place.line = place.line.saturating_sub(1);
        }
        diagnostic
    }));
    front_matter.values.into_inner()
}

/// The configuration that the options name, or the site's own.
pub(crate) fn read_configuration(
    kind: SiteKind,
    storage: &dyn Storage,
    options: &Options,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Map<String, Value>, Error> {
    if let Some(path) = &options.configuration {
        let shown = path.to_string_lossy().into_owned();
        let bytes = std::fs::read(path).map_err(|error| Error::Configuration {
            path: shown.clone(),
            reason: error.to_string(),
        })?;
        return Ok(read_map(&bytes, &shown, diagnostics));
    }
    let files: &[&str] = match kind {
        SiteKind::Hugo => return Ok(hugo::configuration::read(storage, diagnostics)),
        SiteKind::Pelican => return Ok(pelican::read_configuration(storage)),
        SiteKind::Lektor => return Ok(lektor::read_configuration(storage)),
        SiteKind::Eleventy => return Ok(eleventy::read_configuration(storage, diagnostics)),
        SiteKind::Folder => return Ok(named_elsewhere::read(storage)),
        SiteKind::Obsidian => return Ok(quartz::read_configuration(storage)),
        SiteKind::Zola => &ZOLA,
        SiteKind::Jekyll | SiteKind::Hexo => &JEKYLL,
        _ => &[],
    };
    let file = files
        .iter()
        .find_map(|file| Some((file, storage.read(file, MAX_BYTES).ok()?)));
    let mut configuration = file
        .map(|(file, bytes)| read_map(&bytes, file, diagnostics))
        .unwrap_or_default();
    if kind == SiteKind::Hexo {
        configuration.extend(renderer::named_in_packages(storage));
    }
    Ok(configuration)
}

/// The Markdown that the site's generator reads.
pub(crate) fn markdown(kind: SiteKind, site: &Site) -> Markdown {
    let named = site.configuration.get("markdown").and_then(Value::as_str);
    match (kind, named.map(str::to_ascii_lowercase).as_deref()) {
        (SiteKind::Jekyll | SiteKind::File, None | Some("kramdown")) => Markdown::Kramdown,
        (SiteKind::Hugo, _) => Markdown::Goldmark,
        (SiteKind::Zola, _) => Markdown::Zola,
        (SiteKind::Obsidian, _) => Markdown::Obsidian,
        (SiteKind::Hexo, _) => Markdown::Hexo,
        (SiteKind::Pelican, _) => Markdown::PythonMarkdown,
        (SiteKind::Folder, Some("python")) => Markdown::PythonMarkdown,
        (_, Some("commonmark")) => Markdown::CommonMark,
        _ => Markdown::Gfm,
    }
}

/// What a configuration says at a place in its tables.
fn flag(site: &Site, keys: &[&str]) -> Option<bool> {
    let (first, rest) = keys.split_first()?;
    let mut value = site.configuration.get(*first)?;
    for key in rest {
        value = value.get(key)?;
    }
    value.as_bool()
}

/// What Zola's Markdown reads if told to.
pub(crate) fn zola(site: &Site) -> Zola {
    let is_on = |name: &str| flag(site, &["markdown", name]) == Some(true);
    Zola {
        smart: is_on("smart_punctuation"),
        emoji: is_on("render_emoji"),
        definition_lists: is_on("definition_list"),
        alerts: is_on("github_alerts"),
    }
}

/// What Hugo's Markdown reads; its typographer is on unless told not to be.
pub(crate) fn goldmark(site: &Site) -> Goldmark {
    let goldmark = |rest: &[&str]| flag(site, &[&["markup", "goldmark"], rest].concat());
    let extra = |name: &str| goldmark(&["extensions", "extras", name, "enable"]) == Some(true);
    Goldmark {
        smart: goldmark(&["extensions", "typographer", "disable"]) != Some(true)
            && goldmark(&["extensions", "typographer"]) != Some(false),
        emoji: flag(site, &["enableemoji"]) == Some(true),
        insert: extra("insert"),
        mark: extra("mark"),
        subscript: extra("subscript"),
        superscript: extra("superscript"),
        raw_html: goldmark(&["renderer", "unsafe"]) == Some(true),
        block_attributes: goldmark(&["parser", "attribute", "block"]) == Some(true),
    }
}

/// What Python-Markdown reads by the extensions that the site asks for.
pub(crate) fn python_markdown(site: &Site) -> PythonMarkdown {
    let extensions = site.configuration.get(markdown_extensions::KEY);
    let options = |name: &str| extensions?.get(format!("pymdownx.{name}"));
    let is_on = |name: &str| options(name).is_some();
    let does = |name: &str, option: &str| {
        let said = |options: &Value| options.get(option) != Some(&Value::Bool(false));
        options(name).is_some_and(said)
    };
    let has_blocks = |extensions: &Map<String, Value>| {
        let mut names = extensions.keys();
        names.any(|name| name.starts_with("pymdownx.blocks."))
    };
    PythonMarkdown {
        keys: is_on("keys"),
        mark: is_on("mark"),
        insert: does("caret", "insert"),
        superscript: does("caret", "superscript"),
        subscript: does("tilde", "subscript"),
        critic: is_on("critic"),
        blocks: extensions
            .and_then(Value::as_object)
            .is_some_and(has_blocks),
    }
}

/// Whether the site draws emoji for their names; where that is a setting of its Markdown, that reads them.
pub(crate) fn emoji(kind: SiteKind, site: &Site) -> bool {
    let configuration = &site.configuration;
    let has = |table: &str, name: &str| {
        configuration
            .get(table)
            .is_some_and(|table| table.get(name).is_some())
    };
    match kind {
        SiteKind::Hexo => {
            renderer::draws_emoji(site)
                || flag(site, &["github_emojis", "enable"]) == Some(true)
                || flag(site, &["emoji", "enable"]) == Some(true)
                || configuration
                    .get("markdown")
                    .and_then(|markdown| markdown.get("plugins"))
                    .is_some_and(|plugins| plugins.to_string().contains("markdown-it-emoji"))
        }
        SiteKind::Pelican | SiteKind::Folder | SiteKind::Eleventy => {
            has(markdown_extensions::KEY, "pymdownx.emoji")
                || flag(site, &[named_elsewhere::EMOJI]) == Some(true)
        }
        _ => false,
    }
}

/// How the posts of the site take in other files.
pub(crate) fn inclusions(site: &Site, storage: &dyn Storage) -> Option<Inclusions> {
    let extensions = site.configuration.get(markdown_extensions::KEY);
    if let Some(options) = extensions.and_then(|all| all.get("pymdownx.snippets")) {
        let pages = folder(site, "docs_dir", "docs");
        let list = |name: &str| match options.get(name) {
            Some(Value::String(one)) => vec![one.clone()],
            list => names(list),
        };
        let place = |place: &String| {
            let place = place
                .replace("$docs_dir", &pages)
                .replace("$config_dir", ".");
            let place = place.trim_start_matches("./").trim_matches('/');
            if place == "." {
                String::new()
            } else {
                place.to_owned()
            }
        };
        let places: Vec<String> = list("base_path").iter().map(place).collect();
        return Some(Inclusions::Snippets(Snippets {
            // Without any, files are named from where the generator runs.
            places: if places.is_empty() {
                vec![String::new()]
            } else {
                places
            },
            appended: list("auto_append"),
        }));
    }
    named_elsewhere::folder_of_vitepress(storage).map(Inclusions::VitePress)
}

/// Whether a program in the pages of the site typesets formulas.
pub(crate) fn formulas(site: &Site) -> bool {
    ask_for_formulas(&site.configuration)
        || flag(
            site,
            &["markup", "goldmark", "extensions", "passthrough", "enable"],
        ) == Some(true)
}

/// kramdown as the site sets it up: Jekyll's settings, then those below `kramdown`.
pub(crate) fn kramdown(site: &Site) -> kramdown::Options {
    let mut options = kramdown::Options::jekyll();
    let rows = site
        .configuration
        .get("kramdown")
        .and_then(Value::as_object);
    for (name, value) in rows.into_iter().flatten() {
        // How math is marked up is for browsers; the model has math of its own.
        if name != "math_engine" {
            options.set(name, value);
        }
    }
    options
}

/// A folder that the configuration may name.
pub(crate) fn folder(site: &Site, key: &str, default: &str) -> String {
    let named = site.configuration.get(key).and_then(Value::as_str);
    let named = named.map(|named| named.trim_start_matches("./").trim_matches('/'));
    named
        .filter(|named| !named.is_empty())
        .unwrap_or(default)
        .to_owned()
}

/// The folder that the configuration names as the site's own, from the root of the archive.
pub(crate) fn source_folder(kind: SiteKind, configuration: &Map<String, Value>) -> Option<String> {
    let source = configuration.get("source")?.as_str()?;
    let source = source.trim_start_matches("./").trim_matches('/');
    (matches!(kind, SiteKind::Jekyll | SiteKind::Obsidian) && !source.is_empty() && source != ".")
        .then(|| source.to_owned())
}

/// What the configuration says of the site.
pub(crate) fn site(
    kind: SiteKind,
    configuration: Map<String, Value>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Site {
    let said = Said(&configuration);
    let (url, base_path) = said.address();
    let authors = |table: &Map<String, Value>| {
        let author = table.get("author").or_else(|| table.get("authors"));
        author.map(authors).filter(|authors| !authors.is_empty())
    };
    let site_categories = configuration.get("categories");
    let mut site = Site {
        kind: kind.name().to_owned(),
        title: said.text(&["title", "name"]).unwrap_or_default(),
        description: said.text(&["description", "tagline", "subtitle"]),
        url,
        base_path,
        language: said.language(diagnostics),
        categories: match kind.is_imported() {
            true => names(site_categories),
            false => Vec::new(),
        },
        authors: said.tables().find_map(authors).unwrap_or_default(),
        time_zone: said.text(&["timezone"]),
        ..Site::default()
    };
    site.configuration = configuration;
    site
}

/// What a configuration says, in the words of several generators.
struct Said<'c>(&'c Map<String, Value>);

impl<'c> Said<'c> {
    /// The configuration, and the tables in it that are the site's own.
    fn tables(&self) -> impl Iterator<Item = &'c Map<String, Value>> + use<'c> {
        let configuration = self.0;
        let inner = ["params", "extra"].into_iter();
        std::iter::once(configuration)
            .chain(inner.filter_map(|name| configuration.get(name)?.as_object()))
    }

    fn text(&self, keys: &[&str]) -> Option<String> {
        let value = |table: &'c Map<String, Value>| {
            // Hexo lists its languages, the site's own first.
            let first = |value: &'c Value| match value {
                Value::Array(items) => items.first(),
                value => Some(value),
            };
            let mut values = keys
                .iter()
                .filter_map(|key| first(table.get(*key)?)?.as_str());
            let text = values.find(|text| !text.trim().is_empty())?;
            Some(text.trim().to_owned())
        };
        self.tables().find_map(value)
    }

    /// Scheme and host, and the path below which the site lies.
    fn address(&self) -> (Option<String>, String) {
        let base = self.text(&["base_url", "baseurl"]);
        let whole = base.as_deref().filter(|base| base.contains("//"));
        let url = whole.map(str::to_owned).or_else(|| self.text(&["url"]));
        let (site, mut path) = match url.as_deref().and_then(|url| url.split_once("://")) {
            Some((scheme, rest)) if whole.is_some() => {
                let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
                (Some(format!("{scheme}://{host}")), path)
            }
            _ => (
                url.as_deref()
                    .map(|url| url.trim_end_matches('/').to_owned()),
                "",
            ),
        };
        if whole.is_none() {
            path = base.as_deref().unwrap_or_default();
        }
        let path = path.trim_matches('/');
        let slash = if path.is_empty() { "" } else { "/" };
        (site, format!("{slash}{path}"))
    }

    /// A BCP 47 tag. Hugo's own language code is the least of those that may be given.
    fn language(&self, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
        let own = self.text(&[
            "lang",
            "language",
            "locale",
            "languagecode",
            "default_language",
        ]);
        let default = || self.text(&["defaultcontentlanguage"]);
        let written = own.or_else(default)?;
        let tag = language_tag(&written);
        if tag.is_none() {
            let message = format!("the site's language is {written:?}, which is none");
            let hint = "write the tag of a language, such as zh-CN or en";
            diagnostics.push(Diagnostic::warning("config.language", message).with_hint(hint));
        }
        tag
    }
}

/// The texts of a list, each once.
fn names(list: Option<&Value>) -> Vec<String> {
    let texts = list.and_then(Value::as_array).into_iter().flatten();
    let mut seen = HashSet::new();
    let texts = texts.filter_map(Value::as_str);
    texts
        .filter(|text| seen.insert(*text))
        .map(str::to_owned)
        .collect()
}

fn authors(value: &Value) -> Vec<Author> {
    match value {
        Value::String(name) if !name.trim().is_empty() => vec![Author::named(name.trim())],
        Value::Object(map) => {
            let text = |key: &str| map.get(key).and_then(Value::as_str).map(str::to_owned);
            let name = text("name").or_else(|| text("email"));
            let uri = text("uri").or_else(|| text("url"));
            name.map(|name| Author {
                name,
                email: text("email"),
                uri,
            })
            .into_iter()
            .collect()
        }
        Value::Array(items) => items.iter().flat_map(authors).collect(),
        _ => Vec::new(),
    }
}

/// The zone in which the site shows its dates; UTC unless it says otherwise.
pub(crate) fn zone(site: &Site, diagnostics: &mut Vec<Diagnostic>) -> TimeZone {
    let Some(name) = &site.time_zone else {
        return TimeZone::UTC;
    };
    TimeZone::get(name).unwrap_or_else(|_| {
        let message = format!("the time zone {name:?} is not known; dates are shown in UTC");
        let hint = "use a name of the IANA database, such as Asia/Shanghai";
        diagnostics.push(Diagnostic::warning("config.time-zone", message).with_hint(hint));
        TimeZone::UTC
    })
}
