//! What Vue makes of the Markdown of VitePress and VuePress: values of the page, `{{ $frontmatter.title }}`, and
//! components, which end the HTML that they begin.
use std::borrow::Cow;

use bindery_model::{Diagnostic, Location};
use serde_json::{Map, Value};

use crate::ParseOptions;
use crate::fenced_code::FencedCode;
use crate::front_matter::value;
use crate::inclusion::Inclusions;
use crate::liquid::escape;

/// What values of the front matter are called, before a dot and their names.
const FRONT_MATTER: [&str; 4] = [
    "$frontmatter",
    "frontmatter",
    "$page.frontmatter",
    "page.frontmatter",
];
/// What the title of the page is called.
const TITLES: [&str; 3] = ["$page.title", "$title", "page.title"];

/// The body with values of the page in it. What else would be computed stands as it is written, and is told.
pub(crate) fn filled_in<'b>(
    body: Cow<'b, str>,
    values: &Map<String, Value>,
    options: &ParseOptions<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Cow<'b, str> {
    let is_vue = matches!(options.inclusions, Some(Inclusions::VitePress(_)));
    if !is_vue || !(body.contains("{{") || body.contains('<')) {
        return body;
    }
    let mut out = String::with_capacity(body.len() + 100);
    let mut fenced = FencedCode::default();
    let mut computed = 0;
    for line in body.split_inclusive('\n') {
        if fenced.takes(line) {
            out.push_str(line);
            continue;
        }
        push_line(line, values, &mut computed, &mut out);
        if is_component(line) {
            out.push('\n');
        }
    }
    if computed > 0 && !body.contains("v-pre") {
        let message = match computed {
            1 => "what is in braces would be computed, and stands as it is written".to_owned(),
            count => format!(
                "{count} expressions in braces would be computed, and stand as they are written"
            ),
        };
        let found = Diagnostic::warning("markup.expression", message)
            .with_hint("write what it shows in its place");
        diagnostics.push(found.at(Location::whole_file(options.path)));
    }
    out.into()
}

/// Writes a line with the values that it names, but in spans of code.
fn push_line(line: &str, values: &Map<String, Value>, computed: &mut usize, out: &mut String) {
    let mut rest = line;
    let mut is_code = false;
    while let Some(at) = rest.find(['`', '{']) {
        let (before, mark) = rest.split_at(at);
        out.push_str(before);
        let braces = mark.strip_prefix("{{").filter(|_| !is_code);
        let Some((inner, after)) = braces.and_then(|inner| inner.split_once("}}")) else {
            is_code ^= mark.starts_with('`');
            out.push_str(&mark[..1]);
            rest = &mark[1..];
            // No other is closed on this line.
            if braces.is_some() {
                break;
            }
            continue;
        };
        match value_of(inner.trim(), values) {
            Some(text) => out.push_str(&escape(&text)),
            None => {
                *computed += 1;
                out.push_str(&mark[..mark.len() - after.len()]);
            }
        }
        rest = after;
    }
    out.push_str(rest);
}

/// The text that an expression names.
fn value_of(expression: &str, values: &Map<String, Value>) -> Option<String> {
    let name = match TITLES.contains(&expression) {
        true => "title",
        false => FRONT_MATTER
            .iter()
            .find_map(|start| expression.strip_prefix(start)?.strip_prefix('.'))?,
    };
    match value(values, name)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Whether a line is the tag of a component alone: of a name with a hyphen or a capital.
fn is_component(line: &str) -> bool {
    let line = line.trim_end();
    let Some(tag) = line.strip_prefix('<').and_then(|tag| tag.strip_suffix('>')) else {
        return false;
    };
    let tag = tag.strip_prefix('/').unwrap_or(tag);
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let name = tag.split(|c| !is_name(c)).next().unwrap_or_default();
    let is_own = name.contains('-') || name.starts_with(|c: char| c.is_ascii_uppercase());
    is_own && !tag.contains(['<', '>'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_of_the_page_are_filled_in() {
        let values = json!({"title": "A & B", "n": 3});
        let inclusions = Inclusions::VitePress(String::new());
        let options = ParseOptions {
            inclusions: Some(&inclusions),
            ..ParseOptions::default()
        };
        for (body, expected, told) in [
            ("# {{ $frontmatter.title }}\n", "# A &amp; B\n", 0),
            (
                "{{$page.title}} {{ frontmatter.n }} {{ x + 1 }}",
                "A &amp; B 3 {{ x + 1 }}",
                1,
            ),
            ("`{{ $page.title }}` {{", "`{{ $page.title }}` {{", 0),
            (
                "```\n{{ a }}\n<A-b>\n```\n",
                "```\n{{ a }}\n<A-b>\n```\n",
                0,
            ),
            (
                "<code-group>\n```\n```\n</code-group>\n",
                "<code-group>\n\n```\n```\n</code-group>\n\n",
                0,
            ),
            ("<br>\n<div a-b>\n", "<br>\n<div a-b>\n", 0),
        ] {
            let mut found = Vec::new();
            let values = values.as_object().unwrap();
            assert_eq!(
                filled_in(body.into(), values, &options, &mut found),
                expected
            );
            assert_eq!(found.len(), told, "{body}");
            let plain = ParseOptions::default();
            assert_eq!(filled_in(body.into(), values, &plain, &mut found), body);
        }
    }
}
