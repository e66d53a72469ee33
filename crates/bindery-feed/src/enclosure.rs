//! The recording that comes with a post.
use bindery_html::Targets;
use bindery_model::{Diagnostic, Location, Post, Source, Target};
use serde_json::{Map, Value};

use crate::channel::absolute;
use crate::clean::clean_line;
use crate::targets::FeedTargets;

/// The keys of front matter under which generators keep a recording, the strongest first.
const KEYS: [&str; 8] = [
    "enclosure",
    "audio",
    "podcast",
    "video",
    "audio_file",
    "podcast_file",
    "audio_url",
    "file",
];
const ADDRESS: [&str; 7] = ["url", "src", "href", "file", "path", "mp3", "m4a"];
const LENGTH: [&str; 6] = [
    "length",
    "bytes",
    "size",
    "filesize",
    "file_size",
    "size_in_bytes",
];
const DURATION: [&str; 2] = ["duration", "length_in_seconds"];

/// The media types of recordings by the endings of their names.
const TYPES: [(&str, &str); 15] = [
    ("mp3", "audio/mpeg"),
    ("m4a", "audio/mp4"),
    ("m4b", "audio/mp4"),
    ("aac", "audio/aac"),
    ("ogg", "audio/ogg"),
    ("oga", "audio/ogg"),
    ("opus", "audio/opus"),
    ("flac", "audio/flac"),
    ("wav", "audio/wav"),
    ("mp4", "video/mp4"),
    ("m4v", "video/mp4"),
    ("mov", "video/quicktime"),
    ("webm", "video/webm"),
    ("pdf", "application/pdf"),
    ("epub", "application/epub+zip"),
];

/// A recording, a film or a document that comes with a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Enclosure {
    pub(crate) url: String,
    pub(crate) media_type: String,
    /// Bytes; `None` where they are not known. RSS demands them, and players refuse a wrong number.
    pub(crate) length: Option<u64>,
    /// How long it plays: `1:02:03`, or seconds.
    pub(crate) duration: Option<String>,
    pub(crate) title: Option<String>,
}

/// What the front matter says of a recording, then of others (`enclosures`). The length of each is
/// that of the file where the archive has it, else what the front matter says.
pub(crate) fn of_post(
    post: &Post,
    source: &dyn Source,
    targets: &FeedTargets<'_>,
    root: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Enclosure> {
    let values = &post.meta.extra;
    let found = KEYS.iter().find_map(|key| reference(values.get(*key)?));
    let first = found.and_then(|(reference, map)| {
        let said = |keys: &[&str]| {
            let inside = map.and_then(|map| keys.iter().find_map(|key| text(map.get(*key))));
            inside.or_else(|| keys.iter().find_map(|key| text(values.get(*key))))
        };
        read(&reference, map, &said, source, targets, root)
    });
    if let Some(Enclosure {
        url, length: None, ..
    }) = &first
    {
        let message =
            format!("how long {url} is, in bytes, is not known; RSS has no enclosure for it");
        let hint = "put the file into the archive, or add a line `length:` to the front matter";
        let place = Location::whole_file(&post.meta.path);
        let diagnostic = Diagnostic::warning("feed.enclosure-length", message);
        diagnostics.push(diagnostic.with_hint(hint).at(place));
    }
    let mut all: Vec<Enclosure> = first.into_iter().collect();
    let others = values.get("enclosures").and_then(Value::as_array);
    for other in others.into_iter().flatten().filter_map(reference) {
        let (reference, map) = other;
        let said = |keys: &[&str]| keys.iter().find_map(|key| text(map?.get(*key)));
        let other = read(&reference, map, &said, source, targets, root);
        all.extend(other.filter(|other| all.iter().all(|known| known.url != other.url)));
    }
    all
}

/// Reads one, `said` being what is said of it under some keys. What has no media type is none.
fn read(
    reference: &str,
    map: Option<&Map<String, Value>>,
    said: &dyn Fn(&[&str]) -> Option<String>,
    source: &dyn Source,
    targets: &FeedTargets<'_>,
    root: &str,
) -> Option<Enclosure> {
    let url = match Target::web(reference) {
        Ok(target) => targets.href(&target).filter(|url| url.starts_with("http")),
        Err(_) if reference.contains(':') => None,
        Err(_) => absolute(root, reference),
    }?;
    let inside = |keys: &[&str]| keys.iter().find_map(|key| text(map?.get(*key)));
    let path = reference.split(['?', '#']).next().unwrap_or_default();
    let ending = path
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    let known = || {
        let found = TYPES
            .iter()
            .find(|(known, _)| Some(*known) == ending.as_deref());
        found.map(|(_, kind)| (*kind).to_owned())
    };
    let media_type = inside(&["type", "mime", "mime_type"])
        .filter(|kind| is_media_type(kind))
        .or_else(known)?;
    let local = url
        .strip_prefix(root)
        .map(|path| path.trim_start_matches('/'));
    let measured = local.and_then(|path| {
        let path = percent_encoding::percent_decode_str(path)
            .decode_utf8()
            .ok()?;
        source.resource_size(&path).ok()
    });
    let length = measured
        .or_else(|| said(&LENGTH)?.parse().ok())
        .filter(|length| *length > 0);
    Some(Enclosure {
        url,
        media_type,
        length,
        duration: said(&DURATION)
            .map(|duration| clean_line(&duration))
            .filter(|duration| is_duration(duration)),
        title: inside(&["title"]).map(|title| clean_line(&title)),
    })
}

/// An address, and the map that it stands in.
fn reference(value: &Value) -> Option<(String, Option<&Map<String, Value>>)> {
    match value {
        Value::String(reference) if !reference.trim().is_empty() => {
            Some((reference.trim().to_owned(), None))
        }
        Value::Object(map) => {
            let address = ADDRESS.iter().find_map(|key| text(map.get(*key)))?;
            Some((address, Some(map)))
        }
        Value::Array(list) => list.iter().find_map(reference),
        _ => None,
    }
}

fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

pub(crate) fn is_media_type(text: &str) -> bool {
    let is_token = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b))
    };
    text.split_once('/')
        .is_some_and(|(a, b)| is_token(a) && is_token(b))
}

/// Seconds, or minutes and hours with colons.
fn is_duration(text: &str) -> bool {
    let mut parts = text.split(':');
    let number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let sixty = |part: &str| part.len() == 2 && part < "60" && number(part);
    parts.next().is_some_and(number) && text.matches(':').count() <= 2 && parts.all(sixty)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_and_types_have_a_form() {
        for (text, expected) in [
            ("75", true),
            ("1:15", true),
            ("1:02:03", true),
            ("1:2", false),
            ("an hour", false),
            ("", false),
        ] {
            assert_eq!(is_duration(text), expected, "{text}");
        }
        assert!(is_media_type("audio/mpeg") && !is_media_type("mp3") && !is_media_type("a/b c"));
    }
}
