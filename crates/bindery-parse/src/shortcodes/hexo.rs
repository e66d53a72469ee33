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

/// What stands above code: `title https://address link`, without settings such as `mark:1`.
fn caption(words: &str) -> String {
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

/// `title lang:name https://address link` above code.
fn code_block(words: &str, code: &str) -> String {
    let language = words
        .split_whitespace()
        .find_map(|word| word.strip_prefix("lang:"));
    let language = language.unwrap_or_default();
    let code = format!("\n~~~~ {language}\n{code}\n~~~~\n");
    let caption = caption(words);
    if caption.is_empty() {
        return code;
    }
    format!("\n\n<figure><figcaption>{caption}</figcaption>\n\n{code}\n</figure>\n\n")
}

/// A text of Hexo whose fences of code have captions behind the language, as in
/// ```` ```js title https://address link ````; `None` if none has.
pub(crate) fn with_captions(kind: Shortcodes, text: &str) -> Option<String> {
    if kind != Shortcodes::Hexo || !text.contains("```") {
        return None;
    }
    let mut out = String::with_capacity(text.len() + 100);
    // The fence that is open, and whether a figure is open around it.
    let mut open: Option<(&str, bool)> = None;
    let mut has_caption = false;
    for line in text.split_inclusive('\n') {
        let ticks = line.len() - line.trim_start_matches('`').len();
        let (fence, info) = line.split_at(ticks);
        match open {
            Some((begun, in_figure)) => {
                out.push_str(line);
                if ticks >= begun.len() && info.trim().is_empty() {
                    out.push_str(if in_figure { "\n</figure>\n\n" } else { "" });
                    open = None;
                }
            }
            None if ticks >= 3 && !info.contains('`') => {
                let (language, words) = info.trim().split_once(' ').unwrap_or_default();
                let caption = caption(words);
                if caption.is_empty() {
                    out.push_str(line);
                } else {
                    let start = format!("\n<figure><figcaption>{caption}</figcaption>\n\n");
                    out.push_str(&format!("{start}{fence}{language}\n"));
                }
                has_caption |= !caption.is_empty();
                open = Some((fence, !caption.is_empty()));
            }
            None => out.push_str(line),
        }
    }
    has_caption.then_some(out)
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
    fn fences_have_captions() {
        for (text, expected) in [
            (
                "a\n```js a & b https://a.example c\nx\n```\nb",
                Some(
                    "a\n\n<figure><figcaption>a &amp; b <a href=\"https://a.example\">c</a></figcaption>\n\n```js\nx\n```\n\n</figure>\n\nb",
                ),
            ),
            ("```js\n```rust title\n```\n", None),
            ("```js mark:1,2 {3} first_line=2\nx\n```\n", None),
            ("````md\n```js title\n```\n````\n", None),
        ] {
            assert_eq!(with_captions(Shortcodes::Hexo, text).as_deref(), expected);
            assert_eq!(with_captions(Shortcodes::Hugo, text), None);
        }
    }

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
