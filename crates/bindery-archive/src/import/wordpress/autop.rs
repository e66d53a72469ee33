//! Paragraphs for text that WordPress keeps without: blank lines part them, other line ends are
//! breaks. Elements that are blocks stand on their own.
use crate::import::markup::{Found, Kind, Lexer, Markup};

/// Elements around which a paragraph ends.
const BLOCKS: [&str; 46] = [
    "address",
    "area",
    "article",
    "aside",
    "blockquote",
    "caption",
    "col",
    "colgroup",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "legend",
    "li",
    "map",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "script",
    "section",
    "style",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
];
/// Blocks that are not in the list for its length.
const MORE_BLOCKS: [&str; 2] = ["ul", "textarea"];
/// Elements whose text stays as it is.
const VERBATIM: [&str; 4] = ["pre", "script", "style", "textarea"];

/// The content of a post, as the database keeps it, as HTML: blocks of the editor since version 5
/// stay, text outside of them gets its paragraphs.
pub(crate) fn paragraphs(content: &str) -> String {
    if !content.contains("<!-- wp:") {
        return autop(content);
    }
    let mut out = String::with_capacity(content.len());
    let (mut depth, mut at) = (0usize, 0);
    let mut push = |depth: usize, text: &str| {
        if depth > 0 {
            out.push_str(&link_lonely_addresses(text));
        } else if !text.trim().is_empty() {
            out.push_str(&autop(text));
        }
    };
    for (start, _) in content.match_indices("<!--") {
        let Some(length) = content[start..].find("-->").filter(|_| start >= at) else {
            continue;
        };
        let comment = content[start + 4..start + length].trim();
        let opens = comment.starts_with("wp:");
        if !opens && !comment.starts_with("/wp:") {
            continue;
        }
        push(depth, &content[at..start]);
        at = start + length + 3;
        // A block of the old editor is text outside of blocks.
        if comment.trim_start_matches('/').starts_with("wp:freeform") {
        } else if !opens {
            depth = depth.saturating_sub(1);
        } else if !comment.ends_with('/') {
            depth += 1;
        }
    }
    push(depth, &content[at..]);
    out
}

/// Lines that are nothing but an address are embedded by WordPress; here they are links.
fn link_lonely_addresses(text: &str) -> String {
    let link = |line: &str| {
        let address = line.trim();
        if is_address(address) {
            line.replace(address, &link(address))
        } else {
            line.to_owned()
        }
    };
    if text.contains("://") {
        text.split_inclusive('\n').map(link).collect()
    } else {
        text.to_owned()
    }
}

fn is_address(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://"))
        && !text.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"'))
}

pub(super) fn link(address: &str) -> String {
    let address = address.replace("&amp;", "&").replace('&', "&amp;");
    format!("<a href=\"{address}\">{address}</a>")
}

/// A block's tag in the text, or an element that stays as it is.
struct Break {
    start: usize,
    end: usize,
    /// Whether it opens an element in which text stands alone, as in an item of a list.
    opens: bool,
}

fn autop(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let (mut at, mut is_open) = (0, false);
    for found in breaks(&text) {
        push_text(&mut out, &text[at..found.start], is_open);
        out.push_str(&text[found.start..found.end]);
        (at, is_open) = (found.end, found.opens);
    }
    push_text(&mut out, &text[at..], is_open);
    out
}

fn breaks(text: &str) -> Vec<Break> {
    let (mut lexer, mut at) = (Lexer::whole(), 0);
    let mut found = Vec::new();
    while let Found::Markup(markup) = lexer.next(text.as_bytes(), at) {
        at = markup.span.end;
        let Markup { kind, span, inner } = markup;
        let tag = &text[span.clone()];
        if tag.starts_with("<!--more") || tag.starts_with("<!--nextpage") {
            found.push(Break {
                start: span.start,
                end: span.end,
                opens: false,
            });
            continue;
        }
        if !matches!(kind, Kind::Start | Kind::Empty | Kind::End) {
            continue;
        }
        let name = text[inner].to_ascii_lowercase();
        let name = name.as_str();
        if !BLOCKS.contains(&name) && !MORE_BLOCKS.contains(&name) {
            continue;
        }
        if kind == Kind::Start && VERBATIM.contains(&name) {
            let end_tag = format!("</{name}");
            if let Some(length) = find_ignoring_case(&text[at..], &end_tag) {
                let end = text[at + length..]
                    .find('>')
                    .map_or(text.len(), |close| at + length + close + 1);
                at = end;
            }
            found.push(Break {
                start: span.start,
                end: at,
                opens: false,
            });
            continue;
        }
        found.push(Break {
            start: span.start,
            end: span.end,
            opens: kind == Kind::Start && !matches!(name, "blockquote" | "hr" | "area" | "col"),
        });
    }
    found
}

fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    text.as_bytes()
        .windows(wanted.len())
        .position(|part| part.eq_ignore_ascii_case(wanted.as_bytes()))
}

/// Text between two blocks. What follows the start of an element at once is no paragraph of its own.
fn push_text(out: &mut String, text: &str, is_open: bool) {
    let chunks: Vec<&str> = chunks(text);
    let begins_at_once = !text.trim_start_matches([' ', '\t']).starts_with("\n\n");
    for (index, chunk) in chunks.iter().enumerate() {
        let is_alone = is_open && chunks.len() == 1 && begins_at_once;
        let lines = break_lines(chunk);
        if is_alone && index == 0 {
            out.push_str(&lines);
        } else if is_comment(chunk) {
            out.push_str(chunk);
            out.push('\n');
        } else {
            out.push_str("<p>");
            out.push_str(&lines);
            out.push_str("</p>\n");
        }
    }
}

/// The parts between blank lines.
fn chunks(text: &str) -> Vec<&str> {
    let mut chunks = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            chunks.push(text[start..at].trim());
            start = at + line.len();
        }
        at += line.len();
    }
    chunks.push(text[start..].trim());
    chunks.retain(|chunk| !chunk.is_empty());
    chunks
}

fn is_comment(chunk: &str) -> bool {
    chunk.starts_with("<!--") && chunk.ends_with("-->") && chunk.matches("<!--").count() == 1
}

/// Line ends as breaks, but not those inside of tags.
fn break_lines(chunk: &str) -> String {
    if is_address(chunk) {
        return link(chunk);
    }
    if !chunk.contains('\n') {
        return chunk.to_owned();
    }
    let mut out = String::with_capacity(chunk.len() + 16);
    let mut push = |text: &str| {
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                if !out.trim_end().ends_with("<br>") && !out.trim_end().ends_with("<br />") {
                    out.push_str("<br>");
                }
                out.push('\n');
            }
            let is_address = is_address(line.trim());
            out.push_str(&if is_address {
                link(line.trim())
            } else {
                line.to_owned()
            });
        }
    };
    let (mut lexer, mut at) = (Lexer::whole(), 0);
    let mut pieces: Vec<(bool, &str)> = Vec::new();
    while let Found::Markup(markup) = lexer.next(chunk.as_bytes(), at) {
        pieces.push((true, &chunk[at..markup.span.start]));
        pieces.push((false, &chunk[markup.span.clone()]));
        at = markup.span.end;
    }
    pieces.push((true, &chunk[at..]));
    // Lines are parted by what is text; tags stay whole.
    let mut line = String::new();
    for (is_text, piece) in pieces {
        if is_text && piece.contains('\n') {
            line.push_str(piece);
            push(&line);
            line.clear();
        } else if is_text || !piece.contains('\n') {
            line.push_str(piece);
        } else {
            line.push_str(&piece.replace('\n', " "));
        }
    }
    push(&line);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_part_paragraphs() {
        let cases = [
            (
                "one\ntwo\r\n\r\nthree",
                "<p>one<br>\ntwo</p>\n<p>three</p>\n",
            ),
            (
                "a <a\nhref='x'>b</a>\n\n\n \n<em>c</em>",
                "<p>a <a href='x'>b</a></p>\n<p><em>c</em></p>\n",
            ),
            (
                "<ul>\n<li>a</li>\n<li>b\nc</li>\n</ul>\nafter",
                "<ul><li>a</li><li>b<br>\nc</li></ul><p>after</p>\n",
            ),
            (
                "<blockquote>a\n\nb</blockquote>",
                "<blockquote><p>a</p>\n<p>b</p>\n</blockquote>",
            ),
            (
                "<p>is one</p>\n\n<h2>h</h2>text",
                "<p>is one</p><h2>h</h2><p>text</p>\n",
            ),
            (
                "<pre>a\n\n<b>b</b>\n</pre>\nc",
                "<pre>a\n\n<b>b</b>\n</pre><p>c</p>\n",
            ),
            ("<div>\n\na\n\n</div>", "<div><p>a</p>\n</div>"),
            ("a<br />\nb", "<p>a<br />\nb</p>\n"),
            (
                "one\n\n<!--more-->\n\ntwo",
                "<p>one</p>\n<!--more--><p>two</p>\n",
            ),
            (
                "https://example.com/?a=1&b=2",
                "<p><a href=\"https://example.com/?a=1&amp;b=2\">https://example.com/?a=1&amp;b=2</a></p>\n",
            ),
        ];
        for (text, html) in cases {
            assert_eq!(autop(text), html, "{text:?}");
        }
    }

    #[test]
    fn blocks_of_the_editor_stay_as_they_are() {
        let content = "<!-- wp:paragraph -->\n<p>a\nb</p>\n<!-- /wp:paragraph -->\n\nclassic\n\ntext\n\
                       <!-- wp:latest-posts /--><!-- wp:embed -->\n<div>\nhttps://example.com/v\n</div><!-- /wp:embed -->";
        assert_eq!(
            paragraphs(content),
            "\n<p>a\nb</p>\n<p>classic</p>\n<p>text</p>\n\n<div>\n\
             <a href=\"https://example.com/v\">https://example.com/v</a>\n</div>"
        );
    }
}
