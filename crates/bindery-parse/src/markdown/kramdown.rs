//! What kramdown reads and CommonMark does not know, taken out before comrak reads the text:
//! attribute lists, `{:toc}`, `{::…}` and end-of-block marks. Their attributes are lost.
use std::borrow::Cow;

use nom::bytes::complete::{tag, take_until};
use nom::{IResult, Parser};

/// Rewrites a text; borrowed where there is nothing to do.
pub(super) fn prepare(text: &str) -> Cow<'_, str> {
    let math = text.contains("$$");
    let hashes = text.contains("#\n") || text.contains("#\r") || text.ends_with('#');
    if !text.contains("{:") && !text.contains("{#") && !math && !hashes {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut fence: Option<&str> = None;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        if let Some(mark) = fence {
            if trimmed.starts_with(mark) && trimmed.trim_start_matches(&mark[..1]).is_empty() {
                fence = None;
            }
            out.push_str(line);
            continue;
        }
        fence = ["```", "~~~"]
            .into_iter()
            .find(|mark| trimmed.starts_with(mark));
        if fence.is_some() || line.starts_with("    ") || line.starts_with('\t') {
            out.push_str(line);
        } else if is_attribute_list(trimmed) {
            if trimmed.contains("toc") && !trimmed.contains("no_toc") {
                drop_last_line(&mut out);
            }
            out.push('\n');
        } else if !trimmed.is_empty() && trimmed.bytes().all(|byte| byte == b'#') {
            // A heading without text is text.
            out.push('\\');
            out.push_str(line.trim_start());
        } else if let Some((heading, id)) = header_id(trimmed) {
            push_line(heading, math, &mut out);
            out.push_str(&format!(" <a id=\"{id}\"></a>\n"));
        } else {
            push_line(line, math, &mut out);
        }
    }
    Cow::Owned(out)
}

/// Whether a line is nothing but `{: … }` or `{::… /}`.
fn is_attribute_list(line: &str) -> bool {
    attribute_list(line).is_ok_and(|(rest, _)| rest.is_empty())
}

/// `# Heading {#id}`: the heading and its id, which has no character that HTML would need escaped.
fn header_id(line: &str) -> Option<(&str, &str)> {
    let (heading, id) = line.strip_suffix('}')?.rsplit_once("{#")?;
    let plain = !id.is_empty()
        && id
            .chars()
            .all(|c| c.is_alphanumeric() || "-_:.".contains(c));
    (line.starts_with('#') && plain).then(|| (heading.trim_end(), id))
}

/// `{: … }`, and what is in it.
fn attribute_list(input: &str) -> IResult<&str, &str> {
    let (rest, _) = tag("{:").parse(input)?;
    let (rest, inner) = take_until("}").parse(rest)?;
    let (rest, _) = tag("}").parse(rest)?;
    Ok((rest, inner))
}

/// The place of a table of contents is a list of one item before `{:toc}`.
fn drop_last_line(out: &mut String) {
    let end = out.trim_end().rfind('\n').map_or(0, |at| at + 1);
    out.truncate(end);
}

/// A line without the attribute lists behind its spans; a dollar that stands alone is escaped, since
/// only two begin a formula.
fn push_line(line: &str, math: bool, out: &mut String) {
    let mut rest = line;
    let mut in_code = false;
    while let Some(at) = rest.find(['`', '{', '$']) {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let mark = &after[..1];
        if mark == "`" {
            in_code = !in_code;
        }
        if !in_code
            && mark == "{"
            && out.ends_with([')', '*', '_', '`', '>', ']'])
            && let Ok((after, _)) = attribute_list(after)
        {
            rest = after;
            continue;
        }
        if !in_code && math && mark == "$" {
            if let Some(after) = after.strip_prefix("$$") {
                rest = push_formula(line, after, out);
                continue;
            }
            if !out.ends_with('\\') {
                out.push('\\');
            }
        }
        out.push_str(mark);
        rest = &after[1..];
    }
    out.push_str(rest);
}

/// A formula within a line of text is marked so that comrak keeps it within the line; one that is a
/// line of its own, or longer, stands alone. What is left of the line after it.
fn push_formula<'a>(line: &str, after: &'a str, out: &mut String) -> &'a str {
    let trimmed = line.trim();
    match after.split_once("$$") {
        Some((formula, rest))
            if !(formula.contains('`') || trimmed.starts_with("$$") && rest.trim().is_empty()) =>
        {
            out.push_str("$`");
            out.push_str(formula);
            out.push_str("`$");
            rest
        }
        Some((formula, rest)) => {
            out.push_str("$$");
            out.push_str(formula);
            out.push_str("$$");
            rest
        }
        None => {
            out.push_str("$$");
            after
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attribute_lists_leave_no_trace() {
        for (text, prepared) in [
            ("a\n{: .b}\nc", "a\n\nc"),
            ("* TOC\n{:toc}\n\nx", "\n\nx"),
            ("[a](b){:target=\"_blank\"} c", "[a](b) c"),
            ("```\n{: .b}\n```\n", "```\n{: .b}\n```\n"),
            ("`{: .b}`", "`{: .b}`"),
            ("$5 and $$x$$", "\\$5 and $`x`$"),
            ("$$x$$\n", "$$x$$\n"),
            ("$$\nx\n$$\n", "$$\nx\n$$\n"),
            ("a {:b}", "a {:b}"),
            ("####\na", "\\####\na"),
            ("# a #\n", "# a #\n"),
            ("## a {#b-c}\n", "## a <a id=\"b-c\"></a>\n"),
            ("# a {#\"}\n", "# a {#\"}\n"),
        ] {
            assert_eq!(prepare(text), prepared, "{text}");
        }
    }
}
