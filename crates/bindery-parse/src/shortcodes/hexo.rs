//! Hexo's tags that enclose text: code, quotes, and what is left as it is.
use super::{Call, Shortcodes, up_to_end};
use crate::liquid::escape;

/// What a tag stands for, with what follows it. `tag` is all of it between its marks; `quotes` gets
/// what is to stand at the end of a quote.
pub(super) fn block<'t>(
    kind: Shortcodes,
    call: &Call<'_>,
    tag: &str,
    rest: &'t str,
    quotes: &mut Vec<String>,
) -> Option<(String, &'t str)> {
    if kind != Shortcodes::Hexo {
        return None;
    }
    let words = tag.strip_prefix(call.name).unwrap_or_default().trim();
    match call.name {
        "codeblock" | "code" => {
            let (code, after) = up_to_end(kind, rest, call.name);
            Some((code_block(words, code.trim_matches('\n')), after))
        }
        "raw" => {
            let (text, after) = up_to_end(kind, rest, "raw");
            Some((text.to_owned(), after))
        }
        "blockquote" | "quote" => {
            quotes.push(attribution(words));
            Some(("\n\n<blockquote>\n\n".to_owned(), rest))
        }
        "pullquote" => {
            quotes.push(String::new());
            Some(("\n\n<blockquote>\n\n".to_owned(), rest))
        }
        _ => None,
    }
}

/// What the end of a tag that encloses text stands for.
pub(super) fn end(kind: Shortcodes, tag: &str, quotes: &mut Vec<String>) -> String {
    let is_quote = matches!(tag.trim(), "endblockquote" | "endquote" | "endpullquote");
    if kind != Shortcodes::Hexo || !is_quote {
        return String::new();
    }
    let attribution = quotes.pop().unwrap_or_default();
    format!("\n\n{attribution}</blockquote>\n\n")
}

/// `Author, source https://address title` below a quote.
fn attribution(words: &str) -> String {
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

/// `title lang:name https://address link` above code.
fn code_block(words: &str, code: &str) -> String {
    let is_option = |word: &str| {
        word.split_once(':').is_some_and(|(name, value)| {
            !value.starts_with("//") && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
        })
    };
    let mut language = "";
    let mut shown = Vec::new();
    for word in words.split_whitespace() {
        match word.strip_prefix("lang:") {
            Some(name) => language = name,
            None if is_option(word) => {}
            None => shown.push(word),
        }
    }
    let code = format!("\n~~~~ {language}\n{code}\n~~~~\n");
    let shown = shown.join(" ");
    let (title, link) = split_at_address(&shown);
    let link = link.map(|(address, text)| link_to(address, text, "link"));
    let caption = [escape(title), link.unwrap_or_default()].join(" ");
    if caption.trim().is_empty() {
        return code;
    }
    let caption = caption.trim();
    format!("\n\n<figure><figcaption>{caption}</figcaption>\n\n{code}\n</figure>\n\n")
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

fn link_to(address: &str, text: &str, otherwise: &str) -> String {
    let text = if text.is_empty() { otherwise } else { text };
    format!("<a href=\"{}\">{}</a>", escape(address), escape(text))
}

/// An address without its scheme and a slash at the end.
fn bare(address: &str) -> &str {
    let bare = address.split_once("//").map_or(address, |(_, bare)| bare);
    bare.trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::super::{replace, unveil};
    use super::*;
    use crate::ParseOptions;

    #[test]
    fn what_tags_say_of_quotes_and_code_is_shown() {
        for (text, expected) in [
            (
                "{% codeblock lang:js %}\nlet {% a %}\n{% endcodeblock %}.",
                "\n~~~~ js\nlet {% a %}\n~~~~\n.",
            ),
            (
                "{% codeblock a < b lang:js line_number:false https://a.example/ c %}\nx\n{% endcodeblock %}",
                "\n\n<figure><figcaption>a &lt; b <a href=\"https://a.example/\">c</a></figcaption>\n\n\n~~~~ js\nx\n~~~~\n\n</figure>\n\n",
            ),
            (
                "{% blockquote %}x{% endblockquote %}",
                "\n\n<blockquote>\n\nx\n\n</blockquote>\n\n",
            ),
            (
                "{% blockquote Ann Lee, Works %}x{% endblockquote %}",
                "\n\n<blockquote>\n\nx\n\n<footer><strong>Ann Lee</strong> <cite>Works</cite></footer>\n\n</blockquote>\n\n",
            ),
            (
                "{% quote Ann https://a.example/b/ %}{% pullquote right %}x{% endpullquote %}{% endquote %}",
                "\n\n<blockquote>\n\n\n\n<blockquote>\n\nx\n\n</blockquote>\n\n\n\n<footer><strong>Ann</strong> <cite><a href=\"https://a.example/b/\">a.example/b</a></cite></footer>\n\n</blockquote>\n\n",
            ),
            (
                "{% blockquote 尤达, 星球 https://a.example/b 反击 %}x{% endblockquote %}",
                "\n\n<blockquote>\n\nx\n\n<footer><strong>尤达, 星球</strong> <cite><a href=\"https://a.example/b\">反击</a></cite></footer>\n\n</blockquote>\n\n",
            ),
        ] {
            let mut diagnostics = Vec::new();
            let options = ParseOptions::default();
            let out = replace(Shortcodes::Hexo, text, 0, &options, &mut diagnostics);
            assert_eq!(unveil(&out), expected);
            assert!(diagnostics.is_empty(), "{diagnostics:?}");
        }
    }
}
