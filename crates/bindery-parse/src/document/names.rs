//! Names of authors in a line that may hold several.

/// What is a word of a company, an office or a position, not of a person's name.
const NO_NAME: [&str; 44] = [
    "agency",
    "and",
    "associates",
    "at",
    "bureau",
    "by",
    "co",
    "commission",
    "committee",
    "company",
    "contributor",
    "corp",
    "correspondent",
    "council",
    "de",
    "department",
    "desk",
    "editor",
    "for",
    "foundation",
    "group",
    "inc",
    "institute",
    "limited",
    "llc",
    "llp",
    "ltd",
    "magazine",
    "media",
    "ministry",
    "news",
    "of",
    "office",
    "partners",
    "press",
    "producer",
    "reporter",
    "services",
    "staff",
    "team",
    "the",
    "times",
    "university",
    "writer",
];

/// The names in a line: parted by `;` and `、`, by `and`, `&` and commas where what stands between
/// them has the form of whole names, so that `Smith, John` and `Procter and Gamble` stay one.
pub(super) fn split(line: &str) -> Vec<String> {
    let line = without_by(line.trim());
    let mut names = Vec::new();
    for part in line.split([';', '；', '、']) {
        let several = several(part);
        let found = several.unwrap_or_else(|| vec![part]).into_iter();
        names.extend(found.map(str::trim).filter(|name| is_name(name)));
    }
    names.into_iter().map(str::to_owned).collect()
}

/// The parts of a list of names; `None` where it is no list for certain.
fn several(text: &str) -> Option<Vec<&str>> {
    let mut parts = vec![text];
    for separator in [" and ", " And ", " AND ", " & ", " und ", " et ", "，", ","] {
        parts = parts
            .into_iter()
            .flat_map(|part| part.split(separator))
            .collect();
    }
    // `A B, C D, and E F`
    let parts = parts.into_iter().map(|part| part.trim());
    let parts = parts.map(|part| part.strip_prefix("and ").unwrap_or(part));
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    (parts.len() > 1 && parts.iter().all(|part| is_whole_name(part))).then_some(parts)
}

/// Whether a text has the form of a given name and a surname: two to four words that begin with
/// capitals and are none of a company or a position, or a Chinese name.
fn is_whole_name(text: &str) -> bool {
    let is_han = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c) || c == '·';
    if text.chars().all(is_han) {
        return (2..=4).contains(&text.chars().count());
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_part = |word: &&str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        bare.starts_with(char::is_uppercase)
            && NO_NAME
                .binary_search(&bare.to_lowercase().as_str())
                .is_err()
    };
    (2..=4).contains(&words.len()) && words.iter().all(is_part)
}

/// A line without `By` before it.
fn without_by(line: &str) -> &str {
    match line.get(..3) {
        Some(by) if by.eq_ignore_ascii_case("by ") => line[3..].trim_start(),
        _ => line,
    }
}

/// Whether it may be a name: numbers of accounts and addresses are none.
fn is_name(name: &str) -> bool {
    name.contains(char::is_alphabetic) && !name.contains('@')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_names_are_parted_and_other_names_are_not() {
        assert!(NO_NAME.is_sorted());
        for (line, names) in [
            (
                "By Maggie Haberman and Shira Toeplitz",
                &["Maggie Haberman", "Shira Toeplitz"][..],
            ),
            (
                "Ann Lee, J. R. Poe, and Bo Ek",
                &["Ann Lee", "J. R. Poe", "Bo Ek"],
            ),
            ("Ann Lee & Bo Ek", &["Ann Lee", "Bo Ek"]),
            ("张三、李四五", &["张三", "李四五"]),
            ("张三，李四", &["张三", "李四"]),
            ("Lee, Ann; Ek, Bo", &["Lee, Ann", "Ek, Bo"]),
            ("Smith, John", &["Smith, John"]),
            ("Procter and Gamble", &["Procter and Gamble"]),
            (
                "Department of Health and Human Services",
                &["Department of Health and Human Services"],
            ),
            ("Ann Lee, Senior Editor", &["Ann Lee, Senior Editor"]),
            ("Ed Hornick, CNN", &["Ed Hornick, CNN"]),
            (
                "新华社，北京电视台新闻中心",
                &["新华社，北京电视台新闻中心"],
            ),
            ("12345", &[]),
            ("a@b.example", &[]),
            ("Byron Katie", &["Byron Katie"]),
        ] {
            assert_eq!(split(line), names, "{line}");
        }
    }
}
