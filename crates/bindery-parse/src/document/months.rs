//! Names of months in other languages than English, and the dates that are written with them.
use bindery_model::DateTime;
use jiff::tz::TimeZone;

use crate::date;

/// The names of each month, as they stand in dates: whole, and as they are cut short. No two languages
/// disagree on one.
const MONTHS: [&str; 12] = [
    "января янв январь січня студзеня januar jänner janvier janv enero ene gennaio janeiro januari stycznia ledna \
     ocak tammikuuta ianuarie ιανουαρίου בינואר يناير",
    "февраля фев февр февраль лютого лютага februar feber février févr febrero febbraio fevereiro fev februari \
     lutego února şubat helmikuuta februarie φεβρουαρίου בפברואר فبراير",
    "марта март мар березня сакавіка märz mars marzo março maart marca března mart maaliskuuta martie μαρτίου במרץ \
     במרס مارس",
    "апреля апр апрель квітня красавіка april avril abril aprile april kwietnia dubna nisan huhtikuuta aprilie \
     απριλίου באפריל أبريل",
    "мая май травня траўня mai mayo maggio maio mei maja května mayıs toukokuuta μαΐου במאי مايو",
    "июня июн июнь червня чэрвеня juni juin junio giugno junho czerwca června haziran kesäkuuta iunie ιουνίου ביוני \
     يونيو",
    "июля июл июль липня ліпеня juli juillet juil julio luglio julho lipca července temmuz heinäkuuta iulie ιουλίου \
     ביולי يوليو",
    "августа авг август серпня жніўня august août agosto augustus sierpnia srpna ağustos elokuuta αυγούστου באוגוסט \
     أغسطس",
    "сентября сен сент сентябрь вересня верасня september septembre septiembre settembre setembro września září \
     eylül syyskuuta septembrie σεπτεμβρίου בספטמבר سبتمبر",
    "октября окт октябрь жовтня кастрычніка oktober octobre octubre ottobre outubro października října ekim \
     lokakuuta octombrie οκτωβρίου באוקטובר أكتوبر",
    "ноября ноя нояб ноябрь листопада лістапада november novembre noviembre novembro listopada kasım marraskuuta \
     noiembrie νοεμβρίου בנובמבר نوفمبر",
    "декабря дек декабрь грудня снежня dezember décembre déc diciembre dicembre dezembro december grudnia prosince \
     aralık joulukuuta decembrie δεκεμβρίου בדצמבר ديسمبر",
];

/// The first date such as `13 ноября 2009, 19:00`, `1er mars 2024`, `5. Mai 2020` or `5 de mayo de 2020`
/// in a text, and where it begins.
pub(super) fn find(text: &str, zone: &TimeZone) -> Option<(usize, DateTime)> {
    let words: Vec<&str> = text.split_whitespace().take(400).collect();
    (1..words.len()).find_map(|at| {
        let is_link = |word: &str| matches!(word, "de" | "del");
        let day_at = match is_link(words[at - 1]) {
            true => at.checked_sub(2)?,
            false => at - 1,
        };
        let day = words[day_at]
            .trim_end_matches(['.', 'º', '°'])
            .trim_end_matches("er");
        // Few words stand behind a number, so that few are looked up.
        let day = number(day, 2)?;
        let month = month_named(words[at])?;
        let year_at = at + 1 + usize::from(words.get(at + 1).is_some_and(|word| is_link(word)));
        let year = words
            .get(year_at)?
            .trim_end_matches([',', '.', ';', ')', 'г']);
        let year = number(year, 4).filter(|_| year.len() == 4)?;
        let time = words[year_at + 1..]
            .iter()
            .take(3)
            .find_map(|word| time_of(word));
        let written = match time {
            Some(time) => format!("{year}-{month:02}-{day:02} {time}"),
            None => format!("{year}-{month:02}-{day:02}"),
        };
        let place = words[day_at].as_ptr() as usize - text.as_ptr() as usize;
        Some((place, date::parse_in(&written, zone)?))
    })
}

fn month_named(word: &str) -> Option<usize> {
    let word = word.trim_end_matches(['.', ',']).to_lowercase();
    let is_this = |names: &str| names.split_whitespace().any(|name| name == word);
    MONTHS
        .iter()
        .position(|names| is_this(names))
        .map(|at| at + 1)
}

fn number(text: &str, most: usize) -> Option<u16> {
    let is_number =
        (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

/// `19:00`, `19:00:45`.
fn time_of(word: &str) -> Option<&str> {
    let word = word.trim_end_matches([',', '.', ';', ')']);
    let mut parts = word.split(':');
    let is_short = |part: &str| number(part, 2).is_some();
    let is_time = (2..=3).contains(&parts.clone().count()) && parts.all(is_short);
    is_time.then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_words_of_many_languages_are_read() {
        for (text, expected) in [
            (
                "Москва, 13 ноября 2009, 19:00:45",
                Some("2009-11-13T19:00:45+00:00"),
            ),
            ("5 мая 2020 г., 8:30", Some("2020-05-05T08:30:00+00:00")),
            (
                "Publié le 1er mars 2024 à 14:05",
                Some("2024-03-01T14:05:00+00:00"),
            ),
            ("Montag, 5. Mai 2020", Some("2020-05-05T00:00:00+00:00")),
            ("5 de mayo de 2020", Some("2020-05-05T00:00:00+00:00")),
            ("7 ביוני 2016", Some("2016-06-07T00:00:00+00:00")),
            ("13 ноября", None),
            ("40 ноября 2009", None),
            ("mai 2020", None),
        ] {
            let found = find(text, &TimeZone::UTC).map(|(_, date)| date.to_string());
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }
}
