//! What the renderer of Hexo's theme Shoka (`multi-markdown-it`) adds to Markdown, in the words of Markdown and
//! HTML: texts that unfold, tabs, classes, hidden words, readings.
use super::sites;
use crate::fenced_code::FencedCode;
use crate::liquid::escape;

/// Marks of lines that begin and end a text.
const FOLDED: &str = "+++";
const TAB: &str = ";;;";
/// Words behind the first that say how it looks.
const LOOKS: &str = "default primary info success warning danger";

/// The text in other words; `None` if it has nothing of this.
pub(super) fn as_markdown(text: &str) -> Option<String> {
    const MARKS: [&str; 5] = [FOLDED, TAB, "{.", "!!", "^"];
    let has = |mark: &str| memchr::memmem::find(text.as_bytes(), mark.as_bytes()).is_some();
    if !MARKS.iter().any(|mark| has(mark)) {
        return None;
    }
    let ends = |mark: &str| text.lines().filter(|line| line.trim() == mark).count();
    let (mut ends_of_folded, mut ends_of_tabs) = (ends(FOLDED), ends(TAB));
    let (mut folded, mut in_tab) = (0usize, false);
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut fenced = FencedCode::default();
    for whole in text.split_inclusive('\n') {
        let line = whole.trim();
        if fenced.takes(whole.trim_start()) {
            out.push_str(whole);
        } else if line == FOLDED && folded > 0 {
            (folded, ends_of_folded) = (folded - 1, ends_of_folded.saturating_sub(1));
            out.push_str("\n</details>\n\n");
        } else if line == TAB && in_tab {
            (in_tab, ends_of_tabs) = (false, ends_of_tabs.saturating_sub(1));
            out.push('\n');
        } else if let Some(title) = title_behind(line, FOLDED).filter(|_| ends_of_folded > folded) {
            folded += 1;
            let (look, rest) = title.split_once(' ').unwrap_or((title, ""));
            let is_look = LOOKS.split_ascii_whitespace().any(|known| known == look);
            let title = if is_look { rest.trim() } else { title };
            out.push_str(&format!(
                "\n<details><summary>{}</summary>\n\n",
                escape(title)
            ));
        } else if let Some(words) = title_behind(line, TAB).filter(|_| ends_of_tabs > 0) {
            in_tab = true;
            let (_, label) = words.split_once(' ').unwrap_or_default();
            out.push_str(&format!("\n**{}**\n\n", label.trim()));
        } else {
            push_line(whole, &mut out);
        }
    }
    Some(out)
}

fn title_behind<'l>(line: &'l str, mark: &str) -> Option<&'l str> {
    let title = line.strip_prefix(mark)?.trim();
    (!title.is_empty() && !title.starts_with(['+', ';'])).then_some(title)
}

/// Writes a line of text without classes and marks of hidden words, with readings as HTML.
fn push_line(line: &str, out: &mut String) {
    let mut rest = line;
    // Whether words are hidden that end on this line.
    let mut is_hidden = false;
    while let Some(at) = rest.find(['`', '[', '{', '!']) {
        let (before, mark) = rest.split_at(at);
        out.push_str(before);
        let taken = match mark.as_bytes()[0] {
            b'`' => code(mark),
            b'[' => spanned(mark),
            b'{' => classes(mark, out).or_else(|| reading(mark)),
            _ => hidden(mark, &mut is_hidden),
        };
        let (shown, length) = taken.unwrap_or_else(|| (mark[..1].to_owned(), 1));
        out.push_str(&shown);
        rest = &mark[length..];
    }
    out.push_str(rest);
}

/// Code in a line, as it is; marks without an end are taken together.
fn code(mark: &str) -> Option<(String, usize)> {
    let ticks = mark.len() - mark.trim_start_matches('`').len();
    let (fence, inner) = mark.split_at(ticks);
    let end = inner.find(fence).map_or(ticks, |end| end + 2 * ticks);
    Some((mark[..end].to_owned(), end))
}

/// `[text]{.class}`.
fn spanned(mark: &str) -> Option<(String, usize)> {
    let inner = &mark[1..];
    let end = inner
        .find(['[', ']'])
        .filter(|end| inner[*end..].starts_with("]{"))?;
    let length = length_of_classes(&inner[end + 1..])?;
    Some((inner[..end].to_owned(), 1 + end + 1 + length))
}

/// `{.class}` behind a mark or alone on a line.
fn classes(mark: &str, before: &str) -> Option<(String, usize)> {
    let is_behind = before.ends_with(['+', '=', '~', '*', '!', '`', ')', ']']);
    let length = length_of_classes(mark)?;
    let ends_line = mark[length..].trim_start().is_empty();
    (is_behind || ends_line).then(|| (String::new(), length))
}

/// How long the list of classes is that a text begins with.
fn length_of_classes(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('{')?;
    let end = inner
        .find(['{', '}'])
        .filter(|end| inner[*end..].starts_with('}'))?;
    sites::attributes(&inner[..end])?;
    Some(end + 2)
}

/// `{字^reading}`.
fn reading(mark: &str) -> Option<(String, usize)> {
    let inner = &mark[1..];
    let end = inner
        .find(['{', '}'])
        .filter(|end| inner[*end..].starts_with('}'))?;
    let (base, reading) = inner[..end].split_once('^')?;
    let is_one = !base.is_empty() && !base.is_ascii() && !reading.is_empty();
    let html = format!(
        "<ruby>{}<rt>{}</rt></ruby>",
        escape(base),
        escape(&reading.replace('|', " "))
    );
    is_one.then_some((html, end + 2))
}

/// `!!` before or behind hidden words.
fn hidden(mark: &str, is_hidden: &mut bool) -> Option<(String, usize)> {
    let inner = mark.strip_prefix("!!")?;
    let begins = || !inner.starts_with(char::is_whitespace) && inner.contains("!!");
    if !*is_hidden && !begins() {
        return None;
    }
    *is_hidden = !*is_hidden;
    let classes = length_of_classes(inner).filter(|_| !*is_hidden);
    Some((String::new(), 2 + classes.unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::as_markdown;

    #[test]
    fn what_shoka_adds_is_said_in_markdown() {
        for (text, expected) in [
            (
                "+++info A b\nx\n+++\n+++ C\n",
                "\n<details><summary>A b</summary>\n\nx\n\n</details>\n\n+++ C\n",
            ),
            (";;;id1 A\nx\n;;;\ny\n", "\n**A**\n\nx\n\ny\n"),
            (
                "++a++{.wavy} [b]{.red .kbd} !!c!!{.d} d!\n{.e}\n",
                "++a++ b c d!\n\n",
            ),
            (
                "`[b]{.c}` [d](e) $x_{a^b}$ wow!! {.f} g\n",
                "`[b]{.c}` [d](e) $x_{a^b}$ wow!! {.f} g\n",
            ),
            (
                "{字^zì} ^\n```\n[b]{.c}\n```\n",
                "<ruby>字<rt>zì</rt></ruby> ^\n```\n[b]{.c}\n```\n",
            ),
        ] {
            assert_eq!(as_markdown(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(as_markdown("a [b](c)\n"), None);
    }

    #[test]
    fn what_does_not_end_takes_no_longer() {
        for unit in [
            "[", "{", "{.", "{.a}", "!!a ", "`", "``a`", "+++ a\n", ";;;a b\n",
        ] {
            as_markdown(&format!("^{}", unit.repeat(200_000)));
        }
    }
}
