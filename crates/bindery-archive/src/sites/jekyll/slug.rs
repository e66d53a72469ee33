//! `slugify`, in the two modes that addresses use.
use std::borrow::Cow;

use unicode_general_category::{GeneralCategory, get_general_category};

/// Letters, marks and digits stay, all else becomes hyphens; lower case.
pub(crate) fn slugify(text: &str) -> String {
    hyphenate(text, is_word).to_lowercase()
}

/// As Jekyll's `pretty` mode, with case kept: these characters stay too.
pub(crate) fn slugify_pretty(text: &str) -> Cow<'_, str> {
    let stays = |c| {
        is_word(c)
            || matches!(
                c,
                '.' | '_' | '~' | '!' | '$' | '&' | '\'' | '(' | ')' | '+' | ',' | ';' | '=' | '@'
            )
    };
    hyphenate(text, stays)
}

/// The title of a document that has none: the words of its name with a capital each.
pub(crate) fn title_of(slug: &str) -> String {
    let words = slug.split('-').map(|word| {
        let mut letters = word.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.collect::<String>() + &letters.as_str().to_lowercase()
    });
    words.collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// Letters, combining marks and decimal digits.
fn is_word(c: char) -> bool {
    use GeneralCategory as G;
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    matches!(
        get_general_category(c),
        G::UppercaseLetter
            | G::LowercaseLetter
            | G::TitlecaseLetter
            | G::ModifierLetter
            | G::OtherLetter
            | G::NonspacingMark
            | G::SpacingMark
            | G::EnclosingMark
            | G::DecimalNumber
    )
}

/// Runs of characters that do not stay become one hyphen; none at either end.
fn hyphenate(text: &str, stays: impl Fn(char) -> bool) -> Cow<'_, str> {
    if is_hyphenated(text) {
        return text.into();
    }
    let mut slug = String::with_capacity(text.len());
    for c in text.chars() {
        if stays(c) {
            slug.push(c);
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_matches('-').to_owned().into()
}

/// Whether a text is words of ASCII with one hyphen between each two, as the names of most files are.
fn is_hyphenated(text: &str) -> bool {
    let mut before = b'-';
    let is_word = |byte: u8| {
        let fits = byte.is_ascii_alphanumeric() || byte == b'-' && before != b'-';
        before = byte;
        fits
    };
    text.bytes().all(is_word) && before != b'-'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_keep_letters_of_every_script() {
        for (text, slug) in [
            ("The _config.yml file", "the-config-yml-file"),
            ("标题，二", "标题-二"),
            ("a--b", "a-b"),
            ("x½²①y", "x-y"),
        ] {
            assert_eq!(slugify(text), slug);
        }
        assert_eq!(title_of("my-SQL-日记-"), "My Sql 日记");
        assert_eq!(
            slugify_pretty("Rails-6.0.4.4 & more"),
            "Rails-6.0.4.4-&-more"
        );
    }
}
