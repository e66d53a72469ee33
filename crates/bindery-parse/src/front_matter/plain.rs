//! Front matter of the plainest kind, as nearly all is: lines `name: value`, and lists of such values.
//! A general parser of YAML costs a short post more time than its Markdown.
use std::iter::Peekable;

use bindery_model::any_pair;
use serde_json::{Map, Value};

/// How many values there are at most in nearly all front matter.
const USUAL: usize = 8;

/// The values; `None` where any line is not of the plainest kind, or a name is there twice, so that
/// a parser of YAML has to read it.
pub(super) fn parse(text: &str) -> Option<Map<String, Value>> {
    let mut values = Map::with_capacity(USUAL);
    let mut lines = lines(text).peekable();
    while let Some(line) = lines.next() {
        if line.is_empty() {
            continue;
        }
        let colon = memchr::memchr(b':', line.as_bytes())?;
        let (name, rest) = (&line[..colon], &line[colon + 1..]);
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
        if !is_name || is_word_with_meaning(name) {
            return None;
        }
        let found = match trim_spaces(rest) {
            "" => block_list(&mut lines)?,
            _ if !rest.starts_with(' ') => return None,
            text if text.starts_with('[') => flow_list(text)?,
            text => value(text)?,
        };
        if values.insert(name.to_owned(), found).is_some() {
            return None;
        }
    }
    (!values.is_empty()).then_some(values)
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = memchr::memchr(b'\n', text.as_bytes());
        rest = end.map(|end| &text[end + 1..]);
        Some(&text[..end.unwrap_or(text.len())])
    })
}

/// Without the spaces around it. Going through bytes takes a third of the time of `trim_matches`.
fn trim_spaces(text: &str) -> &str {
    let is_other = |&byte: &u8| byte != b' ';
    let start = text.as_bytes().iter().position(is_other);
    let end = text.as_bytes().iter().rposition(is_other);
    start.zip(end).map_or("", |(start, end)| &text[start..=end])
}

/// The lines `- value` after a name, all with the same indent.
fn block_list<'a>(lines: &mut Peekable<impl Iterator<Item = &'a str>>) -> Option<Value> {
    let indent = indent_of(lines.peek()?);
    let mut items = Vec::new();
    while let Some(line) =
        lines.next_if(|line| indent_of(line) == indent && line[indent..].starts_with("- "))
    {
        items.push(value(trim_spaces(&line[indent + 2..]))?);
    }
    let goes_on = lines.peek().is_some_and(|line| line.starts_with(' '));
    (!items.is_empty() && !goes_on).then_some(items.into())
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// `[a, b]` of values that have nothing in them which could mean anything there.
fn flow_list(text: &str) -> Option<Value> {
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    if inner.trim_matches(' ').is_empty() {
        return Some(Vec::<Value>::new().into());
    }
    let item = |text: &str| {
        let text = text.trim_matches(' ');
        let is_quoted = text.len() > 1 && text.starts_with(['"', '\'']);
        let bare = if is_quoted {
            text.get(1..text.len() - 1)?
        } else {
            text
        };
        let means_something = ['[', ']', '{', '}', ':', '#', '"', '\''];
        (!bare.contains(means_something)).then(|| value(text))?
    };
    inner.split(',').map(item).collect()
}

fn value(text: &str) -> Option<Value> {
    if may_break(text) {
        return None;
    }
    // Older writers of YAML mark what is quoted as a text, by a tag without a name.
    let after_tag = text.strip_prefix("! ").map(|text| text.trim_matches(' '));
    let text = after_tag
        .filter(|text| text.starts_with(['"', '\'']))
        .unwrap_or(text);
    if let Some(inner) = text.strip_prefix('"') {
        let inner = inner.strip_suffix('"')?;
        let means_something = memchr::memchr2(b'"', b'\\', inner.as_bytes());
        return means_something.is_none().then(|| inner.into());
    }
    if let Some(inner) = text.strip_prefix('\'') {
        let inner = inner.strip_suffix('\'')?;
        let is_whole = !inner.contains('\'') || !inner.replace("''", "").contains('\'');
        return is_whole.then(|| inner.replace("''", "'").into());
    }
    match text {
        "true" => return Some(true.into()),
        "false" => return Some(false.into()),
        _ => {}
    }
    let is_plain = is_date(text) || text.starts_with(char::is_alphabetic);
    (is_plain && !is_more(text) && !is_word_with_meaning(text)).then(|| text.into())
}

/// Whether there is a tab, a byte order mark, or what breaks lines. Their first bytes are looked for
/// before they are: other characters begin so, but few.
fn may_break(text: &str) -> bool {
    let is_first = |byte| matches!(byte, b'\t' | b'\r' | 0xc2 | 0xe2 | 0xef);
    // Without a way out of the loop, processors look at many bytes at a time.
    let any = text.bytes().fold(false, |any, byte| any | is_first(byte));
    any && text.contains(['\t', '\r', '\u{85}', '\u{2028}', '\u{2029}', '\u{feff}'])
}

/// Whether a value begins another name, or a comment.
fn is_more(text: &str) -> bool {
    any_pair(text.as_bytes(), |byte, next| {
        (byte == b':') & (next == b' ') | (byte == b' ') & (next == b'#')
    })
}

/// `2024-05-01`, and what may follow a date.
fn is_date(text: &str) -> bool {
    let Some((date, rest)) = text.split_at_checked(10) else {
        return false;
    };
    let fits = |(at, byte): (usize, u8)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    date.bytes().enumerate().all(fits) && (rest.is_empty() || rest.starts_with([' ', 'T']))
}

/// Whether it may be a truth value or nothing.
fn is_word_with_meaning(text: &str) -> bool {
    const WORDS: [&str; 10] = [
        "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan",
    ];
    text.len() <= 5 && WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plain_lines_are_read_and_others_are_left() {
        let text = "title: \"a: b\"\ndate: 2024-05-01 08:30:00 +0800\n\nlayout: post \npublished: true\n\
            tags: 北京\ncategories:\n- a\n- ! 'it''s'\n- 'b: c'\nkeys: \n  - d\nflow: [e f, \"g\", 'h' ]\nnone: [ ]\n";
        let expected = serde_json::json!({
            "title": "a: b", "date": "2024-05-01 08:30:00 +0800", "layout": "post",
            "published": true, "tags": "北京", "categories": ["a", "it's", "b: c"], "keys": ["d"],
            "flow": ["e f", "g", "h"], "none": []
        });
        assert_eq!(parse(text).map(Value::Object), Some(expected));
        for text in [
            "a: \"b \"c\" d\"",
            "a: [b, [c]]",
            "a: [b, c: d]",
            "a: [b,]",
            "a: [\"]",
            "a:",
            "a: b\n  c",
            "a: b: c",
            "a: b #c",
            "a:\n- b\n  c",
            "a:\n - b\n- c",
            "a:\n - b\n  - c",
            "a:\n- b: c",
            "a:\n- - b",
            "a:\n  b: c",
            "a:b",
            "a: 1",
            "a: yes",
            "a: &b c",
            "- a: b",
            "a: 'b'''c'",
            "a: ! b",
            "a: ['é]",
            "",
        ] {
            assert!(parse(text).is_none(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_yaml_says(
            text in "([a-c]{1,2}: ?(true|(! )?[ab:#'\" 0-9.\\[-]{1,8}|2024-05-01[T 0-9:+]{0,6}|[no\u{e9}~]{1,3}|(\n {0,2}- ?[abo'\":# -]{1,4}){1,3}|\\[[abo'\", :#]{0,7}\\])\n{0,2}){1,4}"
        ) {
            if let Some(values) = parse(&text) {
                let expected = super::super::yaml::parse(&text).unwrap().unwrap();
                prop_assert_eq!(values, expected);
            }
        }
    }
}
