//! The files of a site that are no posts, as templates list them.
use bindery_parse::front_matter;
use serde_json::{Map, Value, json};

use crate::Archive;
use crate::storage::{IMAGE_ENDINGS, has_ending};

/// The largest page.
const MAX_PAGE: u64 = 4 << 20;

/// Pages, by their names, and files that are copied as they are, by their paths.
pub(crate) fn pages_and_files(archive: &Archive) -> (Vec<Value>, Vec<Value>) {
    let (mut pages, mut files) = (Vec::new(), Vec::new());
    let paths = archive.storage.paths().iter();
    for path in paths.filter(|path| archive.conventions.is_site_file(path)) {
        match front_matter_of(archive, path) {
            Some(values) => pages.push(page(archive, path, values)),
            None => files.push(file(path)),
        }
    }
    pages.sort_by(|a, b| a["name"].as_str().cmp(&b["name"].as_str()));
    (pages, files)
}

/// The front matter of a page; of pictures, of which there may be many, nothing is read.
fn front_matter_of(archive: &Archive, path: &str) -> Option<Map<String, Value>> {
    if has_ending(path, &IMAGE_ENDINGS) && !has_ending(path, &["svg"]) {
        return None;
    }
    let begins = archive.storage.read(path, 3).ok()?;
    if begins != b"---" {
        return None;
    }
    let bytes = archive.storage.read(path, MAX_PAGE).ok()?;
    let (found, _) = front_matter::parse(&bindery_parse::decode(&bytes).text, path);
    Some(found.values.into_inner())
}

fn page(archive: &Archive, path: &str, mut values: Map<String, Value>) -> Value {
    let url = archive.conventions.page_url(path, &values);
    values.insert("url".to_owned(), json!(url));
    values.insert("path".to_owned(), json!(path));
    values.insert("name".to_owned(), json!(path.rsplit('/').next()));
    Value::Object(values)
}

fn file(path: &str) -> Value {
    let name = path.rsplit('/').next().unwrap_or(path);
    let (stem, ending) = name.split_at(name.rfind('.').unwrap_or(name.len()));
    json!({"path": format!("/{path}"), "name": name, "basename": stem, "extname": ending})
}
