//! The elements of MDX. Those of HTML stay, without what is computed in them; components go, except for
//! what their attributes show, and the text in them loses its indent, which means nothing there.
use std::borrow::Cow;
use std::collections::HashMap;

use super::{Findings, literal};
use crate::fenced_code::FencedCode;
use crate::liquid::escape;
use crate::stand_in;

/// No tag is longer.
const MAX_LENGTH: usize = 8 << 10;
/// How many components that are open are told apart.
const MAX_DEPTH: usize = 100;
/// How far the end of a text in braces is looked for, and what shows that a program stands there.
const MAX_TEXT: usize = 200;
const PROGRAMS: [&str; 2] = [".map(", " && "];

/// What is known while tags are written.
struct State<'t, 'f, 'a> {
    /// The files and texts that names stand for.
    imported: &'f HashMap<&'t str, &'t str>,
    found: &'f mut Findings<'a>,
    /// The indent of the text in each component that is open, once it is known.
    indents: Vec<Option<usize>>,
    /// What tabs are called, by their values, where what is around them says so.
    labels: HashMap<&'t str, &'t str>,
}

/// A tag, with the values of its attributes that are known without computing.
struct Tag<'t> {
    name: &'t str,
    attributes: Vec<(&'t str, &'t str)>,
    is_end: bool,
    is_closed: bool,
    /// Whether it is HTML's as it stands.
    is_plain: bool,
    length: usize,
}

impl Tag<'_> {
    fn is_component(&self) -> bool {
        self.name.is_empty() || self.name.starts_with(|c: char| c.is_ascii_uppercase())
    }
}

impl<'t> Tag<'t> {
    /// What a tab is called that has no label of its own.
    fn label(&self, labels: &HashMap<&str, &'t str>) -> Option<&'t str> {
        let mut attributes = self.attributes.iter();
        let (_, value) = attributes.find(|(name, _)| *name == "value" && self.name == "TabItem")?;
        Some(labels.get(value).copied().unwrap_or(value))
    }
}

/// The text without components. `imported` has the files and texts that names stand for.
pub(super) fn without_components<'t>(
    body: &'t str,
    imported: &HashMap<&'t str, &'t str>,
    found: &mut Findings<'_>,
) -> String {
    let mut out = String::with_capacity(body.len());
    let mut state = State {
        imported,
        found,
        indents: Vec::new(),
        labels: HashMap::new(),
    };
    let mut fenced = FencedCode::default();
    let mut in_formula = false;
    let mut rest = body;
    while !rest.is_empty() {
        let (line, _) = rest.split_at(rest.find('\n').map_or(rest.len(), |end| end + 1));
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        let text = &line[indent..];
        if let Some(unknown) = state.indents.last_mut().filter(|known| known.is_none())
            && !text.trim().is_empty()
            && !text.starts_with("</")
        {
            *unknown = Some(indent);
        }
        let outer = state
            .indents
            .iter()
            .rev()
            .find_map(|indent| *indent)
            .unwrap_or(0);
        let line = &line[outer.min(indent)..];
        rest = &rest[outer.min(indent)..];
        let is_code = fenced.takes(text);
        let is_edge = !is_code && text.trim() == "$$";
        if is_code || is_edge || in_formula {
            out.push_str(line);
            rest = &rest[line.len()..];
        } else {
            rest = write_line(rest, &mut state, &mut out);
        }
        in_formula ^= is_edge;
    }
    out
}

/// Writes the text up to the end of a line, and what a tag that runs over it has behind; what follows is
/// returned.
fn write_line<'t>(mut rest: &'t str, state: &mut State<'t, '_, '_>, out: &mut String) -> &'t str {
    while let Some(at) = rest.find(['\n', '`', '<', '{', '\\', '$']) {
        let (before, found) = rest.split_at(at);
        out.push_str(before);
        if let Some(length) = kept(found) {
            out.push_str(&found[..length]);
            rest = &found[length..];
            continue;
        }
        if found.starts_with('{') {
            if let Some(length) = comment(found) {
                rest = &found[length..];
                // A line of comments alone is none.
                let begins = out.is_empty() || out.ends_with('\n');
                rest = rest.strip_prefix('\n').filter(|_| begins).unwrap_or(rest);
                if begins && found.len() - rest.len() > length {
                    return rest;
                }
                continue;
            }
            let (shown, length) = in_braces(found, state);
            out.push_str(&shown);
            rest = &found[length..];
            continue;
        }
        if let Some(after) = found.strip_prefix('\n') {
            out.push('\n');
            return after;
        }
        let ticks = found.len() - found.trim_start_matches('`').len();
        let length = match ticks {
            0 => 1,
            ticks => code_span(found, ticks),
        };
        let Some(tag) = tag(found, state.imported).filter(|_| ticks == 0) else {
            out.push_str(&found[..length]);
            rest = &found[length..];
            continue;
        };
        write_tag(&tag, &found[..tag.length], state, out);
        rest = &found[tag.length..];
    }
    out.push_str(rest);
    ""
}

/// The bytes that stay as they are, where a text begins with an escape or a formula in one line.
fn kept(text: &str) -> Option<usize> {
    if let Some(escaped) = text.strip_prefix('\\') {
        let next = escaped.chars().next().filter(|c| *c != '\n');
        return Some(1 + next.map_or(0, char::len_utf8));
    }
    let rest = text.trim_start_matches('$');
    let marks = text.len() - rest.len();
    if marks == 0 {
        return None;
    }
    let end = rest.find(&text[..marks]);
    let end = end.filter(|end| !rest[..*end].contains('\n'));
    Some(end.map_or(marks, |end| end + 2 * marks))
}

/// The bytes of a comment, `{/* … */}`.
fn comment(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('{')?.trim_start().strip_prefix("/*")?;
    let (_, after) = inner.split_once("*/")?;
    let after = after.trim_start().strip_prefix('}')?;
    Some(text.len() - after.len())
}

/// What an expression in the text shows, and its bytes: texts show themselves, programs nothing. What is
/// neither may be TeX, whose braces stay.
fn in_braces<'t>(text: &'t str, state: &mut State<'t, '_, '_>) -> (Cow<'t, str>, usize) {
    let near = &text[..text.floor_char_boundary(MAX_TEXT)];
    if let Some(end) = near.find('}') {
        let inner = text[1..end].trim();
        let is_quoted = inner.starts_with(['"', '\'', '`']);
        let known = known_text(inner, state.imported);
        if let Some(known) = known.filter(|known| is_quoted || !known.starts_with(['.', '@'])) {
            return (literal::as_text(known), end + 1);
        }
    }
    let line = near.split('\n').next().unwrap_or_default();
    let is_program = PROGRAMS.iter().any(|mark| line.contains(mark));
    let within = &text[..text.floor_char_boundary(MAX_LENGTH)];
    let length = expression(within);
    if let Some(length) = length.filter(|_| is_program) {
        return ("".into(), length);
    }
    // `{#id}` and `{.class}` are attributes of a heading.
    let length = length.filter(|_| !text[1..].starts_with(['#', '.', ':']));
    state
        .found
        .expressions
        .extend(length.map(|length| text[..length].to_owned()));
    ("{".into(), 1)
}

/// What the tabs are called in `values={[{label: 'A', value: 'a'}]}`.
fn labels(tag: &str) -> HashMap<&str, &str> {
    let objects = tag.split('{');
    objects
        .filter_map(|object| Some((quoted(object, "value:")?, quoted(object, "label:")?)))
        .collect()
}

/// The text in quotation marks behind a key.
fn quoted<'t>(object: &'t str, key: &str) -> Option<&'t str> {
    let rest = object.split_once(key)?.1.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    Some(rest[1..].split_once(quote)?.0)
}

/// The bytes of a span of code that begins with so many ticks, or of the ticks.
fn code_span(text: &str, ticks: usize) -> usize {
    let line = text.split("\n\n").next().unwrap_or_default();
    let end = line[ticks..].find(&text[..ticks]);
    end.map_or(ticks, |end| end + 2 * ticks)
}

fn write_tag<'t>(tag: &Tag<'t>, source: &'t str, state: &mut State<'t, '_, '_>, out: &mut String) {
    if !tag.is_component() {
        if tag.is_plain {
            return out.push_str(source);
        }
        out.push('<');
        out.push_str(tag.name);
        for (name, value) in &tag.attributes {
            let name = if *name == "className" { "class" } else { name };
            out.push_str(&format!(" {name}=\"{}\"", escape(value)));
        }
        return out.push_str(if tag.is_closed { " />" } else { ">" });
    }
    if tag.is_end {
        state.indents.pop();
        return;
    }
    let file = state.imported.get(tag.name);
    if let Some(shown) = file.and_then(|file| super::shown_file(file, state.found)) {
        out.push_str(&shown);
        if tag.is_closed {
            return;
        }
    }
    if tag.is_closed {
        let shown = stand_in::alone(tag.name, &tag.attributes);
        return out.push_str(&shown.unwrap_or_default());
    }
    if state.indents.len() < MAX_DEPTH {
        state.indents.push(None);
    }
    if tag.name == "Tabs" {
        state.labels = labels(source);
    }
    let title = stand_in::title(tag.name, &tag.attributes);
    if let Some(title) = title.or_else(|| tag.label(&state.labels)) {
        let title = stand_in::titled(title, out);
        out.push_str(&title);
    }
}

/// The tag that a text begins with.
fn tag<'t>(text: &'t str, imported: &HashMap<&str, &'t str>) -> Option<Tag<'t>> {
    let within = &text[..text.floor_char_boundary(MAX_LENGTH)];
    let inner = within.strip_prefix('<')?;
    let (is_end, inner) = match inner.strip_prefix('/') {
        Some(inner) => (true, inner),
        None => (false, inner),
    };
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
    let (name, mut rest) = inner.split_at(inner.find(|c| !is_word(c))?);
    // `<>` is a fragment; an address in angle brackets is none.
    if name.contains(':')
        || !(name.is_empty() || name.starts_with(|c: char| c.is_ascii_alphabetic()))
    {
        return None;
    }
    if !rest.starts_with(['>', '/', '{']) && !rest.starts_with(char::is_whitespace) {
        return None;
    }
    let (mut attributes, mut is_plain) = (Vec::new(), true);
    loop {
        rest = rest.trim_start();
        if let Some(end) = ["/>", ">"].iter().find(|end| rest.starts_with(**end)) {
            let length = within.len() - rest.len() + end.len();
            return (!name.is_empty() || attributes.is_empty()).then_some(Tag {
                name,
                attributes,
                is_end,
                is_closed: end.len() == 2,
                is_plain: is_plain && !within[..length].contains('\n'),
                length,
            });
        }
        if rest.starts_with('{') {
            (is_plain, rest) = (false, &rest[expression(rest)?..]);
            continue;
        }
        let end = rest.find(|c: char| c.is_whitespace() || "=/>{<\"'".contains(c))?;
        let (key, after) = rest.split_at(end);
        if key.is_empty() {
            return None;
        }
        let Some(value) = after.strip_prefix('=') else {
            attributes.push((key, ""));
            rest = after;
            continue;
        };
        match value.chars().next()? {
            quote @ ('"' | '\'') => {
                let (value, after) = value[1..].split_once(quote)?;
                attributes.push((key, value));
                rest = after;
            }
            '{' => {
                let end = expression(value)?;
                let known = known_text(&value[1..end - 1], imported);
                attributes.extend(known.map(|known| (key, known)));
                (is_plain, rest) = (false, &value[end..]);
            }
            _ => {
                let end = value.find(|c: char| c.is_whitespace() || c == '>')?;
                attributes.push((key, &value[..end]));
                rest = &value[end..];
            }
        }
    }
}

/// The bytes of an expression in braces.
fn expression(text: &str) -> Option<usize> {
    let (mut depth, mut quote, mut after_escape) = (0_usize, None, false);
    for (at, c) in text.char_indices() {
        if std::mem::take(&mut after_escape) {
            continue;
        }
        match (quote, c) {
            (Some(_), '\\') => after_escape = true,
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'' | '`') => quote = Some(c),
            (None, '{') => depth += 1,
            (None, '}') => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            (None, _) => {}
        }
    }
    None
}

/// What an expression is without computing: a text, the file that `require` or an import names.
fn known_text<'t>(expression: &'t str, imported: &HashMap<&str, &'t str>) -> Option<&'t str> {
    let expression = expression.trim();
    let name = expression.split('.').next().unwrap_or_default();
    if let Some(file) = imported.get(name) {
        return Some(file);
    }
    let call = expression.strip_prefix("require(");
    let text = call.unwrap_or(expression);
    let quote = text
        .chars()
        .next()
        .filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let (text, after) = text[1..].split_once(quote)?;
    let is_whole = call.is_some() || after.is_empty();
    (is_whole && !text.contains("${")).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inclusion::Inclusion;

    #[test]
    fn elements_stay_and_components_go() {
        let imported = HashMap::from([("hero", "./hero.png")]);
        for (body, expected) in [
            (
                "<button onClick={() => alert('a > {b}')}>Click</button>",
                "<button>Click</button>",
            ),
            (
                "<p className=\"a\" style={{ x: 1 }}>b</p> <i>c</i>",
                "<p class=\"a\">b</p> <i>c</i>",
            ),
            (
                "<img src={require('./a.png').default} alt=\"A\" />",
                "<img src=\"./a.png\" alt=\"A\" />",
            ),
            (
                "<Image src={hero} alt=\"H\" width={4} />",
                "<figure><img src=\"./hero.png\" alt=\"H\"></figure>",
            ),
            (
                "<YouTube id=\"abc\" />",
                "<iframe src=\"https://www.youtube.com/embed/abc\"></iframe>",
            ),
            ("<Link\n  href=\"#\"\n>multi</Link> <>x</>", "multi x"),
            (
                "<Tabs>\n  <Item label=\"One\">\n    Text\n\n    ```js\n    <A>\n      b\n    ```\n  </Item>\n</Tabs>\nend\n",
                "\n<p><strong>One</strong></p>\n\n\nText\n\n```js\n<A>\n  b\n```\n\n\nend\n",
            ),
            (
                "`<A b={c}>` <https://a.example> 1 < 2 <b",
                "`<A b={c}>` <https://a.example> 1 < 2 <b",
            ),
            ("a <A b={ never closed", "a <A b={ never closed"),
            (
                "<Tabs values={[{label: 'One', value: 'a'}]}>\n<TabItem value=\"a\">x</TabItem><TabItem value=\"b\">y</TabItem></Tabs>",
                "\n<p><strong>One</strong></p>\n\nx<strong>b</strong> y",
            ),
            (
                "{'a'} {\"b\"} {`c`} {`${d}`} {hero} \\{'e'} ${'f'}$ {''}",
                "a b c {`${d}`} {hero} \\{'e'} ${'f'}$ ",
            ),
            (
                "{[1, 2].map((n) => <li>{n}</li>)}{a && <b>c</b>}$\\frac{1}{2}$ {x}",
                "$\\frac{1}{2}$ {x}",
            ),
            ("<Card title=\"A\" href=\"/b\" />", "<a href=\"/b\">A</a>"),
        ] {
            let mut found = Findings {
                inclusion: Inclusion::new("a.mdx", None),
                expressions: Vec::new(),
            };
            let out = without_components(body, &imported, &mut found);
            assert_eq!(out, expected, "{body}");
        }
    }
}
