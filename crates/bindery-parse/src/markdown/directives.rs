//! Directives of remark that stand for something alone, as blogs on Astro have them: `::github{repo="a/b"}`, and
//! `:spoiler[hidden words]`; and films and contents as markdown-it's plugins have them: `@[youtube](id)`, `@[toc]`.
//! Directives that enclose a text are boxes.
use crate::fenced_code::FencedCode;
use crate::shortcodes::arguments;
use crate::stand_in;

/// Sites whose name is that of a directive for a card of a repository.
const REPOSITORIES: [(&str, &str); 4] = [
    ("github", "https://github.com/"),
    ("gitlab", "https://gitlab.com/"),
    ("gitee", "https://gitee.com/"),
    ("codeberg", "https://codeberg.org/"),
];
const SPOILER: &str = ":spoiler[";
const FILM: &str = "@[";

/// The text with what they show; `None` if it has none.
pub(super) fn as_markdown(text: &str) -> Option<String> {
    let has = |mark: &str| memchr::memmem::find(text.as_bytes(), mark.as_bytes()).is_some();
    if !has(SPOILER) && !has("::") && !has(FILM) {
        return None;
    }
    let mut out = String::with_capacity(text.len() + 100);
    let mut fenced = FencedCode::default();
    let mut found = false;
    for line in text.split_inclusive('\n') {
        let inner = line.trim_start_matches([' ', '>']);
        let start = &line[..line.len() - inner.len()];
        if fenced.takes(inner) {
            out.push_str(line);
        } else if let Some(html) = leaf(inner.trim_end()).or_else(|| film(inner.trim_end())) {
            found = true;
            out.push_str(&format!("{start}\n{start}{html}\n{start}\n"));
        } else {
            found |= push_line(line, &mut out);
        }
    }
    found.then_some(out)
}

/// What `::name[label]{name="value"}` shows, if it is all of a line.
fn leaf(line: &str) -> Option<String> {
    let rest = line
        .strip_prefix("::")
        .filter(|rest| !rest.starts_with(':'))?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let (name, rest) = rest.split_at(rest.find(|c| !is_name(c))?);
    let (label, rest) = match rest.strip_prefix('[') {
        Some(inner) => inner.split_once(']')?,
        None => ("", rest),
    };
    let attributes = match rest {
        "" => "",
        rest => rest.strip_prefix('{')?.strip_suffix('}')?,
    };
    let mut attributes = arguments(attributes);
    if name.is_empty() || label.is_empty() && attributes.is_empty() {
        return None;
    }
    let mut named = attributes.iter();
    let repository = named
        .find(|(name, _)| *name == "repo")
        .map(|(_, value)| *value);
    let site = REPOSITORIES.iter().find(|(site, _)| *site == name);
    if let Some((repository, (_, site))) = repository.zip(site) {
        return Some(format!("<{site}{repository}>"));
    }
    if !label.is_empty() {
        attributes.push(("title", label));
    }
    stand_in::alone(name, &attributes)
}

/// What `@[site](id)` shows, if it is all of a line; nothing where the contents of the page stand.
fn film(line: &str) -> Option<String> {
    let (name, rest) = line.strip_prefix(FILM)?.split_once(']')?;
    let name = name.split_whitespace().next()?.to_ascii_lowercase();
    let id = rest
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    if name == "toc" && (rest.is_empty() || id.is_some()) {
        return Some(String::new());
    }
    stand_in::shown(&name, &[("id", id?)])
}

/// Writes a line without the marks of hidden words; whether there are any.
fn push_line(line: &str, out: &mut String) -> bool {
    let mut rest = line;
    let mut found = false;
    while let Some((before, inner)) = rest.split_once(SPOILER) {
        let Some((words, after)) = inner.split_once(']') else {
            break;
        };
        found = true;
        out.push_str(before);
        out.push_str(words);
        rest = after;
    }
    out.push_str(rest);
    found
}

#[cfg(test)]
mod tests {
    use super::as_markdown;

    #[test]
    fn directives_show_what_they_name() {
        for (text, expected) in [
            (
                "> a\n> ::github{repo=\"b/c\"}\n",
                Some("> a\n> \n> <https://github.com/b/c>\n> \n"),
            ),
            ("a :spoiler[*b*] c\n", Some("a *b* c\n")),
            (
                "::youtube{id=\"a1\"}\n",
                Some("\n<iframe src=\"https://www.youtube.com/embed/a1\"></iframe>\n\n"),
            ),
            (
                "@[TOC](a)\n@[bilibili](BV1)\n@[b](c) d\n",
                Some(
                    "\n\n\n\n<iframe src=\"https://player.bilibili.com/player.html?bvid=BV1\"></iframe>\n\n@[b](c) d\n",
                ),
            ),
            ("```\n::github{repo=\"b/c\"}\n```\n", None),
            (":::note\na::b\n::c\nstd::d{}\n:::\n", None),
        ] {
            assert_eq!(as_markdown(text).as_deref(), expected, "{text}");
        }
    }
}
