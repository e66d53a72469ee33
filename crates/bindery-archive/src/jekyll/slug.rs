//! `slugify`, in the two modes that addresses use.

/// Letters, marks and digits stay, all else becomes hyphens; lower case.
pub(crate) fn slugify(text: &str) -> String {
    hyphenate(text, is_word).to_lowercase()
}

/// As Jekyll's `pretty` mode, with case kept: these characters stay too.
pub(crate) fn slugify_pretty(text: &str) -> String {
    hyphenate(text, |c| is_word(c) || "._~!$&'()+,;=@".contains(c))
}

/// Letters, combining marks and decimal digits.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_mark(c)
}

/// Combining marks that are not alphabetic: the blocks of marks, and the signs of Indic scripts
/// and Thai that join consonants or mute them.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{93c}' | '\u{94d}' | '\u{9bc}'
        | '\u{9cd}' | '\u{a3c}' | '\u{a4d}' | '\u{abc}' | '\u{acd}' | '\u{b4d}' | '\u{bcd}'
        | '\u{c4d}' | '\u{ccd}' | '\u{d4d}' | '\u{dca}' | '\u{e38}'..='\u{e3a}'
        | '\u{e47}'..='\u{e4e}' | '\u{1037}'..='\u{103a}' | '\u{17c9}'..='\u{17d3}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20f0}'
        | '\u{3099}' | '\u{309a}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}')
}

/// Runs of characters that do not stay become one hyphen; none at either end.
fn hyphenate(text: &str, stays: impl Fn(char) -> bool) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.chars() {
        if stays(c) {
            slug.push(c);
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_matches('-').to_owned()
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
        ] {
            assert_eq!(slugify(text), slug);
        }
        assert_eq!(
            slugify_pretty("Rails-6.0.4.4 & more"),
            "Rails-6.0.4.4-&-more"
        );
    }
}
