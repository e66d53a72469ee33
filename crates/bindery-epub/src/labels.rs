//! The few words that the book itself says, by language.
mod east_asian;
mod european;

use bindery_model::DateTime;

use crate::decimal::push_decimal;
use crate::package_document::PictureAccess;
use east_asian::{CHINESE, JAPANESE, KOREAN, TRADITIONAL_CHINESE};
use european::{ENGLISH, FRENCH, GERMAN, ITALIAN, PORTUGUESE, RUSSIAN, SPANISH};

/// What a book says in a language.
#[derive(Debug)]
pub(crate) struct Labels {
    pub(crate) contents: &'static str,
    pub(crate) start: &'static str,
    /// What the list of these places is called, which is heard and not seen.
    pub(crate) landmarks: &'static str,
    pub(crate) cover: &'static str,
    pub(crate) title_page: &'static str,
    pub(crate) colophon: &'static str,
    pub(crate) original: &'static str,
    pub(crate) undated: &'static str,
    pub(crate) posts: &'static str,
    pub(crate) made_from: &'static str,
    pub(crate) left_out: &'static str,
    pub(crate) nothing_left_out: &'static str,
    pub(crate) index: &'static str,
    pub(crate) categories: &'static str,
    pub(crate) tags: &'static str,
    pub(crate) authors: &'static str,
    pub(crate) others: &'static str,
    pub(crate) previous: &'static str,
    pub(crate) next: &'static str,
    pub(crate) unreadable: &'static str,
    accessible: &'static str,
    described: &'static str,
    undescribed: &'static str,
    /// What those of [`ROLES`] do.
    roles: [&'static str; ROLES.len()],
    /// Forms of dates: `{year}`, `{month}` as a number, `{month:02}` of two digits, `{name}` of the
    /// month, `{day}`.
    day: &'static str,
    month: &'static str,
    year: &'static str,
    months: [&'static str; 12],
}

/// The MARC relators that a title page names: editor, translator, illustrator, photographer.
const ROLES: [&str; 4] = ["edt", "trl", "ill", "pht"];

impl Labels {
    /// The words of a language; English where its own are not known.
    pub(crate) fn of(language: &str) -> &'static Labels {
        let mut parts = language.split('-');
        match parts.next().unwrap_or_default() {
            "zh" if parts.any(|part| matches!(part, "Hant" | "TW" | "HK" | "MO")) => {
                &TRADITIONAL_CHINESE
            }
            "zh" => &CHINESE,
            "ja" => &JAPANESE,
            "ko" => &KOREAN,
            "de" => &GERMAN,
            "fr" => &FRENCH,
            "es" => &SPANISH,
            "it" => &ITALIAN,
            "pt" => &PORTUGUESE,
            "ru" => &RUSSIAN,
            _ => &ENGLISH,
        }
    }

    /// Whether these are words of the language, not English in its place.
    #[cfg(feature = "cover")]
    pub(crate) fn is_for(&self, language: &str) -> bool {
        language.starts_with("en") || self.contents != ENGLISH.contents
    }

    /// What somebody with this MARC relator does; `None` for authors, and for what has no word here.
    pub(crate) fn role(&self, relator: &str) -> Option<&'static str> {
        let at = ROLES.iter().position(|role| *role == relator)?;
        Some(self.roles[at])
    }

    /// What the book says about how it can be read.
    pub(crate) fn accessibility(&self, pictures: &PictureAccess) -> String {
        let pictures = match pictures {
            PictureAccess { shown: 0, .. } => "",
            PictureAccess { undescribed: 0, .. } => self.described,
            _ => self.undescribed,
        };
        format!("{}{pictures}", self.accessible)
    }

    /// A day, as people of the language write it.
    pub(crate) fn day(&self, date: DateTime) -> String {
        self.date(self.day, date)
    }

    pub(crate) fn month(&self, date: DateTime) -> String {
        self.date(self.month, date)
    }

    pub(crate) fn year(&self, date: DateTime) -> String {
        self.date(self.year, date)
    }

    fn date(&self, form: &str, date: DateTime) -> String {
        let date = date.civil();
        let mut written = String::with_capacity(24);
        let mut rest = form;
        while let Some((text, after)) = split_at_byte(rest, b'{') {
            let (field, after) = split_at_byte(after, b'}').unwrap_or((after, ""));
            rest = after;
            written.push_str(text);
            let month: usize = date.month().unsigned_abs().into();
            match field {
                "year" => push_year(&mut written, date.year()),
                "month" => push_decimal(&mut written, month, 1),
                "month:02" => push_decimal(&mut written, month, 2),
                "name" => written.push_str(self.months.get(month - 1).unwrap_or(&"")),
                "day" => push_decimal(&mut written, date.day().unsigned_abs().into(), 1),
                _ => {}
            }
        }
        written.push_str(rest);
        written
    }
}

fn push_year(out: &mut String, year: i16) {
    let digits = if year < 0 {
        out.push('-');
        3
    } else {
        4
    };
    push_decimal(out, year.unsigned_abs().into(), digits);
}

/// What stands before and behind the first such byte of a short text.
fn split_at_byte(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|b| b == byte)?;
    Some((&text[..at], &text[at + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_people_of_the_language_write_them() {
        let date: DateTime = "2024-03-05T00:00:00Z".parse().unwrap();
        for (language, day) in [
            ("en-GB", "5 March 2024"),
            ("de", "5. März 2024"),
            ("es", "5 de marzo de 2024"),
            ("zh-CN", "2024年3月5日"),
            ("ko", "2024년 3월 5일"),
            ("xx", "5 March 2024"),
        ] {
            assert_eq!(Labels::of(language).day(date), day);
        }
        for (date, year) in [
            ("0044-03-15T00:00:00Z", "0044年"),
            ("-000044-03-15T00:00:00Z", "-044年"),
        ] {
            assert_eq!(Labels::of("zh").year(date.parse().unwrap()), year);
        }
        assert_eq!(Labels::of("zh-Hant-HK").contents, "目錄");
    }
}
