//! Where front matter begins and ends. Delimiters count only at the start of a line.
use nom::branch::alt;
use nom::bytes::complete::tag;
use nom::character::complete::{line_ending, space0};
use nom::combinator::{all_consuming, eof, map, recognize, value};
use nom::multi::many0_count;
use nom::sequence::{preceded, terminated};
use nom::{IResult, Parser};

/// What the values are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// YAML between `---` and `---` or `...`.
    Yaml,
    /// TOML between `+++` and `+++`.
    Toml,
    /// A JSON object.
    Json,
}

/// The front matter's first line. Its place is that of the first byte that is not blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Opening {
    pub(super) format: Format,
    /// Where the delimiter stands.
    pub(super) delimiter: usize,
    /// Where the values begin.
    pub(super) values: usize,
}

/// Finds the opening delimiter after blank lines and a byte order mark.
pub(super) fn find_opening(text: &str) -> Option<Opening> {
    let (rest, _) = blank(text).ok()?;
    let delimiter = text.len() - rest.len();
    let (rest, format) = opening(rest).ok()?;
    Some(Opening {
        format,
        delimiter,
        values: text.len() - rest.len(),
    })
}

fn blank(input: &str) -> IResult<&str, &str> {
    let mark = tag("\u{feff}");
    recognize(many0_count(alt((
        recognize(mark),
        terminated(space0, line_ending),
    ))))
    .parse(input)
}

fn opening(input: &str) -> IResult<&str, Format> {
    // Eleventy and others may say what it is written in.
    alt((
        value(Format::Yaml, fence_line("---")),
        value(Format::Yaml, fence_line("---yaml")),
        value(Format::Toml, fence_line("---toml")),
        value(Format::Json, fence_line("---json")),
        value(Format::Toml, fence_line("+++")),
        map(nom::combinator::peek(json_object), |_| Format::Json),
    ))
    .parse(input)
}

/// `{` counts only if a name or the end of the object follows: `{{` and `{%` are Liquid.
fn json_object(input: &str) -> IResult<&str, &str> {
    recognize((
        tag("{"),
        nom::character::complete::multispace0,
        alt((tag("\""), tag("}"))),
    ))
    .parse(input)
}

fn fence_line<'a>(
    fence: &'static str,
) -> impl Parser<&'a str, Output = &'a str, Error = nom::error::Error<&'a str>> {
    terminated(tag(fence), preceded(space0, alt((line_ending, eof))))
}

/// The end of the values and the start of the body: the first line that is nothing but the closing
/// delimiter. `None` if there is none.
pub(super) fn find_closing(text: &str, opening: &Opening) -> Option<(usize, usize)> {
    let fence = match text[opening.delimiter..].starts_with('+') {
        true => "+++",
        false => "---",
    };
    let mut start = opening.values;
    while start < text.len() {
        let end = memchr::memchr(b'\n', &text.as_bytes()[start..])
            .map_or(text.len(), |at| start + at + 1);
        let first = text.as_bytes()[start];
        if (first == fence.as_bytes()[0] || first == b'.') && is_closing(&text[start..end], fence) {
            return Some((start, end));
        }
        start = end;
    }
    None
}

/// Whether a line is the fence that closes, or `...`, which closes YAML.
fn is_closing(line: &str, fence: &'static str) -> bool {
    let dots = if fence == "---" { "..." } else { fence };
    let closing = all_consuming(alt((fence_line(fence), fence_line(dots)))).parse(line);
    closing.is_ok()
}

/// What follows JSON that stands between fences, without the one that closes it.
pub(super) fn after_json<'a>(rest: &'a str, opening: &Opening) -> &'a str {
    let closing = preceded(space0, fence_line("---")).parse(rest);
    match closing {
        Ok((after, _)) if opening.values > opening.delimiter => after,
        _ => rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn openings_stand_at_the_start() {
        let cases = [
            ("---\na", Some((Format::Yaml, 0, 4))),
            ("\u{feff}\n --- \n", None),
            ("\u{feff}\r\n--- \r\na", Some((Format::Yaml, 5, 11))),
            ("+++\n", Some((Format::Toml, 0, 4))),
            ("{\n \"a\": 1}", Some((Format::Json, 0, 0))),
            ("{{ site.title }}", None),
            ("---- \n", None),
            ("---json\n{}", Some((Format::Json, 0, 8))),
            ("---toml \n", Some((Format::Toml, 0, 9))),
            ("---js\n", None),
            ("text\n---\n", None),
            ("", None),
        ];
        for (text, expected) in cases {
            let found = find_opening(text).map(|o| (o.format, o.delimiter, o.values));
            assert_eq!(found, expected, "{text:?}");
        }
    }

    #[test]
    fn a_delimiter_inside_a_line_does_not_close() {
        let text = "---\ntitle: a ---\n ---\n----\n--- \nbody";
        let opening = find_opening(text).unwrap();
        let (end, body) = find_closing(text, &opening).unwrap();
        assert_eq!(&text[opening.values..end], "title: a ---\n ---\n----\n");
        assert_eq!(&text[body..], "body");
    }
}
