//! What the names of files say.
use bindery_model::DateTime;
use bindery_parse::date;
use glob::{MatchOptions, Pattern};

/// Takes a date off the beginning of a name: `2024-05-01-a` or `2024-05-01_a`. Gives the date, and
/// what stands behind the separator.
pub(crate) fn split_date<'n>(name: &'n str, separators: &[char]) -> Option<(&'n str, &'n str)> {
    let (date, rest) = name.split_at_checked(date_length(name)?)?;
    Some((date, rest.strip_prefix(separators)?))
}

/// Whether a name is a date and nothing else, as those of notes of a day are.
pub(crate) fn is_date(name: &str) -> bool {
    date_length(name) == Some(name.len())
}

/// How long the date is that a name begins with: `2024-05-01`, `24-5-1`.
fn date_length(name: &str) -> Option<usize> {
    let digits = |from: usize, most: usize| {
        let bytes = name.as_bytes().get(from..).unwrap_or_default();
        bytes
            .iter()
            .take(most)
            .take_while(|byte| byte.is_ascii_digit())
            .count()
    };
    let dash = |at: usize| (name.as_bytes().get(at) == Some(&b'-')).then_some(at + 1);
    let year = digits(0, 4);
    let month_at = dash(year).filter(|_| year >= 2)?;
    let month = digits(month_at, 2);
    let day_at = dash(month_at + month).filter(|_| month >= 1)?;
    let day = digits(day_at, 2);
    (day >= 1).then_some(day_at + day)
}

/// Whether a path is the one that is named, lies below it, or it or a folder above it matches a glob.
pub(crate) fn matches_path(named: &str, path: &str) -> bool {
    let named = named.trim_matches('/');
    if named.contains(['*', '?', '[']) {
        return Pattern::new(named)
            .is_ok_and(|glob| above(path).any(|path| matches_files(&glob, path)));
    }
    let rest = path.strip_prefix(named);
    named.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The path and the folders above it.
pub(crate) fn above(path: &str) -> impl Iterator<Item = &str> {
    let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
    folders.chain([path])
}

/// Whether a glob matches a file as Ruby's `Dir.glob` does: `*` stays within a name.
pub(crate) fn matches_files(glob: &Pattern, path: &str) -> bool {
    let options = MatchOptions {
        case_sensitive: true,
        require_literal_separator: true,
        require_literal_leading_dot: true,
    };
    glob.matches_with(path, options)
}

/// The name of a file.
pub(crate) fn last_part(path: &str) -> &str {
    memchr::memrchr(b'/', path.as_bytes()).map_or(path, |slash| &path[slash + 1..])
}

/// The name of a file without its ending.
pub(crate) fn stem(path: &str) -> &str {
    let name = last_part(path);
    memchr::memrchr(b'.', name.as_bytes()).map_or(name, |dot| &name[..dot])
}

/// A path without the ending of its file.
pub(crate) fn without_ending(path: &str) -> &str {
    let folder = path.rfind('/').map_or(0, |slash| slash + 1);
    path[folder..]
        .rfind('.')
        .map_or(path, |dot| &path[..folder + dot])
}

/// A path from a folder, without `.` and `..`.
pub(crate) fn joined(folder: &str, path: &str) -> String {
    let mut parts = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The date that folders of an address make: `2024/05/01/a`.
pub(crate) fn date_in_address(address: &str) -> Option<DateTime> {
    let parts: Vec<&str> = address.trim_start_matches('/').split('/').collect();
    parts.windows(3).find_map(|parts| match parts {
        [year, month, day] if year.len() == 4 => {
            date::parse_as_written(&format!("{year}-{month}-{day}"))
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_addresses_may_hold_dates() {
        for (name, expected) in [
            ("2024-05-01-a-b", Some(("2024-05-01", "a-b"))),
            ("24-5-1-a", Some(("24-5-1", "a"))),
            ("2024-05-01_a", None),
            ("2024-05-01", None),
            ("-202205", None),
        ] {
            assert_eq!(split_date(name, &['-']), expected, "{name}");
        }
        for (named, path, expected) in [
            ("", "_posts/a.md", true),
            ("_posts", "_posts/a.md", true),
            ("_posts", "_posts2/a.md", false),
            ("**/b*.md", "x/y/bc.md", true),
            ("_posts/*.html", "_posts/a.md", false),
        ] {
            assert_eq!(matches_path(named, path), expected, "{named} {path}");
        }
        let date = date_in_address("/2024/5/01/a.html").unwrap();
        assert_eq!(date.to_string(), "2024-05-01T00:00:00+00:00");
        assert_eq!(date_in_address("/a/b/c/d"), None);
    }
}
