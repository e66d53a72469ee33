//! Front matter of lines `name: value` alone, as nearly all is: YAML without its grammar. A general
//! parser costs a short post more time than its Markdown.
use serde_json::{Map, Value};

/// The values; `None` where any line is not of the plainest kind, so that a parser of YAML has to
/// read it.
pub(super) fn parse(text: &str) -> Option<Map<String, Value>> {
    let mut values = Map::new();
    for line in text.split('\n') {
        if line.is_empty() {
            continue;
        }
        let (name, rest) = line.split_once(": ")?;
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
        if !is_name || is_word_with_meaning(name) {
            return None;
        }
        values.insert(name.to_owned(), value(rest.trim_matches(' '))?);
    }
    (!values.is_empty()).then_some(values)
}

fn value(text: &str) -> Option<Value> {
    if text.contains(['\t', '\r', '\u{85}', '\u{2028}', '\u{2029}', '\u{feff}']) {
        return None;
    }
    for (quote, marks) in [('"', ['"', '\\']), ('\'', ['\'', '\''])] {
        if let Some(inner) = text.strip_prefix(quote) {
            let inner = inner.strip_suffix(quote)?;
            return (!inner.contains(marks)).then(|| inner.into());
        }
    }
    match text {
        "true" => return Some(true.into()),
        "false" => return Some(false.into()),
        _ => {}
    }
    let is_plain = is_date(text) || text.starts_with(char::is_alphabetic);
    let is_one_line = !text.contains(": ") && !text.contains(" #") && !text.ends_with(':');
    (is_plain && is_one_line && !is_word_with_meaning(text)).then(|| text.into())
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
        let text = "title: \"a: b\"\ndate: 2024-05-01 08:30:00 +0800\n\nlayout: post \npublished: true\ntags: 北京\n";
        let expected = serde_json::json!({
            "title": "a: b", "date": "2024-05-01 08:30:00 +0800", "layout": "post",
            "published": true, "tags": "北京"
        });
        assert_eq!(parse(text).map(Value::Object), Some(expected));
        for text in [
            "a: \"b \"c\" d\"",
            "a: [b]",
            "a: b\n  c",
            "a: b: c",
            "a: b #c",
            "a:\n- b",
            "a: 1",
            "a: yes",
            "a: &b c",
            "- a: b",
            "a: 'b''c'",
            "",
        ] {
            assert!(parse(text).is_none(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_yaml_says(
            text in "([a-c]{1,2}: ?(true|[ab:#'\" 0-9.\\[-]{1,8}|2024-05-01[T 0-9:+]{0,6}|[no\u{e9}~]{1,3})\n{0,2}){1,4}"
        ) {
            if let Some(values) = parse(&text) {
                let expected = super::super::yaml::parse(&text).unwrap().unwrap();
                prop_assert_eq!(values, expected);
            }
        }
    }
}
