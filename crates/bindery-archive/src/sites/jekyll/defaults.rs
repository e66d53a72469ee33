//! `defaults:` of the configuration: values for documents by path and type.
use glob::Pattern;
use serde_json::{Map, Value};

use super::super::name::{above, matches_files};

/// The rules of a site, in its order.
#[derive(Debug, Default)]
pub(crate) struct Defaults {
    rules: Vec<Rule>,
}

#[derive(Debug)]
struct Rule {
    scope: Scope,
    /// The length of the scope's path as it is written: the longer one wins.
    length: usize,
    kind: Option<String>,
    values: Map<String, Value>,
}

#[derive(Debug)]
enum Scope {
    /// Everything that begins so.
    Prefix(String),
    /// A file or a folder above it.
    Glob(Pattern),
    /// What cannot be read as a glob matches nothing.
    Nothing,
}

impl Defaults {
    /// The rules of a configuration. Paths are relative to `collections_dir`, which may be empty.
    pub(crate) fn new(configuration: &Map<String, Value>, collections_dir: &str) -> Defaults {
        let rules = configuration.get("defaults").and_then(Value::as_array);
        let rule = |rule: &Value| {
            let text = |key: &str| rule.get("scope")?.get(key)?.as_str();
            let path = text("path").unwrap_or_default();
            let kind = text("type").map(|kind| match kind {
                "post" | "page" | "draft" => format!("{kind}s"),
                kind => kind.to_owned(),
            });
            let inner = match path.strip_prefix(collections_dir) {
                Some(inner) if !collections_dir.is_empty() && inner.starts_with('/') => &inner[1..],
                _ => path,
            };
            Some(Rule {
                scope: if !path.contains('*') {
                    Scope::Prefix(inner.to_owned())
                } else {
                    Pattern::new(inner).map_or(Scope::Nothing, Scope::Glob)
                },
                length: path.strip_prefix('/').unwrap_or(path).len(),
                kind,
                values: rule.get("values")?.as_object()?.clone(),
            })
        };
        Defaults {
            rules: rules.into_iter().flatten().filter_map(rule).collect(),
        }
    }

    /// The values for a document with this path, of this type (`posts` or another collection).
    ///
    /// A rule goes over all that came before it if its path is at least as long as the longest so
    /// far, and beneath all of them if it is shorter; of equally long ones a rule with a type is
    /// the stronger.
    pub(crate) fn values(&self, path: &str, kind: &str) -> Map<String, Value> {
        let mut merged = Map::new();
        let mut strongest: Option<&Rule> = None;
        for rule in self.rules.iter().filter(|rule| rule.applies(path, kind)) {
            if strongest.is_none_or(|known| rule.goes_over(known)) {
                merge(&mut merged, &rule.values);
                strongest = Some(rule);
            } else {
                let over = std::mem::replace(&mut merged, rule.values.clone());
                merge(&mut merged, &over);
            }
        }
        merged
    }
}

impl Rule {
    fn applies(&self, path: &str, kind: &str) -> bool {
        if self.kind.as_deref().is_some_and(|own| own != kind) {
            return false;
        }
        match &self.scope {
            Scope::Prefix(prefix) => path.starts_with(prefix.as_str()),
            Scope::Glob(glob) => above(path).any(|path| matches_files(glob, path)),
            Scope::Nothing => false,
        }
    }

    fn goes_over(&self, known: &Rule) -> bool {
        if self.length != known.length {
            return self.length > known.length;
        }
        self.kind.is_some() || known.kind.is_none()
    }
}

/// Puts values over others: maps in them are merged, and null leaves what is there.
pub(crate) fn merge(target: &mut Map<String, Value>, over: &Map<String, Value>) {
    for (key, value) in over {
        match (target.get_mut(key), value) {
            (Some(Value::Object(inner)), Value::Object(value)) => merge(inner, value),
            (Some(_), Value::Null) => {}
            _ => {
                target.insert(key.clone(), value.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn values(rules: Value, path: &str, kind: &str) -> Value {
        let configuration = json!({ "defaults": rules });
        let defaults = Defaults::new(configuration.as_object().unwrap(), "");
        Value::Object(defaults.values(path, kind))
    }

    #[test]
    fn scopes_are_prefixes_or_globs() {
        for (scope, path, applies) in [
            ("", "_posts/a.md", true),
            ("_posts", "_posts/a.md", true),
            ("_posts", "_posts2/a.md", true),
            ("posts", "_posts/a.md", false),
            ("/_posts", "_posts/a.md", false),
            ("*/_posts", "x/_posts/a.md", true),
            ("**/b*.md", "x/y/bc.md", true),
            ("_posts/*.html", "_posts/a.md", false),
            ("*/_posts", "x/y/_posts/a.md", false),
        ] {
            let rules = json!([{"scope": {"path": scope}, "values": {"a": 1}}]);
            let found = values(rules, path, "posts") == json!({"a": 1});
            assert_eq!(found, applies, "{scope} {path}");
        }
    }

    #[test]
    fn the_closest_scope_wins() {
        let rules = json!([
            {"scope": {"path": ""}, "values": {"a": 1, "b": 1, "c": {"x": 1}}},
            {"scope": {"path": "_posts/x", "type": "posts"}, "values": {"a": 3, "c": {"y": 2}}},
            {"scope": {"path": "_posts", "type": "post"}, "values": {"a": 2, "b": 2}},
            {"scope": {"path": "", "type": "pages"}, "values": {"b": 9}},
        ]);
        assert_eq!(
            values(rules, "_posts/x/y.md", "posts"),
            json!({"a": 3, "b": 1, "c": {"x": 1, "y": 2}})
        );
    }
}
