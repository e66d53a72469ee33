//! What programs say plainly: `NAME = 'value'` of Python, `name: "value"` of JavaScript. Nothing is run.
use serde_json::{Map, Value};

/// The assignments of texts, numbers and truth values, by name; of two with one name the last in
/// Python and the first in JavaScript, whose objects may repeat a name deeper inside.
pub(crate) fn read(program: &str) -> Map<String, Value> {
    let mut values = Map::new();
    for line in program.lines() {
        let line = line.trim();
        if line.starts_with(['#', '/', '*']) {
            continue;
        }
        // `dir: { input: "src", output: "out" }` may stand on one line.
        for part in parts(line) {
            let is_python = part
                .split_once('=')
                .is_some_and(|(name, _)| is_name(name.trim()));
            let pair = match is_python {
                true => part.split_once('='),
                false => part.split_once(':'),
            };
            let Some((name, value)) = pair else { continue };
            let name = name.trim().trim_matches(['"', '\'']);
            let Some(value) = literal(value.trim()).filter(|_| is_name(name)) else {
                continue;
            };
            if is_python || !values.contains_key(name) {
                values.insert(name.to_owned(), value);
            }
        }
    }
    values
}

/// The pieces of a line between braces and commas that are not in quotes.
fn parts(line: &str) -> Vec<&str> {
    let (mut parts, mut start, mut quote) = (Vec::new(), 0, None);
    for (at, c) in line.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'' | '`') => quote = Some(c),
            None if matches!(c, '{' | '}' | ',' | ';') => {
                parts.push(&line[start..at]);
                start = at + 1;
            }
            None => {}
        }
    }
    parts.push(&line[start..]);
    parts
}

fn is_name(text: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && text.chars().all(is_word)
}

fn literal(text: &str) -> Option<Value> {
    let text = text
        .strip_prefix(['u', 'r'])
        .filter(|rest| rest.starts_with(['"', '\'']))
        .unwrap_or(text);
    for quote in ['"', '\'', '`'] {
        if let Some(inner) = text.strip_prefix(quote) {
            let (inner, rest) = inner.split_once(quote)?;
            let is_whole = rest.trim().is_empty() || rest.trim().starts_with(['#', '/']);
            return (is_whole && !inner.contains(['\\', '$'])).then(|| inner.into());
        }
    }
    let word = text.split(['#', ' ']).next().unwrap_or_default();
    match word {
        "True" | "true" => Some(true.into()),
        "False" | "false" => Some(false.into()),
        word => word.parse::<i64>().ok().map(Value::from),
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use serde_json::{Value, json};

    #[test]
    fn only_what_is_plain_is_read() {
        let python = "# SITENAME = 'no'\nSITENAME = u'A \"name\"'  # yes\nSITEURL = \"https://a.example\"\n\
            PATH = os.path.join('a', 'b')\nFEED_ALL_ATOM = None\nDEFAULT_PAGINATION = 10\nRELATIVE_URLS = True\n\
            ARTICLE_URL = 'posts/{date:%Y}/{slug}/'\nLINKS = (('a', 'b'),)\n";
        let expected = json!({
            "SITENAME": "A \"name\"", "SITEURL": "https://a.example", "DEFAULT_PAGINATION": 10,
            "RELATIVE_URLS": true, "ARTICLE_URL": "posts/{date:%Y}/{slug}/"
        });
        assert_eq!(Value::Object(read(python)), expected);
        let script = "export default function (c) {\n  return {\n    markdownTemplateEngine: \"njk\",\n\
            dir: { input: 'src', data: `../_data` },\n  title: \"x\" + y,\n };\n}\n";
        let expected = json!({"markdownTemplateEngine": "njk", "input": "src", "data": "../_data"});
        assert_eq!(Value::Object(read(script)), expected);
    }
}
