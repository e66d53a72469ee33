//! Formulas as Jetpack writes them: `$latex x^2$`.
use std::borrow::Cow;

const OPEN: &str = "$latex";
/// No formula is longer.
const MAX_LENGTH: usize = 10_000;

/// A content whose formulas are marked as such.
pub(super) fn mark(content: &str) -> Cow<'_, str> {
    if memchr::memmem::find(content.as_bytes(), OPEN.as_bytes()).is_none() {
        return content.into();
    }
    let mut out = String::with_capacity(content.len() + 100);
    let mut rest = content;
    while let Some((before, after)) = rest.split_once(OPEN) {
        out.push_str(before);
        let near = &after[..after.floor_char_boundary(MAX_LENGTH)];
        let end = near
            .find(['$', '<'])
            .filter(|at| near[*at..].starts_with('$'));
        let is_apart = after.starts_with(|c: char| c.is_whitespace() || c == '\\' || c == '{');
        match end.filter(|_| is_apart) {
            Some(end) => {
                out.push_str(&formula(&after[..end]));
                rest = &after[end + 1..];
            }
            None => {
                out.push_str(OPEN);
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out.into()
}

/// A formula as an element that says so; what it is written in is HTML already.
pub(super) fn formula(tex: &str) -> String {
    format!(
        "<span data-math-style=\"inline\">{}</span>",
        without_looks(tex.trim())
    )
}

/// TeX without what says how large and in which colour it is drawn: `&s=2&bg=ffffff`.
fn without_looks(tex: &str) -> &str {
    let mut tex = tex;
    while let Some((before, look)) = tex.rsplit_once('&') {
        let look = look.strip_prefix("amp;").unwrap_or(look);
        let is_look = ["s=", "bg=", "fg="]
            .iter()
            .any(|name| look.strip_prefix(name).is_some_and(is_word));
        if !is_look {
            break;
        }
        tex = before;
    }
    tex
}

fn is_word(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::mark;

    #[test]
    fn formulas_are_marked() {
        for (content, expected) in [
            (
                "a $latex x^2$ b",
                "a <span data-math-style=\"inline\">x^2</span> b",
            ),
            (
                "$latex a &amp; b&amp;s=2&bg=fff$",
                "<span data-math-style=\"inline\">a &amp; b</span>",
            ),
            ("$latex x <b>y</b>$", "$latex x <b>y</b>$"),
            ("$latexual$ $latex", "$latexual$ $latex"),
            ("$5 and $6", "$5 and $6"),
        ] {
            assert_eq!(mark(content), expected);
        }
    }
}
