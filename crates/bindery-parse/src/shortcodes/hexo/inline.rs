//! Tags that enclose nothing: pictures, links, texts in a line.
use super::super::{Call, Shortcodes};
use super::looks::{said_of, styled_text, without_looks};
use crate::ParseOptions;
use crate::liquid::escape;
use crate::octopress::{bare, image, link_to};
use crate::stand_in;

/// What a tag that encloses nothing stands for. `tag` is all of it between its marks.
pub(in super::super) fn html(
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
