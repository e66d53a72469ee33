//! The words of marks and of links back.

/// Words that stand before the number of a note.
const WORDS: [&str; 26] = [
    "anm",
    "anmerkung",
    "endnote",
    "fn",
    "footnote",
    "ftn",
    "fußnote",
    "lower-alpha",
    "lower-greek",
    "lower-roman",
    "n",
    "nb",
    "nota",
    "note",
    "upper-alpha",
    "upper-roman",
    "прим",
    "注",
    "注释",
    "註",
    "註釋",
    "脚注",
    "訳注",
    "译注",
    "譯註",
    "주",
];

/// Beginnings of what links back say.
const PHRASES: [&str; 17] = [
    "back",
    "go back",
    "jump",
    "return",
    "ritorna",
    "retour",
    "torna",
    "up",
    "volver",
    "voltar",
    "zurück",
    "вернуться",
    "назад",
    "回",
    "戻る",
    "本文",
    "返回",
];

/// Characters that a link back has at most.
const MAX_PHRASE: usize = 40;

/// The name of a note in its mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Label<'t> {
    /// `1` of `[1]`.
    pub(super) name: &'t str,
    pub(super) is_bracketed: bool,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Letters,
    /// Asterisks, daggers and the like.
    Sign,
    /// `note 1`.
    Words,
}

/// Reads the text of a mark; `None` if it is none.
pub(super) fn read(text: &str) -> Option<Label<'_>> {
    let text = text.trim();
    let (name, is_bracketed) = match without_brackets(text) {
        Some(inner) => (inner.trim(), true),
        None => (text, false),
    };
    let kind = kind(name)?;
    Some(Label {
        name,
        is_bracketed,
        kind,
    })
}

fn kind(name: &str) -> Option<Kind> {
    let length = name.chars().count();
    let is_chinese = |c: char| "〇零一二三四五六七八九十百".contains(c);
    let letters = || name.bytes().all(|b| b.is_ascii_alphabetic());
    let is_roman = || {
        name.chars()
            .all(|c| "ivxlc".contains(c.to_ascii_lowercase()))
    };
    if length == 0 || length > 24 {
        None
    } else if length <= 5 && name.chars().all(char::is_numeric)
        || length <= 4 && name.chars().all(is_chinese)
    {
        Some(Kind::Number)
    } else if length <= 4 && name.chars().all(is_sign) {
        Some(Kind::Sign)
    } else if letters()
        && (length == 1
            || length == 2 && name.as_bytes()[0] == name.as_bytes()[1]
            || length <= 7 && is_roman())
    {
        Some(Kind::Letters)
    } else {
        has_word(name).then_some(Kind::Words)
    }
}

/// Whether it is a number with such a word before it, or the word alone.
fn has_word(name: &str) -> bool {
    let lower = name.to_lowercase();
    let word =
        lower.trim_end_matches(|c: char| c.is_numeric() || "一二三四五六七八九十".contains(c));
    WORDS.contains(&word.trim_end_matches([' ', '\u{a0}', '.', '#']))
}

fn is_sign(c: char) -> bool {
    matches!(c, '*' | '†' | '‡' | '§' | '¶' | '‖' | '※' | '＊' | '⁂')
}

/// The end of brackets that begin with a character.
pub(super) fn closing(open: char) -> Option<char> {
    Some(match open {
        '[' => ']',
        '(' => ')',
        '{' => '}',
        '［' => '］',
        '（' => '）',
        '【' => '】',
        '〔' => '〕',
        _ => return None,
    })
}

fn without_brackets(text: &str) -> Option<&str> {
    let close = closing(text.chars().next()?)?;
    let mut inner = text.chars();
    inner.next();
    inner.as_str().strip_suffix(close)
}

/// Whether there is nothing in a text that is a word, a number or a sign.
pub(super) fn is_decoration(text: &str) -> bool {
    !text.contains(|c: char| c.is_alphanumeric() || is_sign(c))
}

/// A text without what stands around its words and signs.
pub(super) fn core(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphanumeric() && !is_sign(c))
}

/// Whether the text of a link says nothing but that it leads back: an arrow, a number, `Back`.
pub(super) fn leads_back(text: &str) -> bool {
    let core = text.trim_matches(|c: char| !c.is_alphanumeric());
    core.is_empty() || read(core).is_some() || is_phrase(core)
}

/// Whether it says so in words.
pub(super) fn is_phrase(text: &str) -> bool {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    text.chars().count() <= MAX_PHRASE && {
        let lower = text.to_lowercase();
        let begins = |phrase: &str| {
            let rest = lower.strip_prefix(phrase);
            // Chinese has no spaces between words.
            rest.is_some_and(|rest| !phrase.is_ascii() || !rest.starts_with(char::is_alphanumeric))
        };
        PHRASES.iter().any(|phrase| begins(phrase))
    }
}

/// How many bytes at the start of a text are the number of the note, which its mark says too, with
/// what sets it off: `[1] `, `1. `; `1 ` alone may be a part of the text.
pub(super) fn repeated(text: &str, name: &str) -> Option<usize> {
    let start = text.len() - text.trim_start().len();
    let rest = &text[start..];
    let open = rest.chars().next()?;
    let close = closing(open);
    let rest = match close {
        Some(_) => &rest[open.len_utf8()..],
        None => rest,
    };
    let rest = rest.strip_prefix(name).filter(|_| !name.is_empty())?;
    let rest = match close {
        Some(close) => rest.strip_prefix(close)?,
        None => rest.strip_prefix(['.', ')', ':', '）', '、', '．'])?,
    };
    let is_set_off = close.is_some() || rest.is_empty() || rest.starts_with(char::is_whitespace);
    is_set_off.then(|| text.len() - set_off(rest).len())
}

/// What follows the number of a note, without the signs that set that off.
pub(super) fn set_off(text: &str) -> &str {
    let rest = text.trim_start();
    let rest = rest.strip_prefix(is_closing).unwrap_or(rest);
    let is_stop = |c: char| matches!(c, '.' | ':' | '：' | '、' | '．');
    let rest = match rest.strip_prefix(is_stop) {
        Some(behind) if !behind.trim_start().starts_with('.') => behind,
        _ => rest,
    };
    rest.trim_start()
}

pub(super) fn is_closing(c: char) -> bool {
    matches!(c, ']' | ')' | '}' | '］' | '）' | '】' | '〕')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_short_names() {
        for (text, name) in [
            ("[1]", "1"),
            (" ² ", "²"),
            ("(iv)", "iv"),
            ("a", "a"),
            ("**", "**"),
            ("†", "†"),
            ("[note 12]", "note 12"),
            ("〔一〕", "一"),
            ("注1", "注1"),
        ] {
            assert_eq!(read(text).map(|label| label.name), Some(name), "{text}");
        }
        for text in [
            "", "[]", "ab", "Smith99", "2 Samuel", "123456", "fig 1", "next", "字",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn what_leads_back_says_nothing_else() {
        for text in [
            "",
            "↑",
            "[1]",
            "1.",
            "↑1",
            "↩︎2",
            "Back to text",
            "回到正文",
            "Jump up",
        ] {
            assert!(leads_back(text), "{text}");
        }
        for text in ["the discussion above", "Smith 1999", "backlog", "upset"] {
            assert!(!leads_back(text), "{text}");
        }
    }

    #[test]
    fn numbers_are_said_twice_only_where_they_are_set_off() {
        for (text, name, rest) in [
            ("[1] Text", "1", Some("Text")),
            ("1. Text", "1", Some("Text")),
            ("\u{a0}(a): Text", "a", Some("Text")),
            ("1 Kings", "1", None),
            ("1.5 litres", "1", None),
            ("12. Text", "1", None),
        ] {
            let found = repeated(text, name).map(|length| &text[length..]);
            assert_eq!(found, rest, "{text}");
        }
        assert_eq!(set_off("] . Text"), ". Text");
        assert_eq!(set_off("...Text"), "...Text");
        assert_eq!(set_off(". . . Text"), ". . . Text");
    }
}
