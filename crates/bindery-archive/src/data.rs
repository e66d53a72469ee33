//! Jekyll's data files: `_data/*.yml`, `.json`, `.csv` and `.tsv`.
use bindery_model::{Diagnostic, EcoString, Site};
use bindery_parse::front_matter::parse_yaml_document;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use crate::SiteKind;
use crate::storage::Storage;

const MAX_BYTES: u64 = 64 << 20;
/// Where the blog of Material for MkDocs says who its authors are.
const AUTHORS: [&str; 2] = ["docs/blog/.authors.yml", "docs/.authors.yml"];

/// All data files as one map, folders as maps in it.
pub(crate) fn read_data(
    storage: &dyn Storage,
    kind: SiteKind,
    site: &Site,
    zone: &TimeZone,
    diagnostics: &mut Vec<Diagnostic>,
) -> Map<String, Value> {
    let mut data = Map::new();
    let folder = match kind {
        SiteKind::Jekyll => crate::settings::folder(site, "data_dir", "_data"),
        SiteKind::Eleventy => {
            let input = crate::settings::folder(site, "input", "");
            format!("{input}/_data")
                .trim_start_matches(['.', '/'])
                .to_owned()
        }
        // Those of Docusaurus stand beside the posts, and so do those of Material for MkDocs, in a file that
        // lists of files do not show.
        SiteKind::Folder => {
            let is_list =
                |path: &&EcoString| *path == "authors.yml" || path.ends_with("/authors.yml");
            let found = storage.paths().iter().find(is_list);
            let found = found.map(EcoString::as_str).into_iter().chain(AUTHORS);
            let bytes = found.filter_map(|path| storage.read(path, MAX_BYTES).ok());
            if let Some(bytes) = bytes.into_iter().next()
                && let Ok(mut authors @ Value::Object(_)) =
                    parse_yaml_document(&bindery_parse::decode(&bytes).text, Some(zone))
            {
                let inner = authors.get_mut("authors").filter(|inner| inner.is_object());
                if let Some(inner) = inner {
                    authors = inner.take();
                }
                data.insert("authors".to_owned(), authors);
            }
            return data;
        }
        _ => return data,
    };
    for path in storage.paths() {
        let inner = path.strip_prefix(folder.as_str());
        let inner = inner.and_then(|inner| inner.strip_prefix('/'));
        let Some((stem, ending)) = inner.and_then(|inner| inner.rsplit_once('.')) else {
            continue;
        };
        let Ok(bytes) = storage.read(path, MAX_BYTES) else {
            continue;
        };
        let text = bindery_parse::decode(&bytes).text;
        let value = match ending {
            "yml" | "yaml" => parse_yaml_document(&text, Some(zone)).unwrap_or_else(|error| {
                diagnostics.push(unreadable(path, &error));
                Value::Null
            }),
            "json" => serde_json::from_str(&text).unwrap_or_else(|error| {
                diagnostics.push(unreadable(path, &error.to_string()));
                Value::Null
            }),
            "csv" => read_table(&text, ','),
            "tsv" => read_table(&text, '\t'),
            _ => continue,
        };
        insert(&mut data, stem, value);
    }
    data
}

fn unreadable(path: &str, reason: &str) -> Diagnostic {
    Diagnostic::warning(
        "data.unreadable",
        format!("the data file cannot be read: {reason}"),
    )
    .at(bindery_model::Location::whole_file(path))
}

fn insert(data: &mut Map<String, Value>, stem: &str, value: Value) {
    match stem.split_once('/') {
        None => {
            data.insert(key(stem), value);
        }
        Some((folder, rest)) => {
            let inner = data
                .entry(key(folder))
                .or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(inner) = inner {
                insert(inner, rest, value);
            }
        }
    }
}

/// The name that a file or a folder has in templates: letters, digits and hyphens, `_` for spaces.
fn key(name: &str) -> String {
    let is_kept = |c: char| c.is_alphanumeric() || c.is_whitespace() || matches!(c, '_' | '-');
    let kept: String = name.trim().chars().filter(|&c| is_kept(c)).collect();
    kept.split_whitespace().collect::<Vec<_>>().join("_")
}

/// Rows as maps from the names in the first row.
pub(crate) fn read_table(text: &str, separator: char) -> Value {
    let mut rows = parse_rows(text, separator).into_iter();
    let names = rows.next().unwrap_or_default();
    let row = |cells: Vec<String>| {
        // An empty cell is nil.
        let cells = cells.into_iter().map(|cell| match cell.is_empty() {
            true => Value::Null,
            false => Value::String(cell),
        });
        Value::Object(names.iter().cloned().zip(cells).collect())
    };
    Value::Array(rows.map(row).collect())
}

/// RFC 4180, with any separator.
fn parse_rows(text: &str, separator: char) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '"' if quoted && characters.peek() == Some(&'"') => {
                cell.push('"');
                characters.next();
            }
            '"' => quoted = !quoted,
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c if c == separator && !quoted => row.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_have_quoted_cells() {
        let value = read_table("a,b\n1,\"x, \"\"y\"\"\"\n\n,z\n", ',');
        assert_eq!(
            value,
            serde_json::json!([{"a": "1", "b": "x, \"y\""}, {"a": null, "b": "z"}])
        );
    }
}
