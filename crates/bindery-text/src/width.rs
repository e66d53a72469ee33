//! How many columns text takes (UAX #11).
use unicode_width::UnicodeWidthStr;

/// How wide the characters are that fill one column in Latin texts and two in Chinese, Japanese and
/// Korean ones: “ ” … — ① and their like.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Ambiguous {
    /// By the language of the post.
    #[default]
    ByLanguage,
    /// One column, as most terminals draw them.
    Narrow,
    /// Two columns, as Chinese, Japanese and Korean fonts draw them.
    Wide,
}

/// Measures text.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Ruler {
    /// Whether characters of ambiguous width take two columns.
    pub(crate) wide: bool,
}

impl Ruler {
    /// The columns of a text. What belongs together (a flag, a family of emoji) is measured as one.
    pub(crate) fn width(self, text: &str) -> usize {
        let mut columns = 0;
        for c in text.chars() {
            columns += match c {
                ' '..='~' => 1,
                '\u{3000}'..='\u{3029}'
                | '\u{3041}'..='\u{3096}'
                | '\u{30a0}'..='\u{30ff}'
                | '\u{3400}'..='\u{4dbf}'
                | '\u{4e00}'..='\u{9fff}'
                | '\u{ac00}'..='\u{d7a3}'
                | '\u{ff01}'..='\u{ff60}' => 2,
                '“' | '”' | '‘' | '’' | '…' | '—' => 1 + usize::from(self.wide),
                _ => return self.width_of_any(text),
            };
        }
        columns
    }

    fn width_of_any(self, text: &str) -> usize {
        if self.wide {
            text.width_cjk()
        } else {
            text.width()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_are_as_wide_as_they_look() {
        let narrow = Ruler::default();
        for (text, columns) in [
            ("abc", 3),
            ("汉字，", 6),
            ("한국", 4),
            ("e\u{301}", 1),
            ("👩\u{200d}🚀", 2),
            ("👍🏽", 2),
            ("🇩🇪", 2),
            ("❤\u{fe0f}", 2),
            ("𠮷", 2),
            ("ｱ", 1),
            ("กำ", 2),
        ] {
            assert_eq!(narrow.width(text), columns, "{text}");
        }
        assert_eq!(narrow.width("“…”"), 3);
        assert_eq!(Ruler { wide: true }.width("“…”①"), 8);
    }
}
