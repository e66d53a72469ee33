//! The files of Lektor, `contents.lr`: fields such as `title: A title`, parted by lines of `---`, of
//! which some are the text of the page.
//!
//! ```
//! use bindery_parse::lektor::{TextFields, arrange};
//! let file = "body:\n\nSome *text*.\n---\ntitle: A title\n---\ntags: a, b\n";
//! let page = arrange(file, "contents.lr", &TextFields::default());
//! assert_eq!(page.text[page.front_matter.body..].trim(), "Some *text*.");
//! assert_eq!(page.front_matter.values["tags"], serde_json::json!(["a", "b"]));
//! ```
use std::ops::Range;

use bindery_model::{Diagnostic, Location, remove_forbidden};
use serde_json::{Map, Value};

use crate::front_matter::FrontMatter;
use crate::stand_in;

/// Fields that say what a page is, of whatever type they are.
const NO_TEXTS: [&str; 7] = [
    "title",
    "name",
    "description",
    "summary",
    "excerpt",
    "subtitle",
    "teaser",
];
/// Fields that list names.
const LISTS: [&str; 4] = ["tags", "categories", "category", "authors"];
/// What fields are called in the front matter of others, the strongest first.
const NAMES: [(&str, &str); 8] = [
    ("pub_date", "date"),
    ("publish_date", "date"),
    ("pub_datetime", "date"),
    ("published", "date"),
    ("_slug", "slug"),
    ("name", "title"),
    ("teaser", "description"),
    ("header_image", "image"),
];
/// Fields of a block that are its text, be they one line.
const BLOCK_TEXTS: [&str; 4] = ["text", "body", "content", "quote"];
/// How deep flows may stand in each other.
const MAX_DEPTH: usize = 4;

/// Which fields are the text of a page, besides `body`, as the site's models say.
#[derive(Debug, Clone, Default)]
pub struct TextFields {
    /// Those in Markdown or HTML.
    pub markup: Vec<String>,
    /// Those that are made of blocks.
    pub flows: Vec<String>,
}

impl TextFields {
    fn is_text(&self, field: &str) -> bool {
        let is_said = |names: &[String]| names.iter().any(|name| name == field);
        field == "body"
            || !NO_TEXTS.contains(&field) && (is_said(&self.markup) || self.is_flow(field))
    }

    fn is_flow(&self, field: &str) -> bool {
        self.flows.iter().any(|name| name == field)
    }
}

/// A file whose text stands at its end.
#[derive(Debug)]
pub struct Arranged {
    /// The lines of the file up to its text, and that: each line where it was.
    pub text: String,
    /// What the other fields say, and where in that the text begins.
    pub front_matter: FrontMatter,
    /// What was wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a file of fields; `path` names it in diagnostics. Total: whatever it holds, there is a page.
pub fn arrange(file: &str, path: &str, texts: &TextFields) -> Arranged {
    let file = file.trim_start_matches('\u{feff}');
    let lines: Vec<&str> = file.split_inclusive('\n').collect();
    let (fields, stray) = fields(&lines);
    let is_text = |field: &&Field<'_>| texts.is_text(field.name);
    let start = fields.iter().find(is_text).map_or(lines.len(), |f| f.line);
    let mut shown: Vec<String> = vec!["\n".to_owned(); lines.len() - start];
    let mut has_blocks = false;
    for field in fields.iter().filter(is_text) {
        let text: Vec<String> = field.rest.clone().map(|at| unescaped(lines[at])).collect();
        let text: Vec<&str> = text.iter().map(String::as_str).collect();
        let blocks = texts.is_flow(field.name).then(|| flow(&text, 0)).flatten();
        has_blocks |= blocks.is_some();
        let text = blocks.unwrap_or_else(|| text.into_iter().map(str::to_owned).collect());
        if !field.inline.is_empty() {
            shown[field.line - start] = format!("{}\n", field.inline);
        }
        for (at, line) in field.rest.clone().zip(text) {
            shown[at - start] = line;
        }
    }
    let mut text = lines[..start].concat();
    let body = text.len();
    shown.iter().for_each(|line| text.push_str(line));
    let mut values = Map::new();
    for field in fields.iter().filter(|field| !is_text(field)) {
        values.extend(value(field, &lines).map(|value| (field.name.to_owned(), value)));
    }
    for (name, known) in NAMES {
        if let Some(value) = values.get(name).filter(|_| !values.contains_key(known)) {
            values.insert(known.to_owned(), value.clone());
        }
    }
    Arranged {
        text,
        front_matter: FrontMatter {
            values: values.into(),
            present: true,
            body,
        },
        diagnostics: (stray
            .map(|line| no_field(file, path, &lines, line))
            .into_iter())
        .chain(has_blocks.then(|| blocks(path)))
        .collect(),
    }
}

fn no_field(file: &str, path: &str, lines: &[&str], line: usize) -> Diagnostic {
    let start: usize = lines[..line].iter().map(|line| line.len()).sum();
    let span = start..start + lines[line].trim_end().len();
    Diagnostic::warning(
        "lektor.no-field",
        "this line is in no field and is not read",
    )
    .with_hint("a field begins with its name, as in `title: A title`; lines of `---` part fields")
    .at(Location::in_text(path, file, span))
}

fn blocks(path: &str) -> Diagnostic {
    let message = "the blocks of its text are shown by what they say, not by the site's templates";
    Diagnostic::warning("lektor.blocks", message)
        .with_hint("texts, titles, pictures and links stay; settings are left out")
        .at(Location::whole_file(path))
}

/// A field, by the lines that it stands in.
#[derive(Debug)]
struct Field<'t> {
    name: &'t str,
    line: usize,
    /// What stands behind its name.
    inline: &'t str,
    /// The lines below.
    rest: Range<usize>,
}

/// The fields, and the first line that is in none.
fn fields<'t>(lines: &[&'t str]) -> (Vec<Field<'t>>, Option<usize>) {
    let mut fields: Vec<Field<'t>> = Vec::new();
    let (mut is_open, mut stray) = (false, None);
    for (at, line) in lines.iter().enumerate() {
        if line.trim_end() == "---" {
            is_open = false;
        } else if let Some(field) = fields.last_mut().filter(|_| is_open) {
            field.rest.end = at + 1;
        } else if let Some((name, inline)) = line.split_once(':') {
            is_open = true;
            fields.push(Field {
                name: name.trim(),
                line: at,
                inline: inline.trim(),
                rest: at + 1..at + 1,
            });
        } else if !line.trim().is_empty() {
            stray = stray.or(Some(at));
        }
    }
    (fields, stray)
}

/// A line of a value: of those of hyphens alone one was added.
fn unescaped(line: &str) -> String {
    let shown = line.trim();
    let is_escaped = shown.len() >= 3 && shown.bytes().all(|byte| byte == b'-');
    match is_escaped {
        true => line.replacen('-', "", 1),
        false => line.to_owned(),
    }
}

/// The value of a field, if it has one.
fn value(field: &Field<'_>, lines: &[&str]) -> Option<Value> {
    let rest = field.rest.clone().map(|at| unescaped(lines[at]));
    let text = std::iter::once(format!("{}\n", field.inline)).chain(rest);
    let text = text.collect::<String>();
    let text = remove_forbidden(text.trim());
    if LISTS.contains(&field.name) {
        let names = text.split([',', '\n']).map(str::trim);
        let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
        return (!names.is_empty()).then(|| names.into());
    }
    (!text.is_empty()).then(|| text.into_owned().into())
}

/// The name of the block that a line begins: `#### name ####`.
fn block_name(line: &str) -> Option<&str> {
    let name = line.trim_end().strip_prefix("####")?.strip_suffix("####")?;
    (!name.contains('#')).then(|| name.trim())
}

/// A line of a block: one that would be the name of another has a hash more on each side.
fn without_hash(line: &str) -> String {
    let name = line.trim_end();
    match name.len() >= 10 && name.starts_with("#####") && name.ends_with("#####") {
        true => format!("{}\n", &name[1..name.len() - 1]),
        false => line.to_owned(),
    }
}

/// The lines of a text that is made of blocks; `None` if it begins with none, or blocks stand in one
/// another without end.
fn flow(lines: &[&str], depth: usize) -> Option<Vec<String>> {
    let first = lines.iter().find(|line| !line.trim().is_empty())?;
    block_name(first).filter(|_| depth < MAX_DEPTH)?;
    let starts = (0..lines.len()).filter(|at| block_name(lines[*at]).is_some());
    let starts: Vec<usize> = starts.chain([lines.len()]).collect();
    let mut shown = vec!["\n".to_owned(); lines.len()];
    for edges in starts.windows(2) {
        let (start, end) = (edges[0], edges[1]);
        let name = block_name(lines[start]).unwrap_or_default();
        show_block(name, &lines[start + 1..end], depth, &mut shown[start..end]);
    }
    Some(shown)
}

/// Shows a block, whose first line is that of its name.
fn show_block(name: &str, lines: &[&str], depth: usize, shown: &mut [String]) {
    let lines: Vec<String> = lines.iter().map(|line| without_hash(line)).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let (fields, _) = fields(&lines);
    let mut arguments = Vec::new();
    let mut has_text = false;
    for field in &fields {
        let rest: Vec<String> = field.rest.clone().map(|at| unescaped(lines[at])).collect();
        let is_long = rest.iter().any(|line| !line.trim().is_empty());
        if !is_long && !BLOCK_TEXTS.contains(&field.name) {
            arguments.push((field.name, field.inline));
            continue;
        }
        has_text = true;
        if !field.inline.is_empty() {
            shown[field.line + 1] = format!("\n{}\n", field.inline);
        }
        let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
        let inner = flow(&rest, depth + 1);
        let inner = inner.unwrap_or_else(|| rest.into_iter().map(str::to_owned).collect());
        for (at, line) in field.rest.clone().zip(inner) {
            shown[at + 1] = line;
        }
    }
    let head = match has_text {
        true => stand_in::shown(name, &arguments),
        false => stand_in::alone(name, &arguments),
    };
    let title = || Some(stand_in::titled(stand_in::title(name, &arguments)?, ""));
    let head = head.or_else(title);
    if let Some(author) = stand_in::attribution(&arguments).filter(|_| name.contains("quote")) {
        shown
            .last_mut()
            .into_iter()
            .for_each(|last| *last = format!("{last}\n{author}\n"));
    }
    if let Some(head) = head {
        shown[0] = format!("{}\n", head.trim_end());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> TextFields {
        TextFields {
            markup: vec!["intro".to_owned(), "summary".to_owned()],
            flows: vec!["body".to_owned()],
        }
    }

    #[test]
    fn texts_stay_where_they_are_and_the_rest_is_front_matter() {
        let file = "title: A: b\n---\nintro: First *of all*.\n---\npub_date: 2016-01-18\n---\nbody:\n\n\
             Text.\n\n----\n\nMore: text.\n---\ntags:\n\nold tools\nnails\n---\nsummary: Short\n---\n_hidden: yes\n";
        let page = arrange(file, "contents.lr", &texts());
        let values = serde_json::json!({
            "title": "A: b", "pub_date": "2016-01-18", "date": "2016-01-18",
            "tags": ["old tools", "nails"], "summary": "Short", "_hidden": "yes",
        });
        assert_eq!(Value::Object(page.front_matter.values.into_inner()), values);
        let body = &page.text[page.front_matter.body..];
        assert_eq!(
            body.trim_end(),
            "First *of all*.\n\n\n\n\n\nText.\n\n---\n\nMore: text."
        );
        // Each line is where it was.
        assert_eq!(page.text.lines().count(), file.lines().count());
        assert_eq!(page.text.lines().nth(8), Some("Text."));
        assert!(page.diagnostics.is_empty());
    }

    #[test]
    fn blocks_are_shown_by_what_they_say() {
        let file = "title: A\n---\nbody:\n\n#### text ####\ntext:\n\nOne.\n----\n\nclass: wide\n\
             #### picture ####\nimage: a.png\n----\ncaption: Nails\n#### quote ####\ntext: Hit it.\n----\nauthor: Al\n#### box ####\ntitle: Two\n----\ntext: Inside\n\
             #### outer ####\ninner:\n\n##### text #####\ntext: Deep\n";
        let page = arrange(file, "contents.lr", &texts());
        let body = &page.text[page.front_matter.body..];
        for part in [
            "One.\n",
            "<img src=\"a.png\" alt=\"Nails\">",
            "<p><strong>Two</strong></p>\n",
            "\nHit it.\n",
            "<footer>— Al</footer>",
            "\nInside\n",
            "\nDeep\n",
        ] {
            assert!(body.contains(part), "{part}: {body}");
        }
        assert!(!body.contains("wide") && !body.contains('#'), "{body}");
        let codes: Vec<&str> = page.diagnostics.iter().map(|d| d.code.as_ref()).collect();
        assert_eq!(codes, ["lektor.blocks"]);
        // A heading is none where no model says that a field is made of blocks.
        let page = arrange(
            "body:\n\n#### A ####\n",
            "contents.lr",
            &TextFields::default(),
        );
        assert!(page.text.contains("#### A ####"));
    }

    #[test]
    fn what_is_in_no_field_is_told() {
        let page = arrange(
            "title: A\n---\nlost\n---\nbody: b\n",
            "contents.lr",
            &texts(),
        );
        let told = &page.diagnostics[0];
        assert_eq!(told.code, "lektor.no-field");
        assert_eq!(told.location.as_ref().unwrap().line, 3);
        for empty in ["", "---", "no field", "a:\n"] {
            let page = arrange(empty, "contents.lr", &texts());
            assert_eq!(page.front_matter.body, page.text.len(), "{empty}");
        }
    }
}
