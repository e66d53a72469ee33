//! The extensions of Python-Markdown that a site asks for, by their names, with their options.
use serde_json::{Map, Value};

/// Under what key they stand in the configuration of a site.
pub(crate) const KEY: &str = "markdown_extensions";
/// The names of PyMdown's begin so.
const PYMDOWN: &str = "pymdownx.";

/// Those of a list in YAML: `- pymdownx.keys`, `- pymdownx.snippets: {base_path: docs}`.
pub(crate) fn in_yaml(list: &Value) -> Map<String, Value> {
    let mut found = Map::new();
    match list {
        Value::Array(items) => items.iter().for_each(|item| match item {
            Value::String(name) => {
                found.insert(name.clone(), Value::Null);
            }
            item => found.extend(in_yaml(item)),
        }),
        Value::Object(map) => found.extend(map.clone()),
        _ => {}
    }
    found
}

/// Those of PyMdown that a program names in quotation marks, without their options.
pub(crate) fn in_python(program: &str) -> Map<String, Value> {
    let mut found = Map::new();
    for line in program
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'))
    {
        let mut names = line.split(['"', '\'']).skip(1).step_by(2);
        while let Some(name) = names.find(|name| name.starts_with(PYMDOWN)) {
            found.insert(name.to_owned(), Value::Null);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn extensions_are_found_in_each_form() {
        let list = json!(["toc", {"pymdownx.caret": {"insert": false}}, {"pymdownx.keys": null}]);
        let expected =
            json!({"toc": null, "pymdownx.caret": {"insert": false}, "pymdownx.keys": null});
        assert_eq!(Value::Object(in_yaml(&list)), expected);
        let program = "MARKDOWN = {'extension_configs': {'pymdownx.mark': {}, \"pymdownx.keys\": {'a': 'b'}}}\n\
             # 'pymdownx.tilde',\n";
        let expected = json!({"pymdownx.mark": null, "pymdownx.keys": null});
        assert_eq!(Value::Object(in_python(program)), expected);
    }
}
