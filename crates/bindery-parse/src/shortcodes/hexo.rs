//! Hexo's tags: pictures, links, code, quotes, what is left as it is; and those that its most used
//! themes add.
use std::ops::Range;

use super::{Call, Shortcodes, enclosed, up_to_end};
use crate::ParseOptions;
use crate::fenced_code::FencedCode;
use crate::liquid::escape;
use crate::octopress::{self, attribution, bare, caption, image, link_to};
use crate::stand_in;

/// Words of themes that say how a note looks, beside names of icons.
const LOOKS: &str = "default primary success info warning danger no-icon simple modern flat disabled blue pink red \
    purple orange green";

/// Words of themes that say how a text in a tag looks.
const STYLES: &str = "checked plus minus times center left right logo ultra huge large small bold code light title \
    subtitle yellow cyan gray grey black white done error quote bug idea link paperclip todo message guide \
    download up undo radiation open child close closed incline";

/// What themes are told in a tag as `name:value`, of which nothing is shown.
const OPTIONS: &str = "active align api avatar background bg border child checked color cover direction download effect \
    el fancybox fit footer height icon layout limit open padding percent prefix radius ratio repo size start status style \
    symbol theme user width";

/// In how many words and parts before its text a tag may say how that looks.
const MAX_LOOKS: usize = 8;

/// Takes the options of themes out of a call.
pub(super) fn tidy(call: &mut Call<'_>) {
    let is_shown = |(name, value): &(&str, &str)| !name.is_empty() || !is_option(value);
    let arguments = call.arguments.drain(..).filter(is_shown);
    // `'a','b'` is two.
    let parts = arguments.flat_map(|(name, value)| {
        let is_list = name.is_empty() && value.contains(',') && value.contains(['\'', '"']);
        let parts = value.split(if is_list { ',' } else { '\0' });
        parts.map(move |part| match is_list {
            true => (name, part.trim_matches(['\'', '"'])),
            false => (name, part),
        })
    });
    call.arguments = parts.filter(|(_, value)| !value.is_empty()).collect();
}

/// Whether a word is an option, as in `color:red`.
fn is_option(word: &str) -> bool {
    let option = word
        .split_once(':')
        .filter(|(_, value)| !value.starts_with("//"));
    option.is_some_and(|(name, _)| OPTIONS.split_ascii_whitespace().any(|known| known == name))
}

/// What a word such as `author:Ann` says.
fn said_of<'t>(words: &'t str, name: &str) -> Option<&'t str> {
    let mut words = words.split_whitespace();
    words.find_map(|word| word.strip_prefix(name)?.strip_prefix(':'))
}

/// What a tag that encloses nothing stands for. `tag` is all of it between its marks.
pub(super) fn html(
    kind: Shortcodes,
    call: &Call<'_>,
    tag: &str,
    options: &ParseOptions<'_>,
) -> Option<String> {
    if kind != Shortcodes::Hexo {
        return None;
    }
    if let Some(element) = element_of(call.name) {
        let text = styled_text(tag.strip_prefix(call.name)?);
        return Some(format!("<{element}>{}</{element}>", escape(text)));
    }
    let words: Vec<&str> = call.arguments.iter().map(|(_, word)| *word).collect();
    let text_after = |count: usize| {
        let rest = words
            .iter()
            .skip(count)
            .filter(|word| !matches!(**word, "true" | "false"));
        rest.copied().collect::<Vec<_>>().join(" ")
    };
    let first = words.first().copied();
    let post = |name: &str| options.templates.and_then(|site| site.address_of(name));
    Some(match call.name {
        "img" | "asset_img" => image(&words)?,
        "asset_path" => escape(first?),
        "post_path" => {
            escape(&post(first?).unwrap_or_else(|| first.unwrap_or_default().to_owned()))
        }
        "asset_link" => link_to(first?, &text_after(1), file_name(first?)),
        "post_link" => {
            let name = first?;
            let title = || options.templates.and_then(|site| site.title_of(name));
            let text = Some(text_after(1)).filter(|text| !text.is_empty());
            let text = text.or_else(title).unwrap_or_default();
            link_to(&format!("@post/{name}"), &text, file_name(name))
        }
        // `title, of whom, address`
        "link" if tag.contains(',') => {
            let parts = || tag.split(',').map(str::trim);
            let address = parts().find(|part| is_address(part) && !part.contains(' '))?;
            let text = parts().next()?.trim_start_matches("link").trim();
            link_to(address, text, bare(address))
        }
        "link" => {
            let place = words.iter().position(|word| is_address(word))?;
            let address = words[place].trim_end_matches(',');
            // It may stand before its text.
            let text = match place {
                0 => text_after(1),
                place => words[..place].join(" "),
            };
            link_to(address, text.trim_end_matches(','), bare(address))
        }
        // Their text is Markdown.
        "p" | "checkbox" | "radio" | "cb" => {
            let text = styled_text(tag.strip_prefix(call.name)?);
            // Behind the text of a box is how it looks.
            let text = text
                .split(',')
                .next()
                .filter(|_| call.name == "cb")
                .unwrap_or(text);
            format!("\n\n{text}\n\n")
        }
        // A line that a theme sets large, perhaps as a heading.
        "quot" => {
            let words = tag.strip_prefix(call.name)?;
            let level =
                said_of(words, "el").and_then(|element| element.strip_prefix('h')?.parse().ok());
            let marks = "#".repeat(level.filter(|level| (1..=6).contains(level)).unwrap_or(0));
            let start = if marks.is_empty() { ">" } else { &marks };
            format!("\n\n{start} {}\n\n", styled_text(words))
        }
        // `word,"what it means",colour`
        "bubble" => {
            let mut parts = tag.strip_prefix(call.name)?.split(',');
            let mut part = || Some(parts.next()?.trim().trim_matches(['\'', '"']));
            let (word, meaning) = (part()?, part()?);
            format!("<span>{} ({})</span>", escape(word), escape(meaning))
        }
        "ruby" => {
            let (base, reading) = tag.strip_prefix(call.name)?.trim().split_once('|')?;
            format!("<ruby>{}<rt>{}</rt></ruby>", escape(base), escape(reading))
        }
        "audio" if first?.starts_with("netease:") => {
            let id = first?.trim_start_matches("netease:");
            stand_in::shown("audio", &[("", "netease"), ("id", id)])?
        }
        "gist" => {
            let address = format!("https://gist.github.com/{}", first?);
            link_to(&address, "", &address)
        }
        "jsfiddle" => format!(
            "<iframe src=\"https://jsfiddle.net/{}/\"></iframe>",
            escape(first?)
        ),
        "video" => film(first?.trim_end_matches(',')),
        "pdf" => link_to(first?, "", first?),
        // `url, text, icon title`
        "btn" | "button" => {
            let said = tag.strip_prefix(call.name)?;
            // Without commas the address may stand behind the text.
            if let Some(place) = words.iter().position(|word| is_address(word))
                && place > 0
                && !said.contains(',')
            {
                return Some(link_to(words[place], &words[..place].join(" "), ""));
            }
            // `text::url::icon`
            if let Some((text, rest)) = said.split_once("::") {
                let address = rest.split("::").next()?.trim();
                return Some(link_to(address, text.trim(), bare(address)));
            }
            let mut parts = said
                .split(',')
                .map(|part| part.trim().trim_matches(['\'', '"']));
            let (address, text) = (parts.next()?, parts.next().unwrap_or_default());
            link_to(address, text, bare(address))
        }
        // `name description address picture`, of albums
        "galleryGroup" => {
            let [name, description, address, picture] = words.get(..4)? else {
                return None;
            };
            let (alt, picture) = (escape(name), escape(picture));
            let shown = format!(
                "<a href=\"{}\"><img src=\"{picture}\" alt=\"{alt}\"></a>",
                escape(address)
            );
            let caption = format!("<b>{alt}</b> {}", escape(description));
            format!("<figure>{shown}<figcaption>{caption}</figcaption></figure>")
        }
        // `text, button, colours`
        "hideInline" => {
            let said = tag.strip_prefix(call.name)?.trim();
            let quote = said.chars().next().filter(|c| matches!(c, '\'' | '"'));
            let text = match quote {
                Some(quote) => said[1..].split(quote).next()?,
                None => said.split(',').next()?,
            };
            format!("<span>{}</span>", escape(text.trim()))
        }
        "hashtag" => link_to(words.get(1)?, first?, ""),
        // `primary@text`, or `text primary`
        "label" => {
            let words = tag.strip_prefix(call.name)?.trim();
            let text = match words.split_once('@') {
                Some((look, text)) if !look.trim().contains(' ') => text.to_owned(),
                _ => without_looks(words),
            };
            format!("<mark>{}</mark>", escape(&text))
        }
        _ => return None,
    })
}

/// The element that a tag of themes stands for which sets a text in a line.
fn element_of(name: &str) -> Option<&'static str> {
    Some(match name {
        "u" | "wavy" => "u",
        "emp" => "em",
        "del" => "del",
        "kbd" => "kbd",
        "mark" => "mark",
        "copy" => "code",
        "span" | "psw" | "blur" => "span",
        _ => return None,
    })
}

/// The text of a tag such as `red, text`, `red::text`, `text color:red`, without how it looks.
fn styled_text(words: &str) -> &str {
    let mut text = words.trim();
    for _ in 0..MAX_LOOKS {
        let option = text.split_once(char::is_whitespace);
        let behind = option.filter(|(option, _)| is_option(option));
        let parted = || text.split_once(',').filter(|(look, _)| is_look(look));
        let behind = behind.or_else(|| text.split_once("::")).or_else(parted);
        let Some((_, rest)) = behind else { break };
        text = rest.trim();
    }
    let mut spaces = text.match_indices(' ').map(|(at, _)| at);
    let end = spaces.find(|at| is_option(text[at + 1..].split(' ').next().unwrap_or_default()));
    text[..end.unwrap_or(text.len())].trim()
}

/// Whether all words of a text say how another looks.
fn is_look(text: &str) -> bool {
    text.split_whitespace().all(|word| {
        [LOOKS, STYLES]
            .iter()
            .any(|known| known.split_ascii_whitespace().any(|known| known == word))
    })
}

/// The words of a tag that do not say how it looks.
fn without_looks(words: &str) -> String {
    let is_look = |word: &&str| {
        let word = word.trim_matches(['\'', '"']);
        LOOKS.split_ascii_whitespace().any(|look| look == word)
            || matches!(word, "fa" | "fas" | "far" | "fab" | "iconfont")
            || ["fa-", "icon-"].iter().any(|start| word.starts_with(start))
            || is_option(word)
    };
    let words: Vec<&str> = words
        .split_whitespace()
        .filter(|word| !is_look(word))
        .collect();
    words.join(" ")
}

/// A film: a file, or `site:id` of one that is known.
fn film(source: &str) -> String {
    match source.split_once(':') {
        Some((site @ ("bilibili" | "youtube"), id)) => {
            stand_in::shown(site, &[("id", id)]).unwrap_or_default()
        }
        _ => format!("<video src=\"{}\" controls></video>", escape(source)),
    }
}

fn is_address(word: &str) -> bool {
    word.starts_with('/') || word.contains("://") || word.starts_with("www.")
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// How far the end of a note with a title is looked for.
const LONGEST_NOTE: usize = 64 << 10;

/// What stands at the end of a box that is open.
const END_OF_QUOTE: &str = "</blockquote>";
const END_OF_DETAILS: &str = "</details>";

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
pub(super) fn end(kind: Shortcodes, tag: &str, quotes: &mut Vec<String>) -> String {
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

/// Where the lines of fenced code stand, in which nothing is a tag.
pub(super) fn fenced_code(text: &str) -> Vec<Range<usize>> {
    let mut code = FencedCode::default();
    let (mut at, mut closed) = (0, 0);
    let mut taken = Vec::new();
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if code.takes(line.trim_start_matches([' ', '\t', '>'])) {
            taken.push(start..at);
        }
        if !code.is_open() {
            closed = taken.len();
        }
    }
    // What does not end is none.
    taken.truncate(closed);
    taken
}

/// A text of Hexo whose fences of code have captions behind the language, as in
/// ```` ```js title https://address link ````; `None` if none has.
///
/// Comments that begin a tab or a point in time, as themes have them, become its label:
/// `<!-- tab label@icon -->`.
pub(crate) fn with_captions(kind: Shortcodes, text: &str) -> Option<String> {
    let may_have_tabs = LABELLED.iter().any(|start| text.contains(start));
    if kind != Shortcodes::Hexo || !(may_have_tabs || text.contains("```")) {
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
            None => match label_of_tab(line).filter(|_| may_have_tabs) {
                Some(label) => {
                    has_caption = true;
                    out.push_str(&format!("\n<p><strong>{}</strong></p>\n\n", escape(label)));
                }
                None => out.push_str(line),
            },
        }
    }
    has_caption.then_some(out)
}

/// How comments begin that label what follows.
const LABELLED: [&str; 4] = ["<!-- tab ", "<!-- timeline ", "<!-- node ", "<!-- folder "];

/// The label of a tab that a line begins.
fn label_of_tab(line: &str) -> Option<&str> {
    let line = line.trim();
    let words = LABELLED.iter().find_map(|start| line.strip_prefix(start));
    let words = words?.strip_suffix("-->")?;
    let label = words.split('@').next().unwrap_or_default().trim();
    (!label.is_empty()).then_some(label)
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
            (
                "<!-- timeline 3-20 -->\nx\n<!-- endtimeline -->\n",
                Some("\n<p><strong>3-20</strong></p>\n\nx\n<!-- endtimeline -->\n"),
            ),
            ("```js\n```rust title\n```\n", None),
            ("```js mark:1,2 {3} first_line=2\nx\n```\n", None),
            ("````md\n```js title\n```\n````\n", None),
            (
                "<!-- tab A < b@icon -->\nx\n<!-- endtab -->\n<!-- tab -->\n",
                Some("\n<p><strong>A &lt; b</strong></p>\n\nx\n<!-- endtab -->\n<!-- tab -->\n"),
            ),
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
                "{% note info %}x{% endnote %}{% note a b %}y{% endnote %}",
                "\n\n<blockquote>\n\nx\n\n</blockquote>\n\n\n\n<details><summary>a b</summary>\n\ny\n\n</details>\n\n",
            ),
            (
                "{% hideToggle more,blue %}x{% endhideToggle %}{% mermaid graph TD %}\nA-->B\n{% endmermaid %}",
                "\n\n<details><summary>more</summary>\n\nx\n\n</details>\n\n\n~~~~ mermaid\ngraph TD\nA-->B\n~~~~\n",
            ),
            (
                "{% asset_img cls a.png 20 30 \"T 'D'\" %}{% img /a.png %}{% asset_img a.png x y %}",
                "<img src=\"a.png\" width=\"20\" height=\"30\" alt=\"D\" title=\"T\"><img src=\"/a.png\" alt=\"\"><img src=\"a.png\" alt=\"x y\">",
            ),
            (
                "{% link A b https://a.example/ true %}{% gist 1 f.rb %}{% btn '/b', B & c, home %}{% label primary@x %}",
                "<a href=\"https://a.example/\">A b</a><a href=\"https://gist.github.com/1\">https://gist.github.com/1</a><a href=\"/b\">B &amp; c</a><mark>x</mark>",
            ),
            (
                "{% span red, a < b %}{% u c, d %}{% del d color:red %}{% p center::e %}{% checkbox plus checked, [f](/g) %}{% emp 好，h %}{% note success, i j %}",
                "<span>a &lt; b</span><u>c, d</u><del>d</del>\n\ne\n\n\n\n[f](/g)\n\n<em>好，h</em>\n\n<blockquote>\n\ni j\n\n</blockquote>\n\n",
            ),
            (
                "{% timeline Years,blue %}{% timenode 2020 [a](/b) %}x{% endtimenode %}{% endtimeline %}{% folding orange::More %}y{% endfolding %}",
                "\n\n**Years**\n\n\n\n**2020 [a](/b)**\n\nx\n\n<details><summary>More</summary>\n\ny\n\n</details>\n\n",
            ),
            (
                "{% noteblock warning up, a b %}x{% note tip, y %}{% endnoteblock %}{% noteblock %}z{% endnoteblock %}",
                "\n\n<details><summary>a b</summary>\n\nx\n\n<blockquote>\n\ntip, y\n\n</blockquote>\n\n\n\n</details>\n\n\n\n<blockquote>\n\nz\n\n</blockquote>\n\n",
            ),
            (
                "{% hideInline 'a, b',show,#fff %}{% mark c color:red %}{% copy d -e %}{% hashtag f /g %}{% button h i https://j.example %}",
                "<span>a, b</span><mark>c</mark><code>d -e</code><a href=\"/g\">f</a><a href=\"https://j.example\">h i</a>",
            ),
            (
                "{% galleryGroup a 'b & c' /d e.png %}{% video bilibili:BV1 %}{% video f.mp4 %}",
                "<figure><a href=\"/d\"><img src=\"e.png\" alt=\"a\"></a><figcaption><b>a</b> b &amp; c</figcaption></figure>\
                 <iframe src=\"https://player.bilibili.com/player.html?bvid=BV1\"></iframe><video src=\"f.mp4\" controls></video>",
            ),
            (
                "{% folding cyan open, a b %}x{% endfolding %}{% fold info @c %}y{% endfold %}{% checkbox red, checked, d %}{% radio checked:true e %}",
                "\n\n<details><summary>a b</summary>\n\nx\n\n</details>\n\n\n\n<details><summary>c</summary>\n\ny\n\n</details>\n\n\n\nd\n\n\n\ne\n\n",
            ),
            (
                "{% quot a b el:h2 icon:c %}{% quot d %}{% bubble a,\"b\",\"#fff\" %}{% ruby 字|zi %}{% link https://a.example/ b c color:red %}",
                "\n\n## a b\n\n\n\n> d\n\n<span>a (b)</span><ruby>字<rt>zi</rt></ruby><a href=\"https://a.example/\">b c</a>",
            ),
            (
                "{% link A, b c,https://a.example/ %}{% btn a b::/c::d %}{% notel blue a %}x{% endnotel %}",
                "<a href=\"https://a.example/\">A</a><a href=\"/c\">a b</a>\n\n<details><summary>a</summary>\n\nx\n\n</details>\n\n",
            ),
            (
                "{% poetry Poem author:Ann date:1920 %}\nx\n{% endpoetry %}{% audio netease:12 %}{% echarts %}\n{}\n{% endecharts %}",
                "\n\n**Poem**\n\nAnn 1920\n\n\nx\n<a href=\"https://music.163.com/#/song?id=12\">https://music.163.com/#/song?id=12</a>\n~~~~ echarts\n{}\n~~~~\n",
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
