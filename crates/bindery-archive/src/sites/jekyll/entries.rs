//! Which files Jekyll reads: `include` and `exclude` of the configuration, and names that are special.
use glob::Pattern;
use serde_json::{Map, Value};

use super::super::name;

/// What is excluded without being named.
const EXCLUDED: [&str; 10] = [
    ".sass-cache",
    ".jekyll-cache",
    "gemfiles",
    "Gemfile",
    "Gemfile.lock",
    "node_modules",
    "vendor/bundle/",
    "vendor/cache/",
    "vendor/gems/",
    "vendor/ruby/",
];

/// Tells documents that are read from files that are left aside.
#[derive(Debug, Default)]
pub(crate) struct Entries {
    include: Vec<Rule>,
    exclude: Vec<Rule>,
}

#[derive(Debug)]
struct Rule {
    text: String,
    /// Unless it is nothing but the beginning of a path.
    glob: Option<Pattern>,
}

impl Entries {
    pub(crate) fn new(configuration: &Map<String, Value>) -> Entries {
        let names = |key: &str| {
            let list = configuration.get(key).and_then(Value::as_array);
            let names = list.into_iter().flatten().filter_map(Value::as_str);
            names.map(str::to_owned).collect::<Vec<_>>()
        };
        let include = names("include");
        let mut exclude = names("exclude");
        exclude.extend(EXCLUDED.map(str::to_owned));
        exclude.retain(|name| !include.contains(name));
        let rule = |text: String| {
            let text = text.trim_start_matches('/').to_owned();
            let is_glob = text.contains(['*', '?', '[']);
            let glob = is_glob.then(|| Pattern::new(&text).ok()).flatten();
            Rule { text, glob }
        };
        Entries {
            include: include.into_iter().map(rule).collect(),
            exclude: exclude.into_iter().map(rule).collect(),
        }
    }

    /// Whether a document below `_posts` or another folder of a collection is read. `top` is where
    /// that folder's name begins in the path.
    pub(crate) fn takes(&self, path: &str, top: usize) -> bool {
        let folders = path[..top].trim_end_matches('/');
        let mut at = 0;
        for name in folders.split('/').filter(|name| !name.is_empty()) {
            let end = at + name.len();
            if !self.takes_entry(name, &path[..end], true) {
                return false;
            }
            at = end + 1;
        }
        let inside = path[top..]
            .find('/')
            .map_or(path.len(), |slash| top + slash + 1);
        self.takes_entry(&path[inside..], path, false)
    }

    /// Whether a file is of the site itself: a page, or copied as it is.
    pub(crate) fn takes_file(&self, path: &str) -> bool {
        let top = path.rfind('/').map_or(0, |slash| slash + 1);
        self.takes(path, top) && self.takes_entry(&path[top..], path, false)
    }

    /// `entry` is a name in a folder, or a path below a collection's; `path` is that from the root.
    fn takes_entry(&self, entry: &str, path: &str, is_folder: bool) -> bool {
        let name = name::last_part(entry);
        if entry.ends_with('.') {
            return false;
        }
        let included =
            matches(&self.include, entry, is_folder) || matches(&self.include, name, is_folder);
        let special = |name: &str| name.starts_with(['.', '_', '#', '~']);
        included
            || !matches(&self.exclude, path, is_folder)
                && !special(entry)
                && !special(name)
                && !entry.ends_with('~')
    }
}

/// Whether one of the rules is the path, its beginning, or a glob that matches it; `*` stands for
/// any characters, slashes too.
fn matches(rules: &[Rule], path: &str, is_folder: bool) -> bool {
    let first = path.bytes().next();
    // Of ten rules, hardly one begins as the path does.
    let may_begin = |rule: &str| rule.bytes().next().is_none_or(|byte| Some(byte) == first);
    rules.iter().any(|rule| {
        rule.glob.as_ref().is_some_and(|glob| glob.matches(path))
            || may_begin(&rule.text) && path.starts_with(&rule.text)
            || is_folder && rule.text.strip_suffix('/') == Some(path)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_in_special_or_excluded_folders_are_left_aside() {
        let configuration = serde_json::json!({"include": ["_in"], "exclude": ["old", "x/*.html"]});
        let entries = Entries::new(configuration.as_object().unwrap());
        for (path, taken) in [
            ("_posts/a.md", true),
            ("_posts/_b/a.md", false),
            ("_posts/b/_c/a.md", true),
            ("en/news/_posts/a.md", true),
            ("_in/_posts/a.md", true),
            ("_out/_posts/a.md", false),
            ("old/_posts/a.md", false),
            ("x/_posts/a.html", false),
            ("x/_posts/a.md", true),
            ("vendor/bundle/_posts/a.md", false),
        ] {
            let top = path.find("_posts").unwrap();
            assert_eq!(entries.takes(path, top), taken, "{path}");
        }
    }

    #[test]
    fn files_of_the_site_are_told() {
        let configuration = serde_json::json!({"include": [".ok"], "exclude": ["old"]});
        let entries = Entries::new(configuration.as_object().unwrap());
        for (path, taken) in [
            ("a.md", true),
            ("img/b.png", true),
            (".ok", true),
            (".hidden", false),
            ("_posts/a.md", false),
            ("img/_c/b.png", false),
            ("old/b.png", false),
            ("Gemfile", false),
        ] {
            assert_eq!(entries.takes_file(path), taken, "{path}");
        }
    }
}
