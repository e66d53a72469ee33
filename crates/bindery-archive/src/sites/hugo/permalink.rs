//! Hugo's addresses: templates of `permalinks`, and names made fit for paths.
use bindery_model::Meta;
use jiff::civil;
use unicode_general_category::{GeneralCategory, get_general_category};

/// The day of what has none: Go's zero time.
const NO_DATE: civil::DateTime = civil::date(1, 1, 1).at(0, 0, 0, 0);

/// What a template may name.
pub(super) struct Parts<'a> {
    pub(super) meta: &'a Meta,
    /// The title as the front matter has it.
    pub(super) title: &'a str,
    /// The slug of the front matter, or empty.
    pub(super) slug: &'a str,
    /// The name of the file, without ending and language,
    pub(super) file_name: &'a str,
    /// and the same, but of the folder for a bundle.
    pub(super) base_name: &'a str,
    /// The folders above it.
    pub(super) sections: &'a [String],
    /// Whether what is filled in keeps its case.
    pub(super) keeps_case: bool,
}

/// Fills a template in; what it names that is not known stays.
pub(super) fn expand(template: &str, parts: &Parts<'_>) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(at) = rest.find(':') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let word = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let bracket = rest[word..]
            .starts_with('[')
            .then(|| rest[word..].find(']'))
            .flatten();
        let (name, range) = match bracket {
            Some(end) => (&rest[..word], Some(&rest[word + 1..word + end])),
            None => (&rest[..word], None),
        };
        match value(name, range, parts) {
            Some(value) => {
                let lower = (!parts.keeps_case).then(|| value.to_lowercase());
                out.push_str(lower.as_deref().unwrap_or(&value));
                rest = &rest[word + bracket.map_or(0, |end| end + 1)..];
            }
            None => out.push(':'),
        }
    }
    out + rest
}

fn value(name: &str, range: Option<&str>, parts: &Parts<'_>) -> Option<String> {
    let or = |first: &str, second: &str| slug(if first.is_empty() { second } else { first });
    Some(match name {
        "title" => slug(parts.title),
        "slug" => or(parts.slug, parts.title),
        "filename" => slug(parts.file_name),
        "contentbasename" => slug(parts.base_name),
        "slugorfilename" => or(parts.slug, parts.file_name),
        "slugorcontentbasename" => or(parts.slug, parts.base_name),
        "section" | "sectionslug" => parts.sections.first().cloned().unwrap_or_default(),
        "sections" | "sectionslugs" => match range {
            Some(range) => slice(parts.sections, range),
            None => parts.sections.join("/"),
        },
        name => {
            let date = parts.meta.date.map(|date| date.civil());
            date_part(name, date.unwrap_or(NO_DATE))?
        }
    })
}

/// `[1:]`, `[:2]`, `[0]` and `[last]` of a list.
fn slice(sections: &[String], range: &str) -> String {
    let last = sections.len().saturating_sub(1);
    let index = |text: &str, or: usize| match text.trim() {
        "" => or,
        "last" => last,
        number => number.parse().unwrap_or(or),
    };
    let (from, to) = match range.split_once(':') {
        Some((from, to)) => (index(from, 0), index(to, sections.len())),
        None => (index(range, 0), index(range, 0) + 1),
    };
    let to = to.min(sections.len());
    sections.get(from.min(to)..to).unwrap_or_default().join("/")
}

/// A part of the date, by Hugo's names or in the way of Go's time layouts.
fn date_part(name: &str, date: civil::DateTime) -> Option<String> {
    let format = match name {
        "year" | "2006" => "%Y",
        "06" => "%y",
        "month" | "01" => "%m",
        "1" => "%-m",
        "monthname" | "January" => "%B",
        "Jan" => "%b",
        "day" | "02" => "%d",
        "2" => "%-d",
        "weekday" => "%w",
        "weekdayname" | "Monday" => "%A",
        "Mon" => "%a",
        "yearday" => "%-j",
        "15" => "%H",
        "04" => "%M",
        "05" => "%S",
        _ => return None,
    };
    Some(date.strftime(format).to_string())
}

/// A text as one part of an address: white space and `+` become hyphens.
pub(super) fn slug(text: &str) -> String {
    sanitized(&text.replace('+', " "))
}

/// A text without what may not stand in paths; white space becomes hyphens, one for any number.
pub(super) fn sanitized(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut gap, mut after_hyphen) = (false, false);
    for c in text.chars() {
        if stays(c) {
            after_hyphen = c == '-';
            if std::mem::take(&mut gap) && !after_hyphen {
                out.push('-');
            }
            out.push(c);
        } else if !out.is_empty() && !after_hyphen && c.is_whitespace() {
            gap = true;
        }
    }
    out
}

/// The name of a file as a part of an address: each space becomes a hyphen.
pub(super) fn file_slug(name: &str) -> String {
    name.replace(' ', "-")
        .chars()
        .filter(|&c| stays(c))
        .collect()
}

/// What stays in paths: letters, marks, digits and a few signs.
fn stays(c: char) -> bool {
    use GeneralCategory as G;
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || "./\\_#+~-@".contains(c);
    }
    c.is_alphabetic()
        || matches!(
            get_general_category(c),
            G::NonspacingMark | G::SpacingMark | G::EnclosingMark | G::DecimalNumber
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_name_dates_titles_and_sections() {
        let meta = Meta {
            date: Some("2024-12-30T23:30:00Z".parse().unwrap()),
            ..Meta::default()
        };
        let sections = ["news".to_owned(), "über".to_owned()];
        let parts = Parts {
            meta: &meta,
            title: "News & more -- x",
            slug: "",
            file_name: "c++_a+b",
            base_name: "n",
            sections: &sections,
            keeps_case: true,
        };
        for (template, expected) in [
            ("/:year/:month/:day/:title/", "/2024/12/30/News-more--x/"),
            (
                "/:section/:yearday/:weekday/:slug",
                "/news/365/1/News-more--x",
            ),
            (
                "/:06/:1/:sections[last]/:sections[1:]/",
                "/24/12/über/über/",
            ),
            ("/:slugorfilename/:contentbasename/:none", "/c-_a-b/n/:none"),
        ] {
            assert_eq!(expand(template, &parts), expected);
        }
        assert_eq!(file_slug("Ünï & co，"), "Ünï--co");
    }
}
