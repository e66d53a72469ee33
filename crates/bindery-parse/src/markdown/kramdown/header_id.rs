//! Identifiers of headers.
use super::{Parser, scan};

impl Parser {
    /// Gives headers that have none an identifier, in the order of the text. Those in HTML and
    /// footnotes do not get GitHub's.
    pub(super) fn header_id(&mut self, text: &str, beyond_github: bool) -> String {
        let mut id = if self.options.gfm && !beyond_github {
            github_id(text)
        } else {
            let id = plain_id(text);
            if id.is_empty() {
                "section".to_owned()
            } else {
                id
            }
        };
        match self.header_ids.get_mut(&id) {
            Some(count) => {
                id.push_str(&format!("-{count}"));
                *count += 1;
            }
            None => {
                self.header_ids.insert(id.clone(), 1);
            }
        }
        match self.options.auto_id_prefix.as_str() {
            "" => id,
            prefix => prefix.to_owned() + &id,
        }
    }
}

/// What a character reference stands for.
pub(super) fn decoded(reference: &str) -> String {
    let options = crate::html::Options::default();
    let tree = crate::html::parse_fragment(reference, "body", &options).ok();
    let text = tree.and_then(|tree| match tree.node(tree.first_child(tree.root())?) {
        crate::html::Node::Text(text) => Some(text.to_owned()),
        _ => None,
    });
    text.unwrap_or_default()
}

/// As GitHub makes it: lower case, words joined by hyphens, no punctuation.
fn github_id(text: &str) -> String {
    let mut id = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' | '\t' => id.push('-'),
            '-' | '_' | 'a'..='z' | '0'..='9' => id.push(c),
            'A'..='Z' => id.push(c.to_ascii_lowercase()),
            c if c.is_ascii() => {}
            c => id.extend(c.to_lowercase().filter(|&c| scan::is_letter(c))),
        }
    }
    id
}

/// As kramdown makes it: ASCII's letters and digits, from the first letter on.
pub(super) fn plain_id(text: &str) -> String {
    let start = text
        .find(|c: char| c.is_ascii_alphabetic())
        .unwrap_or(text.len());
    text[start..]
        .chars()
        .filter(|&c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-'))
        .map(|c| {
            if c == ' ' {
                '-'
            } else {
                c.to_ascii_lowercase()
            }
        })
        .collect()
}
