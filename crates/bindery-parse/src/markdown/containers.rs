//! Boxes of other dialects: `::: tip` of VuePress, VitePress and Docusaurus, `!!! note` and `=== "Tab"`
//! of Python-Markdown. They are turned into callouts, `> [!tip]`, before the text is read.
use crate::fenced_code::FencedCode;
use crate::shortcodes::arguments;

/// Kinds of boxes; others are only walls around their text.
const KINDS: &str = "abstract attention bug caution danger details error example failure hint important info message note \
    question quote seealso success tip todo warning";
/// What stands in the place of a title in notes of Qiita, which have none: it says how they look.
const LOOKS: [&str; 3] = ["alert", "info", "warn"];
/// No more boxes stand in one another.
const MAX_DEPTH: usize = 16;

/// A box that is open.
struct Open {
    end: End,
    /// Whether it is a callout.
    is_quote: bool,
}

/// What is known of a box where it begins.
struct Heading {
    kind: String,
    /// Without one, it has the name of its kind; it may have an empty one.
    title: Option<String>,
}

enum End {
    /// As many colons, or more, alone on a line: what stands in the box ends there too.
    Colons(usize),
    /// The next line of colons that ends nothing in it, as Pandoc has it.
    AnyColons,
    /// As many slashes alone on a line.
    Slashes(usize),
    /// A line that is not indented four columns further.
    Indent,
}

/// A text whose boxes are callouts; `None` if it has none. `has_slashes` says whether a box may begin with
/// `///`, as PyMdown's blocks do.
pub(super) fn as_callouts(markdown: &str, has_slashes: bool) -> Option<String> {
    let has = |mark: &str| memchr::memmem::find(markdown.as_bytes(), mark.as_bytes()).is_some();
    if !(has(":::") || has("!!!") || has("???") || has("=== \"") || has_slashes && has("///")) {
        return None;
    }
    let mut closings = markdown
        .lines()
        .filter(|line| colons(line).is_some_and(|(_, rest)| rest.is_empty()))
        .count();
    let is_end_of_slashes = |line: &&str| slashes(line).is_some_and(|(_, rest)| rest.is_empty());
    let mut ends_of_slashes = match has_slashes {
        true => markdown.lines().filter(is_end_of_slashes).count(),
        false => 0,
    };
    let mut out = String::with_capacity(markdown.len() + 100);
    let mut open: Vec<Open> = Vec::new();
    let mut fenced = FencedCode::default();
    let mut found = false;
    let mut lines = markdown.split_inclusive('\n').peekable();
    while let Some(whole) = lines.next() {
        let line = whole.trim_end_matches(['\n', '\r']);
        let mut rest = line;
        // Lines that are not indented any more end what is.
        if !line.trim().is_empty() {
            let indents = open
                .iter()
                .filter(|open| matches!(open.end, End::Indent))
                .count();
            let kept = (0..indents)
                .take_while(|_| match unindented(rest) {
                    Some(inner) => {
                        rest = inner;
                        true
                    }
                    None => false,
                })
                .count();
            let mut seen = 0;
            let lost = open.iter().position(|open| {
                let is_indent = matches!(open.end, End::Indent);
                seen += usize::from(is_indent);
                is_indent && seen > kept
            });
            if let Some(at) = lost.filter(|_| !fenced.is_open()) {
                open.truncate(at);
                end_box(&open, &mut out);
            }
        }
        if fenced.takes(rest) {
            // No mark of a box is one there.
        } else if let Some((count, words)) = colons(rest) {
            if words.is_empty() {
                closings = closings.saturating_sub(1);
                if let Some(at) = ended_by_colons(&open, count) {
                    open.truncate(at);
                    end_box(&open, &mut out);
                    continue;
                }
                // One that ends nothing would show as a mark.
                if found {
                    end_box(&open, &mut out);
                    continue;
                }
            } else if closings > 0 && open.len() < MAX_DEPTH && is_opening(words) {
                found = true;
                let end = match words.starts_with('{') {
                    true => End::AnyColons,
                    false => End::Colons(count),
                };
                begin(heading_of(words), end, &mut open, &mut out);
                continue;
            }
        } else if let Some((count, words)) = slashes(rest).filter(|_| has_slashes) {
            if words.is_empty() {
                ends_of_slashes = ends_of_slashes.saturating_sub(1);
                let is_closed =
                    |open: &Open| matches!(open.end, End::Slashes(begun) if begun == count);
                if let Some(at) = open.iter().rposition(is_closed) {
                    open.truncate(at);
                    end_box(&open, &mut out);
                    continue;
                }
            } else if let Some(mut heading) = block_heading(words)
                && ends_of_slashes > 0
                && open.len() < MAX_DEPTH
            {
                found = true;
                while let Some((name, value)) = lines.peek().and_then(|line| block_option(line)) {
                    if name == "type" {
                        heading.kind = value.to_ascii_lowercase();
                    }
                    lines.next();
                }
                begin(heading, End::Slashes(count), &mut open, &mut out);
                continue;
            }
        } else if let Some(heading) = indented_box(rest).filter(|_| open.len() < MAX_DEPTH) {
            found = true;
            begin(heading, End::Indent, &mut open, &mut out);
            continue;
        }
        push_marks(&open, &mut out);
        out.push_str(rest);
        out.push_str(&whole[line.len()..]);
    }
    found.then_some(out)
}

/// Which box a line of so many colons ends.
fn ended_by_colons(open: &[Open], count: usize) -> Option<usize> {
    let is_of_colons = |open: &Open| matches!(open.end, End::Colons(_) | End::AnyColons);
    let innermost = open.iter().rposition(is_of_colons)?;
    if matches!(open[innermost].end, End::AnyColons) {
        return Some(innermost);
    }
    open.iter()
        .position(|open| matches!(open.end, End::Colons(begun) if begun <= count))
}

/// `:::`, and what stands behind it.
fn colons(line: &str) -> Option<(usize, &str)> {
    let inner = line.trim_start_matches(' ');
    let rest = inner.trim_start_matches(':');
    let count = inner.len() - rest.len();
    (count >= 3 && line.len() - inner.len() < 4).then(|| (count, rest.trim()))
}

/// `///`, and what stands behind it.
fn slashes(line: &str) -> Option<(usize, &str)> {
    let inner = line.trim_start_matches(' ');
    let rest = inner.trim_start_matches('/');
    let count = inner.len() - rest.len();
    let is_mark = count >= 3 && line.len() - inner.len() < 4;
    let is_parted = rest.trim().is_empty() || rest.starts_with([' ', '\t']);
    (is_mark && is_parted).then(|| (count, rest.trim()))
}

/// The heading of a block of PyMdown: `note | A title`. What tells how the block is marked up in HTML is
/// no title.
fn block_heading(words: &str) -> Option<Heading> {
    let (kind, title) = words.split_once('|').unwrap_or((words, ""));
    let (kind, title) = (kind.trim(), title.trim());
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let is_titled = !title.is_empty() && kind != "html" && !kind.ends_with("caption");
    (!kind.is_empty() && kind.chars().all(is_name)).then(|| Heading {
        kind: kind.to_ascii_lowercase(),
        title: is_titled.then(|| title.to_owned()),
    })
}

/// An option of a block, which stands indented below its heading: `    open: True`.
fn block_option(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.strip_prefix("    ")?.split_once(':')?;
    let is_name = |c: char| c.is_ascii_lowercase() || c == '_';
    (!name.is_empty() && name.chars().all(is_name)).then(|| (name, value.trim()))
}

/// Whether a box of colons begins with these words: the name of a kind, and perhaps a title.
fn is_opening(words: &str) -> bool {
    words.starts_with(|c: char| c.is_ascii_alphabetic() || c == '{')
}

/// The heading of a box that begins with `!!!`, `???` or `===`.
fn indented_box(line: &str) -> Option<Heading> {
    let line = line.trim_end();
    if let Some(label) = line.strip_prefix("=== ") {
        let label = label.trim_start_matches(['!', '+']).trim();
        let label = label.strip_prefix('"')?.strip_suffix('"')?;
        return Some(Heading {
            kind: "tab".to_owned(),
            title: Some(label.to_owned()),
        });
    }
    let words = line
        .strip_prefix("!!! ")
        .or_else(|| line.strip_prefix("???+ "))
        .or_else(|| line.strip_prefix("??? "))?
        .trim();
    let (kind, title) = match words.split_once('"') {
        Some((kind, title)) => (kind, Some(title.strip_suffix('"')?.trim())),
        None => (words, None),
    };
    let kind = kind.split_whitespace().next()?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    kind.chars().all(is_name).then(|| Heading {
        kind: kind.to_ascii_lowercase(),
        title: title.map(str::to_owned),
    })
}

fn begin(heading: Heading, end: End, open: &mut Vec<Open>, out: &mut String) {
    let Heading { kind, title } = heading;
    let is_quote = KINDS.split_ascii_whitespace().any(|known| known == kind);
    push_marks(open, out);
    out.push('\n');
    open.push(Open { end, is_quote });
    let title = title.as_deref();
    if is_quote && title != Some("") {
        push_marks(open, out);
        out.push_str(&format!("[!{kind}] {}\n", title.unwrap_or_default()));
    } else if let Some(title) = title.filter(|title| !title.is_empty()) {
        push_marks(open, out);
        out.push_str(&format!("**{title}**\n"));
        push_marks(open, out);
        out.push('\n');
    }
}

/// `tip A title`, `tip[A title]{.class}`, `{.callout-tip title="A title"}`.
fn heading_of(words: &str) -> Heading {
    let (words, attributes) = words.split_once('{').unwrap_or((words, ""));
    let end = words.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    let (kind, title) = words.split_at(end.unwrap_or(words.len()));
    let title = title.trim();
    let title = title
        .strip_prefix('[')
        .and_then(|inner| inner.strip_suffix(']'))
        .unwrap_or(title);
    let class = attributes
        .split([' ', '}'])
        .find_map(|part| part.strip_prefix('.'));
    let kind = match kind {
        "" => class.map_or("", |class| class.strip_prefix("callout-").unwrap_or(class)),
        kind => kind,
    };
    let kind = kind.to_ascii_lowercase();
    let attributes = arguments(attributes.trim_end_matches('}'));
    let named = attributes.iter().find(|(name, _)| *name == "title");
    let title = if title.is_empty() {
        named.map_or("", |(_, title)| *title)
    } else {
        title
    };
    let is_untitled =
        kind == "message" || title == "no-icon" || kind == "note" && LOOKS.contains(&title);
    let title = match title {
        _ if is_untitled => Some(""),
        "" => None,
        title => Some(title),
    };
    Heading {
        kind,
        title: title.map(str::to_owned),
    }
}

/// An empty line, so that what follows does not go on with the box.
fn end_box(open: &[Open], out: &mut String) {
    push_marks(open, out);
    out.push('\n');
}

fn push_marks(open: &[Open], out: &mut String) {
    for _ in open.iter().filter(|open| open.is_quote) {
        out.push_str("> ");
    }
}

fn unindented(line: &str) -> Option<&str> {
    line.strip_prefix('\t')
        .or_else(|| line.strip_prefix("    "))
}

#[cfg(test)]
mod tests {
    use crate::markdown::{Dialect, to_html};

    use super::as_callouts;

    #[test]
    fn boxes_of_other_dialects_are_callouts() {
        for (markdown, expected) in [
            ("::: tip\nx\n:::\n", "\n> [!tip] \n> x\n\n"),
            (
                ":::tip A *b*\n\nx\n:::\ny\n",
                "\n> [!tip] A *b*\n> \n> x\n\ny\n",
            ),
            (":::note[A]{.b}\nx\n:::\n", "\n> [!note] A\n> x\n\n"),
            (
                "::: {.callout-note title=\"A\"}\nx\n:::\n",
                "\n> [!note] A\n> x\n\n",
            ),
            (
                ":::: danger\n::: code-group\nx\n:::\n::::\n",
                "\n> [!danger] \n> \n> x\n> \n\n",
            ),
            (":::info{title=字}\nx\n:::\n", "\n> [!info] 字\n> x\n\n"),
            // A line of as many colons ends both.
            (
                "::: tip\n::: right\nx\n:::\ny\n:::\nz\n",
                "\n> [!tip] \n> \n> x\n\ny\n\nz\n",
            ),
            (
                "::: {.note}\n::: {.right}\nx\n:::\ny\n:::\nz\n",
                "\n> [!note] \n> \n> x\n> \n> y\n\nz\n",
            ),
            (
                "!!! note \"A\"\n\n    x\n\n    y\nz\n",
                "\n> [!note] A\n> \n> x\n> \n> y\n\nz\n",
            ),
            ("??? warning\n    x\n", "\n> [!warning] \n> x\n"),
            (
                "=== \"A\"\n\n    x\n\n=== \"B\"\n    y\n",
                "\n**A**\n\n\nx\n\n\n\n**B**\n\ny\n",
            ),
            ("!!! note \"\"\n    x\n", "\n> x\n"),
            (
                "/// note | A *b*\n    open: True\n\nx\n///\ny\n",
                "\n> [!note] A *b*\n> \n> x\n\ny\n",
            ),
            (
                "//// admonition | A\n    type: tip\n/// html | div.b\nx\n///\n////\n",
                "\n> [!tip] A\n> \n> x\n> \n\n",
            ),
            (":::message alert\nx\n:::\n", "\n> x\n\n"),
            (":::note warn\nx\n:::\n", "\n> x\n\n"),
            (
                "!!! note\n    ```\n    a\n\n    b\n    ```\nc\n",
                "\n> [!note] \n> ```\n> a\n> \n> b\n> ```\n\nc\n",
            ),
        ] {
            assert_eq!(
                as_callouts(markdown, true).as_deref(),
                Some(expected),
                "{markdown}"
            );
        }
        for markdown in [
            "::: tip\nx\n",
            "a ::: b",
            ":::\n",
            "!!!\n",
            "```\n::: tip\n:::\n```\n",
            "!!! Wow, what\n",
            "/// note | A\nx\n",
            "///a\n///\n",
            "// a\n",
        ] {
            assert_eq!(as_callouts(markdown, true), None, "{markdown}");
        }
        let html = to_html("::: warning\n- x\n:::\n", Dialect::Gfm);
        assert!(html.contains("callout"), "{html}");
    }
}
