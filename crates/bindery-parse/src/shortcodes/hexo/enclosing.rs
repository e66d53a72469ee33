//! Tags that enclose something: code, quotations, boxes, what is left as it is.
use super::super::syntax::up_to_end;
use super::super::{Call, Shortcodes, enclosed};
use super::looks::{said_of, styled_text, without_looks};
use crate::liquid::escape;
use crate::octopress::{self, attribution, caption};

/// How far the end of a note with a title is looked for.
const LONGEST_NOTE: usize = 64 << 10;

/// What stands at the end of a box that is open.
const END_OF_QUOTE: &str = "</blockquote>";
const END_OF_DETAILS: &str = "</details>";

/// What a tag stands for, with what follows it. `tag` is all of it between its marks; `quotes` gets
/// what is to stand at the end of a quote.
pub(in super::super) fn block<'t>(
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
        "mermaid" => {
            let (code, after) = up_to_end(kind, rest, call.name);
            // What kind of a diagram it is may stand in the tag.
            let code = format!("{words}\n{}", code.trim_matches('\n'));
            Some((enclosed::code("mermaid", &code, ""), after))
        }
        "blockquote" | "quote" => {
            quotes.push(attribution(words) + END_OF_QUOTE);
            Some(("\n\n<blockquote>\n\n".to_owned(), rest))
        }
        "pullquote" | "centerquote" | "cq" => {
            quotes.push(END_OF_QUOTE.to_owned());
            Some(("\n\n<blockquote>\n\n".to_owned(), rest))
        }
        // The text stands in the tag.
        "note" if !without_looks(words).is_empty() && !has_end(rest) => {
            let text = styled_text(words);
            Some((
                format!("\n\n<blockquote>\n\n{text}\n\n</blockquote>\n\n"),
                rest,
            ))
        }
        // A box, with a title if it is folded.
        "note" | "subnote" | "notel" | "noteL" | "noteblock" | "hideToggle" | "hideBlock"
        | "folding" | "fold" => {
            let title = match call.name {
                // Behind a comma, after how it looks.
                "noteblock" => {
                    let title = words.split_once(',').map(|(_, title)| title.trim());
                    title.unwrap_or_default().to_owned()
                }
                "hideToggle" | "hideBlock" => {
                    words.split(',').next().unwrap_or_default().to_owned()
                }
                "folding" if words.contains("::") || words.contains(',') => {
                    styled_text(words).to_owned()
                }
                // `info @title`
                "fold" if words.contains('@') => {
                    let title = words.split_once('@').map(|(_, title)| title.trim());
                    title.unwrap_or_default().to_owned()
                }
                _ => without_looks(words),
            };
            let (start, end) = match title.is_empty() {
                true => ("<blockquote>".to_owned(), END_OF_QUOTE),
                false => {
                    let summary = escape(&title);
                    (
                        format!("<details><summary>{summary}</summary>"),
                        END_OF_DETAILS,
                    )
                }
            };
            quotes.push(end.to_owned());
            Some((format!("\n\n{start}\n\n"), rest))
        }
        // A poem, whose title and author stand in the tag.
        "poetry" | "reel" => {
            let title = words
                .split_whitespace()
                .next()
                .filter(|word| !word.contains(':'));
            let by = ["author", "date"]
                .iter()
                .filter_map(|name| said_of(words, name));
            let by: Vec<&str> = by.collect();
            let title = title
                .map(|title| format!("\n\n**{title}**\n\n"))
                .unwrap_or_default();
            Some((format!("{title}{}\n\n", by.join(" ")), rest))
        }
        // A point in time, or a list of them, with a title.
        "timenode" => Some((format!("\n\n**{words}**\n\n"), rest)),
        "timeline" => {
            let title = words.split(',').next().unwrap_or_default().trim();
            let title = match title.is_empty() || title.contains("api:") {
                true => String::new(),
                false => format!("\n\n**{title}**\n\n"),
            };
            Some((title, rest))
        }
        "tabs" | "subtabs" | "folders" => Some((String::new(), rest)),
        _ => None,
    }
}

/// Whether a note that begins before this text ends in it, before the next one begins.
fn has_end(text: &str) -> bool {
    let near = &text[..text.floor_char_boundary(LONGEST_NOTE)];
    let mut ends = near
        .match_indices("endnote")
        .map(|(at, end)| (at, at + end.len()));
    let end = ends.find(|(_, behind)| !near[*behind..].starts_with(char::is_alphabetic));
    end.is_some_and(|(at, _)| !near[..at].contains("{% note "))
}

/// What the end of a tag that encloses text stands for.
pub(in super::super) fn end(kind: Shortcodes, tag: &str, quotes: &mut Vec<String>) -> String {
    const BOXES: &str = "endblockquote endquote endpullquote endcenterquote endcq endnote endnotel endnoteL endnoteblock endsubnote endhideToggle \
        endhideBlock endfolding endfold";
    let is_box = BOXES
        .split_ascii_whitespace()
        .any(|known| known == tag.trim());
    if kind != Shortcodes::Hexo || !is_box {
        return String::new();
    }
    let end = quotes.pop().unwrap_or_default();
    format!("\n\n{end}\n\n")
}

/// `title lang:name https://address link` above code.
fn code_block(words: &str, code: &str) -> String {
    let language = octopress::language(words).unwrap_or_default();
    let code = enclosed::code(language, code, "");
    let caption = caption(words);
    if caption.is_empty() {
        return code;
    }
    format!("\n\n<figure><figcaption>{caption}</figcaption>\n\n{code}\n</figure>\n\n")
}
