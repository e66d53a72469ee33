//! Where Hugo keeps its configuration: one file, a folder of files, or both.
use bindery_model::{Diagnostic, EcoString};
use serde_json::{Map, Value};

use crate::settings::read_map;
use crate::storage::Storage;

/// The names of the file at the root, the strongest first.
const NAMES: [&str; 2] = ["hugo", "config"];
/// The endings that Hugo reads.
const ENDINGS: [&str; 4] = ["toml", "yaml", "yml", "json"];
/// The folder whose files hold the configuration of every environment.
const FOLDER: &str = "config/_default/";
const MAX_BYTES: u64 = 16 << 20;

/// Whether a file belongs to Hugo's configuration.
pub(crate) fn is_file(path: &str) -> bool {
    let name = path.strip_prefix(FOLDER).unwrap_or(path);
    !name.contains('/') && root_file(name).is_some()
}

/// The rank of a file that holds the whole configuration.
fn root_file(name: &str) -> Option<usize> {
    let (stem, ending) = name.rsplit_once('.')?;
    ENDINGS.iter().position(|known| *known == ending)?;
    NAMES.iter().position(|known| *known == stem)
}

/// Reads the configuration. Names are in lower case, since Hugo does not tell cases apart.
pub(crate) fn read(storage: &dyn Storage, diagnostics: &mut Vec<Diagnostic>) -> Map<String, Value> {
    let mut configuration = Map::new();
    let mut roots: Vec<(usize, &EcoString)> = storage
        .paths()
        .iter()
        .filter_map(|path| Some((root_file(path)?, path)))
        .collect();
    roots.sort();
    for (_, path) in roots.into_iter().take(1) {
        merge(&mut configuration, read_file(storage, path, diagnostics));
    }
    let mut parts: Vec<(&str, &str)> = Vec::new();
    for path in storage
        .paths()
        .iter()
        .filter(|path| path.starts_with(FOLDER))
    {
        let name = &path[FOLDER.len()..];
        if let Some((stem, ending)) = name.rsplit_once('.')
            && ENDINGS.contains(&ending)
        {
            parts.push((stem, path));
        }
    }
    // The whole first, then its parts: `params.toml`, `languages.toml`, `params.zh.toml`.
    parts.sort_by_key(|(stem, _)| (!NAMES.contains(stem), stem.contains('.'), *stem));
    for (stem, path) in parts {
        let values = read_file(storage, path, diagnostics);
        if NAMES.contains(&stem) {
            merge(&mut configuration, values);
            continue;
        }
        let stem = stem.to_lowercase();
        let (part, language) = stem.split_once('.').unwrap_or((&stem, ""));
        let target = match language {
            "" => &mut configuration,
            language => map_in(map_in(&mut configuration, "languages"), language),
        };
        merge(map_in(target, part), values);
    }
    configuration
}

fn read_file(
    storage: &dyn Storage,
    path: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Map<String, Value> {
    let bytes = storage.read(path, MAX_BYTES).unwrap_or_default();
    lower_keys(read_map(&bytes, path, diagnostics))
}

fn map_in<'m>(map: &'m mut Map<String, Value>, key: &str) -> &'m mut Map<String, Value> {
    let value = map.entry(key).or_insert_with(|| Value::Object(Map::new()));
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    match value {
        Value::Object(inner) => inner,
        _ => unreachable!("the value was made a map"),
    }
}

fn merge(target: &mut Map<String, Value>, over: Map<String, Value>) {
    for (key, value) in over {
        match (target.get_mut(&key), value) {
            (Some(Value::Object(inner)), Value::Object(value)) => merge(inner, value),
            (_, value) => {
                target.insert(key, value);
            }
        }
    }
}

/// The names in lower case, those of maps in it too.
pub(super) fn lower_keys(map: Map<String, Value>) -> Map<String, Value> {
    map.into_iter()
        .map(|(key, value)| {
            let value = match value {
                Value::Object(inner) => Value::Object(lower_keys(inner)),
                value => value,
            };
            (key.to_lowercase(), value)
        })
        .collect()
}
