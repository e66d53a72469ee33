//! Names of emoji in a text, `:tada:`, where a site draws them.
use std::borrow::Cow;

use comrak::nodes::NodeShortCode;

/// No name is longer.
const MAX_NAME: usize = 60;

/// The text with emoji for their names, as GitHub has them. Colons of a time (`10:30:00`) name none.
pub(super) fn drawn(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut written = 0;
    let mut colons = memchr::memchr_iter(b':', text.as_bytes()).peekable();
    while let Some(start) = colons.next() {
        let Some(&end) = colons.peek() else { break };
        let name = &text[start + 1..end];
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-');
        if name.is_empty() || name.len() > MAX_NAME || !name.chars().all(is_part) {
            continue;
        }
        let is_number = name.bytes().all(|byte| byte.is_ascii_digit());
        let after_digit = text[..start].ends_with(|c: char| c.is_ascii_digit());
        if is_number && after_digit {
            continue;
        }
        if let Some(found) = NodeShortCode::resolve(name) {
            out.push_str(&text[written..start]);
            out.push_str(&found.emoji);
            written = end + 1;
            colons.next();
        }
    }
    if written == 0 {
        return text.into();
    }
    out.push_str(&text[written..]);
    out.into()
}

#[cfg(test)]
mod tests {
    use super::drawn;

    #[test]
    fn names_of_emoji_are_drawn() {
        for (text, expected) in [
            ("a :tada: b:+1:", "a 🎉 b👍"),
            (":tada::tada:", "🎉🎉"),
            ("好:tada:", "好🎉"),
            (":100: at 10:100:20", "💯 at 10:100:20"),
            ("a: b :c: :no_such: ::", "a: b :c: :no_such: ::"),
            (":x:tada:", "❌tada:"),
        ] {
            assert_eq!(drawn(text), expected);
        }
    }
}
