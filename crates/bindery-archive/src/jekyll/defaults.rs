//! `defaults:` of the configuration: values for posts by path and type.
use serde_json::{Map, Value};

/// The values that the configuration gives a document with this path, of this type (`posts`,
/// `drafts`, `pages` or a collection). A longer scope path wins over a shorter one, a scope with a
/// type over one without; of equal ones the later.
pub(crate) fn values(
    configuration: &Map<String, Value>,
    path: &str,
    kind: &str,
) -> Map<String, Value> {
    let Some(Value::Array(rules)) = configuration.get("defaults") else {
        return Map::new();
    };
    let mut matching: Vec<(usize, bool, &Map<String, Value>)> = rules
        .iter()
        .filter_map(|rule| {
            let scope = rule.get("scope").and_then(Value::as_object);
            let scope_text = |key: &str| {
                scope
                    .and_then(|scope| scope.get(key)?.as_str())
                    .unwrap_or_default()
            };
            let (scope_path, scope_kind) = (scope_text("path"), scope_text("type"));
            let applies = matches_path(scope_path, path)
                && (scope_kind.is_empty()
                    || scope_kind.trim_end_matches('s') == kind.trim_end_matches('s'));
            let values = rule.get("values")?.as_object()?;
            applies.then_some((scope_path.len(), !scope_kind.is_empty(), values))
        })
        .collect();
    // The sort is stable, so that later rules stay later.
    matching.sort_by_key(|&(length, typed, _)| (length, typed));
    let mut merged = Map::new();
    for (_, _, values) in matching {
        merged.extend(
            values
                .iter()
                .map(|(key, value)| (key.clone(), value.clone())),
        );
    }
    merged
}

/// Whether a scope's path is the path itself, a folder above it, or a glob that matches it.
pub(crate) fn matches_path(scope: &str, path: &str) -> bool {
    let scope = scope.trim_matches('/');
    if scope.is_empty() || scope == path {
        return true;
    }
    if scope.contains('*') {
        let scope: Vec<&str> = scope.split('/').collect();
        let path: Vec<&str> = path.split('/').collect();
        // A glob may match the path or a folder above it.
        return (scope.len().min(path.len())..=path.len())
            .any(|length| matches_parts(&scope, &path[..length]));
    }
    path.strip_prefix(scope)
        .is_some_and(|rest| rest.starts_with('/'))
}

/// Whether the parts of a path match those of a glob, in which `**` stands for any number.
/// Dynamic programming, so that no glob is slow.
fn matches_parts(globs: &[&str], parts: &[&str]) -> bool {
    let mut reached = vec![false; parts.len() + 1];
    reached[0] = true;
    for glob in globs {
        let mut next = vec![false; parts.len() + 1];
        for at in 0..=parts.len() {
            if *glob == "**" {
                next[at] = reached[at] || at > 0 && next[at - 1];
            } else if at > 0 {
                next[at] = reached[at - 1] && matches_part(glob, parts[at - 1]);
            }
        }
        reached = next;
    }
    reached[parts.len()]
}

/// Whether a name matches a glob, in which `*` stands for any characters.
fn matches_part(glob: &str, name: &str) -> bool {
    let pieces: Vec<&str> = glob.split('*').collect();
    let Some((first, rest)) = pieces.split_first() else {
        return name.is_empty();
    };
    let Some(mut name) = name.strip_prefix(first) else {
        return false;
    };
    let Some((last, middle)) = rest.split_last() else {
        return name.is_empty();
    };
    for piece in middle {
        match name.find(piece) {
            Some(at) => name = &name[at + piece.len()..],
            None => return false,
        }
    }
    name.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_match_parts_of_paths() {
        for (glob, path, expected) in [
            ("", "_posts/a.md", true),
            ("_posts", "_posts/a.md", true),
            ("_posts", "_posts2/a.md", false),
            ("*/_posts", "x/_posts/a.md", true),
            ("**/b*.md", "x/y/bc.md", true),
            ("_posts/*.html", "_posts/a.md", false),
        ] {
            assert_eq!(matches_path(glob, path), expected, "{glob} {path}");
        }
    }

    #[test]
    fn the_closest_scope_wins() {
        let configuration = serde_json::json!({"defaults": [
            {"scope": {"path": "_posts/x", "type": "posts"}, "values": {"a": 3}},
            {"scope": {"path": ""}, "values": {"a": 1, "b": 1}},
            {"scope": {"path": "", "type": "posts"}, "values": {"a": 2}},
            {"scope": {"path": "", "type": "pages"}, "values": {"b": 9}},
        ]});
        let values = values(configuration.as_object().unwrap(), "_posts/x/y.md", "posts");
        assert_eq!(
            serde_json::json!(values),
            serde_json::json!({"a": 3, "b": 1})
        );
    }
}
