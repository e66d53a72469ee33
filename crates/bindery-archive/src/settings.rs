//! The site's own configuration.
use bindery_model::{Author, Diagnostic, Site};
use bindery_parse::markdown::kramdown;
use bindery_parse::{decode, front_matter};
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use crate::content_site;
use crate::storage::Storage;
use crate::{Error, Markdown, Options, SiteKind};

/// Where Jekyll keeps its configuration.
const FILES: [&str; 3] = ["_config.yml", "_config.yaml", "_config.toml"];
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
    front_matter.values
}

/// Reads a YAML file that may be a list.
pub(crate) fn read_document(text: &str, path: &str, diagnostics: &mut Vec<Diagnostic>) -> Value {
    let indented: String = text
        .trim_start()
        .trim_start_matches("---")
        .lines()
        .map(|line| format!("  {line}\n"))
        .collect();
    let wrapped = format!("value:\n{indented}");
    read_map(wrapped.as_bytes(), path, diagnostics)
        .remove("value")
        .unwrap_or_default()
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
        SiteKind::Hugo => &content_site::HUGO_FILES,
        SiteKind::Zola => &content_site::ZOLA_FILES,
        _ => &FILES,
    };
    let file = files
        .iter()
        .find_map(|file| Some((file, storage.read(file, MAX_BYTES).ok()?)));
    Ok(file
        .map(|(file, bytes)| read_map(&bytes, file, diagnostics))
        .unwrap_or_default())
}

/// The Markdown that the site's generator reads.
pub(crate) fn markdown(kind: SiteKind, site: &Site) -> Markdown {
    let named = site.configuration.get("markdown").and_then(Value::as_str);
    match (kind, named.map(str::to_ascii_lowercase).as_deref()) {
        (SiteKind::Jekyll | SiteKind::File, None | Some("kramdown")) => Markdown::Kramdown,
        (_, Some("commonmark")) => Markdown::CommonMark,
        _ => Markdown::Gfm,
    }
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

/// What the configuration says of the site.
pub(crate) fn site(kind: SiteKind, configuration: Map<String, Value>) -> Site {
    let text = |keys: &[&str]| {
        let value = keys
            .iter()
            .find_map(|key| configuration.get(*key)?.as_str());
        value
            .map(str::trim)
            .filter(|value| !value.is_empty())
            .map(str::to_owned)
    };
    let without_slash = |address: String| address.trim_end_matches('/').to_owned();
    let base_path = text(&["baseurl"]).map(without_slash).unwrap_or_default();
    let base_path = match base_path.as_str() {
        "" => String::new(),
        path if path.starts_with('/') => base_path,
        path => format!("/{path}"),
    };
    Site {
        kind: kind.name().to_owned(),
        title: text(&["title", "name"]).unwrap_or_default(),
        description: text(&["description", "tagline"]),
        url: text(&["url"]).map(without_slash),
        base_path,
        language: text(&["lang", "language", "locale"]).map(|tag| tag.replace('_', "-")),
        authors: configuration.get("author").map(authors).unwrap_or_default(),
        time_zone: text(&["timezone"]),
        configuration,
        ..Site::default()
    }
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
