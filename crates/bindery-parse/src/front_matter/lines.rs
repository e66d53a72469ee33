//! What single lines of front matter look like.
use super::delimiters::Format;

/// The longest key that is taken for one where the text is broken.
const KEY_LENGTH: usize = 64;

/// Each line with its place in the text; line ends included.
pub(super) fn with_places(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |start, line| {
        let place = *start;
        *start += line.len();
        Some((place, line))
    })
}

/// A line `key: value` that begins at the margin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair<'a> {
    pub(super) key: &'a str,
    /// Where the value begins in the line, behind the colon.
    pub(super) value: usize,
}

/// The key of a line `key: value` that begins at the margin.
pub(super) fn key(line: &str) -> Option<&str> {
    pair(line).map(|pair| pair.key)
}

pub(super) fn pair(line: &str) -> Option<Pair<'_>> {
    let colon = line.match_indices(':').map(|(at, _)| at).find(|at| {
        line[at + 1..]
            .chars()
            .next()
            .is_none_or(char::is_whitespace)
    })?;
    let key = line[..colon].trim_end();
    let bare = unquoted(key).unwrap_or(key);
    let valid = bare.starts_with(|c: char| c.is_alphanumeric() || c == '_')
        && bare.len() <= KEY_LENGTH
        && bare
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '));
    valid.then_some(Pair {
        key: bare,
        value: colon + 1,
    })
}

/// A line `key:value` or `key：value`, which is none to YAML.
pub(super) fn tight_pair(line: &str) -> Option<Pair<'_>> {
    let (at, colon) = line.match_indices([':', '：']).next()?;
    let (key, value) = (&line[..at], at + colon.len());
    let is_address = line[value..].starts_with("//");
    let valid = key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.len() <= KEY_LENGTH
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    (valid && !is_address).then_some(Pair { key, value })
}

/// Whether the text begins with a key at the margin (after blank lines and comments).
pub(super) fn begins_with_key(text: &str) -> bool {
    let mut lines = text.lines();
    lines
        .find(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .is_some_and(|line| pair(line).or_else(|| tight_pair(line)).is_some())
}

/// The text between two quotation marks of one kind.
pub(super) fn unquoted(text: &str) -> Option<&str> {
    ['"', '\'']
        .iter()
        .find_map(|&quote| text.strip_prefix(quote)?.strip_suffix(quote))
}

/// Whether a line can only belong to the entry before it: indented, or an item of a list.
pub(super) fn continues(line: &str) -> bool {
    line.starts_with([' ', '\t']) || line.starts_with("- ") || line.trim_end() == "-"
}

/// How many bytes at the start of the text look like front matter. A blank line ends it: what
/// follows may look like front matter by chance.
pub(super) fn length_of_head(text: &str, format: Format) -> usize {
    let mut length = 0;
    for (place, line) in with_places(text) {
        let looks_like_it = match format {
            Format::Toml => is_toml(line),
            _ => key(line).is_some() || (length > 0 && continues(line)),
        };
        if line.trim().is_empty() || !looks_like_it {
            break;
        }
        length = place + line.len();
    }
    length
}

fn is_toml(line: &str) -> bool {
    let line = line.trim();
    let is_table = line.starts_with('[') && line.ends_with(']');
    is_table
        || line.split_once('=').is_some_and(|(key, _)| {
            !key.trim().is_empty()
                && key
                    .trim()
                    .chars()
                    .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '"'))
        })
}
