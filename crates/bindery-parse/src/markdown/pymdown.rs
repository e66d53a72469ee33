//! What PyMdown Extensions add to Python-Markdown, each where a site asks for it.
use std::borrow::Cow;

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options};

use super::PythonMarkdown;
use crate::fenced_code::FencedCode;
use crate::liquid::escape;

/// Keys whose names are not those on them; others are, with capitals.
const KEYS: [(&str, &str); 34] = [
    ("del", "Del"),
    ("delete", "Del"),
    ("ins", "Ins"),
    ("insert", "Ins"),
    ("escape", "Esc"),
    ("control", "Ctrl"),
    ("command", "Cmd"),
    ("windows", "Win"),
    ("spc", "Space"),
    ("pgup", "Page Up"),
    ("pgdn", "Page Down"),
    ("prtsc", "Print Screen"),
    ("arrow-up", "Up"),
    ("arrow-down", "Down"),
    ("arrow-left", "Left"),
    ("arrow-right", "Right"),
    ("plus", "+"),
    ("minus", "-"),
    ("equal", "="),
    ("pipe", "|"),
    ("comma", ","),
    ("period", "."),
    ("dot", "."),
    ("colon", ":"),
    ("semicolon", ";"),
    ("slash", "/"),
    ("backslash", "\\"),
    ("grave", "`"),
    ("backtick", "`"),
    ("tilde", "~"),
    ("hash", "#"),
    ("at", "@"),
    ("exclam", "!"),
    ("question", "?"),
];

/// Marks with which what stands between them is another text: a pair of tags in HTML.
const INSERTED: [(&str, &str, &str); 1] = [("^^", "^^", "ins")];
const CRITIC: [(&str, &str, &str); 4] = [
    ("{++", "++}", "ins"),
    ("{--", "--}", "del"),
    ("{==", "==}", "mark"),
    ("{>>", "<<}", "small"),
];
/// How one text stands for another: `{~~old~>new~~}`.
const REPLACED: (&str, &str, &str) = ("{~~", "~>", "~~}");

/// Lets comrak read what it knows of.
pub(super) fn extend(options: &mut Options<'_>, python: PythonMarkdown) {
    options.extension.highlight = python.mark;
    options.extension.subscript = python.subscript;
    options.extension.superscript = python.superscript;
}

/// The text with tags of HTML for what comrak does not know: `^^inserted^^`, and what reviewers write.
/// Code stays as it is, and so do marks without an end in their paragraph.
pub(super) fn with_tags(markdown: &str, python: PythonMarkdown) -> Cow<'_, str> {
    let marks: Vec<(&str, &str, &str)> = (INSERTED.iter().filter(|_| python.insert))
        .chain(CRITIC.iter().filter(|_| python.critic))
        .copied()
        .collect();
    let may_be_in = |mark: &str| memchr::memmem::find(markdown.as_bytes(), mark.as_bytes());
    let mut openings = marks.iter().map(|(open, ..)| *open).chain([REPLACED.0]);
    if marks.is_empty() || openings.all(|mark| may_be_in(mark).is_none()) {
        return markdown.into();
    }
    let mut out = String::with_capacity(markdown.len() + 100);
    let mut paragraph = String::new();
    let mut fenced = FencedCode::default();
    let mut is_item = false;
    let mut after_blank = true;
    for line in markdown.split_inclusive('\n') {
        let is_blank = line.trim().is_empty();
        let is_indented = line.starts_with("    ") || line.starts_with('\t');
        let is_code = fenced.takes(line) || is_indented && after_blank && !is_item;
        if is_code || is_blank {
            tag(&std::mem::take(&mut paragraph), &marks, python, &mut out);
            out.push_str(line);
        } else {
            paragraph.push_str(line);
        }
        if !is_blank && !is_indented {
            is_item = begins_item(line);
        }
        after_blank = is_blank || is_indented && is_code;
    }
    tag(&paragraph, &marks, python, &mut out);
    out.into()
}

/// Whether what is indented below a line belongs to it.
fn begins_item(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '>']);
    let after_number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with(['-', '*', '+', ':', '['])
        || after_number.len() < line.len() && after_number.starts_with(['.', ')'])
}

/// Writes a paragraph with tags.
fn tag(paragraph: &str, marks: &[(&str, &str, &str)], python: PythonMarkdown, out: &mut String) {
    // Ends that were looked for in vain are not there further on either.
    let mut missing: Vec<String> = Vec::new();
    let mut find = |text: &str, end: &str| {
        if missing.iter().any(|known| known == end) {
            return None;
        }
        let found = text.find(end);
        if found.is_none() {
            missing.push(end.to_owned());
        }
        found
    };
    let mut rest = paragraph;
    while let Some(at) = rest.find(['`', '\\', '^', '{']) {
        let (before, found) = rest.split_at(at);
        out.push_str(before);
        let ticks = &found[..found.len() - found.trim_start_matches('`').len()];
        let mut length = match found.as_bytes() {
            [b'\\', ..] => 1 + found[1..].chars().next().map_or(0, char::len_utf8),
            [b'`', ..] => {
                let end = find(&found[ticks.len()..], ticks);
                ticks.len() + end.map_or(0, |end| end + ticks.len())
            }
            _ => 0,
        };
        if length == 0 {
            let replaced = replaced(found, &mut find).filter(|_| python.critic);
            let pair = marks.iter().find(|(open, ..)| found.starts_with(open));
            if let Some((html, end)) = replaced {
                out.push_str(&html);
                rest = &found[end..];
                continue;
            }
            if let Some((open, close, name)) = pair
                && let Some(end) = find(&found[open.len()..], close)
                && (*open != "^^" || is_tight(&found[open.len()..][..end]))
            {
                let inner = &found[open.len()..open.len() + end];
                // A comment is not a part of the word before it.
                let space = if *open == "{>>" { " " } else { "" };
                out.push_str(&format!("{space}<{name}>{inner}</{name}>"));
                rest = &found[open.len() + end + close.len()..];
                continue;
            }
            length = pair.map_or(1, |(open, ..)| open.len());
        }
        out.push_str(&found[..length]);
        rest = &found[length..];
    }
    out.push_str(rest);
}

/// What stands for `{~~old~>new~~}`, and its bytes.
fn replaced(
    text: &str,
    find: &mut impl FnMut(&str, &str) -> Option<usize>,
) -> Option<(String, usize)> {
    let (open, between, close) = REPLACED;
    let inner = text.strip_prefix(open)?;
    let middle = find(inner, between)?;
    let (old, new) = (&inner[..middle], &inner[middle + between.len()..]);
    let end = find(new, close)?;
    let html = format!("<del>{old}</del><ins>{}</ins>", &new[..end]);
    Some((html, text.len() - new.len() + end + close.len()))
}

fn is_tight(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with(char::is_whitespace)
        && !text.ends_with(char::is_whitespace)
}

/// Makes of what comrak read what PyMdown reads: keys, and no raised or lowered text with spaces in it.
pub(super) fn mend<'a>(arena: &'a Arena<'a>, node: &'a AstNode<'a>, python: PythonMarkdown) {
    let mut data = node.data.borrow_mut();
    let mark = match &mut data.value {
        NodeValue::Superscript => "^",
        NodeValue::Subscript => "~",
        NodeValue::Text(text) if python.keys && text.contains("++") => {
            let html = with_keys(text);
            if let Some(html) = html {
                data.value = NodeValue::HtmlInline(html);
            }
            return;
        }
        _ => return,
    };
    drop(data);
    let has_space = node
        .descendants()
        .any(|inner| match &inner.data.borrow().value {
            NodeValue::Text(text) => text.contains(char::is_whitespace),
            NodeValue::SoftBreak | NodeValue::LineBreak => true,
            _ => false,
        });
    if has_space {
        let text = || arena.alloc(AstNode::from(NodeValue::Text(mark.into())));
        node.insert_before(text());
        while let Some(child) = node.first_child() {
            node.insert_before(child);
        }
        node.insert_before(text());
        node.detach();
    }
}

/// A text with keys, `++ctrl+alt+del++`, as HTML; `None` if it has none.
fn with_keys(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len() + 40);
    let (mut rest, mut found) = (text, false);
    while let Some((before, inner)) = rest.split_once("++") {
        out.push_str(&escape(before));
        match keys(inner) {
            Some((html, length)) => {
                out.push_str(&html);
                rest = &inner[length..];
                found = true;
            }
            None => {
                out.push_str("++");
                rest = inner;
            }
        }
    }
    out.push_str(&escape(rest));
    found.then_some(out)
}

/// The keys that a text begins with, up to `++`, and its bytes.
fn keys(text: &str) -> Option<(String, usize)> {
    let mut names = Vec::new();
    let mut rest = text;
    loop {
        let quoted = rest.strip_prefix(['"', '“']);
        let end = match quoted {
            Some(inner) => {
                let end = inner.find(['"', '”'])?;
                names.push(inner[..end].to_owned());
                let after = &inner[end..];
                rest.len() - after.len() + after.chars().next().map_or(0, char::len_utf8)
            }
            None => {
                let is_name = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
                let end = rest.find(|c| !is_name(c))?;
                names.push(shown_key(&rest[..end]));
                end
            }
        };
        if end == 0 || names.last().is_some_and(String::is_empty) {
            return None;
        }
        rest = rest[end..].strip_prefix('+')?;
        if let Some(after) = rest.strip_prefix('+') {
            let names = names
                .iter()
                .map(|name| format!("<kbd>{}</kbd>", escape(name)));
            let html = names.collect::<Vec<String>>().join("+");
            return Some((html, text.len() - after.len()));
        }
    }
}

/// What stands on a key.
fn shown_key(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    if let Some((_, shown)) = KEYS.iter().find(|(known, _)| *known == lower) {
        return (*shown).to_owned();
    }
    let words = lower.split(['-', '_']).map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|c| c.to_uppercase().to_string());
        first.unwrap_or_default() + letters.as_str()
    });
    words.collect::<Vec<String>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::markdown::{Dialect, PythonMarkdown, to_html};

    fn all() -> PythonMarkdown {
        PythonMarkdown {
            keys: true,
            mark: true,
            insert: true,
            superscript: true,
            subscript: true,
            critic: true,
            blocks: true,
        }
    }

    #[test]
    fn extensions_are_read_where_a_site_asks_for_them() {
        for (markdown, expected) in [
            (
                "Press ++ctrl+alt+del++ & ++a++, ++\"Own key\"++.\n",
                "Press <kbd>Ctrl</kbd>+<kbd>Alt</kbd>+<kbd>Del</kbd> &amp; <kbd>A</kbd>, <kbd>Own key</kbd>.",
            ),
            (
                "++page-up++ C++ and D++\n",
                "<kbd>Page Up</kbd> C++ and D++",
            ),
            ("==*a* b==\n", "<mark><em>a</em> b</mark>"),
            (
                "^^*a* b^^ x^2^ H~2~O ~~c~~\n",
                "<ins><em>a</em> b</ins> x<sup>2</sup> H<sub>2</sub>O <del>c</del>",
            ),
            ("2^10 and 3^4, ~5 or ~6\n", "2^10 and 3^4, ~5 or ~6"),
            (
                "a {++b++} {--c--} {~~d~>e~~} {==f==}{>>g<<}\n",
                "a <ins>b</ins> <del>c</del> <del>d</del><ins>e</ins> <mark>f</mark> <small>g</small>",
            ),
            (
                "`{++a++} ^^b^^` {++ ^^\n",
                "<code>{++a++} ^^b^^</code> {++ ^^",
            ),
            ("a\n\n    {++b++}\n", "<code>{++b++}\n</code>"),
            ("- a\n\n    {++b++}\n", "<p><ins>b</ins></p>"),
            ("```\n++a++ {--b--}\n```\n", "<code>++a++ {--b--}\n</code>"),
            (
                "[a](https://a.example/~b/~c) ![d](e^^f^^)\n",
                "href=\"https://a.example/~b/~c\"",
            ),
        ] {
            let html = to_html(markdown, Dialect::PythonMarkdown(all()));
            assert!(html.contains(expected), "{markdown}: {html}");
        }
        let plain = "++a++ ==b== ^^c^^ x^2^ {++d++}\n\n/// note | A\nb\n///\n";
        let html = to_html(plain, Dialect::PythonMarkdown(PythonMarkdown::default()));
        for part in ["++a++ ==b== ^^c^^ x^2^ {++d++}", "/// note | A"] {
            assert!(html.contains(part), "{html}");
        }
    }

    #[test]
    fn what_does_not_end_takes_no_longer() {
        for unit in ["{++ ", "^^a ", "++a+", "`` ` ", "{~~a~>", "^a ", "==a "] {
            to_html(&unit.repeat(60_000), Dialect::PythonMarkdown(all()));
        }
    }
}
