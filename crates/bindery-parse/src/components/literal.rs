//! Texts that programs give in quotation marks.
use std::borrow::Cow;

/// Characters that mean something to Markdown or HTML.
const MARKS: [char; 18] = [
    '\\', '`', '*', '_', '[', ']', '<', '>', '&', '#', '~', '|', '$', '{', '}', '!', '=', '^',
];

/// A text as it reads, where it stands among Markdown: nothing in it is a mark.
pub(super) fn as_text(text: &str) -> Cow<'_, str> {
    if !text.contains(MARKS) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut escapes = false;
    for c in text.chars() {
        match c {
            '\\' if !escapes => escapes = true,
            c => {
                let c = match c {
                    'n' | 't' | 'r' if escapes => ' ',
                    c => c,
                };
                escapes = false;
                match MARKS.contains(&c) {
                    true => out.push_str(&format!("&#{};", u32::from(c))),
                    false => out.push(c),
                }
            }
        }
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::as_text;

    #[test]
    fn nothing_in_a_text_is_a_mark() {
        for (text, expected) in [
            ("plain", "plain"),
            ("a*b <c>", "a&#42;b &#60;c&#62;"),
            (r"a\nb\\", "a b&#92;"),
        ] {
            assert_eq!(as_text(text), expected);
        }
    }
}
