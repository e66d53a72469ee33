//! What the arguments of Octopress's tags say: a picture, what stands above code, whom a quote is from.
//! Hexo has the same.
use crate::liquid::escape;

/// A picture: `[classes] address [width] [height] [title 'description']`.
pub(crate) fn image(words: &[&str]) -> Option<String> {
    let named = words.iter().position(|word| word.contains(['.', '/']));
    let place = named.unwrap_or(0);
    let source = escape(words.get(place)?);
    let is_size = |word: &&&str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let mut rest = words[place + 1..].iter().peekable();
    let mut out = format!("<img src=\"{source}\"");
    for name in ["width", "height"] {
        if let Some(size) = rest.next_if(is_size) {
            out.push_str(&format!(" {name}=\"{size}\""));
        }
    }
    let text = rest.copied().collect::<Vec<_>>().join(" ");
    let (title, alt) = match text.split_once(['\'', '"']) {
        Some((title, alt)) => (title.trim(), alt.trim().trim_matches(['\'', '"', '\\'])),
        None => (text.trim(), ""),
    };
    let alt = if alt.is_empty() { title } else { alt };
    out.push_str(&format!(" alt=\"{}\"", escape(alt)));
    if !title.is_empty() && title != alt {
        out.push_str(&format!(" title=\"{}\"", escape(title)));
    }
    out.push('>');
    Some(out)
}

/// `Author, source https://address title` below a quote.
pub(crate) fn attribution(words: &str) -> String {
    let (text, link) = split_at_address(words);
    let (author, title) = match (link, text.split_once(',')) {
        (Some(_), _) | (None, None) => (text, ""),
        (None, Some((author, title))) => (author.trim(), title.trim()),
    };
    let source = match link {
        Some((address, title)) => link_to(address, title, bare(address)),
        None => escape(title),
    };
    let mut parts = Vec::new();
    if !author.is_empty() {
        parts.push(format!("<strong>{}</strong>", escape(author)));
    }
    if !source.is_empty() {
        parts.push(format!("<cite>{source}</cite>"));
    }
    if parts.is_empty() {
        return String::new();
    }
    format!("<footer>{}</footer>\n\n", parts.join(" "))
}

/// What stands above code: `title https://address link`, without settings such as `mark:1`.
pub(crate) fn caption(words: &str) -> String {
    let is_setting = |word: &str| {
        let (name, value) = word.split_once([':', '=']).unwrap_or_default();
        let is_name = |b: u8| b.is_ascii_lowercase() || b == b'_';
        word.starts_with('{')
            || (!name.is_empty() && !value.starts_with("//") && name.bytes().all(is_name))
    };
    let shown: Vec<&str> = words
        .split_whitespace()
        .filter(|word| !is_setting(word))
        .collect();
    let shown = shown.join(" ");
    let (title, link) = split_at_address(&shown);
    let link = link.map(|(address, text)| link_to(address, text, "link"));
    let caption = [escape(title), link.unwrap_or_default()].join(" ");
    caption.trim().to_owned()
}

/// The language that the words of a tag for code name: `lang:name`.
pub(crate) fn language(words: &str) -> Option<&str> {
    let mut words = words.split_whitespace();
    words.find_map(|word| word.strip_prefix("lang:"))
}

/// What stands before an address, and the address with what stands behind it.
fn split_at_address(words: &str) -> (&str, Option<(&str, &str)>) {
    let starts = ["http://", "https://"];
    let mut places = starts.iter().flat_map(|start| words.match_indices(start));
    let at = places.find(|(at, _)| words[..*at].ends_with(char::is_whitespace) || *at == 0);
    let Some((at, _)) = at else {
        return (words.trim(), None);
    };
    let (text, link) = words.split_at(at);
    let (address, title) = link.split_once(char::is_whitespace).unwrap_or((link, ""));
    (text.trim(), Some((address, title.trim())))
}

/// A link with a text, or with another where that is empty.
pub(crate) fn link_to(address: &str, text: &str, otherwise: &str) -> String {
    let text = if text.is_empty() { otherwise } else { text };
    format!("<a href=\"{}\">{}</a>", escape(address), escape(text))
}

/// An address without its scheme and a slash at the end.
pub(crate) fn bare(address: &str) -> &str {
    let bare = address.split_once("//").map_or(address, |(_, bare)| bare);
    bare.trim_end_matches('/')
}
