//! What lines begin with. Every function looks at the start of the text that it is given.
use nom::IResult;
use nom::Parser;
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while, take_while_m_n, take_while1};
use nom::character::complete::{char, one_of, satisfy};
use nom::combinator::{opt, recognize};
use nom::error::{Error, ErrorKind};
use nom::multi::many0_count;
use nom::sequence::{pair, preceded, terminated};
use unicode_general_category::{GeneralCategory, get_general_category};

/// White space in kramdown's patterns.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c' | '\x0b')
}

/// The first line with its end, and what follows.
pub(super) fn split_line(text: &str) -> (&str, &str) {
    let end = memchr::memchr(b'\n', text.as_bytes()).map_or(text.len(), |at| at + 1);
    text.split_at(end)
}

/// The length of the blank lines at the start.
pub(super) fn blank_lines(text: &str) -> usize {
    let bytes = text.bytes().enumerate();
    let space = bytes.take_while(|&(_, byte)| is_space(char::from(byte)));
    space
        .filter(|&(_, byte)| byte == b'\n')
        .last()
        .map_or(0, |(at, _)| at + 1)
}

pub(super) fn is_blank_line(text: &str) -> bool {
    let first = text
        .bytes()
        .find(|&byte| byte == b'\n' || !is_space(char::from(byte)));
    first == Some(b'\n')
}

/// Without up to three spaces.
pub(super) fn after_indent(text: &str) -> &str {
    &text[spaces(text, 3)..]
}

/// Without the indent of code, a tab or four spaces.
pub(super) fn after_code_indent(text: &str) -> Option<&str> {
    text.strip_prefix('\t')
        .or_else(|| text.strip_prefix("    "))
}

/// `^` alone on a line: the length of the line.
pub(super) fn end_of_block(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('^')?;
    is_blank_line(rest).then(|| split_line(text).0.len())
}

/// A rule: the length of the line.
pub(super) fn rule(text: &str) -> Option<usize> {
    let (line, _) = split_line(text);
    let marks = after_indent(line);
    let mark = marks
        .chars()
        .next()
        .filter(|c| matches!(c, '*' | '-' | '_'))?;
    let only_marks = marks
        .trim_end_matches('\n')
        .chars()
        .all(|c| c == mark || c == ' ' || c == '\t');
    (line.ends_with('\n') && only_marks && marks.matches(mark).count() >= 3).then_some(line.len())
}

/// The mark of an item: its length with the indent, whether it is ordered.
pub(super) fn item(text: &str, max_indent: usize) -> Option<(usize, bool)> {
    let indent = spaces(text, max_indent);
    let rest = &text[indent..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (length, ordered) = match rest.as_bytes() {
        [b'+' | b'*' | b'-', ..] => (1, false),
        bytes if digits > 0 && bytes.get(digits) == Some(&b'.') => (digits + 1, true),
        _ => return None,
    };
    has_tail(&rest[length..]).then_some((indent + length, ordered))
}

/// The mark of a definition: its length with the indent.
pub(super) fn definition(text: &str, max_indent: usize) -> Option<usize> {
    let indent = spaces(text, max_indent);
    let tail = text[indent..].strip_prefix(':')?;
    has_tail(tail).then_some(indent + 1)
}

/// Whether a mark stands before it: a space, and a line that ends.
fn has_tail(tail: &str) -> bool {
    tail.starts_with([' ', '\t', '|']) && split_line(tail).0.ends_with('\n')
}

/// How many spaces come first, at most `most`.
pub(super) fn spaces(text: &str, most: usize) -> usize {
    text.bytes()
        .take(most)
        .take_while(|&byte| byte == b' ')
        .count()
}

/// `> ` or `>`: its length with the indent.
pub(super) fn quote(text: &str) -> Option<usize> {
    let rest = after_indent(text).strip_prefix('>')?;
    Some(text.len() - rest.strip_prefix(' ').unwrap_or(rest).len())
}

/// A name of HTML or XML: `a`, `o:p`.
pub(super) fn name(text: &str) -> IResult<&str, &str> {
    // Nearly all names are words of ASCII.
    let bytes = text.as_bytes();
    let end = bytes
        .iter()
        .position(|byte| !IN_NAME[usize::from(*byte)])
        .unwrap_or(bytes.len());
    let is_word = bytes
        .first()
        .is_some_and(|&byte| byte.is_ascii_alphabetic() || byte == b'_');
    if is_word
        && bytes
            .get(end)
            .is_none_or(|&next| next.is_ascii() && next != b':')
    {
        return Ok((&text[end..], &text[..end]));
    }
    let part = || {
        pair(
            satisfy(|c| c.is_alphabetic() || c == '_'),
            take_while(|c: char| is_alphanumeric(c) || matches!(c, '_' | '.' | '-')),
        )
    };
    recognize((part(), opt(pair(char(':'), part())))).parse(text)
}

/// A name as XML has it (XML 1.0, section 2.3), of a header or of an entity: its length.
pub(super) fn xml_name(text: &str) -> usize {
    if !text.starts_with(begins_xml_name) {
        return 0;
    }
    let is_in_name = |c: char| {
        begins_xml_name(c)
            || matches!(c, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}')
            || matches!(c, '\u{203f}' | '\u{2040}')
    };
    text.find(|c| !is_in_name(c)).unwrap_or(text.len())
}

fn begins_xml_name(c: char) -> bool {
    matches!(c, ':' | 'A'..='Z' | '_' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}'
        | '\u{f8}'..='\u{2ff}' | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}'
        | '\u{200c}' | '\u{200d}' | '\u{2070}'..='\u{218f}' | '\u{2c00}'..='\u{2fef}'
        | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}'
        | '\u{10000}'..='\u{effff}')
}

static IN_NAME: [bool; 256] =
    table(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-");

/// `name`, of attribute definitions and footnotes.
pub(super) fn identifier(text: &str) -> IResult<&str, &str> {
    recognize(pair(
        satisfy(is_word),
        take_while(|c| is_word(c) || c == '-'),
    ))
    .parse(text)
}

pub(super) fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// A letter or a decimal digit of any script; `①` and `²` are none.
pub(super) fn is_alphanumeric(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || !c.is_ascii()
            && (c.is_alphabetic() || get_general_category(c) == GeneralCategory::DecimalNumber)
}

/// What words of any script are made of: letters, digits, marks, and what connects them (Ruby's
/// `\p{Word}`).
pub(super) fn is_letter(c: char) -> bool {
    use GeneralCategory::{ConnectorPunctuation, EnclosingMark, NonspacingMark, SpacingMark};
    is_word(c)
        || !c.is_ascii()
            && (is_alphanumeric(c)
                || matches!(
                    get_general_category(c),
                    NonspacingMark | SpacingMark | EnclosingMark | ConnectorPunctuation
                ))
}

/// Without white space of ASCII around it, as Ruby strips a text: the ideographic space stays.
pub(super) fn stripped(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// What stands in an attribute list or an extension: anything but `}`, unless it is escaped.
pub(super) fn list_body(text: &str) -> IResult<&str, &str> {
    let escaped = |at: usize| at > 0 && text.as_bytes()[at - 1] == b'\\';
    let mut last = None;
    let end = memchr::memchr_iter(b'}', text.as_bytes())
        .inspect(|&at| last = Some(at))
        .find(|&at| !escaped(at))
        .or(last);
    let (body, rest) = text.split_at(end.unwrap_or(text.len()));
    if body.is_empty() {
        return Err(nom::Err::Error(Error::new(text, ErrorKind::Many1)));
    }
    Ok((rest, body))
}

/// The end of a line with nothing before it but white space.
fn line_end(text: &str) -> IResult<&str, &str> {
    let (line, rest) = split_line(text);
    if is_blank_line(line) {
        return Ok((rest, line));
    }
    Err(nom::Err::Error(Error::new(text, ErrorKind::Eof)))
}

/// `{: … }` on a line of its own: what stands in it, and what follows the line.
pub(super) fn block_attribute_list(text: &str) -> Option<(&str, &str)> {
    let start = after_indent(text).strip_prefix("{:")?;
    if start.starts_with([':', '/']) {
        return None;
    }
    let (rest, body) = terminated(list_body, preceded(char('}'), line_end))
        .parse(start)
        .ok()?;
    Some((body, rest))
}

/// `{:name: … }`: the name, what stands in it, and what follows the line.
pub(super) fn attribute_definition(text: &str) -> Option<(&str, &str, &str)> {
    let start = after_indent(text).strip_prefix("{:")?;
    let (rest, (name, body)) = (
        terminated(identifier, char(':')),
        terminated(list_body, preceded(char('}'), line_end)),
    )
        .parse(start)
        .ok()?;
    Some((name, body, rest))
}

/// An HTML start tag.
pub(super) struct StartTag<'t> {
    pub(super) name: &'t str,
    pub(super) attributes: Vec<(&'t str, &'t str)>,
    pub(super) closed: bool,
    pub(super) rest: &'t str,
}

/// A start tag as kramdown knows them: values without quotes are single words.
pub(super) fn start_tag(text: &str) -> Option<StartTag<'_>> {
    let mut attributes = Vec::new();
    let (name, closed, rest) = each_attribute(text, |name, value| attributes.push((name, value)))?;
    Some(StartTag {
        name,
        attributes,
        closed,
        rest,
    })
}

/// The name of a start tag, whether it closes itself, and what follows; `add` gets each attribute.
pub(super) fn each_attribute<'t>(
    text: &'t str,
    mut add: impl FnMut(&'t str, &'t str),
) -> Option<(&'t str, bool, &'t str)> {
    let (mut rest, name) = preceded(char('<'), name).parse(text).ok()?;
    loop {
        let after = rest.trim_start_matches(is_space);
        if let Some(end) = after.strip_prefix("/>").or_else(|| after.strip_prefix('>')) {
            return Some((name, after.starts_with('/'), end));
        }
        if after.len() == rest.len() {
            return None;
        }
        let (after, (name, value)) = attribute(after).ok()?;
        add(name, value);
        rest = after;
    }
}

/// A start tag with something that cannot be the name of an attribute, or with a program that is
/// not quoted, as browsers read it, up to the `>` that is in no value; its attributes are not read.
pub(super) fn loose_start_tag(text: &str) -> Option<StartTag<'_>> {
    let (rest, name) = preceded(char('<'), name).parse(text).ok()?;
    if !rest.starts_with(is_space) || !is_odd(rest) {
        return None;
    }
    let mut at = 0;
    let bytes = rest.as_bytes();
    loop {
        at += memchr::memchr2(b'>', b'=', &bytes[at..])?;
        if bytes[at] == b'>' {
            break;
        }
        let value = rest[at + 1..].trim_start_matches(is_space);
        at = rest.len() - value.len();
        if let Some(quote @ (b'"' | b'\'')) = bytes.get(at) {
            at += 2 + memchr::memchr(*quote, &bytes[at + 1..])?;
        }
    }
    Some(StartTag {
        name,
        attributes: Vec::new(),
        closed: rest[..at].ends_with('/'),
        rest: &rest[at + 1..],
    })
}

/// Whether an attribute begins with a digit, a quotation mark or `=`, or is a program that is not
/// quoted (`onclick=f()`), after others that are right.
fn is_odd(mut rest: &str) -> bool {
    let mut before = "";
    loop {
        let after = rest.trim_start_matches(is_space);
        if after.len() == rest.len() {
            return before
                .get(..2)
                .is_some_and(|on| on.eq_ignore_ascii_case("on"));
        }
        match attribute(after) {
            Ok((next, (name, _))) => (rest, before) = (next, name),
            Err(_) => {
                return after
                    .starts_with(|c: char| c.is_ascii_digit() || matches!(c, '"' | '\'' | '='));
            }
        }
    }
}

fn attribute(text: &str) -> IResult<&str, (&str, &str)> {
    let space = || take_while(is_space);
    let value = preceded(
        (space(), char('='), space()),
        alt((quoted, take_while1(is_letter))),
    );
    pair(name, opt(value).map(Option::unwrap_or_default)).parse(text)
}

fn quoted(text: &str) -> IResult<&str, &str> {
    let (rest, quote) = one_of("\"'").parse(text)?;
    match memchr::memchr(quote as u8, rest.as_bytes()) {
        Some(end) => Ok((&rest[end + 1..], &rest[..end])),
        None => Err(nom::Err::Error(Error::new(rest, ErrorKind::Char))),
    }
}

/// Whether a browser may find a character reference in what begins with `&`.
pub(super) fn may_be_reference(text: &str) -> bool {
    text[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '#')
}

/// `</name>`: the name, and what follows.
pub(super) fn end_tag(text: &str) -> Option<(&str, &str)> {
    let (rest, name) = (preceded(tag("</"), name), take_while(is_space), char('>'))
        .map(|(name, ..)| name)
        .parse(text)
        .ok()?;
    Some((name, rest))
}

/// `\s*?\n` or nothing of the kind: what follows the end of the line, if only spaces come before.
pub(super) fn after_trailing_space(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches([' ', '\t']);
    rest.strip_prefix('\n')
}

/// A number of `#`, at most six.
pub(super) fn hashes(text: &str) -> usize {
    let count: IResult<&str, &str> = take_while_m_n(1, 6, |c| c == '#').parse(text);
    count.map_or(0, |(_, hashes)| hashes.len())
}

/// The length of a run of one character.
pub(super) fn run(text: &str, c: char) -> usize {
    let count: IResult<&str, usize> = many0_count(char(c)).parse(text);
    count.map_or(0, |(_, count)| count)
}

/// A table of which bytes are among `bytes`.
pub(super) const fn table(bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
}
