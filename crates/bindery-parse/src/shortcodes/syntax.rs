//! How shortcodes are written.
use nom::branch::alt;
use nom::bytes::complete::{is_not, tag, take_while1};
use nom::character::complete::{char, multispace0};
use nom::combinator::opt;
use nom::multi::many0;
use nom::sequence::{delimited, preceded, terminated};
use nom::{IResult, Parser};

use super::Shortcodes;

/// No shortcode is longer.
const MAX_LENGTH: usize = 8 << 10;

/// A call: its name, and its arguments with their names; those without have an empty one.
pub(super) struct Call<'t> {
    pub(super) name: &'t str,
    pub(super) arguments: Vec<(&'t str, &'t str)>,
}

impl Call<'_> {
    /// The argument of that name, else the one at that place.
    pub(super) fn argument(&self, name: &str, place: usize) -> Option<&str> {
        let is_named = |(known, _): &&(&str, &str)| !name.is_empty() && *known == name;
        let named = self.arguments.iter().find(is_named);
        let placed = || {
            self.arguments
                .iter()
                .filter(|(name, _)| name.is_empty())
                .nth(place)
        };
        named.or_else(placed).map(|(_, value)| *value)
    }
}

/// What stands between the marks of a shortcode, and what follows.
pub(super) fn between_marks(kind: Shortcodes, text: &str) -> Option<(&str, &str)> {
    let marks: &[(&str, &str)] = match kind {
        Shortcodes::Hugo => &[("{{<", ">}}"), ("{{%", "%}}")],
        Shortcodes::Zola => &[("{{", "}}"), ("{%", "%}")],
        Shortcodes::Hexo => &[("{%", "%}")],
    };
    let text_within = &text[..text.floor_char_boundary(MAX_LENGTH)];
    marks.iter().find_map(|(open, close)| {
        let within = text_within.strip_prefix(open)?;
        let inner = text.strip_prefix(open)?;
        let end = within.find(close)?;
        // A shortcode does not run over paragraphs.
        let has_blank = inner[..end].contains("\n\n");
        (!has_blank).then(|| (&inner[..end], &inner[end + close.len()..]))
    })
}

/// The text before the end of a shortcode, and what follows that; all of it where there is no end.
pub(super) fn up_to_end<'t>(kind: Shortcodes, text: &'t str, name: &str) -> (&'t str, &'t str) {
    find_end(kind, text, name).unwrap_or((text, ""))
}

pub(super) fn find_end<'t>(
    kind: Shortcodes,
    text: &'t str,
    name: &str,
) -> Option<(&'t str, &'t str)> {
    text.match_indices('{').find_map(|(at, _)| {
        let (inner, after) = between_marks(kind, &text[at..])?;
        let inner = inner.trim();
        let end = match kind {
            Shortcodes::Hexo => inner.strip_prefix("end")?,
            Shortcodes::Hugo => inner.strip_prefix('/')?,
            Shortcodes::Zola if inner == "end" => name,
            Shortcodes::Zola => return None,
        };
        let closes = end.trim() == name;
        closes.then_some((&text[..at], after))
    })
}

/// `name a="b" "c"` of Hugo, `name(a="b", c=1)` of Zola.
pub(super) fn call(kind: Shortcodes, text: &str) -> IResult<&str, Call<'_>> {
    let name = take_while1(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '.'));
    match kind {
        Shortcodes::Hugo | Shortcodes::Hexo => {
            (name, many0(preceded(multispace0, argument(" \t\n"))))
                .map(|(name, arguments)| Call { name, arguments })
                .parse(text)
        }
        Shortcodes::Zola => {
            let separator = (multispace0, opt(char(',')), multispace0);
            let arguments = many0(terminated(argument(" ,)\n"), separator));
            (
                name,
                delimited((char('('), multispace0), arguments, char(')')),
            )
                .map(|(name, arguments)| Call { name, arguments })
                .parse(text)
        }
    }
}

/// The arguments of a tag as Hexo and plugins of Jekyll write them: `a b="c" "d"`.
pub(crate) fn arguments(text: &str) -> Vec<(&str, &str)> {
    let arguments = many0(preceded(multispace0, argument(" \t\n"))).parse(text);
    arguments
        .map(|(_, arguments)| arguments)
        .unwrap_or_default()
}

/// `name="value"`, `name=value` or `value`.
fn argument<'t>(
    ends: &'static str,
) -> impl Parser<&'t str, Output = (&'t str, &'t str), Error = nom::error::Error<&'t str>> {
    let name = terminated(
        take_while1(|c: char| c.is_alphanumeric() || c == '_' || c == '-'),
        char('='),
    );
    let quoted = |quote: &'static str| {
        delimited(tag(quote), opt(is_not(quote)), tag(quote)).map(Option::unwrap_or_default)
    };
    (
        opt(name).map(Option::unwrap_or_default),
        alt((quoted("\""), quoted("'"), quoted("`"), is_not(ends))),
    )
}
